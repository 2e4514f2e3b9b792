/** What the ledger holds for a partner. */
import type { Decimal } from 'decimal.js';
import { ZERO } from '../money.ts';
import { earned, type LedgerEntry } from '../payout/ledger.ts';

/** Of one currency. Provisional and payable are what is still to come; the three together are all he earned. */
export interface Rebates {
  currency: string;
  /** Accrued, and payable only by an invoice, a report of sale or the end of the period. */
  provisional: Decimal;
  /** Payable, now or from a day that is fixed, less what was paid. */
  payable: Decimal;
  paid: Decimal;
}

/** By currency, in the order of their codes. */
export function rebatesOf(ledger: readonly LedgerEntry[]): Rebates[] {
  return [...Map.groupBy(ledger, ({ currency }) => currency)]
    .map(([currency, entries]): Rebates => {
      const provisional = earned(entries.filter(({ payableFrom }) => payableFrom === null));
      const paid = entries.reduce(
        (total, { kind, amount }) => (kind === 'payment' ? total.minus(amount) : total),
        ZERO,
      );
      return { currency, provisional, payable: earned(entries).minus(provisional).minus(paid), paid };
    })
    .sort((a, b) => (a.currency < b.currency ? -1 : 1));
}
