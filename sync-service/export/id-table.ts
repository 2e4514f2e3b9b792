/** A small whole number for each of many record ids, in memory that threads share; asked for by the bytes of a file. */

/** Fifteen characters tell a record; the three behind them only check the case of the letters. */
const idLength = 15;
/** The id in four numbers, and what is kept for it, counted from 1 so that 0 is an empty place. */
const width = 5;

export class IdTable {
  /** To be handed to another thread, which makes a table of it again. */
  readonly shared: SharedArrayBuffer;
  readonly #cells: Int32Array;
  readonly #places: number;
  readonly #key = new Int32Array(4);

  constructor(shared: SharedArrayBuffer) {
    this.shared = shared;
    this.#cells = new Int32Array(shared);
    this.#places = this.#cells.length / width;
  }

  /** @param most ids that it will hold */
  static for(most: number): IdTable {
    return new IdTable(new SharedArrayBuffer((most * 2 + 1) * width * 4));
  }

  /** Keeps a number from 0 on for an id; texts that are no id are passed over. */
  set(id: string, value: number): void {
    const bytes = Buffer.from(id, 'latin1');
    const place = this.#find(bytes, 0, bytes.length);
    if (place < 0) return;
    this.#cells.set(this.#key, place);
    this.#cells[place + 4] = value + 1;
  }

  /** The number kept for the id that lies there; -1 where there is none. */
  get(bytes: Uint8Array, start: number, end: number): number {
    const place = this.#find(bytes, start, end);
    return place < 0 ? -1 : this.#cells[place + 4]! - 1;
  }

  /** The place that has the id, else the empty one where it belongs. */
  #find(bytes: Uint8Array, start: number, end: number): number {
    if (end - start < idLength) return -1;
    const [key, cells] = [this.#key, this.#cells];
    let hash = 0x811c9dc5;
    for (let part = 0; part < 4; part += 1) {
      const from = start + part * 4;
      const last = part === 3 ? 0 : bytes[from + 3]!;
      key[part] = bytes[from]! | (bytes[from + 1]! << 8) | (bytes[from + 2]! << 16) | (last << 24);
      hash = Math.imul(hash ^ key[part]!, 0x01000193);
      hash ^= hash >>> 15;
    }
    for (let index = (hash >>> 0) % this.#places; ; index = index + 1 === this.#places ? 0 : index + 1) {
      const place = index * width;
      if (cells[place + 4] === 0) return place;
      if (
        cells[place] === key[0] &&
        cells[place + 1] === key[1] &&
        cells[place + 2] === key[2] &&
        cells[place + 3] === key[3]
      ) {
        return place;
      }
    }
  }
}
