/**
 * The vocabulary: what the decision about one deal is made from. Everything here is plain data,
 * read at one moment and parsed at the door; nothing here knows where it was stored.
 */
import type { Decimal } from 'decimal.js';
import type { CalendarDate, Instant } from './time.ts';

export type Id = string;

export type PartnerRole =
  'Reseller' | 'Systems Integrator' | 'Service Provider' | 'Distributor' | 'OEM' | 'ISV' | 'Alliance';

/** A company on record: an end customer, a partner, or both. */
export interface Customer {
  id: Id;
  name: string;
  website: string | null;
  /** ISO 3166-1 alpha-2, or as typed where it is none. */
  country: string | null;
  taxId: string | null;
  companyNumber: string | null;
  parentId: Id | null;
  phone?: string | null;
  street?: string | null;
  postalCode?: string | null;
  city?: string | null;
  /** Kind of account, by which policies choose. */
  segment: string | null;
  namedAccount: boolean;
  ownerId: Id | null;
}

export interface Partner {
  id: Id;
  name: string;
  /** By which his other entities are known; left out where they were not read. */
  website?: string | null;
  parentId?: Id | null;
  /** Key of the programme level, null where the partner has none. */
  level: string | null;
  roles: PartnerRole[];
  competencies: { key: string; validFrom: CalendarDate | null; validUntil: CalendarDate | null }[];
}

export interface DealLine {
  id: Id;
  productId: Id | null;
  product: string;
  family: string | null;
  quantity: Decimal;
  /** Price of one unit by the price list; null where the record has none. */
  listPrice: Decimal | null;
  /** Price of one unit as sold on this opportunity. */
  salesPrice: Decimal | null;
  termMonths: number | null;
}

/** A partner who stands on an opportunity, by the lookup or by a partner row. */
export interface PartnerOnDeal {
  partnerId: Id;
  /** As the record says it; `null` for the lookup. */
  role: string | null;
  via: 'lookup' | 'partner row';
}

/** A task or meeting with the customer. Only completed contact counts as work. */
export interface Activity {
  id: Id;
  at: Instant;
  recordedAt: Instant;
  completed: boolean;
  byId: Id | null;
  /** Whether a contact of the registered partner's firm took part. */
  partnerIds: Id[];
}

/** An offer to the customer, or to the partner, on an opportunity. Only what left the house counts as issued. */
export interface Quote {
  id: Id;
  status: string | null;
  issuedAt: Instant;
  byId: Id | null;
  /** Whom it is made out to, where the record says: a partner, or the customer. */
  accountId: Id | null;
  /** Null where the record does not say: then the opportunity's. */
  currency: string | null;
  /** Off list, in percent, and the price of the whole; for where the lines are not known. */
  discount: Decimal | null;
  total: Decimal | null;
  lines: QuoteLine[];
}

export interface QuoteLine {
  productId: Id | null;
  family: string | null;
  quantity: Decimal;
  listPrice: Decimal | null;
  /** Price of one unit, after the line's own discount. */
  price: Decimal | null;
}

/** One opportunity. */
export interface Deal {
  id: Id;
  name: string;
  customerId: Id | null;
  ownerId: Id;
  createdById: Id;
  createdAt: Instant;
  /** Opportunity type as the org names it; a renewal is recognised by `isRenewal`. */
  type: string | null;
  isRenewal: boolean;
  stage: string;
  /** The stage's own probability by the org's stages, 0 to 100; a typed-over value is not used. */
  stageProbability: number;
  isClosed: boolean;
  isWon: boolean;
  closeDate: CalendarDate;
  amount: Decimal | null;
  currency: string;
  lines: DealLine[];
  partners: PartnerOnDeal[];
  activities: Activity[];
  quotes: Quote[];
}

export type RegistrationStatus =
  'Draft' | 'Submitted' | 'Queued' | 'Approved' | 'Rejected' | 'Expired' | 'Lapsed' | 'Converted' | 'Withdrawn';

export interface Registration {
  id: Id;
  name: string;
  partnerId: Id;
  partnerRole: PartnerRole | null;
  /** As the partner typed it. */
  customer: { name: string; website: string | null; country: string | null; taxId: string | null };
  /** As resolved by the service; null while no record is sure enough. */
  customerId: Id | null;
  productFamilies: string[];
  amount: Decimal | null;
  expectedCloseDate: CalendarDate | null;
  tenderPublishedOn: CalendarDate | null;
  status: RegistrationStatus;
  submittedAt: Instant | null;
  decidedAt: Instant | null;
  decisionReason: string | null;
  protectedFrom: Instant | null;
  protectedUntil: Instant | null;
  queuePosition: number | null;
  extensionRequestedAt: Instant | null;
  /** When a person granted or refused it; granted, the end of protection has moved. */
  extensionDecidedAt: Instant | null;
  endedAt: Instant | null;
  /** The opportunity that the approval names. */
  dealId: Id | null;
  partnerConfirmedAt: Instant | null;
}

export interface Exemption {
  id: Id;
  dealId: Id;
  reasonCode: string;
  status: 'Requested' | 'Granted' | 'Refused';
  requestedAt: Instant;
  requestedById: Id;
  decidedAt: Instant | null;
  validUntil: Instant | null;
}

export type DealEventKind =
  | 'Created'
  | 'Partner Entered'
  | 'Partner Left'
  | 'Stage Changed'
  | 'Amount Changed'
  | 'Close Date Changed'
  | 'Owner Changed'
  | 'Named Account Set'
  | 'Named Account Cleared'
  | 'Registration Status Changed';

export type EventSource = 'Change Event' | 'Field History' | 'Opportunity History' | 'Snapshot';

/** Something dated that happened to a deal, its registration or its customer, and who did it. */
export interface DealEvent {
  /** Stable across re-reading, so that writing it twice does nothing. */
  key: string;
  kind: DealEventKind;
  dealId: Id | null;
  registrationId: Id | null;
  customerId: Id | null;
  partnerId: Id | null;
  from: string | null;
  to: string | null;
  at: Instant;
  byId: Id | null;
  source: EventSource;
  /** Whether the service's own history holds it already. */
  onRecord?: true;
  /** Whether the person changed many records in that second, of whatever customers; told where all are read. */
  inBulk?: true;
  /** Where a person can see it: the record and the field that changed. */
  record: { object: string; id: Id; field: string | null };
}

/** An account that was merged into another and is deleted since, as it was then. */
export interface MergedAccount {
  company: Customer;
  into: Id;
  createdAt: Instant | null;
  mergedAt: Instant | null;
}

/** An opportunity came from one account to another: somebody moved it, or the two were merged. */
export interface AccountMove {
  dealId: Id;
  from: Id | null;
  fromName: string | null;
  at: Instant;
}

/** What became of accounts. */
export interface Mergers {
  accounts: MergedAccount[];
  moves: AccountMove[];
}

/** Everything the decision about one deal needs, read at one moment. */
export interface DealFacts {
  deal: Deal;
  /** Other opportunities of the same, a related or a similar customer. */
  relatedDeals: Deal[];
  /** Registrations that may concern this deal or the related ones, whatever their status. */
  registrations: Registration[];
  /** The companies behind all of them, partners' own accounts excluded. */
  customers: Customer[];
  partners: Partner[];
  /** Of this deal and of the related ones. */
  exemptions: Exemption[];
  /** Whether there were none to be read, granted or not. */
  exemptionsUnread?: true;
  /** Accounts merged into those of the customers, and moves of the opportunities; left out where neither could be read. */
  mergers?: Mergers;
  /** Of this deal, the related ones, their registrations and customers; oldest first. */
  events: DealEvent[];
  /** Cases on record for this deal. */
  cases: CaseOnRecord[];
  /** From when on history is known; null where the org keeps none. */
  historyFrom: Instant | null;
}

/** What the decision about one claim needs: itself, its rivals, and what the vendor was doing. */
export interface RegistrationFacts {
  registration: Registration;
  /** Other claims that may be for the same customer, whatever their status. */
  rivals: Registration[];
  /** Opportunities of the same, a related or a similar customer. */
  deals: Deal[];
  /** Companies that may be the one the partner typed. */
  customers: Customer[];
  /** The partners of the registration, its rivals and those on the deals. */
  partners: Partner[];
  events: DealEvent[];
}

/** In the order in which one of them becomes a case's main pattern. */
export const conflictPatterns = [
  'named-account',
  'waiting-out',
  'undercut',
  'shadow',
  'replaced',
  'late-on-paper',
  'not-engaged',
] as const;
export type ConflictPattern = (typeof conflictPatterns)[number];

export type CaseStatus = 'Open' | 'Under Review' | 'Confirmed' | 'Dismissed' | 'Remedied';

export interface CaseOnRecord {
  id: Id;
  dealId: Id;
  registrationId: Id;
  pattern: ConflictPattern;
  status: CaseStatus;
}
