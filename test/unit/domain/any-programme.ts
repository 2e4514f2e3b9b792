/** Any programme that the schema takes, and any deal: for what holds of all of them. */
import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import type { Circumstances, PricedDeal, PricedLine } from '../../../sync-service/domain/margin/priced-deal.ts';
import type { PartnerRole } from '../../../sync-service/domain/deal.ts';
import { programmeSchema, type Programme } from '../../../sync-service/domain/programme/schema.ts';

const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
const levels = ['silver', 'gold'];
const competencies = ['ha', 'dr'];
const families = ['Storage', 'Servers'];
const decimal = (min: number, max: number, places: number) =>
  fc.integer({ min: min * 10 ** places, max: max * 10 ** places }).map((n) => new Decimal(n).div(10 ** places));
const number = (...range: Parameters<typeof decimal>) => decimal(...range).map(String);
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const seldom = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null, freq: 1 });
const some = (of: string[]) => fc.subarray(of, { maxLength: 1 });
const date = fc.constantFrom('2026-02-01', '2026-03-04', '2026-03-05', '2026-06-01');
const money = number(0, 900, 2);
const rate = number(0, 1, 4);

const worth = fc.oneof(
  fc.record({ rate, amount: fc.constant(null) }),
  fc.record({ rate: fc.constant(null), amount: money }),
);
const edges = fc.record({ from: maybe(number(0, 400, 2)), below: maybe(number(401, 900, 2)) });
const tier = fc.tuple(edges, worth, maybe(fc.constantFrom(...levels))).map(([a, b, level]) => ({ ...a, ...b, level }));
const size = fc
  .tuple(fc.constantFrom('list', 'list a year', 'partner price', 'customer price', 'quantity'), edges)
  .map(([of, band]) => ({ of, ...band }));
const requires = fc.record({
  registration: fc.boolean(),
  newCustomer: fc.boolean(),
  levels: some(levels),
  competencies: some(competencies),
  families: some(families),
  exceptFamilies: some(families),
  dealSize: fc.array(size, { maxLength: 1 }),
  minTermMonths: seldom(fc.constantFrom(12, 36)),
  origin: seldom(fc.constantFrom('partner', 'vendor')),
  noTender: fc.boolean(),
  noSpecialPrice: fc.boolean(),
  purchases: seldom(edges),
  growth: seldom(fc.constant({ from: '10%' })),
});

const incentive = (id: string) =>
  fc
    .record({
      version: fc.integer({ min: 1, max: 2 }),
      sequence: fc.integer({ min: 1, max: 3 }),
      kind: fc.constantFrom('discount', 'rebate', 'bonus'),
      base: fc.constantFrom('list', 'partner price', 'customer price', 'quantity', 'period growth', 'period purchases'),
      combine: fc.constantFrom('add', 'compound'),
      bestOf: maybe(fc.constantFrom('g', 'h')),
      worth,
      tiers: fc.array(tier, { maxLength: 2 }),
      cap: fc.record({ perDeal: maybe(money), percent: seldom(rate), perPeriod: seldom(money) }),
      replaces: fc.subarray(ids, { maxLength: 2 }),
      excludes: fc.subarray(ids, { maxLength: 1 }),
      laterClaims: fc.constantFrom([], ['50%']),
      paidTo: fc.constantFrom('partner', 'partner', 'partner', 'distributor'),
      requires,
      firstMonths: seldom(fc.constantFrom(12)),
      effectiveFrom: maybe(fc.constantFrom('2026-02-01', '2026-03-04')),
      effectiveUntil: maybe(fc.constantFrom('2026-03-05', '2026-06-01')),
      publishedOn: seldom(date),
    })
    .map(({ worth: own, ...more }) => {
      const ofPeriod = more.base.startsWith('period');
      const kind = ofPeriod && more.kind === 'discount' ? 'rebate' : more.kind;
      // A group holds one kind only.
      const bestOf = more.bestOf === null ? null : `${more.bestOf} ${kind === 'discount' ? 'up front' : 'behind'}`;
      return { id, ...more, ...own, kind, bestOf, period: ofPeriod ? 'quarter' : null };
    });

export const anyProgramme: fc.Arbitrary<Programme> = fc
  .record({
    incentives: fc.tuple(...ids.map(incentive)),
    rounding: fc.constantFrom('half up', 'half even', 'down', 'up'),
    limits: fc.array(
      fc.record({
        id: fc.constant('all'),
        incentives: fc.subarray(ids, { minLength: 1, maxLength: 3 }),
        percentOfList: rate,
      }),
      { maxLength: 1 },
    ),
    rated: fc.boolean(),
  })
  .map(({ rated, ...more }) =>
    programmeSchema.parse({
      name: 'Any',
      currency: 'EUR',
      levels: levels.map((key, rank) => ({ key, rank })),
      competencies: competencies.map((key) => ({ key })),
      exchangeRates: rated ? [{ from: 'EUR', to: 'JPY', on: '2026-01-01', rate: '161.7' }] : [],
      commission: { rate: '3%' },
      ...more,
    }),
  );

const line: fc.Arbitrary<PricedLine> = fc.record({
  family: maybe(fc.constantFrom(...families)),
  quantity: decimal(1, 9, 0),
  listPrice: decimal(0, 900, 3),
  termMonths: maybe(fc.constantFrom(12, 36)),
});
const partner = fc.record({
  level: fc.constantFrom('silver', 'gold', null),
  roles: fc.constant<PartnerRole[]>([]),
  competencies: fc
    .subarray(competencies)
    .map((keys) => keys.map((key) => ({ key, validFrom: null, validUntil: '2026-04-01' }))),
});
const purchases = fc.record({
  period: fc.constant('2026-Q1'),
  level: fc.constant('gold'),
  purchases: decimal(0, 9000, 2),
  before: maybe(decimal(0, 9000, 2)),
  quarters: fc.constant([]),
  byFamily: fc.array(fc.record({ family: fc.constantFrom(...families), amount: decimal(0, 900, 2) }), { maxLength: 2 }),
  acceptedInMonth: fc.constant(null),
});
const circumstances: fc.Arbitrary<Partial<Circumstances>> = fc.record({
  claimOrder: fc.constantFrom(1, 1, 2),
  share: seldom(fc.constant(new Decimal('0.5'))),
  origin: maybe(fc.constantFrom('partner', 'vendor')),
  tender: maybe(fc.boolean()),
  specialPrice: seldom(
    fc.oneof(
      decimal(0, 900, 2).map((amount) => ({ kind: 'price' as const, amount })),
      fc.record({ kind: fc.constant('points' as const), rate: decimal(0, 1, 4), onTop: fc.boolean() }),
    ),
  ),
  purchases: maybe(purchases),
  earlier: fc.array(fc.record({ incentive: fc.constantFrom(...ids), uses: fc.nat(3), amount: decimal(0, 900, 2) }), {
    maxLength: 1,
  }),
  distributor: seldom(fc.record({ quote: maybe(decimal(0, 9000, 2)), partner })),
});

export const anyDeal: fc.Arbitrary<PricedDeal> = fc.record({
  currency: fc.constantFrom('EUR', 'JPY', 'KWD'),
  lines: fc.array(line, { minLength: 1, maxLength: 4 }),
  customerPrice: maybe(decimal(0, 9000, 2)),
  partner,
  role: fc.constant(null),
  registered: fc.boolean(),
  newCustomer: maybe(fc.boolean()),
  circumstances,
});
