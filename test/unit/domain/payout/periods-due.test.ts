/** Periods that ended, settled from what a partner won. Corvus bought for 60,000 in the second quarter of 2026. */
import { describe, expect, it } from '@jest/globals';
import { settlementsDue } from '../../../../sync-service/domain/payout/periods-due.ts';
import type { PartnerFacts, WonDeal } from '../../../../sync-service/domain/programme/standing-facts.ts';
import { programmeOf } from '../programme-of.ts';
import { balance, inShort, money } from './entries.ts';

const programme = programmeOf([
  {
    ...{ id: 'volume', kind: 'rebate', base: 'period purchases', period: 'quarter', bands: 'whole' },
    tiers: [
      { from: 50_000, below: 100_000, rate: '2%' },
      { from: 100_000, rate: '3%' },
    ],
  },
]);

const won = (id: string, wonOn: string, amount: string): WonDeal => ({
  id,
  customerId: '001nordwind',
  currency: 'EUR',
  wonOn,
  registered: true,
  specialPrice: false,
  lines: [{ family: 'Storage', amount: money(amount) }],
});

const facts = (own: Partial<PartnerFacts> = {}): PartnerFacts => ({
  partner: { id: 'corvus', name: 'Corvus', level: 'silver', roles: ['Reseller'] },
  competencies: [],
  won: [won('d1', '2026-04-01', '40000'), won('d2', '2026-06-30', '20000')],
  wonFrom: '2024-01-01',
  open: [],
  unpriced: 0,
  unreadable: 0,
  ledger: [],
  acceptedOn: null,
  ...own,
});

const due = (day: string, own: Partial<PartnerFacts> = {}, begins: string | null = '2026-01-01', of = programme) =>
  settlementsDue(facts(own), of, { at: Date.parse(`${day}T12:00:00Z`), timeZone: 'UTC', begins });

describe('A period that ended', () => {
  it('is not settled on its last day, and is on the next', () => {
    expect(due('2026-06-30')).toEqual([]);
    const settled = due('2026-07-01');
    expect(settled.map(({ period, amount }) => [period, amount.toFixed(2)])).toEqual([['2026-Q2', '1200.00']]);
  });

  it('is settled once: asked again with what was posted, nothing is due', () => {
    expect(due('2026-07-02', { ledger: due('2026-07-01') })).toEqual([]);
  });

  it('takes a late correction as a difference, up to the ninetieth day', () => {
    const ledger = due('2026-07-01');
    // A deal of 50,000 turns up in June: 110,000 at 3 % are 3,300, of which 1,200 stand in the ledger.
    const corrected = { ledger, won: [...facts().won, won('d3', '2026-06-15', '50000')] };
    const late = due('2026-09-28', corrected);
    expect(balance([...ledger, ...late])).toBe('3300.00');
    expect(inShort(late).length).toBeGreaterThan(0);
    expect(due('2026-09-29', corrected)).toEqual([]);
  });

  it('takes back what a deal that is no longer won had earned', () => {
    const ledger = due('2026-07-01');
    const left = due('2026-07-20', { ledger, won: [won('d1', '2026-04-01', '40000')] });
    expect(balance([...ledger, ...left])).toBe('0.00');
  });

  it('is left to whatever was there before, where it began before the ledger', () => {
    expect(due('2026-07-01', {}, '2026-04-01')).toHaveLength(1);
    expect(due('2026-07-01', {}, '2026-04-02')).toEqual([]);
    expect(due('2026-07-01', {}, null)).toEqual([]);
  });

  it('is not settled by purchases that are not all known', () => {
    expect(due('2026-07-01', { wonFrom: '2026-04-02' })).toEqual([]);
    expect(due('2026-07-01', { wonFrom: '2025-01-01' })).toHaveLength(1);
  });

  it('is settled by the level held when it was first settled, not by one given since', () => {
    const byLevel = programmeOf([
      {
        ...{ id: 'growth', kind: 'rebate', base: 'period purchases', period: 'quarter' },
        tiers: [
          { level: 'silver', rate: '1%' },
          { level: 'gold', rate: '5%' },
        ],
      },
    ]);
    const ledger = due('2026-07-01', {}, '2026-01-01', byLevel);
    expect(balance(ledger)).toBe('600.00');
    const risen = { ledger, partner: { ...facts().partner, level: 'gold' } };
    expect(due('2026-07-15', risen, '2026-01-01', byLevel)).toEqual([]);
  });

  it('is settled by no level, where he held none when it was first settled', () => {
    const byLevel = programmeOf([
      { id: 'volume', kind: 'rebate', base: 'period purchases', period: 'quarter', rate: '2%' },
      {
        ...{ id: 'for-gold', kind: 'rebate', base: 'period purchases', period: 'quarter', rate: '5%' },
        requires: { levels: ['gold'] },
      },
    ]);
    const at = (level: string | null) => ({ partner: { ...facts().partner, level } });
    const ledger = due('2026-07-01', at(null), '2026-01-01', byLevel);
    expect(inShort(ledger)).toEqual(['settlement 1200.00 period end, 2026-07-01']);
    expect(due('2026-07-15', { ledger, ...at('gold') }, '2026-01-01', byLevel)).toEqual([]);
    // Gold from the start: 1,200 and 5 % of 60,000.
    expect(balance(due('2026-07-15', at('gold'), '2026-01-01', byLevel))).toBe('4200.00');
  });

  it('is settled late where nobody looked in time, as long as it is the latest, and once', () => {
    const ledger = due('2026-09-30');
    expect(balance(ledger)).toBe('1200.00');
    expect(due('2026-09-30', { ledger, won: [won('d1', '2026-04-01', '40000')] })).toEqual([]);
    expect(due('2026-10-01')).toEqual([]);
  });

  it('is one of several where they are short: each up to its own ninetieth day', () => {
    const monthly = programmeOf([
      { id: 'monthly', kind: 'rebate', base: 'period purchases', period: 'month', rate: '1%' },
    ]);
    const settled = (day: string) =>
      due(day, {}, '2026-01-01', monthly).map(({ period, amount }) => `${period} ${amount.toFixed(2)}`);
    expect(settled('2026-06-30')).toEqual(['2026-M04 400.00']);
    expect(settled('2026-07-01').sort()).toEqual(['2026-M04 400.00', '2026-M06 200.00']);
    // April ended on the first of May; the ninetieth day after is 30 July.
    expect(settled('2026-07-29').sort()).toEqual(['2026-M04 400.00', '2026-M06 200.00']);
    expect(settled('2026-07-30')).toEqual(['2026-M06 200.00']);
  });

  it('gives every entry a key of its own, and the same one when it is worked out again', () => {
    const keys = (day: string) => due(day).map(({ key }) => key);
    expect(keys('2026-07-01')).toEqual(['corvus|||volume@1|2026-Q2|settlement|period end, 2026-07-01']);
    expect(keys('2026-07-01')).toEqual(keys('2026-07-01'));
  });
});
