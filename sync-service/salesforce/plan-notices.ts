/** Which cases are told. That a case was told is put on record before it is: rather untold than told twice. */
import type { Assessment, Finding } from '../domain/assessment.ts';
import { isNews, noticesDue, type Notice } from '../domain/conflict/notices.ts';
import type { CaseStatus, Id } from '../domain/deal.ts';
import type { Instant } from '../domain/time.ts';
import type { CaseNotice, WriteRow } from '../ports.ts';
import { caseKey, opens, type CaseWritten } from './plan-cases.ts';
import { timestamp, type Fields } from './written-values.ts';

export interface CaseTerms {
  /** How long a new case may wait for its decision. */
  decisionClockHours: number;
  /** From when on cases are told. */
  liveFrom: Instant;
  /** Whether there is anybody to tell, and nobody forbids it. */
  mayTell: boolean;
  /** Whether cases can be shared with single persons. */
  mayShare: boolean;
  /** Who decides cases. */
  managers: readonly Id[];
}

/** Fields in which it is put down that a notice was sent. */
export const toldFields: Record<Notice, string> = {
  opened: 'Notified_At__c',
  overdue: 'Overdue_Notified_At__c',
};

/**
 * Adds to the rows of cases what is put down as told.
 * @param rows of the cases as they are about to be written
 */
export function planNotices(
  assessments: readonly Assessment[],
  cases: ReadonlyMap<string, CaseWritten>,
  rows: readonly WriteRow[],
  now: Instant,
  terms: CaseTerms,
): { rows: WriteRow[]; notices: CaseNotice[] } {
  const byKey = new Map(rows.map((row) => [String(row.fields['Case_Key__c']), row]));
  const notices: CaseNotice[] = [];
  const putDown = (key: string, on: Id, fields: Fields, told: Notice | null) => {
    const row = byKey.get(key) ?? { on, fields: { Case_Key__c: key } };
    byKey.set(key, { on: row.on, fields: { ...row.fields, ...fields } });
    if (told !== null) notices.push({ on, caseKey: key, notice: told });
  };
  for (const { dealId, findings } of assessments) {
    const raised = new Map(
      findings.filter((each) => each.raised).map((each) => [caseKey(dealId, each.registrationId), each]),
    );
    const known = [...cases].filter(([, each]) => each.dealId === dealId).map(([key]) => key);
    for (const key of new Set([...known, ...raised.keys()])) {
      const written = cases.get(key);
      const status = (byKey.get(key)?.fields['Status__c'] ?? written?.status ?? 'Open') as CaseStatus;
      const finding = raised.get(key);
      if (finding !== undefined && opens(finding, written)) {
        const { fields, told } = opening(finding, written !== undefined, now, terms);
        putDown(key, dealId, fields, told);
      } else if (written !== undefined && isWaiting(status) && terms.mayTell && written.dueAt !== null) {
        const openedAt = written.dueAt - terms.decisionClockHours * 3_600_000;
        const { told, putDown: due } = noticesDue({ ...written, openedAt, dueAt: written.dueAt }, now);
        if (due.length > 0) putDown(key, dealId, stamps(due, now), told);
      }
    }
  }
  return { rows: [...byKey.values()], notices };
}

const isWaiting = (status: CaseStatus): boolean => status === 'Open' || status === 'Under Review';

/** A case that is no news when it opens is none when its time is over either. */
function opening(
  { evidence }: Finding,
  again: boolean,
  now: Instant,
  { liveFrom, mayTell }: CaseTerms,
): { fields: Fields; told: Notice | null } {
  const isOld = !isNews(
    evidence.map(({ at }) => at),
    now,
    liveFrom,
  );
  if (isOld) return { fields: stamps(['opened', 'overdue'], now), told: null };
  const untold = again ? { Notified_At__c: null, Overdue_Notified_At__c: null } : {};
  return mayTell
    ? { fields: { ...untold, ...stamps(['opened'], now) }, told: 'opened' }
    : { fields: untold, told: null };
}

const stamps = (notices: readonly Notice[], now: Instant): Fields =>
  Object.fromEntries(notices.map((notice) => [toldFields[notice], timestamp(now)]));
