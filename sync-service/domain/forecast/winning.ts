/**
 * The chance that an open deal is won: over all days on which it may close, the chance that it closes then, times the
 * chance that a deal closing then is won. Vendors win more at the end of a quarter, and deals of a recent quarter that
 * are closed already are the quick ones; taking the two apart keeps either from passing for the other.
 */
import { addCalendarDays, daysBetween, type CalendarDate } from '../time.ts';
import { closingAt, isTrait, traitsOf, type Bands } from './circumstances.ts';
import { chancesToClose, closingTimes, type ClosingTimes } from './closing-times.ts';
import { chance, logisticEffects, predicted, type Effects } from './effects.ts';
import { ageOn, isClosed, knownOn, type ClosedDeal, type DealInSight, type PastDeal } from './past-deals.ts';

export interface Winning {
  times: ClosingTimes;
  effects: Effects;
  /** How strongly effects of traits were drawn to nothing; null where they were left out, since they told nothing. */
  penalty: number | null;
}

/** Ages in days at which a deal still open is looked at. */
const lookedAt = [0, 30, 60, 90, 120, 180, 270, 365];

/** When and at which stage is told by every deal of a kind, and needs little to hold it. */
const closingPenalty = 1;
const penalties = [300, 100, 30, 10] as const;

export function fitWinning(deals: readonly PastDeal[], asOf: CalendarDate, bands: Bands): Winning {
  return winningWith(bestPenalty(deals, asOf, bands), deals, asOf, bands);
}

function winningWith(penalty: number | null, deals: readonly PastDeal[], asOf: CalendarDate, bands: Bands): Winning {
  const observations = deals.filter(isClosed).flatMap((deal) => {
    const looks = looksAt(deal, deal.openedOn);
    const age = ageOn(deal, deal.closedOn);
    return looks.map((on) => ({
      circumstances: [...closingAt(deal, on, age, bands), ...(penalty === null ? [] : traitsOf(deal, bands))],
      outcome: deal.won ? 1 : 0,
      weight: 1 / looks.length,
    }));
  });
  const effects = logisticEffects(observations, (name) => (isTrait(name) ? (penalty ?? Infinity) : closingPenalty));
  return { times: closingTimes(deals, asOf), effects, penalty };
}

/** Days on which a deal is looked at from `since` on, as long as it is open: at once, then at rounder ages. */
export function looksAt(deal: ClosedDeal, since: CalendarDate): CalendarDate[] {
  return [
    ...new Set(
      lookedAt.flatMap((days) => {
        const on = addCalendarDays(since, days);
        return days === 0 || on < deal.closedOn ? on : [];
      }),
    ),
  ];
}

/**
 * The chance to win of a deal as it stands on a day.
 * @param horizonDays asks only about deals that close within so many days
 */
export function chanceToWin(
  { times, effects }: Winning,
  deal: DealInSight,
  on: CalendarDate,
  bands: Bands,
  horizonDays = Infinity,
): number {
  const known = traitsOf(deal, bands);
  return chancesToClose(times, ageOn(deal, on), horizonDays).reduce(
    (sum, closing) =>
      sum + closing.chance * chance(predicted(effects, [...known, ...closingAt(deal, on, closing.age, bands)])),
    0,
  );
}

/**
 * Traits are taken in only where they made past forecasts better: the history is cut at several days, what was known by
 * then forecasts what came next, and the gain must be clear of chance.
 */
function bestPenalty(deals: readonly PastDeal[], asOf: CalendarDate, bands: Bands): number | null {
  const cuts = cutsOf(deals, asOf);
  let best: number | null = null;
  let losses = lossesWith(null, deals, cuts, bands);
  for (const penalty of penalties) {
    const other = lossesWith(penalty, deals, cuts, bands);
    const gains = losses.map((loss, i) => loss - (other[i] ?? 0));
    const mean = average(gains);
    const error = Math.sqrt(average(gains.map((gain) => (gain - mean) ** 2)) / Math.max(1, gains.length));
    if (gains.length > 0 && mean > error) [best, losses] = [penalty, other];
  }
  return best;
}

interface Cut {
  at: CalendarDate;
  until: CalendarDate;
}

function cutsOf(deals: readonly PastDeal[], asOf: CalendarDate): Cut[] {
  const closes = deals.flatMap(({ closedOn }) => closedOn ?? []).sort();
  const at = [0.4, 0.6, 0.8].flatMap((share) => closes[Math.floor(share * closes.length)] ?? []);
  return at.map((day, i) => ({ at: day, until: at[i + 1] ?? asOf }));
}

/** The log loss of each deal that closed between a cut and the next. */
function lossesWith(penalty: number | null, deals: readonly PastDeal[], cuts: readonly Cut[], bands: Bands): number[] {
  return cuts.flatMap(({ at, until }) => {
    const winning = winningWith(penalty, knownOn(deals, at), at, bands);
    const next = deals.filter(isClosed).filter(({ closedOn }) => at < closedOn && closedOn <= until);
    return next.map((deal) => {
      const on = deal.openedOn > at ? deal.openedOn : at;
      const p = chanceToWin(winning, deal, on, bands, daysBetween(on, until));
      return -Math.log(Math.max(1e-6, deal.won ? p : 1 - p));
    });
  });
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
