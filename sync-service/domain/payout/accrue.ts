/** What deals earn, brought into the ledger: the target of each deal line less what stands there already. */
import type { Decimal } from 'decimal.js';
import type { Id } from '../deal.ts';
import { sum, ZERO } from '../money.ts';
import type { CalendarDate, Instant } from '../time.ts';
import { difference, type Target } from './difference.ts';
import { incentiveIdOf, type LedgerEntry } from './ledger.ts';

/** What one incentive is worth on one deal line, as the engine says now. */
export interface EarnedLine {
  partnerId: Id;
  dealId: Id;
  /** Null where the incentive is for the deal as a whole. */
  lineId: Id | null;
  incentive: string;
  version: number;
  period: string;
  /** Rounded, in `currency`. */
  amount: Decimal;
  currency: string;
  base: Decimal | null;
  rate: Decimal | null;
  /** Units of `currency` for one of the deal's currency; null where they are the same. */
  exchangeRate: Decimal | null;
  /** Known already where the deal is invoiced at once; null is provisional. */
  payableFrom: CalendarDate | null;
}

/**
 * The entries to append so that the ledger says what the deals earn: an accrual for what is new, an adjustment for
 * what is more, reversals at the original rate and exchange rate for what is less or no longer earned. Versions of a
 * rule count together. Doing it twice, or again with what is out of date, appends nothing.
 * @param target what the deals looked at earn at `at`; a deal that was reopened earns nothing and is left out
 * @param posted every entry of these deals so far, in any order; those of whole periods and payments are passed over
 * @param cause the transition, invoice or credit note behind the change; each has its own name
 * @param at the moment for which the target holds
 * @throws RangeError where a target is below zero
 */
export function postings(
  target: readonly EarnedLine[],
  posted: readonly LedgerEntry[],
  cause: string,
  at: Instant,
): LedgerEntry[] {
  const ofDeals = posted.filter(({ dealId, kind }) => dealId !== null && kind !== 'payment');
  const wanted = Map.groupBy(target, accountOf);
  const standing = Map.groupBy(ofDeals, (entry) => accountOf({ ...entry, incentive: incentiveIdOf(entry) }));
  const accounts = [...new Set([...wanted.keys(), ...standing.keys()])].sort();
  return accounts.flatMap((account) => {
    const entries = standing.get(account) ?? [];
    const lines = wanted.get(account);
    return difference(lines === undefined ? nothing(entries[0] as LedgerEntry) : targetOf(lines), entries, cause, at);
  });
}

/** The version is no part of it: a newer version tops up what an older one paid. */
function accountOf(
  line: Pick<EarnedLine, 'partnerId' | 'lineId' | 'incentive' | 'period' | 'currency'> & { dealId: Id | null },
): string {
  const { partnerId, dealId, lineId, incentive, period, currency } = line;
  return JSON.stringify([partnerId, dealId, lineId, incentive, period, currency]);
}

/** What stands twice for one line counts together, on the terms of its newest version. */
function targetOf(lines: readonly EarnedLine[]): Target {
  const [newest, ...others] = lines.toSorted((a, b) => b.version - a.version || b.amount.cmp(a.amount)) as Lines;
  const { version, incentive, ...line } = newest;
  return {
    ...line,
    incentive: `${incentive}@${version}`,
    amount: sum(lines.map(({ amount }) => amount)),
    // Of several the amount is no longer one base times one rate.
    base: others.length > 0 ? null : line.base,
    rate: others.length > 0 ? null : line.rate,
    kinds: { first: 'accrual', more: 'adjustment' },
    explanation: { code: 'accrual', args: {} },
  };
}

type Lines = [EarnedLine, ...EarnedLine[]];

function nothing({ partnerId, dealId, lineId, incentive, period, currency }: LedgerEntry): Target {
  return {
    ...{ partnerId, dealId, lineId, incentive, period, currency },
    amount: ZERO,
    ...{ base: null, rate: null, exchangeRate: null, payableFrom: null },
    kinds: { first: 'accrual', more: 'adjustment' },
    explanation: { code: 'accrual', args: {} },
  };
}
