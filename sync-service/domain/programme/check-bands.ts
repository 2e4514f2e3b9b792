/** Bands with gaps and overlaps. */
import { Decimal } from 'decimal.js';
import { describeBand, lowerEdge, upperEdge } from '../margin/bands.ts';
import { minorUnits } from '../money.ts';
import type { ProgrammeFinding } from './check.ts';
import type { Incentive, IncentiveTier, Programme } from './schema.ts';

interface Band {
  tier: IncentiveTier;
  /** Its place in the file. */
  place: number;
  /** First value within, as far as values come in steps; null is from zero on. */
  first: Decimal | null;
  /** Last value within; null is open. */
  last: Decimal | null;
}

export function bandFindings(programme: Programme): ProgrammeFinding[] {
  return programme.incentives.flatMap((incentive, i) =>
    contexts(incentive).flatMap((tiers) => findings(incentive, tiers, i, programme.currency)),
  );
}

/** The sets of tiers that one partner can meet together: by level, use and month. */
function contexts({ tiers }: Incentive): { tier: IncentiveTier; place: number }[][] {
  const placed = tiers.map((tier, place) => ({ tier, place }));
  const values = <T>(of: (tier: IncentiveTier) => T) => [...new Set(tiers.map(of))];
  const sets = values((tier) => tier.level).flatMap((level) =>
    values((tier) => tier.use).flatMap((use) =>
      values((tier) => tier.acceptedInMonth).map((month) =>
        placed.filter(
          ({ tier }) =>
            (tier.level === null || tier.level === level) &&
            (tier.use === null || tier.use === use) &&
            (tier.acceptedInMonth === null || tier.acceptedInMonth === month),
        ),
      ),
    ),
  );
  const distinct = new Map(sets.map((set) => [set.map(({ place }) => place).join(), set]));
  return [...distinct.values()].filter((set) => set.length > 1);
}

/** The smallest step of what the edges are compared with; null where there is none between two values. */
function stepOf({ base, tiersBy }: Incentive, currency: string): Decimal | null {
  const by = tiersBy ?? base;
  if (by === 'growth' || by === 'achievement' || by === 'list a year') return null;
  return by === 'quantity' ? new Decimal(1) : new Decimal(10).pow(-minorUnits(currency));
}

function findings(
  incentive: Incentive,
  tiers: readonly { tier: IncentiveTier; place: number }[],
  i: number,
  currency: string,
): ProgrammeFinding[] {
  const step = stepOf(incentive, currency);
  const bands = tiers.map(({ tier, place }) => bandOf(tier, place, step)).sort(byFirst);
  const at = (place: number) => ['incentives', i, 'tiers', place];
  const isShare = incentive.tiersBy === 'growth' || incentive.tiersBy === 'achievement';
  const name = (tier: IncentiveTier) => describeBand(tier, isShare) || 'any value';
  const value = (amount: Decimal) => (isShare ? `${amount.times(100).toString()} %` : amount.toString());
  const found: ProgrammeFinding[] = [];
  let covered: Band | undefined = bands[0];
  for (const band of bands.slice(1)) {
    if (covered === undefined) break;
    const missing = missingBetween(covered, band, step);
    if (missing !== null) {
      const hole = missing.map(value).join(' to ');
      const message = `${hole} is in no band: it lies between "${name(covered.tier)}" and "${name(band.tier)}"`;
      found.push({ kind: 'gap', severity: 'error', path: at(band.place), message });
    }
    if (reaches(band, covered)) covered = band;
  }
  for (const [n, band] of bands.entries()) {
    const other = bands
      .slice(0, n)
      .find((earlier) => earlier.tier.level === band.tier.level && overlaps(earlier, band));
    if (other === undefined) continue;
    const message = `"${name(band.tier)}" overlaps "${name(other.tier)}": a value in both has two terms`;
    found.push({ kind: 'overlap', severity: 'error', path: at(Math.max(band.place, other.place)), message });
  }
  return found;
}

function bandOf(tier: IncentiveTier, place: number, step: Decimal | null): Band {
  const low = lowerEdge(tier);
  const high = upperEdge(tier);
  // With steps every band is closed on both sides: above 500000 begins at 500000.01.
  const first = low !== null && tier.above !== null && step !== null ? low.plus(step) : low;
  const last = high !== null && tier.below !== null && step !== null ? high.minus(step) : high;
  return { tier, place, first, last };
}

function byFirst(a: Band, b: Band): number {
  const low = (a.first ?? new Decimal(-1)).cmp(b.first ?? new Decimal(-1));
  return low !== 0 ? low : a.place - b.place;
}

/** What neither takes, its first and last value where they differ; null where nothing is missing. */
function missingBetween(covered: Band, next: Band, step: Decimal | null): Decimal[] | null {
  // Without an upper edge a band reaches to the next one.
  if (covered.last === null || next.first === null) return null;
  if (step !== null) {
    const [first, last] = [covered.last.plus(step), next.first.minus(step)];
    if (first.gt(last)) return null;
    return first.eq(last) ? [first] : [first, last];
  }
  if (next.first.eq(covered.last)) {
    return covered.tier.below !== null && next.tier.above !== null ? [next.first] : null;
  }
  return next.first.gt(covered.last) ? [covered.last, next.first] : null;
}

function reaches(band: Band, further: Band): boolean {
  return band.last === null || further.last === null || band.last.gte(further.last);
}

function overlaps(earlier: Band, later: Band): boolean {
  const sameStart =
    earlier.first === null || later.first === null ? earlier.first === later.first : earlier.first.eq(later.first);
  if (earlier.tier.above !== null && later.tier.above === null && sameStart) return false;
  if (sameStart) return true;
  // The highest edge reached holds, so only an edge that was written can be overstepped.
  if (earlier.last === null || later.first === null) return false;
  if (later.first.lt(earlier.last)) return true;
  return later.first.eq(earlier.last) && earlier.tier.below === null && later.tier.above === null;
}
