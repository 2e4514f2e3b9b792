/** Wires the parts and keeps them running: what starts when, and what waits for what. Nothing is decided here. */
import pino, { type Logger } from 'pino';
import { connectionSettings, type Config } from './config.ts';
import { createMetrics } from './http/metrics.ts';
import { startHttp } from './http/server.ts';
import { fitForecast } from './domain/forecast/model.ts';
import { dateOf } from './domain/time.ts';
import { Feed } from './feed.ts';
import { explain, review, type Pipeline } from './pipeline.ts';
import type { Clock, JobOutcome, Reviewed, WorkItem } from './ports.ts';
import { connect } from './salesforce/connection.ts';
import { isOrgError, MissingMetadataError, UnreadableRulesError, WrongOrgError } from './salesforce/errors.ts';
import { openOrg, type SalesforceOrg } from './salesforce/org.ts';
import { openCustomerIndex } from './store/customer-index.ts';
import { openDatabase } from './store/database.ts';
import { openForecasts } from './store/forecasts.ts';
import { openDeadLetters, openInbox } from './store/inbox.ts';
import { openJobs } from './store/jobs.ts';

export interface ServiceOptions {
  clock?: Clock;
  log?: Logger;
  /** Told of every batch that was reviewed. */
  onReviewed?: (batch: Reviewed) => void;
  /** Whether changes are taken in; off for one pass over everything. */
  intake?: boolean;
}

export interface Service {
  /** Port of the HTTP face. */
  port: number;
  /** Resolves when the org is connected and work is being done. */
  ready: Promise<void>;
  /** What keeps the service from its work, a line each; empty when it is ready. */
  notReady(): string[];
  /** Puts every deal, registration and partner in scope into the work. Gives how many. */
  backfill(): Promise<{ deals: number; registrations: number; partners: number }>;
  /** Resolves when no work waits or runs. */
  idle(): Promise<void>;
  /** Calls made to the org so far, by kind. */
  apiCalls(): Record<string, number>;
  stop(): Promise<void>;
}

const longestPauseMs = 60_000;
const relearnAfterMs = 7 * 24 * 3_600_000;

/**
 * Starts the service. An org that can't be reached keeps it from being ready, not from starting.
 * @throws StoreInUseError | StoreUnreachableError
 */
export async function startService(config: Config, options: ServiceOptions = {}): Promise<Service> {
  const clock = options.clock ?? { now: Date.now };
  const log = options.log ?? pino({ level: config.LOG_LEVEL });
  const stopping = new AbortController();
  const trouble = new Map<string, string>([['org', 'not connected yet']]);

  const database = await openDatabase({ url: config.DATABASE_URL ?? null, folder: config.DATA_DIR });
  const jobs = await openJobs(database, {
    batchSize: config.BATCH_SIZE,
    concurrency: config.CONCURRENCY,
    retryLimit: 50,
    onError: (error) => log.error({ err: error }, 'job queue'),
  });
  const inbox = openInbox(database, jobs);
  const deadLetters = openDeadLetters(database, clock.now);
  let org: SalesforceOrg | null = null;
  let feed: Feed | null = null;
  const forecasts = openForecasts(database);
  let learned = await forecasts.latest();

  const metrics = createMetrics({
    depth: jobs.depth,
    deadLetters: async () => (await deadLetters.list()).length,
    ready: () => trouble.size === 0,
    lastChangeAt: () => feed?.lastChangeAt() ?? null,
    apiCalls: () => ({ ...org?.connection.calls() }),
  });
  const http = await startHttp(
    { host: config.HTTP_HOST, port: config.HTTP_PORT, apiToken: config.API_TOKEN ?? null },
    {
      notReady: () => [...trouble.values()],
      metrics: metrics.registry,
      explain: async (dealId) =>
        org === null
          ? Promise.reject(new Error('the org is not connected'))
          : explain(dealId, { org, clock, forecast: () => learned?.model ?? null }),
      deadLetters: deadLetters.list,
      onError: (error) => log.error({ err: error }, 'http'),
    },
  );

  async function handle(items: WorkItem[], pipeline: Pipeline): Promise<JobOutcome[]> {
    try {
      const outcomes = await review(items, pipeline);
      trouble.delete('org');
      return outcomes;
    } catch (error) {
      if (isOutage(error)) {
        trouble.set('org', error.message);
        log.warn({ reason: error.message, deals: items.length }, 'the org keeps a batch waiting');
        return items.map((item) => ({ item, kind: 'retry', reason: error.message }));
      }
      if (items.length > 1) return (await Promise.all(items.map(async (item) => handle([item], pipeline)))).flat();
      return [await buried(items[0]!, error)];
    }
  }

  /** One item that breaks the review is set aside, so that the others go on. */
  async function buried(item: WorkItem, error: unknown): Promise<JobOutcome> {
    const reason = error instanceof Error ? error.message : String(error);
    // What the org answers may repeat what a record holds: only for those who debug.
    log.error({ [item.kind]: item.id, error: error instanceof Error ? error.name : typeof error }, 'a review failed');
    log.debug({ [item.kind]: item.id, err: error }, 'a review failed');
    await deadLetters.bury(item, reason);
    return { item, kind: 'dead', reason };
  }

  async function untilConnected(): Promise<SalesforceOrg> {
    for (let pause = 500; ; pause = Math.min(pause * 2, longestPauseMs)) {
      try {
        const connection = await connect(connectionSettings(config));
        connection.assertMayWrite();
        return await openOrg(connection, openCustomerIndex(database), {
          currency: config.CURRENCY,
          bulkFrom: config.BULK_FROM,
          clock: clock.now,
        });
      } catch (error) {
        if (!isOutage(error)) throw error;
        trouble.set('org', error.message);
        log.warn({ reason: error.message, againInMs: pause }, 'the org is not there');
        await sleep(pause, stopping.signal);
        if (stopping.signal.aborted) throw error;
      }
    }
  }

  async function run(): Promise<void> {
    const connected = await untilConnected();
    org = connected;
    trouble.delete('org');
    const isNew = (await inbox.cursor('customers')) === null;
    if (isNew) {
      const records = await connected.rebuildCustomerIndex();
      await inbox.accept({
        events: [],
        work: [],
        cursors: [{ topic: 'customers', position: String(records) }],
        at: clock.now(),
      });
    }
    await learn(connected);
    const pipeline: Pipeline = {
      org: connected,
      forecast: () => learned?.model ?? null,
      inbox,
      jobs,
      deadLetters,
      clock,
      onReviewed(batch) {
        metrics.reviewed(batch);
        logBatch(log, batch);
        options.onReviewed?.(batch);
      },
    };
    if (options.intake !== false) {
      feed = new Feed({ config, org: connected, inbox, clock, log, metrics }, isNew);
      await feed.start();
      feed.watchGaps();
      if (isNew) await backfill(connected);
    }
    await jobs.work(async (items) => handle(items, pipeline));
    if (options.intake !== false) void sweep(connected);
  }

  async function backfill(connected: SalesforceOrg) {
    let [deals, registrations, partners] = [0, 0, 0];
    for await (const ids of connected.registrationsInScope()) {
      await jobs.add(ids.map((id) => ({ kind: 'registration', id })));
      registrations += ids.length;
    }
    for await (const ids of connected.dealsInScope(clock.now())) {
      await jobs.add(ids.map((id) => ({ kind: 'deal', id })));
      deals += ids.length;
    }
    for await (const ids of connected.partnersInScope()) {
      await jobs.add(ids.map((id) => ({ kind: 'partner', id })));
      partners += ids.length;
    }
    log.info({ deals, registrations, partners }, 'backfill queued');
    return { deals, registrations, partners };
  }

  /** Learns the forecast anew when the last one is a week old. Without one the deterministic margin stands alone. */
  async function learn(connected: SalesforceOrg): Promise<void> {
    const now = clock.now();
    if (learned !== null && now - learned.at < relearnAfterMs) return;
    try {
      const [deals, { policy, programme }] = await Promise.all([connected.pastDeals(), connected.rules()]);
      const model = fitForecast(deals, dateOf(now, policy.calendar.timeZone), programme.fiscalYearStart);
      await forecasts.keep(model, now);
      learned = { model, at: now };
      log.info({ version: model.version, closed: model.closed }, 'forecast learned');
    } catch (error) {
      log.warn({ reason: error instanceof Error ? error.message : String(error) }, 'no forecast could be learned');
    }
  }

  /** A certificate expires and a period ends without any change of a record: all partners are looked at once a day. */
  async function lookAtPartnersDaily(connected: SalesforceOrg): Promise<void> {
    const { policy } = await connected.rules();
    const today = dateOf(clock.now(), policy.calendar.timeZone);
    if ((await inbox.cursor('partners')) === today) return;
    for await (const ids of connected.partnersInScope()) {
      await jobs.add(ids.map((id) => ({ kind: 'partner', id })));
    }
    const done = { topic: 'partners', position: today };
    await inbox.accept({ events: [], work: [], cursors: [done], at: clock.now() });
  }

  /** Looks for what time alone has changed, for as long as the service runs. */
  async function sweep(connected: SalesforceOrg): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await jobs.add(await connected.dueForReview(clock.now()));
        await lookAtPartnersDaily(connected);
        await learn(connected);
      } catch (error) {
        log.warn({ reason: error instanceof Error ? error.message : String(error) }, 'sweep');
      }
      await sleep(config.SWEEP_SECONDS * 1000, stopping.signal);
    }
  }

  const ready = run();
  ready.catch((error: unknown) => {
    if (!stopping.signal.aborted) log.error({ err: error }, 'the service cannot start');
    trouble.set('start', error instanceof Error ? error.message : String(error));
  });
  return {
    port: http.port,
    ready,
    notReady: () => [...trouble.values()],
    backfill: async () => {
      await ready;
      return backfill(org!);
    },
    async idle() {
      while ((await jobs.depth()) > 0) await sleep(50, stopping.signal);
    },
    apiCalls: () => ({ ...org?.connection.calls() }),
    async stop() {
      stopping.abort();
      await feed?.stop();
      await jobs.stop();
      await http.stop();
      await database.close();
    },
  };
}

/** Failures that go away: by themselves, or when an admin mends the org. Nothing is lost meanwhile. */
function isOutage(error: unknown): error is Error {
  return (
    isOrgError(error) ||
    error instanceof MissingMetadataError ||
    error instanceof WrongOrgError ||
    error instanceof UnreadableRulesError
  );
}

/** By id and code: what records hold stays out of the log above debug. */
function logBatch(log: Logger, { outcomes, written, milliseconds }: Reviewed): void {
  log.info({ items: outcomes.length, written: written.written, calls: written.calls, milliseconds }, 'reviewed');
  for (const { on, object, code, retry, message } of written.failures) {
    log.warn({ on, object, code, retry }, 'not written');
    log.debug({ on, object, code, message }, 'not written');
  }
  for (const outcome of outcomes) {
    if (outcome.kind === 'done') continue;
    log.warn({ [outcome.item.kind]: outcome.item.id, outcome: outcome.kind }, 'not done');
    log.debug({ [outcome.item.kind]: outcome.item.id, reason: outcome.reason }, 'not done');
  }
}

function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(done, milliseconds);
    function done() {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done);
  });
}
