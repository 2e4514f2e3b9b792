import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Row } from '../../local-org/types.ts';
import { OrgError } from '../../local-org/types.ts';
import { resolveParents } from '../../local-org/records/index.ts';
import { deal, errorsOf, fixtureOrg, said, type FixtureOrg } from './records-fixture.ts';

let org: FixtureOrg;
beforeEach(() => {
  org = fixtureOrg();
});
const insert = (object: string, values: Row) => org.run({ kind: 'insert', object, values });

describe('fields of a record that is saved', () => {
  it('must exist', () => {
    expect(said(insert('Account', { Name: 'A', Nmae: 'B' }))).toBe(
      "INVALID_FIELD: No such column 'Nmae' on sobject of type Account []",
    );
  });

  it('are found in any case', () => {
    const id = org.make('Account', { nAME: 'Acme' });
    expect(org.read('Account', id, 'Name')).toEqual({ Name: 'Acme' });
  });

  it('must be writable at that moment', () => {
    const why =
      'Please check the security settings of this field and verify that it is read/write for your profile or permission set.';
    expect(said(insert('Opportunity', deal({ IsWon: true })))).toBe(
      `INVALID_FIELD_FOR_INSERT_UPDATE: Unable to create/update fields: IsWon. ${why} [IsWon]`,
    );
    const id = org.make('Opportunity', deal());
    expect(said(org.change('Opportunity', id, { Half_Margin__c: 1, CreatedDate: '2020-01-01T00:00:00Z' }))).toBe(
      `INVALID_FIELD_FOR_INSERT_UPDATE: Unable to create/update fields: Half_Margin__c, CreatedDate. ${why} [Half_Margin__c, CreatedDate]`,
    );
  });

  it('do not include an id of the caller', () => {
    expect(said(insert('Account', { Id: '0015g0000000009AAA', Name: 'A' }))).toBe(
      'INVALID_FIELD_FOR_INSERT_UPDATE: cannot specify Id in an insert call [Id]',
    );
  });

  it('are required on insert and can not be emptied later', () => {
    expect(said(insert('Opportunity', { Name: 'D' }))).toBe(
      'REQUIRED_FIELD_MISSING: Required fields are missing: [StageName, CloseDate] [StageName, CloseDate]',
    );
    const id = org.make('Opportunity', deal());
    expect(said(org.change('Opportunity', id, { CloseDate: null }))).toBe(
      'REQUIRED_FIELD_MISSING: Required fields are missing: [CloseDate] [CloseDate]',
    );
  });

  it('of a new record start with their defaults', () => {
    const id = org.make('Claim__c', { Name: 'C', Customer__c: 'X' });
    expect(org.read('Claim__c', id, 'Count__c', 'Status__c')).toEqual({ Count__c: 3, Status__c: null });
    const opportunity = org.make('Opportunity', deal());
    const verdict = org.make('Verdict__c', { Opportunity__c: opportunity });
    expect(org.read('Verdict__c', verdict, 'State__c', 'Gate_Open__c', 'Name')).toEqual({
      State__c: 'Open',
      Gate_Open__c: true,
      Name: 'V-0001',
    });
  });

  it('report every value that does not fit, and nothing is written', () => {
    const result = insert('Claim__c', { Name: 'C', Customer__c: 'x'.repeat(21), Count__c: 10000 });
    expect(errorsOf(result).map((error) => error.statusCode)).toEqual([
      'STRING_TOO_LONG',
      'NUMBER_OUTSIDE_VALID_RANGE',
    ]);
    expect(org.all('SELECT count(*) AS n FROM "Claim__c"')).toEqual([{ n: 0 }]);
  });

  it('keep to their restricted values', () => {
    expect(said(insert('Claim__c', { Customer__c: 'X', Status__c: 'Lost' }))).toBe(
      'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST: Status: bad value for restricted picklist field: Lost [Status__c]',
    );
    expect(said(insert('Claim__c', { Customer__c: 'X', Roles__c: 'OEM;Reseller' }))).toBe('saved');
  });
});

describe('a custom record without a name', () => {
  it('is named by its id', () => {
    const id = org.make('Claim__c', { Customer__c: 'X' });
    expect(org.read('Claim__c', id, 'Name')).toEqual({ Name: id });
  });
});

describe('unique fields', () => {
  it('are unique without regard to case, and name the holder', () => {
    const opportunity = org.make('Opportunity', deal());
    const first = org.make('Verdict__c', { Opportunity__c: opportunity, Key__c: 'abc' });
    const again = insert('Verdict__c', { Opportunity__c: opportunity, Key__c: 'ABC' });
    expect(said(again)).toBe(
      `DUPLICATE_VALUE: duplicate value found: Key__c duplicates value on record with id: ${first.slice(0, 15)} [Key__c]`,
    );
  });

  it('can be taken again after a delete', () => {
    const opportunity = org.make('Opportunity', deal());
    org.remove('Verdict__c', org.make('Verdict__c', { Opportunity__c: opportunity, Key__c: 'abc' }));
    expect(said(insert('Verdict__c', { Opportunity__c: opportunity, Key__c: 'abc' }))).toBe('saved');
  });

  it('may be saved again on the record itself', () => {
    const opportunity = org.make('Opportunity', deal());
    const id = org.make('Verdict__c', { Opportunity__c: opportunity, Key__c: 'abc' });
    expect(said(org.change('Verdict__c', id, { Key__c: 'ABC' }))).toBe('saved');
  });
});

describe('lookups', () => {
  it('must be ids of the right object', () => {
    const opportunity = org.make('Opportunity', deal());
    expect(said(insert('Contact', { LastName: 'L', AccountId: opportunity }))).toBe(
      `FIELD_INTEGRITY_EXCEPTION: Account ID: id value of incorrect type: ${opportunity} [AccountId]`,
    );
    expect(said(insert('Contact', { LastName: 'L', AccountId: 'Acme' }))).toBe(
      'MALFORMED_ID: Account ID: id value of incorrect type: Acme [AccountId]',
    );
  });

  it('must point to a record that is there', () => {
    expect(said(insert('Contact', { LastName: 'L', AccountId: '0015g0000000099AAA' }))).toBe(
      'INVALID_CROSS_REFERENCE_KEY: invalid cross reference id [AccountId]',
    );
    const account = org.make('Account', { Name: 'A' });
    org.remove('Account', account);
    expect(said(insert('Contact', { LastName: 'L', AccountId: account }))).toBe(
      'ENTITY_IS_DELETED: entity is deleted [AccountId]',
    );
  });

  it('take ids of 15 characters and keep 18', () => {
    const account = org.make('Account', { Name: 'A' });
    const id = org.make('Contact', { LastName: 'L', AccountId: account.slice(0, 15) });
    expect(org.read('Contact', id, 'AccountId')).toEqual({ AccountId: account });
  });
});

describe('an update', () => {
  it('of a record that is not there or deleted fails', () => {
    expect(said(org.change('Account', '0015g0000000099AAA', { Name: 'A' }))).toBe(
      'INVALID_CROSS_REFERENCE_KEY: invalid cross reference id [Id]',
    );
    expect(said(org.change('Account', 'nonsense', { Name: 'A' }))).toBe('MALFORMED_ID: malformed id nonsense [Id]');
    const account = org.make('Account', { Name: 'A' });
    org.remove('Account', account);
    expect(said(org.change('Account', account, { Name: 'B' }))).toBe('ENTITY_IS_DELETED: entity is deleted []');
  });

  it('of an object that nobody can update fails', () => {
    const [account, partner] = [org.make('Account', { Name: 'A' }), org.make('Account', { Name: 'P' })];
    const opportunity = org.make('Opportunity', deal({ AccountId: account }));
    const id = org.make('OpportunityPartner', { OpportunityId: opportunity, AccountToId: partner });
    expect(said(org.change('OpportunityPartner', id, { Role: 'Dealer' }))).toBe(
      'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY: entity type cannot be updated: Opportunity Partner []',
    );
  });

  it('stamps the record and leaves its creation', () => {
    const account = org.make('Account', { Name: 'A' });
    org.clock.now += 1000;
    org.change('Account', account, { Name: 'B' });
    expect(org.read('Account', account, 'CreatedDate', 'LastModifiedDate', 'SystemModstamp')).toEqual({
      CreatedDate: '2026-03-02T09:00:00.000Z',
      LastModifiedDate: '2026-03-02T09:00:01.000Z',
      SystemModstamp: '2026-03-02T09:00:01.000Z',
    });
  });
});

describe('upsert by external id', () => {
  const upsert = (externalId: string, values: Row, field = 'Ext__c') =>
    org.run({ kind: 'upsert', object: 'Claim__c', externalIdField: field, externalId, values });

  it('creates, then updates, without regard to case', () => {
    const first = upsert('e1', { Name: 'C', Customer__c: 'X' });
    expect(first).toMatchObject({ success: true, created: true });
    const second = upsert('E1', { Customer__c: 'Y' });
    expect(second).toEqual({ success: true, id: first.success ? first.id : '', created: false });
    expect(org.all('SELECT "Ext__c", "Customer__c" FROM "Claim__c"')).toEqual([{ Ext__c: 'e1', Customer__c: 'Y' }]);
  });

  it('refuses a key that two records have, naming them', () => {
    const ids = [1, 2].map(() => org.make('Claim__c', { Customer__c: 'X', Ext__c: 'e1' }));
    expect(said(upsert('e1', {}))).toBe(
      `DUPLICATE_EXTERNAL_ID: Ext__c: more than one record found for external id field: [${ids.join(', ')}] []`,
    );
  });

  it('refuses a field that is no external id, and an empty key', () => {
    expect(said(upsert('x', {}, 'Customer__c'))).toMatch(
      /^INVALID_FIELD: Field name provided, Customer__c does not match/,
    );
    expect(said(upsert('', {}))).toBe('MISSING_ARGUMENT: Ext__c not specified []');
  });

  it('may name the master again as long as it stays the same', () => {
    const [one, two] = [org.make('Opportunity', deal()), org.make('Opportunity', deal())];
    const of = (opportunity: string) =>
      org.run({
        kind: 'upsert',
        object: 'Verdict__c',
        externalIdField: 'Key__c',
        externalId: 'k',
        values: { Opportunity__c: opportunity },
      });
    expect(said(of(one))).toBe('saved');
    expect(said(of(one))).toBe('saved');
    expect(said(of(two))).toMatch(/^INVALID_FIELD_FOR_INSERT_UPDATE: Unable to create\/update fields: Opportunity__c/);
  });
});

describe('parents named by external id', () => {
  it('become ids', () => {
    const opportunity = org.make('Opportunity', deal());
    const verdict = org.make('Verdict__c', { Opportunity__c: opportunity, Key__c: 'k1' });
    const values = resolveParents(org.records, 'Opportunity', {
      attributes: { type: 'Opportunity' },
      Name: 'D',
      Verdict__r: { Key__c: 'k1' },
    });
    expect(values).toEqual({ Name: 'D', Verdict__c: verdict });
  });

  it('must exist', () => {
    const resolve = (nested: Record<string, unknown>) => () => resolveParents(org.records, 'Opportunity', nested);
    expect(resolve({ Verdict__r: { Key__c: 'none' } })).toThrow(
      'Foreign key external ID: none not found for field Key__c in entity Verdict__c',
    );
    expect(resolve({ Nothing__r: { Key__c: 'k' } })).toThrow(
      "No such column 'Nothing__r' on sobject of type Opportunity",
    );
    expect(resolve({ Verdict__r: { State__c: 'Open' } })).toThrow(OrgError);
  });
});

describe('a transaction', () => {
  const two = (second: Row) =>
    [
      { kind: 'insert', object: 'Account', values: { Name: 'A' } },
      { kind: 'insert', object: 'Account', values: second },
    ] as const;
  const session = () => ({ userId: org.seeded.adminId, clientId: 'client' });
  const count = () => org.all('SELECT count(*) AS n FROM "Account"')[0]?.['n'];

  it('undoes all where all or none was asked for', () => {
    const results = org.records.save(session(), [...two({})], { allOrNone: true });
    expect(results.map(said)).toEqual([
      'ALL_OR_NONE_OPERATION_ROLLED_BACK: Record rolled back because not all records were valid and the request was using AllOrNone header []',
      'REQUIRED_FIELD_MISSING: Required fields are missing: [Name] [Name]',
    ]);
    expect([count(), org.committed.length]).toEqual([0, 0]);
  });

  it('keeps what is good otherwise', () => {
    const results = org.records.save(session(), [...two({})], { allOrNone: false });
    expect(results.map((result) => result.success)).toEqual([true, false]);
    expect(count()).toBe(1);
  });

  it('uses an id again that was never committed, and reads no ghost of it', () => {
    org.records.save(session(), [...two({})], { allOrNone: true });
    const id = org.make('Account', { Name: 'Real' });
    expect(org.read('Account', id, 'Name')).toEqual({ Name: 'Real' });
  });

  it('is told once, after commit, with what was before and after', () => {
    const id = org.make('Account', { Name: 'A' });
    org.clock.now += 5;
    org.change('Account', id, { Name: 'B' });
    const [created, changed] = org.committed;
    expect(created?.changes.map(({ kind, object, before }) => [kind, object, before])).toEqual([
      ['CREATE', 'Account', null],
    ]);
    expect(changed).toMatchObject({
      userId: org.seeded.adminId,
      clientId: 'test',
      at: Date.parse('2026-03-02T09:00:00.005Z'),
    });
    expect(changed?.changes[0]?.changed).toEqual(['Name', 'LastModifiedDate', 'SystemModstamp']);
    expect([changed?.changes[0]?.before?.['Name'], changed?.changes[0]?.after?.['Name']]).toEqual(['A', 'B']);
    expect(created?.key).not.toBe(changed?.key);
  });

  it('counts a record that it writes twice as changed once', () => {
    const id = org.make('Account', { Name: 'A' });
    org.records.save(
      session(),
      [
        { kind: 'update', object: 'Account', id, values: { Name: 'B' } },
        { kind: 'update', object: 'Account', id, values: { Name: 'C', Site: 'Lyon' } },
      ],
      { allOrNone: true },
    );
    const changes = org.committed.at(-1)?.changes ?? [];
    expect(changes.map((change) => [change.kind, change.before?.['Name'], change.after?.['Name']])).toEqual([
      ['UPDATE', 'A', 'C'],
    ]);
    expect(changes[0]?.changed).toEqual(['Name', 'Site']);
  });

  it('that a listener starts is told after the one it heard of', () => {
    const heard: string[] = [];
    org.records.onCommit((transaction) => {
      const name = String(transaction.changes[0]?.after?.['Name']);
      if (name === 'First') org.make('Account', { Name: 'Second' });
    });
    org.records.onCommit((transaction) => heard.push(String(transaction.changes[0]?.after?.['Name'])));
    org.make('Account', { Name: 'First' });
    expect(heard).toEqual(['First', 'Second']);
  });
});

describe('records kept in a file', () => {
  it('are there again, and ids and auto numbers go on', () => {
    const folder = mkdtempSync(join(tmpdir(), 'records-'));
    const file = join(folder, 'org.sqlite');
    try {
      const first = fixtureOrg({ file });
      const opportunity = first.make('Opportunity', deal());
      first.make('Verdict__c', { Opportunity__c: opportunity });
      first.records.close();
      const second = fixtureOrg({ file });
      expect(second.read('Opportunity', opportunity, 'Name')).toEqual({ Name: 'Deal' });
      expect(second.make('Opportunity', deal())).toBe('0065g0000000002AAA');
      const verdict = second.make('Verdict__c', { Opportunity__c: opportunity });
      expect(second.read('Verdict__c', verdict, 'Name')).toEqual({ Name: 'V-0002' });
      second.records.close();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('audit fields', () => {
  it('can be set on insert by who holds the permission, never by others', () => {
    const loader = org.user({ permissionSets: ['Loader'] });
    const values = { Name: 'Old', CreatedDate: '2020-01-02T03:04:05Z' };
    expect(said(org.run({ kind: 'insert', object: 'Account', values }))).toMatch(/^INVALID_FIELD_FOR_INSERT_UPDATE/);
    const id = org.make('Account', values, loader);
    expect(org.read('Account', id, 'CreatedDate', 'LastModifiedDate')).toEqual({
      CreatedDate: '2020-01-02T03:04:05.000Z',
      LastModifiedDate: '2026-03-02T09:00:00.000Z',
    });
  });
});

it('takes well under two milliseconds for a save, with rules and stage history', () => {
  const session = { userId: org.seeded.adminId, clientId: 'bulk' };
  const results = (kind: 'insert' | 'update', ids: string[]) =>
    Array.from({ length: 10 }, (_, batch) =>
      org.records.save(
        session,
        Array.from({ length: 200 }, (__, index) => {
          const id = ids[batch * 200 + index] ?? '';
          const values = kind === 'insert' ? deal({ Amount: index }) : { StageName: 'Prospecting' };
          return { kind, object: 'Opportunity', id, values };
        }),
        { allOrNone: false },
      ),
    ).flat();
  const started = performance.now();
  const ids = results('insert', []).map((result) => (result.success ? result.id : ''));
  const updated = results('update', ids);
  expect(updated.every((result) => result.success)).toBe(true);
  expect(updated).toHaveLength(2_000);
  expect(performance.now() - started).toBeLessThan(4_000 * 2);
});
