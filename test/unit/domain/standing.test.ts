/** Where Corvus, a reseller on record as silver, stands on 15 August 2026. */
import { Decimal } from 'decimal.js';
import { describe, expect, it } from '@jest/globals';
import { standingOf } from '../../../sync-service/domain/programme/standing.ts';
import type { PartnerFacts, WonDeal } from '../../../sync-service/domain/programme/standing-facts.ts';
import { rulesFor } from '../../../sync-service/domain/programme/standing-rules.ts';
import { standingJson } from '../../../sync-service/domain/programme/standing-json.ts';
import { priced, programmeOf } from './programme-of.ts';
import { entry } from './payout/entries.ts';

const today = '2026-08-15';
const money = (text: string) => new Decimal(text);

/** Gold by revenue of 100,000, or by four certified people and two competencies. */
const programme = programmeOf(
  [
    {
      id: 'silver-discount',
      kind: 'discount',
      tiers: [
        { level: 'silver', rate: '10%' },
        { level: 'gold', rate: '15%' },
      ],
    },
    { id: 'ha-bonus', kind: 'bonus', base: 'list', rate: '3%', requires: { competencies: ['ha'] } },
    {
      ...{ id: 'volume', kind: 'rebate', base: 'period purchases', period: 'quarter', bands: 'slice' },
      tiers: [
        { from: 20_000, below: 50_000, rate: '2%' },
        { from: 50_000, rate: '4%' },
      ],
    },
  ],
  {
    levels: [
      { key: 'silver', rank: 1 },
      {
        key: 'gold',
        rank: 2,
        paths: [
          { name: 'revenue', steps: [{ measure: 'revenue', from: 100_000 }] },
          {
            name: 'training',
            steps: [
              { measure: 'people', from: 4 },
              { measure: 'competencies', from: 2 },
            ],
          },
        ],
      },
    ],
    competencies: [{ key: 'ha', people: 2 }, { key: 'dr' }],
    exchangeRates: [{ from: 'EUR', to: 'CHF', on: '2026-01-01', rate: '0.95' }],
  },
);

const won = (id: string, wonOn: string, amount: string, more: Partial<WonDeal> = {}): WonDeal => ({
  id,
  customerId: `customer of ${id}`,
  currency: 'EUR',
  wonOn,
  registered: true,
  specialPrice: false,
  lines: [{ family: 'Storage', amount: money(amount) }],
  ...more,
});

const facts = (own: Partial<PartnerFacts> = {}): PartnerFacts => ({
  partner: { id: 'corvus', name: 'Corvus', level: 'silver', roles: ['Reseller'] },
  competencies: [],
  won: [],
  wonFrom: '2024-01-01',
  open: [],
  unpriced: 0,
  unreadable: 0,
  ledger: [],
  acceptedOn: null,
  ...own,
});
const stands = (own: Partial<PartnerFacts> = {}) => standingOf(facts(own), programme, today);
const gold = (own: Partial<PartnerFacts>) => {
  const level = stands(own).levels.find(({ key }) => key === 'gold');
  if (level === undefined) throw new Error('gold is not told');
  return level;
};

describe('The next level', () => {
  it('is reached by revenue alone, to the cent', () => {
    const short = gold({ won: [won('a', '2026-08-15', '60000'), won('b', '2025-08-16', '39999.99')] });
    expect(short.reached).toBe(false);
    expect(short.paths[0]).toMatchObject({ name: 'revenue', done: false });
    expect(short.paths[0]?.steps[0]?.missing.toFixed(2)).toBe('0.01');
    expect(gold({ won: [won('a', '2026-08-15', '60000'), won('b', '2025-08-16', '40000')] }).reached).toBe(true);
  });

  it('counts what was won within twelve months, the first day of them not included', () => {
    const revenue = (wonOn: string) => gold({ won: [won('a', wonOn, '100000')] }).reached;
    expect(revenue('2025-08-15')).toBe(false);
    expect(revenue('2025-08-16')).toBe(true);
    expect(revenue('2026-08-16')).toBe(false);
  });

  it('is reached by training alone, without a euro', () => {
    const row = { validFrom: '2026-01-01', validUntil: '2027-01-01' };
    const trained = (people: number) =>
      gold({
        competencies: [
          { key: 'ha', people, ...row },
          { key: 'dr', people: 2, ...row },
        ],
      });
    expect(trained(1).reached).toBe(false);
    expect(trained(2).reached).toBe(true);
  });

  it('has the nearer path first', () => {
    const near = gold({ won: [won('a', '2026-08-01', '90000')] });
    expect(near.paths.map(({ name }) => name)).toEqual(['revenue', 'training']);
    const trained = gold({ competencies: [{ key: 'dr', people: 3, validFrom: null, validUntil: null }] });
    expect(trained.paths.map(({ name }) => name)).toEqual(['training', 'revenue']);
  });

  it('exchanges what was won in another currency, and tells what it cannot exchange', () => {
    const francs = won('a', '2026-08-01', '95000', { currency: 'CHF' });
    expect(gold({ won: [francs] }).reached).toBe(true);
    const crowns = won('b', '2026-08-01', '500', { currency: 'SEK' });
    const { levels, leftOut } = stands({ won: [crowns] });
    expect(
      levels
        .find(({ key }) => key === 'gold')
        ?.paths.at(-1)
        ?.steps[0]?.have.toNumber(),
    ).toBe(0);
    expect(leftOut).toEqual([{ currency: 'SEK', deals: 1, amount: money('500') }]);
  });

  it('is told beside the level on record, which a person gave', () => {
    const { onRecord, reached } = stands({ won: [won('a', '2026-08-01', '100000')] });
    expect(onRecord).toMatchObject({ kind: 'known', key: 'silver' });
    expect(reached?.key).toBe('gold');
    const strange = stands({ partner: { id: 'corvus', name: 'Corvus', level: 'diamond', roles: ['Reseller'] } });
    expect(strange.onRecord).toEqual({ kind: 'unknown', key: 'diamond' });
  });
});

describe('A competency', () => {
  const state = (rows: PartnerFacts['competencies']) => {
    const found = stands({ competencies: rows }).competencies.find(({ key }) => key === 'ha');
    return found?.state;
  };
  const ha = (people: number | null, validUntil: string | null) => ({ key: 'ha', people, validFrom: null, validUntil });

  it('is held while people enough are certified', () => {
    expect(state([ha(2, null)])).toBe('held');
    expect(state([ha(1, null)])).toBe('in the making');
    expect(state([ha(null, null)])).toBe('held');
    expect(state([])).toBe('missing');
  });
  it('is expiring from ninety days before its end', () => {
    expect(state([ha(2, '2026-11-14')])).toBe('held');
    expect(state([ha(2, '2026-11-13')])).toBe('expiring');
  });
  it('is expired from its end on', () => {
    expect(state([ha(2, '2026-08-16')])).toBe('expiring');
    expect(state([ha(2, '2026-08-15')])).toBe('expired');
  });
  it('says what it would add to the open deals that lack it', () => {
    const open = {
      id: '006open',
      closesOn: '2026-09-30',
      deal: {
        ...{ currency: 'EUR', lines: [priced(10_000)], customerPrice: null },
        ...{ role: null, registered: true, newCustomer: null },
      },
    };
    const lacking = stands({ open: [open] }).competencies.find(({ key }) => key === 'ha');
    expect(lacking?.wouldAdd).toEqual([{ currency: 'EUR', amount: money('300'), deals: 1 }]);
    const held = stands({ open: [open], competencies: [ha(2, null)] }).competencies.find(({ key }) => key === 'ha');
    expect(held?.wouldAdd).toEqual([]);
  });
});

describe('A running period', () => {
  const volume = (amount: string) => {
    const [period] = stands({ won: [won('a', '2026-07-20', amount), won('b', '2026-06-30', '70000')] }).periods;
    return period;
  };

  it('tells what was bought, what it pays as it stands, and what is missing to the next edge', () => {
    // 30,000 in the third quarter: 10,000 above the first 20,000, at 2 %.
    const period = volume('30000');
    expect(period?.purchases.toFixed(2)).toBe('30000.00');
    expect(period?.worth).toMatchObject({ kind: 'worth', amount: money('200') });
    expect(period?.before?.toFixed(2)).toBe('70000.00');
    expect(period?.next?.missing.toFixed(2)).toBe('20000.00');
  });
  it('says nothing of a period before the deals are known', () => {
    const { periods } = standingOf(facts({ wonFrom: '2026-04-02' }), programme, today);
    expect(periods[0]?.before).toBeNull();
  });
});

describe('A target', () => {
  /** The mean of the last four quarters and 10 % on top, at least 5,000; storage counts twice. 3 % once it is reached. */
  const targeted = programmeOf([
    {
      ...{ id: 'growth', kind: 'rebate', base: 'period purchases', period: 'quarter', tiersBy: 'achievement' },
      target: { meanOfQuarters: 4, plus: '10%', atLeast: 5000 },
      accelerators: [{ families: ['Storage'], factor: 2 }],
      tiers: [{ from: 1, rate: '3%' }],
    },
  ]);
  const services = { lines: [{ family: 'Services', amount: money('40000') }] };
  const period = (lines: WonDeal['lines'], own: Partial<PartnerFacts> = {}) => {
    const before = won('a', '2025-10-01', '0', services);
    const now = won('b', '2026-07-01', '0', { lines });
    return standingOf(facts({ won: [before, now], ...own }), targeted, today).periods[0];
  };
  const bought = (amount: string, family = 'Services') => [{ family, amount: money(amount) }];

  it('is worked out from the quarters before, and pays from its edge on', () => {
    // 40,000 in four quarters are 10,000 in one; with 10 % on top, 11,000.
    const reached = period(bought('11000'));
    expect(reached?.target).toEqual({ amount: money('11000'), achievement: money('1') });
    expect(reached?.worth).toMatchObject({ kind: 'worth', amount: money('330') });
    const short = period(bought('10999.99'));
    expect(short?.worth.kind).toBe('nothing');
    expect(short?.next?.missing.toFixed(2)).toBe('0.01');
  });
  it('is reached sooner by what counts twice, which is paid once', () => {
    expect(period(bought('5500', 'Storage'))?.worth).toMatchObject({ kind: 'worth', amount: money('165') });
    expect(period(bought('5499.99', 'Storage'))?.worth.kind).toBe('nothing');
  });
  it('is not told where the quarters before are not all known', () => {
    expect(period(bought('11000'), { wonFrom: '2025-07-01' })?.target?.amount?.toFixed(2)).toBe('11000.00');
    const unknown = period(bought('11000'), { wonFrom: '2025-07-02' });
    expect(unknown?.target).toEqual({ amount: null, achievement: null });
    expect(unknown?.worth.kind).toBe('nothing');
  });
});

describe('Rebates', () => {
  it('are told by what is still open, what is payable and what was paid, in each currency', () => {
    const ledger = [
      entry({ key: '1', amount: money('50') }),
      entry({ key: '2', amount: money('30'), payableFrom: '2026-08-01' }),
      entry({ key: '3', kind: 'payment', amount: money('-10'), payableFrom: '2026-08-01' }),
      entry({ key: '4', amount: money('7'), currency: 'CHF' }),
    ];
    expect(standingJson(stands({ ledger })).rebates).toEqual([
      { currency: 'CHF', provisional: '7.00', payable: '0.00', paid: '0.00' },
      { currency: 'EUR', provisional: '50.00', payable: '20.00', paid: '10.00' },
    ]);
  });
});

describe('What a partner may read of the rules', () => {
  const own = programmeOf([
    { id: 'for-all', kind: 'discount', rate: '1%', source: 'p. 3' },
    { id: 'for-msp', kind: 'discount', rate: '2%', requires: { roles: ['Service Provider'] } },
    { id: 'for-distributor', kind: 'rebate', rate: '3%', paidTo: 'distributor' },
    { id: 'to-come', kind: 'discount', rate: '4%', publishedOn: '2026-08-16' },
    { id: 'long-gone', kind: 'discount', rate: '5%', effectiveUntil: '2025-01-01' },
    { id: 'ended', kind: 'discount', rate: '6%', effectiveUntil: '2026-01-01' },
  ]);
  const ids = (step: number) => rulesFor(own, ['Reseller'], today)[step]?.incentives.map(({ id }) => id);

  it('leaves out what can never be his, and what is not known yet', () => {
    expect(ids(0)).toEqual(['for-all', 'ended']);
  });
  it('is shortened by sources, then by what has ended', () => {
    expect(rulesFor(own, ['Reseller'], today)[0]?.incentives[0]?.source).toBe('p. 3');
    expect(rulesFor(own, ['Reseller'], today)[1]?.incentives[0]?.source).toBeNull();
    expect(ids(2)).toEqual(['for-all']);
  });
  it('never says what the vendor pays his own salespeople', () => {
    const paid = { ...own, commission: { rate: '2%' } } as unknown as typeof own;
    expect(rulesFor(paid, ['Reseller'], today).every(({ commission }) => commission === null)).toBe(true);
  });
});
