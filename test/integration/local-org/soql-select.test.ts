import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { opportunity, queryOrg, type QueryOrg } from './soql-org.ts';

describe('what a query selects', () => {
  let org: QueryOrg;
  let acme: string;
  let big: string;

  beforeAll(() => {
    org = queryOrg();
    acme = org.make('Account', { Name: 'Acme', BillingCity: 'Lyon', BillingCountry: 'France', NumberOfEmployees: 12 });
    const branch = org.make('Account', { Name: 'Branch', ParentId: acme, Partner_Roles__c: 'Reseller;Distributor' });
    big = org.make('Opportunity', opportunity({ Name: 'Big', AccountId: branch, Amount: 1000.5 }));
    org.make('Opportunity', opportunity({ Name: 'Lonely' }));
    org.make('Task', { Subject: 'Call', WhatId: big });
    org.make('Task', { Subject: 'Think' });
  });
  afterAll(() => org.records.close());

  it('gives records the shape of REST, keys in the order of the query and names in their own spelling', () => {
    const [record] = org.query(
      `select name, AMOUNT, iswon, closedate, createddate, id from OPPORTUNITY where name = 'big'`,
    );
    expect(JSON.stringify(record)).toBe(
      JSON.stringify({
        attributes: { type: 'Opportunity', url: `/services/data/v65.0/sobjects/Opportunity/${big}` },
        Name: 'Big',
        Amount: 1000.5,
        IsWon: false,
        CloseDate: '2026-06-30',
        CreatedDate: '2026-03-04T09:30:00.000+0000',
        Id: big,
      }),
    );
  });

  it('follows lookups upwards and gives null for a parent that is missing', () => {
    const records = org.query(
      'SELECT Name, Account.Name, Account.Parent.Name, Account.Parent.Parent.Name FROM Opportunity ORDER BY Name',
    );
    expect(records).toMatchObject([
      {
        Name: 'Big',
        Account: { Name: 'Branch', Parent: { attributes: { type: 'Account' }, Name: 'Acme', Parent: null } },
      },
      { Name: 'Lonely', Account: null },
    ]);
    expect(records[1]).toHaveProperty('Account', null);
  });

  it('reaches a custom lookup by its __r name', () => {
    const partner = org.make('Account', { Name: 'Partner', Partner_Roles__c: 'Reseller' });
    org.make('Opportunity', opportunity({ Name: 'Engaged', Engaged_Partner__c: partner }));
    expect(
      org.query(`SELECT engaged_partner__R.Name FROM Opportunity WHERE Engaged_Partner__r.Name = 'Partner'`),
    ).toMatchObject([{ Engaged_Partner__r: { Name: 'Partner' } }]);
  });

  it('takes the alias of the object and the name of the object as words for the object itself', () => {
    expect(org.column(`SELECT o.Name FROM Opportunity o WHERE o.Account.Name = 'Branch'`)).toEqual(['Big']);
    expect(org.column(`SELECT Opportunity.Name FROM Opportunity WHERE Opportunity.Amount > 1000`)).toEqual(['Big']);
  });

  it('nests children in the shape of an answer of their own, null where there are none', () => {
    expect(
      org.query(
        `SELECT Name, (SELECT Name, Account.Name FROM Opportunities) FROM Account WHERE Name IN ('Acme', 'Branch') ORDER BY Name`,
      ),
    ).toEqual([
      expect.objectContaining({ Name: 'Acme', Opportunities: null }),
      expect.objectContaining({
        Name: 'Branch',
        Opportunities: {
          totalSize: 1,
          done: true,
          records: [
            {
              attributes: { type: 'Opportunity', url: `/services/data/v65.0/sobjects/Opportunity/${big}` },
              Name: 'Big',
              Account: expect.objectContaining({ Name: 'Branch' }),
            },
          ],
        },
      }),
    ]);
  });

  it('filters, orders and limits children for each parent by itself', () => {
    const customer = (name: string, amounts: number[]) => {
      const id = org.make('Account', { Name: name, Site: 'children' });
      for (const Amount of amounts)
        org.make('Opportunity', opportunity({ Name: `${name} ${Amount}`, AccountId: id, Amount }));
    };
    customer('One', [1, 5, 3]);
    customer('Two', [2, 9, 4, 8]);
    const records = org.query(
      `SELECT Name, (SELECT Amount FROM Opportunities WHERE Amount > 1 ORDER BY Amount DESC LIMIT 2) FROM Account WHERE Site = 'children' ORDER BY Name`,
    );
    const amounts = records.map((record) =>
      (record['Opportunities'] as { records: { Amount: number }[] }).records.map((each) => each.Amount),
    );
    expect(amounts).toEqual([
      [5, 3],
      [9, 8],
    ]);
  });

  it('shows of a parent that may be of several objects its name and type', () => {
    expect(org.query('SELECT Subject, What.Name, What.Type FROM Task ORDER BY Subject')).toEqual([
      expect.objectContaining({
        Subject: 'Call',
        What: {
          attributes: { type: 'Name', url: `/services/data/v65.0/sobjects/Opportunity/${big}` },
          Name: 'Big',
          Type: 'Opportunity',
        },
      }),
      expect.objectContaining({ Subject: 'Think', What: null }),
    ]);
    expect(org.column(`SELECT Subject FROM Task WHERE What.Type = 'opportunity'`)).toEqual(['Call']);
    expect(org.said('SELECT What.Amount FROM Task')).toContain(
      `INVALID_FIELD: No such column 'Amount' on entity 'Name'`,
    );
  });

  it('gives a compound address as one object and null where it is empty', () => {
    expect(org.query(`SELECT BillingAddress, ShippingAddress FROM Account WHERE Name = 'Acme'`)).toMatchObject([
      { BillingAddress: { city: 'Lyon', country: 'France', street: null }, ShippingAddress: null },
    ]);
  });

  it('computes formula fields', () => {
    const id = org.make('Opportunity', opportunity({ Name: 'Assessed' }));
    const assessment = org.make('Deal_Assessment__c', {
      Opportunity__c: id,
      Open_Conflicts__c: 3,
      Gate_Open__c: false,
    });
    org.records.save(
      { userId: org.adminId, clientId: 'test' },
      [{ kind: 'update', object: 'Opportunity', id, values: { Deal_Assessment__c: assessment } }],
      { allOrNone: true },
    );
    expect(org.query(`SELECT Open_Conflicts__c, Gate_Open__c FROM Opportunity WHERE Open_Conflicts__c = 3`)).toEqual([
      expect.objectContaining({ Open_Conflicts__c: 3, Gate_Open__c: false }),
    ]);
    expect(org.column(`SELECT Name FROM Opportunity WHERE Gate_Open__c = false`)).toEqual(['Assessed']);
  });

  it('shows labels on request under the name of the field', () => {
    expect(org.query(`SELECT toLabel(StageName) FROM Opportunity WHERE Name = 'Big'`)).toMatchObject([
      { StageName: 'Qualification' },
    ]);
    expect(org.total(`SELECT Id FROM Opportunity WHERE toLabel(StageName) = 'qualification' AND Name = 'Big'`)).toBe(1);
  });

  it('selects all fields only with a limit of 200 or less', () => {
    const [all] = org.query(`SELECT FIELDS(ALL) FROM Account WHERE Name = 'Acme' LIMIT 200`);
    expect(all).toMatchObject({ Name: 'Acme', NumberOfEmployees: 12, Named_Account__c: false });
    const [custom] = org.query(`SELECT FIELDS(CUSTOM) FROM Account WHERE Name = 'Acme' LIMIT 1`);
    expect(custom).toHaveProperty('Named_Account__c', false);
    expect(custom).not.toHaveProperty('Name');
    const [standard] = org.query(`SELECT FIELDS(STANDARD) FROM Account WHERE Name = 'Acme'`);
    expect(standard).toHaveProperty('Name', 'Acme');
    expect(standard).not.toHaveProperty('Named_Account__c');
    const refusal = 'MALFORMED_QUERY: The SOQL FIELDS function must have a LIMIT of at most 200';
    expect(org.said('SELECT FIELDS(ALL) FROM Account')).toBe(refusal);
    expect(org.said('SELECT FIELDS(CUSTOM) FROM Account LIMIT 201')).toBe(refusal);
  });
});

describe('field history', () => {
  it('gives old and new values in the type of the field that changed, and does not filter by them', () => {
    const org = queryOrg({ trackedHistory: { Account: ['Named_Account__c', 'AnnualRevenue', 'Site'] } });
    const id = org.make('Account', { Name: 'Acme', Site: 'North' });
    const values = { Named_Account__c: true, AnnualRevenue: 5, Site: 'South' };
    org.records.save({ userId: org.adminId, clientId: 'test' }, [{ kind: 'update', object: 'Account', id, values }], {
      allOrNone: true,
    });
    const history = `FROM AccountHistory WHERE Field IN ('Named_Account__c', 'AnnualRevenue', 'Site') ORDER BY Field`;
    expect(org.query(`SELECT Field, OldValue, NewValue ${history}`)).toMatchObject([
      { Field: 'AnnualRevenue', OldValue: null, NewValue: 5 },
      { Field: 'Named_Account__c', OldValue: false, NewValue: true },
      { Field: 'Site', OldValue: 'North', NewValue: 'South' },
    ]);
    expect(org.said(`SELECT Id FROM AccountHistory WHERE NewValue = 'South'`)).toBe(
      `INVALID_FIELD: field 'NewValue' can not be filtered in a query call`,
    );
    org.records.close();
  });
});

describe('order and pages', () => {
  let org: QueryOrg;
  beforeAll(() => {
    org = queryOrg();
    const employees: [string, number | null][] = [
      ['b', 2],
      ['A', 1],
      ['c', null],
      ['D', 3],
    ];
    for (const [Name, NumberOfEmployees] of employees) org.make('Account', { Name, NumberOfEmployees });
  });
  afterAll(() => org.records.close());

  it.each([
    ['Name', ['A', 'b', 'c', 'D']],
    ['Name DESC', ['D', 'c', 'b', 'A']],
    ['NumberOfEmployees', ['c', 'A', 'b', 'D']],
    ['NumberOfEmployees ASC NULLS LAST', ['A', 'b', 'D', 'c']],
    ['NumberOfEmployees DESC', ['c', 'D', 'b', 'A']],
    ['NumberOfEmployees DESC NULLS LAST', ['D', 'b', 'A', 'c']],
    ['Name LIMIT 2', ['A', 'b']],
    ['Name LIMIT 2 OFFSET 1', ['b', 'c']],
    ['Name OFFSET 3', ['D']],
    ['Name LIMIT 0', []],
  ])('ORDER BY %s', (order, names) => {
    expect(org.column(`SELECT Name FROM Account ORDER BY ${order}`)).toEqual(names);
  });

  it('orders a picklist as the set-up does, not by the alphabet', () => {
    for (const StageName of ['Closed Won', 'Prospecting', 'Needs Analysis'])
      org.make('Opportunity', opportunity({ Name: 'x', StageName }));
    expect(org.column('SELECT StageName FROM Opportunity ORDER BY StageName')).toEqual([
      'Prospecting',
      'Needs Analysis',
      'Closed Won',
    ]);
  });

  it('counts the records it gives, not those it leaves out', () => {
    expect(org.total('SELECT Id FROM Account LIMIT 3')).toBe(3);
    expect(org.total('SELECT COUNT() FROM Account')).toBe(4);
    expect(org.total('SELECT COUNT() FROM Account LIMIT 3')).toBe(3);
    expect(org.query('SELECT COUNT() FROM Account')).toEqual([]);
  });

  it('accepts an offset of 2,000 and refuses 2,001', () => {
    expect(org.total('SELECT Id FROM Account OFFSET 2000')).toBe(0);
    expect(org.said('SELECT Id FROM Account OFFSET 2001')).toBe(
      'NUMBER_OUTSIDE_VALID_RANGE: Maximum SOQL offset allowed is 2000',
    );
  });

  it('streams the same records one by one', () => {
    expect([...org.stream('SELECT Name FROM Account ORDER BY Name')].map((record) => record['Name'])).toEqual([
      'A',
      'b',
      'c',
      'D',
    ]);
  });

  it('leaves out what is in the recycle bin unless all records are asked for', () => {
    const id = org.make('Account', { Name: 'Gone', Site: 'bin' });
    org.make('Account', { Name: 'Here', Site: 'bin' });
    org.records.save({ userId: org.adminId, clientId: 'test' }, [{ kind: 'delete', object: 'Account', id }], {
      allOrNone: true,
    });
    const soql = `SELECT Name, IsDeleted FROM Account WHERE Site = 'bin' ORDER BY Name`;
    expect(org.query(soql)).toMatchObject([{ Name: 'Here', IsDeleted: false }]);
    expect(org.queryAll(soql)).toMatchObject([
      { Name: 'Gone', IsDeleted: true },
      { Name: 'Here', IsDeleted: false },
    ]);
  });
});
