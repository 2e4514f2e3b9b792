/** How grave a case is: what is at stake, how it was done, and whether it was done before. */
import type { Decimal } from 'decimal.js';
import type { Finding } from '../assessment.ts';
import type { CaseOnRecord, ConflictPattern } from '../deal.ts';
import { minorUnits } from '../money.ts';

/** Omissions weigh less than acts, and acts less than schemes. */
const WEIGHT: Record<ConflictPattern, number> = {
  'not-engaged': 1,
  'late-on-paper': 1,
  replaced: 2,
  shadow: 2,
  undercut: 3,
  'waiting-out': 3,
  'named-account': 3,
};

// In the deal's own currency: no exchange rate is at hand. Currencies without cents count in hundreds.
const LARGE = 100_000;
const VERY_LARGE = 500_000;

export function severityOf(
  pattern: ConflictPattern,
  aspects: readonly ConflictPattern[],
  amount: Decimal | null,
  currency: string,
  cases: readonly CaseOnRecord[],
  registrationId: string,
): Finding['severity'] {
  const scale = minorUnits(currency) === 0 ? 100 : 1;
  const size = amount === null ? 0 : amount.gte(VERY_LARGE * scale) ? 2 : amount.gte(LARGE * scale) ? 1 : 0;
  const repeated = cases.some((known) => known.status === 'Confirmed' && known.registrationId !== registrationId)
    ? 1
    : 0;
  const score = WEIGHT[pattern] + size + repeated + (aspects.length > 0 ? 1 : 0);
  if (score >= 5) return 'Critical';
  if (score >= 4) return 'High';
  return score >= 2 ? 'Medium' : 'Low';
}
