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
import { claimReason, type ClaimReason } from './reasons.ts';
import { vendorActivityBefore } from './vendor-work.ts';

export interface FailedTest {
  test: string;
  reason: ClaimReason;
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
  const failed = (reason: ClaimReason): FailedTest => ({ test: 'partner', reason, recordId: registration.partnerId });
  if (partner === undefined) return failed(claimReason('no partner on record'));
  if (programme.levels.length > 0 && levelInForce(partner.level, programme, on) === null) {
    return failed(claimReason('no level', { date: on }));
  }
  const role = registration.partnerRole;
  if (role !== null && partner.roles.length > 0 && !partner.roles.includes(role)) {
    return failed(claimReason('role', { role }));
  }
  return null;
}

function amountTest(registration: Registration, policy: Policy): FailedTest | null {
  const minimum = policy.settings.minimumRegistrationAmount;
  if (minimum === null || registration.amount?.gte(minimum) === true) return null;
  const from = { minimum: minimum.toString() };
  return {
    test: 'amount',
    reason:
      registration.amount === null
        ? claimReason('no amount', from)
        : claimReason('amount too small', { amount: registration.amount.toString(), ...from }),
    recordId: registration.id,
  };
}

/** A claim takes part by any of its families: where some policy in force covers it, or where there are no policies. */
function productTest(registration: Registration, policy: Policy, on: CalendarDate): FailedTest | null {
  const failed = (reason: ClaimReason): FailedTest => ({ test: 'product', reason, recordId: registration.id });
  if (registration.productFamilies.length === 0) return failed(claimReason('no product'));
  return takingPart(registration.productFamilies, policy, on).length > 0
    ? null
    : failed(claimReason('product takes no part', { families: registration.productFamilies }));
}

/** Of these families the ones that can be registered on a day. */
export function takingPart(families: readonly string[], policy: Policy, on: CalendarDate): string[] {
  const rules = policy.policies.filter((rule) => inForce(rule, on));
  const all = rules.length === 0 || rules.some((rule) => rule.productFamilies.length === 0);
  return families.filter((family) => all || rules.some((rule) => shareFamily(rule.productFamilies, [family])));
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
  const since = event === null ? null : dateOf(event.at, policy.calendar.timeZone);
  return { test: 'named account', reason: claimReason('named account', { since }), recordId: customer.id };
}

function tenderTest(registration: Registration, on: CalendarDate): FailedTest | null {
  const published = registration.tenderPublishedOn;
  if (published === null || published >= on) return null;
  return { test: 'tender', reason: claimReason('tender', { published }), recordId: registration.id };
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
    const contact = dateOf(work.at, policy.calendar.timeZone);
    return { test: 'vendor at work', reason: claimReason('vendor at work', { contact }), recordId: deal.id };
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
