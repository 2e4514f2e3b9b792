/** What one partner earned, lost again and was paid in one period: every line traceable to a deal and a rule. */
import { Decimal } from 'decimal.js';
import type { Id } from '../deal.ts';
import { sum, ZERO } from '../money.ts';
import type { CalendarDate, Instant } from '../time.ts';
import { byTime, incentiveIdOf, openAmounts, type Explanation, type LedgerEntry } from './ledger.ts';
import { parsePeriod, type FiscalPeriod } from './period.ts';

export const movements = ['accrued', 'reversed', 'settled', 'paid'] as const;
export type Movement = (typeof movements)[number];
export type LineState = 'provisional' | 'payable' | 'paid';

export interface StatementLine {
  key: string;
  postedAt: Instant;
  dealId: Id | null;
  dealName: string | null;
  lineId: Id | null;
  /** Id and version, and name. */
  rule: string;
  ruleName: string;
  movement: Movement;
  cause: string;
  base: Decimal | null;
  rate: Decimal | null;
  exchangeRate: Decimal | null;
  amount: Decimal;
  state: LineState;
  payableFrom: CalendarDate | null;
  explanation: Explanation;
}

export interface StatementSection {
  incentiveId: string;
  name: string;
  lines: StatementLine[];
  total: Decimal;
}

export interface Statement {
  programme: string;
  partnerId: Id;
  partnerName: string;
  period: FiscalPeriod;
  currency: string;
  issuedOn: CalendarDate;
  /** What was left of the periods before. */
  opening: Decimal;
  /** The sum of the lines of each movement; reversed and paid are below zero. */
  totals: Record<Movement, Decimal>;
  /** Opening and all movements. */
  closing: Decimal;
  /** Of the closing balance. */
  provisional: Decimal;
  payable: Decimal;
  /** Payments apart, by incentive. */
  sections: StatementSection[];
  payments: StatementLine[];
}

export interface StatementOf {
  programme: {
    name: string;
    fiscalYearStart: number;
    incentives: readonly { id: string; version: number; name: string }[];
  };
  partner: { partnerId: Id; name: string | null };
  period: FiscalPeriod;
  currency: string;
  issuedOn: CalendarDate;
  dealNames: ReadonlyMap<Id, string>;
}

/**
 * The statement of one partner, period and currency. An entry belongs to the period that it counts in, whenever it was
 * posted; one of a month to the quarter in which the month ends.
 * @param entries every entry of the partner; those of other currencies and later periods are passed over
 */
export function statementOf(question: StatementOf, entries: readonly LedgerEntry[]): Statement {
  const { programme, partner, period, currency, issuedOn } = question;
  const ends = endOf(programme.fiscalYearStart);
  const known = entries.filter((entry) => entry.currency === currency && ends(entry) <= period.until);
  const [before, within] = [known.filter((e) => ends(e) <= period.from), known.filter((e) => ends(e) > period.from)];
  const states = statesOf(known);
  const lines = linesOf(within, states, question);
  const earnings = lines.filter(({ movement }) => movement !== 'paid');
  const opening = total(before);
  const closing = opening.plus(total(lines));
  const provisional = total(known.filter(({ payableFrom, kind }) => payableFrom === null && kind !== 'payment'));
  return {
    ...{ programme: programme.name, period, currency, issuedOn, opening, closing, provisional },
    partnerId: partner.partnerId,
    partnerName: partner.name ?? partner.partnerId,
    totals: Object.fromEntries(
      movements.map((movement) => [movement, total(lines.filter((line) => line.movement === movement))]),
    ) as Statement['totals'],
    payable: closing.minus(provisional),
    sections: [...Map.groupBy(earnings, ({ rule }) => incentiveIdOf({ incentive: rule }))]
      .map(([incentiveId, of]) => ({
        incentiveId,
        name: (of[0] as StatementLine).ruleName,
        lines: of,
        total: total(of),
      }))
      .sort((a, b) => (a.incentiveId < b.incentiveId ? -1 : 1)),
    payments: lines.filter(({ movement }) => movement === 'paid'),
  };
}

function total(lines: readonly { amount: Decimal }[]): Decimal {
  return sum(lines.map(({ amount }) => amount));
}

/** The first day after an entry's period; of an unknown period, its label as it stands. */
function endOf(fiscalYearStart: number): (entry: LedgerEntry) => CalendarDate {
  const known = new Map<string, CalendarDate>();
  return ({ period }) => {
    const end = known.get(period) ?? parsePeriod(period, fiscalYearStart)?.until;
    if (end === undefined) throw new RangeError(`expected a period such as 2026-Q3, not ${period}`);
    known.set(period, end);
    return end;
  };
}

/** What was made payable leaves its accrual, so that the same money stands in one line only. */
function linesOf(
  entries: readonly LedgerEntry[],
  states: ReadonlyMap<string, LineState>,
  { programme, dealNames }: StatementOf,
): StatementLine[] {
  const moved = Map.groupBy(entries.filter(isMovedOut), ({ reverses }) => reverses);
  const names = new Map(programme.incentives.map(({ id, version, name }) => [`${id}@${version}`, name]));
  return entries
    .filter((entry) => !isMovedOut(entry))
    .toSorted(byTime)
    .map((entry): StatementLine => {
      const out = moved.get(entry.key) ?? [];
      const { key, postedAt, dealId, lineId, incentive, cause, rate, exchangeRate, payableFrom, explanation } = entry;
      return {
        ...{ key, postedAt, dealId, lineId, cause, rate, exchangeRate, payableFrom, explanation },
        dealName: dealId === null ? null : (dealNames.get(dealId) ?? null),
        rule: incentive,
        ruleName: names.get(incentive) ?? incentiveIdOf(entry),
        movement: movementOf(entry),
        base: [entry, ...out].reduce<Decimal | null>((left, { base }) => left && base && left.plus(base), ZERO),
        amount: total([entry, ...out]),
        state: states.get(key) ?? 'provisional',
      };
    })
    .filter(({ amount }) => !amount.isZero());
}

/** The half of a pair that takes from the provisional accrual what an invoice made payable. */
function isMovedOut({ kind, reverses }: LedgerEntry): boolean {
  return kind === 'settlement' && reverses !== null;
}

function movementOf({ kind, dealId }: LedgerEntry): Movement {
  switch (kind) {
    case 'accrual':
    case 'adjustment':
      return 'accrued';
    case 'reversal':
      return 'reversed';
    case 'settlement':
      // Of a deal it is an accrual made payable, the same money as before.
      return dealId === null ? 'settled' : 'accrued';
    case 'payment':
      return 'paid';
  }
}

/** Payments meet what became payable first; a line is paid when all that is left of it is. */
function statesOf(entries: readonly LedgerEntry[]): Map<string, LineState> {
  const open = openAmounts(entries);
  const leftOf = ({ key }: LedgerEntry) => open.get(key) ?? ZERO;
  const payable = entries
    .filter((entry) => entry.payableFrom !== null && entry.kind !== 'payment')
    .toSorted((a, b) =>
      (a.payableFrom ?? '') < (b.payableFrom ?? '') ? -1 : a.payableFrom === b.payableFrom ? byTime(a, b) : 1,
    );
  let paid = total(entries.filter(({ kind }) => kind === 'payment')).negated();
  const states = new Map<string, LineState>(
    entries.map(({ key, kind }) => [key, kind === 'payment' ? 'paid' : 'provisional']),
  );
  for (const entry of payable) {
    const left = entry.reverses === null ? Decimal.max(ZERO, leftOf(entry)) : ZERO;
    const covered = left.gt(0) && paid.gte(left);
    states.set(entry.key, covered ? 'paid' : 'payable');
    paid = paid.minus(Decimal.min(paid, left));
  }
  return states;
}
