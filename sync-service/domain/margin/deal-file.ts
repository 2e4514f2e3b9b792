/** A deal as a file gives it, for pricing without an org. What each field means: docs/programme-format.md. */
import { Decimal } from 'decimal.js';
import { z } from 'zod';
import { count, currency, date, key, listOf, money, number, partnerRoles, rate } from '../programme/schema.ts';
import type { CalendarDate } from '../time.ts';
import type { PeriodFacts, PricedDeal, SpecialPrice } from './priced-deal.ts';

const maybe = <T extends z.ZodType>(schema: T) => schema.nullable().default(null);

const line = z.strictObject({
  product: maybe(key),
  family: maybe(key),
  quantity: number.default(new Decimal(1)),
  listPrice: money,
  termMonths: maybe(count),
  deliveredOn: maybe(date),
});

const competency = z.union([
  key.transform((name) => ({ key: name, validFrom: null, validUntil: null })),
  z.strictObject({ key, validFrom: maybe(date), validUntil: maybe(date) }),
]);

const purchases = z.union([
  money.transform((amount) => ({
    period: null,
    amount,
    previous: null,
    quarters: [],
    byFamily: {},
    acceptedInMonth: null,
  })),
  z.strictObject({
    period: maybe(key),
    amount: money,
    previous: maybe(money),
    quarters: z.array(money).default([]),
    byFamily: z.record(z.string(), money).default({}),
    acceptedInMonth: maybe(count),
  }),
]);

const states = [
  'none',
  'draft',
  'submitted',
  'queued',
  'approved',
  'rejected',
  'expired',
  'lapsed',
  'converted',
  'withdrawn',
] as const;

const registration = z.union([
  z.boolean().transform((approved) => ({
    ...{ state: approved ? ('approved' as const) : ('none' as const), order: 1, share: null },
    ...{ submittedOn: null, approvedOn: null, stage: null },
  })),
  z.strictObject({
    state: z.enum(states).default('approved'),
    order: count.min(1, 'expected 1 or more').default(1),
    share: maybe(rate),
    submittedOn: maybe(date),
    approvedOn: maybe(date),
    stage: maybe(key),
  }),
]);

const specialPrice = z
  .strictObject({ price: maybe(money), discount: maybe(rate), onTop: z.boolean().default(false) })
  .refine((each) => (each.price === null) !== (each.discount === null), 'expected either a price or a discount')
  .refine((each) => each.price === null || !each.onTop, 'expected a discount: a price cannot come on top')
  .transform(({ price, discount, onTop }): SpecialPrice =>
    price === null ? { kind: 'points', rate: discount ?? new Decimal(0), onTop } : { kind: 'price', amount: price },
  );

export const dealSchema = z
  .strictObject({
    name: maybe(z.string()),
    currency: maybe(currency),
    /** The day whose rules hold. */
    date: maybe(date),
    closeDate: maybe(date),
    lines: z.array(line),
    customerPrice: maybe(money),
    /** Off list, as the end customer gets it. */
    customerDiscount: maybe(rate),
    partner: z
      .strictObject({
        name: maybe(key),
        level: maybe(key),
        roles: listOf(z.enum(partnerRoles)),
        role: maybe(z.enum(partnerRoles)),
        competencies: listOf(competency),
        purchases: maybe(purchases),
      })
      .prefault({}),
    registration: registration.prefault({ state: 'none' }),
    customer: z
      .strictObject({
        name: maybe(key),
        new: maybe(z.boolean()),
        lists: listOf(key),
        country: maybe(z.string()),
        confirmed: z.boolean().default(false),
      })
      .prefault({}),
    incumbent: maybe(z.boolean()),
    origin: maybe(z.enum(['partner', 'vendor'])),
    tender: maybe(z.boolean()),
    specialPrice: maybe(specialPrice),
    distributor: maybe(
      z.strictObject({
        quote: maybe(money),
        level: maybe(key),
        roles: listOf(z.enum(partnerRoles)),
        competencies: listOf(competency),
      }),
    ),
    papers: listOf(key),
    earlier: z
      .array(z.strictObject({ incentive: key, uses: count.default(0), amount: money.default(new Decimal(0)) }))
      .default([]),
    grantedToOthers: listOf(key),
  })
  .refine((deal) => deal.customerPrice === null || deal.customerDiscount === null, {
    message: 'expected either customerPrice or customerDiscount',
    path: ['customerDiscount'],
  });

export type DealFile = z.output<typeof dealSchema>;

/**
 * The deal as the engine takes it. Only an approved (or converted) registration counts as one.
 * @param currencyOfProgramme where the file names none
 * @param today where the file has no date
 */
export function pricedDealOf(
  file: DealFile,
  currencyOfProgramme: string,
  today: CalendarDate,
): { deal: PricedDeal; on: CalendarDate } {
  const { partner, registration: claim, customer } = file;
  const list = file.lines.reduce((sum, each) => sum.plus(each.quantity.times(each.listPrice)), new Decimal(0));
  const discounted = file.customerDiscount === null ? null : list.times(new Decimal(1).minus(file.customerDiscount));
  const on = file.date ?? today;
  const deal: PricedDeal = {
    currency: file.currency ?? currencyOfProgramme,
    lines: file.lines,
    customerPrice: file.customerPrice ?? discounted,
    partner: { level: partner.level, roles: partner.roles, competencies: partner.competencies },
    role: partner.role,
    registered: claim.state === 'approved' || claim.state === 'converted',
    newCustomer: customer.new,
    circumstances: {
      claimOrder: claim.order,
      share: claim.share,
      registeredOn: claim.approvedOn ?? claim.submittedOn,
      registeredAtStage: claim.stage,
      closesOn: file.closeDate,
      origin: file.origin,
      tender: file.tender,
      incumbent: file.incumbent,
      customerConfirmed: customer.confirmed,
      customerLists: customer.lists,
      customerCountry: customer.country,
      papers: file.papers,
      specialPrice: file.specialPrice,
      purchases: partner.purchases === null ? null : periodFactsOf(partner.purchases, partner.level),
      earlier: file.earlier,
      grantedToOthers: file.grantedToOthers,
      distributor: file.distributor === null ? null : { quote: file.distributor.quote, partner: file.distributor },
    },
  };
  return { deal, on };
}

function periodFactsOf(given: z.output<typeof purchases>, level: string | null): PeriodFacts {
  return {
    period: given.period ?? 'period',
    level,
    purchases: given.amount,
    before: given.previous,
    quarters: given.quarters,
    byFamily: Object.entries(given.byFamily).map(([family, amount]) => ({ family, amount })),
    acceptedInMonth: given.acceptedInMonth,
  };
}
