/** The ledger's entries as records. They are only ever appended. */
import { z } from 'zod';
import type { Id } from '../domain/deal.ts';
import { entryKinds, type EntryKind, type Explanation, type LedgerEntry } from '../domain/payout/ledger.ts';
import type { OrgConnection } from './connection.ts';
import { UnreadableRulesError } from './errors.ts';
import { date, decimal, id, instant, parseRows, text } from './parse.ts';
import { select } from './soql.ts';
import { timestamp, type Fields } from './written-values.ts';

/** The fields of a new entry. */
export function entryFields(entry: LedgerEntry): Fields {
  const { dealId, reverses, incentive } = entry;
  return {
    Entry_Key__c: entry.key,
    Partner__c: entry.partnerId,
    ...(dealId === null ? {} : { Opportunity__c: dealId }),
    Line_Id__c: entry.lineId,
    Incentive__r: { Incentive_Key__c: incentive },
    Rule_Version__c: incentive,
    Period__c: entry.period,
    Kind__c: kindLabel(entry.kind),
    Amount__c: entry.amount.toNumber(),
    Currency__c: entry.currency,
    Base_Amount__c: entry.base?.toNumber() ?? null,
    Rate__c: entry.rate?.toNumber() ?? null,
    Exchange_Rate__c: entry.exchangeRate?.toNumber() ?? null,
    Posted_At__c: timestamp(entry.postedAt),
    Cause__c: entry.cause,
    Payable_From__c: entry.payableFrom,
    ...(reverses === null ? {} : { Reverses__r: { Entry_Key__c: reverses } }),
    Explanation__c: JSON.stringify(entry.explanation),
  };
}

function kindLabel(kind: EntryKind): string {
  return `${kind.slice(0, 1).toUpperCase()}${kind.slice(1)}`;
}

const kind = z
  .string()
  .transform((label) => label.toLowerCase())
  .pipe(z.enum(entryKinds));

const explanation = z.string().transform((content): Explanation => {
  try {
    return JSON.parse(content) as Explanation;
  } catch {
    // Entries posted by people, such as payments, say it in their own words.
    return { code: 'note', args: { text: content } };
  }
});

const row = z.object({
  Id: id,
  Entry_Key__c: text,
  Partner__c: id,
  Opportunity__c: id.nullable(),
  Line_Id__c: text,
  Rule_Version__c: z.string(),
  Period__c: z.string(),
  Kind__c: kind,
  Amount__c: decimal,
  Currency__c: text,
  Base_Amount__c: decimal.nullable(),
  Rate__c: decimal.nullable(),
  Exchange_Rate__c: decimal.nullable(),
  Posted_At__c: instant,
  Cause__c: text,
  Payable_From__c: date.nullable(),
  Reverses__r: z.object({ Entry_Key__c: text }).nullable(),
  Explanation__c: explanation.nullable(),
});

/**
 * Every entry of these deals, or of these partners.
 * @throws UnreadableRulesError where an entry can't be read: settling without it would pay twice
 */
export async function readLedger(
  connection: OrgConnection,
  of: { deals: readonly Id[] } | { partners: readonly Id[] },
): Promise<LedgerEntry[]> {
  const ids = 'deals' in of ? of.deals : of.partners;
  if (ids.length === 0) return [];
  const ofDeals =
    'SELECT Id, Entry_Key__c, Partner__c, Opportunity__c, Line_Id__c, Rule_Version__c, Period__c, Kind__c, Amount__c, Currency__c, Base_Amount__c, Rate__c, Exchange_Rate__c, Posted_At__c, Cause__c, Payable_From__c, Reverses__r.Entry_Key__c, Explanation__c FROM Rebate_Entry__c WHERE Opportunity__c IN :ids';
  const query = 'deals' in of ? ofDeals : ofDeals.replace('WHERE Opportunity__c', 'WHERE Partner__c');
  const rows = await select(connection, query, { ids });
  const { read, misread } = parseRows(rows, { object: 'Rebate_Entry__c', schema: row });
  if (misread.length > 0) throw new UnreadableRulesError(misread.map(({ reason }) => reason).join('; '));
  return read.map((entry) => ({
    key: entry.Entry_Key__c ?? entry.Id,
    partnerId: entry.Partner__c,
    dealId: entry.Opportunity__c,
    lineId: entry.Line_Id__c,
    incentive: entry.Rule_Version__c,
    period: entry.Period__c,
    kind: entry.Kind__c,
    cause: entry.Cause__c ?? '',
    amount: entry.Amount__c,
    currency: entry.Currency__c ?? '',
    base: entry.Base_Amount__c,
    rate: entry.Rate__c,
    exchangeRate: entry.Exchange_Rate__c,
    postedAt: entry.Posted_At__c,
    payableFrom: entry.Payable_From__c,
    reverses: entry.Reverses__r?.Entry_Key__c ?? null,
    explanation: entry.Explanation__c ?? { code: 'note', args: {} },
  }));
}
