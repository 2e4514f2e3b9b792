/**
 * Reads one topic without end: a stream, the sink, and only then credit for more. When the stream breaks it is opened
 * again at the last place that is safe, so nothing is lost, and what the sink had not kept comes again.
 */
import type { ServiceError } from '@grpc/grpc-js';
import { hour, type Instant } from '../domain/time.ts';
import { waitAfter, waitFor, type Backoff } from './backoff.ts';
import { decodeChange } from './decode.ts';
import type { Change, ChangeBatch, Gap, Sink, TopicStatus } from './intake.ts';
import { Mailbox } from './mailbox.ts';
import { positionOf, type Place } from './place.ts';
import { PubSubError, type Login, type PubSubClient, type Subscription } from './pubsub-client.ts';
import { mostEventsRequested, type ConsumerEvent, type FetchRequest, type FetchResponse } from './wire.ts';

export interface ReaderOptions {
  topic: string;
  /** The entity whose events the topic carries; null for a channel of several. */
  entity: string | null;
  client: PubSubClient;
  sink: Sink;
  now(): Instant;
  random(): number;
  /** A name without the org's namespace. */
  named(name: string): string;
  backoff: Backoff;
  /** The server gives a sign of life at least every 270 s. */
  silenceMs: number;
}

/** A transaction's events may arrive some minutes after a sign of life that was given while it ran. */
const longestTransactionMs = hour / 6;

export class TopicReader {
  readonly #options: ReaderOptions;
  readonly #stopping = new AbortController();
  readonly #status: TopicStatus;
  #running: Promise<void> = Promise.resolve();
  #place: Place | null;
  #start: 'LATEST' | 'EARLIEST' = 'LATEST';
  #gap: Gap | null;
  /** Events were delivered before there was any safe place to come back to. */
  #deliveredUnsafe = false;
  #refused: string | null = null;
  #stream: Subscription | null = null;

  constructor(options: ReaderOptions, from: Place | null) {
    this.#options = options;
    this.#place = from;
    this.#gap = from === null ? this.#missed(null, 'first start') : null;
    this.#status = {
      topic: options.topic,
      state: 'stopped',
      lastSeenAt: null,
      lastChangeAt: null,
      changes: 0,
      calls: 0,
      failures: 0,
      lastError: null,
    };
  }

  status(): TopicStatus {
    return { ...this.#status };
  }

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#stream?.cancel();
    await this.#running;
    this.#status.state = 'stopped';
  }

  get #stopped(): boolean {
    return this.#stopping.signal.aborted;
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      try {
        this.#status.state = 'connecting';
        await this.#options.client.ready(this.#stopping.signal);
        await this.#read(await this.#options.client.login(this.#refused));
      } catch (error) {
        if (this.#stopped) return;
        await this.#recover(error);
      }
    }
  }

  async #read(login: Login): Promise<void> {
    const { client, silenceMs } = this.#options;
    const mailbox = new Mailbox<FetchResponse>();
    const stream = client.subscribe(login);
    this.#stream = stream;
    this.#status.calls++;
    stream.on('data', (response: FetchResponse) => mailbox.put(response));
    stream.on('error', (error: ServiceError) => mailbox.end(new PubSubError(error, login.accessToken)));
    stream.on('end', () => mailbox.end(new Error('the server ended the stream')));
    try {
      stream.write({ ...this.#firstRequest(), numRequested: mostEventsRequested });
      await this.#reportGap();
      while (!this.#stopped) {
        const responses = await mailbox.take(silenceMs);
        this.#status.state = 'running';
        this.#status.lastSeenAt = this.#options.now();
        const events = responses.flatMap((response) => response.events);
        const replayId = responses.at(-1)?.latestReplayId ?? Buffer.alloc(0);
        await this.#handOver(login, events, replayId);
        // Only now may the server send more: what is not yet safe is never more than this credit.
        if (events.length > 0 && !this.#stopped) stream.write({ numRequested: events.length } as FetchRequest);
      }
    } finally {
      stream.cancel();
      this.#stream = null;
    }
  }

  #firstRequest(): Omit<FetchRequest, 'numRequested'> {
    const { topic: topicName } = this.#options;
    if (this.#place === null) return { topicName, replayPreset: this.#start, replayId: Buffer.alloc(0) };
    return { topicName, replayPreset: 'CUSTOM', replayId: this.#place.replayId };
  }

  /**
   * After the stream was asked for, so that what happens from here on comes by the stream; and again with the next
   * stream where this one breaks before it shows a place to come back to.
   */
  async #reportGap(): Promise<void> {
    if (this.#gap === null) return;
    await this.#options.sink({ changes: [], gaps: [this.#gap], cursor: [] });
  }

  async #handOver(login: Login, events: ConsumerEvent[], replayId: Buffer): Promise<void> {
    this.#deliveredUnsafe = this.#place === null && events.length > 0;
    const { changes, gaps } = await this.#decode(login, events);
    const lastAt = changes.at(-1)?.at ?? null;
    const place = { replayId: replayId.length > 0 ? replayId : this.#placeNow(), at: this.#seenUpTo(lastAt) };
    const cursor = place.replayId.length > 0 ? [{ topic: this.#options.topic, position: positionOf(place) }] : [];
    await this.#options.sink({ changes, gaps, cursor });
    if (place.replayId.length > 0) {
      this.#place = place;
      this.#gap = null;
    }
    this.#refused = null;
    Object.assign(this.#status, {
      changes: this.#status.changes + changes.length,
      lastChangeAt: lastAt ?? this.#status.lastChangeAt,
      failures: 0,
      lastError: null,
    });
  }

  #placeNow(): Buffer {
    return this.#place?.replayId ?? Buffer.alloc(0);
  }

  #seenUpTo(lastAt: Instant | null): Instant {
    return lastAt ?? Math.max(this.#place?.at ?? 0, this.#options.now() - longestTransactionMs);
  }

  async #decode(login: Login, events: ConsumerEvent[]): Promise<Pick<ChangeBatch, 'changes' | 'gaps'>> {
    const changes: Change[] = [];
    const gaps: Gap[] = [];
    for (const { event } of events) {
      const schema = await this.#options.client.schema(login, event.schemaId);
      try {
        changes.push(decodeChange(schema, event.payload, this.#options.named));
      } catch (error) {
        // One event that can't be read must not hold up all others: its entity is read from the records instead.
        const since = changes.at(-1)?.at ?? this.#place?.at ?? null;
        gaps.push(this.#missed(since, `event ${event.id} can't be read: ${messageOf(error)}`));
      }
    }
    return { changes, gaps };
  }

  #missed(since: Instant | null, reason: string): Gap {
    const { entity } = this.#options;
    return { kind: 'gap', entities: entity === null ? null : [entity], since, reason };
  }

  async #recover(error: unknown): Promise<void> {
    const { backoff, random } = this.#options;
    const reason = error instanceof PubSubError ? error.reason : 'other';
    this.#status.failures++;
    this.#status.lastError = messageOf(error);
    if (reason === 'unauthenticated' && error instanceof PubSubError) this.#refused = error.accessToken;
    if (this.#place === null && this.#deliveredUnsafe) this.#start = 'EARLIEST';
    if (reason === 'lost place') {
      // Nothing of what the org still keeps was ever delivered to us, so all of it is taken; the records tell the rest.
      this.#gap = this.#missed(this.#place?.at ?? null, 'the place is no longer kept');
      this.#place = null;
      this.#start = 'EARLIEST';
    }
    // An expired session or place is put right at once; only when that does not help is there anything to wait for.
    const putRight = (reason === 'unauthenticated' || reason === 'lost place') && this.#status.failures === 1;
    if (putRight) return;
    this.#status.state = 'waiting';
    const wait =
      reason === 'allocation used up' ? backoff.longestMs : waitAfter(this.#status.failures, backoff, random);
    await waitFor(wait, this.#stopping.signal);
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
