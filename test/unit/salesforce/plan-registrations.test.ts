import { describe, expect, it } from '@jest/globals';
import type { RegistrationAssessment, RegistrationVerdict } from '../../../sync-service/domain/assessment.ts';
import type { DealEvent } from '../../../sync-service/domain/deal.ts';
import { claimReason } from '../../../sync-service/domain/protection/reasons.ts';
import { planEvents } from '../../../sync-service/salesforce/plan-events.ts';
import { planRegistrations, type ClaimsOnRecord } from '../../../sync-service/salesforce/plan-registrations.ts';
import { claim, claimId, dealId, noon } from './conclusions.ts';

const customerId = '001000000000001AAA';
const submitted = {
  Status__c: 'Submitted',
  Customer__c: null,
  Decided_At__c: null,
  Decision_Reason__c: null,
  Protected_From__c: null,
  Protected_Until__c: null,
  Queue_Position__c: null,
  Ended_At__c: null,
  Opportunity__c: null,
  Waterfall__c: null,
};
const onRecord = (
  fields: Record<string, unknown> = submitted,
  active: { activeRegistration: string | null; inForce: boolean } = { activeRegistration: null, inForce: false },
): ClaimsOnRecord => ({ registrations: new Map([[claimId, fields]]), customers: new Map([[customerId, active]]) });
const plan = (each: RegistrationAssessment, records = onRecord(), at = noon) => planRegistrations([each], records, at);
const earliest =
  '{"version":1,"reasons":[{"code":"earliest","args":{"days":90},"words":"The earliest eligible claim on this customer and product; protected for 90 days."}]}';
const waterfall = '{"version":2,"unknown":{"code":"no products","args":{}}}';
const bothReasons =
  '{"version":1,"reasons":[{"code":"no amount","args":{"minimum":"5000"},"words":"No amount is given; registrations start at 5000."},' +
  '{"code":"tender","args":{"published":"2026-02-01"},"words":"A tender was published on 2026-02-01."}]}';
const approved = {
  ...submitted,
  Status__c: 'Approved',
  Customer__c: customerId,
  Decided_At__c: '2026-03-02T12:00:00.000Z',
  Decision_Reason__c: earliest,
  Protected_From__c: '2026-03-02T11:59:59.000Z',
  Protected_Until__c: '2026-03-02T12:00:01.000Z',
  Opportunity__c: dealId,
  Waterfall__c: waterfall,
};
const own = { activeRegistration: claimId, inForce: true };
const verdict = (given: RegistrationVerdict): RegistrationAssessment => ({ ...claim, verdict: given });

describe('a verdict', () => {
  it('of approval is written with its window, and the customer names the claim', () => {
    expect(plan(claim).steps).toEqual([
      {
        object: 'Deal_Registration__c',
        externalId: null,
        rows: [
          {
            on: claimId,
            fields: {
              Id: claimId,
              Status__c: 'Approved',
              Decision_Reason__c: earliest,
              Decided_At__c: '2026-03-02T12:00:00.000Z',
              Protected_From__c: '2026-03-02T11:59:59.000Z',
              Protected_Until__c: '2026-03-02T12:00:01.000Z',
              Opportunity__c: dealId,
              Customer__c: customerId,
              Waterfall__c: waterfall,
            },
          },
        ],
      },
      {
        object: 'Account',
        externalId: null,
        rows: [{ on: claimId, fields: { Id: customerId, Active_Registration__c: claimId } }],
      },
    ]);
  });

  it('that the records say already is not written again, nor is its moment moved', () => {
    expect(plan(claim, onRecord(approved, own), noon + 500).steps).toEqual([]);
  });

  it('writes only what differs', () => {
    const shorter = onRecord({ ...approved, Protected_Until__c: '2026-03-02T12:00:00.000Z' }, own);
    expect(plan(claim, shorter).steps[0]?.rows[0]?.fields).toEqual({
      Id: claimId,
      Protected_Until__c: '2026-03-02T12:00:01.000Z',
    });
  });

  it('says how long it holds while an extension waits, and nothing once that is answered', () => {
    const waits = { ...verdict({ kind: 'none', why: 'Protected.' }), extensionUntil: noon + 500 };
    const fields = (each: RegistrationAssessment, record = approved) =>
      plan(each, onRecord(record, own)).steps[0]?.rows[0]?.fields;
    expect(fields(waits)).toEqual({ Id: claimId, Extension_Until__c: '2026-03-02T12:00:00.000Z' });
    const told = { ...approved, Extension_Until__c: '2026-03-02T12:00:00.000Z' };
    expect(fields(waits, told)).toBeUndefined();
    expect(fields({ ...waits, extensionUntil: null }, told)).toEqual({ Id: claimId, Extension_Until__c: null });
  });

  it('takes text with blanks around it for the same', () => {
    const rejected = verdict({
      kind: 'rejected',
      reasons: [
        { test: 'amount', reason: claimReason('no amount', { minimum: '5000' }), recordId: null },
        { test: 'tender', reason: claimReason('tender', { published: '2026-02-01' }), recordId: null },
      ],
    });
    const fields = {
      ...submitted,
      Status__c: 'Rejected',
      Customer__c: customerId,
      Decided_At__c: '2026-03-01T12:00:00.000Z',
      Decision_Reason__c: `${bothReasons} `,
      Waterfall__c: waterfall,
    };
    expect(plan(rejected, onRecord(fields)).steps).toEqual([]);
  });

  it('of a queue says the place in it and leaves the decision open', () => {
    const queued = verdict({
      kind: 'queued',
      behind: 'a01000000000002AAA',
      position: 2,
      reasons: [claimReason('behind a claim in force')],
    });
    const fields = plan(queued).steps[0]?.rows[0]?.fields;
    expect(fields).toMatchObject({
      Status__c: 'Queued',
      Queue_Position__c: 2,
      Decision_Reason__c:
        '{"version":1,"reasons":[{"code":"behind a claim in force","args":{},"words":"An earlier claim on the same customer and product is in force."}]}',
    });
    expect(fields).not.toHaveProperty('Decided_At__c');
  });

  it('of expiry ends the claim and takes it off the customer', () => {
    const expired = verdict({
      kind: 'expired',
      at: noon,
      reason: claimReason('protection ended', { date: '2026-03-02' }),
    });
    const written = plan(expired, onRecord(approved, own), noon + 2000);
    expect(written.steps[0]?.rows[0]?.fields).toEqual({
      Id: claimId,
      Status__c: 'Expired',
      Decision_Reason__c:
        '{"version":1,"reasons":[{"code":"protection ended","args":{"date":"2026-03-02"},"words":"Protection ended on 2026-03-02."}]}',
      Ended_At__c: '2026-03-02T12:00:00.000Z',
    });
    expect(written.steps[1]?.rows[0]?.fields).toEqual({ Id: customerId, Active_Registration__c: null });
  });

  it('that is none leaves a decision to whoever took it', () => {
    const none = verdict({ kind: 'none', why: 'withdrawn' });
    expect(plan(none, onRecord({ ...approved, Status__c: 'Withdrawn' })).steps).toEqual([]);
  });
});

describe('the claim on the customer', () => {
  it('is not pushed aside while it is in force, and is once it is not', () => {
    const other = 'a01000000000007AAA';
    const kept = plan(claim, onRecord(approved, { activeRegistration: other, inForce: true }));
    expect(kept.steps).toEqual([]);
    const replaced = plan(claim, onRecord(approved, { activeRegistration: other, inForce: false }));
    expect(replaced.steps[0]?.rows[0]?.fields).toEqual({ Id: customerId, Active_Registration__c: claimId });
  });

  it('is taken off when a person withdrew it', () => {
    const none = verdict({ kind: 'none', why: 'withdrawn' });
    const written = plan(none, onRecord({ ...approved, Status__c: 'Withdrawn' }, own));
    expect(written.steps[0]?.rows[0]?.fields).toEqual({ Id: customerId, Active_Registration__c: null });
  });

  it('stays until the last moment of its window and goes at its end', () => {
    const none = verdict({ kind: 'none', why: 'nothing to decide' });
    expect(plan(none, onRecord(approved, own), noon + 999).steps).toEqual([]);
    expect(plan(none, onRecord(approved, own), noon + 1000).steps).toHaveLength(1);
  });
});

describe('events', () => {
  const event: DealEvent = {
    key: 'k1',
    kind: 'Stage Changed',
    dealId,
    registrationId: null,
    customerId: null,
    partnerId: null,
    from: 'A',
    to: 'B'.repeat(300),
    at: noon,
    byId: '005000000000001AAA',
    source: 'Change Event',
    record: { object: 'Opportunity', id: dealId, field: 'StageName' },
  };

  it('are kept by their key, once, with text that fits', () => {
    const { steps } = planEvents([event, event]);
    expect(steps).toHaveLength(1);
    expect(steps[0]).toMatchObject({ object: 'Deal_Event__c', externalId: 'Event_Key__c' });
    expect(steps[0]?.rows).toEqual([
      {
        on: dealId,
        fields: {
          Event_Key__c: 'k1',
          Opportunity__c: dealId,
          Registration__c: null,
          Account__c: null,
          Kind__c: 'Stage Changed',
          Partner__c: null,
          From__c: 'A',
          To__c: `${'B'.repeat(254)}…`,
          Occurred_At__c: '2026-03-02T12:00:00.000Z',
          Actor__c: '005000000000001AAA',
          Source__c: 'Change Event',
        },
      },
    ]);
  });

  it('that are none make no plan', () => {
    expect(planEvents([]).steps).toEqual([]);
  });
});
