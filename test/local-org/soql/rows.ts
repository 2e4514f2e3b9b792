/** A query for records: fields, parents and children, compiled to one SELECT whose rows are read into REST records. */
import type { FieldSubquery, FieldType, Query, Subquery } from '@jetstreamapp/soql-parser-js';
import type { FieldDef, ObjectDef } from '../types.ts';
import { addressParts, childRelationships, isAnyType } from '../schema/index.ts';
import type { Compilation } from './compilation.ts';
import { whereSql } from './condition.ts';
import { kindOf } from './literal.ts';
import { orderSql, pageSql, scopeSql } from './order.ts';
import { listOf, writtenPath } from './parse.ts';
import { byTarget } from './polymorphic.ts';
import type { Place, PolymorphicPlace } from './reached.ts';
import { RecordReader } from './record-reader.ts';
import { addressOf, anyValue, labelOf, restValue, type Cell, type QueryRecord, type Reader } from './shape.ts';
import { refuseOtherShares } from './shares.ts';
import { Source } from './source.ts';
import { notSupported } from './text.ts';

const MOST_WITH_ALL_FIELDS = 200;
/** Child queries may hold child queries, down to the fifth level from API 58 on. */
const MOST_CHILD_LEVELS = 4;

export interface Statement {
  sql: string;
  read: (row: readonly Cell[]) => QueryRecord;
}

export class RowQuery {
  readonly #compilation: Compilation;
  readonly #source: Source;
  readonly #query: Query | Subquery;
  readonly #apiVersion: string;
  readonly #level: number;
  readonly #columns: string[] = [];
  readonly #parents = new Map<string, RecordReader>();
  readonly #root: RecordReader;

  constructor(compilation: Compilation, source: Source, query: Query | Subquery, apiVersion: string, level = 0) {
    this.#compilation = compilation;
    this.#source = source;
    this.#query = query;
    this.#apiVersion = apiVersion;
    this.#level = level;
    const id = this.#column(`${source.root.alias}."Id"`);
    this.#root = new RecordReader((row) => this.#attributes(source.object.name, source.object.name, row[id]));
  }

  /** The statement's columns, tables and conditions; `extra` further narrows the rows. */
  compile(extra: string[] = []): Statement & { columns: string[] } {
    const { orderBy, where, limit, offset, usingScope } = this.#query;
    for (const field of this.#query.fields ?? []) this.#select(field);
    const conditions = [
      ...extra,
      this.#source.visibleSql,
      scopeSql(this.#source, usingScope, this.#compilation),
      whereSql(this.#compilation, this.#source, where),
    ].filter((condition) => condition !== '1');
    const order = orderSql(this.#compilation, this.#source, listOf(orderBy));
    const sql = [
      `SELECT ${this.#columns.join(', ')} FROM ${this.#source.fromSql}`,
      conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '',
      order,
      pageSql(this.#compilation, limit, offset),
    ];
    const read = (row: readonly Cell[]): QueryRecord => this.#root.read(row) ?? {};
    return { sql: sql.filter(Boolean).join(' '), read, columns: this.#columns };
  }

  #column(sql: string): number {
    const known = this.#columns.indexOf(sql);
    return known >= 0 ? known : this.#columns.push(sql) - 1;
  }

  #attributes(type: string, urlType: string, id: Cell | undefined): QueryRecord | null {
    if (id === null || id === undefined) return null;
    return { type, url: `/services/data/v${this.#apiVersion}/sobjects/${urlType}/${id}` };
  }

  #select(field: FieldType): void {
    switch (field.type) {
      case 'FieldTypeof':
        throw notSupported('TYPEOF');
      case 'FieldSubquery':
        return this.#selectChildren(field);
      case 'FieldFunctionExpression':
        return this.#selectFunction(
          field.functionName,
          field.parameters,
          field.rawValue ?? field.functionName,
          field.alias,
        );
      case 'Field':
      case 'FieldRelationship': {
        const { text } = this.#compilation;
        if ('alias' in field && field.alias) {
          const message = 'only aggregate expressions use field aliasing';
          throw text.malformed(message, text.offsetOf(field.alias));
        }
        return this.#selectField(writtenPath(field), null);
      }
    }
  }

  #selectFunction(name: string, parameters: unknown[], raw: string, alias: string | undefined): void {
    const [parameter] = parameters;
    const lower = name.toLowerCase();
    if (typeof parameter !== 'string') throw notSupported(raw);
    if (lower === 'tolabel') return this.#selectField(parameter, { label: true, alias: alias ?? null });
    if (lower === 'fields') return this.#selectAll(parameter.toUpperCase());
    throw notSupported(raw);
  }

  /** FIELDS(ALL), FIELDS(STANDARD) and FIELDS(CUSTOM): what the user may read. */
  #selectAll(which: string): void {
    const { viewer, text } = this.#compilation;
    const { object } = this.#source;
    if (!['ALL', 'STANDARD', 'CUSTOM'].includes(which)) {
      throw text.malformed(`unexpected token: '${which}'`, text.offsetOf(which));
    }
    if (which !== 'STANDARD' && !((this.#query.limit ?? Infinity) <= MOST_WITH_ALL_FIELDS)) {
      const message = `The SOQL FIELDS function must have a LIMIT of at most ${MOST_WITH_ALL_FIELDS}`;
      throw text.malformed(message, text.offsetOf('FIELDS'));
    }
    for (const field of object.fields.values()) {
      const chosen = which === 'ALL' || field.custom === (which === 'CUSTOM');
      if (chosen && viewer.mayRead(object, field.name)) this.#selectField(field.name, null);
    }
  }

  #selectField(written: string, as: { label: boolean; alias: string | null } | null): void {
    const { text } = this.#compilation;
    const { field, sql, place } = this.#source.resolve(written, 'SELECT');
    const record = 'path' in place && place.path.length > 0 ? this.#parent(place) : this.#root;
    const key = as?.alias ?? field.name;
    if (record.has(key)) throw text.invalidField(`duplicate field selected: ${key}`, text.offsetOf(written));
    record.set(key, this.#reader(field, sql, place, as?.label ?? false));
  }

  #reader(field: FieldDef, sql: string, place: Place | PolymorphicPlace, asLabel: boolean): Reader {
    if (field.type === 'address' && 'shared' in place) return this.#address(field, place);
    const column = this.#column(sql);
    const cell = (row: readonly Cell[]): Cell => row[column] ?? null;
    if (asLabel) {
      if (field.type !== 'picklist' && field.type !== 'multipicklist') throw notSupported(`toLabel(${field.name})`);
      const choices = this.#compilation.viewer.choices(field);
      return (row) => labelOf(choices, cell(row));
    }
    if ('shared' in place && isAnyType(place.object, field)) {
      const type = this.#column(`${place.shared}."DataType"`);
      return (row) => anyValue(row[type] ?? null, cell(row));
    }
    const kind = kindOf(field);
    return (row) => restValue(kind, cell(row));
  }

  #address(field: FieldDef, place: Place): Reader {
    const parts = Object.entries(addressParts(field.name))
      .filter(([, name]) => place.object.fields.has(name))
      .map(([key, name]) => [key, this.#column(`${place.shared}."${name}"`)] as const);
    return (row) => addressOf(parts.map(([key, column]) => [key, row[column] ?? null]));
  }

  /** The record that holds a parent's fields, made with all those on the way to it. */
  #parent(place: Place | PolymorphicPlace): RecordReader {
    const path = place.path.join('.');
    const known = this.#parents.get(path);
    if (known) return known;
    const record = 'reference' in place ? this.#nameRecord(place) : this.#parentRecord(place);
    this.#parents.set(path, record);
    const above = place.path.slice(0, -1);
    const holder = above.length === 0 ? this.#root : this.#parent(this.#source.placeOf(above));
    holder.set(place.path.at(-1) ?? '', record.read);
    return record;
  }

  #parentRecord(place: Place): RecordReader {
    const id = this.#column(`${place.alias}."Id"`);
    return new RecordReader((row) => this.#attributes(place.object.name, place.object.name, row[id]));
  }

  #nameRecord(place: PolymorphicPlace): RecordReader {
    const id = this.#column(place.sql);
    const type = this.#column(byTarget(this.#compilation, place, (target) => `'${target.name}'`));
    return new RecordReader((row) => this.#attributes('Name', String(row[type]), row[id]));
  }

  /** Children come as one column of JSON: a list of rows for each parent. */
  #selectChildren({ subquery }: FieldSubquery): void {
    const { text } = this.#compilation;
    this.#compilation.countChildQuery();
    if (this.#level >= MOST_CHILD_LEVELS) throw notSupported('a child query below the fifth level');
    const { object, field, name } = this.#childRelationship(subquery.relationshipName);
    if (this.#root.has(name)) {
      throw text.malformed(
        `duplicate relationship in query: ${name}`,
        text.offsetOf(subquery.relationshipName, 'FROM'),
      );
    }
    if (subquery.groupBy || subquery.having) throw notSupported('GROUP BY in a child query');
    refuseOtherShares(object, subquery);
    const source = new Source(this.#compilation, object, subquery.sObjectAlias);
    const children = new RowQuery(this.#compilation, source, subquery, this.#apiVersion, this.#level + 1);
    const own = `${source.root.alias}."${field}" = ${this.#source.root.alias}."Id"`;
    const { sql, columns, read } = children.compile([own]);
    const names = columns.map((_, index) => `c${index}`).join(', ');
    const limited = subquery.limit === undefined && subquery.offset === undefined ? `${sql} LIMIT -1` : sql;
    const alias = this.#compilation.alias();
    const column = this.#column(
      `(WITH ${alias}(${names}) AS (${limited}) SELECT json_group_array(json_array(${names})) FROM ${alias})`,
    );
    this.#root.set(name, (row) => childResult((JSON.parse(String(row[column])) as Cell[][]).map(read)));
  }

  #childRelationship(name: string): { object: ObjectDef; field: string; name: string } {
    const { text, viewer, used } = this.#compilation;
    const wanted = name.toLowerCase();
    const found = childRelationships(viewer.schema, this.#source.object.name).find(
      (each) => each.name?.toLowerCase() === wanted,
    );
    const object = found && viewer.object(found.object);
    if (!found?.name || !object || !viewer.mayRead(object, found.field)) {
      throw text.invalidType(
        `Didn't understand relationship '${name}' in FROM part of query call. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.`,
        text.offsetOf(name, 'FROM'),
      );
    }
    used.add(`${object.name}.${found.field}`);
    return { object, field: found.field, name: found.name };
  }
}

/** Children in the shape of a query's answer; a parent without any has null. */
const childResult = (records: QueryRecord[]): QueryRecord | null =>
  records.length === 0 ? null : { totalSize: records.length, done: true, records };
