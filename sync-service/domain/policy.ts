import type { Customer, Deal } from './deal.ts';
import type { EngagementPolicy, Policy, PolicySettings } from './rules.ts';
import { calendarDate, inForce, type Instant } from './time.ts';

/** The rules in brackets, as the programme rules found in practice have them. */
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
  decisionClockHours: 48,
  lateClearingDays: 7,
  minimumRegistrationAmount: null,
};

/** The policy that holds for a deal on the day of an instant: the first by priority, then by key, that fits. */
export function policyFor(
  deal: { country: string | null; segment: string | null; families: readonly string[] },
  policy: Policy,
  at: Instant,
): EngagementPolicy | null {
  const today = calendarDate(at, policy.calendar.timeZone);
  const fitting = policy.policies.filter(
    (p) =>
      inForce(p, today) &&
      allows(p.countries, deal.country) &&
      allows(p.segments, deal.segment) &&
      (p.productFamilies.length === 0 || deal.families.some((family) => p.productFamilies.includes(family))),
  );
  fitting.sort((a, b) => a.priority - b.priority || (a.key < b.key ? -1 : 1));
  return fitting[0] ?? null;
}

function allows(list: readonly string[], value: string | null): boolean {
  return list.length === 0 || (value !== null && list.includes(value));
}

/** What a policy is chosen by. */
export function scopeOf(deal: Deal, customer: Customer | null) {
  return { country: customer?.country ?? null, segment: customer?.segment ?? null, families: familiesOf(deal) };
}

export function familiesOf(deal: Deal): string[] {
  return [...new Set(deal.lines.flatMap((line) => line.family ?? []))];
}

/** Whether a stage lies behind the gate. A lost deal never does: nobody is kept from closing it. */
export function isBehindGate(stage: string, gateProbability: number, policy: Policy): boolean {
  const found = policy.stages.find((s) => s.name === stage);
  return found !== undefined && !(found.isClosed && !found.isWon) && found.probability >= gateProbability;
}

/** Stages behind the gate of the strictest policy in force, in the org's order. */
export function gatedStages(policy: Policy, at: Instant): string[] {
  const today = calendarDate(at, policy.calendar.timeZone);
  const gates = policy.policies.filter((p) => p.mode === 'Block' && inForce(p, today)).map((p) => p.gateProbability);
  if (gates.length === 0) return [];
  const lowest = Math.min(...gates);
  return [...policy.stages]
    .sort((a, b) => a.order - b.order)
    .filter((stage) => isBehindGate(stage.name, lowest, policy))
    .map((stage) => stage.name);
}

/** Every instant after now at which another policy may hold for some deal: the days policies begin and end. */
export function policyEdges(policy: Policy): (string | null)[] {
  return policy.policies.flatMap((p) => [p.effectiveFrom, p.effectiveUntil, p.goLive]);
}
