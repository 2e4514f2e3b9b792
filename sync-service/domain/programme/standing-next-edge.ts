/** The next edge of a period's incentive: how much more must be bought until it pays more. */
import { Decimal } from 'decimal.js';
import { measuresOf, periodWorth, targetOf } from '../margin/period-worth.ts';
import type { PeriodFacts } from '../margin/priced-deal.ts';
import type { Terms } from '../margin/terms.ts';
import { minorUnits, ZERO } from '../money.ts';
import { familyKey } from '../product-family.ts';
import type { Edges, Incentive } from './schema.ts';

/** In the programme's currency. */
export interface NextEdge {
  /** Purchases at the edge. */
  at: Decimal;
  missing: Decimal;
  /** What the period pays there. */
  pays: Decimal;
}

type Measure = 'purchases' | 'growth' | 'achievement' | 'base';

/** Of all edges above what was bought the nearest at which the period pays more than now. */
export function nextEdge(incentive: Incentive, facts: PeriodFacts, terms: Terms): NextEdge | null {
  const { purchases } = measuresOf(incentive, facts, terms);
  if (purchases.kind === 'nothing') return null;
  const more = familyOfMore(incentive);
  const now = paid(incentive, facts, terms);
  const missing = edgesOf(incentive, facts)
    .flatMap(({ edge, by, included }) => missingTo(edge, by, included, { incentive, facts, terms, more }))
    .sort((a, b) => a.cmp(b));
  for (const amount of missing) {
    const pays = paid(incentive, withMore(facts, more.family, amount), terms);
    if (pays.gt(now)) return { at: purchases.value.plus(amount), missing: amount, pays };
  }
  return null;
}

function paid(incentive: Incentive, facts: PeriodFacts, terms: Terms): Decimal {
  const worth = periodWorth(incentive, facts, terms);
  return worth.kind === 'worth' ? worth.amount : ZERO;
}

interface Edge {
  edge: Decimal;
  by: Measure;
  /** Whether the edge itself counts. */
  included: boolean;
}

/** Lower edges of its thresholds and of the tiers that are for his level and the month of his acceptance. */
function edgesOf({ requires, tiers, tiersBy }: Incentive, { level, acceptedInMonth }: PeriodFacts): Edge[] {
  const by = tiersBy === 'purchases' || tiersBy === 'growth' || tiersBy === 'achievement' ? tiersBy : 'base';
  const his = tiers.filter(
    (tier) =>
      (tier.level === null || tier.level === level) &&
      (tier.acceptedInMonth === null || tier.acceptedInMonth === acceptedInMonth),
  );
  return [
    ...lowerEdge(requires.purchases, 'purchases'),
    ...lowerEdge(requires.growth, 'growth'),
    ...his.flatMap((tier) => lowerEdge(tier, by)),
  ];
}

function lowerEdge(edges: Edges | null, by: Measure): Edge[] {
  const edge = edges?.from ?? edges?.above ?? null;
  return edge === null ? [] : [{ edge, by, included: edges?.from != null }];
}

interface More {
  family: string;
  /** How many times it counts towards the target. */
  weight: Decimal;
}

/** What else he may buy that counts: of no family where none is asked for, else of the family that counts least. */
function familyOfMore({ requires, accelerators }: Incentive): More {
  const excepted = new Set(requires.exceptFamilies.map(familyKey));
  const choice = requires.families.filter((family) => !excepted.has(familyKey(family)));
  const weighed = (choice.length === 0 ? [''] : choice).map((family): More => {
    const factors = accelerators.filter((each) => each.families.some((one) => familyKey(one) === familyKey(family)));
    return { family, weight: factors.reduce((total, { factor }) => total.plus(factor).minus(1), new Decimal(1)) };
  });
  return weighed.reduce((least, each) => (each.weight.lt(least.weight) ? each : least));
}

interface Question {
  incentive: Incentive;
  facts: PeriodFacts;
  terms: Terms;
  more: More;
}

/** In whole minor units; empty where the edge is passed or can't be told. */
function missingTo(edge: Decimal, by: Measure, included: boolean, question: Question): Decimal[] {
  const gap = gapTo(edge, by, question);
  if (gap === null || gap.lt(0) || (gap.isZero() && included)) return [];
  const { terms } = question;
  const places = minorUnits(terms.currency);
  const whole = gap.toDecimalPlaces(places, Decimal.ROUND_UP);
  return [included || whole.gt(gap) ? whole : whole.plus(new Decimal(10).pow(-places))];
}

function gapTo(edge: Decimal, by: Measure, { incentive, facts, terms, more }: Question): Decimal | null {
  const { purchases, achievement } = measuresOf(incentive, facts, terms);
  if (purchases.kind === 'nothing') return null;
  const { before } = facts;
  switch (by) {
    case 'purchases':
      return edge.minus(purchases.value);
    case 'growth':
      return before === null || before.lte(0) ? null : before.times(edge.plus(1)).minus(purchases.value);
    case 'achievement': {
      const target = targetOf(incentive, facts);
      if (target === null || achievement.kind === 'nothing' || more.weight.lte(0)) return null;
      // Rounded far behind the last minor unit, since the achievement is a fraction that seldom ends.
      return edge.minus(achievement.value).times(terms.round(target)).toDecimalPlaces(20).div(more.weight);
    }
    case 'base':
      if (incentive.base !== 'period growth') return edge.minus(purchases.value);
      return before === null ? null : before.plus(edge).minus(purchases.value);
  }
}

function withMore(facts: PeriodFacts, family: string, amount: Decimal): PeriodFacts {
  return {
    ...facts,
    purchases: facts.purchases.plus(amount),
    byFamily: [...facts.byFamily, { family, amount }],
  };
}
