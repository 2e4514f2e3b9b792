/** The best of many records by what they share, completed and ranked. */

export interface Ranked {
  record: number;
  score: number;
  part: number;
}

/** What tells equal records apart, by record: nothing in it depends on the order in which they came in. */
export interface TieBreak {
  /** How many terms a record has: of two that share as much, the shorter shares more of itself. */
  lengthOf(record: number): number;
  /** Some number that goes with the id, so that ids themselves are seldom compared. */
  hashes: Int32Array;
  ids: readonly string[];
}

/**
 * Chooses the `most` records that share most, works out their full scores and ranks them. Of those that share equally the
 * shorter come first, then some of them, always the same.
 */
export function best(
  records: Int32Array,
  shared: Float32Array,
  { lengthOf, hashes, ids }: TieBreak,
  most: number,
  complete: (record: number) => Ranked,
): Ranked[] {
  const isLess = (a: number, b: number): boolean => {
    const [sharedByA, sharedByB] = [shared[a]!, shared[b]!];
    if (sharedByA !== sharedByB) return sharedByA < sharedByB;
    const longer = lengthOf(a) - lengthOf(b);
    if (longer !== 0) return longer > 0;
    return hashes[a] !== hashes[b] ? hashes[a]! > hashes[b]! : ids[a]! > ids[b]!;
  };
  const heap: number[] = [];
  for (const record of records) {
    if (heap.length < most) {
      heap.push(record);
      if (heap.length === most) for (let at = most >> 1; at >= 0; at -= 1) sink(heap, at, isLess);
    } else if (shared[record]! >= shared[heap[0]!]! && isLess(heap[0]!, record)) {
      heap[0] = record;
      sink(heap, 0, isLess);
    }
  }
  return heap.map(complete).sort((a, b) => b.score - a.score || (ids[a.record]! < ids[b.record]! ? -1 : 1));
}

/** Restores the order of a heap whose least is at the top. */
function sink(heap: number[], from: number, isLess: (a: number, b: number) => boolean): void {
  let at = from;
  for (;;) {
    const left = at * 2 + 1;
    let least = at;
    if (left < heap.length && isLess(heap[left]!, heap[least]!)) least = left;
    if (left + 1 < heap.length && isLess(heap[left + 1]!, heap[least]!)) least = left + 1;
    if (least === at) return;
    const moved = heap[at]!;
    heap[at] = heap[least]!;
    heap[least] = moved;
    at = least;
  }
}
