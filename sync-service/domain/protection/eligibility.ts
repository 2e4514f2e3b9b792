/** Whether a claim could be registered at the moment it was submitted. Each failed test names the record that shows it. */
import type { Customer, Deal, Id, Partner, Registration } from '../deal.ts';
import type { Programme } from '../programme/schema.ts';
import type { Policy } from '../rules.ts';
import { closedAt, wasNamedAccount, type History } from '../history.ts';
import { familiesOf, shareFamily } from '../product-family.ts';
import { sameCustomer, SURE_FROM, type Company } from '../customer/index.ts';
import { standingOf, stoodAt } from '../engagement/standing.ts';
import { levelInForce } from '../programme/levels.ts';
import { dateOf, inForce, type CalendarDate, type Instant } from '../time.ts';
import { vendorActivityBefore } from './vendor-work.ts';

export interface FailedTest {
  test: string;
  reason: string;
  recordId: Id | null;
}

export interface EligibilityFacts {
  registration: Registration;
  submittedAt: Instant;
  /** The customer as far as he is known: the record, else what was typed. */
  company: Company;
  customers: ReadonlyMap<Id, Customer>;
  deals: readonly Deal[];
  partners: readonly Partner[];
  history: History;
}

/** Every test that the claim fails, judged by what was on record when it was submitted; none where it is eligible. */
export function failedTests(facts: EligibilityFacts, policy: Policy, programme: Programme): FailedTest[] {
  const on = dateOf(facts.submittedAt, policy.calendar.timeZone);
  return [
    partnerTest(facts, programme, on),
    amountTest(facts.registration, policy),
    productTest(facts.registration, policy, on),
    namedAccountTest(facts, policy),
    tenderTest(facts.registration, on),
    vendorAtWorkTest(facts, policy),
  ].filter((failed) => failed !== null);
}

function partnerTest(
  { registration, partners }: EligibilityFacts,
  programme: Programme,
  on: CalendarDate,
): FailedTest | null {
  const partner = partners.find((known) => known.id === registration.partnerId);
  const failed = (reason: string): FailedTest => ({ test: 'partner', reason, recordId: registration.partnerId });
  if (partner === undefined) return failed('The account is not a partner on record.');
  if (programme.levels.length > 0 && levelInForce(partner.level, programme, on) === null) {
    return failed(`${partner.name} holds no level of the programme in force on ${on}.`);
  }
  const role = registration.partnerRole;
  if (role !== null && partner.roles.length > 0 && !partner.roles.includes(role)) {
    return failed(`${partner.name} does not take part in the programme as ${role}.`);
  }
  return null;
}

function amountTest(registration: Registration, policy: Policy): FailedTest | null {
  const minimum = policy.settings.minimumRegistrationAmount;
  if (minimum === null || registration.amount?.gte(minimum) === true) return null;
  const amount =
    registration.amount === null ? 'No amount is given' : `The amount ${registration.amount.toString()} is too small`;
  return {
    test: 'amount',
    reason: `${amount}; registrations start at ${minimum.toString()}.`,
    recordId: registration.id,
  };
}

/** A product takes part where some policy in force covers its family; without policies every product does. */
function productTest(registration: Registration, policy: Policy, on: CalendarDate): FailedTest | null {
  const failed = (reason: string): FailedTest => ({ test: 'product', reason, recordId: registration.id });
  if (registration.productFamilies.length === 0) return failed('No product family is named.');
  const inForceThen = policy.policies.filter((rule) => inForce(rule, on));
  const takesPart =
    inForceThen.length === 0 ||
    inForceThen.some((rule) => rule.productFamilies.length === 0) ||
    inForceThen.some((rule) => shareFamily(rule.productFamilies, registration.productFamilies));
  return takesPart ? null : failed(`${registration.productFamilies.join(', ')}: takes no part in deal registration.`);
}

/** A tag set after the submission never counts, whatever date is typed beside it. */
function namedAccountTest(
  { company, customers, submittedAt, history }: EligibilityFacts,
  policy: Policy,
): FailedTest | null {
  const customer = company.id === undefined ? undefined : customers.get(company.id);
  if (customer === undefined) return null;
  const { tagged, event } = wasNamedAccount(customer, submittedAt, history);
  if (!tagged) return null;
  const since = event === null ? '' : ` since ${dateOf(event.at, policy.calendar.timeZone)}`;
  return { test: 'named account', reason: `${customer.name} was a named account${since}.`, recordId: customer.id };
}

function tenderTest(registration: Registration, on: CalendarDate): FailedTest | null {
  const published = registration.tenderPublishedOn;
  if (published === null || published >= on) return null;
  return { test: 'tender', reason: `A tender was published on ${published}.`, recordId: registration.id };
}

/**
 * The vendor was at work: an opportunity open at submission for the same customer and a common family, with completed
 * customer activity of his on record. One that the partner stood on never counts against him.
 */
function vendorAtWorkTest(facts: EligibilityFacts, policy: Policy): FailedTest | null {
  const { registration, submittedAt } = facts;
  for (const deal of facts.deals.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    if (!isRivalDeal(deal, facts, policy)) continue;
    const work = vendorActivityBefore(deal, registration.partnerId, submittedAt, policy.settings.vendorAtWorkDays);
    if (work === null) continue;
    const on = dateOf(work.at, policy.calendar.timeZone);
    return {
      test: 'vendor at work',
      reason: `The vendor was already at work: customer contact on ${on}.`,
      recordId: deal.id,
    };
  }
  return null;
}

function isRivalDeal(deal: Deal, facts: EligibilityFacts, policy: Policy): boolean {
  const { registration, submittedAt, history, customers } = facts;
  if (deal.createdAt >= submittedAt || deal.id === registration.dealId) return false;
  const closed = closedAt(deal, history, policy);
  if (closed !== null && closed.at <= submittedAt) return false;
  if (!shareFamily(familiesOf(deal), registration.productFamilies)) return false;
  const buyer = deal.customerId === null ? undefined : customers.get(deal.customerId);
  if (buyer === undefined) return false;
  const { verdict, probability } = sameCustomer(buyer, facts.company, policy.knowledge);
  if (verdict !== 'same' || probability < SURE_FROM) return false;
  const undo = { businessDays: policy.settings.undoBusinessDays, calendar: policy.calendar };
  const standing = standingOf(registration.partnerId, deal, history, undo);
  return !standing.standsNow && !stoodAt(standing, submittedAt);
}
