/** From assessments to the records that differ from them. Pure: what is on record is handed in. */
import type { Assessment } from '../domain/assessment.ts';
import type { CaseStatus, Id } from '../domain/deal.ts';
import type { Instant } from '../domain/time.ts';
import type { WritePlan, WriteRow, WriteStep } from '../ports.ts';
import { postings } from '../domain/payout/accrue.ts';
import type { LedgerEntry } from '../domain/payout/ledger.ts';
import { caseKey, caseRow, evidenceRows, remedyRow, type CaseWritten } from './plan-cases.ts';
import { planNotices, type CaseTerms } from './plan-notices.ts';
import {
  amount,
  cut,
  hashOf,
  json,
  marginFields,
  timestamp,
  timestampNotBefore,
  type Fields,
} from './written-values.ts';
import { entryFields } from './ledger-records.ts';
import { planShares } from './plan-shares.ts';

/** What the records say of the deals that were assessed. */
export interface DealsOnRecord {
  assessments: ReadonlyMap<Id, { id: Id; hash: string | null; linked: boolean }>;
  /** By case key. */
  cases: ReadonlyMap<string, CaseWritten>;
  /** By claim that covers one of the deals: since when its partner is told that he was engaged. */
  engaged: ReadonlyMap<Id, string | null>;
  /** Entries of the ledger by deal, of those whose earnings are looked at. */
  ledger: ReadonlyMap<Id, readonly LedgerEntry[]>;
}

/**
 * What has to be written so that the records say what was concluded. Empty where they do already.
 */
export function planDeals(
  assessments: readonly Assessment[],
  onRecord: DealsOnRecord,
  now: Instant,
  terms: CaseTerms,
): WritePlan {
  const inScope = assessments.filter((each) => each.inScope || onRecord.assessments.has(each.dealId));
  const cases = assessments.flatMap((each) => [
    ...raised(each).flatMap((finding) => caseRow(finding, onRecord.cases, now, terms.decisionClockHours)),
    ...each.remedied.flatMap((remedy) => remedyRow(each.dealId, remedy, onRecord.cases)),
  ]);
  const { rows, notices } = planNotices(assessments, onRecord.cases, cases, now, terms);
  const { steps } = plan([
    {
      object: 'Deal_Assessment__c',
      externalId: 'Opportunity_Id__c',
      rows: inScope.flatMap((each) => assessmentRow(each, onRecord, now)),
    },
    { object: 'Opportunity', externalId: null, rows: inScope.flatMap((each) => linkRow(each.dealId, onRecord)) },
    { object: 'Deal_Registration__c', externalId: null, rows: engagedRows(inScope, onRecord) },
    { object: 'Channel_Conflict__c', externalId: 'Case_Key__c', rows },
    {
      object: 'Conflict_Evidence__c',
      externalId: 'Evidence_Key__c',
      rows: assessments.flatMap((each) => raised(each).flatMap((finding) => evidenceRows(finding, onRecord.cases))),
    },
    {
      object: 'Rebate_Entry__c',
      externalId: 'Entry_Key__c',
      rows: assessments.flatMap((each) => earningRows(each, onRecord, now)),
    },
  ]);
  const shares = planShares(assessments, onRecord.cases, now, terms);
  return { steps, ...(notices.length === 0 ? {} : { notices }), ...(shares.length === 0 ? {} : { shares }) };
}

/** A plan without empty steps, rows of one parent together, so that parallel writers seldom want the same lock. */
export function plan(steps: WriteStep[]): WritePlan {
  return {
    steps: steps
      .filter((step) => step.rows.length > 0)
      .map((step) => ({ ...step, rows: step.rows.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0)) })),
  };
}

function raised(assessment: Assessment) {
  return assessment.findings.filter((finding) => finding.raised);
}

function assessmentRow(assessment: Assessment, onRecord: DealsOnRecord, now: Instant): WriteRow[] {
  const { dealId } = assessment;
  const fields = assessmentFields(assessment, onRecord);
  const hash = hashOf(fields);
  const written = onRecord.assessments.get(dealId);
  if (written?.hash === hash) return [];
  return [
    {
      on: dealId,
      fields: {
        Opportunity_Id__c: dealId,
        // The deal of an assessment never changes, and the org refuses to have it set again.
        ...(written === undefined ? { Opportunity__c: dealId } : {}),
        ...fields,
        Assessment_Hash__c: hash,
        Assessed_At__c: timestamp(now),
      },
    },
  ];
}

function assessmentFields(assessment: Assessment, onRecord: DealsOnRecord): Fields {
  const { engagement, protection, gate, margin } = assessment;
  return {
    Engagement_State__c: engagement.state,
    Required_Of__c: engagement.requiredOf,
    Required_Partner__c: engagement.partnerId,
    Registration__c: protection?.registrationId ?? null,
    Engagement_Due__c: timestamp(engagement.dueAt),
    Partner_Entered_At__c: timestamp(engagement.enteredAt),
    Partner_Confirmed_At__c: timestamp(engagement.confirmedAt),
    Protected_From__c: timestamp(protection?.from ?? null),
    Protected_Until__c: timestamp(protection?.until ?? null),
    Gate_Open__c: gate.open,
    ...marginFields(margin),
    Vendor_Net__c: margin.kind === 'predicted' ? amount(margin.waterfall.vendorNet) : null,
    Explanation__c: explanation(assessment),
    Open_Conflicts__c: openCases(assessment, onRecord),
    Next_Review_At__c: timestampNotBefore(assessment.nextReviewAt),
    Rule_Version__c: cut(assessment.ruleVersion, 80),
  };
}

/**
 * The partner learns on his own claim that he was entered, and nothing else of the deal. That he no longer is he learns
 * by the deal that his approval names: of others it is not sure that they are his.
 */
function engagedRows(assessments: readonly Assessment[], { engaged }: DealsOnRecord): WriteRow[] {
  const wanted = new Map<Id, { on: Id; since: string | null }>();
  for (const { dealId, protection, engagement } of assessments) {
    if (protection === null || (engagement.enteredAt === null && protection.match < 1)) continue;
    const since = timestamp(engagement.enteredAt);
    if ((wanted.get(protection.registrationId)?.since ?? null) === null)
      wanted.set(protection.registrationId, { on: dealId, since });
  }
  return [...wanted].flatMap(([id, { on, since }]) =>
    engaged.has(id) && engaged.get(id) !== since ? [{ on, fields: { Id: id, Engaged_At__c: since } }] : [],
  );
}

function explanation({ protection, engagement, gate }: Assessment): string | null {
  const { grounds, match } = protection ?? { grounds: null, match: null };
  const reasons = {
    version: 2,
    protection: grounds && { ...grounds, match },
    engagement: engagement.why,
    gate: gate.why,
  };
  const longest = 32_768;
  // What speaks for and against is the first to go where the whole would not fit.
  return (
    json(reasons, longest) ?? json({ ...reasons, protection: grounds && { ...grounds, match, likeness: [] } }, longest)
  );
}

const open: readonly CaseStatus[] = ['Open', 'Under Review'];

/** Cases that will wait for a person once the plan is carried out. */
function openCases(assessment: Assessment, { cases }: DealsOnRecord): number {
  const { dealId } = assessment;
  const statuses = new Map<string, CaseStatus>();
  for (const [key, { dealId: of, status }] of cases) if (of === dealId) statuses.set(key, status);
  for (const finding of raised(assessment)) {
    const key = caseKey(dealId, finding.registrationId);
    const before = statuses.get(key);
    if (before === undefined || !isDecided(before)) statuses.set(key, finding.status ?? before ?? 'Open');
  }
  for (const { registrationId } of assessment.remedied) {
    const key = caseKey(dealId, registrationId);
    const before = statuses.get(key);
    if (before !== undefined && open.includes(before)) statuses.set(key, 'Remedied');
  }
  return [...statuses.values()].filter((status) => open.includes(status)).length;
}

/** What a person decided stays as it is. */
function isDecided(status: CaseStatus): boolean {
  return status === 'Confirmed' || status === 'Dismissed';
}

/** What the ledger lacks of what the deal earns, or has too much. */
function earningRows({ dealId, earnings }: Assessment, { ledger }: DealsOnRecord, now: Instant): WriteRow[] {
  if (earnings === null) return [];
  const entries = postings(earnings.lines, ledger.get(dealId) ?? [], earnings.cause, now);
  return entries.map((entry) => ({ on: dealId, fields: entryFields(entry) }));
}

/** Once, from the deal to its assessment, which may come into being in the same plan. */
function linkRow(dealId: Id, onRecord: DealsOnRecord): WriteRow[] {
  const written = onRecord.assessments.get(dealId);
  if (written?.linked === true) return [];
  const link =
    written === undefined ? { Deal_Assessment__r: { Opportunity_Id__c: dealId } } : { Deal_Assessment__c: written.id };
  return [{ on: dealId, fields: { Id: dealId, ...link } }];
}
