/** Results that hang on an order nobody chose: two incentives of one sequence, where their names decide. */
import { Decimal } from 'decimal.js';
import { waterfall } from '../margin/waterfall.ts';
import { inForce } from '../time.ts';
import type { ProgrammeFinding } from './check.ts';
import { daysOf, familiesOf, favouredDeal, sized } from './check-trials.ts';
import type { Incentive, Programme } from './schema.ts';

const sizes = [1_000, 25_000, 120_000, 900_000].map((size) => new Decimal(size));

export function orderFindings(programme: Programme): ProgrammeFinding[] {
  const placed = programme.incentives.map((incentive, i) => ({ incentive, i }));
  return placed.flatMap(({ incentive: second, i }) =>
    placed.slice(0, i).flatMap(({ incentive: first, i: j }): ProgrammeFinding[] => {
      if (!mayDepend(first, second)) return [];
      const apart = difference(first, second, programme);
      if (apart === null) return [];
      const [a, b] = first.id < second.id ? [first, second] : [second, first];
      const message = `${a.id} and ${b.id} have the same sequence ${a.sequence}, so their names decide: ${apart}`;
      return [{ kind: 'order', severity: 'warning', path: ['incentives', Math.max(i, j), 'sequence'], message }];
    }),
  );
}

/** Rates of list that add up come to the same in any order. */
function mayDepend(a: Incentive, b: Incentive): boolean {
  if (a.sequence !== b.sequence || a.id === b.id) return false;
  if ((a.kind === 'discount') !== (b.kind === 'discount')) return false;
  const meets = (x: Incentive, y: Incentive) => x.excludes.includes(y.id) || y.excludes.includes(x.id);
  const bends = ({ combine, base, requires, kind, tiersBy }: Incentive) =>
    combine === 'compound' ||
    (kind === 'discount' && (base === 'partner price' || tiersBy === 'partner price')) ||
    (kind === 'discount' && requires.dealSize.some(({ of }) => of === 'partner price'));
  return meets(a, b) || bends(a) || bends(b);
}

/** What a deal leaves the partner in the one order and in the other; null where it is the same on every trial. */
function difference(a: Incentive, b: Incentive, programme: Programme): string | null {
  const [aFirst, bFirst] = [before(a, b, programme), before(b, a, programme)];
  for (const day of daysOf(programme)) {
    const levels = programme.levels.filter((level) => inForce(level, day)).map(({ key }) => key);
    for (const level of [...levels, null]) {
      for (const family of familiesOf(programme)) {
        for (const size of sizes) {
          const deal = sized(favouredDeal(programme, level, family), size);
          const margins = [aFirst, bFirst].map((each) => waterfall(deal, each, day).partnerMargin);
          const [one, other] = margins as [Decimal, Decimal];
          if (one.eq(other)) continue;
          const [low, high] = one.lt(other) ? [one, other] : [other, one];
          return `a deal of ${size.toString()} leaves ${low.toString()} or ${high.toString()}`;
        }
      }
    }
  }
  return null;
}

/** The programme with one incentive just before another of its sequence. */
function before(first: Incentive, second: Incentive, programme: Programme): Programme {
  return {
    ...programme,
    incentives: programme.incentives.map((each) => {
      const sequence = each.sequence * 3 + 1;
      if (each === first) return { ...each, sequence: sequence - 1 };
      return each === second ? { ...each, sequence: sequence + 1 } : { ...each, sequence };
    }),
  };
}
