/**
 * shadow: beside the partner's opportunity a second one, for the same customer or group and a common product family, is
 * opened or worked inside the window without him.
 */
import type { Evidence } from '../assessment.ts';
import { tookPart } from '../engagement/same-firm.ts';
import { closedAt } from '../history.ts';
import { contains, dateOf } from '../time.ts';
import { approvalEvidence, isCoveredDeal, type Draft, type PatternRule, type Scene } from './case.ts';
import { fact } from './facts.ts';
import { innocentExplanations } from './innocent.ts';
import {
  broughtIn,
  customerFit,
  hisDeal,
  isForward,
  isSecondDeal,
  layStill,
  secondDealExcuses,
  workInside,
  type CustomerFit,
} from './second-deal.ts';

const OPENED_AFTER_HIS_WAS_LOST = 0.95;
const OPENED_BESIDE_HIS = 0.9;
const ONLY_WORKED = 0.7;

export const shadow: PatternRule = {
  pattern: 'shadow',
  find(scene) {
    if (isCoveredDeal(scene) || !isSecondDeal(scene)) return null;
    const fit = customerFit(scene);
    if (fit === null || broughtIn(scene)) return null;
    const work = workInside(scene);
    const opened = contains(scene.placement.coverage.window.inside, scene.deal.createdAt);
    if (!opened && work.length === 0) return null;
    if (isGivenUpUntouched(scene)) return null;
    return draft(scene, fit, opened, work);
  },
  // Entering him later, or closing it, does not undo what was done: people close it.
  remedy: () => null,
  reviews: () => [],
};

/** Opened by mistake and closed again, never worked: not inside the window and not after it. */
function isGivenUpUntouched({ deal, file, firm }: Scene): boolean {
  if (!deal.isClosed || deal.isWon) return false;
  const moved = file.history
    .ofDeal(deal.id)
    .some((event) => event.kind === 'Stage Changed' && isForward(event, file.policy.stages));
  return !moved && !deal.activities.some((work) => work.completed && !tookPart(firm, work));
}

function creationEvidence({ deal, file }: Scene): Evidence {
  const created = file.history.ofDeal(deal.id).find((event) => event.kind === 'Created');
  return {
    key: created?.key ?? `created:${deal.id}`,
    what: fact('second opportunity'),
    from: null,
    to: deal.name,
    byId: created?.byId ?? deal.createdById,
    at: deal.createdAt,
    record: { object: 'Opportunity', id: deal.id, field: 'Created Date' },
  };
}

function draft(scene: Scene, fit: CustomerFit, opened: boolean, work: readonly Evidence[]): Draft | null {
  const { deal, placement, file } = scene;
  const creation = creationEvidence(scene);
  // The first step of the work shows it; the whole log would drown it.
  const acts = [...(opened ? [creation] : []), ...work.slice(0, 3)];
  const [first] = acts;
  if (first === undefined) return null;
  const { registration } = placement.coverage;
  const on = dateOf(first.at, file.policy.calendar.timeZone);
  return {
    pattern: 'shadow',
    acts,
    context: [approvalEvidence(scene), hisDeal(placement.deal)],
    // Whoever created it before the registration could not know of it; who took it up again could.
    personId: opened ? creation.byId : layStill(scene) ? first.byId : null,
    clarity: clarityOf(scene, opened),
    match: fit.match,
    innocent: innocentExplanations(scene, first, fit.match, secondDealExcuses(scene)),
    story: {
      code: opened ? 'opened beside' : 'worked beside',
      args: { registration: registration.name, own: placement.deal.name, deal: deal.name, date: on, why: fit.why },
    },
  };
}

function clarityOf({ deal, placement, file }: Scene, opened: boolean): number {
  if (!opened) return ONLY_WORKED;
  const his = placement.deal;
  const lost = his.isClosed && !his.isWon ? closedAt(his, file.history, file.policy) : null;
  return lost !== null && lost.at <= deal.createdAt ? OPENED_AFTER_HIS_WAS_LOST : OPENED_BESIDE_HIS;
}
