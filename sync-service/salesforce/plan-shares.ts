/**
 * With whom a case is shared while nobody has decided. With the person it names, so that he is asked first, where the
 * finding is sure. With every channel manager, who sees all cases by his permission set but may write only in those that are
 * shared with him. What was shared once stays so: nobody is shut out again.
 */
import type { Assessment, Finding } from '../domain/assessment.ts';
import { isNews } from '../domain/conflict/notices.ts';
import type { Id } from '../domain/deal.ts';
import type { Instant } from '../domain/time.ts';
import type { CaseShare } from '../ports.ts';
import { caseKey, confidenceBand, type CaseWritten } from './plan-cases.ts';
import type { CaseTerms } from './plan-notices.ts';

/** Shares that the cases lack. */
export function planShares(
  assessments: readonly Assessment[],
  cases: ReadonlyMap<string, CaseWritten>,
  now: Instant,
  { liveFrom, mayTell, mayShare, managers }: CaseTerms,
): CaseShare[] {
  if (!mayShare) return [];
  return assessments.flatMap(({ dealId, findings }) =>
    findings.flatMap((finding): CaseShare[] => {
      const key = caseKey(dealId, finding.registrationId);
      const written = cases.get(key);
      if (!finding.raised || (written !== undefined && !isWaiting(written))) return [];
      const given = { on: dealId, caseKey: key };
      const person = personToAsk(finding, written);
      const dates = finding.evidence.map(({ at }) => at);
      const tell = mayTell && isNews(dates, now, liveFrom);
      return [
        ...(person === null ? [] : [{ ...given, userId: person, as: 'person concerned' as const, tell }]),
        ...managers
          .filter((id) => id !== person && lacksShare(id, written))
          .map((userId) => ({ ...given, userId, as: 'channel manager' as const, tell: false })),
      ];
    }),
  );
}

function personToAsk({ personId, confidence }: Finding, written: CaseWritten | undefined): Id | null {
  if (personId === null || confidenceBand(confidence) !== 'High') return null;
  return written?.isPersonGone === true || written?.sharedWith.has(personId) === true ? null : personId;
}

function lacksShare(managerId: Id, written: CaseWritten | undefined): boolean {
  return written === undefined || (written.isOurs && !written.sharedWith.has(managerId));
}

function isWaiting({ status }: CaseWritten): boolean {
  return status === 'Open' || status === 'Under Review';
}
