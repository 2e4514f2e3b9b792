/** Ways around partners among all that is known of customers who belong together: a look back at every deal of theirs. */
import type { Finding } from './assessment.ts';
import { reviewConflicts } from './conflict/index.ts';
import type { DealFacts } from './deal.ts';
import type { History } from './history.ts';
import { placementsOf, type CaseFile } from './protection/coverage.ts';
import type { Policy } from './rules.ts';
import type { Instant } from './time.ts';

/** What is known of customers who belong together. */
export type GroupFacts = Omit<DealFacts, 'deal' | 'relatedDeals' | 'cases'> & { deals: DealFacts['deal'][] };

/** Every finding on every deal of the group, in the order of the deals' ids, raised or not; `history` is of its events. */
export function reviewGroup(
  { deals, ...known }: GroupFacts,
  history: History,
  policy: Policy,
  now: Instant,
): Finding[] {
  const [first] = deals;
  if (first === undefined || known.registrations.length === 0) return [];
  const customers = new Map(known.customers.map((customer) => [customer.id, customer]));
  const fileOf = (deal: (typeof deals)[number]): CaseFile => ({
    facts: { ...known, deal, relatedDeals: deals.filter(({ id }) => id !== deal.id), cases: [] },
    ...{ history, policy, customers },
  });
  // Where a registration lies does not depend on the deal that is looked at.
  const placements = placementsOf(fileOf(first));
  return deals
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .flatMap((deal) => reviewConflicts(fileOf(deal), placements, now).findings);
}
