/** Quotes as salespeople leave them: one when the deal comes to its price, with the lines the deal has. */
import { dateOf, day, stamp } from './calendar.ts';
import type { Tables } from './tables.ts';
import type { Product } from './vendor.ts';

export interface QuoteOf {
  opportunityId: string;
  name: string;
  ownerId: string;
  pricebookId: string;
  at: number;
  /** Whether the deal was won: the customer accepted it. */
  isWon: boolean;
  lines: readonly { product: Product; quantity: number; unitPrice: number }[];
}

const validDays = 30;

export function addQuote(tables: Tables, quote: QuoteOf): void {
  const made = { CreatedDate: stamp(quote.at), CreatedById: quote.ownerId };
  const total = quote.lines.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, 0);
  const QuoteId = tables.add('Quote', {
    Name: `${quote.name} offer`,
    OpportunityId: quote.opportunityId,
    OwnerId: quote.ownerId,
    Pricebook2Id: quote.pricebookId,
    Status: quote.isWon ? 'Accepted' : 'Presented',
    ExpirationDate: dateOf(quote.at + validDays * day),
    TotalPrice: Math.round(total * 100) / 100,
    ...made,
  });
  for (const { product, quantity, unitPrice } of quote.lines) {
    tables.add('QuoteLineItem', {
      QuoteId,
      PricebookEntryId: product.entryId,
      Product2Id: product.id,
      Quantity: quantity,
      UnitPrice: unitPrice,
      ListPrice: product.price,
      ...made,
    });
  }
}
