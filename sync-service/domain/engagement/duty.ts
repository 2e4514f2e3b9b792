/** When the duty to engage a partner begins, when it is due, and whether it was ever missed. */
import type { Deal, Exemption } from '../deal.ts';
import type { EngagementPolicy, Policy } from '../rules.ts';
import { gatePassing, type GatePassing, type History } from '../history.ts';
import { addBusinessDays, startOf, type Instant } from '../time.ts';

export interface Duty {
  clockStart: Instant;
  /** When it is due for the present owner. */
  dueAt: Instant;
  /** What the due date rests on. */
  dueBy: 'gate' | 'days' | 'new owner' | 'exemption';
  /** The first due date that passed, or would pass, with a new owner's grace counted only where he came before it. */
  firstDueAt: Instant;
  firstDueBy: 'gate' | 'days' | 'new owner' | 'exemption';
  passing: GatePassing | null;
  /** Past the gate when the clock started: due by days, and never blocked. */
  beganPastGate: boolean;
}

export interface DutyFacts {
  history: History;
  policy: Policy;
  exemptions: readonly Exemption[];
  /** When the partner was entered, if he was: what gave more time afterwards no longer matters. */
  enteredAt: Instant | null;
}

/**
 * The clock starts at the latest of the opportunity's creation, the approval and go-live, and runs out after the
 * policy's business days or at the gate, whichever is earlier. Past the gate already: by days alone.
 */
export function dutyOf(
  deal: Deal,
  approvedAt: Instant,
  rule: EngagementPolicy,
  { history, policy, exemptions, enteredAt }: DutyFacts,
): Duty {
  const clockStart = Math.max(deal.createdAt, approvedAt, goLiveOf(rule, policy) ?? -Infinity);
  const byDays = addBusinessDays(clockStart, rule.businessDays, policy.calendar);
  const passing = gatePassing(deal, rule, history, policy);
  // A passing that can't be dated is not held against anyone.
  const passedAt = passing?.at ?? null;
  const beganPastGate = passing !== null && (passedAt === null || passedAt <= clockStart);
  const passedLater = beganPastGate ? null : passedAt;
  const base = { clockStart, passing, beganPastGate };
  const steps = graceSteps(deal, clockStart, exemptions, history, policy).filter(
    (step) => enteredAt === null || step.at <= enteredAt,
  );
  return { ...base, ...runClock(byDays, passedLater, steps) };
}

/** When the policy began to bind anyone; null where it always has. */
export function goLiveOf(rule: EngagementPolicy, policy: Policy): Instant | null {
  return rule.goLive === null ? null : startOf(rule.goLive, policy.calendar.timeZone);
}

interface GraceStep {
  at: Instant;
  until: Instant;
  by: 'new owner' | 'exemption';
}

/** Moments that give more time: a new owner gets some days of his own; while an exemption holds, nothing falls due. */
function graceSteps(
  deal: Deal,
  clockStart: Instant,
  exemptions: readonly Exemption[],
  history: History,
  policy: Policy,
): GraceStep[] {
  const owners = history
    .ofDeal(deal.id)
    .filter((event) => event.kind === 'Owner Changed' && event.at > clockStart)
    .map(({ at }): GraceStep => {
      const until = addBusinessDays(at, policy.settings.newOwnerBusinessDays, policy.calendar);
      return { at, until, by: 'new owner' };
    });
  const granted = exemptions
    .filter(({ dealId, status, decidedAt }) => dealId === deal.id && status === 'Granted' && decidedAt !== null)
    .map(({ decidedAt, validUntil }): GraceStep => {
      return { at: decidedAt ?? 0, until: validUntil ?? Infinity, by: 'exemption' };
    });
  return [...owners, ...granted].sort((a, b) => a.at - b.at || a.until - b.until);
}

type DueDates = Pick<Duty, 'dueAt' | 'dueBy' | 'firstDueAt' | 'firstDueBy'>;

function runClock(byDays: Instant, passedAt: Instant | null, steps: readonly GraceStep[]): DueDates {
  let dueAt = byDays;
  let dueBy: Duty['dueBy'] = 'days';
  let missed: { at: Instant; by: Duty['dueBy'] } | null = null;
  const moments = [...steps, ...(passedAt === null ? [] : [{ at: passedAt, until: passedAt, by: 'gate' as const }])];
  for (const step of moments.sort((a, b) => a.at - b.at || a.until - b.until)) {
    if (step.at >= dueAt) missed ??= { at: dueAt, by: dueBy };
    if (step.by === 'gate' ? step.at < dueAt && !(dueBy === 'exemption') : step.until > dueAt) {
      dueAt = step.until;
      dueBy = step.by;
    }
  }
  return { dueAt, dueBy, firstDueAt: missed?.at ?? dueAt, firstDueBy: missed?.by ?? dueBy };
}
