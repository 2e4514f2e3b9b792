/**
 * The heart: what follows, at one moment, from the facts about one deal. Pure and deterministic; the clock is handed in.
 * Protection, engagement, conflicts, margin: each line below is a folder.
 */
import type { Assessment, Protection } from './assessment.ts';
import type { DealFacts } from './deal.ts';
import type { ForecastModel } from './forecast/model.ts';
import type { Programme } from './programme/schema.ts';
import type { EngagementPolicy, Policy } from './rules.ts';
import { reviewConflicts } from './conflict/index.ts';
import { reviewEngagement } from './engagement/engagement.ts';
import { historyOf } from './history.ts';
import { earningsOf } from './payout/earnings.ts';
import { predictMargin } from './margin/predict.ts';
import {
  coveringDeal,
  describeProtection,
  groundsOf,
  placementsOf,
  type CaseFile,
  type Coverage,
} from './protection/coverage.ts';
import { protectsAt } from './protection/window.ts';
import type { Instant } from './time.ts';

export { decideRegistration } from './protection/decide-registration.ts';

/**
 * Concludes everything about one deal. The same facts give the same assessment at any moment before `nextReviewAt`,
 * whatever order they come in.
 * @param forecast what was learned from closed deals; null where nothing was yet
 */
export function assess(
  facts: DealFacts,
  programme: Programme,
  policy: Policy,
  now: Instant,
  forecast: ForecastModel | null = null,
): Assessment {
  const file = openFile(facts, policy);
  const placements = placementsOf(file);
  const coverages = coveringDeal(facts.deal.id, placements, now);
  const [coverage = null] = coverages;
  const { engagement, gate, rule, reviews } = reviewEngagement(file, coverage, now);
  const conflicts = reviewConflicts(file, placements, now);
  const margin = predictMargin(file, coverage, programme, now, forecast);
  return {
    dealId: facts.deal.id,
    inScope: !facts.deal.isClosed || coverage !== null || conflicts.findings.length > 0 || facts.cases.length > 0,
    protection: coverage === null ? null : protectionBy(coverage, policy, now),
    engagement,
    gate: { open: gate.open, why: gate.why },
    findings: conflicts.findings,
    remedied: conflicts.remedied,
    margin: margin.prediction,
    earnings: earningsOf(file, margin, programme),
    nextReviewAt: earliest([...coverages.flatMap(edgesOf), ...reviews, ...conflicts.reviews, margin.nextReviewAt], now),
    ruleVersion: versionOf(rule, programme),
  };
}

function openFile(facts: DealFacts, policy: Policy): CaseFile {
  const customers = new Map(facts.customers.map((customer) => [customer.id, customer]));
  return { facts, policy, customers, history: historyOf(facts.events, facts.historyFrom) };
}

function protectionBy(coverage: Coverage, policy: Policy, now: Instant): Protection {
  const { registration, window, match } = coverage;
  return {
    registrationId: registration.id,
    partnerId: registration.partnerId,
    from: window.protected.from,
    until: window.protected.until,
    active: protectsAt(registration, window, now),
    match,
    why: describeProtection(coverage, policy.calendar.timeZone),
    grounds: groundsOf(coverage),
  };
}

/** When a claim begins and ceases to protect, and so may hand over to another. */
function edgesOf({ registration, window }: Coverage): Instant[] {
  return registration.status === 'Approved' ? [window.protected.from, window.protected.until] : [];
}

function earliest(instants: readonly (Instant | null)[], now: Instant): Instant | null {
  const later = instants.filter((at) => at !== null && at > now && Number.isFinite(at));
  return later.length === 0 ? null : Math.min(...later.filter((at) => at !== null));
}

/** Names what the conclusion rests on, within the eighty characters that the record holds. */
function versionOf(rule: EngagementPolicy | null, programme: Programme): string {
  const policy = rule === null ? 'no policy' : `policy ${rule.key}@${rule.effectiveFrom ?? 'always'}`;
  const newest = Math.max(0, ...programme.incentives.map((incentive) => incentive.version));
  return `${policy.slice(0, 50)}; programme ${newest}`;
}
