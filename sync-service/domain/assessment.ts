/** What the service concludes. The write plan compares this with the records, field by field. */
import type { Decimal } from 'decimal.js';
import type { Answer, Question } from './conflict/answers.ts';
import type { Fact } from './conflict/facts.ts';
import type { Remedy, Story } from './conflict/stories.ts';
import type { CaseStatus, ConflictPattern, Id } from './deal.ts';
import type { EngagementReason, Grounds } from './engagement/reasons.ts';
import type { PricedOn } from './margin/predict.ts';
import type { Reason } from './margin/reasons.ts';
import type { EarnedLine } from './payout/accrue.ts';
import type { TooLittle } from './forecast/model.ts';
import type { ClaimReason } from './protection/reasons.ts';
import type { CalendarDate, Instant } from './time.ts';

export interface Assessment {
  dealId: Id;
  /** Open, protected or flagged. Out of scope and never assessed: nothing is written. */
  inScope: boolean;
  protection: Protection | null;
  engagement: Engagement;
  gate: { open: boolean; why: EngagementReason };
  findings: Finding[];
  /** Cases on record whose cause is gone, and why. */
  remedied: { registrationId: Id; reason: Remedy }[];
  margin: MarginPrediction;
  /** What the deal earns his partner once it is won; null for a deal that the ledger has nothing to do with. */
  earnings: Earnings | null;
  /** The next instant at which time alone changes the conclusion. */
  nextReviewAt: Instant | null;
  /** The rules this rests on, e.g. `policy emea@2026-01-01; programme 14`. */
  ruleVersion: string;
}

/** What the ledger should come to for one deal. */
export interface Earnings {
  /** Nothing for a deal that is not won: what was posted is taken back. */
  lines: EarnedLine[];
  /** The transition behind it, named by its moment. */
  cause: string;
}

/** The claim that covers this deal, and why. */
export interface Protection {
  registrationId: Id;
  partnerId: Id;
  from: Instant;
  until: Instant;
  active: boolean;
  /** 1 where the approval names the opportunity, else the customer match. */
  match: number;
  why: string;
  grounds: Grounds;
}

export type EngagementState = 'Not Required' | 'Exempt' | 'Pending' | 'Engaged' | 'Engaged Late' | 'Overdue';

export interface Engagement {
  state: EngagementState;
  requiredOf: 'Registered Partner' | 'Qualified Partner' | 'Nobody';
  partnerId: Id | null;
  dueAt: Instant | null;
  enteredAt: Instant | null;
  confirmedAt: Instant | null;
  why: EngagementReason;
}

/** A way around a partner, with what shows it. Raised at or above the bar or with a case on record, else kept for review. */
export interface Finding {
  dealId: Id;
  registrationId: Id;
  partnerId: Id;
  customerId: Id | null;
  pattern: ConflictPattern;
  aspects: ConflictPattern[];
  /** Who did it; null where the policy names no persons or nobody can be named. */
  personId: Id | null;
  /** Probability that a fair channel manager would confirm, 0 to 1. */
  confidence: number;
  raised: boolean;
  /** Never raised: the rules leave it to a person, and hold nobody to it. */
  reviewOnly: boolean;
  severity: 'Low' | 'Medium' | 'High' | 'Critical';
  amountAtStake: Decimal | null;
  firstEvidenceAt: Instant;
  evidence: Evidence[];
  innocent: InnocentExplanation[];
  /** What happened, a sentence for each pattern. */
  story: Story[];
  /** A status that the service sets itself; null leaves the person's. */
  status: CaseStatus | null;
}

export interface Evidence {
  /** Stable across runs, unique within the case. */
  key: string;
  what: Fact;
  from: string | null;
  to: string | null;
  byId: Id | null;
  at: Instant;
  record: { object: string; id: Id; field: string | null };
}

export interface InnocentExplanation {
  what: Question;
  found: 'no' | 'doubtful' | 'sufficient';
  detail: Answer;
}

export type MarginPrediction =
  | {
      kind: 'predicted';
      waterfall: Waterfall;
      /** Of an open deal, where a forecast has been learned. */
      atClose: AtClose | null;
    }
  | { kind: 'unknown'; why: Reason };

/** What an open deal is likely to come to. */
export interface AtClose {
  /** Of the model that tells it. */
  version: string;
  /** The day as of which it is told. */
  asOf: CalendarDate;
  /** 0 to 1; null where there is too little history. */
  chanceToWin: number | null;
  /** Shares of the list value; four of five deals close between low and high. */
  price: { expected: Decimal; low: Decimal; high: Decimal } | null;
  /** The partner's margin at either end of the price. */
  margin: { low: Decimal; high: Decimal } | null;
  /** What there is too little of, where something is not told. */
  tooLittle: readonly TooLittle[];
}

export interface Waterfall {
  version: 2;
  currency: string;
  list: Decimal;
  /** What the partner pays: in a two-tier deal the reseller price. */
  partnerPrice: Decimal;
  customerPrice: Decimal | null;
  /** Customer price less partner price; null, not zero, where no customer price is known. */
  frontMargin: Decimal | null;
  /** Sum of the partner's rebate and bonus lines. */
  backMargin: Decimal;
  /** List less partner price, plus back margin: what the vendor may know. */
  partnerMargin: Decimal;
  /** Of list. */
  partnerMarginPercent: Decimal;
  /** Front plus back margin; null where no customer price is known. */
  total: Decimal | null;
  /** Of the customer price. */
  totalPercent: Decimal | null;
  /** What the vendor keeps: the price he is paid less all rebates and bonuses. */
  vendorNet: Decimal;
  /** Of a two-tier deal. */
  distributor: { price: Decimal; margin: Decimal; back: Decimal; indicative: boolean } | null;
  /** What the vendor's own salesperson earns, where the programme has his rate. */
  salesperson: { quotaCredit: Decimal; commissionable: Decimal; commission: Decimal } | null;
  /** The dated rate by which the programme's amounts were exchanged. */
  exchange: { from: string; rate: Decimal; on: CalendarDate } | null;
  lines: WaterfallLine[];
  /** What depends on a period not yet over; no part of the sums. */
  conditional: ConditionalLine[];
  /** Every incentive of the programme, applied or not, in order. */
  decisions: IncentiveDecision[];
}

export interface WaterfallLine {
  kind:
    | 'list'
    | 'discount'
    | 'distributor price'
    | 'distributor margin'
    | 'partner price'
    | 'customer price'
    | 'front margin'
    | 'rebate'
    | 'bonus'
    | 'total';
  label: string;
  amount: Decimal | null;
  /** The rule that made it, as id and version; null for sums. */
  rule: string | null;
  base: Decimal | null;
  rate: Decimal | null;
  why: Reason;
  /** Of each line of the deal, in its order; null for sums. They add up to amount and base. */
  byLine: { amounts: readonly Decimal[]; bases: readonly Decimal[] } | null;
  paidTo?: 'distributor';
}

/** In the programme's currency. */
export interface ConditionalLine {
  rule: string;
  label: string;
  period: string;
  purchases: Decimal;
  /** What the period pays as it stands, without this deal. */
  without: Decimal;
  /** What it pays with this deal. */
  with: Decimal;
  /** What this deal adds. */
  due: Decimal;
  rate: Decimal | null;
  why: Reason;
}

export type IncentiveDecision =
  | { incentive: string; outcome: 'applied'; amount: Decimal; why: Reason }
  | { incentive: string; outcome: 'not eligible'; why: Reason }
  | { incentive: string; outcome: 'beaten'; by: string; why: Reason }
  | { incentive: string; outcome: 'capped'; amount: Decimal; cap: Decimal; why: Reason }
  | { incentive: string; outcome: 'if reached'; amount: Decimal | null; why: Reason };

/** What the service says of a claim. */
export type RegistrationVerdict =
  | { kind: 'none'; why: string }
  | { kind: 'approved'; from: Instant; until: Instant; dealId: Id | null; reason: ClaimReason }
  | { kind: 'queued'; behind: Id; position: number; reasons: ClaimReason[] }
  | { kind: 'rejected'; reasons: { test: string; reason: ClaimReason; recordId: Id | null }[] }
  | { kind: 'expired'; at: Instant; reason: ClaimReason };

export interface RegistrationAssessment {
  registrationId: Id;
  /** The record the typed customer stands for, where one is sure enough. */
  customer: { id: Id; match: number; why: string } | null;
  verdict: RegistrationVerdict;
  /** The longest it protects while an extension that was asked for is unanswered; null where none waits for an answer. */
  extensionUntil: Instant | null;
  margin: MarginPrediction;
  priced: PricedOn | null;
  nextReviewAt: Instant | null;
}
