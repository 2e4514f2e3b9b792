/** Many growing lists of whole numbers in one typed array. */

export interface PostingLists {
  /** Appends a value to a list; lists are numbered from 0 and begin empty. */
  add(list: number, value: number): void;
  /** Takes one value out; the order of the rest may change. */
  remove(list: number, value: number): void;
  lengthOf(list: number): number;
  /** Where a list begins in `values()`. Both hold until the next `add`. */
  startOf(list: number): number;
  values(): Int32Array;
}

/**
 * A list has room for a power of two and moves to twice the room when that is full; the room left behind serves other
 * lists of that size. So adding takes constant time on the average, and reading is one run through memory.
 */
export function postingLists(): PostingLists {
  let pool = new Int32Array(1 << 16);
  let used = 0;
  let starts = new Int32Array(1 << 12);
  let lengths = new Int32Array(1 << 12);
  const free = Array.from({ length: 32 }, (): number[] => []);

  /** Takes room for `1 << size` values. */
  function roomFor(size: number): number {
    const left = free[size]!.pop();
    if (left !== undefined) return left;
    const start = used;
    used += 1 << size;
    if (used > pool.length) pool = grown(pool, used);
    return start;
  }

  return {
    add(list, value) {
      if (list >= starts.length) [starts, lengths] = [grown(starts, list + 1), grown(lengths, list + 1)];
      const length = lengths[list]!;
      // The room is full where the length is a power of two.
      if ((length & (length - 1)) === 0) {
        const size = length === 0 ? 0 : 32 - Math.clz32(length);
        const start = roomFor(size);
        if (length > 0) {
          pool.copyWithin(start, starts[list]!, starts[list]! + length);
          free[size - 1]!.push(starts[list]!);
        }
        starts[list] = start;
      }
      pool[starts[list]! + length] = value;
      lengths[list] = length + 1;
    },
    remove(list, value) {
      const [start, length] = [starts[list] ?? 0, lengths[list] ?? 0];
      const at = pool.subarray(start, start + length).indexOf(value);
      if (at < 0) return;
      pool[start + at] = pool[start + length - 1]!;
      lengths[list] = length - 1;
      const rest = length - 1;
      // The room shrinks with the list, so that the length tells it.
      if (rest === 0) free[0]!.push(start);
      else if ((rest & (rest - 1)) === 0) halve(list, start, rest);
    },
    lengthOf: (list) => lengths[list] ?? 0,
    startOf: (list) => starts[list] ?? 0,
    values: () => pool,
  };

  function halve(list: number, start: number, length: number): void {
    const size = 31 - Math.clz32(length);
    const smaller = roomFor(size);
    pool.copyWithin(smaller, start, start + length);
    free[size + 1]!.push(start);
    starts[list] = smaller;
  }
}

/** A copy with room for `least` at least, by half as much again. */
export function grown(array: Int32Array, least: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(Math.max(least, Math.ceil(array.length * 1.5)));
  larger.set(array);
  return larger;
}
