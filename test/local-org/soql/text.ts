/** The text of a query, and errors that point into it as Salesforce's do. */
import { OrgError } from '../types.ts';

/** How much of the line an error shows before and after the place it points to. */
const CONTEXT = 35;

export type Clause = 'SELECT' | 'FROM' | 'WHERE' | 'GROUP BY' | 'HAVING' | 'ORDER BY';

export class QueryText {
  readonly soql: string;
  /** The same text with the contents of quoted strings blanked, so that words are found outside them only. */
  readonly #masked: string;

  constructor(soql: string) {
    this.soql = soql;
    this.#masked = soql.replace(/'(?:[^'\\]|\\.)*'/gs, (quoted) => `'${'_'.repeat(quoted.length - 2)}'`);
  }

  /** How many conditions are negated by NOT; `NOT IN` is an operator of its own. */
  get negations(): number {
    return [...this.#masked.matchAll(/\bNOT\b(?!\s+IN\b)/gi)].length;
  }

  /** Offset of a name in a clause; where it does not stand there, its first place in the query, else the start. */
  offsetOf(name: string, clause: Clause = 'SELECT'): number {
    const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const pattern = new RegExp(`(?<![\\w.])${escaped}(?![\\w.])`, 'gi');
    const start = this.#masked.search(new RegExp(`\\b${clause.replace(' ', '\\s+')}\\b`, 'i'));
    pattern.lastIndex = Math.max(start, 0);
    const found = pattern.exec(this.#masked) ?? new RegExp(pattern.source, 'i').exec(this.#masked);
    return found?.index ?? 0;
  }

  /** Offset of the `index`th AND, OR or NOT after the clause's keyword; `NOT IN` is not counted. */
  offsetOfOperator(index: number, clause: Clause): number {
    const start = this.#masked.search(new RegExp(`\\b${clause}\\b`, 'i'));
    const operators = [...this.#masked.slice(start).matchAll(/\b(?:AND|OR|NOT(?!\s+IN\b))\b/gi)];
    return start + (operators[index]?.index ?? 0);
  }

  /** The offset of the last place where a token stands: parsers stop at the first they can't take. */
  lastOffsetOf(token: string): number {
    return token === '' ? this.soql.length : Math.max(this.#masked.lastIndexOf(token), 0);
  }

  malformed(message: string, offset: number): OrgError {
    return this.#error('MALFORMED_QUERY', message, offset);
  }

  invalidField(message: string, offset: number): OrgError {
    return this.#error('INVALID_FIELD', message, offset);
  }

  invalidType(message: string, offset: number): OrgError {
    return this.#error('INVALID_TYPE', message, offset);
  }

  invalidOperator(message: string, offset: number): OrgError {
    return this.#error('INVALID_QUERY_FILTER_OPERATOR', message, offset);
  }

  /** The line with a mark under the place, its row and column, then the message. */
  #error(code: string, message: string, offset: number): OrgError {
    const before = this.soql.slice(0, offset).split('\n');
    const column = before.at(-1)?.length ?? 0;
    const line = this.soql.split('\n')[before.length - 1] ?? '';
    const start = column <= CONTEXT ? 0 : wordStart(line, column - CONTEXT, column);
    const end = wordEnd(line, Math.min(column + CONTEXT, line.length), column);
    const place = `ERROR at Row:${before.length}:Column:${column + 1}`;
    const shown = `\n${line.slice(start, end)}\n${' '.repeat(column - start)}^\n${place}\n${message}`;
    return new OrgError(400, code, shown);
  }
}

/** First start of a word from `from` on, at most `last`. */
function wordStart(line: string, from: number, last: number): number {
  for (let index = from; index < last; index += 1) if (line[index - 1] === ' ') return index;
  return last;
}

/** End of the last whole word up to `to`; of the word at `first` where none ends before. */
function wordEnd(line: string, to: number, first: number): number {
  if (to === line.length) return to;
  const space = line.lastIndexOf(' ', to);
  if (space > first) return space;
  const next = line.indexOf(' ', first);
  return next < 0 ? line.length : next;
}

/** For what real Salesforce can and this org can't. */
export const notSupported = (what: string): OrgError =>
  new OrgError(400, 'MALFORMED_QUERY', `${what} is not supported by this stand-in org`);
