/** One list of records: a query put to the org's SOQL as the user, and its page. */
import { valueFromASTUntyped, type GraphQLResolveInfo } from 'graphql';
import { openQuery } from '../soql/index.ts';
import { OrgError, type ObjectDef } from '../types.ts';
import type { Context } from './context.ts';
import { conditionsOf, orderOf, type Filter } from './filter.ts';
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

export type Node = Record<string, unknown>;

export interface Connection {
  edges: { node: Node; cursor: string }[];
  pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
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
  const { records } = context;
  const { offset, first, bound } = pageOf(args);
  const conditions = [...own, ...conditionsOf(records.schema, object, args.where ?? {})];
  const where = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
  const inside = info.fieldNodes.map((field) => field.selectionSet);
  const edges = below(fieldsOf(inside, info.fragments), 'edges');
  const nodes = below(fieldsOf(edges, info.fragments), 'node');
  const fields = pathsOf(records.schema, object, nodes, info.fragments).join(', ');
  const order = orderOf(records.schema, object, writtenOrder(info, context));
  const orderBy = order.length === 0 ? '' : ` ORDER BY ${order.join(', ')}`;
  const limit = Math.min(offset + first, bound);
  const found = rowsOf(`SELECT ${fields} FROM ${object.name}${where}${orderBy} LIMIT ${limit + 1}`, context, offset);
  const page = found.slice(0, limit - offset);
  const cursor = (index: number) => cursorOf(offset + index + 1);
  return {
    edges: page.map((node, index) => ({ node, cursor: cursor(index) })),
    pageInfo: {
      hasNextPage: found.length > page.length && (args.upperBound == null || limit < bound),
      hasPreviousPage: offset > 0,
      startCursor: page.length === 0 ? null : cursor(0),
      endCursor: page.length === 0 ? null : cursor(page.length - 1),
    },
    pageResultCount: page.length,
    totalCount: () => countOf(`SELECT COUNT() FROM ${object.name}${where}`, context),
  };
}

/** Several keys sort in the order in which they were written, which the schema's own reading loses. */
function writtenOrder(info: GraphQLResolveInfo, { variables }: Context): Filter {
  const argument = info.fieldNodes[0]?.arguments?.find((each) => each.name.value === 'orderBy');
  if (!argument) return {};
  return (valueFromASTUntyped(argument.value, { ...info.variableValues, ...variables }) ?? {}) as Filter;
}

/** Throws where a page is smaller or larger, or reaches further, than the org allows. */
function pageOf({ first, after, upperBound }: ConnectionArgs): { offset: number; first: number; bound: number } {
  const offset = after == null ? 0 : offsetOf(after);
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

const invalid = (message: string): OrgError => new OrgError(400, 'INVALID_INPUT', message);

const cursorOf = (place: number): string => Buffer.from(`v1:${place}`).toString('base64');

function offsetOf(cursor: string): number {
  const match = /^v1:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString());
  if (!match) throw invalid(`Invalid cursor: ${cursor}`);
  return Number(match[1]);
}

function rowsOf(soql: string, context: Context, offset: number): Node[] {
  const found: Node[] = [];
  let passed = 0;
  for (const record of open(soql, context).records()) if (++passed > offset) found.push(record);
  return found;
}

const countOf = (soql: string, context: Context): number | null => open(soql, context).count;

const open = (soql: string, { records, session, apiVersion }: Context) =>
  openQuery(records, session, soql, { all: false, apiVersion });
