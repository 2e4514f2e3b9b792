/**
 * The engine's door for a browser: JSON in, JSON out. It is bundled into the Lightning module `marginEngine`, so that a
 * partner's what-if and the number on the record come from the same code.
 */
import { Decimal } from 'decimal.js';
import type { Edges, Incentive, Programme } from '../programme/schema.ts';
import type { CalendarDate } from '../time.ts';
import type { Circumstances, PeriodFacts, PricedDeal, SpecialPrice } from './priced-deal.ts';
import { raiseJson, waterfallJson } from './waterfall-json.ts';
import { waterfall } from './waterfall.ts';
import { whatWouldRaise } from './what-if.ts';

export { inWords, reasonCodes } from './reasons.ts';

/** A value as JSON has it: amounts are text, or numbers. */
type Json<T> = T extends Decimal
  ? string | number
  : T extends readonly (infer Item)[]
    ? readonly Json<Item>[]
    : T extends object
      ? { readonly [Key in keyof T]: Json<T[Key]> }
      : T;

/** A programme as its parsed form is written by JSON, with amounts as text. */
export type ProgrammeJson = Json<Programme>;
export type DealJson = Json<PricedDeal>;

/**
 * The programme of a partner's record. It was checked by the service before it was written, and is not checked again.
 */
export function readProgramme(json: ProgrammeJson): Programme {
  return {
    ...(json as unknown as Programme),
    incentives: json.incentives.map(readIncentive),
    limits: json.limits.map((limit) => ({
      ...(limit as unknown as Programme['limits'][number]),
      percentOfList: decimal(limit.percentOfList),
      amount: decimal(limit.amount),
    })),
    exchangeRates: json.exchangeRates.map((each) => ({ ...each, rate: new Decimal(each.rate) })),
    commission: json.commission === null ? null : { rate: new Decimal(json.commission.rate) },
  };
}

/** The waterfall of a deal and what would raise it, as JSON. */
export function priceDeal(programme: Programme, json: DealJson, on: CalendarDate, closesOn: CalendarDate = on) {
  const deal = readDeal(json);
  const raise = whatWouldRaise(deal, programme, closesOn, on).map((each) => raiseJson(each, deal.currency));
  return { ...waterfallJson(waterfall(deal, programme, on)), raise };
}

function readIncentive(json: Json<Incentive>): Incentive {
  const { cap, requires, target } = json;
  return {
    ...(json as unknown as Incentive),
    rate: decimal(json.rate),
    amount: decimal(json.amount),
    tiers: json.tiers.map((tier) => ({
      ...tier,
      ...edges(tier),
      rate: decimal(tier.rate),
      amount: decimal(tier.amount),
    })),
    cap: { ...cap, perDeal: decimal(cap.perDeal), percent: decimal(cap.percent), perPeriod: decimal(cap.perPeriod) },
    laterClaims: json.laterClaims.map((share) => new Decimal(share)),
    requires: {
      ...(requires as unknown as Incentive['requires']),
      dealSize: requires.dealSize.map((size) => ({ ...size, ...edges(size) })),
      purchases: requires.purchases === null ? null : edges(requires.purchases),
      growth: requires.growth === null ? null : edges(requires.growth),
    },
    target:
      target === null
        ? null
        : {
            ...target,
            amount: decimal(target.amount),
            plus: decimal(target.plus),
            atLeast: decimal(target.atLeast),
            atMost: decimal(target.atMost),
          },
    accelerators: json.accelerators.map(({ families, factor }) => ({
      families: [...families],
      factor: new Decimal(factor),
    })),
  };
}

function readDeal(json: DealJson): PricedDeal {
  return {
    ...(json as unknown as PricedDeal),
    lines: json.lines.map((line) => ({
      ...line,
      quantity: new Decimal(line.quantity),
      listPrice: new Decimal(line.listPrice),
    })),
    customerPrice: decimal(json.customerPrice),
    ...(json.circumstances === undefined ? {} : { circumstances: readCircumstances(json.circumstances) }),
  };
}

function readCircumstances(json: Json<Partial<Circumstances>>): Partial<Circumstances> {
  const { share, specialPrice, purchases, earlier, distributor } = json;
  return {
    ...(json as unknown as Partial<Circumstances>),
    ...(share === undefined ? {} : { share: decimal(share) }),
    ...(specialPrice == null ? {} : { specialPrice: readSpecialPrice(specialPrice) }),
    ...(purchases == null ? {} : { purchases: readPurchases(purchases) }),
    ...(earlier === undefined
      ? {}
      : { earlier: earlier.map((each) => ({ ...each, amount: new Decimal(each.amount) })) }),
    ...(distributor == null
      ? {}
      : {
          distributor: {
            ...(distributor as unknown as NonNullable<Circumstances['distributor']>),
            quote: decimal(distributor.quote),
          },
        }),
  };
}

function readSpecialPrice(json: Json<SpecialPrice>): SpecialPrice {
  return json.kind === 'price'
    ? { kind: 'price', amount: new Decimal(json.amount) }
    : { ...json, rate: new Decimal(json.rate) };
}

function readPurchases(json: Json<PeriodFacts>): PeriodFacts {
  return {
    ...json,
    purchases: new Decimal(json.purchases),
    before: decimal(json.before),
    quarters: json.quarters.map((amount) => new Decimal(amount)),
    byFamily: json.byFamily.map(({ family, amount }) => ({ family, amount: new Decimal(amount) })),
  };
}

function decimal(value: string | number | null): Decimal | null {
  return value === null ? null : new Decimal(value);
}

function edges(json: Json<Edges>): Edges {
  return { from: decimal(json.from), above: decimal(json.above), to: decimal(json.to), below: decimal(json.below) };
}
