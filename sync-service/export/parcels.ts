/**
 * What belongs together is brought together on disk: rows of all files are sorted into parcels, each small enough to be
 * held in memory whole. A parcel has all rows of the groups in it. Several may write at once, each its own part: one file,
 * in which the pieces of all parcels lie as they became full.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { CsvRow } from './csv.ts';
import { tableNames, tables, type TableName } from './tables.ts';

const room = 32 * 1024;
/** Bytes that tell how long a value is. */
export const lengthBytes = 4;

/** Where the pieces of the parcels lie in a part, in the order in which they were written. */
export interface Pieces {
  part: number;
  parcels: number[];
  starts: number[];
  lengths: number[];
}

/** Writes one part of the parcels. A row is the number of its table, then each value with its length before it. */
export class ParcelWriter {
  readonly #file: number;
  readonly #pieces: Pieces;
  #written = 0;
  readonly #waiting: (Buffer | undefined)[] = [];
  readonly #used: number[] = [];

  constructor(folder: string, part: number) {
    this.#file = openSync(pathOf(folder, part), 'w');
    this.#pieces = { part, parcels: [], starts: [], lengths: [] };
  }

  /**
   * Adds a row.
   * @param added values behind the table's own columns
   * @param changed a column that gets another value
   */
  add(
    parcel: number,
    table: TableName,
    row: CsvRow,
    added: readonly string[] = [],
    changed: { column: number; text: string } | null = null,
  ): void {
    const columns = tables[table].columns.length;
    let most = 1 + (columns + added.length) * lengthBytes;
    for (let i = 0; i < columns; i += 1) most += row.endOf(i) - row.startOf(i);
    for (const text of [...added, changed?.text ?? '']) most += text.length * 3;
    const buffer = this.#roomFor(parcel, most);
    let at = this.#used[parcel]!;
    buffer[at++] = tableNames.indexOf(table);
    for (let i = 0; i < columns; i += 1) {
      if (i === changed?.column) at = putText(buffer, at, changed.text);
      else if (row.hasQuotes(i)) at = putText(buffer, at, row.text(i));
      else at = putBytes(buffer, at, row.bytes, row.startOf(i), row.endOf(i));
    }
    for (const text of added) at = putText(buffer, at, text);
    this.#used[parcel] = at;
  }

  /** Writes what is left; says where everything lies. */
  close(): Pieces {
    for (let parcel = 0; parcel < this.#waiting.length; parcel += 1) this.#flush(parcel);
    closeSync(this.#file);
    return this.#pieces;
  }

  #roomFor(parcel: number, most: number): Buffer {
    let buffer = this.#waiting[parcel];
    if (buffer !== undefined && this.#used[parcel]! + most > buffer.length) this.#flush(parcel);
    if (buffer === undefined || most > buffer.length) {
      buffer = Buffer.allocUnsafe(Math.max(room, most));
      this.#waiting[parcel] = buffer;
      this.#used[parcel] = 0;
    }
    return buffer;
  }

  #flush(parcel: number): void {
    const [buffer, used] = [this.#waiting[parcel], this.#used[parcel] ?? 0];
    if (buffer === undefined || used === 0) return;
    for (let done = 0; done < used;) done += writeSync(this.#file, buffer, done, used - done);
    this.#pieces.parcels.push(parcel);
    this.#pieces.starts.push(this.#written);
    this.#pieces.lengths.push(used);
    this.#written += used;
    this.#used[parcel] = 0;
  }
}

function putBytes(to: Buffer, at: number, from: Buffer, start: number, end: number): number {
  const next = putLength(to, at, end - start);
  for (let i = start; i < end; i += 1) to[next + i - start] = from[i]!;
  return next + end - start;
}

function putText(to: Buffer, at: number, text: string): number {
  const length = to.write(text, at + lengthBytes);
  return putLength(to, at, length) + length;
}

function putLength(to: Buffer, at: number, length: number): number {
  to[at] = length;
  to[at + 1] = length >>> 8;
  to[at + 2] = length >>> 16;
  to[at + 3] = length >>> 24;
  return at + lengthBytes;
}

/** Values that a sorter puts behind the columns of a table. */
export const addedTo: Readonly<Partial<Record<TableName, number>>> = {
  Opportunity: 1,
  Account: 1,
  Deal_Registration__c: 1,
  OpportunityLineItem: 2,
  QuoteLineItem: 2,
};

/** The file of a part. */
export function pathOf(folder: string, part: number): string {
  return join(folder, String(part));
}
