/** Instants, calendar dates, half-open windows and business days. Nothing here reads a clock. */

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

/** A day without a time, as `YYYY-MM-DD`. */
export type CalendarDate = string;

/** Half-open: contains `from`, does not contain `until`. */
export interface Period {
  from: Instant;
  until: Instant;
}

/** What makes a day a business day in this org. */
export interface BusinessCalendar {
  /** IANA name, such as `Europe/Paris`. */
  timeZone: string;
  holidays: ReadonlySet<CalendarDate>;
}

export const hour = 3_600_000;
export const day = 24 * hour;

export function contains(period: Period, at: Instant): boolean {
  return period.from <= at && at < period.until;
}

/** Whether two half-open windows have an instant in common. Touching ends do not. */
export function meet(a: Period, b: Period): boolean {
  return a.from < b.until && b.from < a.until;
}

/** The day it is at this instant in a time zone. */
export function calendarDate(at: Instant, timeZone: string): CalendarDate {
  return dateOf(at + offsetAt(at, timeZone));
}

/** The first instant of a day in a time zone. */
export function startOfDay(date: CalendarDate, timeZone: string): Instant {
  const wall = Date.parse(`${date}T00:00:00Z`);
  const guess = wall - offsetAt(wall, timeZone);
  return wall - offsetAt(guess, timeZone);
}

/** A day so many days later (earlier, where negative). */
export function addDays(date: CalendarDate, days: number): CalendarDate {
  return dateOf(Date.parse(`${date}T00:00:00Z`) + days * day);
}

/** Whether a rule in force from one day up to (not including) another holds on a day. Open ends are null. */
export function inForce(
  rule: { effectiveFrom: CalendarDate | null; effectiveUntil: CalendarDate | null },
  on: CalendarDate,
): boolean {
  return (
    (rule.effectiveFrom === null || rule.effectiveFrom <= on) &&
    (rule.effectiveUntil === null || on < rule.effectiveUntil)
  );
}

/**
 * The instant that lies so many business days later, at the same time of day on the wall. What begins on a weekend or
 * holiday counts from the next business day: from Saturday, one business day ends on Monday.
 */
export function addBusinessDays(at: Instant, businessDays: number, calendar: BusinessCalendar): Instant {
  const offset = offsetAt(at, calendar.timeZone);
  let wall = at + offset;
  for (let left = businessDays; left > 0;) {
    wall += day;
    if (isBusinessDay(dateOf(wall), calendar)) left--;
  }
  const guess = wall - offset;
  return wall - offsetAt(guess, calendar.timeZone);
}

function isBusinessDay(date: CalendarDate, calendar: BusinessCalendar): boolean {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !calendar.holidays.has(date);
}

function dateOf(wall: number): CalendarDate {
  return new Date(wall).toISOString().slice(0, 10);
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** How far the wall clock of a time zone is ahead of UTC, in milliseconds. */
function offsetAt(at: Instant, timeZone: string): number {
  if (timeZone === 'UTC') return 0;
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(timeZone, format);
  }
  const parts: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(at)) parts[type] = Number(value);
  const { year = 0, month = 1, day: dayOfMonth = 1, hour: hours = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, dayOfMonth, hours, minute, second) - Math.floor(at / 1000) * 1000;
}
