/** Registrations of a parcel, the customers they are about, and accounts merged into those. */
import type { Customer, MergedAccount, PartnerRole, Registration } from '../domain/deal.ts';
import { countryCode } from '../domain/customer/country.ts';
import { decisionInWords } from '../domain/protection/decision-text.ts';
import { protectionDays } from '../domain/protection/window.ts';
import { addDays } from '../domain/time.ts';
import type { Reading } from './group-facts.ts';
import { statusOf } from './mapping.ts';
import type { Row } from './row.ts';

export function customerOf(row: Row): Customer {
  return {
    id: row.text('Id'),
    name: row.text('Name'),
    website: row.maybe('Website'),
    country: countryCode(row.maybe('BillingCountry')),
    taxId: row.maybe('Tax_Id__c'),
    companyNumber: row.maybe('Company_Number__c'),
    parentId: row.maybe('ParentId'),
    phone: row.maybe('Phone'),
    street: row.maybe('BillingStreet'),
    postalCode: row.maybe('BillingPostalCode'),
    city: row.maybe('BillingCity'),
    segment: row.maybe('Type'),
    namedAccount: row.flag('Named_Account__c'),
    ownerId: row.maybe('OwnerId'),
  };
}

/** Of an account that lost a merge; null for any other. A merge deletes it, which is its last change. */
export function mergedAccountOf(row: Row): MergedAccount | null {
  const into = row.maybe('MasterRecordId');
  if (into === null) return null;
  return {
    company: customerOf(row),
    into,
    createdAt: row.instant('CreatedDate'),
    mergedAt: row.instant('SystemModstamp'),
  };
}

const partnerRoles: readonly string[] = [
  'Reseller',
  'Systems Integrator',
  'Service Provider',
  'Distributor',
  'OEM',
  'ISV',
  'Alliance',
];

/**
 * A claim. An org's own object rarely has every date: protection then begins with the decision, else the submission, and
 * lasts as long as the policy says.
 */
export function registrationOf(row: Row, { policy, statuses }: Reading): Registration {
  const role = row.text('Partner_Role__c');
  const status = statusOf(row.text('Status__c'), statuses) ?? 'Submitted';
  const submittedAt = row.instant('Submitted_At__c') ?? row.at('CreatedDate');
  const decidedAt = row.instant('Decided_At__c');
  const customer = {
    name: row.text('Customer_Name__c'),
    website: row.maybe('Customer_Website__c'),
    country: countryCode(row.maybe('Customer_Country__c')),
    taxId: row.maybe('Customer_Tax_Id__c'),
  };
  const productFamilies = row.list('Product_Families__c');
  const wasApproved = status === 'Approved' || status === 'Expired' || status === 'Converted' || status === 'Lapsed';
  const from = row.instant('Protected_From__c') ?? (wasApproved ? (decidedAt ?? submittedAt) : null);
  const scope = { country: customer.country, segment: null, productFamilies };
  const until = from === null ? null : addDays(from, protectionDays(scope, policy, from));
  return {
    id: row.text('Id'),
    name: row.maybe('Name') ?? row.text('Id'),
    partnerId: row.text('Partner__c'),
    partnerRole: partnerRoles.includes(role) ? (role as PartnerRole) : null,
    customer,
    customerId: row.maybe('Customer__c'),
    productFamilies,
    amount: row.number('Amount__c'),
    expectedCloseDate: row.day('Expected_Close_Date__c'),
    tenderPublishedOn: row.day('Tender_Published_On__c'),
    ...{ status, submittedAt, decidedAt },
    decisionReason: decisionInWords(row.maybe('Decision_Reason__c')),
    protectedFrom: from,
    protectedUntil: row.instant('Protected_Until__c') ?? until,
    queuePosition: null,
    extensionRequestedAt: row.instant('Extension_Requested_At__c'),
    extensionDecidedAt: row.instant('Extension_Decided_At__c'),
    endedAt: row.instant('Ended_At__c'),
    dealId: row.maybe('Opportunity__c'),
    partnerConfirmedAt: row.instant('Partner_Confirmed_At__c'),
  };
}
