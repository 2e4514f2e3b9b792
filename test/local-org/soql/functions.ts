/** What SQL lacks for SOQL, as functions of the database. */
import type { DatabaseSync } from 'node:sqlite';
import { localTime } from './calendar.ts';

const prepared = new WeakSet<DatabaseSync>();

/** Registers the functions once for each connection. */
export function prepareDatabase(database: DatabaseSync): void {
  if (prepared.has(database)) return;
  const pure = { deterministic: true };
  database.function('soql_fold', pure, (value) => (value === null ? null : String(value).toLowerCase()));
  database.function('soql_includes', pure, (value, sets) => Number(includesAny(value, String(sets))));
  database.function('soql_same_choices', pure, (value, wanted) => Number(sameChoices(value, String(wanted))));
  database.function('soql_date_part', pure, (part, value, zone, fiscalStart, namedByStart) => {
    const fiscal = { start: Number(fiscalStart), namedByStart: namedByStart === 1 };
    return value === null ? null : datePart(String(part), String(value), zone === null ? null : String(zone), fiscal);
  });
  prepared.add(database);
}

const choices = (value: string): string[] =>
  value
    .toLowerCase()
    .split(';')
    .map((each) => each.trim());

/** Whether a multi-select value has all choices of at least one set; `sets` is a JSON list such as `["A;B","C"]`. */
function includesAny(value: unknown, sets: string): boolean {
  if (value === null) return false;
  const chosen = new Set(choices(String(value)));
  return (JSON.parse(sets) as string[]).some((set) => choices(set).every((each) => chosen.has(each)));
}

/** Whether the same choices are made, in whatever order. */
const sameChoices = (value: unknown, wanted: string): boolean =>
  value !== null && choices(String(value)).sort().join(';') === choices(wanted).sort().join(';');

export const dateFunctions = [
  'CALENDAR_MONTH',
  'CALENDAR_QUARTER',
  'CALENDAR_YEAR',
  'DAY_IN_MONTH',
  'DAY_IN_WEEK',
  'DAY_IN_YEAR',
  'DAY_ONLY',
  'FISCAL_MONTH',
  'FISCAL_QUARTER',
  'FISCAL_YEAR',
  'HOUR_IN_DAY',
  'WEEK_IN_MONTH',
  'WEEK_IN_YEAR',
];

interface FiscalYear {
  /** Month in which it begins. */
  start: number;
  /** Whether it has the name of the year in which it begins, not of that in which it ends. */
  namedByStart: boolean;
}

/** A part of a date or instant. Weeks of a month or year begin on its first day; Sunday is day 1 of a week. */
function datePart(part: string, value: string, zone: string | null, fiscal: FiscalYear): number | string {
  const local = zone === null || value.length === 10 ? value : localTime(Date.parse(value), zone);
  const [year = 0, month = 1, day = 1] = local.slice(0, 10).split('-').map(Number);
  const dayOfYear = (Date.UTC(year, month - 1, day) - Date.UTC(year, 0, 1)) / 86_400_000 + 1;
  const fiscalMonth = ((month - fiscal.start + 12) % 12) + 1;
  switch (part) {
    case 'CALENDAR_YEAR':
      return year;
    case 'CALENDAR_QUARTER':
      return Math.ceil(month / 3);
    case 'CALENDAR_MONTH':
      return month;
    case 'DAY_IN_MONTH':
      return day;
    case 'DAY_IN_WEEK':
      return new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1;
    case 'DAY_IN_YEAR':
      return dayOfYear;
    case 'DAY_ONLY':
      return local.slice(0, 10);
    case 'FISCAL_YEAR':
      if (fiscal.namedByStart) return month < fiscal.start ? year - 1 : year;
      return fiscal.start > 1 && month >= fiscal.start ? year + 1 : year;
    case 'FISCAL_QUARTER':
      return Math.ceil(fiscalMonth / 3);
    case 'FISCAL_MONTH':
      return fiscalMonth;
    case 'HOUR_IN_DAY':
      return Number(local.slice(11, 13));
    case 'WEEK_IN_MONTH':
      return Math.ceil(day / 7);
    case 'WEEK_IN_YEAR':
      return Math.ceil(dayOfYear / 7);
    default:
      throw new Error(`unknown date function ${part}`);
  }
}
