/** Partners' claims, and the cases that came of going around one. */
import { z } from 'zod';
import type { CaseOnRecord, ConflictPattern, Id, Registration } from '../domain/deal.ts';
import { countryCode } from '../domain/customer/country.ts';
import { decisionInWords } from '../domain/protection/decision-text.ts';
import type { OrgConnection } from './connection.ts';
import { date, decimal, id, instant, list, parseRows, partnerRole, text, type Misread } from './parse.ts';
import { lastOf, select } from './soql.ts';

const claimFields =
  'SELECT Id, Name, Partner__c, Partner_Role__c, Customer_Name__c, Customer_Website__c, Customer_Country__c, Customer_Tax_Id__c, Customer__c, Product_Families__c, Amount__c, Expected_Close_Date__c, Tender_Published_On__c, Status__c, Submitted_At__c, Decided_At__c, Decision_Reason__c, Protected_From__c, Protected_Until__c, Queue_Position__c, Extension_Requested_At__c, Extension_Decided_At__c, Ended_At__c, Opportunity__c, Partner_Confirmed_At__c FROM Deal_Registration__c';

const registrationRow = z.object({
  Id: id,
  Name: z.string(),
  Partner__c: id,
  Partner_Role__c: text,
  Customer_Name__c: z.string(),
  Customer_Website__c: text,
  Customer_Country__c: text,
  Customer_Tax_Id__c: text,
  Customer__c: id.nullable(),
  Product_Families__c: list,
  Amount__c: decimal.nullable(),
  Expected_Close_Date__c: date.nullable(),
  Tender_Published_On__c: date.nullable(),
  Status__c: z.enum([
    'Draft',
    'Submitted',
    'Queued',
    'Approved',
    'Rejected',
    'Expired',
    'Lapsed',
    'Converted',
    'Withdrawn',
  ]),
  Submitted_At__c: instant.nullable(),
  Decided_At__c: instant.nullable(),
  Decision_Reason__c: text,
  Protected_From__c: instant.nullable(),
  Protected_Until__c: instant.nullable(),
  Queue_Position__c: z.number().nullable(),
  Extension_Requested_At__c: instant.nullable(),
  Extension_Decided_At__c: instant.nullable(),
  Ended_At__c: instant.nullable(),
  Opportunity__c: id.nullable(),
  Partner_Confirmed_At__c: instant.nullable(),
});

/** Claims that were read, and those whose rows are not what they should be. */
export interface Claims {
  registrations: Registration[];
  misread: Misread[];
}

function claims(rows: readonly unknown[]): Claims {
  const { read, misread } = parseRows(rows, { object: 'Deal_Registration__c', schema: registrationRow });
  return { registrations: read.map(registrationOf), misread };
}

function registrationOf(row: z.output<typeof registrationRow>): Registration {
  const role = partnerRole.safeParse(row.Partner_Role__c);
  return {
    id: row.Id,
    name: row.Name,
    partnerId: row.Partner__c,
    partnerRole: role.success ? role.data : null,
    customer: {
      name: row.Customer_Name__c,
      website: row.Customer_Website__c,
      country: countryCode(row.Customer_Country__c),
      taxId: row.Customer_Tax_Id__c,
    },
    customerId: row.Customer__c,
    productFamilies: row.Product_Families__c,
    amount: row.Amount__c,
    expectedCloseDate: row.Expected_Close_Date__c,
    tenderPublishedOn: row.Tender_Published_On__c,
    status: row.Status__c,
    submittedAt: row.Submitted_At__c,
    decidedAt: row.Decided_At__c,
    decisionReason: decisionInWords(row.Decision_Reason__c),
    protectedFrom: row.Protected_From__c,
    protectedUntil: row.Protected_Until__c,
    queuePosition: row.Queue_Position__c,
    extensionRequestedAt: row.Extension_Requested_At__c,
    extensionDecidedAt: row.Extension_Decided_At__c,
    endedAt: row.Ended_At__c,
    dealId: row.Opportunity__c,
    partnerConfirmedAt: row.Partner_Confirmed_At__c,
  };
}

export async function readRegistrations(connection: OrgConnection, ids: Iterable<Id>): Promise<Claims> {
  return claims(await select(connection, `${claimFields} WHERE Id IN :ids`, { ids }));
}

export async function readRegistrationsOfCustomers(
  connection: OrgConnection,
  accountIds: Iterable<Id>,
): Promise<Claims> {
  return claims(await select(connection, `${claimFields} WHERE Customer__c IN :ids`, { ids: accountIds }));
}

export async function readRegistrationsOfDeals(connection: OrgConnection, dealIds: Iterable<Id>): Promise<Claims> {
  return claims(await select(connection, `${claimFields} WHERE Opportunity__c IN :ids`, { ids: dealIds }));
}

/** What a partner typed of his customer. */
export type TypedCustomer = Registration['customer'];

const typedFields =
  'SELECT Id, Customer_Name__c, Customer_Website__c, Customer_Country__c, Customer_Tax_Id__c FROM Deal_Registration__c';

/** What partners typed of their customers, by registration. */
export async function readTypedCustomers(
  connection: OrgConnection,
  ids: Iterable<Id>,
): Promise<Map<Id, TypedCustomer>> {
  return typedCustomers(await select(connection, `${typedFields} WHERE Id IN :ids`, { ids }));
}

/** The same of the next registrations after an id, in order of the ids. `last` is where to go on, null at the end. */
export async function readTypedCustomersAfter(
  connection: OrgConnection,
  last: Id,
): Promise<{ found: Map<Id, TypedCustomer>; last: Id | null }> {
  const rows = await select(connection, `${typedFields} WHERE Id > :last ORDER BY Id LIMIT 2000`, { values: { last } });
  return { found: typedCustomers(rows), last: lastOf(rows) };
}

function typedCustomers(rows: readonly unknown[]): Map<Id, TypedCustomer> {
  const schema = registrationRow.pick({
    Id: true,
    Customer_Name__c: true,
    Customer_Website__c: true,
    Customer_Country__c: true,
    Customer_Tax_Id__c: true,
  });
  const { read } = parseRows(rows, { object: 'Deal_Registration__c', schema });
  return new Map(
    read.map((row) => [
      row.Id,
      {
        name: row.Customer_Name__c,
        website: row.Customer_Website__c,
        country: countryCode(row.Customer_Country__c),
        taxId: row.Customer_Tax_Id__c,
      },
    ]),
  );
}

/** Patterns as the picklist of cases names them. */
export const patternLabels: Record<ConflictPattern, string> = {
  'named-account': 'Named Account',
  'waiting-out': 'Waiting Out',
  undercut: 'Undercut',
  shadow: 'Shadow',
  replaced: 'Replaced',
  'late-on-paper': 'Late On Paper',
  'not-engaged': 'Not Engaged',
};
const patternsByLabel = new Map(Object.entries(patternLabels).map(([key, label]) => [label, key as ConflictPattern]));

/** A pattern by its name in the picklist. */
export const patternLabel = z.string().transform((label, context) => {
  const pattern = patternsByLabel.get(label);
  if (pattern !== undefined) return pattern;
  context.addIssue({ code: 'custom', message: 'expected a known pattern' });
  return z.NEVER;
});

const caseRow = z.object({
  Id: id,
  Opportunity__c: id,
  Registration__c: id,
  Pattern__c: patternLabel,
  Status__c: z.enum(['Open', 'Under Review', 'Confirmed', 'Dismissed', 'Remedied']),
});

export async function readCases(connection: OrgConnection, dealIds: Iterable<Id>): Promise<CaseOnRecord[]> {
  const rows = await select(
    connection,
    'SELECT Id, Opportunity__c, Registration__c, Pattern__c, Status__c FROM Channel_Conflict__c WHERE Opportunity__c IN :ids ORDER BY Id',
    { ids: dealIds },
  );
  return parseRows(rows, { object: 'Channel_Conflict__c', schema: caseRow }).read.map((row) => ({
    id: row.Id,
    dealId: row.Opportunity__c,
    registrationId: row.Registration__c,
    pattern: row.Pattern__c,
    status: row.Status__c,
  }));
}
