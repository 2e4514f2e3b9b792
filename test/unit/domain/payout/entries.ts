/** One partner's deal of 1,000.00 at 5 %, as the tests of the ledger tell it. */
import { Decimal } from 'decimal.js';
import type { EarnedLine } from '../../../../sync-service/domain/payout/accrue.ts';
import type { LedgerEntry } from '../../../../sync-service/domain/payout/ledger.ts';

export const money = (text: string) => new Decimal(text);
export const on = (date: string) => Date.parse(`${date}T12:00:00Z`);

export function earns(amount: string, over: Partial<EarnedLine> = {}): EarnedLine {
  return {
    partnerId: 'corvus',
    dealId: 'deal-1',
    lineId: 'line-1',
    incentive: 'base-rebate',
    version: 1,
    period: '2026-Q3',
    amount: money(amount),
    currency: 'EUR',
    base: money(amount).times(20),
    rate: money('0.05'),
    exchangeRate: null,
    payableFrom: null,
    ...over,
  };
}

export function entry(over: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    key: 'corvus|deal-1|line-1|base-rebate@1|2026-Q3|accrual|won 1',
    partnerId: 'corvus',
    dealId: 'deal-1',
    lineId: 'line-1',
    incentive: 'base-rebate@1',
    period: '2026-Q3',
    kind: 'accrual',
    cause: 'won 1',
    amount: money('50'),
    currency: 'EUR',
    base: money('1000'),
    rate: money('0.05'),
    exchangeRate: null,
    postedAt: on('2026-07-10'),
    payableFrom: null,
    reverses: null,
    explanation: { code: 'accrual', args: {} },
    ...over,
  };
}

/** The entries in short: kind, amount and cause. */
export function inShort(entries: readonly LedgerEntry[]): string[] {
  return entries.map(({ kind, amount, cause }) => `${kind} ${amount.toFixed(2)} ${cause}`);
}

export function balance(entries: readonly LedgerEntry[]): string {
  return Decimal.sum(0, ...entries.map(({ amount }) => amount)).toFixed(2);
}
