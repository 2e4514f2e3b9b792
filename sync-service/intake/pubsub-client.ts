/** Calls to the Pub/Sub API: who calls is told with each one, failures come back as one kind of error. */
import { credentials, Metadata, status, type ClientDuplexStream, type ServiceError } from '@grpc/grpc-js';
import { readSchema, type EventSchema } from './decode.ts';
import {
  errorCodeTrailer,
  loadPubSub,
  rpcIdTrailer,
  type FetchRequest,
  type FetchResponse,
  type SchemaInfo,
  type TopicInfo,
} from './wire.ts';

/** What stands behind an access token. */
export interface Login {
  accessToken: string;
  instanceUrl: string;
  /** The organisation id. */
  tenantId: string;
}

export interface PubSubAddress {
  /** host:port */
  endpoint: string;
  /** Off only for an endpoint on this machine; or the PEM certificate to trust. */
  tls: boolean | { trusted: string };
  /**
   * The login to use.
   * @param refused an access token that was turned down: a fresh one is wanted
   */
  token(refused: string | null): Promise<Login>;
}

type Reason = 'unauthenticated' | 'not found' | 'not permitted' | 'lost place' | 'allocation used up' | 'other';

/** A call to the Pub/Sub API failed. */
export class PubSubError extends Error {
  readonly reason: Reason;
  /** Salesforce's own code, empty where the failure is the network's. */
  readonly errorCode: string;
  readonly accessToken: string;
  constructor(cause: ServiceError, accessToken: string) {
    const [errorCode, rpcId] = [errorCodeTrailer, rpcIdTrailer].map((name) => trailer(cause, name));
    super(`${status[cause.code] ?? cause.code}: ${cause.details}${rpcId ? ` (rpc ${rpcId})` : ''}`, { cause });
    this.name = 'PubSubError';
    this.errorCode = errorCode ?? '';
    this.reason = reasonOf(cause.code, this.errorCode);
    this.accessToken = accessToken;
  }
}

const trailer = (error: ServiceError, name: string): string => String(error.metadata?.get(name)[0] ?? '');

const lostPlace = new Set([
  'sfdc.platform.eventbus.grpc.subscription.fetch.replayid.corrupted',
  'sfdc.platform.eventbus.grpc.subscription.fetch.replayid.validation.failed',
]);
const usedUp = 'sfdc.platform.eventbus.grpc.subscription.limit.exceeded';

function reasonOf(code: status, errorCode: string): Reason {
  if (lostPlace.has(errorCode)) return 'lost place';
  if (errorCode === usedUp) return 'allocation used up';
  if (code === status.UNAUTHENTICATED) return 'unauthenticated';
  if (code === status.NOT_FOUND) return 'not found';
  return code === status.PERMISSION_DENIED ? 'not permitted' : 'other';
}

export type Subscription = ClientDuplexStream<FetchRequest, FetchResponse>;

export class PubSubClient {
  readonly #address: PubSubAddress;
  readonly #client: InstanceType<ReturnType<typeof loadPubSub>>;
  readonly #schemas = new Map<string, Promise<EventSchema>>();
  calls = 0;

  constructor(address: PubSubAddress) {
    this.#address = address;
    const { endpoint, tls } = address;
    const security =
      tls === false
        ? credentials.createInsecure()
        : credentials.createSsl(tls === true ? null : Buffer.from(tls.trusted));
    this.#client = new (loadPubSub())(endpoint, security, {
      'grpc.max_receive_message_length': 16 * 1024 * 1024,
      // Readers wait between attempts themselves: the connection should not wait two minutes on top of that.
      'grpc.initial_reconnect_backoff_ms': 250,
      'grpc.max_reconnect_backoff_ms': 5000,
    });
  }

  login(refused: string | null): Promise<Login> {
    return this.#address.token(refused);
  }

  topic(login: Login, topicName: string): Promise<TopicInfo> {
    return this.#call<TopicInfo>(login, 'GetTopic', { topicName });
  }

  /** A schema never changes under its id, so each is asked for once. */
  schema(login: Login, schemaId: string): Promise<EventSchema> {
    const known = this.#schemas.get(schemaId);
    if (known) return known;
    const asked = this.#call<SchemaInfo>(login, 'GetSchema', { schemaId }).then(({ schemaJson }) =>
      readSchema(schemaJson),
    );
    this.#schemas.set(schemaId, asked);
    // A failure is not kept: the next event asks again.
    asked.catch(() => this.#schemas.delete(schemaId));
    return asked;
  }

  /** Resolves when there is a connection. @throws after ten seconds without one, or when the signal is given */
  async ready(signal: AbortSignal): Promise<void> {
    const deadline = Date.now() + 10_000;
    await new Promise<void>((resolve, reject) => {
      const abort = () => reject(new Error('stopped'));
      if (signal.aborted) abort();
      signal.addEventListener('abort', abort, { once: true });
      this.#client.waitForReady(deadline, (error) => {
        signal.removeEventListener('abort', abort);
        if (error) reject(new Error(`no connection to ${this.#address.endpoint}`, { cause: error }));
        else resolve();
      });
    });
  }

  subscribe(login: Login): Subscription {
    this.calls++;
    return this.#method('Subscribe')(headers(login)) as Subscription;
  }

  close(): void {
    this.#client.close();
  }

  #method(name: string): (...args: unknown[]) => unknown {
    const method = this.#client[name] as (...args: unknown[]) => unknown;
    return method.bind(this.#client);
  }

  #call<Answer>(login: Login, method: string, request: object): Promise<Answer> {
    this.calls++;
    const deadline = Date.now() + 30_000;
    return new Promise((resolve, reject) => {
      this.#method(method)(request, headers(login), { deadline }, (error: ServiceError | null, answer: Answer) =>
        error === null ? resolve(answer) : reject(new PubSubError(error, login.accessToken)),
      );
    });
  }
}

function headers({ accessToken, instanceUrl, tenantId }: Login): Metadata {
  const metadata = new Metadata();
  metadata.set('accesstoken', accessToken);
  metadata.set('instanceurl', instanceUrl);
  metadata.set('tenantid', tenantId);
  return metadata;
}
