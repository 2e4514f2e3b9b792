/** Running queries: binding values, cutting long lists, turning pages. */
import type { CalendarDate, Instant } from '../domain/time.ts';
import type { OrgConnection } from './connection.ts';

/** A value for `:name` in a query. */
export type Bind = string | number | { date: CalendarDate } | { instant: Instant };

export interface QueryOptions {
  /** Values by name. A list under `ids` is cut so that no query grows too long; each part is asked for on its own. */
  ids?: Iterable<string>;
  lists?: Record<string, readonly string[]>;
  values?: Record<string, Bind>;
  /** Fields read besides, where the org has them. */
  also?: readonly string[];
  /** Deleted records too. */
  deleted?: boolean;
}

/** Salesforce refuses request lines above 16,384 bytes; a query travels in one. */
const longestEncodedQuery = 15_000;

/** Reads all records a query finds. With an empty list of `ids` nothing is asked. */
export async function select(connection: OrgConnection, soql: string, options: QueryOptions = {}): Promise<unknown[]> {
  const queries = boundQueries(soql, options).map((query) => connection.names.query(query));
  const found = await Promise.all(queries.map(async (query) => readPages(connection, query, options.deleted === true)));
  return connection.names.read(found.flat()) as unknown[];
}

/** Records of a page that is asked for with `ORDER BY Id LIMIT 2000`. */
export const pageLength = 2000;

/** The id after which the next page begins; null where a page was the last. */
export function lastOf(rows: readonly unknown[]): string | null {
  const last = rows.at(-1) as { Id?: unknown } | undefined;
  return rows.length < pageLength || typeof last?.Id !== 'string' ? null : last.Id;
}

/** The queries that come of one with its values put in, each short enough to be sent. */
export function boundQueries(soql: string, { ids, lists = {}, values = {}, also = [] }: QueryOptions): string[] {
  let query = also.length === 0 ? soql : soql.replace(/^SELECT /, `SELECT ${also.join(', ')}, `);
  for (const [name, list] of Object.entries(lists)) query = bind(query, name, list.map(quoted).join(','), true);
  for (const [name, value] of Object.entries(values)) query = bind(query, name, literal(value), false);
  if (ids === undefined) return [query];
  // Every place where the list stands makes the query longer by it.
  const places = query.split(/:ids\b/).length - 1;
  if (places === 0) throw new Error(`The query has no place for the ids: ${soql}`);
  const room = Math.floor((longestEncodedQuery - lengthOnTheWire(query)) / places);
  return pieces([...new Set(ids)], room).map((piece) => bind(query, 'ids', piece.map(quoted).join(','), true));
}

function bind(query: string, name: string, value: string, list: boolean): string {
  const place = new RegExp(`:${name}\\b`, 'g');
  if (!place.test(query)) throw new Error(`The query has no place for ${name}: ${query}`);
  return query.replace(place, () => (list ? `(${value})` : value));
}

function pieces(ids: string[], room: number): string[][] {
  const result: string[][] = [];
  let used = Infinity;
  for (const id of ids) {
    const length = lengthOnTheWire(`${quoted(id)},`);
    if (used + length > room) {
      result.push([]);
      used = 0;
    }
    result.at(-1)?.push(id);
    used += length;
  }
  return result;
}

/** Quotes are escaped on the wire as well, which `encodeURIComponent` leaves as they are. */
function lengthOnTheWire(text: string): number {
  return encodeURIComponent(text).replaceAll("'", '%27').length;
}

function literal(value: Bind): string {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return quoted(value);
  return 'date' in value ? value.date : new Date(value.instant).toISOString();
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, (found) => `\\${found}`).replace(/\n/g, '\\n')}'`;
}

async function readPages(connection: OrgConnection, query: string, deleted: boolean): Promise<unknown[]> {
  const records: unknown[] = [];
  let path: string | null = `/${deleted ? 'queryAll' : 'query'}?q=${encodeURIComponent(query)}`;
  while (path !== null) {
    const page = (await connection.send('query', { method: 'GET', path })) as Page;
    for (const record of page.records) records.push(record);
    path = page.done ? null : (page.nextRecordsUrl ?? null);
  }
  return records;
}

interface Page {
  records: unknown[];
  done: boolean;
  nextRecordsUrl?: string;
}
