/**
 * named-account: after the registration came in its customer was tagged as a named account or moved to a direct owner, for
 * that the registration was rejected or ended, and the opportunity goes on without the partner. The tag dates from its
 * recording, never as typed; another owner alone is nothing, the reason given must say what he is for.
 */
import type { Evidence, InnocentExplanation } from '../assessment.ts';
import type { DealEvent, Registration, RegistrationStatus } from '../deal.ts';
import { tookPart } from '../engagement/same-firm.ts';
import { closedAt } from '../history.ts';
import { placed, type CaseFile, type Placement } from '../protection/coverage.ts';
import { protectionDays, scopeOf } from '../protection/window.ts';
import { addDays, dateOf, type Instant } from '../time.ts';
import { found } from './answers.ts';
import { evidenceOf, isCoveredDeal, type Draft, type PatternRule, type Scene } from './case.ts';
import { fact } from './facts.ts';
import { innocentExplanations } from './innocent.ts';
import { contactEvidence, isForward } from './second-deal.ts';

const SAID_SO = 0.95;
const WITHOUT_A_REASON = 0.75;

export const namedAccount: PatternRule = {
  pattern: 'named-account',
  find(scene) {
    if (!isCoveredDeal(scene) || scene.standing.standsNow) return null;
    const denial = denialOf(scene.placement.coverage.registration, scene.file);
    return denial === null || !goesOn(scene, denial.at) ? null : draft(scene, denial);
  },
  // A tag taken off again does not give the time back: people close it.
  remedy: () => null,
  reviews: () => [],
};

const ENDINGS: Partial<Record<RegistrationStatus, Denial['how']>> = {
  Rejected: 'rejected',
  Withdrawn: 'withdrawn',
  Lapsed: 'lapsed',
};

interface Denial {
  /** The tag that was set, else the owner that was changed. */
  tag: DealEvent;
  /** How the registration ended, and when. */
  how: 'rejected' | 'withdrawn' | 'lapsed';
  at: Instant;
  reason: string | null;
}

/** The tag set, or the customer moved, between the submission and the end of the registration. */
function denialOf(registration: Registration, file: CaseFile): Denial | null {
  const { status, submittedAt, decidedAt, endedAt, decisionReason: reason } = registration;
  const how = ENDINGS[status];
  if (submittedAt === null || how === undefined) return null;
  const at = endedAt ?? decidedAt ?? file.history.ofRegistration(registration.id).at(-1)?.at ?? null;
  if (at === null) return null;
  const between = customersOf(registration, file)
    .flatMap((id) => file.history.ofCustomer(id))
    .filter((event) => event.at > submittedAt && event.at <= at);
  const moved =
    reason !== null && saysSo(reason) ? between.findLast(({ kind }) => kind === 'Owner Changed') : undefined;
  const tag = between.findLast(({ kind }) => kind === 'Named Account Set') ?? moved;
  return tag === undefined ? null : { tag, how, at, reason };
}

function customersOf(registration: Registration, { facts }: CaseFile): string[] {
  const deals = [facts.deal, ...facts.relatedDeals];
  const named = deals.find(({ id }) => id === registration.dealId)?.customerId ?? null;
  return [...new Set([registration.customerId, named].filter((id) => id !== null))];
}

/**
 * Where registrations would lie that a tag kept from protecting anything: on the opportunity they would have covered
 * from their submission on.
 */
export function deniedPlacements(file: CaseFile): Placement[] {
  return file.facts.registrations.flatMap((registration) => {
    if (registration.protectedFrom !== null || registration.status !== 'Rejected') return [];
    const { submittedAt } = registration;
    if (submittedAt === null || denialOf(registration, file) === null) return [];
    const customer = registration.customerId === null ? null : (file.customers.get(registration.customerId) ?? null);
    const days = protectionDays(scopeOf(registration, customer), file.policy, submittedAt);
    const period = { from: submittedAt, until: addDays(submittedAt, days) };
    const window = { protected: period, inside: period, extensionPending: false };
    return placed(registration, window, file) ?? [];
  });
}

/** It was not given up by then, nor is it given up now for good before anything happened. */
function goesOn({ deal, file }: Scene, denied: Instant): boolean {
  const closed = closedAt(deal, file.history, file.policy);
  if (closed !== null && closed.at <= denied) return false;
  const moved = file.history.ofDeal(deal.id).some(({ kind, at }) => kind === 'Stage Changed' && at > denied);
  const worked = deal.activities.some(({ completed, at }) => completed && at > denied);
  return !deal.isClosed || deal.isWon || moved || worked;
}

/** How it went on: opened after the claim came in, first moved on and worked after its end, and won. */
function stepsOn({ deal, placement, file, firm }: Scene, denied: Instant): Evidence[] {
  const { window } = placement.coverage;
  const events = file.history.ofDeal(deal.id);
  const created = events.find(({ kind }) => kind === 'Created');
  const opened: Evidence = {
    key: created?.key ?? `created:${deal.id}`,
    what: fact('opened without him'),
    from: null,
    to: deal.name,
    byId: created?.byId ?? deal.createdById,
    at: deal.createdAt,
    record: { object: 'Opportunity', id: deal.id, field: 'Created Date' },
  };
  const moves = events.filter((event) => event.at > denied && isForward(event, file.policy.stages));
  const isWin = ({ to }: DealEvent) => file.policy.stages.some((stage) => stage.name === to && stage.isWon);
  const [first, win] = [moves.find((event) => !isWin(event)), moves.findLast(isWin)];
  const [contact] = deal.activities
    .filter((work) => work.completed && work.at > denied && !tookPart(firm, work))
    .toSorted((a, b) => a.at - b.at);
  return [
    ...(deal.createdAt >= window.inside.from ? [opened] : []),
    ...(first === undefined ? [] : [evidenceOf(first, fact('moved on without him'))]),
    ...(contact === undefined ? [] : [contactEvidence(contact, fact('contact'))]),
    ...(win === undefined ? [] : [evidenceOf(win, fact('won without him'))]),
  ];
}

function draft(scene: Scene, { tag, how, at, reason }: Denial): Draft {
  const { deal, placement, file } = scene;
  const { registration, match } = placement.coverage;
  const day = (instant: Instant) => dateOf(instant, file.policy.calendar.timeZone);
  const isTag = tag.kind === 'Named Account Set';
  // To whom an account belongs is told by ids, and of people only who acted is named.
  const act = isTag
    ? evidenceOf(tag, fact('named account'))
    : { ...evidenceOf(tag, fact('direct owner')), from: null, to: null };
  const end: Evidence = {
    key: `ended:${registration.id}`,
    what: fact(how, { registration: registration.name, reason: reason?.slice(0, 160) ?? '' }),
    from: null,
    to: registration.status,
    byId: null,
    at,
    record: { object: 'Deal Registration', id: registration.id, field: 'Status' },
  };
  const submitted: Evidence = {
    key: `submitted:${registration.id}`,
    what: fact('submitted', { registration: registration.name }),
    from: null,
    to: 'Submitted',
    byId: null,
    at: registration.submittedAt ?? at,
    record: { object: 'Deal Registration', id: registration.id, field: 'Submitted At' },
  };
  return {
    pattern: 'named-account',
    acts: [act, end],
    context: [submitted, ...stepsOn(scene, at)],
    personId: tag.byId,
    clarity: reason !== null && saysSo(reason) ? SAID_SO : WITHOUT_A_REASON,
    match,
    innocent: innocentExplanations(scene, act, match, [otherReason(reason)]),
    story: {
      code: isTag ? `tagged and ${how}` : `moved direct and ${how}`,
      args: {
        registration: registration.name,
        submitted: day(registration.submittedAt ?? at),
        tagged: day(tag.at),
        ended: day(at),
        deal: deal.name,
      },
    },
  };
}

/** In English, German, French and Spanish. */
const ownAccount =
  /\bnamed\b(?! (another|other))|\bhouse\b|key[- ]account|strategic|global account|\bdirect\b|\btagged\b|schlüsselkunde|direkt(kunde|vertrieb|geschäft)|\bdirekt\b|hauskunde|großkunde|comptes? (nommé|clé|direct|stratégique|maison)|grands? comptes?|ventes? directes?|cuentas? (nominada|clave|directa|estratégica|de la casa)|ventas? directas?/i;

/** The reason of a decision says that the vendor keeps the customer for himself. */
function saysSo(reason: string): boolean {
  return ownAccount.test(reason);
}

const saysOther =
  /duplicate|incomplete|no answer|not eligible|level|role|tender|earlier|already|another partner|minimum|amount|withdr|request of the partner|product/i;

/** A reason that held without the tag. */
function otherReason(reason: string | null): InnocentExplanation {
  const what = 'rejected for another reason';
  if (reason === null || reason.trim() === '') return found(what, 'no', 'no reason');
  const how = saysSo(reason) ? 'no' : saysOther.test(reason) ? 'sufficient' : 'doubtful';
  return found(what, how, 'reason given', { reason: reason.slice(0, 160) });
}
