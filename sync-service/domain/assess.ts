/** The heart: facts, rules and the moment in; everything the service concludes about one deal out. */
import type { Assessment, Protection } from './assessment.ts';
import { findConflicts, remedied } from './conflict/index.ts';
import { Context } from './context.ts';
import type { Deal, DealFacts } from './deal.ts';
import { engagementOf } from './engagement/index.ts';
import { predictDeal } from './margin/predict.ts';
import { policyEdges } from './policy.ts';
import { coverageOf, type Coverage } from './protection/coverage.ts';
import type { EngagementPolicy, Policy, Programme } from './rules.ts';
import { calendarDate, contains, startOfDay, type Instant } from './time.ts';

export { decideRegistration } from './protection/claims.ts';

/**
 * Concludes everything about one deal. Pure: the same facts, rules and moment give the same answer, and any moment
 * before `nextReviewAt` gives the same answer too.
 */
export function assess(facts: DealFacts, programme: Programme, policy: Policy, now: Instant): Assessment {
  const { deal } = facts;
  const context = new Context({ ...facts, deals: [deal, ...facts.relatedDeals] }, policy, now);
  const coverage = strongest(deal, facts, context);
  const { engagement, gate } = engagementOf(deal, coverage, context);
  const findings = findConflicts(deal, context);
  const active = context.policyFor(deal, now);
  return {
    dealId: deal.id,
    inScope:
      !deal.isClosed || coverage !== null || findings.some((finding) => finding.raised) || facts.cases.length > 0,
    protection: coverage === null ? null : protectionOf(coverage, now),
    engagement,
    gate,
    findings,
    remedied: remedied(deal, findings, context, facts.cases),
    margin: predictDeal(deal, coverage?.registration ?? null, facts.partners, programme, policy, now),
    nextReviewAt: nextReview(context, policy, now),
    ruleVersion: ruleVersion(active, programme, policy, now),
  };
}

/** Of several claims in force at different times, the one in force now; else the one that ended last. */
function strongest(deal: Deal, facts: DealFacts, context: Context): Coverage | null {
  const coverages = facts.registrations.flatMap((registration) => coverageOf(deal, registration, context) ?? []);
  coverages.sort(
    (a, b) =>
      Number(contains(b.window, context.now)) - Number(contains(a.window, context.now)) ||
      b.window.until - a.window.until ||
      (a.registration.submittedAt ?? 0) - (b.registration.submittedAt ?? 0) ||
      (a.registration.id < b.registration.id ? -1 : 1),
  );
  return coverages[0] ?? null;
}

function protectionOf({ registration, window, match, why }: Coverage, now: Instant): Protection {
  return {
    registrationId: registration.id,
    partnerId: registration.partnerId,
    from: window.from,
    until: window.until,
    active: contains(window, now),
    match,
    why,
  };
}

function nextReview(context: Context, policy: Policy, now: Instant): Instant | null {
  const zone = policy.calendar.timeZone;
  const days = policyEdges(policy).flatMap((date) => (date === null ? [] : startOfDay(date, zone)));
  const edges = [...context.edges, ...days].filter((at) => at > now && Number.isFinite(at));
  return edges.length === 0 ? null : Math.min(...edges);
}

function ruleVersion(active: EngagementPolicy | null, programme: Programme, policy: Policy, now: Instant): string {
  const today = calendarDate(now, policy.calendar.timeZone);
  const newest = programme.incentives
    .flatMap((incentive) => incentive.effectiveFrom ?? [])
    .filter((from) => from <= today)
    .sort()
    .at(-1);
  return `policy ${active?.key ?? 'none'}; programme ${newest ?? 'undated'}`.slice(0, 80);
}
