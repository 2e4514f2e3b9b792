/** Records counted and summed up, by group: what a query asks as one grouped SOQL query, and its answer. */
import type { GraphQLResolveInfo } from 'graphql';
import { OrgError, type FieldDef, type ObjectDef } from '../types.ts';
import { orderByOf, rowsOf, whereOf } from './connection.ts';
import type { Context } from './context.ts';
import type { Filter } from './filter.ts';
import { groupsOf, type Group } from './grouping.ts';
import { invalid, offsetOf, pageOf, type Node, type Page } from './paging.ts';
import { below, fieldsOf } from './selection.ts';

/** Groups that one query can have. */
const MOST_GROUPS = 2_000;

/** The functions of SOQL by their names in GraphQL. */
export const aggregateFunctions: Record<string, string> = {
  avg: 'AVG',
  count: 'COUNT',
  countDistinct: 'COUNT_DISTINCT',
  max: 'MAX',
  min: 'MIN',
  sum: 'SUM',
};

export interface AggregateArgs {
  first?: number | null;
  after?: string | null;
  where?: Filter | null;
  groupBy?: Filter | null;
}

export interface AggregateConnection extends Page {
  totalCount: number;
}

/** What one group says of one field, by what was asked: `value`, `sum`, `calendarMonth`. */
export interface AggregatedField {
  object: ObjectDef;
  field: FieldDef;
  found: (asked: string) => unknown;
}

/** Unlike lists of records, all groups come where `first` is not given. */
export function aggregateConnection(
  object: ObjectDef,
  args: AggregateArgs,
  context: Context,
  info: GraphQLResolveInfo,
): AggregateConnection {
  const offset = offsetOf(args.after);
  const size = args.first ?? MOST_GROUPS;
  if (size < 1 || size > MOST_GROUPS) {
    throw invalid(`The value of first must be from 1 to ${MOST_GROUPS}, and is ${size}`);
  }
  const groups = groupsOf(context.records.schema, object, args.groupBy ?? {});
  const measures = measuresOf(object, info);
  const selected = [
    ...groups.map(({ sql }, index) => `${sql} g${index}`),
    ...measures.map(({ sql, alias }) => `${sql} ${alias}`),
  ];
  if (selected.length === 0) selected.push('COUNT(Id) every');
  const by = groups.length === 0 ? '' : ` GROUP BY ${groups.map(({ sql }) => sql).join(', ')}`;
  const order = orderByOf(object, context, info);
  const soql = `SELECT ${selected.join(', ')} FROM ${object.name}${whereOf(object, args.where, context)}${by}${order}`;
  const rows = rowsOf(soql, context);
  if (args.first == null && rows.length > MOST_GROUPS) {
    throw new OrgError(400, 'EXCEEDED_ID_LIMIT', `An aggregate has at most ${MOST_GROUPS} groups`);
  }
  const page = rows.slice(offset, offset + size);
  const nodes = page.map((row): Node => ({ aggregate: (field: FieldDef) => aggregated(object, field, row, groups) }));
  return { ...pageOf(nodes, offset, rows.length > offset + size), totalCount: rows.length };
}

/** Functions of the object's own fields, each once: `SUM(Amount) sum_Amount`. */
function measuresOf(object: ObjectDef, info: GraphQLResolveInfo): { sql: string; alias: string }[] {
  let level = info.fieldNodes.map((field) => field.selectionSet);
  for (const name of ['edges', 'node', 'aggregate']) level = below(fieldsOf(level, info.fragments), name);
  const found = fieldsOf(level, info.fragments).flatMap((asked) => {
    const field = object.fields.get(asked.name.value);
    if (!field) return [];
    return fieldsOf([asked.selectionSet], info.fragments).flatMap(({ name }) => {
      const call = aggregateFunctions[name.value];
      return call === undefined ? [] : [[aliasOf(name.value, field), `${call}(${field.name})`] as const];
    });
  });
  return [...new Map(found)].map(([alias, sql]) => ({ alias, sql }));
}

const aliasOf = (call: string, field: FieldDef): string => `${call}_${field.name}`;

function aggregated(object: ObjectDef, field: FieldDef, row: Node, groups: Group[]): AggregatedField {
  const grouped = (asked: string): unknown => {
    const index = groups.findIndex((group) => group.path === field.name && group.shows === asked);
    if (index >= 0) return row[`g${index}`];
    const what = asked === 'value' ? field.name : `${field.name}.${asked}`;
    throw new OrgError(400, 'MALFORMED_QUERY', `Field must be grouped or aggregated: ${what}`);
  };
  const found = (asked: string) => (asked in aggregateFunctions ? row[aliasOf(asked, field)] : grouped(asked));
  return { object, field, found };
}
