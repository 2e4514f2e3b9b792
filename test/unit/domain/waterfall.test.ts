import { describe, expect, it } from '@jest/globals';
import { Decimal } from 'decimal.js';
import { inWords } from '../../../sync-service/domain/margin/reasons.ts';
import type { PricedDeal } from '../../../sync-service/domain/margin/priced-deal.ts';
import { waterfall } from '../../../sync-service/domain/margin/waterfall.ts';
import { incentive, percent, priced, pricedDeal, programmeOf, tier, type IncentiveFile } from './programme-of.ts';

const on = '2026-03-04';
const back = { kind: 'rebate' as const, base: 'partner price' as const, sequence: 5 };

const money = (amount: Decimal | null) => amount?.toString() ?? null;
const priceOf = (incentives: IncentiveFile[], more: Partial<PricedDeal> = {}) =>
  money(waterfall(pricedDeal(more), programmeOf(incentives), on).partnerPrice);
const backOf = (incentives: IncentiveFile[], more: Partial<PricedDeal> = {}) =>
  money(waterfall(pricedDeal(more), programmeOf(incentives), on).backMargin);
const decision = (id: string, incentives: IncentiveFile[], more: Partial<PricedDeal> = {}) =>
  waterfall(pricedDeal(more), programmeOf(incentives), on).decisions.find((one) => one.incentive.startsWith(`${id}@`));
const why = (...args: Parameters<typeof decision>) => {
  const decided = decision(...args);
  return decided === undefined ? undefined : inWords(decided.why);
};
const outcome = (...args: Parameters<typeof decision>) => decision(...args)?.outcome;

describe('the waterfall', () => {
  const programme = programmeOf([
    percent('level', 20, { sequence: 1 }),
    percent('registration', 10, { sequence: 2, requires: { registration: true } }),
    percent('rebate', 4, back),
    incentive('spiff', { kind: 'bonus', amount: 500, sequence: 6 }),
  ]);
  it('goes from list to partner price, and on to rebates and bonuses', () => {
    const result = waterfall(pricedDeal(), programme, on);
    // 100,000 less 20,000 less 10,000 is 70,000; 4 % of it is 2,800, and 500 on top.
    expect([result.list, result.partnerPrice, result.backMargin, result.vendorNet].map(money)).toEqual([
      '100000',
      '70000',
      '3300',
      '66700',
    ]);
    expect([result.partnerMargin, result.partnerMarginPercent].map(money)).toEqual(['33300', '33.3']);
  });
  it('knows no front margin and no total without a price to the end customer', () => {
    const result = waterfall(pricedDeal(), programme, on);
    expect([result.customerPrice, result.frontMargin, result.total, result.totalPercent]).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });
  it('takes front margin and total from that price, the percentage of it', () => {
    const result = waterfall(pricedDeal({ customerPrice: new Decimal(88_000) }), programme, on);
    // 88,000 less 70,000 is 18,000; with 3,300 it is 21,300, of 88,000 that is 24.20 %.
    expect([result.frontMargin, result.total, result.totalPercent].map(money)).toEqual(['18000', '21300', '24.2']);
  });
  it('shows a loss as a loss', () => {
    expect(money(waterfall(pricedDeal({ customerPrice: new Decimal(65_000) }), programme, on).frontMargin)).toBe(
      '-5000',
    );
  });
  it('names on every line the rule, its version, base, rate and why', () => {
    const { lines } = waterfall(pricedDeal(), programme, on);
    expect(lines.map((line) => [line.kind, line.rule, money(line.amount)])).toEqual([
      ['list', null, '100000'],
      ['discount', 'level@1', '-20000'],
      ['discount', 'registration@1', '-10000'],
      ['partner price', null, '70000'],
      ['customer price', null, null],
      ['front margin', null, null],
      ['rebate', 'rebate@1', '2800'],
      ['bonus', 'spiff@1', '500'],
      ['total', null, null],
    ]);
    expect(lines[6]).toMatchObject({ base: new Decimal(70_000), rate: new Decimal('0.04'), why: { code: 'own rate' } });
  });
});

describe('rounding', () => {
  it('is done on each extended line, half away from zero', () => {
    // Three lines of 0.15: 10 % of each is 0.015, rounded 0.02; of the sum it would be 0.045, rounded 0.05.
    const lines = [priced('0.15'), priced('0.15'), priced('0.15')];
    expect(priceOf([percent('level', 10)], { lines })).toBe('0.39');
  });
  it('extends the line before it rounds', () => {
    expect(priceOf([], { lines: [priced('0.333', { quantity: new Decimal(3) })] })).toBe('1');
  });
  it('follows the currency', () => {
    expect(priceOf([percent('level', 10)], { currency: 'JPY', lines: [priced(1005)] })).toBe('904');
    expect(priceOf([percent('level', 10)], { currency: 'KWD', lines: [priced('1.005')] })).toBe('0.904');
  });
});

describe('discounts', () => {
  const twenty = percent('a', 20, { sequence: 1 });
  it('add as points of list, or compound one after the other, as the programme says', () => {
    expect(priceOf([twenty, percent('b', 10, { sequence: 2 })])).toBe('70000');
    expect(priceOf([twenty, percent('b', 10, { sequence: 2, combine: 'compound' })])).toBe('72000');
  });
  it('never sell below nothing', () => {
    const all = [percent('a', 80, { sequence: 1 }), percent('b', 30, { sequence: 2 })];
    expect(priceOf(all)).toBe('0');
    expect(decision('b', all)).toMatchObject({ outcome: 'capped', cap: new Decimal(20_000) });
  });
  it('of a family count its lines only', () => {
    const lines = [priced(100_000), priced(50_000, { family: 'Servers' }), priced(10_000, { family: null })];
    expect(priceOf([percent('servers', 10, { requires: { families: ['servers'] } })], { lines })).toBe('155000');
  });
});

describe('who may have an incentive', () => {
  it.each<[string, Partial<IncentiveFile>, Partial<IncentiveFile>]>([
    ['level', { requires: { levels: ['silver'] } }, { requires: { levels: ['silver', 'gold'] } }],
    ['role', { requires: { roles: ['Distributor'] } }, { requires: { roles: ['Reseller'] } }],
    ['family', { requires: { families: ['Servers'] } }, { requires: { families: ['Storage'] } }],
    [
      'minimum of list',
      { requires: { dealSize: [{ from: '100000.01' }] } },
      { requires: { dealSize: [{ from: 100_000 }] } },
    ],
    ['date', { effectiveFrom: '2026-03-05' }, { effectiveFrom: '2026-03-04' }],
    ['end', { effectiveUntil: '2026-03-04' }, { effectiveUntil: '2026-03-05' }],
  ])('depends on its %s', (_, closed, open) => {
    expect(outcome('a', [percent('a', 5, closed)])).toBe('not eligible');
    expect(outcome('a', [percent('a', 5, open)])).toBe('applied');
  });
  it('depends on the registration and on the customer being new, and not knowing is not being', () => {
    const registered = [percent('a', 5, { requires: { registration: true } })];
    expect([outcome('a', registered), outcome('a', registered, { registered: false })]).toEqual([
      'applied',
      'not eligible',
    ]);
    const isNew = [percent('a', 5, { requires: { newCustomer: true } })];
    const known = [true, false, null].map((newCustomer) => outcome('a', isNew, { newCustomer }));
    expect(known).toEqual(['applied', 'not eligible', 'not eligible']);
  });
  it('needs every competency it names, in force on the day', () => {
    const both = [percent('a', 5, { requires: { competencies: ['ha', 'dr'] } })];
    const holding = (until: string | null) => ({
      partner: {
        level: 'gold',
        roles: [],
        competencies: [
          { key: 'ha', validFrom: null, validUntil: null },
          { key: 'dr', validFrom: null, validUntil: until },
        ],
      },
    });
    expect(outcome('a', both, holding('2026-03-05'))).toBe('applied');
    expect(outcome('a', both, holding('2026-03-04'))).toBe('not eligible');
    expect(why('a', both)).toBe('needs the competency ha and dr');
  });
  it('needs a term as long as it says, line by line', () => {
    const long = [percent('a', 10, { requires: { minTermMonths: 36 } })];
    expect(outcome('a', long, { lines: [priced(1000, { termMonths: 35 })] })).toBe('not eligible');
    expect(priceOf(long, { lines: [priced(1000, { termMonths: 36 }), priced(1000, { termMonths: 12 })] })).toBe('1900');
  });
  it('has only the newest version in force', () => {
    const versions = [
      percent('a', 5),
      percent('a', 7, { version: 2 }),
      percent('a', 9, { version: 3, effectiveFrom: '2026-04-01' }),
    ];
    expect(priceOf(versions)).toBe('93000');
    expect([outcome('a', versions), why('a', versions)]).toEqual(['not eligible', 'superseded by version 2']);
  });
  it('does not mix currencies without a rate of exchange', () => {
    const dollars = { currency: 'USD' };
    expect(outcome('a', [percent('a', 5)], dollars)).toBe('applied');
    expect(outcome('a', [incentive('a', { amount: 5 })], dollars)).toBe('not eligible');
    expect(outcome('a', [percent('a', 5, { cap: { perDeal: 5 } })], dollars)).toBe('not eligible');
  });
});

describe('tiers', () => {
  it('follow the level', () => {
    const tiers = [tier(null, 2, { level: 'silver' }), tier(null, 4, { level: 'gold' })];
    const bronze = { partner: { level: null, roles: [], competencies: [] } };
    expect(priceOf([incentive('a', { tiers })])).toBe('96000');
    expect(outcome('a', [incentive('a', { tiers })], bronze)).toBe('not eligible');
    expect(why('a', [incentive('a', { tiers })], bronze)).toBe('no rate for level none');
  });
  it('begin at their edge, and the highest reached is for the whole base', () => {
    const tiers = [tier(50_000, 2), tier(100_000, 5)];
    const at = (list: string) => backOf([incentive('a', { ...back, tiers })], { lines: [priced(list)] });
    expect([at('49999.99'), at('50000'), at('99999.99'), at('100000')]).toEqual(['0', '1000', '2000', '5000']);
  });
  it('can give an amount', () => {
    const tiers = [tier(50_000, null, { amount: 2_500 }), tier(100_000, null, { amount: 6_000 })];
    const bonus = [incentive('a', { kind: 'bonus', tiers })];
    expect([backOf(bonus, { lines: [priced('99999.99')] }), backOf(bonus)]).toEqual(['2500', '6000']);
  });
});

describe('bases', () => {
  it('are list, partner price or the price to the end customer, by name', () => {
    const upfront = percent('up', 20);
    const rebate = (base: IncentiveFile['base']) => [upfront, percent('a', 10, { ...back, base })];
    const sold = { customerPrice: new Decimal(90_000) };
    expect([
      backOf(rebate('list'), sold),
      backOf(rebate('partner price'), sold),
      backOf(rebate('customer price'), sold),
    ]).toEqual(['10000', '8000', '9000']);
  });
  it('without a price to the end customer give nothing, and say so', () => {
    const resale = [percent('a', 10, { ...back, base: 'customer price' })];
    expect([outcome('a', resale), why('a', resale)]).toEqual([
      'not eligible',
      'the price to the end customer is not known',
    ]);
  });
  it('of quantity pay for each unit', () => {
    const perUnit = [incentive('a', { kind: 'bonus', base: 'quantity', amount: '12.50' })];
    expect(backOf(perUnit, { lines: [priced(10, { quantity: new Decimal(7) })] })).toBe('87.5');
  });
  it('of a period are shown as "if reached" and kept out', () => {
    const growth = [
      percent('a', 3, { ...back, base: 'period growth', period: 'quarter' }),
      percent('b', 2, { ...back, base: 'period purchases', period: 'quarter' }),
    ];
    expect([outcome('a', growth), outcome('b', growth), backOf(growth)]).toEqual(['if reached', 'if reached', '0']);
  });
  it('of compound rebates are what the earlier ones left', () => {
    const compound = [percent('a', 10, back), percent('b', 10, { ...back, sequence: 6, combine: 'compound' })];
    expect(backOf(compound)).toBe('19000');
  });
});

describe('standing beside each other', () => {
  const best = { bestOf: 'front' };
  it('the best of a group applies, and the others say by whom they were beaten', () => {
    const group = [percent('a', 5, best), percent('b', 7, best)];
    expect(priceOf(group)).toBe('93000');
    expect(decision('a', group)).toMatchObject({ outcome: 'beaten', by: 'b@1' });
  });
  it('of a group worth the same the earlier id applies', () => {
    const group = [percent('b', 5, best), percent('a', 5, best)];
    expect([outcome('a', group), outcome('b', group)]).toEqual(['applied', 'beaten']);
  });
  it('a cap counts when a group is compared', () => {
    const group = [percent('a', 9, { ...best, cap: { perDeal: 1_000 } }), percent('b', 5, best)];
    expect(priceOf(group)).toBe('95000');
  });
  it('a special price replaces the discounts it names, and leaves the rest on top', () => {
    const special = [
      percent('level', 20),
      percent('promo', 5),
      percent('special', 35, { sequence: 9, replaces: ['level'] }),
    ];
    expect(priceOf(special)).toBe('60000');
    expect(decision('level', special)).toMatchObject({ outcome: 'beaten', by: 'special@1' });
  });
  it('one that is not open replaces nothing', () => {
    const special = [
      percent('level', 20),
      percent('special', 35, { replaces: ['level'], requires: { dealSize: [{ from: 200_000 }] } }),
    ];
    expect(priceOf(special)).toBe('80000');
  });
  it('one that is itself replaced replaces nothing', () => {
    const chain = [percent('a', 10), percent('b', 20, { replaces: ['a'] }), percent('c', 30, { replaces: ['b'] })];
    expect(priceOf(chain)).toBe('60000');
  });
  it('of two that replace each other the earlier stays', () => {
    const circle = [percent('a', 10, { replaces: ['b'] }), percent('b', 20, { replaces: ['a'] })];
    expect(priceOf(circle)).toBe('90000');
  });
  it('the loser of a group gives back the place of the one it replaced', () => {
    const story = [percent('level', 20), percent('x', 3, { ...best, replaces: ['level'] }), percent('y', 4, best)];
    expect(priceOf(story)).toBe('76000');
    expect(outcome('level', story)).toBe('applied');
  });
  it('a rebate instead of a discount takes its place', () => {
    const instead = [percent('upfront', 10), percent('later', 12, { ...back, replaces: ['upfront'] })];
    expect([priceOf(instead), backOf(instead)]).toEqual(['100000', '12000']);
  });
  it('of two that exclude each other the first in order applies, whichever says so', () => {
    const first = percent('a', 5, { sequence: 1 });
    const second = percent('b', 8, { sequence: 2 });
    expect(priceOf([first, { ...second, excludes: ['a'] }])).toBe('95000');
    expect(priceOf([{ ...first, excludes: ['b'] }, second])).toBe('95000');
    expect(decision('b', [first, { ...second, excludes: ['a'] }])).toMatchObject({ outcome: 'beaten', by: 'a@1' });
  });
  it('a cap holds to the cent and says so', () => {
    const capped = (cap: string) => [percent('a', 5, { ...back, cap: { perDeal: cap } })];
    expect([backOf(capped('5000')), outcome('a', capped('5000'))]).toEqual(['5000', 'applied']);
    expect([backOf(capped('4999.99')), outcome('a', capped('4999.99'))]).toEqual(['4999.99', 'capped']);
  });
});
