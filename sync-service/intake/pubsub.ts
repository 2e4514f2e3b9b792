/** Changes as they happen: change events by Salesforce's Pub/Sub API, kept 72 hours by the org. */
import type { Instant } from '../domain/time.ts';
import { waitAfter, waitFor, type Backoff } from './backoff.ts';
import { IntakeRefusedError, type Cursor, type Intake, type IntakeStatus, type Sink } from './intake.ts';
import { placeOf } from './place.ts';
import { PubSubClient, PubSubError, type PubSubAddress } from './pubsub-client.ts';
import { TopicReader } from './topic-reader.ts';

export interface PubSubOptions extends PubSubAddress {
  /** The channel with everything wanted, such as `/data/Fairlead__chn`; null for an org without one. */
  channel: string | null;
  /** Entities to read by their own topics where the org has no such channel. */
  entities: readonly string[];
  /** Of the installed package, empty for a deploy from source. */
  namespace?: string;
  now(): Instant;
  random?(): number;
  backoff?: Backoff;
  /** After how much silence a stream is given up, in milliseconds. */
  silenceMs?: number;
}

interface Topic {
  name: string;
  entity: string | null;
}

const usualBackoff: Backoff = { firstMs: 500, longestMs: 60_000 };

export class PubSubIntake implements Intake {
  readonly #options: PubSubOptions;
  readonly #client: PubSubClient;
  readonly #stopping = new AbortController();
  #readers: TopicReader[] = [];
  #opening: Promise<void> = Promise.resolve();
  #lastError: string | null = null;
  #failures = 0;

  constructor(options: PubSubOptions) {
    this.#options = options;
    this.#client = new PubSubClient(options);
  }

  topics(): string[] {
    const { channel, entities, namespace = '' } = this.#options;
    return [...(channel === null ? [] : [channel]), ...entities.map((entity) => topicOf(entity, namespace))];
  }

  async start(sink: Sink, from: Cursor | null): Promise<void> {
    const oneAtATime = inTurn(sink);
    try {
      await this.#open(oneAtATime, from);
    } catch (error) {
      if (error instanceof IntakeRefusedError) throw error;
      // The org can't be reached yet: it is tried again until it can.
      this.#opening = this.#openWhenReachable(oneAtATime, from, error);
    }
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#opening;
    await Promise.all(this.#readers.map((reader) => reader.stop()));
    this.#client.close();
  }

  status(): IntakeStatus {
    if (this.#readers.length > 0) return { topics: this.#readers.map((reader) => reader.status()) };
    const topic = this.#options.channel ?? '/data/';
    const state = this.#stopping.signal.aborted ? 'stopped' : 'waiting';
    const nothing = { lastSeenAt: null, lastChangeAt: null, changes: 0, calls: this.#client.calls };
    return { topics: [{ topic, state, ...nothing, failures: this.#failures, lastError: this.#lastError }] };
  }

  async #open(sink: Sink, from: Cursor | null): Promise<void> {
    const topics = await this.#topics();
    const { now, namespace = '', random = Math.random, backoff = usualBackoff, silenceMs = 300_000 } = this.#options;
    const named = withoutNamespace(namespace);
    if (this.#stopping.signal.aborted) return;
    this.#readers = topics.map(({ name, entity }) => {
      const position = from?.find(({ topic }) => topic === name)?.position;
      const options = { topic: name, entity, client: this.#client, sink, now, random, named, backoff, silenceMs };
      return new TopicReader(options, position === undefined ? null : placeOf(position));
    });
    for (const reader of this.#readers) reader.start();
  }

  async #openWhenReachable(sink: Sink, from: Cursor | null, first: unknown): Promise<void> {
    const { backoff = usualBackoff, random = Math.random } = this.#options;
    let failure: unknown = first;
    while (!this.#stopping.signal.aborted) {
      this.#failures++;
      this.#lastError = failure instanceof Error ? failure.message : String(failure);
      await waitFor(waitAfter(this.#failures, backoff, random), this.#stopping.signal);
      try {
        if (!this.#stopping.signal.aborted) return await this.#open(sink, from);
      } catch (error) {
        failure = error;
      }
    }
  }

  /** The channel, or where the org has none the topics of the entities that it has. */
  async #topics(): Promise<Topic[]> {
    const { channel, entities } = this.#options;
    if (channel !== null && (await this.#exists(channel))) return [{ name: channel, entity: null }];
    const found: Topic[] = [];
    for (const entity of entities) {
      const name = topicOf(entity, this.#options.namespace ?? '');
      if (await this.#exists(name)) found.push({ name, entity });
    }
    if (found.length > 0) return found;
    const remedy = 'select the objects for change data capture, deploy the channel, or set INTAKE=polling';
    throw new IntakeRefusedError(this.topics().join(', '), remedy, { cause: null });
  }

  /** Whether the org has this topic. @throws IntakeRefusedError where it has, and the user may not read it */
  async #exists(name: string): Promise<boolean> {
    try {
      await this.#withFreshLogin((login) => this.#client.topic(login, name));
      return true;
    } catch (error) {
      const reason = error instanceof PubSubError ? error.reason : 'other';
      if (reason === 'not found') return false;
      if (reason !== 'not permitted') throw error;
      const remedy = 'the integration user needs View All on each object of it';
      throw new IntakeRefusedError(name, remedy, { cause: error });
    }
  }

  async #withFreshLogin<Answer>(
    call: (login: Awaited<ReturnType<PubSubClient['login']>>) => Promise<Answer>,
  ): Promise<Answer> {
    const login = await this.#client.login(null);
    try {
      return await call(login);
    } catch (error) {
      if (!(error instanceof PubSubError) || error.reason !== 'unauthenticated') throw error;
      return call(await this.#client.login(login.accessToken));
    }
  }
}

/** `Opportunity` → `/data/OpportunityChangeEvent`, `Deal__c` → `/data/ns__Deal__ChangeEvent`. */
export function topicOf(entity: string, namespace: string): string {
  if (!entity.endsWith('__c')) return `/data/${entity}ChangeEvent`;
  return `/data/${namespace === '' ? '' : `${namespace}__`}${entity.slice(0, -1)}ChangeEvent`;
}

function withoutNamespace(namespace: string): (name: string) => string {
  const prefix = `${namespace}__`;
  return (name) => (namespace !== '' && name.startsWith(prefix) ? name.slice(prefix.length) : name);
}

/** Several topics share a sink that takes one batch at a time. */
function inTurn(sink: Sink): Sink {
  let last: Promise<unknown> = Promise.resolve();
  return (batch) => {
    const turn = last.then(() => sink(batch));
    last = turn.catch(() => undefined);
    return turn;
  };
}
