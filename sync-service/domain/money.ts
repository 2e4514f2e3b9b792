import { Decimal } from 'decimal.js';

const minorUnits: Record<string, number> = {
  BHD: 3,
  CLP: 0,
  IQD: 3,
  ISK: 0,
  JOD: 3,
  JPY: 0,
  KRW: 0,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  PYG: 0,
  RWF: 0,
  TND: 3,
  UGX: 0,
  VND: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
};

export const zero = new Decimal(0);

/** Rounds to the currency's minor unit, half away from zero. ISO 4217; a currency not listed has two places. */
export function round(amount: Decimal, currency: string): Decimal {
  return amount.toDecimalPlaces(minorUnits[currency] ?? 2, Decimal.ROUND_HALF_UP);
}

export function sum(amounts: readonly Decimal[]): Decimal {
  return amounts.reduce((total, amount) => total.plus(amount), zero);
}

/** A share in percent, to two places; null where the whole is zero. */
export function percentOf(part: Decimal, whole: Decimal): Decimal | null {
  return whole.isZero() ? null : part.div(whole).times(100).toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
}
