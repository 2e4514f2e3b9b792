/**
 * Which person changed many records in one second, over all rows of a history: a load, or a job that runs in his name. Of
 * fewer nothing is concluded: exports exist whose times are of whole minutes or hours.
 */
import type { Id } from '../domain/deal.ts';
import type { Instant } from '../domain/time.ts';
import { fullId } from './record-id.ts';

/** A person, a second and what was changed: a field by its name in Fairlead, or nothing for what was created. */
export function momentOf(byId: Id, at: Instant, field: string): string {
  return `${fullId(byId)}@${Math.floor(at / 1000)}@${field}`;
}

const many = 10;
/** Most moments have a record or two, so their entries are small. Two numbers tell the moment, a third the records seen so far, half of it each. */
const width = 3;
const half = 0xffff;

export class BulkChanges {
  #cells = new Uint32Array(1024 * width);
  #used = 0;
  /** Records of moments with more than two. */
  readonly #several = new Map<string, Set<number>>();

  add(recordId: Id, moment: string): void {
    if (this.#used * 10 > (this.#cells.length / width) * 7) this.#grow();
    const [one, other] = [hashOf(moment, 0x811c9dc5) || 1, hashOf(moment, 0x9e3779b9)];
    const cells = this.#cells;
    const place = placeOf(cells, one, other);
    // 0 says that there is none yet.
    const record = hashOf(fullId(recordId), 0x811c9dc5) & half || 1;
    if (cells[place] === 0) {
      cells.set([one, other, record], place);
      this.#used += 1;
      return;
    }
    const [first, second] = [cells[place + 2]! & half, cells[place + 2]! >>> 16];
    if (record === first || record === second) return;
    if (second === 0) cells[place + 2] = ((record << 16) | first) >>> 0;
    else this.#count(moment, first, second, record);
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

  #grow(): void {
    const old = this.#cells;
    const cells = new Uint32Array(old.length * 2);
    for (let from = 0; from < old.length; from += width) {
      if (old[from] !== 0) cells.set(old.subarray(from, from + width), placeOf(cells, old[from]!, old[from + 1]!));
    }
    this.#cells = cells;
  }
}

/** Where a moment stands, else the empty place where it belongs. */
function placeOf(cells: Uint32Array, one: number, other: number): number {
  const places = cells.length / width;
  for (let index = one % places; ; index = index + 1 === places ? 0 : index + 1) {
    const place = index * width;
    if (cells[place] === 0 || (cells[place] === one && cells[place + 1] === other)) return place;
  }
}

function hashOf(text: string, seed: number): number {
  let hash = seed;
  for (let i = 0; i < text.length; i += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
    hash ^= hash >>> 15;
  }
  return hash >>> 0;
}
