/** Running periods: what a partner bought so far, what it pays as it stands, and what is missing to the next edge. */
import type { Decimal } from 'decimal.js';
import { measuresOf, periodWorth, targetOf, type PeriodWorth } from '../margin/period-worth.ts';
import type { PeriodFacts } from '../margin/priced-deal.ts';
import { termsOn, type Terms } from '../margin/terms.ts';
import { ZERO } from '../money.ts';
import { monthWithin, periodOf, type FiscalPeriod } from '../payout/period.ts';
import { incentivesOf, notOpenTo, type SettledPartner } from '../payout/period-terms.ts';
import { purchasesWithin, windowsOf, type Purchases, type Windows } from '../payout/purchases.ts';
import type { CalendarDate } from '../time.ts';
import { nextEdge, type NextEdge } from './standing-next-edge.ts';
import { periods, type Incentive, type PeriodKind, type Programme } from './schema.ts';
import type { WonDeal } from './standing-facts.ts';
import { leftOutOf, type LeftOut, type Won } from './standing-revenue.ts';

/** In the programme's currency. */
export interface PeriodStanding {
  /** Id and version. */
  incentive: string;
  name: string;
  period: FiscalPeriod;
  /** What counts for this incentive. */
  purchases: Decimal;
  /** Of the period before; null where not all of it is known. */
  before: Decimal | null;
  /** What the period pays as it stands. */
  worth: PeriodWorth;
  /** Null where the incentive has no target; its figures are null where they can't be told. */
  target: { amount: Decimal | null; achievement: Decimal | null } | null;
  /** Null where more purchases reach no edge that pays more. */
  next: NextEdge | null;
  leftOut: LeftOut;
}

export interface Buyer {
  partner: SettledPartner;
  won: Won;
  wonFrom: CalendarDate;
}

/** Every incentive on a period that is open to the partner, by the programme's kinds of period. */
export function periodStandings(buyer: Buyer, programme: Programme, on: CalendarDate): PeriodStanding[] {
  return periods.flatMap((kind) => ofKind(kind, buyer, programme, on));
}

function ofKind(kind: PeriodKind, buyer: Buyer, programme: Programme, on: CalendarDate): PeriodStanding[] {
  const { fiscalYearStart } = programme;
  const period = periodOf(on, kind, fiscalYearStart);
  const open = incentivesOf(programme, period, on)
    .map(([agreed]) => agreed)
    .filter((incentive) => notOpenTo(incentive, buyer.partner) === null);
  if (open.length === 0) return [];
  const quarters = Math.max(0, ...open.map(({ target }) => target?.meanOfQuarters ?? 0));
  const windows = windowsOf(period, { fiscalYearStart, closesAfterDays: 0, quarters });
  const deals = buyer.won.deals.filter(({ wonOn }) => wonOn <= on);
  const leftOut = leftOutOf(buyer.won.without.filter(({ wonOn }) => period.from <= wonOn && wonOn <= on));
  const purchases = bought(deals, windows);
  const terms = termsOn(programme, on, programme.currency);
  return open.map((incentive) => {
    const facts = periodFacts(incentive, purchases, windows, buyer);
    return { ...figures(incentive, facts, terms), period, leftOut };
  });
}

function bought(deals: readonly WonDeal[], windows: Windows): Purchases {
  const purchases = purchasesWithin(windows);
  for (const { lines, wonOn, registered, specialPrice } of deals) {
    for (const line of lines) purchases.add({ ...line, date: wonOn, recordedOn: wonOn, registered, specialPrice });
  }
  return purchases;
}

/** A period that began before the deals are known is unknown, not zero. */
function periodFacts(incentive: Incentive, purchases: Purchases, windows: Windows, buyer: Buyer): PeriodFacts {
  const { partner, wonFrom } = buyer;
  const counted = purchases.countingFor(incentive);
  const known = windows.quarters.filter(({ from }) => from >= wonFrom).length;
  return {
    ...counted,
    period: windows.period.label,
    level: partner.level,
    acceptedInMonth: partner.acceptedOn === null ? null : monthWithin(windows.period, partner.acceptedOn),
    before: windows.before.from >= wonFrom ? counted.before : null,
    quarters: counted.quarters.slice(0, known),
  };
}

function figures(incentive: Incentive, facts: PeriodFacts, terms: Terms): Omit<PeriodStanding, 'period' | 'leftOut'> {
  const { purchases, achievement } = measuresOf(incentive, facts, terms);
  const target = targetOf(incentive, facts);
  return {
    incentive: `${incentive.id}@${incentive.version}`,
    name: incentive.name,
    purchases: purchases.kind === 'value' ? purchases.value : ZERO,
    before: facts.before,
    worth: periodWorth(incentive, facts, terms),
    target:
      incentive.target === null
        ? null
        : {
            amount: target === null ? null : terms.round(target),
            achievement: achievement.kind === 'value' ? achievement.value : null,
          },
    next: nextEdge(incentive, facts, terms),
  };
}
