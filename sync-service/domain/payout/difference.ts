/** What to append so that one account of the ledger comes to what it should be: the target less what stands. */
import { Decimal } from 'decimal.js';
import type { Id } from '../deal.ts';
import { roundMoney, sum, ZERO } from '../money.ts';
import type { CalendarDate, Instant } from '../time.ts';
import { byTime, entryKey, openAmounts, type EntryKind, type Explanation, type LedgerEntry } from './ledger.ts';

/** What an account should come to, and on what terms an increase is posted. */
export interface Target {
  partnerId: Id;
  dealId: Id | null;
  lineId: Id | null;
  incentive: string;
  period: string;
  currency: string;
  /** Zero or more, in `currency`, rounded. */
  amount: Decimal;
  base: Decimal | null;
  rate: Decimal | null;
  exchangeRate: Decimal | null;
  payableFrom: CalendarDate | null;
  /** The kind of an increase: of the first, and of one that finds something earned already. */
  kinds: { first: EntryKind; more: EntryKind };
  /** Of the first. What comes later says what it adds to or takes back. */
  explanation: Explanation;
}

/**
 * The entries that bring one account from what is posted to its target: nothing where they agree, one increase at the
 * target's own terms, or reversals at the terms of what they take back, the latest first. Amounts in the deal's
 * currency are compared, so that an exchange rate that moves changes nothing.
 *
 * What is out of date posts nothing: a target of before the latest entry, or a cause acted upon before another one.
 * @param posted every entry of this account, payments left out, in any order
 * @param at the moment for which the target holds
 */
export function difference(target: Target, posted: readonly LedgerEntry[], cause: string, at: Instant): LedgerEntry[] {
  if (target.amount.isNegative()) {
    throw new RangeError(`expected a target of zero or more for ${target.incentive} of partner ${target.partnerId}`);
  }
  // What was made payable since says nothing of what is earned.
  const earning = posted.filter((entry) => entry.kind !== 'settlement' || entry.dealId === null);
  if (isOutOfDate(earning, cause, at)) return [];
  const missing = unexchanged(target).minus(sum(posted.map(unexchanged)));
  const post = poster(posted, cause, at);
  if (missing.isNegative()) return reversals(posted, missing.negated(), post);
  const amount = roundMoney(missing.times(exchangeOf(target)), target.currency);
  if (amount.isZero()) return [];
  const standing = sum(posted.map((entry) => entry.amount));
  const { kinds, explanation: first, ...terms } = target;
  const [kind, explanation] = standing.isZero()
    ? [kinds.first, first]
    : [kinds.more, { code: 'difference', args: { target: target.amount, posted: standing } }];
  return [post({ ...terms, kind, amount, reverses: null, explanation })];
}

/**
 * Whether an account has moved on since. A cause is as old as its first posting: replayed with a later clock it still
 * stands before what came after it.
 */
export function isOutOfDate(posted: readonly LedgerEntry[], cause: string, at: Instant): boolean {
  const acted = posted.filter((entry) => entry.cause === cause).map((entry) => entry.postedAt);
  const since = Math.min(at, ...acted);
  return posted.some((entry) => entry.postedAt > at || (entry.cause !== cause && entry.postedAt > since));
}

type Draft = Omit<LedgerEntry, 'key' | 'cause' | 'postedAt'>;

/** Completes entries with the first key that is free. */
function poster(posted: readonly LedgerEntry[], cause: string, at: Instant): (draft: Draft) => LedgerEntry {
  const taken = new Set(posted.map((entry) => entry.key));
  return (draft) => {
    let key: string;
    let repeat = 1;
    do key = entryKey({ ...draft, cause, repeat: repeat++ });
    while (taken.has(key));
    taken.add(key);
    return { key, cause, postedAt: at, ...draft };
  };
}

/** The latest increase is taken back first, each at its own terms. */
function reversals(
  posted: readonly LedgerEntry[],
  tooMuch: Decimal,
  post: (draft: Draft) => LedgerEntry,
): LedgerEntry[] {
  const open = openAmounts(posted);
  const result: LedgerEntry[] = [];
  let left = tooMuch;
  for (const entry of posted.toSorted(byTime).reverse()) {
    const standing = open.get(entry.key) ?? ZERO;
    if (entry.reverses !== null || standing.lte(0)) continue;
    const wanted = roundMoney(left.times(exchangeOf(entry)), entry.currency);
    const taken = Decimal.min(wanted, standing);
    if (taken.isZero()) break;
    left = left.minus(taken.div(exchangeOf(entry)));
    const explanation = { code: 'reversal', args: { of: entry.kind, cause: entry.cause } };
    result.push(post({ ...takenBack(entry, taken), kind: 'reversal', explanation }));
  }
  return result;
}

/** Part of an entry with its sign turned, at its own rate and exchange rate. */
export function takenBack(entry: LedgerEntry, amount: Decimal): Omit<Draft, 'kind' | 'explanation'> {
  const { partnerId, dealId, lineId, incentive, period, currency, rate, exchangeRate, payableFrom } = entry;
  return {
    ...{ partnerId, dealId, lineId, incentive, period, currency, rate, exchangeRate, payableFrom },
    amount: amount.negated(),
    base: baseOfPart(entry, amount),
    reverses: entry.key,
  };
}

/** Null where the entry is not its base times its rate: a difference, a capped amount, several bands. */
function baseOfPart({ base, rate, amount, currency, exchangeRate }: LedgerEntry, part: Decimal): Decimal | null {
  if (base === null || rate === null) return null;
  if (!roundMoney(base.times(rate).times(exchangeRate ?? one), currency).eq(amount)) return null;
  return roundMoney(base.times(part).div(amount), currency).negated();
}

function exchangeOf({ exchangeRate }: { exchangeRate: Decimal | null }): Decimal {
  return exchangeRate ?? one;
}

const one = new Decimal(1);

function unexchanged(given: { amount: Decimal; exchangeRate: Decimal | null }): Decimal {
  return given.exchangeRate === null ? given.amount : given.amount.div(given.exchangeRate);
}
