/** Queries that only count: SELECT COUNT() FROM … */
import type { Query } from '@jetstreamapp/soql-parser-js';
import { OrgError } from '../types.ts';
import type { Compilation } from './compilation.ts';
import { whereSql } from './condition.ts';
import { pageSql, scopeSql } from './order.ts';
import type { Source } from './source.ts';

/** A query that selects nothing but COUNT() gives only a number. */
export function isCount(query: Query): boolean {
  const counts = (query.fields ?? []).filter(
    (field) =>
      field.type === 'FieldFunctionExpression' && field.functionName === 'COUNT' && field.parameters.length === 0,
  );
  if (counts.length === 0) return false;
  if ((query.fields ?? []).length > 1) {
    throw new OrgError(400, 'MALFORMED_QUERY', 'COUNT() must be the only element in the SELECT list');
  }
  if (query.groupBy) throw new OrgError(400, 'MALFORMED_QUERY', 'Grouped query cannot use COUNT()');
  if (query.orderBy) throw new OrgError(400, 'MALFORMED_QUERY', 'COUNT() cannot be used with ORDER BY');
  return true;
}

/** How many rows a COUNT() query finds, limit and offset included. */
export function countSql(compilation: Compilation, source: Source, query: Query): string {
  const where = whereSql(compilation, source, query.where);
  const scope = scopeSql(source, query.usingScope, compilation);
  const page = pageSql(compilation, query.limit, query.offset);
  const rows = `SELECT 1 FROM ${source.fromSql} WHERE ${source.visibleSql} AND ${scope} AND ${where} ${page}`;
  return `SELECT count(*) FROM (${rows})`;
}
