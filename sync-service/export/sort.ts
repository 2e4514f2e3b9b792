/** Sorts the rows of a table into the parcels of the deals they belong to. */
import type { Id } from '../domain/deal.ts';
import { accountFields, trackedOnDeals } from '../domain/recorded.ts';
import type { Instant } from '../domain/time.ts';
import { BulkChanges, type Columns } from './bulk-changes.ts';
import type { CsvRow } from './csv.ts';
import type { ExportFiles } from './files.ts';
import { IdTable } from './id-table.ts';
import { ParcelWriter, type Pieces } from './parcels.ts';
import type { Groups } from './sort-heads.ts';
import { reader } from './survey.ts';
import { at, instantIn, type TableName } from './tables.ts';

/** What sorting any table needs. */
export interface Sorting {
  folder: string;
  groups: Groups;
  partnerIds: readonly Id[];
  /** The org's names of the fields whose changes histories tell. */
  partnerField: string;
  namedAccountField: string;
}

export interface Sorted {
  /** First and last of the changes that the table tells. */
  first: Instant;
  last: Instant;
  /** Probabilities of stages that it tells, with how often each. */
  probabilities: [name: string, probability: number, times: number][];
  /** Moments in which somebody changed many records, as `momentOf` tells them. */
  bulk: readonly string[];
  /** Whether it tells from which accounts opportunities came. */
  tellsMoves: boolean;
  /** Where its rows are. */
  pieces: Pieces;
}

type Telling = Omit<Sorted, 'pieces'>;

/** Tables that are sorted on their own; quotes with their lines. */
export const sortedTables = [
  'OpportunityHistory',
  'OpportunityFieldHistory',
  'OpportunityLineItem',
  'Quote',
  'Task',
  'Event',
  'AccountHistory',
  'OpportunityPartner',
  'Partner',
  'Exemption_Request__c',
] as const satisfies TableName[];
export type SortedTable = (typeof sortedTables)[number];

/** @param part of the parcels that is written, by nobody else */
export function sortTable(files: ExportFiles, table: SortedTable, sorting: Sorting, part: number): Sorted {
  const writer = new ParcelWriter(sorting.folder, part);
  const sorted: Telling = { first: Infinity, last: 0, probabilities: [], bulk: [], tellsMoves: false };
  const deals = new IdTable(sorting.groups.deals);
  const passTo = (name: TableName, idColumn: string, add: (row: CsvRow, parcel: number) => void, ids = deals) => {
    const column = at(name, idColumn);
    files.read(name, (row) => {
      const parcel = ids.get(row.bytes, row.startOf(column), row.endOf(column));
      if (parcel >= 0) add(row, parcel);
    });
  };
  const plain = (row: CsvRow, parcel: number) => writer.add(parcel, table, row);
  switch (table) {
    case 'OpportunityHistory':
      sortStates(files, deals, writer, sorted);
      break;
    case 'OpportunityFieldHistory':
      sortChanges(files, deals, writer, sorted, sorting.partnerField);
      break;
    case 'AccountHistory': {
      // A tag or an owner tells against somebody only where registrations were ended for it.
      if (files.lacks('Deal_Registration__c').includes('Decision_Reason__c')) break;
      const [field, told] = [at(table, 'Field'), oneOf([sorting.namedAccountField, 'Owner'])];
      const [account, accounts, bulk] = [
        at(table, 'AccountId'),
        new IdTable(sorting.groups.members),
        new BulkChanges(columnsOf(table, 'AccountId')),
      ];
      files.read(table, (row) => {
        const changed = told(row, field);
        if (changed === null) return;
        bulk.see(row, changed === 'Owner' ? 'OwnerId' : 'Named_Account__c');
        const group = accounts.get(row.bytes, row.startOf(account), row.endOf(account));
        if (group >= 0) plain(row, group % sorting.groups.parcels);
      });
      sorted.bulk = bulk.found();
      break;
    }
    case 'OpportunityLineItem': {
      const named = productsIn(files, table);
      passTo(table, 'OpportunityId', (row, parcel) => writer.add(parcel, table, row, named(row)));
      break;
    }
    case 'Quote': {
      const [id, parcelOf] = [at('Quote', 'Id'), new Map<Id, number>()];
      passTo('Quote', 'OpportunityId', (row, parcel) => {
        parcelOf.set(row.text(id), parcel);
        plain(row, parcel);
      });
      const [quote, named] = [at('QuoteLineItem', 'QuoteId'), productsIn(files, 'QuoteLineItem')];
      files.read('QuoteLineItem', (row) => {
        const parcel = parcelOf.get(row.text(quote));
        if (parcel !== undefined) writer.add(parcel, 'QuoteLineItem', row, named(row));
      });
      break;
    }
    case 'Task':
    case 'Event': {
      // The firm of the person takes the person's place.
      const [column, firms] = [at(table, 'WhoId'), firmsIn(files, sorting.partnerIds)];
      passTo(table, 'WhatId', (row, parcel) =>
        writer.add(parcel, table, row, [], { column, text: firms.get(row.text(column)) ?? '' }),
      );
      break;
    }
    case 'Exemption_Request__c':
      passTo(table, 'Opportunity__c', plain);
      break;
    case 'OpportunityPartner':
    case 'Partner':
      // Both tell the same.
      if (table === 'OpportunityPartner' || !files.has('OpportunityPartner')) passTo(table, 'OpportunityId', plain);
      break;
  }
  return { ...sorted, pieces: writer.close() };
}

/** Every row tells when something happened, also those of other deals. */
function timeOf(table: TableName, sorted: Telling): (row: CsvRow) => void {
  const created = at(table, 'CreatedDate');
  return (row) => {
    const changedAt = instantIn(row.bytes, row.startOf(created), row.endOf(created));
    if (changedAt < sorted.first) sorted.first = changedAt;
    if (changedAt > sorted.last) sorted.last = changedAt;
  };
}

function sortStates(files: ExportFiles, deals: IdTable, writer: ParcelWriter, sorted: Telling): void {
  const table = 'OpportunityHistory';
  const [deal, stage, chance] = [at(table, 'OpportunityId'), at(table, 'StageName'), at(table, 'Probability')];
  const time = timeOf(table, sorted);
  const counts = new Map<string, Map<number, number>>();
  files.read(table, (row) => {
    time(row);
    const parcel = deals.get(row.bytes, row.startOf(deal), row.endOf(deal));
    if (parcel < 0) return;
    writer.add(parcel, table, row);
    if (row.startOf(chance) === row.endOf(chance)) return;
    const [name, probability] = [row.text(stage), Number(row.text(chance))];
    const known = counts.get(name) ?? new Map<number, number>();
    counts.set(name, known.set(probability, (known.get(probability) ?? 0) + 1));
  });
  sorted.probabilities = [...counts].flatMap(([name, told]) =>
    [...told].map(([probability, times]): Sorted['probabilities'][number] => [name, probability, times]),
  );
}

function sortChanges(
  files: ExportFiles,
  deals: IdTable,
  writer: ParcelWriter,
  sorted: Telling,
  partnerField: string,
): void {
  const tracked = new Set([...trackedOnDeals, partnerField]);
  const told = oneOf([...tracked, ...accountFields, 'created']);
  const table = 'OpportunityFieldHistory';
  const [deal, field] = [at(table, 'OpportunityId'), at(table, 'Field')];
  const [time, bulk] = [timeOf(table, sorted), new BulkChanges(columnsOf(table, 'OpportunityId'))];
  files.read(table, (row) => {
    time(row);
    const changed = told(row, field);
    if (changed === null) return;
    const isMove = accountFields.includes(changed);
    if (isMove) sorted.tellsMoves = true;
    else bulk.see(row, changed === 'created' ? '' : changed === partnerField ? 'Engaged_Partner__c' : changed);
    if (!tracked.has(changed) && !isMove) return;
    const parcel = deals.get(row.bytes, row.startOf(deal), row.endOf(deal));
    if (parcel >= 0) writer.add(parcel, table, row);
  });
  sorted.bulk = bulk.found();
}

function columnsOf(table: 'OpportunityFieldHistory' | 'AccountHistory', record: string): Columns {
  return { record: at(table, record), by: at(table, 'CreatedById'), created: at(table, 'CreatedDate') };
}

/** Which of a few words stands in a column, null for any other: told from the bytes, without making text of them. */
function oneOf(words: readonly string[]): (row: CsvRow, column: number) => string | null {
  const known = words.map((text) => ({ text, bytes: Buffer.from(text) }));
  return (row, column) => {
    const [start, end] = [row.startOf(column), row.endOf(column)];
    const found = known.find(({ bytes }) => {
      if (bytes.length !== end - start) return false;
      for (let i = 0; i < bytes.length; i += 1) if (bytes[i] !== row.bytes[start + i]) return false;
      return true;
    });
    return found?.text ?? null;
  };
}

/** The name and the family of a line's product, which go behind its own columns. */
function productsIn(files: ExportFiles, table: 'OpportunityLineItem' | 'QuoteLineItem'): (row: CsvRow) => string[] {
  const products = new Map<Id, string[]>();
  const { text } = reader('Product2');
  files.read('Product2', (row) => {
    products.set(text(row, 'Id'), [text(row, 'Name'), text(row, 'Family')]);
  });
  const column = at(table, 'Product2Id');
  return (row) => products.get(row.text(column)) ?? ['', ''];
}

/** Of the people who work for partners, for whom. */
function firmsIn(files: ExportFiles, partnerIds: readonly Id[]): Map<Id, Id> {
  const [partners, firms] = [new Set(partnerIds), new Map<Id, Id>()];
  const { text } = reader('Contact');
  files.read('Contact', (row) => {
    const firm = text(row, 'AccountId');
    if (partners.has(firm)) firms.set(text(row, 'Id'), firm);
  });
  return firms;
}
