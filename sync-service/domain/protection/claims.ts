/** The order of claims: who was first, who waits, and what a partner is told. */
import type { MarginPrediction, RegistrationAssessment, RegistrationVerdict } from '../assessment.ts';
import { Context } from '../context.ts';
import { matchTyped, sameCompany } from '../customer/index.ts';
import type { Registration, RegistrationFacts } from '../deal.ts';
import { predictRegistration } from '../margin/predict.ts';
import type { Policy, Programme } from '../rules.ts';
import { day, type Instant, type Period } from '../time.ts';
import { bestMatch } from './coverage.ts';
import { failedTests } from './eligibility.ts';
import { protectionWindow } from './window.ts';

/** What the service says of a claim that was submitted, waits its turn, or has run out. */
export function decideRegistration(
  facts: RegistrationFacts,
  policy: Policy,
  programme: Programme,
  now: Instant,
): RegistrationAssessment {
  const { registration } = facts;
  const context = new Context(
    {
      deals: facts.deals,
      registrations: [registration, ...facts.rivals],
      customers: facts.customers,
      partners: facts.partners,
      exemptions: [],
      events: facts.events,
    },
    policy,
    now,
  );
  const typed = matchTyped(registration.customer, facts.customers);
  const verdict = decide(registration, facts, context);
  return {
    registrationId: registration.id,
    customer:
      typed === null
        ? null
        : { id: typed.customer.id, match: typed.match.probability, why: typed.match.reasons.join(', ') },
    verdict,
    margin: margin(facts, programme, policy, now),
    nextReviewAt: nextReview(registration, verdict, now),
  };
}

function margin(facts: RegistrationFacts, programme: Programme, policy: Policy, now: Instant): MarginPrediction {
  const { registration } = facts;
  const deal = facts.deals.find((d) => d.id === registration.dealId) ?? null;
  const partner = facts.partners.find((p) => p.id === registration.partnerId) ?? null;
  return predictRegistration(registration, deal, partner, programme, policy, now);
}

function decide(registration: Registration, facts: RegistrationFacts, context: Context): RegistrationVerdict {
  const { now, policy } = context;
  switch (registration.status) {
    case 'Approved': {
      const window = protectionWindow(registration);
      if (window === null || now < window.until) return { kind: 'none', why: 'in force' };
      return { kind: 'expired', at: window.until, reason: 'protection has run out' };
    }
    case 'Submitted':
    case 'Queued':
      break;
    case 'Draft':
    case 'Rejected':
    case 'Expired':
    case 'Lapsed':
    case 'Converted':
    case 'Withdrawn':
      return { kind: 'none', why: `nothing to decide on a registration that is ${registration.status.toLowerCase()}` };
  }
  const failed = failedTests(registration, context);
  if (failed.length > 0) return { kind: 'rejected', reasons: failed };
  const ahead = claimsAhead(registration, facts.rivals, context);
  const behind = ahead.at(-1);
  if (behind !== undefined) {
    return {
      kind: 'queued',
      behind: behind.id,
      position: ahead.length,
      reason: `${ahead.length === 1 ? 'an earlier claim' : `${ahead.length} earlier claims`} on the same deal came first`,
    };
  }
  const days = registrationPolicyDays(registration, facts, policy, now, context);
  const fitting = bestMatch(asApproved(registration, { from: now, until: now + days * day }), context);
  return {
    kind: 'approved',
    from: now,
    until: now + days * day,
    dealId: registration.dealId ?? (sure(fitting, policy) ? fitting!.deal.id : null),
    reason: `the first eligible claim on this deal; protected for ${days} days`,
  };
}

function sure(fitting: ReturnType<typeof bestMatch>, policy: Policy): boolean {
  return fitting !== null && fitting.coverage.match >= policy.settings.gateMatch;
}

function asApproved(registration: Registration, window: Period): Registration {
  return { ...registration, status: 'Approved', protectedFrom: window.from, protectedUntil: window.until };
}

function registrationPolicyDays(
  registration: Registration,
  facts: RegistrationFacts,
  policy: Policy,
  now: Instant,
  context: Context,
): number {
  const fitting = facts.deals.find((deal) => deal.id === registration.dealId) ?? facts.deals[0];
  const fallback = policy.policies[0]?.protectionDays ?? 90;
  return fitting === undefined ? fallback : (context.policyFor(fitting, now)?.protectionDays ?? fallback);
}

/**
 * Claims on the same deal that come first, in their order: alive, submitted earlier (equal: the smaller id), eligible
 * when they were submitted. Registering again does not help: the date of the new submission counts.
 */
export function claimsAhead(
  registration: Registration,
  rivals: readonly Registration[],
  context: Context,
): Registration[] {
  return rivals
    .filter((rival) => rival.partnerId !== registration.partnerId || rival.status === 'Approved')
    .filter((rival) => overlap(registration, rival) && earlier(rival, registration) && aliveAndEligible(rival, context))
    .sort((a, b) => (earlier(a, b) ? -1 : 1));
}

function earlier(a: Registration, b: Registration): boolean {
  const [x, y] = [a.submittedAt ?? Number.POSITIVE_INFINITY, b.submittedAt ?? Number.POSITIVE_INFINITY];
  return x < y || (x === y && a.id < b.id);
}

function aliveAndEligible(rival: Registration, context: Context): boolean {
  const window = protectionWindow(rival);
  if (rival.status === 'Approved') return window !== null && context.now < window.until;
  const waits = rival.status === 'Submitted' || rival.status === 'Queued';
  return waits && failedTests(rival, context).length === 0;
}

/** Same end customer and at least one product family in common. A claim that names no family claims them all. */
export function overlap(a: Registration, b: Registration): boolean {
  const sameCustomer =
    a.customerId !== null && b.customerId !== null
      ? a.customerId === b.customerId
      : sameCompany({ ...a.customer, companyNumber: null }, { ...b.customer, companyNumber: null }).verdict === 'same';
  if (!sameCustomer) return false;
  if (a.productFamilies.length === 0 || b.productFamilies.length === 0) return true;
  return a.productFamilies.some((family) => b.productFamilies.includes(family));
}

function nextReview(registration: Registration, verdict: RegistrationVerdict, now: Instant): Instant | null {
  if (verdict.kind === 'approved') return verdict.until;
  const window = registration.status === 'Approved' ? protectionWindow(registration) : null;
  return window !== null && window.until > now && Number.isFinite(window.until) ? window.until : null;
}
