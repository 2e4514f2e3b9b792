/**
 * undercut: for the same customer and product family, a path without the registered partner has a lower price than his,
 * inside the window or soon after. Issued offers are compared, product by product, as points of discount off list: never
 * what he himself asks of the customer.
 */
import type { Evidence, InnocentExplanation } from '../assessment.ts';
import type { Id, Partner, PartnerRole } from '../deal.ts';
import { isSameFirm } from '../engagement/same-firm.ts';
import { familyKey } from '../product-family.ts';
import { addBusinessDays, addDays, contains, dateOf } from '../time.ts';
import { found } from './answers.ts';
import { approvalEvidence, isCoveredDeal, type Draft, type PatternRule, type Scene } from './case.ts';
import { fact } from './facts.ts';
import { innocentExplanations } from './innocent.ts';
import { differenceOf, issuedOn, offersOn, priceInWords, type Difference, type Offer } from './offers.ts';
import { broughtIn, customerFit, hisDeal, isSecondDeal, secondDealExcuses } from './second-deal.ts';
import type { StoryCode } from './stories.ts';

const QUOTED = 0.92;
/** Prices on the opportunity itself: nobody knows whether they were ever told to the customer. */
const PRICED = 0.72;

export const undercut: PatternRule = {
  pattern: 'undercut',
  find(scene) {
    const lower = lowerOffer(scene);
    return lower === null ? null : draft(scene, lower);
  },
  remedy(scene) {
    const lower = lowerOffer(scene);
    return lower !== null && sameOffer(scene, lower).found === 'sufficient' ? { code: 'same offer', args: {} } : null;
  },
  reviews: () => [],
};

interface Lower {
  offer: Offer;
  his: Offer;
  difference: Difference;
}

/** The first offer on the path at hand that undercuts what he had by then, or was offered first. */
function lowerOffer(scene: Scene): Lower | null {
  const { placement, file, deal } = scene;
  const own = isCoveredDeal(scene);
  if (!own && (!isSecondDeal(scene) || customerFit(scene) === null || broughtIn(scene))) return null;
  if (deal.currency !== placement.deal.currency) return null;
  const { window } = placement.coverage;
  const span = {
    from: window.inside.from,
    until: addDays(window.inside.until, file.policy.settings.undercutGraceDays),
  };
  const families = new Set(placement.coverage.registration.productFamilies.map(familyKey));
  const others = offersOn(deal, families, (accountId) => isPast(scene, accountId), !own);
  const his = hisOffers(scene, families);
  const [first] = others
    .filter(({ at }) => contains(span, at))
    .flatMap((offer): Lower[] => {
      const had = his.filter(({ at }) => at <= offer.at).at(-1);
      const difference = had === undefined ? null : differenceOf(offer, had);
      return had !== undefined && difference?.by.gte(file.policy.settings.undercutPoints) === true
        ? [{ offer, his: had, difference }]
        : [];
    });
  return first ?? null;
}

/**
 * Past him: on another opportunity whatever is not made out to him; on his own what is another partner's, and, where a
 * quote is made out to him there, whatever is not.
 */
function isPast(scene: Scene, accountId: Id | null): boolean {
  if (accountId === scene.placement.coverage.registration.partnerId || isBesideHim(scene, accountId)) return false;
  return !isCoveredDeal(scene) || isRival(scene, accountId) || isToldApart(scene);
}

/** Another partner of the vendor's. */
function isRival(scene: Scene, accountId: Id | null): boolean {
  return otherPartner(scene, accountId) !== undefined && !isBesideHim(scene, accountId);
}

/** A distributor, whose price is of another tier than his, or his own other entity: neither his price nor past him. */
function isBesideHim(scene: Scene, accountId: Id | null): boolean {
  const other = otherPartner(scene, accountId);
  if (other === undefined) return false;
  const { registration } = scene.placement.coverage;
  const his = scene.file.facts.partners.find(({ id }) => id === registration.partnerId);
  if (his !== undefined && isSameFirm(his, other)) return true;
  const hisRoles = registration.partnerRole === null ? (his?.roles ?? []) : [registration.partnerRole];
  return isDistributor(other.roles) && !hisRoles.includes('Distributor');
}

function isDistributor(roles: readonly PartnerRole[]): boolean {
  return roles.length > 0 && roles.every((role) => role === 'Distributor');
}

/** The customer is none, though partner rows may name him too. */
function otherPartner({ deal, placement, file }: Scene, accountId: Id | null): Partner | undefined {
  const { partnerId } = placement.coverage.registration;
  if (accountId === null || accountId === partnerId || accountId === deal.customerId) return undefined;
  return file.facts.partners.find(({ id }) => id === accountId);
}

/** A quote on his opportunity says that it is his; what does not is another's, or nobody knows whose. */
function isToldApart({ placement }: Scene): boolean {
  const { partnerId } = placement.coverage.registration;
  return issuedOn(placement.deal).some(({ accountId }) => accountId === partnerId);
}

/** What he was offered on his opportunity, oldest first; offers there that are another's are not his. */
function hisOffers(scene: Scene, families: ReadonlySet<string>): Offer[] {
  const { partnerId } = scene.placement.coverage.registration;
  const isHis = isToldApart(scene)
    ? (accountId: Id | null) => accountId === partnerId
    : (accountId: Id | null) => otherPartner(scene, accountId) === undefined;
  return offersOn(scene.placement.deal, families, isHis, true);
}

function draft(scene: Scene, lower: Lower): Draft {
  const { deal, placement, file } = scene;
  const { registration, match } = placement.coverage;
  const { offer, his, difference } = lower;
  const own = isCoveredDeal(scene);
  const fit = own ? match : (customerFit(scene)?.match ?? match);
  const points = difference.by.toDecimalPlaces(1).toString();
  const [theirPrice, hisPrice] = [difference.theirs, difference.his].map((each) => priceInWords(each, deal.currency));
  const act: Evidence = {
    key: `offer:${offer.record.id}`,
    what: fact(offer.quoted ? 'lower price quoted' : 'lower price entered', { points }),
    from: hisPrice ?? null,
    to: theirPrice ?? null,
    byId: offer.byId,
    at: offer.at,
    record: offer.record,
  };
  const his_: Evidence = {
    key: `his offer:${his.record.id}`,
    what: fact('own price'),
    from: null,
    to: hisPrice ?? null,
    byId: his.byId,
    at: his.at,
    record: his.record,
  };
  return {
    pattern: 'undercut',
    acts: [act],
    context: [approvalEvidence(scene), his_, ...(own ? [] : [hisDeal(placement.deal)])],
    personId: offer.byId,
    clarity: offer.quoted && his.quoted ? QUOTED : PRICED,
    match: fit,
    innocent: innocentExplanations(scene, act, fit, [
      sameOffer(scene, lower),
      ...(own ? [addressee(scene, offer)] : secondDealExcuses(scene)),
    ]),
    story: {
      code: own ? pastHim(scene, offer) : 'undercut beside',
      args: {
        registration: registration.name,
        own: placement.deal.name,
        ...(own ? {} : { deal: deal.name }),
        date: dateOf(offer.at, file.policy.calendar.timeZone),
        points,
      },
    },
  };
}

function pastHim(scene: Scene, { accountId }: Offer): StoryCode {
  return isRival(scene, accountId) ? 'undercut by another partner' : 'undercut past him';
}

/** The same offer to him, soon enough. */
function sameOffer(scene: Scene, { offer }: Lower): InnocentExplanation {
  const what = 'the same offer to the partner';
  const { calendar, settings } = scene.file.policy;
  const until = addBusinessDays(offer.at, settings.sameOfferBusinessDays, calendar);
  const families = new Set(scene.placement.coverage.registration.productFamilies.map(familyKey));
  const later = hisOffers(scene, families).filter(({ at, quoted }) => quoted && at > offer.at);
  const matching = later.find((his) => differenceOf(offer, his)?.by.lt(settings.undercutPoints) === true);
  if (matching === undefined) return found(what, 'no', 'offered none');
  const date = dateOf(matching.at, calendar.timeZone);
  return matching.at <= until
    ? found(what, 'sufficient', 'offered', { date })
    : found(what, 'doubtful', 'offered late', { date });
}

/** A quote that names nobody may be the partner's all the same. */
function addressee(scene: Scene, { accountId }: Offer): InnocentExplanation {
  const what = 'a quote meant for the partner';
  if (accountId === null) return found(what, 'doubtful', 'made out to nobody');
  if (isRival(scene, accountId)) return found(what, 'no', 'made out to another partner');
  return accountId === scene.deal.customerId
    ? found(what, 'no', 'made out to the customer')
    : found(what, 'doubtful', 'made out to another account');
}
