/** Which opportunity a registration covers: one deal, never a customer. */
import type { Context } from '../context.ts';
import type { Deal, Registration } from '../deal.ts';
import { contains, day, meet, type Period } from '../time.ts';
import { actWindow, protectionWindow } from './window.ts';

export interface Coverage {
  registration: Registration;
  window: Period;
  /** 1 where the approval names the opportunity, else the customer match, less what makes it doubtful. */
  match: number;
  linked: boolean;
  why: string;
  doubts: string[];
}

/** The coverage of a deal by a registration, null where it covers another deal or none. */
export function coverageOf(deal: Deal, registration: Registration, context: Context): Coverage | null {
  const window = protectionWindow(registration);
  if (window === null || !contains({ from: window.from, until: Number.POSITIVE_INFINITY }, context.now)) {
    if (window !== null) context.edge(window.from);
    return null;
  }
  if (registration.dealId !== null) {
    if (registration.dealId !== deal.id) return null;
    return { registration, window, match: 1, linked: true, why: 'the approval names this opportunity', doubts: [] };
  }
  const best = bestMatch(registration, context);
  return best !== null && best.deal.id === deal.id ? best.coverage : null;
}

/** The single deal that an unlinked registration fits best: by match, then by nearest beginning, then by id. */
export function bestMatch(registration: Registration, context: Context): { deal: Deal; coverage: Coverage } | null {
  const candidates = context.known.deals.flatMap((deal) => {
    const coverage = fit(deal, registration, context);
    return coverage === null ? [] : [{ deal, coverage, distance: Math.abs(deal.createdAt - coverage.window.from) }];
  });
  candidates.sort(
    (a, b) =>
      Number(context.stands(b.deal, registration.partnerId)) - Number(context.stands(a.deal, registration.partnerId)) ||
      b.coverage.match - a.coverage.match ||
      a.distance - b.distance ||
      (a.deal.id < b.deal.id ? -1 : 1),
  );
  return candidates[0] ?? null;
}

function fit(deal: Deal, registration: Registration, context: Context): Coverage | null {
  const window = protectionWindow(registration);
  const acts = actWindow(registration);
  if (window === null || acts === null || deal.isRenewal) return null;
  if (!meet(context.openDuring(deal), acts)) return null;
  if (!context.isRegisteredOrBelow(registration, deal)) return null;
  const families = context.commonFamilies(registration, deal);
  if (families !== null && families.length === 0) return null;
  if (otherCountry(deal, registration, context) || wasWorkedBefore(deal, registration, context)) return null;
  const doubts = doubtsAbout(deal, registration, context, families === null);
  const customer = context.sameEndCustomer(registration, deal);
  const common = families === null ? 'product families unknown' : `product family ${families.join(', ')} in common`;
  return {
    registration,
    window,
    match: customer.probability * 0.8 ** doubts.length,
    linked: false,
    why: `${customer.reasons.join(', ')}; ${common}`,
    doubts,
  };
}

function otherCountry(deal: Deal, registration: Registration, context: Context): boolean {
  const typed = registration.customer.country?.trim().toUpperCase();
  const country = context.customer(deal.customerId)?.country?.trim().toUpperCase();
  return typed !== undefined && country !== undefined && typed !== '' && country !== '' && typed !== country;
}

/** An older opportunity that the vendor was working stays outside unless the approval names it. */
export function wasWorkedBefore(deal: Deal, registration: Registration, context: Context): boolean {
  const submitted = registration.submittedAt;
  if (submitted === null || deal.createdAt >= submitted) return false;
  if (context.stoodAt(deal, registration.partnerId, submitted)) return false;
  const since = submitted - context.policy.settings.vendorAtWorkDays * day;
  return deal.activities.some((a) => a.completed && a.at >= since && a.at < submitted && a.recordedAt < submitted);
}

function doubtsAbout(deal: Deal, registration: Registration, context: Context, familiesUnknown: boolean): string[] {
  const { closeDatesApartDays, amountsApartFactor } = context.policy.settings;
  const doubts: string[] = [];
  if (familiesUnknown) doubts.push('no product family to compare');
  if (registration.expectedCloseDate !== null) {
    const apart = Math.abs(Date.parse(registration.expectedCloseDate) - Date.parse(deal.closeDate)) / day;
    if (apart > closeDatesApartDays) doubts.push(`close dates are ${Math.round(apart)} days apart`);
  }
  const [a, b] = [registration.amount, deal.amount];
  if (a !== null && b !== null && a.gt(0) && b.gt(0)) {
    const factor = a.gt(b) ? a.div(b) : b.div(a);
    if (factor.gt(amountsApartFactor)) doubts.push(`amounts differ ${factor.toFixed(1)} times`);
  }
  return doubts;
}
