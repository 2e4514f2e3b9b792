/** What the gate rule in the org reads: open, or shut and why. */
import type { Deal, Exemption } from '../deal.ts';
import type { EngagementState } from '../assessment.ts';
import type { EngagementPolicy, Policy } from '../rules.ts';
import type { Coverage } from '../protection/coverage.ts';
import { lowestGate } from '../policy.ts';
import { addBusinessDays, addDays, type Instant } from '../time.ts';
import { goLiveOf, type Duty } from './duty.ts';

export interface Gate {
  open: boolean;
  why: string;
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
  const open = (why: string, reviews: Instant[] = []): Gate & { reviews: Instant[] } => ({ open: true, why, reviews });
  if (state !== 'Pending' && state !== 'Overdue') return open(`engagement is ${state.toLowerCase()}`);
  if (!active) return open('protection is not in force');
  if (rule.mode === 'Warn') return open('the policy warns and does not block');
  if (!coverage.linked && coverage.match < gateMatch) return open('the match is too uncertain to block');
  if (duty.beganPastGate) return open('the deal was past the gate when the duty began');
  if (duty.clockStart > now) return open('the policy is not live yet');
  const goLive = goLiveOf(rule, policy);
  const warnsUntil = goLive === null ? -Infinity : addDays(goLive, warnDaysAfterGoLive);
  if (now < warnsUntil) return open(`the gate only warns in the first ${warnDaysAfterGoLive} days`, [warnsUntil]);
  const unanswered = unansweredRequest(gate);
  if (unanswered.overdue) return open('a request for exemption was not answered in time');
  if (isBelowForeignGate(gate)) return open('its own gate lies further on', unanswered.reviews);
  const shut = 'the registered partner must be entered before the deal passes the gate';
  return { open: false, why: shut, reviews: unanswered.reviews };
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
