/** What the vendor has decided about his own people, as data: the policy of engagement. */
import type { Decimal } from 'decimal.js';
import type { Knowledge } from './customer/score.ts';
import type { ConflictPattern } from './deal.ts';
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
  /** What tells two records of one customer: the usual weights, or those that this vendor's decisions taught. */
  knowledge: Knowledge;
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
  /** The bar from which on a finding is raised; that of its main pattern instead, where there is one. */
  raiseConfidence: number;
  raiseConfidenceByPattern: Readonly<Partial<Record<ConflictPattern, number>>>;
  decisionClockHours: number;
  lateClearingDays: number;
  /** Days after the end of protection within which a parked deal that lives again was waited out. */
  revivedWithinDays: number;
  /** Points of discount by which another path is an undercut, and days after the window within which it still is one. */
  undercutPoints: number;
  undercutGraceDays: number;
  /** Business days within which the same offer to the partner excuses it. */
  sameOfferBusinessDays: number;
  /** Age of a deal from which on an entry at the end is late on paper. */
  latePaperAgeDays: number;
  minimumRegistrationAmount: Decimal | null;
  /** Deals closed from this day on go into the ledger; null: from the first day that a policy went live. */
  ledgerFrom: CalendarDate | null;
}
