/** The forecast beside the margin of an open deal: Nordwind's storage deal of 60,000 at list. */
import { Decimal } from 'decimal.js';
import { describe, expect, it } from '@jest/globals';
import { assess } from '../../../../sync-service/domain/assess.ts';
import type { ForecastModel } from '../../../../sync-service/domain/forecast/model.ts';
import { inWords } from '../../../../sync-service/domain/margin/reasons.ts';
import { at, brightwave, deal, facts, onDeal, policy } from '../story.ts';
import { programmeOf } from '../programme-of.ts';

/** Closes within a week, is won with 63 %, at 90 % of list, four times of five at 80 to 100 %. */
const model: ForecastModel = {
  version: '2026-03-01.test',
  asOf: '2026-03-01',
  closed: 500,
  bands: { fiscalYearStart: 1, sizes: [], ages: [] },
  winning: {
    times: { stepDays: 7, hazards: [1] },
    effects: { intercept: Math.log(0.63 / 0.37), of: {} },
    penalty: null,
  },
  price: { effects: { intercept: 0.9, of: {} }, scale: { all: 1, of: {} }, low: -0.1, high: 0.1, deals: 300 },
};

const programme = programmeOf([
  { id: 'base', kind: 'discount', rate: '10%' },
  { id: 'large', kind: 'bonus', base: 'list', tiers: [{ from: 50_000, rate: '5%' }] },
]);
const engaged = { deal: deal({ partners: [onDeal(brightwave.id)] }) };
const assessed = (moment: string, own: Partial<Parameters<typeof facts>[0]> = engaged, with_ = model) =>
  assess(facts(own), programme, policy(), at(moment), with_);
const outlook = (moment: string, own: Partial<Parameters<typeof facts>[0]> = engaged, with_ = model) => {
  const { margin } = assessed(moment, own, with_);
  if (margin.kind === 'unknown') throw new Error(inWords(margin.why));
  return margin.atClose;
};

describe('What a deal will come to', () => {
  it('is told with the chance to win to five points, and the price within its interval', () => {
    const told = outlook('2026-03-11');
    expect(told?.chanceToWin).toBe(0.65);
    expect(told?.price).toEqual({ expected: new Decimal('0.9'), low: new Decimal('0.8'), high: new Decimal('1') });
  });

  it('has the margin worked out anew at either end: below 50,000 the bonus is gone', () => {
    // At 48,000: 10 % discount. At 60,000: 10 % discount, and 5 % of the list value.
    expect(outlook('2026-03-11')?.margin).toEqual({ low: new Decimal(4800), high: new Decimal(9000) });
  });

  it('is the same from Monday to Sunday, and asks to be looked at again on the next Monday', () => {
    const [monday, sunday] = [assessed('2026-03-16'), assessed('2026-03-22 23:59')];
    expect(outlook('2026-03-16')?.asOf).toBe('2026-03-16');
    expect(sunday.margin).toEqual(monday.margin);
    expect(outlook('2026-03-23')?.asOf).toBe('2026-03-23');
    expect(assessed('2026-05-20').nextReviewAt).toBe(at('2026-05-25'));
  });

  it('is not told of a deal that is closed', () => {
    expect(
      outlook('2026-03-11', { deal: deal({ partners: [onDeal(brightwave.id)], stage: 'Closed Won' }) }),
    ).toBeNull();
  });

  it('says what there is too little of, and tells the rest', () => {
    const lacking = { kind: 'too little history', of: 'won deals with a price', have: 12, needed: 50 } as const;
    const told = outlook('2026-03-11', engaged, { ...model, price: lacking });
    expect(told).toMatchObject({ chanceToWin: 0.65, price: null, margin: null, tooLittle: [lacking] });
  });

  it('leaves the deterministic margin as it is', () => {
    const without = assess(facts(engaged), programme, policy(), at('2026-03-11'));
    const { margin } = assessed('2026-03-11');
    if (margin.kind === 'unknown' || without.margin.kind === 'unknown') throw new Error('no margin');
    expect(margin.waterfall).toEqual(without.margin.waterfall);
    expect(without.margin.atClose).toBeNull();
  });
});
