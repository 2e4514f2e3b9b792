import { describe, expect, it } from '@jest/globals';
import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { waterfall } from '../../../sync-service/domain/margin/waterfall.ts';
import { whatWouldRaise } from '../../../sync-service/domain/margin/what-if.ts';
import { anyDeal, anyProgramme } from './any-programme.ts';
import { incentive, percent, pricedDeal, programmeOf, tier } from './programme-of.ts';

const on = '2026-03-04';
const programme = programmeOf([
  incentive('level', { tiers: [tier(null, 10, { level: 'silver' }), tier(null, 15, { level: 'gold' })] }),
  percent('registration', 5, { sequence: 2, requires: { registration: true } }),
  percent('ha', 2, { kind: 'rebate', base: 'partner price', sequence: 3, requires: { competencies: ['ha'] } }),
  percent('spring', 3, { sequence: 4, effectiveUntil: '2026-04-01' }),
]);
const partner = { level: 'silver', roles: ['Reseller' as const], competencies: [] };
const told = (...args: Parameters<typeof whatWouldRaise>) =>
  whatWouldRaise(...args).map(({ change, amount }) => [change.kind, amount.toString()]);

describe('what would raise a margin', () => {
  it('is the registration, the next level, a competency, an earlier close, each by itself', () => {
    // Closing on 15 April: list 100,000, level 10 %, partner price 90,000. The competency: 2 % of 90,000. Before April
    // the spring discount of 3,000 stands too.
    expect(told(pricedDeal({ registered: false, partner }), programme, '2026-04-15', on)).toEqual([
      ['registration', '5000'],
      ['level', '5000'],
      ['earlier close', '3000'],
      ['competency', '1800'],
    ]);
  });
  it('names the last day on which the better terms hold', () => {
    const raises = whatWouldRaise(pricedDeal({ partner }), programme, '2026-04-01', on);
    expect(raises.find(({ change }) => change.kind === 'earlier close')?.change).toEqual({
      kind: 'earlier close',
      by: '2026-03-31',
    });
    expect(told(pricedDeal({ partner }), programme, '2026-03-31', on).map(([kind]) => kind)).not.toContain(
      'earlier close',
    );
  });
  it('does not name what he has, what pays nothing, or a level that there is not', () => {
    const held = [{ key: 'ha', validFrom: null, validUntil: null }];
    const gold = pricedDeal({ registered: true, partner: { ...partner, level: 'gold', competencies: held } });
    expect(told(gold, programme, on)).toEqual([]);
  });
  it('names a competency that expires before the close', () => {
    const soon = [{ key: 'ha', validFrom: null, validUntil: '2026-04-10' }];
    const deal = pricedDeal({ registered: true, partner: { ...partner, level: 'gold', competencies: soon } });
    expect(told(deal, programme, '2026-04-15', on).map(([kind]) => kind)).toContain('competency');
  });
  it('is exact: the engine says the same of the deal with the change made', () => {
    fc.assert(
      fc.property(anyProgramme, anyDeal, (rules, deal) => {
        const now = waterfall(deal, rules, on).partnerMargin;
        for (const { change, amount, partnerMargin } of whatWouldRaise(deal, rules, on)) {
          expect(amount.gt(0)).toBe(true);
          expect(partnerMargin.toString()).toBe(now.plus(amount).toString());
          if (change.kind !== 'level') continue;
          const raised = { ...deal, partner: { ...deal.partner, level: change.level } };
          expect(waterfall(raised, rules, on).partnerMargin.toString()).toBe(new Decimal(partnerMargin).toString());
        }
      }),
      { numRuns: 300 },
    );
  });
});
