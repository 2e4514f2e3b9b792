/** Lines of opportunities and quotes: price book, product, price and total. */
import type { Row } from '../../types.ts';
import { refuse } from '../failure.ts';
import { round } from '../values.ts';
import type { Work } from '../work.ts';
import { asNumber, asText, type Automation, type Writer } from './automation.ts';
import { rollUpLines } from './opportunity.ts';

export const opportunityLineItem: Automation = {
  before(work, row, prior, given) {
    if (prior === null) setProduct(work, row, 'Opportunity', 'OpportunityId');
    setPrice(row, given);
  },
  after(work, after, prior, writer) {
    const line = after ?? prior;
    const opportunityId = String(line?.['OpportunityId']);
    if (prior === null) takePricebook(work, 'Opportunity', opportunityId, line, writer);
    rollUpLines(work, opportunityId, writer);
  },
};

export const quoteLineItem: Automation = {
  before(work, row, prior, given) {
    if (prior === null) setProduct(work, row, 'Quote', 'QuoteId');
    setPrice(row, given);
    row['Subtotal'] = round((asNumber(row['Quantity']) ?? 0) * (asNumber(row['UnitPrice']) ?? 0), 2);
  },
  after(work, after, prior, writer) {
    const quoteId = String((after ?? prior)?.['QuoteId']);
    if (!work.rows.live('Quote', quoteId)) return;
    if (prior === null) takePricebook(work, 'Quote', quoteId, after, writer);
    const lines = work.rows.where('QuoteLineItem', '"QuoteId" = ? AND "IsDeleted" = 0', quoteId);
    const sum = (name: string): number =>
      round(
        lines.reduce((total, line) => total + (asNumber(line[name]) ?? 0), 0),
        2,
      );
    writer.update('Quote', quoteId, {
      Subtotal: sum('Subtotal'),
      TotalPrice: sum('TotalPrice'),
      LineItemCount: lines.length,
    });
  },
};

export const quote: Automation = {
  before(work, row) {
    const opportunity = work.rows.get('Opportunity', String(row['OpportunityId']));
    row['AccountId'] = opportunity?.['AccountId'] ?? null;
    const [subtotal, total] = [asNumber(row['Subtotal']) ?? 0, asNumber(row['TotalPrice']) ?? 0];
    row['Subtotal'] = subtotal;
    row['TotalPrice'] = total;
    row['LineItemCount'] ??= 0;
    row['Discount'] = subtotal === 0 ? 0 : round((1 - total / subtotal) * 100, 2);
    row['GrandTotal'] = round(total + (asNumber(row['Tax']) ?? 0) + (asNumber(row['ShippingHandling']) ?? 0), 2);
  },
};

/** The price book entry of a line, or the entry for its product in the parent's price book. */
function entryOf(work: Work, row: Row, parent: Row): Row {
  const entryId = asText(row['PricebookEntryId']);
  const productId = asText(row['Product2Id']);
  if (entryId === null && productId === null) {
    refuse('REQUIRED_FIELD_MISSING', 'Required fields are missing: [PricebookEntryId]', ['PricebookEntryId']);
  }
  const condition = '"Product2Id" = ? AND "Pricebook2Id" = ? AND "IsDeleted" = 0';
  const entry =
    entryId === null
      ? work.rows.where('PricebookEntry', condition, productId, parent['Pricebook2Id'] ?? null)[0]
      : work.rows.live('PricebookEntry', entryId);
  if (!entry) return refuse('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', ['PricebookEntryId']);
  return entry;
}

function setProduct(work: Work, row: Row, parentObject: string, parentField: string): void {
  const parent = work.rows.live(parentObject, String(row[parentField]));
  if (!parent) return;
  const entry = entryOf(work, row, parent);
  const pricebook = parent['Pricebook2Id'] ?? null;
  if (pricebook !== null && pricebook !== entry['Pricebook2Id']) {
    refuse('FIELD_INTEGRITY_EXCEPTION', 'The pricebook entry is not in the pricebook of the parent record', [
      'PricebookEntryId',
    ]);
  }
  const product = work.rows.get('Product2', String(entry['Product2Id']));
  row['PricebookEntryId'] = entry['Id'] ?? null;
  row['Product2Id'] = entry['Product2Id'] ?? null;
  row['ListPrice'] = entry['UnitPrice'] ?? null;
  if (parentObject !== 'Opportunity') return;
  row['ProductCode'] = product?.['ProductCode'] ?? null;
  row['Name'] = `${String(parent['Name'])} ${String(product?.['Name'])}`.slice(0, 376);
}

/** Total = quantity × price less discount; the price follows from a total that comes alone. */
function setPrice(row: Row, given: Row): void {
  const quantity = asNumber(row['Quantity']);
  if (quantity === null) return;
  const part = 1 - (asNumber(row['Discount']) ?? 0) / 100;
  const total = asNumber(given['UnitPrice']) === null ? asNumber(given['TotalPrice']) : null;
  if (total !== null && quantity * part !== 0) row['UnitPrice'] = round(total / quantity / part, 2);
  const price = asNumber(row['UnitPrice']);
  if (price === null) {
    refuse('REQUIRED_FIELD_MISSING', 'Required fields are missing: [UnitPrice]', ['UnitPrice']);
  }
  row['TotalPrice'] = total ?? round(quantity * price * part, 2);
}

function takePricebook(work: Work, parentObject: string, parentId: string, line: Row | null, writer: Writer): void {
  const parent = work.rows.live(parentObject, parentId);
  if (!parent || (parent['Pricebook2Id'] ?? null) !== null) return;
  const entry = work.rows.get('PricebookEntry', String(line?.['PricebookEntryId']));
  if (entry) writer.update(parentObject, parentId, { Pricebook2Id: entry['Pricebook2Id'] ?? null });
}

export const pricebookEntry: Automation = {
  before(work, row) {
    const product = work.rows.get('Product2', String(row['Product2Id']));
    row['Name'] = product?.['Name'] ?? null;
    row['ProductCode'] = product?.['ProductCode'] ?? null;
    const standard = work.rows.get('Pricebook2', String(row['Pricebook2Id']))?.['IsStandard'] === true;
    const condition =
      '"Product2Id" = ? AND "IsDeleted" = 0 AND "Pricebook2Id" IN (SELECT "Id" FROM "Pricebook2" WHERE "IsStandard" = 1)';
    if (!standard && work.rows.where('PricebookEntry', condition, row['Product2Id'] ?? null).length === 0) {
      refuse('STANDARD_PRICE_NOT_DEFINED', 'Before creating a custom price, create a standard price.');
    }
  },
};
