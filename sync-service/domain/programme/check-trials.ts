/** Deals on which a programme is tried out: what its own rules ask about, and nothing else. */
import { Decimal } from 'decimal.js';
import type { Circumstances, PricedDeal } from '../margin/priced-deal.ts';
import { addCalendarDays, type CalendarDate } from '../time.ts';
import type { Incentive, Programme } from './schema.ts';

/** A day on which every rule without dates is in force. */
const someDay = '2026-01-01';

/** The days on which something begins: between two of them the same rules hold. */
export function daysOf(programme: Programme): CalendarDate[] {
  const begins = programme.incentives.flatMap(({ effectiveFrom, publishedOn }) => [effectiveFrom, publishedOn]);
  const ends = programme.incentives.flatMap(({ effectiveUntil }) => effectiveUntil);
  const days = [...begins, ...ends].filter((day) => day !== null);
  const before = days.length === 0 ? [] : [addCalendarDays(days.toSorted()[0] as CalendarDate, -1)];
  return [...new Set(days.length === 0 ? [someDay] : [...before, ...days])].sort();
}

/** Families that some rule names, and one that none names. */
export function familiesOf(programme: Programme): (string | null)[] {
  const named = programme.incentives.flatMap(({ requires }) => [...requires.families, ...requires.exceptFamilies]);
  return [...[...new Set(named)].sort(), null];
}

/** A deal for which everything speaks: registered first, new customer, every competency, list and paper. */
export function favouredDeal(programme: Programme, level: string | null, family: string | null): PricedDeal {
  const all = <T>(of: (incentive: Incentive) => readonly T[]) => [...new Set(programme.incentives.flatMap(of))].sort();
  const terms = programme.incentives.map(({ requires }) => requires.minTermMonths ?? 0);
  return {
    ...dealOf(programme, level, family, Math.max(0, ...terms)),
    registered: true,
    newCustomer: true,
    partner: {
      level,
      roles: [],
      competencies: programme.competencies.map(({ key }) => ({ key, validFrom: null, validUntil: null })),
    },
    circumstances: {
      ...calm,
      customerConfirmed: true,
      customerLists: all(({ requires }) => requires.customerLists),
      papers: all(({ requires }) => requires.papers),
      customerCountry: all(({ requires }) => requires.countries)[0] ?? null,
      registeredAtStage: all(({ requires }) => requires.registeredAtStages)[0] ?? null,
    },
  };
}

/** A deal that has what one incentive asks for, and no more. */
export function dealFor(
  incentive: Incentive,
  programme: Programme,
  level: string | null,
  on: CalendarDate,
): PricedDeal {
  const { requires } = incentive;
  const family = requires.families[0] ?? null;
  const months = requires.minTermMonths ?? requires.maxTermMonths ?? 0;
  const deal = dealOf(programme, level, family, months);
  const competencies = [...requires.competencies, ...requires.anyCompetency.slice(0, 1)];
  const partner = {
    level,
    roles: [...requires.roles],
    competencies: competencies.map((key) => ({ key, validFrom: null, validUntil: null })),
  };
  return {
    ...deal,
    registered: requires.registration,
    newCustomer: requires.newCustomer,
    partner,
    role: requires.roles[0] ?? null,
    circumstances: {
      ...calm,
      origin: requires.origin,
      incumbent: requires.incumbent,
      customerConfirmed: requires.customerConfirmed,
      customerLists: requires.customerLists.slice(0, 1),
      customerCountry: requires.countries[0] ?? null,
      papers: requires.papers,
      registeredAtStage: requires.registeredAtStages[0] ?? null,
      registeredOn: on,
      closesOn: addCalendarDays(on, 2 * (requires.registeredBusinessDaysBeforeClose ?? 0)),
      ...(incentive.paidTo === 'distributor' ? { distributor: { quote: null, partner } } : {}),
    },
  };
}

const calm: Partial<Circumstances> = { tender: false };

function dealOf(programme: Programme, level: string | null, family: string | null, termMonths: number): PricedDeal {
  return {
    currency: programme.currency,
    lines: [{ family, quantity: new Decimal(1), listPrice: new Decimal(100_000), termMonths, deliveredOn: null }],
    customerPrice: null,
    partner: { level, roles: [], competencies: [] },
    role: null,
    registered: false,
    newCustomer: null,
  };
}

/** The same deal at another size; sold to the customer at list. */
export function sized(deal: PricedDeal, list: Decimal, quantity = new Decimal(1)): PricedDeal {
  const deliveredOn = deal.circumstances?.closesOn ?? null;
  const lines = deal.lines.map((line) => ({ ...line, quantity, listPrice: list.div(quantity), deliveredOn }));
  return { ...deal, lines, customerPrice: list };
}

/** Every size at which something begins or ends, by what it is measured in. */
export function edgesOf(programme: Programme): { amounts: Decimal[]; quantities: Decimal[] } {
  const amounts: Decimal[] = [];
  const quantities: Decimal[] = [];
  for (const { base, tiersBy, tiers, requires } of programme.incentives) {
    const by = tiersBy ?? base;
    const add = (into: Decimal[], edges: readonly (Decimal | null)[]) =>
      into.push(...edges.filter((edge) => edge !== null));
    for (const { from, above, to, below } of tiers) {
      if (by === 'quantity') add(quantities, [from, above, to, below]);
      else if (by !== 'growth' && by !== 'achievement') add(amounts, [from, above, to, below]);
    }
    for (const { of, from, above, to, below } of requires.dealSize) {
      add(of === 'quantity' ? quantities : amounts, [from, above, to, below]);
    }
  }
  return { amounts: distinct(amounts), quantities: distinct(quantities) };
}

function distinct(numbers: readonly Decimal[]): Decimal[] {
  return [...new Map(numbers.map((number) => [number.toString(), number])).values()].sort((a, b) => a.cmp(b));
}
