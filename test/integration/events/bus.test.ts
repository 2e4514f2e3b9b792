import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { status } from '@grpc/grpc-js';
import { fieldsOfBitmaps } from '../../../sync-service/intake/bitmap.ts';
import { readSchema, type EventSchema } from '../../../sync-service/intake/decode.ts';
import type { ConsumerEvent, SchemaInfo, TopicInfo } from '../../../sync-service/intake/wire.ts';
import { bareClient, morning, openBusOrg, opportunity, until, type BareClient, type BusOrg } from './bus-org.ts';

jest.setTimeout(60_000);

const deals = '/data/OpportunityChangeEvent';
const channel = '/data/Fairlead__chn';

describe('the event bus', () => {
  let org: BusOrg;
  let client: BareClient;
  const schemas = new Map<string, EventSchema>();

  beforeEach(async () => {
    org = await openBusOrg({ overflowAfter: 12, keepaliveSeconds: 0.2 });
    client = bareClient(org);
  });
  afterEach(async () => {
    client.close();
    await org.close();
  });

  async function decode({ event }: ConsumerEvent) {
    const schema =
      schemas.get(event.schemaId) ??
      readSchema((await client.call<SchemaInfo>('GetSchema', { schemaId: event.schemaId })).schemaJson);
    schemas.set(event.schemaId, schema);
    const { ChangeEventHeader: header, ...body } = schema.type.fromBuffer(event.payload) as {
      ChangeEventHeader: Record<string, never> & Record<'changedFields' | 'nulledFields', string[]>;
      [field: string]: unknown;
    };
    const named = (bitmaps: string[]) => fieldsOfBitmaps(schema.fields, bitmaps);
    return { header, body, changed: named(header.changedFields), nulled: named(header.nulledFields) };
  }
  const decodeAll = (events: ConsumerEvent[]) => Promise.all(events.map(decode));
  /** A stream that is known to be open: what happens from here on comes by it. */
  async function listening(topic: string, numRequested = 100) {
    const stream = client.subscribe(topic, { numRequested });
    await until(() => org.bus.credit() > 0);
    return stream;
  }

  describe('topics and schemas', () => {
    it('are known for each chosen entity, for all of them and for the channel', async () => {
      const found = await Promise.all(
        [deals, '/data/Deal_Registration__ChangeEvent', '/data/ChangeEvents', channel].map((topicName) =>
          client.call<TopicInfo>('GetTopic', { topicName }),
        ),
      );
      expect(found.map(({ topicName, canSubscribe, canPublish }) => [topicName, canSubscribe, canPublish])).toEqual([
        [deals, true, false],
        ['/data/Deal_Registration__ChangeEvent', true, false],
        ['/data/ChangeEvents', true, false],
        [channel, true, false],
      ]);
      expect(found.map(({ schemaId }) => schemaId.length)).toEqual([22, 22, 0, 0]);
    });

    it('are refused where they do not exist', async () => {
      await expect(client.call('GetTopic', { topicName: '/data/LeadChangeEvent' })).rejects.toMatchObject({
        code: status.NOT_FOUND,
        details: expect.stringContaining('topic /data/LeadChangeEvent not found'),
      });
      await expect(client.call('GetSchema', { schemaId: 'x' })).rejects.toMatchObject({ code: status.NOT_FOUND });
    });

    it('have the header first, then the fields of the object without formulas and derived ones', async () => {
      const { schemaId } = await client.call<TopicInfo>('GetTopic', { topicName: deals });
      const { schemaJson } = await client.call<SchemaInfo>('GetSchema', { schemaId });
      const { fields, namespace } = JSON.parse(schemaJson) as {
        namespace: string;
        fields: { name: string; doc: string; type: unknown }[];
      };
      expect(namespace).toBe('com.sforce.eventbus');
      expect(fields.slice(0, 4).map(({ name }) => name)).toEqual([
        'ChangeEventHeader',
        'AccountId',
        'IsPrivate',
        'Name',
      ]);
      const named = new Map(fields.map((field) => [field.name, field]));
      expect(named.get('CloseDate')).toMatchObject({ type: ['null', 'long'], doc: 'Data:DateOnly' });
      expect(named.get('Amount')).toMatchObject({ type: ['null', 'double'], doc: 'Data:Currency' });
      expect(named.get('Engaged_Partner__c')).toMatchObject({ type: ['null', 'string'] });
      const absent = [
        'Id',
        'IsDeleted',
        'SystemModstamp',
        'LastActivityDate',
        'Gate_Open__c',
        'Partner_Margin__c',
        'FiscalYear',
      ];
      expect(absent.filter((name) => named.has(name))).toEqual([]);
    });

    it('are none in an org without change events', async () => {
      const bare = await openBusOrg({ features: [] });
      const other = bareClient(bare);
      await expect(other.call('GetTopic', { topicName: deals })).rejects.toMatchObject({ code: status.NOT_FOUND });
      other.close();
      await bare.close();
    });
  });

  describe('who may subscribe', () => {
    it.each([
      ['an unknown token', 'nobody', undefined],
      ['the token of another org', 'admin', '00D000000000009AAA'],
    ])('not %s', async (_who, token, tenant) => {
      const other = bareClient(org, token, tenant);
      const refused = { code: status.UNAUTHENTICATED };
      await expect(other.call('GetTopic', { topicName: deals })).rejects.toMatchObject(refused);
      const failure = await other.subscribe(deals).failure;
      expect(failure).toMatchObject(refused);
      expect(failure.metadata.get('error-code')).toEqual(['sfdc.platform.eventbus.grpc.service.auth.error']);
      other.close();
    });

    it('not a user without View All on each entity of the topic', async () => {
      org.tokens.set('seller', { userId: org.salesperson, clientId: '' });
      const other = bareClient(org, 'seller');
      await expect(other.call('GetTopic', { topicName: channel })).rejects.toMatchObject({
        code: status.PERMISSION_DENIED,
        details: expect.stringContaining('View All'),
      });
      other.close();
    });

    it('not any more whose session has ended, from the next request on', async () => {
      const stream = await listening(deals);
      org.tokens.clear();
      stream.request({ numRequested: 1 });
      await expect(stream.failure).resolves.toMatchObject({ code: status.UNAUTHENTICATED });
    });
  });

  describe('what it says of a change', () => {
    it('all values of a new record, who made it and by which client', async () => {
      const stream = await listening(deals);
      org.clock.now = morning + 1500;
      const [id] = org.insert('Opportunity', [opportunity('Acme', { Amount: 1200.5 })], 'loader');
      const [event] = await decodeAll(await stream.events(1));
      expect(event?.header).toMatchObject({
        entityName: 'Opportunity',
        recordIds: [id],
        changeType: 'CREATE',
        changeOrigin: 'com/salesforce/api/rest/65.0;client=loader',
        sequenceNumber: 1,
        commitTimestamp: morning + 1500,
        commitUser: org.seeded.adminId,
        changedFields: [],
        nulledFields: [],
        diffFields: [],
      });
      expect(event?.body).toMatchObject({
        Name: 'Acme',
        StageName: 'Prospecting',
        Amount: 1200.5,
        CloseDate: Date.UTC(2027, 2, 31),
        CreatedDate: morning + 1500,
        NextStep: null,
      });
    });

    it('only what changed in an update, with emptied fields named twice', async () => {
      const [id = ''] = org.insert('Opportunity', [opportunity('Acme', { NextStep: 'call', Amount: 5 })]);
      const stream = await listening(deals);
      org.clock.now = morning + 60_000;
      org.update('Opportunity', [[id, { NextStep: null, Description: 'x' }]]);
      const [event] = await decodeAll(await stream.events(1));
      expect(event?.header.changeType).toBe('UPDATE');
      expect(event?.changed).toEqual(['Description', 'NextStep', 'LastModifiedDate']);
      expect(event?.nulled).toEqual(['NextStep']);
      expect(event?.body).toMatchObject({
        Description: 'x',
        NextStep: null,
        Name: null,
        Amount: null,
        StageName: null,
      });
    });

    it('parts of an address under the compound field', async () => {
      const [id = ''] = org.insert('Account', [{ Name: 'Acme', BillingCity: 'Paris', BillingCountry: 'France' }]);
      const stream = await listening('/data/AccountChangeEvent');
      org.clock.now = morning + 60_000;
      org.update('Account', [[id, { BillingCity: 'Lyon', BillingCountry: null, ShippingCity: 'Nice' }]]);
      const [event] = await decodeAll(await stream.events(1));
      expect(event?.header.changedFields.map((bitmap) => bitmap.replace(/^0x.*/, 'simple'))).toEqual([
        'simple',
        '4-0x12',
        '5-0x02',
      ]);
      expect(event?.changed).toEqual([
        'LastModifiedDate',
        'BillingAddress.City',
        'BillingAddress.Country',
        'ShippingAddress.City',
      ]);
      expect(event?.nulled).toEqual(['BillingAddress.Country']);
      expect(event?.body['BillingAddress']).toMatchObject({ City: 'Lyon', Country: null, Street: null });
      expect(event?.body['Name']).toBeNull();
    });

    it('nothing of a field that the subscriber may not read, not even that it changed', async () => {
      const other = bareClient(org, 'integration');
      const stream = other.subscribe(deals);
      await until(() => org.bus.credit() > 0);
      const [id = ''] = org.insert('Opportunity', [opportunity('Acme', { Description: 'secret', Amount: 5 })]);
      org.clock.now = morning + 60_000;
      org.update('Opportunity', [[id, { Description: null, Amount: 6 }]]);
      const [created, updated] = await decodeAll(await stream.events(2));
      expect(created?.body).toMatchObject({ Description: null, Amount: 5 });
      expect(updated).toMatchObject({
        changed: ['Amount', 'LastModifiedDate'],
        nulled: [],
        body: { Amount: 6 },
      });
      other.close();
    });

    it('nothing but the header of a deletion', async () => {
      const [id = ''] = org.insert('Opportunity', [opportunity('Acme')]);
      const stream = await listening(deals);
      org.remove('Opportunity', [id]);
      const [event] = await decodeAll(await stream.events(1));
      expect(event?.header).toMatchObject({ changeType: 'DELETE', recordIds: [id] });
      expect(Object.values(event?.body ?? {}).filter((value) => value !== null)).toEqual([]);
    });

    it('one event for several records that changed alike in one transaction, another for one that did not', async () => {
      const ids = org.insert(
        'Opportunity',
        ['A', 'B', 'C'].map((name) => opportunity(name)),
      );
      const stream = await listening(channel);
      org.clock.now = morning + 60_000;
      const [a = '', b = '', c = ''] = ids;
      org.update('Opportunity', [
        [a, { NextStep: 'call' }],
        [b, { NextStep: 'visit' }],
        [c, { NextStep: 'call' }],
      ]);
      const events = await decodeAll(await stream.events(2));
      expect(events.map(({ header }) => [header['recordIds'], header['sequenceNumber']])).toEqual([
        [[a, c], 1],
        [[b], 2],
      ]);
      expect(new Set(events.map(({ header }) => header['transactionKey'])).size).toBe(1);
    });

    it('separate events for records that changed alike in two transactions', async () => {
      const [a = '', b = ''] = org.insert('Opportunity', [opportunity('A'), opportunity('B')]);
      const stream = await listening(deals);
      org.clock.now = morning + 60_000;
      org.update('Opportunity', [[a, { NextStep: 'call' }]]);
      org.update('Opportunity', [[b, { NextStep: 'call' }]]);
      const events = await decodeAll(await stream.events(2));
      expect(events.map(({ header }) => header['recordIds'])).toEqual([[a], [b]]);
    });

    it('an overflow event for each entity whose changes go beyond the threshold', async () => {
      const stream = await listening(channel);
      const exactly = org.insert(
        'Account',
        Array.from({ length: 12 }, (_, n) => ({ Name: `Exactly ${n}` })),
      );
      await stream.events(12);
      const ids = org.insert(
        'Account',
        Array.from({ length: 14 }, (_, n) => ({ Name: `Beyond ${n}` })),
      );
      const events = await decodeAll(await stream.events(25));
      expect(events.slice(0, 12).map(({ header }) => header['recordIds'])).toEqual(exactly.map((id) => [id]));
      expect(events.slice(12, 24).map(({ header }) => header['recordIds'])).toEqual(ids.slice(0, 12).map((id) => [id]));
      expect(events.slice(24).map(({ header }) => header)).toMatchObject([
        { entityName: 'Account', changeType: 'GAP_OVERFLOW', recordIds: ['000000000000000AAA'], sequenceNumber: 13 },
      ]);
    });

    it('nothing of an entity that was not chosen', async () => {
      const stream = await listening('/data/ChangeEvents');
      const [accountId = ''] = org.insert('Account', [{ Name: 'Acme' }]);
      org.insert('Contact', [{ LastName: 'Doe', AccountId: accountId }]);
      org.insert('Account', [{ Name: 'Last' }]);
      const events = await decodeAll(await stream.events(2));
      expect(events.map(({ header }) => header['entityName'])).toEqual(['Account', 'Account']);
    });

    it('a gap without fields, and a wildcard for all records, where it is told to', async () => {
      const stream = await listening(channel);
      org.bus.publishGap('Opportunity', 'GAP_UPDATE', ['0065g0000000001AAA'], org.seeded.adminId);
      org.bus.publishGap('Account', 'UPDATE', ['001*'], org.seeded.adminId);
      const events = await decodeAll(await stream.events(2));
      expect(events.map(({ header }) => header)).toMatchObject([
        { changeType: 'GAP_UPDATE', recordIds: ['0065g0000000001AAA'], changedFields: [] },
        { changeType: 'UPDATE', recordIds: ['001*'] },
      ]);
    });
  });

  describe('the flow', () => {
    it('gives no more than the credit, and goes on with more of it', async () => {
      const stream = await listening(deals, 2);
      org.insert(
        'Opportunity',
        ['A', 'B', 'C', 'D', 'E'].map((name) => opportunity(name)),
      );
      await stream.events(2);
      expect(stream.responses.at(-1)?.pendingNumRequested).toBe(0);
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(await stream.events(2)).toHaveLength(2);
      stream.request({ numRequested: 2 });
      expect(await stream.events(4)).toHaveLength(4);
    });

    it('counts no more than a hundred of one request', async () => {
      await listening(deals, 250);
      expect(org.bus.credit()).toBe(100);
    });

    it('refuses a request for nothing, and another topic on the same stream', async () => {
      const nothing = client.subscribe(deals, { numRequested: 0 });
      await expect(nothing.failure).resolves.toMatchObject({ code: status.INVALID_ARGUMENT });
      const stream = await listening(deals);
      stream.request({ topicName: '/data/AccountChangeEvent', numRequested: 1 });
      await expect(stream.failure).resolves.toMatchObject({ code: status.INVALID_ARGUMENT });
    });

    it('gives a sign of life with the place reached while there is nothing to send', async () => {
      org.insert('Opportunity', [opportunity('Acme')]);
      const stream = await listening(deals);
      await until(() => stream.responses.length >= 2);
      expect(stream.responses[0]).toMatchObject({ events: [], pendingNumRequested: 100 });
      org.insert('Opportunity', [opportunity('Later')]);
      const resumed = client.subscribe(deals, {
        replayPreset: 'CUSTOM',
        replayId: stream.responses[0]?.latestReplayId as Buffer,
      });
      expect(await resumed.events(1)).toHaveLength(1);
    });
  });

  describe('the replay', () => {
    const names = async (events: ConsumerEvent[]) => (await decodeAll(events)).map(({ body }) => body['Name']);

    it('starts at the end, at the beginning, or after an event', async () => {
      org.insert(
        'Opportunity',
        ['A', 'B', 'C'].map((name) => opportunity(name)),
      );
      const earliest = client.subscribe(deals, { replayPreset: 'EARLIEST' });
      const all = await earliest.events(3);
      expect(await names(all)).toEqual(['A', 'B', 'C']);
      const after = client.subscribe(deals, { replayPreset: 'CUSTOM', replayId: all[0]?.replayId as Buffer });
      expect(await names(await after.events(2))).toEqual(['B', 'C']);
      const latest = client.subscribe(deals);
      await until(() => org.bus.counts.streams === 3 && org.bus.credit() > 200);
      org.insert('Opportunity', [opportunity('D')]);
      expect(await names(await latest.events(1))).toEqual(['D']);
    });

    it('has ids of ten bytes that rise, with gaps, above what a JavaScript number holds', async () => {
      org.insert(
        'Opportunity',
        Array.from({ length: 12 }, (_, n) => opportunity(`${n}`)),
      );
      const events = await client.subscribe(deals, { replayPreset: 'EARLIEST' }).events(12);
      const ids = events.map(({ replayId }) => replayId.readBigUInt64BE());
      expect(events.every(({ replayId }) => replayId.length === 10)).toBe(true);
      expect(ids[0]).toBeGreaterThan(2n ** 53n);
      const steps = ids.slice(1).map((id, index) => id - (ids[index] ?? 0n));
      expect(steps.every((step) => step > 0n)).toBe(true);
      expect(steps.some((step) => step > 1n)).toBe(true);
    });

    it('refuses a place older than 72 hours and one that never was', async () => {
      org.insert('Opportunity', [opportunity('A'), opportunity('B')]);
      const [first] = await client.subscribe(deals, { replayPreset: 'EARLIEST' }).events(2);
      const from = (replayId: Buffer) => client.subscribe(deals, { replayPreset: 'CUSTOM', replayId });
      const hour = 3_600_000;
      org.clock.now = morning + 72 * hour - 1;
      expect(await from(first?.replayId as Buffer).events(1)).toHaveLength(1);
      org.clock.now = morning + 72 * hour;
      for (const place of [
        first?.replayId as Buffer,
        Buffer.alloc(10, 7),
        Buffer.from('12907414', 'latin1').subarray(1),
      ]) {
        const failure = await from(place).failure;
        expect(failure.code).toBe(status.INVALID_ARGUMENT);
        expect(failure.metadata.get('error-code')).toEqual([
          'sfdc.platform.eventbus.grpc.subscription.fetch.replayid.corrupted',
        ]);
      }
      org.insert('Opportunity', [opportunity('C')]);
      expect(await names(await client.subscribe(deals, { replayPreset: 'EARLIEST' }).events(1))).toEqual(['C']);
    });
  });

  describe('what goes wrong on demand', () => {
    it('breaks a stream after so many events, once', async () => {
      org.bus.faults.breakAfter = 2;
      const stream = await listening(deals);
      org.insert(
        'Opportunity',
        ['A', 'B', 'C'].map((name) => opportunity(name)),
      );
      await expect(stream.failure).resolves.toMatchObject({ code: status.UNAVAILABLE });
      expect(await stream.events(2)).toHaveLength(2);
      const again = client.subscribe(deals, { replayPreset: 'EARLIEST' });
      expect(await again.events(3)).toHaveLength(3);
    });

    it('refuses so many calls', async () => {
      org.bus.faults.refuseConnects = 1;
      await expect(client.call('GetTopic', { topicName: deals })).rejects.toMatchObject({ code: status.UNAVAILABLE });
      await expect(client.call('GetTopic', { topicName: deals })).resolves.toMatchObject({ topicName: deals });
    });

    it('breaks all streams', async () => {
      const [one, two] = [await listening(deals), await listening(channel)];
      await until(() => org.bus.credit() === 200);
      org.bus.dropStreams();
      const failures = await Promise.all([one.failure, two.failure]);
      expect(failures.map(({ code }) => code)).toEqual([status.UNAVAILABLE, status.UNAVAILABLE]);
    });

    it('refuses what it does not offer', async () => {
      await expect(client.call('Publish', { topicName: deals, events: [] })).rejects.toMatchObject({
        code: status.UNIMPLEMENTED,
      });
      await expect(client.stream('ManagedSubscribe')).resolves.toMatchObject({ code: status.UNIMPLEMENTED });
      await expect(client.stream('PublishStream')).resolves.toMatchObject({ code: status.UNIMPLEMENTED });
    });
  });
});
