/**
 * Brings up everything at once: a stand-in org with a made-up vendor, and the service at work on it.
 *
 *   npm start                            2,000 opportunities, stays up
 *   npm start -- --once --json           one pass, figures as one JSON object
 *   npm start -- --data DIR              a real-shaped pipeline with registrations laid over it
 *   npm start -- --org                   the org of the environment instead of the stand-in
 *   further: --opportunities N, --seed TEXT, --bypass-share 0.05, --port N
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pino from 'pino';
import { ConfigError, connectionSettings, readConfig, type Config } from '../sync-service/config.ts';
import { startService, type Service } from '../sync-service/main.ts';
import type { Reviewed } from '../sync-service/ports.ts';
import { connect, type OrgConnection } from '../sync-service/salesforce/connection.ts';
import { select } from '../sync-service/salesforce/soql.ts';
import { StoreInUseError, StoreUnreachableError } from '../sync-service/store/database.ts';
import { startLocalOrg, whatForceAppUses, type LocalOrg } from '../test/local-org/index.ts';
import type { Preview } from '../test/preview/server.ts';
import { fillOrg, marketOrg } from '../test/market/fill-org.ts';
import { generateMarket, type Truth } from '../test/market/index.ts';
import { scoreAgainstTruth } from '../test/market/score.ts';
import { readCandidates, readFigures, readFound, readOneCase } from './start/figures.ts';
import {
  printCase,
  printChange,
  printFigures,
  printInvitation,
  printNoPreview,
  printUnusable,
  steps,
} from './start/print.ts';

interface Arguments {
  once: boolean;
  json: boolean;
  org: boolean;
  data: string | null;
  opportunities: number;
  seed: string;
  bypassShare: number;
  port: number;
}

const apiToken = 'fairlead-local-demo';
const step = steps();

async function main(args: Arguments): Promise<void> {
  const started = performance.now();
  const folder = mkdtempSync(join(tmpdir(), 'fairlead-start-'));
  console.error(
    args.org ? 'Fairlead on the org of the environment\n' : 'Fairlead on a stand-in org; no Salesforce is needed\n',
  );
  const world = args.org ? null : await standIn(args);
  const config = world === null ? readConfig(process.env) : localConfig(world.org, folder, args.port);
  const tally = { written: 0, reviewed: 0 };
  let shown: ((batch: Reviewed) => void) | null = null;
  const service = await step(
    'service',
    async () => {
      const running = await startService(config, {
        intake: !args.once,
        log: pino({ level: config.LOG_LEVEL }, pino.destination(2)),
        onReviewed(batch) {
          tally.written += batch.written.written;
          tally.reviewed += batch.outcomes.length;
          shown?.(batch);
        },
      });
      await running.ready;
      return running;
    },
    () => (args.once ? 'connected by jsforce' : 'connected by jsforce, takes in changes as they happen'),
  );
  await pass(service, args, tally);
  const connection = await connectionOf(config);
  const now = Date.now();
  const figures = await readFigures(connection, now);
  const score = world === null ? null : scoreAgainstTruth(await readFound(connection), world.truth.cases);
  if (args.json) {
    console.log(JSON.stringify(result(figures, score, tally.written, service, started, world)));
  } else {
    const found = await readOneCase(connection);
    if (world !== null && world.read > 0) printUnusable(world.unusable, world.read);
    printFigures(figures, score);
    if (found !== null) printCase(found);
  }
  let preview: Preview | null = null;
  const end = async () => {
    await preview?.close();
    await service.stop();
    await world?.org.close();
    rmSync(folder, { recursive: true, force: true });
  };
  if (args.once) return end();
  shown = (batch) => void showChanges(batch, connection);
  if (world !== null) {
    preview = await openPreview(world.org);
    printInvitation({
      preview,
      url: world.org.url,
      servicePort: service.port,
      apiToken,
      candidates: await readCandidates(connection, now),
      tokenFor: (userId) => world.org.sessions.open(userId),
    });
    // Built behind the findings, so that neither waits for the other.
    preview?.warmUp().catch(printNoPreview);
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void end().then(() => process.exit(0)));
}

/** The panels in a browser; null, after saying why, where they can't be shown. Nothing else depends on them. */
async function openPreview(org: LocalOrg): Promise<Preview | null> {
  try {
    const { startPreview } = await import('../test/preview/server.ts');
    return await startPreview({ org });
  } catch (error) {
    printNoPreview(error);
    return null;
  }
}

interface World {
  org: LocalOrg;
  truth: Truth;
  unusable: Record<string, number>;
  read: number;
}

async function standIn(args: Arguments): Promise<World> {
  const org = await step(
    'org',
    async () => startLocalOrg({ timeZone: 'UTC', currency: 'EUR', features: whatForceAppUses }),
    ({ records, url }) => `${records.schema.objects.size} objects, ours from force-app, at ${url}`,
  );
  return step(
    'vendor',
    async () => {
      const common = {
        seed: args.seed,
        asOf: Date.now(),
        bypassShare: args.bypassShare,
        org: marketOrg(org.records, org.seeded),
      };
      const pipeline =
        args.data === null ? null : (await import('../test/market/pipeline.ts')).marketFromPipeline(args.data, common);
      const parts = pipeline?.parts ?? generateMarket({ ...common, opportunities: args.opportunities });
      const { truth, rows } = fillOrg(parts, org.records, org.seeded);
      return { org, truth, rows, unusable: pipeline?.unusable ?? {}, read: pipeline?.read ?? 0 };
    },
    ({ rows }) =>
      `${rows['Opportunity'] ?? 0} opportunities, ${rows['Deal_Registration__c'] ?? 0} registrations, ${rows['User'] ?? 0} people`,
  );
}

function localConfig(org: LocalOrg, folder: string, port: number): Config {
  return readConfig({
    ...org.environment('jwt'),
    DATA_DIR: folder,
    HTTP_PORT: String(port),
    API_TOKEN: apiToken,
    LOG_LEVEL: 'error',
    POLL_SECONDS: '1',
    POLL_CALLS_PER_DAY: '10000000',
    SWEEP_SECONDS: '5',
  });
}

/** Looks at every deal once. A service that takes in changes has queued them all by itself when its store was new. */
async function pass(service: Service, args: Arguments, tally: { reviewed: number }): Promise<void> {
  await step(
    'review',
    async (progress) => {
      const timer = setInterval(() => progress(`${tally.reviewed} deals and claims looked at`), 200);
      if (args.once || args.org) await service.backfill();
      await service.idle();
      clearInterval(timer);
    },
    () => `${tally.reviewed} deals and claims looked at`,
  );
}

async function connectionOf(config: Config): Promise<OrgConnection> {
  return connect(connectionSettings(config));
}

function result(
  figures: Awaited<ReturnType<typeof readFigures>>,
  score: ReturnType<typeof scoreAgainstTruth> | null,
  recordsWritten: number,
  service: Service,
  started: number,
  world: World | null,
) {
  const { overdue: _overdue, ...counted } = figures;
  return {
    ...counted,
    precision: score?.precision ?? null,
    recall: score?.recall ?? null,
    byPattern: score?.byPattern ?? null,
    recordsWritten,
    apiCalls: Object.values(service.apiCalls()).reduce((total, calls) => total + calls, 0),
    seconds: Math.round(performance.now() - started) / 1000,
    ...(world !== null && world.read > 0 ? { read: world.read, unusable: world.unusable } : {}),
  };
}

/** A line for each deal whose records changed because of something a person did. */
async function showChanges({ outcomes, written, milliseconds }: Reviewed, connection: OrgConnection): Promise<void> {
  const ids = outcomes.flatMap(({ item }) => (item.kind === 'deal' ? item.id : []));
  if (written.written === 0 || ids.length === 0 || ids.length > 20) return;
  const rows = (await select(
    connection,
    'SELECT Opportunity__r.Name, Engagement_State__c, Gate_Open__c, Opportunity__c FROM Deal_Assessment__c WHERE Opportunity__c IN :ids',
    { ids },
  )) as Record<string, unknown>[];
  const cases = (await select(
    connection,
    "SELECT Opportunity__c, Pattern__c FROM Channel_Conflict__c WHERE Opportunity__c IN :ids AND Status__c = 'Open'",
    { ids },
  )) as Record<string, unknown>[];
  for (const row of rows) {
    const conflicts = cases
      .filter((each) => each['Opportunity__c'] === row['Opportunity__c'])
      .map((each) => String(each['Pattern__c']));
    const name = String((row['Opportunity__r'] as Record<string, unknown>)['Name']);
    printChange(
      { name, state: String(row['Engagement_State__c']), gateOpen: row['Gate_Open__c'] === true, conflicts },
      milliseconds,
    );
  }
}

class ArgumentError extends Error {}

function readArguments(): Arguments {
  const { values } = parse();
  const numeric = (name: 'opportunities' | 'bypass-share' | 'port', from: number, to: number) => {
    const value = Number(values[name]);
    if (Number.isNaN(value) || value < from || value > to) {
      throw new ArgumentError(`--${name} is "${values[name]}": expected a number from ${from} to ${to}`);
    }
    return value;
  };
  return {
    once: values.once,
    json: values.json,
    org: values.org,
    data: values.data ?? null,
    opportunities: Math.round(numeric('opportunities', 1, 100_000)),
    seed: values.seed,
    bypassShare: numeric('bypass-share', 0, 1),
    port: numeric('port', 0, 65_535),
  };
}

function parse() {
  try {
    return parseArgs({
      options: {
        once: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        org: { type: 'boolean', default: false },
        data: { type: 'string' },
        opportunities: { type: 'string', default: '2000' },
        seed: { type: 'string', default: 'fairlead' },
        'bypass-share': { type: 'string', default: '0.05' },
        port: { type: 'string', default: '0' },
      },
    });
  } catch (error) {
    throw new ArgumentError(error instanceof Error ? error.message : String(error));
  }
}

try {
  await main(readArguments());
} catch (error) {
  const expected =
    error instanceof ConfigError ||
    error instanceof StoreInUseError ||
    error instanceof StoreUnreachableError ||
    error instanceof ArgumentError;
  console.error(expected ? error.message : error);
  process.exit(expected ? 2 : 1);
}
