import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { WritePlan } from '../../../sync-service/ports.ts';
import type { Assessment } from '../../../sync-service/domain/assessment.ts';
import { because } from '../../../sync-service/domain/engagement/reasons.ts';
import { claimReason } from '../../../sync-service/domain/protection/reasons.ts';
import { carryOut } from '../../../sync-service/salesforce/write.ts';
import { assessment as conclusion, claim, finding } from '../../unit/salesforce/conclusions.ts';
import { connectedOrg, type ConnectedOrg } from './org-fixture.ts';

let org: ConnectedOrg;
beforeEach(async () => {
  org = await connectedOrg();
});
afterEach(async () => {
  await org.local.close();
});

const fast = { bulkFrom: 2000, firstPauseMs: 1 };
const now = Date.now();
const bare: Assessment = { ...conclusion, protection: null, engagement: { ...conclusion.engagement, partnerId: null } };
const deals = (count: number) =>
  Array.from({ length: count }, (_, n) =>
    org.make('Opportunity', { Name: `Deal ${n}`, StageName: 'Qualification', CloseDate: '2030-01-01' }),
  );
const assessed = (ids: string[]): Assessment[] => ids.map((dealId) => ({ ...bare, dealId }));
const events = (count: number, of: string, stage = (n: number) => `Stage ${n}`): WritePlan =>
  org.org.planEvents(
    Array.from({ length: count }, (_, n) => ({
      key: `${of}:${n}`,
      kind: 'Stage Changed',
      dealId: of,
      registrationId: null,
      customerId: null,
      partnerId: null,
      from: null,
      to: stage(n),
      at: now,
      byId: null,
      source: 'Snapshot',
      record: { object: 'Opportunity', id: of, field: 'StageName' },
    })),
  );

describe('assessments of deals', () => {
  it('are written and linked, and a second plan over unchanged records is empty', async () => {
    const ids = deals(3);
    const outcome = await org.org.write(await org.org.planDeals(assessed(ids), now));
    expect(outcome).toEqual({ written: 6, calls: 2, failures: [] });
    expect(org.column('Deal_Assessment__c', 'Opportunity__c').toSorted()).toEqual(ids.toSorted());
    expect(org.column('Opportunity', 'Deal_Assessment__c').every((link) => link !== null)).toBe(true);

    const before = org.connection.calls().write;
    const again = await org.org.planDeals(assessed(ids), now + 60_000);
    expect(again.steps).toEqual([]);
    expect(await org.org.write(again)).toEqual({ written: 0, calls: 0, failures: [] });
    expect(org.connection.calls().write).toBe(before);
  });

  it('that change are written alone, by one call', async () => {
    const ids = deals(2);
    await org.org.write(await org.org.planDeals(assessed(ids), now));
    const [first, second] = assessed(ids) as [Assessment, Assessment];
    const plan = await org.org.planDeals(
      [first, { ...second, gate: { open: true, why: because('not waiting') } }],
      now,
    );
    expect(await org.org.write(plan)).toEqual({ written: 1, calls: 1, failures: [] });
    expect(org.column('Deal_Assessment__c', 'Gate_Open__c')).toEqual([0, 1]);
  });
});

it('a case comes with its evidence, is not written twice, and a person’s decision stays', async () => {
  const [dealId = ''] = deals(1);
  const partner = org.make('Account', { Name: 'Bright IT', Partner_Roles__c: 'Reseller' });
  const registrationId = org.make('Deal_Registration__c', { Partner__c: partner, Customer_Name__c: 'Hammer' });
  const [item] = finding.evidence;
  const evidence = [{ ...item!, byId: org.local.seeded.adminId, record: { ...item!.record, id: dealId } }];
  const found = { ...finding, dealId, registrationId, partnerId: partner, customerId: null, evidence };
  const flagged: Assessment = { ...bare, dealId, findings: [found] };

  const outcome = await org.org.write(await org.org.planDeals([flagged], now));
  expect(outcome).toMatchObject({ written: 4, failures: [] });
  expect(org.column('Channel_Conflict__c', 'Status__c')).toEqual(['Open']);
  expect(org.column('Conflict_Evidence__c', 'Conflict__c')).toEqual(org.column('Channel_Conflict__c', 'Id'));
  expect(org.column('Deal_Assessment__c', 'Open_Conflicts__c')).toEqual([1]);
  expect((await org.org.planDeals([flagged], now)).steps).toEqual([]);

  org.change('Channel_Conflict__c', String(org.column('Channel_Conflict__c', 'Id')[0]), { Status__c: 'Dismissed' });
  const sharper: Assessment = { ...flagged, findings: [{ ...found, confidence: 0.95, status: 'Open' }] };
  expect(await org.org.write(await org.org.planDeals([sharper], now))).toMatchObject({ failures: [] });
  expect(org.column('Channel_Conflict__c', 'Status__c')).toEqual(['Dismissed']);
  expect(org.column('Channel_Conflict__c', 'Confidence__c')).toEqual([0.95]);
  expect(org.column('Conflict_Evidence__c', 'Id')).toHaveLength(1);
  expect(org.column('Deal_Assessment__c', 'Open_Conflicts__c')).toEqual([0]);
});

it('a verdict is written on the claim and its customer, once', async () => {
  const [dealId = ''] = deals(1);
  const partner = org.make('Account', { Name: 'Bright IT', Partner_Roles__c: 'Reseller' });
  const customer = org.make('Account', { Name: 'Hammer' });
  const registrationId = org.make('Deal_Registration__c', {
    Partner__c: partner,
    Customer_Name__c: 'Hammer',
    Status__c: 'Submitted',
  });
  const verdict = {
    kind: 'approved',
    from: now - 1,
    until: now + 86_400_000,
    dealId,
    reason: claimReason('earliest', { days: 90 }),
  } as const;
  const approved = { ...claim, registrationId, customer: { ...claim.customer!, id: customer }, verdict };
  const outcome = await org.org.write(await org.org.planRegistrations([approved], now));
  expect(outcome).toEqual({ written: 2, calls: 2, failures: [] });
  expect(org.column('Deal_Registration__c', 'Status__c')).toEqual(['Approved']);
  expect(org.column('Account', 'Active_Registration__c')).toEqual([null, registrationId]);
  expect((await org.org.planRegistrations([approved], now + 5000)).steps).toEqual([]);
});

describe('calls', () => {
  it.each([
    [200, 1],
    [201, 2],
    [450, 3],
  ])('for %d rows are %d', async (rows, calls) => {
    const [dealId = ''] = deals(1);
    const outcome = await carryOut(org.connection, events(rows, dealId), fast);
    expect(outcome).toEqual({ written: rows, calls, failures: [] });
    expect(org.connection.calls().write).toBe(calls);
    expect(org.column('Deal_Event__c', 'Id')).toHaveLength(rows);
  });

  it('become one bulk job from the set number of rows on, with the same result', async () => {
    const [dealId = ''] = deals(1);
    const plan = events(250, dealId, (n) => `Said "no, ${n}"\nand left`);
    const outcome = await carryOut(org.connection, plan, { ...fast, bulkFrom: 250 });
    expect(outcome).toMatchObject({ written: 250, failures: [] });
    expect(org.connection.calls().write).toBe(0);
    expect(org.column('Deal_Event__c', 'To__c')[7]).toBe('Said "no, 7"\nand left');
    expect(org.column('Deal_Event__c', 'From__c').every((from) => from === null)).toBe(true);
    expect(new Set(org.column('Deal_Event__c', 'Opportunity__c'))).toEqual(new Set([dealId]));
    // The same job again changes nothing.
    await carryOut(org.connection, plan, { ...fast, bulkFrom: 250 });
    expect(org.column('Deal_Event__c', 'Id')).toHaveLength(250);
  });

  it('by a bulk job link and report by record as well', async () => {
    const ids = deals(2);
    const plan = await org.org.planDeals(assessed([...ids, '006000000000999AAA']), now);
    const outcome = await carryOut(org.connection, plan, { ...fast, bulkFrom: 1 });
    expect(outcome.written).toBe(4);
    expect(outcome.failures.map(({ on, retry }) => [on, retry])).toEqual([
      ['006000000000999AAA', false],
      ['006000000000999AAA', false],
    ]);
    expect(org.column('Opportunity', 'Deal_Assessment__c').every((link) => link !== null)).toBe(true);
  });
});

describe('a row', () => {
  it('that can’t be written is named, and the others are written', async () => {
    const [dealId = ''] = deals(1);
    const plan = events(3, dealId);
    plan.steps[0]!.rows[1]!.fields['Kind__c'] = 'Gossip';
    plan.steps[0]!.rows[1]!.on = 'the bad one';
    const outcome = await carryOut(org.connection, plan, fast);
    expect(outcome.written).toBe(2);
    expect(outcome.failures).toEqual([
      {
        on: 'the bad one',
        object: 'Deal_Event__c',
        code: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
        message: expect.any(String),
        retry: false,
      },
    ]);
  });

  it('that finds its record locked is sent again alone', async () => {
    const [dealId = ''] = deals(1);
    org.local.faults.lockNext = 2;
    const outcome = await carryOut(org.connection, events(5, dealId), fast);
    expect(outcome).toEqual({ written: 5, calls: 2, failures: [] });
    expect(org.column('Deal_Event__c', 'Id')).toHaveLength(5);
  });

  it('whose record stays locked is given back to be tried later', async () => {
    const [dealId = ''] = deals(1);
    org.local.faults.locked.add(dealId);
    const plan = {
      steps: [{ object: 'Opportunity', externalId: null, rows: [{ on: dealId, fields: { Id: dealId, Name: 'x' } }] }],
    };
    const outcome = await carryOut(org.connection, plan, fast);
    expect(outcome.failures).toEqual([
      { on: dealId, object: 'Opportunity', code: 'UNABLE_TO_LOCK_ROW', message: expect.any(String), retry: true },
    ]);
    expect(outcome.calls).toBe(4);
  });
});

it('a call whose answer was lost is sent again, and nothing is there twice', async () => {
  const ids = deals(2);
  const plan = await org.org.planDeals(assessed(ids), now);
  org.local.faults.cutConnections = 1;
  expect(await org.org.write(plan)).toMatchObject({ written: 4, failures: [] });
  expect(org.column('Deal_Assessment__c', 'Id')).toHaveLength(2);
  expect(org.connection.calls().write).toBe(3);
});

it('a call that meets an expired session is written once the session is renewed', async () => {
  const [dealId = ''] = deals(1);
  org.local.faults.expireSessions();
  expect(await org.org.write(events(1, dealId))).toEqual({ written: 1, calls: 1, failures: [] });
});
