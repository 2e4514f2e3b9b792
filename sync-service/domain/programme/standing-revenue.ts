/** What was won with a partner, in the programme's currency. */
import type { Decimal } from 'decimal.js';
import type { Id } from '../deal.ts';
import { termsOn } from '../margin/terms.ts';
import { sum, ZERO } from '../money.ts';
import { familyKey } from '../product-family.ts';
import { addMonths, type CalendarDate } from '../time.ts';
import type { Programme } from './schema.ts';
import type { WonDeal } from './standing-facts.ts';

/** Deals that count for nothing, since no exchange rate of their day is known; by their currency. */
export type LeftOut = readonly { currency: string; deals: number; amount: Decimal }[];

export interface Won {
  /** In the programme's currency. */
  deals: readonly WonDeal[];
  /** Those without an exchange rate, as they are. */
  without: readonly WonDeal[];
}

/**
 * Deals with their lines in the programme's currency, each line by the latest dated rate of the day it was won and
 * rounded by the programme's rule.
 */
export function inProgrammeCurrency(deals: readonly WonDeal[], programme: Programme): Won {
  const exchanged = deals.map((deal) => ({ deal, lines: exchangedLines(deal, programme) }));
  const { currency } = programme;
  return {
    deals: exchanged.flatMap(({ deal, lines }) => (lines === null ? [] : { ...deal, lines, currency })),
    without: exchanged.flatMap(({ deal, lines }) => (lines === null ? deal : [])),
  };
}

export function leftOutOf(without: readonly WonDeal[]): LeftOut {
  return [...Map.groupBy(without, ({ currency }) => currency)]
    .map(([currency, of]) => ({
      currency,
      deals: of.length,
      amount: sum(of.flatMap(({ lines }) => lines.map(({ amount }) => amount))),
    }))
    .sort((a, b) => (a.currency < b.currency ? -1 : 1));
}

function exchangedLines({ lines, currency, wonOn }: WonDeal, programme: Programme): WonDeal['lines'] | null {
  if (currency === programme.currency) return lines;
  const { exchange } = termsOn(programme, wonOn, currency);
  if (exchange === null) return null;
  const { round } = termsOn(programme, wonOn, programme.currency);
  return lines.map(({ family, amount }) => ({ family, amount: round(amount.div(exchange.rate)) }));
}

/** Won in the twelve months that end with this day, the day itself included. */
export function wonInTwelveMonths(deals: readonly WonDeal[], on: CalendarDate): WonDeal[] {
  const after = addMonths(on, -12);
  return deals.filter(({ wonOn }) => after < wonOn && wonOn <= on);
}

/** The sum of the lines of these families; of all where none is named. */
export function revenueOf(deals: readonly WonDeal[], families: readonly string[]): Decimal {
  const wanted = new Set(families.map(familyKey));
  const lines = deals.flatMap((deal) => deal.lines);
  const counted =
    wanted.size === 0 ? lines : lines.filter(({ family }) => family !== null && wanted.has(familyKey(family)));
  return counted.reduce((total, { amount }) => total.plus(amount), ZERO);
}

export function customersOf(deals: readonly WonDeal[]): number {
  return new Set(deals.flatMap(({ customerId }): Id[] => (customerId === null ? [] : [customerId]))).size;
}
