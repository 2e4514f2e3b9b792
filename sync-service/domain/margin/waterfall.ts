/** From list price to what the partner keeps and what the vendor nets, every line with the rule that made it. */
import { Decimal } from 'decimal.js';
import type { IncentiveDecision, Waterfall, WaterfallLine } from '../assessment.ts';
import type { PartnerRole } from '../deal.ts';
import { percentOf, round, sum, zero } from '../money.ts';
import type { Incentive, Programme } from '../rules.ts';
import type { CalendarDate } from '../time.ts';
import { inForce } from '../time.ts';
import { ineligible } from './eligibility.ts';

/** What a price is worked out from. Amounts are extended (price times quantity), in one currency, without taxes. */
export interface MarginInput {
  currency: string;
  lines: { family: string | null; quantity: Decimal; list: Decimal; termMonths: number | null }[];
  /** Price to the end customer, where it may be known. */
  customerPrice: Decimal | null;
  partner: { level: string | null; roles: PartnerRole[]; competencies: string[] };
  registered: boolean;
  newCustomer: boolean;
  /** The day whose rules apply. */
  on: CalendarDate;
}

interface Applied {
  incentive: Incentive;
  /** Of the lines it takes part in, or of the whole. */
  base: Decimal;
  rate: Decimal | null;
  amount: Decimal;
  cap: Decimal | null;
}

/**
 * Works out the waterfall. The order is the programme's sequence, then id, so that the order of the file does not
 * matter. Each line is rounded to the currency's minor unit, half away from zero; totals are sums of rounded lines.
 */
export function waterfall(input: MarginInput, programme: Programme): Waterfall {
  const { currency } = input;
  const rules = programme.incentives.filter((rule) => inForce(rule, input.on)).sort(bySequence);
  const decisions = new Map<Incentive, IncentiveDecision>();
  const eligible = rules.filter((rule) => {
    const why = ineligible(rule, input);
    if (why !== null) decisions.set(rule, { incentive: nameOf(rule), outcome: 'not eligible', why });
    return why === null;
  });
  const standing = withoutReplaced(eligible, decisions);
  const list = sum(input.lines.map((line) => round(line.list, currency)));
  const discounts = applyDiscounts(standing, input, list, decisions);
  const partnerPrice = list.minus(sum(discounts.map((applied) => applied.amount)));
  const paid = applyRebates(standing, input, { list, partnerPrice }, decisions);
  const backMargin = sum(paid.map((applied) => applied.amount));
  const frontMargin = input.customerPrice === null ? null : round(input.customerPrice, currency).minus(partnerPrice);
  const total = frontMargin === null ? null : frontMargin.plus(backMargin);
  const partnerMargin = list.minus(partnerPrice).plus(backMargin);
  return {
    version: 1,
    currency,
    list,
    partnerPrice,
    customerPrice: input.customerPrice === null ? null : round(input.customerPrice, currency),
    frontMargin,
    backMargin,
    partnerMargin,
    partnerMarginPercent: percentOf(partnerMargin, list) ?? zero,
    total,
    totalPercent: total === null || input.customerPrice === null ? null : percentOf(total, input.customerPrice),
    vendorNet: partnerPrice.minus(backMargin),
    lines: linesOf(list, discounts, partnerPrice, frontMargin, paid, total, input),
    decisions: rules.map((rule) => decisions.get(rule)!),
  };
}

function bySequence(a: Incentive, b: Incentive): number {
  return a.sequence - b.sequence || (a.id < b.id ? -1 : a.id > b.id ? 1 : a.version - b.version);
}

function nameOf(rule: Incentive): string {
  return `${rule.id}@${rule.version}`;
}

/** Rules named by an eligible rule's `replaces` or `excludes` give way; of two that exclude each other the first stays. */
function withoutReplaced(eligible: Incentive[], decisions: Map<Incentive, IncentiveDecision>): Incentive[] {
  const gone = new Set<Incentive>();
  for (const rule of eligible) {
    if (gone.has(rule)) continue;
    for (const other of eligible) {
      if (other === rule || gone.has(other)) continue;
      const replaced = rule.replaces.includes(other.id);
      if (!replaced && !rule.excludes.includes(other.id)) continue;
      gone.add(other);
      const why = replaced ? `${rule.name} takes its place` : `${rule.name} cannot be combined with it`;
      decisions.set(other, { incentive: nameOf(other), outcome: 'beaten', by: nameOf(rule), why });
    }
  }
  return eligible.filter((rule) => !gone.has(rule));
}

/** Upfront discounts: points of list where they add, of what is left where they compound. Never below a price of zero. */
function applyDiscounts(
  standing: Incentive[],
  input: MarginInput,
  list: Decimal,
  decisions: Map<Incentive, IncentiveDecision>,
): Applied[] {
  const rules = standing.filter((rule) => rule.kind === 'Discount');
  const winners = bestOfGroups(rules, (rule) => worth(rule, input, { list, partnerPrice: list }), decisions);
  const applied: Applied[] = [];
  let left = list;
  for (const rule of winners) {
    const share = rule.combine === 'Compound' && list.gt(0) ? left.div(list) : new Decimal(1);
    const result = worth(rule, input, { list, partnerPrice: left }, share);
    const amount = Decimal.min(result.amount, left);
    applied.push({ ...result, amount });
    left = left.minus(amount);
    decisions.set(rule, decisionOf({ ...result, amount }));
  }
  return applied;
}

function applyRebates(
  standing: Incentive[],
  input: MarginInput,
  prices: { list: Decimal; partnerPrice: Decimal },
  decisions: Map<Incentive, IncentiveDecision>,
): Applied[] {
  const rules = standing.filter((rule) => {
    if (rule.kind === 'Discount') return false;
    const unknown = notYetKnown(rule, input);
    if (unknown !== null) decisions.set(rule, { incentive: nameOf(rule), outcome: 'if reached', why: unknown });
    return unknown === null;
  });
  return bestOfGroups(rules, (rule) => worth(rule, input, prices), decisions).map((rule) => {
    const applied = worth(rule, input, prices);
    decisions.set(rule, decisionOf(applied));
    return applied;
  });
}

/** What depends on a period that is not over, or on a price nobody has named, stays out of the sure part. */
function notYetKnown(rule: Incentive, input: MarginInput): string | null {
  if (rule.base === 'Period Purchases') return 'depends on the purchases of a period that is not over';
  if (rule.base === 'Period Growth') return 'depends on the growth over a period that is not over';
  if (rule.base === 'Customer Price' && input.customerPrice === null) return 'depends on the price to the end customer';
  return null;
}

/** Of each group only the rule that pays most; equal: the earlier id. */
function bestOfGroups(
  rules: Incentive[],
  value: (rule: Incentive) => Applied,
  decisions: Map<Incentive, IncentiveDecision>,
): Incentive[] {
  const best = new Map<string, { rule: Incentive; amount: Decimal }>();
  for (const rule of rules) {
    if (rule.combine !== 'Best Of Group' || rule.group === null) continue;
    const amount = value(rule).amount;
    const held = best.get(rule.group);
    if (held === undefined || amount.gt(held.amount) || (amount.eq(held.amount) && rule.id < held.rule.id)) {
      best.set(rule.group, { rule, amount });
    }
  }
  return rules.filter((rule) => {
    const winner = rule.combine === 'Best Of Group' && rule.group !== null ? best.get(rule.group)!.rule : rule;
    if (winner === rule) return true;
    const why = `of the group ${rule.group} only the best applies`;
    decisions.set(rule, { incentive: nameOf(rule), outcome: 'beaten', by: nameOf(winner), why });
    return false;
  });
}

function worth(
  rule: Incentive,
  input: MarginInput,
  prices: { list: Decimal; partnerPrice: Decimal },
  shareLeft = new Decimal(1),
): Applied {
  const lines = input.lines.filter((line) => takesPart(rule, line.family));
  const ownList = sum(lines.map((line) => round(line.list, input.currency)));
  const share = prices.list.isZero() ? zero : ownList.div(prices.list);
  const base = baseOf(rule, { ownList, share, lines }, prices, input).times(rule.kind === 'Discount' ? shareLeft : 1);
  const tier = tierOf(rule, base, input.partner.level);
  const rate = tier?.rate ?? rule.rate;
  const fixed = tier?.amount ?? rule.amount;
  const raw = rate !== null ? base.times(rate) : (fixed ?? zero);
  const amount = round(raw, input.currency);
  const capped = rule.capAmount !== null && amount.gt(rule.capAmount);
  return {
    incentive: rule,
    base,
    rate,
    amount: capped ? round(rule.capAmount!, input.currency) : amount,
    cap: capped ? rule.capAmount : null,
  };
}

function takesPart(rule: Incentive, family: string | null): boolean {
  return rule.productFamilies.length === 0 || (family !== null && rule.productFamilies.includes(family));
}

function baseOf(
  rule: Incentive,
  own: { ownList: Decimal; share: Decimal; lines: MarginInput['lines'] },
  prices: { list: Decimal; partnerPrice: Decimal },
  input: MarginInput,
): Decimal {
  switch (rule.base) {
    case 'List':
      return own.ownList;
    case 'Partner Price':
      return prices.partnerPrice.times(own.share);
    case 'Customer Price':
      return (input.customerPrice ?? zero).times(own.share);
    case 'Quantity':
      return sum(own.lines.map((line) => line.quantity));
    case 'Period Purchases':
    case 'Period Growth':
      return zero;
  }
}

/** The band the base falls in, for the partner's level: the highest lower edge that is reached. */
function tierOf(rule: Incentive, base: Decimal, level: string | null) {
  const fitting = rule.tiers.filter(
    (tier) => (tier.level === null || tier.level === level) && (tier.from === null || base.gte(tier.from)),
  );
  fitting.sort((a, b) => (b.from ?? zero).cmp(a.from ?? zero) || Number(b.level !== null) - Number(a.level !== null));
  return fitting[0] ?? null;
}

function decisionOf({ incentive, amount, base, rate, cap }: Applied): IncentiveDecision {
  const of = `of ${incentive.base.toLowerCase()} ${base.toDecimalPlaces(2).toFixed()}`;
  const why = rate === null ? 'a fixed amount' : `${rate.times(100).toFixed()} % ${of}`;
  if (cap !== null) return { incentive: nameOf(incentive), outcome: 'capped', amount, cap, why };
  return { incentive: nameOf(incentive), outcome: 'applied', amount, why };
}

function linesOf(
  list: Decimal,
  discounts: Applied[],
  partnerPrice: Decimal,
  frontMargin: Decimal | null,
  paid: Applied[],
  total: Decimal | null,
  input: MarginInput,
): WaterfallLine[] {
  const plain = (kind: WaterfallLine['kind'], label: string, amount: Decimal | null, why: string): WaterfallLine => ({
    kind,
    label,
    amount,
    rule: null,
    base: null,
    rate: null,
    why,
  });
  const byRule = (applied: Applied, kind: WaterfallLine['kind'], sign: 1 | -1): WaterfallLine => ({
    kind,
    label: applied.incentive.name,
    amount: applied.amount.times(sign),
    rule: nameOf(applied.incentive),
    base: applied.base,
    rate: applied.rate,
    why: whyOf(applied),
  });
  return [
    plain('list', 'List price', list, 'sum of the lines at list price'),
    ...discounts.map((applied) => byRule(applied, 'discount', -1)),
    plain('partner price', 'Partner price', partnerPrice, 'list price less upfront discounts'),
    plain(
      'customer price',
      'Customer price',
      input.customerPrice,
      input.customerPrice === null ? 'not known here' : 'as given',
    ),
    plain(
      'front margin',
      'Front margin',
      frontMargin,
      frontMargin === null ? 'unknown without a customer price' : 'customer price less partner price',
    ),
    ...paid.map((applied) => byRule(applied, applied.incentive.kind === 'Rebate' ? 'rebate' : 'bonus', 1)),
    plain(
      'total',
      'Total',
      total,
      total === null ? 'unknown without a customer price' : 'front margin plus rebates and bonuses',
    ),
  ];
}

function whyOf(applied: Applied): string {
  const decision = decisionOf(applied);
  const capped = applied.cap === null ? '' : `, capped at ${applied.cap.toFixed()}`;
  const source = applied.incentive.source === null ? '' : ` (${applied.incentive.source})`;
  return `${decision.why}${capped}${source}`;
}
