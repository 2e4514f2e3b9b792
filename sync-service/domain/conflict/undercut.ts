/**
 * undercut: for the same customer and product family, a path without the registered partner has a lower price than his,
 * inside the window or soon after. Issued offers are compared, product by product, as points of discount off list: never
 * what he himself asks of the customer.
 */
import { Decimal } from 'decimal.js';
import type { Evidence, InnocentExplanation } from '../assessment.ts';
import type { Deal, Id } from '../deal.ts';
import { sum } from '../money.ts';
import { familyKey } from '../product-family.ts';
import { addBusinessDays, addDays, contains, dateOf, type Instant } from '../time.ts';
import { found } from './answers.ts';
import { approvalEvidence, isCoveredDeal, type Draft, type PatternRule, type Scene } from './case.ts';
import { fact } from './facts.ts';
import { innocentExplanations } from './innocent.ts';
import { broughtIn, customerFit, hisDeal, isSecondDeal, secondDealExcuses } from './second-deal.ts';

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

/** What a path asks for each product, in points off list; under `all` where only the whole is known. */
interface Offer {
  at: Instant;
  byId: Id | null;
  quoted: boolean;
  points: ReadonlyMap<string, Decimal>;
  record: Evidence['record'];
}

const all = 'all';

interface Lower {
  offer: Offer;
  his: Offer;
  /** By how many points, at the product where it is most. */
  by: Decimal;
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
  const others = offersOn(deal, families, (accountId) => !own || isRival(scene, accountId), !own);
  const [first] = others
    .filter(({ at }) => contains(span, at))
    .flatMap((offer): Lower[] => {
      const his = hisOffers(scene, families)
        .filter(({ at }) => at <= offer.at)
        .at(-1);
      const by = his === undefined ? null : pointsLower(offer, his);
      return his !== undefined && by !== null && by.gte(file.policy.settings.undercutPoints)
        ? [{ offer, his, by }]
        : [];
    });
  return first ?? null;
}

/** Another partner of the vendor's, on the partner's own opportunity. */
function isRival({ placement, file }: Scene, accountId: Id | null): boolean {
  const { partnerId } = placement.coverage.registration;
  return accountId !== null && accountId !== partnerId && file.facts.partners.some(({ id }) => id === accountId);
}

/** What he was offered on his opportunity, oldest first; offers there that are another partner's are not his. */
function hisOffers(scene: Scene, families: ReadonlySet<string>): Offer[] {
  return offersOn(scene.placement.deal, families, (accountId) => !isRival(scene, accountId), true);
}

const notIssued = /draft|review|reject|entwurf|abgelehnt/i;

/** The issued quotes on a deal; where it has none at all, the prices of its lines. */
function offersOn(
  deal: Deal,
  families: ReadonlySet<string>,
  isFor: (accountId: Id | null) => boolean,
  linesToo: boolean,
): Offer[] {
  const quotes = deal.quotes.filter(({ status }) => !notIssued.test(status ?? ''));
  const quoted = quotes
    .filter(({ accountId }) => isFor(accountId))
    .map((quote): Offer => {
      const points = pointsOf(quote.lines, families);
      const whole = wholePoints(quote, deal);
      return {
        at: quote.issuedAt,
        byId: quote.byId,
        quoted: true,
        points: points.size > 0 || whole === null ? points : new Map([[all, whole]]),
        record: { object: 'Quote', id: quote.id, field: null },
      };
    })
    .filter(({ points }) => points.size > 0)
    .sort((a, b) => a.at - b.at || (a.record.id < b.record.id ? -1 : 1));
  if (quoted.length > 0 || !linesToo || quotes.length > 0) return quoted;
  const lines = deal.lines.map(({ productId, family, quantity, listPrice, salesPrice }) => {
    return { productId, family, quantity, listPrice, price: salesPrice };
  });
  const points = pointsOf(lines, families);
  if (points.size === 0) return [];
  const record = { object: 'Opportunity', id: deal.id, field: 'Products' };
  return [{ at: deal.createdAt, byId: deal.createdById, quoted: false, points, record }];
}

/** Of each product the points off list, weighed by quantity. */
function pointsOf(lines: Deal['quotes'][number]['lines'], families: ReadonlySet<string>): Map<string, Decimal> {
  const priced = lines.filter(
    ({ family, listPrice, price }) =>
      listPrice !== null && listPrice.gt(0) && price !== null && (family === null || families.has(familyKey(family))),
  );
  const groups = Map.groupBy(priced, ({ productId, family }) => productId ?? familyKey(family ?? all));
  return new Map(
    [...groups].map(([product, group]) => {
      const list = sum(group.map(({ listPrice, quantity }) => (listPrice ?? new Decimal(0)).times(quantity)));
      const price = sum(group.map((line) => (line.price ?? new Decimal(0)).times(line.quantity)));
      return [product, list.isZero() ? new Decimal(0) : list.minus(price).div(list).times(100)];
    }),
  );
}

/** Where the lines of a quote are not known: its discount, else its price against the list of the deal. */
function wholePoints({ discount, total }: Deal['quotes'][number], deal: Deal): Decimal | null {
  if (discount !== null) return discount;
  const known = deal.lines.every(({ listPrice }) => listPrice !== null);
  const list = sum(deal.lines.map(({ listPrice, quantity }) => (listPrice ?? new Decimal(0)).times(quantity)));
  return total === null || !known || list.lte(0) ? null : list.minus(total).div(list).times(100);
}

/** By how many points an offer lies below another, at the product where it is most; null where none is comparable. */
function pointsLower({ points }: Offer, { points: his }: Offer): Decimal | null {
  const differences = [...points].flatMap(([product, value]) => {
    const other = his.get(product) ?? (product === all ? mean(his) : his.get(all));
    return other === undefined ? [] : [value.minus(other)];
  });
  return differences.length === 0 ? null : Decimal.max(...differences);
}

function mean(points: ReadonlyMap<string, Decimal>): Decimal | undefined {
  return points.size === 0 ? undefined : sum([...points.values()]).div(points.size);
}

function draft(scene: Scene, lower: Lower): Draft {
  const { deal, placement, file } = scene;
  const { registration, match } = placement.coverage;
  const { offer, his, by } = lower;
  const own = isCoveredDeal(scene);
  const fit = own ? match : (customerFit(scene)?.match ?? match);
  const points = by.toDecimalPlaces(1).toString();
  const act: Evidence = {
    key: `offer:${offer.record.id}`,
    what: fact(offer.quoted ? 'lower price quoted' : 'lower price entered', { points }),
    from: null,
    to: null,
    byId: offer.byId,
    at: offer.at,
    record: offer.record,
  };
  const his_: Evidence = {
    key: `his offer:${his.record.id}`,
    what: fact('own price'),
    from: null,
    to: null,
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
      ...(own ? [] : secondDealExcuses(scene)),
    ]),
    story: {
      code: own ? 'undercut by another partner' : 'undercut beside',
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

/** The same offer to him, soon enough. */
function sameOffer(scene: Scene, { offer }: Lower): InnocentExplanation {
  const what = 'the same offer to the partner';
  const { calendar, settings } = scene.file.policy;
  const until = addBusinessDays(offer.at, settings.sameOfferBusinessDays, calendar);
  const families = new Set(scene.placement.coverage.registration.productFamilies.map(familyKey));
  const later = hisOffers(scene, families).filter(({ at, quoted }) => quoted && at > offer.at);
  const matching = later.find((his) => pointsLower(offer, his)?.lt(settings.undercutPoints) === true);
  if (matching === undefined) return found(what, 'no', 'offered none');
  const date = dateOf(matching.at, calendar.timeZone);
  return matching.at <= until
    ? found(what, 'sufficient', 'offered', { date })
    : found(what, 'doubtful', 'offered late', { date });
}
