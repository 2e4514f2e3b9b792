/** What the forecast learns from: deals of the past as they were opened and closed. */
import { daysBetween, type CalendarDate } from '../time.ts';

/** By what deals may differ in how they end. Each is learned as an effect of its own, shrunk to nothing by little history. */
export const traits = ['product', 'region', 'salesperson', 'partner', 'customer', 'size'] as const;
export type Trait = (typeof traits)[number];

/** A deal as it can be known while it is open. */
export interface DealInSight {
  openedOn: CalendarDate;
  /** Value at list prices, in the programme's currency; null where unknown. Statistics, never paid out. */
  list: number | null;
  product: string | null;
  region: string | null;
  salesperson: string | null;
  partner: string | null;
  customer: string | null;
  /** Stages in order of time; none where no history of them is kept. */
  stages: readonly { on: CalendarDate; stage: string }[];
}

export interface PastDeal extends DealInSight {
  id: string;
  /** Null while open. */
  closedOn: CalendarDate | null;
  won: boolean;
  /** Price at close as a share of the list value; null where not won or not known. */
  priceToList: number | null;
}

export type ClosedDeal = PastDeal & { closedOn: CalendarDate };

export function isClosed(deal: PastDeal): deal is ClosedDeal {
  return deal.closedOn !== null;
}

/** History as it was known on a day: later deals are gone, and what was closed later is open still. */
export function knownOn(deals: readonly PastDeal[], day: CalendarDate): PastDeal[] {
  return deals
    .filter(({ openedOn }) => openedOn <= day)
    .map((deal) =>
      deal.closedOn === null || deal.closedOn <= day
        ? deal
        : { ...deal, closedOn: null, won: false, priceToList: null },
    );
}

/** The stage on a day; null where none is known. */
export function stageOn({ stages }: DealInSight, day: CalendarDate): string | null {
  return stages.findLast(({ on }) => on <= day)?.stage ?? null;
}

export function ageOn({ openedOn }: DealInSight, day: CalendarDate): number {
  return Math.max(0, daysBetween(openedOn, day));
}
