/** The parts the forecast is made of, each on figures that can be worked out by hand or are known beforehand. */
import { describe, expect, it } from '@jest/globals';
import { bandsOf, closingAt, traitsOf } from '../../../../sync-service/domain/forecast/circumstances.ts';
import { chancesToClose, closingTimes } from '../../../../sync-service/domain/forecast/closing-times.ts';
import { linearEffects, logisticEffects } from '../../../../sync-service/domain/forecast/effects.ts';
import { knownOn } from '../../../../sync-service/domain/forecast/past-deals.ts';
import { fitPrice, isPriced, priceAtClose } from '../../../../sync-service/domain/forecast/price-at-close.ts';
import { scoresOf } from '../../../../sync-service/domain/forecast/scores.ts';
import { past, played } from './past.ts';

describe('When deals close', () => {
  // The first close on record is that of 2 January: what closed before is missing.
  const times = closingTimes(
    [
      past({ id: 'after a day', closedOn: '2026-01-02' }),
      past({ id: 'after two days', closedOn: '2026-01-03' }),
      past({ id: 'open still' }),
      past({ id: 'opened before the records begin', openedOn: '2025-12-30', closedOn: '2026-01-02' }),
    ],
    '2026-01-05',
  );

  it('counts a deal as at risk only while its close would have been seen', () => {
    expect(times.stepDays).toBe(1);
    expect(times.hazards.slice(0, 5)).toEqual([0, 1 / 3, 1 / 2, 1 / 2, 0]);
  });

  it('spreads the close of a deal over the ages still ahead of it', () => {
    const chances = chancesToClose(times, 1, Infinity);
    expect(chances.map(({ age }) => age)).toEqual([1, 2, 3]);
    expect(chances.map(({ chance }) => chance.toFixed(6))).toEqual(['0.400000', '0.400000', '0.200000']);
  });

  it('asks only about closes within the horizon', () => {
    expect(chancesToClose(times, 1, 1).map(({ age, chance }) => [age, chance.toFixed(6)])).toEqual([
      [1, '0.500000'],
      [2, '0.500000'],
    ]);
  });

  it('lets a deal older than any that ever closed close next', () => {
    expect(chancesToClose(times, 400, Infinity)).toEqual([{ age: 401, chance: 1 }]);
  });
});

describe('History as it was known', () => {
  const deals = [past({ id: 'a', closedOn: '2026-03-31', won: true, priceToList: 0.9 })];

  it('has a deal open on the day before it closed', () => {
    expect(knownOn(deals, '2026-03-30')).toEqual([past({ id: 'a' })]);
  });
  it('has it closed on the day itself', () => {
    expect(knownOn(deals, '2026-03-31')).toEqual(deals);
  });
  it('lacks what was opened later', () => {
    expect(knownOn(deals, '2025-12-31')).toEqual([]);
  });
});

describe('Circumstances', () => {
  const bands = { fiscalYearStart: 2, sizes: [500, 2000], ages: [10, 40] };
  const deal = past({ id: 'a', openedOn: '2026-01-20', salesperson: 'Ada', list: 2001 });

  it('counts the months of a quarter from the beginning of the fiscal year', () => {
    // The fiscal year begins in February: January ends a quarter, February begins one.
    expect(closingAt(deal, '2026-01-20', 11, bands)).toEqual([
      'closing: month 3 of the quarter',
      'days to close: up to 40',
    ]);
    expect(closingAt(deal, '2026-01-20', 12, bands)[0]).toBe('closing: month 1 of the quarter');
  });
  it('names the stage of the day, not a later one', () => {
    const staged = {
      ...deal,
      stages: [
        { on: '2026-01-20', stage: 'Discovery' },
        { on: '2026-02-01', stage: 'Proposal' },
      ],
    };
    expect(closingAt(staged, '2026-01-31', 30, bands)).toContain('stage: Discovery');
    expect(closingAt(staged, '2026-02-01', 30, bands)).toContain('stage: Proposal');
  });
  it('leaves out what is not known', () => {
    expect(traitsOf({ ...deal, list: null }, bands)).toEqual(['product: Rack', 'salesperson: Ada']);
    expect(traitsOf(deal, bands)).toEqual(['product: Rack', 'salesperson: Ada', 'size: over 2000']);
  });
});

describe('Effects', () => {
  const of = (circumstance: string, wins: number, losses: number) => [
    ...Array.from({ length: wins }, () => ({ circumstances: [circumstance], outcome: 1, weight: 1 })),
    ...Array.from({ length: losses }, () => ({ circumstances: [circumstance], outcome: 0, weight: 1 })),
  ];

  it('hold the log odds where nothing draws them to nothing', () => {
    const { intercept, of: effects } = logisticEffects([...of('a', 80, 20), ...of('b', 50, 50)], () => 1e-9);
    expect(intercept + (effects['a'] ?? 0)).toBeCloseTo(Math.log(4), 6);
    expect(intercept + (effects['b'] ?? 0)).toBeCloseTo(0, 6);
  });
  it('are none under an endless penalty, which leaves the common share', () => {
    const { intercept, of: effects } = logisticEffects([...of('a', 80, 20), ...of('b', 50, 50)], () => Infinity);
    expect(effects).toEqual({});
    expect(intercept).toBeCloseTo(Math.log(130 / 70), 6);
  });
  it('are none for what was seen 19 times, and some at 20', () => {
    const effects = (count: number) => logisticEffects([...of('a', count, 0), ...of('b', 50, 50)], () => 1).of;
    expect(Object.keys(effects(19))).toEqual(['b']);
    expect(Object.keys(effects(20))).toEqual(['a', 'b']);
  });
  it('shrink by the penalty as a mean shrinks by deals without the effect', () => {
    // 50 deals at 1.2 and 50 at 0.8: with a common level of 1, an effect of 0.2 · 50 / (50 + 50).
    const at = (name: string, outcome: number) =>
      Array.from({ length: 50 }, () => ({ circumstances: [name], outcome, weight: 1 }));
    const { intercept, of: effects } = linearEffects([...at('high', 1.2), ...at('low', 0.8)], () => 50);
    expect(intercept).toBeCloseTo(1, 9);
    expect(effects['high']).toBeCloseTo(0.1, 9);
    expect(effects['low']).toBeCloseTo(-0.1, 9);
  });
});

describe('The interval of the price at close', () => {
  it('holds four of five deals that were never seen, and knows which product is sold at steadier prices', () => {
    const deals = played({
      seed: 'interval',
      deals: 8000,
      chance: () => 0.6,
      price: ({ product }, drawn) => (product === 'Rack' ? 0.95 + 0.02 * drawn : 0.6 + 0.4 * drawn),
    });
    const [seen, unseen] = [deals.slice(0, 4000), deals.slice(4000).filter(isPriced)];
    const bands = bandsOf(seen, 1);
    const price = fitPrice(seen.filter(isPriced), bands);
    const intervals = unseen.map((deal) => ({ deal, ...priceAtClose(price, deal, bands) }));
    const held = intervals.filter(({ deal, low, high }) => low <= deal.priceToList && deal.priceToList <= high);
    // 2,400 deals hold to within three standard errors of 0.8.
    expect(Math.abs(held.length / intervals.length - 0.8)).toBeLessThan(0.025);
    const width = (product: string) => {
      const { low, high } = intervals.find(({ deal }) => deal.product === product) ?? { low: 0, high: 0 };
      return high - low;
    };
    // The middle four fifths of a spread of 0.02 and of one of 0.4.
    expect(width('Rack')).toBeLessThan(0.025);
    expect(width('Cloud')).toBeGreaterThan(0.28);
  });

  it('is the same whatever the order of the deals', () => {
    const deals = played({ seed: 'order', deals: 400, chance: () => 0.6 }).filter(isPriced);
    const bands = bandsOf(deals, 1);
    expect(fitPrice(deals.toReversed(), bands)).toEqual(fitPrice(deals, bands));
  });
});

describe('Scores', () => {
  const told = (chance: number, happened: boolean, weight = 1) => ({ chance, happened, weight });

  it('rank a won deal above a lost one, a tie counting half', () => {
    // Pairs of won and lost: (0.9, 0.5) right, (0.9, 0.3) right, (0.5, 0.5) tied, (0.5, 0.3) right.
    const { auc } = scoresOf([told(0.9, true), told(0.5, true), told(0.5, false), told(0.3, false)]);
    expect(auc).toBe(3.5 / 4);
  });
  it('give half to a forecast that says the same of every deal', () => {
    expect(scoresOf([told(0.6, true), told(0.6, false), told(0.6, true)]).auc).toBe(0.5);
  });
  it('square the distance to what happened', () => {
    expect(scoresOf([told(0.8, true), told(0.4, false)]).brier).toBeCloseTo((0.04 + 0.16) / 2, 12);
  });
  it('compare the mean chance of a band with the share that happened', () => {
    // Of two deals told 0.75 on average one was won: off by 0.25. The one told 0.1 was lost: off by 0.1.
    const { calibrationError } = scoresOf([told(0.71, true), told(0.79, false), told(0.1, false)]);
    expect(calibrationError).toBeCloseTo((2 * 0.25 + 0.1) / 3, 12);
  });
  it('count looks at one deal as one deal', () => {
    const halves = [told(0.8, true, 0.5), told(0.8, true, 0.5), told(0.4, false)];
    expect(scoresOf(halves)).toEqual(scoresOf([told(0.8, true), told(0.4, false)]));
  });
});
