/** Deals of the past for tests of the forecast. */
import type { PastDeal } from '../../../../sync-service/domain/forecast/past-deals.ts';
import { addCalendarDays } from '../../../../sync-service/domain/time.ts';
import { Random } from '../../../market/random.ts';

export const past = (own: Partial<PastDeal> & { id: string }): PastDeal => ({
  openedOn: '2026-01-01',
  closedOn: null,
  won: false,
  priceToList: null,
  list: 1000,
  product: 'Rack',
  region: null,
  salesperson: null,
  partner: null,
  customer: null,
  stages: [],
  ...own,
});

export interface Play {
  seed: string;
  deals: number;
  /** The chance to win. */
  chance(deal: PastDeal & { closedOn: string }): number;
  /** What a won deal is sold for, against list, given a number between 0 and 1 drawn at random. */
  price?(deal: PastDeal, drawn: number): number;
}

/** Deals opened day by day from 2024-01-01 on, closed after up to 90 days, by three salespeople, of two products. */
export function played({ seed, deals, chance, price = (_, drawn) => 0.9 + 0.2 * drawn }: Play): PastDeal[] {
  const random = new Random(seed);
  return Array.from({ length: deals }, (_, i) => {
    const openedOn = addCalendarDays('2024-01-01', Math.floor((i * 700) / deals));
    const closed = {
      ...past({ id: `deal ${String(i).padStart(5, '0')}`, openedOn }),
      closedOn: addCalendarDays(openedOn, random.whole(1, 90)),
      salesperson: random.pick(['Ada', 'Ben', 'Cleo']),
      product: random.pick(['Rack', 'Cloud']),
      list: random.whole(1, 50) * 100,
    };
    const won = random.chance(chance(closed));
    return { ...closed, won, priceToList: won ? price(closed, random.next()) : null };
  });
}
