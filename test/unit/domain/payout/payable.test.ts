import { describe, expect, it } from '@jest/globals';
import { postings } from '../../../../sync-service/domain/payout/accrue.ts';
import { becomePayable, type Delivered } from '../../../../sync-service/domain/payout/payable.ts';
import type { LedgerEntry } from '../../../../sync-service/domain/payout/ledger.ts';
import { balance, earns, entry, money, on } from './entries.ts';

const invoice = (part: string, document = 'invoice 4711'): Delivered => ({
  dealId: 'deal-1',
  lineId: 'line-1',
  part: money(part),
  on: '2026-08-01',
  document,
});
const move = (posted: LedgerEntry[], delivered: Delivered, date = '2026-08-01') =>
  becomePayable(posted, delivered, () => 30, on(date));
const inShort = (entries: LedgerEntry[]) =>
  entries.map(({ kind, amount, base, payableFrom }) => `${kind} ${amount} ${base} ${payableFrom}`);

describe('a provisional accrual', () => {
  it('is moved to payable by an invoice, thirty days after it', () => {
    const moved = move([entry()], invoice('1'));
    expect(inShort(moved)).toEqual(['settlement -50 -1000 null', 'settlement 50 1000 2026-08-31']);
    expect(moved.map(({ reverses }) => reverses)).toEqual([entry().key, null]);
    expect(new Set(moved.map(({ key }) => key)).size).toBe(2);
  });
  it('is moved once', () => {
    const ledger = [entry(), ...move([entry()], invoice('1'))];
    expect(move(ledger, invoice('1'))).toEqual([]);
  });
  it('is moved in thirds without losing a cent', () => {
    let ledger = [entry({ amount: money('100') })];
    ledger = [...ledger, ...move(ledger, invoice('0.333333', 'a'))];
    ledger = [...ledger, ...move(ledger, invoice('0.666667', 'b'))];
    ledger = [...ledger, ...move(ledger, invoice('1', 'c'))];
    const payable = ledger.filter(({ payableFrom }) => payableFrom !== null).map(({ amount }) => amount.toFixed(2));
    expect(payable).toEqual(['33.33', '33.34', '33.33']);
    expect(balance(ledger)).toBe('100.00');
  });
  it('of another line or deal stays provisional', () => {
    expect(move([entry({ lineId: 'line-2' })], invoice('1'))).toEqual([]);
    expect(move([entry({ dealId: 'deal-2' })], invoice('1'))).toEqual([]);
  });
  it('is moved with all lines where the invoice is for the deal', () => {
    const lines = [entry(), entry({ lineId: 'line-2', key: 'other' })];
    expect(move(lines, { ...invoice('1'), lineId: null })).toHaveLength(4);
  });
  it('that became payable is taken back from both halves when the deal is reopened', () => {
    const ledger = [entry(), ...move([entry()], invoice('0.6'))];
    const back = postings([], ledger, 'reopened 2', on('2026-09-01'));
    expect(inShort(back)).toEqual(['reversal -30 -600 2026-08-31', 'reversal -20 -400 null']);
    expect(balance([...ledger, ...back])).toBe('0.00');
  });
  it('that was invoiced can still grow or shrink by the cause that first accrued it', () => {
    const ledger = [entry(), ...move([entry()], invoice('1'))];
    expect(inShort(postings([earns('70')], ledger, 'won 1', on('2026-09-01')))).toEqual(['adjustment 20 1400 null']);
    expect(inShort(postings([earns('30')], ledger, 'won 1', on('2026-09-01')))).toEqual([
      'reversal -20 -400 2026-08-31',
    ]);
  });
  it('that grew after its invoice is provisional for what was added', () => {
    const ledger = [entry(), ...move([entry()], invoice('1'))];
    const grown = [...ledger, ...postings([earns('70')], ledger, 'line changed', on('2026-09-01'))];
    expect(inShort(grown.slice(3))).toEqual(['adjustment 20 1400 null']);
    expect(inShort(move(grown, invoice('1', 'invoice 4712'), '2026-09-02'))).toEqual([
      'settlement -20 null null',
      'settlement 20 null 2026-08-31',
    ]);
  });
});
