/** SOQL for the stand-in org: parsed, checked as Salesforce checks it, compiled to one SQL statement and run. */
import { OrgError, type OrgSchema, type QueryPage, type Records, type RunQuery, type Session } from '../types.ts';
import { AggregateQuery, isGrouped } from './aggregate.ts';
import { Calendar, plainCalendar, type CalendarSettings } from './calendar.ts';
import { Compilation } from './compilation.ts';
import { countSql, isCount } from './count.ts';
import { prepareDatabase } from './functions.ts';
import { parse } from './parse.ts';
import { RowQuery, type Statement } from './rows.ts';
import type { Cell, QueryRecord } from './shape.ts';
import { refuseOtherShares } from './shares.ts';
import { Source } from './source.ts';
import { schemaViewer, sessionViewer, type Viewer } from './viewer.ts';

/** Rows of a grouped query, which can't be paged. */
const MOST_GROUPS = 2_000;
/** SQLite's own limits, of tables less those that conditions on sharing bring. */
const MOST_TABLES = 60;
const MOST_PARAMETERS = 32_766;

export interface QueryOptions {
  /** Deleted records too, as `queryAll` has them. */
  all: boolean;
  /** Such as `65.0`. */
  apiVersion: string;
}

export interface OpenQuery {
  /** The object of the FROM clause, in its own spelling. */
  object: string;
  kind: 'records' | 'groups' | 'count';
  /** The records one by one, in the shape of REST. To be read to its end, or closed, before the next write. */
  records: () => Generator<QueryRecord>;
  /** What COUNT() found; null for other queries. */
  count: number | null;
}

/** All records of a query at once. Throws OrgError 400 MALFORMED_QUERY, INVALID_FIELD, INVALID_TYPE and the like. */
export const runQuery: RunQuery = (records, session, soql, options): QueryPage => {
  const query = openQuery(records, session, soql, options);
  if (query.count !== null) return { totalSize: query.count, records: [] };
  const found = [...query.records()];
  if (query.kind === 'groups' && found.length > MOST_GROUPS) {
    throw new OrgError(
      400,
      'EXCEEDED_ID_LIMIT',
      'Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch',
    );
  }
  return { totalSize: found.length, records: found };
};

/** The same without holding all records, for large exports. */
export function openQuery(records: Records, session: Session, soql: string, options: QueryOptions): OpenQuery {
  prepareDatabase(records.database);
  const viewer = sessionViewer(records, session);
  const calendar = new Calendar(records.now(), calendarSettings(records, session));
  const settings = { ...options, userId: session.userId };
  const compiled = compileQuery(soql, viewer, calendar, settings);
  const { kind, object, statement, parameters } = compiled;
  const prepared = records.database.prepare(statement.sql);
  prepared.setReturnArrays(true);
  if (kind === 'count') {
    const row = prepared.get(...parameters) as unknown as Cell[];
    return { kind, object, count: Number(row[0]), records: function* () {} };
  }
  return {
    kind,
    object,
    count: null,
    records: function* () {
      for (const row of prepared.iterate(...parameters)) yield statement.read(row as unknown as Cell[]);
    },
  };
}

/**
 * Checks a query against the schema alone, without permissions or records. Gives its object and every field it touches,
 * in SELECT, conditions and order, as `Object.Field`. Throws as `runQuery` does.
 */
export function validateQuery(schema: OrgSchema, soql: string): { object: string; fields: string[] } {
  const calendar = new Calendar(0, plainCalendar);
  const options = { all: false, apiVersion: '1.0', userId: '' };
  const { object, used } = compileQuery(soql, schemaViewer(schema), calendar, options);
  return { object, fields: [...used].sort() };
}

interface CompiledQuery {
  object: string;
  kind: OpenQuery['kind'];
  statement: Statement;
  parameters: (string | number | null)[];
  used: Set<string>;
}

function compileQuery(
  soql: string,
  viewer: Viewer,
  calendar: Calendar,
  options: QueryOptions & { userId: string },
): CompiledQuery {
  const { query, text } = parse(soql);
  const compilation = new Compilation(text, viewer, calendar, options);
  const source = new Source(compilation, compilation.object(query.sObject ?? ''), query.sObjectAlias);
  refuseOtherShares(source.object, query);
  const version = options.apiVersion.replace(/^v/, '');
  const count = isCount(query);
  const kind = count ? 'count' : isGrouped(query) ? 'groups' : 'records';
  const statement = count
    ? { sql: countSql(compilation, source, query), read: () => ({}) }
    : kind === 'groups'
      ? new AggregateQuery(compilation, source, query).compile()
      : new RowQuery(compilation, source, query, version).compile();
  if (source.tables > MOST_TABLES || compilation.parameters.length > MOST_PARAMETERS) {
    throw new OrgError(
      400,
      'QUERY_TOO_COMPLICATED',
      'Query is either selecting too many fields or the filter conditions are too complicated.',
    );
  }
  return { object: source.object.name, kind, statement, parameters: compilation.parameters, used: compilation.used };
}

/** The user's time zone and first day of the week, the organisation's fiscal year. */
function calendarSettings(records: Records, session: Session): CalendarSettings {
  const user = settingsRow(records, 'User', ['TimeZoneSidKey', 'LocaleSidKey'], session.userId);
  const organization = settingsRow(records, 'Organization', [
    'TimeZoneSidKey',
    'FiscalYearStartMonth',
    'UsesStartDateAsFiscalYearName',
  ]);
  const zone = user['TimeZoneSidKey'] ?? organization['TimeZoneSidKey'];
  const locale = user['LocaleSidKey'];
  return {
    zone: typeof zone === 'string' ? zone : plainCalendar.zone,
    firstDay: typeof locale === 'string' ? firstDayOf(locale) : plainCalendar.firstDay,
    fiscalStart: Number(organization['FiscalYearStartMonth'] ?? plainCalendar.fiscalStart),
    namedByStart: organization['UsesStartDateAsFiscalYearName'] === 1,
  };
}

function settingsRow(records: Records, object: string, fields: string[], id?: string): Record<string, unknown> {
  const known = fields.filter((field) => records.schema.objects.get(object)?.fields.has(field));
  if (known.length === 0) return {};
  const columns = known.map((field) => `"${field}"`).join(', ');
  const where = id === undefined ? '' : 'WHERE "Id" = ?';
  const statement = records.database.prepare(`SELECT ${columns} FROM "${object}" ${where} LIMIT 1`);
  return statement.get(...(id === undefined ? [] : [id])) ?? {};
}

/** Sunday for `en_US`, Monday for `de_DE` and `fr_FR_EURO`. */
function firstDayOf(locale: string): number {
  const [language = 'en', country] = locale.split('_');
  const region = new Intl.Locale(language, country ? { region: country } : {}) as Intl.Locale & {
    getWeekInfo(): { firstDay: number };
  };
  return region.getWeekInfo().firstDay % 7;
}
