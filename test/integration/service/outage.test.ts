import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startLocalOrg, type LocalOrg } from '../../local-org/index.ts';
import { fillOrg, marketOrg } from '../../market/fill-org.ts';
import { generateMarket } from '../../market/index.ts';
import { startServiceProcess, type ServiceProcess } from '../../service-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'fairlead-outage-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let org: LocalOrg;
let service: ServiceProcess;
let run = 0;

async function filledOrg(port?: number): Promise<LocalOrg> {
  const started = await startLocalOrg({ timeZone: 'UTC', ...(port === undefined ? {} : { port }) });
  const market = {
    seed: 'outage',
    opportunities: 60,
    asOf: Date.now(),
    org: marketOrg(started.records, started.seeded),
  };
  fillOrg(generateMarket(market), started.records, started.seeded);
  return started;
}

const settings = () => ({
  ...org.environment('client credentials'),
  DATA_DIR: join(folder, String(run)),
  POLL_SECONDS: '1',
  POLL_CALLS_PER_DAY: '10000000',
});

beforeEach(async () => {
  run++;
  org = await filledOrg();
});
afterEach(async () => {
  await service.kill('SIGKILL');
  await org.close();
});

const one = (sql: string) => Number(Object.values(org.records.database.prepare(sql).get() ?? { n: 0 })[0]);
const assessed = () => one('SELECT count(*) FROM "Deal_Assessment__c"');

async function until(met: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await met())) {
    if (Date.now() > deadline) throw new Error(`waited a minute in vain: ${service.output()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe('service and org', () => {
  it('says that it is not ready while the org is out of reach, and recovers by itself', async () => {
    const env = settings();
    const port = Number(new URL(org.url).port);
    await org.close();
    service = await startServiceProcess(env);
    await until(async () => (await service.get('/live').catch(() => ({ status: 0 }))).status === 200);
    const ready = await service.get('/ready');
    expect(ready.status).toBe(503);
    await until(async () => JSON.stringify((await service.get('/ready')).body).includes("can't be reached"));
    org = await filledOrg(port);
    await service.settled();
    expect(assessed()).toBeGreaterThan(0);
  }, 120_000);

  it('goes on after an expired session, a locked row and answers of 503', async () => {
    org.faults.lockNext = 3;
    service = await startServiceProcess(settings());
    await until(() => org.counts.query > 3);
    org.faults.expireSessions();
    org.faults.unavailable = 4;
    await service.settled();
    const inScope = one('SELECT count(*) FROM "Opportunity" WHERE "IsClosed" = 0');
    expect(assessed()).toBeGreaterThanOrEqual(inScope);
    expect(org.faults.unavailable).toBe(0);
    expect(org.faults.lockNext).toBe(0);
  }, 120_000);

  it('takes up a broken event stream where it was', async () => {
    service = await startServiceProcess(settings());
    await service.settled();
    org.faults.dropStreams();
    const [row] = org.records.database
      .prepare('SELECT "Id" AS id FROM "Opportunity" WHERE "IsClosed" = 0 LIMIT 1')
      .all();
    const dealId = String(row!['id']);
    const events = () =>
      one(`SELECT count(*) FROM "Deal_Event__c" WHERE "Opportunity__c" = '${dealId}' AND "Source__c" = 'Change Event'`);
    const results = org.records.save(
      { userId: org.seeded.adminId, clientId: 'a person' },
      [{ kind: 'update', object: 'Opportunity', id: dealId, values: { CloseDate: '2031-05-20' } }],
      { allOrNone: true },
    );
    expect(results[0]?.success).toBe(true);
    await until(() => events() === 1);
  }, 120_000);

  it('sets a record that cannot be read aside with the reason, and does the rest', async () => {
    const [row] = org.records.database
      .prepare('SELECT "Id" AS id FROM "Opportunity" WHERE "IsClosed" = 0 LIMIT 1')
      .all();
    org.records.database.prepare('UPDATE "Opportunity" SET "CloseDate" = NULL WHERE "Id" = ?').run(String(row!['id']));
    service = await startServiceProcess(settings());
    await service.settled();
    const letters = (await service.get('/dead-letters')).body as { item: { id: string }; reason: string }[];
    expect(letters.map((letter) => letter.item.id)).toEqual([row!['id']]);
    expect(letters[0]?.reason).toContain('CloseDate');
    expect(assessed()).toBeGreaterThan(5);
  }, 120_000);

  it('writes nothing to another organisation than its own', async () => {
    service = await startServiceProcess({ ...settings(), SALESFORCE_ORG_ID: '00D000000000099' });
    await until(async () =>
      JSON.stringify((await service.get('/ready').catch(() => ({ body: '' }))).body).includes('00D000000000099'),
    );
    expect([org.counts.write, org.counts.bulk]).toEqual([0, 0]);
  }, 120_000);
});

it('names every wrong setting and ends with 2', () => {
  const cli = join(import.meta.dirname, '../../../sync-service/cli.ts');
  const { status, stderr } = spawnSync(process.execPath, [cli, 'start'], {
    env: { PATH: process.env['PATH'], SALESFORCE_LOGIN_URL: 'nowhere', POLL_SECONDS: '0' },
    encoding: 'utf8',
  });
  expect(status).toBe(2);
  expect(stderr).toContain('SALESFORCE_LOGIN_URL is "nowhere"');
  expect(stderr).toContain('POLL_SECONDS is "0"');
  expect(stderr).toContain('SALESFORCE_CLIENT_ID is not set');
});
