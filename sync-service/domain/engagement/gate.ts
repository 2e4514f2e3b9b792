/** What the gate rule in the org reads: open, or shut and why. */
import type { Deal, Exemption } from '../deal.ts';
import type { EngagementState } from '../assessment.ts';
import type { EngagementPolicy, Policy } from '../rules.ts';
import type { Coverage } from '../protection/coverage.ts';
import { lowestGate } from '../policy.ts';
import { addBusinessDays, addDays, dateOf, type Instant } from '../time.ts';
import { because, type EngagementReason, type EngagementReasonCode } from './reasons.ts';
import { goLiveOf, type Duty } from './duty.ts';

export interface Gate {
  open: boolean;
  why: EngagementReason;
}

interface GateCase {
  deal: Deal;
  state: EngagementState;
  coverage: Coverage;
  active: boolean;
  rule: EngagementPolicy;
  duty: Duty;
  exemptions: readonly Exemption[];
  policy: Policy;
  now: Instant;
}

/**
 * Shut while the registered partner is missing on an approved link or a sure match. It never blocks in warn mode, in the
 * days after go-live, for a deal that was past it when the duty began, or while a request for exemption goes unanswered.
 */
export function gateVerdict(gate: GateCase): Gate & { reviews: Instant[] } {
  const { state, coverage, active, rule, duty, policy, now } = gate;
  const { gateMatch, warnDaysAfterGoLive } = policy.settings;
  const open = (why: EngagementReasonCode, reviews: Instant[] = []): Gate & { reviews: Instant[] } => {
    return { open: true, why: because(why), reviews };
  };
  if (state !== 'Pending' && state !== 'Overdue') return open('not waiting');
  if (!active) return open('protection not in force');
  if (rule.mode === 'Warn') return open('policy warns');
  if (!coverage.linked && coverage.match < gateMatch) return open('uncertain match');
  if (duty.beganPastGate) return open('began past the gate');
  if (duty.clockStart > now) return open('not live yet');
  const goLive = goLiveOf(rule, policy);
  const warnsUntil = goLive === null ? -Infinity : addDays(goLive, warnDaysAfterGoLive);
  if (now < warnsUntil) {
    const until = dateOf(warnsUntil, policy.calendar.timeZone);
    return { open: true, why: because('first days', { days: warnDaysAfterGoLive, until }), reviews: [warnsUntil] };
  }
  const unanswered = unansweredRequest(gate);
  if (unanswered.overdue) return open('request unanswered');
  if (isBelowForeignGate(gate)) return open('gate further on', unanswered.reviews);
  return { open: false, why: because('partner missing'), reviews: unanswered.reviews };
}

function unansweredRequest({ exemptions, policy, now }: GateCase): { overdue: boolean; reviews: Instant[] } {
  const { exemptionAnswerBusinessDays } = policy.settings;
  const dueAts = exemptions
    .filter((exemption) => exemption.status === 'Requested')
    .map((exemption) => addBusinessDays(exemption.requestedAt, exemptionAnswerBusinessDays, policy.calendar));
  return { overdue: dueAts.some((at) => at <= now), reviews: dueAts.filter((at) => at > now) };
}

/**
 * The org holds one list of gated stages, from the lowest gate on. A deal whose own gate lies higher is let through the
 * lower stages and meets a shut gate only once it stands among them.
 */
function isBelowForeignGate({ deal, rule, policy }: GateCase): boolean {
  const lowest = lowestGate(policy);
  return lowest !== null && rule.gateProbability > lowest && deal.stageProbability < lowest;
}
