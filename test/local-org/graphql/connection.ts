/** One list of records: a query put to the org's SOQL as the user, and its page. */
import { valueFromASTUntyped, type GraphQLResolveInfo } from 'graphql';
import { openQuery } from '../soql/index.ts';
import type { ObjectDef } from '../types.ts';
import type { Context } from './context.ts';
import { conditionsOf, orderOf, type Filter } from './filter.ts';
import { invalid, offsetOf, pageOf, type Node, type Page } from './paging.ts';
import { below, fieldsOf, pathsOf } from './selection.ts';

const DEFAULT_PAGE = 10;
const LARGEST_PAGE = 2_000;
const SMALLEST_BOUNDED_PAGE = 200;
/** Records that can be reached by paging without `upperBound`. */
const MOST_WITHOUT_BOUND = 4_000;

export interface ConnectionArgs {
  first?: number | null;
  after?: string | null;
  upperBound?: number | null;
  where?: Filter | null;
}

export interface Connection extends Page {
  pageResultCount: number;
  totalCount: () => number | null;
}

/** @param own a condition that holds for every record of the list, such as that of children */
export function connection(
  object: ObjectDef,
  args: ConnectionArgs,
  context: Context,
  info: GraphQLResolveInfo,
  own: string[] = [],
): Connection {
  const { offset, first, bound } = rangeOf(args);
  const where = whereOf(object, args.where, context, own);
  const inside = info.fieldNodes.map((field) => field.selectionSet);
  const edges = below(fieldsOf(inside, info.fragments), 'edges');
  const nodes = below(fieldsOf(edges, info.fragments), 'node');
  const fields = pathsOf(context.records.schema, object, nodes, info.fragments).join(', ');
  const limit = Math.min(offset + first, bound);
  const order = orderByOf(object, context, info);
  const soql = `SELECT ${fields} FROM ${object.name}${where}${order} LIMIT ${limit + 1}`;
  const found = rowsOf(soql, context, offset);
  const page = found.slice(0, limit - offset);
  return {
    ...pageOf(page, offset, found.length > page.length && (args.upperBound == null || limit < bound)),
    pageResultCount: page.length,
    totalCount: () => open(`SELECT COUNT() FROM ${object.name}${where}`, context).count,
  };
}

export function whereOf(
  object: ObjectDef,
  where: Filter | null | undefined,
  { records }: Context,
  own: string[] = [],
): string {
  const conditions = [...own, ...conditionsOf(records.schema, object, where ?? {})];
  return conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
}

export function orderByOf(object: ObjectDef, context: Context, info: GraphQLResolveInfo): string {
  const order = orderOf(context.records.schema, object, asWritten('orderBy', context, info));
  return order.length === 0 ? '' : ` ORDER BY ${order.join(', ')}`;
}

/** An argument with its keys in the order in which they were written, which the schema's own reading loses. */
function asWritten(name: string, { variables }: Context, info: GraphQLResolveInfo): Filter {
  const argument = info.fieldNodes[0]?.arguments?.find((each) => each.name.value === name);
  if (!argument) return {};
  return (valueFromASTUntyped(argument.value, { ...info.variableValues, ...variables }) ?? {}) as Filter;
}

/** Throws where a page is smaller or larger, or reaches further, than the org allows. */
function rangeOf({ first, after, upperBound }: ConnectionArgs): { offset: number; first: number; bound: number } {
  const offset = offsetOf(after);
  const size = first ?? DEFAULT_PAGE;
  const smallest = upperBound == null ? 1 : SMALLEST_BOUNDED_PAGE;
  if (size < smallest || size > LARGEST_PAGE) {
    const what = upperBound == null ? 'first' : 'first with upperBound';
    throw invalid(`The value of ${what} must be from ${smallest} to ${LARGEST_PAGE}, and is ${size}`);
  }
  if (upperBound != null && upperBound < 1) throw invalid(`upperBound must be positive, and is ${upperBound}`);
  const bound = upperBound ?? MOST_WITHOUT_BOUND;
  if (offset >= bound) {
    throw invalid(
      upperBound == null
        ? `Without upperBound at most ${MOST_WITHOUT_BOUND} records can be read`
        : `The cursor lies beyond the upperBound of ${upperBound}`,
    );
  }
  return { offset, first: size, bound };
}

/** @param from how many rows to pass over */
export function rowsOf(soql: string, context: Context, from = 0): Node[] {
  const found: Node[] = [];
  let passed = 0;
  for (const record of open(soql, context).records()) if (++passed > from) found.push(record);
  return found;
}

const open = (soql: string, { records, session, apiVersion }: Context) =>
  openQuery(records, session, soql, { all: false, apiVersion });
