import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { opportunity, queryOrg, type QueryOrg } from './soql-org.ts';

describe('conditions', () => {
  let org: QueryOrg;
  let acme: string;
  beforeAll(() => {
    org = queryOrg();
    acme = org.make('Account', {
      Name: 'Acme',
      Industry: 'Energy',
      AnnualRevenue: 100,
      Partner_Roles__c: 'Reseller;OEM',
    });
    org.make('Account', {
      Name: 'Böse & Söhne',
      Industry: 'Retail',
      AnnualRevenue: 200,
      Partner_Roles__c: 'Distributor',
      Named_Account__c: true,
    });
    org.make('Account', { Name: `O'Neil 100%_`, ParentId: acme, Named_Account_Since__c: '2026-03-04' });
  });
  afterAll(() => org.records.close());
  const A = 'Acme';
  const B = 'Böse & Söhne';
  const O = `O'Neil 100%_`;
  const names = (where: string): unknown[] =>
    org.column(`SELECT Name FROM Account WHERE ${where} ORDER BY AnnualRevenue NULLS LAST`);

  it.each([
    ['equal text without regard to case', `Name = 'ACME'`, [A]],
    ['equal text without regard to the case of umlauts', `Name = 'BÖSE & SÖHNE'`, [B]],
    ['a list of texts, some with umlauts', `Name IN ('acme', 'böse & SÖHNE')`, [A, B]],
    ['an escaped quote', `Name = 'O\\'Neil 100%_'`, [O]],
    ['not equal, what is empty included', `Industry != 'energy'`, [B, O]],
    ['not equal in the other spelling', `Industry <> 'energy'`, [B, O]],
    ['not in a list, what is empty included', `Industry NOT IN ('energy')`, [B, O]],
    ['empty', `Industry = null`, [O]],
    ['empty by an empty text', `Industry = ''`, [O]],
    ['not empty', `Industry != null`, [A, B]],
    ['in a list with null', `Industry IN ('Retail', null)`, [B, O]],
    ['not in a list with null', `Industry NOT IN ('Retail', null)`, [A]],
    ['greater, nothing empty', `AnnualRevenue > 100`, [B]],
    ['at least', `AnnualRevenue >= 100`, [A, B]],
    ['less than a decimal', `AnnualRevenue < 100.5`, [A]],
    ['text by order', `Name > 'acme'`, [B, O]],
    ['LIKE with wildcards, any case', `Name LIKE 'a_M%'`, [A]],
    ['LIKE with an umlaut in another case', `Name LIKE '%SÖHNE'`, [B]],
    ['LIKE with wildcards that stand for themselves', `Name LIKE '%100\\%\\_'`, [O]],
    ['NOT LIKE', `NOT Name LIKE 'a%'`, [B, O]],
    ['NOT over a condition on what is empty', `NOT Industry = 'Energy'`, [B, O]],
    ['a checkbox', `Named_Account__c = true`, [B]],
    ['a checkbox compared with null, which is not checked', `Named_Account__c = null`, [A, O]],
    ['one choice of a multi-select list', `Partner_Roles__c INCLUDES ('oem')`, [A]],
    ['several choices together or one other', `Partner_Roles__c INCLUDES ('OEM;Reseller', 'Distributor')`, [A, B]],
    ['choices that are not made together', `Partner_Roles__c INCLUDES ('OEM;Distributor')`, []],
    ['a choice left out, what is empty included', `Partner_Roles__c EXCLUDES ('OEM')`, [B, O]],
    ['exactly these choices in any order', `Partner_Roles__c = 'OEM;Reseller'`, [A]],
    ['a field of the parent', `Parent.Industry = 'Energy'`, [O]],
    ['a field of a parent that is missing', `Parent.Industry = null`, [A, B]],
    ['a checkbox of a parent that is missing, not checked', `Parent.Named_Account__c = false`, [A, B, O]],
    ['a date', `Named_Account_Since__c = 2026-03-04`, [O]],
    ['a relative date', `Named_Account_Since__c = TODAY`, [O]],
    ['a relative date that is over', `Named_Account_Since__c < TODAY`, []],
    ['an instant with an offset', `CreatedDate = 2026-03-04T10:30:00+01:00`, [A, B, O]],
    ['an instant one second later', `CreatedDate >= 2026-03-04T09:30:01Z`, []],
    ['a part of an instant', `CALENDAR_MONTH(CreatedDate) = 3`, [A, B, O]],
    ['the day of an instant', `DAY_ONLY(CreatedDate) = 2026-03-05`, []],
  ])('finds %s', (_, where, found) => {
    expect(names(where)).toEqual(found);
  });

  it('takes ids of 15 and of 18 characters', () => {
    expect(names(`Id = '${acme}'`)).toEqual([A]);
    expect(names(`Id = '${acme.slice(0, 15)}'`)).toEqual([A]);
    expect(names(`ParentId IN ('${acme.slice(0, 15)}')`)).toEqual([O]);
  });

  it('takes 3,000 conditions in a row', () => {
    const where = Array.from({ length: 3_000 }, (_, index) => `AnnualRevenue = ${index + 100}`).join(' OR ');
    expect(names(where)).toEqual([A, B]);
  });

  it('compares a date literal as a whole range', () => {
    for (const CloseDate of ['2026-02-28', '2026-03-01', '2026-03-31', '2026-04-01'])
      org.make('Opportunity', opportunity({ Name: CloseDate, CloseDate }));
    const closing = (operator: string) =>
      org.column(`SELECT Name FROM Opportunity WHERE CloseDate ${operator} THIS_MONTH ORDER BY CloseDate`);
    expect(closing('=')).toEqual(['2026-03-01', '2026-03-31']);
    expect(closing('!=')).toEqual(['2026-02-28', '2026-04-01']);
    expect(closing('<')).toEqual(['2026-02-28']);
    expect(closing('<=')).toEqual(['2026-02-28', '2026-03-01', '2026-03-31']);
    expect(closing('>')).toEqual(['2026-04-01']);
    expect(closing('>=')).toEqual(['2026-03-01', '2026-03-31', '2026-04-01']);
  });

  it('begins the week on the day on which it begins where the user is', () => {
    // 1 March 2026 is a Sunday: this week for an American on Wednesday the 4th, last week for a German.
    org.make('Opportunity', opportunity({ Name: 'Sunday', CloseDate: '2026-03-01' }));
    const american = org.user('American', { permissionSets: ['Fairlead_Integration'] });
    const german = org.user('German', { permissionSets: ['Fairlead_Integration'] });
    org.records.database.prepare('UPDATE "User" SET "LocaleSidKey" = ? WHERE "Id" = ?').run('de_DE_EURO', german);
    const soql = (week: string) => `SELECT Name FROM Opportunity WHERE CloseDate = ${week} AND Name = 'Sunday'`;
    expect(org.column(soql('THIS_WEEK'), american)).toEqual(['Sunday']);
    expect(org.column(soql('LAST_WEEK'), american)).toEqual([]);
    expect(org.column(soql('THIS_WEEK'), german)).toEqual([]);
    expect(org.column(soql('LAST_WEEK'), german)).toEqual(['Sunday']);
  });

  it('takes the day from the time zone of the user who asks', () => {
    // 23:30 on 4 March in London is 8:30 on 5 March in Tokyo.
    org.clock.now = Date.parse('2026-03-04T23:30:00Z');
    const viewAll = { permissionSets: ['Fairlead_Integration'] };
    const london = org.user('Londoner', { timeZone: 'Europe/London', ...viewAll });
    const tokyo = org.user('Tokyoite', { timeZone: 'Asia/Tokyo', ...viewAll });
    expect(org.column(`SELECT Name FROM Account WHERE CreatedDate = TODAY AND Name = 'Acme'`, london)).toEqual([
      'Acme',
    ]);
    expect(org.column(`SELECT Name FROM Account WHERE CreatedDate = TODAY AND Name = 'Acme'`, tokyo)).toEqual([]);
    // Made at 09:30 UTC on the 4th: 18:30 that day in Tokyo, which is yesterday.
    expect(org.column(`SELECT Name FROM Account WHERE CreatedDate = YESTERDAY AND Name = 'Acme'`, tokyo)).toEqual([
      'Acme',
    ]);
  });
});

describe('semi-joins', () => {
  let org: QueryOrg;
  beforeAll(() => {
    org = queryOrg();
    const customer = org.make('Account', { Name: 'Customer' });
    org.make('Account', { Name: 'Prospect' });
    org.make('Opportunity', opportunity({ Name: 'Deal', AccountId: customer, Amount: 10 }));
    org.make('Opportunity', opportunity({ Name: 'Orphan', Amount: 20 }));
  });
  afterAll(() => org.records.close());

  it('finds records that are pointed to, and those that are not', () => {
    expect(org.column(`SELECT Name FROM Account WHERE Id IN (SELECT AccountId FROM Opportunity)`)).toEqual([
      'Customer',
    ]);
    expect(org.column(`SELECT Name FROM Account WHERE Id NOT IN (SELECT AccountId FROM Opportunity)`)).toEqual([
      'Prospect',
    ]);
    expect(
      org.column(`SELECT Name FROM Account WHERE Id IN (SELECT AccountId FROM Opportunity WHERE Amount > 10)`),
    ).toEqual([]);
    expect(
      org.column(`SELECT Name FROM Opportunity WHERE AccountId IN (SELECT Id FROM Account WHERE Name LIKE 'Cust%')`),
    ).toEqual(['Deal']);
  });

  it.each([
    [
      `Name IN (SELECT AccountId FROM Opportunity)`,
      `The left operand field in the where expression for outer query 'Name' should be an id or reference field`,
    ],
    [
      `Id IN (SELECT Name FROM Opportunity)`,
      `The selected field 'Name' in the subquery should be an id or reference field`,
    ],
    [
      `Id IN (SELECT OwnerId FROM Opportunity)`,
      `The selected field 'OwnerId' in the subquery and the left operand field in the where expression in the outer query 'Id' should point to the same object type`,
    ],
    [`Id IN (SELECT ParentId FROM Account)`, 'The inner and outer selects should not be on the same object type'],
    [
      `Name = 'x' OR Id IN (SELECT AccountId FROM Opportunity)`,
      'Semi join sub-selects are only allowed at the top level WHERE expressions and not in nested WHERE expressions',
    ],
    [
      `Id IN (SELECT AccountId FROM Opportunity) AND Id IN (SELECT AccountId FROM Contact) AND Id IN (SELECT Partner__c FROM Deal_Registration__c)`,
      'Maximum 2 semi join sub-selects are allowed',
    ],
  ])('refuses %s', (where, message) => {
    expect(org.said(`SELECT Id FROM Account WHERE ${where}`)).toBe(`MALFORMED_QUERY: ${message}`);
  });
});
