/**
 * Reads CSV files of any size as Salesforce writes them, row by row, in the memory of a few rows. It works on bytes and
 * makes text of the columns that are asked for only: of a data export most columns are of no interest, and decoding them
 * is what takes the time.
 */
import { closeSync, openSync, readSync } from 'node:fs';

export interface CsvReader {
  /** Gets the names of the columns; gives the indexes of those whose values `row` is to have, in that order. */
  header(names: readonly string[]): readonly number[];
  /** Gets the values of the wanted columns; empty text where a field is empty. Line of the row's beginning, from 1. */
  row(values: string[], line: number): void;
  /** Gets a row that is none; reading goes on with the next. */
  malformed(line: number, expected: string): void;
  /** Gets the bytes read so far, now and then. */
  progress?(bytes: number): void;
}

const [quote, comma, lineFeed, carriageReturn] = [34, 44, 10, 13];
const firstChunk = 4 * 1024 * 1024;
/** A row longer than this is a quote that was never closed. */
const longestRow = 64 * 1024 * 1024;

/** @throws the file system's error where the file can't be read */
export function readCsv(path: string, reader: CsvReader): void {
  const file = openSync(path, 'r');
  try {
    new Scan(file, reader).run();
  } finally {
    closeSync(file);
  }
}

class Scan {
  readonly #file: number;
  readonly #reader: CsvReader;
  #buffer = Buffer.allocUnsafe(firstChunk);
  /** Bytes of the buffer that are filled, and where the next row begins. */
  #filled = 0;
  #at = 0;
  #read = 0;
  #line = 1;
  #ended = false;
  #columns = -1;
  #wanted: readonly number[] = [];
  /** Of the row at hand: beginning and end of each field, and whether it holds doubled quotes. */
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  readonly #doubled: boolean[] = [];

  constructor(file: number, reader: CsvReader) {
    this.#file = file;
    this.#reader = reader;
  }

  run(): void {
    this.#fill();
    if (this.#filled >= 3 && this.#buffer[0] === 0xef && this.#buffer[1] === 0xbb) this.#at = 3;
    for (;;) {
      const end = this.#row();
      if (end === 'more') {
        if (!this.#fill()) break;
        continue;
      }
      if (end === 'none') break;
    }
  }

  /** Reads more behind what is there, after moving the unfinished row to the front; false where there is nothing more. */
  #fill(): boolean {
    if (this.#ended) return false;
    const rest = this.#filled - this.#at;
    const room = rest > this.#buffer.length / 2 ? Buffer.allocUnsafe(this.#buffer.length * 2) : this.#buffer;
    this.#buffer.copy(room, 0, this.#at, this.#filled);
    this.#buffer = room;
    this.#at = 0;
    const read = readSync(this.#file, room, rest, room.length - rest, null);
    this.#filled = rest + read;
    this.#read += read;
    this.#ended = read === 0;
    this.#reader.progress?.(this.#read);
    return true;
  }

  /** Takes one row. `more`: it goes on behind what is read; `none`: the file is at its end. */
  #row(): 'taken' | 'more' | 'none' {
    if (this.#at >= this.#filled) return this.#ended ? 'none' : 'more';
    const buffer = this.#buffer;
    let at = this.#at;
    let count = 0;
    let newLine = buffer.indexOf(lineFeed, at);
    let lines = 0;
    for (;;) {
      let start = at;
      let end: number;
      let doubled = false;
      if (buffer[at] === quote && at < this.#filled) {
        start = at + 1;
        let closing = start;
        for (;;) {
          closing = buffer.indexOf(quote, closing);
          if (closing < 0 || closing >= this.#filled - (this.#ended ? 0 : 1)) return this.#unfinished();
          if (buffer[closing + 1] !== quote || closing + 1 >= this.#filled) break;
          doubled = true;
          closing += 2;
        }
        end = closing;
        at = closing + 1;
        while (newLine >= 0 && newLine < end) {
          lines += 1;
          newLine = buffer.indexOf(lineFeed, newLine + 1);
        }
      } else {
        while (at < this.#filled && buffer[at] !== comma && buffer[at] !== lineFeed) at += 1;
        if (at >= this.#filled && !this.#ended) return 'more';
        end = at > start && buffer[at - 1] === carriageReturn ? at - 1 : at;
      }
      this.#starts[count] = start;
      this.#ends[count] = end;
      this.#doubled[count] = doubled;
      count += 1;
      if (at < this.#filled && buffer[at] === comma) {
        at += 1;
        continue;
      }
      if (at < this.#filled && buffer[at] === carriageReturn) at += 1;
      if (at >= this.#filled) {
        if (!this.#ended) return 'more';
        this.#take(count, at, lines);
        return 'taken';
      }
      if (buffer[at] === lineFeed) {
        this.#take(count, at + 1, lines + 1);
        return 'taken';
      }
      return this.#skip(`a comma or the end of the line after the quote that closes field ${count}`);
    }
  }

  #unfinished(): 'more' | 'taken' {
    if (!this.#ended && this.#filled - this.#at < longestRow) return 'more';
    return this.#skip('a quote that closes the field');
  }

  /** A row that can't be read ends with its line. */
  #skip(expected: string): 'taken' | 'more' {
    const end = this.#buffer.indexOf(lineFeed, this.#at);
    if ((end < 0 || end >= this.#filled) && !this.#ended) return 'more';
    this.#reader.malformed(this.#line, `expected ${expected}`);
    this.#at = end < 0 || end >= this.#filled ? this.#filled : end + 1;
    this.#line += 1;
    return 'taken';
  }

  #take(count: number, next: number, lines: number): void {
    const line = this.#line;
    const isBlank = count === 1 && this.#ends[0] === this.#starts[0];
    if (this.#columns < 0) {
      if (!isBlank) this.#begin(count);
    } else if (count === this.#columns) {
      this.#reader.row(
        this.#wanted.map((index) => this.#text(index)),
        line,
      );
    } else if (!isBlank) {
      this.#reader.malformed(line, `expected ${this.#columns} fields, found ${count}`);
    }
    this.#at = next;
    this.#line += lines;
  }

  #begin(count: number): void {
    this.#columns = count;
    this.#wanted = this.#reader.header(Array.from({ length: count }, (_, index) => this.#text(index).trim()));
  }

  #text(index: number): string {
    const [start = 0, end = 0] = [this.#starts[index], this.#ends[index]];
    if (start === end) return '';
    const text = this.#buffer.toString('utf8', start, end);
    return this.#doubled[index] === true ? text.replaceAll('""', '"') : text;
  }
}
