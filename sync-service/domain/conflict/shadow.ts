/**
 * shadow: beside the partner's opportunity a second one, for the same customer or group and a common product family, is
 * opened or worked inside the window without him.
 */
import type { Evidence, InnocentExplanation } from '../assessment.ts';
import type { Activity, Deal, DealEvent } from '../deal.ts';
import { closedAt } from '../history.ts';
import { companyOf, sameCustomer } from '../customer/index.ts';
import { shareFamily, familiesOf } from '../product-family.ts';
import { addBusinessDays, contains, dateOf, daysBetween, type Instant } from '../time.ts';
import { approvalEvidence, evidenceOf, isCoveredDeal, type Draft, type PatternRule, type Scene } from './case.ts';
import { innocentExplanations } from './innocent.ts';

const OPENED_AFTER_HIS_WAS_LOST = 0.95;
const OPENED_BESIDE_HIS = 0.9;
const ONLY_WORKED = 0.7;
/** Protection covers the customer and what it controls; the rest of a group is a shadow less surely. */
const GROUP_NOT_CONTROLLED = 0.85;
/** Where no policy says how soon a partner must be entered. */
const DEFAULT_BUSINESS_DAYS = 10;

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

/** A common family, and not business that came after the partner's deal was won. */
function isSecondDeal({ deal, placement, file }: Scene): boolean {
  const { deal: his, coverage } = placement;
  if (!shareFamily(familiesOf(deal), coverage.registration.productFamilies)) return false;
  const won = his.isWon ? closedAt(his, file.history, file.policy) : null;
  return won === null || deal.createdAt < won.at;
}

interface CustomerFit {
  match: number;
  why: string;
}

function customerFit({ deal, placement, file }: Scene): CustomerFit | null {
  const buyer = deal.customerId === null ? undefined : file.customers.get(deal.customerId);
  if (buyer === undefined) return null;
  const verdict = sameCustomer(buyer, companyOf(placement.coverage.registration, file.customers));
  const why = verdict.reasons.join(', ');
  if (verdict.verdict === 'different') return null;
  if (verdict.verdict === 'same' || verdict.relation === 'subsidiary') return { match: verdict.probability, why };
  return { match: Math.round(verdict.probability * GROUP_NOT_CONTROLLED * 1000) / 1000, why };
}

/** He was brought in as early as on any deal of his, before the vendor went to work on it. */
function broughtIn(scene: Scene): boolean {
  const { standing, deal, rule, file } = scene;
  if (!standing.ever) return false;
  if (standing.firstEnteredAt === null) return true;
  const days = rule?.businessDays ?? DEFAULT_BUSINESS_DAYS;
  const until = addBusinessDays(deal.createdAt, days, file.policy.calendar);
  const worked = workInside(scene).some((act) => act.at < (standing.firstEnteredAt ?? 0));
  return standing.firstEnteredAt <= until && !worked;
}

/** The vendor's work on it inside the window without the partner: stage moves and completed customer contact. */
function workInside({ deal, placement, file }: Scene): Evidence[] {
  const { window, registration } = placement.coverage;
  const inside = (at: Instant): boolean => contains(window.inside, at);
  const moves = file.history
    .ofDeal(deal.id)
    .filter((event) => event.kind === 'Stage Changed' && inside(event.at) && isForward(event, file.policy.stages))
    .map((event) => evidenceOf(event, 'the second opportunity was moved on'));
  const contacts = deal.activities
    .filter((work) => work.completed && inside(work.at) && !work.partnerIds.includes(registration.partnerId))
    .map(contactEvidence);
  return [...moves, ...contacts].sort((a, b) => a.at - b.at || (a.key < b.key ? -1 : 1));
}

/** Opened by mistake and closed again, never worked: not inside the window and not after it. */
function isGivenUpUntouched({ deal, file, placement }: Scene): boolean {
  if (!deal.isClosed || deal.isWon) return false;
  const moved = file.history
    .ofDeal(deal.id)
    .some((event) => event.kind === 'Stage Changed' && isForward(event, file.policy.stages));
  const { partnerId } = placement.coverage.registration;
  return !moved && !deal.activities.some((work) => work.completed && !work.partnerIds.includes(partnerId));
}

function isForward(event: DealEvent, stages: Scene['file']['policy']['stages']): boolean {
  const [from, to] = [event.from, event.to].map((name) => stages.find((stage) => stage.name === name));
  return from !== undefined && to !== undefined && to.probability > from.probability;
}

function contactEvidence(work: Activity): Evidence {
  return {
    key: `activity:${work.id}`,
    what: 'customer contact on the second opportunity without the partner',
    from: null,
    to: null,
    byId: work.byId,
    at: work.at,
    record: { object: 'Activity', id: work.id, field: null },
  };
}

function creationEvidence({ deal, file }: Scene): Evidence {
  const created = file.history.ofDeal(deal.id).find((event) => event.kind === 'Created');
  return {
    key: created?.key ?? `created:${deal.id}`,
    what: 'a second opportunity was opened for the same customer and product',
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
  const done = opened ? 'opened' : 'worked';
  const on = dateOf(first.at, file.policy.calendar.timeZone);
  return {
    pattern: 'shadow',
    acts,
    context: [approvalEvidence(scene), hisDeal(placement.deal)],
    // Whoever created it before the registration could not know of it.
    personId: opened ? creation.byId : null,
    clarity: clarityOf(scene, opened),
    match: fit.match,
    innocent: innocentExplanations(scene, first, fit.match, [
      otherClaim(scene),
      otherDeal(deal, placement.deal, scene),
      parallelQuote(scene),
    ]),
    explanation:
      `${registration.name} protects ${placement.deal.name}; beside it ${deal.name} was ${done} without the registered ` +
      `partner on ${on} (${fit.why}).`,
  };
}

function hisDeal(deal: Deal): Evidence {
  return {
    key: `own:${deal.id}`,
    what: "the partner's own opportunity",
    from: null,
    to: deal.name,
    byId: null,
    at: deal.createdAt,
    record: { object: 'Opportunity', id: deal.id, field: null },
  };
}

function clarityOf({ deal, placement, file }: Scene, opened: boolean): number {
  if (!opened) return ONLY_WORKED;
  const his = placement.deal;
  const lost = his.isClosed && !his.isWon ? closedAt(his, file.history, file.policy) : null;
  return lost !== null && lost.at <= deal.createdAt ? OPENED_AFTER_HIS_WAS_LOST : OPENED_BESIDE_HIS;
}

function otherClaim({ placements, placement, deal }: Scene): InnocentExplanation {
  const what = 'a registration of its own';
  const other = placements.find(({ deal: covered, coverage }) => {
    return covered.id === deal.id && coverage.registration.id !== placement.coverage.registration.id;
  });
  if (other === undefined) return { what, found: 'no', detail: 'no approved registration covers it' };
  return { what, found: 'sufficient', detail: `${other.coverage.registration.name} was approved for it` };
}

function otherDeal(deal: Deal, his: Deal, { file }: Scene): InnocentExplanation {
  const what = 'a deal of another size or time';
  const { closeDatesApartDays, amountsApartFactor } = file.policy.settings;
  const days = Math.abs(daysBetween(deal.closeDate, his.closeDate));
  const [amount, hisAmount] = [deal.amount?.toNumber() ?? 0, his.amount?.toNumber() ?? 0];
  const comparable = amount > 0 && hisAmount > 0 && deal.currency === his.currency;
  const factor = comparable ? Math.max(amount / hisAmount, hisAmount / amount) : 1;
  if (days < closeDatesApartDays && factor < amountsApartFactor) {
    return { what, found: 'no', detail: 'amount and close date are near' };
  }
  return {
    what,
    found: 'doubtful',
    detail: `close dates ${days} days apart, amounts ${factor.toFixed(1)} times apart`,
  };
}

/** Distributors quote side by side; that is how two tiers work. */
function parallelQuote({ deal, file }: Scene): InnocentExplanation {
  const what = 'parallel quotes of distributors';
  const onIt = deal.partners.map((on) => ({
    ...on,
    partner: file.facts.partners.find(({ id }) => id === on.partnerId),
  }));
  const isDistributor = ({ role, partner }: (typeof onIt)[number]): boolean =>
    role === null ? partner?.roles.every((held) => held === 'Distributor') === true : /distribut/i.test(role);
  if (onIt.length === 0 || !onIt.every(isDistributor))
    return { what, found: 'no', detail: 'no distributor alone on it' };
  return { what, found: 'sufficient', detail: 'only distributors stand on it' };
}
