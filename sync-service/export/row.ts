/** Rows of a parcel, read by the names of their columns. */
import { Decimal } from 'decimal.js';
import type { Instant } from '../domain/time.ts';
import { once, type ParcelRow } from './read-parcels.ts';
import { flagOf, instantIn, tables, type TableName } from './tables.ts';

export class Row {
  readonly #row: ParcelRow;
  readonly #indexes: ReadonlyMap<string, number>;

  constructor(row: ParcelRow, indexes: ReadonlyMap<string, number>) {
    this.#row = row;
    this.#indexes = indexes;
  }

  text(name: string): string {
    return this.#row.text(this.#indexes.get(name)!);
  }
  maybe(name: string): string | null {
    return this.text(name) || null;
  }
  number(name: string): Decimal | null {
    const value = this.text(name);
    return value === '' ? null : new Decimal(value);
  }
  instant(name: string): Instant | null {
    const start = this.#row.startOf(this.#indexes.get(name)!);
    const length = this.#row.lengthOf(start);
    return length === 0 ? null : instantIn(this.#row.bytes, start, start + length);
  }
  /** An instant that the table requires. */
  at(name: string): Instant {
    return this.instant(name) ?? Number.NaN;
  }
  day(name: string): string | null {
    return this.maybe(name)?.slice(0, 10) ?? null;
  }
  flag(name: string): boolean {
    return flagOf(this.text(name));
  }
  list(name: string): string[] {
    return this.text(name)
      .split(';')
      .map((each) => each.trim())
      .filter((each) => each !== '');
  }
  /** What was put behind the table's own columns. */
  added(index: number): string {
    return this.#row.text(this.#indexes.size + index);
  }
}

function indexesOf(table: TableName): ReadonlyMap<string, number> {
  return new Map(tables[table].columns.map(({ name }, index) => [name, index]));
}

/** The rows of a table, each record once. */
export function rowsOf(table: TableName, rows: readonly ParcelRow[]): Row[] {
  const indexes = indexesOf(table);
  const id = indexes.get('Id');
  return (id === undefined ? rows : once(rows, id)).map((row) => new Row(row, indexes));
}
