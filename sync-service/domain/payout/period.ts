/**
 * Periods of the vendor's fiscal year. A fiscal year is named after the calendar year in which it ends: one that
 * starts in February 2025 is 2026, and its first quarter, February to April 2025, is `2026-Q1`.
 */
import type { PeriodKind } from '../programme/schema.ts';
import { addMonths, type CalendarDate } from '../time.ts';

export interface FiscalPeriod {
  /** `2026-M07`, `2026-Q3`, `2026-H2` or `2026`; month, quarter and half are counted within the fiscal year. */
  label: string;
  kind: PeriodKind;
  from: CalendarDate;
  /** The first day after it. */
  until: CalendarDate;
}

const months: Record<PeriodKind, number> = { month: 1, quarter: 3, 'half-year': 6, year: 12 };

/** The period that a day lies in. `fiscalYearStart` is the month in which the fiscal year begins, 1 to 12. */
export function periodOf(date: CalendarDate, kind: PeriodKind, fiscalYearStart: number): FiscalPeriod {
  const year = Number(date.slice(0, 4));
  const month = Number(date.slice(5, 7));
  const firstYear = month >= fiscalYearStart ? year : year - 1;
  const monthsIn = (month - fiscalYearStart + 12) % 12;
  return periodAt(firstYear, kind, Math.floor(monthsIn / months[kind]) + 1, fiscalYearStart);
}

const label = /^(\d{4})(?:-(M|Q|H)(\d{1,2}))?$/;
const kinds: Record<string, PeriodKind> = { M: 'month', Q: 'quarter', H: 'half-year' };

/** Reads a label such as `2026-Q3`; null where it names no period. */
export function parsePeriod(text: string, fiscalYearStart: number): FiscalPeriod | null {
  const [, year, letter, count] = label.exec(text) ?? [];
  if (year === undefined) return null;
  const kind = letter === undefined ? 'year' : (kinds[letter] as PeriodKind);
  const number = Number(count ?? 1);
  if (number < 1 || number > 12 / months[kind]) return null;
  const period = periodAt(Number(year) - (fiscalYearStart === 1 ? 0 : 1), kind, number, fiscalYearStart);
  // So that one period has one name: 2026-M7 is written 2026-M07.
  return period.label === text ? period : null;
}

/** The period of the same kind just before. */
export function periodBefore(period: FiscalPeriod, fiscalYearStart: number): FiscalPeriod {
  return periodOf(addMonths(period.from, -months[period.kind]), period.kind, fiscalYearStart);
}

/** The last `count` whole quarters before a period begins, newest first. */
export function quartersBefore(period: FiscalPeriod, count: number, fiscalYearStart: number): FiscalPeriod[] {
  let quarter = periodOf(period.from, 'quarter', fiscalYearStart);
  return Array.from({ length: count }, () => (quarter = periodBefore(quarter, fiscalYearStart)));
}

/** In which month of a period a day lies, from 1; a day before it counts as its first month, one after it is null. */
export function monthWithin(period: FiscalPeriod, date: CalendarDate): number | null {
  if (date >= period.until) return null;
  if (date < period.from) return 1;
  const monthsOf = (day: CalendarDate) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
  return monthsOf(date) - monthsOf(period.from) + 1;
}

/** So many days later. */
export function daysAfter(date: CalendarDate, days: number): CalendarDate {
  const [year = 0, month = 1, dayOfMonth = 1] = date.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1, dayOfMonth + days)).toISOString().slice(0, 10);
}

function periodAt(firstYear: number, kind: PeriodKind, number: number, fiscalYearStart: number): FiscalPeriod {
  const year = fiscalYearStart === 1 ? firstYear : firstYear + 1;
  const from = addMonths(`${pad(firstYear, 4)}-${pad(fiscalYearStart, 2)}-01`, (number - 1) * months[kind]);
  return { label: labelOf(pad(year, 4), kind, number), kind, from, until: addMonths(from, months[kind]) };
}

function labelOf(year: string, kind: PeriodKind, number: number): string {
  switch (kind) {
    case 'month':
      return `${year}-M${pad(number, 2)}`;
    case 'quarter':
      return `${year}-Q${number}`;
    case 'half-year':
      return `${year}-H${number}`;
    case 'year':
      return year;
  }
}

function pad(number: number, length: number): string {
  return String(number).padStart(length, '0');
}
