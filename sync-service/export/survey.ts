/** What must be known of an export before its rows can be told apart. */
import { countryCode } from '../domain/customer/country.ts';
import type { Company } from '../domain/customer/index.ts';
import type { Id, Partner, PartnerRole } from '../domain/deal.ts';
import type { DecidedCustomers } from '../domain/customer/learned-weights.ts';
import type { Instant } from '../domain/time.ts';
import type { CsvRow } from './csv.ts';
import { CustomersOfPairs, decidedCasesIn, type DecidedCases } from './decided-cases.ts';
import type { ExportFiles } from './files.ts';
import { statusOf } from './mapping.ts';
import { RecordCount } from './record-count.ts';
import { StagesSeen } from './stages.ts';
import { at, flagOf, instantIn, type TableName } from './tables.ts';

export interface Claim {
  id: Id;
  customerId: Id | null;
  dealId: Id | null;
}

export interface Survey {
  claims: Claim[];
  /** Accounts of the deals that claims name. */
  accountOfDeal: Map<Id, Id>;
  partners: Map<Id, Partner>;
  parents: Map<Id, Id>;
  /** Accounts that were merged into others, with those. */
  masters: Map<Id, Id>;
  /** Whether deleted accounts are among the rows. */
  hasDeletedAccounts: boolean;
  stages: StagesSeen;
  /** The latest change and the earliest creation of a deal. */
  now: Instant;
  oldest: Instant;
  /** Records, each once. */
  opportunities: number;
  accounts: number;
  /** What people have decided, with the customers that it tells of. */
  decided: { cases: DecidedCases['cases']; customers: DecidedCustomers[] };
}

/** Reads single columns of a table's rows by name. */
export function reader(table: TableName) {
  const columns = new Map<string, number>();
  const column = (name: string): number => {
    const known = columns.get(name) ?? at(table, name);
    columns.set(name, known);
    return known;
  };
  return {
    text: (row: CsvRow, name: string): string => row.text(column(name)),
    maybe: (row: CsvRow, name: string): string | null => row.text(column(name)) || null,
    flag: (row: CsvRow, name: string): boolean => flagOf(row.text(column(name))),
    /** Null where the file says nothing. */
    maybeFlag: (row: CsvRow, name: string): boolean | null => {
      const text = row.text(column(name));
      return text === '' ? null : flagOf(text);
    },
    /** Not a number where there is none. */
    instant: (row: CsvRow, name: string): Instant => {
      const index = column(name);
      return instantIn(row.bytes, row.startOf(index), row.endOf(index));
    },
  };
}

const account = reader('Account');
const claim = reader('Deal_Registration__c');
const opportunity = reader('Opportunity');

/**
 * Goes through decided cases, claims, opportunities, their partners and accounts.
 * @param statuses what the org's words for the states of a registration mean
 * @param misread gets claims whose state is a word that nobody knows; they are passed over
 */
export function surveyOf(
  files: ExportFiles,
  statuses: Readonly<Record<string, string>>,
  misread: (problem: string) => void,
): Survey {
  const { cases, pairs } = decidedCasesIn(files);
  const decided = new CustomersOfPairs(pairs);
  const claims: Claim[] = [];
  const partnerIds = new Set<Id>();
  readClaims(files, statuses, misread, (row) => {
    partnerIds.add(claim.text(row, 'Partner__c'));
    decided.seeRegistration(claim.text(row, 'Id'), () => typedIn(row));
    claims.push({
      id: claim.text(row, 'Id'),
      customerId: claim.maybe(row, 'Customer__c'),
      dealId: claim.maybe(row, 'Opportunity__c'),
    });
  });
  const named = new Set(claims.flatMap(({ dealId }) => dealId ?? []));
  const accountOfDeal = new Map<Id, Id>();
  const stages = new StagesSeen();
  const opportunities = new RecordCount();
  const column = at('Opportunity', 'Id');
  let [now, oldest] = [0, Infinity];
  files.read('Opportunity', (row) => {
    opportunities.add(row.bytes, row.startOf(column), row.endOf(column));
    const id = opportunity.text(row, 'Id');
    if (named.has(id)) accountOfDeal.set(id, opportunity.text(row, 'AccountId'));
    decided.seeDeal(id, () => opportunity.text(row, 'AccountId'));
    const engaged = opportunity.text(row, 'Engaged_Partner__c');
    if (engaged !== '') partnerIds.add(engaged);
    const created = opportunity.instant(row, 'CreatedDate');
    const changed = opportunity.instant(row, 'SystemModstamp');
    oldest = Math.min(oldest, created);
    now = Math.max(now, Number.isNaN(changed) ? created : changed);
    stages.count({
      name: opportunity.text(row, 'StageName'),
      probability: opportunity.text(row, 'Probability'),
      isClosed: opportunity.maybeFlag(row, 'IsClosed'),
      isWon: opportunity.maybeFlag(row, 'IsWon'),
    });
  });
  for (const table of ['OpportunityPartner', 'Partner'] as const) {
    const to = at(table, 'AccountToId');
    files.read(table, (row) => partnerIds.add(row.text(to)));
  }
  const accounts = accountsIn(files, partnerIds, decided.seeAccounts(companyOf));
  return {
    ...{ claims, accountOfDeal, stages, now, oldest, opportunities: opportunities.count },
    ...accounts,
    decided: { cases, customers: decided.all() },
  };
}

/** Claims that are neither deleted nor in a state that nobody knows. */
function readClaims(
  files: ExportFiles,
  statuses: Readonly<Record<string, string>>,
  misread: (problem: string) => void,
  take: (row: CsvRow) => void,
): void {
  files.read('Deal_Registration__c', (row) => {
    if (claim.flag(row, 'IsDeleted')) return;
    const status = claim.text(row, 'Status__c');
    if (statusOf(status, statuses) !== null) take(row);
    else {
      misread(
        `Deal_Registration__c, line ${row.line}, column Status__c: expected a state of a registration, found ${JSON.stringify(status)}; a mapping file can say what it means`,
      );
    }
  });
}

function accountsIn(
  files: ExportFiles,
  partnerIds: ReadonlySet<Id>,
  see: (id: Id, row: CsvRow) => void,
): Pick<Survey, 'partners' | 'parents' | 'masters' | 'hasDeletedAccounts' | 'accounts'> {
  const [partners, parents, masters] = [new Map<Id, Partner>(), new Map<Id, Id>(), new Map<Id, Id>()];
  const accounts = new RecordCount();
  const column = at('Account', 'Id');
  let hasDeletedAccounts = false;
  files.read('Account', (row) => {
    accounts.add(row.bytes, row.startOf(column), row.endOf(column));
    const id = account.text(row, 'Id');
    see(id, row);
    const parentId = account.text(row, 'ParentId');
    if (parentId !== '') parents.set(id, parentId);
    const master = account.text(row, 'MasterRecordId');
    if (master !== '') masters.set(id, master);
    if (master !== '' || account.flag(row, 'IsDeleted')) hasDeletedAccounts = true;
    if (isPartner(row) || partnerIds.has(id)) {
      partners.set(id, partnerOf(row));
    }
  });
  return { partners, parents, masters, hasDeletedAccounts, accounts: accounts.count };
}

function partnerOf(row: CsvRow): Partner {
  return {
    id: account.text(row, 'Id'),
    name: account.text(row, 'Name'),
    website: account.maybe(row, 'Website'),
    parentId: account.maybe(row, 'ParentId'),
    level: null,
    roles: rolesOf(row),
    competencies: [],
  };
}

function isPartner(row: CsvRow): boolean {
  return account.text(row, 'Partner_Roles__c') !== '' || account.flag(row, 'IsPartner');
}

function rolesOf(row: CsvRow): PartnerRole[] {
  return account
    .text(row, 'Partner_Roles__c')
    .split(';')
    .map((role) => role.trim())
    .filter((role) => role !== '') as PartnerRole[];
}

/** Each company that a claim names, as the partner typed it and as it is on record, with the claim's id. */
export function claimedCompanies(
  files: ExportFiles,
  statuses: Readonly<Record<string, string>>,
  take: (company: Company, claimId: Id) => void,
): void {
  const claimsOf = new Map<Id, Id[]>();
  const unknown = () => {};
  readClaims(files, statuses, unknown, (row) => {
    const [id, customerId, name] = [
      claim.text(row, 'Id'),
      claim.maybe(row, 'Customer__c'),
      claim.text(row, 'Customer_Name__c'),
    ];
    if (customerId !== null) claimsOf.set(customerId, [...(claimsOf.get(customerId) ?? []), id]);
    if (name !== '') take(typedIn(row), id);
  });
  files.read('Account', (row) => {
    for (const id of claimsOf.get(account.text(row, 'Id')) ?? []) take(companyOf(row), id);
  });
}

/** The customer as the partner typed him. */
function typedIn(row: CsvRow): Company {
  return {
    name: claim.text(row, 'Customer_Name__c'),
    website: claim.maybe(row, 'Customer_Website__c'),
    country: countryCode(claim.maybe(row, 'Customer_Country__c')),
    taxId: claim.maybe(row, 'Customer_Tax_Id__c'),
  };
}

/** A part of a table's rows, by their places: one of so many. */
export interface Share {
  index: number;
  of: number;
}

/** Customers on record. A partner's own account is no end customer that another one could be mistaken for. */
export function readCustomers(
  files: ExportFiles,
  { index, of }: Share,
  take: (company: Company & { id: Id }) => void,
): void {
  let rows = 0;
  files.read('Account', (row) => {
    rows += 1;
    if (rows % of !== index) return;
    const isGone = account.flag(row, 'IsDeleted') || account.text(row, 'MasterRecordId') !== '';
    if (!isPartner(row) && !isGone) take(companyOf(row));
  });
}

function companyOf(row: CsvRow): Company & { id: Id } {
  return {
    id: account.text(row, 'Id'),
    name: account.text(row, 'Name'),
    website: account.maybe(row, 'Website'),
    country: countryCode(account.maybe(row, 'BillingCountry')),
    taxId: account.maybe(row, 'Tax_Id__c'),
    companyNumber: account.maybe(row, 'Company_Number__c'),
    parentId: account.maybe(row, 'ParentId'),
    phone: account.maybe(row, 'Phone'),
    street: account.maybe(row, 'BillingStreet'),
    postalCode: account.maybe(row, 'BillingPostalCode'),
    city: account.maybe(row, 'BillingCity'),
  };
}
