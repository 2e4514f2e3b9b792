/** Random quarters, settled again after every correction: the ledger always ends at what the last facts earn. */
import { describe, expect, it } from '@jest/globals';
import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import type { LedgerEntry } from '../../../../sync-service/domain/payout/ledger.ts';
import { daysAfter } from '../../../../sync-service/domain/payout/period.ts';
import { purchasesWithin, type Purchase } from '../../../../sync-service/domain/payout/purchases.ts';
import { settlePartner, settling, type WorthOf } from '../../../../sync-service/domain/payout/settle.ts';
import { programmeSchema } from '../../../../sync-service/domain/programme/schema.ts';
import { balance, on } from './entries.ts';

const programme = programmeSchema.parse({
  name: 'Test',
  currency: 'EUR',
  incentives: [
    {
      ...{ id: 'volume', kind: 'rebate', base: 'period purchases', period: 'quarter', rate: '5%' },
      requires: { purchases: { from: 1000 } },
    },
  ],
});
/** 5 % of everything from 1,000.00 on, to the cent. */
const worth = (purchases: Decimal) =>
  purchases.gte(1000) ? purchases.times('0.05').toDecimalPlaces(2, Decimal.ROUND_HALF_UP) : new Decimal(0);
const worthOf: WorthOf = (incentive, { purchases }) => ({
  ...{ kind: 'worth', amount: worth(purchases), base: purchases, rate: incentive.rate },
  why: { code: 'own rate', args: {} },
});
const partner = { partnerId: 'corvus', name: null, level: null, roles: [], competencies: [], acceptedOn: null };

/** Invoices and credit notes of August, each recorded so many days after the quarter's end; the quarter closes at 90. */
const corrections = fc
  .array(fc.record({ cents: fc.integer({ min: -100_000, max: 200_000 }), day: fc.integer({ min: 0, max: 100 }) }), {
    maxLength: 8,
  })
  .map((drafts) => drafts.toSorted((a, b) => a.day - b.day));

function purchase(cents: number, day: number): Purchase {
  const recordedOn = daysAfter('2026-10-01', day);
  const amount = new Decimal(cents).div(100);
  return { family: null, amount, date: '2026-08-15', recordedOn, registered: false, specialPrice: false };
}

function settleOn(date: string, known: readonly Purchase[], posted: readonly LedgerEntry[]) {
  const ready = settling(programme, '2026-Q3', on(date), worthOf);
  const book = purchasesWithin(ready.windows);
  known.forEach((each) => book.add(each));
  return settlePartner(partner, book, posted, ready);
}

describe('random quarters', () => {
  it('end at what was recorded within 90 days earns, in whatever steps they were settled, and settle but once', () => {
    fc.assert(
      fc.property(corrections, (drafts) => {
        const known: Purchase[] = [];
        let ledger: LedgerEntry[] = [];
        for (const { cents, day } of drafts) {
          const next = purchase(cents, day);
          known.push(next);
          ledger = [...ledger, ...settleOn(next.recordedOn, known, ledger).postings];
          expect(settleOn(next.recordedOn, known, ledger).postings).toEqual([]);
        }
        const counted = drafts.filter(({ day }) => day < 90).reduce((sum, { cents }) => sum + cents, 0);
        expect(balance(ledger)).toBe(worth(new Decimal(counted).div(100)).toFixed(2));
        expect(settleOn('2027-06-01', known.toReversed(), ledger.toReversed()).postings).toEqual([]);
        expect(balance(settleOn('2027-06-01', known, []).postings)).toBe(balance(ledger));
        expect(new Set(ledger.map(({ key }) => key)).size).toBe(ledger.length);
      }),
      { numRuns: 500 },
    );
  });
});
