/**
 * Goes through an export and sorts what bears on registrations into parcels. Each file is read from its beginning to its
 * end, some twice; in memory are the claims, the firms of the partners and where each deal went.
 */
import type { Id, Partner } from '../domain/deal.ts';
import type { Stage } from '../domain/rules.ts';
import { day, type Instant } from '../domain/time.ts';
import { allowGarbage, collectGarbage } from './collect.ts';
import type { ExportFiles } from './files.ts';
import { kinshipOf } from './kinship.ts';
import type { Pieces } from './parcels.ts';
import { headTables, numberedGroups, type HeadTable } from './sort-heads.ts';
import { sortedTables, type Sorting } from './sort.ts';
import { reader, surveyOf, type Survey } from './survey.ts';
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
  /** Threads that `perform` has. */
  threads: number;
  misread: (problem: string) => void;
  perform: (tasks: readonly Task[]) => Promise<Outcome[]>;
}

/** Each thread that looks for the claimed companies holds all of them. */
const mostFinding = 2;

/** How often the files of a table are gone through. */
export function passes(threads: number): Readonly<Record<string, number>> {
  const finding = Math.min(mostFinding, threads);
  return {
    ...{ Opportunity: 2, Account: 2 + 2 * finding, Deal_Registration__c: 2 + finding },
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
  const { from, files, folder, statuses, perform } = gathering;
  const surveyed: Export = { ...from, told: ['Account', 'Deal_Registration__c', 'Opportunity'] };
  // Threads look for the claimed companies while this one goes through the deals; each holds a lot, and for long.
  allowGarbage(25);
  const of = Math.min(mostFinding, gathering.threads);
  const finding = perform(
    Array.from({ length: of }, (_, index): Task => ({
      kind: 'find claimed',
      from: surveyed,
      statuses,
      share: { index, of },
    })),
  );
  const survey = surveyOf(files, statuses, gathering.misread);
  const parcels = Math.min(mostParcels, Math.ceil((survey.opportunities + 1) / dealsAParcel));
  collectGarbage();
  const found = await finding;
  allowGarbage(0);
  const alike = found.flatMap((outcome) => (outcome.kind === 'find claimed' ? outcome.alike : []));
  const groups = numberedGroups(kinshipOf(survey, alike), survey, parcels);
  const headed = await perform(
    headTables.map((tables, part): Task => ({ kind: 'sort heads', from: surveyed, tables, groups, folder, part })),
  );
  const heads = headed.flatMap((outcome) => (outcome.kind === 'sort heads' ? outcome.sorted : []));
  const sorting: Sorting = {
    ...{ folder, groups },
    partnerIds: [...survey.partners.keys()],
    ...{ partnerField: gathering.partnerField, namedAccountField: gathering.namedAccountField },
  };
  // The largest first, so that none is begun when the others are done.
  const largest = sortedTables.toSorted((a, b) => files.size(b) - files.size(a));
  const sorted = await perform(
    largest.map((table, index): Task => ({
      kind: 'sort',
      from: surveyed,
      ...{ table, sorting, part: heads.length + index },
    })),
  );
  const rows = (table: HeadTable) => heads.reduce((sum, { counts }) => sum + counts[table], 0);
  const { opportunities, accounts } = survey;
  return {
    ...{ parcels, partners: survey.partners, decided: survey.decided },
    parts: [
      ...heads.map(({ pieces }) => pieces),
      ...sorted.flatMap((outcome) => (outcome.kind === 'sort' ? outcome.sorted.pieces : [])),
    ],
    counts: { opportunities, accounts, registrations: rows('Deal_Registration__c'), audited: rows('Opportunity') },
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
