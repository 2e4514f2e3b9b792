/** Periods that are over and may still change: settled from what a partner won, by the same rules as a ledger file. */
import { periodWorth } from '../margin/period-worth.ts';
import { termsOn } from '../margin/terms.ts';
import { competencyStandings, isHeld } from '../programme/standing-competencies.ts';
import type { PartnerFacts } from '../programme/standing-facts.ts';
import { inProgrammeCurrency } from '../programme/standing-revenue.ts';
import { levelInForce } from '../programme/levels.ts';
import { periods, type PeriodKind, type Programme } from '../programme/schema.ts';
import { dateOf, type CalendarDate, type Instant } from '../time.ts';
import { byTime, type LedgerEntry } from './ledger.ts';
import { daysAfter, periodBefore, periodOf, type FiscalPeriod } from './period.ts';
import { closesOn, purchasesWithin } from './purchases.ts';
import { settlePartner, settling } from './settle.ts';

/** Days after its end on which a period still takes corrections. */
const closesAfterDays = 90;

/**
 * What the ledger lacks, or has too much, of the periods that ended: of each kind the earlier ones that are not closed
 * yet, and the latest, which is settled once even if it closed meanwhile. Posting it and asking again gives nothing.
 * @param begins periods that began before this day were paid by whatever there was before; null settles none
 */
export function settlementsDue(
  facts: PartnerFacts,
  programme: Programme,
  { at, timeZone, begins }: { at: Instant; timeZone: string; begins: CalendarDate | null },
): LedgerEntry[] {
  if (begins === null) return [];
  const today = dateOf(at, timeZone);
  const kinds = periods.filter((kind) => programme.incentives.some((incentive) => incentive.period === kind));
  return kinds
    .flatMap((kind) => openPeriods(kind, today, programme.fiscalYearStart))
    .filter(({ from }) => from >= begins)
    .filter((period) => today < closesOn(period, closesAfterDays) || !isSettled(period, facts))
    .flatMap((period) => settlementOf(period, facts, programme, at, timeZone));
}

function openPeriods(kind: PeriodKind, today: CalendarDate, fiscalYearStart: number): FiscalPeriod[] {
  const found: FiscalPeriod[] = [];
  let period = periodBefore(periodOf(today, kind, fiscalYearStart), fiscalYearStart);
  while (found.length === 0 || today < closesOn(period, closesAfterDays)) {
    found.push(period);
    period = periodBefore(period, fiscalYearStart);
  }
  return found;
}

function isSettled({ label }: FiscalPeriod, { ledger }: PartnerFacts): boolean {
  return ledger.some(({ kind, period, dealId }) => kind === 'settlement' && period === label && dealId === null);
}

function settlementOf(
  period: FiscalPeriod,
  facts: PartnerFacts,
  programme: Programme,
  at: Instant,
  timeZone: string,
): LedgerEntry[] {
  const lastDay = daysAfter(period.until, -1);
  const terms = termsOn(programme, lastDay, programme.currency);
  const settle = settling(programme, period.label, at, (incentive, of) => periodWorth(incentive, of, terms), {
    closesAfterDays,
    timeZone,
  });
  // Purchases that are not all known are no purchases to settle by.
  const earliest = [settle.windows.before, ...settle.windows.quarters].map(({ from }) => from).sort()[0] ?? period.from;
  if (earliest < facts.wonFrom) return [];
  const purchases = purchasesWithin(settle.windows);
  for (const deal of inProgrammeCurrency(facts.won, programme).deals) {
    const { wonOn, registered, specialPrice } = deal;
    for (const line of deal.lines) purchases.add({ ...line, date: wonOn, recordedOn: wonOn, registered, specialPrice });
  }
  const { id: partnerId, name, roles } = facts.partner;
  const competencies = competencyStandings(facts, programme, lastDay).filter(isHeld);
  const partner = {
    ...{ partnerId, name, roles, acceptedOn: facts.acceptedOn },
    level: levelInForce(levelAtEnd(facts, period), programme, lastDay)?.key ?? null,
    competencies: competencies.map(({ key }) => key),
  };
  return settlePartner(partner, purchases, facts.ledger, settle).postings.map((entry) => ({
    ...entry,
    explanation: { ...entry.explanation, args: { ...entry.explanation.args, levelAtEnd: partner.level } },
  }));
}

/** The level by which a period was first settled, none included: a later one does not change what was earned before. */
function levelAtEnd({ ledger, partner }: PartnerFacts, { label }: FiscalPeriod): string | null {
  const settled = ledger.filter(
    ({ period, kind, dealId }) => period === label && kind === 'settlement' && dealId === null,
  );
  const levels = settled.toSorted(byTime).map(({ explanation }) => explanation.args['levelAtEnd']);
  const first = levels.find((level) => level === null || typeof level === 'string');
  return first === undefined ? partner.level : first;
}
