/** When deals close: a life table by age, which learns from open deals as well as from closed ones. */
import { quantileSorted } from 'simple-statistics';
import { daysBetween, type CalendarDate } from '../time.ts';
import { ageOn, isClosed, type PastDeal } from './past-deals.ts';

export interface ClosingTimes {
  /** Days a step lasts. */
  stepDays: number;
  /** For each step of age, the share of the deals still open at its beginning that close within it. */
  hazards: readonly number[];
}

const steps = 60;

/**
 * The actuary's life table. A deal counts as under observation from its opening or from the first recorded close,
 * whichever is later (of deals opened earlier those closed before are missing from the records, and only the slow ones
 * remain), until it closed or until `asOf`.
 */
export function closingTimes(deals: readonly PastDeal[], asOf: CalendarDate): ClosingTimes {
  const closed = deals.filter(isClosed);
  const firstClose = closed.reduce((first, { closedOn }) => (closedOn < first ? closedOn : first), asOf);
  const lives = closed.map((deal) => ageOn(deal, deal.closedOn)).sort((a, b) => a - b);
  const longest = lives.length === 0 ? 0 : quantileSorted(lives, 0.99);
  const stepDays = Math.max(1, Math.ceil((longest + 1) / steps));
  const [atRisk, closings] = [new Array<number>(steps).fill(0), new Array<number>(steps).fill(0)];
  const step = (age: number) => Math.min(steps - 1, Math.floor(age / stepDays));
  for (const deal of deals) {
    const last = ageOn(deal, deal.closedOn ?? asOf);
    const entry = Math.max(0, daysBetween(deal.openedOn, firstClose));
    if (last < entry) continue;
    for (let k = step(entry); k <= step(last); k += 1) atRisk[k] = (atRisk[k] ?? 0) + 1;
    if (deal.closedOn !== null) closings[step(last)] = (closings[step(last)] ?? 0) + 1;
  }
  return { stepDays, hazards: closings.map((count, k) => share(count, atRisk[k] ?? 0)) };
}

function share(count: number, of: number): number {
  return of === 0 ? 0 : count / of;
}

/**
 * With what chance a deal of an age closes at each later age, up to a horizon in days from now; the chances add up to
 * one, since only deals that do close are asked about. One older than any in the table closes at once, as it were.
 */
export function chancesToClose(
  { stepDays, hazards }: ClosingTimes,
  age: number,
  horizon: number,
): { age: number; chance: number }[] {
  const first = Math.floor(age / stepDays);
  const last = Math.min(hazards.length - 1, Math.floor((age + horizon) / stepDays));
  const chances: { age: number; chance: number }[] = [];
  let [open, sum] = [1, 0];
  for (let k = first; k <= last; k += 1) {
    const chance = open * (hazards[k] ?? 0);
    open -= chance;
    sum += chance;
    // The middle of the step, within what is still to come and within the horizon.
    const middle = k * stepDays + Math.floor((stepDays - 1) / 2);
    if (chance > 0) chances.push({ age: Math.min(age + horizon, Math.max(age, middle)), chance });
  }
  if (sum === 0) return [{ age: age + Math.min(horizon, stepDays), chance: 1 }];
  return chances.map((one) => ({ ...one, chance: one.chance / sum }));
}
