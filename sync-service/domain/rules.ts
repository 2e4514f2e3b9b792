/** What the vendor has decided, as data: the policy that binds his people and the programme that pays partners. */
import type { Decimal } from 'decimal.js';
import type { PartnerRole } from './deal.ts';
import type { BusinessCalendar, CalendarDate } from './time.ts';

/** One effective-dated rule of engagement. The first that fits a deal, by priority, holds. */
export interface EngagementPolicy {
  key: string;
  priority: number;
  effectiveFrom: CalendarDate | null;
  effectiveUntil: CalendarDate | null;
  /** Empty lists fit every deal. */
  countries: string[];
  segments: string[];
  productFamilies: string[];
  requiredOf: 'Registered Partner' | 'Qualified Partner';
  /** The gate, as a probability by the org's stages, 0 to 100. */
  gateProbability: number;
  businessDays: number;
  protectionDays: number;
  mode: 'Block' | 'Warn';
  /** Whether findings may name the person who did it. */
  namePersons: boolean;
  goLive: CalendarDate | null;
}

/** The policy as a whole, with the org's own calendar and stages. */
export interface Policy {
  policies: EngagementPolicy[];
  calendar: BusinessCalendar;
  stages: Stage[];
  settings: PolicySettings;
}

export interface Stage {
  name: string;
  probability: number;
  isClosed: boolean;
  isWon: boolean;
  order: number;
}

/** Defaults of the rules in brackets (see `defaultSettings` in policy.ts). Days are calendar days unless named. */
export interface PolicySettings {
  vendorAtWorkDays: number;
  replacedGraceDays: number;
  undoBusinessDays: number;
  closeDatesApartDays: number;
  amountsApartFactor: number;
  extensionDays: number;
  exemptionAnswerBusinessDays: number;
  newOwnerBusinessDays: number;
  warnDaysAfterGoLive: number;
  gateMatch: number;
  raiseConfidence: number;
  decisionClockHours: number;
  lateClearingDays: number;
  minimumRegistrationAmount: Decimal | null;
}

export interface Level {
  key: string;
  name: string;
  rank: number;
  effectiveFrom: CalendarDate | null;
  effectiveUntil: CalendarDate | null;
}

export interface IncentiveTier {
  /** Lower edge of the band, in the incentive's base; null for a rate by level alone. */
  from: Decimal | null;
  level: string | null;
  rate: Decimal | null;
  amount: Decimal | null;
}

export interface Incentive {
  id: string;
  version: number;
  name: string;
  sequence: number;
  kind: 'Discount' | 'Rebate' | 'Bonus';
  base: 'List' | 'Partner Price' | 'Customer Price' | 'Quantity' | 'Period Purchases' | 'Period Growth';
  combine: 'Add' | 'Compound' | 'Best Of Group';
  group: string | null;
  /** A fraction: 0.05 is five percent. */
  rate: Decimal | null;
  amount: Decimal | null;
  capAmount: Decimal | null;
  replaces: string[];
  excludes: string[];
  requiresRegistration: boolean;
  requiresNewCustomer: boolean;
  levels: string[];
  roles: PartnerRole[];
  competencies: string[];
  productFamilies: string[];
  minDealAmount: Decimal | null;
  minTermMonths: number | null;
  effectiveFrom: CalendarDate | null;
  effectiveUntil: CalendarDate | null;
  tiers: IncentiveTier[];
  source: string | null;
}

export interface Programme {
  currency: string;
  levels: Level[];
  incentives: Incentive[];
}
