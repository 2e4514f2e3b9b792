/** A forecast learned from one part of history and held against the part that followed. */
import { daysBetween, type CalendarDate } from '../time.ts';
import { bandsOf } from './circumstances.ts';
import { fitForecast, isTooLittle, type ForecastModel, type TooLittle } from './model.ts';
import { isClosed, knownOn, type ClosedDeal, type PastDeal } from './past-deals.ts';
import { fitPrice, isPriced, priceAtClose, type PriceAtClose } from './price-at-close.ts';
import { scoresOf, type ChanceScores, type Told } from './scores.ts';
import { chanceToWin, looksAt } from './winning.ts';

export interface IntervalScores {
  /** The share of deals won whose price lay within the interval. */
  coverage: number;
  /** The mean width of the interval, as a share of list. */
  width: number;
}

export interface Scores {
  chances: ChanceScores | TooLittle;
  intervals: IntervalScores | TooLittle;
}

export interface Evaluation {
  model: ForecastModel;
  /** How the forecast did, and how one did that gives every deal the share won in training and the same interval. */
  scores: { model: Scores; base: Scores };
  /** The days from which deals were looked at, and by which their ends are known. */
  from: CalendarDate;
  until: CalendarDate;
  /** Deals of the test that were looked at, how often in all, and those of them won with a known price. */
  deals: number;
  looks: number;
  won: number;
  /** Deals of the test that say nothing: still open, or closed before the training data end. */
  open: number;
  tooEarly: number;
}

/**
 * Each closed deal of the test is looked at on the day it was opened, or, if that was earlier, on the last day of the
 * training data, and again 30, 60, 90 … days later while it is open; its looks count as one deal. The chance asked for
 * is that of winning, given a close by the last day of the test, since later ends are not in it.
 */
export function evaluate(train: readonly PastDeal[], test: readonly PastDeal[], fiscalYearStart = 1): Evaluation {
  const closedTrain = train.filter(isClosed);
  const asOf = latest(closedTrain.map(({ closedOn }) => closedOn));
  const from = latest(closedTrain.map(({ openedOn }) => openedOn));
  const until = latest(test.flatMap(({ openedOn, closedOn }) => [openedOn, closedOn ?? openedOn]));
  const model = fitForecast(train, asOf, fiscalYearStart);
  const closed = test.filter(isClosed);
  const seen = closed.filter(({ closedOn }) => closedOn > from);
  const looks = seen.flatMap((deal) => {
    const on = looksAt(deal, deal.openedOn > from ? deal.openedOn : from);
    return on.map((day) => ({ deal, day, weight: 1 / on.length }));
  });
  const tell = (chance: (deal: ClosedDeal, on: CalendarDate) => number): Told[] =>
    looks.map(({ deal, day, weight }) => ({ chance: chance(deal, day), happened: deal.won, weight }));
  const { winning, price, bands } = model;
  const won = seen.filter(isPriced);
  const baseRate = closedTrain.filter((deal) => deal.won).length / closedTrain.length;
  const priced = knownOn(train, asOf).filter(isPriced);
  return {
    model,
    scores: {
      model: {
        chances: isTooLittle(winning)
          ? winning
          : scoresOf(tell((deal, on) => chanceToWin(winning, deal, on, bands, daysBetween(on, until)))),
        intervals: isTooLittle(price) ? price : intervalScores(price, won, model),
      },
      base: {
        chances: isTooLittle(winning) ? winning : scoresOf(tell(() => baseRate)),
        intervals: isTooLittle(price)
          ? price
          : intervalScores(fitPrice(priced, bandsOf(train, fiscalYearStart), false), won, model),
      },
    },
    ...{ from, until, deals: seen.length, looks: looks.length, won: won.length },
    open: test.length - closed.length,
    tooEarly: closed.length - seen.length,
  };
}

function intervalScores(
  price: PriceAtClose,
  won: readonly (PastDeal & { priceToList: number })[],
  { bands }: ForecastModel,
): IntervalScores {
  const intervals = won.map((deal) => ({ ...priceAtClose(price, deal, bands), at: deal.priceToList }));
  return {
    coverage: intervals.filter(({ low, high, at }) => low <= at && at <= high).length / intervals.length,
    width: intervals.reduce((sum, { low, high }) => sum + (high - low), 0) / intervals.length,
  };
}

function latest(days: readonly CalendarDate[]): CalendarDate {
  return days.reduce((last, day) => (day > last ? day : last), '0000-01-01');
}
