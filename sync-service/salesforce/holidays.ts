/** Holidays of the org as days: single ones as they are, recurring ones laid out over the years that matter. */
import { z } from 'zod';
import type { CalendarDate } from '../domain/time.ts';
import { date, flag } from './parse.ts';

export const holiday = z.object({
  ActivityDate: date.nullable(),
  IsAllDay: flag,
  IsRecurrence: flag,
  RecurrenceStartDate: date.nullable(),
  RecurrenceEndDateOnly: date.nullable(),
  RecurrenceType: z
    .enum([
      'RecursDaily',
      'RecursEveryWeekday',
      'RecursMonthly',
      'RecursMonthlyNth',
      'RecursWeekly',
      'RecursYearly',
      'RecursYearlyNth',
    ])
    .nullable(),
  RecurrenceInterval: z.number().nullable(),
  RecurrenceDayOfWeekMask: z.number().nullable(),
  RecurrenceDayOfMonth: z.number().nullable(),
  RecurrenceInstance: z.enum(['First', 'Second', 'Third', 'Fourth', 'Last']).nullable(),
  RecurrenceMonthOfYear: z.string().nullable(),
});
type HolidayRow = z.output<typeof holiday>;

/** All whole-day holidays from one day up to (not including) another. Part of a day off leaves a business day. */
export function holidayDates(rows: readonly HolidayRow[], from: CalendarDate, until: CalendarDate): Set<CalendarDate> {
  const dates = new Set<CalendarDate>();
  for (const row of rows.filter((each) => each.IsAllDay)) {
    if (!row.IsRecurrence) {
      if (row.ActivityDate !== null) dates.add(row.ActivityDate);
      continue;
    }
    const start = row.RecurrenceStartDate ?? row.ActivityDate ?? from;
    const end = row.RecurrenceEndDateOnly === null ? until : daysAfter(row.RecurrenceEndDateOnly, 1);
    const last = end < until ? end : until;
    for (let day = start < from ? from : start; day < last; day = daysAfter(day, 1)) {
      if (recurs(row, start, day)) dates.add(day);
    }
  }
  return dates;
}

const months = 'January February March April May June July August September October November December'.split(' ');
const instances = ['First', 'Second', 'Third', 'Fourth'];

function recurs(row: HolidayRow, start: CalendarDate, day: CalendarDate): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  const [dayOfMonth, weekday] = [date.getUTCDate(), date.getUTCDay()];
  // Bit 0 of the mask is Sunday.
  const onWeekday = ((row.RecurrenceDayOfWeekMask ?? 0) & (1 << weekday)) !== 0;
  const every = (elapsed: number) => elapsed % Math.max(1, row.RecurrenceInterval ?? 1) === 0;
  const inMonth = months[date.getUTCMonth()] === row.RecurrenceMonthOfYear;
  switch (row.RecurrenceType) {
    case null:
      return day === row.ActivityDate;
    case 'RecursDaily':
      return every(daysBetween(start, day));
    case 'RecursEveryWeekday':
      return weekday !== 0 && weekday !== 6;
    case 'RecursWeekly':
      return onWeekday && every(Math.floor(daysBetween(start, day) / 7));
    case 'RecursMonthly':
      return dayOfMonth === row.RecurrenceDayOfMonth && every(monthsBetween(start, day));
    case 'RecursMonthlyNth':
      return onWeekday && isInstance(row, date) && every(monthsBetween(start, day));
    case 'RecursYearly':
      return inMonth && dayOfMonth === row.RecurrenceDayOfMonth;
    case 'RecursYearlyNth':
      return inMonth && onWeekday && isInstance(row, date);
  }
}

function isInstance({ RecurrenceInstance }: HolidayRow, date: Date): boolean {
  const dayOfMonth = date.getUTCDate();
  if (RecurrenceInstance !== 'Last') return instances[Math.floor((dayOfMonth - 1) / 7)] === RecurrenceInstance;
  const daysInMonth = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  return dayOfMonth + 7 > daysInMonth;
}

/** The day so many days after another, before it where negative. */
export function daysAfter(day: CalendarDate, days: number): CalendarDate {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

function monthsBetween(from: CalendarDate, to: CalendarDate): number {
  const [[fromYear = 0, fromMonth = 0], [toYear = 0, toMonth = 0]] = [from, to].map((day) =>
    day.split('-').map(Number),
  ) as [number[], number[]];
  return (toYear - fromYear) * 12 + toMonth - fromMonth;
}
