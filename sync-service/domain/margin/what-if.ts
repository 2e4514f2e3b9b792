/** What would raise a deal's margin, and by how much: the engine run again with one thing changed. */
import type { Decimal } from 'decimal.js';
import type { Waterfall } from '../assessment.ts';
import { competenciesInForce } from '../programme/levels.ts';
import type { Programme } from '../programme/schema.ts';
import { addCalendarDays, inForce, type CalendarDate } from '../time.ts';
import type { PricedDeal } from './priced-deal.ts';
import { waterfall } from './waterfall.ts';

export type Change =
  | { kind: 'registration' }
  | { kind: 'level'; level: string; name: string }
  | { kind: 'competency'; competency: string; name: string }
  /** Closed no later than this day, before terms change for the worse. */
  | { kind: 'earlier close'; by: CalendarDate };

export interface Raise {
  change: Change;
  /** More margin for the partner from this change alone. Amounts of several changes do not add up. */
  amount: Decimal;
  partnerMargin: Decimal;
}

/**
 * Every single change that leaves the partner more on this deal: registering it, the next level, each competency that
 * the programme pays for and he lacks, an earlier close. The largest first.
 * @param on the day whose terms hold, for an open deal the day it is expected to close
 * @param today the earliest day on which it could close
 */
export function whatWouldRaise(deal: PricedDeal, programme: Programme, on: CalendarDate, today = on): Raise[] {
  const now = waterfall(deal, programme, on);
  const raises = [
    ...withRegistration(deal, programme, on),
    ...withNextLevel(deal, programme, on),
    ...withCompetencies(deal, programme, on),
    ...withEarlierClose(deal, programme, on, today),
  ].map(({ change, result }): Raise => ({
    change,
    amount: result.partnerMargin.minus(now.partnerMargin),
    partnerMargin: result.partnerMargin,
  }));
  return raises.filter(({ amount }) => amount.gt(0)).sort((a, b) => b.amount.cmp(a.amount));
}

interface Tried {
  change: Change;
  result: Waterfall;
}

function withRegistration(deal: PricedDeal, programme: Programme, on: CalendarDate): Tried[] {
  if (deal.registered) return [];
  const circumstances = { ...deal.circumstances, registeredOn: deal.circumstances?.registeredOn ?? on };
  const result = waterfall({ ...deal, registered: true, circumstances }, programme, on);
  return [{ change: { kind: 'registration' }, result }];
}

function withNextLevel(deal: PricedDeal, programme: Programme, on: CalendarDate): Tried[] {
  const levels = programme.levels.filter((level) => inForce(level, on));
  const rank = levels.find((level) => level.key === deal.partner.level)?.rank ?? -1;
  const next = levels.filter((level) => level.rank > rank).sort((a, b) => a.rank - b.rank)[0];
  if (next === undefined) return [];
  const result = waterfall({ ...deal, partner: { ...deal.partner, level: next.key } }, programme, on);
  return [{ change: { kind: 'level', level: next.key, name: next.name }, result }];
}

function withCompetencies(deal: PricedDeal, programme: Programme, on: CalendarDate): Tried[] {
  const held = competenciesInForce(deal.partner, on);
  const paidFor = new Set(
    programme.incentives.flatMap(({ requires }) => [...requires.competencies, ...requires.anyCompetency]),
  );
  return [...paidFor]
    .filter((key) => !held.has(key))
    .sort()
    .map((key) => {
      const competencies = [...deal.partner.competencies, { key, validFrom: null, validUntil: null }];
      const result = waterfall({ ...deal, partner: { ...deal.partner, competencies } }, programme, on);
      const name = programme.competencies.find((each) => each.key === key)?.name ?? key;
      return { change: { kind: 'competency', competency: key, name }, result };
    });
}

function withEarlierClose(deal: PricedDeal, programme: Programme, on: CalendarDate, today: CalendarDate): Tried[] {
  const ends = [
    ...programme.incentives.map((each) => each.effectiveUntil),
    ...programme.limits.map((each) => each.effectiveFrom),
    ...programme.incentives.map((each) => each.effectiveFrom),
    ...deal.partner.competencies.map((each) => each.validUntil),
  ].filter((end) => end !== null && end > today && end <= on);
  return [...new Set(ends)].sort().map((end) => {
    const by = addCalendarDays(end as CalendarDate, -1);
    const circumstances = { ...deal.circumstances, closesOn: by };
    return { change: { kind: 'earlier close', by }, result: waterfall({ ...deal, circumstances }, programme, by) };
  });
}
