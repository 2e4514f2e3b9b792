/**
 * not-engaged: the covered opportunity passed its gate or its due date inside the window, and the registered partner was
 * not entered.
 */
import type { Evidence, InnocentExplanation } from '../assessment.ts';
import { closedAt, isKnownSince, ownerAt } from '../history.ts';
import { tookPart } from '../engagement/same-firm.ts';
import { stoodAt } from '../engagement/standing.ts';
import type { Duty } from '../engagement/duty.ts';
import { addDays, contains, dateOf, startOf, type Instant } from '../time.ts';
import { found } from './answers.ts';
import { vendorActivityBefore } from '../protection/vendor-work.ts';
import { approvalEvidence, evidenceOf, isCoveredDeal, type Draft, type PatternRule, type Scene } from './case.ts';
import { fact } from './facts.ts';
import { innocentExplanations } from './innocent.ts';
import type { Remedy } from './stories.ts';

/** To move a deal past the gate is an act; to let a date pass is an omission, which speaks a little less clearly. */
const MOVED = 0.95;
const LET_FALL_DUE = 0.85;

export const notEngaged: PatternRule = {
  pattern: 'not-engaged',
  find(scene) {
    const missed = missedDuty(scene);
    return missed === null || clearedBy(scene) !== null ? null : draft(scene, missed);
  },
  remedy: clearedBy,
  reviews({ standing, file, duty }) {
    const entered = standing.standsNow ? standing.firstEnteredAt : null;
    const cleared = entered === null ? [] : [addDays(entered, file.policy.settings.lateClearingDays)];
    return [...cleared, ...(duty === null ? [] : [duty.firstDueAt])];
  },
};

/** The duty that was missed inside the window while the partner provably was not there. */
function missedDuty(scene: Scene): Duty | null {
  const { duty, standing, placement, deal, file, now } = scene;
  if (duty === null || !isCoveredDeal(scene)) return null;
  const { firstDueAt } = duty;
  if (firstDueAt > now || !contains(placement.coverage.window.protected, firstDueAt)) return null;
  const closed = closedAt(deal, file.history, file.policy);
  if (closed !== null && closed.at < firstDueAt) return null;
  if (!isKnownSince(file.history, firstDueAt) || stoodAt(standing, firstDueAt)) return null;
  // He stands there, but since when left no trace: no evidence, no finding.
  return standing.standsNow && standing.firstEnteredAt === null ? null : duty;
}

/**
 * Entering him clears it if that comes early enough before closing. Of an open deal the planned close date tells, or as
 * many days gone by since.
 */
function clearedBy({ standing, deal, file, now }: Scene): Remedy | null {
  const entered = standing.standsNow ? standing.firstEnteredAt : null;
  if (entered === null) return null;
  const { policy, history } = file;
  const clearAt = addDays(entered, policy.settings.lateClearingDays);
  const closed = closedAt(deal, history, policy);
  const closing = closed?.at ?? Math.max(startOf(deal.closeDate, policy.calendar.timeZone), now);
  if (clearAt > closing) return null;
  return { code: 'entered', args: { date: dateOf(entered, policy.calendar.timeZone) } };
}

function draft(scene: Scene, duty: Duty): Draft {
  const { placement, deal, file } = scene;
  const { timeZone } = file.policy.calendar;
  const { registration, match } = placement.coverage;
  const moved = duty.firstDueBy === 'gate' ? (duty.passing?.event ?? null) : null;
  const act: Evidence =
    moved === null
      ? dueEvidence(scene, duty.firstDueAt)
      : evidenceOf(moved, fact('moved past the gate', { stage: moved.to ?? '' }));
  return {
    pattern: 'not-engaged',
    acts: [act],
    context: [approvalEvidence(scene), ...earlierWork(scene)],
    personId: act.byId,
    clarity: moved === null ? LET_FALL_DUE : MOVED,
    match,
    innocent: innocentExplanations(scene, act, match, [confirmed(scene, duty.firstDueAt)]),
    story: {
      code: placement.coverage.reviewOnly ? 'for review' : moved === null ? 'fell due' : 'moved past the gate',
      args: { registration: registration.name, deal: deal.name, date: dateOf(duty.firstDueAt, timeZone) },
    },
  };
}

/** What leaves it to a person: the vendor's work on it before the registration came in. */
function earlierWork({ placement, deal, file }: Scene): Evidence[] {
  const { registration, reviewOnly } = placement.coverage;
  const { vendorAtWorkDays } = file.policy.settings;
  if (!reviewOnly || registration.submittedAt === null) return [];
  const work = vendorActivityBefore(deal, registration.partnerId, registration.submittedAt, vendorAtWorkDays);
  if (work === null) return [];
  return [
    {
      key: `activity:${work.id}`,
      what: fact('contact before the submission'),
      ...{ from: null, to: null, byId: work.byId, at: work.at },
      record: { object: 'Activity', id: work.id, field: null },
    },
  ];
}

/**
 * His word, or his part in a customer activity, by the time he was due shows that nobody went around him. Where he was
 * entered later his word clears it all the same, as it does late on paper, and his part before that makes it doubtful.
 */
function confirmed({ deal, placement, standing, file, firm, now }: Scene, due: Instant): InnocentExplanation {
  const what = 'the partner confirms earlier work';
  const { partnerConfirmedAt: said } = placement.coverage.registration;
  const [took = null] = deal.activities
    .filter((work) => work.completed && tookPart(firm, work) && work.at <= now)
    .map((work) => work.at)
    .sort((a, b) => a - b);
  const dated = (at: Instant) => ({ date: dateOf(at, file.policy.calendar.timeZone) });
  if (said !== null && (said <= due || standing.standsNow)) return found(what, 'sufficient', 'confirmed');
  if (took !== null && took <= due) return found(what, 'sufficient', 'took part', dated(took));
  if (said !== null) return found(what, 'doubtful', 'confirmed afterwards', dated(said));
  if (took === null) return found(what, 'no', 'not confirmed');
  const isBefore = standing.standsNow && standing.firstEnteredAt !== null && took <= standing.firstEnteredAt;
  return found(what, isBefore ? 'doubtful' : 'no', 'took part', dated(took));
}

/** Whoever owned the opportunity when it fell due let it; a later owner is not asked for it. */
function dueEvidence({ deal, file, placement }: Scene, at: Instant): Evidence {
  return {
    key: `due:${placement.coverage.registration.id}:${deal.id}`,
    what: fact('fell due'),
    from: null,
    to: null,
    byId: ownerAt(deal, at - 1, file.history),
    at,
    record: { object: 'Opportunity', id: deal.id, field: null },
  };
}
