/**
 * Goes through an export and sorts what bears on registrations into parcels. Each file is read from its beginning to its
 * end, some twice; in memory are the claims, the firms of the partners and where each deal went.
 */
import type { Id, Partner } from '../domain/deal.ts';
import type { Stage } from '../domain/rules.ts';
import { day, type Instant } from '../domain/time.ts';
import { allowGarbage, collectGarbage } from './collect.ts';
import type { ExportFiles } from './files.ts';
import { IdTable } from './id-table.ts';
import { kinshipOf, type Kinship } from './kinship.ts';
import { parcelOf, ParcelWriter, type Pieces } from './parcels.ts';
import { sortedTables, type Sorting } from './sort.ts';
import { reader, surveyOf, type Survey } from './survey.ts';
import { at, type TableName } from './tables.ts';
import type { Export, Outcome, Task } from './tasks.ts';

export interface Gathered {
  /** How many parcels there are, and where their pieces are. */
  parcels: number;
  parts: readonly Pieces[];
  partners: Map<Id, Partner>;
  stages: Stage[];
  /** The latest moment that the export tells of: its today. */
  now: Instant;
  /** From when on changes of fields are known; null where there is no such file. */
  historyFrom: Instant | null;
  timeZone: string | null;
  currency: string | null;
  counts: { opportunities: number; registrations: number; accounts: number; audited: number };
  /** Moments in which somebody changed many records of the export, as `momentOf` tells them. */
  bulk: ReadonlySet<string>;
  /** Whether merged accounts could be known of. */
  tellsMergers: boolean;
  decided: Survey['decided'];
}

export interface Gathering {
  from: Omit<Export, 'told'>;
  files: ExportFiles;
  /** Where the parcels go. */
  folder: string;
  statuses: Readonly<Record<string, string>>;
  /** The org's names of the fields whose changes histories tell. */
  partnerField: string;
  namedAccountField: string;
  /** In how many slices the companies of the claims are looked for. */
  slices: number;
  misread: (problem: string) => void;
  perform: (tasks: readonly Task[]) => Promise<Outcome[]>;
}

/** How often the files of a table are gone through. */
export function passes(slices: number): Readonly<Record<string, number>> {
  return {
    ...{ Opportunity: 2, Account: 2 + 2 * slices, Deal_Registration__c: 2 + slices },
    ...{
      OpportunityFieldHistory: 1,
      OpportunityHistory: 1,
      OpportunityPartner: 2,
      Partner: 1,
      Product2: 2,
      Contact: 2,
    },
    ...{ AccountHistory: 1, OpportunityLineItem: 1, Exemption_Request__c: 1, Quote: 1, QuoteLineItem: 1 },
    ...{ Task: 1, Event: 1, User: 2, Holiday: 1, Organization: 1, Engagement_Policy__c: 1, Channel_Conflict__c: 1 },
  };
}

/** Deals of the export to a parcel; those near a registration are a part of them. */
const dealsAParcel = 1000;
const mostParcels = 1024;
/** Salesforce keeps the histories of fields for 18 months at least. */
const keptDays = 540;

/** Gathers. Claims whose state is a word that nobody knows are told to `misread` and passed over. */
export async function gather(gathering: Gathering): Promise<Gathered> {
  const { from, files, folder, statuses, slices, perform } = gathering;
  const surveyed: Export = { ...from, told: ['Account', 'Deal_Registration__c', 'Opportunity'] };
  // Threads look for the claimed companies while this one goes through the deals; each holds a lot, and for long.
  allowGarbage(25);
  const finding = perform(
    Array.from({ length: slices }, (_, index): Task => ({
      kind: 'find claimed',
      from: surveyed,
      statuses,
      slice: { index, of: slices },
    })),
  );
  const survey = surveyOf(files, statuses, gathering.misread);
  const parcels = Math.min(mostParcels, Math.ceil((survey.opportunities + 1) / dealsAParcel));
  collectGarbage();
  const found = await finding;
  allowGarbage(0);
  const alike = found.flatMap((outcome) => (outcome.kind === 'find claimed' ? outcome.alike : []));
  const kin = kinshipOf(survey, alike);
  const own = sortHeads(files, kin, survey, { folder, parcels });
  const sorting: Sorting = {
    folder,
    ...{ deals: own.deals.shared, accounts: own.accounts.shared },
    partnerIds: [...survey.partners.keys()],
    ...{ partnerField: gathering.partnerField, namedAccountField: gathering.namedAccountField },
  };
  // The largest first, so that none is begun when the others are done.
  const largest = sortedTables.toSorted((a, b) => files.size(b) - files.size(a));
  const sorted = await perform(
    largest.map((table, index): Task => ({ kind: 'sort', from: surveyed, table, sorting, part: index + 1 })),
  );
  const { opportunities, accounts } = survey;
  return {
    ...{ parcels, partners: survey.partners, decided: survey.decided },
    parts: [own.pieces, ...sorted.flatMap((outcome) => (outcome.kind === 'sort' ? outcome.sorted.pieces : []))],
    counts: { opportunities, accounts, registrations: own.registrations, audited: own.audited },
    ...told(survey, sorted),
    ...organizationIn(files),
  };
}

/** What the tables tell together. */
function told(
  { stages, now: surveyed, oldest, hasDeletedAccounts }: Survey,
  outcomes: readonly Outcome[],
): Pick<Gathered, 'stages' | 'now' | 'historyFrom' | 'bulk' | 'tellsMergers'> {
  let [now, firstChange] = [surveyed, Infinity];
  let tellsMergers = hasDeletedAccounts;
  const bulk = new Set<string>();
  for (const outcome of outcomes) {
    if (outcome.kind !== 'sort') continue;
    now = Math.max(now, outcome.sorted.last);
    if (outcome.sorted.tellsMoves) tellsMergers = true;
    if (outcome.table === 'OpportunityFieldHistory') firstChange = outcome.sorted.first;
    for (const moment of outcome.sorted.bulk) bulk.add(moment);
    stages.addHistory(outcome.sorted.probabilities);
  }
  // Younger than what Salesforce drops, nothing of an opportunity's history can be missing.
  const isWhole = firstChange !== Infinity && oldest > now - keptDays * day;
  const historyFrom = isWhole ? Math.min(oldest, firstChange) : firstChange;
  return {
    stages: stages.stages(),
    now,
    historyFrom: historyFrom === Infinity ? null : historyFrom,
    bulk,
    tellsMergers,
  };
}

function organizationIn(files: ExportFiles): Pick<Gathered, 'timeZone' | 'currency'> {
  const { maybe } = reader('Organization');
  const found: Pick<Gathered, 'timeZone' | 'currency'> = { timeZone: null, currency: null };
  files.read('Organization', (row) => {
    found.timeZone = maybe(row, 'TimeZoneSidKey');
    found.currency = maybe(row, 'DefaultCurrencyIsoCode');
  });
  return found;
}

interface Heads {
  /** Parcels of deals and of accounts. */
  deals: IdTable;
  accounts: IdTable;
  audited: number;
  registrations: number;
  /** Where their rows are. */
  pieces: Pieces;
}

/** Sorts opportunities, accounts and registrations, each with the name of its group behind its own columns. */
function sortHeads(
  files: ExportFiles,
  kin: Kinship,
  survey: Survey,
  { folder, parcels }: { folder: string; parcels: number },
): Heads {
  const writer = new ParcelWriter(folder, 0);
  const members = [...kin.members()];
  const [deals, accounts] = [IdTable.for(survey.opportunities), IdTable.for(members.length)];
  const groups = new Set(members.map((member) => kin.of(member) ?? member));
  const parcelsOf = new Map([...groups].map((group) => [group, parcelOf(group, parcels)]));
  for (const member of members) accounts.set(member, parcelsOf.get(kin.of(member) ?? member) ?? 0);
  const claimOf = new Map(
    survey.claims.flatMap(({ id, dealId }): [Id, Id][] => (dealId === null ? [] : [[dealId, id]])),
  );
  /** Adds the row if it is of a group; gives the parcel it went to. */
  const put = (table: TableName, row: Parameters<ParcelWriter['add']>[2], group: string | null) => {
    if (group === null) return null;
    const parcel = parcelsOf.get(group) ?? 0;
    writer.add(parcel, table, row, [group]);
    return parcel;
  };
  let audited = 0;
  const registrations = new Set<Id>();
  const [opportunity, registration] = [reader('Opportunity'), reader('Deal_Registration__c')];
  const [dealId, customer] = [at('Opportunity', 'Id'), at('Opportunity', 'AccountId')];
  files.read('Opportunity', (row) => {
    const id = opportunity.text(row, 'Id');
    const claim = claimOf.get(id);
    // Most deals are of customers whom no claim names; their bytes tell.
    const isNear = accounts.get(row.bytes, row.startOf(customer), row.endOf(customer)) >= 0;
    if ((!isNear && claim === undefined) || opportunity.flag(row, 'IsDeleted')) return;
    if (deals.get(row.bytes, row.startOf(dealId), row.endOf(dealId)) >= 0) return;
    const group = (isNear ? kin.of(row.text(customer)) : null) ?? (claim === undefined ? null : kin.of(claim));
    const parcel = put('Opportunity', row, group);
    if (parcel === null) return;
    deals.set(id, parcel);
    audited += 1;
  });
  const accountId = at('Account', 'Id');
  files.read('Account', (row) => {
    if (accounts.get(row.bytes, row.startOf(accountId), row.endOf(accountId)) >= 0) {
      put('Account', row, kin.of(row.text(accountId)));
    }
  });
  files.read('Deal_Registration__c', (row) => {
    const id = registration.text(row, 'Id');
    if (registration.flag(row, 'IsDeleted') || put('Deal_Registration__c', row, kin.of(id)) === null) return;
    registrations.add(id);
  });
  return { deals, accounts, audited, registrations: registrations.size, pieces: writer.close() };
}
