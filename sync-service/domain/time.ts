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

export const hour: Instant = 3_600_000;
/** Protection and grace are counted in days of 24 hours; only business days follow the wall clock. */
export const day: Instant = 24 * hour;

export function addDays(at: Instant, days: number): Instant {
  return at + days * day;
}

export function contains(period: Period, at: Instant): boolean {
  return period.from <= at && at < period.until;
}

/** Whether two windows share a moment; one that ends where the other begins does not. */
export function meet(a: Period, b: Period): boolean {
  return a.from < b.until && b.from < a.until && a.from < a.until && b.from < b.until;
}

/** Whole days from one calendar date to another, negative where `to` is earlier. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return Math.round((utcOf(to) - utcOf(from)) / day);
}

/** The calendar date so many days later, earlier where negative. */
export function addCalendarDays(date: CalendarDate, days: number): CalendarDate {
  return isoDate(utcOf(date) + days * day);
}

/** The same day of the month so many months later; a day that the month lacks becomes its last. */
export function addMonths(date: CalendarDate, months: number): CalendarDate {
  const first = new Date(utcOf(date));
  const dayOfMonth = first.getUTCDate();
  first.setUTCDate(1);
  first.setUTCMonth(first.getUTCMonth() + months);
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(dayOfMonth, last));
  return isoDate(first.getTime());
}

/** Mondays to Fridays from one date up to, not including, another; holidays are not known here. Negative is none. */
export function businessDaysBetween(from: CalendarDate, until: CalendarDate): number {
  const days = daysBetween(from, until);
  const weeks = Math.floor(days / 7);
  const weekday = new Date(utcOf(from)).getUTCDay();
  let count = Math.max(0, weeks * 5);
  for (let i = 0; i < days - weeks * 7; i += 1) {
    const on = (weekday + i) % 7;
    if (on !== 0 && on !== 6) count += 1;
  }
  return days <= 0 ? 0 : count;
}

/** The calendar date of an instant in a time zone. */
export function dateOf(at: Instant, timeZone: string): CalendarDate {
  return isoDate(at + offsetAt(at, timeZone));
}

/** The first instant of a calendar date in a time zone. */
export function startOf(date: CalendarDate, timeZone: string): Instant {
  return instantOf(utcOf(date), timeZone);
}

/** Whether a rule holds on a date: from its first day up to, not including, the day it ends; a missing edge is open. */
export function inForce(
  rule: { effectiveFrom: CalendarDate | null; effectiveUntil: CalendarDate | null },
  on: CalendarDate,
): boolean {
  const { effectiveFrom, effectiveUntil } = rule;
  return (effectiveFrom === null || effectiveFrom <= on) && (effectiveUntil === null || on < effectiveUntil);
}

export function isBusinessDay(date: CalendarDate, calendar: BusinessCalendar): boolean {
  const weekday = new Date(utcOf(date)).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !calendar.holidays.has(date);
}

/**
 * The same local time of day `days` business days later. What starts on a weekend or holiday counts from the next
 * business day: Saturday plus one is Monday, since nobody was expected to begin before. A local time that the clock
 * change skips becomes the first one after it.
 */
export function addBusinessDays(at: Instant, days: number, calendar: BusinessCalendar): Instant {
  const local = at + offsetAt(at, calendar.timeZone);
  let midnight = Math.floor(local / day) * day;
  const timeOfDay = local - midnight;
  for (let left = days; left > 0;) {
    midnight += day;
    if (isBusinessDay(isoDate(midnight), calendar)) left -= 1;
  }
  return days <= 0 ? at : instantOf(midnight + timeOfDay, calendar.timeZone);
}

function utcOf(date: CalendarDate): Instant {
  return Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10)));
}

// The same few thousand days are asked for over and over.
const dates = new Map<number, CalendarDate>();
const DATES_AT_MOST = 20_000;

function isoDate(utc: Instant): CalendarDate {
  const number = Math.floor(utc / day);
  const known = dates.get(number);
  if (known !== undefined) return known;
  const date = new Date(utc).toISOString().slice(0, 10);
  if (dates.size < DATES_AT_MOST) dates.set(number, date);
  return date;
}

/** The instant at which clocks in the zone show this time, given as if it were UTC. */
function instantOf(local: Instant, timeZone: string): Instant {
  const before = local - offsetAt(local - day, timeZone);
  const after = local - offsetAt(local + day, timeZone);
  const candidates = [Math.min(before, after), Math.max(before, after)];
  const exact = candidates.find((at) => at + offsetAt(at, timeZone) === local);
  return exact ?? Math.max(before, after);
}

// Building a formatter costs about a hundred times as much as using it.
const formatters = new Map<string, Intl.DateTimeFormat>();

/** Local time less UTC at an instant, in milliseconds. */
function offsetAt(at: Instant, timeZone: string): number {
  if (timeZone === 'UTC') return 0;
  let formatter = formatters.get(timeZone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formatters.set(timeZone, formatter);
  }
  const [month = 1, date, year = 0, ...timeOfDay] = formatter.format(at).split(/\D+/).map(Number);
  return Date.UTC(year, month - 1, date, ...timeOfDay) - Math.floor(at / 1000) * 1000;
}
