/**
 * How long a change made over REST takes to be written back, at a steady rate, with the service as its own process: from
 * sending the request until the org has committed the new assessment.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Run } from '../../scripts/bench.ts';
import { startLocalOrg, type LocalOrg } from '../local-org/index.ts';
import { fillOrg, marketOrg } from '../market/fill-org.ts';
import { generateMarket } from '../market/index.ts';
import { startServiceProcess } from '../service-process.ts';

const opportunities = 2000;
const perSecond = 20;
const seconds = 60;

export const run: Run = async (print) => {
  const folder = mkdtempSync(join(tmpdir(), 'fairlead-bench-'));
  const org = await startLocalOrg({ timeZone: 'UTC' });
  const market = { seed: 'writeback', opportunities, asOf: Date.now(), org: marketOrg(org.records, org.seeded) };
  fillOrg(generateMarket(market), org.records, org.seeded);
  const service = await startServiceProcess({
    ...org.environment('jwt'),
    DATA_DIR: folder,
    POLL_CALLS_PER_DAY: '1000000',
  });
  await service.settled();
  const deals = coveredDeals(org);
  const { latencies, sent } = await changeAtRate(org, deals);
  latencies.sort((a, b) => a - b);
  const at = (share: number) =>
    Math.round(latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0);
  print({
    figure: 'change to write-back',
    opportunities,
    deals: deals.length,
    changesPerSecond: perSecond,
    changes: sent,
    writtenBack: latencies.length,
    medianMs: at(0.5),
    p95Ms: at(0.95),
    p99Ms: at(0.99),
    maxMs: at(1),
  });
  await service.kill('SIGTERM');
  await org.close();
  rmSync(folder, { recursive: true, force: true });
};

interface Covered {
  id: string;
  partnerId: string;
}

/** Open deals under protection, on which entering or removing the partner changes the verdict. */
function coveredDeals(org: LocalOrg): Covered[] {
  return org.records.database
    .prepare(
      `SELECT a."Opportunity__c" AS id, a."Required_Partner__c" AS partner FROM "Deal_Assessment__c" a
       JOIN "Opportunity" o ON o."Id" = a."Opportunity__c"
       WHERE a."Protected_Until__c" > ? AND o."IsClosed" = 0 AND a."Required_Partner__c" IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM "OpportunityPartner" p WHERE p."OpportunityId" = o."Id")
         AND a."Engagement_State__c" <> 'Exempt' ORDER BY 1`,
    )
    .all(new Date().toISOString())
    .map((row) => ({ id: String(row['id']), partnerId: String(row['partner']) }));
}

/** Takes the partner off and puts him back, deal after deal, and notes when each verdict has followed. */
async function changeAtRate(org: LocalOrg, deals: Covered[]): Promise<{ latencies: number[]; sent: number }> {
  const token = org.sessions.open(org.seeded.adminId);
  const waiting = new Map<string, number>();
  const latencies: number[] = [];
  org.records.onCommit(({ changes }) => {
    for (const { object, after } of changes) {
      const dealId = object === 'Deal_Assessment__c' ? String(after?.['Opportunity__c']) : '';
      const started = waiting.get(dealId);
      if (started === undefined) continue;
      waiting.delete(dealId);
      latencies.push(performance.now() - started);
    }
  });
  const stands = new Map(deals.map(({ id }) => [id, standsOn(org, id)]));
  let sent = 0;
  const began = performance.now();
  for (let n = 0; n < perSecond * seconds; n++) {
    const due = began + (n * 1000) / perSecond;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
    const deal = deals[n % deals.length]!;
    if (waiting.has(deal.id)) continue;
    const partner = stands.get(deal.id) === true ? null : deal.partnerId;
    stands.set(deal.id, partner !== null);
    waiting.set(deal.id, performance.now());
    sent++;
    void fetch(`${org.url}/services/data/v65.0/sobjects/Opportunity/${deal.id}`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ Engaged_Partner__c: partner }),
    });
  }
  await new Promise((resolve) => setTimeout(resolve, 5000));
  return { latencies, sent };
}

function standsOn(org: LocalOrg, dealId: string): boolean {
  const row = org.records.database
    .prepare('SELECT "Engaged_Partner__c" AS partner FROM "Opportunity" WHERE "Id" = ?')
    .get(dealId);
  return row?.['partner'] != null;
}
