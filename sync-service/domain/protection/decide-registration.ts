/** The verdict on one claim, judged by what was on record when it was submitted. */
import type { Customer, Deal, Id, Registration, RegistrationFacts } from '../deal.ts';
import type { ForecastModel } from '../forecast/model.ts';
import type { Programme } from '../programme/schema.ts';
import type { Policy } from '../rules.ts';
import type { RegistrationAssessment, RegistrationVerdict } from '../assessment.ts';
import { companyOf, matchTyped, sameCustomer, type CustomerMatch, type Knowledge } from '../customer/index.ts';
import { historyOf, type History } from '../history.ts';
import { familiesOf, shareFamily } from '../product-family.ts';
import { predictRegistrationMargin } from '../margin/predict.ts';
import { addDays, dateOf, type Instant } from '../time.ts';
import { failedTests, type FailedTest } from './eligibility.ts';
import { farApart } from './far-apart.ts';
import { isRival, orderOf, type ClaimOrder } from './claims.ts';
import { claimReason, type ClaimReason } from './reasons.ts';
import { protectionDays, scopeOf, windowOf } from './window.ts';

/** Facts looked up once. */
interface Desk {
  registration: Registration;
  facts: RegistrationFacts;
  customers: ReadonlyMap<Id, Customer>;
  history: History;
  policy: Policy;
  programme: Programme;
  now: Instant;
}

/**
 * Decides a claim that waits for a decision, ends one whose protection is over, and leaves the rest alone. What people
 * decided (approved, rejected, withdrawn) is never decided again.
 */
export function decideRegistration(
  facts: RegistrationFacts,
  policy: Policy,
  programme: Programme,
  now: Instant,
  forecast: ForecastModel | null = null,
): RegistrationAssessment {
  const customers = new Map(facts.customers.map((customer) => [customer.id, customer]));
  const customer = resolve(facts.registration, facts.customers, customers, policy.knowledge);
  const registration = { ...facts.registration, customerId: customer?.id ?? null };
  const history = historyOf(facts.events, null);
  const desk: Desk = { registration, facts, customers, history, policy, programme, now };
  const { verdict, nextReviewAt } = verdictOn(desk);
  const dealId = verdict.kind === 'approved' ? verdict.dealId : registration.dealId;
  const margin = predictRegistrationMargin(
    { ...facts, registration: { ...registration, dealId } },
    programme,
    policy,
    now,
    forecast,
  );
  const reviews = [nextReviewAt, margin.nextReviewAt].filter((at) => at !== null);
  return {
    registrationId: registration.id,
    customer,
    verdict,
    extensionUntil: verdict.kind === 'expired' ? null : extensionUntil(desk),
    margin: margin.prediction,
    priced: margin.priced,
    nextReviewAt: reviews.length === 0 ? null : Math.min(...reviews),
  };
}

/** A customer once resolved stays, so that a new account does not move a claim; unless the typed one contradicts it. */
function resolve(
  registration: Registration,
  customers: readonly Customer[],
  byId: ReadonlyMap<Id, Customer>,
  knowledge: Knowledge,
): CustomerMatch | null {
  const resolved = registration.customerId === null ? undefined : byId.get(registration.customerId);
  if (resolved !== undefined) {
    const verdict = sameCustomer(registration.customer, resolved, knowledge);
    if (verdict.verdict !== 'different') {
      return { id: resolved.id, match: verdict.probability, why: verdict.reasons.join(', ') };
    }
  }
  return matchTyped(registration.customer, customers, knowledge);
}

interface Decision {
  verdict: RegistrationVerdict;
  nextReviewAt: Instant | null;
}

function verdictOn(desk: Desk): Decision {
  const { registration } = desk;
  switch (registration.status) {
    case 'Submitted':
    case 'Queued':
      return registration.submittedAt === null
        ? { verdict: { kind: 'none', why: 'It has no time of submission.' }, nextReviewAt: null }
        : decide(desk, registration.submittedAt);
    case 'Approved':
      return registration.protectedFrom === null ? startProtection(desk) : watchProtection(desk);
    case 'Draft':
    case 'Rejected':
    case 'Expired':
    case 'Lapsed':
    case 'Converted':
    case 'Withdrawn':
      return { verdict: { kind: 'none', why: `It is ${registration.status.toLowerCase()}.` }, nextReviewAt: null };
  }
}

function decide(desk: Desk, submittedAt: Instant): Decision {
  const { registration, facts, customers, history, policy, now } = desk;
  const reasons = testsFailedBy(desk, registration, submittedAt);
  if (reasons.length > 0) return { verdict: { kind: 'rejected', reasons }, nextReviewAt: null };
  const rivals = facts.rivals.filter((rival) => isRival(registration, rival, customers, policy.knowledge));
  const isEligible = (rival: Registration): boolean =>
    rival.submittedAt !== null && testsFailedBy(desk, rival, rival.submittedAt).length === 0;
  const order = orderOf(registration, rivals, isEligible, { history, policy, now });
  if (order.converted !== null) {
    const reason = claimReason('won by an earlier claim');
    return {
      verdict: { kind: 'rejected', reasons: [{ test: 'earlier claim', reason, recordId: order.converted.id }] },
      nextReviewAt: null,
    };
  }
  return queuedBehind(order, desk) ?? approve(desk, now);
}

/** A rival is tested at its own submission, on the same customer's records. */
function testsFailedBy(desk: Desk, registration: Registration, submittedAt: Instant): FailedTest[] {
  const { facts, customers, history, policy, programme } = desk;
  const company = companyOf(registration, customers);
  const { deals, partners } = facts;
  return failedTests({ registration, submittedAt, company, customers, deals, partners, history }, policy, programme);
}

// Neither the rival's name nor his dates are told: a claim must not be a way to fish for them.
function queuedBehind(order: ClaimOrder, { registration }: Desk): Decision | null {
  const ahead = [...order.holders.map((holder) => holder.registration), ...order.earlier];
  const [first] = ahead;
  if (first === undefined) return null;
  const [holder] = order.holders;
  const nextReviewAt = order.holders.length === 0 ? null : Math.min(...order.holders.map(({ until }) => until));
  const own = ahead.some((claim) => claim.partnerId === registration.partnerId);
  const reasons: ClaimReason[] = [
    claimReason(holder === undefined ? 'behind a claim not yet decided' : 'behind a claim in force'),
    ...(own ? [claimReason('one of them is your own')] : []),
  ];
  return { verdict: { kind: 'queued', behind: first.id, position: ahead.length, reasons }, nextReviewAt };
}

function approve(desk: Desk, from: Instant): Decision {
  const { registration, policy, customers } = desk;
  const customer = customers.get(registration.customerId ?? '') ?? null;
  const days = protectionDays(scopeOf(registration, customer), policy, from);
  const until = addDays(from, days);
  const reason = claimReason('earliest', { days });
  return { verdict: { kind: 'approved', from, until, dealId: dealNamedBy(desk), reason }, nextReviewAt: until };
}

/** A person approved it without dates: protection runs from that decision. */
function startProtection(desk: Desk): Decision {
  const { registration, history, now } = desk;
  const approval = history
    .ofRegistration(registration.id)
    .findLast((event) => event.kind === 'Registration Status Changed' && event.to === 'Approved');
  return approve(desk, registration.decidedAt ?? approval?.at ?? now);
}

function watchProtection(desk: Desk): Decision {
  const { registration, history, policy, now } = desk;
  const window = windowOf(registration, history, policy);
  if (window === null) return { verdict: { kind: 'none', why: 'Its protection has no end.' }, nextReviewAt: null };
  const { until } = window.protected;
  if (now < until) {
    const why = window.extensionPending ? 'Protected; an extension awaits its decision.' : 'Protected.';
    return { verdict: { kind: 'none', why }, nextReviewAt: until };
  }
  const reason = claimReason('protection ended', { date: dateOf(until, policy.calendar.timeZone) });
  return { verdict: { kind: 'expired', at: until, reason }, nextReviewAt: null };
}

function extensionUntil({ registration, history, policy }: Desk): Instant | null {
  const window = windowOf(registration, history, policy);
  return window?.extensionPending === true ? window.protected.until : null;
}

/**
 * The opportunity that an approval names: the one the partner or a person already named, else the only open one that it
 * can be. With two to choose from, another partner already on it, or amounts or close dates far apart, it names none: a
 * token claim must not take over a deal, nor show the partner what it is worth.
 */
function dealNamedBy({ registration, facts, customers, policy }: Desk): Id | null {
  if (registration.dealId !== null) return registration.dealId;
  const company = companyOf(registration, customers);
  const fits = (deal: Deal): boolean => {
    const buyer = deal.customerId === null ? undefined : customers.get(deal.customerId);
    if (deal.isClosed || deal.isRenewal || buyer === undefined) return false;
    if (!shareFamily(familiesOf(deal), registration.productFamilies)) return false;
    const others = deal.partners.map((partner) => partner.partnerId);
    if (others.length > 0 && !others.includes(registration.partnerId)) return false;
    const { closeDate, amount } = deal;
    if (farApart(registration, { closeDate, amount: amount?.toNumber() ?? Number.NaN }, policy).length > 0)
      return false;
    const { verdict, probability } = sameCustomer(buyer, company, policy.knowledge);
    return verdict === 'same' && probability >= policy.settings.gateMatch;
  };
  const candidates = facts.deals.filter(fits);
  return candidates.length === 1 ? (candidates[0]?.id ?? null) : null;
}
