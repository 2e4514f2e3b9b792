/** The order of claims on one deal: the earliest eligible submission comes first, the others wait in order. */
import type { Customer, Id, Registration } from '../deal.ts';
import type { Policy } from '../rules.ts';
import type { History } from '../history.ts';
import { companyOf, sameCustomer, type Knowledge } from '../customer/index.ts';
import { shareFamily } from '../product-family.ts';
import { contains, type Instant } from '../time.ts';
import { protectsAt, windowOf } from './window.ts';

/** Two claims are for the same deal: same customer, a common product family, and neither names a deal of its own. */
export function isRival(
  a: Registration,
  b: Registration,
  customers: ReadonlyMap<Id, Customer>,
  knowledge: Knowledge,
): boolean {
  if (a.id === b.id || (a.dealId !== null && b.dealId !== null && a.dealId !== b.dealId)) return false;
  if (!shareFamily(a.productFamilies, b.productFamilies)) return false;
  return sameCustomer(companyOf(a, customers), companyOf(b, customers), knowledge).verdict === 'same';
}

/** By submission; at the same instant by id, so that no order of reading decides. */
export function bySubmission(a: Registration, b: Registration): number {
  return (a.submittedAt ?? 0) - (b.submittedAt ?? 0) || (a.id < b.id ? -1 : 1);
}

/** What stands in a claim's way. */
export interface ClaimOrder {
  /** In force now: an approved claim keeps its place, whenever it was submitted. Itself first, then by submission. */
  holders: { registration: Registration; until: Instant }[];
  /** Undecided, eligible and submitted earlier. */
  earlier: Registration[];
  /** The claim that won the deal while this one waited. */
  converted: Registration | null;
}

export function orderOf(
  claim: Registration,
  rivals: readonly Registration[],
  isEligible: (rival: Registration) => boolean,
  { history, policy, now }: { history: History; policy: Policy; now: Instant },
): ClaimOrder {
  const order: ClaimOrder = { holders: [], earlier: [], converted: null };
  for (const rival of rivals.toSorted(bySubmission)) {
    const window = windowOf(rival, history, policy);
    const waiting = rival.status === 'Submitted' || rival.status === 'Queued';
    if (window !== null && protectsAt(rival, window, now)) {
      order.holders.push({ registration: rival, until: window.protected.until });
    } else if (rival.status === 'Converted' && window !== null && contains(window.inside, claim.submittedAt ?? now)) {
      order.converted ??= rival;
    } else if (waiting && rival.submittedAt !== null && bySubmission(rival, claim) < 0 && isEligible(rival)) {
      order.earlier.push(rival);
    }
  }
  return order;
}
