import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { opportunity, queryOrg, type QueryOrg } from './soql-org.ts';

describe('what a salesperson sees by a query', () => {
  let org: QueryOrg;
  let rep: string;
  let plain: string;

  beforeAll(() => {
    org = queryOrg({ sharing: { Account: 'Private' } });
    rep = org.user('Rep', { permissionSets: ['Fairlead_Salesperson'] });
    plain = org.user('Plain');
    const customer = org.make('Account', { Name: 'Customer', Industry: 'Energy', OwnerId: rep });
    const partner = org.make('Account', {
      Name: 'Hidden Partner',
      Industry: 'Retail',
      Site: 'secret',
      Partner_Roles__c: 'Reseller',
      ParentId: customer,
    });
    const own = org.make(
      'Opportunity',
      opportunity({ Name: 'Mine', AccountId: customer, OwnerId: rep, Amount: 5, Engaged_Partner__c: partner }),
    );
    const foreign = org.make('Opportunity', opportunity({ Name: 'Foreign', AccountId: partner, Amount: 50 }));
    org.make('OpportunityContactRole', {
      OpportunityId: own,
      ContactId: org.make('Contact', { LastName: 'Buyer', AccountId: customer }),
      IsPrimary: true,
    });
    org.make('Task', { Subject: 'Call', WhatId: foreign, OwnerId: rep });
  });
  afterAll(() => org.records.close());

  it('leaves out records that are not shared, from counts and groups too', () => {
    expect(org.column('SELECT Name FROM Opportunity', rep)).toEqual(['Mine']);
    expect(org.query('SELECT COUNT(Id) n, SUM(Amount) total FROM Opportunity', rep)).toMatchObject([
      { n: 1, total: 5 },
    ]);
    expect(org.query('SELECT COUNT(Id) n FROM Opportunity')).toMatchObject([{ n: 2 }]);
  });

  it('leaves them out of child queries and semi-joins', () => {
    const theirs = org.make('Account', { Name: 'Shared', OwnerId: rep });
    const admins = org.make('Opportunity', opportunity({ Name: 'On shared account', AccountId: theirs }));
    org.make('Deal_Registration__c', {
      Partner__c: theirs,
      Customer_Name__c: 'x',
      Opportunity__c: admins,
      Status__c: 'Draft',
    });
    expect(org.query(`SELECT (SELECT Id FROM Deal_Registrations__r) FROM Account WHERE Name = 'Shared'`)).toMatchObject(
      [{ Deal_Registrations__r: { totalSize: 1 } }],
    );
    expect(org.column(`SELECT Name FROM Account WHERE Id IN (SELECT Partner__c FROM Deal_Registration__c)`)).toEqual([
      'Shared',
    ]);
    const other = org.user('Other', { permissionSets: ['Fairlead_Salesperson'] });
    expect(org.column(`SELECT Name FROM Account WHERE Id IN (SELECT AccountId FROM Opportunity)`, other)).toEqual([]);
  });

  it('shows of a parent that is not shared its id and name, as a lookup does, and nothing else', () => {
    const [record] = org.query(
      'SELECT Engaged_Partner__r.Id, Engaged_Partner__r.Name, Engaged_Partner__r.Industry, Engaged_Partner__r.Parent.Name FROM Opportunity',
      rep,
    );
    expect(record).toMatchObject({
      Engaged_Partner__r: { Id: expect.stringMatching(/^001/), Name: 'Hidden Partner', Industry: null, Parent: null },
    });
    expect(org.total(`SELECT Id FROM Opportunity WHERE Engaged_Partner__r.Industry = 'Retail'`)).toBe(1);
    expect(org.column(`SELECT Name FROM Opportunity WHERE Engaged_Partner__r.Industry = 'Retail'`, rep)).toEqual([]);
    expect(org.column(`SELECT Name FROM Opportunity WHERE Engaged_Partner__r.Name = 'Hidden Partner'`, rep)).toEqual([
      'Mine',
    ]);
  });

  it('shows all of a parent that is shared', () => {
    expect(org.query('SELECT Account.Name, Account.Industry FROM Opportunity', rep)).toMatchObject([
      { Account: { Name: 'Customer', Industry: 'Energy' } },
    ]);
  });

  it('shows the name of what a task is about without access to it', () => {
    expect(org.query('SELECT What.Name, What.Type FROM Task', rep)).toMatchObject([
      { What: { Name: 'Foreign', Type: 'Opportunity' } },
    ]);
  });

  it('knows a field without read access no more than one that does not exist', () => {
    const unknown = (name: string) => org.said(`SELECT ${name} FROM Opportunity`, plain).replace(name, 'X');
    expect(unknown('Engaged_Partner__c')).toBe(unknown('Not_There__c'));
    expect(unknown('Engaged_Partner__c')).toMatch(/^INVALID_FIELD: No such column 'X' on entity 'Opportunity'/);
    expect(org.said('SELECT Id FROM Opportunity WHERE Engaged_Partner__c = null', plain)).toMatch(
      /^INVALID_FIELD: No such column/,
    );
    expect(org.said('SELECT Id FROM Opportunity ORDER BY Engaged_Partner__c', plain)).toMatch(
      /^INVALID_FIELD: No such column/,
    );
    expect(org.said('SELECT Engaged_Partner__r.Name FROM Opportunity', plain)).toMatch(
      /^INVALID_FIELD: Didn't understand relationship/,
    );
    expect(org.said('SELECT Engaged_Partner__c FROM Opportunity', rep)).toBe('1');
  });

  it('knows an object without read access no more than one that does not exist', () => {
    expect(org.said('SELECT Id FROM Channel_Conflict__c', plain)).toMatch(
      /^INVALID_TYPE: sObject type 'Channel_Conflict__c' is not supported/,
    );
    expect(org.said('SELECT Id, (SELECT Id FROM Channel_Conflicts__r) FROM Opportunity', plain)).toMatch(
      /^INVALID_TYPE: Didn't understand relationship/,
    );
    expect(org.said('SELECT Id FROM Channel_Conflict__c')).toBe('0');
  });

  it('selects with FIELDS what may be read', () => {
    org.make('Opportunity', opportunity({ Name: 'Plain one', OwnerId: plain }));
    const [record] = org.query('SELECT FIELDS(ALL) FROM Opportunity LIMIT 1', plain);
    expect(record).toHaveProperty('Name', 'Plain one');
    expect(record).not.toHaveProperty('Engaged_Partner__c');
  });

  it('finds with USING SCOPE mine what the user owns', () => {
    expect(org.column('SELECT Name FROM Opportunity USING SCOPE mine', rep)).toEqual(['Mine']);
    expect(org.column(`SELECT Name FROM Opportunity USING SCOPE mine WHERE Name = 'Foreign'`)).toEqual(['Foreign']);
  });
});
