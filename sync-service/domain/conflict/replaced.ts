/**
 * replaced: the registered partner was removed inside the window, or another partner was put in his place inside it or
 * within some days after his entry was ended in it.
 */
import type { InnocentExplanation } from '../assessment.ts';
import type { DealEvent, Id, Partner, PartnerOnDeal } from '../deal.ts';
import { closedAt } from '../history.ts';
import { isLookup, standingOf, stoodAt } from '../engagement/standing.ts';
import { addDays, contains, dateOf } from '../time.ts';
import { found } from './answers.ts';
import { approvalEvidence, evidenceOf, isCoveredDeal, type Draft, type PatternRule, type Scene } from './case.ts';
import { fact } from './facts.ts';
import { innocentExplanations } from './innocent.ts';
import { roleNamed } from './role-named.ts';

const REMOVED_AND_REPLACED = 0.97;
const REMOVED = 0.92;
const PUT_IN_HIS_PLACE = 0.88;

export const replaced: PatternRule = {
  pattern: 'replaced',
  find(scene) {
    if (!isCoveredDeal(scene) || restoredInTime(scene)) return null;
    const removal = removalOf(scene);
    const successor = successorOf(scene, removal);
    return removal === null && successor === null ? null : draft(scene, removal, successor);
  },
  remedy(scene) {
    return restoredInTime(scene) ? { code: 'restored', args: {} } : null;
  },
  reviews: () => [],
};

/** He stands on it, and did so before it was closed. An undo within the day never shows as a gap. */
function restoredInTime({ standing, deal, file }: Scene): boolean {
  if (!standing.standsNow) return false;
  const closed = closedAt(deal, file.history, file.policy);
  const since = standing.intervals.at(-1)?.from ?? null;
  return closed === null || since === null || since < closed.at;
}

/** His last leaving, if it lies inside the window and before closing. */
function removalOf({ standing, deal, file, placement }: Scene): DealEvent | null {
  const left = standing.intervals.findLast((spell) => spell.left !== null)?.left ?? null;
  if (left === null || !contains(placement.coverage.window.inside, left.at)) return null;
  const closed = closedAt(deal, file.history, file.policy);
  return closed !== null && left.at >= closed.at ? null : left;
}

/** The earliest entry of another partner in his role that put him in his place. */
function successorOf(scene: Scene, removal: DealEvent | null): DealEvent | null {
  return entriesInPlace(scene, removal).find(({ as }) => as === 'rival')?.entered ?? null;
}

interface Entry {
  entered: DealEvent;
  as: 'rival' | 'other role';
}

/** Entries of partners who stand on it now, made where he should stand, in order. */
function entriesInPlace(scene: Scene, removal: DealEvent | null): Entry[] {
  const { deal, file, standing } = scene;
  const undo = { businessDays: file.policy.settings.undoBusinessDays, calendar: file.policy.calendar };
  const closed = closedAt(deal, file.history, file.policy);
  const others = deal.partners.filter(({ partnerId }) => !scene.firm.includes(partnerId));
  return others
    .flatMap((other): Entry[] => {
      const { intervals } = standingOf(other.partnerId, deal, file.history, undo);
      const entered = intervals.findLast((spell) => spell.until === null)?.entered ?? null;
      return entered === null ? [] : [{ entered, as: placeOf(other, scene) }];
    })
    .filter(({ entered }) => closed === null || entered.at <= closed.at)
    .filter(({ entered }) => isInTime(entered, scene, removal))
    .filter(({ entered }) => removal !== null || !stoodAt(standing, entered.at))
    .sort((a, b) => a.entered.at - b.entered.at || (a.entered.key < b.entered.key ? -1 : 1));
}

/** In his place after he was removed, or on the day before: who came long before stood beside him. */
function isInTime(entered: DealEvent, { placement, file }: Scene, removal: DealEvent | null): boolean {
  if (removal === null) return contains(placement.coverage.window.inside, entered.at);
  const until = addDays(removal.at, file.policy.settings.replacedGraceDays);
  return contains({ from: addDays(removal.at, -1), until }, entered.at);
}

/** A rival is another firm in his role: not a distributor or subcontractor beside him. */
function placeOf(other: PartnerOnDeal, { placement, file, deal }: Scene): Entry['as'] {
  const { registration } = placement.coverage;
  const [his, theirs] = [registration.partnerId, other.partnerId].map((id) => partnerOf(id, file.facts.partners));
  const said = deal.partners.filter(({ partnerId }) => partnerId === other.partnerId).map(({ role }) => role ?? '');
  if (said.some((role) => /sub-?contract/i.test(role))) return 'other role';
  const hisRoles = registration.partnerRole === null ? (his?.roles ?? []) : [registration.partnerRole];
  // What he does on this opportunity comes before what his account says that he does at all.
  const rolesOnIt = said.flatMap((role) => roleNamed(role) ?? []);
  const theirRoles = rolesOnIt.length > 0 ? rolesOnIt : (theirs?.roles ?? []);
  const known = hisRoles.length > 0 && theirRoles.length > 0;
  return known && !theirRoles.some((role) => hisRoles.includes(role)) ? 'other role' : 'rival';
}

function partnerOf(id: Id, partners: readonly Partner[]): Partner | undefined {
  return partners.find((partner) => partner.id === id);
}

function draft(scene: Scene, removal: DealEvent | null, successor: DealEvent | null): Draft | null {
  const acts = [
    // One change of the lookup can be both: another's entry that ended his.
    ...(removal === null || removal.key === successor?.key ? [] : [evidenceOf(removal, fact('removed'))]),
    ...(successor === null ? [] : [evidenceOf(successor, fact('put in his place'))]),
  ].sort((a, b) => a.at - b.at || (a.key < b.key ? -1 : 1));
  const main = acts.find((act) => act.key === removal?.key) ?? acts[0];
  if (main === undefined) return null;
  const { registration, match } = scene.placement.coverage;
  const on = dateOf(main.at, scene.file.policy.calendar.timeZone);
  const clarity = removal === null ? PUT_IN_HIS_PLACE : successor === null ? REMOVED : REMOVED_AND_REPLACED;
  return {
    pattern: 'replaced',
    acts,
    context: [approvalEvidence(scene)],
    personId: main.byId,
    clarity,
    match,
    innocent: innocentExplanations(scene, main, match, [
      rightfulSuccessor(scene, successor),
      otherRole(scene, removal, successor),
    ]),
    story: {
      code: removal === null ? 'put in his place' : 'removed',
      args: { registration: registration.name, deal: scene.deal.name, date: on },
    },
  };
}

/** The other partner holds an approved registration for this very opportunity, submitted earlier. */
function rightfulSuccessor({ placements, placement, deal }: Scene, successor: DealEvent | null): InnocentExplanation {
  const what = 'the other partner holds an earlier registration';
  const own = placement.coverage.window.inside.from;
  const earlier = placements.find(({ deal: covered, coverage }) => {
    const his = coverage.registration.partnerId === successor?.partnerId;
    return his && covered.id === deal.id && coverage.window.inside.from < own;
  });
  if (earlier === undefined) return found(what, 'no', 'no earlier registration');
  return found(what, 'sufficient', 'earlier registration', { registration: earlier.coverage.registration.name });
}

/** Who came with his going took another role. */
function otherRole(scene: Scene, removal: DealEvent | null, successor: DealEvent | null): InnocentExplanation {
  const what = 'a distributor, a subcontractor or his own other entity';
  const entries = removal === null || successor !== null ? [] : entriesInPlace(scene, removal);
  if (entries.length === 0) return found(what, 'no', 'none entered');
  const isDoubtful = entries.some((entry) => !tookTheLookup(entry, removal, scene));
  return found(what, isDoubtful ? 'doubtful' : 'no', 'another role');
}

/**
 * The lookup holds one partner: whoever was put there in his stead sent him off it, though his account says that he does
 * something else. A distributor alone may be how the order goes.
 */
function tookTheLookup({ entered }: Entry, removal: DealEvent | null, { file, deal }: Scene): boolean {
  const isRow = deal.partners.some(({ partnerId, via }) => partnerId === entered.partnerId && via === 'partner row');
  const roles = partnerOf(entered.partnerId ?? '', file.facts.partners)?.roles ?? [];
  return !isRow && roles.some((role) => role !== 'Distributor') && removal !== null && isLookup(removal);
}
