import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createUser, recordId, SALES } from '../../local-org/records/index.ts';
import type { CommittedTransaction } from '../../local-org/types.ts';
import { opportunity, restOrg, type RestOrg } from './rest-org.ts';

let org: RestOrg;
let committed: CommittedTransaction[];
beforeAll(async () => {
  org = await restOrg();
  org.records.onCommit((transaction) => committed.push(transaction));
});
afterAll(() => org.close());

const names = (object: string, like: string) =>
  org.records.database
    .prepare(`SELECT "Name" AS name FROM "${object}" WHERE "Name" LIKE ? AND "IsDeleted" = 0 ORDER BY "Id"`)
    .all(like)
    .map((row) => row['name']);

const rolledBack = {
  success: false,
  errors: [
    {
      statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK',
      message: 'Record rolled back because not all records were valid and the request was using AllOrNone header',
      fields: [],
    },
  ],
};

describe('collections', () => {
  beforeAll(() => {
    committed = [];
  });

  it('jsforce creates, updates, upserts and deletes more than 200 records in calls of 200', async () => {
    const accounts = org.admin.sobject('Account');
    const before = org.counts.write;
    const many = Array.from({ length: 401 }, (_, i) => ({ Name: `Many ${i}` }));
    const created = await accounts.create(many, { allowRecursive: true });
    expect(created.every((each) => each.success)).toBe(true);
    expect(org.counts.write - before).toBe(3);
    const ids = created.map((each) => String(each.id));
    const updated = await accounts.update(
      ids.map((Id, i) => ({ Id, Name: `More ${i}` })),
      { allowRecursive: true },
    );
    expect(updated.map((each) => each.id)).toEqual(ids);
    expect(names('Account', 'M%')).toEqual(Array.from({ length: 401 }, (_, i) => `More ${i}`));
    const deleted = await accounts.destroy(ids, { allowRecursive: true });
    expect(deleted.every((each) => each.success)).toBe(true);
    expect(names('Account', 'M%')).toEqual([]);
    expect(org.counts.write - before).toBe(9);
    const events = Array.from({ length: 201 }, (_, i) => ({ Event_Key__c: `k-${i}`, Kind__c: 'Created' }));
    const first = await org.admin.sobject('Deal_Event__c').upsert(events, 'Event_Key__c', { allowRecursive: true });
    expect(first.filter((each) => each.success && each.created)).toHaveLength(201);
    const again = await org.admin.sobject('Deal_Event__c').upsert(events, 'Event_Key__c', { allowRecursive: true });
    expect(again.map((each) => each.id)).toEqual(first.map((each) => each.id));
    expect(again.filter((each) => each.success && each.created)).toEqual([]);
  });

  it('201 records in one call are too many', async () => {
    const records = Array.from({ length: 201 }, () => ({ attributes: { type: 'Account' }, Name: 'Too many' }));
    const reply = await org.call('POST', '/composite/sobjects', { records });
    expect([reply.status, reply.body]).toEqual([
      400,
      [
        {
          message: 'record limit reached. cannot submit more than 200 records into this call',
          errorCode: 'EXCEEDED_ID_LIMIT',
        },
      ],
    ]);
    expect(names('Account', 'Too many')).toEqual([]);
  });

  const three = [
    { attributes: { type: 'Account' }, Name: 'Good 1' },
    { attributes: { type: 'Account' }, Industry: 'No name' },
    { attributes: { type: 'Account' }, Name: 'Good 2' },
  ];
  const nameMissing = {
    success: false,
    errors: [
      { statusCode: 'REQUIRED_FIELD_MISSING', message: 'Required fields are missing: [Name]', fields: ['Name'] },
    ],
  };

  it('one refused record leaves the others saved', async () => {
    const { status, body } = await org.call('POST', '/composite/sobjects', { allOrNone: false, records: three });
    expect(status).toBe(200);
    expect(body).toEqual([
      { id: expect.any(String), success: true, errors: [] },
      nameMissing,
      { id: expect.any(String), success: true, errors: [] },
    ]);
    expect(names('Account', 'Good%')).toEqual(['Good 1', 'Good 2']);
    await org.call('DELETE', `/composite/sobjects?ids=${body[0].id},${body[2].id}`);
  });

  it('with all or none one refused record undoes the others', async () => {
    const { status, body } = await org.call('POST', '/composite/sobjects', { allOrNone: true, records: three });
    expect([status, body]).toEqual([200, [rolledBack, nameMissing, rolledBack]]);
    expect(names('Account', 'Good%')).toEqual([]);
  });

  it('with all or none one record that cannot be read undoes the others', async () => {
    const records = [three[0], { attributes: { type: 'Account' }, Name: 'X', Parent: { Name: 'Not an external id' } }];
    const { body } = await org.call('POST', '/composite/sobjects', { allOrNone: true, records });
    expect(body[0]).toEqual(rolledBack);
    expect(body[1].errors[0].statusCode).toBe('INVALID_FIELD');
    expect(names('Account', 'Good%')).toEqual([]);
  });

  it('are read by ids, with null for what is not there', async () => {
    const id = org.make('Account', { Name: 'Read me' });
    const found = await org.call('POST', '/composite/sobjects/Account', {
      ids: [id, '001000000000001AAA'],
      fields: ['Id', 'Name'],
    });
    expect(found.body).toEqual([
      {
        attributes: { type: 'Account', url: `/services/data/v65.0/sobjects/Account/${id}` },
        Id: id,
        Name: 'Read me',
      },
      null,
    ]);
    const counted = { ...org.counts };
    expect((await org.call('GET', `/composite/sobjects/Account?ids=${id}&fields=Name`)).body[0].Name).toBe('Read me');
    expect(org.counts).toEqual({ ...counted, read: counted.read + 1 });
  });

  it('keep the name of the client for change events', async () => {
    const records = [{ attributes: { type: 'Account' }, Name: 'From the loader' }];
    committed = [];
    await org.call('POST', '/composite/sobjects', { records }, { 'Sforce-Call-Options': 'client=loader' });
    expect(committed.map((each) => each.clientId)).toEqual(['loader']);
  });
});

describe('composite', () => {
  const account = (Name?: string) => ({
    method: 'POST',
    url: '/services/data/v65.0/sobjects/Account',
    referenceId: 'account',
    body: Name === undefined ? {} : { Name },
  });
  const deal = (AccountId = '@{account.id}') => ({
    method: 'POST',
    url: '/services/data/v65.0/sobjects/Opportunity',
    referenceId: 'deal',
    body: { ...opportunity('Composite deal'), AccountId },
  });
  const read = {
    method: 'GET',
    url: '/services/data/v65.0/sobjects/Opportunity/@{deal.id}?fields=Name,AccountId',
    referenceId: 'read',
  };
  const send = (compositeRequest: unknown[], allOrNone = false) =>
    org.call('POST', '/composite', { allOrNone, compositeRequest });
  const statuses = (body: { compositeResponse: { referenceId: string; httpStatusCode: number }[] }) =>
    body.compositeResponse.map((each) => [each.referenceId, each.httpStatusCode]);
  const halted = [
    {
      errorCode: 'PROCESSING_HALTED',
      message: 'The transaction was rolled back since another operation in the same transaction failed.',
    },
  ];

  it('uses what earlier calls answered', async () => {
    const { status, body } = await send([account('Composite'), deal(), read]);
    expect([status, statuses(body)]).toEqual([
      200,
      [
        ['account', 201],
        ['deal', 201],
        ['read', 200],
      ],
    ]);
    const [first, second, third] = body.compositeResponse;
    expect(first.httpHeaders.location).toBe(`/services/data/v65.0/sobjects/Account/${first.body.id}`);
    expect(third.body).toMatchObject({ Id: second.body.id, AccountId: first.body.id, Name: 'Composite deal' });
  });

  it('goes on after a failure, and fails what refers to it', async () => {
    const { body } = await send([account(), deal(), { ...account('Goes on'), referenceId: 'other' }]);
    expect(statuses(body)).toEqual([
      ['account', 400],
      ['deal', 400],
      ['other', 201],
    ]);
    expect(body.compositeResponse[0].body[0].errorCode).toBe('REQUIRED_FIELD_MISSING');
    expect(body.compositeResponse[1].body[0].errorCode).toBe('PROCESSING_HALTED');
    expect(names('Account', 'Goes on')).toEqual(['Goes on']);
  });

  it('with all or none undoes what was saved before and after the failure, and nobody hears of it', async () => {
    committed = [];
    const bad = { ...account(), referenceId: 'bad' };
    const last = { ...account('Undone last'), referenceId: 'last' };
    const { status, body } = await send([account('Undone'), bad, last], true);
    expect([status, statuses(body)]).toEqual([
      200,
      [
        ['account', 400],
        ['bad', 400],
        ['last', 400],
      ],
    ]);
    expect(body.compositeResponse[0].body).toEqual(halted);
    expect(body.compositeResponse[1].body[0].errorCode).toBe('REQUIRED_FIELD_MISSING');
    expect(body.compositeResponse[2].body).toEqual(halted);
    expect(names('Account', 'Undone%')).toEqual([]);
    expect(committed).toEqual([]);
  });

  it('with all or none that succeeds keeps everything, and everybody hears of it', async () => {
    committed = [];
    const { body } = await send([account('Kept'), deal()], true);
    expect(statuses(body)).toEqual([
      ['account', 201],
      ['deal', 201],
    ]);
    expect(names('Account', 'Kept')).toEqual(['Kept']);
    expect(committed.flatMap((each) => each.changes.map((change) => change.object))).toEqual([
      'Account',
      'Opportunity',
    ]);
  });

  it('with all or none undoes a collection of which one record is refused', async () => {
    const records = [{ attributes: { type: 'Account' }, Name: 'In collection' }, { attributes: { type: 'Account' } }];
    const collection = {
      method: 'POST',
      url: '/services/data/v65.0/composite/sobjects',
      referenceId: 'collection',
      body: { allOrNone: false, records },
    };
    await send([account('Before collection'), collection], true);
    expect([...names('Account', 'In collection'), ...names('Account', 'Before collection')]).toEqual([]);
    await send([collection]);
    expect(names('Account', 'In collection')).toEqual(['In collection']);
  });

  it('takes 25 calls, and each by a name of its own', async () => {
    const calls = (count: number) => Array.from({ length: count }, (_, i) => ({ ...read, referenceId: `r${i}` }));
    expect((await send(calls(25))).status).toBe(200);
    expect((await send(calls(26))).body[0].errorCode).toBe('LIMIT_EXCEEDED');
    expect((await send([read, read])).status).toBe(400);
  });

  it('batch carries out calls that know nothing of each other, and halts only when told to', async () => {
    const batchRequests = [
      { method: 'GET', url: 'v65.0/limits' },
      { method: 'GET', url: 'v65.0/sobjects/Nonsense' },
      { method: 'POST', url: '/services/data/v65.0/sobjects/Account', richInput: { Name: 'By batch' } },
    ];
    const { body } = await org.call('POST', '/composite/batch', { batchRequests });
    expect(body.hasErrors).toBe(true);
    expect(body.results.map((each: { statusCode: number }) => each.statusCode)).toEqual([200, 404, 201]);
    const halting = await org.call('POST', '/composite/batch', { batchRequests, haltOnError: true });
    expect(halting.body.results.map((each: { statusCode: number }) => each.statusCode)).toEqual([200, 404, 412]);
    expect(names('Account', 'By batch')).toHaveLength(1);
  });
});

describe('trees', () => {
  const node = (type: string, referenceId: string, values: object) => ({
    attributes: { type, referenceId },
    ...values,
  });

  it('save parents and children at once', async () => {
    const { status, body } = await org.call('POST', '/composite/tree/Account', {
      records: [
        node('Account', 'a1', {
          Name: 'Tree 1',
          Contacts: { records: [node('Contact', 'c1', { LastName: 'Leaf' })] },
          Opportunities: { records: [node('Opportunity', 'o1', opportunity('Tree deal'))] },
        }),
        node('Account', 'a2', { Name: 'Tree 2' }),
      ],
    });
    expect([status, body.hasErrors]).toEqual([201, false]);
    expect(body.results.map((each: { referenceId: string }) => each.referenceId)).toEqual(['a1', 'a2', 'c1', 'o1']);
    const [a1, , , o1] = body.results;
    expect((await org.call('GET', `/sobjects/Opportunity/${o1.id}`)).body.AccountId).toBe(a1.id);
  });

  it('save nothing where one leaf is refused, and name only that', async () => {
    const { status, body } = await org.call('POST', '/composite/tree/Account', {
      records: [node('Account', 'a1', { Name: 'Felled', Contacts: { records: [node('Contact', 'c1', {})] } })],
    });
    expect([status, body]).toEqual([
      400,
      {
        hasErrors: true,
        results: [
          {
            referenceId: 'c1',
            errors: [
              {
                statusCode: 'REQUIRED_FIELD_MISSING',
                message: 'Required fields are missing: [LastName]',
                fields: ['LastName'],
              },
            ],
          },
        ],
      },
    ]);
    expect(names('Account', 'Felled')).toEqual([]);
  });
});

describe('custom notifications', () => {
  it('are refused to an unknown type and kept nowhere', async () => {
    const inputs = [
      {
        customNotifTypeId: '0ML000000000001AAA',
        recipientIds: [org.seeded.adminId],
        title: 'T',
        body: 'B',
        targetId: org.seeded.adminId,
      },
    ];
    const reply = await org.call('POST', '/actions/standard/customNotificationAction', { inputs });
    expect([reply.status, reply.body[0].isSuccess, reply.body[0].errors[0].statusCode]).toEqual([
      400,
      false,
      'INVALID_API_INPUT',
    ]);
    expect(org.notifications).toEqual([]);
  });

  it('are kept where type, recipients, texts and right are as they must be', async () => {
    const id = recordId('0ML', 9);
    org.records.restore([['CustomNotificationType', [{ Id: id, DeveloperName: 'Case', MasterLabel: 'Case' }]]]);
    const input = {
      customNotifTypeId: id,
      recipientIds: [org.seeded.adminId],
      title: 'x'.repeat(250),
      body: 'y'.repeat(750),
      targetId: org.seeded.adminId,
    };
    const send = (change: object, token?: string) =>
      org.call(
        'POST',
        '/actions/standard/customNotificationAction',
        { inputs: [{ ...input, ...change }] },
        token === undefined ? {} : { authorization: `Bearer ${token}` },
      );
    const sent = await send({});
    expect([sent.status, sent.body[0].isSuccess, org.notifications.length]).toEqual([200, true, 1]);
    expect(org.notifications[0]).toMatchObject({ typeId: id, sentById: org.seeded.adminId });
    const tooMany = Array<string>(501).fill(org.seeded.adminId);
    for (const change of [{ title: 'x'.repeat(251) }, { body: 'y'.repeat(751) }, { recipientIds: tooMany }]) {
      expect((await send(change)).status).toBe(400);
    }
    const nobody = { recipientIds: ['005000000000999AAA'] };
    for (const change of [{ recipientIds: [] }, nobody, { targetId: 'x' }])
      expect((await send(change)).status).toBe(400);
    expect((await send({ recipientIds: [recordId('00G', 1)] })).status).toBe(501);
    const plain = createUser(org.records, { username: 'n@fairlead.example', lastName: 'N', profile: SALES });
    const refused = await send({}, org.sessions.open(plain));
    expect(refused.body[0].errors[0].statusCode).toBe('INSUFFICIENT_ACCESS');
    expect(org.notifications).toHaveLength(1);
  });

  it('beyond 10,000 within an hour are lost without a word', async () => {
    const id = recordId('0ML', 8);
    org.records.restore([['CustomNotificationType', [{ Id: id, DeveloperName: 'More', MasterLabel: 'More' }]]]);
    const [recipientIds, targetId] = [[org.seeded.adminId], org.seeded.adminId];
    const send = (count: number) => {
      const inputs = Array(count).fill({ customNotifTypeId: id, recipientIds, title: 'T', body: 'B', targetId });
      return org.call('POST', '/actions/standard/customNotificationAction', { inputs });
    };
    const before = org.notifications.length;
    expect((await send(10_001 - before)).status).toBe(200);
    expect(org.notifications).toHaveLength(10_000);
    org.clock.now += 3_600_000;
    await send(1);
    expect(org.notifications).toHaveLength(10_001);
  });
});
