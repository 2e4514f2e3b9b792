/** The forecast of a vendor: learned from its closed deals, kept as a value that can be written down and read again. */
import { fingerprint } from '../payout/ledger.ts';
import type { CalendarDate } from '../time.ts';
import { bandsOf, type Bands } from './circumstances.ts';
import { isClosed, knownOn, type DealInSight, type PastDeal } from './past-deals.ts';
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
  /** Deals there are, and deals it takes. */
  deals: number;
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

/** Deals closed before a chance is told, and of them won and lost at least a fifth; deals won before an interval is. */
const needed = { closed: 100, ofEach: 20, won: 50 } as const;

/**
 * Learns from history as it was known on a day.
 * @param fiscalYearStart month in which the fiscal year begins, 1 to 12
 */
export function fitForecast(history: readonly PastDeal[], asOf: CalendarDate, fiscalYearStart = 1): ForecastModel {
  const deals = knownOn(history, asOf);
  const closed = deals.filter(isClosed);
  const won = closed.filter(isPriced);
  const wins = closed.filter((deal) => deal.won).length;
  const rarer = Math.min(wins, closed.length - wins);
  const bands = bandsOf(deals, fiscalYearStart);
  const learned = {
    asOf,
    closed: closed.length,
    bands,
    winning:
      closed.length < needed.closed
        ? tooLittle(closed.length, needed.closed)
        : rarer < needed.ofEach
          ? tooLittle(rarer, needed.ofEach)
          : fitWinning(deals, asOf, bands),
    price: won.length < needed.won ? tooLittle(won.length, needed.won) : fitPrice(won, bands),
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

function tooLittle(deals: number, of: number): TooLittle {
  return { kind: 'too little history', deals, needed: of };
}
