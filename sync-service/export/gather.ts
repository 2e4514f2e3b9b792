/**
 * Goes through an export and sorts what bears on registrations into parcels. Each file is read once or twice from its
 * beginning to its end; in memory are the claims' customers, the firms of the partners and where each deal went.
 */
import type { Company } from '../domain/customer/index.ts';
import type { Id, Partner, PartnerRole } from '../domain/deal.ts';
import type { Stage } from '../domain/rules.ts';
import { day, type Instant } from '../domain/time.ts';
import { countryCode } from '../domain/customer/country.ts';
import { statusOf } from './mapping.ts';
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
  timeZone: string | null;
  currency: string | null;
  counts: { opportunities: number; registrations: number; accounts: number; audited: number };
}

/** How often the files of a table are gone through. */
export const passes: Readonly<Record<string, number>> = {
  Opportunity: 2,
  Account: 3,
  Deal_Registration__c: 3,
  OpportunityFieldHistory: 1,
  OpportunityHistory: 1,
  OpportunityPartner: 2,
  Partner: 1,
  Product2: 2,
  ...{ AccountHistory: 1, OpportunityLineItem: 1, Exemption_Request__c: 1, Quote: 1, QuoteLineItem: 1 },
  ...{ Task: 1, Event: 1, Contact: 1, User: 1, Holiday: 1, Organization: 1, Engagement_Policy__c: 1 },
};

/** Deals of the export to a parcel; those near a registration are a part of them. */
const dealsAParcel = 8000;
const mostParcels = 512;
/** Salesforce keeps the histories of fields for 18 months at least. */
const keptDays = 540;

const at = (table: TableName, name: string): number =>
  tables[table].columns.findIndex((column) => column.name === name);

/** Reads single columns by name: `get('Name')`. */
function getter(table: TableName): (values: readonly string[], name: string) => string {
  const indexes = new Map(tables[table].columns.map(({ name }, index) => [name, index]));
  return (values, name) => values[indexes.get(name) ?? -1] ?? '';
}

/**
 * Gathers. Claims whose state is a word that nobody knows are told to `misread` and passed over.
 * @param statuses what the org's words for the states of a registration mean
 */
export function gather(
  files: ExportFiles,
  statuses: Readonly<Record<string, string>>,
  misread: (problem: string) => void,
): Gathered {
  const survey = surveyOf(files, statuses, misread);
  const kin = kinshipOf(files, survey);
  const parcels = new Parcels(Math.min(mostParcels, Math.ceil((survey.opportunities + 1) / dealsAParcel)));
  const { counts, firstChange, lastChange } = sort(files, kin, survey, parcels);
  parcels.close();
  const { partners, seen, oldest } = survey;
  const now = Math.max(survey.now, lastChange);
  // Younger than what Salesforce drops, nothing of an opportunity's history can be missing.
  const isWhole = firstChange !== null && oldest > now - keptDays * day;
  const historyFrom = isWhole ? Math.min(oldest, firstChange) : firstChange;
  return {
    ...{ parcels, partners: [...partners.values()], stages: stagesOf(seen), now, historyFrom, counts },
    ...organizationIn(files),
  };
}

function organizationIn(files: ExportFiles): Pick<Gathered, 'timeZone' | 'currency'> {
  const get = getter('Organization');
  const found: Pick<Gathered, 'timeZone' | 'currency'> = { timeZone: null, currency: null };
  files.read('Organization', (values) => {
    found.timeZone = get(values, 'TimeZoneSidKey') || null;
    found.currency = get(values, 'DefaultCurrencyIsoCode') || null;
  });
  return found;
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
  seen: StagesSeen;
  now: Instant;
  oldest: Instant;
  opportunities: number;
  accounts: number;
}

/** What must be known before rows can be told apart. */
function surveyOf(
  files: ExportFiles,
  statuses: Readonly<Record<string, string>>,
  misread: (problem: string) => void,
): Survey {
  const claims = claimsIn(files, statuses, misread);
  const partnerIds = new Set<Id>();
  const opportunity = getter('Opportunity');
  const named = new Set(claims.flatMap(({ dealId }) => dealId ?? []));
  const accountOfDeal = new Map<Id, Id>();
  const seen: StagesSeen = new Map();
  let [opportunities, now, oldest] = [0, 0, Infinity];
  files.read('Opportunity', (values) => {
    opportunities += 1;
    const id = opportunity(values, 'Id');
    if (named.has(id)) accountOfDeal.set(id, opportunity(values, 'AccountId'));
    const engaged = opportunity(values, 'Engaged_Partner__c');
    if (engaged !== '') partnerIds.add(engaged);
    const changed = opportunity(values, 'SystemModstamp');
    const created = instantOf(opportunity(values, 'CreatedDate'));
    oldest = Math.min(oldest, created);
    now = Math.max(now, changed === '' ? created : instantOf(changed));
    const flag = (name: string) => (opportunity(values, name) === '' ? null : flagOf(opportunity(values, name)));
    countStage(seen, {
      name: opportunity(values, 'StageName'),
      probability: opportunity(values, 'Probability'),
      isClosed: flag('IsClosed'),
      isWon: flag('IsWon'),
    });
  });
  for (const table of ['OpportunityPartner', 'Partner'] as const) {
    const to = at(table, 'AccountToId');
    files.read(table, (values) => partnerIds.add(values[to] ?? ''));
  }
  const partnersNamed = claimPartners(files);
  for (const id of partnersNamed) partnerIds.add(id);
  return {
    claims,
    accountOfDeal,
    ...companiesIn(files, claims, accountOfDeal, partnerIds),
    seen,
    now,
    oldest,
    opportunities,
  };
}

function claimsIn(
  files: ExportFiles,
  statuses: Readonly<Record<string, string>>,
  misread: (problem: string) => void,
): Claim[] {
  const get = getter('Deal_Registration__c');
  const claims: Claim[] = [];
  files.read('Deal_Registration__c', (values, line) => {
    if (flagOf(get(values, 'IsDeleted'))) return;
    const status = get(values, 'Status__c');
    if (statusOf(status, statuses) === null) {
      misread(
        `Deal_Registration__c, line ${line}, column Status__c: expected a state of a registration, found ${JSON.stringify(status)}; a mapping file can say what it means`,
      );
      return;
    }
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

type StagesSeen = Map<string, { probabilities: Map<number, number>; closed: number; won: number; told: number }>;

interface StageRow {
  name: string;
  probability: string;
  /** Null where the row does not say. */
  isClosed: boolean | null;
  isWon: boolean | null;
}

function countStage(seen: StagesSeen, { name, probability, isClosed, isWon }: StageRow): void {
  const known = seen.get(name) ?? { probabilities: new Map<number, number>(), closed: 0, won: 0, told: 0 };
  seen.set(name, known);
  if (probability !== '') {
    known.probabilities.set(Number(probability), (known.probabilities.get(Number(probability)) ?? 0) + 1);
  }
  if (isClosed === null) return;
  known.told += 1;
  known.closed += Number(isClosed);
  known.won += Number(isWon === true);
}

/**
 * The org's stages, read off its deals and their history: the usual probability of each, and whether its deals are
 * closed or won. Where no deal says, the name does.
 */
function stagesOf(seen: StagesSeen): Stage[] {
  return [...seen]
    .map(([name, { probabilities, closed, won, told }]) => {
      const [usual] = [...probabilities].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
      const isWon = told > 0 ? won * 2 > told : /closed.?won|^won$/i.test(name);
      const isClosed = isWon || (told > 0 ? closed * 2 > told : /^closed|lost$/i.test(name));
      return { name, probability: usual?.[0] ?? usualProbability(name, isWon, isClosed), isClosed, isWon };
    })
    .sort(
      (a, b) => Number(a.isClosed) - Number(b.isClosed) || a.probability - b.probability || (a.name < b.name ? -1 : 1),
    )
    .map((stage, index) => ({ ...stage, order: index + 1 }));
}

/** Of the stages that every org begins with; half for one that nobody tells of. */
function usualProbability(name: string, isWon: boolean, isClosed: boolean): number {
  if (isWon) return 100;
  return isClosed ? 0 : (usualProbabilities[name.toLowerCase()] ?? 50);
}

const usualProbabilities: Readonly<Record<string, number>> = {
  prospecting: 10,
  qualification: 10,
  'needs analysis': 20,
  'value proposition': 50,
  'id. decision makers': 60,
  'perception analysis': 70,
  'proposal/price quote': 75,
  'negotiation/review': 90,
};

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

interface Sorted {
  counts: Gathered['counts'];
  /** The first change of a field on record, and the last change of anything. */
  firstChange: Instant | null;
  lastChange: Instant;
}

function sort(files: ExportFiles, kin: Kinship, survey: Survey, parcels: Parcels): Sorted {
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
  const counts = { opportunities, registrations, accounts, audited: parcelOfDeal.size };
  return { counts, ...sortHistories(files, survey, parcels, parcelOfDeal) };
}

function sortHistories(
  files: ExportFiles,
  survey: Survey,
  parcels: Parcels,
  parcelOfDeal: ReadonlyMap<Id, number>,
): Pick<Sorted, 'firstChange' | 'lastChange'> {
  const dates = { first: Infinity, last: 0 };
  const sorted = (
    table: 'OpportunityFieldHistory' | 'OpportunityHistory',
    seen: (values: readonly string[], at: Instant) => void,
  ) => {
    const [deal, created] = [at(table, 'OpportunityId'), at(table, 'CreatedDate')];
    files.read(table, (values) => {
      const changedAt = instantOf(values[created] ?? '');
      dates.last = Math.max(dates.last, changedAt);
      seen(values, changedAt);
      const parcel = parcelOfDeal.get(values[deal] ?? '');
      if (parcel !== undefined) parcels.add(parcel, [table, ...values]);
    });
  };
  sorted('OpportunityFieldHistory', (_, changedAt) => {
    dates.first = Math.min(dates.first, changedAt);
  });
  const [stage, chance] = [at('OpportunityHistory', 'StageName'), at('OpportunityHistory', 'Probability')];
  sorted('OpportunityHistory', (values) => {
    const [name, probability] = [values[stage] ?? '', values[chance] ?? ''];
    countStage(survey.seen, { name, probability, isClosed: null, isWon: null });
  });
  return { firstChange: dates.first === Infinity ? null : dates.first, lastChange: dates.last };
}

const byDeal = [
  ['OpportunityLineItem', 'OpportunityId'],
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
