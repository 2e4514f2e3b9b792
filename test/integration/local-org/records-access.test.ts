import { beforeEach, describe, expect, it } from '@jest/globals';
import { createRole } from '../../local-org/records/index.ts';
import { OrgError } from '../../local-org/types.ts';
import { deal, fixtureOrg, said, type FixtureOrg } from './records-fixture.ts';

const ROBOT = 'Minimum Access - API Only Integrations';
let org: FixtureOrg;
beforeEach(() => {
  org = fixtureOrg();
});
const session = (userId: string) => ({ userId, clientId: 'test' });
const visible = (userId: string, object: string): unknown[] => {
  const condition = org.records.visibleRows(session(userId), object, 't');
  return org
    .all(`SELECT t."Id" AS id FROM "${object}" t WHERE t."IsDeleted" = 0 AND ${condition} ORDER BY t."Id"`)
    .map((row) => row['id']);
};
const insert = (object: string, values: Record<string, string>, userId: string) =>
  said(org.run({ kind: 'insert', object, values }, userId));

describe('a user', () => {
  it('who does not exist or is not active has no session', () => {
    const user = org.user();
    org.change('User', user, { IsActive: false });
    for (const id of [user, '0055g0000000099AAA']) {
      expect(() => org.records.access(session(id), 'Account')).toThrow(OrgError);
      expect(() => org.records.access(session(id), 'Account')).toThrow('Session expired or invalid');
    }
  });

  it('of the minimum profile may nothing until permission sets say so', () => {
    const bare = org.user({ profile: ROBOT });
    expect(() => org.records.objectFor(session(bare), 'Account')).toThrow('The requested resource does not exist');
    expect(insert('Account', { Name: 'A' }, bare)).toBe("INVALID_TYPE: sObject type 'Account' is not supported. []");
    const robot = org.user({ profile: ROBOT, permissionSets: ['Robot'] });
    expect(org.records.access(session(robot), 'Account')).toEqual({
      create: false,
      read: true,
      edit: false,
      delete: false,
      viewAll: true,
      modifyAll: false,
    });
    expect(insert('Account', { Name: 'A' }, robot)).toBe(
      'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY: entity type cannot be inserted: Account []',
    );
  });

  it('gains what is assigned while he works', () => {
    const user = org.user();
    expect(() => org.records.objectFor(session(user), 'Claim__c')).toThrow(OrgError);
    org.make('PermissionSetAssignment', {
      AssigneeId: user,
      PermissionSetId: org.seeded.permissionSets['Guarded_Sales'] ?? '',
    });
    expect(org.records.objectFor(session(user), 'claim__C').name).toBe('Claim__c');
  });
});

describe('field-level security', () => {
  it('hides a custom field that nobody granted, to readers and writers alike', () => {
    const user = org.user({ permissionSets: ['Guarded_Sales'] });
    const claim = org.make('Claim__c', { Customer__c: 'X', OwnerId: user });
    expect(org.records.mayRead(session(user), 'Claim__c', 'Secret__c')).toBe(false);
    expect(() => org.records.retrieve(session(user), 'Claim__c', claim, ['Secret__c'])).toThrow(
      "No such column 'Secret__c' on sobject of type Claim__c",
    );
    const opportunity = org.make('Opportunity', deal(), user);
    expect(said(org.change('Opportunity', opportunity, { Verdict__c: null }, user))).toBe(
      "INVALID_FIELD: No such column 'Verdict__c' on sobject of type Opportunity []",
    );
  });

  it('lets read but not write where it says so', () => {
    const robot = org.user({ profile: ROBOT, permissionSets: ['Robot'] });
    const opportunity = org.make('Opportunity', deal({ Amount: 5, OwnerId: robot }));
    expect(org.records.retrieve(session(robot), 'Opportunity', opportunity, ['Amount'])).toEqual({ Amount: 5 });
    expect([
      org.records.mayRead(session(robot), 'Opportunity', 'Amount'),
      org.records.mayEdit(session(robot), 'Opportunity', 'Amount'),
    ]).toEqual([true, false]);
    expect(said(org.change('Opportunity', opportunity, { Amount: 6 }, robot))).toMatch(
      /^INVALID_FIELD_FOR_INSERT_UPDATE: Unable to create\/update fields: Amount\./,
    );
  });

  it('does not touch required fields and those of the system', () => {
    const robot = org.user({ profile: ROBOT, permissionSets: ['Robot'] });
    const readable = ['Id', 'Name', 'StageName', 'CloseDate', 'OwnerId', 'SystemModstamp', 'IsWon'];
    expect(readable.filter((field) => !org.records.mayRead(session(robot), 'Opportunity', field))).toEqual([]);
    expect(
      ['Description', 'NextStep', 'AccountId'].filter((field) =>
        org.records.mayRead(session(robot), 'Opportunity', field),
      ),
    ).toEqual([]);
  });

  it('of an address is that of the whole', () => {
    const robot = org.user({ profile: ROBOT, permissionSets: ['Robot'] });
    expect(org.records.mayRead(session(robot), 'Account', 'BillingCity')).toBe(true);
    expect(org.records.mayRead(session(robot), 'Account', 'ShippingCity')).toBe(false);
  });

  it('leaves out of a whole record what may not be read', () => {
    const robot = org.user({ profile: ROBOT, permissionSets: ['Robot'] });
    const account = org.make('Account', { Name: 'A', Phone: '1', BillingCity: 'Lyon' });
    const row = org.records.retrieve(session(robot), 'Account', account, null);
    expect([row['Name'], row['BillingCity'], 'Phone' in row]).toEqual(['A', 'Lyon', false]);
  });
});

describe('a custom setting', () => {
  it('is read by whom it was granted to and written by administrators', () => {
    org.make('Switch__c', { Active__c: true });
    const robot = org.user({ profile: ROBOT, permissionSets: ['Robot'] });
    expect([
      org.records.access(session(robot), 'Switch__c').read,
      org.records.access(session(robot), 'Switch__c').create,
    ]).toEqual([true, false]);
    expect(org.records.access(session(org.user()), 'Switch__c').read).toBe(false);
  });

  it('exists once for each place', () => {
    org.make('Switch__c', { Active__c: true });
    expect(said(org.run({ kind: 'insert', object: 'Switch__c', values: { Active__c: true } }))).toMatch(
      /^DUPLICATE_VALUE: duplicate value found: SetupOwnerId/,
    );
  });
});

describe('rows of a private object', () => {
  let boss: string;
  let rep: string;
  let other: string;
  let mine: string;
  beforeEach(() => {
    const top = createRole(org.records, { name: 'Head of Sales' });
    const below = createRole(org.records, { name: 'Sales', parentRoleId: top });
    boss = org.user({ roleId: top });
    rep = org.user({ roleId: below });
    other = org.user({ roleId: below });
    mine = org.make('Opportunity', deal(), rep);
  });

  it('are seen by their owner, by those above him and by no colleague', () => {
    expect([visible(rep, 'Opportunity'), visible(boss, 'Opportunity'), visible(other, 'Opportunity')]).toEqual([
      [mine],
      [mine],
      [],
    ]);
    expect(visible(org.seeded.adminId, 'Opportunity')).toEqual([mine]);
  });

  it('are not found by who may not see them, and not changed', () => {
    expect(() => org.records.retrieve(session(other), 'Opportunity', mine, ['Name'])).toThrow(
      'The requested resource does not exist',
    );
    expect(said(org.change('Opportunity', mine, { Name: 'X' }, other))).toBe(
      'INSUFFICIENT_ACCESS_OR_READONLY: insufficient access rights on object id []',
    );
    expect(said(org.remove('Opportunity', mine, other))).toBe(
      'INSUFFICIENT_ACCESS_OR_READONLY: insufficient access rights on object id []',
    );
    expect(said(org.change('Opportunity', mine, { Name: 'X' }, boss))).toBe('saved');
  });

  it('move with their owner', () => {
    org.change('Opportunity', mine, { OwnerId: other }, rep);
    expect([visible(rep, 'Opportunity'), visible(other, 'Opportunity')]).toEqual([[], [mine]]);
  });

  it('are all seen with View All on the object, and not changed by it', () => {
    const robot = org.user({ profile: ROBOT, permissionSets: ['Robot'] });
    expect(org.records.visibleRows(session(robot), 'Opportunity', 't')).toBe('1');
    expect(said(org.change('Opportunity', mine, { Verdict__c: null }, robot))).toMatch(
      /^INSUFFICIENT_ACCESS_OR_READONLY/,
    );
  });

  it('can not be pointed to by who does not see them', () => {
    expect(insert('Task', { Subject: 'Call', WhatId: mine }, other)).toBe(
      `INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY: insufficient access rights on cross-reference id: ${mine} [WhatId]`,
    );
    expect(insert('Task', { Subject: 'Call', WhatId: mine }, rep)).toBe('saved');
  });

  it('give their details, and a detail needs edit on the master unless read is enough', () => {
    const verdict = org.make('Verdict__c', { Opportunity__c: mine });
    const robot = org.user({ profile: ROBOT, permissionSets: ['Robot'] });
    expect(visible(robot, 'Verdict__c')).toEqual([verdict]);
    const seller = org.user({ permissionSets: ['Guarded_Sales'] });
    expect(insert('Wish__c', { Opportunity__c: mine }, seller)).toMatch(
      /^INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY/,
    );
    const watcher = org.user({ permissionSets: ['Guarded_Sales', 'Robot'] });
    expect(insert('Wish__c', { Opportunity__c: mine }, watcher)).toBe('saved');
  });
});

describe('accounts', () => {
  it('are read by all and changed by their owner, unless the org keeps them private', () => {
    const [rep, other] = [org.user(), org.user()];
    const account = org.make('Account', { Name: 'A' }, rep);
    expect(visible(other, 'Account')).toEqual([account]);
    expect(said(org.change('Account', account, { Name: 'B' }, other))).toMatch(/^INSUFFICIENT_ACCESS_OR_READONLY/);
    org = fixtureOrg({ sharing: { Account: 'Private' } });
    const [owner, stranger] = [org.user(), org.user()];
    const hidden = org.make('Account', { Name: 'A' }, owner);
    expect([visible(owner, 'Account'), visible(stranger, 'Account')]).toEqual([[hidden], []]);
    org.make('Opportunity', deal({ AccountId: hidden, OwnerId: stranger }));
    expect(visible(stranger, 'Account')).toEqual([hidden]);
  });

  it("share their contacts; a contact without one is its owner's alone", () => {
    const [rep, other] = [org.user(), org.user()];
    const account = org.make('Account', { Name: 'A' });
    const shared = org.make('Contact', { LastName: 'L', AccountId: account });
    const own = org.make('Contact', { LastName: 'M' }, rep);
    expect([visible(rep, 'Contact'), visible(other, 'Contact')]).toEqual([[shared, own], [shared]]);
  });
});

describe('a partner user', () => {
  it("sees claims of his own firm by the sharing set, and nobody else's", () => {
    const claims = { object: 'Claim__c', field: 'Partner__c', access: 'Read' } as const;
    org = fixtureOrg({ features: ['experience'] }, [{ profiles: ['Partner Community User'], ...claims }]);
    const [own, rival] = [org.make('Account', { Name: 'Own' }), org.make('Account', { Name: 'Rival' })];
    const contactId = org.make('Contact', { LastName: 'Partner', AccountId: own });
    const user = org.user({ profile: 'Partner Community User', contactId, permissionSets: ['Partner_People'] });
    const claim = org.make('Claim__c', { Customer__c: 'X', Partner__c: own });
    org.make('Claim__c', { Customer__c: 'Y', Partner__c: rival });
    expect(visible(user, 'Claim__c')).toEqual([claim]);
    expect(visible(user, 'Account')).toEqual([own]);
    expect(said(org.change('Claim__c', claim, { Customer__c: 'Z' }, user))).toMatch(/^INSUFFICIENT_ACCESS_OR_READONLY/);
    expect(insert('Claim__c', { Customer__c: 'Z', Partner__c: own }, user)).toBe('saved');
    expect(insert('Claim__c', { Customer__c: 'Z', Partner__c: rival }, user)).toMatch(
      /^INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY/,
    );
  });
});

describe('validation rules', () => {
  it('see the user, the settings by their hierarchy, the parent and what was before', () => {
    const seller = org.user({ permissionSets: ['Guarded_Sales'] });
    const plain = org.user();
    org.make('Switch__c', { Active__c: true, Stages__c: ';Negotiation/Review;Closed Won;' });
    const shut = (owner: string) => {
      const id = org.make('Opportunity', deal({ OwnerId: owner }));
      org.change('Opportunity', id, {
        Verdict__c: org.make('Verdict__c', { Opportunity__c: id, Gate_Open__c: false }),
      });
      return id;
    };
    const move = (id: string, user: string, StageName: string) =>
      said(org.change('Opportunity', id, { StageName }, user));
    const refused = 'FIELD_CUSTOM_VALIDATION_EXCEPTION: Engage the partner first. [StageName]';
    const guarded = shut(seller);
    expect(move(guarded, seller, 'Prospecting')).toBe('saved');
    expect(move(guarded, seller, 'Negotiation/Review')).toBe(refused);
    expect(org.read('Opportunity', guarded, 'StageName')).toEqual({ StageName: 'Prospecting' });
    expect(move(shut(plain), plain, 'Negotiation/Review')).toBe('saved');
    expect(move(guarded, org.seeded.adminId, 'Negotiation/Review')).toBe('saved');
    // Past the gate already: no transition into it.
    expect(move(guarded, seller, 'Closed Won')).toBe('saved');
    const engaged = shut(seller);
    expect(said(org.change('Opportunity', engaged, { Engaged__c: org.make('Account', { Name: 'P' }) }))).toBe('saved');
    expect(move(engaged, seller, 'Closed Won')).toBe('saved');
    const exempt = shut(seller);
    org.make('Switch__c', { SetupOwnerId: seller, Active__c: false });
    expect(move(exempt, seller, 'Closed Won')).toBe('saved');
  });

  it('that are not active never fire', () => {
    expect(said(org.run({ kind: 'insert', object: 'Claim__c', values: { Customer__c: 'X' } }))).toBe('saved');
  });

  it('reach a field of a parent', () => {
    const [nobody, somebody] = [org.make('Account', { Name: 'Nobody' }), org.make('Account', { Name: 'Somebody' })];
    const claim = (partner: string) =>
      said(
        org.run({
          kind: 'insert',
          object: 'Claim__c',
          values: { Customer__c: 'X', Status__c: 'Approved', Partner__c: partner },
        }),
      );
    expect(claim(nobody)).toBe("FIELD_CUSTOM_VALIDATION_EXCEPTION: Nobody can't be approved. []");
    expect(claim(somebody)).toBe('saved');
  });
});

describe('formula fields', () => {
  it('follow their parent at once, for retrieve and for queries', () => {
    const partner = org.make('Account', { Name: 'P' });
    const id = org.make('Opportunity', deal());
    const fields = ['Gate_Open__c', 'Half_Margin__c', 'State__c', 'Partner_Name__c'];
    expect(org.read('Opportunity', id, ...fields)).toEqual({
      Gate_Open__c: true,
      Half_Margin__c: 0,
      State__c: null,
      Partner_Name__c: null,
    });
    const verdict = org.make('Verdict__c', {
      Opportunity__c: id,
      Gate_Open__c: false,
      Margin__c: 25,
      State__c: 'Shut',
      Partner__c: partner,
    });
    org.change('Opportunity', id, { Verdict__c: verdict });
    expect(org.read('Opportunity', id, ...fields)).toEqual({
      Gate_Open__c: false,
      Half_Margin__c: 12.5,
      State__c: 'Shut',
      Partner_Name__c: 'P',
    });
    const sql = `SELECT ${fields.map((field) => `sf_formula('Opportunity', '${field}', "Id") AS ${field}`).join(', ')} FROM "Opportunity"`;
    expect(org.all(sql)).toEqual([{ Gate_Open__c: 0, Half_Margin__c: 12.5, State__c: 'Shut', Partner_Name__c: 'P' }]);
    org.change('Verdict__c', verdict, { Margin__c: 26, Gate_Open__c: true });
    expect(org.all(sql)).toEqual([{ Gate_Open__c: 1, Half_Margin__c: 13, State__c: 'Shut', Partner_Name__c: 'P' }]);
  });

  it('hold again what they held before a rollback', () => {
    const id = org.make('Opportunity', deal());
    const verdict = org.make('Verdict__c', { Opportunity__c: id, Margin__c: 10 });
    org.change('Opportunity', id, { Verdict__c: verdict });
    org.records.save(
      session(org.seeded.adminId),
      [
        { kind: 'update', object: 'Verdict__c', id: verdict, values: { Margin__c: 99 } },
        { kind: 'update', object: 'Verdict__c', id: verdict, values: { State__c: 'Nonsense' } },
      ],
      { allOrNone: true },
    );
    expect(org.read('Opportunity', id, 'Half_Margin__c')).toEqual({ Half_Margin__c: 5 });
  });
});
