/**
 * Which person changed many records in one second, over all rows of a history: a load, or a job that runs in his name. Of
 * fewer nothing is concluded: exports exist whose times are of whole minutes or hours.
 */
import type { Id } from '../domain/deal.ts';
import type { Instant } from '../domain/time.ts';
import type { CsvRow } from './csv.ts';
import { PairTable } from './pair-table.ts';
import { fullId } from './record-id.ts';
import { instantIn } from './tables.ts';

/** The columns of a history that tell what was changed, by whom and when. */
export interface Columns {
  record: number;
  by: number;
  created: number;
}

/** A person, a second and what was changed: a field by its name in Fairlead, or nothing for what was created. */
export function momentOf(byId: Id, at: Instant, field: string): string {
  return `${fullId(byId)}@${Math.floor(at / 1000)}@${field}`;
}

/** Moments, as `momentOf` tells them. */
export class BulkMoments {
  readonly #moments: ReadonlySet<string>;
  /** Most changes are in a second of none. */
  readonly #seconds: ReadonlySet<number>;

  constructor(moments: Iterable<string>) {
    this.#moments = new Set(moments);
    this.#seconds = new Set([...this.#moments].map((moment) => Number(moment.split('@')[1])));
  }

  has(byId: Id, at: Instant, field: string): boolean {
    return this.#seconds.has(Math.floor(at / 1000)) && this.#moments.has(momentOf(byId, at, field));
  }
}

const many = 10;
/** Most moments have a record or two: one number tells the records seen so far, half of it each. */
const half = 0xffff;
/** Fifteen characters tell a record; the three behind them only check the case of the letters. */
const idLength = 15;

/** Watches all rows of a history, whomever they concern. A row or two in a million may be taken for another. */
export class BulkChanges {
  readonly #columns: Columns;
  readonly #moments = new PairTable(1);
  /** Records of moments with more than two. */
  readonly #several = new Map<string, Set<number>>();

  constructor(columns: Columns) {
    this.#columns = columns;
  }

  /** @param field what the row tells of, as `momentOf` takes it */
  see(row: CsvRow, field: string): void {
    const { record: changed, by, created } = this.#columns;
    const changedAt = instantIn(row.bytes, row.startOf(created), row.endOf(created));
    const seed = hashOf(field) ^ Math.imul(Math.floor(changedAt / 1000), 0x9e3779b1);
    // 0 says that there is none yet.
    const place = this.#moments.place(hashOfId(row, by, seed) || 1, hashOfId(row, by, ~seed));
    const record = hashOfId(row, changed, 0) & half || 1;
    const { cells } = this.#moments;
    const [first, second] = [cells[place]! & half, cells[place]! >>> 16];
    if (record === first || record === second) return;
    if (first === 0) cells[place] = record;
    else if (second === 0) cells[place] = ((record << 16) | first) >>> 0;
    else this.#count(momentOf(row.text(by), changedAt, field), first, second, record);
  }

  /** Moments, as `momentOf` tells them, in which somebody changed ten records or more. */
  found(): string[] {
    return [...this.#several].flatMap(([moment, records]) => (records.size >= many ? [moment] : []));
  }

  #count(moment: string, ...records: number[]): void {
    const known = this.#several.get(moment) ?? new Set<number>();
    if (known.size === 0) this.#several.set(moment, known);
    for (const record of records) if (known.size < many) known.add(record);
  }
}

function hashOfId(row: CsvRow, column: number, seed: number): number {
  const start = row.startOf(column);
  const end = Math.min(row.endOf(column), start + idLength);
  let hash = seed ^ 0x811c9dc5;
  for (let i = start; i < end; i += 1) hash = mixed(hash, row.bytes[i]!);
  return hash >>> 0;
}

function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = mixed(hash, text.charCodeAt(i));
  return hash;
}

function mixed(hash: number, code: number): number {
  const next = Math.imul(hash ^ code, 0x01000193);
  return next ^ (next >>> 15);
}
