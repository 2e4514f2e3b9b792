/** The end of a period: what its purchases earned a partner, brought into the ledger. */
import { Decimal } from 'decimal.js';
import type { Id } from '../deal.ts';
import type { PeriodFacts } from '../margin/priced-deal.ts';
import { ZERO } from '../money.ts';
import type { Incentive, Programme } from '../programme/schema.ts';
import { dateOf, type CalendarDate, type Instant } from '../time.ts';
import { difference } from './difference.ts';
import { earned, incentiveIdOf, type Explanation, type LedgerEntry } from './ledger.ts';
import { daysAfter, monthWithin, parsePeriod } from './period.ts';
import { incentivesOf, notOpenTo, type SettledPartner, type Versions } from './period-terms.ts';
import { closesOn, windowsOf, type Purchases, type Windows } from './purchases.ts';

/** What an incentive on a period pays for these facts, in the programme's currency, rounded by its rule. */
export type WorthOf = (incentive: Incentive, facts: PeriodFacts) => Worth;
export type Worth =
  | { kind: 'worth'; amount: Decimal; base: Decimal; rate: Decimal | null; why: Explanation }
  | { kind: 'nothing'; why: Explanation };

/** A period made ready to be settled for every partner. */
export interface Settling {
  programme: Programme;
  windows: Windows;
  /** Of each incentive the terms of the period, and after them those made known later. */
  incentives: readonly Versions[];
  closesOn: CalendarDate;
  /** Corrections that are recorded from now on count in a later period. */
  closed: boolean;
  at: Instant;
  today: CalendarDate;
  worthOf: WorthOf;
}

export interface PartnerSettlement {
  partner: SettledPartner;
  incentives: SettledIncentive[];
  /** To be appended to the ledger; none where it says already what the period earned. */
  postings: LedgerEntry[];
  /** Dated in the period, recorded after it was closed: counted in the period of their recording. */
  late: { lines: number; amount: Decimal };
  /** Whether the period takes no corrections any more. */
  closed: boolean;
}

export interface SettledIncentive {
  id: string;
  version: number;
  name: string;
  worth: Worth;
  /** In the ledger before. */
  posted: Decimal;
  /** What is appended now. */
  change: Decimal;
}

/**
 * Makes a period ready to be settled.
 * @param label such as `2026-Q3`; the incentives settled are those of this kind of period
 * @param closesAfterDays after so many days the period takes no corrections any more
 * @throws RangeError where the label is no period, or the period is not over
 */
export function settling(
  programme: Programme,
  label: string,
  at: Instant,
  worthOf: WorthOf,
  { closesAfterDays = 90, timeZone = 'UTC' } = {},
): Settling {
  const { fiscalYearStart } = programme;
  const period = parsePeriod(label, fiscalYearStart);
  if (period === null)
    throw new RangeError(`expected a period such as 2026-M07, 2026-Q3, 2026-H2 or 2026, not ${label}`);
  const today = dateOf(at, timeZone);
  if (today < period.until) throw new RangeError(`${label} can be settled from ${period.until}: it is not over`);
  const closes = closesOn(period, closesAfterDays);
  const incentives = incentivesOf(programme, period, today < closes ? today : daysAfter(closes, -1));
  const quarters = Math.max(0, ...incentives.flat().map(({ target }) => target?.meanOfQuarters ?? 0));
  return {
    ...{ programme, incentives, at, today, worthOf },
    windows: windowsOf(period, { fiscalYearStart, closesAfterDays, quarters }),
    closesOn: closes,
    closed: today >= closes,
  };
}

/**
 * Settles one partner's period: of each incentive, what it is worth less what the ledger holds. Again with the same
 * facts it appends nothing; after a correction, the difference.
 * @param posted the partner's entries, at least those of the period; others are passed over
 */
export function settlePartner(
  partner: SettledPartner,
  purchases: Purchases,
  posted: readonly LedgerEntry[],
  settling: Settling,
): PartnerSettlement {
  const lookedAt = posted.filter((entry) => isLookedAt(entry, settling));
  const postings: LedgerEntry[] = [];
  const incentives = settling.incentives.map((versions): SettledIncentive => {
    const { incentive, worth } = bestOf(versions, partner, purchases, settling);
    const entries = lookedAt.filter((entry) => incentiveIdOf(entry) === incentive.id);
    const appended = settlementOf(incentive, worth, partner.partnerId, entries, settling);
    postings.push(...appended);
    const { id, version, name } = incentive;
    return { id, version, name, worth, posted: earned(entries), change: earned(appended) };
  });
  return { partner, incentives, postings, late: purchases.late, closed: settling.closed };
}

/** Whether settling looks at an entry at all. */
export function isLookedAt(entry: LedgerEntry, { windows, incentives, programme }: Settling): boolean {
  const isOurs =
    entry.period === windows.period.label && entry.kind !== 'payment' && entry.currency === programme.currency;
  return isOurs && incentives.some(([{ id }]) => id === incentiveIdOf(entry));
}

function settlementOf(
  incentive: Incentive,
  worth: Worth,
  partnerId: Id,
  entries: readonly LedgerEntry[],
  { windows, programme, today, at }: Settling,
): LedgerEntry[] {
  const { period } = windows;
  // What its deals earned in advance counts towards what the period earned.
  const [ofPeriod, ofDeals] = [entries.filter(isOfPeriod), entries.filter((entry) => !isOfPeriod(entry))];
  const amount = worth.kind === 'worth' ? worth.amount.minus(earned(ofDeals)) : earned(ofDeals).negated();
  const target = {
    ...{ partnerId, dealId: null, lineId: null, period: period.label, currency: programme.currency },
    incentive: `${incentive.id}@${incentive.version}`,
    amount: Decimal.max(ZERO, amount),
    base: worth.kind === 'worth' ? worth.base : null,
    rate: worth.kind === 'worth' ? worth.rate : null,
    exchangeRate: null,
    payableFrom: daysAfter(period.until, incentive.payableAfterDays),
    kinds: { first: 'settlement', more: 'settlement' } as const,
    explanation: worth.why,
  };
  return difference(target, ofPeriod, `period end, ${today}`, at);
}

function isOfPeriod({ dealId }: LedgerEntry): boolean {
  return dealId === null;
}

function bestOf(
  [agreed, ...since]: Versions,
  partner: SettledPartner,
  purchases: Purchases,
  settling: Settling,
): { incentive: Incentive; worth: Worth } {
  const first = { incentive: agreed, worth: worthFor(agreed, partner, purchases, settling) };
  return since.reduce((best, incentive) => {
    const worth = worthFor(incentive, partner, purchases, settling);
    return paid(worth).gt(paid(best.worth)) ? { incentive, worth } : best;
  }, first);
}

function paid(worth: Worth): Decimal {
  return worth.kind === 'worth' ? worth.amount : ZERO;
}

function worthFor(incentive: Incentive, partner: SettledPartner, purchases: Purchases, settling: Settling): Worth {
  const why = notOpenTo(incentive, partner);
  if (why !== null) return { kind: 'nothing', why };
  const { period } = settling.windows;
  return settling.worthOf(incentive, {
    period: period.label,
    level: partner.level,
    acceptedInMonth: partner.acceptedOn === null ? null : monthWithin(period, partner.acceptedOn),
    ...purchases.countingFor(incentive),
  });
}
