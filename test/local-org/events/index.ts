/** The org's event bus: change events by the Pub/Sub API over gRPC, as a real org sends them. */
import { randomUUID } from 'node:crypto';
import { Server, ServerCredentials, type Metadata, type ServerUnaryCall, type sendUnaryData } from '@grpc/grpc-js';
import {
  loadPubSub,
  type ConsumerEvent,
  type FetchRequest,
  type SchemaInfo,
  type TopicInfo,
} from '../../../sync-service/intake/wire.ts';
import type { CommittedTransaction, Records, Session } from '../types.ts';
import type { EventLayout } from './avro-schema.ts';
import { selfSigned, type Certificate } from './certificate.ts';
import { encodeEvent, event, eventsOfCommit, type ChangeEvent, type GapType } from './change-events.ts';
import * as refuse from './refusal.ts';
import { ReplayLog, UnknownPlaceError, type KeptEvent } from './replay-log.ts';
import { Subscription, type Stream } from './subscription.ts';
import { hiddenFields, notSeen, publishedLayouts, topicsOf, type Topic } from './topics.ts';

export type { GapType } from './change-events.ts';

export interface EventBusOptions {
  records: Records;
  /** Who stands behind an access token; null where it is not, or no longer, valid. */
  sessionFor(token: string, instanceUrl: string, tenantId: string): Session | null;
  organizationId?: string;
  /** 0 for a free one. */
  port?: number;
  /** TLS with a certificate of its own making. */
  tls?: boolean;
  faults?: Partial<EventFaults>;
  /** Custom channels that carry the events of all chosen entities. */
  channels?: readonly string[];
  retentionHours?: number;
  /** Changes in one transaction from which on there are overflow events. */
  overflowAfter?: number;
  /** Longest time without a sign of life. */
  keepaliveSeconds?: number;
  apiVersion?: string;
  /** The org's clock. */
  now(): number;
}

/** What goes wrong, on demand. */
export interface EventFaults {
  /** Breaks a stream after so many more events, once; null for never. */
  breakAfter: number | null;
  /** The next so many calls find the service unavailable. */
  refuseConnects: number;
  /** Subscriptions are refused for having used up the day's deliveries. */
  deliveryLimit: boolean;
  /** The payload of the next so many events can't be read. */
  garble: number;
  /** In which words an unknown replay id is refused. */
  unknownPlace: 'corrupted' | 'validation.failed';
}

export interface EventBus {
  /** host:port */
  endpoint: string;
  port: number;
  /** PEM, where the bus speaks TLS. */
  certificate: string | null;
  faults: EventFaults;
  /** Events sent so far, and streams opened. */
  counts: { sent: number; streams: number };
  /** Credit that the open streams have left. */
  credit(): number;
  /** Publishes a change that could not be expressed; a record id such as `006*` stands for all records. */
  publishGap(entity: string, changeType: GapType | 'UPDATE', recordIds: string[], userId: string): void;
  /** Breaks every stream. */
  dropStreams(): void;
  close(): Promise<void>;
}

/** Starts the bus on loopback. Without the feature change events it runs and knows no topic. */
export async function startEventBus(options: EventBusOptions): Promise<EventBus> {
  const certificate = options.tls === true ? selfSigned(Date.now()) : null;
  const bus = new Bus(options);
  const server = new Server();
  server.addService(loadPubSub().service, {
    GetTopic: bus.getTopic,
    GetSchema: bus.getSchema,
    Subscribe: bus.subscribe,
    Publish: refuseUnary('Publish'),
    PublishStream: refuseStream('PublishStream'),
    ManagedSubscribe: refuseStream('ManagedSubscribe'),
  });
  const port = await listen(server, options.port ?? 0, certificate);
  return {
    endpoint: `127.0.0.1:${port}`,
    port,
    certificate: certificate?.certificate ?? null,
    faults: bus.faults,
    counts: bus.counts,
    credit: () => bus.credit(),
    publishGap: (entity, changeType, recordIds, userId) => bus.publishGap(entity, changeType, recordIds, userId),
    dropStreams: () => bus.dropStreams(),
    // Streams have no natural end, so waiting for them would be for ever.
    close: async () => server.forceShutdown(),
  };
}

function listen(server: Server, port: number, certificate: Certificate | null): Promise<number> {
  const credentials =
    certificate === null
      ? ServerCredentials.createInsecure()
      : ServerCredentials.createSsl(null, [
          { private_key: Buffer.from(certificate.privateKey), cert_chain: Buffer.from(certificate.certificate) },
        ]);
  return new Promise((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${port}`, credentials, (error, bound) => (error ? reject(error) : resolve(bound)));
  });
}

const refuseUnary = (method: string) => (_call: unknown, answer: sendUnaryData<unknown>) =>
  answer(refuse.notOffered(method));
const refuseStream = (method: string) => (stream: Stream) => stream.emit('error', refuse.notOffered(method));

class Bus {
  readonly faults: EventFaults;
  readonly counts = { sent: 0, streams: 0 };
  readonly #options: EventBusOptions;
  readonly #layouts: Map<string, EventLayout>;
  readonly #topics: Map<string, Topic>;
  readonly #log: ReplayLog;
  readonly #subscriptions = new Set<Subscription>();
  readonly #encoded = new WeakMap<ChangeEvent, Buffer>();
  // Past 2^53, as the commit numbers of a busy instance are.
  #commitNumber = 2n ** 53n;
  #pumping = false;

  constructor(options: EventBusOptions) {
    this.#options = options;
    this.faults = {
      breakAfter: null,
      refuseConnects: 0,
      deliveryLimit: false,
      garble: 0,
      unknownPlace: 'corrupted',
      ...options.faults,
    };
    this.#layouts = publishedLayouts(options.records);
    this.#topics = topicsOf(this.#layouts, options.channels ?? ['/data/Fairlead__chn']);
    this.#log = new ReplayLog({ retentionHours: options.retentionHours ?? 72, now: options.now });
    if (this.#layouts.size > 0) options.records.onCommit((transaction) => this.#publish(transaction));
  }

  #publish(transaction: CommittedTransaction): void {
    const { overflowAfter = 100_000 } = this.#options;
    const { clientId, ...rest } = transaction;
    const commit = { ...rest, origin: this.#origin(clientId), commitNumber: ++this.#commitNumber };
    for (const change of eventsOfCommit(commit, this.#layouts, overflowAfter)) this.#log.append(change);
    this.#pumpSoon();
  }

  #origin(clientId: string): string {
    return `com/salesforce/api/rest/${this.#options.apiVersion ?? '65.0'};client=${clientId}`;
  }

  publishGap(entity: string, changeType: GapType | 'UPDATE', recordIds: string[], userId: string): void {
    if (!this.#layouts.has(entity)) throw new Error(`${entity} sends no change events in this org`);
    const commitNumber = ++this.#commitNumber;
    const commit = { key: randomUUID(), at: this.#options.now(), userId, origin: '', commitNumber };
    this.#log.append(event(commit, entity, changeType, recordIds));
    this.#pumpSoon();
  }

  /** After the transaction, not within it: saving must not wait for subscribers. */
  #pumpSoon(): void {
    if (this.#pumping) return;
    this.#pumping = true;
    setImmediate(() => {
      this.#pumping = false;
      for (const subscription of this.#subscriptions) subscription.pump();
    });
  }

  credit(): number {
    return [...this.#subscriptions].reduce((sum, subscription) => sum + subscription.credit, 0);
  }

  dropStreams(): void {
    for (const subscription of this.#subscriptions) subscription.break(refuse.unavailable());
  }

  getTopic = (call: ServerUnaryCall<{ topicName: string }, TopicInfo>, answer: sendUnaryData<TopicInfo>): void => {
    const admitted = this.#admit(call.metadata, call.request.topicName);
    if ('code' in admitted) return answer(admitted);
    answer(null, {
      topicName: admitted.topic.name,
      tenantGuid: `CORE/prod/${this.#organizationId}`,
      canPublish: false,
      canSubscribe: true,
      schemaId: admitted.topic.schemaId,
      rpcId: randomUUID(),
    });
  };

  getSchema = (call: ServerUnaryCall<{ schemaId: string }, SchemaInfo>, answer: sendUnaryData<SchemaInfo>): void => {
    const { schemaId } = call.request;
    if (this.#sessionOf(call.metadata) === null) return answer(refuse.notAuthenticated());
    const layout = [...this.#layouts.values()].find((each) => each.schemaId === schemaId);
    if (layout === undefined) return answer(refuse.noSuchSchema(schemaId));
    answer(null, { schemaJson: layout.schemaJson, schemaId, rpcId: randomUUID() });
  };

  subscribe = (stream: Stream): void => {
    let subscription: Subscription | null = null;
    let opened = false;
    this.counts.streams++;
    stream.on('data', (request: FetchRequest) => {
      if (!opened) subscription = this.#open(stream, request);
      opened = true;
      if (subscription === null) return;
      if (this.#sessionOf(stream.metadata) === null) subscription.break(refuse.notAuthenticated());
      else subscription.request(request);
    });
  };

  #open(stream: Stream, request: FetchRequest): Subscription | null {
    const admitted = this.#admit(stream.metadata, request.topicName);
    const failure = 'code' in admitted ? admitted : this.faults.deliveryLimit ? refuse.usedUp() : null;
    const position = failure === null ? this.#positionFor(request) : null;
    if ('code' in admitted || failure !== null || position === null) {
      stream.emit('error', failure ?? refuse.unknownPlace(this.faults.unknownPlace));
      return null;
    }
    const hidden = hiddenFields(this.#options.records, admitted.session, this.#layouts);
    const subscription: Subscription = new Subscription({
      stream,
      topic: admitted.topic,
      log: this.#log,
      position,
      keepaliveMs: (this.#options.keepaliveSeconds ?? 270) * 1000,
      encode: (kept) => this.#encode(kept, hidden.get(kept.change.entity) ?? new Set()),
      onSent: () => this.#countSent(),
      onClosed: () => this.#subscriptions.delete(subscription),
    });
    this.#subscriptions.add(subscription);
    return subscription;
  }

  #positionFor({ replayPreset, replayId }: FetchRequest): number | null {
    if (replayPreset === 'LATEST') return this.#log.end;
    if (replayPreset === 'EARLIEST') return this.#log.start;
    try {
      return this.#log.after(replayId);
    } catch (error) {
      if (error instanceof UnknownPlaceError) return null;
      throw error;
    }
  }

  #countSent(): refuse.Refusal | null {
    this.counts.sent++;
    if (this.faults.breakAfter === null || --this.faults.breakAfter > 0) return null;
    this.faults.breakAfter = null;
    return refuse.unavailable();
  }

  /** Most subscribers may read every field, so that form is kept. */
  #encode({ id, change }: KeptEvent, hidden: ReadonlySet<string>): ConsumerEvent['event'] {
    const layout = this.#layouts.get(change.entity);
    if (layout === undefined) throw new Error(`no layout for ${change.entity}`);
    if (this.faults.garble > 0) {
      this.faults.garble--;
      return { id, schemaId: layout.schemaId, payload: Buffer.from('garbled') };
    }
    const known = hidden.size === 0 ? this.#encoded.get(change) : undefined;
    const payload = known ?? encodeEvent(change, layout, hidden);
    if (hidden.size === 0) this.#encoded.set(change, payload);
    return { id, schemaId: layout.schemaId, payload };
  }

  #admit(metadata: Metadata, topicName: string): { session: Session; topic: Topic } | refuse.Refusal {
    if (this.faults.refuseConnects > 0) {
      this.faults.refuseConnects--;
      return refuse.unavailable();
    }
    const session = this.#sessionOf(metadata);
    if (session === null) return refuse.notAuthenticated();
    const topic = this.#topics.get(topicName.toLowerCase());
    if (topic === undefined) return refuse.noSuchTopic(this.#organizationId, topicName);
    const entity = notSeen(this.#options.records, session, topic);
    return entity === null ? { session, topic } : refuse.notPermitted(this.#organizationId, topicName, entity);
  }

  #sessionOf(metadata: Metadata): Session | null {
    const [token, instanceUrl, tenantId] = ['accesstoken', 'instanceurl', 'tenantid'].map((name) =>
      String(metadata.get(name)[0] ?? ''),
    );
    return token ? this.#options.sessionFor(token, instanceUrl ?? '', tenantId ?? '') : null;
  }

  get #organizationId(): string {
    return this.#options.organizationId ?? '00D000000000000AAA';
  }
}
