/** What channel managers are told of a case: that it opened, and that its time for a decision is over. Each once. */
import { goLiveOf } from '../engagement/duty.ts';
import type { Policy } from '../rules.ts';
import { addDays, type Instant } from '../time.ts';

export type Notice = 'opened' | 'overdue';

/** A case that waits for a person. */
export interface WaitingCase {
  openedAt: Instant;
  dueAt: Instant;
  /** When it was told, or passed over. */
  openedToldAt: Instant | null;
  overdueToldAt: Instant | null;
}

/** After so long it is no news any more. */
const NEWS_LASTS_DAYS = 7;

/**
 * Whether a case that opens now is told. The first look at an org finds years of cases: what was done long ago, or
 * before the vendor went live, lies on the desk without a word.
 * @param acts when what shows the case was done
 */
export function isNews(acts: readonly Instant[], now: Instant, liveFrom: Instant): boolean {
  return now >= liveFrom && now < addDays(Math.max(...acts), NEWS_LASTS_DAYS);
}

/** What a case on record lacks: what to put down as told, and which of it is told in truth, the later where both are due. */
export function noticesDue(waiting: WaitingCase, now: Instant): { told: Notice | null; putDown: Notice[] } {
  const due: [Notice, Instant][] = [];
  if (waiting.openedToldAt === null) due.push(['opened', waiting.openedAt]);
  if (waiting.overdueToldAt === null && now >= waiting.dueAt) due.push(['overdue', waiting.dueAt]);
  const [latest] = due.toReversed();
  const isFresh = latest !== undefined && now < addDays(latest[1], NEWS_LASTS_DAYS);
  return { told: isFresh ? latest[0] : null, putDown: due.map(([notice]) => notice) };
}

/** From when on cases are told: the earliest go-live of any policy; from ever on where there is no such day. */
export function liveFrom(policy: Policy): Instant {
  const days = policy.policies.map((rule) => goLiveOf(rule, policy) ?? -Infinity);
  return days.length === 0 ? -Infinity : Math.min(...days);
}
