/** One subscriber's stream: a place in the log, the credit he has given, and what he may see. */
import { randomUUID } from 'node:crypto';
import type { ServerDuplexStream } from '@grpc/grpc-js';
import {
  mostEventsRequested,
  type ConsumerEvent,
  type FetchRequest,
  type FetchResponse,
} from '../../../sync-service/intake/wire.ts';
import { badCredit, otherTopic, type Refusal } from './refusal.ts';
import type { KeptEvent, ReplayLog } from './replay-log.ts';
import type { Topic } from './topics.ts';

export type Stream = ServerDuplexStream<FetchRequest, FetchResponse>;

export interface SubscriptionOptions {
  stream: Stream;
  topic: Topic;
  log: ReplayLog;
  position: number;
  keepaliveMs: number;
  encode(event: KeptEvent): ConsumerEvent['event'];
  /** Told of each event sent; gives the refusal to break the stream with, if it is to break now. */
  onSent(): Refusal | null;
  onClosed(): void;
}

export class Subscription {
  readonly #options: SubscriptionOptions;
  readonly #keepalive: NodeJS.Timeout;
  #position: number;
  #credit = 0;
  #open = true;

  constructor(options: SubscriptionOptions) {
    this.#options = options;
    this.#position = options.position;
    this.#keepalive = setInterval(() => this.#giveSignOfLife(), options.keepaliveMs);
    const { stream } = options;
    stream.on('end', () => {
      this.#close();
      stream.end();
    });
    for (const ending of ['cancelled', 'error', 'close']) stream.on(ending, () => this.#close());
  }

  get credit(): number {
    return this.#credit;
  }

  request({ topicName, numRequested }: FetchRequest): void {
    if (topicName !== '' && topicName.toLowerCase() !== this.#options.topic.name.toLowerCase()) {
      this.break(otherTopic());
    } else if (numRequested <= 0) {
      this.break(badCredit());
    } else {
      this.#credit += Math.min(numRequested, mostEventsRequested);
      this.pump();
    }
  }

  /** Sends what has come, as far as the credit goes. */
  pump(): void {
    const { log, topic, stream, onSent } = this.#options;
    this.#position = Math.max(this.#position, log.start);
    while (this.#open && this.#credit > 0 && this.#position < log.end) {
      const events: ConsumerEvent[] = [];
      let broken: Refusal | null = null;
      while (broken === null && events.length < this.#credit && this.#position < log.end) {
        const event = log.at(this.#position++);
        if (event === undefined || !topic.entities.has(event.change.entity)) continue;
        events.push({ event: this.#options.encode(event), replayId: log.idBefore(this.#position) });
        broken = onSent();
      }
      if (events.length > 0) {
        this.#credit -= events.length;
        stream.write(this.#response(events));
      }
      if (broken !== null) this.break(broken);
    }
  }

  /** Ends the stream with an error. */
  break(reason: Refusal): void {
    if (!this.#open) return;
    this.#close();
    this.#options.stream.emit('error', reason);
  }

  #giveSignOfLife(): void {
    if (this.#open && this.#credit > 0) this.#options.stream.write(this.#response([]));
  }

  #response(events: ConsumerEvent[]): FetchResponse {
    const latestReplayId = this.#options.log.idBefore(this.#position);
    return { events, latestReplayId, rpcId: randomUUID(), pendingNumRequested: this.#credit };
  }

  #close(): void {
    if (!this.#open) return;
    this.#open = false;
    clearInterval(this.#keepalive);
    this.#options.onClosed();
  }
}
