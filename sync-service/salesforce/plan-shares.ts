/**
 * With whom a case is shared: the person it names, so that he is asked first. Only where the finding is sure, and while
 * nobody has decided. What was shared once stays so: nobody is shut out again.
 */
import type { Assessment } from '../domain/assessment.ts';
import { isNews } from '../domain/conflict/notices.ts';
import type { Instant } from '../domain/time.ts';
import type { CaseShare } from '../ports.ts';
import { caseKey, confidenceBand, type CaseWritten } from './plan-cases.ts';
import type { CaseTerms } from './plan-notices.ts';

/** Shares that the cases lack, as far as the findings name a person. */
export function planShares(
  assessments: readonly Assessment[],
  cases: ReadonlyMap<string, CaseWritten>,
  now: Instant,
  { liveFrom, mayTell, mayShare }: CaseTerms,
): CaseShare[] {
  if (!mayShare) return [];
  return assessments.flatMap(({ dealId, findings }) =>
    findings.flatMap(({ raised, personId, confidence, registrationId, evidence }): CaseShare[] => {
      if (!raised || personId === null || confidenceBand(confidence) !== 'High') return [];
      const key = caseKey(dealId, registrationId);
      const written = cases.get(key);
      if (written !== undefined && !mayBeAsked(written, personId)) return [];
      const dates = evidence.map(({ at }) => at);
      return [{ on: dealId, caseKey: key, userId: personId, tell: mayTell && isNews(dates, now, liveFrom) }];
    }),
  );
}

function mayBeAsked({ status, sharedWith, isPersonGone }: CaseWritten, personId: string): boolean {
  const isWaiting = status === 'Open' || status === 'Under Review';
  return isWaiting && !isPersonGone && !sharedWith.has(personId);
}
