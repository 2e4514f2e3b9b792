import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { DealEvent } from '../../../sync-service/domain/deal.ts';
import type { ForecastModel } from '../../../sync-service/domain/forecast/model.ts';
import type { WorkItem } from '../../../sync-service/ports.ts';
import { openCustomerIndex } from '../../../sync-service/store/customer-index.ts';
import { openDatabase, StoreInUseError, type Database } from '../../../sync-service/store/database.ts';
import { openForecasts } from '../../../sync-service/store/forecasts.ts';
import { openDeadLetters, openInbox } from '../../../sync-service/store/inbox.ts';
import { openJobs, type BossJobs } from '../../../sync-service/store/jobs.ts';
import { startPostgres } from '../../postgres.ts';

const folder = mkdtempSync(join(tmpdir(), 'fairlead-store-'));
let postgres: Awaited<ReturnType<typeof startPostgres>>;

beforeAll(async () => {
  postgres = await startPostgres();
});

afterAll(async () => {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
});

const deal = (id: string): WorkItem => ({ kind: 'deal', id });
const event = (key: string): DealEvent => ({
  key,
  kind: 'Stage Changed',
  dealId: '006',
  registrationId: null,
  customerId: null,
  partnerId: null,
  from: null,
  to: 'Closed Won',
  at: 1,
  byId: null,
  source: 'Change Event',
  record: { object: 'Opportunity', id: '006', field: 'StageName' },
});

describe.each(['embedded', 'postgres'] as const)('store on %s', (kind) => {
  let database: Database;
  let jobs: BossJobs;

  beforeAll(async () => {
    database = await openDatabase({ url: kind === 'postgres' ? postgres.url : null, folder: join(folder, 'embedded') });
    jobs = await openJobs(database, { batchSize: 10, concurrency: 2, retryLimit: 2, onError: () => undefined });
  });
  afterAll(async () => {
    await jobs.stop();
    await database.close();
  });
  afterEach(async () => {
    await database.query('DELETE FROM pending_event');
  });

  it('keeps cursor, events and work of a batch together: a failure leaves none of them', async () => {
    const inbox = openInbox(database, jobs);
    const failing = { topic: 'first', position: 'AAE=' };
    await expect(
      inbox.accept({
        events: [event('e1')],
        work: [deal('d1')],
        cursors: [failing, { topic: 'x', position: null! }],
        at: 1,
      }),
    ).rejects.toThrow();
    expect([await inbox.cursor('first'), await inbox.pendingEvents(10), await jobs.depth()]).toEqual([null, [], 0]);
    await inbox.accept({ events: [event('e1'), event('e2')], work: [], cursors: [failing], at: 1 });
    expect(await inbox.cursor('first')).toBe('AAE=');
    expect(await inbox.pendingEvents(10)).toEqual([event('e1'), event('e2')]);
  });

  it('remembers a changed deal until it is carried over, and a newer change beyond that', async () => {
    const inbox = openInbox(database, { ...jobs, addWithin: async () => undefined });
    const change = { events: [], work: [deal('c1'), deal('c1'), deal('c2')], cursors: [], at: 1 };
    await inbox.accept(change);
    const seen = await inbox.changedAmong(['c1', 'c3']);
    expect([...seen.keys()]).toEqual(['c1']);
    await inbox.accept({ ...change, work: [deal('c1')] });
    await inbox.carriedOver(seen);
    const newer = await inbox.changedAmong(['c1']);
    expect(newer.get('c1')).toBeGreaterThan(seen.get('c1')!);
    await inbox.carriedOver(newer);
    expect(await inbox.changedAmong(['c1', 'c2'])).toEqual(new Map([['c2', expect.any(Number)]]));
  });

  it('takes an event in once, however often it is delivered', async () => {
    const inbox = openInbox(database, jobs);
    await inbox.accept({ events: [event('e1')], work: [], cursors: [], at: 1 });
    await inbox.accept({ events: [event('e1'), event('e2')], work: [], cursors: [], at: 2 });
    await inbox.settle(['e1']);
    expect((await inbox.pendingEvents(10)).map((e) => e.key)).toEqual(['e2']);
  });

  it('keeps forecasts by version and gives the newest, and of one learned again the later date', async () => {
    const forecasts = openForecasts(database);
    expect(await forecasts.latest()).toBeNull();
    const lacking = { kind: 'too little history', of: 'closed deals', have: 1, needed: 100 } as const;
    const model = (version: string): ForecastModel => ({
      version,
      asOf: '2026-03-01',
      closed: 1,
      bands: { fiscalYearStart: 1, sizes: [0.1], ages: [] },
      winning: lacking,
      price: lacking,
    });
    await forecasts.keep(model('a'), 1000);
    await forecasts.keep(model('b'), 2000);
    expect(await forecasts.latest()).toEqual({ model: model('b'), at: 2000 });
    await forecasts.keep(model('a'), 3000);
    expect(await forecasts.latest()).toEqual({ model: model('a'), at: 3000 });
  });

  it('counts how often an item died and forgets it once it lives', async () => {
    const letters = openDeadLetters(database, () => 1000);
    await letters.bury(deal('d9'), 'no CloseDate');
    await letters.bury(deal('d9'), 'no StageName');
    expect(await letters.list()).toEqual([
      { item: deal('d9'), reason: 'no StageName', firstAt: 1000, lastAt: 1000, times: 2 },
    ]);
    await letters.forget([deal('d9')]);
    expect(await letters.list()).toEqual([]);
  });

  it('finds records that share a key and passes over a key that everybody has', async () => {
    const index = openCustomerIndex(database);
    const crowd = Array.from({ length: 501 }, (_, n): [string, string[]] => [`c${n}`, ['name:systems']]);
    await index.put(
      new Map([['a1', ['domain:acme.example']], ['a2', ['domain:acme.example', 'name:systems']], ...crowd]),
    );
    expect(await index.neighbours(new Map([['a2', ['domain:acme.example', 'name:systems']]]))).toEqual(
      new Map([['a2', ['a1']]]),
    );
    await index.put(new Map([['a1', ['domain:other.example']]]));
    expect(await index.neighbours(new Map([['a2', ['domain:acme.example']]]))).toEqual(new Map([['a2', []]]));
  });

  it('never has one deal in two hands, adds a waiting deal once, and repeats what failed', async () => {
    const running = new Set<string>();
    const runs = new Map<string, number>();
    let clashes = 0;
    const handled = jobs.work(async (items) => {
      for (const { id } of items) {
        if (running.has(id)) clashes++;
        running.add(id);
        runs.set(id, (runs.get(id) ?? 0) + 1);
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
      for (const { id } of items) running.delete(id);
      return items.map((item) =>
        item.id === 'fails-once' && runs.get(item.id) === 1
          ? { item, kind: 'retry' as const, reason: 'row locked' }
          : { item, kind: 'done' as const },
      );
    });
    await handled;
    await jobs.add([deal('twice'), deal('twice'), deal('fails-once')]);
    for (let n = 0; n < 60; n++) {
      await jobs.add([deal('busy'), deal(`d${n % 7}`)]);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await until(async () => (await jobs.depth()) === 0);
    expect(clashes).toBe(0);
    expect(runs.get('twice')).toBe(1);
    expect(runs.get('fails-once')).toBe(2);
    expect(runs.get('busy')).toBeGreaterThan(1);
    expect(runs.get('busy')).toBeLessThan(61);
  });
});

it('refuses to open an embedded store that another process has open, and opens it once that one is killed', async () => {
  const shared = join(folder, 'shared');
  const holder = spawn(process.execPath, [
    '--input-type=module',
    '--eval',
    `const { openDatabase } = await import(${JSON.stringify(join(process.cwd(), 'sync-service/store/database.ts'))});
     await openDatabase({ url: null, folder: ${JSON.stringify(shared)} });
     console.log('open'); setInterval(() => {}, 1000);`,
  ]);
  await new Promise((resolve) => holder.stdout.once('data', resolve));
  await expect(openDatabase({ url: null, folder: shared })).rejects.toThrow(StoreInUseError);
  const ended = new Promise((resolve) => holder.once('exit', resolve));
  holder.kill('SIGKILL');
  await ended;
  const database = await openDatabase({ url: null, folder: shared });
  expect(await database.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await database.close();
});

async function until(met: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await met())) {
    if (Date.now() > deadline) throw new Error('waited 20 s in vain');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
