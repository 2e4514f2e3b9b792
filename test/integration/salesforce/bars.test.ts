/** Decisions on record teach the bar of the cases to come. Those on record stay as people and the service left them. */
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { assess } from '../../../sync-service/domain/assess.ts';
import { day, hour } from '../../../sync-service/domain/time.ts';
import { connectedOrg, type ConnectedOrg } from './org-fixture.ts';

const start = Date.parse('2026-03-02T09:00:00Z');
let now = start;
let org: ConnectedOrg;
let partner: string;
beforeEach(async () => {
  now = start;
  org = await connectedOrg({ now: () => now });
  partner = org.make('Account', { Name: 'Bright IT', Partner_Roles__c: 'Reseller' });
  org.make('Engagement_Policy__c', {
    Name: 'Everywhere',
    Policy_Key__c: 'all',
    Required_Of__c: 'Registered Partner',
    Gate_Probability__c: 50,
    Business_Days__c: 10,
    Mode__c: 'Warn',
  });
  // Nothing is held against anyone before history is known.
  org.make('Deal_Event__c', {
    Event_Key__c: 'first',
    Kind__c: 'Created',
    Occurred_At__c: iso(start - day),
    Source__c: 'Snapshot',
  });
});
afterEach(async () => {
  await org.local.close();
});

const iso = (at: number) => new Date(at).toISOString();

/** Deals that a registration protects, each of another customer. Nobody enters the partner. */
function protectedDeals(count: number): string[] {
  return Array.from({ length: count }, () => {
    const customer = org.make('Account', { Name: crypto.randomUUID() });
    const deal = org.make('Opportunity', {
      Name: 'Storage',
      AccountId: customer,
      StageName: 'Qualification',
      CloseDate: '2026-12-01',
      Amount: 60_000,
    });
    org.make('Deal_Registration__c', {
      Partner__c: partner,
      Partner_Role__c: 'Reseller',
      Customer_Name__c: 'as on the deal',
      Customer__c: customer,
      Opportunity__c: deal,
      Status__c: 'Approved',
      Submitted_At__c: iso(now),
      Decided_At__c: iso(now),
      Protected_From__c: iso(now),
      Protected_Until__c: iso(now + 90 * day),
    });
    return deal;
  });
}

async function review(deals: string[]): Promise<void> {
  const [facts, { policy, programme }] = await Promise.all([org.org.dealFacts(deals), org.org.rules()]);
  const assessments = [...facts.values()].map((fact) => {
    if ('kind' in fact) throw new Error(fact.reason);
    return assess(fact, programme, policy, now);
  });
  const outcome = await org.org.write(await org.org.planDeals(assessments, now));
  expect(outcome.failures).toEqual([]);
}

const cases = (of: string[]) =>
  org.local.records.database
    .prepare(
      'SELECT "Opportunity__c" AS deal, "Id" AS id, "Status__c" AS status, "Confidence__c" AS confidence, "Amount_At_Stake__c" AS amount FROM "Channel_Conflict__c"',
    )
    .all()
    .filter(({ deal }) => of.includes(String(deal)))
    .sort((a, b) => of.indexOf(String(a['deal'])) - of.indexOf(String(b['deal'])));
const statuses = (of: string[]) => cases(of).map(({ status }) => status);
function decide(deals: string[], status: string): void {
  for (const { id } of cases(deals)) org.change('Channel_Conflict__c', String(id), { Status__c: status });
}
const barOfNotEngaged = async () => (await org.org.bars()).find(({ pattern }) => pattern === 'not-engaged');

/** Deals whose cases were dismissed an hour and more ago, and four others: open, under review, remedied, open. */
async function decidedBefore(dismissals: number) {
  const dismissed = protectedDeals(dismissals);
  const others = protectedDeals(4);
  now += 20 * day;
  await review([...dismissed, ...others]);
  expect(cases([...dismissed, ...others]).map(({ status, confidence }) => [status, confidence])).toEqual(
    Array.from({ length: dismissals + 4 }, () => ['Open', 0.85]),
  );
  decide(dismissed, 'Dismissed');
  decide([others[1]!], 'Under Review');
  decide([others[2]!], 'Remedied');
  now += 2 * hour;
  return { dismissed, others };
}

it('twenty dismissed cases raise the bar for a new finding of their pattern, nineteen do not', async () => {
  await decidedBefore(19);
  expect(await barOfNotEngaged()).toMatchObject({ bar: 0.5, decisions: 19 });
  const before = protectedDeals(1);
  now += 20 * day;
  await review(before);
  expect(statuses(before)).toEqual(['Open']);

  decide(before, 'Dismissed');
  const [weak = '', sure = ''] = protectedDeals(2);
  now += 60_000;
  org.change('Opportunity', sure, { StageName: 'Proposal/Price Quote' });
  now += 20 * day;
  expect(await barOfNotEngaged()).toEqual({
    pattern: 'not-engaged',
    bar: 0.851,
    decisions: 20,
    why: 'from no confidence on were 80 % confirmed; of all from 0.5 on, 0 of 20 were confirmed',
  });
  await review([weak, sure]);
  expect(cases([weak, sure]).map(({ deal, confidence }) => [deal, confidence])).toEqual([[sure, 0.95]]);
  expect(org.column('Deal_Assessment__c', 'Open_Conflicts__c').slice(-2)).toEqual([0, 1]);
});

it('cases on record keep their status and go on to be kept, and none that closed itself opens again', async () => {
  const { dismissed, others } = await decidedBefore(20);
  const all = [...dismissed, ...others];
  decide([others[3]!], 'Confirmed');
  const before = cases(all);
  expect(await barOfNotEngaged()).toMatchObject({ bar: 0.851, decisions: 21 });
  await review(all);
  expect(cases(all)).toEqual(before);

  for (const deal of all) org.change('Opportunity', deal, { Amount: 90_000 });
  await review(all);
  expect(statuses(others)).toEqual(['Open', 'Under Review', 'Remedied', 'Confirmed']);
  expect(cases(others).map(({ amount }) => amount)).toEqual([90_000, 90_000, 60_000, 90_000]);
  expect(statuses(dismissed)).toEqual(Array.from({ length: 20 }, () => 'Dismissed'));
  expect(cases(dismissed).map(({ amount }) => amount)).toEqual(Array.from({ length: 20 }, () => 90_000));
});

it('a bar that the policy names for the pattern stands, whatever was dismissed', async () => {
  await decidedBefore(20);
  org.local.records.database.exec(
    `UPDATE "Engagement_Policy__c" SET "Terms__c" = '{"raiseConfidenceByPattern": {"not-engaged": 0.85}}'`,
  );
  org.org.forgetRules();
  expect(await barOfNotEngaged()).toMatchObject({ bar: 0.85, why: 'the policy names a bar for this pattern' });
  const fresh = protectedDeals(1);
  now += 20 * day;
  await review(fresh);
  expect(statuses(fresh)).toEqual(['Open']);
});

it('a bar for a pattern that nobody knows is named with its record, and stops everything', async () => {
  org.local.records.database.exec(
    `UPDATE "Engagement_Policy__c" SET "Terms__c" = '{"raiseConfidenceByPattern": {"shadows": 0.7}}'`,
  );
  org.org.forgetRules();
  await expect(org.org.rules()).rejects.toThrow(
    'Terms__c.raiseConfidenceByPattern: expected one of named-account, waiting-out,',
  );
});
