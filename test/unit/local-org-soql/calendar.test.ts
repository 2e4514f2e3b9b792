import { describe, expect, it } from '@jest/globals';
import { Calendar, plainCalendar } from '../../local-org/soql/calendar.ts';

// 4 March 2026 is a Wednesday.
const at = (now: string, over = {}) => new Calendar(Date.parse(now), { ...plainCalendar, ...over });
const days = (name: string, n: number | null = null, over = {}) => {
  const range = at('2026-03-04T09:30:00Z', over).range(name, n);
  return range && `${range.from} ${range.until}`;
};

describe('ranges of date literals, the end not included', () => {
  it.each([
    ['YESTERDAY', '2026-03-03 2026-03-04'],
    ['TODAY', '2026-03-04 2026-03-05'],
    ['tomorrow', '2026-03-05 2026-03-06'],
    ['LAST_WEEK', '2026-02-22 2026-03-01'],
    ['THIS_WEEK', '2026-03-01 2026-03-08'],
    ['NEXT_WEEK', '2026-03-08 2026-03-15'],
    ['LAST_MONTH', '2026-02-01 2026-03-01'],
    ['THIS_MONTH', '2026-03-01 2026-04-01'],
    ['NEXT_MONTH', '2026-04-01 2026-05-01'],
    ['LAST_QUARTER', '2025-10-01 2026-01-01'],
    ['THIS_QUARTER', '2026-01-01 2026-04-01'],
    ['NEXT_QUARTER', '2026-04-01 2026-07-01'],
    ['LAST_YEAR', '2025-01-01 2026-01-01'],
    ['THIS_YEAR', '2026-01-01 2027-01-01'],
    ['NEXT_YEAR', '2027-01-01 2028-01-01'],
    ['LAST_90_DAYS', '2025-12-04 2026-03-05'],
    ['NEXT_90_DAYS', '2026-03-05 2026-06-03'],
  ])('%s', (name, range) => {
    expect(days(name)).toBe(range);
  });

  it.each([
    ['LAST_N_DAYS', 1, '2026-03-03 2026-03-05'],
    ['NEXT_N_DAYS', 1, '2026-03-05 2026-03-06'],
    ['N_DAYS_AGO', 2, '2026-03-02 2026-03-03'],
    ['LAST_N_WEEKS', 2, '2026-02-15 2026-03-01'],
    ['NEXT_N_WEEKS', 1, '2026-03-08 2026-03-15'],
    ['N_WEEKS_AGO', 1, '2026-02-22 2026-03-01'],
    ['LAST_N_MONTHS', 3, '2025-12-01 2026-03-01'],
    ['NEXT_N_MONTHS', 2, '2026-04-01 2026-06-01'],
    ['N_MONTHS_AGO', 3, '2025-12-01 2026-01-01'],
    ['LAST_N_QUARTERS', 1, '2025-10-01 2026-01-01'],
    ['N_QUARTERS_AGO', 4, '2025-01-01 2025-04-01'],
    ['LAST_N_YEARS', 2, '2024-01-01 2026-01-01'],
    ['NEXT_N_YEARS', 1, '2027-01-01 2028-01-01'],
  ])('%s:%i', (name, n, range) => {
    expect(days(name, n)).toBe(range);
  });

  it('begins weeks on Monday where the user does', () => {
    expect(days('THIS_WEEK', null, { firstDay: 1 })).toBe('2026-03-02 2026-03-09');
  });

  it('begins the fiscal year and its quarters in the month that the org chose', () => {
    expect(days('THIS_FISCAL_YEAR', null, { fiscalStart: 2 })).toBe('2026-02-01 2027-02-01');
    expect(days('THIS_FISCAL_YEAR', null, { fiscalStart: 4 })).toBe('2025-04-01 2026-04-01');
    expect(days('THIS_FISCAL_QUARTER', null, { fiscalStart: 2 })).toBe('2026-02-01 2026-05-01');
    expect(days('LAST_N_FISCAL_QUARTERS', 1, { fiscalStart: 2 })).toBe('2025-11-01 2026-02-01');
  });

  it('does not know what is no date literal', () => {
    expect(days('SOMEDAY')).toBeNull();
    expect(days('THIS_FISCAL_WEEK')).toBeNull();
    expect(days('LAST_N_FISCAL_MONTHS', 2)).toBeNull();
  });
});

describe('instants of a range', () => {
  const instants = (now: string, zone: string, name: string, n: number | null = null) => {
    const calendar = at(now, { zone });
    const range = calendar.range(name, n);
    return range && calendar.instants(range);
  };

  it('takes the day from the wall clock of the time zone', () => {
    // Half past eleven at night in UTC is half past twelve of the next day in Paris.
    expect(instants('2026-03-04T23:30:00Z', 'Europe/Paris', 'TODAY')).toEqual({
      from: '2026-03-04T23:00:00.000Z',
      until: '2026-03-05T23:00:00.000Z',
    });
    expect(instants('2026-03-04T22:30:00Z', 'Europe/Paris', 'TODAY')).toEqual({
      from: '2026-03-03T23:00:00.000Z',
      until: '2026-03-04T23:00:00.000Z',
    });
  });

  it('gives a day of 23 hours when clocks go forward', () => {
    expect(instants('2026-03-29T12:00:00Z', 'Europe/Paris', 'TODAY')).toEqual({
      from: '2026-03-28T23:00:00.000Z',
      until: '2026-03-29T22:00:00.000Z',
    });
  });

  it('gives a day of 25 hours when clocks go back', () => {
    expect(instants('2026-11-01T18:00:00Z', 'America/New_York', 'TODAY')).toEqual({
      from: '2026-11-01T04:00:00.000Z',
      until: '2026-11-02T05:00:00.000Z',
    });
  });

  it('ends LAST_N_DAYS with the current second', () => {
    expect(instants('2026-03-04T09:30:00.500Z', 'UTC', 'LAST_N_DAYS', 2)).toEqual({
      from: '2026-03-02T00:00:00.000Z',
      until: '2026-03-04T09:30:01.000Z',
    });
  });
});
