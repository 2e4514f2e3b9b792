import LANG from '@salesforce/i18n/lang';
import LOCALE from '@salesforce/i18n/locale';
import TIME_ZONE from '@salesforce/i18n/timeZone';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** From when on time is told in the larger unit: "in 47 hours", but "in 3 days". */
const UNITS = [
  { unit: 'day', size: DAY, from: 2 * DAY },
  { unit: 'hour', size: HOUR, from: HOUR },
  { unit: 'minute', size: MINUTE, from: MINUTE },
  { unit: 'second', size: SECOND, from: 0 }
];

/** How far an instant is from now, as in "in 5 hours" or "3 days ago". Never more than there is: 119 minutes are 1 hour. */
export function fromNow(instant, now) {
  const apart = new Date(instant).getTime() - now;
  const { unit, size } = UNITS.find(({ from }) => Math.abs(apart) >= from);
  const whole = Math.max(1, Math.trunc(Math.abs(apart) / size));
  return new Intl.RelativeTimeFormat(LANG).format(apart < 0 ? -whole : whole, unit);
}

/** A calendar date (`2026-11-25`) in words: the same day in every time zone. What is none stays as it is. */
export function dateInWords(date) {
  const at = new Date(`${date}T00:00:00Z`);
  return Number.isNaN(at.getTime())
    ? String(date)
    : new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeZone: 'UTC' }).format(at);
}

/** The day of an instant in words, as the user's clock has it. */
export function dayInWords(instant) {
  return new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeZone: TIME_ZONE }).format(new Date(instant));
}

/** The calendar date of an instant by the user's clock. */
export function dateOf(instant) {
  return new Intl.DateTimeFormat('en-CA', { dateStyle: 'short', timeZone: TIME_ZONE }).format(new Date(instant));
}

/** The instant at which a calendar date is over by the user's clock. */
export function endOfDate(date) {
  const midnight = Date.parse(`${date}T00:00:00Z`) + DAY;
  return new Date(midnight - offsetAt(midnight - offsetAt(midnight))).toISOString();
}

/** How far the user's clock is ahead of UTC. */
function offsetAt(instant) {
  const clock = { timeZone: TIME_ZONE, dateStyle: 'short', timeStyle: 'medium' };
  const shown = new Intl.DateTimeFormat('sv', clock).format(new Date(instant));
  return Date.parse(`${shown.replace(' ', 'T')}Z`) - instant;
}

/** Whole days from one calendar date (`2026-11-25`) to another; negative where the second is earlier. */
export function daysBetween(from, to) {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY);
}

/** The calendar date before another: of what is kept with the first day on which it holds no more, the last on which it does. */
export function dayBefore(date) {
  return new Date(Date.parse(`${date}T00:00:00Z`) - DAY).toISOString().slice(0, 10);
}

/** The months up to that of an instant, the oldest first, in UTC as the org groups them: `{ month: 11, year: 2026, start }`. */
export function lastMonths(count, now) {
  const at = new Date(now);
  return Array.from({ length: count }, (_, index) => {
    const start = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() - (count - 1 - index), 1));
    return { month: start.getUTCMonth() + 1, year: start.getUTCFullYear(), start: start.toISOString() };
  });
}

/** As in "Nov 2026". */
export function monthInWords({ start }) {
  return new Intl.DateTimeFormat(LANG, { month: 'short', year: 'numeric', timeZone: 'UTC' }).format(new Date(start));
}

/** As in "Nov": the month alone. */
export function shortMonthInWords({ start }) {
  return new Intl.DateTimeFormat(LANG, { month: 'short', timeZone: 'UTC' }).format(new Date(start));
}
