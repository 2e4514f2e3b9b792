/** A partner's claim as it stands on record: what he typed, and what was decided on it. */
import { decisionText } from '../../sync-service/domain/protection/decision-text.ts';
import { claimReason } from '../../sync-service/domain/protection/reasons.ts';
import { dateOf, day, hour, stamp } from './calendar.ts';
import { slip } from './names.ts';
import type { Random } from './random.ts';
import type { Tables } from './tables.ts';
import type { PartnerFirm, Vendor } from './vendor.ts';

export interface Claim {
  id: string;
  partner: PartnerFirm;
  family: string;
  submittedAt: number;
  /** When it was decided, and from when it protects if it was approved. */
  approvedAt: number;
  until: number;
}

export interface Claiming {
  partner: PartnerFirm;
  family: string;
  submittedAt: number;
  /** The opportunity that the approval names. */
  dealId?: string | null;
  status?: string;
  endedAt?: number;
  amount?: number;
  queuePosition?: number;
  reason?: string;
  tenderPublishedOn?: string;
  /** The vendor granted a second term. */
  extended?: boolean;
  /** Another family claimed with it. */
  alsoFamily?: string;
}

/** The end customer as a partner knows him. */
export interface ClaimedCustomer {
  accountId: string;
  name: string;
  respelled: () => string;
  website: string | null;
  /** ISO 3166-1 alpha-2. */
  country: string | null;
  taxId: string | null;
}

/** Days of protection, and of its one extension. */
const TERM = 90;

const earliest = claimReason('earliest', { days: TERM });
const ended = (until: number) => claimReason('protection ended', { date: dateOf(until) });

/** Adds the registration. Decided as usual, approved and later expired, unless a status is given. */
export function addClaim(
  { vendor, tables, random }: { vendor: Vendor; tables: Tables; random: Random },
  customer: ClaimedCustomer,
  given: Claiming,
): Claim {
  const { partner, family } = given;
  const submittedAt = Math.floor(given.submittedAt / 1000) * 1000;
  const approvedAt = submittedAt + Math.floor(random.between(2, 40) * 3600) * 1000;
  const until = approvedAt + (given.extended === true ? 2 * TERM : TERM) * day;
  const usual = vendor.asOf >= until ? 'Expired' : vendor.asOf >= approvedAt ? 'Approved' : 'Submitted';
  const status = given.status ?? usual;
  const decided = !['Draft', 'Submitted'].includes(status) && approvedAt < vendor.asOf;
  const held = decided && !['Rejected', 'Queued'].includes(status);
  const id = tables.add('Deal_Registration__c', {
    ...typed(customer, random),
    Partner__c: partner.id,
    Partner_Role__c: partner.roles[0]!,
    Customer__c: decided ? customer.accountId : null,
    Product_Families__c: given.alsoFamily === undefined ? family : `${family};${given.alsoFamily}`,
    Amount__c: given.amount ?? random.whole(10, 90) * 1000,
    Expected_Close_Date__c: dateOf(submittedAt + random.whole(50, 110) * day),
    Tender_Published_On__c: given.tenderPublishedOn ?? null,
    Status__c: status,
    Submitted_At__c: status === 'Draft' ? null : stamp(submittedAt),
    Decided_At__c: decided ? stamp(approvedAt) : null,
    Decision_Reason__c: given.reason ?? (held ? decisionText([status === 'Expired' ? ended(until) : earliest]) : null),
    Protected_From__c: held ? stamp(approvedAt) : null,
    Protected_Until__c: held ? stamp(until) : null,
    Queue_Position__c: given.queuePosition ?? null,
    Extension_Requested_At__c: given.extended === true ? stamp(approvedAt + (TERM - 12) * day) : null,
    Extension_Decision__c: given.extended === true ? 'Granted' : null,
    Extension_Decided_At__c: given.extended === true ? stamp(approvedAt + (TERM - 11) * day) : null,
    Ended_At__c: given.endedAt === undefined ? null : stamp(given.endedAt),
    Opportunity__c: given.dealId ?? null,
    Partner_Confirmed_At__c: null,
    CreatedDate: stamp(submittedAt - hour),
    CreatedById: vendor.channelManager.id,
    OwnerId: vendor.channelManager.id,
    LastModifiedDate: stamp(given.endedAt ?? (decided ? approvedAt : submittedAt)),
  });
  return { id, partner, family, submittedAt, approvedAt, until };
}

/** The customer as a partner in a hurry types him. */
function typed({ name, respelled, website, country, taxId }: ClaimedCustomer, random: Random) {
  const bare = website?.replace('https://', '') ?? null;
  return {
    Customer_Name__c: random.chance(0.5) ? name : respelled(),
    Customer_Website__c: random.weighted([
      [6, website],
      [2, bare],
      [1, bare === null ? null : `http://${bare}/contact`],
      [2, null],
    ] as const),
    Customer_Country__c: random.chance(0.9) ? country : null,
    Customer_Tax_Id__c: taxId !== null && random.chance(0.4) ? typedNumber(taxId, random) : null,
  };
}

/** Blanks between the digits, or two digits in the wrong order. */
function typedNumber(number: string, random: Random): string {
  return random.weighted([
    [6, number],
    [3, number.replace(/(\d{3})(?=\d)/g, '$1 ')],
    [1, slip(number, random)],
  ] as const);
}
