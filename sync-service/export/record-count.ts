/** How many records a table has, each counted once however often it comes: parts of an export may overlap. */

/**
 * Of an id three characters tell the object and three the instance; the nine behind them number the record, and three more
 * only check the others. Two numbers hold the nine, and beside them eight bits of the six before.
 */
const [head, middle, length] = [6, 11, 15];
const width = 2;
/** Marks a place that is taken. */
const taken = 0x80000000;

export class RecordCount {
  #cells = new Uint32Array(1024 * width);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** Takes the id that lies there, in 15 characters or in 18. */
  add(bytes: Uint8Array, start: number, end: number): void {
    if (end - start < length) return;
    if (this.#count * 10 > (this.#cells.length / width) * 7) this.#grow();
    const one = (taken | numberIn(bytes, start + head, start + middle)) >>> 0;
    const other = ((hashIn(bytes, start, start + head) << 24) | numberIn(bytes, start + middle, start + length)) >>> 0;
    const [cells, place] = [this.#cells, placeOf(this.#cells, one, other)];
    if (cells[place] !== 0) return;
    cells[place] = one;
    cells[place + 1] = other;
    this.#count += 1;
  }

  #grow(): void {
    const old = this.#cells;
    const cells = new Uint32Array(old.length * 2);
    for (let from = 0; from < old.length; from += width) {
      if (old[from] === 0) continue;
      const place = placeOf(cells, old[from]!, old[from + 1]!);
      cells[place] = old[from]!;
      cells[place + 1] = old[from + 1]!;
    }
    this.#cells = cells;
  }
}

/** Where a record stands, else the empty place where it belongs. */
function placeOf(cells: Uint32Array, one: number, other: number): number {
  const last = cells.length / width - 1;
  let hash = Math.imul(one ^ Math.imul(other, 0x9e3779b1), 0x85ebca6b);
  hash ^= hash >>> 15;
  for (let index = hash & last; ; index = (index + 1) & last) {
    const place = index * width;
    if (cells[place] === 0 || (cells[place] === one && cells[place + 1] === other)) return place;
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
