/** Cases and their evidence. People decide cases; the service opens them, keeps the finding current and closes what was made good. */
import { createHash } from 'node:crypto';
import type { Assessment, Finding } from '../domain/assessment.ts';
import type { CaseStatus, Id } from '../domain/deal.ts';
import { factInWords } from '../domain/conflict/facts.ts';
import { remedyInWords, storyInWords } from '../domain/conflict/stories.ts';
import type { Instant } from '../domain/time.ts';
import type { WriteRow } from '../ports.ts';
import { patternLabels } from './read-registrations.ts';
import { amount, cut, hashOf, json, timestamp, type Fields } from './written-values.ts';

/** A case as the records have it. */
export interface CaseWritten {
  dealId: Id;
  status: CaseStatus;
  hash: string | null;
  /** By when it is to be decided. */
  dueAt: Instant | null;
  /** When channel managers were told that it opened, and that its time was over. */
  openedToldAt: Instant | null;
  overdueToldAt: Instant | null;
  evidenceKeys: ReadonlySet<string>;
  /** Whom it was shared with by hand. */
  sharedWith: ReadonlySet<Id>;
  /** The service owns it still, and so may share it. */
  isOurs: boolean;
  /** The person it names is no user any more. */
  isPersonGone: boolean;
}

/** External id of the case of one deal and one registration. */
export function caseKey(dealId: Id, registrationId: Id): string {
  return `${dealId}-${registrationId}`;
}

export function caseRow(
  finding: Finding,
  cases: ReadonlyMap<string, CaseWritten>,
  now: Instant,
  decisionClockHours: number,
): WriteRow[] {
  const key = caseKey(finding.dealId, finding.registrationId);
  const written = cases.get(key);
  const fields = findingFields(finding);
  // The evidence belongs to the finding: where one differs, the person who decides shall see both anew.
  const hash = hashOf({ ...fields, evidence: finding.evidence });
  const status = statusFields(finding, written);
  if (written?.hash === hash && Object.keys(status).length === 0) return [];
  const first: Fields = written === undefined ? { Detected_At__c: timestamp(now) } : {};
  const clock: Fields = opens(finding, written)
    ? { Decision_Due__c: timestamp(now + decisionClockHours * 3_600_000) }
    : {};
  return [
    {
      on: finding.dealId,
      fields: { Case_Key__c: key, ...first, ...clock, ...fields, ...status, Finding_Hash__c: hash },
    },
  ];
}

/** For the first time, or again after its cause was gone for a while. */
export function opens({ status }: Finding, written: CaseWritten | undefined): boolean {
  return written === undefined || (written.status === 'Remedied' && status === 'Open');
}

function findingFields(finding: Finding): Fields {
  return {
    Opportunity__c: finding.dealId,
    Registration__c: finding.registrationId,
    Partner__c: finding.partnerId,
    Customer__c: finding.customerId,
    Salesperson__c: finding.personId,
    Pattern__c: patternLabels[finding.pattern],
    Aspects__c: finding.aspects.length === 0 ? null : finding.aspects.map((aspect) => patternLabels[aspect]).join(';'),
    Confidence__c: Math.round(finding.confidence * 1000) / 1000,
    Confidence_Band__c: confidenceBand(finding.confidence),
    Severity__c: finding.severity,
    Amount_At_Stake__c: amount(finding.amountAtStake),
    First_Evidence_At__c: timestamp(finding.firstEvidenceAt),
    Explanation__c: cut(storyInWords(finding.story), 4096),
    Story__c: json({ version: 1, told: finding.story }, 32_768),
    Innocent_Explanations__c: json(finding.innocent, 32_768),
  };
}

/** Bands of the confidence shown beside the number. */
export function confidenceBand(confidence: number): 'Low' | 'Medium' | 'High' {
  return confidence < 0.7 ? 'Low' : confidence < 0.9 ? 'Medium' : 'High';
}

/** The status is a person's; the service's own word counts only before he has decided. */
function statusFields({ status }: Finding, written: CaseWritten | undefined): Fields {
  if (status === null || status === written?.status) return {};
  if (written?.status === 'Confirmed' || written?.status === 'Dismissed') return {};
  return { Status__c: status };
}

/** Closes a case whose cause is gone, unless a person has decided it. */
export function remedyRow(
  dealId: Id,
  { registrationId, reason }: Assessment['remedied'][number],
  cases: ReadonlyMap<string, CaseWritten>,
): WriteRow[] {
  const key = caseKey(dealId, registrationId);
  const status = cases.get(key)?.status;
  if (status !== 'Open' && status !== 'Under Review') return [];
  const fields = {
    Status__c: 'Remedied',
    Decision_Reason__c: cut(remedyInWords(reason), 4096),
    Remedy__c: json({ version: 1, ...reason }, 1024),
  };
  return [{ on: dealId, fields: { Case_Key__c: key, ...fields } }];
}

/** Evidence not yet on record, or all of it where the finding has changed. Evidence is added and corrected, never removed. */
export function evidenceRows(finding: Finding, cases: ReadonlyMap<string, CaseWritten>): WriteRow[] {
  const key = caseKey(finding.dealId, finding.registrationId);
  const written = cases.get(key);
  const changed = written?.hash !== hashOf({ ...findingFields(finding), evidence: finding.evidence });
  return finding.evidence.flatMap((item, index) => {
    const itemKey = evidenceKey(key, item.key);
    const known = written?.evidenceKeys.has(itemKey) === true;
    if (known && !changed) return [];
    return {
      on: finding.dealId,
      fields: {
        Evidence_Key__c: itemKey,
        ...(known ? {} : { Conflict__r: { Case_Key__c: key } }),
        Sequence__c: index + 1,
        What__c: cut(factInWords(item.what), 255),
        Fact__c: json({ version: 1, ...item.what }, 4096),
        From__c: cut(item.from, 255),
        To__c: cut(item.to, 255),
        By__c: item.byId,
        At__c: timestamp(item.at),
        Record_Id__c: item.record.id,
        Object__c: item.record.object,
        Field__c: item.record.field,
      },
    };
  });
}

/** The same fact may be evidence in several cases, so its key carries the case; too long a key is shortened by its hash. */
function evidenceKey(ofCase: string, key: string): string {
  const whole = `${ofCase}:${key}`;
  return whole.length <= 120 ? whole : `${ofCase}:${createHash('sha256').update(key).digest('hex')}`;
}
