import { beforeEach, describe, expect, it } from '@jest/globals';
import { OrgError } from '../../local-org/types.ts';
import { deal, fixtureOrg, said, type FixtureOrg } from './records-fixture.ts';

let org: FixtureOrg;
beforeEach(() => {
  org = fixtureOrg({ features: ['fieldHistory'] });
});
const live = (object: string) => org.all(`SELECT count(*) AS n FROM "${object}" WHERE "IsDeleted" = 0`)[0]?.['n'];
const undelete = (object: string, id: string) => said(org.run({ kind: 'undelete', object, id }));

describe('a delete', () => {
  it('leaves the row in the recycle bin, where nobody retrieves it', () => {
    const id = org.make('Account', { Name: 'A' });
    org.clock.now += 1000;
    expect(said(org.remove('Account', id))).toBe('saved');
    expect(org.all('SELECT "IsDeleted", "SystemModstamp" FROM "Account"')).toEqual([
      { IsDeleted: 1, SystemModstamp: '2026-03-02T09:00:01.000Z' },
    ]);
    expect(() => org.read('Account', id, 'Name')).toThrow(OrgError);
    expect(said(org.remove('Account', id))).toBe('ENTITY_IS_DELETED: entity is deleted []');
    expect(said(org.remove('Account', '0015g0000000099AAA'))).toBe(
      'INVALID_CROSS_REFERENCE_KEY: invalid cross reference id []',
    );
  });

  it('takes details, lines, partners and activities with it', () => {
    const [account, partner] = [org.make('Account', { Name: 'A' }), org.make('Account', { Name: 'P' })];
    const opportunity = org.make('Opportunity', deal({ AccountId: account }));
    org.make('Verdict__c', { Opportunity__c: opportunity });
    org.make('Partner', { OpportunityId: opportunity, AccountToId: partner });
    org.make('Task', { Subject: 'Call', WhatId: opportunity });
    expect(said(org.remove('Account', account))).toBe('saved');
    expect(
      ['Opportunity', 'Verdict__c', 'Partner', 'OpportunityPartner', 'OpportunityHistory', 'Task'].map(live),
    ).toEqual([0, 0, 0, 0, 0, 0]);
    const kinds = org.committed.at(-1)?.changes.map(({ kind, object }) => `${kind} ${object}`);
    expect(kinds).toEqual(
      expect.arrayContaining([
        'DELETE Account',
        'DELETE Opportunity',
        'DELETE Verdict__c',
        'DELETE OpportunityPartner',
      ]),
    );
  });

  it('clears other lookups without running their rules', () => {
    const nobody = org.make('Account', { Name: 'Partner' });
    const claim = org.make('Claim__c', { Customer__c: 'X', Partner__c: nobody });
    org.remove('Account', nobody);
    expect(org.read('Claim__c', claim, 'Partner__c')).toEqual({ Partner__c: null });
    expect(org.committed.at(-1)?.changes.at(-1)).toMatchObject({
      kind: 'UPDATE',
      object: 'Claim__c',
      id: claim,
      changed: ['Partner__c', 'SystemModstamp'],
    });
  });

  it('is refused while a child that restricts it is there', () => {
    const account = org.make('Account', { Name: 'A' });
    const claim = org.make('Claim__c', { Name: 'Held', Customer__c: 'X', Blocked_By__c: account });
    expect(said(org.remove('Account', account))).toBe(
      'DELETE_FAILED: Your attempt to delete A could not be completed because it is associated with the following Claims.: Held []',
    );
    org.remove('Claim__c', claim);
    expect(said(org.remove('Account', account))).toBe('saved');
  });
});

describe('an undelete', () => {
  it('brings back what went with the record, not what had gone before', () => {
    const account = org.make('Account', { Name: 'A' });
    const [one, two] = [
      org.make('Opportunity', deal({ AccountId: account })),
      org.make('Opportunity', deal({ AccountId: account })),
    ];
    org.make('Verdict__c', { Opportunity__c: one });
    org.remove('Opportunity', two);
    org.clock.now += 1000;
    org.remove('Account', account);
    org.clock.now += 1000;
    expect(undelete('Account', account)).toBe('saved');
    expect(org.read('Opportunity', one, 'Name')).toEqual({ Name: 'Deal' });
    expect(() => org.read('Opportunity', two, 'Name')).toThrow('entity is deleted');
    expect([live('Verdict__c'), live('OpportunityHistory')]).toEqual([1, 1]);
    expect(org.committed.at(-1)?.changes.map(({ kind, object }) => `${kind} ${object}`)).toEqual(
      expect.arrayContaining(['UNDELETE Account', 'UNDELETE Opportunity', 'UNDELETE Verdict__c']),
    );
  });

  it('brings partners back without making them anew', () => {
    const [account, partner] = [org.make('Account', { Name: 'A' }), org.make('Account', { Name: 'P' })];
    const opportunity = org.make('Opportunity', deal({ AccountId: account }));
    org.make('Partner', { OpportunityId: opportunity, AccountToId: partner });
    org.remove('Opportunity', opportunity);
    undelete('Opportunity', opportunity);
    expect([live('Partner'), live('OpportunityPartner')]).toEqual([2, 1]);
  });

  it('needs a deleted record', () => {
    expect(undelete('Account', org.make('Account', { Name: 'A' }))).toBe(
      'UNDELETE_FAILED: entity is not in the recycle bin []',
    );
  });
});
