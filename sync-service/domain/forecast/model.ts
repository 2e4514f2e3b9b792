/** The forecast of a vendor: learned from its closed deals, kept as a value that can be written down and read again. */
import { fingerprint } from '../payout/ledger.ts';
import type { CalendarDate } from '../time.ts';
import { bandsOf, type Bands } from './circumstances.ts';
import { isClosed, knownOn, type ClosedDeal, type DealInSight, type PastDeal } from './past-deals.ts';
import { fitPrice, isPriced, priceAtClose, type PriceAtClose, type PriceInterval } from './price-at-close.ts';
import { chanceToWin, fitWinning, type Winning } from './winning.ts';

export interface ForecastModel {
  /** The day up to which it learned, and a fingerprint of what it learned. */
  version: string;
  asOf: CalendarDate;
  /** Closed deals learned from. */
  closed: number;
  bands: Bands;
  winning: Winning | TooLittle;
  price: PriceAtClose | TooLittle;
}

/** Nothing is forecast from a handful of deals. */
export interface TooLittle {
  kind: 'too little history';
  /** Of what there is too little, how much there is, and how much it takes. */
  of: 'closed deals' | 'deals won' | 'deals lost' | 'months of a quarter with closes' | 'won deals with a price';
  have: number;
  needed: number;
}

export interface Forecast {
  /** Of the model; the forecast can be told again from it. */
  version: string;
  /** The chance that the deal is won, 0 to 1. */
  chanceToWin: number | TooLittle;
  /** The price at close against list, with the interval that holds four of five deals. */
  price: PriceInterval | TooLittle;
}

/** A quarter's months end so differently that one of them tells nothing about the others. */
const needed = { closed: 100, ofEach: 20, months: 2, priced: 50 } as const;

/**
 * Learns from history as it was known on a day.
 * @param fiscalYearStart month in which the fiscal year begins, 1 to 12
 */
export function fitForecast(history: readonly PastDeal[], asOf: CalendarDate, fiscalYearStart = 1): ForecastModel {
  // In one order, so that the same deals give the same version to the last digit.
  const deals = knownOn(history, asOf).sort((a, b) => (a.id < b.id ? -1 : 1));
  const closed = deals.filter(isClosed);
  const priced = closed.filter(isPriced);
  const bands = bandsOf(deals, fiscalYearStart);
  const learned = {
    asOf,
    closed: closed.length,
    bands,
    winning: lacking(closed) ?? fitWinning(deals, asOf, bands),
    price: tooLittle('won deals with a price', priced.length, needed.priced) ?? fitPrice(priced, bands),
  };
  return { version: `${asOf}.${fingerprint(JSON.stringify(learned)).slice(0, 12)}`, ...learned };
}

/** What is to be expected of an open deal as it stands on a day. */
export function forecastOf(
  { version, winning, price, bands }: ForecastModel,
  deal: DealInSight,
  on: CalendarDate,
): Forecast {
  return {
    version,
    chanceToWin: isTooLittle(winning) ? winning : chanceToWin(winning, deal, on, bands),
    price: isTooLittle(price) ? price : priceAtClose(price, deal, bands),
  };
}

export function isTooLittle(answer: unknown): answer is TooLittle {
  return typeof answer === 'object' && answer !== null && 'kind' in answer && answer.kind === 'too little history';
}

function lacking(closed: readonly ClosedDeal[]): TooLittle | null {
  const won = closed.filter((deal) => deal.won).length;
  const months = new Set(closed.map(({ closedOn }) => Number(closedOn.slice(5, 7)) % 3));
  return (
    tooLittle('closed deals', closed.length, needed.closed) ??
    tooLittle('deals won', won, needed.ofEach) ??
    tooLittle('deals lost', closed.length - won, needed.ofEach) ??
    tooLittle('months of a quarter with closes', months.size, needed.months)
  );
}

function tooLittle(of: TooLittle['of'], have: number, enough: number): TooLittle | null {
  return have < enough ? { kind: 'too little history', of, have, needed: enough } : null;
}
