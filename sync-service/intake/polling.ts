/**
 * Changes found by asking: what was modified or deleted since the last look. For what sends no change events, and for
 * orgs without them.
 */
import type { Id } from '../domain/deal.ts';
import { day, hour, type Instant } from '../domain/time.ts';
import { waitAfter, waitFor, type Backoff } from './backoff.ts';
import type { Change, ChangeBatch, Cursor, Intake, IntakeStatus, Sink, TopicStatus } from './intake.ts';

/** Queries against the org, handed in from outside. Records come in pages, none of them is read twice. */
export interface Poller {
  /**
   * Records whose SystemModstamp lies in [from, until), with their id, when and by whom they were last modified, and
   * the fields that say which deal they belong to.
   */
  modified(entity: string, from: Instant, until: Instant): AsyncIterable<PolledRecord[]>;
  /** Records deleted in [from, until), by `/deleted`. */
  deleted(entity: string, from: Instant, until: Instant): AsyncIterable<{ id: Id; at: Instant }[]>;
}

export interface PolledRecord {
  id: Id;
  at: Instant;
  by: Id | null;
  fields: Record<string, unknown>;
}

export interface PollingOptions {
  poller: Poller;
  entities: readonly string[];
  now(): Instant;
  /** How often each entity is looked at. */
  everyMs: number;
  /** Deletions are looked for once in so many looks. */
  deletionsEvery?: number;
  /** API calls a day that polling may cost; the looks become rarer where they would cost more. */
  callsPerDay?: number;
  random?(): number;
  backoff?: Backoff;
}

/** A transaction may run ten minutes: its records bear an instant that had been looked at before they could be seen. */
export const overlapMs = hour / 6;

export class PollingIntake implements Intake {
  readonly #options: Required<PollingOptions>;
  readonly #stopping = new AbortController();
  readonly #topics: Map<string, PolledTopic>;
  #running: Promise<void> = Promise.resolve();
  #look = 0;

  constructor(options: PollingOptions) {
    this.#options = {
      deletionsEvery: 5,
      callsPerDay: 20_000,
      random: Math.random,
      backoff: { firstMs: 1000, longestMs: 5 * 60_000 },
      ...options,
    };
    this.#topics = new Map(options.entities.map((entity) => [entity, new PolledTopic(entity)]));
  }

  topics(): string[] {
    return [...this.#topics.values()].map(({ name }) => name);
  }

  /** Without a place the first look goes back by the overlap; what is older is for a backfill. */
  async start(sink: Sink, from: Cursor | null): Promise<void> {
    const now = this.#options.now();
    for (const topic of this.#topics.values()) {
      const position = from?.find((each) => each.topic === topic.name)?.position;
      const at = position === undefined ? Number.NaN : Date.parse(position);
      topic.modifiedUntil = topic.deletedUntil = Number.isNaN(at) ? now : at;
    }
    this.#running = this.#run(sink);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
    for (const topic of this.#topics.values()) topic.status.state = 'stopped';
  }

  status(): IntakeStatus {
    return { topics: [...this.#topics.values()].map(({ status }) => ({ ...status })) };
  }

  async #run(sink: Sink): Promise<void> {
    const { everyMs, callsPerDay, deletionsEvery, backoff, random } = this.#options;
    const interval = lookEvery(everyMs, this.#topics.size, deletionsEvery, callsPerDay);
    let failures = 0;
    while (!this.#stopping.signal.aborted) {
      const failed = await this.#lookAtAll(sink);
      failures = failed ? failures + 1 : 0;
      const wait = failed ? Math.max(interval, waitAfter(failures, backoff, random)) : interval;
      await waitFor(wait, this.#stopping.signal);
    }
  }

  /** Whether one of them failed. The others are looked at all the same. */
  async #lookAtAll(sink: Sink): Promise<boolean> {
    const deletions = this.#look++ % this.#options.deletionsEvery === 0;
    let failed = false;
    for (const topic of this.#topics.values()) {
      if (this.#stopping.signal.aborted) return failed;
      try {
        topic.status.state = 'running';
        await this.#lookAt(topic, deletions, sink);
        Object.assign(topic.status, { failures: 0, lastError: null });
      } catch (error) {
        failed = true;
        topic.status.failures++;
        topic.status.state = 'waiting';
        topic.status.lastError = error instanceof Error ? error.message : String(error);
      }
    }
    return failed;
  }

  async #lookAt(topic: PolledTopic, deletions: boolean, sink: Sink): Promise<void> {
    const { poller, now } = this.#options;
    const until = now();
    const modified = poller.modified(topic.entity, topic.modifiedUntil - overlapMs, until);
    for await (const records of counted(modified, topic.status)) {
      await topic.pass(
        records.map((record) => modification(topic.entity, record)),
        [],
        sink,
      );
    }
    if (deletions) {
      const deleted = poller.deleted(topic.entity, topic.deletedUntil - overlapMs, until);
      for await (const records of counted(deleted, topic.status)) {
        await topic.pass(
          records.map((record) => deletion(topic.entity, record)),
          [],
          sink,
        );
      }
    }
    // The place moves when all pages are safe, so a look that breaks off is taken up again from its beginning. It stays
    // behind the deletions, which are looked for less often.
    const deletedUntil = deletions ? until : topic.deletedUntil;
    await topic.pass([], [{ topic: topic.name, position: new Date(deletedUntil).toISOString() }], sink);
    Object.assign(topic, { modifiedUntil: until, deletedUntil });
    topic.forgetBefore(deletedUntil - overlapMs);
    topic.status.lastSeenAt = until;
  }
}

/** The interval between looks, stretched where a day of them would cost more calls than allowed. In milliseconds. */
export function lookEvery(everyMs: number, entities: number, deletionsEvery: number, callsPerDay: number): number {
  const callsPerRound = entities * (deletionsEvery + 1);
  return Math.max(everyMs, Math.ceil((callsPerRound * day) / (deletionsEvery * callsPerDay)));
}

/**
 * Everything that was modified or deleted in a time, for making up what an intake missed.
 * @param since null for all records there are; deletions are then not looked for
 */
export async function* changesSince(
  poller: Poller,
  entity: string,
  since: Instant | null,
  until: Instant,
): AsyncGenerator<Change[]> {
  const from = since === null ? 0 : since - overlapMs;
  for await (const records of poller.modified(entity, from, until)) {
    yield records.map((record) => modification(entity, record));
  }
  if (since === null) return;
  // The org remembers deletions for 30 days and refuses to be asked for older ones.
  for await (const records of poller.deleted(entity, Math.max(from, until - 29 * day), until)) {
    yield records.map((record) => deletion(entity, record));
  }
}

class PolledTopic {
  readonly entity: string;
  readonly name: string;
  readonly status: TopicStatus;
  modifiedUntil: Instant = 0;
  deletedUntil: Instant = 0;
  /** What was passed on within the overlap, and the instant it bore. */
  readonly #passed = new Map<string, Instant>();

  constructor(entity: string) {
    this.entity = entity;
    this.name = `poll:${entity}`;
    this.status = {
      topic: this.name,
      state: 'stopped',
      lastSeenAt: null,
      lastChangeAt: null,
      changes: 0,
      calls: 0,
      failures: 0,
      lastError: null,
    };
  }

  /** Hands over what was not handed over before; a batch with neither news nor a place is not worth a transaction. */
  async pass(found: Change[], cursor: ChangeBatch['cursor'], sink: Sink): Promise<void> {
    const changes = found.filter((change) => this.#passed.get(keyOf(change)) !== change.at);
    if (changes.length === 0 && cursor.length === 0) return;
    await sink({ changes, gaps: [], cursor });
    for (const change of changes) this.#passed.set(keyOf(change), change.at);
    this.status.changes += changes.length;
    const latest = changes.reduce((latestAt, { at }) => Math.max(latestAt, at), 0);
    if (latest > 0) this.status.lastChangeAt = Math.max(latest, this.status.lastChangeAt ?? 0);
  }

  forgetBefore(instant: Instant): void {
    for (const [key, at] of this.#passed) if (at < instant) this.#passed.delete(key);
  }
}

const keyOf = ({ changeType, recordIds }: Change): string => `${changeType} ${String(recordIds)}`;

async function* counted<Page>(pages: AsyncIterable<Page>, status: TopicStatus): AsyncGenerator<Page> {
  status.calls++;
  let first = true;
  for await (const page of pages) {
    if (!first) status.calls++;
    first = false;
    yield page;
  }
}

function modification(entity: string, { id, at, by, fields }: PolledRecord): Change {
  return { ...polled(entity, id, at), changeType: 'MODIFIED', fields, by };
}

function deletion(entity: string, { id, at }: { id: Id; at: Instant }): Change {
  return { ...polled(entity, id, at), changeType: 'DELETE', fields: {}, by: null };
}

const polled = (entity: string, id: Id, at: Instant): Omit<Change, 'changeType' | 'fields' | 'by'> => ({
  entity,
  recordIds: [id],
  nulled: [],
  unsent: [],
  at,
  origin: '',
  transactionKey: '',
  sequence: 0,
});
