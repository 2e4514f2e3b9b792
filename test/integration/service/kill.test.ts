import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startLocalOrg, type LocalOrg } from '../../local-org/index.ts';
import { fillOrg, marketOrg } from '../../market/fill-org.ts';
import { generateMarket } from '../../market/index.ts';
import { startPostgres, type TestPostgres } from '../../postgres.ts';
import { startServiceProcess } from '../../service-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'fairlead-kill-'));
const asOf = Date.now();
let postgres: TestPostgres;

beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(async () => {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function filledOrg(): Promise<LocalOrg> {
  const org = await startLocalOrg({ timeZone: 'UTC' });
  const market = { seed: 'kill', opportunities: 400, asOf, bypassShare: 0.4, org: marketOrg(org.records, org.seeded) };
  fillOrg(generateMarket(market), org.records, org.seeded);
  return org;
}

/** What a person would find in the org, without ids and times of the writing itself. */
function concluded(org: LocalOrg) {
  const all = (sql: string) =>
    org.records.database
      .prepare(sql)
      .all()
      .map((row) => Object.values(row).join(' | '));
  return {
    assessments: all(
      'SELECT "Opportunity_Id__c", "Engagement_State__c", "Gate_Open__c", "Open_Conflicts__c" FROM "Deal_Assessment__c" ORDER BY 1',
    ),
    links: all(
      'SELECT o."Id" FROM "Opportunity" o JOIN "Deal_Assessment__c" a ON a."Id" = o."Deal_Assessment__c" AND a."Opportunity__c" = o."Id" ORDER BY 1',
    ),
    cases: all(
      'SELECT "Case_Key__c", "Pattern__c", "Status__c", "Confidence__c" FROM "Channel_Conflict__c" ORDER BY 1',
    ),
    evidence: all(
      'SELECT c."Case_Key__c", e."What__c", e."From__c", e."To__c" FROM "Conflict_Evidence__c" e JOIN "Channel_Conflict__c" c ON c."Id" = e."Conflict__c" ORDER BY 1, 2, 3, 4',
    ),
    registrations: all('SELECT "Id", "Status__c" FROM "Deal_Registration__c" ORDER BY 1'),
  };
}

/** On a deal that is engaged and protected the partner is taken off, the way a person does it. */
async function takePartnerOff(org: LocalOrg, dealId: string): Promise<void> {
  const response = await fetch(`${org.url}/services/data/v65.0/sobjects/Opportunity/${dealId}`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${org.sessions.open(org.seeded.adminId)}`, 'content-type': 'application/json' },
    body: JSON.stringify({ Engaged_Partner__c: null }),
  });
  expect(response.status).toBe(204);
}

function engagedDeals(org: LocalOrg): string[] {
  return org.records.database
    .prepare(
      `SELECT o."Id" AS id FROM "Opportunity" o JOIN "Deal_Registration__c" r ON r."Opportunity__c" = o."Id"
       WHERE r."Status__c" = 'Approved' AND r."Partner__c" = o."Engaged_Partner__c" AND o."IsClosed" = 0
         AND r."Protected_Until__c" > ? ORDER BY 1 LIMIT 2`,
    )
    .all(new Date().toISOString())
    .map((row) => String(row['id']));
}

async function until(met: () => boolean): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!met()) {
    if (Date.now() > deadline) throw new Error('waited a minute in vain');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe.each(['embedded', 'postgres'] as const)('killed in the middle of a load, store on %s', (kind) => {
  it('ends with every deal as if nothing had happened: no flag twice, none missing', async () => {
    const [undisturbed, killed] = [await filledOrg(), await filledOrg()];
    const settings = (org: LocalOrg, name: string) => ({
      ...org.environment('client credentials'),
      DATA_DIR: join(folder, `${kind}-${name}`),
      BATCH_SIZE: '20',
      POLL_SECONDS: '1',
      POLL_CALLS_PER_DAY: '10000000',
      ...(kind === 'postgres' && name === 'killed' ? { DATABASE_URL: postgres.url } : {}),
    });
    const deals = engagedDeals(killed);
    expect(deals).toHaveLength(2);

    for (const deal of deals) await takePartnerOff(undisturbed, deal);
    const reference = await startServiceProcess(settings(undisturbed, 'undisturbed'));
    await reference.settled();
    await reference.kill('SIGTERM');

    await takePartnerOff(killed, deals[0]!);
    for (const writes of [2, 9, 17]) {
      const before = killed.counts.write;
      const service = await startServiceProcess(settings(killed, 'killed'));
      await until(() => killed.counts.write >= before + writes);
      await service.kill('SIGKILL');
    }
    // What people do while the service is dead is taken in when it is back.
    await takePartnerOff(killed, deals[1]!);
    const last = await startServiceProcess(settings(killed, 'killed'));
    await last.settled();
    await last.kill('SIGTERM');

    const [expected, found] = [concluded(undisturbed), concluded(killed)];
    expect(expected.cases.length).toBeGreaterThan(10);
    expect(found).toEqual(expected);
    for (const deal of deals) expect(found.cases.filter((line) => line.startsWith(deal))).toHaveLength(1);
    await Promise.all([undisturbed.close(), killed.close()]);
  }, 180_000);
});
