/** What was sorted into parcels, read back. */
import { closeSync, openSync, readSync } from 'node:fs';
import { addedTo, lengthBytes, pathOf, type Pieces } from './parcels.ts';
import { tableNames, tables, type TableName } from './tables.ts';

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
    return textOf(this.#bytes, start, lengthAt(this.#bytes, start - lengthBytes));
  }

  get bytes(): Buffer {
    return this.#bytes;
  }

  lengthOf(start: number): number {
    return lengthAt(this.#bytes, start - lengthBytes);
  }
}

/** Values up to this long, ids among them, come over and over: one text then serves all. */
const longestKept = 24;
const kept = new Array<string>(1 << 14).fill('');

function textOf(bytes: Buffer, start: number, length: number): string {
  if (length === 0) return '';
  if (length > longestKept) return bytes.toString('utf8', start, start + length);
  let hash = length;
  for (let i = start; i < start + length; i += 1) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
  const place = (hash ^ (hash >>> 15)) & (kept.length - 1);
  const known = kept[place]!;
  if (isAt(bytes, start, length, known)) return known;
  return (kept[place] = bytes.toString('utf8', start, start + length));
}

/** Whether a text stands there; of one with letters beyond ASCII it can't be told so, as it has more bytes. */
function isAt(bytes: Buffer, start: number, length: number, text: string): boolean {
  if (text.length !== length) return false;
  for (let i = 0; i < length; i += 1) if (text.charCodeAt(i) !== bytes[start + i]) return false;
  return true;
}

/** Parts of an export may overlap; of a record that comes again, by the id in that column, the first row counts. */
export function once(rows: readonly ParcelRow[], column: number): ParcelRow[] {
  const places = 2 ** Math.ceil(Math.log2(rows.length * 2 + 1));
  const seen = new Int32Array(places).fill(-1);
  return rows.filter((row, index) => {
    const start = row.startOf(column);
    const end = start + row.lengthOf(start);
    let hash = 0x811c9dc5;
    for (let i = start; i < end; i += 1) hash = Math.imul(hash ^ row.bytes[i]!, 0x01000193);
    for (let place = (hash ^ (hash >>> 15)) & (places - 1); ; place = (place + 1) & (places - 1)) {
      const other = rows[seen[place]!];
      if (other === undefined) {
        seen[place] = index;
        return true;
      }
      const from = other.startOf(column);
      if (row.bytes.compare(other.bytes, from, from + other.lengthOf(from), start, end) === 0) return false;
    }
  });
}

/** Reads parcels; to be closed. */
export class ParcelReader {
  readonly #parts: { file: number; pieces: Pieces; byParcel: Map<number, number[]> }[];

  constructor(folder: string, parts: readonly Pieces[]) {
    this.#parts = parts.map((pieces) => ({
      file: openSync(pathOf(folder, pieces.part), 'r'),
      pieces,
      byParcel: Map.groupBy(pieces.parcels.keys(), (piece) => pieces.parcels[piece]!),
    }));
  }

  /** The rows of a parcel by their tables, in the order of the parts. */
  read(parcel: number): Map<TableName, ParcelRow[]> {
    const rows = new Map<TableName, ParcelRow[]>();
    for (const { file, pieces, byParcel } of this.#parts) {
      const own = byParcel.get(parcel) ?? [];
      const bytes = Buffer.allocUnsafe(own.reduce((sum, piece) => sum + pieces.lengths[piece]!, 0));
      let filled = 0;
      for (const piece of own) filled += readWhole(file, bytes, filled, pieces.starts[piece]!, pieces.lengths[piece]!);
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

  close(): void {
    for (const { file } of this.#parts) closeSync(file);
  }
}

function readWhole(file: number, to: Buffer, at: number, start: number, length: number): number {
  for (let done = 0; done < length;) {
    const read = readSync(file, to, at + done, length - done, start + done);
    if (read === 0) throw new Error(`expected ${length} bytes at ${start}, found ${done}`);
    done += read;
  }
  return length;
}

function lengthAt(bytes: Buffer, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
}
