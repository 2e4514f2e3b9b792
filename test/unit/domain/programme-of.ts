/** Programmes for tests, written as in a file. */
import { Decimal } from 'decimal.js';
import type { z } from 'zod';
import { programmeSchema, type Programme } from '../../../sync-service/domain/programme/schema.ts';
import type { PricedDeal, PricedLine } from '../../../sync-service/domain/margin/priced-deal.ts';

export type ProgrammeFile = z.input<typeof programmeSchema>;
export type IncentiveFile = NonNullable<ProgrammeFile['incentives']>[number];
export type TierFile = NonNullable<IncentiveFile['tiers']>[number];

/** A programme with levels silver and gold, competencies ha and dr, and these incentives; discounts add. */
export function programmeOf(incentives: readonly IncentiveFile[], more: Partial<ProgrammeFile> = {}): Programme {
  return programmeSchema.parse({
    name: 'Test',
    currency: 'EUR',
    discounts: 'add',
    levels: [
      { key: 'silver', rank: 1 },
      { key: 'gold', rank: 2 },
    ],
    competencies: [{ key: 'ha' }, { key: 'dr' }],
    incentives: [...incentives],
    ...more,
  });
}

export const noIncentives = programmeOf([]);

/** An incentive at sequence 1; without a rate, an amount or tiers of its own, it is worth nothing. */
export function incentive(id: string, more: Partial<IncentiveFile> = {}): IncentiveFile {
  return { id, sequence: 1, kind: 'discount', ...more };
}

export const percent = (id: string, points: number, more: Partial<IncentiveFile> = {}) =>
  incentive(id, { rate: `${points}%`, ...more });

export function tier(from: number | null, points: number | null, more: Partial<TierFile> = {}): TierFile {
  return { from, rate: points === null ? null : `${points}%`, ...more };
}

export function priced(price: string | number, more: Partial<PricedLine> = {}): PricedLine {
  return { family: 'Storage', quantity: new Decimal(1), listPrice: new Decimal(price), termMonths: null, ...more };
}

/** A registered reseller of level gold, one line of 100,000 of Storage, a new customer. */
export function pricedDeal(more: Partial<PricedDeal> = {}): PricedDeal {
  return {
    currency: 'EUR',
    lines: [priced(100_000)],
    customerPrice: null,
    partner: { level: 'gold', roles: ['Reseller'], competencies: [] },
    role: 'Reseller',
    registered: true,
    newCustomer: true,
    ...more,
  };
}
