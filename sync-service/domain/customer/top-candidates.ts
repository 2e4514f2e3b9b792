/** The best of many records by what they share, completed and ranked. */

export interface Ranked {
  record: number;
  score: number;
  part: number;
}

/**
 * Chooses the `most` records that share most, by id where they share equally, works out their full scores and ranks them.
 */
export function best(
  records: Int32Array,
  shared: Float32Array,
  ids: readonly string[],
  most: number,
  complete: (record: number) => Ranked,
): Ranked[] {
  const isLess = (a: number, b: number): boolean =>
    shared[a]! < shared[b]! || (shared[a]! === shared[b]! && ids[a]! > ids[b]!);
  const heap: number[] = [];
  for (const record of records) {
    if (heap.length < most) {
      heap.push(record);
      if (heap.length === most) for (let at = most >> 1; at >= 0; at -= 1) sink(heap, at, isLess);
    } else if (isLess(heap[0]!, record)) {
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
    let least = at;
    for (const child of [at * 2 + 1, at * 2 + 2]) {
      if (child < heap.length && isLess(heap[child]!, heap[least]!)) least = child;
    }
    if (least === at) return;
    [heap[at], heap[least]] = [heap[least]!, heap[at]!];
    at = least;
  }
}
