/** From list price to what a deal leaves the partner, every step with the rule that made it. */
import { Decimal } from 'decimal.js';
import type { IncentiveDecision, Waterfall, WaterfallLine } from '../assessment.ts';
import type { Incentive, Programme } from '../rules.ts';
import { percentOf, roundMoney, sum, ZERO } from '../money.ts';
import { levelInForce } from '../programme/levels.ts';
import type { CalendarDate } from '../time.ts';
import { cutTo, worthOf, type RunningLine, type Worth } from './amounts.ts';
import { excludedBy, replacedBy } from './combine.ts';
import { ineligible, inOrder, ruleName, type WaterfallInput } from './eligibility.ts';

/**
 * Works out a deal by the programme's terms in force on a date. Discounts come off list, rebates and bonuses come on
 * top, each in the programme's order; amounts are rounded on each extended line, so sums of lines are the totals.
 */
export function waterfall(input: WaterfallInput, programme: Programme, on: CalendarDate): Waterfall {
  const powerless = new Set<string>();
  for (;;) {
    const run = new Run(input, programme, on, powerless);
    // Whoever took another's place and then came to nothing gives the place back.
    const empty = run.emptyReplacer();
    if (empty === null) return run.result();
    powerless.add(empty);
  }
}

class Run {
  readonly #input: WaterfallInput;
  readonly #order: Incentive[];
  readonly #level: string | null;
  readonly #running: RunningLine[];
  readonly #decisions = new Map<Incentive, IncentiveDecision>();
  readonly #applied: Incentive[] = [];
  readonly #replaced: Map<Incentive, Incentive>;
  readonly #discounts: WaterfallLine[] = [];
  readonly #back: WaterfallLine[] = [];

  constructor(input: WaterfallInput, programme: Programme, on: CalendarDate, powerless: ReadonlySet<string>) {
    this.#input = input;
    this.#order = inOrder(programme.incentives);
    this.#level = levelInForce(input.partner.level, programme, on)?.key ?? null;
    this.#running = runningLines(input);
    const open = this.#order.filter((incentive) => this.#isOpen(incentive, programme, on));
    this.#replaced = replacedBy(open, powerless);
    for (const [loser, winner] of this.#replaced) this.#beaten(loser, winner, `${winner.name} takes its place`);
    this.#apply(open.filter((incentive) => incentive.kind === 'Discount'));
    this.#apply(open.filter((incentive) => incentive.kind !== 'Discount'));
  }

  emptyReplacer(): string | null {
    const empty = [...this.#replaced.values()].filter((winner) => !this.#applied.includes(winner));
    return this.#order.find((incentive) => empty.includes(incentive))?.id ?? null;
  }

  #isOpen(incentive: Incentive, programme: Programme, on: CalendarDate): boolean {
    const why = ineligible(incentive, this.#input, programme, on);
    const name = ruleName(incentive);
    if (why !== null) this.#decisions.set(incentive, { incentive: name, outcome: 'not eligible', why });
    else if (incentive.base === 'Period Purchases' || incentive.base === 'Period Growth') {
      this.#decisions.set(incentive, { incentive: name, outcome: 'if reached', why: ifReached(incentive) });
    } else return true;
    return false;
  }

  #apply(open: readonly Incentive[]): void {
    const best = this.#bestOfGroups(open.filter((incentive) => !this.#replaced.has(incentive)));
    for (const incentive of best) {
      const other = excludedBy(incentive, this.#applied);
      if (other !== null) this.#beaten(incentive, other, `cannot stand beside ${other.name}`);
      else this.#take(incentive, this.#worth(incentive));
    }
  }

  #worth(incentive: Incentive, fresh = false): Worth {
    return worthOf(incentive, this.#input, this.#running, this.#level, fresh);
  }

  /** Of each group the one worth most by itself; worth the same, the earlier id. */
  #bestOfGroups(open: readonly Incentive[]): Incentive[] {
    const winners = new Map<string, { incentive: Incentive; amount: Decimal }>();
    const grouped = open.filter((incentive) => incentive.combine === 'Best Of Group');
    for (const incentive of grouped) {
      const worth = this.#worth(incentive, true);
      if (worth.kind === 'nothing') continue;
      const amount = incentive.capAmount === null ? worth.amount : Decimal.min(worth.amount, incentive.capAmount);
      const leader = winners.get(incentive.group ?? '');
      const better =
        leader === undefined ||
        amount.gt(leader.amount) ||
        (amount.eq(leader.amount) && incentive.id < leader.incentive.id);
      if (better) winners.set(incentive.group ?? '', { incentive, amount });
    }
    return open.filter((incentive) => {
      const winner = grouped.includes(incentive) ? winners.get(incentive.group ?? '') : undefined;
      if (winner === undefined || winner.incentive === incentive) return true;
      const worth = this.#worth(incentive, true);
      if (worth.kind === 'nothing') return true;
      this.#beaten(incentive, winner.incentive, `${winner.incentive.name} is worth more or as much`);
      return false;
    });
  }

  #take(incentive: Incentive, worth: Worth): void {
    const name = ruleName(incentive);
    if (worth.kind === 'nothing') {
      this.#decisions.set(incentive, { incentive: name, outcome: 'not eligible', why: worth.why });
      return;
    }
    const { shares, cap } = this.#limited(incentive, worth);
    const amount = sum(shares);
    const isDiscount = incentive.kind === 'Discount';
    for (const [i, line] of this.#running.entries()) {
      const share = shares[i] ?? ZERO;
      if (isDiscount) line.price = line.price.minus(share);
      else line.back = line.back.plus(share);
    }
    this.#applied.push(incentive);
    const { why } = worth;
    this.#decisions.set(
      incentive,
      cap === null
        ? { incentive: name, outcome: 'applied', amount, why }
        : { incentive: name, outcome: 'capped', amount, cap, why },
    );
    const line = { label: incentive.name, rule: name, base: worth.base, rate: worth.rate, why };
    if (isDiscount) this.#discounts.push({ kind: 'discount', amount: amount.negated(), ...line });
    else this.#back.push({ kind: incentive.kind === 'Rebate' ? 'rebate' : 'bonus', amount, ...line });
  }

  /** Its own cap, and for a discount the price that is left: nothing is sold below nothing. */
  #limited(
    incentive: Incentive,
    { shares, amount }: Worth & { kind: 'worth' },
  ): { shares: Decimal[]; cap: Decimal | null } {
    const { currency } = this.#input;
    const capped = incentive.capAmount !== null && amount.gt(incentive.capAmount);
    const cap = capped ? roundMoney(incentive.capAmount ?? ZERO, currency) : null;
    const within = cap === null ? shares : cutTo(cap, shares, currency);
    if (incentive.kind !== 'Discount') return { shares: within, cap };
    const left = within.map((share, i) => Decimal.min(share, this.#running[i]?.price ?? ZERO));
    return sum(left).lt(sum(within)) ? { shares: left, cap: sum(left) } : { shares: within, cap };
  }

  #beaten(loser: Incentive, winner: Incentive, why: string): void {
    this.#decisions.set(loser, { incentive: ruleName(loser), outcome: 'beaten', by: ruleName(winner), why });
  }

  result(): Waterfall {
    const { currency, customerPrice: asked } = this.#input;
    const list = sum(this.#running.map((line) => line.list));
    const partnerPrice = sum(this.#running.map((line) => line.price));
    const backMargin = sum(this.#running.map((line) => line.back));
    const customerPrice = asked === null ? null : roundMoney(asked, currency);
    const frontMargin = customerPrice === null ? null : customerPrice.minus(partnerPrice);
    const total = frontMargin === null ? null : frontMargin.plus(backMargin);
    const partnerMargin = list.minus(partnerPrice).plus(backMargin);
    const sums = { list, partnerPrice, customerPrice, frontMargin, total };
    return {
      version: 1,
      currency,
      ...sums,
      backMargin,
      partnerMargin,
      partnerMarginPercent: percentOf(partnerMargin, list) ?? ZERO,
      totalPercent: total === null || customerPrice === null ? null : percentOf(total, customerPrice),
      vendorNet: partnerPrice.minus(backMargin),
      lines: linesOf(sums, this.#discounts, this.#back),
      decisions: this.#order.flatMap((incentive) => this.#decisions.get(incentive) ?? []),
    };
  }
}

function runningLines({ lines, currency, customerPrice }: WaterfallInput): RunningLine[] {
  const lists = lines.map((line) => roundMoney(line.quantity.times(line.listPrice), currency));
  const shares = customerPrice === null ? null : cutTo(roundMoney(customerPrice, currency), lists, currency);
  return lists.map((list, i) => ({ list, price: list, back: ZERO, customerPrice: shares?.[i] ?? null }));
}

function ifReached(incentive: Incentive): string {
  const base = incentive.base === 'Period Growth' ? 'growth' : 'purchases';
  return `depends on the ${base} of a period not yet over`;
}

type Sums = Pick<Waterfall, 'list' | 'partnerPrice' | 'customerPrice' | 'frontMargin' | 'total'>;

function linesOf(sums: Sums, discounts: readonly WaterfallLine[], back: readonly WaterfallLine[]): WaterfallLine[] {
  const line = (kind: WaterfallLine['kind'], label: string, amount: Decimal | null, why: string): WaterfallLine => {
    return { kind, label, amount, rule: null, base: null, rate: null, why };
  };
  const unknown = 'not known without a price to the end customer';
  const known = sums.customerPrice !== null;
  return [
    line('list', 'List price', sums.list, 'quantity times list price, line by line'),
    ...discounts,
    line('partner price', 'Partner price', sums.partnerPrice, 'list price less upfront discounts'),
    line('customer price', 'Price to the end customer', sums.customerPrice, known ? 'as given' : unknown),
    line(
      'front margin',
      'Front margin',
      sums.frontMargin,
      known ? 'price to the end customer less partner price' : unknown,
    ),
    ...back,
    line('total', 'Total margin', sums.total, known ? 'front margin plus rebates and bonuses' : unknown),
  ];
}
