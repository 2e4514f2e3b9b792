/** What the vendor's policy asks of one deal at one date. */
import { startOf, inForce, type CalendarDate, type Instant } from './time.ts';
import type { EngagementPolicy, Policy, PolicySettings } from './rules.ts';
import { sameCountry } from './customer/country.ts';
import { shareFamily } from './product-family.ts';

/** The bracketed numbers of the rules, where an org sets none of its own. */
export const defaultSettings: PolicySettings = {
  vendorAtWorkDays: 60,
  replacedGraceDays: 30,
  undoBusinessDays: 1,
  closeDatesApartDays: 180,
  amountsApartFactor: 4,
  extensionDays: 90,
  exemptionAnswerBusinessDays: 1,
  newOwnerBusinessDays: 5,
  warnDaysAfterGoLive: 30,
  gateMatch: 0.95,
  raiseConfidence: 0.5,
  raiseConfidenceByPattern: {},
  decisionClockHours: 48,
  lateClearingDays: 7,
  revivedWithinDays: 45,
  undercutPoints: 3,
  undercutGraceDays: 30,
  sameOfferBusinessDays: 5,
  latePaperAgeDays: 30,
  minimumRegistrationAmount: null,
  ledgerFrom: null,
};

/** Days of protection where no policy is in force to say otherwise. */
export const DEFAULT_PROTECTION_DAYS = 90;

/** What a policy is chosen by: a deal's or a registration's. */
export interface PolicyScope {
  country: string | null;
  segment: string | null;
  productFamilies: readonly string[];
}

/**
 * The policy that holds on a date: the lowest priority number that fits, then the key. A policy limited to
 * countries, segments or families fits only where that is known.
 */
export function policyFor(scope: PolicyScope, policy: Policy, on: CalendarDate): EngagementPolicy | null {
  return policiesFor(scope, policy).find((rule) => inForce(rule, on)) ?? null;
}

/** Every policy that could hold for this scope at some date, the one to be preferred first. */
export function policiesFor(scope: PolicyScope, policy: Policy): EngagementPolicy[] {
  return policy.policies
    .filter((rule) => fits(rule, scope))
    .sort((a, b) => a.priority - b.priority || (a.key < b.key ? -1 : 1));
}

/** Instants after `now` at which another policy may come to hold for this scope. */
export function policyEdges(scope: PolicyScope, policy: Policy, now: Instant): Instant[] {
  return policiesFor(scope, policy)
    .flatMap((rule) => [rule.effectiveFrom, rule.effectiveUntil])
    .filter((date) => date !== null)
    .map((date) => startOf(date, policy.calendar.timeZone))
    .filter((at) => at > now);
}

function fits(rule: EngagementPolicy, scope: PolicyScope): boolean {
  const country = rule.countries.length === 0 || rule.countries.some((code) => sameCountry(code, scope.country));
  const family = rule.productFamilies.length === 0 || shareFamily(rule.productFamilies, scope.productFamilies);
  const segment = rule.segments.length === 0 || (scope.segment !== null && rule.segments.includes(scope.segment));
  return country && family && segment;
}

/**
 * Stages a guarded opportunity may not enter while its gate is shut, in the org's order: from the lowest gate of any
 * policy on. Closed lost is never among them: nobody is kept from giving a deal up.
 */
export function gatedStages(policy: Policy): string[] {
  const lowest = lowestGate(policy);
  return [...policy.stages]
    .sort((a, b) => a.order - b.order)
    .filter((stage) => lowest !== null && isPastGate(stage, lowest))
    .map((stage) => stage.name);
}

/** The lowest gate of any policy that blocks; null where none does. */
export function lowestGate(policy: Policy): number | null {
  const gates = policy.policies.filter((rule) => rule.mode === 'Block').map((rule) => rule.gateProbability);
  return gates.length === 0 ? null : Math.min(...gates);
}

/** By the stage's own probability. Closed lost lies on no side of the gate. */
export function isPastGate(
  stage: { probability: number; isClosed: boolean; isWon: boolean },
  gateProbability: number,
): boolean {
  return stage.probability >= gateProbability && (stage.isWon || !stage.isClosed);
}

/** As `isPastGate`, for a stage known by name; null for a name that the org no longer has. */
export function isStagePastGate(name: string, gateProbability: number, policy: Policy): boolean | null {
  const stage = policy.stages.find((known) => known.name === name);
  return stage === undefined ? null : isPastGate(stage, gateProbability);
}
