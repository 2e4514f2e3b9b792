import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startLocalOrg, type LocalOrg } from '../../local-org/index.ts';
import { fillOrg, marketOrg } from '../../market/fill-org.ts';
import { generateMarket } from '../../market/index.ts';
import { startServiceProcess, type ServiceProcess } from '../../service-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'fairlead-live-'));
let org: LocalOrg;
let service: ServiceProcess;

beforeAll(async () => {
  org = await startLocalOrg({ timeZone: 'UTC' });
  const market = { seed: 'live', opportunities: 1500, asOf: Date.now(), org: marketOrg(org.records, org.seeded) };
  fillOrg(generateMarket(market), org.records, org.seeded);
  service = await startServiceProcess({
    ...org.environment('jwt'),
    DATA_DIR: folder,
    POLL_SECONDS: '1',
    POLL_CALLS_PER_DAY: '10000000',
  });
  await service.settled();
}, 120_000);
afterAll(async () => {
  await service.kill('SIGTERM');
  await org.close();
  rmSync(folder, { recursive: true, force: true });
});

type Row = Record<string, string | number | null>;
const rows = (sql: string, ...values: string[]) => org.records.database.prepare(sql).all(...values) as Row[];

async function call(
  method: string,
  path: string,
  userId: string,
  body?: object,
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${org.url}/services/data/v65.0/sobjects/${path}`, {
    method,
    headers: { authorization: `Bearer ${org.sessions.open(userId)}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? null : JSON.parse(text) };
}

async function soon<T>(what: () => T | undefined): Promise<T> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const found = what();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`waited 20 s in vain: ${service.output()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** An open deal under protection, by how its partner stands. */
function protectedDeal(state: string, more = ''): { id: string; owner: string; partner: string } {
  const [row] = rows(
    `SELECT o."Id" AS id, o."OwnerId" AS owner, a."Required_Partner__c" AS partner
     FROM "Deal_Assessment__c" a JOIN "Opportunity" o ON o."Id" = a."Opportunity__c"
     WHERE a."Engagement_State__c" = ? AND a."Protected_Until__c" > ? AND o."IsClosed" = 0
       AND a."Open_Conflicts__c" = 0 ${more} ORDER BY 1 LIMIT 1`,
    state,
    new Date().toISOString(),
  );
  if (row === undefined) throw new Error(`the vendor has no deal that is ${state} ${more}`);
  return { id: String(row['id']), owner: String(row['owner']), partner: String(row['partner']) };
}

interface StandingRead {
  rebates: { provisional: string; payable: string }[];
  levels: { paths: { steps: { measure: string; families?: string[]; have: string | number }[] }[] }[];
}
const standing = (partnerId: string) => {
  const [row] = rows('SELECT "Standing__c" AS standing FROM "Partner_Programme__c" WHERE "Partner__c" = ?', partnerId);
  return JSON.parse(String(row?.['standing'] ?? '{"rebates":[],"levels":[]}')) as StandingRead;
};

const caseOn = (dealId: string, status: string) =>
  rows('SELECT * FROM "Channel_Conflict__c" WHERE "Opportunity__c" = ? AND "Status__c" = ?', dealId, status)[0];

describe('a person at work in the org', () => {
  it('is refused at the gate, engages the partner and passes', async () => {
    const deal = protectedDeal('Pending', 'AND a."Gate_Open__c" = 0');
    const past = { StageName: 'Negotiation/Review' };
    const refused = await call('PATCH', `Opportunity/${deal.id}`, deal.owner, past);
    expect(refused.status).toBe(400);
    expect(refused.body).toMatchObject([{ errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', fields: ['StageName'] }]);
    expect(
      (await call('PATCH', `Opportunity/${deal.id}`, deal.owner, { Engaged_Partner__c: deal.partner })).status,
    ).toBe(204);
    await soon(
      () =>
        rows(
          'SELECT 1 AS yes FROM "Deal_Assessment__c" WHERE "Opportunity__c" = ? AND "Engagement_State__c" = ?',
          deal.id,
          'Engaged',
        )[0],
    );
    expect((await call('PATCH', `Opportunity/${deal.id}`, deal.owner, past)).status).toBe(204);
  });

  it('replaces the registered partner and is named, with evidence; restores him and the case closes itself', async () => {
    // Not the deal on which the partner was entered a moment ago: an undo within the day is no act.
    const yesterday = new Date(Date.now() - 86_400_000).toISOString();
    const deal = protectedDeal(
      'Engaged',
      `AND o."Engaged_Partner__c" = a."Required_Partner__c" AND a."Partner_Entered_At__c" < '${yesterday}'`,
    );
    const [rival] = rows(
      `SELECT "Id" AS id, "Name" AS name FROM "Account" WHERE "Partner_Roles__c" = (SELECT "Partner_Roles__c" FROM "Account" WHERE "Id" = ?) AND "Id" <> ? LIMIT 1`,
      deal.partner,
      deal.partner,
    );
    await call('PATCH', `Opportunity/${deal.id}`, deal.owner, { Engaged_Partner__c: rival!['id'] });
    const opened = await soon(() => caseOn(deal.id, 'Open'));
    expect(opened).toMatchObject({ Pattern__c: 'Replaced', Salesperson__c: deal.owner, Partner__c: deal.partner });
    const entry = await soon(() =>
      rows(
        'SELECT "By__c" AS by FROM "Conflict_Evidence__c" WHERE "Conflict__c" = ? AND "To__c" = ?',
        String(opened['Id']),
        String(rival!['name']),
      ).at(0),
    );
    expect(entry['by']).toBe(deal.owner);
    await service.settled();
    await call('PATCH', `Opportunity/${deal.id}`, deal.owner, { Engaged_Partner__c: deal.partner });
    const closed = await soon(() => caseOn(deal.id, 'Remedied'));
    expect(closed['Id']).toBe(opened['Id']);
    expect(closed['Decision_Reason__c']).toContain('stands on the opportunity again');
  });

  it('deletes the partner row of a registered partner: the case opens and names nobody', async () => {
    const deal = protectedDeal('Engaged', 'AND o."Engaged_Partner__c" IS NULL');
    const [partnerRow] = rows(
      'SELECT "Id" AS id FROM "Partner" WHERE "OpportunityId" = ? AND "AccountToId" = ?',
      deal.id,
      deal.partner,
    );
    expect((await call('DELETE', `Partner/${String(partnerRow!['id'])}`, org.seeded.adminId)).status).toBe(204);
    // Deletions of partner rows are no change events; here the deal is looked at because it changed as well.
    await call('PATCH', `Opportunity/${deal.id}`, org.seeded.adminId, { Description: 'looked at again' });
    const opened = await soon(() => caseOn(deal.id, 'Open'));
    expect(opened).toMatchObject({ Pattern__c: 'Replaced', Salesperson__c: null });
  });

  it('asks for an exemption, cannot grant it himself, and is free once a channel manager does', async () => {
    const deal = protectedDeal('Pending', 'AND a."Gate_Open__c" = 0');
    const asked = await call('POST', 'Exemption_Request__c', deal.owner, {
      Opportunity__c: deal.id,
      Reason_Code__c: 'Partner Declined',
      Reason__c: 'He has no capacity.',
    });
    expect(asked.status).toBe(201);
    const path = `Exemption_Request__c/${(asked.body as { id: string }).id}`;
    const granted = { Status__c: 'Granted', Decided_At__c: new Date().toISOString() };
    expect((await call('PATCH', path, deal.owner, granted)).status).toBeGreaterThanOrEqual(400);
    const [manager] = rows('SELECT "Id" AS id FROM "User" WHERE "Title" = ?', 'Channel Manager');
    expect((await call('PATCH', path, String(manager!['id']), granted)).status).toBe(204);
    const found = await soon(
      () =>
        rows(
          'SELECT "Gate_Open__c" AS open FROM "Deal_Assessment__c" WHERE "Opportunity__c" = ? AND "Engagement_State__c" = ?',
          deal.id,
          'Exempt',
        )[0],
    );
    expect(found['open']).toBe(1);
  });

  it('wins a deal and his partner is credited; reopens it and the credit is taken back; wins it again', async () => {
    const deal = protectedDeal('Engaged', 'AND o."Engaged_Partner__c" = a."Required_Partner__c"');
    const stage = async (name: string) =>
      expect((await call('PATCH', `Opportunity/${deal.id}`, deal.owner, { StageName: name })).status).toBe(204);
    const entries = (kind: string) =>
      rows('SELECT * FROM "Rebate_Entry__c" WHERE "Opportunity__c" = ? AND "Kind__c" = ?', deal.id, kind);
    const balance = () =>
      rows('SELECT ROUND(SUM("Amount__c"), 2) AS sum FROM "Rebate_Entry__c" WHERE "Opportunity__c" = ?', deal.id)[0]![
        'sum'
      ];
    await stage('Closed Won');
    const credited = await soon(() => (entries('Accrual').length > 0 ? entries('Accrual') : undefined));
    expect(credited.every((entry) => entry['Partner__c'] === deal.partner && Number(entry['Amount__c']) > 0)).toBe(
      true,
    );
    expect(credited.every((entry) => String(entry['Cause__c']).startsWith('won '))).toBe(true);
    const earned = balance();
    // What he has to come is on his own record, beside his level and the rules that are open to him.
    const provisional = await soon(() => {
      const { rebates } = standing(deal.partner);
      const sum = rows(
        'SELECT ROUND(SUM("Amount__c"), 2) AS sum FROM "Rebate_Entry__c" WHERE "Partner__c" = ?',
        deal.partner,
      );
      const told = rebates.reduce((all, each) => all + Number(each.provisional) + Number(each.payable), 0);
      return Math.abs(told - Number(sum[0]!['sum'])) < 0.005 ? told : undefined;
    });
    expect(provisional).toBeGreaterThanOrEqual(Number(earned));
    await stage('Qualification');
    await soon(() => (entries('Reversal').length === credited.length ? true : undefined));
    expect(balance()).toBe(0);
    expect(new Set(entries('Reversal').map((entry) => entry['Reverses__c']))).toEqual(
      new Set(credited.map((entry) => entry['Id'])),
    );
    await stage('Closed Won');
    await soon(() => (entries('Accrual').length === 2 * credited.length ? true : undefined));
    expect(balance()).toBe(earned);
    // Nobody changes what stands in the ledger.
    const changed = await call('PATCH', `Rebate_Entry__c/${String(credited[0]!['Id'])}`, org.seeded.adminId, {
      Amount__c: 1,
    });
    expect(changed).toMatchObject({ status: 400, body: [{ errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION' }] });
  });

  it('takes the partner off a deal that he won: it counts no more towards his level', async () => {
    await service.settled();
    const revenue = (partner: string) =>
      standing(partner)
        .levels.flatMap(({ paths }) => paths.flatMap(({ steps }) => steps))
        .flatMap(({ measure, families, have }) =>
          measure === 'revenue' && families === undefined ? Number(have) : [],
        )[0];
    const [deal] = rows(
      `SELECT o."Id" AS id, o."Engaged_Partner__c" AS partner, o."Amount" AS amount FROM "Opportunity" o
       WHERE o."IsWon" = 1 AND o."Engaged_Partner__c" IS NOT NULL AND o."Amount" > 0 AND o."CloseDate" > ?
         AND NOT EXISTS (SELECT 1 FROM "Partner" p WHERE p."OpportunityId" = o."Id") ORDER BY 1 LIMIT 1`,
      new Date(Date.now() - 90 * 86_400_000).toISOString().slice(0, 10),
    );
    const [id, partner] = [String(deal!['id']), String(deal!['partner'])];
    const before = revenue(partner) ?? 0;
    await call('PATCH', `Opportunity/${id}`, org.seeded.adminId, { Engaged_Partner__c: null });
    const after = await soon(() => (revenue(partner) === before ? undefined : revenue(partner)));
    expect(before - after).toBeCloseTo(Number(deal!['amount']), 2);
  });

  it('has a forecast beside the margin of an open deal, and none on a closed one', () => {
    const told = (closed: 0 | 1) =>
      rows(
        `SELECT a."Waterfall__c" AS waterfall, a."Partner_Margin__c" AS margin, a."Partner_Margin_Low__c" AS low,
                a."Partner_Margin_High__c" AS high
         FROM "Deal_Assessment__c" a JOIN "Opportunity" o ON o."Id" = a."Opportunity__c"
         WHERE o."IsClosed" = ${closed} AND a."Partner_Margin__c" IS NOT NULL`,
      );
    const open = told(0);
    expect(open.length).toBeGreaterThan(20);
    for (const { waterfall, low, high } of open) {
      const { atClose } = JSON.parse(String(waterfall)) as { atClose: { chanceToWin: number; price: object } };
      expect(atClose.chanceToWin).toBeGreaterThan(0);
      expect(atClose.chanceToWin).toBeLessThan(1);
      expect(Number(low)).toBeLessThan(Number(high));
    }
    expect(told(1).every(({ low, high }) => low === null && high === null)).toBe(true);
  });

  it('has each partner read his level, and by how much he misses the next', () => {
    const partners = rows('SELECT "Id" AS id FROM "Account" WHERE "Partner_Roles__c" IS NOT NULL');
    const kept = rows('SELECT "Partner__c" AS id, "Programme__c" AS programme FROM "Partner_Programme__c"');
    expect(new Set(kept.map(({ id }) => id))).toEqual(new Set(partners.map(({ id }) => id)));
    expect(kept.every(({ programme }) => String(programme).includes('"incentives"'))).toBe(true);
    for (const { id } of partners) expect(standing(String(id)).levels.length).toBeGreaterThan(0);
  });

  it('asks why a deal stands as it does and is told by the rule', async () => {
    const deal = protectedDeal('Engaged');
    const { status, body } = await service.get(`/deals/${deal.id}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      dealId: deal.id,
      engagement: { state: 'Engaged' },
      protection: { partnerId: deal.partner },
    });
    const margin = (body as { margin: { kind: string; waterfall?: { lines: { rule: string | null }[] } } }).margin;
    expect(margin.kind).toBe('predicted');
    expect(margin.waterfall?.lines.some(({ rule }) => rule === 'level-discount@1')).toBe(true);
  });

  it('writes nothing on the opportunity but the link to its assessment', async () => {
    const touched = rows('SELECT "Id" AS id FROM "Opportunity" WHERE "LastModifiedById" = ?', org.integration.userId);
    const linked = rows('SELECT "Id" AS id FROM "Opportunity" WHERE "Deal_Assessment__c" IS NOT NULL');
    expect(touched.length).toBeGreaterThan(100);
    expect(new Set(linked.map(({ id }) => id))).toEqual(new Set([...linked, ...touched].map(({ id }) => id)));
  });
});
