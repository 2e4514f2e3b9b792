import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { queryOrg, type Answer, type QueryOrg } from './soql-org.ts';

describe('aggregates', () => {
  let org: QueryOrg;
  beforeAll(() => {
    org = queryOrg();
    const acme = org.make('Account', { Name: 'Acme', Site: 'North' });
    const other = org.make('Account', { Name: 'Other', Site: 'north' });
    const deal = (
      Name: string,
      AccountId: string | null,
      StageName: string,
      CloseDate: string,
      Amount: number | null,
    ) => org.make('Opportunity', { Name, AccountId, StageName, CloseDate, Amount });
    deal('a', acme, 'Qualification', '2026-01-31', 0.1);
    deal('b', acme, 'Qualification', '2026-02-01', 0.2);
    deal('c', other, 'Closed Won', '2026-12-31', 100);
    deal('d', null, 'Closed Won', '2025-12-31', null);
  });
  afterAll(() => org.records.close());
  const plain = (soql: string): Answer[] => org.query(soql).map(({ attributes: _, ...rest }) => rest);

  it('gives results of the type AggregateResult, without an address', () => {
    expect(org.query('SELECT COUNT(Id) FROM Opportunity')).toEqual([
      { attributes: { type: 'AggregateResult' }, expr0: 4 },
    ]);
  });

  it('names what has no alias expr0, expr1 and so on, and grouped fields by their own name', () => {
    expect(
      plain(
        'SELECT StageName, COUNT(Id), SUM(Amount) total, MAX(Amount) FROM Opportunity GROUP BY StageName ORDER BY StageName',
      ),
    ).toEqual([
      { StageName: 'Qualification', expr0: 2, total: 0.3, expr1: 0.2 },
      { StageName: 'Closed Won', expr0: 2, total: 100, expr1: 100 },
    ]);
  });

  it('leaves empty values out, except where records are counted', () => {
    expect(
      plain(
        "SELECT COUNT(Id) records, COUNT(Amount) amounts, AVG(Amount) average, MIN(CloseDate) earliest FROM Opportunity WHERE StageName = 'Closed Won'",
      ),
    ).toEqual([{ records: 2, amounts: 1, average: 100, earliest: '2025-12-31' }]);
  });

  it('gives null for the sum of nothing and 0 for its count', () => {
    expect(plain(`SELECT SUM(Amount) total, COUNT(Id) n FROM Opportunity WHERE Name = 'none'`)).toEqual([
      { total: null, n: 0 },
    ]);
  });

  it('counts different values', () => {
    expect(
      plain('SELECT COUNT_DISTINCT(StageName) stages, COUNT_DISTINCT(Account.Site) sites FROM Opportunity'),
    ).toEqual([{ stages: 2, sites: 1 }]);
  });

  it('groups by a field of the parent, a missing parent being a group', () => {
    expect(
      plain('SELECT Account.Name, COUNT(Id) n FROM Opportunity GROUP BY Account.Name ORDER BY Account.Name'),
    ).toEqual([
      { Name: null, n: 1 },
      { Name: 'Acme', n: 2 },
      { Name: 'Other', n: 1 },
    ]);
  });

  it('groups by parts of dates', () => {
    expect(
      plain(
        'SELECT CALENDAR_YEAR(CloseDate), CALENDAR_QUARTER(CloseDate) quarter, COUNT(Id) n FROM Opportunity GROUP BY CALENDAR_YEAR(CloseDate), CALENDAR_QUARTER(CloseDate) ORDER BY CALENDAR_YEAR(CloseDate), CALENDAR_QUARTER(CloseDate)',
      ),
    ).toEqual([
      { expr0: 2025, quarter: 4, n: 1 },
      { expr0: 2026, quarter: 1, n: 2 },
      { expr0: 2026, quarter: 4, n: 1 },
    ]);
  });

  it('tells the parts of a day in the time zone of the user only when asked to', () => {
    const tokyo = org.user('Tokyoite', { timeZone: 'Asia/Tokyo', permissionSets: ['Fairlead_Integration'] });
    // Made at 09:30 UTC.
    const parts = org.query(
      `SELECT HOUR_IN_DAY(CreatedDate) plain, HOUR_IN_DAY(convertTimezone(CreatedDate)) local FROM Account GROUP BY HOUR_IN_DAY(CreatedDate), HOUR_IN_DAY(convertTimezone(CreatedDate))`,
      tokyo,
    );
    expect(parts).toMatchObject([{ plain: 9, local: 18 }]);
  });

  it('keeps groups of which a condition holds', () => {
    expect(plain('SELECT StageName, SUM(Amount) s FROM Opportunity GROUP BY StageName HAVING SUM(Amount) > 1')).toEqual(
      [{ StageName: 'Closed Won', s: 100 }],
    );
    expect(
      plain(
        `SELECT StageName, COUNT(Id) n FROM Opportunity GROUP BY StageName HAVING COUNT(Id) > 1 AND StageName LIKE 'Q%'`,
      ),
    ).toEqual([{ StageName: 'Qualification', n: 2 }]);
  });

  it('negates a condition on groups', () => {
    const soql = 'SELECT StageName FROM Opportunity GROUP BY StageName HAVING COUNT(Id) > 1 AND (NOT SUM(Amount) > 1)';
    expect(plain(soql)).toEqual([{ StageName: 'Qualification' }]);
  });

  it('orders and limits groups', () => {
    expect(
      plain(
        'SELECT StageName s, COUNT(Amount) n FROM Opportunity GROUP BY StageName ORDER BY COUNT(Amount) DESC LIMIT 1',
      ),
    ).toEqual([{ s: 'Qualification', n: 2 }]);
  });

  it.each([
    ['SELECT Name, COUNT(Id) FROM Opportunity', 'Field must be grouped or aggregated: Name'],
    ['SELECT StageName, Name FROM Opportunity GROUP BY StageName', 'Field must be grouped or aggregated: Name'],
    [
      'SELECT COUNT(Id) FROM Opportunity GROUP BY StageName ORDER BY Name',
      'Ordered field must be grouped or aggregated: Name',
    ],
    [
      'SELECT COUNT(Id) FROM Opportunity LIMIT 1',
      'Non-grouped query that uses overall aggregate functions cannot also use LIMIT',
    ],
    ['SELECT SUM(Name) FROM Opportunity', 'field Name does not support aggregate operator SUM'],
    ['SELECT MAX(IsWon) FROM Opportunity', 'field IsWon does not support aggregate operator MAX'],
    ['SELECT COUNT(Id) n, SUM(Amount) N FROM Opportunity', 'duplicate alias: N'],
    ['SELECT COUNT(), Id FROM Opportunity', 'COUNT() must be the only element in the SELECT list'],
    ['SELECT Name n FROM Opportunity', 'only aggregate expressions use field aliasing'],
    [
      'SELECT COUNT(Id) FROM Opportunity GROUP BY ROLLUP(StageName)',
      'GROUP BY ROLLUP is not supported by this stand-in org',
    ],
    [
      `SELECT COUNT(Id) FROM Opportunity GROUP BY StageName HAVING (NOT StageName = 'a') AND COUNT(Id) > 1`,
      'NOT after NOT after NOT, or NOT before a field in HAVING, is not supported by this stand-in org',
    ],
  ])('refuses %s', (soql, message) => {
    expect(org.said(soql)).toBe(`MALFORMED_QUERY: ${message}`);
  });

  it.each([
    ['Amount', 'a number of decimals'],
    ['CreatedDate', 'an instant'],
    ['Description', 'a long text'],
  ])('does not group by %s, which is %s', (field) => {
    expect(org.said(`SELECT COUNT(Id) FROM Opportunity GROUP BY ${field}`)).toBe(
      `INVALID_FIELD: field '${field}' can not be grouped in a query call`,
    );
  });

  it('gives 2,000 groups and refuses 2,001: they can not be paged', () => {
    const rows = (count: number, from: number) =>
      Array.from({ length: count }, (_, index) => ({ LastName: `Person ${from + index}` }));
    org.records.restore([['Contact', rows(2_000, 0)]]);
    const soql = 'SELECT LastName, COUNT(Id) FROM Contact GROUP BY LastName';
    expect(org.total(soql)).toBe(2_000);
    org.records.restore([['Contact', rows(1, 2_000)]]);
    expect(org.said(soql)).toBe(
      'EXCEEDED_ID_LIMIT: Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch',
    );
    expect(org.total(`${soql} LIMIT 2000`)).toBe(2_000);
  });
});
