/**
 * late-on-paper: the registered partner was entered only shortly before closing, or at the last stage before it, after
 * customer contact of the vendor's that he had no part in.
 */
import type { InnocentExplanation } from '../assessment.ts';
import type { Activity, DealEvent } from '../deal.ts';
import { tookPart } from '../engagement/same-firm.ts';
import { closedAt, ownerAt, valueAt } from '../history.ts';
import { addDays, contains, dateOf, type Instant } from '../time.ts';
import { found } from './answers.ts';
import { approvalEvidence, evidenceOf, isCoveredDeal, type Draft, type PatternRule, type Scene } from './case.ts';
import { fact, type Fact } from './facts.ts';
import { innocentExplanations } from './innocent.ts';

const JUST_BEFORE_CLOSING = 0.9;
const AT_THE_LAST_STAGE = 0.75;

export const lateOnPaper: PatternRule = {
  pattern: 'late-on-paper',
  find(scene) {
    const late = lateEntry(scene);
    if (late === null) return null;
    const work = workBefore(scene, late.entry.at);
    return work.length === 0 ? null : draft(scene, late, work);
  },
  // What was done without him stays done: people close it.
  remedy: () => null,
  reviews: () => [],
};

interface LateEntry {
  entry: DealEvent;
  clarity: number;
  /** How late. */
  what: Fact;
}

/** His first entry, where the duty was missed before it, the deal was no longer young and its end was near. */
function lateEntry(scene: Scene): LateEntry | null {
  const { deal, standing, duty, placement, file } = scene;
  if (!isCoveredDeal(scene) || duty === null || !standing.standsNow) return null;
  const entry = standing.intervals[0]?.entered ?? null;
  if (entry === null || duty.firstDueAt >= entry.at) return null;
  if (!contains(placement.coverage.window.protected, duty.firstDueAt)) return null;
  const { lateClearingDays, latePaperAgeDays } = file.policy.settings;
  if (addDays(deal.createdAt, latePaperAgeDays) > entry.at) return null;
  const closed = closedAt(deal, file.history, file.policy);
  if (closed !== null && entry.at > closed.at) return null;
  if (closed !== null && addDays(entry.at, lateClearingDays) > closed.at) {
    const what = fact('entered before closing', { closed: day(scene, closed.at) });
    return { entry, clarity: JUST_BEFORE_CLOSING, what };
  }
  const stage = stageAt(scene, entry.at);
  const last = Math.max(
    ...file.policy.stages.filter(({ isClosed }) => !isClosed).map(({ probability }) => probability),
  );
  return stage !== undefined && !stage.isClosed && stage.probability >= last
    ? { entry, clarity: AT_THE_LAST_STAGE, what: fact('entered at the last stage', { stage: stage.name }) }
    : null;
}

function stageAt({ deal, file }: Scene, at: Instant) {
  const events = file.history.ofDeal(deal.id);
  const name = valueAt(events, 'Stage Changed', at - 1, deal.stage);
  return file.policy.stages.find((stage) => stage.name === name);
}

/** Contact with the customer inside the window and before his entry, none of it with him. */
function workBefore({ deal, placement, firm }: Scene, entered: Instant): Activity[] {
  const { window } = placement.coverage;
  const before = deal.activities.filter((work) => work.completed && work.at < entered);
  if (before.some((work) => tookPart(firm, work))) return [];
  return before.filter((work) => contains(window.inside, work.at));
}

/** The move past the gate that his entry came after, made inside the window, before or after the due date. */
function passingWithoutHim({ duty, placement }: Scene, entered: Instant): DealEvent | null {
  if (duty === null || duty.beganPastGate) return null;
  const event = duty.passing?.event ?? null;
  if (event === null || event.at >= entered) return null;
  return contains(placement.coverage.window.inside, event.at) ? event : null;
}

function draft(scene: Scene, { entry, clarity, what }: LateEntry, work: readonly Activity[]): Draft {
  const { deal, placement, duty, file } = scene;
  const { registration, match } = placement.coverage;
  const passing = passingWithoutHim(scene, entry.at);
  const entered = evidenceOf(entry, what);
  const contacts = work.slice(0, 3).map((each) => ({
    key: `activity:${each.id}`,
    what: fact('contact'),
    from: null,
    to: null,
    byId: each.byId,
    at: each.at,
    record: { object: 'Activity', id: each.id, field: null },
  }));
  // Where nothing says who moved it nobody is named; whoever owned it when it fell due only let that pass.
  const personId = passing === null ? ownerAt(deal, (duty?.firstDueAt ?? entry.at) - 1, file.history) : passing.byId;
  const moved = passing === null ? [] : [evidenceOf(passing, fact('moved past the gate', { stage: passing.to ?? '' }))];
  return {
    pattern: 'late-on-paper',
    // Who is named did the first of these: moved it past the gate, or worked on it without him.
    acts: [...moved, entered, ...contacts],
    context: [approvalEvidence(scene)],
    personId,
    clarity,
    match,
    innocent: innocentExplanations(scene, entered, match, [confirmed(scene)]),
    story: {
      code: what.code === 'entered before closing' ? 'late before closing' : 'late at the last stage',
      args: {
        registration: registration.name,
        deal: deal.name,
        due: day(scene, duty?.firstDueAt ?? entry.at),
        entered: day(scene, entry.at),
        ...what.args,
        contacts: String(work.length),
      },
    },
  };
}

/** Whether he says himself that he was at work on it. */
function confirmed({ placement }: Scene): InnocentExplanation {
  const what = 'the partner confirms earlier work';
  const { partnerConfirmedAt } = placement.coverage.registration;
  return partnerConfirmedAt === null ? found(what, 'no', 'not confirmed') : found(what, 'sufficient', 'confirmed');
}

function day({ file }: Scene, at: Instant): string {
  return dateOf(at, file.policy.calendar.timeZone);
}
