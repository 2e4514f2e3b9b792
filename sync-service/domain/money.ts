/** Amounts in the currency's own units. Rounded once, at the edge, half away from zero. */
import { Decimal } from 'decimal.js';

// Twenty digits, the default, would not hold a sixteen-digit amount times a six-digit rate.
Decimal.set({ precision: 40 });

export const ZERO = new Decimal(0);

/** ISO 4217 minor units other than two. */
const MINOR_UNITS: ReadonlyMap<string, number> = new Map([
  ...['BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'UYI', 'VND', 'VUV'].map(zero),
  ...['XAF', 'XOF', 'XPF'].map(zero),
  ...['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND'].map((code): [string, number] => [code, 3]),
  ['CLF', 4],
  ['UYW', 4],
]);

function zero(code: string): [string, number] {
  return [code, 0];
}

/** Decimal places of a currency: JPY 0, EUR 2, KWD 3; a code that is not listed has 2. */
export function minorUnits(currency: string): number {
  return MINOR_UNITS.get(currency.toUpperCase()) ?? 2;
}

/** To the currency's minor unit, half away from zero: EUR 0.125 is 0.13 and -0.125 is -0.13. */
export function roundMoney(amount: Decimal, currency: string): Decimal {
  return amount.toDecimalPlaces(minorUnits(currency), Decimal.ROUND_HALF_UP);
}

export function sum(amounts: readonly Decimal[]): Decimal {
  let total = ZERO;
  // An addition costs a good part of a microsecond, and most incentives count for one line of many.
  for (const amount of amounts) if (amount !== ZERO) total = total === ZERO ? amount : total.plus(amount);
  return total;
}

export function lesser(a: Decimal, b: Decimal): Decimal {
  return a.lte(b) ? a : b;
}

// Twenty-five digits tell sixteen-digit amounts apart; forty would take twice as long.
const Quotient = Decimal.clone({ precision: 25 });

/** `part` in percent of `whole`, to two places; null of nothing. */
export function percentOf(part: Decimal, whole: Decimal): Decimal | null {
  return whole.isZero() ? null : new Quotient(part).div(whole).times(100).toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
}
