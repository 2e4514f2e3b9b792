/** What one incentive is worth on one deal: its rate or amount, on its base, line by line. */
import { Decimal } from 'decimal.js';
import type { Incentive, IncentiveTier } from '../rules.ts';
import { roundMoney, sum, ZERO } from '../money.ts';
import { isFor, type WaterfallInput } from './eligibility.ts';

/** Running figures of each line, rounded as they come about. */
export interface RunningLine {
  list: Decimal;
  /** List less the discounts so far. */
  price: Decimal;
  /** Rebates and bonuses so far. */
  back: Decimal;
  /** Its share of the price to the end customer. */
  customerPrice: Decimal | null;
}

export type Worth =
  | { kind: 'worth'; shares: Decimal[]; amount: Decimal; base: Decimal; rate: Decimal | null; why: string }
  | { kind: 'nothing'; why: string };

/** Values an incentive on the running figures; `fresh` values it as if nothing else applied, to compare a group. */
export function worthOf(
  incentive: Incentive,
  input: WaterfallInput,
  running: readonly RunningLine[],
  level: string | null,
  fresh = false,
): Worth {
  const bases = basesOf(incentive, input, running, fresh);
  if (bases === null) return { kind: 'nothing', why: 'the price to the end customer is not known' };
  const base = sum(bases);
  const list = sum(running.map((line) => line.list));
  if (incentive.minDealAmount !== null && list.lt(incentive.minDealAmount)) {
    return { kind: 'nothing', why: `from a list value of ${incentive.minDealAmount.toString()} on` };
  }
  const term = termOf(incentive, base, level);
  if (term.kind === 'none') return { kind: 'nothing', why: term.why };
  const full =
    term.kind === 'rate'
      ? bases.map((part) => roundMoney(part.times(term.rate), input.currency))
      : fixed(incentive, term.amount, bases, input);
  const { why } = term;
  return { kind: 'worth', shares: full, amount: sum(full), base, rate: term.kind === 'rate' ? term.rate : null, why };
}

/** Cuts shares down to a total, in proportion. */
export function cutTo(total: Decimal, shares: readonly Decimal[], currency: string): Decimal[] {
  return spread(total, shares, currency);
}

function basesOf(
  incentive: Incentive,
  input: WaterfallInput,
  running: readonly RunningLine[],
  fresh: boolean,
): Decimal[] | null {
  const compound = incentive.combine === 'Compound' && !fresh;
  const bases = running.map((line, i) => {
    const known = input.lines[i];
    if (known === undefined || !isFor(incentive, known)) return ZERO;
    const base = baseOf(incentive, line, known.quantity, fresh);
    if (base === null || !compound || incentive.base === 'Quantity') return base;
    // One after the other: what the earlier ones left over.
    return incentive.kind === 'Discount' ? Decimal.min(base, line.price) : base.minus(line.back);
  });
  return bases.some((base) => base === null) ? null : bases.filter((base) => base !== null);
}

function baseOf(incentive: Incentive, line: RunningLine, quantity: Decimal, fresh: boolean): Decimal | null {
  switch (incentive.base) {
    case 'List':
      return line.list;
    case 'Partner Price':
      return fresh && incentive.kind === 'Discount' ? line.list : line.price;
    case 'Customer Price':
      return line.customerPrice;
    case 'Quantity':
      return quantity;
    case 'Period Purchases':
    case 'Period Growth':
      throw new Error(`${incentive.id}: a base of a period has no worth on one deal`);
  }
}

type Term =
  | { kind: 'rate'; rate: Decimal; why: string }
  | { kind: 'amount'; amount: Decimal; why: string }
  | { kind: 'none'; why: string };

/**
 * The tier of the partner's level (else one for all levels) with the highest edge that the base reaches; its rate is for
 * the whole base. Without a fitting tier, the incentive's own rate or amount.
 */
function termOf(incentive: Incentive, base: Decimal, level: string | null): Term {
  const open = incentive.tiers.filter((tier) => tier.level === null || tier.level === level);
  const reached = open.filter((tier) => tier.from === null || base.gte(tier.from)).sort(moreFitting);
  const [tier] = reached;
  const own = termsIn(incentive, 'its rate');
  if (tier !== undefined)
    return termsIn(tier, describeTier(tier)) ?? own ?? { kind: 'none', why: 'its tier names no rate' };
  if (own !== null) return own;
  if (open.length === 0) return { kind: 'none', why: `no rate for level ${level ?? 'none'}` };
  const lowest = Decimal.min(...open.flatMap((missed) => missed.from ?? []));
  return { kind: 'none', why: `from ${lowest.toString()} on; the base is ${base.toString()}` };
}

function moreFitting(a: IncentiveTier, b: IncentiveTier): number {
  const levels = Number(b.level !== null) - Number(a.level !== null);
  return levels !== 0 ? levels : (b.from ?? ZERO).cmp(a.from ?? ZERO);
}

function termsIn(terms: { rate: Decimal | null; amount: Decimal | null }, why: string): Term | null {
  if (terms.rate !== null) return { kind: 'rate', rate: terms.rate, why };
  return terms.amount === null ? null : { kind: 'amount', amount: terms.amount, why };
}

function describeTier(tier: IncentiveTier): string {
  const edge = tier.from === null ? '' : ` from ${tier.from.toString()}`;
  return tier.level === null ? `the band${edge}` : `the rate of level ${tier.level}${edge}`;
}

/** A fixed amount once a deal, or, on quantity, for each unit. */
function fixed(incentive: Incentive, amount: Decimal, bases: readonly Decimal[], input: WaterfallInput): Decimal[] {
  if (incentive.base === 'Quantity') return bases.map((quantity) => roundMoney(quantity.times(amount), input.currency));
  return spread(roundMoney(amount, input.currency), bases, input.currency);
}

/** Splits a total in proportion to weights; the last weighted line takes what rounding leaves. */
function spread(total: Decimal, weights: readonly Decimal[], currency: string): Decimal[] {
  const all = sum(weights);
  const last = weights.findLastIndex((weight) => !weight.isZero());
  if (all.isZero() || last < 0) return weights.map((_, i) => (i === 0 ? total : ZERO));
  const shares = weights.map((weight, i) => (i === last ? ZERO : roundMoney(total.times(weight).div(all), currency)));
  return shares.map((share, i) => (i === last ? total.minus(sum(shares)) : share));
}
