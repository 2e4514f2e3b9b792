import { describe, expect, it } from '@jest/globals';
import { Decimal } from 'decimal.js';
import type { LedgerEntry } from '../../../../sync-service/domain/payout/ledger.ts';
import { purchasesWithin, type Purchase } from '../../../../sync-service/domain/payout/purchases.ts';
import { PartnersMixedError, settleAll, type LedgerLine } from '../../../../sync-service/domain/payout/settle-all.ts';
import type { SettledPartner } from '../../../../sync-service/domain/payout/period-terms.ts';
import { settlePartner, settling, type WorthOf } from '../../../../sync-service/domain/payout/settle.ts';
import { programmeSchema } from '../../../../sync-service/domain/programme/schema.ts';
import { entry, money, on } from './entries.ts';

const corvus: SettledPartner = {
  partnerId: 'corvus',
  name: 'Corvus GmbH',
  level: 'gold',
  roles: ['Reseller'],
  competencies: [],
  acceptedOn: null,
};

/** 5 % of a quarter's purchases from 100,000, on all of them. */
const volume = {
  id: 'volume',
  kind: 'rebate',
  base: 'period purchases',
  period: 'quarter',
  rate: '5%',
  requires: { purchases: { from: 100_000 } },
  payableAfterDays: 30,
} as const;

const programmeOf = (...incentives: object[]) =>
  programmeSchema.parse({ name: 'Test', currency: 'EUR', levels: [{ key: 'gold', rank: 1 }], incentives });

/** All or nothing from the threshold on; what growth and bands pay is the engine's affair. */
const worthOf: WorthOf = (incentive, { purchases }) => {
  const from = incentive.requires.purchases?.from ?? new Decimal(0);
  const rate = incentive.rate ?? new Decimal(0);
  if (purchases.lt(from)) return { kind: 'nothing', why: { code: 'purchases', args: { purchases } } };
  return { kind: 'worth', amount: purchases.times(rate), base: purchases, rate, why: { code: 'own rate', args: {} } };
};

const bought = (amount: string, over: Partial<Purchase> = {}): Purchase => ({
  family: 'Storage',
  amount: money(amount),
  date: '2026-08-15',
  recordedOn: over.date ?? '2026-08-15',
  registered: false,
  specialPrice: false,
  ...over,
});

function settle(
  purchases: Purchase[],
  posted: LedgerEntry[] = [],
  { incentives = [volume] as object[], date = '2026-10-15', partner = corvus, worth = worthOf } = {},
) {
  const ready = settling(programmeOf(...incentives), '2026-Q3', on(date), worth);
  const book = purchasesWithin(ready.windows);
  purchases.forEach((purchase) => book.add(purchase));
  return { ready, ...settlePartner(partner, book, posted, ready) };
}
const amounts = (entries: LedgerEntry[]) => entries.map(({ kind, amount }) => `${kind} ${amount}`);

describe('the end of a quarter', () => {
  it('posts what its purchases earned, payable thirty days after its end', () => {
    const { postings, incentives } = settle([bought('100000')]);
    expect(postings).toEqual([
      {
        key: 'corvus|||volume@1|2026-Q3|settlement|period end, 2026-10-15',
        partnerId: 'corvus',
        dealId: null,
        lineId: null,
        incentive: 'volume@1',
        period: '2026-Q3',
        kind: 'settlement',
        cause: 'period end, 2026-10-15',
        amount: money('5000'),
        currency: 'EUR',
        base: money('100000'),
        rate: money('0.05'),
        exchangeRate: null,
        postedAt: on('2026-10-15'),
        payableFrom: '2026-10-31',
        reverses: null,
        explanation: { code: 'own rate', args: {} },
      },
    ]);
    expect(incentives[0]).toMatchObject({ id: 'volume', version: 1, posted: money('0'), change: money('5000') });
  });
  it('posts nothing a cent below the threshold', () => {
    const { postings, incentives } = settle([bought('99999.99')]);
    expect(postings).toEqual([]);
    expect(incentives[0]?.worth.kind).toBe('nothing');
  });
  it('changes nothing when settled twice, on the same day or later', () => {
    const { postings } = settle([bought('100000')]);
    expect(settle([bought('100000')], postings).postings).toEqual([]);
    expect(settle([bought('100000')], postings, { date: '2026-11-15' }).postings).toEqual([]);
  });
  it('is not settled before it is over', () => {
    expect(() => settle([], [], { date: '2026-09-30' })).toThrow(
      '2026-Q3 can be settled from 2026-10-01: it is not over',
    );
    expect(settle([], [], { date: '2026-10-01' }).postings).toEqual([]);
  });
  it('leaves incentives of other periods and of deals alone', () => {
    const yearly = { ...volume, id: 'yearly', period: 'year' };
    const ofDeals = { id: 'deal', kind: 'rebate', rate: '3%' };
    expect(settle([bought('100000')], [], { incentives: [yearly, ofDeals] }).incentives).toEqual([]);
  });
  it('counts what deals earned in advance towards what the quarter earned', () => {
    const advance = entry({ incentive: 'volume@1', amount: money('2000') });
    expect(amounts(settle([bought('100000')], [advance]).postings)).toEqual(['settlement 3000']);
  });
  it('passes over what was paid', () => {
    const { postings } = settle([bought('100000')]);
    const payment = { ...(postings[0] as LedgerEntry), key: 'paid', kind: 'payment' as const, amount: money('-5000') };
    expect(settle([bought('100000')], [...postings, payment]).postings).toEqual([]);
  });
});

describe('a correction after the settlement', () => {
  const { postings: settled } = settle([bought('110000')]);
  it('posts the difference of a late invoice', () => {
    const late = bought('10000', { recordedOn: '2026-11-02' });
    const { postings } = settle([bought('110000'), late], settled, { date: '2026-11-15' });
    expect(amounts(postings)).toEqual(['settlement 500']);
    expect(postings[0]?.explanation).toEqual({
      code: 'difference',
      args: { target: money('6000'), posted: money('5500') },
    });
  });
  it('takes back the part of a credit note', () => {
    const credit = bought('-10000', { recordedOn: '2026-11-02' });
    const { postings } = settle([bought('110000'), credit], settled, { date: '2026-11-15' });
    expect(postings.map(({ amount, base, rate, reverses }) => [amount, base, rate, reverses].map(String))).toEqual([
      ['-500', '-10000', '0.05', settled[0]?.key],
    ]);
  });
  it('takes back everything where a credit note breaks the threshold', () => {
    const credit = bought('-10000.01', { recordedOn: '2026-11-02' });
    const { postings } = settle([bought('110000'), credit], settled, { date: '2026-11-15' });
    expect(amounts(postings)).toEqual(['reversal -5500']);
  });
  it('re-tests the quarter up to the 89th day after its end, and not from the 90th on', () => {
    const credit = (recordedOn: string) => [bought('110000'), bought('-10000.01', { recordedOn })];
    const intime = settle(credit('2026-12-29'), settled, { date: '2026-12-29' });
    expect(amounts(intime.postings)).toEqual(['reversal -5500']);
    expect([intime.closed, intime.ready.closesOn]).toEqual([false, '2026-12-30']);
    const late = settle(credit('2026-12-30'), settled, { date: '2026-12-30' });
    expect(late.postings).toEqual([]);
    expect(late.closed).toBe(true);
    expect(late.late).toEqual({ lines: 1, amount: money('-10000.01') });
  });
  it('of a quarter already closed counts in the quarter of its recording', () => {
    // Q1 closed on 30 June: of two credit notes for it, the one of August lowers Q3.
    const early = bought('-1000', { date: '2026-03-10', recordedOn: '2026-06-29' });
    const late = bought('-1000', { date: '2026-03-10', recordedOn: '2026-08-01' });
    const { postings } = settle([bought('110000'), early, late]);
    expect(amounts(postings)).toEqual(['settlement 5450']);
  });
  it('counts in the quarter of its recording from the very day on which its own was closed', () => {
    const before = (recordedOn: string) => {
      const seen: string[] = [];
      const spy: WorthOf = (_, facts) => {
        seen.push(String(facts.before));
        return { kind: 'nothing', why: { code: 'seen', args: {} } };
      };
      const credit = bought('-1000', { date: '2026-03-10', recordedOn });
      settle([bought('5000', { date: '2026-05-10' }), credit], [], { worth: spy });
      return seen;
    };
    expect([before('2026-06-29'), before('2026-06-30')]).toEqual([['5000'], ['4000']]);
  });
  it('still settles a quarter for the first time after it was closed', () => {
    expect(amounts(settle([bought('110000')], [], { date: '2027-06-01' }).postings)).toEqual(['settlement 5500']);
  });
});

describe('what counts towards a quarter', () => {
  const counted = (purchases: Purchase[], incentive: object) => {
    const { incentives } = settle(purchases, [], { incentives: [{ ...volume, requires: {}, ...incentive }] });
    const worth = incentives[0]?.worth;
    return worth?.kind === 'worth' ? worth.base.toString() : worth?.why.code;
  };
  it('is dated from its first to its last day', () => {
    const days = ['2026-06-30', '2026-07-01', '2026-09-30', '2026-10-01'];
    expect(
      counted(
        days.map((date, i) => bought(String(10 ** i), { date })),
        {},
      ),
    ).toBe('110');
  });
  it('leaves out registered deals or special prices where the rule does', () => {
    const lines = [bought('1'), bought('10', { registered: true }), bought('100', { specialPrice: true })];
    expect(counted(lines, {})).toBe('111');
    expect(counted(lines, { leavesOut: ['registered'] })).toBe('101');
    expect(counted(lines, { leavesOut: ['special price'] })).toBe('11');
    expect(counted(lines, { requires: { registration: true } })).toBe('10');
    expect(counted(lines, { requires: { noSpecialPrice: true } })).toBe('11');
  });
  it('is of the families that take part', () => {
    const lines = [bought('1'), bought('10', { family: 'Compute' }), bought('100', { family: null })];
    expect(counted(lines, { requires: { families: ['storage'] } })).toBe('1');
    expect(counted(lines, { requires: { exceptFamilies: ['storage'] } })).toBe('110');
  });
  it('has the quarter before and the quarters that a target asks for beside it, newest first', () => {
    const seen: unknown[] = [];
    const spy: WorthOf = (_, facts) => {
      seen.push(
        [facts.before, ...facts.quarters].map(String),
        facts.byFamily.map(({ family, amount }) => [family, `${amount}`]),
      );
      return { kind: 'nothing', why: { code: 'seen', args: {} } };
    };
    const target = { ...volume, target: { meanOfQuarters: 3, plus: '10%' } };
    const lines = ['2025-11-01', '2026-01-01', '2026-04-01', '2026-07-01'].map((date, i) =>
      bought(String(i + 1), { date }),
    );
    settle(lines, [], { incentives: [target], worth: spy });
    expect(seen).toEqual([['3', '3', '2', '1'], [['Storage', '4']]]);
  });
  it('knows the month in which the partner accepted his target', () => {
    const months: (number | null)[] = [];
    const spy: WorthOf = (_, { acceptedInMonth }) => {
      months.push(acceptedInMonth);
      return { kind: 'nothing', why: { code: 'seen', args: {} } };
    };
    for (const acceptedOn of ['2026-07-31', '2026-08-01', '2026-10-01', null]) {
      settle([], [], { partner: { ...corvus, acceptedOn }, worth: spy });
    }
    expect(months).toEqual([1, 2, null, null]);
  });
});

describe('which terms settle a quarter', () => {
  const settledBy = (...incentives: object[]) => {
    const { incentives: found } = settle([bought('100000')], [], { incentives, date: '2026-11-15' });
    return found.map(({ version, change }) => `@${version} ${change}`);
  };
  it('are those in force on its last day', () => {
    const old = { ...volume, effectiveUntil: '2026-08-15' };
    const next = { ...volume, version: 2, rate: '6%', effectiveFrom: '2026-08-15' };
    expect(settledBy(old, next)).toEqual(['@2 6000']);
    expect(settledBy(next, old)).toEqual(['@2 6000']);
  });
  it('are those that ended during it, where none followed, but not those that ended as it began', () => {
    expect(settledBy({ ...volume, effectiveUntil: '2026-07-02' })).toEqual(['@1 5000']);
    expect(settledBy({ ...volume, effectiveUntil: '2026-07-01' })).toEqual([]);
    expect(settledBy({ ...volume, effectiveFrom: '2026-10-01' })).toEqual([]);
  });
  it('are better ones made known afterwards, never worse ones, nor any made known later than today', () => {
    const since = (rate: string, publishedOn: string) => ({ ...volume, version: 2, rate, publishedOn });
    expect(settledBy(volume, since('6%', '2026-10-20'))).toEqual(['@2 6000']);
    expect(settledBy(volume, since('4%', '2026-10-20'))).toEqual(['@1 5000']);
    expect(settledBy(volume, since('4%', '2026-09-30'))).toEqual(['@2 4000']);
    expect(settledBy(volume, since('5%', '2026-10-20'))).toEqual(['@1 5000']);
    expect(settledBy(volume, since('6%', '2026-11-15'))).toEqual(['@2 6000']);
    expect(settledBy(volume, since('6%', '2026-11-16'))).toEqual(['@1 5000']);
  });
  it('top up what an older version paid', () => {
    const { postings: paid } = settle([bought('100000')]);
    const better = { ...volume, version: 2, rate: '6%', publishedOn: '2026-10-20' };
    const { postings } = settle([bought('100000')], paid, { incentives: [volume, better], date: '2026-11-15' });
    expect(postings.map(({ incentive, amount }) => `${incentive} ${amount}`)).toEqual(['volume@2 1000']);
  });
  it('are open to the partner, who is known to fulfil them', () => {
    const open = (requires: object, partner: SettledPartner = corvus) =>
      settle([bought('1')], [], { incentives: [{ ...volume, requires }], partner }).incentives[0]?.worth;
    expect(open({ levels: ['gold'] })?.kind).toBe('worth');
    expect(open({ levels: ['gold'] }, { ...corvus, level: null })?.why.code).toBe('level');
    expect(open({ roles: ['Reseller', 'Distributor'] })?.kind).toBe('worth');
    expect(open({ roles: ['Distributor'] })?.why.code).toBe('role');
  });
});

describe('a whole ledger', () => {
  const line = (partnerId: string, position: number, amount = '100000'): LedgerLine => ({
    partnerId,
    position,
    kind: 'purchase',
    purchase: bought(amount),
  });
  async function* stream(lines: LedgerLine[]) {
    yield* lines;
  }
  const ready = settling(programmeOf(volume), '2026-Q3', on('2026-10-15'), worthOf);
  const all = async (lines: LedgerLine[]) => Array.fromAsync(settleAll(stream(lines), ready));

  it('is settled partner by partner, whatever the order of partners', async () => {
    const lines = [line('b', 1, '60000'), line('b', 2, '60000'), line('a', 3), line('c', 4, '1')];
    const settled = await all(lines);
    expect(settled.map(({ partner, postings }) => [partner.partnerId, ...amounts(postings)])).toEqual([
      ['b', 'settlement 6000'],
      ['a', 'settlement 5000'],
      ['c'],
    ]);
  });
  it('counts a posting that stands in it twice once', async () => {
    const [first] = await all([line('a', 1)]);
    const posted = (position: number): LedgerLine => ({
      ...{ partnerId: 'a', position, kind: 'entry', dealName: null },
      entry: first?.postings[0] as LedgerEntry,
    });
    const again = await all([line('a', 1), posted(2), posted(3)]);
    expect(again.map(({ postings }) => postings)).toEqual([[]]);
  });
  it('is nothing without lines', async () => {
    expect(await all([])).toEqual([]);
  });
  it('is refused where a partner comes again, naming both partners and the line', async () => {
    const mixed = all([line('b', 2), line('a', 3), line('b', 4)]);
    await expect(mixed).rejects.toThrow(PartnersMixedError);
    await expect(mixed).rejects.toThrow(
      'line 4: partner b comes again after partner a; expected all lines of a partner together: sort the ledger by partner',
    );
  });
  it('yields what is settled before it has read the rest', async () => {
    let read = 0;
    async function* counted() {
      for (const each of [line('a', 1), line('b', 2), line('c', 3)]) {
        read += 1;
        yield each;
      }
    }
    const first = await settleAll(counted(), ready).next();
    expect([read, first.value?.partner.partnerId]).toEqual([2, 'a']);
  });
});
