/**
 * Prices that were offered on an opportunity, and how far one lies below another. Compared product by product, as points of
 * discount off list.
 */
import { Decimal } from 'decimal.js';
import type { Evidence } from '../assessment.ts';
import type { Deal, Id, Quote } from '../deal.ts';
import { minorUnits, sum } from '../money.ts';
import { familyKey } from '../product-family.ts';
import type { Instant } from '../time.ts';

/** What is asked for a product, or for the whole. */
export interface Terms {
  /** Off list. */
  points: Decimal;
  /** Of one unit, with the quantity; of the whole without. Null where only the discount is known. */
  price: Decimal | null;
  quantity: Decimal | null;
}

export interface Offer {
  at: Instant;
  byId: Id | null;
  quoted: boolean;
  /** Whom it is made out to, where the record says. */
  accountId: Id | null;
  /** By product; under `all` where only the whole is known. */
  terms: ReadonlyMap<string, Terms>;
  record: Evidence['record'];
}

const all = 'all';

const notIssued = /draft|review|reject|entwurf|abgelehnt/i;

/** Quotes that left the house, in the currency of the deal. */
export function issuedOn({ quotes, currency: own }: Deal): Quote[] {
  return quotes.filter(({ status, currency }) => !notIssued.test(status ?? '') && (currency ?? own) === own);
}

/**
 * The issued quotes on a deal, oldest first; where it has none at all, the prices of its lines.
 * @param families product families that count
 * @param isFor whether a quote made out to this account is asked for
 * @param linesToo whether the prices of the lines are asked for
 */
export function offersOn(
  deal: Deal,
  families: ReadonlySet<string>,
  isFor: (accountId: Id | null) => boolean,
  linesToo: boolean,
): Offer[] {
  const quoted = issuedOn(deal)
    .filter(({ accountId }) => isFor(accountId))
    .map((quote): Offer => {
      const terms = termsOf(quote.lines, families);
      // A quote of other products says nothing of these, whatever it comes to.
      const whole = quote.lines.every((line) => isOf(line, families)) ? wholeTerms(quote, deal) : null;
      return {
        at: quote.issuedAt,
        byId: quote.byId,
        quoted: true,
        accountId: quote.accountId,
        terms: terms.size > 0 || whole === null ? terms : new Map([[all, whole]]),
        record: { object: 'Quote', id: quote.id, field: null },
      };
    })
    .filter(({ terms }) => terms.size > 0)
    .sort((a, b) => a.at - b.at || (a.record.id < b.record.id ? -1 : 1));
  return quoted.length > 0 || !linesToo || issuedOn(deal).length > 0 ? quoted : pricesOn(deal, families);
}

function pricesOn(deal: Deal, families: ReadonlySet<string>): Offer[] {
  const lines = deal.lines.map(({ productId, family, quantity, listPrice, salesPrice }) => {
    return { productId, family, quantity, listPrice, price: salesPrice };
  });
  const terms = termsOf(lines, families);
  if (terms.size === 0) return [];
  const record = { object: 'Opportunity', id: deal.id, field: 'Products' };
  return [{ at: deal.createdAt, byId: deal.createdById, quoted: false, accountId: null, terms, record }];
}

/** Of each product the points off list and the price, weighed by quantity. */
function termsOf(lines: Quote['lines'], families: ReadonlySet<string>): Map<string, Terms> {
  const priced = lines.filter((line) => line.listPrice?.gt(0) === true && line.price !== null && isOf(line, families));
  const groups = Map.groupBy(priced, ({ productId, family }) => productId ?? familyKey(family ?? all));
  return new Map(
    [...groups].map(([product, group]): [string, Terms] => {
      const quantity = sum(group.map((line) => line.quantity));
      const list = sum(group.map((line) => (line.listPrice ?? new Decimal(0)).times(line.quantity)));
      const price = sum(group.map((line) => (line.price ?? new Decimal(0)).times(line.quantity)));
      const points = list.isZero() ? new Decimal(0) : list.minus(price).div(list).times(100);
      return [product, { points, price: quantity.isZero() ? null : price.div(quantity), quantity }];
    }),
  );
}

/** What nobody put into a family may be of any. */
function isOf({ family }: Quote['lines'][number], families: ReadonlySet<string>): boolean {
  return family === null || families.has(familyKey(family));
}

/** Where the lines of a quote are not known: its discount, else its price against the list of the deal. */
function wholeTerms({ discount, total }: Quote, deal: Deal): Terms | null {
  if (discount !== null) return { points: discount, price: total, quantity: null };
  const known = deal.lines.every(({ listPrice }) => listPrice !== null);
  const list = sum(deal.lines.map(({ listPrice, quantity }) => (listPrice ?? new Decimal(0)).times(quantity)));
  if (total === null || !known || list.lte(0)) return null;
  return { points: list.minus(total).div(list).times(100), price: total, quantity: null };
}

export interface Difference {
  /** Points of list. */
  by: Decimal;
  theirs: Terms;
  his: Terms;
}

/** How far an offer lies below another, at the product where it is most; null where none is comparable. */
export function differenceOf({ terms }: Offer, { terms: his }: Offer): Difference | null {
  const differences = [...terms].flatMap(([product, theirs]): Difference[] => {
    const other = his.get(product) ?? (product === all ? mean(his) : his.get(all));
    return other === undefined ? [] : [{ by: theirs.points.minus(other.points), theirs, his: other }];
  });
  return differences.reduce<Difference | null>((most, each) => (most?.by.gte(each.by) === true ? most : each), null);
}

function mean(terms: ReadonlyMap<string, Terms>): Terms | undefined {
  if (terms.size === 0) return undefined;
  const points = sum([...terms.values()].map((each) => each.points)).div(terms.size);
  return { points, price: null, quantity: null };
}

/** A price without a word, as `27000.00 EUR × 2 (-10 %)`: of one unit, or of the whole where no quantity stands. */
export function priceInWords({ price, quantity, points }: Terms, currency: string): string {
  const off = `(${points.isNegative() ? '+' : '-'}${points.abs().toDecimalPlaces(1).toString()} %)`;
  if (price === null) return off;
  const each = `${price.toFixed(minorUnits(currency))} ${currency}`;
  return quantity === null ? `${each} ${off}` : `${each} × ${quantity.toString()} ${off}`;
}
