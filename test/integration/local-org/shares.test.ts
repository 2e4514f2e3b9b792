/** One private record given to one person by hand, as a real org does it. */
import { beforeEach, describe, expect, it } from '@jest/globals';
import { createRole, createUser } from '../../local-org/records/index.ts';
import type { Row, SaveOperation } from '../../local-org/types.ts';
import { queryOrg, type QueryOrg } from './soql-org.ts';

let org: QueryOrg;
let rep: string;
let colleague: string;
let boss: string;
let incident: string;

beforeEach(() => {
  org = queryOrg();
  const above = createRole(org.records, { name: 'Sales' });
  const below = createRole(org.records, { name: 'Sales North', parentRoleId: above });
  const person = (name: string, roleId: string) =>
    createUser(org.records, {
      username: `${name}@example.com`,
      lastName: name,
      profile: 'Standard User',
      permissionSets: ['Fairlead_Salesperson'],
      roleId,
    });
  [rep, colleague, boss] = [person('rep', below), person('colleague', below), person('boss', above)];
  const deal = org.make('Opportunity', { Name: 'Deal', StageName: 'Prospecting', CloseDate: '2026-06-30' });
  const claim = org.make('Deal_Registration__c', { Customer_Name__c: 'X' });
  incident = org.make('Channel_Conflict__c', { Case_Key__c: 'k', Opportunity__c: deal, Registration__c: claim });
  org.make('Conflict_Evidence__c', { Evidence_Key__c: 'e', Conflict__c: incident, What__c: 'removed' });
});

const save = (operation: SaveOperation, userId = org.adminId): string => {
  const [result] = org.records.save({ userId, clientId: 'test' }, [operation], { allOrNone: true });
  return result?.success === true
    ? 'saved'
    : (result?.errors ?? []).map((each) => `${each.statusCode}: ${each.message}`).join();
};
const share = (values: Row = {}, userId?: string) => {
  const row = { ParentId: incident, UserOrGroupId: rep, AccessLevel: 'Edit', ...values };
  return save({ kind: 'insert', object: 'Channel_Conflict__Share', values: row }, userId);
};
const state = (text: string, userId: string) =>
  save(
    { kind: 'update', object: 'Channel_Conflict__c', id: incident, values: { Salesperson_Statement__c: text } },
    userId,
  );
const cases = (userId: string) => org.column('SELECT Id FROM Channel_Conflict__c', userId).length;

describe('a private record', () => {
  it('is seen by nobody but its owner and those above him, with all that hangs on it', () => {
    expect([rep, colleague, boss].map(cases)).toEqual([0, 0, 0]);
    expect(state('I was asked to.', rep)).toMatch(/^INSUFFICIENT_ACCESS_OR_READONLY/);
  });

  it('that is shared is read and written by the person, and those above him, and by nobody else', () => {
    expect(share()).toBe('saved');
    expect([rep, colleague, boss].map(cases)).toEqual([1, 0, 1]);
    expect(org.column('SELECT What__c FROM Conflict_Evidence__c', rep)).toEqual(['removed']);
    expect(state('I was asked to.', rep)).toBe('saved');
  });

  it('gives him no field that his permission sets do not', () => {
    share();
    expect(org.said('SELECT Partner_Statement__c FROM Channel_Conflict__c', rep)).toMatch(/^INVALID_FIELD/);
    const values = { Status__c: 'Dismissed' };
    expect(save({ kind: 'update', object: 'Channel_Conflict__c', id: incident, values }, rep)).toMatch(
      /^INVALID_FIELD_FOR_INSERT_UPDATE/,
    );
  });

  it('that is shared to be read is not written', () => {
    share({ AccessLevel: 'Read' });
    expect(cases(rep)).toBe(1);
    expect(state('I was asked to.', rep)).toMatch(/^INSUFFICIENT_ACCESS_OR_READONLY/);
  });

  it('is no longer shared once it goes to another owner', () => {
    share();
    save({ kind: 'update', object: 'Channel_Conflict__c', id: incident, values: { OwnerId: colleague } });
    expect([cases(rep), cases(colleague)]).toEqual([0, 1]);
  });

  it('is no longer shared once the share is deleted', () => {
    share();
    const [id] = org.column("SELECT Id FROM Channel_Conflict__Share WHERE RowCause = 'Manual'");
    save({ kind: 'delete', object: 'Channel_Conflict__Share', id: String(id) });
    expect(cases(rep)).toBe(0);
  });
});

describe('a share', () => {
  it.each([
    [
      'of everything',
      { AccessLevel: 'All' },
      'FIELD_INTEGRITY_EXCEPTION: field integrity exception: AccessLevel (All)',
    ],
    [
      'for another cause',
      { RowCause: 'Rule' },
      'FIELD_INTEGRITY_EXCEPTION: field integrity exception: RowCause (Rule)',
    ],
    ['with nobody', { UserOrGroupId: null }, 'REQUIRED_FIELD_MISSING: Required fields are missing: [UserOrGroupId]'],
  ])('%s is refused', (_, values, said) => {
    expect(share(values)).toBe(said);
  });

  it('is made by those alone who own the record or stand above its owner', () => {
    save({ kind: 'update', object: 'Channel_Conflict__c', id: incident, values: { OwnerId: rep } });
    expect(share({ UserOrGroupId: colleague }, rep)).toBe('saved');
    expect(share({ UserOrGroupId: boss }, colleague)).toBe(
      'INSUFFICIENT_ACCESS_OR_READONLY: insufficient access rights on object id',
    );
  });

  it('is seen by those alone who may make it', () => {
    share();
    const shares = "SELECT Id FROM Channel_Conflict__Share WHERE RowCause = 'Manual'";
    expect(org.column(shares, rep)).toEqual([]);
    expect(org.column(shares)).toHaveLength(1);
    const withShares =
      "SELECT (SELECT UserOrGroupId FROM Shares WHERE RowCause = 'Manual') FROM Channel_Conflict__c WHERE Case_Key__c = 'k'";
    expect(org.query(withShares)).toMatchObject([{ Shares: { records: [{ UserOrGroupId: rep }] } }]);
  });

  it('of another cause than by hand is not kept here, and not asked for in vain', () => {
    const refused =
      "MALFORMED_QUERY: Channel_Conflict__Share without RowCause = 'Manual' is not supported by this stand-in org";
    expect(org.said('SELECT Id FROM Channel_Conflict__Share')).toBe(refused);
    expect(org.said("SELECT Id FROM Channel_Conflict__Share WHERE RowCause = 'Manual' OR AccessLevel = 'All'")).toBe(
      refused,
    );
    expect(org.said('SELECT (SELECT Id FROM Shares) FROM Channel_Conflict__c')).toBe(refused);
  });

  it('does not exist where everybody may change everything', () => {
    expect(org.said("SELECT Id FROM Incentive__Share WHERE RowCause = 'Manual'")).toMatch(/^\d/);
    expect(org.said("SELECT Id FROM Conflict_Evidence__Share WHERE RowCause = 'Manual'")).toMatch(/^INVALID_TYPE/);
  });
});
