/** One deal as the engine sees it: everything an incentive may ask about. */
import type { Decimal } from 'decimal.js';
import type { Partner, PartnerRole } from '../deal.ts';
import type { CalendarDate } from '../time.ts';

export interface PricedDeal {
  currency: string;
  lines: PricedLine[];
  /** What the end customer pays for everything; null where it is not known. */
  customerPrice: Decimal | null;
  partner: Pick<Partner, 'level' | 'roles' | 'competencies'>;
  /** His role on this deal; null where only his roles in general are known. */
  role: PartnerRole | null;
  registered: boolean;
  /** Null where it can't be told. */
  newCustomer: boolean | null;
  circumstances?: Partial<Circumstances>;
}

export interface PricedLine {
  family: string | null;
  quantity: Decimal;
  /** Of one unit, over the whole term. */
  listPrice: Decimal;
  termMonths: number | null;
  deliveredOn?: CalendarDate | null;
}

/** What else may be known of a deal. Null is not known, and what is not known opens nothing. */
export interface Circumstances {
  /** 1 is the first registrant of this deal. */
  claimOrder: number;
  /** His part where several partners share the registration's benefits; 1 is all of it. */
  share: Decimal | null;
  registeredOn: CalendarDate | null;
  registeredAtStage: string | null;
  closesOn: CalendarDate | null;
  origin: 'partner' | 'vendor' | null;
  tender: boolean | null;
  incumbent: boolean | null;
  customerConfirmed: boolean;
  customerLists: readonly string[];
  customerCountry: string | null;
  papers: readonly string[];
  specialPrice: SpecialPrice | null;
  /** The partner's purchases in the running period, this deal left out. */
  purchases: PeriodFacts | null;
  /** What incentives paid him before, within their counted months or period. */
  earlier: readonly { incentive: string; uses: number; amount: Decimal }[];
  /** Ids of incentives that another partner has on this opportunity. */
  grantedToOthers: readonly string[];
  /** The distributor of a two-tier deal. */
  distributor: { quote: Decimal | null; partner: Pick<Partner, 'level' | 'roles' | 'competencies'> } | null;
}

/** A price for this deal alone: instead of the upfront discounts, or on top of them. */
export type SpecialPrice = { kind: 'price'; amount: Decimal } | { kind: 'points'; rate: Decimal; onTop: boolean };

/** Purchases of one partner in one period, in the programme's currency. */
export interface PeriodFacts {
  /** Such as 2026-Q1. */
  period: string;
  level: string | null;
  purchases: Decimal;
  /** Purchases of the period that growth is measured against; null where not known. */
  before: Decimal | null;
  /** Purchases of the quarters before, newest first. */
  quarters: readonly Decimal[];
  byFamily: readonly { family: string; amount: Decimal }[];
  /** Month of the period, from 1, in which he accepted his target. */
  acceptedInMonth: number | null;
}

const nothingElseKnown: Circumstances = {
  claimOrder: 1,
  share: null,
  registeredOn: null,
  registeredAtStage: null,
  closesOn: null,
  origin: null,
  tender: null,
  incumbent: null,
  customerConfirmed: false,
  customerLists: [],
  customerCountry: null,
  papers: [],
  specialPrice: null,
  purchases: null,
  earlier: [],
  grantedToOthers: [],
  distributor: null,
};

export function circumstancesOf(deal: PricedDeal): Circumstances {
  return deal.circumstances === undefined ? nothingElseKnown : { ...nothingElseKnown, ...deal.circumstances };
}
