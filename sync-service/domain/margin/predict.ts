/** The margin a deal or a registration leaves its partner, as far as the vendor may know it. */
import { Decimal } from 'decimal.js';
import type { MarginPrediction } from '../assessment.ts';
import type { Deal, Partner, Registration } from '../deal.ts';
import { protectionWindow } from '../protection/window.ts';
import type { Policy, Programme } from '../rules.ts';
import { calendarDate, contains, type Instant } from '../time.ts';
import { waterfall, type MarginInput } from './waterfall.ts';

/**
 * Prices an opportunity for the partner of its registration, else for the partner who stands on it. The resale price
 * is the partner's own and no part of it.
 */
export function predictDeal(
  deal: Deal,
  registration: Registration | null,
  partners: readonly Partner[],
  programme: Programme,
  policy: Policy,
  now: Instant,
): MarginPrediction {
  const partnerId = registration?.partnerId ?? deal.partners[0]?.partnerId ?? null;
  if (partnerId === null) return { kind: 'unknown', why: 'no partner is on this deal' };
  const partner = partners.find((candidate) => candidate.id === partnerId);
  if (partner === undefined) return { kind: 'unknown', why: 'the partner is not on record' };
  if (deal.lines.length === 0) return { kind: 'unknown', why: 'the deal has no products' };
  const unpriced = deal.lines.find((line) => line.listPrice === null);
  if (unpriced !== undefined) return { kind: 'unknown', why: `${unpriced.product} has no list price` };
  const lines = deal.lines.map((line) => ({
    family: line.family,
    quantity: line.quantity,
    list: line.listPrice!.times(line.quantity),
    termMonths: line.termMonths,
  }));
  return price({ lines, currency: deal.currency }, registration, partner, programme, policy, now);
}

/** Prices a registration: by the products of its opportunity, else by the amount the partner gave, as one line. */
export function predictRegistration(
  registration: Registration,
  deal: Deal | null,
  partner: Partner | null,
  programme: Programme,
  policy: Policy,
  now: Instant,
): MarginPrediction {
  if (partner === null) return { kind: 'unknown', why: 'the partner is not on record' };
  if (deal !== null && deal.lines.length > 0) {
    return predictDeal(deal, registration, [partner], programme, policy, now);
  }
  if (registration.amount === null) return { kind: 'unknown', why: 'the registration has no amount' };
  const families = registration.productFamilies;
  const line = {
    family: families.length === 1 ? families[0]! : null,
    quantity: new Decimal(1),
    list: registration.amount,
    termMonths: null,
  };
  return price({ lines: [line], currency: programme.currency }, registration, partner, programme, policy, now);
}

function price(
  what: Pick<MarginInput, 'lines' | 'currency'>,
  registration: Registration | null,
  partner: Partner,
  programme: Programme,
  policy: Policy,
  now: Instant,
): MarginPrediction {
  const { on, registered } = termsOf(registration, policy, now);
  const held = partner.competencies.filter(
    ({ validFrom, validUntil }) => (validFrom === null || validFrom <= on) && (validUntil === null || on < validUntil),
  );
  const priced = waterfall(
    {
      ...what,
      customerPrice: null,
      partner: { level: partner.level, roles: partner.roles, competencies: held.map(({ key }) => key) },
      registered,
      newCustomer: false,
      on,
    },
    programme,
  );
  return { kind: 'predicted', waterfall: priced, low: null, high: null };
}

/** An approved registration keeps the terms of the day it was approved. */
function termsOf(registration: Registration | null, policy: Policy, now: Instant): { on: string; registered: boolean } {
  const window = registration === null ? null : protectionWindow(registration);
  const holds = window !== null && (contains(window, now) || registration?.status === 'Converted');
  return { on: calendarDate(holds ? window.from : now, policy.calendar.timeZone), registered: holds };
}
