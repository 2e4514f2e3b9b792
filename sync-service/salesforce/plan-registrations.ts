/** From verdicts on claims to the registrations and customers that differ from them. Pure. */
import type { RegistrationAssessment, RegistrationVerdict } from '../domain/assessment.ts';
import type { Id } from '../domain/deal.ts';
import { decisionText } from '../domain/protection/decision-text.ts';
import type { ClaimReason } from '../domain/protection/reasons.ts';
import type { Instant } from '../domain/time.ts';
import type { WritePlan, WriteRow } from '../ports.ts';
import { plan } from './plan-deals.ts';
import { claimMarginFields, isSame, timestamp, type Fields } from './written-values.ts';

/** What the records say of the claims that were assessed. */
export interface ClaimsOnRecord {
  /** Fields of the registration as they are, in the form they are written in. */
  registrations: ReadonlyMap<Id, Fields>;
  /** By customer: the claim that is said to protect him, and whether that claim is still in force. */
  customers: ReadonlyMap<Id, { activeRegistration: Id | null; inForce: boolean }>;
}

/** What has to be written so that the claims say what was concluded; only fields that differ. */
export function planRegistrations(
  assessments: readonly RegistrationAssessment[],
  onRecord: ClaimsOnRecord,
  now: Instant,
): WritePlan {
  return plan([
    {
      object: 'Deal_Registration__c',
      externalId: null,
      rows: assessments.flatMap((each) => registrationRow(each, onRecord, now)),
    },
    { object: 'Account', externalId: null, rows: customerRows(assessments, onRecord, now) },
  ]);
}

function registrationRow(
  assessment: RegistrationAssessment,
  { registrations }: ClaimsOnRecord,
  now: Instant,
): WriteRow[] {
  const written = registrations.get(assessment.registrationId);
  if (written === undefined) return [];
  const wanted: Fields = {
    ...verdictFields(assessment.verdict, written, now),
    ...(assessment.customer === null ? {} : { Customer__c: assessment.customer.id }),
    Extension_Until__c: timestamp(assessment.extensionUntil),
    ...claimMarginFields(assessment.margin, assessment.priced),
  };
  const differing = Object.entries(wanted).filter(([name, value]) => !isSame(written[name], value));
  if (differing.length === 0) return [];
  return [
    {
      on: assessment.registrationId,
      fields: { Id: assessment.registrationId, ...Object.fromEntries(differing) },
    },
  ];
}

function verdictFields(verdict: RegistrationVerdict, written: Fields, now: Instant): Fields {
  switch (verdict.kind) {
    case 'none':
      return {};
    case 'approved':
      return {
        ...decision('Approved', [verdict.reason], written, now),
        Protected_From__c: timestamp(verdict.from),
        Protected_Until__c: timestamp(verdict.until),
        ...(verdict.dealId === null ? {} : { Opportunity__c: verdict.dealId }),
      };
    case 'queued':
      return {
        Status__c: 'Queued',
        Decision_Reason__c: decisionText(verdict.reasons),
        Queue_Position__c: verdict.position,
      };
    case 'rejected':
      return decision(
        'Rejected',
        verdict.reasons.map(({ reason }) => reason),
        written,
        now,
      );
    case 'expired':
      return {
        Status__c: 'Expired',
        Decision_Reason__c: decisionText([verdict.reason]),
        Ended_At__c: timestamp(verdict.at),
        Queue_Position__c: null,
      };
  }
}

/** A decision keeps the moment at which it was first taken. */
function decision(
  status: 'Approved' | 'Rejected',
  reasons: readonly ClaimReason[],
  written: Fields,
  now: Instant,
): Fields {
  const taken = written['Status__c'] === status && (written['Decided_At__c'] ?? null) !== null;
  return {
    Status__c: status,
    Decision_Reason__c: decisionText(reasons),
    Queue_Position__c: null,
    ...(taken ? {} : { Decided_At__c: timestamp(now) }),
  };
}

/** The customer names the claim in force; one that ended is taken off, one still in force is not pushed aside. */
function customerRows(
  assessments: readonly RegistrationAssessment[],
  { registrations, customers }: ClaimsOnRecord,
  now: Instant,
): WriteRow[] {
  const active = new Map(
    [...customers].map(([id, { activeRegistration, inForce }]) => [id, { activeRegistration, inForce }]),
  );
  const changedBy = new Map<Id, Id>();
  for (const { registrationId, customer, verdict } of assessments) {
    const written = registrations.get(registrationId);
    const customerId = customer?.id ?? (written?.['Customer__c'] as Id | null | undefined) ?? null;
    const before = customerId === null ? undefined : active.get(customerId);
    if (customerId === null || before === undefined || written === undefined) continue;
    if (isInForce(verdict, written, now)) {
      if (before.activeRegistration === registrationId || (before.activeRegistration !== null && before.inForce))
        continue;
      active.set(customerId, { activeRegistration: registrationId, inForce: true });
      changedBy.set(customerId, registrationId);
    } else if (before.activeRegistration === registrationId) {
      active.set(customerId, { activeRegistration: null, inForce: false });
      changedBy.set(customerId, registrationId);
    }
  }
  return [...changedBy].flatMap(([id, on]) => {
    const activeRegistration = active.get(id)?.activeRegistration ?? null;
    if (activeRegistration === (customers.get(id)?.activeRegistration ?? null)) return [];
    return { on, fields: { Id: id, Active_Registration__c: activeRegistration } };
  });
}

/** By the verdict; where there is none, by what the record says. */
function isInForce(verdict: RegistrationVerdict, written: Fields, now: Instant): boolean {
  if (verdict.kind === 'approved') return verdict.from <= now && now < verdict.until;
  if (verdict.kind !== 'none') return false;
  const until = written['Protected_Until__c'];
  return written['Status__c'] === 'Approved' && typeof until === 'string' && now < Date.parse(until);
}
