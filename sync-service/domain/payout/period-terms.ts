/** Which incentives a period settles, in which version, and for whom. */
import type { Id } from '../deal.ts';
import type { Incentive, Programme } from '../programme/schema.ts';
import { inForce, type CalendarDate } from '../time.ts';
import type { Explanation } from './ledger.ts';
import { daysAfter, type FiscalPeriod } from './period.ts';

/** Of one incentive the terms of the period, and after them newer ones made known since. */
export type Versions = readonly [Incentive, ...Incentive[]];

/** Who the partner is to the programme, as far as known; what is not known opens nothing. */
export interface SettledPartner {
  partnerId: Id;
  name: string | null;
  level: string | null;
  roles: readonly string[];
  competencies: readonly string[];
  /** When he accepted his target for the period. */
  acceptedOn: CalendarDate | null;
}

/** What is settled at the end of a period rather than earned deal by deal. */
function isSettledByPeriod({ kind, base, tiersBy, requires }: Incentive): boolean {
  const byPeriod = base === 'period purchases' || base === 'period growth';
  const tiered = tiersBy === 'purchases' || tiersBy === 'growth' || tiersBy === 'achievement';
  return kind !== 'discount' && (byPeriod || tiered || requires.purchases !== null || requires.growth !== null);
}

/**
 * What is settled for a kind of period. Of each id the newest version in force on the period's last day, else the newest
 * that was in force during it, of those made known before its end; then the newer ones made known since, which count only
 * where they pay more.
 */
export function incentivesOf(programme: Programme, period: FiscalPeriod, knownOn: CalendarDate): Versions[] {
  const lastDay = daysAfter(period.until, -1);
  const candidates = programme.incentives.filter(
    (one) =>
      one.period === period.kind &&
      isSettledByPeriod(one) &&
      (one.effectiveFrom ?? '') < period.until &&
      (one.effectiveUntil === null || one.effectiveUntil > period.from) &&
      (one.publishedOn === null || one.publishedOn <= knownOn),
  );
  const isLate = ({ publishedOn }: Incentive) => publishedOn !== null && publishedOn > lastDay;
  return [...Map.groupBy(candidates, ({ id }) => id).values()].map((versions) => {
    const newestFirst = versions.toSorted(
      (a, b) => Number(inForce(b, lastDay)) - Number(inForce(a, lastDay)) || b.version - a.version,
    );
    const agreed = newestFirst.find((one) => !isLate(one));
    const since = newestFirst.filter((one) => isLate(one) && one.version > (agreed?.version ?? -1));
    return [...(agreed === undefined ? [] : [agreed]), ...since] as [Incentive, ...Incentive[]];
  });
}

/** What an incentive asks of the partner himself. */
export function notOpenTo({ requires }: Incentive, { level, roles, competencies }: SettledPartner): Explanation | null {
  const { levels, anyCompetency } = requires;
  const missing = requires.competencies.filter((one) => !competencies.includes(one));
  if (levels.length > 0 && (level === null || !levels.includes(level)))
    return { code: 'level', args: { levels, level } };
  if (requires.roles.length > 0 && !requires.roles.some((one) => roles.includes(one))) {
    return { code: 'role', args: { roles: requires.roles } };
  }
  if (missing.length > 0) return { code: 'competency', args: { missing } };
  const lacksAny = anyCompetency.length > 0 && !anyCompetency.some((one) => competencies.includes(one));
  return lacksAny ? { code: 'any competency', args: { competencies: anyCompetency } } : null;
}
