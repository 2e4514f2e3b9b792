/** Query jobs: SOQL in, CSV out, page by page. */
import { parseQuery, type FieldType } from '@jetstreamapp/soql-parser-js';
import { stringify } from 'csv-stringify/sync';
import { parentField } from '../schema/index.ts';
import { openQuery } from '../soql/index.ts';
import { OrgError } from '../types.ts';
import { delimiters, jobInfo, lineEndings, oneOf, wrongState, type QueryJob } from './bulk-jobs.ts';
import {
  fieldNamed,
  notAllowed,
  notFound,
  notSupported,
  objectBody,
  type Answer,
  type Call,
  type Org,
} from './call.ts';

/** Rows a page where the client names no number. */
const usualPage = 50_000;

/** `/jobs/query/…` */
export function bulkQuery(call: Call, org: Org): Answer {
  const [, , id, part] = call.path;
  if (id === undefined) {
    if (call.method === 'POST') return { status: 200, body: jobInfo(start(call, org), { counts: false }) };
    if (call.method !== 'GET') throw notAllowed(call, 'GET,POST');
    const records = org.bulk.of('query', call).map((job) => jobInfo(job, { counts: false }));
    return { status: 200, body: { done: true, records, nextRecordsUrl: null } };
  }
  if (part !== undefined && part !== 'results') throw notFound();
  const job = org.bulk.find('query', id, call);
  switch (`${call.method} ${part ?? ''}`) {
    case 'GET ':
      return { status: 200, body: jobInfo(job, { counts: true }) };
    case 'GET results':
      return results(job, call);
    case 'PATCH ':
      if (objectBody(call)['state'] !== 'Aborted') throw new OrgError(400, 'INVALIDJOBSTATE', 'a query can be Aborted');
      if (job.state !== 'UploadComplete') throw wrongState(`Aborting already ${job.state} Job`);
      job.state = 'Aborted';
      return { status: 200, body: jobInfo(job, { counts: false }) };
    case 'DELETE ':
      org.bulk.remove(job);
      return { status: 204 };
    default:
      throw notAllowed(call, part === undefined ? 'GET,PATCH,DELETE' : 'GET');
  }
}

/** A query that can't run is refused at once; one that can is carried out a moment later. */
function start(call: Call, org: Org): QueryJob {
  const body = objectBody(call);
  const operation = oneOf(body['operation'], ['query', 'queryAll'] as const, 'query');
  const soql = String(body['query'] ?? '');
  const open = () =>
    openQuery(org.records, call.session, soql, { all: operation === 'queryAll', apiVersion: call.version });
  const { kind, object } = open();
  if (kind !== 'records') throw unfit('Aggregate queries not supported in Bulk Query');
  const fields = parseQuery(soql).fields ?? [];
  const job = org.bulk.add<QueryJob>(call, org, {
    kind: 'query',
    state: 'UploadComplete',
    operation,
    object,
    delimiter: oneOf(body['columnDelimiter'], Object.keys(delimiters) as (keyof typeof delimiters)[], 'COMMA'),
    lineEnding: oneOf(body['lineEnding'], Object.keys(lineEndings) as (keyof typeof lineEndings)[], 'LF'),
    columns: fields.map((field) => columnOf(field, object, org)),
    rows: [],
  });
  setImmediate(() => {
    if (job.state === 'Aborted') return;
    try {
      readRows(job, open().records());
      job.state = 'JobComplete';
    } catch (error) {
      job.state = 'Failed';
      job.errorMessage = error instanceof Error ? error.message : String(error);
    }
  });
  return job;
}

const unfit = (what: string) => new OrgError(400, 'API_ERROR', what);

function columnOf(field: FieldType, object: string, org: Org): string {
  if (field.type === 'Field') return nameOf([field.field], object, org);
  if (field.type === 'FieldRelationship') return nameOf([...field.relationships, field.field], object, org);
  if (field.type === 'FieldSubquery') throw unfit('Aggregate Relationships not supported in Bulk Query');
  throw notSupported('anything but plain fields in a bulk query');
}

/** A path as the schema spells it. */
function nameOf([name = '', ...rest]: string[], objectName: string, org: Org): string {
  const object = org.records.schema.objects.get(objectName);
  const field = object && (rest.length === 0 ? fieldNamed(object, name) : parentField(object, name));
  if (!field) throw notSupported(`the alias ${name} in a bulk query`);
  if (field.type === 'address') throw unfit('Selecting compound data not supported in Bulk Query');
  if (rest.length === 0) return field.name;
  const last = rest.at(-1) ?? '';
  const target = field.referenceTo.find((each) => {
    const parent = org.records.schema.objects.get(each);
    return parent && (rest.length > 1 || fieldNamed(parent, last));
  });
  return `${field.relationshipName ?? name}.${nameOf(rest, target ?? '', org)}`;
}

function readRows(job: QueryJob, records: Iterable<Record<string, unknown>>): void {
  const paths = job.columns.map((column) => column.split('.'));
  for (const record of records) job.rows.push(paths.map((path) => cell(valueIn(record, path))));
}

function valueIn(record: unknown, path: string[]): unknown {
  return path.reduce((value: unknown, name) => (value as Record<string, unknown> | null)?.[name] ?? null, record);
}

/** Instants end in `Z` here, unlike in other answers. */
function cell(value: unknown): string {
  if (value === null) return '';
  return String(value).replace(/^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3})\+0000$/, '$1Z');
}

function results(job: QueryJob, call: Call): Answer {
  if (job.state !== 'JobComplete') throw wrongState(`Reading results of ${job.state} Job`);
  const given = call.query.get('locator');
  const offset = given === null ? 0 : Number(Buffer.from(given, 'base64url').toString());
  const size = Number(call.query.get('maxRecords') ?? usualPage);
  if (!Number.isInteger(offset) || offset < 0 || (offset > 0 && offset >= job.rows.length)) {
    throw new OrgError(400, 'INVALID_QUERY_LOCATOR', `invalid query locator ${String(given)}`);
  }
  if (!Number.isInteger(size) || size < 1) throw new OrgError(400, 'INVALID_INPUT', 'maxRecords is a positive number');
  const rows = job.rows.slice(offset, offset + size);
  const end = offset + rows.length;
  const text = stringify([job.columns, ...rows], {
    delimiter: delimiters[job.delimiter],
    record_delimiter: lineEndings[job.lineEnding],
    quoted: true,
    quoted_empty: true,
  });
  return {
    status: 200,
    text,
    headers: {
      'content-type': 'text/csv',
      'sforce-locator': end < job.rows.length ? Buffer.from(String(end)).toString('base64url') : 'null',
      'sforce-numberofrecords': String(rows.length),
    },
  };
}
