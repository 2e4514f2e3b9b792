/** A programme made ready for one day and one currency: what is in force, in order, with amounts exchanged. */
import { Decimal } from 'decimal.js';
import { familyKey } from '../product-family.ts';
import type { Edges, Incentive, IncentiveTier, Level, Limit, Programme } from '../programme/schema.ts';
import { inForce, type CalendarDate } from '../time.ts';
import { minorUnits } from '../money.ts';
import { reason, type Reason } from './reasons.ts';

export interface Terms {
  programme: Programme;
  on: CalendarDate;
  currency: string;
  /** The dated rate at which the programme's amounts were exchanged; null where none was needed or known. */
  exchange: { from: string; rate: Decimal; on: CalendarDate } | null;
  /** Every incentive in the programme's order. */
  all: readonly Term[];
  limits: readonly TermLimit[];
  levels: ReadonlyMap<string, Level>;
  /** Whether any rule asks for the price to the end customer line by line. */
  asksForCustomerPrice: boolean;
  round(amount: Decimal): Decimal;
}

/** One incentive, made ready. */
export interface Term {
  /** Its place in `all`. */
  index: number;
  incentive: Incentive;
  /** Id and version. */
  name: string;
  /** Why it is not in force; null where it is. */
  closed: Reason | null;
  isDiscount: boolean;
  isOfPeriod: boolean;
  families: ReadonlySet<string> | null;
  exceptFamilies: ReadonlySet<string> | null;
  /** Whether it may count for some lines only. */
  isByLine: boolean;
  amount: Decimal | null;
  capPerDeal: Decimal | null;
  capPerPeriod: Decimal | null;
  tiers: readonly IncentiveTier[];
  sizes: Incentive['requires']['dealSize'];
}

export interface TermLimit {
  limit: Limit;
  members: ReadonlySet<number>;
  amount: Decimal | null;
}

const roundings = {
  'half up': Decimal.ROUND_HALF_UP,
  'half even': Decimal.ROUND_HALF_EVEN,
  down: Decimal.ROUND_DOWN,
  up: Decimal.ROUND_UP,
} as const;

// A programme is priced thousands of times between two changes of it.
const ready = new WeakMap<Programme, Map<string, Terms>>();

/**
 * Makes a programme ready for pricing.
 * @param on the day whose rules hold
 * @param knownOn what was made known later is left out, even where it claims to have held before
 */
export function termsOn(programme: Programme, on: CalendarDate, currency: string, knownOn: CalendarDate = on): Terms {
  let kept = ready.get(programme);
  if (kept === undefined) ready.set(programme, (kept = new Map<string, Terms>()));
  const name = `${on} ${knownOn} ${currency}`;
  const known = kept.get(name);
  if (known !== undefined) return known;
  const terms = makeReady(programme, on, currency, knownOn);
  kept.set(name, terms);
  return terms;
}

function makeReady(programme: Programme, on: CalendarDate, currency: string, knownOn: CalendarDate): Terms {
  const exchange = currency === programme.currency ? null : exchangeOn(programme, on, currency);
  const order = inOrder(programme.incentives);
  const known = order.filter((each) => each.publishedOn === null || each.publishedOn <= knownOn);
  const places = { decimals: minorUnits(currency), rounding: roundings[programme.rounding] };
  const mayExchange = exchange !== null || currency === programme.currency;
  const all = order.map((incentive, index) => {
    const closed =
      outOfForce(incentive, known, on) ??
      (mayExchange || !countsMoney(incentive)
        ? null
        : reason('no exchange rate', { from: programme.currency, to: currency }));
    return termOf(incentive, index, closed, exchange?.rate ?? null);
  });
  return {
    programme,
    on,
    currency,
    exchange,
    all,
    limits: programme.limits
      .filter((limit) => inForce(limit, on) && (mayExchange || limit.amount === null))
      .map((limit) => ({
        limit,
        members: new Set(all.filter((term) => limit.incentives.includes(term.incentive.id)).map((term) => term.index)),
        amount: exchanged(limit.amount, exchange?.rate ?? null),
      })),
    asksForCustomerPrice: programme.incentives.some(
      (each) => each.base === 'customer price' || each.requires.dealSize.some(({ of }) => of === 'customer price'),
    ),
    levels: new Map(programme.levels.filter((level) => inForce(level, on)).map((level) => [level.key, level])),
    // Looking is several times cheaper than rounding what is round.
    round: (amount) =>
      amount.decimalPlaces() <= places.decimals ? amount : amount.toDecimalPlaces(places.decimals, places.rounding),
  };
}

/** Order of the programme: sequence, then id, then version. The file's own order says nothing. */
function inOrder(incentives: readonly Incentive[]): Incentive[] {
  return incentives.toSorted((a, b) => a.sequence - b.sequence || compare(a.id, b.id) || a.version - b.version);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function outOfForce(incentive: Incentive, known: readonly Incentive[], on: CalendarDate): Reason | null {
  if (!known.includes(incentive)) return reason('published on', { date: incentive.publishedOn });
  if (!inForce(incentive, on)) {
    return incentive.effectiveFrom !== null && on < incentive.effectiveFrom
      ? reason('in force from', { date: incentive.effectiveFrom })
      : reason('ended on', { date: incentive.effectiveUntil });
  }
  const newer = known
    .filter((other) => other.id === incentive.id && other.version > incentive.version && inForce(other, on))
    .map((other) => other.version);
  return newer.length > 0 ? reason('superseded', { version: Math.max(...newer) }) : null;
}

/** The latest dated rate of the pair, either way round; null where there is none. */
function exchangeOn(programme: Programme, on: CalendarDate, currency: string): Terms['exchange'] {
  const dated = programme.exchangeRates
    .filter((each) => each.on <= on)
    .flatMap((each) => {
      if (each.from === programme.currency && each.to === currency) return { rate: each.rate, on: each.on };
      if (each.to === programme.currency && each.from === currency) {
        return { rate: new Decimal(1).div(each.rate), on: each.on };
      }
      return [];
    })
    .sort((a, b) => compare(b.on, a.on));
  const [latest] = dated;
  return latest === undefined ? null : { from: programme.currency, ...latest };
}

function countsMoney(incentive: Incentive): boolean {
  const { amount, cap, tiers, requires, base, tiersBy } = incentive;
  const byMoney = (tiersBy ?? base) !== 'quantity' && tiersBy !== 'growth' && tiersBy !== 'achievement';
  const edged = tiers.some((tier) => tier.amount !== null || (byMoney && hasEdge(tier)));
  const sized = requires.dealSize.some((size) => size.of !== 'quantity' && hasEdge(size));
  return amount !== null || cap.perDeal !== null || cap.perPeriod !== null || edged || sized;
}

function hasEdge({ from, above, to, below }: Edges): boolean {
  return from !== null || above !== null || to !== null || below !== null;
}

function termOf(incentive: Incentive, index: number, closed: Reason | null, rate: Decimal | null): Term {
  const { requires, tiers, tiersBy, base } = incentive;
  const edgesAreMoney =
    tiersBy === null ? base !== 'quantity' : !['quantity', 'growth', 'achievement'].includes(tiersBy);
  const keys = (families: readonly string[]) => (families.length === 0 ? null : new Set(families.map(familyKey)));
  return {
    index,
    incentive,
    name: `${incentive.id}@${incentive.version}`,
    closed,
    isDiscount: incentive.kind === 'discount',
    isOfPeriod: base === 'period purchases' || base === 'period growth',
    families: keys(requires.families),
    exceptFamilies: keys(requires.exceptFamilies),
    isByLine:
      requires.families.length > 0 ||
      requires.exceptFamilies.length > 0 ||
      requires.minTermMonths !== null ||
      requires.maxTermMonths !== null ||
      requires.deliveredWithinDays !== null,
    amount: exchanged(incentive.amount, rate),
    capPerDeal: exchanged(incentive.cap.perDeal, rate),
    capPerPeriod: exchanged(incentive.cap.perPeriod, rate),
    tiers: tiers.map((tier) => ({
      ...tier,
      ...(edgesAreMoney ? exchangedEdges(tier, rate) : {}),
      amount: exchanged(tier.amount, rate),
    })),
    sizes: requires.dealSize.map((size) =>
      size.of === 'quantity' ? size : { ...size, ...exchangedEdges(size, rate) },
    ),
  };
}

function exchanged(amount: Decimal | null, rate: Decimal | null): Decimal | null {
  return amount === null || rate === null ? amount : amount.times(rate);
}

function exchangedEdges({ from, above, to, below }: Edges, rate: Decimal | null): Edges {
  return {
    from: exchanged(from, rate),
    above: exchanged(above, rate),
    to: exchanged(to, rate),
    below: exchanged(below, rate),
  };
}
