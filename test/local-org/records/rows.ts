/** Reads and writes whole rows, with booleans as booleans, and gives out ids and auto numbers. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { FieldDef, ObjectDef, OrgSchema, Row, Value } from '../types.ts';
import { counterOf, recordId } from './ids.ts';
import { quoted, storedFields } from './tables.ts';

/** Parents read again and again while one load or query runs. */
const MOST_CACHED_ROWS = 5_000;

export class Rows {
  readonly schema: OrgSchema;
  readonly database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  readonly #booleans = new Map<string, string[]>();
  readonly #counters = new Map<string, number>();
  readonly #cache = new Map<string, Row>();
  /** Grows with every write, so that what was computed from rows can be thrown away. */
  version = 0;

  constructor(database: DatabaseSync, schema: OrgSchema) {
    this.database = database;
    this.schema = schema;
  }

  object(name: string): ObjectDef {
    const object = this.schema.objects.get(name);
    if (!object) throw new Error(`object ${name} does not exist in this org`);
    return object;
  }

  statement(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  /** The row, deleted or not; null where there is none. Not to be changed by the caller. */
  get(object: string, id: string): Row | null {
    const key = object + id;
    const cached = this.#cache.get(key);
    if (cached) return cached;
    const row = this.statement(`SELECT * FROM ${quoted(object)} WHERE "Id" = ?`).get(id);
    if (!row) return null;
    const decoded = this.decode(object, row as Row);
    if (this.#cache.size >= MOST_CACHED_ROWS) this.#cache.clear();
    this.#cache.set(key, decoded);
    return decoded;
  }

  /** The row unless it is in the recycle bin. */
  live(object: string, id: string): Row | null {
    const row = this.get(object, id);
    return row && row['IsDeleted'] !== true ? row : null;
  }

  /** Rows where SQL conditions hold, with `?` for the values. */
  where(object: string, condition: string, ...values: Value[]): Row[] {
    const rows = this.statement(`SELECT * FROM ${quoted(object)} WHERE ${condition}`).all(...values.map(bound));
    return rows.map((row) => this.decode(object, row as Row));
  }

  exists(sql: string, ...values: Value[]): boolean {
    return this.statement(sql).get(...values.map(bound)) !== undefined;
  }

  insert(object: string, row: Row): void {
    const names = Object.keys(row);
    const places = names.map(() => '?').join(', ');
    const sql = `INSERT INTO ${quoted(object)} (${names.map(quoted).join(', ')}) VALUES (${places})`;
    this.statement(sql).run(...names.map((name) => bound(row[name] ?? null)));
    this.#written(object, String(row['Id']));
  }

  update(object: string, id: string, changes: Row): void {
    const names = Object.keys(changes);
    const sets = names.map((name) => `${quoted(name)} = ?`).join(', ');
    const sql = `UPDATE ${quoted(object)} SET ${sets} WHERE "Id" = ?`;
    this.statement(sql).run(...names.map((name) => bound(changes[name] ?? null)), id);
    this.#written(object, id);
  }

  remove(object: string, id: string): void {
    this.statement(`DELETE FROM ${quoted(object)} WHERE "Id" = ?`).run(id);
    this.#written(object, id);
  }

  #written(object: string, id: string): void {
    this.version += 1;
    this.#cache.delete(object + id);
  }

  /** After a rollback or a load past this class nothing that was read before holds. */
  forget(): void {
    this.version += 1;
    this.#cache.clear();
    this.#counters.clear();
  }

  decode(object: string, row: Row): Row {
    let names = this.#booleans.get(object);
    if (!names) {
      names = storedFields(this.object(object))
        .filter((field) => field.type === 'boolean')
        .map((field) => field.name);
      this.#booleans.set(object, names);
    }
    for (const name of names) row[name] = row[name] === 1;
    return row;
  }

  /** A new id. Objects that share a key prefix share the counter. */
  nextId(object: ObjectDef): string {
    const next = (this.#counters.get(object.keyPrefix) ?? this.#highestId(object.keyPrefix)) + 1;
    this.#counters.set(object.keyPrefix, next);
    return recordId(object.keyPrefix, next);
  }

  #highestId(keyPrefix: string): number {
    const sharing = [...this.schema.objects.values()].filter((object) => object.keyPrefix === keyPrefix);
    const own = recordId(keyPrefix, 0).slice(0, 6);
    return Math.max(
      ...sharing.map(({ name }) => {
        const sql = `SELECT max("Id") AS id FROM ${quoted(name)} WHERE "Id" >= ? AND "Id" < ?`;
        const highest = this.statement(sql).get(own, `${own}~`)?.['id'];
        return typeof highest === 'string' ? (counterOf(highest) ?? 0) : 0;
      }),
    );
  }

  /** The next auto number in the field's format, such as `DR-000042`. */
  nextAutoNumber(object: ObjectDef, field: FieldDef): string {
    const match = /^(.*)\{(0+)\}(.*)$/.exec(field.autoNumber ?? '');
    const [, before = '', zeros = '', after = ''] = match ?? [];
    const key = `${object.name}.${field.name}`;
    const next = (this.#counters.get(key) ?? this.#highestAutoNumber(object, field, before)) + 1;
    this.#counters.set(key, next);
    return before + String(next).padStart(zeros.length, '0') + after;
  }

  #highestAutoNumber(object: ObjectDef, field: FieldDef, before: string): number {
    const column = quoted(field.name);
    const sql = `SELECT max(CAST(substr(${column}, ?) AS INTEGER)) AS highest FROM ${quoted(object.name)}`;
    return Number(this.statement(sql).get(before.length + 1)?.['highest'] ?? 0);
  }
}

export const bound = (value: Value): string | number | null => (typeof value === 'boolean' ? Number(value) : value);
