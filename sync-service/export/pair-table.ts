/** A set of pairs of whole numbers with some more numbers kept for each, in one typed array: open addressing. */

export class PairTable {
  /** Of each pair its two numbers and what is kept for it; all 0 where there is none. */
  cells: Uint32Array;
  readonly #width: number;
  #count = 0;

  /** @param kept numbers kept for each pair, 0 at first */
  constructor(kept = 0) {
    this.#width = 2 + kept;
    this.cells = new Uint32Array(1024 * this.#width);
  }

  get count(): number {
    return this.#count;
  }

  /**
   * Takes a pair in, unless it is there already.
   * @param one not 0
   * @returns where in `cells` the first number kept for it is; holds until the next is taken in
   */
  place(one: number, other: number): number {
    if (this.#count * 10 > (this.cells.length / this.#width) * 7) this.#grow();
    const { cells } = this;
    const place = this.#find(cells, one, other);
    if (cells[place] === 0) {
      cells[place] = one;
      cells[place + 1] = other;
      this.#count += 1;
    }
    return place + 2;
  }

  #grow(): void {
    const [old, width] = [this.cells, this.#width];
    const cells = new Uint32Array(old.length * 2);
    for (let from = 0; from < old.length; from += width) {
      if (old[from] === 0) continue;
      const place = this.#find(cells, old[from]!, old[from + 1]!);
      for (let i = 0; i < width; i += 1) cells[place + i] = old[from + i]!;
    }
    this.cells = cells;
  }

  /** Where a pair stands, else the empty place where it belongs. */
  #find(cells: Uint32Array, one: number, other: number): number {
    const width = this.#width;
    const last = cells.length / width - 1;
    let hash = Math.imul(one ^ Math.imul(other, 0x9e3779b1), 0x85ebca6b);
    hash ^= hash >>> 15;
    for (let index = hash & last; ; index = (index + 1) & last) {
      const place = index * width;
      if (cells[place] === 0 || (cells[place] === one && cells[place + 1] === other)) return place;
    }
  }
}
