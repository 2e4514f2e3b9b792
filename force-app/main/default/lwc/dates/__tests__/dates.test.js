import { dateOf, daysBetween, endOfDate, fromNow, lastMonths, monthInWords, shortMonthInWords } from 'c/dates';

jest.mock('@salesforce/i18n/lang', () => ({ default: 'fr' }), { virtual: true });

jest.mock('@salesforce/i18n/timeZone', () => ({ default: 'Europe/Paris' }), { virtual: true });

const now = Date.parse('2026-11-25T10:00:00Z');
const after = (minutes) => new Date(now + minutes * 60_000).toISOString();

describe('dates', () => {
  it.each([
    [0.9, 'dans 54 secondes'],
    [1, 'dans 1 minute'],
    [59, 'dans 59 minutes'],
    [60, 'dans 1 heure'],
    [119, 'dans 1 heure'],
    [47 * 60 + 59, 'dans 47 heures'],
    [48 * 60, 'dans 2 jours'],
    [-0.9, 'il y a 54 secondes'],
    [-1, 'il y a 1 minute'],
    [-60, 'il y a 1 heure'],
    [-72 * 60 - 1, 'il y a 3 jours']
  ])('%s minutes from now are %s', (minutes, words) => {
    expect(fromNow(after(minutes), now)).toBe(words);
  });

  it('knows the day of an instant, and when a day is over, by the clock of the user', () => {
    expect(dateOf('2026-11-25T22:59:00Z')).toBe('2026-11-25');
    expect(dateOf('2026-11-25T23:00:00Z')).toBe('2026-11-26');
    expect(endOfDate('2026-11-25')).toBe('2026-11-25T23:00:00.000Z');
    // The clocks go back in the night after the 24th, and forward before the 29th.
    expect(endOfDate('2026-10-24')).toBe('2026-10-24T22:00:00.000Z');
    expect(endOfDate('2026-10-25')).toBe('2026-10-25T23:00:00.000Z');
    expect(endOfDate('2026-03-29')).toBe('2026-03-29T22:00:00.000Z');
  });

  it('counts days between calendar dates, over the change of the clocks too', () => {
    expect(daysBetween('2026-10-24', '2026-10-26')).toBe(2);
    expect(daysBetween('2026-03-31', '2026-03-01')).toBe(-30);
    expect(daysBetween('2026-03-01', '2026-03-01')).toBe(0);
  });

  it('gives the last months over the turn of the year, the oldest first', () => {
    expect(lastMonths(3, Date.parse('2026-01-31T23:59:59Z'))).toEqual([
      { month: 11, year: 2025, start: '2025-11-01T00:00:00.000Z' },
      { month: 12, year: 2025, start: '2025-12-01T00:00:00.000Z' },
      { month: 1, year: 2026, start: '2026-01-01T00:00:00.000Z' }
    ]);
  });

  it('names a month in the language of the user', () => {
    expect(monthInWords({ start: '2026-08-01T00:00:00.000Z' })).toBe('août 2026');
    expect(shortMonthInWords({ start: '2026-07-01T00:00:00.000Z' })).toBe('juil.');
  });
});
