/** An org's records with an event bus, and a bare gRPC client that speaks to it as any client would. */
import { join } from 'node:path';
import { credentials, Metadata, type ClientDuplexStream, type ServiceError } from '@grpc/grpc-js';
import { loadPubSub, type FetchRequest, type FetchResponse } from '../../../sync-service/intake/wire.ts';
import { startEventBus, type EventBus, type EventBusOptions } from '../../local-org/events/index.ts';
import {
  createUser,
  INTEGRATION,
  openRecords,
  SALES,
  seedOrg,
  type OpenRecords,
  type SeededOrg,
} from '../../local-org/records/index.ts';
import { loadSchema } from '../../local-org/schema/index.ts';
import type { Feature, Row } from '../../local-org/types.ts';

export interface BusOrg {
  records: OpenRecords;
  seeded: SeededOrg;
  bus: EventBus;
  clock: { now: number };
  /** Tokens that are good, and whose they are; from the start `integration`, and `admin` who may read every field. */
  tokens: Map<string, { userId: string; clientId: string }>;
  salesperson: string;
  /** Saves as the administrator (or another user) in one transaction; gives the ids. */
  insert(object: string, rows: Row[], clientId?: string): string[];
  update(object: string, rows: [id: string, values: Row][], clientId?: string): void;
  remove(object: string, ids: string[]): void;
  close(): Promise<void>;
}

/** 2026-11-23T09:00:00Z */
export const morning = Date.UTC(2026, 10, 23, 9);
export const instanceUrl = 'https://fairlead.my.salesforce.com';

export async function openBusOrg(
  options: Partial<Omit<EventBusOptions, 'records' | 'now' | 'sessionFor'>> & { features?: Feature[] } = {},
): Promise<BusOrg> {
  const { features = ['changeEvents'], ...busOptions } = options;
  const clock = { now: morning };
  const now = () => clock.now;
  const schema = loadSchema({
    forceApp: join(import.meta.dirname, '../../../force-app'),
    packages: features.includes('changeEvents') ? ['main', 'cdc'] : ['main'],
    features,
  });
  const records = openRecords({ schema, now });
  const seeded = seedOrg(records);
  const user = (username: string, profile: string, permissionSets: string[]) =>
    createUser(records, { username, lastName: username, profile, permissionSets });
  const tokens = new Map([
    ['admin', { userId: seeded.adminId, clientId: 'setup' }],
    ['integration', { userId: user('robot@example.com', INTEGRATION, ['Fairlead_Integration']), clientId: 'fairlead' }],
  ]);
  const salesperson = user('seller@example.com', SALES, ['Fairlead_Salesperson']);
  const { organizationId } = seeded;
  const bus = await startEventBus({
    records,
    organizationId,
    now,
    sessionFor: (token, url, tenant) =>
      url === instanceUrl && tenant === organizationId ? (tokens.get(token) ?? null) : null,
    ...busOptions,
  });
  const save = (operations: Parameters<OpenRecords['save']>[1], clientId: string): string[] =>
    records.save({ userId: seeded.adminId, clientId }, operations, { allOrNone: true }).map((result) => {
      if (!result.success) throw new Error(JSON.stringify(result.errors));
      return result.id;
    });
  return {
    records,
    seeded,
    bus,
    clock,
    tokens,
    salesperson,
    insert: (object, rows, clientId = 'browser') =>
      save(
        rows.map((values) => ({ kind: 'insert', object, values })),
        clientId,
      ),
    update: (object, rows, clientId = 'browser') =>
      void save(
        rows.map(([id, values]) => ({ kind: 'update', object, id, values })),
        clientId,
      ),
    remove: (object, ids) =>
      void save(
        ids.map((id) => ({ kind: 'delete', object, id })),
        'browser',
      ),
    async close() {
      await bus.close();
      records.close();
    },
  };
}

export const opportunity = (name: string, differs: Row = {}): Row => ({
  Name: name,
  StageName: 'Prospecting',
  CloseDate: '2027-03-31',
  ...differs,
});

export interface BareClient {
  call<Answer>(method: string, request: object): Promise<Answer>;
  /** Opens a stream of another method and gives the error that ends it. */
  stream(method: string): Promise<ServiceError>;
  /** Opens a stream with a first request. */
  subscribe(topicName: string, request?: Partial<FetchRequest>): BareStream;
  close(): void;
}

export interface BareStream {
  responses: FetchResponse[];
  /** Resolves with the error that ends the stream. */
  failure: Promise<ServiceError>;
  request(request: Partial<FetchRequest>): void;
  /** Waits until so many events have come. */
  events(count: number): Promise<FetchResponse['events']>;
  end(): void;
}

export function bareClient(org: BusOrg, token = 'admin', tenant = org.seeded.organizationId): BareClient {
  const client = new (loadPubSub())(org.bus.endpoint, credentials.createInsecure());
  const metadata = new Metadata();
  for (const [name, value] of Object.entries({ accesstoken: token, instanceurl: instanceUrl, tenantid: tenant })) {
    metadata.set(name, value);
  }
  const method = (name: string) => (client[name] as (...args: unknown[]) => unknown).bind(client);
  return {
    call: (name, request) =>
      new Promise((resolve, reject) => {
        method(name)(request, metadata, (error: ServiceError | null, answer: never) =>
          error ? reject(error) : resolve(answer),
        );
      }),
    stream: (name) =>
      new Promise((resolve) => {
        const stream = method(name)(metadata) as ClientDuplexStream<object, object>;
        stream.on('data', () => {});
        stream.on('error', resolve);
        stream.write({});
      }),
    subscribe(topicName, request = {}) {
      const stream = method('Subscribe')(metadata) as ClientDuplexStream<Partial<FetchRequest>, FetchResponse>;
      const responses: FetchResponse[] = [];
      stream.on('data', (response: FetchResponse) => responses.push(response));
      const failure = new Promise<ServiceError>((resolve) => stream.on('error', resolve));
      stream.write({ topicName, replayPreset: 'LATEST', numRequested: 100, ...request });
      return {
        responses,
        failure,
        request: (more) => void stream.write(more),
        async events(count) {
          const all = () => responses.flatMap((response) => response.events);
          await until(() => all().length >= count);
          return all();
        },
        end: () => stream.cancel(),
      };
    },
    close: () => client.close(),
  };
}

/** Waits for something to become true; fails loudly after twenty seconds. */
export async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`waited in vain for ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
