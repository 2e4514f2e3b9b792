/** An exemption, which the partner's consent and the customer's letter are kinds of: whether it was in force at the time. */
import type { InnocentExplanation } from '../assessment.ts';
import type { Exemption } from '../deal.ts';
import { contains, type Instant } from '../time.ts';
import { found } from './answers.ts';
import { isCoveredDeal, type Scene } from './case.ts';
import { issuedOn } from './offers.ts';
import { timeToBringIn, workInside } from './second-deal.ts';

const what = "an exemption, the partner's consent or the customer's letter";

export function exempted(scene: Scene, at: Instant): InnocentExplanation {
  const { facts } = scene.file;
  const own = facts.exemptions.filter(({ dealId }) => dealId === scene.deal.id);
  const judged = momentOf(scene, at);
  const inForce = own.find((exemption) => isInForce(exemption, judged));
  if (inForce !== undefined) return found(what, 'sufficient', 'exemption in force', reasonOf(inForce));
  const later = own.find((exemption) => isGrantedAfter(exemption, at) && !wasOver(exemption, judged));
  // What nobody had asked for yet when it was done is no excuse for it.
  if (later !== undefined) {
    return found(what, isAskedBy(later, judged) ? 'doubtful' : 'no', 'exemption afterwards', reasonOf(later));
  }
  const asked = own.find((exemption) => exemption.status === 'Requested' && isAskedBy(exemption, judged));
  if (asked !== undefined) return found(what, 'doubtful', 'exemption unanswered', reasonOf(asked));
  if (own.length > 0) return found(what, 'no', 'exemption over');
  return found(what, 'no', facts.exemptionsUnread === true ? 'not looked at' : 'none on record');
}

interface Moment {
  /** By when it must have been asked for. */
  asked: Instant;
  /** When it must be in force; null where it has not come yet. */
  inForce: Instant | null;
}

/**
 * When it was done. Nothing can be asked for on an opportunity before it is opened: for its opening counts what was asked
 * before anything was done on it, within the days in which a partner is brought in, and was in force from then on.
 */
function momentOf(scene: Scene, at: Instant): Moment {
  if (isCoveredDeal(scene) || at > scene.deal.createdAt) return { asked: at, inForce: at };
  const first = firstWork(scene);
  return { asked: Math.min(first ?? Infinity, timeToBringIn(scene)), inForce: first };
}

/** The first contact, step forward or issued quote since it was opened. */
function firstWork(scene: Scene): Instant | null {
  const { deal } = scene;
  const moments = [...workInside(scene).map((act) => act.at), ...issuedOn(deal).map(({ issuedAt }) => issuedAt)];
  const since = moments.filter((at) => at > deal.createdAt);
  return since.length === 0 ? null : Math.min(...since);
}

function isAskedBy({ requestedAt }: Exemption, { asked }: Moment): boolean {
  return requestedAt <= asked;
}

function isInForce(exemption: Exemption, moment: Moment): boolean {
  const { status, decidedAt, validUntil } = exemption;
  if (status !== 'Granted' || decidedAt === null || !isAskedBy(exemption, moment)) return false;
  return moment.inForce === null || contains({ from: decidedAt, until: validUntil ?? Infinity }, moment.inForce);
}

function isGrantedAfter({ status, decidedAt }: Exemption, at: Instant): boolean {
  return status === 'Granted' && decidedAt !== null && decidedAt > at;
}

/** Asked for and granted in time, but only until before it mattered. */
function wasOver(exemption: Exemption, moment: Moment): boolean {
  return moment.inForce !== null && isAskedBy(exemption, moment) && !isGrantedAfter(exemption, moment.inForce);
}

function reasonOf({ reasonCode }: Exemption): { exemption: string } {
  return { exemption: reasonCode };
}
