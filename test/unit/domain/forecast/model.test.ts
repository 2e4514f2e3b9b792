/** The forecast as a whole: what it learns, what it owns up to, and that it does better than the share won. */
import { describe, expect, it } from '@jest/globals';
import { evaluate } from '../../../../sync-service/domain/forecast/evaluate.ts';
import { fitForecast, forecastOf, isTooLittle } from '../../../../sync-service/domain/forecast/model.ts';
import { chanceToWin, fitWinning } from '../../../../sync-service/domain/forecast/winning.ts';
import { bandsOf } from '../../../../sync-service/domain/forecast/circumstances.ts';
import { past, played } from './past.ts';

const asOf = '2026-03-31';
const lastMonth = (date: string) => Number(date.slice(5, 7)) % 3 === 0;

describe('A forecast', () => {
  it('says how much history it lacks, one deal below what it needs', () => {
    const deals = played({ seed: 'few', deals: 100, chance: () => 0.5 });
    expect(fitForecast(deals.slice(1), asOf).winning).toEqual({
      kind: 'too little history',
      of: 'closed deals',
      have: 99,
      needed: 100,
    });
    expect(isTooLittle(fitForecast(deals, asOf).winning)).toBe(false);
  });

  it('tells no chance where hardly a deal was ever lost', () => {
    const deals = Array.from({ length: 200 }, (_, i) =>
      past({ id: `${i}`, closedOn: '2026-01-20', won: i >= 19, priceToList: i >= 19 ? 1 : null }),
    );
    const { winning, price } = fitForecast(deals, asOf);
    expect(winning).toEqual({ kind: 'too little history', of: 'deals lost', have: 19, needed: 20 });
    expect(isTooLittle(price)).toBe(false);
  });

  it('tells no chance from the closes of a single month', () => {
    const closes = (months: string[]) =>
      Array.from({ length: 200 }, (_, i) =>
        past({ id: `${i}`, closedOn: `${months[i % months.length]}-20`, won: i % 3 > 0, priceToList: null }),
      );
    expect(fitForecast(closes(['2026-01']), asOf).winning).toMatchObject({
      of: 'months of a quarter with closes',
      have: 1,
    });
    expect(isTooLittle(fitForecast(closes(['2026-01', '2026-02']), asOf).winning)).toBe(false);
  });

  it('gives the deterministic answer of a model without a price: too little history, and how little', () => {
    const deals = played({ seed: 'lost', deals: 300, chance: () => 0.1 });
    const won = deals.filter((deal) => deal.won).length;
    const model = fitForecast(deals, asOf);
    expect(won).toBeLessThan(50);
    expect(forecastOf(model, past({ id: 'open' }), asOf).price).toEqual({
      kind: 'too little history',
      of: 'won deals with a price',
      have: won,
      needed: 50,
    });
  });

  it('has one version for one history, in whatever order, and another for another', () => {
    const deals = played({ seed: 'version', deals: 400, chance: () => 0.5 });
    const { version } = fitForecast(deals, asOf);
    expect(version).toMatch(/^2026-03-31\.[0-9a-f]{12}$/);
    expect(fitForecast(deals.toReversed(), asOf).version).toBe(version);
    expect(fitForecast(deals.slice(1), asOf).version).not.toBe(version);
  });

  it('can be written down and read again', () => {
    const model = fitForecast(played({ seed: 'kept', deals: 400, chance: () => 0.5 }), asOf);
    const open = past({ id: 'open', openedOn: '2026-01-10', salesperson: 'Ada' });
    const again = JSON.parse(JSON.stringify(model)) as typeof model;
    expect(forecastOf(again, open, asOf)).toEqual(forecastOf(model, open, asOf));
  });
});

describe('The chance to win', () => {
  const seasonal = played({
    seed: 'season',
    deals: 3000,
    chance: ({ closedOn }) => (lastMonth(closedOn) ? 0.8 : 0.5),
  });

  it('knows that the end of a quarter is near', () => {
    const bands = bandsOf(seasonal, 1);
    const winning = fitWinning(seasonal, asOf, bands);
    const chance = (openedOn: string, days: number) =>
      chanceToWin(winning, past({ id: 'open', openedOn }), openedOn, bands, days);
    expect(chance('2026-03-01', 29)).toBeCloseTo(0.8, 1);
    expect(chance('2026-04-01', 29)).toBeCloseTo(0.5, 1);
  });

  it('takes a salesperson in where it makes the difference, and leaves chance findings out', () => {
    const bands = bandsOf(seasonal, 1);
    const telling = played({ seed: 'ada', deals: 3000, chance: (deal) => (deal.salesperson === 'Ada' ? 0.8 : 0.4) });
    const told = fitWinning(telling, asOf, bandsOf(telling, 1));
    expect(told.penalty).not.toBeNull();
    const chance = (salesperson: string) =>
      chanceToWin(told, past({ id: 'open', salesperson }), '2026-01-01', bandsOf(telling, 1));
    expect(chance('Ada')).toBeCloseTo(0.8, 1);
    expect(chance('Ben')).toBeCloseTo(0.4, 1);
    expect(fitWinning(seasonal, asOf, bands).penalty).toBeNull();
  });
});

describe('The trial of a forecast', () => {
  const deals = played({ seed: 'trial', deals: 4000, chance: ({ closedOn }) => (lastMonth(closedOn) ? 0.8 : 0.45) });
  const train = deals.filter(({ openedOn }) => openedOn < '2025-03-01');
  const test = deals.filter(({ openedOn }) => openedOn >= '2025-03-01');

  it('beats the share won where there is something to know', () => {
    const { model, base } = evaluate(train, test).scores;
    if (isTooLittle(model.chances) || isTooLittle(base.chances)) throw new Error('too little history');
    expect(base.chances.auc).toBe(0.5);
    expect(model.chances.auc).toBeGreaterThan(0.55);
    expect(model.chances.brier).toBeLessThan(base.chances.brier);
    expect(model.chances.calibrationError).toBeLessThan(0.03);
  });

  it('looks at a deal opened before the training data end only from then on', () => {
    const early = past({ id: 'early', openedOn: '2025-02-01', closedOn: '2025-02-28', won: true, priceToList: 1 });
    const late = { ...early, id: 'late', closedOn: '2025-03-01' };
    const { tooEarly, from } = evaluate(train, [...test, early, late]);
    expect(from).toBe('2025-02-28');
    expect(tooEarly).toBe(1);
  });

  it('never lets the outcome of a test deal into its own forecast', () => {
    const turned = test.map((deal) => ({ ...deal, won: !deal.won }));
    expect(evaluate(train, turned).model).toEqual(evaluate(train, test).model);
  });
});
