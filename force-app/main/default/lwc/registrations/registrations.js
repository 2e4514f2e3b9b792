/** A partner's registrations as his pages know them: what was read, where it stands, and what he may do next. */
import LOCALE from '@salesforce/i18n/locale';
import TIME_ZONE from '@salesforce/i18n/timeZone';

export { REGISTRATIONS } from './query';

const DAY = 86_400_000;

export const OPEN = ['Draft', 'Submitted', 'Queued', 'Approved'];
export const ENDED = ['Rejected', 'Expired', 'Lapsed', 'Converted', 'Withdrawn'];

/** A registration as GraphQL gives it; what was not asked for is undefined. */
export function fromNode(node) {
  const value = (field) => node[field]?.value;
  return {
    id: node.Id,
    name: value('Name'),
    customer: value('Customer_Name__c'),
    website: value('Customer_Website__c'),
    country: value('Customer_Country__c'),
    taxId: value('Customer_Tax_Id__c'),
    families: (value('Product_Families__c') ?? '')
      .split(';')
      .map((family) => family.trim())
      .filter(Boolean),
    amount: value('Amount__c'),
    closesOn: value('Expected_Close_Date__c'),
    role: value('Partner_Role__c'),
    tenderOn: value('Tender_Published_On__c'),
    status: value('Status__c'),
    statusLabel: node.Status__c?.displayValue ?? value('Status__c'),
    submittedAt: value('Submitted_At__c'),
    decidedAt: value('Decided_At__c'),
    reason: value('Decision_Reason__c'),
    protectedFrom: value('Protected_From__c'),
    protectedUntil: value('Protected_Until__c'),
    queuePosition: value('Queue_Position__c'),
    extensionRequestedAt: value('Extension_Requested_At__c'),
    extensionUntil: value('Extension_Until__c'),
    extensionDecision: value('Extension_Decision__c'),
    extensionDecidedAt: value('Extension_Decided_At__c'),
    extensionReason: value('Extension_Reason__c'),
    endedAt: value('Ended_At__c'),
    engagedAt: value('Engaged_At__c'),
    confirmedAt: value('Partner_Confirmed_At__c'),
    margin: value('Partner_Margin__c'),
    marginPercent: value('Partner_Margin_Percent__c'),
    waterfall: value('Waterfall__c')
  };
}

/** When protection ends as things stand: an extension that was asked for in time prolongs it until it is answered. */
export function endOf({ protectedUntil, extensionUntil }, now = Date.now()) {
  return extensionUntil && now >= Date.parse(protectedUntil) ? extensionUntil : protectedUntil;
}

/** Whole days until protection ends, the last one counted; zero once it is over. */
export function daysLeft(registration, now = Date.now()) {
  return Math.max(0, Math.ceil((Date.parse(endOf(registration, now)) - now) / DAY));
}

/** How much of the protection is left, from 0 to 1. */
export function shareLeft(registration, now = Date.now()) {
  const [from, until] = [Date.parse(registration.protectedFrom), Date.parse(endOf(registration, now))];
  return Math.min(1, Math.max(0, (until - now) / (until - from)));
}

export function isProtected(registration, now = Date.now()) {
  const until = endOf(registration, now);
  return registration.status === 'Approved' && Boolean(until) && now < Date.parse(until);
}

/** What its partner may do with a registration now. */
export function stepsFor(registration, now = Date.now()) {
  const { status, extensionRequestedAt, confirmedAt } = registration;
  const holds = isProtected(registration, now);
  return {
    submit: status === 'Draft',
    correct: ['Draft', 'Submitted', 'Queued', 'Rejected'].includes(status) || holds,
    withdraw: OPEN.includes(status),
    extend: holds && !extensionRequestedAt,
    confirm: holds && !confirmedAt
  };
}

/** What the service's record of a margin holds for pricing the deal again, `{deal, on}`; undefined where there is none. */
export function pricedOf(registration) {
  return read(registration?.waterfall)?.priced;
}

/** Why the service tells no margin, as a reason of the engine; undefined where it does. */
export function unpricedBecause(registration) {
  return read(registration?.waterfall)?.unknown;
}

function read(waterfall) {
  try {
    return JSON.parse(waterfall);
  } catch {
    return undefined;
  }
}

/** An instant as a date in the time zone of the user. */
export function dayInWords(instant) {
  return new Intl.DateTimeFormat(LOCALE, { dateStyle: 'long', timeZone: TIME_ZONE }).format(new Date(instant));
}
