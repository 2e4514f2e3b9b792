/**
 * What belongs together is brought together on disk: rows of all files are sorted into parcels, each small enough to be
 * held in memory whole. A parcel has all rows of the groups in it.
 */
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TableName } from './tables.ts';

/** A row in a parcel: its table and its values. */
export type ParcelRow = [table: TableName, ...values: string[]];

const flushAt = 256 * 1024;

export class Parcels {
  readonly folder = mkdtempSync(join(tmpdir(), 'fairlead-audit-'));
  readonly count: number;
  readonly #waiting: string[][];
  readonly #sizes: number[];

  constructor(count: number) {
    this.count = count;
    this.#waiting = Array.from({ length: count }, () => []);
    this.#sizes = new Array<number>(count).fill(0);
  }

  /** The parcel of a group: the same for the same name. */
  of(group: string): number {
    let hash = 0x811c9dc5;
    for (let i = 0; i < group.length; i += 1) hash = Math.imul(hash ^ group.charCodeAt(i), 0x01000193);
    return (hash >>> 0) % this.count;
  }

  add(parcel: number, row: ParcelRow): void {
    const line = JSON.stringify(row);
    this.#waiting[parcel]?.push(line);
    this.#sizes[parcel] = (this.#sizes[parcel] ?? 0) + line.length;
    if ((this.#sizes[parcel] ?? 0) >= flushAt) this.#flush(parcel);
  }

  close(): void {
    for (let parcel = 0; parcel < this.count; parcel += 1) this.#flush(parcel);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #flush(parcel: number): void {
    const lines = this.#waiting[parcel] ?? [];
    if (lines.length > 0) appendFileSync(pathOf(this.folder, parcel), `${lines.join('\n')}\n`);
    this.#waiting[parcel] = [];
    this.#sizes[parcel] = 0;
  }
}

function pathOf(folder: string, parcel: number): string {
  return join(folder, `${parcel}.jsonl`);
}

/** The rows of a parcel; none where nothing was ever put into it. */
export function readParcel(folder: string, parcel: number): ParcelRow[] {
  let text: string;
  try {
    text = readFileSync(pathOf(folder, parcel), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as ParcelRow);
}
