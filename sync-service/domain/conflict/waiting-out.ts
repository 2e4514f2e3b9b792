/**
 * waiting-out: in the last third of the window the covered opportunity was closed, pushed beyond the end or moved back,
 * and soon after the end the same customer and family is live again without the partner. Standing still is no act.
 */
import type { Evidence } from '../assessment.ts';
import type { DealEvent } from '../deal.ts';
import { addDays, contains, dateOf, startOf, type Instant, type Period } from '../time.ts';
import { approvalEvidence, evidenceOf, isCoveredDeal, type Draft, type PatternRule, type Scene } from './case.ts';
import { fact } from './facts.ts';
import { innocentExplanations } from './innocent.ts';
import { broughtIn, customerFit, hisDeal, isForward, isSecondDeal, secondDealExcuses } from './second-deal.ts';

const CLOSED = 0.95;
const PUSHED = 0.85;
const MOVED_BACK = 0.8;

export const waitingOut: PatternRule = {
  pattern: 'waiting-out',
  find(scene) {
    if (scene.now <= scene.placement.coverage.window.protected.until || !endedByTime(scene)) return null;
    const parked = parkingOf(scene);
    if (parked === null) return null;
    const revived = isCoveredDeal(scene) ? livesAgain(scene, parked.act.at) : goesOnElsewhere(scene, parked.act.at);
    return revived === null ? null : draft(scene, parked, revived);
  },
  // What was waited out can't be undone: people close it.
  remedy: () => null,
  reviews: ({ placement }) => [placement.coverage.window.protected.until],
};

/** Protection that a partner gave up or lost otherwise was not waited out. */
function endedByTime({ placement }: Scene): boolean {
  const { status } = placement.coverage.registration;
  return status === 'Approved' || status === 'Expired';
}

interface Parking {
  act: Evidence;
  clarity: number;
}

/** The last act of parking in the last third of the window; of several the clearest. */
function parkingOf({ placement, file }: Scene): Parking | null {
  const { from, until } = placement.coverage.window.protected;
  const lastThird: Period = { from: from + ((until - from) * 2) / 3, until };
  const acts = file.history
    .ofDeal(placement.deal.id)
    .filter((event) => contains(lastThird, event.at))
    .flatMap((event) => parkedBy(event, until, file.policy) ?? []);
  return acts.sort((a, b) => b.clarity - a.clarity || b.act.at - a.act.at)[0] ?? null;
}

function parkedBy(event: DealEvent, until: Instant, policy: Scene['file']['policy']): Parking | null {
  const { kind, from, to } = event;
  if (kind === 'Close Date Changed' && from !== null && to !== null) {
    const [before, after] = [from, to].map((date) => startOf(date.slice(0, 10), policy.calendar.timeZone)) as [
      Instant,
      Instant,
    ];
    if (before > until || after <= until) return null;
    return { act: evidenceOf(event, fact('pushed')), clarity: PUSHED };
  }
  if (kind !== 'Stage Changed') return null;
  const [was, is] = [from, to].map((name) => policy.stages.find((stage) => stage.name === name));
  if (was === undefined || is === undefined || was.isClosed) return null;
  if (is.isClosed) {
    return is.isWon ? null : { act: evidenceOf(event, fact('closed as lost')), clarity: CLOSED };
  }
  if (is.probability >= was.probability) return null;
  return { act: evidenceOf(event, fact('moved back')), clarity: MOVED_BACK };
}

function afterTheEnd({ placement, file }: Scene): Period {
  const { until } = placement.coverage.window.protected;
  return { from: until, until: addDays(until, file.policy.settings.revivedWithinDays) };
}

/** The covered opportunity itself: reopened or moved on after the end, without him. */
function livesAgain(scene: Scene, parkedAt: Instant): Evidence | null {
  const { deal, file, standing } = scene;
  if (standing.standsNow) return null;
  const { stages } = file.policy;
  const closed = new Set(stages.filter(({ isClosed }) => isClosed).map(({ name }) => name));
  const event = file.history.ofDeal(deal.id).find(({ kind, from, to, ...each }) => {
    if (kind !== 'Stage Changed' || each.at < parkedAt || !contains(afterTheEnd(scene), each.at)) return false;
    const reopened = closed.has(from ?? '') && to !== null && !closed.has(to);
    return reopened || isForward({ kind, from, to, ...each }, stages);
  });
  return event === undefined ? null : evidenceOf(event, fact('taken up again'));
}

/** Another opportunity of the customer and family: opened, or moved on, after the end and without him. */
function goesOnElsewhere(scene: Scene, parkedAt: Instant): Evidence | null {
  const { deal, placement, file } = scene;
  // His own must be given up or put off; beside a deal that goes on, another is a shadow at the most.
  if (placement.deal.isWon || !isSecondDeal(scene) || customerFit(scene) === null || broughtIn(scene)) return null;
  const span = afterTheEnd(scene);
  if (contains(span, deal.createdAt)) {
    const created = file.history.ofDeal(deal.id).find(({ kind }) => kind === 'Created');
    return {
      key: created?.key ?? `created:${deal.id}`,
      what: fact('opened after the end'),
      from: null,
      to: deal.name,
      byId: created?.byId ?? deal.createdById,
      at: deal.createdAt,
      record: { object: 'Opportunity', id: deal.id, field: 'Created Date' },
    };
  }
  const reopened = file.history.ofDeal(deal.id).find(({ kind, from, to, at }) => {
    const [was, is] = [from, to].map((name) => file.policy.stages.find((stage) => stage.name === name));
    return (
      kind === 'Stage Changed' &&
      at >= parkedAt &&
      contains(span, at) &&
      was?.isClosed === true &&
      is?.isClosed === false
    );
  });
  return reopened === undefined ? null : evidenceOf(reopened, fact('reopened after the end'));
}

function draft(scene: Scene, parked: Parking, revived: Evidence): Draft {
  const { deal, placement, file } = scene;
  const { registration, match, window } = placement.coverage;
  const day = (at: Instant) => dateOf(at, file.policy.calendar.timeZone);
  const own = isCoveredDeal(scene);
  const fit = own ? match : (customerFit(scene)?.match ?? match);
  return {
    pattern: 'waiting-out',
    acts: [parked.act, revived],
    context: [approvalEvidence(scene), ...(own ? [] : [hisDeal(placement.deal)])],
    personId: parked.act.byId,
    clarity: parked.clarity,
    match: fit,
    innocent: innocentExplanations(scene, parked.act, fit, own ? [] : secondDealExcuses(scene)),
    story: {
      code: own ? 'waited out' : 'waited out elsewhere',
      args: {
        registration: registration.name,
        own: placement.deal.name,
        until: day(window.protected.until),
        parked: day(parked.act.at),
        act: parked.act.what.code,
        revived: day(revived.at),
        ...(own ? {} : { deal: deal.name }),
      },
    },
  };
}
