/** What a deal or a claim will leave the partner, as far as the vendor may know it: to partner price plus rebates. */
import type { Deal, Id, Partner, PartnerRole, Registration, RegistrationFacts } from '../deal.ts';
import type { Decimal } from 'decimal.js';
import type { MarginPrediction, Waterfall } from '../assessment.ts';
import type { ForecastModel } from '../forecast/model.ts';
import type { Programme } from '../programme/schema.ts';
import type { Policy } from '../rules.ts';
import { countryCode } from '../customer/country.ts';
import { companyOf, sameCustomer, type Company } from '../customer/index.ts';
import { closedAt } from '../history.ts';
import type { CaseFile, Coverage } from '../protection/coverage.ts';
import { protectsAt } from '../protection/window.ts';
import { dateOf, startOf, type CalendarDate, type Instant } from '../time.ts';
import { rulesFor } from '../programme/standing-rules.ts';
import type { Circumstances, PricedDeal, PricedLine } from './priced-deal.ts';
import { atClose, nextForecastAt } from './at-close.ts';
import { reason, type Reason } from './reasons.ts';
import { waterfall } from './waterfall.ts';

export interface MarginReview {
  prediction: MarginPrediction;
  /** Whose margin it is. */
  partnerId: Id | null;
  /** When other terms come into force; null where the terms are settled. */
  nextReviewAt: Instant | null;
  /** What was priced, for pricing it again with something changed; null where there is no margin. */
  priced: PricedOn | null;
}

/** A deal and the day whose terms hold. */
export interface PricedOn {
  deal: PricedDeal;
  on: CalendarDate;
}

/**
 * Predicts the margin of the deal at hand: for the registered partner on the terms of his approval while the
 * registration holds, else for the partner who stands on the deal on the terms of today.
 */
export function predictMargin(
  file: CaseFile,
  coverage: Coverage | null,
  programme: Programme,
  now: Instant,
  forecast: ForecastModel | null,
): MarginReview {
  const { deal, relatedDeals, partners } = file.facts;
  const held = coverage !== null && holds(coverage, file, now) ? coverage : null;
  const partnerId = held?.registration.partnerId ?? partnerOn(deal) ?? coverage?.registration.partnerId ?? null;
  if (partnerId === null) return unknown(reason('no partner'));
  return predict({
    deal,
    buyer: deal.customerId === null ? null : (file.customers.get(deal.customerId) ?? null),
    others: relatedDeals,
    customers: file.customers,
    partner: partners.find((known) => known.id === partnerId),
    role: held?.registration.partnerRole ?? null,
    claim: held?.registration ?? null,
    closesOn: deal.closeDate,
    registered: held !== null,
    // The terms of the approval hold, else those of the day on which the deal was closed.
    settledAt: held?.window.protected.from ?? closedAt(deal, file.history, file.policy)?.at ?? null,
    programme,
    policy: file.policy,
    now,
    forecast,
  });
}

/** In force now, or in force when the deal was closed. */
function holds({ registration, window }: Coverage, { facts, history, policy }: CaseFile, now: Instant): boolean {
  const closed = closedAt(facts.deal, history, policy);
  return closed === null ? protectsAt(registration, window, now) : closed.at <= window.protected.until;
}

/**
 * Predicts the margin of a claim, on the lines of the opportunity that it names. The partner reads it, so that it is made
 * of the rules that he may read, and is what his browser makes of them.
 */
export function predictRegistrationMargin(
  facts: RegistrationFacts,
  programme: Programme,
  policy: Policy,
  now: Instant,
  forecast: ForecastModel | null,
): MarginReview {
  const { registration, deals, partners } = facts;
  const deal = deals.find((known) => known.id === registration.dealId);
  if (deal === undefined) return unknown(reason('claim without opportunity'));
  const customers = new Map(facts.customers.map((customer) => [customer.id, customer]));
  const partner = partners.find((known) => known.id === registration.partnerId);
  const today = dateOf(now, policy.calendar.timeZone);
  return predict({
    deal,
    buyer: companyOf(registration, customers),
    others: deals.filter((other) => other.id !== deal.id),
    customers,
    partner,
    role: registration.partnerRole,
    claim: registration,
    // When the vendor expects to close is his own affair.
    closesOn: registration.expectedCloseDate,
    registered: mayCountAsRegistered(registration),
    settledAt: registration.protectedFrom,
    programme: rulesFor(programme, partner?.roles ?? [], today)[0] ?? programme,
    policy,
    now,
    forecast,
  });
}

/** A claim not yet decided is priced as what it asks to be. */
function mayCountAsRegistered({ status }: Registration): boolean {
  return status !== 'Rejected' && status !== 'Withdrawn' && status !== 'Lapsed' && status !== 'Expired';
}

/** The partner of the lookup, else of the rows the one with the lowest id. */
function partnerOn(deal: Deal): Id | null {
  const [first] = deal.partners.toSorted((a, b) => {
    const lookups = Number(b.via === 'lookup') - Number(a.via === 'lookup');
    return lookups !== 0 ? lookups : a.partnerId < b.partnerId ? -1 : 1;
  });
  return first?.partnerId ?? null;
}

/** New to the vendor: nothing was won from him before, as far as the records at hand show. */
function isNew({ buyer, others, customers, policy }: Case, on: CalendarDate): boolean | null {
  if (buyer === null) return null;
  return !others.some((deal) => {
    const other = deal.customerId === null ? undefined : customers.get(deal.customerId);
    const wonBefore = deal.isWon && deal.closeDate < on;
    return wonBefore && other !== undefined && sameCustomer(buyer, other, policy.knowledge).verdict === 'same';
  });
}

interface Case {
  deal: Deal;
  buyer: Company | null;
  others: readonly Deal[];
  customers: CaseFile['customers'];
  partner: Partner | undefined;
  role: PartnerRole | null;
  claim: Registration | null;
  closesOn: CalendarDate | null;
  registered: boolean;
  settledAt: Instant | null;
  programme: Programme;
  policy: Policy;
  now: Instant;
  forecast: ForecastModel | null;
}

function predict(question: Case): MarginReview {
  const { deal, buyer, partner, role, registered, settledAt, programme, policy, now } = question;
  if (partner === undefined) return unknown(reason('partner not on record'));
  if (deal.lines.length === 0) return unknown(reason('no products'));
  const lines = deal.lines.flatMap((line): PricedLine[] =>
    line.listPrice === null ? [] : [{ ...line, listPrice: line.listPrice }],
  );
  if (lines.length < deal.lines.length) {
    const missing = deal.lines.filter((line) => line.listPrice === null).map((line) => line.product);
    return unknown(reason('no list price', { products: missing.join(', ') }));
  }
  const { timeZone } = policy.calendar;
  const [on, today] = [dateOf(settledAt ?? now, timeZone), dateOf(now, timeZone)];
  const newCustomer = isNew(question, on);
  // The resale price is the partner's own affair: on the vendor's side the customer price stays unknown.
  const input = {
    ...{ currency: deal.currency, lines: lines.map(asPriced), customerPrice: null },
    partner: { level: partner.level, roles: partner.roles, competencies: partner.competencies },
    ...{ role, registered, newCustomer },
    circumstances: circumstancesOf(question, timeZone),
  };
  const priced = (of: PricedLine[]): Waterfall => {
    const agreed = waterfall({ ...input, lines: of }, programme, on);
    // What was made known since can only better terms that were agreed.
    const since = settledAt === null ? agreed : waterfall({ ...input, lines: of }, programme, on, today);
    return since.partnerMargin.gt(agreed.partnerMargin) ? since : agreed;
  };
  const result = priced(lines);
  if (result.list.isZero()) return unknown(reason('nothing to price'));
  // A deal that is closed has no outlook.
  const forecast = deal.isClosed ? null : question.forecast;
  const outlook = {
    deal,
    lines,
    partnerId: partner.id,
    country: countryCode(buyer?.country ?? null),
    currency: programme.currency,
    timeZone,
  };
  const edge = settledAt === null ? nextTerms(programme, partner, on) : nextPublication(programme, today);
  const edges = [
    ...(edge === null ? [] : [startOf(edge, timeZone)]),
    ...(forecast === null ? [] : [nextForecastAt(now, timeZone)]),
  ];
  return {
    prediction: {
      kind: 'predicted',
      waterfall: result,
      atClose:
        forecast === null
          ? null
          : atClose(outlook, forecast, now, (share) => priced(atShare(lines, share)).partnerMargin),
    },
    partnerId: partner.id,
    nextReviewAt: edges.length === 0 ? null : Math.min(...edges),
    priced: { deal: input, on },
  };
}

/** What is known of how the deal came about. A partner says when there is a tender, and is asked each time. */
function circumstancesOf({ buyer, claim, closesOn }: Case, timeZone: string): Partial<Circumstances> {
  const registeredAt = claim?.protectedFrom ?? claim?.submittedAt ?? null;
  return {
    registeredOn: registeredAt === null ? null : dateOf(registeredAt, timeZone),
    closesOn,
    tender: claim === null ? null : claim.tenderPublishedOn !== null,
    customerCountry: countryCode(buyer?.country ?? null),
  };
}

/** What the engine needs of a line, and nothing of the opportunity besides. */
function asPriced({ family, quantity, listPrice, termMonths }: PricedLine): PricedLine {
  return { family, quantity, listPrice, termMonths };
}

/** The same lines at a share of their list prices. */
function atShare(lines: readonly PricedLine[], share: Decimal): PricedLine[] {
  return lines.map((line) => ({ ...line, listPrice: line.listPrice.times(share) }));
}

function unknown(why: Reason): MarginReview {
  return { prediction: { kind: 'unknown', why }, partnerId: null, nextReviewAt: null, priced: null };
}

/** The next date on which a rule is made known. */
function nextPublication(programme: Programme, today: CalendarDate): CalendarDate | null {
  const later = programme.incentives.flatMap(({ publishedOn }) =>
    publishedOn !== null && publishedOn > today ? publishedOn : [],
  );
  return later.sort()[0] ?? null;
}

/** The next date on which a rate, a level or a competency begins or ends. */
function nextTerms(programme: Programme, partner: Partner, on: CalendarDate): CalendarDate | null {
  const dates = [
    ...programme.incentives.flatMap((one) => [one.effectiveFrom, one.effectiveUntil, one.publishedOn]),
    ...programme.limits.flatMap((limit) => [limit.effectiveFrom, limit.effectiveUntil]),
    ...programme.exchangeRates.map((rate) => rate.on),
    ...programme.levels.flatMap((level) => [level.effectiveFrom, level.effectiveUntil]),
    ...partner.competencies.flatMap((held) => [held.validFrom, held.validUntil]),
  ];
  const later = dates.filter((date) => date !== null && date > on).sort();
  return later[0] ?? null;
}
