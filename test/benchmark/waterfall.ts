/** Waterfalls a second on one core, and json-rules-engine doing the same eligibility work beside it. */
import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { Engine } from 'json-rules-engine';
import type { Run } from '../../scripts/bench.ts';
import type { PricedDeal } from '../../sync-service/domain/margin/priced-deal.ts';
import { waterfall } from '../../sync-service/domain/margin/waterfall.ts';
import { programmeSchema, type Incentive, type Programme } from '../../sync-service/domain/programme/schema.ts';
import { anyDeal, anyProgramme } from '../unit/domain/any-programme.ts';

const families = ['Storage', 'Servers', 'Security', 'Cloud', 'Services'];
const levels = ['silver', 'gold', 'platinum', 'titanium'];
const day = '2026-03-04';

export const run: Run = async (print) => {
  const programme = fortyIncentives();
  const deals = manyDeals(2_000);
  const applied = deals.reduce((sum, deal) => sum + appliedIn(deal, programme), 0) / deals.length;
  const seconds = 5;
  const ours = rate(seconds, (i) => waterfall(deals[i % deals.length]!, programme, day));
  const engine = rulesEngineOf(programme.incentives);
  const facts = deals.map(factsOf);
  const agree = await eligibilityAgrees(engine, facts, deals, programme);
  const theirs = await rateAsync(seconds, async (i) => engine.run(facts[i % facts.length]!));
  print({
    what: 'waterfalls a second, one core',
    incentives: programme.incentives.length,
    'incentives applied on the average': Number(applied.toFixed(1)),
    'lines a deal': 3,
    'waterfalls a second': Math.round(ours),
    'json-rules-engine: eligibility alone, a second': Math.round(theirs),
    ratio: Number((ours / theirs).toFixed(1)),
    'deals on whose eligibility both agree': agree,
  });
  print({ what: 'random deals whose lines add up to their totals', ...addUp(1_000, 100) });
};

/** Random programmes that use everything the schema has, each on random deals; lines against totals, to the unit. */
function addUp(programmes: number, dealsEach: number): { deals: number; agree: number } {
  const deals = fc.sample(anyDeal, { numRuns: programmes, seed: 1 });
  let agree = 0;
  for (const [i, programme] of fc.sample(anyProgramme, { numRuns: programmes, seed: 2 }).entries()) {
    for (let n = 0; n < dealsEach; n += 1) {
      const result = waterfall(deals[(i * 31 + n * 7) % deals.length]!, programme, day);
      const amounts = (...kinds: string[]) =>
        result.lines.reduce(
          (sum, { kind, amount }) => (kinds.includes(kind) ? sum.plus(amount ?? 0) : sum),
          new Decimal(0),
        );
      const paid = result.distributor?.price ?? result.partnerPrice;
      const back = result.backMargin.plus(result.distributor?.back ?? 0);
      const total = result.frontMargin?.plus(result.backMargin) ?? null;
      const sums = amounts('list', 'discount').eq(paid) && amounts('rebate', 'bonus').eq(back);
      if (sums && (total === null ? result.total === null : result.total?.eq(total) === true)) agree += 1;
    }
  }
  return { deals: programmes * dealsEach, agree };
}

/** Eight kinds of five: by level, registered, by competency, by family, by size, new customer, grouped, capped. */
function fortyIncentives(): Programme {
  const each = (make: (i: number) => object) => Array.from({ length: 5 }, (_, i) => make(i));
  const base = (i: number) => (i % 2 === 0 ? 'partner price' : 'list');
  return programmeSchema.parse({
    name: 'Forty',
    currency: 'EUR',
    discounts: 'add',
    levels: levels.map((key, rank) => ({ key, rank })),
    competencies: families.map((key) => ({ key })),
    incentives: [
      ...each((i) => ({
        ...{ id: `level-${i}`, kind: 'discount', sequence: 10 + i, requires: { families: [families[i]] } },
        tiers: levels.map((level, rank) => ({ level, rate: `${5 + 3 * rank}%` })),
      })),
      ...each((i) => ({
        ...{ id: `registered-${i}`, kind: 'discount', sequence: 20 + i, rate: `${3 + i}%` },
        requires: { registration: true, families: [families[i]] },
      })),
      ...each((i) => ({
        ...{ id: `competent-${i}`, kind: 'rebate', base: base(i), sequence: 30 + i, rate: `${1 + i}%` },
        requires: { competencies: [families[i]], families: [families[i]] },
      })),
      ...each((i) => ({
        ...{ id: `size-${i}`, kind: 'bonus', sequence: 40 + i, requires: { families: [families[i]] } },
        tiers: [
          { from: 10_000, below: 50_000, amount: 250 },
          { from: 50_000, below: 250_000, amount: 1_500 },
          { from: 250_000, amount: 9_000 },
        ],
      })),
      ...each((i) => ({
        ...{ id: `minimum-${i}`, kind: 'rebate', base: base(i), sequence: 50 + i, rate: '0.5%' },
        requires: { dealSize: [{ from: 40_000 * (i + 1) }] },
      })),
      ...each((i) => ({
        ...{ id: `new-${i}`, kind: 'rebate', base: base(i), sequence: 60 + i, rate: '1%' },
        requires: { newCustomer: true, levels: [levels[i % 4]] },
      })),
      ...each((i) => ({
        ...{ id: `best-${i}`, kind: 'rebate', base: base(i), sequence: 70 + i, rate: `${1 + i}%`, bestOf: 'promotion' },
        requires: { minTermMonths: 12 * (i + 1) },
      })),
      ...each((i) => ({
        ...{ id: `capped-${i}`, kind: 'bonus', sequence: 80 + i, rate: '1%', cap: { perDeal: 500 * (i + 1) } },
        requires: { roles: [i % 2 === 0 ? 'Reseller' : 'Distributor'], families: [families[i]] },
      })),
    ],
  });
}

function manyDeals(count: number): PricedDeal[] {
  return Array.from({ length: count }, (_, i) => ({
    currency: 'EUR',
    lines: [0, 1, 2].map((n) => ({
      family: families[(i + n * 2) % families.length]!,
      quantity: new Decimal(1 + ((i * 7 + n) % 20)),
      listPrice: new Decimal(500 + ((i * 7919 + n * 104_729) % 2_000_000) / 100).toDecimalPlaces(2),
      termMonths: 12 * (1 + ((i + n) % 5)),
    })),
    customerPrice: i % 3 === 0 ? null : new Decimal(90_000),
    partner: {
      level: levels[i % levels.length]!,
      roles: ['Reseller'],
      competencies: families.slice(0, i % 4).map((key) => ({ key, validFrom: null, validUntil: null })),
    },
    role: 'Reseller',
    registered: i % 2 === 0,
    newCustomer: i % 5 !== 0,
  }));
}

function appliedIn(deal: PricedDeal, programme: Programme): number {
  const { decisions } = waterfall(deal, programme, day);
  return decisions.filter(({ outcome }) => outcome === 'applied' || outcome === 'capped').length;
}

function rate(seconds: number, once: (i: number) => unknown): number {
  for (let i = 0; i < 2_000; i += 1) once(i);
  const started = performance.now();
  let done = 0;
  while (performance.now() - started < seconds * 1000) for (let i = 0; i < 200; i += 1) once(done++);
  return (done / (performance.now() - started)) * 1000;
}

async function rateAsync(seconds: number, once: (i: number) => Promise<unknown>): Promise<number> {
  for (let i = 0; i < 200; i += 1) await once(i);
  const started = performance.now();
  let done = 0;
  while (performance.now() - started < seconds * 1000) for (let i = 0; i < 50; i += 1) await once(done++);
  return (done / (performance.now() - started)) * 1000;
}

interface Facts extends Record<string, unknown> {
  level: string | null;
  roles: string[];
  competencies: string[];
  registered: boolean;
  newCustomer: boolean | null;
  list: number;
  longest: Record<string, number>;
}

/** The same conditions: level, role, competencies, registration, new customer, size, and a line of family and term. */
function rulesEngineOf(incentives: readonly Incentive[]): Engine {
  const engine = new Engine([], { allowUndefinedFacts: true });
  for (const { id, requires } of incentives) {
    const all = [
      ...requires.competencies.map((value) => ({ fact: 'competencies', operator: 'contains', value })),
      ...(requires.levels.length > 0 ? [{ fact: 'level', operator: 'in', value: requires.levels }] : []),
      ...(requires.registration ? [{ fact: 'registered', operator: 'equal', value: true }] : []),
      ...(requires.newCustomer ? [{ fact: 'newCustomer', operator: 'equal', value: true }] : []),
      ...requires.dealSize.map((size) => ({
        ...{ fact: 'list', operator: 'greaterThanInclusive' },
        value: size.from?.toNumber() ?? 0,
      })),
    ];
    const roles = requires.roles.map((value) => ({ fact: 'roles', operator: 'contains', value: value as string }));
    const lines = (requires.families.length > 0 ? requires.families : ['any']).map((family) => ({
      ...{ fact: 'longest', path: `$.${family}`, operator: 'greaterThanInclusive' },
      value: requires.minTermMonths ?? 0,
    }));
    const conditions = { all: [...all, ...(roles.length > 0 ? [{ any: roles }] : []), { any: lines }] };
    engine.addRule({ conditions, event: { type: id } });
  }
  return engine;
}

function factsOf(deal: PricedDeal): Facts {
  const longest: Record<string, number> = { any: 0 };
  for (const { family, termMonths } of deal.lines) {
    for (const key of ['any', family ?? '']) longest[key] = Math.max(longest[key] ?? 0, termMonths ?? 0);
  }
  return {
    level: deal.partner.level,
    roles: [deal.role ?? ''],
    competencies: deal.partner.competencies.map(({ key }) => key),
    registered: deal.registered,
    newCustomer: deal.newCustomer,
    list: deal.lines.reduce((sum, line) => sum + line.quantity.times(line.listPrice).toNumber(), 0),
    longest,
  };
}

/** Open to the deal: applied, capped or beaten by another. A tier that is not reached is no matter of eligibility. */
async function eligibilityAgrees(
  engine: Engine,
  facts: readonly Facts[],
  deals: readonly PricedDeal[],
  programme: Programme,
): Promise<number> {
  let agreed = 0;
  for (const [i, deal] of deals.slice(0, 500).entries()) {
    const { events } = await engine.run(facts[i]!);
    const theirs = events.map(({ type }) => `${type}@1`).sort();
    const ours = waterfall(deal, programme, day)
      .decisions.filter(({ outcome, why }) => outcome !== 'not eligible' || why.code === 'no tier')
      .map(({ incentive }) => incentive)
      .sort();
    if (JSON.stringify(ours) === JSON.stringify(theirs)) agreed += 1;
  }
  return agreed;
}
