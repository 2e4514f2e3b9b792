/** Queries for shares: of a real org's rows this one keeps those made by hand, so these must be what is asked for. */
import type { Query, Subquery, WhereClause } from '@jetstreamapp/soql-parser-js';
import { sharedObject } from '../schema/index.ts';
import type { ObjectDef } from '../types.ts';
import { notSupported } from './text.ts';

/** Throws OrgError 400 for a query of a share object that asks for more than shares made by hand. */
export function refuseOtherShares(object: ObjectDef, query: Query | Subquery): void {
  if (sharedObject(object) === null || isByHand(query.where)) return;
  throw notSupported(`${object.name} without RowCause = 'Manual'`);
}

/** Whether the cause is one of conditions that all must hold. */
function isByHand(where: WhereClause | undefined): boolean {
  type Part = { left?: unknown; operator?: string; right?: unknown };
  const parts: Part[] = [];
  for (let part = where as Part | undefined; part !== undefined; part = part.right as Part | undefined)
    parts.push(part);
  const conditions = parts.map(({ left }) => left as { field?: string; operator?: string; value?: unknown } | null);
  return (
    parts.every(({ operator }) => operator === undefined || operator === 'AND') &&
    conditions.some((each) => each?.field === 'RowCause' && each.operator === '=' && each.value === "'Manual'")
  );
}
