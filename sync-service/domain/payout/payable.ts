/** Provisional accruals become payable by invoice or point of sale. */
import { Decimal } from 'decimal.js';
import type { Id } from '../deal.ts';
import { roundMoney, ZERO } from '../money.ts';
import type { CalendarDate, Instant } from '../time.ts';
import { isOutOfDate, takenBack } from './difference.ts';
import { byTime, earned, entryKey, openAmounts, type LedgerEntry } from './ledger.ts';
import { daysAfter } from './period.ts';

/** How much of a deal line was invoiced, or sold through to the end customer, up to a document. */
export interface Delivered {
  dealId: Id;
  /** Null is every line of the deal. */
  lineId: Id | null;
  /** The part invoiced so far, this document included: from 0 to 1. */
  part: Decimal;
  on: CalendarDate;
  /** The invoice or point-of-sale report. */
  document: string;
}

/**
 * Moves what is delivered from provisional to payable: pairs of settlements that come to nothing, one out of the
 * provisional entry and one payable from the day of the document plus the rule's days. The same document again, one
 * that says no more, or one of before the latest entry appends nothing.
 * @param posted every entry of the deal so far, in any order
 * @param payableAfterDays days of a rule, by `id@version`
 */
export function becomePayable(
  posted: readonly LedgerEntry[],
  delivered: Delivered,
  payableAfterDays: (incentive: string) => number,
  at: Instant,
): LedgerEntry[] {
  const { dealId, lineId } = delivered;
  const concerned = posted.filter(
    (entry) => entry.kind !== 'payment' && entry.dealId === dealId && (lineId === null || entry.lineId === lineId),
  );
  const accounts = Map.groupBy(concerned, (entry) =>
    JSON.stringify([entry.partnerId, entry.lineId, entry.incentive, entry.period, entry.currency]),
  );
  return [...accounts.keys()].sort().flatMap((account) => {
    const entries = accounts.get(account) as LedgerEntry[];
    return moves(entries, delivered, payableAfterDays((entries[0] as LedgerEntry).incentive), at);
  });
}

function moves(entries: readonly LedgerEntry[], delivered: Delivered, days: number, at: Instant): LedgerEntry[] {
  if (isOutOfDate(entries, delivered.document, at)) return [];
  const { currency } = entries[0] as LedgerEntry;
  const payable = earned(entries.filter(({ payableFrom }) => payableFrom !== null));
  let left = roundMoney(earned(entries).times(delivered.part), currency).minus(payable);
  const open = openAmounts(entries);
  const result: LedgerEntry[] = [];
  for (const entry of entries.toSorted(byTime)) {
    const standing = open.get(entry.key) ?? ZERO;
    if (entry.payableFrom !== null || entry.reverses !== null || standing.lte(0) || left.lte(0)) continue;
    const amount = Decimal.min(left, standing);
    left = left.minus(amount);
    result.push(...pair(entry, amount, delivered, daysAfter(delivered.on, days), at));
  }
  return result;
}

function pair(
  entry: LedgerEntry,
  amount: Decimal,
  { document: cause }: Delivered,
  payableFrom: CalendarDate,
  at: Instant,
): LedgerEntry[] {
  const out = takenBack(entry, amount);
  const common = { kind: 'settlement' as const, cause, postedAt: at };
  const explanation = { code: 'made payable', args: { cause: entry.cause } };
  const into = { ...out, amount, base: out.base?.negated() ?? null, payableFrom };
  return [out, into].map((half, i) => ({
    ...half,
    ...common,
    // The key of both names the entry that is moved; only the first takes back from it.
    key: `${entryKey({ ...out, ...common, repeat: i + 1 })}`,
    reverses: i === 0 ? entry.key : null,
    explanation,
  }));
}
