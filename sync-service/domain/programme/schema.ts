/**
 * A partner programme as data. The one schema of it: programme files, the records in the org and the rules in a
 * partner's browser are all this shape. What each field means to a person who writes one: docs/programme-format.md.
 */
import { Decimal } from 'decimal.js';
import { z } from 'zod';

const digits = /^-?\d+(\.\d+)?$/;
const percent = /^-?\d+(\.\d+)?\s*%$/;

/** A number or decimal text; a percentage is its fraction. */
const notANumber = 'expected a number such as 1200.50, or a percentage such as 7%';

export const number = z.union([z.number(), z.string()], { error: notANumber }).transform((value, context): Decimal => {
  const text = String(value).trim();
  if (percent.test(text)) return new Decimal(text.replace('%', '').trim()).div(100);
  if (digits.test(text)) return new Decimal(text);
  context.addIssue({ code: 'custom', message: notANumber });
  return z.NEVER;
});
export const money = number.refine((value) => !value.isNegative(), 'expected an amount of zero or more');
/** A fraction of its base: `7%` or 0.07. A bare 7 is refused, since nobody means 700 %. */
export const rate = number.refine(
  (value) => value.gte(0) && value.lte(1),
  'expected a percentage such as 7%, or a fraction from 0 to 1 such as 0.07',
);
export const date = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'expected a date such as 2026-01-31')
  .refine((text) => {
    const [year = 0, month = 0, dayOfMonth = 0] = text.split('-').map(Number);
    return new Date(Date.UTC(year, month - 1, dayOfMonth)).toISOString().startsWith(text);
  }, 'expected a date that exists');
export const key = z.string().trim().min(1, 'expected a name').max(80, 'expected at most 80 characters');
export const count = z.number().int('expected a whole number').min(0, 'expected zero or more');
export const currency = z.string().regex(/^[A-Z]{3}$/, 'expected an ISO 4217 code such as EUR');

/** Refinements that run beside errors elsewhere, so that a person is told everything at once. */
const always = { when: () => true };

const maybe = <T extends z.ZodType>(schema: T) => schema.nullable().default(null);
const flag = z.boolean().default(false);
/** One value may stand without the brackets of a list. */
export const listOf = <T extends z.ZodType>(item: T) =>
  z
    .union([z.array(item), item])
    .default([])
    .transform((value) => (Array.isArray(value) ? value : [value]) as z.output<T>[]);

export const partnerRoles = [
  'Reseller',
  'Systems Integrator',
  'Service Provider',
  'Distributor',
  'OEM',
  'ISV',
  'Alliance',
] as const;
const roles = listOf(z.enum(partnerRoles));

const dated = { effectiveFrom: maybe(date), effectiveUntil: maybe(date) };

/** Lower edge: `from` counts itself, `above` does not. Upper edge: `to` counts itself, `below` does not. */
const edges = { from: maybe(number), above: maybe(number), to: maybe(number), below: maybe(number) };

interface Edges {
  from: Decimal | null;
  above: Decimal | null;
  to: Decimal | null;
  below: Decimal | null;
}

function checkEdges({ from, above, to, below }: Edges, context: z.RefinementCtx): void {
  const say = (message: string, field: string) => context.addIssue({ code: 'custom', message, path: [field] });
  if (from !== null && above !== null) say('expected either from or above, not both', 'above');
  if (to !== null && below !== null) say('expected either to or below, not both', 'below');
  const lower = from ?? above;
  const upper = to ?? below;
  if (lower === null || upper === null) return;
  const empty = from !== null && to !== null ? upper.lt(lower) : upper.lte(lower);
  if (empty) say(`expected more than its lower edge, ${lower.toString()}`, to === null ? 'below' : 'to');
}

const band = z.strictObject(edges).superRefine(checkEdges);

const tier = z
  .strictObject({
    ...edges,
    /** Key of a level; none: for every level. */
    level: maybe(key),
    /** The how manieth use within the counted months, from 1. */
    use: maybe(count),
    /** The month of the period in which the partner accepted his target, from 1. */
    acceptedInMonth: maybe(count),
    rate: maybe(rate),
    amount: maybe(money),
    firstMonths: maybe(count),
  })
  .superRefine(checkEdges)
  .refine((each) => (each.rate === null) !== (each.amount === null), 'expected either a rate or an amount');

const size = z
  .strictObject({
    of: z.enum(['list', 'list a year', 'partner price', 'customer price', 'quantity']).default('list'),
    over: z.enum(['deal', 'its lines']).default('deal'),
    ...edges,
  })
  .superRefine(checkEdges);

const requirements = z.strictObject({
  registration: flag,
  /** Counted from the approval (else the submission) of the registration. */
  withinMonthsOfRegistration: maybe(count),
  registeredBusinessDaysBeforeClose: maybe(count),
  registeredAtStages: listOf(key),
  newCustomer: flag,
  levels: listOf(key),
  roles,
  /** Every one of them, in force on the day. */
  competencies: listOf(key),
  /** At least one of them. */
  anyCompetency: listOf(key),
  families: listOf(key),
  exceptFamilies: listOf(key),
  dealSize: listOf(size),
  minTermMonths: maybe(count),
  maxTermMonths: maybe(count),
  deliveredWithinDays: maybe(count),
  origin: maybe(z.enum(['partner', 'vendor'])),
  noTender: flag,
  /** true: the partner of the running contract; false: any other. */
  incumbent: maybe(z.boolean()),
  customerConfirmed: flag,
  /** The customer stands on one of these lists of the vendor's. */
  customerLists: listOf(key),
  countries: listOf(z.string().regex(/^[A-Z]{2}$/, 'expected an ISO 3166-1 code such as DE')),
  papers: listOf(key),
  noSpecialPrice: flag,
  /** What the partner bought in the period. */
  purchases: maybe(band),
  /** Purchases of the period over those of the one before, less one: 15% is 0.15. */
  growth: maybe(band),
});

export const periods = ['month', 'quarter', 'half-year', 'year'] as const;

const target = z.strictObject({
  amount: maybe(money),
  /** The mean of this many quarters before. */
  meanOfQuarters: maybe(count),
  plus: maybe(number),
  atLeast: maybe(money),
  atMost: maybe(money),
});

const incentive = z
  .strictObject({
    id: key.regex(/^[^;@/]+$/, 'expected a name without ; @ and /'),
    version: count.default(1),
    name: maybe(key),
    sequence: count.default(100),
    kind: z.enum(['discount', 'rebate', 'bonus']),
    base: z
      .enum(['list', 'partner price', 'customer price', 'quantity', 'period purchases', 'period growth'])
      .default('list'),
    /** For a discount it may be left to the programme. Rebates and bonuses add where nothing is said. */
    combine: maybe(z.enum(['add', 'compound'])),
    /** Of all that name the same group, the one worth most applies. */
    bestOf: maybe(key),
    rate: maybe(rate),
    amount: maybe(money),
    tiers: z.array(tier).default([]),
    /** What the edges of the tiers are compared with; none: the incentive's own base. */
    tiersBy: maybe(z.enum(['list', 'list a year', 'partner price', 'quantity', 'purchases', 'growth', 'achievement'])),
    /** `whole`: the rate reached is for all of the base; `slice`: each band's rate is for what lies in it. */
    bands: z.enum(['whole', 'slice']).default('whole'),
    /** Counts only so many months of a longer term. */
    firstMonths: maybe(count),
    cap: z
      .strictObject({
        perDeal: maybe(money),
        /** Of the base. */
        percent: maybe(rate),
        perPeriod: maybe(money),
        /** Uses within `months`. */
        uses: maybe(count),
        months: maybe(count),
      })
      .prefault({}),
    replaces: listOf(key),
    excludes: listOf(key),
    oncePerOpportunity: flag,
    /** Shares of the second, third, … registrant of the same deal; without it only the first is paid. */
    laterClaims: listOf(rate),
    paidTo: z.enum(['partner', 'distributor']).default('partner'),
    requires: requirements.prefault({}),
    period: maybe(z.enum(periods)),
    target: maybe(target),
    /** Purchases of these families count so many times towards the target. */
    accelerators: z.array(z.strictObject({ families: listOf(key), factor: number })).default([]),
    /** Deals that do not count towards the period. */
    leavesOut: listOf(z.enum(['registered', 'special price'])),
    payableAfterDays: count.default(0),
    ...dated,
    /** When it was made known. Before that day it changes nothing, whatever it says of the past. */
    publishedOn: maybe(date),
    source: maybe(z.string()),
  })
  .superRefine(checkIncentive, always)
  .transform((each) => ({ ...each, name: each.name ?? each.id }));

/** What one incentive must say to be worked out. It runs on what could be read: a field that could not is undefined. */
function checkIncentive(given: unknown, context: z.RefinementCtx): void {
  const each = fieldsOf(given);
  const say = (message: string, field: string) => context.addIssue({ code: 'custom', message, path: [field] });
  const has = (field: string) => each[field] != null;
  const tiers = itemsOf(each['tiers']).map(fieldsOf);
  if (has('rate') && has('amount')) say('expected either a rate or an amount, not both', 'amount');
  if (!('rate' in each && each['rate'] !== null) && !has('amount') && tiers.length === 0) {
    say('expected a rate, an amount or tiers', 'rate');
  }
  const byPeriod = each['base'] === 'period purchases' || each['base'] === 'period growth';
  if (byPeriod && !has('period')) say('expected a period, since its base is that of one', 'period');
  if (byPeriod && each['kind'] === 'discount') say('expected rebate or bonus: a period ends after the deal', 'kind');
  if (each['tiersBy'] === 'achievement' && !has('target')) say('expected a target to achieve', 'target');
  if (each['bands'] === 'slice' && tiers.some((tier) => tier['amount'] != null)) {
    say('expected rates in the tiers: an amount has no slices', 'bands');
  }
  if (each['bands'] === 'slice' && has('tiersBy')) say('expected no tiersBy: slices are slices of the base', 'bands');
  const [from, until] = [each['effectiveFrom'], each['effectiveUntil']];
  if (typeof from === 'string' && typeof until === 'string' && from >= until) {
    say(`expected a day after ${from}: the rule ends as that day begins`, 'effectiveUntil');
  }
}

/** One thing that a path to a level asks for. */
const step = z.strictObject({
  measure: z.enum(['revenue', 'people', 'competencies', 'customers']),
  from: number,
  /** Of revenue: only these families. */
  families: listOf(key),
  /** Of people: certified in this competency; none: in any. */
  competency: maybe(key),
});

const level = z
  .strictObject({
    key,
    name: maybe(key),
    rank: count,
    /** The level is reached by any one of its paths. Without one, a person gives it. */
    paths: z
      .array(z.strictObject({ name: key, steps: z.array(step).min(1, 'expected at least one step') }))
      .default([]),
    ...dated,
  })
  .transform((each) => ({ ...each, name: each.name ?? each.key }));

const competency = z
  .strictObject({
    key,
    name: maybe(key),
    kind: z.enum(['business', 'technology']).default('technology'),
    description: maybe(z.string()),
    /** Certified people in force that it takes to hold it. */
    people: count.default(1),
  })
  .transform((each) => ({ ...each, name: each.name ?? each.key }));

const registration = z.strictObject({
  protectionDays: maybe(count),
  extensionDays: maybe(count),
  lapseDays: maybe(count),
  decisionHours: maybe(count),
  minimumAmount: maybe(money),
  minimumQuantity: maybe(count),
  businessDaysBeforeClose: maybe(count),
  openAtATime: maybe(count),
  levels: listOf(key),
  roles,
  noTender: z.boolean().default(true),
  papers: listOf(key),
});

/** Together, the named incentives come to no more than this; the last in order is cut first. */
const limit = z
  .strictObject({
    id: key,
    incentives: z.array(key).min(1),
    percentOfList: maybe(rate),
    amount: maybe(money),
    ...dated,
  })
  .refine((each) => (each.percentOfList === null) !== (each.amount === null), 'expected percentOfList or amount');

export const programmeSchema = z
  .strictObject({
    format: z.literal(1).default(1),
    name: key,
    currency,
    /** How money is rounded to the currency's minor unit, on each extended line. */
    rounding: z.enum(['half up', 'half even', 'down', 'up']).default('half up'),
    /** How discounts combine that say nothing of their own. Never guessed. */
    discounts: maybe(z.enum(['add', 'compound'])),
    /** Month of the fiscal year's beginning, 1 to 12. */
    fiscalYearStart: z.number().int().min(1).max(12).default(1),
    levels: z.array(level).default([]),
    competencies: z.array(competency).default([]),
    registration: maybe(registration),
    incentives: z.array(incentive).default([]),
    limits: z.array(limit).default([]),
    /** One unit of `from` is worth `rate` units of `to`, from this day until the next of the pair. */
    exchangeRates: z
      .array(z.strictObject({ from: currency, to: currency, on: date, rate: number.refine((value) => value.gt(0)) }))
      .default([]),
    /** Of the vendor's salesperson: paid on list less what he himself gave away. */
    commission: maybe(z.strictObject({ rate })),
  })
  .superRefine(checkReferences, always)
  .transform((programme) => ({
    ...programme,
    incentives: programme.incentives.map((each) => ({
      ...each,
      combine: each.combine ?? (each.kind === 'discount' ? (programme.discounts ?? 'add') : 'add'),
    })),
  }));

/** Names that stand for nothing, and names that stand twice. Runs on what could be read, beside what could not. */
function checkReferences(given: unknown, context: z.RefinementCtx): void {
  const programme = fieldsOf(given);
  const [levels, competencies, incentives] = ['levels', 'competencies', 'incentives'].map((field) =>
    itemsOf(programme[field]).map(fieldsOf),
  ) as [Fields[], Fields[], Fields[]];
  const say = (message: string, path: Path) => context.addIssue({ code: 'custom', message, path });
  const unique = (names: readonly string[], list: string, field: string) =>
    names.forEach((name, i) => {
      if (names.indexOf(name) < i) say('expected another name: this one stands above already', [list, i, field]);
    });
  unique(
    incentives.map((each) => `${String(each['id'])}@${String(each['version'] ?? 1)}`),
    'incentives',
    'id',
  );
  unique(
    competencies.map((each) => String(each['key'])),
    'competencies',
    'key',
  );
  const known = {
    level: levels.map((each) => each['key']),
    competency: competencies.map((each) => each['key']),
    incentive: incentives.map((each) => each['id']),
  };
  const refer = (to: keyof typeof known, names: unknown, path: Path) =>
    itemsOf(names).forEach((name, i) => {
      if (known[to].includes(name)) return;
      const all = [...new Set(known[to])].join(', ');
      say(`expected the name of ${to === 'incentive' ? 'an' : 'a'} ${to} of this programme (${all || 'it has none'})`, [
        ...path,
        ...(Array.isArray(names) ? [i] : []),
      ]);
    });
  incentives.forEach((each, i) => {
    const first = each['bestOf'] == null ? -1 : incentives.findIndex((other) => other['bestOf'] === each['bestOf']);
    if (first >= 0 && (incentives[first]?.['kind'] === 'discount') !== (each['kind'] === 'discount')) {
      say('expected only discounts, or only rebates and bonuses, in one group: they are not worth the same', [
        'incentives',
        i,
        'bestOf',
      ]);
    }
    if (each['kind'] === 'discount' && each['combine'] == null && programme['discounts'] == null) {
      say('expected add or compound, here or as `discounts` of the programme: it is not guessed', [
        'incentives',
        i,
        'combine',
      ]);
    }
    const requires = fieldsOf(each['requires']);
    refer('level', requires['levels'], ['incentives', i, 'requires', 'levels']);
    for (const field of ['competencies', 'anyCompetency']) {
      refer('competency', requires[field], ['incentives', i, 'requires', field]);
    }
    for (const field of ['replaces', 'excludes']) refer('incentive', each[field], ['incentives', i, field]);
    itemsOf(each['tiers']).forEach((one, j) =>
      refer('level', fieldsOf(one)['level'], ['incentives', i, 'tiers', j, 'level']),
    );
  });
  levels.forEach((each, i) =>
    itemsOf(each['paths']).forEach((path, j) =>
      itemsOf(fieldsOf(path)['steps']).forEach((one, k) =>
        refer('competency', fieldsOf(one)['competency'], ['levels', i, 'paths', j, 'steps', k, 'competency']),
      ),
    ),
  );
  itemsOf(programme['limits']).forEach((each, i) =>
    refer('incentive', fieldsOf(each)['incentives'], ['limits', i, 'incentives']),
  );
}

type Path = (string | number)[];
type Fields = Record<string, unknown>;

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function itemsOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : value == null ? [] : [value];
}

export type Programme = z.output<typeof programmeSchema>;
export type Incentive = Programme['incentives'][number];
export type IncentiveTier = Incentive['tiers'][number];
export type Requirements = Incentive['requires'];
export type Level = Programme['levels'][number];
export type LevelStep = Level['paths'][number]['steps'][number];
export type Competency = Programme['competencies'][number];
export type RegistrationTerms = NonNullable<Programme['registration']>;
export type Limit = Programme['limits'][number];
export type PeriodKind = (typeof periods)[number];
export type Rounding = Programme['rounding'];
export type { Edges };
