/** What decided pairs teach about the weights. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { estimateWeights, type DecidedPair } from '../../../../sync-service/domain/customer/estimate-weights.ts';
import { USUAL_WEIGHTS, weightsSchema, type Weights } from '../../../../sync-service/domain/customer/weights.ts';

const weights: Weights = {
  ...USUAL_WEIGHTS,
  strength: 10,
  fields: {
    country: { same: { m: 0.9, u: 0.5 }, other: { m: 0.1, u: 0.5 } },
    spelling: { slip: { m: 0.1, u: 0.3 }, slips: { m: 0.1, u: 0.1 } },
  },
};
const pair = (field: string, agreement: string, same: boolean): DecidedPair => ({
  same,
  agreements: [{ field, agreement, args: [], adjustment: 0 }],
});
const times = (count: number, one: DecidedPair) => Array.from({ length: count }, () => one);

describe('weights estimated from decided pairs', () => {
  it('stay as they are without decisions', () => {
    expect(estimateWeights([], USUAL_WEIGHTS)).toEqual(USUAL_WEIGHTS);
  });

  it('count what was held before for as many pairs as its strength', () => {
    const { fields } = estimateWeights(times(10, pair('country', 'other', true)), weights);
    expect(fields['country']!['same']!.m).toBeCloseTo(0.45, 12);
    expect(fields['country']!['other']!.m).toBeCloseTo(0.55, 12);
  });

  it('learn m from pairs of one customer only, u from the others only', () => {
    const same = estimateWeights([pair('country', 'other', true)], weights).fields['country']!['other']!;
    expect([same.m > 0.1, same.u]).toEqual([true, 0.5]);
    const other = estimateWeights([pair('country', 'other', false)], weights).fields['country']!['other']!;
    expect([other.m, other.u > 0.5]).toEqual([0.1, true]);
  });

  it('learn nothing of a field that is silent, or of a level that they do not know', () => {
    expect(estimateWeights([{ same: true, agreements: [] }], weights)).toEqual(weights);
    expect(estimateWeights([pair('country', 'unheard of', true), pair('rarity', 'rare', true)], weights)).toEqual(
      weights,
    );
  });

  it('keep the share that a field leaves to silence', () => {
    const { slip, slips } = estimateWeights(times(10, pair('spelling', 'slip', true)), weights).fields['spelling']!;
    expect(slip!.m).toBeCloseTo(0.15, 12);
    expect(slips!.m).toBeCloseTo(0.05, 12);
  });

  it('keep the prior, as people decide the doubtful pairs', () => {
    expect(estimateWeights(times(50, pair('country', 'same', true)), weights).prior).toBe(1 / 17);
  });

  it('do not depend on the order of the pairs, and stay between 0 and 1', () => {
    const levels = Object.entries(USUAL_WEIGHTS.fields).flatMap(([field, known]) =>
      Object.keys(known).map((agreement) => [field, agreement] as const),
    );
    const decided = fc.array(
      fc.tuple(fc.constantFrom(...levels), fc.boolean()).map(([[field, level], same]) => pair(field, level, same)),
    );
    const shuffled = decided.chain((pairs) =>
      fc.tuple(fc.constant(pairs), fc.shuffledSubarray(pairs, { minLength: pairs.length, maxLength: pairs.length })),
    );
    fc.assert(
      fc.property(shuffled, ([pairs, others]) => {
        const learned = estimateWeights(pairs, USUAL_WEIGHTS);
        expect(estimateWeights(others, USUAL_WEIGHTS)).toEqual(learned);
        expect(weightsSchema.safeParse(learned).success).toBe(true);
      }),
    );
  });
});
