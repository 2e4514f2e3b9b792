/** Relative dates such as LAST_N_DAYS:30, in the user's time zone and with his first day of the week. */

/** A range of calendar days, the end not included; dates as `YYYY-MM-DD`. */
export interface DayRange {
  from: string;
  until: string;
  /** The range ends now, not at midnight: LAST_N_DAYS. */
  untilNow: boolean;
}

const DAY = 86_400_000;

export interface CalendarSettings {
  /** IANA name of the time zone. */
  zone: string;
  /** Day on which weeks begin: 0 is Sunday. */
  firstDay: number;
  /** Month in which fiscal years begin: 1 is January. */
  fiscalStart: number;
  /** Whether a fiscal year has the name of the year in which it begins. */
  namedByStart: boolean;
}

export const plainCalendar: CalendarSettings = { zone: 'UTC', firstDay: 0, fiscalStart: 1, namedByStart: false };

export class Calendar {
  readonly now: number;
  readonly zone: string;
  readonly firstDay: number;
  readonly fiscalStart: number;
  readonly namedByStart: boolean;

  constructor(now: number, settings: CalendarSettings) {
    this.now = now;
    this.zone = settings.zone;
    this.firstDay = settings.firstDay;
    this.fiscalStart = settings.fiscalStart;
    this.namedByStart = settings.namedByStart;
  }

  /** The range that a date literal stands for; null for a name that is none. `n` is what follows the colon. */
  range(name: string, n: number | null): DayRange | null {
    const upper = name.toUpperCase();
    const today = localDay(this.now, this.zone);
    if (n === null) return this.#fixed(upper, today);
    const match =
      /^(?:(LAST|NEXT)_N_(FISCAL_)?(DAY|WEEK|MONTH|QUARTER|YEAR)S|N_(FISCAL_)?(DAY|WEEK|MONTH|QUARTER|YEAR)S_AGO)$/.exec(
        upper,
      );
    if (!match) return null;
    const [, direction, fiscalSpan, spanUnit, fiscalAgo, agoUnit] = match;
    const unit = `${fiscalSpan ?? fiscalAgo ?? ''}${spanUnit ?? agoUnit}`;
    if (/^FISCAL_(DAY|WEEK|MONTH)$/.test(unit)) return null;
    if (unit === 'DAY') return this.#days(direction, n, today);
    const start = this.#startOf(unit, today);
    if (direction === 'LAST') return whole(this.#shift(unit, start, -n), start);
    if (direction === 'NEXT') return whole(this.#shift(unit, start, 1), this.#shift(unit, start, n + 1));
    return whole(this.#shift(unit, start, -n), this.#shift(unit, start, 1 - n));
  }

  #fixed(name: string, today: string): DayRange | null {
    const single: Record<string, number> = { YESTERDAY: -1, TODAY: 0, TOMORROW: 1 };
    const shift = single[name];
    if (shift !== undefined) return whole(addDays(today, shift), addDays(today, shift + 1));
    if (name === 'LAST_90_DAYS' || name === 'NEXT_90_DAYS') return this.#days(name.slice(0, 4), 90, today);
    const match = /^(LAST|THIS|NEXT)_((?:FISCAL_(?=QUARTER|YEAR))?(?:WEEK|MONTH|QUARTER|YEAR))$/.exec(name);
    if (!match) return null;
    const [, which, unit = ''] = match;
    const steps = which === 'LAST' ? -1 : which === 'NEXT' ? 1 : 0;
    const start = this.#startOf(unit, today);
    return whole(this.#shift(unit, start, steps), this.#shift(unit, start, steps + 1));
  }

  /** LAST_N_DAYS reaches from n days ago until now, today included; NEXT_N_DAYS begins tomorrow. */
  #days(direction: string | undefined, n: number, today: string): DayRange {
    if (direction === 'LAST') return { from: addDays(today, -n), until: addDays(today, 1), untilNow: true };
    if (direction === 'NEXT') return whole(addDays(today, 1), addDays(today, n + 1));
    return whole(addDays(today, -n), addDays(today, 1 - n));
  }

  #startOf(unit: string, day: string): string {
    const [year = 0, month = 1] = day.split('-').map(Number);
    switch (unit) {
      case 'WEEK':
        return addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() - this.firstDay + 7) % 7));
      case 'MONTH':
        return monthStart(year, month);
      case 'QUARTER':
        return monthStart(year, month - ((month - 1) % 3));
      case 'YEAR':
        return monthStart(year, 1);
      case 'FISCAL_QUARTER':
        return monthStart(year, month - ((month - this.fiscalStart + 12) % 3));
      case 'FISCAL_YEAR':
        return monthStart(year, month - ((month - this.fiscalStart + 12) % 12));
      default:
        throw new Error(`unknown unit of time ${unit}`);
    }
  }

  #shift(unit: string, start: string, steps: number): string {
    if (unit === 'WEEK') return addDays(start, 7 * steps);
    const months = unit.endsWith('YEAR') ? 12 : unit.endsWith('QUARTER') ? 3 : 1;
    const [year = 0, month = 1] = start.split('-').map(Number);
    return monthStart(year, month + months * steps);
  }

  /** The instants of a range, as records keep them. */
  instants(range: DayRange): { from: string; until: string } {
    const second = Math.floor(this.now / 1000) * 1000 + 1000;
    const until = range.untilNow ? new Date(second).toISOString() : midnight(range.until, this.zone);
    return { from: midnight(range.from, this.zone), until };
  }
}

const whole = (from: string, until: string): DayRange => ({ from, until, untilNow: false });
const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
/** The first of a month; months before January and after December belong to the years around. */
const monthStart = (year: number, month: number): string =>
  new Date(Date.UTC(year, month - 1, 1)).toISOString().slice(0, 10);

const formats = new Map<string, Intl.DateTimeFormat>();

function wallClock(instant: number, zone: string): Record<string, string> {
  let format = formats.get(zone);
  if (!format) {
    const two = '2-digit' as const;
    const parts = { year: 'numeric' as const, month: two, day: two, hour: two, minute: two, second: two };
    format = new Intl.DateTimeFormat('en-CA', { timeZone: zone, hourCycle: 'h23', ...parts });
    formats.set(zone, format);
  }
  return Object.fromEntries(format.formatToParts(instant).map((part) => [part.type, part.value]));
}

/** The instant's calendar day in a time zone. */
export function localDay(instant: number, zone: string): string {
  if (zone === 'UTC') return new Date(instant).toISOString().slice(0, 10);
  const { year, month, day } = wallClock(instant, zone);
  return `${year}-${month}-${day}`;
}

/** Date and time on a wall in the zone, written as if it were UTC. */
export function localTime(instant: number, zone: string): string {
  if (zone === 'UTC') return new Date(instant).toISOString();
  const { year, month, day, hour, minute, second } = wallClock(instant, zone);
  return `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
}

/** The instant at which a day begins in a time zone. */
function midnight(day: string, zone: string): string {
  const guess = Date.parse(`${day}T00:00:00Z`);
  let instant = guess;
  // The offset at the guess may differ from the offset at midnight when clocks change that day; the second round mends it.
  for (let round = 0; round < 2; round += 1) instant += guess - Date.parse(localTime(instant, zone));
  return new Date(instant).toISOString();
}
