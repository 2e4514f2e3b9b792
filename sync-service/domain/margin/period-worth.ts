/** What a period's purchases earn: thresholds, growth, targets, bands. The same for a forecast and for the settlement. */
import { Decimal } from 'decimal.js';
import { familyKey } from '../product-family.ts';
import type { Incentive } from '../programme/schema.ts';
import { sum, ZERO } from '../money.ts';
import { tierAt } from './amounts.ts';
import { describeBand, isInBand } from './bands.ts';
import type { PeriodFacts } from './priced-deal.ts';
import { reason, type Reason } from './reasons.ts';
import type { Terms } from './terms.ts';

export type PeriodWorth =
  | { kind: 'worth'; amount: Decimal; base: Decimal; rate: Decimal | null; why: Reason }
  | { kind: 'nothing'; why: Reason };

type Measured = { kind: 'value'; value: Decimal } | { kind: 'nothing'; why: Reason };

/** Purchases, growth as a fraction, and achievement of the target as a fraction. */
export function measuresOf(
  incentive: Incentive,
  facts: PeriodFacts,
  terms: Pick<Terms, 'round'>,
): Record<'purchases' | 'growth' | 'achievement', Measured> {
  return {
    purchases: { kind: 'value', value: purchasesOf(incentive, facts) },
    get growth() {
      return growthOf(incentive, facts);
    },
    get achievement() {
      return achievementOf(incentive, facts, terms);
    },
  };
}

/** Of the families that take part. */
function purchasesOf({ requires }: Incentive, { purchases, byFamily }: PeriodFacts): Decimal {
  if (requires.families.length === 0 && requires.exceptFamilies.length === 0) return purchases;
  const within = requires.families.map(familyKey);
  const without = requires.exceptFamilies.map(familyKey);
  const counted = byFamily.filter(({ family }) => {
    const key = familyKey(family);
    return (within.length === 0 || within.includes(key)) && !without.includes(key);
  });
  return sum(counted.map(({ amount }) => amount));
}

function growthOf(incentive: Incentive, facts: PeriodFacts): Measured {
  if (facts.before === null) return { kind: 'nothing', why: reason('growth unknown') };
  if (facts.before.lte(0)) return { kind: 'nothing', why: reason('growth from zero') };
  return { kind: 'value', value: purchasesOf(incentive, facts).div(facts.before).minus(1) };
}

/** Accelerators multiply what counts towards the target, never the rate. */
function achievementOf(incentive: Incentive, facts: PeriodFacts, { round }: Pick<Terms, 'round'>): Measured {
  const target = targetOf(incentive, facts);
  if (target === null || target.lte(0)) return { kind: 'nothing', why: reason('target unknown') };
  const extra = incentive.accelerators.map(({ families, factor }) => {
    const keys = families.map(familyKey);
    const amounts = facts.byFamily.filter(({ family }) => keys.includes(familyKey(family))).map(({ amount }) => amount);
    return sum(amounts).times(factor.minus(1));
  });
  return { kind: 'value', value: purchasesOf(incentive, facts).plus(sum(extra)).div(round(target)) };
}

/** A given amount, or the mean of the quarters before with something on top, within its limits. */
export function targetOf({ target }: Incentive, { quarters }: PeriodFacts): Decimal | null {
  if (target === null) return null;
  const { amount, meanOfQuarters, plus, atLeast, atMost } = target;
  let value = amount;
  if (meanOfQuarters !== null) {
    const counted = quarters.slice(0, meanOfQuarters);
    if (counted.length < meanOfQuarters) return null;
    value = sum(counted).div(meanOfQuarters);
  }
  if (value === null) return null;
  if (plus !== null) value = value.times(plus.plus(1));
  if (atLeast !== null) value = Decimal.max(value, atLeast);
  return atMost === null ? value : Decimal.min(value, atMost);
}

/**
 * What an incentive on a period pays for these purchases, in the programme's currency, rounded by its rule. Whether it
 * is open to the partner is judged before.
 */
export function periodWorth(incentive: Incentive, facts: PeriodFacts, terms: Pick<Terms, 'round'>): PeriodWorth {
  const purchases = purchasesOf(incentive, facts);
  const unmet = thresholdsUnmet(incentive, facts, purchases);
  if (unmet !== null) return { kind: 'nothing', why: unmet };
  const base = baseOf(incentive, facts, purchases);
  if (base.kind === 'nothing') return base;
  const found = rateOf(incentive, facts, base.value, terms);
  if (found.kind === 'nothing') return found;
  const raw =
    found.kind === 'rate' ? base.value.times(found.rate) : found.kind === 'slices' ? found.amount : found.amount;
  const { perPeriod, perDeal, percent } = incentive.cap;
  const caps = [perPeriod, perDeal, percent === null ? null : base.value.times(percent)].filter((cap) => cap !== null);
  const amount = terms.round(Decimal.min(raw, ...caps));
  return { kind: 'worth', amount, base: base.value, rate: found.kind === 'rate' ? found.rate : null, why: found.why };
}

function thresholdsUnmet({ requires }: Incentive, facts: PeriodFacts, purchases: Decimal): Reason | null {
  if (requires.purchases !== null && !isInBand(requires.purchases, purchases)) {
    return reason('purchases', { band: describeBand(requires.purchases), purchases });
  }
  if (requires.growth === null) return null;
  if (facts.before === null) return reason('growth unknown');
  if (facts.before.lte(0)) return reason('growth from zero');
  const growth = purchases.div(facts.before).minus(1);
  if (isInBand(requires.growth, growth)) return null;
  return reason('growth', { band: describeBand(requires.growth, true), growth: `${growth.times(100).toString()} %` });
}

function baseOf(incentive: Incentive, { before }: PeriodFacts, purchases: Decimal): Measured {
  if (incentive.base !== 'period growth') return { kind: 'value', value: purchases };
  if (before === null) return { kind: 'nothing', why: reason('growth unknown') };
  const growth = purchases.minus(before);
  return growth.gt(ZERO) ? { kind: 'value', value: growth } : { kind: 'nothing', why: reason('no growth') };
}

function rateOf(
  incentive: Incentive,
  facts: PeriodFacts,
  base: Decimal,
  terms: Pick<Terms, 'round'>,
): ReturnType<typeof tierAt> {
  const own =
    incentive.rate !== null
      ? ({ kind: 'rate', rate: incentive.rate, firstMonths: null, why: reason('own rate') } as const)
      : incentive.amount !== null
        ? ({ kind: 'amount', amount: incentive.amount, firstMonths: null, why: reason('own amount') } as const)
        : null;
  if (incentive.tiers.length === 0)
    return own ?? { kind: 'nothing', why: reason('no rate for level', { level: null }) };
  const by = incentive.tiersBy;
  const measured: Measured =
    by === 'purchases' || by === 'growth' || by === 'achievement'
      ? measuresOf(incentive, facts, terms)[by]
      : { kind: 'value', value: base };
  if (measured.kind === 'nothing') return measured;
  const { level, acceptedInMonth } = facts;
  const of = by ?? incentive.base;
  const found = tierAt(incentive.tiers, measured.value, { of, level, use: 1, acceptedInMonth, bands: incentive.bands });
  return found.kind === 'nothing' && own !== null ? own : found;
}
