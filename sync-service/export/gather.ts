/**
 * Goes through an export and sorts what bears on registrations into parcels. Each file is read once or twice from its
 * beginning to its end; in memory are the claims' customers, the firms of the partners and where each deal went.
 */
import type { Company } from '../domain/customer/index.ts';
import type { Id, Partner, PartnerRole } from '../domain/deal.ts';
import type { Stage } from '../domain/rules.ts';
import type { Instant } from '../domain/time.ts';
import { countryCode } from '../domain/customer/country.ts';
import { ClaimedCompanies, Kinship } from './kinship.ts';
import { Parcels } from './parcels.ts';
import { flagOf, instantOf, tables, type TableName } from './tables.ts';
import type { ExportFiles } from './files.ts';

export interface Gathered {
  parcels: Parcels;
  partners: Partner[];
  stages: Stage[];
  /** The latest moment that the export tells of: its today. */
  now: Instant;
  /** From when on changes of fields are known; null where there is no such file. */
  historyFrom: Instant | null;
  counts: { opportunities: number; registrations: number; accounts: number; audited: number };
}

/** Deals in a parcel, about. */
const dealsAParcel = 4000;
const mostParcels = 512;

const at = (table: TableName, name: string): number =>
  tables[table].columns.findIndex((column) => column.name === name);

/** Reads single columns by name: `get('Name')`. */
function getter(table: TableName): (values: readonly string[], name: string) => string {
  const indexes = new Map(tables[table].columns.map(({ name }, index) => [name, index]));
  return (values, name) => values[indexes.get(name) ?? -1] ?? '';
}

export function gather(files: ExportFiles): Gathered {
  const survey = surveyOf(files);
  const kin = kinshipOf(files, survey);
  const parcels = new Parcels(
    Math.min(mostParcels, Math.max(1, Math.ceil(countDeals(files, kin, survey) / dealsAParcel))),
  );
  const counts = sort(files, kin, survey, parcels);
  parcels.close();
  const { partners, stages, now, historyFrom } = survey;
  return { parcels, partners: [...partners.values()], stages, now, historyFrom, counts };
}

interface Claim {
  id: Id;
  customerId: Id | null;
  dealId: Id | null;
  typed: Company;
}

interface Survey {
  claims: Claim[];
  /** Accounts of the deals that claims name. */
  accountOfDeal: Map<Id, Id>;
  partners: Map<Id, Partner>;
  customers: Map<Id, Company>;
  parents: Map<Id, Id>;
  stages: Stage[];
  now: Instant;
  historyFrom: Instant | null;
  opportunities: number;
  accounts: number;
}

/** What must be known before rows can be told apart. */
function surveyOf(files: ExportFiles): Survey {
  const claims = claimsIn(files);
  const partnerIds = new Set<Id>();
  const opportunity = getter('Opportunity');
  const named = new Set(claims.flatMap(({ dealId }) => dealId ?? []));
  const accountOfDeal = new Map<Id, Id>();
  const seen = new Map<string, { probabilities: Map<number, number>; closed: number; won: number; deals: number }>();
  let [opportunities, now] = [0, 0];
  files.read('Opportunity', (values) => {
    opportunities += 1;
    const id = opportunity(values, 'Id');
    if (named.has(id)) accountOfDeal.set(id, opportunity(values, 'AccountId'));
    const engaged = opportunity(values, 'Engaged_Partner__c');
    if (engaged !== '') partnerIds.add(engaged);
    const changed = opportunity(values, 'SystemModstamp');
    now = Math.max(now, instantOf(changed === '' ? opportunity(values, 'CreatedDate') : changed));
    countStage(seen, values);
  });
  for (const table of ['OpportunityPartner', 'Partner'] as const) {
    const to = at(table, 'AccountToId');
    files.read(table, (values) => partnerIds.add(values[to] ?? ''));
  }
  let historyFrom: Instant | null = null;
  const when = at('OpportunityFieldHistory', 'CreatedDate');
  files.read('OpportunityFieldHistory', (values) => {
    const changedAt = instantOf(values[when] ?? '');
    historyFrom = Math.min(historyFrom ?? Infinity, changedAt);
    now = Math.max(now, changedAt);
  });
  const partnersNamed = claimPartners(files);
  for (const id of partnersNamed) partnerIds.add(id);
  return {
    claims,
    accountOfDeal,
    ...companiesIn(files, claims, accountOfDeal, partnerIds),
    stages: stagesOf(seen),
    now,
    historyFrom,
    opportunities,
  };
}

function claimsIn(files: ExportFiles): Claim[] {
  const get = getter('Deal_Registration__c');
  const claims: Claim[] = [];
  files.read('Deal_Registration__c', (values) => {
    if (flagOf(get(values, 'IsDeleted'))) return;
    const orNull = (name: string) => get(values, name) || null;
    claims.push({
      id: get(values, 'Id'),
      customerId: orNull('Customer__c'),
      dealId: orNull('Opportunity__c'),
      typed: {
        name: get(values, 'Customer_Name__c'),
        website: orNull('Customer_Website__c'),
        country: countryCode(orNull('Customer_Country__c')),
        taxId: orNull('Customer_Tax_Id__c'),
      },
    });
  });
  return claims;
}

function claimPartners(files: ExportFiles): Set<Id> {
  const partner = at('Deal_Registration__c', 'Partner__c');
  const ids = new Set<Id>();
  files.read('Deal_Registration__c', (values) => ids.add(values[partner] ?? ''));
  return ids;
}

function companiesIn(
  files: ExportFiles,
  claims: readonly Claim[],
  accountOfDeal: ReadonlyMap<Id, Id>,
  partnerIds: ReadonlySet<Id>,
): Pick<Survey, 'partners' | 'customers' | 'parents' | 'accounts'> {
  const wanted = new Set([...claims.flatMap(({ customerId }) => customerId ?? []), ...accountOfDeal.values()]);
  const [partners, customers, parents] = [new Map<Id, Partner>(), new Map<Id, Company>(), new Map<Id, Id>()];
  const get = getter('Account');
  let accounts = 0;
  files.read('Account', (values) => {
    accounts += 1;
    const id = get(values, 'Id');
    const parentId = get(values, 'ParentId');
    if (parentId !== '') parents.set(id, parentId);
    if (isPartnerRow(values) || partnerIds.has(id)) {
      partners.set(id, { id, name: get(values, 'Name'), level: null, roles: rolesOf(values), competencies: [] });
    }
    if (wanted.has(id)) customers.set(id, companyOf(values));
  });
  return { partners, customers, parents, accounts };
}

const account = getter('Account');

function companyOf(values: readonly string[]): Company {
  const orNull = (name: string) => account(values, name) || null;
  return {
    id: account(values, 'Id'),
    name: account(values, 'Name'),
    website: orNull('Website'),
    country: countryCode(orNull('BillingCountry')),
    taxId: orNull('Tax_Id__c'),
    companyNumber: orNull('Company_Number__c'),
    parentId: orNull('ParentId'),
  };
}

function isPartnerRow(values: readonly string[]): boolean {
  return account(values, 'Partner_Roles__c') !== '' || flagOf(account(values, 'IsPartner'));
}

function rolesOf(values: readonly string[]): PartnerRole[] {
  return account(values, 'Partner_Roles__c')
    .split(';')
    .map((role) => role.trim())
    .filter((role) => role !== '') as PartnerRole[];
}

type StagesSeen = Map<string, { probabilities: Map<number, number>; closed: number; won: number; deals: number }>;

function countStage(seen: StagesSeen, values: readonly string[]): void {
  const name = values[at('Opportunity', 'StageName')] ?? '';
  const known = seen.get(name) ?? { probabilities: new Map<number, number>(), closed: 0, won: 0, deals: 0 };
  seen.set(name, known);
  known.deals += 1;
  const probability = values[at('Opportunity', 'Probability')] ?? '';
  if (probability !== '') {
    known.probabilities.set(Number(probability), (known.probabilities.get(Number(probability)) ?? 0) + 1);
  }
  if (flagOf(values[at('Opportunity', 'IsClosed')] ?? '')) known.closed += 1;
  if (flagOf(values[at('Opportunity', 'IsWon')] ?? '')) known.won += 1;
}

/** The org's stages, read off its deals: the usual probability of each, and whether most of its deals are closed or won. */
function stagesOf(seen: StagesSeen): Stage[] {
  return [...seen]
    .map(([name, { probabilities, closed, won, deals }]) => {
      const [usual] = [...probabilities].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
      const isWon = won * 2 > deals || /closed.?won/i.test(name);
      const isClosed = isWon || closed * 2 > deals || /^closed/i.test(name);
      return { name, probability: usual?.[0] ?? (isWon ? 100 : 0), isClosed, isWon };
    })
    .sort(
      (a, b) => Number(a.isClosed) - Number(b.isClosed) || a.probability - b.probability || (a.name < b.name ? -1 : 1),
    )
    .map((stage, index) => ({ ...stage, order: index + 1 }));
}

/** A claim with its customer, the account of the deal it names, accounts that may be him, and all their families. */
function kinshipOf(files: ExportFiles, survey: Survey): Kinship {
  const kin = new Kinship();
  const claimed = new ClaimedCompanies();
  for (const { id, customerId, dealId, typed } of survey.claims) {
    if (customerId !== null) kin.join(id, customerId);
    const account_ = dealId === null ? undefined : survey.accountOfDeal.get(dealId);
    if (account_ !== undefined && account_ !== '') kin.join(id, account_);
    kin.join(id, id);
    if (typed.name !== '') claimed.add(typed, id);
    const onRecord = customerId === null ? undefined : survey.customers.get(customerId);
    if (onRecord !== undefined) claimed.add(onRecord, id);
  }
  files.read('Account', (values) => {
    // A partner's own account is no end customer that another one could be mistaken for.
    if (isPartnerRow(values) || flagOf(account(values, 'IsDeleted'))) return;
    const company = companyOf(values);
    for (const claim of claimed.claimsFor(company)) kin.join(claim, company.id ?? '');
  });
  joinFamilies(kin, survey.parents);
  return kin;
}

function joinFamilies(kin: Kinship, parents: ReadonlyMap<Id, Id>): void {
  const top = (id: Id): Id => {
    let [found, steps] = [id, 0];
    for (let above = parents.get(found); above !== undefined && steps < 10; above = parents.get(found)) {
      found = above;
      steps += 1;
    }
    return found;
  };
  const tops = new Set([...kin.members()].map(top));
  for (const child of parents.keys()) {
    const head = top(child);
    if (tops.has(head) || kin.of(head) !== null) kin.join(head, child);
  }
}

/** The group a deal belongs to: that of its customer, or of the claim that names it. */
function groupOfDeal(kin: Kinship, survey: Survey): (id: Id, accountId: Id) => string | null {
  const claimOf = new Map(
    survey.claims.flatMap(({ id, dealId }): [Id, Id][] => (dealId === null ? [] : [[dealId, id]])),
  );
  return (id, accountId) => {
    const claim = claimOf.get(id);
    return kin.of(accountId) ?? (claim === undefined ? null : kin.of(claim));
  };
}

function countDeals(files: ExportFiles, kin: Kinship, survey: Survey): number {
  const groupOf = groupOfDeal(kin, survey);
  const get = getter('Opportunity');
  let count = 0;
  files.read('Opportunity', (values) => {
    if (groupOf(get(values, 'Id'), get(values, 'AccountId')) !== null) count += 1;
  });
  return count;
}

function sort(files: ExportFiles, kin: Kinship, survey: Survey, parcels: Parcels): Gathered['counts'] {
  const groupOf = groupOfDeal(kin, survey);
  const parcelOfDeal = new Map<Id, number>();
  const opportunity = getter('Opportunity');
  files.read('Opportunity', (values) => {
    const id = opportunity(values, 'Id');
    const group = groupOf(id, opportunity(values, 'AccountId'));
    if (group === null || flagOf(opportunity(values, 'IsDeleted'))) return;
    const parcel = parcels.of(group);
    parcelOfDeal.set(id, parcel);
    parcels.add(parcel, ['Opportunity', ...values, group]);
  });
  files.read('Account', (values) => {
    const group = kin.of(account(values, 'Id'));
    if (group !== null) parcels.add(parcels.of(group), ['Account', ...values, group]);
  });
  const registration = getter('Deal_Registration__c');
  let registrations = 0;
  files.read('Deal_Registration__c', (values) => {
    const group = kin.of(registration(values, 'Id'));
    if (group === null || flagOf(registration(values, 'IsDeleted'))) return;
    registrations += 1;
    parcels.add(parcels.of(group), ['Deal_Registration__c', ...values, group]);
  });
  const history = getter('AccountHistory');
  files.read('AccountHistory', (values) => {
    const group = kin.of(history(values, 'AccountId'));
    if (group !== null) parcels.add(parcels.of(group), ['AccountHistory', ...values]);
  });
  sortChildren(files, survey, parcels, parcelOfDeal);
  const { opportunities, accounts } = survey;
  return { opportunities, registrations, accounts, audited: parcelOfDeal.size };
}

const byDeal = [
  ['OpportunityLineItem', 'OpportunityId'],
  ['OpportunityFieldHistory', 'OpportunityId'],
  ['OpportunityHistory', 'OpportunityId'],
  ['Exemption_Request__c', 'Opportunity__c'],
] as const;

/** What hangs on the deals: products and contacts are put in by their meaning, as the parcels have none of their own. */
function sortChildren(
  files: ExportFiles,
  survey: Survey,
  parcels: Parcels,
  parcelOfDeal: ReadonlyMap<Id, number>,
): void {
  const pass = (table: TableName, column: string, change: (values: string[]) => string[] = (values) => values) => {
    const index = at(table, column);
    files.read(table, (values) => {
      const parcel = parcelOfDeal.get(values[index] ?? '');
      if (parcel !== undefined) parcels.add(parcel, [table, ...change([...values])]);
    });
  };
  for (const [table, column] of byDeal) {
    if (table === 'OpportunityLineItem') pass(table, column, withProduct(files, table));
    else pass(table, column);
  }
  pass(files.has('OpportunityPartner') ? 'OpportunityPartner' : 'Partner', 'OpportunityId');
  const firms = firmsOf(files, survey.partners);
  for (const table of ['Task', 'Event'] as const) {
    const who = at(table, 'WhoId');
    pass(table, 'WhatId', (values) => values.with(who, firms.get(values[who] ?? '') ?? ''));
  }
  const parcelOfQuote = new Map<Id, number>();
  const [quoteId, dealOfQuote] = [at('Quote', 'Id'), at('Quote', 'OpportunityId')];
  files.read('Quote', (values) => {
    const parcel = parcelOfDeal.get(values[dealOfQuote] ?? '');
    if (parcel === undefined) return;
    parcelOfQuote.set(values[quoteId] ?? '', parcel);
    parcels.add(parcel, ['Quote', ...values]);
  });
  const ofQuote = at('QuoteLineItem', 'QuoteId');
  const named = withProduct(files, 'QuoteLineItem');
  files.read('QuoteLineItem', (values) => {
    const parcel = parcelOfQuote.get(values[ofQuote] ?? '');
    if (parcel !== undefined) parcels.add(parcel, ['QuoteLineItem', ...named([...values])]);
  });
}

/** Lines get the name and the family of their product behind their own columns. */
function withProduct(files: ExportFiles, table: TableName): (values: string[]) => string[] {
  const products = new Map<Id, [string, string]>();
  const get = getter('Product2');
  files.read('Product2', (values) => {
    products.set(get(values, 'Id'), [get(values, 'Name'), get(values, 'Family')]);
  });
  const index = at(table, 'Product2Id');
  return (values) => [...values, ...(products.get(values[index] ?? '') ?? ['', ''])];
}

/** Of the people who work for partners, for whom. */
function firmsOf(files: ExportFiles, partners: ReadonlyMap<Id, Partner>): Map<Id, Id> {
  const firms = new Map<Id, Id>();
  const get = getter('Contact');
  files.read('Contact', (values) => {
    const firm = get(values, 'AccountId');
    if (partners.has(firm)) firms.set(get(values, 'Id'), firm);
  });
  return firms;
}
