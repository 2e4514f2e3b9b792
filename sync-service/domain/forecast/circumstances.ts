/** A deal told as named circumstances, the words in which the forecast learns and explains. */
import { quantileSorted } from 'simple-statistics';
import { addCalendarDays, type CalendarDate } from '../time.ts';
import { ageOn, isClosed, stageOn, traits, type DealInSight, type PastDeal } from './past-deals.ts';

/** Where sizes and ages are cut into bands. */
export interface Bands {
  /** Month in which the fiscal year begins, 1 to 12. */
  fiscalYearStart: number;
  /** List values, ascending; each is the upper end of a band. */
  sizes: readonly number[];
  /** Days from opening to close, ascending. */
  ages: readonly number[];
}

/** Five bands of size, three of age, of as many deals each. */
export function bandsOf(deals: readonly PastDeal[], fiscalYearStart: number): Bands {
  const closed = deals.filter(isClosed);
  const sizes = closed.flatMap(({ list }) => list ?? []).sort((a, b) => a - b);
  const ages = closed.map((deal) => ageOn(deal, deal.closedOn)).sort((a, b) => a - b);
  const cuts = (sorted: readonly number[], shares: readonly number[]) =>
    sorted.length === 0 ? [] : [...new Set(shares.map((share) => quantileSorted([...sorted], share)))];
  return { fiscalYearStart, sizes: cuts(sizes, [0.2, 0.4, 0.6, 0.8]), ages: cuts(ages, [1 / 3, 2 / 3]) };
}

/** What is known of a deal whenever it closes. */
export function traitsOf(deal: DealInSight, { sizes }: Bands): string[] {
  return traits.flatMap((trait) => {
    if (trait === 'size') return deal.list === null ? [] : `size: ${band(deal.list, sizes)}`;
    const value = deal[trait];
    return value === null ? [] : `${trait}: ${value}`;
  });
}

/** How it would be if the deal, as it stands on a day, closed at an age. */
export function closingAt(deal: DealInSight, on: CalendarDate, age: number, bands: Bands): string[] {
  const stage = stageOn(deal, on);
  return [
    `closing: month ${monthOfQuarter(addCalendarDays(deal.openedOn, age), bands.fiscalYearStart)} of the quarter`,
    `days to close: ${band(age, bands.ages)}`,
    ...(stage === null ? [] : [`stage: ${stage}`]),
  ];
}

export function isTrait(circumstance: string): boolean {
  return traits.some((trait) => circumstance.startsWith(`${trait}: `));
}

function monthOfQuarter(date: CalendarDate, fiscalYearStart: number): number {
  return ((Number(date.slice(5, 7)) - fiscalYearStart + 12) % 3) + 1;
}

function band(value: number, cuts: readonly number[]): string {
  const cut = cuts.find((upTo) => value <= upTo);
  return cut === undefined ? `over ${cuts.at(-1) ?? 0}` : `up to ${cut}`;
}
