/**
 * What belongs together is brought together on disk: rows of all files are sorted into parcels, each small enough to be
 * held in memory whole. A parcel has all rows of the groups in it. Several may write at once, each its own part.
 */
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CsvRow } from './csv.ts';
import { tableNames, tables, type TableName } from './tables.ts';

const room = 32 * 1024;
const lengthBytes = 4;

/** The parcel of a group: the same for the same name. */
export function parcelOf(group: string, count: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < group.length; i += 1) hash = Math.imul(hash ^ group.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % count;
}

/** Writes one part of the parcels. A row is the number of its table, then each value with its length before it. */
export class ParcelWriter {
  readonly #folder: string;
  readonly #part: number;
  readonly #waiting: (Buffer | undefined)[] = [];
  readonly #used: number[] = [];

  constructor(folder: string, part: number) {
    this.#folder = folder;
    this.#part = part;
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

  close(): void {
    for (let parcel = 0; parcel < this.#waiting.length; parcel += 1) this.#flush(parcel);
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
    appendFileSync(pathOf(this.#folder, parcel, this.#part), buffer.subarray(0, used));
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

function lengthAt(bytes: Buffer, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
}

/** A row of a parcel. Its values are made text of when they are asked for. */
export class ParcelRow {
  readonly #bytes: Buffer;
  readonly #at: number;

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  /** Beginning of a value; its length stands before it. */
  startOf(column: number): number {
    let at = this.#at;
    for (let i = 0; i < column; i += 1) at += lengthBytes + lengthAt(this.#bytes, at);
    return at + lengthBytes;
  }

  text(column: number): string {
    const start = this.startOf(column);
    const length = lengthAt(this.#bytes, start - lengthBytes);
    return length === 0 ? '' : this.#bytes.toString('utf8', start, start + length);
  }

  get bytes(): Buffer {
    return this.#bytes;
  }

  lengthOf(start: number): number {
    return lengthAt(this.#bytes, start - lengthBytes);
  }
}

/** Values that a sorter puts behind the columns of a table. */
export const addedTo: Readonly<Partial<Record<TableName, number>>> = {
  Opportunity: 1,
  Account: 1,
  Deal_Registration__c: 1,
  OpportunityLineItem: 2,
  QuoteLineItem: 2,
};

/** The rows of a parcel by their tables, in the order of the parts. */
export function readParcel(folder: string, parcel: number, parts: number): Map<TableName, ParcelRow[]> {
  const rows = new Map<TableName, ParcelRow[]>();
  for (let part = 0; part < parts; part += 1) {
    const bytes = readPart(pathOf(folder, parcel, part));
    for (let at = 0; at < bytes.length;) {
      const table = tableNames[bytes[at]!]!;
      const list = rows.get(table) ?? [];
      if (list.length === 0) rows.set(table, list);
      list.push(new ParcelRow(bytes, at + 1));
      at += 1;
      const values = tables[table].columns.length + (addedTo[table] ?? 0);
      for (let i = 0; i < values; i += 1) at += lengthBytes + lengthAt(bytes, at);
    }
  }
  return rows;
}

/** Nothing where nothing was ever put into it. */
function readPart(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}

function pathOf(folder: string, parcel: number, part: number): string {
  return join(folder, `${parcel}.${part}`);
}
