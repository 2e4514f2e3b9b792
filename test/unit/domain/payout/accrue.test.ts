import { describe, expect, it } from '@jest/globals';
import { postings } from '../../../../sync-service/domain/payout/accrue.ts';
import { entryKey, type KeyParts, type LedgerEntry } from '../../../../sync-service/domain/payout/ledger.ts';
import { balance, earns, entry, inShort, money, on } from './entries.ts';

/** Posts one step after the other onto a ledger that keeps everything. */
function post(...steps: [Parameters<typeof postings>[0], string, string][]): LedgerEntry[] {
  return steps.reduce<LedgerEntry[]>(
    (ledger, [target, cause, date]) => [...ledger, ...postings(target, ledger, cause, on(date))],
    [],
  );
}

describe('what a deal earns is posted', () => {
  it('as an accrual with key, base, rate and moment', () => {
    expect(postings([earns('50')], [], 'won 1', on('2026-07-10'))).toEqual([entry()]);
  });
  it('once: the same again appends nothing', () => {
    expect(postings([earns('50')], [entry()], 'won 1', on('2026-07-10'))).toEqual([]);
    expect(postings([earns('50')], [entry()], 'looked at again', on('2026-08-10'))).toEqual([]);
  });
  it('as an adjustment of what is missing', () => {
    const [adjustment, ...others] = postings([earns('70')], [entry()], 'line changed', on('2026-08-01'));
    expect(others).toEqual([]);
    expect(adjustment).toMatchObject({ kind: 'adjustment', cause: 'line changed', reverses: null });
    expect(adjustment?.amount.toString()).toBe('20');
    expect(adjustment?.explanation.code).toBe('difference');
  });
  it('not at all where the deal earns nothing', () => {
    expect(postings([earns('0')], [], 'won 1', on('2026-07-10'))).toEqual([]);
  });
  it('never below zero', () => {
    expect(() => postings([earns('-0.01')], [], 'won 1', on('2026-07-10'))).toThrow(
      'expected a target of zero or more for base-rebate@1 of partner corvus',
    );
  });
});

describe('what is no longer earned is taken back', () => {
  it('whole, at the original rate, when the deal is reopened', () => {
    const [reversal, ...others] = postings([], [entry()], 'reopened 2', on('2026-08-01'));
    expect(others).toEqual([]);
    expect(reversal).toMatchObject({
      kind: 'reversal',
      cause: 'reopened 2',
      reverses: entry().key,
      explanation: { code: 'reversal', args: { of: 'accrual', cause: 'won 1' } },
    });
    expect([reversal?.amount, reversal?.base, reversal?.rate].map(String)).toEqual(['-50', '-1000', '0.05']);
  });
  it('in part, with its part of the base, when goods are credited', () => {
    const [reversal] = postings([earns('30')], [entry()], 'credit note 7', on('2026-08-01'));
    expect([reversal?.amount, reversal?.base, reversal?.rate].map(String)).toEqual(['-20', '-400', '0.05']);
  });
  it('from the latest increase first', () => {
    const ledger = post([[earns('50')], 'won 1', '2026-07-10'], [[earns('70')], 'line changed', '2026-07-20']);
    const back = postings([earns('40')], ledger, 'credit note 7', on('2026-08-01'));
    expect(inShort(back)).toEqual(['reversal -20.00 credit note 7', 'reversal -10.00 credit note 7']);
    expect(back.map(({ reverses }) => reverses)).toEqual([ledger[1]?.key, ledger[0]?.key]);
    expect(new Set(back.map(({ key }) => key)).size).toBe(2);
  });
  it('at the original exchange rate, however the rate has moved', () => {
    const dollars = { currency: 'EUR', exchangeRate: money('0.90') };
    const ledger = post([[earns('45.00', dollars)], 'won 1', '2026-07-10']);
    // 45.00 EUR were 50 USD. 30 USD remain, which are 24.00 EUR at 0.80; 20 USD go back at 0.90.
    const remains = earns('24.00', { exchangeRate: money('0.80') });
    const [reversal] = postings([remains], ledger, 'credit note 7', on('2026-08-01'));
    expect([reversal?.amount, reversal?.exchangeRate].map(String)).toEqual(['-18', '0.9']);
  });
  it('not because an exchange rate moved', () => {
    const ledger = post([[earns('45.00', { exchangeRate: money('0.90') })], 'won 1', '2026-07-10']);
    const same = earns('40.00', { exchangeRate: money('0.80') });
    expect(postings([same], ledger, 'looked at again', on('2026-08-01'))).toEqual([]);
  });
  it('and a deal won again accrues anew, under a new cause', () => {
    const ledger = post(
      [[earns('50')], 'won 1', '2026-07-10'],
      [[], 'reopened 2', '2026-07-20'],
      [[earns('60')], 'won 3', '2026-08-01'],
    );
    expect(inShort(ledger)).toEqual(['accrual 50.00 won 1', 'reversal -50.00 reopened 2', 'accrual 60.00 won 3']);
  });
  it('from one partner and given to another when the deal changes hands', () => {
    const ledger = post(
      [[earns('50')], 'won 1', '2026-07-10'],
      [[earns('50', { partnerId: 'nordwind' })], 'partner changed', '2026-07-20'],
    );
    expect(inShort(ledger)).toEqual([
      'accrual 50.00 won 1',
      'reversal -50.00 partner changed',
      'accrual 50.00 partner changed',
    ]);
    expect(ledger.map(({ partnerId }) => partnerId)).toEqual(['corvus', 'corvus', 'nordwind']);
  });
});

describe('versions of a rule', () => {
  it('count together: a better version tops up', () => {
    const better = earns('70', { version: 2, rate: money('0.07'), base: money('1000') });
    const [top] = postings([better], [entry()], 'rule 2', on('2026-08-01'));
    expect(top).toMatchObject({ kind: 'adjustment', incentive: 'base-rebate@2' });
    expect(top?.amount.toString()).toBe('20');
    expect(top?.explanation).toEqual({ code: 'difference', args: { target: money('70'), posted: money('50') } });
  });
  it('are taken back each at its own rate', () => {
    const ledger = [
      entry(),
      ...postings([earns('70', { version: 2, rate: money('0.07') })], [entry()], 'rule 2', on('2026-08-01')),
    ];
    const back = postings([], ledger, 'reopened 3', on('2026-08-02'));
    expect(back.map(({ incentive, amount, rate }) => `${incentive} ${amount} ${rate}`)).toEqual([
      'base-rebate@2 -20 0.07',
      'base-rebate@1 -50 0.05',
    ]);
    expect(balance([...ledger, ...back])).toBe('0.00');
  });
});

describe('what is out of date posts nothing', () => {
  const ledger = post(
    [[earns('50')], 'won 1', '2026-07-10'],
    [[earns('70')], 'line changed', '2026-07-15'],
    [[], 'reopened 2', '2026-07-20'],
  );
  it('replayed with its own moment', () => {
    expect(postings([earns('50')], ledger, 'won 1', on('2026-07-10'))).toEqual([]);
    expect(postings([earns('70')], ledger, 'line changed', on('2026-07-15'))).toEqual([]);
    expect(postings([earns('60')], ledger, 'never posted', on('2026-07-19'))).toEqual([]);
  });
  it('replayed with a later clock, where its cause was acted upon before another', () => {
    expect(postings([earns('50')], ledger, 'won 1', on('2026-09-01'))).toEqual([]);
    expect(postings([earns('70')], ledger, 'line changed', on('2026-09-01'))).toEqual([]);
  });
  it('but a write of which only a part got through is completed', () => {
    const [accrual, adjustment, first, second] = ledger as [LedgerEntry, LedgerEntry, LedgerEntry, LedgerEntry];
    expect(postings([], [accrual, adjustment, second], 'reopened 2', on('2026-07-20'))).toEqual([first]);
    expect(postings([], [accrual, adjustment, first], 'reopened 2', on('2026-07-20'))).toEqual([second]);
  });
  it('and one cause that changes its mind later posts under a key of its own', () => {
    const twice = post(
      [[earns('50')], 'won 1', '2026-07-10'],
      [[earns('60')], 'line changed', '2026-07-15'],
      [[earns('65')], 'line changed', '2026-07-16'],
    );
    expect(inShort(twice)).toEqual([
      'accrual 50.00 won 1',
      'adjustment 10.00 line changed',
      'adjustment 5.00 line changed',
    ]);
    expect(twice[2]?.key).toBe('corvus|deal-1|line-1|base-rebate@1|2026-Q3|adjustment|line changed|no 2');
  });
});

describe('the key of an entry', () => {
  const parts = (over: Partial<KeyParts> = {}): KeyParts => ({ ...entry(), repeat: 1, ...over });
  it('keeps its parts apart, whatever they contain', () => {
    const one = entryKey(parts({ dealId: 'a|b', lineId: 'c' }));
    const other = entryKey(parts({ dealId: 'a', lineId: 'b|c' }));
    expect([one, other]).toEqual([
      'corvus|a%7Cb|c|base-rebate@1|2026-Q3|accrual|won 1',
      'corvus|a|b%7Cc|base-rebate@1|2026-Q3|accrual|won 1',
    ]);
  });
  it('is whole at 255 characters and has its tail replaced at 256', () => {
    // Without the cause it has 51 characters.
    const whole = entryKey(parts({ cause: 'x'.repeat(255 - 51) }));
    const cut = entryKey(parts({ cause: 'x'.repeat(256 - 51) }));
    const other = entryKey(parts({ cause: `${'x'.repeat(256 - 51 - 1)}y` }));
    expect([whole.length, cut.length, other.length]).toEqual([255, 255, 255]);
    expect(whole.endsWith('x'.repeat(204))).toBe(true);
    expect(cut).toMatch(/x~[0-9a-f]{32}$/);
    expect(cut).not.toBe(other);
  });
  it('never ends in half a character', () => {
    for (const lead of ['', 'x']) {
      expect(entryKey(parts({ cause: lead + '🧾'.repeat(150) })).isWellFormed()).toBe(true);
    }
  });
});
