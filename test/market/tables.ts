/** Rows in Salesforce's shape, by object, and the numbers their ids are made of. */
import { salesforceId, usualPrefixes } from './ids.ts';

export type Value = string | number | boolean | null;
export type Row = Record<string, Value>;

/** Who made a row that names nobody, and when. */
export interface Origin {
  byId: string;
  at: string;
}

export class Tables {
  readonly rows = new Map<string, Row[]>();
  readonly #numbers: Map<string, number>;
  readonly #prefixFor: (object: string) => string;
  readonly #origin: Origin;

  constructor(numbers: Map<string, number>, prefixFor: (object: string) => string, origin: Origin) {
    this.#numbers = numbers;
    this.#prefixFor = prefixFor;
    this.#origin = origin;
  }

  /** The next id of an object. Objects with the same prefix draw from the same numbers. */
  id(object: string): string {
    const prefix = this.#prefixFor(object);
    const number = (this.#numbers.get(prefix) ?? 1000) + 1;
    this.#numbers.set(prefix, number);
    return salesforceId(prefix, number);
  }

  /** Adds a row under a new id, or the one it has, with the system fields that every record bears. */
  add(object: string, row: Row): string {
    const id = typeof row['Id'] === 'string' ? row['Id'] : this.id(object);
    const CreatedDate = row['CreatedDate'] ?? this.#origin.at;
    const CreatedById = row['CreatedById'] ?? this.#origin.byId;
    const LastModifiedDate = row['LastModifiedDate'] ?? CreatedDate;
    const complete: Row = {
      ...row,
      Id: id,
      IsDeleted: false,
      CreatedDate,
      CreatedById,
      LastModifiedDate,
      LastModifiedById: row['LastModifiedById'] ?? CreatedById,
      SystemModstamp: row['SystemModstamp'] ?? LastModifiedDate,
    };
    const list = this.rows.get(object);
    if (list === undefined) this.rows.set(object, [complete]);
    else list.push(complete);
    return id;
  }

  /** A row added before, to be changed by what happens later. */
  row(object: string, id: string): Row {
    const found = this.rows.get(object)?.find((row) => row['Id'] === id);
    if (found === undefined) throw new Error(`there is no ${object} ${id} here`);
    return found;
  }
}

export function usualPrefix(object: string): string {
  const prefix = usualPrefixes[object];
  if (prefix === undefined) throw new Error(`no key prefix is known for ${object}`);
  return prefix;
}
