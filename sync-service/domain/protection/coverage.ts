/**
 * Which opportunity a registration covers: one deal, never a customer. The opportunity that the approval names, else
 * the single best match; older ones, renewals and other countries stay outside unless named.
 */
import type { Customer, Deal, DealFacts, Id, Registration } from '../deal.ts';
import type { Policy } from '../rules.ts';
import { closedAt, valueAt, type History } from '../history.ts';
import { commonFamilies, familiesOf } from '../product-family.ts';
import { companyOf, sameCustomer, type CustomerReason } from '../customer/index.ts';
import { otherCountry } from '../customer/country.ts';
import { doubtInWords, type Doubt, type Grounds } from '../engagement/reasons.ts';
import { standingOf } from '../engagement/standing.ts';
import { dateOf, type Instant } from '../time.ts';
import { protectsAt, windowOf, type ProtectionWindow } from './window.ts';
import { farApart } from './far-apart.ts';
import { vendorActivityBefore } from './vendor-work.ts';

export interface Coverage {
  registration: Registration;
  window: ProtectionWindow;
  linked: boolean;
  /** 1 where the approval names the opportunity, else the customer match, less where doubtful. */
  match: number;
  /** The same before anything doubtful took from it: how surely it is the registered customer. */
  customerMatch: number;
  /** What speaks for and against this being the registered customer; empty where the approval names the opportunity. */
  likeness: readonly CustomerReason[];
  doubts: readonly Doubt[];
  /** It would be covered, had the vendor not been at work on it before the submission: a person looks, nobody is held to it. */
  reviewOnly: boolean;
  why: string;
}

export type CoverageVerdict = { kind: 'covered' | 'for review'; coverage: Coverage } | { kind: 'outside'; why: string };

/** Facts in the shape that the rules look things up by. */
export interface CaseFile {
  facts: DealFacts;
  history: History;
  policy: Policy;
  customers: ReadonlyMap<Id, Customer>;
}

/** Doubtful coverage asks for engagement, but neither shuts the gate nor raises a finding. */
const DOUBT = 0.5;

/** Where a registration's protection lies: the one opportunity that it covers. */
export interface Placement {
  deal: Deal;
  coverage: Coverage;
}

/** Every registration on file that covers an opportunity, whichever it is. */
export function placementsOf(file: CaseFile): Placement[] {
  return file.facts.registrations
    .map((registration) => coveredDeal(registration, file))
    .filter((placement) => placement !== null);
}

/** The registrations that cover the deal at hand, the one that governs it first. */
export function coveringDeal(dealId: Id, placements: readonly Placement[], now: Instant): Coverage[] {
  return placements
    .filter((placement) => placement.deal.id === dealId)
    .map((placement) => placement.coverage)
    .sort((a, b) => byStrength(a, b, now));
}

function byStrength(a: Coverage, b: Coverage, now: Instant): number {
  const active = (coverage: Coverage): number => (protectsAt(coverage.registration, coverage.window, now) ? 0 : 1);
  return (
    active(a) - active(b) ||
    Number(b.linked) - Number(a.linked) ||
    (active(a) === 0
      ? a.window.inside.from - b.window.inside.from
      : b.window.protected.until - a.window.protected.until) ||
    (a.registration.id < b.registration.id ? -1 : 1)
  );
}

/** The one opportunity that a registration covers among those on file. */
export function coveredDeal(registration: Registration, file: CaseFile): Placement | null {
  const window = windowOf(registration, file.history, file.policy);
  return window === null ? null : placed(registration, window, file);
}

/** The one opportunity that fits a registration best within a window. */
export function placed(registration: Registration, window: ProtectionWindow, file: CaseFile): Placement | null {
  return bestFit('covered', registration, window, file);
}

function bestFit(
  kind: 'covered' | 'for review',
  registration: Registration,
  window: ProtectionWindow,
  file: CaseFile,
): Placement | null {
  const [best] = [file.facts.deal, ...file.facts.relatedDeals]
    .flatMap((deal) => {
      const verdict = coverageOf(registration, window, deal, file);
      return verdict.kind === kind ? [{ deal, coverage: verdict.coverage }] : [];
    })
    .sort((a, b) => byFit(a, b, file));
  return best ?? null;
}

/**
 * The registrations that cover nothing, of which the deal at hand would be covered, had the vendor not been at work on it
 * before they came in: live and not named by an approval, it is for a person to look at.
 */
export function reviewPlacements(file: CaseFile, placements: readonly Placement[]): Placement[] {
  const covering = new Set(placements.map(({ coverage }) => coverage.registration.id));
  return file.facts.registrations.flatMap((registration) => {
    if (covering.has(registration.id) || registration.dealId !== null) return [];
    const window = windowOf(registration, file.history, file.policy);
    // Whether another fits better is asked only where this one fits at all.
    if (window === null || coverageOf(registration, window, file.facts.deal, file).kind !== 'for review') return [];
    const best = bestFit('for review', registration, window, file);
    return best?.deal.id === file.facts.deal.id ? [best] : [];
  });
}

/** Best first: named, with the partner on it, not given up, not doubtful, surest match, earliest. */
function byFit(a: Placement, b: Placement, file: CaseFile): number {
  const rank = ({ deal, coverage }: Placement): number[] => [
    coverage.linked ? 0 : 1,
    partnerStood(coverage.registration.partnerId, deal, file) ? 0 : 1,
    deal.isClosed && !deal.isWon ? 1 : 0,
    coverage.doubts.length > 0 ? 1 : 0,
    -coverage.match,
    deal.createdAt,
  ];
  const [one, other] = [rank(a), rank(b)];
  const difference = one.findIndex((value, i) => value !== other[i]);
  if (difference >= 0) return (one[difference] ?? 0) - (other[difference] ?? 0);
  return a.deal.id < b.deal.id ? -1 : 1;
}

function partnerStood(partnerId: Id, deal: Deal, { history, policy }: CaseFile): boolean {
  const undo = { businessDays: policy.settings.undoBusinessDays, calendar: policy.calendar };
  return standingOf(partnerId, deal, history, undo).ever;
}

/** Whether a registration could cover an opportunity, taken by itself, and why not where it can't. */
export function coverageOf(
  registration: Registration,
  window: ProtectionWindow,
  deal: Deal,
  file: CaseFile,
): CoverageVerdict {
  if (registration.dealId === deal.id) return linkedCoverage(registration, window, deal, file);
  if (registration.dealId !== null) return { kind: 'outside', why: 'the approval names another opportunity' };
  const customer = matchOf(registration, deal, file);
  if (customer.kind === 'outside') return customer;
  const outside = outsideBecause(registration, window, deal, file);
  if (outside !== null) return { kind: 'outside', why: outside };
  const doubts = doubtsOf(registration, window, deal, file);
  const match = Math.round(customer.match * (doubts.length > 0 ? DOUBT : 1) * 1000) / 1000;
  const why = [`best match of the registration: ${customer.why}`, ...doubts.map(doubtInWords)].join('; ');
  const { likeness, match: customerMatch } = customer;
  const reviewOnly = olderAndWorked(registration, deal, file.policy);
  const found = { registration, window, linked: false, match, customerMatch, likeness, doubts, reviewOnly, why };
  return { kind: reviewOnly ? 'for review' : 'covered', coverage: found };
}

function linkedCoverage(
  registration: Registration,
  window: ProtectionWindow,
  deal: Deal,
  file: CaseFile,
): CoverageVerdict {
  if (!wasOpenInside(deal, window, file)) return { kind: 'outside', why: 'closed before the registration' };
  const why = 'the approval names this opportunity';
  const sure = { linked: true, match: 1, customerMatch: 1, likeness: [], doubts: [], reviewOnly: false };
  return { kind: 'covered', coverage: { registration, window, ...sure, why } };
}

type CustomerFit =
  { kind: 'fits'; match: number; likeness: readonly CustomerReason[]; why: string } | { kind: 'outside'; why: string };

/** The registered customer and what it controls: its subsidiaries, not its parent, not its sisters. */
function matchOf(registration: Registration, deal: Deal, { customers, policy }: CaseFile): CustomerFit {
  const buyer = deal.customerId === null ? undefined : customers.get(deal.customerId);
  if (buyer === undefined) return { kind: 'outside', why: 'the opportunity names no customer' };
  const registered = companyOf(registration, customers);
  const verdict = sameCustomer(buyer, registered, policy.knowledge);
  if (verdict.verdict === 'same') {
    return { kind: 'fits', match: verdict.probability, likeness: verdict.told, why: verdict.reasons.join(', ') };
  }
  if (registered.id !== undefined && isControlledBy(buyer, registered.id, customers)) {
    return { kind: 'fits', match: 0.97, likeness: verdict.told, why: 'a subsidiary of the registered customer' };
  }
  return { kind: 'outside', why: `another customer: ${verdict.reasons.join(', ')}` };
}

/** Follows the parents up; ten steps are more than any company has, and a circle ends there. */
export function isControlledBy(company: Customer, ownerId: Id, customers: ReadonlyMap<Id, Customer>): boolean {
  let parentId = company.parentId;
  for (let step = 0; step < 10 && parentId !== null; step += 1) {
    if (parentId === ownerId) return true;
    parentId = customers.get(parentId)?.parentId ?? null;
  }
  return false;
}

function outsideBecause(
  registration: Registration,
  window: ProtectionWindow,
  deal: Deal,
  file: CaseFile,
): string | null {
  if (commonFamilies(familiesOf(deal), registration.productFamilies).length === 0) return 'no product family in common';
  if (!wasOpenInside(deal, window, file)) return 'not open at any moment of the protection';
  if (deal.isRenewal) return 'a renewal, which the approval does not name';
  const buyer = deal.customerId === null ? undefined : file.customers.get(deal.customerId);
  const registered = companyOf(registration, file.customers).country ?? registration.customer.country;
  return otherCountry(buyer?.country ?? null, registered) ? 'another country, which the approval does not name' : null;
}

/** Older than the claim and worked by the vendor in the days before it. */
export function olderAndWorked(registration: Registration, deal: Deal, policy: Policy): boolean {
  const { submittedAt, partnerId } = registration;
  if (submittedAt === null || deal.createdAt >= submittedAt) return false;
  return vendorActivityBefore(deal, partnerId, submittedAt, policy.settings.vendorAtWorkDays) !== null;
}

function wasOpenInside(deal: Deal, window: ProtectionWindow, { history, policy }: CaseFile): boolean {
  const closed = closedAt(deal, history, policy);
  return deal.createdAt < window.inside.until && (closed === null || closed.at > window.inside.from);
}

/**
 * Close dates or amounts far apart speak of another deal. They are compared as they were when the claim and the
 * opportunity first met: a later change keeps protection.
 */
function doubtsOf(registration: Registration, window: ProtectionWindow, deal: Deal, file: CaseFile): Doubt[] {
  const met = Math.max(deal.createdAt, window.inside.from);
  const events = file.history.ofDeal(deal.id);
  const closeDate = valueAt(events, 'Close Date Changed', met, deal.closeDate) ?? deal.closeDate;
  const amount = Number(valueAt(events, 'Amount Changed', met, deal.amount?.toString() ?? null) ?? Number.NaN);
  return farApart(registration, { closeDate: closeDate.slice(0, 10), amount }, file.policy);
}

/** `why` of a protection, with its dates. */
export function describeProtection(coverage: Coverage, timeZone: string): string {
  const { protected: window, extensionPending } = coverage.window;
  const end = `until ${dateOf(window.until, timeZone)}`;
  const pending = extensionPending ? ', an extension asked for in time awaiting its decision' : '';
  return `${coverage.registration.name} protects it from ${dateOf(window.from, timeZone)} ${end}${pending}: ${coverage.why}`;
}

/** What the protection rests on, for those who meet it on the deal. */
export function groundsOf({ registration, window, linked, likeness, doubts }: Coverage): Grounds {
  return {
    registration: registration.name,
    customer: registration.customer.name,
    productFamilies: registration.productFamilies,
    linked,
    extensionPending: window.extensionPending,
    likeness: likeness
      .filter(({ bits }) => bits !== 0)
      .map(({ code, args, bits }) => ({ code, args, speaks: bits > 0 ? 'for' : 'against' })),
    doubts,
  };
}
