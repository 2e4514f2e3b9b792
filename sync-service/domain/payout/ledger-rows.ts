/**
 * A ledger as rows of a file. Each row has a type: `partner` says who a partner is, `purchase` what he bought, and the
 * five kinds of entry what was posted. All rows of a partner stand together, his `partner` row before the others.
 */
import { Decimal } from 'decimal.js';
import { roundMoney } from '../money.ts';
import type { CalendarDate, Instant } from '../time.ts';
import { entryKey, entryKinds, type EntryKind, type Explanation, type LedgerEntry } from './ledger.ts';
import { parsePeriod } from './period.ts';
import { guarded, plainMoney, unguarded } from './statement-text.ts';
import type { LedgerLine } from './settle-all.ts';

export const ledgerColumns = [
  /** partner, purchase, accrual, adjustment, reversal, settlement or payment. */
  'type',
  'partner',
  // Of partner rows; several roles and competencies are parted by `;`.
  'partner_name',
  'level',
  'roles',
  'competencies',
  'accepted_on',
  // Of purchases: the invoice's date, the day it became known (empty: the same), true or false.
  'date',
  'recorded_on',
  'family',
  'registered',
  'special_price',
  // Of entries, and the last three of purchases too.
  'deal',
  'deal_name',
  'line',
  'incentive',
  'period',
  'cause',
  'base',
  'rate',
  'posted_at',
  'payable_from',
  'reverses',
  'key',
  'explanation',
  'amount',
  'currency',
  'exchange_rate',
] as const;
export type LedgerColumn = (typeof ledgerColumns)[number];

/** A field that could not be read. */
export class LedgerRowError extends Error {
  override name = 'LedgerRowError';
  readonly column: LedgerColumn;
  constructor(column: LedgerColumn, expected: string, found: string) {
    super(`expected ${expected}, found ${found === '' ? 'nothing' : JSON.stringify(found)}`);
    this.column = column;
  }
}

/** The row of an entry, in the order of `ledgerColumns`. */
export function entryRow(entry: LedgerEntry): string[] {
  const { amount, currency, base, rate, exchangeRate, postedAt, explanation } = entry;
  const cells: Partial<Record<LedgerColumn, string | null>> = {
    type: entry.kind,
    partner: guarded(entry.partnerId),
    deal: guarded(entry.dealId ?? ''),
    line: guarded(entry.lineId ?? ''),
    incentive: guarded(entry.incentive),
    period: entry.period,
    cause: guarded(entry.cause),
    base: base?.toFixed() ?? null,
    rate: rate?.toFixed() ?? null,
    posted_at: new Date(postedAt).toISOString(),
    payable_from: entry.payableFrom,
    reverses: guarded(entry.reverses ?? ''),
    key: guarded(entry.key),
    explanation: JSON.stringify(explanation),
    amount: plainMoney(amount, currency),
    currency,
    exchange_rate: exchangeRate?.toFixed() ?? null,
  };
  return ledgerColumns.map((column) => cells[column] ?? '');
}

/** Gives a row's field; empty where the file has no such column. */
export type Field = (column: LedgerColumn) => string;

/**
 * Reads rows of a ledger.
 * @param currency the programme's, in which purchases are summed
 * @throws LedgerRowError naming the column and what was expected in it
 */
export function rowReader(currency: string, fiscalYearStart: number): (field: Field, position: number) => LedgerLine {
  const periods = new Set<string>();
  const period = (text: string) => {
    if (periods.has(text)) return text;
    if (parsePeriod(text, fiscalYearStart) === null) {
      throw new LedgerRowError('period', 'a period such as 2026-M07, 2026-Q3, 2026-H2 or 2026', text);
    }
    periods.add(text);
    return text;
  };
  return (field, position) => {
    const type = field('type');
    const partnerId = text(field, 'partner');
    if (type === 'partner') return { kind: 'partner', partnerId, position, partner: partnerOf(field, partnerId) };
    if (type === 'purchase') return { kind: 'purchase', partnerId, position, purchase: purchaseOf(field, currency) };
    if (!(entryKinds as readonly string[]).includes(type)) {
      throw new LedgerRowError('type', `one of partner, purchase, ${entryKinds.join(', ')}`, type);
    }
    const entry = entryOf(field, partnerId, type as EntryKind, period(field('period')));
    return { kind: 'entry', partnerId, position, entry, dealName: unguarded(field('deal_name')) || null };
  };
}

function partnerOf(field: Field, partnerId: string) {
  const list = (column: LedgerColumn) =>
    unguarded(field(column))
      .split(';')
      .map((each) => each.trim())
      .filter((each) => each !== '');
  return {
    partnerId,
    name: unguarded(field('partner_name')) || null,
    level: unguarded(field('level')) || null,
    roles: list('roles'),
    competencies: list('competencies'),
    acceptedOn: optional(field, 'accepted_on', date),
  };
}

function purchaseOf(field: Field, currency: string) {
  const own = currencyOf(field);
  const exchangeRate = optional(field, 'exchange_rate', decimal);
  if (own !== currency && exchangeRate === null) {
    throw new LedgerRowError('exchange_rate', `how many ${currency} one ${own} is worth`, '');
  }
  const amount = decimal(field, 'amount');
  const on = date(field, 'date');
  return {
    amount: own === currency ? amount : roundMoney(amount.times(exchangeRate as Decimal), currency),
    date: on,
    recordedOn: optional(field, 'recorded_on', date) ?? on,
    family: unguarded(field('family')) || null,
    registered: flag(field, 'registered'),
    specialPrice: flag(field, 'special_price'),
  };
}

function entryOf(field: Field, partnerId: string, kind: EntryKind, period: string): LedgerEntry {
  const entry = {
    ...{ partnerId, kind, period },
    dealId: unguarded(field('deal')) || null,
    lineId: unguarded(field('line')) || null,
    incentive: text(field, 'incentive', /^[^;@/]+@\d+$/, 'a rule and its version such as growth@2'),
    cause: text(field, 'cause'),
    amount: decimal(field, 'amount'),
    currency: currencyOf(field),
    base: optional(field, 'base', decimal),
    rate: optional(field, 'rate', decimal),
    exchangeRate: optional(field, 'exchange_rate', decimal),
    postedAt: instant(field, 'posted_at'),
    payableFrom: optional(field, 'payable_from', date),
    reverses: unguarded(field('reverses')) || null,
    explanation: explanationOf(field('explanation'), kind),
  };
  return { key: unguarded(field('key')) || entryKey({ ...entry, repeat: 1 }), ...entry };
}

function optional<T>(field: Field, column: LedgerColumn, read: (field: Field, column: LedgerColumn) => T): T | null {
  return field(column) === '' ? null : read(field, column);
}

function text(field: Field, column: LedgerColumn, pattern = /\S/, expected = 'a name'): string {
  const value = unguarded(field(column));
  if (!pattern.test(value)) throw new LedgerRowError(column, expected, value);
  return value;
}

function decimal(field: Field, column: LedgerColumn): Decimal {
  const value = field(column);
  if (!/^-?\d+(\.\d+)?$/.test(value)) throw new LedgerRowError(column, 'a number such as -1200.50', value);
  return new Decimal(value);
}

function currencyOf(field: Field): string {
  return text(field, 'currency', /^[A-Z]{3}$/, 'an ISO 4217 code such as EUR');
}

function date(field: Field, column: LedgerColumn): CalendarDate {
  const value = field(column);
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value) ?? [];
  const isDay = Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= lastDay(year, month);
  if (!isDay) throw new LedgerRowError(column, 'a date such as 2026-08-31', value);
  return value;
}

function lastDay(year: string | undefined, month: string | undefined): number {
  return new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
}

const moment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

function instant(field: Field, column: LedgerColumn): Instant {
  const value = field(column);
  const at = moment.test(value) ? Date.parse(value) : NaN;
  if (Number.isNaN(at)) throw new LedgerRowError(column, 'a moment such as 2026-10-15T08:00:00Z', value);
  return at;
}

function flag(field: Field, column: LedgerColumn): boolean {
  const value = field(column);
  if (value !== '' && value !== 'true' && value !== 'false') throw new LedgerRowError(column, 'true or false', value);
  return value === 'true';
}

/** What this program wrote is read back; what a person wrote is kept as a note. */
function explanationOf(written: string, kind: EntryKind): Explanation {
  if (written === '') return { code: kind, args: {} };
  if (!written.startsWith('{')) return { code: 'noted', args: { text: unguarded(written) } };
  try {
    const { code, args } = JSON.parse(written) as Partial<Explanation>;
    if (typeof code === 'string') return { code, args: args ?? {} };
  } catch {
    // Not ours after all.
  }
  return { code: 'noted', args: { text: written } };
}
