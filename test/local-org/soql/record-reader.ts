/** Makes REST records of rows. */
import type { Cell, QueryRecord, Reader } from './shape.ts';

/** A record in the making: the readers of its keys in the order of the query. */
export class RecordReader {
  readonly #readers = new Map<string, Reader>();
  readonly #attributes: (row: readonly Cell[]) => QueryRecord | null;

  /** `attributes` is null where the record is missing. */
  constructor(attributes: (row: readonly Cell[]) => QueryRecord | null) {
    this.#attributes = attributes;
  }

  has(key: string): boolean {
    return this.#readers.has(key);
  }

  set(key: string, reader: Reader): void {
    this.#readers.set(key, reader);
  }

  read = (row: readonly Cell[]): QueryRecord | null => {
    const attributes = this.#attributes(row);
    if (!attributes) return null;
    const record: QueryRecord = { attributes };
    for (const [key, reader] of this.#readers) record[key] = reader(row);
    return record;
  };
}
