/**
 * Work waiting to be done, on pg-boss. The queue's `stately` policy keeps one waiting and one running job a key,
 * which is what level-triggered work wants: a change during a review leads to one more review, not to ten.
 */
import { PgBoss, type Db, type Job } from 'pg-boss';
import type { JobOutcome, Jobs, WorkItem } from '../ports.ts';
import type { Database } from './database.ts';

const queue = 'review';

export interface JobSettings {
  /** Items handed to one call of the handler, at the most. */
  batchSize: number;
  /** Handlers at work at the same time in this process. */
  concurrency: number;
  /** How often a failed review is tried again before it becomes a dead letter. */
  retryLimit: number;
  onError: (error: unknown) => void;
}

export interface BossJobs extends Jobs {
  /** Adds items inside the caller's transaction, so that a cursor and the work it stands for are stored together. */
  addWithin(boss: Db, items: readonly WorkItem[]): Promise<void>;
}

/** Opens the queue and takes back what a dead process had in hand. */
export async function openJobs(database: Database, settings: JobSettings): Promise<BossJobs> {
  const boss = new PgBoss({
    ...database.bossOptions(),
    schema: 'jobs',
    schedule: false,
    useListenNotify: true,
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
    maintenanceIntervalSeconds: 60,
    persistWarnings: false,
  });
  boss.on('error', settings.onError);
  await boss.start();
  await boss.createQueue(queue, {
    policy: 'stately',
    notify: true,
    retryLimit: settings.retryLimit,
    retryDelay: 1,
    retryBackoff: true,
    retryDelayMax: 60,
    expireInSeconds: 300,
    heartbeatSeconds: 10,
    deleteAfterSeconds: 60,
    retentionSeconds: 14 * 24 * 3600,
  });
  if (database.kind === 'embedded') await releaseAbandoned(boss);
  return {
    add: (items) => insert(boss, items),
    addWithin: (db, items) => insert(boss, items, db),
    async work(handler) {
      await boss.work<WorkItem, unknown, { perJobResults: true }>(
        queue,
        {
          perJobResults: true,
          batchSize: settings.batchSize,
          localConcurrency: settings.concurrency,
          pollingIntervalSeconds: 0.5,
          notifyPollingIntervalSeconds: 2,
          burstWhenBatchFull: true,
        } as never,
        (async (jobs: Job<WorkItem>[]) => results(jobs, await handler(jobs.map((job) => job.data)))) as never,
      );
    },
    async depth() {
      const [row] = await database.query<{ n: string }>(
        `SELECT count(*) AS n FROM jobs.job WHERE name = $1 AND state < 'completed'`,
        [queue],
      );
      return Number(row?.n ?? 0);
    },
    stop: () => boss.stop({ graceful: true, timeout: 20_000 }),
  };
}

/** Claims are decided before the deals they may cover, and a partner is looked at once for all his deals of the moment. */
const priorities: Record<WorkItem['kind'], number> = { registration: 1, deal: 0, partner: -1 };

async function insert(boss: PgBoss, items: readonly WorkItem[], db?: Db): Promise<void> {
  for (let start = 0; start < items.length; start += 1000) {
    const jobs = items.slice(start, start + 1000).map((item) => ({
      data: item,
      singletonKey: `${item.kind}:${item.id}`,
      priority: priorities[item.kind],
    }));
    await boss.insert(queue, jobs, db === undefined ? {} : { db });
  }
}

function results(jobs: Job<WorkItem>[], outcomes: JobOutcome[]) {
  const byItem = new Map(outcomes.map((outcome) => [`${outcome.item.kind}:${outcome.item.id}`, outcome]));
  return jobs.map((job) => {
    const outcome = byItem.get(`${job.data.kind}:${job.data.id}`);
    if (outcome === undefined) throw new Error(`The handler gave no outcome for ${job.data.kind} ${job.data.id}`);
    switch (outcome.kind) {
      case 'done':
      case 'dead':
        return { id: job.id, status: 'completed' as const };
      case 'retry':
        return { id: job.id, status: 'failed' as const, output: { reason: outcome.reason } };
    }
  });
}

/** The embedded store belongs to one process, so whatever is still running there was left by one that died. */
async function releaseAbandoned(boss: PgBoss): Promise<void> {
  const running = await boss
    .getDb()
    .executeSql(`SELECT id FROM jobs.job WHERE name = $1 AND state = 'active'`, [queue]);
  const ids = running.rows.map((row) => String(row.id));
  if (ids.length > 0) await boss.fail(queue, ids, { reason: 'the process that held it ended' });
}
