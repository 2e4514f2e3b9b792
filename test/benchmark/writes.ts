/** What writing costs in calls: ten thousand records by collections and in bulk, a first pass, and a second over the same. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Run } from '../../scripts/bench.ts';
import { readConfig } from '../../sync-service/config.ts';
import { startService } from '../../sync-service/main.ts';
import type { WritePlan } from '../../sync-service/ports.ts';
import { connect } from '../../sync-service/salesforce/connection.ts';
import { carryOut } from '../../sync-service/salesforce/write.ts';
import { startLocalOrg, type LocalOrg } from '../local-org/index.ts';
import { fillOrg, marketOrg } from '../market/fill-org.ts';
import { generateMarket } from '../market/index.ts';

const records = 10_000;
const opportunities = 2000;

export const run: Run = async (print) => {
  const org = await startLocalOrg({ timeZone: 'UTC' });
  const market = { seed: 'writes', opportunities, asOf: Date.now(), org: marketOrg(org.records, org.seeded) };
  fillOrg(generateMarket(market), org.records, org.seeded);
  await manyRecords(org, print);
  await twoPasses(org, print);
  await org.close();
};

async function manyRecords(org: LocalOrg, print: Parameters<Run>[0]): Promise<void> {
  const connection = await connect({
    loginUrl: org.url,
    clientId: org.app.clientId,
    login: { kind: 'client credentials', clientSecret: org.app.clientSecret },
  });
  for (const [way, bulkFrom, needed] of [
    ['collections', records + 1, Math.ceil(records / 200)],
    ['bulk job', records, 1],
  ] as const) {
    const before = { ...org.counts };
    const started = performance.now();
    const outcome = await carryOut(connection, planOf(way), { bulkFrom });
    const jobs = way === 'bulk job' ? 1 : 0;
    const calls = way === 'bulk job' ? jobs : org.counts.write - before.write;
    print({
      figure: `10,000 records by ${way}`,
      written: outcome.written,
      calls,
      needed,
      callsOverNeeded: calls / needed,
      seconds: Math.round(performance.now() - started) / 1000,
    });
  }
}

function planOf(way: string): WritePlan {
  const rows = Array.from({ length: records }, (_, n) => ({
    on: String(n),
    fields: { Event_Key__c: `${way}-${n}`, Kind__c: 'Stage Changed', To__c: String(n), Source__c: 'Snapshot' },
  }));
  return { steps: [{ object: 'Deal_Event__c', externalId: 'Event_Key__c', rows }] };
}

async function twoPasses(org: LocalOrg, print: Parameters<Run>[0]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'fairlead-bench-'));
  const config = readConfig({ ...org.environment('jwt'), DATA_DIR: folder, HTTP_PORT: '0', LOG_LEVEL: 'error' });
  let written = 0;
  const service = await startService(config, {
    intake: false,
    onReviewed: (batch) => (written += batch.written.written),
  });
  await service.ready;
  for (const pass of ['first pass', 'second pass over unchanged records']) {
    const before = { ...org.counts };
    const started = performance.now();
    written = 0;
    const { deals, registrations } = await service.backfill();
    await service.idle();
    print({
      figure: pass,
      deals,
      registrations,
      recordsWritten: written,
      writeCalls: org.counts.write - before.write,
      bulkCalls: org.counts.bulk - before.bulk,
      readCalls: org.counts.query - before.query + org.counts.read - before.read,
      seconds: Math.round(performance.now() - started) / 1000,
    });
  }
  await service.stop();
  rmSync(folder, { recursive: true, force: true });
}
