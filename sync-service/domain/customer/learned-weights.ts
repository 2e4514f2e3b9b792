/** What a vendor's decided cases teach about telling customers apart, and when that is worth anything. */
import { estimateWeights, type DecidedPair } from './estimate-weights.ts';
import { scoreCompanies, USUAL_KNOWLEDGE, type Company, type Knowledge } from './score.ts';
import { sameCustomer } from './same-customer.ts';

/**
 * What a partner registered and the customer of the opportunity, in a case that somebody decided: confirmed means one
 * customer, dismissed as another customer means two. A case dismissed for another reason says neither.
 */
export interface DecidedCustomers {
  registered: Company;
  buyer: Company;
  same: boolean;
}

export interface LearnedWeights {
  knowledge: Knowledge;
  /** Pairs that could be learned from. */
  pairs: number;
  why: string;
}

/** Decided pairs below which nothing is learned: a handful of cases is one person's week. */
export const ENOUGH_PAIRS = 50;

/**
 * The weights after these decisions. A company of the group is no second record of one customer: such a pair teaches
 * nothing. The order of the decisions doesn't matter.
 */
export function learnedWeights(decided: readonly DecidedCustomers[]): LearnedWeights {
  const pairs = decided.flatMap(({ registered, buyer, same }): DecidedPair[] => {
    if (same && sameCustomer(registered, buyer).verdict === 'group') return [];
    return [{ agreements: scoreCompanies(registered, buyer).agreements, same }];
  });
  if (pairs.length < ENOUGH_PAIRS) {
    const why = `the usual weights: ${pairs.length} decided pairs of the ${ENOUGH_PAIRS} that are needed`;
    return { knowledge: USUAL_KNOWLEDGE, pairs: pairs.length, why };
  }
  const one = pairs.filter(({ same }) => same).length;
  return {
    knowledge: { ...USUAL_KNOWLEDGE, weights: estimateWeights(pairs, USUAL_KNOWLEDGE.weights) },
    pairs: pairs.length,
    why: `learned from ${pairs.length} decided pairs, ${one} of them one customer`,
  };
}
