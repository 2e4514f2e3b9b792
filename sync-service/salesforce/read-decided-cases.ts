/** Cases that people have decided, for what they teach. */
import { z } from 'zod';
import type { DecidedCase } from '../domain/conflict/learned-bars.ts';
import { countryCode } from '../domain/customer/country.ts';
import type { DecidedCustomers } from '../domain/customer/learned-weights.ts';
import type { OrgConnection } from './connection.ts';
import { id, parseRows, text } from './parse.ts';
import { readCompanies } from './read-companies.ts';
import { patternLabel } from './read-registrations.ts';
import { select } from './soql.ts';

const decidedRow = z.object({
  Pattern__c: patternLabel,
  Status__c: z.enum(['Confirmed', 'Dismissed']),
  Confidence__c: z.number(),
});

/** A case without a confidence, or of a pattern that isn't known, teaches nothing and is passed over. */
export async function readDecidedCases(connection: OrgConnection): Promise<DecidedCase[]> {
  const rows = await select(
    connection,
    "SELECT Id, Pattern__c, Status__c, Confidence__c FROM Channel_Conflict__c WHERE Status__c IN ('Confirmed', 'Dismissed') AND Confidence__c != null",
  );
  return parseRows(rows, { object: 'Channel_Conflict__c', schema: decidedRow }).read.map((row) => ({
    pattern: row.Pattern__c,
    confidence: row.Confidence__c,
    outcome: row.Status__c === 'Confirmed' ? 'confirmed' : 'dismissed',
  }));
}

const decidedPair = z.object({
  Status__c: z.enum(['Confirmed', 'Dismissed']),
  Opportunity__r: z.object({ AccountId: id }),
  Registration__r: z.object({
    Customer_Name__c: z.string(),
    Customer_Website__c: text,
    Customer_Country__c: text,
    Customer_Tax_Id__c: text,
  }),
});

/**
 * What partners registered beside the customers of the opportunities, where a decision says whether the two are one. A
 * case whose opportunity, customer or registration is gone teaches nothing and is passed over.
 */
export async function readDecidedCustomers(connection: OrgConnection): Promise<DecidedCustomers[]> {
  const rows = await select(
    connection,
    "SELECT Id, Status__c, Opportunity__r.AccountId, Registration__r.Customer_Name__c, Registration__r.Customer_Website__c, Registration__r.Customer_Country__c, Registration__r.Customer_Tax_Id__c FROM Channel_Conflict__c WHERE Status__c = 'Confirmed' OR (Status__c = 'Dismissed' AND Dismissed_Because__c = 'Another Customer')",
  );
  const { read } = parseRows(rows, { object: 'Channel_Conflict__c', schema: decidedPair });
  const companies = await readCompanies(connection, new Set(read.map((row) => row.Opportunity__r.AccountId)));
  return read.flatMap(({ Status__c: status, Opportunity__r: { AccountId: accountId }, Registration__r: typed }) => {
    const buyer = companies.get(accountId)?.customer;
    if (buyer === undefined) return [];
    const registered = {
      name: typed.Customer_Name__c,
      website: typed.Customer_Website__c,
      country: countryCode(typed.Customer_Country__c),
      taxId: typed.Customer_Tax_Id__c,
    };
    return [{ registered, buyer, same: status === 'Confirmed' }];
  });
}
