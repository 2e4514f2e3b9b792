/** How many records a table has, each counted once however often it comes: parts of an export may overlap. */
import { PairTable } from './pair-table.ts';

/**
 * Of an id three characters tell the object and three the instance; the nine behind them number the record, and three more
 * only check the others. Two numbers hold the nine, and beside them eight bits of the six before.
 */
const [head, middle, length] = [6, 11, 15];
/** Marks a pair that is one. */
const taken = 0x80000000;

export class RecordCount {
  readonly #records = new PairTable();

  get count(): number {
    return this.#records.count;
  }

  /** Takes the id that lies there, in 15 characters or in 18. */
  add(bytes: Uint8Array, start: number, end: number): void {
    if (end - start < length) return;
    this.#records.place(
      (taken | numberIn(bytes, start + head, start + middle)) >>> 0,
      ((hashIn(bytes, start, start + head) << 24) | numberIn(bytes, start + middle, start + length)) >>> 0,
    );
  }
}

/** Digits and letters as a number to the base 62. */
function numberIn(bytes: Uint8Array, start: number, end: number): number {
  let number = 0;
  for (let i = start; i < end; i += 1) number = number * 62 + digitOf(bytes[i]!);
  return number;
}

function digitOf(code: number): number {
  if (code < 58) return code - 48;
  return code < 91 ? code - 55 : code - 61;
}

function hashIn(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let i = start; i < end; i += 1) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
  return (hash ^ (hash >>> 15)) & 0xff;
}
