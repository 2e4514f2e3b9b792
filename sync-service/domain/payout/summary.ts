/** What a settlement of a whole ledger comes to, incentive by incentive. */
import type { Decimal } from 'decimal.js';
import { ZERO } from '../money.ts';
import type { CalendarDate } from '../time.ts';
import type { PartnerSettlement, Settling } from './settle.ts';

export interface Summary {
  period: string;
  from: CalendarDate;
  until: CalendarDate;
  /** From this day on corrections count in a later period. */
  closesOn: CalendarDate;
  closed: boolean;
  currency: string;
  partners: number;
  /** Lines of the ledger that were read. */
  lines: number;
  /** Entries to be appended. */
  postings: number;
  incentives: IncentiveSummary[];
  /** Purchases of the period recorded after it was closed. */
  late: { lines: number; amount: Decimal };
}

export interface IncentiveSummary {
  id: string;
  name: string;
  /** Who earn something. */
  partners: number;
  base: Decimal;
  /** In all, posted before, posted now. */
  worth: Decimal;
  posted: Decimal;
  change: Decimal;
}

export function summaryOf({ windows, closesOn, closed, programme, incentives }: Settling): Summary {
  const { label: period, from, until } = windows.period;
  return {
    ...{ period, from, until, closesOn, closed, currency: programme.currency },
    ...{ partners: 0, lines: 0, postings: 0 },
    incentives: incentives.map(([{ id, name }]) => ({
      ...{ id, name, partners: 0, base: ZERO, worth: ZERO, posted: ZERO, change: ZERO },
    })),
    late: { lines: 0, amount: ZERO },
  };
}

/** Counts one more partner in. */
export function addTo(summary: Summary, { incentives, postings, late }: PartnerSettlement): void {
  summary.partners += 1;
  summary.postings += postings.length;
  summary.late.lines += late.lines;
  summary.late.amount = summary.late.amount.plus(late.amount);
  incentives.forEach(({ worth, posted, change }, i) => {
    const sums = summary.incentives[i];
    if (sums === undefined) return;
    sums.posted = sums.posted.plus(posted);
    sums.change = sums.change.plus(change);
    if (worth.kind === 'nothing') return;
    sums.partners += 1;
    sums.base = sums.base.plus(worth.base);
    sums.worth = sums.worth.plus(worth.amount);
  });
}

/** For other programs: amounts as decimal text. */
export function summaryJson(summary: Summary): object {
  const { incentives, late, ...facts } = summary;
  return {
    ...facts,
    incentives: incentives.map((each) => ({
      ...each,
      ...{ base: each.base.toFixed(), worth: each.worth.toFixed() },
      ...{ posted: each.posted.toFixed(), change: each.change.toFixed() },
    })),
    late: { lines: late.lines, amount: late.amount.toFixed() },
  };
}

/** For people: one row an incentive, figures under one another. `write` gives an amount as text. */
export function summaryLines(summary: Summary, write: (amount: Decimal) => string): string[] {
  const { period, from, until, partners, lines, postings, currency, closed, closesOn, late } = summary;
  const rows = [
    ['Incentive', 'Partners', 'Base', 'Worth', 'Posted before', 'Posted now'],
    ...summary.incentives.map((each) => [
      each.name === each.id ? each.id : `${each.name} (${each.id})`,
      String(each.partners),
      ...[each.base, each.worth, each.posted, each.change].map(write),
    ]),
  ];
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const pad = (cell: string, column: number) =>
    column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0);
  return [
    `${period}, ${from} until ${until}: ${partners} partners, ${lines} lines, ${postings} postings, amounts in ${currency}`,
    '',
    ...(summary.incentives.length === 0
      ? ['No incentive of the programme is settled by this kind of period.']
      : rows.map((row) => row.map(pad).join('  ').trimEnd())),
    '',
    closed
      ? `Closed since ${closesOn}: later corrections count in the period in which they are recorded.`
      : `Open for corrections until ${closesOn}.`,
    ...(late.lines === 0 ? [] : [`${late.lines} lines came after that, ${write(late.amount)} in all.`]),
  ];
}
