/** Where a partner stands in the programme, and what is missing to the next step; recomputed from facts each time. */
import type { Id, PartnerRole } from '../deal.ts';
import type { CalendarDate } from '../time.ts';
import { levelInForce } from './levels.ts';
import type { Programme } from './schema.ts';
import { competencyStandings, isHeld, type CompetencyStanding } from './standing-competencies.ts';
import type { PartnerFacts } from './standing-facts.ts';
import { levelsStanding, type LevelsStanding, type Measures } from './standing-levels.ts';
import { periodStandings, type PeriodStanding } from './standing-periods.ts';
import { rebatesOf, type Rebates } from './standing-rebates.ts';
import {
  customersOf,
  inProgrammeCurrency,
  leftOutOf,
  revenueOf,
  wonInTwelveMonths,
  type LeftOut,
} from './standing-revenue.ts';

export interface Standing extends LevelsStanding {
  partnerId: Id;
  roles: readonly PartnerRole[];
  /** Of the programme; revenue and periods are in it. */
  currency: string;
  competencies: readonly CompetencyStanding[];
  periods: readonly PeriodStanding[];
  rebates: readonly Rebates[];
  /** What was won in the twelve months and could not be counted as revenue. */
  leftOut: LeftOut;
  /** Open deals whose margin can't be worked out, and deals whose records could not be read. */
  unpriced: number;
  unreadable: number;
}

/**
 * The standing of one partner on a day: level and progress by every path over the twelve months that end with the day,
 * competencies, running periods and rebates. Only what is won counts, and the level on record prices it, so that a deal
 * never raises its own level. Rules not yet made known count for nothing.
 */
export function standingOf(facts: PartnerFacts, programme: Programme, on: CalendarDate): Standing {
  const { id: partnerId, name, level, roles } = facts.partner;
  const won = inProgrammeCurrency(facts.won, programme);
  const competencies = competencyStandings(facts, programme, on);
  const held = competencies.filter(isHeld).map(({ key }) => key);
  const inForce = levelInForce(level, programme, on)?.key ?? null;
  const partner = { partnerId, name, level: inForce, roles, competencies: held, acceptedOn: facts.acceptedOn };
  return {
    ...{ partnerId, roles, currency: programme.currency, competencies },
    ...levelsStanding(level, measuresOn(facts, won.deals, competencies, on), programme, on),
    periods: periodStandings({ partner, won, wonFrom: facts.wonFrom }, programme, on),
    rebates: rebatesOf(facts.ledger),
    leftOut: leftOutOf(wonInTwelveMonths(won.without, on)),
    unpriced: facts.unpriced,
    unreadable: facts.unreadable,
  };
}

/** What the paths of levels ask for. Who was won as a customer is known whatever the currency. */
function measuresOn(
  facts: PartnerFacts,
  inCurrency: PartnerFacts['won'],
  competencies: readonly CompetencyStanding[],
  on: CalendarDate,
): Measures {
  const deals = wonInTwelveMonths(inCurrency, on);
  const peopleIn = ({ people }: CompetencyStanding) => people.have ?? 0;
  return {
    revenue: (families) => revenueOf(deals, families),
    // Records count people by competency: one certified in two stands in both.
    people: (competency) =>
      competencies
        .filter(({ key }) => competency === null || key === competency)
        .reduce((total, each) => total + peopleIn(each), 0),
    competencies: competencies.filter(isHeld).length,
    customers: customersOf(wonInTwelveMonths(facts.won, on)),
  };
}
