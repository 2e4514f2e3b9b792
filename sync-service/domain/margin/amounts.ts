/** What one incentive is worth on one deal: its rate or amount, on its base, line by line. */
import { Decimal } from 'decimal.js';
import type { IncentiveTier } from '../programme/schema.ts';
import { lesser, sum, ZERO } from '../money.ts';
import { describeBand, isInBand, lowerEdge, upperEdge } from './bands.ts';
import { countsLine, usesOf, type OpenDeal, type Recipient } from './eligibility.ts';
import { measuresOf } from './period-worth.ts';
import { reason, type Reason } from './reasons.ts';
import type { Term, Terms } from './terms.ts';

/** Running figures of each line, rounded as they come about. */
export interface RunningLine {
  list: Decimal;
  /** List less the partner's discounts so far. */
  price: Decimal;
  /** The distributor's discounts so far, in a two-tier deal. */
  distributor: Decimal;
  /** Rebates and bonuses so far, to be added up where a compound one asks. */
  back: Decimal[];
  /** Its share of the price to the end customer. */
  customerPrice: Decimal | null;
}

export interface Worth {
  kind: 'worth';
  shares: Decimal[];
  amount: Decimal;
  base: Decimal;
  /** The base line by line. */
  bases: readonly Decimal[];
  rate: Decimal | null;
  why: Reason;
}

export type Valued = Worth | { kind: 'nothing'; why: Reason };

export interface Valuation {
  open: OpenDeal;
  terms: Terms;
  running: readonly RunningLine[];
  /** List value of the whole deal. */
  list: Decimal;
  hasLosses(term: Term): boolean;
  /** Lines lost to incentives that stand instead of this one. */
  isLost(term: Term, line: number): boolean;
}

/** Values an incentive on the running figures; `fresh` values it as if nothing else applied, to compare a group. */
export function worthOf(term: Term, at: Valuation, fresh = false): Valued {
  const { incentive } = term;
  const unfit = sizeUnfit(term, at);
  if (unfit !== null) return nothing(unfit);
  const bases = basesOf(term, at, fresh);
  if (bases === null) return nothing(reason('customer price needed'));
  const base = isListOfAll(term, at) ? at.list : sum(bases);
  const found = rateOf(term, base, at);
  if (found.kind === 'nothing') return found;
  if (found.kind === 'slices') {
    const total = at.terms.round(found.amount);
    return {
      kind: 'worth',
      shares: spread(total, bases, at.terms),
      amount: total,
      base,
      bases,
      rate: null,
      why: found.why,
    };
  }
  const months = found.firstMonths ?? incentive.firstMonths;
  const counted = months === null ? bases : bases.map((part, i) => firstMonths(part, months, termOf(at, i)));
  const shares =
    found.kind === 'rate'
      ? ratedShares(counted, found.rate, at.terms)
      : fixedShares(term, found.amount, counted, at.terms);
  const rate = found.kind === 'rate' ? found.rate : null;
  const total = months === null ? base : sum(counted);
  return { kind: 'worth', shares, amount: sum(shares), base: total, bases: counted, rate, why: found.why };
}

function ratedShares(bases: readonly Decimal[], rate: Decimal, { round }: Terms): Decimal[] {
  const shares: Decimal[] = [];
  for (let i = 0; i < bases.length; i += 1) {
    const base = bases[i] as Decimal;
    shares.push(base === ZERO ? ZERO : round(base.times(rate)));
  }
  return shares;
}

/** The base of most incentives, added up once for the deal. */
function isListOfAll(term: Term, at: Valuation): boolean {
  return term.incentive.base === 'list' && term.incentive.combine === 'add' && !term.isByLine && !at.hasLosses(term);
}

function nothing(why: Reason): { kind: 'nothing'; why: Reason } {
  return { kind: 'nothing', why };
}

function termOf({ open }: Valuation, i: number): number | null {
  return open.deal.lines[i]?.termMonths ?? null;
}

/** What of an amount falls into the first months of a longer term. Multiplied first: a third of 30,000 is 10,000. */
function firstMonths(amount: Decimal, months: number, term: number | null): Decimal {
  return term === null || term <= months ? amount : amount.times(months).div(term);
}

/** List value of twelve months, divided once over all lines, so that thirds add up to a whole. */
function listAYear(lines: readonly { list: Decimal; term: number | null }[]): Decimal {
  const terms = lines.map(({ term }) => (term === null || term <= 12 ? 1 : term));
  const common = terms.reduce((all, term) => (all * term) / greatestDivisor(all, term), 1);
  const total = sum(lines.map(({ list }, i) => list.times(terms[i] === 1 ? common : (12 * common) / (terms[i] ?? 1))));
  return total.div(common);
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}

/** Splits a total in proportion to weights; the last weighted line takes what rounding leaves. */
export function spread(total: Decimal, weights: readonly Decimal[], { round }: Pick<Terms, 'round'>): Decimal[] {
  const only = onlyOne(weights);
  if (only !== null) return weights.map((_, i) => (i === only ? total : ZERO));
  const all = sum(weights);
  const last = weights.findLastIndex((weight) => !weight.isZero());
  if (all.isZero() || last < 0) return weights.map((_, i) => (i === 0 ? total : ZERO));
  const shares = weights.map((weight, i) => (i === last ? ZERO : round(total.times(weight).div(all))));
  return shares.map((share, i) => (i === last ? total.minus(sum(shares)) : share));
}

/** The place of the only weight; null where there are several or none. */
function onlyOne(weights: readonly Decimal[]): number | null {
  let only: number | null = null;
  for (const [i, weight] of weights.entries()) {
    if (weight === ZERO) continue;
    if (only !== null || weight.isZero()) return null;
    only = i;
  }
  return only;
}

function basesOf(term: Term, at: Valuation, fresh: boolean): Decimal[] | null {
  const { incentive } = term;
  const compound = incentive.combine === 'compound' && !fresh;
  const bases: Decimal[] = [];
  const hasLosses = at.hasLosses(term);
  for (let i = 0; i < at.running.length; i += 1) {
    const line = at.running[i] as RunningLine;
    if (!countsLine(term, at.open, i) || (hasLosses && at.isLost(term, i))) {
      bases.push(ZERO);
      continue;
    }
    const base = baseOf(term, line, at.open.deal.lines[i]?.quantity ?? ZERO, fresh);
    if (base === null) return null;
    if (!compound || incentive.base === 'quantity') bases.push(base);
    // One after the other: what the earlier ones left over.
    else bases.push(term.isDiscount ? lesser(base, line.price) : base.minus(sum(line.back)));
  }
  return bases;
}

function baseOf(
  { incentive, isDiscount, name }: Term,
  line: RunningLine,
  quantity: Decimal,
  fresh: boolean,
): Decimal | null {
  switch (incentive.base) {
    case 'list':
      return line.list;
    case 'partner price':
      return fresh && isDiscount ? line.list : line.price;
    case 'customer price':
      return line.customerPrice;
    case 'quantity':
      return quantity;
    case 'period purchases':
    case 'period growth':
      throw new Error(`${name}: a base of a period has no worth on one deal`);
  }
}

/** Why the deal is not of the size that the incentive is for; null where it is. */
function sizeUnfit(term: Term, at: Valuation): Reason | null {
  for (const size of term.sizes) {
    const value = measure(size.of, term, at, size.over === 'its lines');
    if (value === null) return reason('size unknown', { of: size.of });
    if (!isInBand(size, value)) return reason('size', { of: size.of, band: describeBand(size), size: value });
  }
  return null;
}

type Measure = 'list' | 'list a year' | 'partner price' | 'customer price' | 'quantity';

function measure(of: Measure, term: Term, at: Valuation, itsLines: boolean): Decimal | null {
  if (of === 'list' && !itsLines) return at.list;
  const counted = at.running
    .map((line, i) => ({ line, i }))
    .filter(({ i }) => !itsLines || countsLine(term, at.open, i));
  if (of === 'list a year') return listAYear(counted.map(({ line, i }) => ({ list: line.list, term: termOf(at, i) })));
  let total = ZERO;
  for (const { line, i } of counted) {
    const part = measureLine(of, line, at.open.deal.lines[i]?.quantity ?? ZERO);
    if (part === null) return null;
    total = total.plus(part);
  }
  return total;
}

function measureLine(of: Exclude<Measure, 'list a year'>, line: RunningLine, quantity: Decimal): Decimal | null {
  switch (of) {
    case 'list':
      return line.list;
    case 'partner price':
      return line.price;
    case 'customer price':
      return line.customerPrice;
    case 'quantity':
      return quantity;
  }
}

type Found =
  | { kind: 'rate'; rate: Decimal; firstMonths: number | null; why: Reason }
  | { kind: 'amount'; amount: Decimal; firstMonths: number | null; why: Reason }
  | { kind: 'slices'; amount: Decimal; why: Reason }
  | { kind: 'nothing'; why: Reason };

const ownRate = reason('own rate');
const ownAmount = reason('own amount');

/** The tier that fits best, else the incentive's own rate or amount. */
function rateOf(term: Term, base: Decimal, at: Valuation): Found {
  const { incentive, amount } = term;
  if (term.tiers.length > 0) {
    const value = tierValue(term, base, at);
    if (value.kind === 'nothing') return value;
    const to = incentive.paidTo === 'distributor' ? at.open.distributor : at.open.partner;
    const use = usesOf(incentive.id, at.open.known) + 1;
    const acceptedInMonth = at.open.known.purchases?.acceptedInMonth ?? null;
    const of = incentive.tiersBy ?? incentive.base;
    const found = tierAt(term.tiers, value.value, {
      of,
      level: levelKey(to),
      use,
      acceptedInMonth,
      bands: incentive.bands,
    });
    if (found.kind !== 'nothing' || (incentive.rate === null && amount === null)) return found;
  }
  if (incentive.rate !== null) return { kind: 'rate', rate: incentive.rate, firstMonths: null, why: ownRate };
  if (amount !== null) return { kind: 'amount', amount, firstMonths: null, why: ownAmount };
  return { kind: 'nothing', why: reason('no rate for level', { level: null }) };
}

function levelKey(to: Recipient | null): string | null {
  return to?.level?.key ?? null;
}

function tierValue(
  term: Term,
  base: Decimal,
  at: Valuation,
): { kind: 'value'; value: Decimal } | { kind: 'nothing'; why: Reason } {
  const { incentive } = term;
  const by = incentive.tiersBy;
  switch (by) {
    case null:
      return { kind: 'value', value: base };
    case 'list':
    case 'list a year':
    case 'partner price':
    case 'quantity':
      return { kind: 'value', value: measure(by, term, at, false) ?? ZERO };
    case 'purchases':
    case 'growth':
    case 'achievement': {
      const facts = at.open.known.purchases;
      if (facts === null) return nothing(reason('period unknown', { period: incentive.period }));
      return measuresOf(incentive, facts, at.terms)[by];
    }
  }
}

export interface TierQuestion {
  /** What the edges are compared with. */
  of: string;
  level: string | null;
  use: number;
  acceptedInMonth: number | null;
  bands: 'whole' | 'slice';
}

/**
 * The tier that holds at a value: one of the partner's level before one for all levels, then the highest lower edge.
 * With slices, each band's rate on what lies in it.
 */
export function tierAt(tiers: readonly IncentiveTier[], value: Decimal, question: TierQuestion): Found {
  const { level, use, acceptedInMonth, of } = question;
  const open = tiers.filter(
    (tier) =>
      (tier.level === null || tier.level === level) &&
      (tier.use === null || tier.use === use) &&
      (tier.acceptedInMonth === null || tier.acceptedInMonth === acceptedInMonth),
  );
  if (open.length === 0) return { kind: 'nothing', why: reason('no rate for level', { level }) };
  if (question.bands === 'slice') return slices(open, value);
  let best: IncentiveTier | null = null;
  for (const tier of open) if (isInBand(tier, value) && (best === null || fitsBetter(tier, best))) best = tier;
  if (best === null) return { kind: 'nothing', why: missed(open, value, of) };
  const why = tierReason(best, of);
  if (best.rate !== null) return { kind: 'rate', rate: best.rate, firstMonths: best.firstMonths, why };
  return { kind: 'amount', amount: best.amount ?? ZERO, firstMonths: best.firstMonths, why };
}

const tierReasons = new WeakMap<IncentiveTier, Reason>();

function tierReason(tier: IncentiveTier, of: string): Reason {
  const known = tierReasons.get(tier);
  if (known !== undefined) return known;
  const edge = describeBand(tier, of === 'growth' || of === 'achievement');
  const why = reason('tier', { edge, level: tier.level, ...(edge === '' ? {} : { measure: of }) });
  tierReasons.set(tier, why);
  return why;
}

function fitsBetter(a: IncentiveTier, b: IncentiveTier): boolean {
  const levels = Number(a.level !== null) - Number(b.level !== null);
  if (levels !== 0) return levels > 0;
  const [lowA, lowB] = [lowerEdge(a), lowerEdge(b)];
  if (lowA === null || lowB === null) return lowA === lowB ? paysMore(a, b) : lowB === null;
  if (!lowA.eq(lowB)) return lowA.gt(lowB);
  return (a.above === null) === (b.above === null) ? paysMore(a, b) : a.above !== null;
}

/** Of two that nothing else tells apart; which of them stands first in the file must not matter. */
function paysMore(a: IncentiveTier, b: IncentiveTier): boolean {
  if (a.rate !== null && b.rate !== null) return a.rate.gt(b.rate);
  return (a.amount ?? ZERO).gt(b.amount ?? ZERO);
}

function missed(open: readonly IncentiveTier[], value: Decimal, of: string): Reason {
  const [first, ...others] = open;
  const lowest = others.reduce((low, tier) => {
    const [a, b] = [low === undefined ? null : lowerEdge(low), lowerEdge(tier)];
    return a === null || (b !== null && b.gte(a)) ? low : tier;
  }, first);
  const edge = lowest === undefined ? null : lowerEdge(lowest);
  const isShare = of === 'growth' || of === 'achievement';
  const below = edge !== null && value.lte(edge) && lowest !== undefined;
  return reason('no tier', { of, value, lowest: below ? describeBand(lowest, isShare) : null });
}

function slices(open: readonly IncentiveTier[], value: Decimal): Found {
  const bands = open.toSorted((a, b) => (lowerEdge(a) ?? ZERO).cmp(lowerEdge(b) ?? ZERO));
  let amount = ZERO;
  let reached = 0;
  for (const [i, tier] of bands.entries()) {
    const next = bands[i + 1];
    const low = lowerEdge(tier) ?? ZERO;
    const high = upperEdge(tier) ?? (next === undefined ? null : lowerEdge(next));
    const part = (high === null ? value : Decimal.min(value, high)).minus(low);
    if (part.lte(0) || tier.rate === null) continue;
    reached += 1;
    amount = amount.plus(part.times(tier.rate));
  }
  if (reached === 0) return { kind: 'nothing', why: missed(open, value, 'base') };
  return { kind: 'slices', amount, why: reason('slices', { slices: reached }) };
}

/** A fixed amount once a deal, or, on quantity, for each unit. */
function fixedShares({ incentive }: Term, amount: Decimal, bases: readonly Decimal[], terms: Terms): Decimal[] {
  if (incentive.base === 'quantity') return bases.map((quantity) => terms.round(quantity.times(amount)));
  return spread(terms.round(amount), bases, terms);
}
