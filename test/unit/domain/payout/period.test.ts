import { describe, expect, it } from '@jest/globals';
import {
  daysAfter,
  monthWithin,
  parsePeriod,
  periodBefore,
  periodOf,
  quartersBefore,
  type FiscalPeriod,
} from '../../../../sync-service/domain/payout/period.ts';

const inShort = ({ label, from, until }: FiscalPeriod) => `${label} ${from} ${until}`;

describe('periods of a calendar year', () => {
  it('has the day itself in its quarter up to the last day, and the next day in the next', () => {
    expect(inShort(periodOf('2026-07-01', 'quarter', 1))).toBe('2026-Q3 2026-07-01 2026-10-01');
    expect(inShort(periodOf('2026-09-30', 'quarter', 1))).toBe('2026-Q3 2026-07-01 2026-10-01');
    expect(inShort(periodOf('2026-10-01', 'quarter', 1))).toBe('2026-Q4 2026-10-01 2027-01-01');
    expect(inShort(periodOf('2026-06-30', 'quarter', 1))).toBe('2026-Q2 2026-04-01 2026-07-01');
  });
  it('names months, halves and years', () => {
    expect(inShort(periodOf('2026-02-28', 'month', 1))).toBe('2026-M02 2026-02-01 2026-03-01');
    expect(inShort(periodOf('2026-07-01', 'half-year', 1))).toBe('2026-H2 2026-07-01 2027-01-01');
    expect(inShort(periodOf('2026-12-31', 'year', 1))).toBe('2026 2026-01-01 2027-01-01');
  });
});

describe('periods of a fiscal year from February', () => {
  it('names the year after the calendar year in which it ends', () => {
    expect(inShort(periodOf('2025-02-01', 'quarter', 2))).toBe('2026-Q1 2025-02-01 2025-05-01');
    expect(inShort(periodOf('2025-01-31', 'quarter', 2))).toBe('2025-Q4 2024-11-01 2025-02-01');
    expect(inShort(periodOf('2026-01-31', 'year', 2))).toBe('2026 2025-02-01 2026-02-01');
    expect(inShort(periodOf('2025-07-31', 'half-year', 2))).toBe('2026-H1 2025-02-01 2025-08-01');
    expect(inShort(periodOf('2026-01-01', 'month', 2))).toBe('2026-M12 2026-01-01 2026-02-01');
  });
  it('goes back over the edge of the year', () => {
    const first = periodOf('2025-03-15', 'quarter', 2);
    expect(inShort(periodBefore(first, 2))).toBe('2025-Q4 2024-11-01 2025-02-01');
    expect(quartersBefore(first, 3, 2).map(({ label }) => label)).toEqual(['2025-Q4', '2025-Q3', '2025-Q2']);
  });
});

describe('reading a period', () => {
  it('takes back every label it gives, for every start of the year', () => {
    for (let start = 1; start <= 12; start += 1) {
      for (const kind of ['month', 'quarter', 'half-year', 'year'] as const) {
        const period = periodOf('2026-05-17', kind, start);
        expect(parsePeriod(period.label, start)).toEqual(period);
      }
    }
  });
  it('refuses what is no period', () => {
    for (const text of ['2026-Q5', '2026-Q0', '2026-H3', '2026-M13', '2026-M7', '26-Q1', '2026-07', 'Q3', '']) {
      expect(parsePeriod(text, 1)).toBeNull();
    }
  });
  it('counts whole quarters before a month from the quarter that it lies in', () => {
    const august = periodOf('2026-08-03', 'month', 1);
    expect(quartersBefore(august, 2, 1).map(({ label }) => label)).toEqual(['2026-Q2', '2026-Q1']);
  });
});

describe('days', () => {
  it('tells in which month of a quarter a day lies', () => {
    const quarter = periodOf('2026-11-01', 'quarter', 12);
    expect(quarter.label).toBe('2026-Q4');
    expect(monthWithin(quarter, '2026-08-31')).toBe(1);
    expect(monthWithin(quarter, '2026-09-30')).toBe(1);
    expect(monthWithin(quarter, '2026-10-01')).toBe(2);
    expect(monthWithin(quarter, '2026-11-30')).toBe(3);
    expect(monthWithin(quarter, '2026-12-01')).toBeNull();
  });
  it('adds days over month, leap day and year', () => {
    expect(daysAfter('2028-02-28', 1)).toBe('2028-02-29');
    expect(daysAfter('2026-10-01', 90)).toBe('2026-12-30');
    expect(daysAfter('2026-12-31', 1)).toBe('2027-01-01');
  });
});
