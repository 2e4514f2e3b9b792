/** Accounts: as end customers and as partners. */
import { z } from 'zod';
import type { Customer, Id, Partner } from '../domain/deal.ts';
import { countryCode } from '../domain/customer/country.ts';
import type { OrgConnection } from './connection.ts';
import { date, flag, id, list, parseRows, roles, text } from './parse.ts';
import { lastOf, select } from './soql.ts';

export const companyFields =
  'SELECT Id, Name, Website, Phone, BillingStreet, BillingPostalCode, BillingCity, BillingCountry, Type, ParentId, OwnerId, Tax_Id__c, Company_Number__c, Named_Account__c, Partner_Roles__c FROM Account';

export const account = z.object({
  Id: id,
  Name: z.string(),
  Website: text,
  Phone: text,
  BillingStreet: text,
  BillingPostalCode: text,
  BillingCity: text,
  BillingCountry: text,
  Type: text,
  ParentId: id.nullable(),
  OwnerId: id.nullable(),
  Tax_Id__c: text,
  Company_Number__c: text,
  Named_Account__c: flag,
  Partner_Roles__c: list,
});

/** A company and whether it is a partner too. */
export interface Company {
  customer: Customer;
  isPartner: boolean;
}

function companies(rows: readonly unknown[]): Map<Id, Company> {
  const { read } = parseRows(rows, { object: 'Account', schema: account });
  return new Map(read.map((row) => [row.Id, companyOf(row)]));
}

export function companyOf(row: z.output<typeof account>): Company {
  return {
    isPartner: row.Partner_Roles__c.length > 0,
    customer: {
      id: row.Id,
      name: row.Name,
      website: row.Website,
      country: countryCode(row.BillingCountry),
      taxId: row.Tax_Id__c,
      companyNumber: row.Company_Number__c,
      parentId: row.ParentId,
      ...{ phone: row.Phone, street: row.BillingStreet, postalCode: row.BillingPostalCode, city: row.BillingCity },
      segment: row.Type,
      namedAccount: row.Named_Account__c,
      ownerId: row.OwnerId,
    },
  };
}

export async function readCompanies(connection: OrgConnection, ids: Iterable<Id>): Promise<Map<Id, Company>> {
  return companies(await select(connection, `${companyFields} WHERE Id IN :ids`, { ids }));
}

/** The companies directly below these. */
export async function readSubsidiaries(connection: OrgConnection, parentIds: Iterable<Id>): Promise<Map<Id, Company>> {
  return companies(await select(connection, `${companyFields} WHERE ParentId IN :ids`, { ids: parentIds }));
}

/** The next accounts after an id, in order of their ids. `last` is where to go on, null at the end. */
export async function readCompaniesAfter(
  connection: OrgConnection,
  last: Id,
): Promise<{ found: Map<Id, Company>; last: Id | null }> {
  const rows = await select(connection, `${companyFields} WHERE Id > :last ORDER BY Id LIMIT 2000`, {
    values: { last },
  });
  return { found: companies(rows), last: lastOf(rows) };
}

const partner = z.object({
  Id: id,
  Name: z.string(),
  Website: text,
  ParentId: id.nullable(),
  Partner_Roles__c: roles,
  Partner_Level__r: z.object({ Level_Key__c: text }).nullable(),
});
const competency = z.object({
  Partner__c: id,
  Competency__r: z.object({ Competency_Key__c: text }).nullable(),
  Valid_From__c: date.nullable(),
  Valid_Until__c: date.nullable(),
});

/** Accounts as partners, with their level and the competencies they ever held. */
export async function readPartners(connection: OrgConnection, ids: Iterable<Id>): Promise<Map<Id, Partner>> {
  const wanted = [...new Set(ids)];
  const [accounts, held] = await Promise.all([
    select(
      connection,
      'SELECT Id, Name, Website, ParentId, Partner_Roles__c, Partner_Level__r.Level_Key__c FROM Account WHERE Id IN :ids',
      {
        ids: wanted,
      },
    ),
    select(
      connection,
      'SELECT Partner__c, Competency__r.Competency_Key__c, Valid_From__c, Valid_Until__c FROM Partner_Competency__c WHERE Partner__c IN :ids ORDER BY Id',
      { ids: wanted },
    ),
  ]);
  const competencies = Map.groupBy(
    parseRows(held, { object: 'Partner_Competency__c', schema: competency }).read,
    (row) => row.Partner__c,
  );
  const { read } = parseRows(accounts, { object: 'Account', schema: partner });
  return new Map(
    read.map((row): [Id, Partner] => [
      row.Id,
      {
        id: row.Id,
        name: row.Name,
        website: row.Website,
        parentId: row.ParentId,
        level: row.Partner_Level__r?.Level_Key__c ?? null,
        roles: row.Partner_Roles__c,
        competencies: (competencies.get(row.Id) ?? []).flatMap((each) => {
          const key = each.Competency__r?.Competency_Key__c ?? null;
          return key === null ? [] : { key, validFrom: each.Valid_From__c, validUntil: each.Valid_Until__c };
        }),
      },
    ]),
  );
}
