import { clockOf, dueBetween } from 'c/decisionClock';

jest.mock('@salesforce/i18n/lang', () => ({ default: 'en-US' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Desk_Clock_Due', () => ({ default: 'Decide {0}' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Desk_Clock_Over', () => ({ default: 'Was due {0}' }), { virtual: true });

const now = Date.parse('2026-11-25T10:00:00Z');

describe('decision clock', () => {
  it.each([
    ['2026-11-27T09:59:00.000Z', 'later', 'Decide in 47 hours', 'utility:clock'],
    ['2026-11-26T10:00:00.000Z', 'later', 'Decide in 24 hours', 'utility:clock'],
    ['2026-11-26T09:59:59.000Z', 'soon', 'Decide in 23 hours', 'utility:clock'],
    ['2026-11-25T10:00:00.000Z', 'soon', 'Decide in 1 second', 'utility:clock'],
    ['2026-11-25T09:59:59.000Z', 'over', 'Was due 1 second ago', 'utility:warning'],
    ['2026-11-22T10:00:00.000Z', 'over', 'Was due 3 days ago', 'utility:warning']
  ])('%s: %s, in words and as a sign', (due, kind, words, icon) => {
    expect(clockOf(due, now)).toEqual({ kind, words, icon });
  });

  it('says so where no time is set', () => {
    expect(clockOf(null, now)).toEqual({
      kind: 'none',
      words: 'c.Fairlead_Desk_Clock_None',
      icon: 'utility:clock'
    });
  });

  it('bounds what is over, due within a day, and later, without a gap or an overlap', () => {
    expect(dueBetween('over', now)).toEqual({ lt: { value: '2026-11-25T10:00:00.000Z' } });
    expect(dueBetween('soon', now)).toEqual({
      gte: { value: '2026-11-25T10:00:00.000Z' },
      lt: { value: '2026-11-26T10:00:00.000Z' }
    });
    expect(dueBetween('later', now)).toEqual({ gte: { value: '2026-11-26T10:00:00.000Z' } });
    expect(dueBetween('all', now)).toBeUndefined();
  });
});
