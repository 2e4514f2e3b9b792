/** What the vendor himself was doing before a claim came in. */
import type { Activity, Deal, Id } from '../deal.ts';
import { addDays, type Instant } from '../time.ts';

/**
 * The vendor's latest customer activity on an opportunity within some days before an instant: completed contact that was
 * on record by then, and that the partner had no part in. What was written down afterwards is no proof.
 */
export function vendorActivityBefore(deal: Deal, partnerId: Id, before: Instant, days: number): Activity | null {
  const since = addDays(before, -days);
  return deal.activities
    .filter((work) => work.completed && work.recordedAt < before && work.at < before && work.at >= since)
    .filter((work) => !work.partnerIds.includes(partnerId))
    .reduce<Activity | null>((latest, work) => (latest === null || isLater(work, latest) ? work : latest), null);
}

function isLater(a: Activity, b: Activity): boolean {
  return a.at > b.at || (a.at === b.at && a.id > b.id);
}
