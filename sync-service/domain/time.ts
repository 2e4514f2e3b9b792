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
