/** What makes a programme unpredictable is found, and a sound programme is left alone. */
import { describe, expect, it } from '@jest/globals';
import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { tierAt } from '../../../sync-service/domain/margin/amounts.ts';
import { checkProgramme } from '../../../sync-service/domain/programme/check.ts';
import { programmeOf, type IncentiveFile, type ProgrammeFile } from './programme-of.ts';

const found = (incentives: IncentiveFile[], more: Partial<ProgrammeFile> = {}) =>
  checkProgramme(programmeOf(incentives, more));
const kinds = (incentives: IncentiveFile[], more: Partial<ProgrammeFile> = {}) => [
  ...new Set(found(incentives, more).map(({ kind }) => kind)),
];
const of = (kind: string, incentives: IncentiveFile[], more: Partial<ProgrammeFile> = {}) =>
  found(incentives, more)
    .filter((finding) => finding.kind === kind)
    .map(({ path, message }) => `${path.join('.')}: ${message}`);
const bonus = (tiers: IncentiveFile['tiers'], more: Partial<IncentiveFile> = {}): IncentiveFile => ({
  ...{ id: 'a', kind: 'bonus', tiers },
  ...more,
});

/** Fifteen rules as a vendor may have them. */
const sound: IncentiveFile[] = [
  {
    id: 'level',
    sequence: 10,
    kind: 'discount',
    tiers: [
      { level: 'silver', rate: '10%' },
      { level: 'gold', rate: '18%' },
    ],
  },
  {
    id: 'registration',
    sequence: 20,
    kind: 'discount',
    rate: '8%',
    requires: { registration: true, dealSize: { from: 10_000 } },
  },
  {
    id: 'spring',
    sequence: 30,
    kind: 'discount',
    rate: '2%',
    effectiveFrom: '2026-03-01',
    effectiveUntil: '2026-06-01',
  },
  {
    id: 'performance',
    sequence: 40,
    kind: 'rebate',
    base: 'partner price',
    tiers: [
      { level: 'silver', rate: '1%' },
      { level: 'gold', rate: '3%' },
    ],
  },
  {
    id: 'ha',
    sequence: 50,
    kind: 'rebate',
    base: 'partner price',
    bestOf: 'special',
    rate: '2%',
    requires: { competencies: 'ha' },
  },
  {
    id: 'dr',
    sequence: 51,
    kind: 'rebate',
    base: 'partner price',
    bestOf: 'special',
    rate: '3%',
    requires: { competencies: 'dr' },
  },
  {
    id: 'new',
    sequence: 60,
    kind: 'rebate',
    base: 'partner price',
    rate: '4%',
    cap: { perDeal: 20_000 },
    requires: { newCustomer: true },
  },
  {
    id: 'size',
    sequence: 70,
    kind: 'bonus',
    tiers: [
      { from: 50_000, below: 100_000, amount: 1_000 },
      { from: 100_000, amount: 3_000 },
    ],
  },
  {
    id: 'seats',
    sequence: 80,
    kind: 'bonus',
    base: 'quantity',
    tiers: [
      { from: 1, to: 99, amount: 5 },
      { from: 100, amount: 6 },
    ],
  },
  {
    id: 'quarter',
    sequence: 90,
    kind: 'rebate',
    base: 'period purchases',
    period: 'quarter',
    tiers: [
      { from: 100_000, rate: '1%' },
      { from: 250_000, rate: '2%' },
    ],
  },
  {
    id: 'growth',
    sequence: 91,
    kind: 'rebate',
    base: 'period purchases',
    period: 'quarter',
    tiersBy: 'growth',
    tiers: [
      { above: '15%', to: '30%', rate: '1%' },
      { above: '30%', rate: '3%' },
    ],
  },
  { id: 'service', sequence: 95, kind: 'bonus', rate: '5%', requires: { families: 'Services', minTermMonths: 12 } },
  {
    id: 'cloud',
    sequence: 96,
    kind: 'rebate',
    base: 'list',
    rate: '3%',
    replaces: 'seats',
    requires: { families: 'Cloud' },
  },
  { id: 'long', sequence: 97, kind: 'bonus', rate: '1%', requires: { minTermMonths: 36 } },
  {
    id: 'slices',
    sequence: 98,
    kind: 'rebate',
    base: 'list',
    bands: 'slice',
    tiers: [
      { from: 0, rate: '1%' },
      { from: 50_000, rate: '2%' },
    ],
  },
];

it('leaves a sound programme of fifteen rules alone', () => {
  expect(found(sound)).toEqual([]);
});

describe('bands', () => {
  it('with a single value between them', () => {
    const tiers = [
      { from: 300_000, below: 500_000, amount: 22_000 },
      { above: 500_000, amount: 60_000 },
    ];
    expect(of('gap', [bonus(tiers)])).toEqual([
      'incentives.0.tiers.1: 500000 is in no band: it lies between "from 300000 below 500000" and "above 500000"',
    ]);
  });
  it('with cents between them', () => {
    const tiers = [
      { above: 1000, to: 10_000, amount: 100 },
      { from: 10_001, amount: 250 },
    ];
    expect(of('gap', [bonus(tiers)])).toEqual([
      'incentives.0.tiers.1: 10000.01 to 10000.99 is in no band: it lies between "above 1000 up to 10000" and "from 10001"',
    ]);
  });
  it('that meet at a cent, or at a unit, have none', () => {
    expect(
      found([
        bonus([
          { from: 1, to: '99.99', amount: 1 },
          { from: 100, amount: 2 },
        ]),
      ]),
    ).toEqual([]);
    expect(
      found([
        bonus(
          [
            { from: 1, to: 99, amount: 1 },
            { from: 100, amount: 2 },
          ],
          { base: 'quantity' },
        ),
      ]),
    ).toEqual([]);
    expect(
      of('gap', [
        bonus([
          { from: 1, to: 99, amount: 1 },
          { from: 100, amount: 2 },
        ]),
      ]),
    ).toHaveLength(1);
  });
  it('of growth meet at one point only where one of them has it', () => {
    const growth = (first: object, second: object) =>
      kinds([
        {
          ...{ id: 'a', kind: 'rebate', base: 'period purchases', period: 'quarter', tiersBy: 'growth' },
          tiers: [
            { from: '5%', rate: '1%', ...first },
            { rate: '2%', ...second },
          ],
        },
      ]);
    expect(growth({ to: '15%' }, { above: '15%' })).toEqual([]);
    expect(growth({ below: '15%' }, { above: '15%' })).toContain('gap');
    expect(growth({ to: '15%' }, { from: '15%' })).toContain('overlap');
  });
  it('that overlap, by an upper edge or by the same lower edge', () => {
    expect(
      kinds([
        bonus([
          { from: 1, to: 200, amount: 1 },
          { from: 100, amount: 2 },
        ]),
      ]),
    ).toEqual(['overlap']);
    expect(
      kinds([
        bonus([
          { from: 1, amount: 1 },
          { from: 1, amount: 2 },
        ]),
      ]),
    ).toEqual(['overlap']);
  });
  it('of a level beside those for all levels do not overlap', () => {
    const tiers = [
      { from: 50_000, rate: '2%' },
      { level: 'gold', from: 50_000, rate: '3%' },
    ];
    expect(found([bonus(tiers)])).toEqual([]);
  });
  it('made at random without a hole are left alone, and with a hole name a value that is in no band', () => {
    const widths = fc.array(fc.integer({ min: 2, max: 90_000 }), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(widths, fc.nat(), (steps, at) => {
        const edges = steps.reduce<number[]>((all, width) => [...all, (all.at(-1) ?? 0) + width], []);
        const whole = edges.map((from, i) => ({ from, below: edges[i + 1] ?? null, amount: (i + 1) * 10 }));
        expect(kinds([bonus(whole)])).toEqual([]);
        const hole = at % (edges.length - 1);
        const torn = whole.map((tier, i) => (i === hole ? { ...tier, below: (tier.below ?? 0) - 1 } : tier));
        const [gap] = of('gap', [bonus(torn)]);
        const named = new Decimal(/: (\S+) to/.exec(gap ?? '')?.[1] ?? NaN);
        const { tiers } = programmeOf([bonus(torn)]).incentives[0]!;
        const question = { of: 'list', level: null, use: 1, acceptedInMonth: null, bands: 'whole' as const };
        expect(tierAt(tiers, named, question).kind).toBe('nothing');
      }),
      { numRuns: 60 },
    );
  });
});

describe('what nobody can reach', () => {
  it('is a size that its bands do not take', () => {
    const [finding] = of('unreachable', [
      bonus([{ from: 1000, to: 5000, amount: 10 }], { requires: { dealSize: { from: 10_000 } } }),
    ]);
    expect(finding).toContain('nobody can reach a');
  });
  it('is a level without a rate, or out of force', () => {
    expect(kinds([bonus([{ level: 'gold', amount: 10 }], { requires: { levels: 'silver' } })])).toEqual([
      'unreachable',
    ]);
    const levels = [{ key: 'gold', rank: 1, effectiveUntil: '2025-01-01' }];
    const late: IncentiveFile = {
      id: 'a',
      kind: 'bonus',
      amount: 5,
      effectiveFrom: '2025-01-01',
      requires: { levels: 'gold' },
    };
    expect(kinds([late], { levels })).toEqual(['unreachable']);
    expect(kinds([{ ...late, effectiveFrom: '2024-12-31' }], { levels })).toEqual([]);
  });
  it('is always beaten', () => {
    const group: IncentiveFile[] = [
      { id: 'a', kind: 'bonus', rate: '5%', bestOf: 'g', sequence: 1 },
      { id: 'b', kind: 'bonus', rate: '3%', bestOf: 'g', sequence: 2, requires: { newCustomer: true } },
    ];
    expect(of('unreachable', group)).toEqual(['incentives.1: nobody can reach b: always beaten by a@1']);
    const twoFold = [{ ...group[0]!, requires: { competencies: 'ha' } }, group[1]!];
    expect(kinds(twoFold)).toEqual([]);
  });
  it('is a size between two that do not meet, and a shortest term above the longest', () => {
    const size = [{ from: 10_000 }, { below: 10_000 }];
    expect(kinds([{ id: 'a', kind: 'bonus', amount: 5, requires: { dealSize: size } }])).toContain('unreachable');
    expect(kinds([{ id: 'a', kind: 'bonus', amount: 5, requires: { minTermMonths: 36, maxTermMonths: 12 } }])).toEqual([
      'unreachable',
    ]);
  });
});

describe('caps', () => {
  it('that never bind', () => {
    expect(kinds([{ id: 'a', kind: 'bonus', amount: 500, cap: { perDeal: 500 } }])).toEqual(['idle cap']);
    expect(kinds([{ id: 'a', kind: 'bonus', amount: 500, cap: { perDeal: '499.99' } }])).toEqual([]);
    expect(kinds([{ id: 'a', kind: 'bonus', rate: '5%', cap: { percent: '5%' } }])).toEqual(['idle cap']);
    const upTo = (perDeal: number): IncentiveFile => ({
      ...{ id: 'a', kind: 'bonus', rate: '5%', cap: { perDeal } },
      requires: { dealSize: { to: 10_000 } },
    });
    expect([kinds([upTo(500)]), kinds([upTo(499)])]).toEqual([['cliff', 'idle cap'], ['cliff']]);
  });
  it('of several incentives together', () => {
    const rules: IncentiveFile[] = [
      { id: 'a', kind: 'discount', rate: '20%', sequence: 1 },
      { id: 'b', kind: 'discount', rate: '10%', sequence: 2 },
    ];
    const limit = (percentOfList: string) => ({ limits: [{ id: 'all', incentives: ['a', 'b'], percentOfList }] });
    expect([kinds(rules, limit('30%')), kinds(rules, limit('29%'))]).toEqual([['idle cap'], []]);
  });
});

describe('contradictions', () => {
  const two = (a: Partial<IncentiveFile>, b: Partial<IncentiveFile>): IncentiveFile[] => [
    { id: 'a', kind: 'discount', rate: '5%', sequence: 1, ...a },
    { id: 'b', kind: 'discount', rate: '7%', sequence: 2, ...b },
  ];
  it('of rules that name themselves or each other', () => {
    expect(of('contradiction', two({ excludes: 'a' }, {}))).toEqual(['incentives.0.excludes.0: a excludes itself']);
    expect(of('contradiction', two({ replaces: 'b' }, { replaces: 'a' }))).toHaveLength(2);
    expect(of('contradiction', two({ replaces: 'b', excludes: 'b' }, {}))).toHaveLength(1);
    expect(of('contradiction', two({ bestOf: 'g', excludes: 'b' }, { bestOf: 'g' }))).toHaveLength(1);
  });
  it('in a chain of three', () => {
    const chain = [
      ...two({ replaces: 'b' }, { replaces: 'c' }),
      { id: 'c', kind: 'discount' as const, rate: '1%', replaces: 'a' },
    ];
    expect(of('contradiction', chain)).toHaveLength(3);
  });
});

describe('results that hang on the order', () => {
  const rules = (sequence: number, more: Partial<IncentiveFile>): IncentiveFile[] => [
    { id: 'a', kind: 'discount', rate: '10%', sequence: 1 },
    { id: 'b', kind: 'discount', rate: '20%', sequence, ...more },
  ];
  it('where points and a compound discount share a sequence', () => {
    // 1,000 less 10 % and then 20 % of the rest is 720; less 20 % and then 10 points is 700.
    expect(of('order', rules(1, { combine: 'compound' }))).toEqual([
      'incentives.1.sequence: a and b have the same sequence 1, so their names decide: a deal of 1000 leaves 280 or 300',
    ]);
    expect(kinds(rules(2, { combine: 'compound' }))).toEqual([]);
  });
  it('where two that exclude each other share a sequence, not where both add', () => {
    expect(kinds(rules(1, { excludes: 'a' }))).toContain('order');
    expect(kinds(rules(1, {}))).toEqual([]);
  });
});

describe('more that earns less', () => {
  it('at the edge of a band whose amount falls', () => {
    const [cliff] = of('cliff', [
      bonus([
        { from: 10_000, below: 20_000, amount: 900 },
        { from: 20_000, amount: 500 },
      ]),
    ]);
    expect(cliff).toBe(
      'incentives.0: more earns less: a list value of 19999.99 leaves 900, a list value of 20000 leaves 500',
    );
  });
  it('where a size ends, and where another rule takes the place', () => {
    expect(kinds([{ id: 'a', kind: 'bonus', rate: '5%', requires: { dealSize: { below: 50_000 } } }])).toEqual([
      'cliff',
    ]);
    const instead: IncentiveFile[] = [
      { id: 'a', kind: 'bonus', rate: '5%', sequence: 1 },
      { id: 'b', kind: 'bonus', rate: '3%', sequence: 2, replaces: 'a', requires: { dealSize: { from: 50_000 } } },
    ];
    expect(kinds(instead)).toEqual(['cliff']);
  });
  it('by partner price, where the discount moves the edge', () => {
    const rules: IncentiveFile[] = [
      { id: 'd', kind: 'discount', rate: '20%', sequence: 1 },
      {
        id: 'r',
        kind: 'rebate',
        base: 'partner price',
        sequence: 2,
        tiers: [
          { from: 0, below: 8_000, rate: '10%' },
          { from: 8_000, rate: '2%' },
        ],
      },
    ];
    // At a list value of 10,000 the partner price reaches 8,000.
    expect(of('cliff', rules)).toEqual([expect.stringMatching(/^incentives\.1: .*a list value of 10000 leaves 2160$/)]);
  });
  it('in a period whose rate falls', () => {
    const quarter = (rates: string[]): IncentiveFile => ({
      ...{ id: 'a', kind: 'rebate', base: 'period purchases', period: 'quarter' },
      tiers: rates.map((rate, i) => ({ from: 100_000 * (i + 1), rate })),
    });
    expect([kinds([quarter(['3%', '1%'])]), kinds([quarter(['1%', '3%'])])]).toEqual([['cliff'], []]);
  });
});

describe('versions and levels', () => {
  it('with a hole between two versions', () => {
    const version = (n: number, effectiveFrom: string | null, effectiveUntil: string | null): IncentiveFile => ({
      ...{ id: 'a', kind: 'bonus', amount: 5, version: n },
      ...{ effectiveFrom, effectiveUntil },
    });
    expect(kinds([version(1, null, '2026-01-01'), version(2, '2026-01-02', null)])).toEqual(['versions']);
    expect(kinds([version(1, null, '2026-01-01'), version(2, '2026-01-01', null)])).toEqual([]);
  });
  it('of one rank, and a higher one that is easier', () => {
    expect(
      kinds([], {
        levels: [
          { key: 'a', rank: 1 },
          { key: 'b', rank: 1 },
        ],
        competencies: [],
      }),
    ).toEqual(['levels']);
    const path = (from: number) => [{ name: 'revenue', steps: [{ measure: 'revenue' as const, from }] }];
    const levels = (low: number, high: number) => [
      { key: 'a', rank: 1, paths: path(low) },
      { key: 'b', rank: 2, paths: path(high) },
    ];
    expect([kinds([], { levels: levels(100, 100) }), kinds([], { levels: levels(100, 101) })]).toEqual([
      ['levels'],
      [],
    ]);
  });
});

it('finds the same however the file is shuffled', () => {
  const rules = [
    ...sound,
    bonus(
      [
        { from: 1, to: 5, amount: 2 },
        { from: 7, amount: 1 },
      ],
      { id: 'torn' },
    ),
  ];
  const messages = (incentives: IncentiveFile[]) =>
    found(incentives)
      .map(({ message }) => message)
      .sort();
  const once = messages(rules);
  expect(once.length).toBeGreaterThan(1);
  fc.assert(
    fc.property(fc.shuffledSubarray(rules, { minLength: rules.length }), (shuffled) => {
      expect(messages(shuffled)).toEqual(once);
    }),
    { numRuns: 5 },
  );
});
