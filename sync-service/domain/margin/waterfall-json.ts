/** A waterfall as plain JSON, for records, browsers and the command line: amounts as text, reasons also in English. */
import type { Decimal } from 'decimal.js';
import type { IncentiveDecision, Waterfall } from '../assessment.ts';
import { minorUnits } from '../money.ts';
import { inWords, type Reason } from './reasons.ts';
import type { Raise } from './what-if.ts';

/** What JSON writes of a waterfall. Amounts have all decimals of the currency; rates are fractions. */
export function waterfallJson(result: Waterfall) {
  const places = minorUnits(result.currency);
  const money = (amount: Decimal) => amount.toFixed(places);
  const maybe = (amount: Decimal | null) => (amount === null ? null : money(amount));
  const all = <T extends Record<string, Decimal>>(amounts: T) =>
    Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, money(amount)])) as Record<
      keyof T,
      string
    >;
  const { distributor, salesperson } = result;
  return {
    version: result.version,
    currency: result.currency,
    list: money(result.list),
    partnerPrice: money(result.partnerPrice),
    customerPrice: maybe(result.customerPrice),
    frontMargin: maybe(result.frontMargin),
    backMargin: money(result.backMargin),
    partnerMargin: money(result.partnerMargin),
    partnerMarginPercent: result.partnerMarginPercent.toFixed(2),
    total: maybe(result.total),
    totalPercent: result.totalPercent?.toFixed(2) ?? null,
    vendorNet: money(result.vendorNet),
    distributor:
      distributor === null
        ? null
        : {
            ...all({ price: distributor.price, margin: distributor.margin, back: distributor.back }),
            indicative: distributor.indicative,
          },
    salesperson: salesperson === null ? null : all(salesperson),
    exchange: result.exchange,
    lines: result.lines.map(({ byLine: _, ...line }) => ({
      ...line,
      amount: maybe(line.amount),
      base: line.base?.toString() ?? null,
      rate: line.rate?.toString() ?? null,
      ...saying(line.why),
    })),
    conditional: result.conditional.map((line) => ({
      ...line,
      ...all({ purchases: line.purchases, without: line.without, with: line.with, due: line.due }),
      rate: line.rate?.toString() ?? null,
      ...saying(line.why),
    })),
    decisions: result.decisions.map((decision) => ({ ...decisionJson(decision, money), ...saying(decision.why) })),
  };
}

function decisionJson(decision: IncentiveDecision, money: (amount: Decimal) => string) {
  const { incentive, outcome } = decision;
  switch (decision.outcome) {
    case 'applied':
      return { incentive, outcome, amount: money(decision.amount) };
    case 'capped':
      return { incentive, outcome, amount: money(decision.amount), cap: money(decision.cap) };
    case 'beaten':
      return { incentive, outcome, by: decision.by };
    case 'if reached':
      return { incentive, outcome, amount: decision.amount === null ? null : money(decision.amount) };
    case 'not eligible':
      return { incentive, outcome };
  }
}

function saying(why: Reason) {
  return { why: inWords(why), reason: why };
}

export function raiseJson({ change, amount, partnerMargin }: Raise, currency: string) {
  const places = minorUnits(currency);
  return { ...change, amount: amount.toFixed(places), partnerMargin: partnerMargin.toFixed(places) };
}
