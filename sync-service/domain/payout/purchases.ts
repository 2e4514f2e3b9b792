/** What a partner bought in a period, and in those that it is measured against; summed as the lines go by. */
import type { Decimal } from 'decimal.js';
import { sum, ZERO } from '../money.ts';
import { familyKey } from '../product-family.ts';
import type { Incentive } from '../programme/schema.ts';
import type { CalendarDate } from '../time.ts';
import { daysAfter, periodBefore, periodOf, quartersBefore, type FiscalPeriod } from './period.ts';

/** An invoiced line, or below zero a credit note, which bears the date of the invoice that it corrects. */
export interface Purchase {
  family: string | null;
  /** In the programme's currency. */
  amount: Decimal;
  /** Of the invoice. */
  date: CalendarDate;
  /** When it became known; a late invoice or a credit note is recorded later than its date. */
  recordedOn: CalendarDate;
  /** Of a registered deal. */
  registered: boolean;
  specialPrice: boolean;
}

/** The purchases of one partner, all that settling asks about and no more. */
export interface Purchases {
  add(purchase: Purchase): void;
  /** What counts for an incentive, in the period, in the one before and in the quarters before, newest first. */
  countingFor(incentive: Incentive): {
    purchases: Decimal;
    before: Decimal;
    quarters: Decimal[];
    byFamily: { family: string; amount: Decimal }[];
  };
  /** What was dated in the period but recorded after it was closed. */
  late: { lines: number; amount: Decimal };
}

/** The periods that a settlement looks at. */
export interface Windows {
  fiscalYearStart: number;
  /** Days after its end on which a period still takes corrections. */
  closesAfterDays: number;
  period: FiscalPeriod;
  before: FiscalPeriod;
  /** Newest first. */
  quarters: FiscalPeriod[];
}

export function windowsOf(
  period: FiscalPeriod,
  settings: { fiscalYearStart: number; closesAfterDays: number; quarters: number },
): Windows {
  const { fiscalYearStart, closesAfterDays } = settings;
  return {
    ...{ fiscalYearStart, closesAfterDays, period },
    before: periodBefore(period, fiscalYearStart),
    quarters: quartersBefore(period, settings.quarters, fiscalYearStart),
  };
}

/** The first day on which a period takes no corrections any more. */
export function closesOn(period: FiscalPeriod, closesAfterDays: number): CalendarDate {
  return daysAfter(period.until, closesAfterDays);
}

interface Window {
  period: FiscalPeriod;
  closes: CalendarDate;
  /** Sums of lines that are alike in all that an incentive asks about. */
  sums: Map<string, Bucket>;
}

interface Bucket {
  family: string;
  hasFamily: boolean;
  registered: boolean;
  specialPrice: boolean;
  amount: Decimal;
}

export function purchasesWithin(windows: Windows): Purchases {
  const open = (period: FiscalPeriod): Window => ({
    period,
    closes: closesOn(period, windows.closesAfterDays),
    sums: new Map(),
  });
  const own = open(windows.period);
  const before = open(windows.before);
  const quarters = windows.quarters.map(open);
  const all = [own, before, ...quarters];
  const late = { lines: 0, amount: ZERO };
  return {
    late,
    add(purchase) {
      for (const window of all) if (countsIn(window, purchase, windows)) addTo(window.sums, purchase);
      if (isWithin(own.period, purchase.date) && purchase.recordedOn >= own.closes) {
        late.lines += 1;
        late.amount = late.amount.plus(purchase.amount);
      }
    },
    countingFor(incentive) {
      const [here, then, ...earlier] = all.map(({ sums }) =>
        [...sums.values()].filter((one) => counts(incentive, one)),
      );
      const byFamily = Map.groupBy(here ?? [], ({ family }) => family);
      return {
        purchases: total(here ?? []),
        before: total(then ?? []),
        quarters: earlier.map(total),
        byFamily: [...byFamily].map(([family, buckets]) => ({ family, amount: total(buckets) })),
      };
    },
  };
}

function total(buckets: readonly Bucket[]): Decimal {
  return sum(buckets.map(({ amount }) => amount));
}

function isWithin({ from, until }: FiscalPeriod, date: CalendarDate): boolean {
  return from <= date && date < until;
}

/** In the period of its date while that takes corrections, else in the period in which it was recorded. */
function countsIn({ period, closes }: Window, { date, recordedOn }: Purchase, windows: Windows): boolean {
  if (isWithin(period, date)) return recordedOn < closes;
  if (date >= period.from || !isWithin(period, recordedOn)) return false;
  const meant = periodOf(date, period.kind, windows.fiscalYearStart);
  return recordedOn >= closesOn(meant, windows.closesAfterDays);
}

function addTo(sums: Map<string, Bucket>, { family, amount, registered, specialPrice }: Purchase): void {
  const name = `${family === null ? '' : `=${familyKey(family)}`}|${registered}|${specialPrice}`;
  const bucket = sums.get(name);
  if (bucket !== undefined) bucket.amount = bucket.amount.plus(amount);
  else sums.set(name, { family: family ?? '', hasFamily: family !== null, registered, specialPrice, amount });
}

/** Whether lines of this sort count for an incentive: by family, and by the deals that it leaves out or is for alone. */
function counts({ requires, leavesOut }: Incentive, { family, hasFamily, registered, specialPrice }: Bucket): boolean {
  if (registered ? leavesOut.includes('registered') : requires.registration) return false;
  if (specialPrice && (requires.noSpecialPrice || leavesOut.includes('special price'))) return false;
  const among = (families: readonly string[]) =>
    hasFamily && families.some((one) => familyKey(one) === familyKey(family));
  return (requires.families.length === 0 || among(requires.families)) && !among(requires.exceptFamilies);
}
