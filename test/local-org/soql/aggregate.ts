/** Queries that group or aggregate: COUNT, SUM, AVG, MIN, MAX, GROUP BY and HAVING. */
import type { FieldType, GroupByClause, OrderByClause, Query } from '@jetstreamapp/soql-parser-js';
import type { FieldDef } from '../types.ts';
import { compare } from './comparison.ts';
import type { Compilation } from './compilation.ts';
import { logicSql, whereSql } from './condition.ts';
import type { Kind } from './literal.ts';
import { logicOf } from './logic.ts';
import { caseless, dateOperand, fieldOperand, type FunctionCall, type Operand } from './operand.ts';
import { directed, pageSql, scopeSql, sortable } from './order.ts';
import { listOf, writtenPath } from './parse.ts';
import type { Statement } from './rows.ts';
import { restValue, type Cell, type QueryRecord } from './shape.ts';
import type { Source } from './source.ts';
import { notSupported, type Clause } from './text.ts';

const aggregates = ['COUNT', 'COUNT_DISTINCT', 'SUM', 'AVG', 'MIN', 'MAX'];

const isAggregate = (name: string | undefined): boolean => aggregates.includes(name?.toUpperCase() ?? '');

/** Whether the answer consists of AggregateResults instead of records. */
export const isGrouped = (query: Query): boolean =>
  query.groupBy !== undefined ||
  query.having !== undefined ||
  (query.fields ?? []).some((field) => field.type === 'FieldFunctionExpression' && isAggregate(field.functionName));

export class AggregateQuery {
  readonly #compilation: Compilation;
  readonly #source: Source;
  readonly #query: Query;
  readonly #groups: Operand[];
  readonly #results: { key: string; kind: Kind; sql: string }[] = [];
  #unnamed = 0;

  constructor(compilation: Compilation, source: Source, query: Query) {
    this.#compilation = compilation;
    this.#source = source;
    this.#query = query;
    this.#groups = listOf(query.groupBy).map((group) => this.#group(group));
  }

  compile(): Statement {
    const { fields, where, having, limit, offset, orderBy, usingScope } = this.#query;
    const { text } = this.#compilation;
    if (this.#groups.length === 0 && limit !== undefined) {
      const message = 'Non-grouped query that uses overall aggregate functions cannot also use LIMIT';
      throw text.malformed(message, text.offsetOf('LIMIT'));
    }
    for (const field of fields ?? []) this.#select(field);
    const scope = scopeSql(this.#source, usingScope, this.#compilation);
    const condition = whereSql(this.#compilation, this.#source, where);
    const havingSql =
      having &&
      logicSql(logicOf(having, text, 'HAVING'), (comparison) => {
        if ('valueQuery' in comparison) throw notSupported('a sub-select in HAVING');
        const operand =
          'field' in comparison ? this.#grouped(comparison.field, 'HAVING') : this.#call(comparison.fn, 'HAVING');
        return compare(this.#compilation, operand, comparison.operator, listOf<string>(comparison.value));
      });
    const order = listOf(orderBy).map((clause) => this.#order(clause));
    const sql = [
      `SELECT ${this.#results.map((result) => result.sql).join(', ')} FROM ${this.#source.fromSql}`,
      `WHERE ${this.#source.visibleSql} AND ${scope} AND ${condition}`,
      this.#groups.length > 0 ? `GROUP BY ${this.#groups.map(caseless).join(', ')}` : '',
      havingSql ? `HAVING ${havingSql}` : '',
      order.length > 0 ? `ORDER BY ${order.join(', ')}` : '',
      pageSql(this.#compilation, limit, offset),
    ];
    return { sql: sql.filter(Boolean).join(' '), read: (row) => this.#read(row) };
  }

  #read(row: readonly Cell[]): QueryRecord {
    const record: QueryRecord = { attributes: { type: 'AggregateResult' } };
    this.#results.forEach(({ key, kind }, index) => {
      record[key] = restValue(kind, row[index] ?? null);
    });
    return record;
  }

  #group(group: GroupByClause): Operand {
    if ('field' in group) return fieldOperand(this.#compilation, this.#source, group.field, 'GROUP BY', 'grouped');
    const operand = dateOperand(this.#compilation, this.#source, group.fn, 'GROUP BY');
    if (!operand) throw notSupported(`GROUP BY ${group.fn.functionName}`);
    return operand;
  }

  #select(field: FieldType): void {
    const { text } = this.#compilation;
    if (field.type === 'FieldSubquery') throw notSupported('a child query beside aggregates');
    if (field.type === 'FieldTypeof') throw notSupported('TYPEOF');
    const alias = 'alias' in field ? field.alias : undefined;
    const isCall = field.type === 'FieldFunctionExpression';
    const operand = isCall ? this.#call(field, 'SELECT') : this.#grouped(writtenPath(field), 'SELECT');
    const key = alias ?? (isCall ? `expr${this.#unnamed++}` : operand.name);
    if (this.#results.some((result) => result.key.toLowerCase() === key.toLowerCase())) {
      throw text.malformed(`duplicate alias: ${key}`, operand.offset);
    }
    this.#results.push({ key, kind: operand.kind, sql: operand.sql });
  }

  /** A field outside of aggregates must be one of those grouped by. */
  #grouped(path: string, clause: Clause): Operand {
    const operand = fieldOperand(this.#compilation, this.#source, path, clause, 'grouped');
    if (this.#groups.some((group) => group.sql === operand.sql)) return operand;
    const what = clause === 'ORDER BY' ? 'Ordered field' : 'Field';
    throw this.#compilation.text.malformed(`${what} must be grouped or aggregated: ${operand.name}`, operand.offset);
  }

  #call(call: FunctionCall, clause: Clause): Operand {
    if (isAggregate(call.functionName)) return this.#aggregate(call, clause);
    const date = this.#dateGroup(call, clause);
    if (!date) throw notSupported(`${call.rawValue ?? call.functionName} in a grouped query`);
    return date;
  }

  #dateGroup(call: FunctionCall, clause: Clause): Operand | null {
    const index = listOf(this.#query.groupBy).findIndex((group) => 'fn' in group && sameCall(group.fn, call));
    const group = this.#groups[index];
    if (group) return group;
    const operand = dateOperand(this.#compilation, this.#source, call, clause);
    if (!operand) return null;
    throw this.#compilation.text.malformed(`Field must be grouped or aggregated: ${operand.name}`, operand.offset);
  }

  #aggregate(call: FunctionCall, clause: Clause): Operand {
    const name = call.functionName?.toUpperCase() ?? '';
    const [path] = call.parameters ?? [];
    const { text } = this.#compilation;
    if (path === undefined) throw text.malformed(`${name} must have a field`, text.offsetOf(name, clause));
    if (typeof path !== 'string') throw notSupported(call.rawValue ?? name);
    const operand = fieldOperand(this.#compilation, this.#source, path, clause, 'aggregated');
    if (!allows(name, operand.kind)) {
      throw text.malformed(`field ${operand.name} does not support aggregate operator ${name}`, operand.offset);
    }
    return { ...operand, field: null, ...aggregateSql(name, operand) };
  }

  #order(clause: OrderByClause): string {
    const operand = 'field' in clause ? this.#grouped(clause.field, 'ORDER BY') : this.#call(clause.fn, 'ORDER BY');
    return directed(sortable(this.#compilation, operand), clause);
  }
}

const sameCall = (left: FunctionCall, right: FunctionCall): boolean =>
  left.rawValue?.toLowerCase().replace(/\s/g, '') === right.rawValue?.toLowerCase().replace(/\s/g, '');

function allows(name: string, kind: Kind): boolean {
  switch (name) {
    case 'SUM':
    case 'AVG':
      return kind === 'int' || kind === 'double';
    case 'MIN':
    case 'MAX':
      return kind !== 'boolean' && kind !== 'choices' && kind !== 'time';
    case 'COUNT_DISTINCT':
      return kind !== 'boolean' && kind !== 'choices';
    default:
      return kind !== 'choices';
  }
}

/** Sums are rounded to the field's decimals: the org adds decimals, SQLite binary fractions. */
function aggregateSql(name: string, operand: Operand): { sql: string; kind: Kind } {
  const { sql, kind, field } = operand;
  switch (name) {
    case 'COUNT':
      return { sql: `count(${sql})`, kind: 'int' };
    case 'COUNT_DISTINCT':
      return { sql: `count(DISTINCT ${caseless(operand)})`, kind: 'int' };
    case 'SUM':
      return { sql: `round(sum(${sql}), ${decimals(field)})`, kind };
    case 'AVG':
      return { sql: `avg(${sql})`, kind: 'double' };
    default:
      return { sql: `${name.toLowerCase()}(${caseless(operand)})`, kind };
  }
}

const decimals = (field: FieldDef | null): number => field?.scale ?? 0;
