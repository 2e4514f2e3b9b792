/** Deals and periods where one unit more earns less: the engine run on both sides of every edge. */
import { Decimal } from 'decimal.js';
import type { Waterfall } from '../assessment.ts';
import { periodWorth } from '../margin/period-worth.ts';
import type { PricedDeal } from '../margin/priced-deal.ts';
import { termsOn } from '../margin/terms.ts';
import { waterfall } from '../margin/waterfall.ts';
import { minorUnits, ZERO } from '../money.ts';
import { inForce, type CalendarDate } from '../time.ts';
import type { ProgrammeFinding } from './check.ts';
import { daysOf, edgesOf, familiesOf, favouredDeal, sized } from './check-trials.ts';
import type { Incentive, Programme } from './schema.ts';

interface Cliff {
  /** Name of the incentive that loses most. */
  rule: string;
  message: string;
  loss: Decimal;
}

export function cliffs(programme: Programme): ProgrammeFinding[] {
  const worst = new Map<string, Cliff>();
  for (const cliff of [...dealCliffs(programme), ...periodCliffs(programme)]) {
    const known = worst.get(cliff.rule);
    const isWorse = known === undefined || cliff.loss.gt(known.loss);
    // Of equal ones always the same is shown, whatever stands first in the file.
    if (isWorse || (cliff.loss.eq(known.loss) && cliff.message < known.message)) worst.set(cliff.rule, cliff);
  }
  return programme.incentives.flatMap(({ id, version }, i): ProgrammeFinding[] => {
    const cliff = worst.get(`${id}@${version}`);
    if (cliff === undefined) return [];
    return [{ kind: 'cliff', severity: 'warning', path: ['incentives', i], message: cliff.message }];
  });
}

function dealCliffs(programme: Programme): Cliff[] {
  const { amounts, quantities } = edgesOf(programme);
  const step = new Decimal(10).pow(-minorUnits(programme.currency));
  return daysOf(programme).flatMap((day) => {
    const levels = programme.levels.filter((level) => inForce(level, day)).map(({ key }) => key);
    return [...levels, null].flatMap((level) =>
      familiesOf(programme).flatMap((family) => {
        const deal = favouredDeal(programme, level, family);
        const priced = (list: Decimal, quantity?: Decimal) => waterfall(sized(deal, list, quantity), programme, day);
        return [
          ...amounts.flatMap((edge) => listsAt(edge, priced, step)).flatMap((list) => around(list, step, priced)),
          ...quantities.flatMap((edge) => aroundCount(edge, deal, programme, day)),
        ];
      }),
    );
  });
}

type Priced = (list: Decimal, quantity?: Decimal) => Waterfall;

/** The list values at which list or partner price meets an edge. */
function listsAt(edge: Decimal, priced: Priced, step: Decimal): Decimal[] {
  if (edge.lte(0)) return [];
  const share = priced(edge).partnerPrice.div(edge);
  if (share.lte(0) || share.eq(1)) return [edge];
  // Partner price grows with list: the first list value whose partner price reaches the edge.
  let [low, high] = [edge, edge.div(share).times('1.5')];
  while (high.minus(low).gt(step)) {
    const middle = low.plus(high).div(2).toDecimalPlaces(step.decimalPlaces());
    if (middle.eq(low) || middle.eq(high)) break;
    if (priced(middle).partnerPrice.gte(edge)) high = middle;
    else low = middle;
  }
  return [edge, high];
}

function around(list: Decimal, step: Decimal, priced: Priced): Cliff[] {
  const points = [list.minus(step.times(2)), list.minus(step), list, list.plus(step)].filter((point) => point.gt(0));
  return steps(
    points,
    (point) => priced(point),
    (point) => `a list value of ${point.toString()}`,
  );
}

function aroundCount(edge: Decimal, deal: PricedDeal, programme: Programme, day: CalendarDate): Cliff[] {
  const unit = new Decimal(1000);
  const points = [edge.minus(1), edge, edge.plus(1)].filter((point) => point.gt(0) && point.isInteger());
  const price = (count: Decimal) => waterfall(sized(deal, unit.times(count), count), programme, day);
  return steps(points, price, (point) => `${point.toString()} units`);
}

/** Of neighbouring points those where the later leaves less. What rounding takes is no cliff. */
function steps(
  points: readonly Decimal[],
  price: (point: Decimal) => Waterfall,
  name: (point: Decimal) => string,
): Cliff[] {
  const results = points.map(price);
  return results.slice(1).flatMap((after, n): Cliff[] => {
    const before = results[n] as Waterfall;
    const loss = before.partnerMargin.minus(after.partnerMargin);
    if (loss.lte(noise)) return [];
    const rule = mostLost(before, after);
    if (rule === null) return [];
    const [from, to] = [name(points[n] as Decimal), name(points[n + 1] as Decimal)];
    const message = `more earns less: ${from} leaves ${before.partnerMargin.toString()}, ${to} leaves ${after.partnerMargin.toString()}`;
    return [{ rule, loss, message }];
  });
}

const noise = new Decimal('0.1');

function mostLost(before: Waterfall, after: Waterfall): string | null {
  const amount = (result: Waterfall, rule: string) =>
    result.lines.find((line) => line.rule === rule)?.amount?.abs() ?? ZERO;
  const lost = before.lines.flatMap(({ rule }) =>
    rule === null ? [] : { rule, loss: amount(before, rule).minus(amount(after, rule)) },
  );
  return lost.sort((a, b) => b.loss.cmp(a.loss))[0]?.rule ?? null;
}

/** Purchases of the period before, against which growth is tried. */
const before = new Decimal(100_000);

function periodCliffs(programme: Programme): Cliff[] {
  return programme.incentives.flatMap((incentive): Cliff[] => {
    if (incentive.period === null || !incentive.base.startsWith('period')) return [];
    const day = incentive.effectiveFrom ?? daysOf(programme)[0] ?? '2026-01-01';
    const terms = termsOn(programme, day, programme.currency);
    const levels = [...new Set(incentive.tiers.map(({ level }) => level)), null];
    return levels.flatMap((level) => {
      const pays = (purchases: Decimal) => {
        const facts = { period: '', level, purchases, before, quarters: [], byFamily: [], acceptedInMonth: 1 };
        const worth = periodWorth(unrestricted(incentive), facts, terms);
        return worth.kind === 'worth' ? worth.amount : ZERO;
      };
      return purchaseEdges(incentive).flatMap((edge): Cliff[] => {
        const cent = new Decimal('0.01');
        return [edge.minus(cent), edge].flatMap((point): Cliff[] => {
          const [here, more] = [pays(point), pays(point.plus(cent))];
          const loss = here.minus(more);
          if (loss.lte(noise)) return [];
          const message = `more earns less: purchases of ${point.toString()} pay ${here.toString()}, of ${point.plus(cent).toString()} ${more.toString()}`;
          return [{ rule: `${incentive.id}@${incentive.version}`, loss, message }];
        });
      });
    });
  });
}

/** Its families do not matter here: all that is bought is of them. */
function unrestricted(incentive: Incentive): Incentive {
  return { ...incentive, requires: { ...incentive.requires, families: [], exceptFamilies: [] } };
}

function purchaseEdges({ tiers, tiersBy, requires }: Incentive): Decimal[] {
  const edges = (
    band: { from: Decimal | null; above: Decimal | null; to: Decimal | null; below: Decimal | null } | null,
  ) => (band === null ? [] : [band.from, band.above, band.to, band.below].filter((edge) => edge !== null));
  const ofTiers = tiers.flatMap(edges);
  const growth = (edge: Decimal) => before.times(edge.plus(1));
  const measured = tiersBy === 'growth' ? ofTiers.map(growth) : tiersBy === 'achievement' ? [] : ofTiers;
  return [...measured, ...edges(requires.purchases), ...edges(requires.growth).map(growth)];
}
