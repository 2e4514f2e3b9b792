/** A second opportunity beside the partner's: whether it is for his customer and product, and what excuses it. */
import type { Evidence, InnocentExplanation } from '../assessment.ts';
import { sameCustomer } from '../customer/index.ts';
import type { Activity, Deal, DealEvent } from '../deal.ts';
import { tookPart } from '../engagement/same-firm.ts';
import { closedAt } from '../history.ts';
import { familiesOf, shareFamily } from '../product-family.ts';
import { olderAndWorked } from '../protection/coverage.ts';
import { addBusinessDays, addDays, contains, daysBetween, type Instant } from '../time.ts';
import { found } from './answers.ts';
import { evidenceOf, type Scene } from './case.ts';
import { fact, type Fact } from './facts.ts';
import { registeredCustomer } from './registered-customer.ts';

/** Protection covers the customer and what it controls; the rest of a group is a shadow less surely. */
const GROUP_NOT_CONTROLLED = 0.85;
/** Where no policy says how soon a partner must be entered. */
const DEFAULT_BUSINESS_DAYS = 10;

/** A common family, and not business that came after the partner's deal was won. */
export function isSecondDeal({ deal, placement, file }: Scene): boolean {
  const { deal: his, coverage } = placement;
  if (!shareFamily(familiesOf(deal), coverage.registration.productFamilies)) return false;
  const won = his.isWon ? closedAt(his, file.history, file.policy) : null;
  return won === null || deal.createdAt < won.at;
}

export interface CustomerFit {
  match: number;
  why: string;
}

/** How surely the opportunity is for the registered customer or his group; null where it is not. */
export function customerFit(scene: Scene): CustomerFit | null {
  const { deal, placement, file } = scene;
  const buyer = deal.customerId === null ? undefined : file.customers.get(deal.customerId);
  if (buyer === undefined) return null;
  const fits = registeredCustomer(scene).flatMap((registered): CustomerFit[] => {
    const { verdict, probability, relation, reasons } = sameCustomer(buyer, registered, file.policy.knowledge);
    if (verdict === 'different') return [];
    const isCovered = verdict === 'same' || relation === 'subsidiary';
    const match = Math.round(probability * (isCovered ? 1 : GROUP_NOT_CONTROLLED) * 1000) / 1000;
    // As sure as it is that the covered opportunity is the registered customer's, at most.
    return [{ match: Math.min(match, placement.coverage.customerMatch), why: reasons.join(', ') }];
  });
  return fits.sort((a, b) => b.match - a.match)[0] ?? null;
}

/** He was brought in as early as on any deal of his, before the vendor went to work on it. */
export function broughtIn(scene: Scene): boolean {
  const { standing } = scene;
  if (!standing.ever) return false;
  if (standing.firstEnteredAt === null) return true;
  const worked = workInside(scene).some((act) => act.at < (standing.firstEnteredAt ?? 0));
  return standing.firstEnteredAt <= timeToBringIn(scene) && !worked;
}

/** By when he is to be brought in, or his consent asked for: as many days as a partner is given on any deal. */
export function timeToBringIn({ deal, rule, file }: Scene): Instant {
  return addBusinessDays(deal.createdAt, rule?.businessDays ?? DEFAULT_BUSINESS_DAYS, file.policy.calendar);
}

/** The vendor's work on it inside the window without the partner: stage moves and completed customer contact. */
export function workInside({ deal, placement, file, firm }: Scene): Evidence[] {
  const { window } = placement.coverage;
  const inside = (at: Instant): boolean => contains(window.inside, at);
  const moves = file.history
    .ofDeal(deal.id)
    .filter((event) => event.kind === 'Stage Changed' && inside(event.at) && isForward(event, file.policy.stages))
    .map((event) => evidenceOf(event, fact('second moved on')));
  const contacts = deal.activities
    .filter((work) => work.completed && inside(work.at) && !tookPart(firm, work))
    .map((work) => contactEvidence(work, fact('contact on the second')));
  return [...moves, ...contacts].sort((a, b) => a.at - b.at || (a.key < b.key ? -1 : 1));
}

/**
 * Older than the claim, and lay still when it came in: in the days before it neither opened nor moved on, and without
 * customer contact, though contact is kept for it.
 */
export function layStill({ deal, placement, file }: Scene): boolean {
  const { registration, window } = placement.coverage;
  const submitted = registration.submittedAt ?? window.inside.from;
  const since = addDays(submitted, -file.policy.settings.vendorAtWorkDays);
  if (deal.createdAt >= since || deal.activities.length === 0) return false;
  if (olderAndWorked(registration, deal, file.policy)) return false;
  const moves = file.history.ofDeal(deal.id).filter((event) => isForward(event, file.policy.stages));
  return !moves.some(({ kind, at }) => kind === 'Stage Changed' && contains({ from: since, until: submitted }, at));
}

/** A move towards winning. */
export function isForward(event: DealEvent, stages: Scene['file']['policy']['stages']): boolean {
  const [from, to] = [event.from, event.to].map((name) => stages.find((stage) => stage.name === name));
  return from !== undefined && to !== undefined && to.probability > from.probability;
}

export function contactEvidence(work: Activity, what: Fact): Evidence {
  return {
    key: `activity:${work.id}`,
    what,
    from: null,
    to: null,
    byId: work.byId,
    at: work.at,
    record: { object: 'Activity', id: work.id, field: null },
  };
}

/** The opportunity that the registration protects. */
export function hisDeal(deal: Deal): Evidence {
  return {
    key: `own:${deal.id}`,
    what: fact('own opportunity'),
    from: null,
    to: deal.name,
    byId: null,
    at: deal.createdAt,
    record: { object: 'Opportunity', id: deal.id, field: null },
  };
}

/** What excuses a second opportunity beside what excuses any act. */
export function secondDealExcuses(scene: Scene): InnocentExplanation[] {
  return [otherClaim(scene), otherDeal(scene.deal, scene.placement.deal, scene), parallelQuote(scene)];
}

function otherClaim({ placements, placement, deal }: Scene): InnocentExplanation {
  const what = 'a registration of its own';
  const other = placements.find(({ deal: covered, coverage }) => {
    return covered.id === deal.id && coverage.registration.id !== placement.coverage.registration.id;
  });
  if (other === undefined) return found(what, 'no', 'no registration of its own');
  return found(what, 'sufficient', 'registration of its own', { registration: other.coverage.registration.name });
}

function otherDeal(deal: Deal, his: Deal, { file }: Scene): InnocentExplanation {
  const what = 'a deal of another size or time';
  const { closeDatesApartDays, amountsApartFactor } = file.policy.settings;
  const days = Math.abs(daysBetween(deal.closeDate, his.closeDate));
  const [amount, hisAmount] = [deal.amount?.toNumber() ?? 0, his.amount?.toNumber() ?? 0];
  const comparable = amount > 0 && hisAmount > 0 && deal.currency === his.currency;
  const factor = comparable ? Math.max(amount / hisAmount, hisAmount / amount) : 1;
  if (days < closeDatesApartDays && factor < amountsApartFactor) return found(what, 'no', 'amount and date near');
  return found(what, 'doubtful', 'date and amount differ', { days: String(days), factor: factor.toFixed(1) });
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
  if (onIt.length === 0 || !onIt.every(isDistributor)) return found(what, 'no', 'no distributor alone');
  return found(what, 'sufficient', 'distributors only');
}
