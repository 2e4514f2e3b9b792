/** ORDER BY, LIMIT, OFFSET and USING SCOPE. */
import type { OrderByClause } from '@jetstreamapp/soql-parser-js';
import type { Compilation } from './compilation.ts';
import { caseless, fieldOperand, type Operand } from './operand.ts';
import type { Source } from './source.ts';
import { notSupported } from './text.ts';

/** Missing values come first unless the query says otherwise, in either direction. */
export function directed(sql: string, { order, nulls }: OrderByClause): string {
  return `${sql} ${order === 'DESC' ? 'DESC' : 'ASC'} NULLS ${nulls === 'LAST' ? 'LAST' : 'FIRST'}`;
}

/** Text without regard to case, picklists in the order of their values in the set-up. */
export function sortable(compilation: Compilation, operand: Operand): string {
  const { sql, field } = operand;
  if (field?.type === 'picklist' && field.picklist.length > 0) {
    const places = field.picklist.map(({ value }, index) => `WHEN ${compilation.bind(value)} THEN ${index}`);
    const last = `CASE WHEN ${sql} IS NOT NULL THEN ${field.picklist.length} END`;
    return `CASE ${sql} ${places.join(' ')} ELSE ${last} END`;
  }
  return caseless(operand);
}

/** Rows that are equal in all that is asked come in the order of their ids, so that an answer is the same each time. */
export function orderSql(compilation: Compilation, source: Source, clauses: OrderByClause[]): string {
  if (clauses.length === 0) return '';
  const terms = clauses.map((clause) => {
    if ('fn' in clause) throw notSupported(`ORDER BY ${clause.fn.rawValue ?? clause.fn.functionName} without GROUP BY`);
    const operand = fieldOperand(compilation, source, clause.field, 'ORDER BY', 'sorted');
    return directed(sortable(compilation, operand), clause);
  });
  const id = `${source.root.alias}."Id"`;
  const isUnique = terms.some((term) => term.startsWith(`${id} `));
  return `ORDER BY ${[...terms, ...(isUnique ? [] : [id])].join(', ')}`;
}

export function pageSql(compilation: Compilation, limit: number | undefined, offset: number | undefined): string {
  if (limit === undefined && offset === undefined) return '';
  const start = offset === undefined ? '' : ` OFFSET ${compilation.bind(offset)}`;
  return `LIMIT ${compilation.bind(limit ?? -1)}${start}`;
}

export function scopeSql(source: Source, scope: string | undefined, compilation: Compilation): string {
  if (scope === undefined || scope.toLowerCase() === 'everything') return '1';
  if (scope.toLowerCase() === 'mine' && source.object.fields.has('OwnerId')) {
    return `${source.root.alias}."OwnerId" = ${compilation.bind(compilation.userId)}`;
  }
  throw notSupported(`USING SCOPE ${scope}`);
}
