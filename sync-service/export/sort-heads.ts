/** Sorts opportunities, accounts and registrations into parcels: all of a group of customers into the same. */
import type { Id } from '../domain/deal.ts';
import type { ExportFiles } from './files.ts';
import { IdTable } from './id-table.ts';
import type { Kinship } from './kinship.ts';
import { ParcelWriter, type Pieces } from './parcels.ts';
import { reader, type Survey } from './survey.ts';
import { at } from './tables.ts';

/** Tables that are sorted side by side. */
export const headTables = [['Opportunity'], ['Account', 'Deal_Registration__c']] as const;
export type HeadTable = (typeof headTables)[number][number];

/** Which groups there are, numbered from 0; a group is in the parcel of its number, modulo how many parcels there are. */
export interface Groups {
  parcels: number;
  /** Groups of accounts and of registrations. */
  members: SharedArrayBuffer;
  /** Groups of opportunities by the registrations that name them. */
  claimed: SharedArrayBuffer;
  /** Parcels of the opportunities, once they are sorted. */
  deals: SharedArrayBuffer;
}

export interface SortedHeads {
  counts: Record<HeadTable, number>;
  pieces: Pieces;
}

export function numberedGroups(kin: Kinship, { claims, opportunities }: Survey, parcels: number): Groups {
  const ids = [...kin.members()];
  const [members, numbers] = [IdTable.for(ids.length), new Map<string, number>()];
  const numberOf = (member: string): number => {
    const group = kin.of(member) ?? member;
    const number = numbers.get(group) ?? numbers.size;
    numbers.set(group, number);
    return number;
  };
  for (const id of ids) members.set(id, numberOf(id));
  const claimed = IdTable.for(claims.length);
  for (const { id, dealId } of claims) if (dealId !== null) claimed.set(dealId, numberOf(id));
  const deals = IdTable.for(opportunities);
  return { parcels, members: members.shared, claimed: claimed.shared, deals: deals.shared };
}

/**
 * Each row gets the number of its group behind its own columns.
 * @param part of the parcels that is written, by nobody else
 */
export function sortHeads(
  files: ExportFiles,
  tables: readonly HeadTable[],
  { groups, folder }: { groups: Groups; folder: string },
  part: number,
): SortedHeads {
  const [writer, members] = [new ParcelWriter(folder, part), new IdTable(groups.members)];
  const counts = { Opportunity: 0, Account: 0, Deal_Registration__c: 0 };
  for (const table of tables) {
    const id = at(table, 'Id');
    const { flag, text } = reader(table);
    const put = (row: Parameters<ParcelWriter['add']>[2], group: number): number => {
      const parcel = group % groups.parcels;
      writer.add(parcel, table, row, [String(group)]);
      return parcel;
    };
    switch (table) {
      case 'Opportunity': {
        const [claimed, deals, customer] = [
          new IdTable(groups.claimed),
          new IdTable(groups.deals),
          at(table, 'AccountId'),
        ];
        files.read(table, (row) => {
          const [start, end] = [row.startOf(id), row.endOf(id)];
          // Most are of customers whom no claim names.
          const near = members.get(row.bytes, row.startOf(customer), row.endOf(customer));
          const group = near >= 0 ? near : claimed.get(row.bytes, start, end);
          if (group < 0 || flag(row, 'IsDeleted') || deals.get(row.bytes, start, end) >= 0) return;
          deals.set(text(row, 'Id'), put(row, group));
          counts[table] += 1;
        });
        break;
      }
      case 'Account':
        files.read(table, (row) => {
          const group = members.get(row.bytes, row.startOf(id), row.endOf(id));
          if (group >= 0) put(row, group);
        });
        break;
      case 'Deal_Registration__c': {
        const seen = new Set<Id>();
        files.read(table, (row) => {
          const group = members.get(row.bytes, row.startOf(id), row.endOf(id));
          if (group < 0 || flag(row, 'IsDeleted')) return;
          put(row, group);
          seen.add(text(row, 'Id'));
        });
        counts[table] = seen.size;
      }
    }
  }
  return { counts, pieces: writer.close() };
}
