import { describe, expect, it } from '@jest/globals';
import { salesforceId } from '../../market/ids.ts';
import { companiesThereAre, company, respelled } from '../../market/names.ts';
import { Random } from '../../market/random.ts';
import { scoreAgainstTruth } from '../../market/score.ts';
import type { TruthCase } from '../../market/truth.ts';

describe('Record ids', () => {
  it('end in three characters that tell upper from lower case', () => {
    // 001000000 00000A: the only capital is the fifth of the last five, so 2^4 = 16, the 17th letter.
    expect(salesforceId('001', 10)).toBe('00100000000000AAAQ');
    // 00E00 has its capital third: 2^2 = 4, the fifth letter.
    expect(salesforceId('00E', 1)).toBe('00E000000000001EAA');
  });

  it('count in base 62: digits, capitals, small letters', () => {
    expect(salesforceId('006', 61).slice(0, 15)).toBe('00600000000000z');
    expect(salesforceId('006', 62).slice(0, 15)).toBe('006000000000010');
  });
});

describe('Chance', () => {
  it('gives the same numbers for the same seed and others for another', () => {
    const draw = (seed: string) =>
      Array.from(
        { length: 5 },
        (
          (random) => () =>
            random.next()
        )(new Random(seed)),
      );
    expect(draw('a')).toEqual(draw('a'));
    expect(draw('a')).not.toEqual(draw('b'));
  });

  it('stays within its bounds, both included', () => {
    const random = new Random('bounds');
    const drawn = Array.from({ length: 500 }, () => random.whole(3, 5));
    expect(new Set(drawn)).toEqual(new Set([3, 4, 5]));
  });
});

describe('Company names', () => {
  it('are unlike one another in more than one letter, also for neighbours', () => {
    const roots = Array.from({ length: 5000 }, (_, number) => company(number, new Random('x')).website);
    expect(new Set(roots).size).toBe(5000);
  });

  it('of the last number there is does not meet the first', () => {
    const random = new Random('x');
    expect(company(companiesThereAre - 1, random).website).not.toBe(company(0, random).website);
  });

  it('keep the country they belong to when spelled in a hurry, but not the spelling', () => {
    const random = new Random('spell');
    const known = company(1234, random);
    const spellings = Array.from({ length: 40 }, () => respelled(known, random));
    expect(spellings).not.toContain(known.name);
    expect(new Set(spellings).size).toBeGreaterThan(3);
  });
});

describe('The score', () => {
  const planted = (opportunityId: string, pattern: TruthCase['pattern']): TruthCase => ({
    opportunityId,
    registrationId: 'r',
    pattern,
    aspects: [],
    personId: 'p',
    since: 0,
  });
  const found = (opportunityId: string, pattern: string) => ({ opportunityId, registrationId: 'r', pattern });

  it('counts what was planted, found and right, in all and by pattern', () => {
    const truth = [
      planted('1', 'shadow'),
      planted('2', 'shadow'),
      planted('3', 'replaced'),
      planted('4', 'not-engaged'),
    ];
    const score = scoreAgainstTruth([found('1', 'shadow'), found('3', 'replaced'), found('9', 'replaced')], truth);
    expect(score).toMatchObject({ planted: 4, found: 3, correct: 2, recall: 0.5 });
    expect(score.precision).toBeCloseTo(2 / 3);
    expect(score.byPattern['shadow']).toEqual({ planted: 2, found: 1, correct: 1, precision: 1, recall: 0.5 });
    expect(score.byPattern['replaced']).toEqual({ planted: 1, found: 2, correct: 1, precision: 0.5, recall: 1 });
    expect(score.byPattern['not-engaged']).toEqual({ planted: 1, found: 0, correct: 0, precision: 1, recall: 0 });
  });

  it('calls a case under another pattern wrong', () => {
    expect(scoreAgainstTruth([found('1', 'replaced')], [planted('1', 'shadow')])).toMatchObject({
      correct: 0,
      precision: 0,
      recall: 0,
    });
  });

  it('is perfect where nothing was planted and nothing found', () => {
    expect(scoreAgainstTruth([], [])).toMatchObject({ planted: 0, found: 0, precision: 1, recall: 1 });
  });
});
