/** Must a partner be engaged on this deal, which one, by when; and is the gate open until then? */
import type { Engagement } from '../assessment.ts';
import type { Context } from '../context.ts';
import type { Deal, Id } from '../deal.ts';
import { isBehindGate } from '../policy.ts';
import type { Coverage } from '../protection/coverage.ts';
import type { EngagementPolicy } from '../rules.ts';
import { addBusinessDays, contains, day, startOfDay, type Instant } from '../time.ts';

export interface Gate {
  open: boolean;
  why: string;
}

export interface Duty {
  engagement: Engagement;
  gate: Gate;
}

/** The duty on a deal, given the registration that covers it, if any. */
export function engagementOf(deal: Deal, coverage: Coverage | null, context: Context): Duty {
  const policy = context.policyFor(deal, deal.createdAt) ?? context.policyFor(deal, context.now);
  if (coverage !== null) return dutyToward(deal, coverage, policy, context);
  if (policy !== null && policy.requiredOf === 'Qualified Partner' && !deal.isRenewal) {
    return partnerLed(deal, policy, context);
  }
  return {
    engagement: { ...nobody, why: 'no registration covers this deal and the policy asks for no partner' },
    gate: { open: true, why: 'no partner is required' },
  };
}

const nobody: Engagement = {
  state: 'Not Required',
  requiredOf: 'Nobody',
  partnerId: null,
  dueAt: null,
  enteredAt: null,
  confirmedAt: null,
  why: '',
};

/** By when the partner of a covered deal must be entered: ten business days after the clock starts, or at the gate. */
export function dueAt(deal: Deal, coverage: Coverage, policy: EngagementPolicy | null, context: Context): Instant {
  const start = clockStart(deal, coverage.window.from, policy, context);
  const byDays = withNewOwner(
    deal,
    addBusinessDays(start, policy?.businessDays ?? 10, context.policy.calendar),
    context,
  );
  const crossed = context
    .gateCrossings(deal, policy?.gateProbability ?? 50)
    .find((event) => event.at >= start && event.at < byDays);
  return crossed?.at ?? byDays;
}

function clockStart(deal: Deal, from: Instant, policy: EngagementPolicy | null, context: Context): Instant {
  return Math.max(deal.createdAt, from, goLive(policy, context));
}

function goLive(policy: EngagementPolicy | null, context: Context): Instant {
  return policy?.goLive == null
    ? Number.NEGATIVE_INFINITY
    : startOfDay(policy.goLive, context.policy.calendar.timeZone);
}

/** Whoever takes the deal over before it was due has five business days of his own. */
function withNewOwner(deal: Deal, due: Instant, context: Context): Instant {
  const { calendar, settings } = context.policy;
  return context
    .events(deal.id, 'Owner Changed')
    .filter((event) => event.at < due)
    .reduce(
      (latest, event) => Math.max(latest, addBusinessDays(event.at, settings.newOwnerBusinessDays, calendar)),
      due,
    );
}

/** When the partner was entered for good: his last entry, if he still stands on the deal; null where it is not dated. */
export function enteredAt(deal: Deal, partnerId: Id, context: Context): Instant | null {
  if (!context.stands(deal, partnerId)) return null;
  const entries = context.events(deal.id, 'Partner Entered').filter((event) => event.partnerId === partnerId);
  const left = context.events(deal.id, 'Partner Left').filter((event) => event.partnerId === partnerId);
  // Moving him from the lookup to a partner row ends nothing: the first entry after the last time he was truly gone counts.
  const gone = left.findLast((event) => !context.stoodAt(deal, partnerId, event.at));
  return entries.find((event) => gone === undefined || event.at >= gone.at)?.at ?? null;
}

function dutyToward(deal: Deal, coverage: Coverage, policy: EngagementPolicy | null, context: Context): Duty {
  const { registration, window } = coverage;
  const due = dueAt(deal, coverage, policy, context);
  const entered = enteredAt(deal, registration.partnerId, context);
  const base: Engagement = {
    state: 'Pending',
    requiredOf: 'Registered Partner',
    partnerId: registration.partnerId,
    dueAt: due,
    enteredAt: entered,
    confirmedAt: registration.partnerConfirmedAt,
    why: `registration ${registration.name} covers this deal: ${coverage.why}`,
  };
  const exemption = context.exemptionAt(deal.id, context.now);
  context.edge(due);
  context.edge(window.until);
  if (context.stands(deal, registration.partnerId)) {
    const late = entered !== null && entered > due;
    return { engagement: { ...base, state: late ? 'Engaged Late' : 'Engaged' }, gate: open('the partner is engaged') };
  }
  if (exemption !== null) {
    context.edge(exemption.validUntil);
    return { engagement: { ...base, state: 'Exempt' }, gate: open(`exempted: ${exemption.reasonCode}`) };
  }
  const closed = context.closedAt(deal);
  const ended = Math.min(window.until, closed ?? Number.POSITIVE_INFINITY);
  const wonPastGate = deal.isWon && closed !== null && contains(window, closed);
  if (ended <= due && ended <= context.now && !wonPastGate) {
    const why = closed === ended ? 'the deal was closed before it was due' : 'protection ended before it was due';
    return { engagement: { ...nobody, partnerId: registration.partnerId, why }, gate: open(why) };
  }
  const state = context.now < due && !wonPastGate ? 'Pending' : 'Overdue';
  return { engagement: { ...base, state }, gate: gateFor(deal, coverage, policy, context) };
}

function gateFor(
  deal: Deal,
  coverage: Pick<Coverage, 'linked' | 'match' | 'window'>,
  policy: EngagementPolicy | null,
  context: Context,
): Gate {
  const { settings, calendar } = context.policy;
  const { now } = context;
  if (policy === null) return open('no policy holds for this deal');
  if (policy.mode === 'Warn') return open('the policy warns, it does not block');
  if (deal.isClosed) return open('the deal is closed');
  if (!contains(coverage.window, now)) return open('protection has ended');
  if (!coverage.linked && coverage.match < settings.gateMatch) {
    return open(`the match of ${coverage.match.toFixed(2)} is not sure enough to block`);
  }
  if (policy.goLive !== null) {
    const blocksFrom = startOfDay(policy.goLive, calendar.timeZone) + settings.warnDaysAfterGoLive * day;
    context.edge(blocksFrom);
    if (now < blocksFrom) return open('enforcement has just begun: the gate only warns');
  }
  if (isBehindGate(deal.stage, policy.gateProbability, context.policy))
    return open('the deal is past the gate already');
  for (const request of context.known.exemptions) {
    if (request.dealId !== deal.id || request.status !== 'Requested') continue;
    const answerBy = addBusinessDays(request.requestedAt, settings.exemptionAnswerBusinessDays, calendar);
    context.edge(answerBy);
    if (answerBy <= now) return open('an exemption was asked for and not answered in time');
  }
  return { open: false, why: 'the registered partner must be engaged before this deal passes the gate' };
}

/** The policy makes this segment partner-led: any partner with a level will do. */
function partnerLed(deal: Deal, policy: EngagementPolicy, context: Context): Duty {
  const start = clockStart(deal, deal.createdAt, policy, context);
  const byDays = withNewOwner(deal, addBusinessDays(start, policy.businessDays, context.policy.calendar), context);
  const crossed = context.gateCrossings(deal, policy.gateProbability).find((e) => e.at >= start && e.at < byDays);
  const due = crossed?.at ?? byDays;
  context.edge(due);
  const qualified = deal.partners.find(({ partnerId }) => context.partner(partnerId)?.level != null);
  const base: Engagement = {
    ...nobody,
    requiredOf: 'Qualified Partner',
    dueAt: due,
    why: `policy ${policy.key} makes this segment partner-led`,
  };
  if (qualified !== undefined) {
    const entered = enteredAt(deal, qualified.partnerId, context);
    const state = entered !== null && entered > due ? 'Engaged Late' : 'Engaged';
    return {
      engagement: { ...base, state, partnerId: qualified.partnerId, enteredAt: entered },
      gate: open('a partner is engaged'),
    };
  }
  const exemption = context.exemptionAt(deal.id, context.now);
  if (exemption !== null) {
    context.edge(exemption.validUntil);
    return { engagement: { ...base, state: 'Exempt' }, gate: open(`exempted: ${exemption.reasonCode}`) };
  }
  const closed = context.closedAt(deal);
  if (closed !== null && closed <= due && !deal.isWon) {
    return {
      engagement: { ...nobody, why: 'the deal was closed before it was due' },
      gate: open('the deal is closed'),
    };
  }
  const state = context.now < due ? 'Pending' : 'Overdue';
  const always = { linked: true, match: 1, window: { from: start, until: Number.POSITIVE_INFINITY } };
  const gate = gateFor(deal, always, policy, context);
  return {
    engagement: { ...base, state },
    gate: gate.open
      ? gate
      : { open: false, why: 'a qualified partner must be engaged before this deal passes the gate' },
  };
}

function open(why: string): Gate {
  return { open: true, why };
}
