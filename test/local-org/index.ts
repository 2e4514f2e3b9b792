/** The stand-in org: everything a client meets, on loopback, from the schema that is deployed. */
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { startEventBus, type EventBus } from './events/index.ts';
import { Faults, saveWithLocks } from './faults.ts';
import { createUser, INTEGRATION, openRecords, seedOrg, type OpenRecords, type SeededOrg } from './records/index.ts';
import { createApp, type CallCounts } from './rest/app.ts';
import type { SentNotification } from './rest/actions.ts';
import { BulkJobs } from './rest/bulk-jobs.ts';
import { Sessions, type ConnectedApp } from './rest/oauth.ts';
import { Locators } from './rest/query.ts';
import { loadSchema, type Package } from './schema/index.ts';
import { runQuery } from './soql/index.ts';
import type { Feature, SaveOperation, Session } from './types.ts';

export interface LocalOrgOptions {
  /** What the org has. Default: change events and field history. */
  features?: Iterable<Feature>;
  /** What is deployed. Default: everything the features allow. */
  packages?: readonly Package[];
  /** Fields of standard objects whose history the customer has chosen to keep. */
  trackedHistory?: Record<string, string[]>;
  port?: number;
  pubsubPort?: number;
  /** The org's clock. Default: the machine's. */
  now?: () => number;
  /** Calls a day. */
  requestLimit?: number;
  sessionSeconds?: number;
  timeZone?: string;
  /** ISO code of its currency. Default: USD. */
  currency?: string;
  /** A file to keep the records in; in memory without. */
  file?: string;
  /** Answers `/__faults`, by which the fault switch is read (GET) and set (POST) over HTTP. Default: no. */
  faultsOverHttp?: boolean;
}

export interface LocalOrg {
  url: string;
  /** host:port of the Pub/Sub API, without TLS. */
  pubsubEndpoint: string;
  records: OpenRecords;
  seeded: SeededOrg;
  sessions: Sessions;
  faults: Faults;
  /** Data calls answered so far, by kind. */
  counts: CallCounts;
  /** Custom notifications that were sent. */
  notifications: SentNotification[];
  bus: EventBus;
  integration: { userId: string; username: string };
  /** An external client app that the integration user is approved for. */
  app: { clientId: string; clientSecret: string; privateKey: string };
  /** The environment that connects the sync service to this org. */
  environment(login: 'jwt' | 'client credentials'): Record<string, string>;
  close(): Promise<void>;
}

/** Every feature that some part of force-app can use: an org for people to try the whole of it. */
export const whatForceAppUses: readonly Feature[] = [
  'changeEvents',
  'fieldHistory',
  'quotes',
  'experience',
  'translations',
];
export const usualHistory = {
  Opportunity: ['StageName', 'Amount', 'CloseDate', 'OwnerId', 'AccountId', 'Engaged_Partner__c'],
  Account: ['OwnerId', 'Named_Account__c', 'ParentId'],
};
const packageOf: Partial<Record<Feature, Package>> = {
  translations: 'i18n',
  changeEvents: 'cdc',
  quotes: 'quotes',
  experience: 'experience',
};
const integrationUser = 'integration@fairlead.example';

/**
 * Starts an org on loopback, on free ports where none are named. Throws where the metadata can't be deployed with
 * these features, or a port is taken.
 */
export async function startLocalOrg(options: LocalOrgOptions = {}): Promise<LocalOrg> {
  const features = new Set<Feature>(options.features ?? ['changeEvents', 'fieldHistory']);
  const packages = options.packages ?? ['main', ...[...features].flatMap((feature) => packageOf[feature] ?? [])];
  const schema = loadSchema({
    forceApp: join(import.meta.dirname, '../../force-app'),
    packages,
    features,
    trackedHistory: options.trackedHistory ?? usualHistory,
  });
  const now = options.now ?? Date.now;
  const records = openRecords({
    ...{ schema, now, currency: options.currency ?? 'USD' },
    ...(options.file === undefined ? {} : { file: options.file }),
  });
  const seeded = seedOrg(records, options.timeZone === undefined ? {} : { timeZone: options.timeZone });
  const userId = integrationUserOf(records, features.has('quotes'));
  const faults = new Faults();
  const { app, connected } = connectedApp();
  let url = '';
  const sessions = new Sessions(records, [connected], seeded.organizationId, () => url, options.sessionSeconds);
  const counts: CallCounts = { query: 0, read: 0, write: 0, bulk: 0 };
  const org = {
    records,
    runQuery,
    organizationId: seeded.organizationId,
    url: () => url,
    save: (session: Session, operations: SaveOperation[], how: { allOrNone: boolean }) =>
      saveWithLocks(records, faults, session, operations, how),
    usage: { used: 0, limit: options.requestLimit ?? 1_000_000 },
    locators: new Locators(),
    bulk: new BulkJobs(),
    notifications: [] as SentNotification[],
  };
  const server = createServer(
    createApp({ org, sessions, faults, counts, faultsOverHttp: options.faultsOverHttp ?? false }),
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port ?? 0, '127.0.0.1', resolve);
  }).catch((error: unknown) => {
    records.close();
    throw error;
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const bus = await startEventBus({
    records,
    organizationId: seeded.organizationId,
    sessionFor: (token) => sessions.find(token),
    now,
    port: options.pubsubPort ?? 0,
  });
  faults.connect({ expireSessions: () => sessions.expireAll(), dropStreams: () => bus.dropStreams() });
  return {
    url,
    pubsubEndpoint: bus.endpoint,
    records,
    seeded,
    sessions,
    faults,
    counts,
    notifications: org.notifications,
    bus,
    integration: { userId, username: integrationUser },
    app,
    environment: (login) => ({
      SALESFORCE_LOGIN_URL: url,
      SALESFORCE_CLIENT_ID: app.clientId,
      SALESFORCE_ORG_ID: seeded.organizationId,
      PUBSUB_ENDPOINT: bus.endpoint,
      PUBSUB_TLS: 'false',
      ...(login === 'jwt'
        ? { SALESFORCE_USERNAME: integrationUser, SALESFORCE_PRIVATE_KEY: app.privateKey }
        : { SALESFORCE_CLIENT_SECRET: app.clientSecret }),
    }),
    async close() {
      await bus.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      records.close();
    },
  };
}

function integrationUserOf(records: OpenRecords, quotes: boolean): string {
  const known = records.database.prepare('SELECT "Id" AS id FROM "User" WHERE "Username" = ?').get(integrationUser);
  if (known !== undefined) return String(known['id']);
  return createUser(records, {
    username: integrationUser,
    lastName: 'Fairlead Integration',
    profile: INTEGRATION,
    permissionSets: ['Fairlead_Integration', ...(quotes ? ['Fairlead_Integration_Quotes'] : [])],
  });
}

function connectedApp(): { app: LocalOrg['app']; connected: ConnectedApp } {
  const pem = { type: 'spki', format: 'pem' } as const;
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const clientId = '3MVG9local.fairlead';
  const clientSecret = 'local-client-secret';
  return {
    app: { clientId, clientSecret, privateKey: String(keys.privateKey.export({ type: 'pkcs8', format: 'pem' })) },
    connected: {
      clientId,
      clientSecret,
      publicKey: String(keys.publicKey.export(pem)),
      approvedUsers: [integrationUser],
      runAs: integrationUser,
    },
  };
}
