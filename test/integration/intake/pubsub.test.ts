import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { IntakeRefusedError } from '../../../sync-service/intake/intake.ts';
import { placeOf } from '../../../sync-service/intake/place.ts';
import { startEventBus } from '../../local-org/events/index.ts';
import { instanceUrl, morning, openBusOrg, opportunity, until, type BusOrg } from '../events/bus-org.ts';
import { channel, intakeOn, KeepingStore, startReading, type Reading } from './reading.ts';

jest.setTimeout(60_000);

const hour = 3_600_000;
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const named = (count: number, prefix = 'Deal') => Array.from({ length: count }, (_, n) => `${prefix} ${n}`);

describe('change events into the service', () => {
  let org: BusOrg;
  const readings: Reading[] = [];

  beforeEach(async () => {
    org = await openBusOrg({ keepaliveSeconds: 0.2, overflowAfter: 300 });
  });
  afterEach(async () => {
    await Promise.all(readings.splice(0).map(({ intake }) => intake.stop()));
    await org.close();
  });

  async function reading(options: Parameters<typeof startReading>[1] = {}): Promise<Reading> {
    const started = await startReading(org, options);
    readings.push(started);
    return started;
  }
  const insertDeals = (names: string[]) =>
    org.insert(
      'Opportunity',
      names.map((name) => opportunity(name)),
    );

  describe('what arrives', () => {
    it('is each change of the channel’s entities, in order, in the words of the org', async () => {
      const { store } = await reading();
      const [accountId = ''] = org.insert('Account', [{ Name: 'Acme', BillingCountry: 'France' }], 'loader');
      const [dealId = ''] = org.insert('Opportunity', [opportunity('Deal', { AccountId: accountId, Amount: 100 })]);
      org.clock.now = morning + 60_000;
      org.update('Opportunity', [[dealId, { Engaged_Partner__c: accountId, Amount: null, CloseDate: '2027-04-30' }]]);
      org.remove('Opportunity', [dealId]);
      await until(() => store.changes().length === 4);
      expect(store.changes()).toMatchObject([
        {
          entity: 'Account',
          changeType: 'CREATE',
          fields: { Name: 'Acme', BillingCountry: 'France' },
          origin: 'com/salesforce/api/rest/65.0;client=loader',
        },
        {
          entity: 'Opportunity',
          recordIds: [dealId],
          fields: { StageName: 'Prospecting', CloseDate: '2027-03-31', CreatedDate: morning },
        },
        {
          changeType: 'UPDATE',
          recordIds: [dealId],
          fields: {
            Engaged_Partner__c: accountId,
            Amount: null,
            ExpectedRevenue: null,
            CloseDate: '2027-04-30',
            LastModifiedDate: morning + 60_000,
          },
          nulled: ['Amount', 'ExpectedRevenue'],
          at: morning + 60_000,
          by: org.seeded.adminId,
        },
        { changeType: 'DELETE', recordIds: [dealId], fields: {} },
      ]);
      expect(Object.keys(store.changes()[2]?.fields ?? {}).sort()).toEqual([
        'Amount',
        'CloseDate',
        'Engaged_Partner__c',
        'ExpectedRevenue',
        'LastModifiedDate',
        'PushCount',
      ]);
    });

    it('is one change for several records, and all records for a wildcard or an overflow', async () => {
      const { store } = await reading();
      const ids = insertDeals(['A', 'B', 'C']);
      org.clock.now = morning + 1000;
      org.update(
        'Opportunity',
        ids.map((id) => [id, { NextStep: 'call' }]),
      );
      org.bus.publishGap('Opportunity', 'GAP_UPDATE', ids.slice(0, 2), org.seeded.adminId);
      org.bus.publishGap('Account', 'UPDATE', ['001*'], org.seeded.adminId);
      insertDeals(named(301));
      await until(() => store.changes().length === 3 + 3 + 301);
      expect(store.changes().slice(3, 6)).toMatchObject([
        { changeType: 'UPDATE', recordIds: ids, fields: { NextStep: 'call' } },
        { changeType: 'GAP_UPDATE', recordIds: ids.slice(0, 2), fields: null },
        { entity: 'Account', recordIds: 'all' },
      ]);
      expect(store.changes().at(-1)).toMatchObject({
        changeType: 'GAP_OVERFLOW',
        entity: 'Opportunity',
        recordIds: 'all',
        fields: null,
        sequence: 301,
      });
    });

    it('comes over TLS from a server whose certificate is trusted', async () => {
      const secure = await openBusOrg({ tls: true });
      const { intake, store } = await startReading(secure, {
        endpoint: `localhost:${secure.bus.port}`,
        tls: { trusted: secure.bus.certificate as string },
      });
      await until(() => secure.bus.credit() > 0);
      secure.insert('Account', [{ Name: 'Acme' }]);
      await until(() => store.changes().length === 1);
      await intake.stop();
      await secure.close();
    });
  });

  describe('the place', () => {
    it('moves with every batch and with signs of life, and tells up to when all was seen', async () => {
      const { store } = await reading();
      insertDeals(['A']);
      await until(() => store.changes().length === 1);
      const first = placeOf(store.places.get(channel) ?? '');
      expect(first?.at).toBe(morning);
      org.clock.now = morning + hour;
      await until(() => (placeOf(store.places.get(channel) ?? '')?.at ?? 0) > morning);
      // A transaction may have begun ten minutes before the sign of life and not be committed yet.
      expect(placeOf(store.places.get(channel) ?? '')).toEqual({
        replayId: first?.replayId,
        at: morning + hour - 10 * 60_000,
      });
    });

    it('is where the next run goes on, with nothing lost and nothing twice', async () => {
      const { intake, store } = await reading();
      insertDeals(named(150));
      await until(() => store.changes().length === 150);
      await intake.stop();
      insertDeals(named(150, 'Later'));
      await reading({ store });
      await until(() => store.changes().length === 300);
      expect(store.names()).toEqual([...named(150), ...named(150, 'Later')]);
    });

    it('asks for everything to be read once at the very first start, and not again', async () => {
      const { intake, store } = await reading();
      await until(() => store.places.size > 0);
      await intake.stop();
      await reading({ store });
      insertDeals(['A']);
      await until(() => store.changes().length === 1);
      expect(store.gaps()).toEqual([{ kind: 'gap', entities: null, since: null, reason: 'first start' }]);
    });

    it('that the org no longer keeps makes everything since then be read, and all that is kept be taken', async () => {
      const { intake, store } = await reading();
      insertDeals(['A']);
      await until(() => store.changes().length === 1);
      await intake.stop();
      org.clock.now = morning + hour;
      insertDeals(['missed']);
      org.clock.now = morning + 60 * hour;
      insertDeals(['kept']);
      org.clock.now = morning + 80 * hour;
      await reading({ store });
      await until(() => store.changes().length === 2);
      insertDeals(['new']);
      await until(() => store.changes().length === 3);
      expect(store.names()).toEqual(['A', 'kept', 'new']);
      expect(store.gaps().slice(1)).toEqual([
        { kind: 'gap', entities: null, since: morning, reason: 'the place is no longer kept' },
      ]);
    });

    it.each(['corrupted', 'validation.failed'] as const)('may be refused as %s', async (unknownPlace) => {
      org.bus.faults.unknownPlace = unknownPlace;
      const store = new KeepingStore();
      store.places.set(channel, `${Buffer.alloc(10, 7).toString('base64')}@2026-11-22T00:00:00.000Z`);
      await reading({ store });
      await until(() => store.gaps().length === 1);
      expect(store.gaps()[0]?.since).toBe(Date.UTC(2026, 10, 22));
    });
  });

  describe('a slow or failing sink', () => {
    it('gets no more than the credit until it has kept what it has', async () => {
      let release = () => {};
      const released = new Promise<void>((resolve) => (release = resolve));
      const { store } = await reading({ before: async ({ changes }) => (changes.length > 0 ? released : undefined) });
      insertDeals(named(250));
      await until(() => org.bus.counts.sent === 100);
      await pause(100);
      expect(org.bus.counts.sent).toBe(100);
      expect(org.bus.credit()).toBe(0);
      expect(store.changes()).toEqual([]);
      release();
      await until(() => store.changes().length === 250);
      expect(store.names()).toEqual(named(250));
    });

    it('gets again what it could not keep, and the place does not move before', async () => {
      let failures = 3;
      const { intake, store } = await reading({
        before: async ({ changes }) => {
          if (changes.length > 0 && failures-- > 0) throw new Error('the store is away');
        },
      });
      await until(() => store.places.size > 0);
      const place = store.places.get(channel);
      insertDeals(named(20));
      await until(() => failures <= 0);
      const before = store.batches.findIndex(({ changes }) => changes.length > 0);
      await until(() => store.changes().length === 20);
      expect(store.names()).toEqual(named(20));
      const earlier = store.batches
        .slice(0, before)
        .flatMap(({ cursor }) => cursor.map(({ position }) => position.split('@')[0]));
      expect(new Set(earlier)).toEqual(new Set([place?.split('@')[0]].slice(0, earlier.length)));
      expect(intake.status().topics[0]).toMatchObject({ failures: 0, lastError: null, state: 'running' });
    });

    it('gets the events of the very first batch again too, for which there is no place yet', async () => {
      let failures = 1;
      await org.close();
      org = await openBusOrg({ keepaliveSeconds: 60 });
      const { store } = await reading({
        before: async ({ changes }) => {
          if (changes.length > 0 && failures-- > 0) throw new Error('the store is away');
        },
      });
      await until(() => org.bus.credit() > 0);
      insertDeals(['A', 'B']);
      await until(() => store.changes().length === 2);
      expect(store.names()).toEqual(['A', 'B']);
    });

    it('is not called any more after the stop', async () => {
      const { intake, store } = await reading();
      insertDeals(['A']);
      await until(() => store.changes().length === 1);
      await intake.stop();
      const count = store.batches.length;
      insertDeals(['B']);
      await pause(300);
      expect(store.batches).toHaveLength(count);
      expect(intake.status().topics[0]?.state).toBe('stopped');
    });
  });

  describe('when things break', () => {
    it('nothing is lost and nothing comes twice with streams that break every few events', async () => {
      const { store } = await reading();
      for (let round = 0; round < 6; round++) {
        org.bus.faults.breakAfter = 7;
        insertDeals(named(20, `Round ${round}`));
        await until(() => store.changes().length === 20 * (round + 1));
      }
      expect(store.names()).toEqual([0, 1, 2, 3, 4, 5].flatMap((round) => named(20, `Round ${round}`)));
      expect(org.bus.counts.streams).toBe(7);
    });

    it('it comes back when the service was unavailable for a while, and says so meanwhile', async () => {
      const { intake, store } = await reading();
      await until(() => store.places.size > 0);
      org.bus.faults.refuseConnects = 5;
      org.bus.dropStreams();
      await until(() => (intake.status().topics[0]?.failures ?? 0) >= 3);
      expect(intake.status().topics[0]?.lastError).toContain('UNAVAILABLE: The Pub/Sub API service is unavailable.');
      insertDeals(['A']);
      await until(() => store.changes().length === 1);
      expect(intake.status().topics[0]).toMatchObject({ failures: 0, state: 'running' });
    });

    it('an expired token is replaced by a fresh one, once', async () => {
      const asked: (string | null)[] = [];
      let valid = 'admin';
      const { store } = await reading({
        token: async (refused) => {
          asked.push(refused);
          return { accessToken: valid, instanceUrl, tenantId: org.seeded.organizationId };
        },
      });
      insertDeals(['A']);
      await until(() => store.changes().length === 1);
      asked.length = 0;
      org.tokens.set('fresh', org.tokens.get('admin') as { userId: string; clientId: string });
      org.tokens.delete('admin');
      valid = 'fresh';
      insertDeals(['B']);
      await until(() => store.changes().length === 2 && asked.length > 0);
      insertDeals(['C']);
      await until(() => store.changes().length === 3);
      expect(asked).toEqual(['admin']);
      expect(store.names()).toEqual(['A', 'B', 'C']);
    });

    it('an event that can’t be read does not hold up the others, and its entities are read since the one before', async () => {
      const { store } = await reading();
      insertDeals(['A']);
      await until(() => store.changes().length === 1);
      org.clock.now = morning + 1000;
      org.bus.faults.garble = 1;
      insertDeals(['unreadable', 'C']);
      await until(() => store.changes().length === 2);
      expect(store.names()).toEqual(['A', 'C']);
      expect(store.gaps().slice(1)).toMatchObject([
        { entities: null, since: morning, reason: expect.stringContaining("can't be read") },
      ]);
    });

    it('a stream that has gone silent is opened again', async () => {
      await org.close();
      org = await openBusOrg({ keepaliveSeconds: 60 });
      const { intake } = await reading({ silenceMs: 50 });
      await until(() => org.bus.counts.streams >= 3);
      expect(intake.status().topics[0]?.lastError).toBe('nothing came for 50 ms');
    });

    it('a used-up allocation is waited for as long as a wait may be', async () => {
      org.bus.faults.deliveryLimit = true;
      const { intake } = await reading({ backoff: { firstMs: 1, longestMs: 10_000 } });
      await until(() => intake.status().topics[0]?.state === 'waiting');
      await pause(100);
      expect(org.bus.counts.streams).toBe(1);
      expect(intake.status().topics[0]?.lastError).toContain('exceeded the event delivery limit');
    });

    it('it starts by itself when an org that could not be reached can be', async () => {
      const { port } = org.bus;
      await org.bus.close();
      const store = new KeepingStore();
      const intake = intakeOn(org);
      await intake.start(async (batch) => store.keep(batch), null);
      await until(() => (intake.status().topics[0]?.failures ?? 0) >= 2);
      expect(intake.status().topics[0]?.state).toBe('waiting');
      const sessionFor = (token: string) => org.tokens.get(token) ?? null;
      const bus = await startEventBus({ records: org.records, sessionFor, port, now: () => org.clock.now });
      await until(() => bus.credit() > 0);
      insertDeals(['A']);
      await until(() => store.changes().length === 1);
      await intake.stop();
      await bus.close();
    });
  });

  describe('the topics', () => {
    it('are those of the entities that the org publishes where it lacks the channel', async () => {
      const { intake, store } = await reading({
        channel: '/data/Other__chn',
        entities: ['Lead', 'Opportunity', 'Deal_Registration__c'],
      });
      await until(() => org.bus.credit() === 200);
      insertDeals(['A']);
      await until(() => store.changes().length === 1);
      expect(intake.status().topics.map(({ topic }) => topic)).toEqual([
        '/data/OpportunityChangeEvent',
        '/data/Deal_Registration__ChangeEvent',
      ]);
      expect(store.gaps().map(({ entities }) => entities)).toEqual([['Opportunity'], ['Deal_Registration__c']]);
    });

    it('are all told, so that their places can be looked up', () => {
      const intake = intakeOn(org, { namespace: 'fl', entities: ['Account', 'Deal_Registration__c'] });
      expect(intake.topics()).toEqual([
        channel,
        '/data/AccountChangeEvent',
        '/data/fl__Deal_Registration__ChangeEvent',
      ]);
    });

    it('are refused in words that say what to do where the org has none of them', async () => {
      const start = intakeOn(org, { channel: '/data/Other__chn', entities: ['Lead'] }).start(async () => {}, null);
      await expect(start).rejects.toThrow(IntakeRefusedError);
      await expect(start).rejects.toThrow('/data/Other__chn, /data/LeadChangeEvent be read: select the objects');
    });

    it('are refused where the user may not see all records', async () => {
      org.tokens.set('seller', { userId: org.salesperson, clientId: '' });
      const token = async () => ({ accessToken: 'seller', instanceUrl, tenantId: org.seeded.organizationId });
      await expect(intakeOn(org, { token }).start(async () => {}, null)).rejects.toThrow('View All on each object');
    });

    it('share a sink that takes one batch at a time', async () => {
      let [inside, most] = [0, 0];
      const { store } = await reading({
        channel: null,
        before: async () => {
          most = Math.max(most, ++inside);
          await pause(5);
          inside--;
        },
      });
      await until(() => org.bus.credit() === 200);
      insertDeals(named(10));
      org.insert(
        'Account',
        named(10).map((name) => ({ Name: name })),
      );
      await until(() => store.changes().length === 20);
      expect(most).toBe(1);
    });
  });
});
