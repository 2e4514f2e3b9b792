/** Working days of the made-up vendor: Monday to Friday, eight to six in his time zone, less his holidays. */
import type { Random } from './random.ts';

export const day = 86_400_000;
export const hour = 3_600_000;
export const minute = 60_000;

/** Public holidays of the year around an instant, as `YYYY-MM-DD`. */
export function holidaysAround(at: number): string[] {
  const year = new Date(at).getUTCFullYear();
  return [year - 1, year, year + 1].flatMap((y) => [`${y}-01-01`, `${y}-05-01`, `${y}-12-25`, `${y}-12-26`]);
}

export class Calendar {
  readonly #holidays: ReadonlySet<string>;

  constructor(holidays: Iterable<string>) {
    this.#holidays = new Set(holidays);
  }

  isWorkday(at: number): boolean {
    const date = new Date(at);
    return date.getUTCDay() % 6 !== 0 && !this.#holidays.has(date.toISOString().slice(0, 10));
  }

  /** The same time of day so many working days later. */
  workdaysLater(at: number, days: number): number {
    let then = at;
    for (let left = days; left > 0;) {
      then += day;
      if (this.isWorkday(then)) left--;
    }
    return then;
  }

  /** An instant in working hours on that day or the next working day, on a whole second. */
  inOffice(at: number, random: Random): number {
    let morning = Math.floor(at / day) * day;
    while (!this.isWorkday(morning)) morning += day;
    return morning + Math.floor(random.between(7, 17) * 3600) * 1000;
  }
}

export function dateOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

export function stamp(at: number): string {
  return new Date(Math.floor(at / 1000) * 1000).toISOString();
}
