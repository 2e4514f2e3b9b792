/** Whether a partner must be engaged, which one, by when, and how it stands. */
import type { Activity, Deal, Exemption, Id, Partner } from '../deal.ts';
import type { Engagement } from '../assessment.ts';
import type { EngagementPolicy, Policy } from '../rules.ts';
import { closedAt } from '../history.ts';
import { policyEdges, policyFor } from '../policy.ts';
import { familiesOf } from '../product-family.ts';
import type { CaseFile, Coverage } from '../protection/coverage.ts';
import { protectsAt } from '../protection/window.ts';
import { contains, dateOf, type BusinessCalendar, type Instant, type Period } from '../time.ts';
import { dutyOf, type Duty } from './duty.ts';
import { firmOn, tookPart } from './same-firm.ts';
import { standingOf, standingOfFirm, type PartnerStanding } from './standing.ts';
import { gateVerdict, type Gate } from './gate.ts';
import { because, type EngagementReason } from './reasons.ts';

export interface EngagementReview {
  engagement: Engagement;
  gate: Gate;
  rule: EngagementPolicy | null;
  duty: Duty | null;
  /** Instants after now at which time alone may change this. */
  reviews: Instant[];
}

/** What a review rests on, for the deal at hand. */
interface Scene {
  file: CaseFile;
  deal: Deal;
  coverage: Coverage | null;
  rule: EngagementPolicy;
  now: Instant;
}

/** Judges the deal at hand; `coverage` is the registration that governs it, if any. */
export function reviewEngagement(file: CaseFile, coverage: Coverage | null, now: Instant): EngagementReview {
  const { deal } = file.facts;
  const { rule, edges } = ruleFor(file, coverage, now);
  if (rule === null) return notRequired(because('no policy'), null, edges);
  const scene: Scene = { file, deal, coverage, rule, now };
  if (coverage !== null) return reviewCovered({ ...scene, coverage }, edges);
  if (rule.requiredOf === 'Qualified Partner') return reviewPartnerLed(scene, edges);
  return notRequired(because('not covered'), rule, edges);
}

/**
 * The policy of the day on which protection (or else the deal) began keeps holding; where none was in force then, the
 * one of today.
 */
export function ruleFor(
  { facts, customers, policy }: CaseFile,
  coverage: Coverage | null,
  now: Instant,
): { rule: EngagementPolicy | null; edges: Instant[] } {
  const buyer = facts.deal.customerId === null ? undefined : customers.get(facts.deal.customerId);
  const families = coverage === null ? familiesOf(facts.deal) : coverage.registration.productFamilies;
  const scope = {
    country: buyer?.country ?? coverage?.registration.customer.country ?? null,
    segment: buyer?.segment ?? null,
    productFamilies: families,
  };
  const began = Math.max(facts.deal.createdAt, coverage?.window.protected.from ?? facts.deal.createdAt);
  const { timeZone } = policy.calendar;
  const then = policyFor(scope, policy, dateOf(began, timeZone));
  if (then !== null) return { rule: then, edges: [] };
  return { rule: policyFor(scope, policy, dateOf(now, timeZone)), edges: policyEdges(scope, policy, now) };
}

function notRequired(why: EngagementReason, rule: EngagementPolicy | null, reviews: Instant[]): EngagementReview {
  const engagement: Engagement = {
    state: 'Not Required',
    requiredOf: 'Nobody',
    partnerId: null,
    dueAt: null,
    enteredAt: null,
    confirmedAt: null,
    why,
  };
  return { engagement, gate: { open: true, why: because('nothing required') }, rule, duty: null, reviews };
}

function reviewCovered(scene: Scene & { coverage: Coverage }, edges: Instant[]): EngagementReview {
  const { file, deal, coverage, rule, now } = scene;
  const { registration, window } = coverage;
  const { history, policy } = file;
  const active = protectsAt(registration, window, now);
  const closed = closedAt(deal, history, policy);
  const undo = { businessDays: policy.settings.undoBusinessDays, calendar: policy.calendar };
  const firm = firmOn(registration.partnerId, deal, history, file.facts.partners);
  const standing = standingOfFirm(firm, deal, history, undo);
  const exemptions = file.facts.exemptions.filter((exemption) => exemption.dealId === deal.id);
  const enteredAt = standing.standsNow ? standing.firstEnteredAt : null;
  const duty = dutyOf(deal, window.protected.from, rule, { history, policy, exemptions, enteredAt });
  const reviews = [...edges, window.protected.from, duty.clockStart];
  // What fell due on a deal that is closed stays as it was; an open one whose protection is over asks for nothing more.
  const until = Math.min(now, closed?.at ?? now);
  const over = !active && !(closed !== null && closed.at <= window.protected.until);
  const lost = deal.isClosed && !deal.isWon;
  if (!standing.standsNow && (over || lost)) {
    return notRequired(lost ? because('lost') : outOfTime(window.protected, policy, now), rule, after(reviews, now));
  }
  const state = stateOf(standing, duty, exemptions, until, policy.calendar);
  const engagement: Engagement = {
    state: state.state,
    requiredOf: 'Registered Partner',
    partnerId: registration.partnerId,
    dueAt: Number.isFinite(duty.dueAt) ? duty.dueAt : null,
    enteredAt,
    confirmedAt: confirmedAt(deal, firm, registration.partnerConfirmedAt, now),
    why: state.why,
  };
  const gate = gateVerdict({ deal, state: state.state, coverage, active, rule, duty, exemptions, policy, now });
  return { engagement, gate, rule, duty, reviews: after([...reviews, ...state.reviews, ...gate.reviews], now) };
}

/** In a partner-led segment any partner of the programme satisfies the duty; the gate only warns, for nobody is named. */
function reviewPartnerLed({ file, deal, rule, now }: Scene, edges: Instant[]): EngagementReview {
  const { history, policy, facts } = file;
  const exemptions = facts.exemptions.filter((exemption) => exemption.dealId === deal.id);
  const undo = { businessDays: policy.settings.undoBusinessDays, calendar: policy.calendar };
  const entries = deal.partners
    .filter(({ partnerId }) => isQualified(partnerId, facts.partners))
    .map(({ partnerId }) => ({ partnerId, standing: standingOf(partnerId, deal, history, undo) }))
    .sort((a, b) => firstIn(a.standing) - firstIn(b.standing) || (a.partnerId < b.partnerId ? -1 : 1));
  const [first] = entries;
  if (first === undefined && deal.isClosed && !deal.isWon) return notRequired(because('lost'), rule, after(edges, now));
  const closed = closedAt(deal, history, policy);
  const standing = first?.standing ?? { standsNow: false, intervals: [], firstEnteredAt: null, ever: false };
  const duty = dutyOf(deal, deal.createdAt, rule, { history, policy, exemptions, enteredAt: standing.firstEnteredAt });
  const state = stateOf(standing, duty, exemptions, Math.min(now, closed?.at ?? now), policy.calendar);
  const engagement: Engagement = {
    state: state.state,
    requiredOf: 'Qualified Partner',
    partnerId: first?.partnerId ?? null,
    dueAt: Number.isFinite(duty.dueAt) ? duty.dueAt : null,
    enteredAt: standing.firstEnteredAt,
    confirmedAt: first === undefined ? null : confirmedAt(deal, [first.partnerId], null, now),
    why: state.why,
  };
  const gate: Gate = { open: true, why: because('nobody named') };
  return { engagement, gate, rule, duty, reviews: after([...edges, duty.clockStart, ...state.reviews], now) };
}

function firstIn(standing: PartnerStanding): number {
  return standing.firstEnteredAt ?? -Infinity;
}

function isQualified(partnerId: Id, partners: readonly Partner[]): boolean {
  return partners.some((partner) => partner.id === partnerId && partner.level !== null);
}

function outOfTime(window: Period, { calendar }: Policy, now: Instant): EngagementReason {
  return now < window.from
    ? because('not yet protected', { from: dateOf(window.from, calendar.timeZone) })
    : because('protection ended', { until: dateOf(window.until, calendar.timeZone) });
}

interface State {
  state: Engagement['state'];
  why: EngagementReason;
  reviews: Instant[];
}

function stateOf(
  standing: PartnerStanding,
  duty: Duty,
  exemptions: readonly Exemption[],
  at: Instant,
  { timeZone }: BusinessCalendar,
): State {
  if (standing.standsNow) {
    const late = standing.firstEnteredAt !== null && standing.firstEnteredAt > duty.dueAt;
    return late
      ? { state: 'Engaged Late', why: because('entered late'), reviews: [] }
      : { state: 'Engaged', why: because('entered'), reviews: [] };
  }
  const exemption = exemptionAt(exemptions, at);
  const reviews = exemptions.flatMap(({ decidedAt, validUntil }) => [decidedAt ?? 0, validUntil ?? 0]);
  if (exemption !== null) {
    return { state: 'Exempt', why: because('exempt', { reason: exemption.reasonCode }), reviews };
  }
  const spell = lastSpell(standing, timeZone);
  return at < duty.dueAt
    ? { state: 'Pending', why: because('to be engaged', spell), reviews: [...reviews, duty.dueAt] }
    : { state: 'Overdue', why: because('overdue', spell), reviews };
}

/** From when until when he stood there before he was taken off; empty where he never was, or nothing dates his leaving. */
function lastSpell({ intervals }: PartnerStanding, timeZone: string): EngagementReason['args'] {
  const { from = null, until = null } = intervals.at(-1) ?? {};
  if (until === null) return {};
  return { ...(from === null ? {} : { from: dateOf(from, timeZone) }), until: dateOf(until, timeZone) };
}

/** The granted exemption in force at an instant, the longest one where there are several. */
export function exemptionAt(exemptions: readonly Exemption[], at: Instant): Exemption | null {
  const [longest] = exemptions
    .filter(({ status, decidedAt, validUntil }) => {
      return (
        status === 'Granted' && decidedAt !== null && contains({ from: decidedAt, until: validUntil ?? Infinity }, at)
      );
    })
    .sort((a, b) => (b.validUntil ?? Infinity) - (a.validUntil ?? Infinity) || (a.id < b.id ? -1 : 1));
  return longest ?? null;
}

/** The earlier of the partner's own word and the first completed customer activity that he took part in. */
function confirmedAt(deal: Deal, firm: readonly Id[], said: Instant | null, now: Instant): Instant | null {
  const confirms = (work: Activity): boolean =>
    work.completed && tookPart(firm, work) && work.at <= now && work.recordedAt <= now;
  const moments = [...deal.activities.filter(confirms).map((work) => work.at), ...(said === null ? [] : [said])];
  return moments.length === 0 ? null : Math.min(...moments);
}

function after(instants: readonly Instant[], now: Instant): Instant[] {
  return instants.filter((at) => at > now && Number.isFinite(at));
}
