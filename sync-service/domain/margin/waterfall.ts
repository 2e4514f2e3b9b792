/** From list price to what a deal leaves the partner, every step with the rule that made it. */
import { Decimal } from 'decimal.js';
import type { ConditionalLine, IncentiveDecision, Waterfall, WaterfallLine } from '../assessment.ts';
import type { Programme } from '../programme/schema.ts';
import { lesser, percentOf, sum, ZERO } from '../money.ts';
import type { CalendarDate } from '../time.ts';
import { spread, worthOf, type RunningLine, type Valuation, type Valued, type Worth } from './amounts.ts';
import { excludedBy, replacements, type Losses } from './combine.ts';
import { countsLine, ineligible, openDeal, type OpenDeal } from './eligibility.ts';
import { periodWorth } from './period-worth.ts';
import { circumstancesOf, type Circumstances, type PricedDeal } from './priced-deal.ts';
import { reason, type Reason } from './reasons.ts';
import { termsOn, type Term, type TermLimit, type Terms } from './terms.ts';

/**
 * Works out a deal by the programme's terms in force on a date. Discounts come off list, rebates and bonuses come on
 * top, each in the programme's order; amounts are rounded on each extended line, so sums of lines are the totals.
 * @param knownOn rules made known later are left out: a past decision stays what it was
 */
export function waterfall(deal: PricedDeal, programme: Programme, on: CalendarDate, knownOn = on): Waterfall {
  const terms = termsOn(programme, on, deal.currency, knownOn);
  const known = circumstancesOf(deal);
  const open = openDeal(deal, known, terms);
  const powerless = new Set<Term>();
  for (;;) {
    const run = new Run(open, terms, powerless);
    // Whoever took another's place and then came to nothing gives the place back.
    const empty = run.emptyReplacer();
    if (empty === null) return run.result();
    powerless.add(empty);
  }
}

class Run {
  readonly #open: OpenDeal;
  readonly #known: Circumstances;
  readonly #terms: Terms;
  readonly #running: RunningLine[];
  readonly #list: Decimal;
  readonly #decisions: (IncentiveDecision | undefined)[];
  readonly #applied: Term[] = [];
  readonly #losses: Losses;
  readonly #valuation: Valuation;
  readonly #limited = new Map<TermLimit, Decimal>();
  readonly #discounts: WaterfallLine[] = [];
  readonly #back: WaterfallLine[] = [];
  readonly #conditional: ConditionalLine[] = [];
  #ownDiscount = ZERO;

  constructor(open: OpenDeal, terms: Terms, powerless: ReadonlySet<Term>) {
    this.#open = open;
    this.#known = open.known;
    this.#terms = terms;
    this.#running = runningLines(open.deal, terms);
    this.#list = sum(this.#running.map((line) => line.list));
    this.#decisions = new Array<IncentiveDecision | undefined>(terms.all.length);
    this.#valuation = {
      open,
      terms,
      running: this.#running,
      list: this.#list,
      hasLosses: (term) => this.#losses.has(term),
      isLost: this.#isLost,
    };
    const candidates = terms.all.filter((term) => this.#isOpen(term));
    this.#losses = replacements(candidates, (term) => this.#linesOf(term), powerless);
    const standing = candidates.filter((term) => !this.#isReplaced(term));
    this.#specialPrice(standing);
    const instead = this.#known.specialPrice !== null && !isOnTop(this.#known);
    const discounts = standing.filter((term) => term.isDiscount);
    this.#apply(instead ? discounts.filter((term) => this.#standsBySpecialPrice(term)) : discounts);
    if (isOnTop(this.#known)) this.#specialPriceOnTop();
    this.#quote();
    this.#apply(standing.filter((term) => !term.isDiscount && !term.isOfPeriod));
    for (const term of standing) if (term.isOfPeriod) this.#ifReached(term);
  }

  emptyReplacer(): Term | null {
    for (const taken of this.#losses.values()) {
      for (const { by } of taken) if (!this.#applied.includes(by) && !by.isOfPeriod) return by;
    }
    return null;
  }

  #isOpen(term: Term): boolean {
    const why = ineligible(term, this.#open, this.#terms);
    if (why === null) return true;
    this.#decide(term, { incentive: term.name, outcome: 'not eligible', why });
    return false;
  }

  #linesOf(term: Term): number[] {
    return this.#running.flatMap((_, i) => (countsLine(term, this.#open, i) ? i : []));
  }

  /** Lost on all its lines: another stands in its place. */
  #isReplaced(term: Term): boolean {
    const taken = this.#losses.get(term);
    if (taken === undefined || this.#linesOf(term).some((line) => !taken.some(({ lines }) => lines.has(line))))
      return false;
    const [first] = taken;
    if (first !== undefined) this.#beaten(term, first.by, 'replaced');
    return true;
  }

  readonly #isLost = (term: Term, line: number): boolean =>
    this.#losses.get(term)?.some(({ lines }) => lines.has(line)) ?? false;

  #apply(open: readonly Term[]): void {
    for (const term of this.#bestOfGroups(open)) {
      const other = excludedBy(term, this.#applied);
      if (other !== null) this.#beaten(term, other, 'excluded');
      else this.#take(term, this.#worth(term));
    }
  }

  #worth(term: Term, fresh = false): Valued {
    return worthOf(term, this.#valuation, fresh);
  }

  /** Of each group the one worth most by itself; worth the same, the earlier id. */
  #bestOfGroups(open: readonly Term[]): readonly Term[] {
    const grouped = open.filter((term) => term.incentive.bestOf !== null);
    if (grouped.length < 2) return open;
    const values = new Map<Term, Decimal>();
    const winners = new Map<string | null, Term>();
    for (const term of grouped) {
      const worth = this.#worth(term, true);
      if (worth.kind === 'nothing') continue;
      const { amount } = this.#limitedWorth(term, this.#shared(term, worth), true);
      values.set(term, amount);
      const leader = winners.get(term.incentive.bestOf);
      const best = leader === undefined ? null : (values.get(leader) ?? ZERO);
      const isBetter =
        leader === undefined ||
        best === null ||
        amount.gt(best) ||
        (amount.eq(best) && term.incentive.id < leader.incentive.id);
      if (isBetter) winners.set(term.incentive.bestOf, term);
    }
    return open.filter((term) => {
      const winner = values.has(term) ? winners.get(term.incentive.bestOf) : undefined;
      if (winner === undefined || winner === term) return true;
      this.#beaten(term, winner, 'best of group');
      return false;
    });
  }

  #take(term: Term, worth: Valued): void {
    if (worth.kind === 'nothing') {
      this.#decide(term, { incentive: term.name, outcome: 'not eligible', why: worth.why });
      return;
    }
    const { shares, amount, cap } = this.#limitedWorth(term, this.#shared(term, worth), false);
    const { incentive, name } = term;
    if (cap !== null && cap.lte(0) && amount.isZero()) {
      this.#decide(term, { incentive: name, outcome: 'capped', amount, cap, why: worth.why });
      return;
    }
    const toDistributor = incentive.paidTo === 'distributor';
    for (let i = 0; i < shares.length; i += 1) {
      const line = this.#running[i];
      const share = shares[i] ?? ZERO;
      if (line === undefined || share === ZERO) continue;
      if (!term.isDiscount) {
        if (!toDistributor) line.back.push(share);
      } else if (toDistributor) line.distributor = line.distributor.plus(share);
      else line.price = line.price.minus(share);
    }
    this.#applied.push(term);
    for (const limit of this.#limitsOn(term)) {
      this.#limited.set(limit, (this.#limited.get(limit) ?? ZERO).plus(amount));
    }
    const { why } = worth;
    this.#decide(
      term,
      cap === null
        ? { incentive: name, outcome: 'applied', amount, why }
        : { incentive: name, outcome: 'capped', amount, cap, why },
    );
    const line: WaterfallLine = {
      kind: incentive.kind,
      label: incentive.name,
      amount: term.isDiscount ? amount.negated() : amount,
      rule: name,
      base: worth.base,
      rate: worth.rate,
      why,
      byLine: { amounts: shares, bases: worth.bases },
      ...(toDistributor ? { paidTo: 'distributor' } : {}),
    };
    (term.isDiscount ? this.#discounts : this.#back).push(line);
  }

  /** A later registrant's part, or one partner's part of a shared registration. */
  #shared({ incentive }: Term, worth: Worth): Worth {
    if (!incentive.requires.registration) return worth;
    const { claimOrder, share } = this.#known;
    const later = claimOrder > 1 ? incentive.laterClaims[claimOrder - 2] : undefined;
    if (later === undefined && share === null) return worth;
    const part = (later ?? ONE).times(share ?? ONE);
    const shares = worth.shares.map((amount) => this.#terms.round(amount.times(part)));
    return { ...worth, shares, amount: sum(shares) };
  }

  /** Within its caps, the programme's limits and, for a discount, the price that is left: nothing is sold below nothing. */
  #limitedWorth(term: Term, worth: Worth, fresh: boolean): { shares: Decimal[]; amount: Decimal; cap: Decimal | null } {
    const { shares, amount } = worth;
    const cap = this.#capOf(term, worth, fresh);
    const isOver = cap !== null && amount.gt(cap);
    const most = isOver ? this.#terms.round(cap) : null;
    const within = most === null ? shares : spread(most, shares, this.#terms);
    if (!term.isDiscount || fresh) return { shares: within, amount: most ?? amount, cap: most };
    const left = within.map((share, i) => {
      const line = this.#running[i];
      if (line === undefined || share === ZERO) return ZERO;
      return lesser(share, line.distributor === ZERO ? line.price : line.price.minus(line.distributor));
    });
    if (left.every((share, i) => share === within[i])) return { shares: within, amount: most ?? amount, cap: most };
    const total = sum(left);
    return { shares: left, amount: total, cap: total };
  }

  #capOf(term: Term, { base }: Worth, fresh: boolean): Decimal | null {
    let cap = term.capPerDeal;
    const tighten = (other: Decimal) => (cap = cap === null ? other : lesser(cap, other));
    const { percent } = term.incentive.cap;
    if (percent !== null) tighten(base.times(percent));
    if (term.capPerPeriod !== null) {
      const before = this.#known.earlier.find((each) => each.incentive === term.incentive.id)?.amount ?? ZERO;
      tighten(Decimal.max(ZERO, term.capPerPeriod.minus(before)));
    }
    if (fresh) return cap;
    for (const limit of this.#limitsOn(term)) {
      const all = limit.amount ?? this.#list.times(limit.limit.percentOfList ?? ZERO);
      tighten(Decimal.max(ZERO, all.minus(this.#limited.get(limit) ?? ZERO)));
    }
    return cap;
  }

  #limitsOn(term: Term): readonly TermLimit[] {
    return this.#terms.limits.length === 0 ? none : this.#terms.limits.filter((limit) => limit.members.has(term.index));
  }

  /** Sum of the rebates and bonuses of one receiver. */
  #backTo(receiver: 'partner' | 'distributor'): Decimal {
    return sum(this.#back.flatMap((line) => ((line.paidTo ?? 'partner') === receiver ? (line.amount ?? ZERO) : [])));
  }

  /** A price of its own takes the place of the partner's upfront discounts. */
  #specialPrice(standing: readonly Term[]): void {
    const { specialPrice } = this.#known;
    if (specialPrice === null || isOnTop(this.#known)) return;
    for (const term of standing) {
      if (!term.isDiscount || this.#standsBySpecialPrice(term)) continue;
      const why = reason('special price instead');
      this.#decide(term, { incentive: term.name, outcome: 'beaten', by: specialPriceRule, why });
    }
    const list = this.#list;
    const discount =
      specialPrice.kind === 'price'
        ? list.minus(this.#terms.round(specialPrice.amount))
        : this.#terms.round(list.times(specialPrice.rate));
    this.#takeSpecial(
      discount,
      list,
      specialPrice.kind === 'points' ? specialPrice.rate : null,
      reason('special price'),
    );
  }

  /** The distributor's own discount is a matter between him and the vendor. */
  #standsBySpecialPrice(term: Term): boolean {
    return term.incentive.paidTo === 'distributor';
  }

  #specialPriceOnTop(): void {
    const { specialPrice } = this.#known;
    if (specialPrice?.kind !== 'points') return;
    const list = this.#list;
    const left = sum(this.#running.map((line) => line.price));
    const discount = Decimal.min(left, this.#terms.round(list.times(specialPrice.rate)));
    this.#takeSpecial(discount, list, specialPrice.rate, reason('special price on top'));
  }

  #takeSpecial(discount: Decimal, base: Decimal, rate: Decimal | null, why: Reason): void {
    const shares = spread(
      discount,
      this.#running.map((line) => line.list),
      this.#terms,
    );
    for (const [i, line] of this.#running.entries()) line.price = line.price.minus(shares[i] ?? ZERO);
    this.#ownDiscount = discount;
    const amount = discount.negated();
    this.#discounts.push({
      kind: 'discount',
      label: 'Special price',
      amount,
      rule: specialPriceRule,
      base,
      rate,
      why,
      byLine: null,
    });
  }

  /** In a two-tier deal the reseller pays what the distributor quotes him. */
  #quote(): void {
    const quote = this.#known.distributor?.quote ?? null;
    if (quote === null) return;
    const shares = spread(
      this.#terms.round(quote),
      this.#running.map((line) => line.list),
      this.#terms,
    );
    for (const [i, line] of this.#running.entries()) {
      const price = shares[i] ?? ZERO;
      // What the reseller pays more or less than by the programme is the distributor's affair.
      line.distributor = line.distributor.plus(price.minus(line.price));
      line.price = price;
    }
  }

  /** What a running period pays without and with this deal. A deal never raises its own level. */
  #ifReached(term: Term): void {
    const { incentive, name } = term;
    const facts = this.#known.purchases;
    if (facts === null) {
      const why = reason('period unknown', { period: incentive.period });
      this.#decide(term, { incentive: name, outcome: 'if reached', amount: null, why });
      return;
    }
    const rounding = termsOn(this.#terms.programme, this.#terms.on, this.#terms.programme.currency);
    const adds = this.#countsTowards(term);
    const later = {
      ...facts,
      purchases: facts.purchases.plus(sum(adds.map(({ amount }) => amount))),
      byFamily: [...facts.byFamily, ...adds],
    };
    const [before, after] = [periodWorth(incentive, facts, rounding), periodWorth(incentive, later, rounding)];
    const without = before.kind === 'worth' ? before.amount : ZERO;
    if (after.kind === 'nothing') {
      this.#decide(term, { incentive: name, outcome: 'if reached', amount: ZERO, why: after.why });
      return;
    }
    const due = after.amount.minus(without);
    this.#conditional.push({
      rule: name,
      label: incentive.name,
      period: facts.period,
      purchases: later.purchases,
      without,
      with: after.amount,
      due,
      rate: after.rate,
      why: after.why,
    });
    const why = reason('period', { period: facts.period, purchases: later.purchases });
    this.#decide(term, { incentive: name, outcome: 'if reached', amount: due, why });
  }

  /** This deal's part of the purchases, at partner price, in the programme's currency. */
  #countsTowards({ incentive }: Term): { family: string; amount: Decimal }[] {
    const { deal } = this.#open;
    const isLeftOut =
      (incentive.leavesOut.includes('registered') && deal.registered) ||
      (incentive.leavesOut.includes('special price') && this.#known.specialPrice !== null);
    if (isLeftOut) return [];
    const { exchange, currency, programme } = this.#terms;
    if (exchange === null && currency !== programme.currency) return [];
    return this.#running.map((line, i) => ({
      family: deal.lines[i]?.family ?? '',
      amount: exchange === null ? line.price : line.price.div(exchange.rate),
    }));
  }

  #beaten(loser: Term, winner: Term, code: 'replaced' | 'best of group' | 'excluded'): void {
    const why = reason(code, { name: winner.incentive.name });
    this.#decide(loser, { incentive: loser.name, outcome: 'beaten', by: winner.name, why });
  }

  #decide(term: Term, decision: IncentiveDecision): void {
    this.#decisions[term.index] = decision;
  }

  result(): Waterfall {
    const { deal } = this.#open;
    const { round, programme, currency, exchange } = this.#terms;
    const list = this.#list;
    const partnerPrice = sum(this.#running.map((line) => line.price));
    const backMargin = this.#backTo('partner');
    const customerPrice = deal.customerPrice === null ? null : round(deal.customerPrice);
    const frontMargin = customerPrice === null ? null : customerPrice.minus(partnerPrice);
    const total = frontMargin === null ? null : frontMargin.plus(backMargin);
    const partnerMargin = list.minus(partnerPrice).plus(backMargin);
    const distributor = this.#distributor(partnerPrice);
    const paid = distributor === null ? partnerPrice : distributor.price;
    const vendorNet = paid.minus(backMargin).minus(distributor?.back ?? ZERO);
    const commissionable = list.minus(this.#ownDiscount);
    const sums = { list, partnerPrice, customerPrice, frontMargin, total, distributor };
    return {
      version: 2,
      currency,
      list,
      partnerPrice,
      customerPrice,
      frontMargin,
      backMargin,
      partnerMargin,
      partnerMarginPercent: percentOf(partnerMargin, list) ?? ZERO,
      total,
      totalPercent: total === null || customerPrice === null ? null : percentOf(total, customerPrice),
      vendorNet,
      distributor,
      salesperson:
        programme.commission === null
          ? null
          : { quotaCredit: paid, commissionable, commission: round(commissionable.times(programme.commission.rate)) },
      exchange,
      lines: linesOf(sums, this.#discounts, this.#back),
      conditional: this.#conditional,
      decisions: this.#decisions.filter((decision) => decision !== undefined),
    };
  }

  #distributor(partnerPrice: Decimal): Waterfall['distributor'] {
    if (this.#known.distributor === null) return null;
    const margin = sum(this.#running.map((line) => line.distributor));
    const back = this.#backTo('distributor');
    return { price: partnerPrice.minus(margin), margin, back, indicative: this.#known.distributor.quote === null };
  }
}

const ONE = new Decimal(1);
const none: readonly TermLimit[] = [];
const specialPriceRule = 'special-price';

function isOnTop({ specialPrice }: Circumstances): boolean {
  return specialPrice?.kind === 'points' && specialPrice.onTop;
}

function runningLines({ lines, customerPrice }: PricedDeal, terms: Terms): RunningLine[] {
  const lists = lines.map((line) => terms.round(line.quantity.times(line.listPrice)));
  const shares =
    customerPrice === null || !terms.asksForCustomerPrice ? null : spread(terms.round(customerPrice), lists, terms);
  return lines.map((_, i) => {
    const list = lists[i] ?? ZERO;
    return { list, price: list, distributor: ZERO, back: [], customerPrice: shares?.[i] ?? null };
  });
}

type Sums = Pick<Waterfall, 'list' | 'partnerPrice' | 'customerPrice' | 'frontMargin' | 'total' | 'distributor'>;

function linesOf(sums: Sums, discounts: readonly WaterfallLine[], back: readonly WaterfallLine[]): WaterfallLine[] {
  const line = (kind: WaterfallLine['kind'], label: string, amount: Decimal | null, why: Reason): WaterfallLine => {
    return { kind, label, amount, rule: null, base: null, rate: null, why, byLine: null };
  };
  const known = sums.customerPrice !== null;
  const { distributor } = sums;
  const price =
    distributor === null
      ? [line('partner price', 'Partner price', sums.partnerPrice, reason('list less discounts'))]
      : [
          line('distributor price', 'Distributor price', distributor.price, reason('list less discounts')),
          line(
            'distributor margin',
            "Distributor's margin",
            distributor.margin,
            reason('reseller less distributor price'),
          ),
          line(
            'partner price',
            'Reseller price',
            sums.partnerPrice,
            reason(distributor.indicative ? 'indicative' : 'quote of the distributor'),
          ),
        ];
  return [
    line('list', 'List price', sums.list, reason('sum of list')),
    ...discounts,
    ...price,
    line(
      'customer price',
      'Price to the end customer',
      sums.customerPrice,
      reason(known ? 'as given' : 'customer price unknown'),
    ),
    line(
      'front margin',
      'Front margin',
      sums.frontMargin,
      reason(known ? 'customer less partner price' : 'customer price unknown'),
    ),
    ...back,
    line('total', 'Total margin', sums.total, reason(known ? 'front plus back' : 'customer price unknown')),
  ];
}
