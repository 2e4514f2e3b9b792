/** Rows in Salesforce's shape, by object, and the numbers their ids are made of. */
import { salesforceId, usualPrefixes } from './ids.ts';

export type Value = string | number | boolean | null;
export type Row = Record<string, Value>;

export class Tables {
  readonly rows = new Map<string, Row[]>();
  readonly #numbers: Map<string, number>;
  readonly #prefixFor: (object: string) => string;

  constructor(numbers: Map<string, number>, prefixFor: (object: string) => string = usualPrefix) {
    this.#numbers = numbers;
    this.#prefixFor = prefixFor;
  }

  /** The next id of an object. Objects with the same prefix draw from the same numbers. */
  id(object: string): string {
    const prefix = this.#prefixFor(object);
    const number = (this.#numbers.get(prefix) ?? 1000) + 1;
    this.#numbers.set(prefix, number);
    return salesforceId(prefix, number);
  }

  /** Adds a row under a new id, or the one it has. */
  add(object: string, row: Row): string {
    const id = typeof row['Id'] === 'string' ? row['Id'] : this.id(object);
    const list = this.rows.get(object);
    if (list === undefined) this.rows.set(object, [{ Id: id, ...row }]);
    else list.push({ Id: id, ...row });
    return id;
  }
}

export function usualPrefix(object: string): string {
  const prefix = usualPrefixes[object];
  if (prefix === undefined) throw new Error(`no key prefix is known for ${object}`);
  return prefix;
}
