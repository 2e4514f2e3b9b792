/** `Id IN (SELECT AccountId FROM Contact …)` and its negation. */
import type { Query, WhereClause } from '@jetstreamapp/soql-parser-js';
import { negated } from './comparison.ts';
import type { Compilation } from './compilation.ts';
import { fieldOperand } from './operand.ts';
import { writtenPath } from './parse.ts';
import { refuseOtherShares } from './shares.ts';
import { Source } from './source.ts';
import { notSupported } from './text.ts';

interface SemiJoin {
  field: string;
  operator: string;
  valueQuery: Query;
}
type WhereSql = (compilation: Compilation, source: Source, where: WhereClause | undefined) => string;

/** Salesforce's limits: two in a query, never one inside another, ids on both sides, not on the same object. */
export function semiJoin(compilation: Compilation, outer: Source, join: SemiJoin, whereSql: WhereSql): string {
  const { text } = compilation;
  const left = fieldOperand(compilation, outer, join.field, 'WHERE', 'filtered');
  compilation.countSemiJoin();
  if (join.operator !== 'IN' && join.operator !== 'NOT IN') {
    throw text.malformed(`unexpected token: '${join.operator}'`, left.offset);
  }
  if (left.kind !== 'id') {
    const message = `The left operand field in the where expression for outer query '${left.name}' should be an id or reference field`;
    throw text.malformed(message, left.offset);
  }
  const { valueQuery: query } = join;
  checkShape(query);
  const inner = new Source(compilation, compilation.object(query.sObject ?? ''), query.sObjectAlias);
  refuseOtherShares(inner.object, query);
  if (inner.object === outer.object) {
    throw text.malformed('The inner and outer selects should not be on the same object type', left.offset);
  }
  const [selected] = query.fields ?? [];
  if (
    !selected ||
    selected.type === 'FieldSubquery' ||
    selected.type === 'FieldTypeof' ||
    selected.type === 'FieldFunctionExpression'
  ) {
    throw notSupported('anything but one field in a semi join sub-select');
  }
  const right = fieldOperand(compilation, inner, writtenPath(selected), 'SELECT', 'filtered');
  if (right.kind !== 'id') {
    throw text.malformed(
      `The selected field '${right.name}' in the subquery should be an id or reference field`,
      left.offset,
    );
  }
  if (!samePlace(outer.object.name, left.field?.referenceTo, inner.object.name, right.field?.referenceTo)) {
    const message = `The selected field '${right.name}' in the subquery and the left operand field in the where expression in the outer query '${left.name}' should point to the same object type`;
    throw text.malformed(message, left.offset);
  }
  const where = whereSql(compilation, inner, query.where);
  const conditions = [inner.visibleSql, `${right.sql} IS NOT NULL`, where].join(' AND ');
  const sql = `${left.sql} IN (SELECT ${right.sql} FROM ${inner.fromSql} WHERE ${conditions})`;
  return join.operator === 'IN' ? sql : negated(sql);
}

function checkShape(query: Query): void {
  if (query.groupBy || query.having) throw notSupported('GROUP BY in a semi join sub-select');
  if (query.orderBy || query.limit !== undefined || query.offset !== undefined) {
    throw notSupported('ORDER BY, LIMIT or OFFSET in a semi join sub-select');
  }
  if ((query.fields ?? []).length !== 1) throw notSupported('anything but one field in a semi join sub-select');
  if (hasSemiJoin(query.where)) throw notSupported('a semi join sub-select inside another');
}

function hasSemiJoin(where: WhereClause | undefined): boolean {
  if (!where) return false;
  return (where.left !== null && 'valueQuery' in where.left) || ('right' in where && hasSemiJoin(where.right));
}

/** An Id points to its own object, a reference to those it may refer to. */
function samePlace(outer: string, left: string[] | undefined, inner: string, right: string[] | undefined): boolean {
  const leftTargets = left?.length ? left : [outer];
  const rightTargets = right?.length ? right : [inner];
  return leftTargets.some((target) => rightTargets.includes(target));
}
