/**
 * What a deal's price will be at its close, as a share of its list value: an expectation by the deal's traits, and
 * around it an interval by split conformal prediction, whose coverage holds whatever the distribution (Vovk; Lei et al.
 * 2018), with errors measured on deals that the expectation had not seen.
 */
import { traitsOf, type Bands } from './circumstances.ts';
import { linearEffects, predicted, type Effects } from './effects.ts';
import type { DealInSight, PastDeal } from './past-deals.ts';

export interface PriceAtClose {
  effects: Effects;
  /** The usual size of an error, in all and by product. */
  scale: { all: number; of: Readonly<Record<string, number>> };
  /** Ends of the interval in units of that size, the first one below nothing. */
  low: number;
  high: number;
  /** Deals it was learned from. */
  deals: number;
}

export interface PriceInterval {
  /** Shares of the list value. */
  expected: number;
  low: number;
  high: number;
}

/** The share of deals that the interval is to hold. */
export const coverage = 0.8;

const folds = 5;
const penalties = [Infinity, 1000, 300, 100, 30, 10] as const;
/** A product's own scale counts as much as the common one at so many deals. */
const scaleWeight = 50;

type WonDeal = PastDeal & { priceToList: number };

export function isPriced<D extends PastDeal>(deal: D): deal is D & { priceToList: number } {
  return deal.priceToList !== null;
}

/** Learns from deals won; `byTraits` false gives the same interval for every deal, which is what a forecast must beat. */
export function fitPrice(deals: readonly WonDeal[], bands: Bands, byTraits = true): PriceAtClose {
  const sorted = deals.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const tried = (byTraits ? penalties : [Infinity]).map((penalty) => ({
    penalty,
    errors: errorsUnseen(sorted, penalty, bands),
  }));
  const squares = ({ errors }: { errors: readonly number[] }) => errors.reduce((sum, error) => sum + error ** 2, 0);
  const { penalty, errors } = tried.reduce((best, one) => (squares(one) < squares(best) ? one : best));
  const scale = byTraits ? scaleOf(sorted, errors) : { all: 1, of: {} };
  const scores = sorted.map((deal, i) => (errors[i] ?? 0) / scaleFor(scale, deal)).sort((a, b) => a - b);
  const tail = ((1 - coverage) / 2) * (scores.length + 1);
  return {
    effects: linearEffects(
      sorted.map((deal) => observed(deal, bands)),
      () => penalty,
    ),
    scale,
    low: scores[Math.max(0, Math.floor(tail) - 1)] ?? 0,
    high: scores[Math.min(scores.length - 1, scores.length - Math.floor(tail))] ?? 0,
    deals: scores.length,
  };
}

export function priceAtClose(price: PriceAtClose, deal: DealInSight, bands: Bands): PriceInterval {
  const expected = predicted(price.effects, traitsOf(deal, bands));
  const scale = scaleFor(price.scale, deal);
  return { expected, low: Math.max(0, expected + price.low * scale), high: expected + price.high * scale };
}

function observed(deal: WonDeal, bands: Bands) {
  return { circumstances: traitsOf(deal, bands), outcome: deal.priceToList, weight: 1 };
}

/** The error of each deal's price against an expectation learned from the other folds. */
function errorsUnseen(deals: readonly WonDeal[], penalty: number, bands: Bands): number[] {
  const effects = Array.from({ length: folds }, (_, fold) => {
    const others = deals.filter((__, i) => i % folds !== fold).map((deal) => observed(deal, bands));
    return linearEffects(others, () => penalty);
  });
  return deals.map((deal, i) => {
    const learned = effects[i % folds];
    return learned === undefined ? 0 : deal.priceToList - predicted(learned, traitsOf(deal, bands));
  });
}

function scaleOf(deals: readonly WonDeal[], errors: readonly number[]): PriceAtClose['scale'] {
  const sizes = deals.map((deal, i) => ({ product: deal.product ?? '', size: Math.abs(errors[i] ?? 0) }));
  const all = Math.max(1e-6, sizes.reduce((sum, { size }) => sum + size, 0) / Math.max(1, sizes.length));
  const of = [...Map.groupBy(sizes, ({ product }) => product)].map(([product, own]): [string, number] => {
    const sum = own.reduce((total, { size }) => total + size, 0);
    return [product, (sum + scaleWeight * all) / (own.length + scaleWeight)];
  });
  return { all, of: Object.fromEntries(of.sort(([a], [b]) => (a < b ? -1 : 1))) };
}

function scaleFor({ all, of }: PriceAtClose['scale'], { product }: DealInSight): number {
  return of[product ?? ''] ?? all;
}
