/**
 * Reads CSV files of any size as Salesforce writes them, row by row, in the memory of a few rows. It works on bytes, and
 * makes text of a value only when it is asked for: of a data export most rows and columns are of no interest, and
 * decoding them is what takes the time.
 */
import { isUtf8 } from 'node:buffer';
import { closeSync, openSync, readSync } from 'node:fs';

/** The row at hand; it holds until the reader's `row` is done. Columns are those that `header` asked for, from 0. */
export interface CsvRow {
  /** Line at which it begins, from 1. */
  readonly line: number;
  readonly bytes: Buffer;
  /** Where a value lies among the bytes, without its quotes; equal where it is empty or the file lacks the column. */
  startOf(column: number): number;
  endOf(column: number): number;
  /** Whether two quotes stand for one in it. */
  hasQuotes(column: number): boolean;
  text(column: number): string;
  /** Gives a value another place, for so many bytes that the caller fills; says where. There is room for some dozen. */
  moveTo(column: number, length: number): number;
}

export interface CsvReader {
  /**
   * Gets the names of the columns; gives the indexes of those that rows are to have, in that order; -1 is always empty.
   * Null ends the reading.
   */
  header(names: readonly string[]): readonly number[] | null;
  row(row: CsvRow): void;
  /** Gets a row that is none; reading goes on with the next. */
  malformed(line: number, expected: string): void;
  /** Gets the line of a row that holds bytes which are no UTF-8; the row is read all the same. */
  notUtf8?(line: number): void;
  /** Gets the bytes read so far, now and then. */
  progress?(bytes: number): void;
}

const [quote, comma, lineFeed, carriageReturn] = [34, 44, 10, 13];
const usualChunk = 4 * 1024 * 1024;
/** Bytes behind those of the file, for values that are moved. */
const spare = 4096;
/** A row longer than this is a quote that was never closed. */
const longestRow = 64 * 1024 * 1024;

/**
 * @param chunk bytes that are read at a time
 * @throws the file system's error where the file can't be read
 */
export function readCsv(path: string, reader: CsvReader, chunk = usualChunk): void {
  const file = openSync(path, 'r');
  try {
    new Scan(file, reader, chunk).run();
  } finally {
    closeSync(file);
  }
}

class Scan implements CsvRow {
  readonly #file: number;
  readonly #reader: CsvReader;
  bytes: Buffer;
  line = 1;
  /** Bytes of the buffer that are filled, and where the next row begins. */
  #filled = 0;
  #at = 0;
  #read = 0;
  /** Bytes of the spare ones that the row at hand has taken. */
  #moved = 0;
  #ended = false;
  #stopped = false;
  /** Whether a row among the bytes may hold what is no UTF-8. */
  #suspect = false;
  #columns = -1;
  #wanted = new Int32Array(0);
  /** Of the row at hand: beginning and end of each field, and whether it holds doubled quotes. */
  #starts = new Int32Array(256);
  #ends = new Int32Array(256);
  #doubled = new Uint8Array(256);

  constructor(file: number, reader: CsvReader, chunk: number) {
    this.#file = file;
    this.#reader = reader;
    this.bytes = Buffer.allocUnsafe(chunk + spare);
  }

  startOf(column: number): number {
    const field = this.#wanted[column]!;
    return field < 0 ? 0 : this.#starts[field]!;
  }
  endOf(column: number): number {
    const field = this.#wanted[column]!;
    return field < 0 ? 0 : this.#ends[field]!;
  }
  hasQuotes(column: number): boolean {
    const field = this.#wanted[column]!;
    return field >= 0 && this.#doubled[field] === 1;
  }
  text(column: number): string {
    const field = this.#wanted[column]!;
    return field < 0 ? '' : this.#field(field);
  }

  moveTo(column: number, length: number): number {
    const field = this.#wanted[column]!;
    const start = this.bytes.length - spare + this.#moved;
    if (start + length > this.bytes.length) throw new RangeError(`no room for ${length} bytes more`);
    this.#moved += length;
    this.#starts[field] = start;
    this.#ends[field] = start + length;
    return start;
  }

  run(): void {
    this.#fill();
    if (this.#filled >= 3 && this.bytes[0] === 0xef && this.bytes[1] === 0xbb) this.#at = 3;
    for (;;) {
      const end = this.#row();
      if (end === 'more') {
        if (!this.#fill()) break;
        continue;
      }
      if (end === 'none' || this.#stopped) break;
    }
  }

  /** Reads more behind what is there, after moving the unfinished row to the front; false where there is nothing more. */
  #fill(): boolean {
    if (this.#ended) return false;
    const rest = this.#filled - this.#at;
    const size = this.bytes.length - spare;
    const room = rest > size / 2 ? Buffer.allocUnsafe(size * 2 + spare) : this.bytes;
    this.bytes.copy(room, 0, this.#at, this.#filled);
    this.bytes = room;
    this.#at = 0;
    const read = readSync(this.#file, room, rest, room.length - spare - rest, null);
    this.#filled = rest + read;
    this.#read += read;
    this.#ended = read === 0;
    this.#reader.progress?.(this.#read);
    // All at once, as looking at each row would take its time; a letter that is not read whole yet counts the next time.
    const whole = this.#ended ? this.#filled : endOfLetters(room, this.#filled);
    this.#suspect = this.#reader.notUtf8 !== undefined && !isUtf8(room.subarray(0, whole));
    return true;
  }

  /** Takes one row. `more`: it goes on behind what is read; `none`: the file is at its end. */
  #row(): 'taken' | 'more' | 'none' {
    const [bytes, filled] = [this.bytes, this.#filled];
    if (this.#at >= filled) return this.#ended ? 'none' : 'more';
    let at = this.#at;
    let count = 0;
    let lines = 0;
    for (;;) {
      let start = at;
      let end: number;
      let doubled = 0;
      if (at < filled && bytes[at] === quote) {
        start = at + 1;
        let closing = start;
        for (;;) {
          while (closing < filled && bytes[closing] !== quote) {
            if (bytes[closing] === lineFeed) lines += 1;
            closing += 1;
          }
          // Only the byte behind it tells whether a quote closes.
          if (closing >= filled - (this.#ended ? 0 : 1)) return this.#unfinished();
          if (closing + 1 >= filled || bytes[closing + 1] !== quote) break;
          doubled = 1;
          closing += 2;
        }
        end = closing;
        at = closing + 1;
      } else {
        while (at < filled && bytes[at] !== comma && bytes[at] !== lineFeed) at += 1;
        if (at >= filled && !this.#ended) return 'more';
        end = at > start && bytes[at - 1] === carriageReturn ? at - 1 : at;
      }
      if (count === this.#starts.length) this.#widen();
      this.#starts[count] = start;
      this.#ends[count] = end;
      this.#doubled[count] = doubled;
      count += 1;
      if (at < filled && bytes[at] === comma) {
        at += 1;
        continue;
      }
      if (at < filled && bytes[at] === carriageReturn) at += 1;
      if (at >= filled) {
        if (!this.#ended) return 'more';
        this.#take(count, at, lines);
        return 'taken';
      }
      if (bytes[at] === lineFeed) {
        this.#take(count, at + 1, lines + 1);
        return 'taken';
      }
      return this.#skip(`a comma or the end of the line after the quote that closes field ${count}`);
    }
  }

  #widen(): void {
    const [starts, ends, doubled] = [this.#starts, this.#ends, this.#doubled];
    const room = starts.length * 2;
    [this.#starts, this.#ends, this.#doubled] = [new Int32Array(room), new Int32Array(room), new Uint8Array(room)];
    this.#starts.set(starts);
    this.#ends.set(ends);
    this.#doubled.set(doubled);
  }

  #unfinished(): 'more' | 'taken' {
    if (!this.#ended && this.#filled - this.#at < longestRow) return 'more';
    return this.#skip('a quote that closes the field');
  }

  /** A row that can't be read ends with its line. */
  #skip(expected: string): 'taken' | 'more' {
    const end = this.bytes.indexOf(lineFeed, this.#at);
    if ((end < 0 || end >= this.#filled) && !this.#ended) return 'more';
    this.#reader.malformed(this.line, `expected ${expected}`);
    this.#at = end < 0 || end >= this.#filled ? this.#filled : end + 1;
    this.line += 1;
    return 'taken';
  }

  #take(count: number, next: number, lines: number): void {
    const isBlank = count === 1 && this.#ends[0] === this.#starts[0];
    if (this.#columns < 0) {
      if (!isBlank) this.#begin(count);
    } else if (count === this.#columns) {
      this.#moved = 0;
      if (this.#suspect && !isUtf8(this.bytes.subarray(this.#at, next))) this.#reader.notUtf8?.(this.line);
      this.#reader.row(this);
    } else if (!isBlank) {
      this.#reader.malformed(this.line, `expected ${this.#columns} fields, found ${count}`);
    }
    this.#at = next;
    this.line += lines;
  }

  #begin(count: number): void {
    this.#columns = count;
    const names = Array.from({ length: count }, (_, index) => this.#field(index).trim());
    const wanted = this.#reader.header(names);
    this.#stopped = wanted === null;
    this.#wanted = Int32Array.from(wanted ?? []);
  }

  #field(field: number): string {
    const [start, end] = [this.#starts[field]!, this.#ends[field]!];
    if (start === end) return '';
    const text = this.bytes.toString('utf8', start, end);
    return this.#doubled[field] === 1 ? text.replaceAll('""', '"') : text;
  }
}

/** Where the last letter that stands there whole ends. */
function endOfLetters(bytes: Buffer, end: number): number {
  let at = end;
  while (at > 0 && end - at < 3 && (bytes[at - 1]! & 0xc0) === 0x80) at -= 1;
  return at > 0 && bytes[at - 1]! >= 0xc0 ? at - 1 : end;
}
