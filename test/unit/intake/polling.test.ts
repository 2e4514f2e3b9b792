import { describe, expect, it } from '@jest/globals';
import type { ChangeBatch, Cursor } from '../../../sync-service/intake/intake.ts';
import {
  changesSince,
  lookEvery,
  PollingIntake,
  type PolledRecord,
  type Poller,
} from '../../../sync-service/intake/polling.ts';

const minute = 60_000;
const noon = Date.UTC(2026, 10, 23, 12);

/** An org's records by entity; a page holds two. */
class FarEnd implements Poller {
  readonly records: Record<string, PolledRecord[]> = {};
  readonly gone: Record<string, { id: string; at: number }[]> = {};
  readonly asked: [what: string, entity: string, from: number, until: number][] = [];
  failures = 0;

  async *modified(entity: string, from: number, until: number) {
    this.asked.push(['modified', entity, from, until]);
    if (this.failures-- > 0) throw new Error('REQUEST_LIMIT_EXCEEDED');
    const found = (this.records[entity] ?? []).filter(({ at }) => from <= at && at < until);
    for (let first = 0; first < found.length; first += 2) yield found.slice(first, first + 2);
  }

  async *deleted(entity: string, from: number, until: number) {
    this.asked.push(['deleted', entity, from, until]);
    yield (this.gone[entity] ?? []).filter(({ at }) => from <= at && at < until);
  }
}

const record = (id: string, at: number, fields = {}): PolledRecord => ({ id, at, by: '005A', fields });

/** Runs looks a few milliseconds apart under a clock that the test sets. */
async function looking(options: {
  farEnd: FarEnd;
  from: Cursor | null;
  entities?: string[];
  sink?: () => Promise<void>;
}) {
  const clock = { now: noon };
  const batches: ChangeBatch[] = [];
  const intake = new PollingIntake({
    poller: options.farEnd,
    entities: options.entities ?? ['Task'],
    now: () => clock.now,
    everyMs: 5,
    deletionsEvery: 1,
    callsPerDay: 1e9,
    backoff: { firstMs: 5, longestMs: 5 },
  });
  await intake.start(async (batch) => {
    await options.sink?.();
    batches.push(batch);
  }, options.from);
  const settled = async () => {
    const before = batches.length;
    const asked = options.farEnd.asked.length;
    while (options.farEnd.asked.length < asked + 6) await new Promise((resolve) => setTimeout(resolve, 2));
    return batches.slice(before);
  };
  return { intake, clock, batches, settled, changes: () => batches.flatMap((batch) => batch.changes) };
}

describe('polling', () => {
  it('brings what was modified since the place, ten minutes of overlap included', async () => {
    const farEnd = new FarEnd();
    farEnd.records['Task'] = [
      record('00T1', noon - 11 * minute),
      record('00T2', noon - 10 * minute, { WhatId: '006A' }),
      record('00T3', noon - 1),
    ];
    const { intake, settled, changes } = await looking({
      farEnd,
      from: [{ topic: 'poll:Task', position: '2026-11-23T12:00:00.000Z' }],
    });
    await settled();
    await intake.stop();
    expect(changes()).toMatchObject([
      {
        entity: 'Task',
        recordIds: ['00T2'],
        changeType: 'MODIFIED',
        fields: { WhatId: '006A' },
        by: '005A',
        at: noon - 10 * minute,
      },
      { recordIds: ['00T3'] },
    ]);
  });

  it('passes a record on once for each modification, however often the overlap shows it', async () => {
    const farEnd = new FarEnd();
    farEnd.records['Task'] = [record('00T1', noon - minute)];
    const { intake, clock, settled, changes } = await looking({ farEnd, from: null });
    await settled();
    expect(changes()).toHaveLength(1);
    clock.now = noon + 2 * minute;
    farEnd.records['Task'] = [record('00T1', noon + minute)];
    await settled();
    await intake.stop();
    expect(changes().map(({ at }) => at)).toEqual([noon - minute, noon + minute]);
  });

  it('finds a record of a long transaction that bears an instant before the last look', async () => {
    const farEnd = new FarEnd();
    const { intake, clock, settled, changes } = await looking({ farEnd, from: null });
    await settled();
    clock.now = noon + minute;
    farEnd.records['Task'] = [record('00T9', noon - 8 * minute)];
    await settled();
    await intake.stop();
    expect(changes()).toMatchObject([{ recordIds: ['00T9'] }]);
  });

  it('tells deletions', async () => {
    const farEnd = new FarEnd();
    farEnd.gone['Task'] = [{ id: '00T1', at: noon - minute }];
    const { intake, settled, changes } = await looking({ farEnd, from: null });
    await settled();
    await intake.stop();
    expect(changes()).toMatchObject([{ recordIds: ['00T1'], changeType: 'DELETE', fields: {} }]);
  });

  it('moves its place only when everything before it is safe', async () => {
    const farEnd = new FarEnd();
    farEnd.records['Task'] = [1, 2, 3].map((n) => record(`00T${n}`, noon - n * minute));
    let refusals = 3;
    const sink = async () => {
      if (refusals-- > 0) throw new Error('the store is away');
    };
    const { intake, settled, batches, changes } = await looking({ farEnd, from: null, sink });
    await settled();
    await settled();
    await intake.stop();
    expect(changes().map(({ recordIds }) => recordIds[0])).toEqual(['00T1', '00T2', '00T3']);
    const firstPlace = batches.findIndex(({ cursor }) => cursor.length > 0);
    expect(batches.slice(0, firstPlace).flatMap(({ changes: found }) => found)).toHaveLength(3);
    expect(batches[firstPlace]?.cursor).toEqual([{ topic: 'poll:Task', position: '2026-11-23T12:00:00.000Z' }]);
  });

  it('goes on with the others when one entity fails, says so, and recovers', async () => {
    const farEnd = new FarEnd();
    farEnd.records['Event'] = [record('00U1', noon - minute)];
    farEnd.records['Task'] = [record('00T1', noon - minute)];
    farEnd.failures = 1;
    const { intake, settled, changes } = await looking({ farEnd, from: null, entities: ['Task', 'Event'] });
    await settled();
    await settled();
    const { topics } = intake.status();
    await intake.stop();
    expect(changes().map(({ entity }) => entity)).toEqual(['Event', 'Task']);
    expect(topics.map(({ failures, lastError }) => [failures, lastError])).toEqual([
      [0, null],
      [0, null],
    ]);
  });

  it('gives its sink nothing more after it was stopped', async () => {
    const farEnd = new FarEnd();
    const { intake, settled, batches } = await looking({ farEnd, from: null });
    await settled();
    await intake.stop();
    const count = batches.length;
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(batches).toHaveLength(count);
    expect(intake.status().topics[0]?.state).toBe('stopped');
  });
});

describe('the interval between looks', () => {
  it('is the one asked for while a day of looks costs no more than allowed', () => {
    // Nine entities and a fifth of that for deletions: 10.8 calls a look, 1,440 looks a day.
    expect(lookEvery(minute, 9, 5, 15_552)).toBe(60_000);
    expect(lookEvery(minute, 9, 5, 15_551)).toBe(60_004);
  });
});

describe('making up what was missed', () => {
  const collect = async (pages: AsyncIterable<unknown[]>) => {
    const found: unknown[] = [];
    for await (const page of pages) found.push(...page);
    return found;
  };

  it('reads modifications and deletions from ten minutes before on', async () => {
    const farEnd = new FarEnd();
    farEnd.records['Account'] = [record('001A', noon)];
    farEnd.gone['Account'] = [{ id: '001B', at: noon }];
    expect(await collect(changesSince(farEnd, 'Account', noon, noon + minute))).toMatchObject([
      { recordIds: ['001A'], changeType: 'MODIFIED' },
      { recordIds: ['001B'], changeType: 'DELETE' },
    ]);
    expect(farEnd.asked).toEqual([
      ['modified', 'Account', noon - 10 * minute, noon + minute],
      ['deleted', 'Account', noon - 10 * minute, noon + minute],
    ]);
  });

  it('reads everything there is where nothing is known to have been seen', async () => {
    const farEnd = new FarEnd();
    farEnd.records['Account'] = [record('001A', 1)];
    expect(await collect(changesSince(farEnd, 'Account', null, noon))).toMatchObject([{ recordIds: ['001A'] }]);
    expect(farEnd.asked.map(([what]) => what)).toEqual(['modified']);
  });

  it('asks for deletions of the last 29 days at most', async () => {
    const farEnd = new FarEnd();
    await collect(changesSince(farEnd, 'Account', noon - 60 * 24 * 60 * minute, noon));
    expect(farEnd.asked[1]).toEqual(['deleted', 'Account', Date.UTC(2026, 9, 25, 12), noon]);
  });
});
