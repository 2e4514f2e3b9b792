/** Ingest jobs: CSV in, records saved in chunks of 200, results as CSV. */
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { resolveParents } from '../records/index.ts';
import { parentField } from '../schema/index.ts';
import { OrgError, type ObjectDef, type SaveOperation, type SaveResult } from '../types.ts';
import { delimiters, invalidJob, jobInfo, lineEndings, oneOf, wrongState, type IngestJob } from './bulk-jobs.ts';
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
import { savePrepared, upsertOf } from './collections.ts';

const chunk = 200;
const largestUpload = 150_000_000;
const parts = ['batches', 'successfulResults', 'failedResults', 'unprocessedrecords'];

/** `/jobs/ingest/…` */
export function bulkIngest(call: Call, org: Org): Answer {
  const [, , id, part] = call.path;
  if (id === undefined) {
    if (call.method === 'POST') return { status: 200, body: jobInfo(open(call, org), { counts: false }) };
    if (call.method !== 'GET') throw notAllowed(call, 'GET,POST');
    const records = org.bulk.of('ingest', call).map((job) => jobInfo(job, { counts: false }));
    return { status: 200, body: { done: true, records, nextRecordsUrl: null } };
  }
  if (part !== undefined && !parts.includes(part)) throw notFound();
  const job = org.bulk.find('ingest', id, call);
  switch (`${call.method} ${part ?? ''}`) {
    case 'GET ':
      return { status: 200, body: jobInfo(job, { counts: true }) };
    case 'PUT batches':
      return upload(job, call);
    case 'PATCH ':
      return change(job, call, org);
    case 'DELETE ':
      org.bulk.remove(job);
      return { status: 204 };
    case 'GET successfulResults':
      return results(job, ['sf__Id', 'sf__Created'], successRow);
    case 'GET failedResults':
      return results(job, ['sf__Id', 'sf__Error'], failureRow);
    case 'GET unprocessedrecords':
      return results(job, [], (row, result) => (result === undefined ? row : null));
    default:
      throw notAllowed(call, part === undefined ? 'GET,PATCH,DELETE' : part === 'batches' ? 'PUT' : 'GET');
  }
}

function open(call: Call, org: Org): IngestJob {
  if (/multipart/.test(call.headers.get('content-type') ?? '')) throw notSupported('a job with its data in one call');
  const body = objectBody(call);
  const operations = ['insert', 'update', 'upsert', 'delete'] as const;
  const operation = oneOf(body['operation'], operations, '' as 'insert');
  oneOf(body['contentType'], ['CSV'], 'CSV');
  const object = objectOf(body, call, org);
  const given = body['externalIdFieldName'];
  const externalId = typeof given === 'string' ? fieldNamed(object, given) : undefined;
  if (operation === 'upsert' && (given === undefined || given === null || given === '')) {
    const what = `External ID was blank for ${object.name}. An External ID must be specified for upsert.`;
    throw invalidJob(what);
  }
  if (operation === 'upsert' && !(externalId?.externalId === true || externalId?.type === 'id')) {
    throw invalidJob(`Field name provided, ${String(given)} does not match an External ID for ${object.name}`);
  }
  return org.bulk.add<IngestJob>(call, org, {
    kind: 'ingest',
    state: 'Open',
    operation,
    object: object.name,
    externalIdFieldName: externalId?.name ?? null,
    delimiter: oneOf(body['columnDelimiter'], Object.keys(delimiters) as (keyof typeof delimiters)[], 'COMMA'),
    lineEnding: oneOf(body['lineEnding'], Object.keys(lineEndings) as (keyof typeof lineEndings)[], 'LF'),
    csv: null,
    columns: [],
    rows: [],
    results: [],
  });
}

function objectOf(body: Record<string, unknown>, call: Call, org: Org): ObjectDef {
  const name = String(body['object'] ?? '');
  try {
    return org.records.objectFor(call.session, name);
  } catch (error) {
    if (error instanceof OrgError) throw invalidJob(`Unable to find object: ${name}`);
    throw error;
  }
}

function upload(job: IngestJob, call: Call): Answer {
  if (job.csv !== null) {
    const what = `Found multiple contents for job: <${job.id}>, please 'Close' / 'Abort' / 'Delete' the current Job then create a new Job and make sure you only do 'PUT' once on a given Job.`;
    throw new OrgError(400, 'INVALIDJOBSTATE', what);
  }
  if (job.state !== 'Open') throw wrongState(`Uploading to ${job.state} Job`);
  if (!/csv/.test(call.headers.get('content-type') ?? '')) {
    throw new OrgError(415, 'UNSUPPORTED_MEDIA_TYPE', 'the data of a job is text/csv');
  }
  if (Buffer.byteLength(call.text) > largestUpload) {
    throw new OrgError(413, 'EXCEEDED_MAX_SIZE_REQUEST', `a job takes at most ${largestUpload} bytes`);
  }
  job.csv = call.text;
  return { status: 201 };
}

function change(job: IngestJob, call: Call, org: Org): Answer {
  const { state } = objectBody(call);
  if (state !== 'Aborted' && state !== 'UploadComplete') {
    throw new OrgError(400, 'INVALIDJOBSTATE', `state ${String(state)} can't be set`);
  }
  const isOver = ['JobComplete', 'Failed', 'Aborted'].includes(job.state);
  if (isOver || (state === 'UploadComplete' && job.state !== 'Open')) {
    throw wrongState(`${state === 'Aborted' ? 'Aborting' : 'Closing'} already ${job.state} Job`);
  }
  job.state = state;
  if (state === 'UploadComplete') setImmediate(() => void work(job, org));
  else readRows(job);
  return { status: 200, body: jobInfo(job, { counts: false }) };
}

async function work(job: IngestJob, org: Org): Promise<void> {
  // An abort may have come first, and may come between chunks.
  const isAborted = () => job.state === 'Aborted';
  if (isAborted()) return;
  job.state = 'InProgress';
  try {
    readRows(job);
    const object = org.records.objectFor(job.session, job.object);
    checkHeader(job, object, org);
    for (let start = 0; start < job.rows.length && !isAborted(); start += chunk) {
      const operations = job.rows.slice(start, start + chunk).map((row) => operationOf(job, object, row, org));
      job.results.push(...savePrepared(operations, false, job, org));
      await new Promise((resolve) => setImmediate(resolve));
    }
    if (!isAborted()) job.state = 'JobComplete';
  } catch (error) {
    job.state = 'Failed';
    job.errorMessage = `InvalidBatch : ${error instanceof Error ? error.message : String(error)}`;
  }
}

function readRows(job: IngestJob): void {
  const csv = job.csv ?? '';
  job.csv = '';
  const [header = ''] = csv.split('\n', 1);
  if (csv !== '' && csv.includes('\n') && header.endsWith('\r') !== (job.lineEnding === 'CRLF')) {
    throw new Error(`LineEnding is invalid on user data. Current LineEnding setting is ${job.lineEnding}`);
  }
  const lines: string[][] = parse(csv, {
    delimiter: delimiters[job.delimiter],
    record_delimiter: lineEndings[job.lineEnding],
    bom: true,
    skip_empty_lines: true,
  });
  const [columns = [], ...rows] = lines;
  job.columns = columns;
  job.rows = rows.map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i] ?? ''])));
}

/** One unknown column fails the whole job, before any record is touched. */
function checkHeader(job: IngestJob, object: ObjectDef, org: Org): void {
  const unknown = job.columns.find((column) => {
    const [name = '', inner] = column.split('.');
    const field = inner === undefined ? fieldNamed(object, name) : parentField(object, name);
    if (!field || !org.records.mayRead(job.session, object.name, field.name)) return true;
    if (inner === undefined) return false;
    const targets = field.referenceTo.map((each) => org.records.schema.objects.get(each));
    return !targets.some((target) => target && fieldNamed(target, inner));
  });
  if (unknown !== undefined) throw new Error(`Field name not found : ${unknown}`);
}

function operationOf(
  job: IngestJob,
  object: ObjectDef,
  row: Record<string, string>,
  org: Org,
): SaveOperation | OrgError {
  const values = valuesOf(row, object);
  if (job.operation === 'upsert') return upsertOf(object.name, job.externalIdFieldName!, values, org);
  const { Id, ...rest } = values;
  try {
    if (job.operation === 'insert') {
      return { kind: 'insert', object: object.name, values: resolveParents(org.records, object.name, values) };
    }
    if (typeof Id !== 'string') return new OrgError(400, 'MISSING_ARGUMENT', 'Id not specified');
    if (job.operation === 'delete') return { kind: 'delete', object: object.name, id: Id };
    return { kind: 'update', object: object.name, id: Id, values: resolveParents(org.records, object.name, rest) };
  } catch (error) {
    if (error instanceof OrgError) return error;
    throw error;
  }
}

/** An empty cell leaves a field as it is, `#N/A` empties it, `Parent__r.Ext__c` names a parent by an external id. */
function valuesOf(row: Record<string, string>, object: ObjectDef): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [column, cell] of Object.entries(row)) {
    if (cell === '') continue;
    const value = cell === '#N/A' ? null : cell;
    const [name = '', inner] = column.split('.');
    if (inner === undefined) values[fieldNamed(object, name)?.name ?? name] = value;
    else if (value === null) values[parentField(object, name)?.name ?? name] = null;
    else values[name] = { [inner]: value };
  }
  return values;
}

type ResultRow = (row: Record<string, string>, result: SaveResult | undefined) => Record<string, string> | null;

const successRow: ResultRow = (row, result) =>
  result?.success ? { sf__Id: result.id, sf__Created: String(result.created), ...row } : null;

const failureRow: ResultRow = (row, result) => {
  if (result === undefined || result.success) return null;
  const errors = result.errors.map(
    ({ statusCode, message, fields }) => `${statusCode}:${message}:${fields.map((field) => `${field} `).join('')}--`,
  );
  return { sf__Id: result.id ?? '', sf__Error: errors.join(''), ...row };
};

function results(job: IngestJob, first: string[], make: ResultRow): Answer {
  const text = stringify(
    job.rows.map((row, i) => make(row, job.results[i])).filter((row) => row !== null),
    {
      header: true,
      columns: [...first, ...job.columns],
      delimiter: delimiters[job.delimiter],
      record_delimiter: lineEndings[job.lineEnding],
      quoted: true,
      quoted_empty: true,
    },
  );
  return { status: 200, text, headers: { 'content-type': 'text/csv' } };
}
