/** The rules that a partner may read: those that can be his, and nothing of anybody else's. */
import type { PartnerRole } from '../deal.ts';
import { addCalendarDays, type CalendarDate } from '../time.ts';
import type { Incentive, Programme } from './schema.ts';

/** An agreed deal keeps its terms, so that rules which ended are needed for a while. */
const keptDays = 400;

/**
 * The programme as it may be his: without incentives for other roles than his, those paid to distributors unless he is
 * one, those ended 400 days ago, those not yet made known, and without what the vendor pays its own salespeople. Below it
 * the same ever shorter, for where it would not fit: without sources, then without what has ended.
 */
export function rulesFor(programme: Programme, roles: readonly PartnerRole[], today: CalendarDate): Programme[] {
  const long = addCalendarDays(today, -keptDays);
  const his = keeping(programme, (each) => isForRole(each, roles) && isKnown(each, today) && !endedBy(each, long));
  const whole: Programme = { ...his, commission: null };
  const unsourced = { ...whole, incentives: whole.incentives.map((each) => ({ ...each, source: null })) };
  return [whole, unsourced, keeping(unsourced, (each) => !endedBy(each, today))];
}

function isForRole({ requires, paidTo }: Incentive, roles: readonly PartnerRole[]): boolean {
  if (paidTo === 'distributor' && !roles.includes('Distributor')) return false;
  return requires.roles.length === 0 || requires.roles.some((role) => roles.includes(role));
}

function isKnown({ publishedOn }: Incentive, today: CalendarDate): boolean {
  return publishedOn === null || publishedOn <= today;
}

function endedBy({ effectiveUntil }: Incentive, day: CalendarDate): boolean {
  return effectiveUntil !== null && effectiveUntil <= day;
}

/** Names of what is left out go with it, so that what remains is a programme. */
function keeping(programme: Programme, isKept: (incentive: Incentive) => boolean): Programme {
  const kept = programme.incentives.filter(isKept);
  const ids = new Set(kept.map(({ id }) => id));
  const among = (names: readonly string[]) => names.filter((name) => ids.has(name));
  return {
    ...programme,
    incentives: kept.map((each) => ({ ...each, replaces: among(each.replaces), excludes: among(each.excludes) })),
    limits: programme.limits
      .map((limit) => ({ ...limit, incentives: among(limit.incentives) }))
      .filter(({ incentives }) => incentives.length > 0),
  };
}
