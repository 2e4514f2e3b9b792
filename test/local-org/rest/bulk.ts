/** Bulk API 2.0: jobs that take in CSV, and jobs that give it back. */
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { recordId, resolveParents } from '../records/index.ts';
import { OrgError, type ObjectDef, type SaveOperation, type SaveResult, type Session } from '../types.ts';
import { notAllowed, notFound, objectBody, wireInstant, type Answer, type Call, type Org } from './call.ts';
import { savePrepared, upsertOf } from './collections.ts';

const delimiters = { COMMA: ',', TAB: '\t', SEMICOLON: ';', PIPE: '|', CARET: '^', BACKQUOTE: '`' } as const;
const lineEndings = { LF: '\n', CRLF: '\r\n' } as const;
const chunk = 200;

interface Job {
  id: string;
  session: Session;
  state: 'Open' | 'UploadComplete' | 'InProgress' | 'JobComplete' | 'Failed' | 'Aborted';
  operation: string;
  object: string;
  externalIdFieldName: string | null;
  delimiter: keyof typeof delimiters;
  lineEnding: keyof typeof lineEndings;
  version: string;
  createdAt: number;
  errorMessage: string | null;
  /** Ingest: what was uploaded, and what became of each row. */
  csv: string | null;
  rows: Record<string, string>[];
  results: SaveResult[];
  /** Query: the text and its result as rows of CSV. */
  soql: string | null;
  found: Record<string, unknown>[];
}

export class BulkJobs {
  readonly #jobs = new Map<string, Job>();
  #next = 1;

  ingest(call: Call, org: Org): Answer {
    const [, , id, part] = call.path;
    if (id === undefined) {
      if (call.method === 'POST') return { status: 200, body: ingestInfo(this.#open(call, org)) };
      if (call.method === 'GET')
        return { status: 200, body: { done: true, records: this.#all('ingest'), nextRecordsUrl: null } };
      throw notAllowed(call);
    }
    const job = this.#find(id, call);
    if (job.soql !== null) throw notFound();
    switch (`${call.method} ${part ?? ''}`) {
      case 'GET ':
        return { status: 200, body: ingestInfo(job) };
      case 'PUT batches':
        return upload(job, call);
      case 'PATCH ':
        return this.#change(job, call, org);
      case 'DELETE ':
        this.#jobs.delete(id);
        return { status: 204 };
      case 'GET successfulResults':
        return csvAnswer(
          job,
          job.rows.flatMap((row, i) => successRow(row, job.results[i])),
        );
      case 'GET failedResults':
        return csvAnswer(
          job,
          job.rows.flatMap((row, i) => failureRow(row, job.results[i])),
        );
      case 'GET unprocessedrecords':
        return csvAnswer(
          job,
          job.rows.filter((_, i) => job.results[i] === undefined),
        );
      default:
        throw part === undefined ||
          ['batches', 'successfulResults', 'failedResults', 'unprocessedrecords'].includes(part)
          ? notAllowed(call)
          : notFound();
    }
  }

  #open(call: Call, org: Org): Job {
    const body = objectBody(call);
    const operation = String(body['operation'] ?? '');
    if (!['insert', 'update', 'upsert', 'delete'].includes(operation)) {
      throw new OrgError(400, 'INVALIDJOB', `operation ${operation} is not supported by this stand-in org`);
    }
    if ((body['contentType'] ?? 'CSV') !== 'CSV') throw new OrgError(400, 'INVALIDJOB', 'contentType must be CSV');
    const object = org.records.objectFor(call.session, String(body['object'] ?? ''));
    const externalIdFieldName = typeof body['externalIdFieldName'] === 'string' ? body['externalIdFieldName'] : null;
    if (operation === 'upsert' && externalIdFieldName === null) {
      throw new OrgError(400, 'INVALIDJOB', 'externalIdFieldName is required for an upsert');
    }
    return this.#add(call, {
      operation,
      object: object.name,
      externalIdFieldName,
      delimiter: oneOf(body['columnDelimiter'], delimiters, 'COMMA'),
      lineEnding: oneOf(body['lineEnding'], lineEndings, 'LF'),
    });
  }

  #add(call: Call, given: Partial<Job> & Pick<Job, 'operation'>): Job {
    const job: Job = {
      id: recordId('750', this.#next++),
      session: call.session,
      state: 'Open',
      object: '',
      externalIdFieldName: null,
      delimiter: 'COMMA',
      lineEnding: 'LF',
      version: call.version,
      createdAt: Date.now(),
      errorMessage: null,
      csv: null,
      rows: [],
      results: [],
      soql: null,
      found: [],
      ...given,
    };
    this.#jobs.set(job.id, job);
    return job;
  }

  #find(id: string, call: Call): Job {
    const job = this.#jobs.get(id);
    if (job === undefined || job.session.userId !== call.session.userId) throw notFound();
    return job;
  }

  #all(kind: 'ingest' | 'query') {
    return [...this.#jobs.values()].filter((job) => (job.soql === null) === (kind === 'ingest')).map(ingestInfo);
  }

  #change(job: Job, call: Call, org: Org): Answer {
    const state = objectBody(call)['state'];
    if (job.state !== 'Open')
      throw new OrgError(400, 'INVALIDJOBSTATE', `Job ${job.id} is ${job.state}; it can't become ${String(state)}`);
    if (state === 'Aborted') job.state = 'Aborted';
    else if (state === 'UploadComplete') {
      job.state = 'UploadComplete';
      setImmediate(() => void process(job, org));
    } else throw new OrgError(400, 'INVALIDJOBSTATE', `state ${String(state)} can't be set`);
    return { status: 200, body: ingestInfo(job) };
  }

  query(call: Call, org: Org): Answer {
    const [, , id, part] = call.path;
    if (id === undefined) {
      if (call.method !== 'POST') throw notAllowed(call);
      const body = objectBody(call);
      const operation = String(body['operation'] ?? 'query');
      if (operation !== 'query' && operation !== 'queryAll')
        throw new OrgError(400, 'INVALIDJOB', 'operation is query or queryAll');
      const soql = String(body['query'] ?? '');
      const job = this.#add(call, { operation, soql, state: 'UploadComplete' });
      job.object = /\bfrom\s+(\w+)/i.exec(soql)?.[1] ?? '';
      // A query that cannot run is refused at once, as the API does.
      job.found = org
        .runQuery(org.records, call.session, soql, { all: operation === 'queryAll', apiVersion: call.version })
        .records.map(flat);
      job.state = 'JobComplete';
      return { status: 200, body: queryInfo({ ...job, state: 'UploadComplete' }) };
    }
    const job = this.#find(id, call);
    if (job.soql === null) throw notFound();
    switch (`${call.method} ${part ?? ''}`) {
      case 'GET ':
        return { status: 200, body: queryInfo(job) };
      case 'GET results':
        return queryResults(job, call);
      case 'DELETE ':
        this.#jobs.delete(id);
        return { status: 204 };
      default:
        throw notAllowed(call);
    }
  }
}

function oneOf<Names extends Record<string, string>>(value: unknown, names: Names, usual: keyof Names): keyof Names {
  const name = String(value ?? String(usual));
  if (!(name in names))
    throw new OrgError(400, 'INVALIDJOB', `expected one of ${Object.keys(names).join(', ')}, got ${name}`);
  return name;
}

function upload(job: Job, call: Call): Answer {
  if (job.state !== 'Open') throw new OrgError(400, 'INVALIDJOBSTATE', `Job ${job.id} is ${job.state}`);
  if (job.csv !== null)
    throw new OrgError(400, 'INVALIDJOBSTATE', 'Job data was uploaded already; a job takes one upload');
  if (Buffer.byteLength(call.text) > 150_000_000)
    throw new OrgError(400, 'EXCEEDED_MAX_SIZE', 'a job takes at most 150 MB');
  job.csv = call.text;
  return { status: 201 };
}

async function process(job: Job, org: Org): Promise<void> {
  job.state = 'InProgress';
  try {
    job.rows = parse(job.csv ?? '', {
      columns: true,
      delimiter: delimiters[job.delimiter],
      bom: true,
      skip_empty_lines: true,
    });
    const object = org.records.objectFor(job.session, job.object);
    for (let start = 0; start < job.rows.length; start += chunk) {
      const operations = job.rows.slice(start, start + chunk).map((row) => operationOf(job, object, row, org));
      job.results.push(...savePrepared(operations, false, job, org));
      await new Promise((resolve) => setImmediate(resolve));
    }
    job.state = 'JobComplete';
  } catch (error) {
    job.state = 'Failed';
    job.errorMessage = `InvalidBatch : ${error instanceof Error ? error.message : String(error)}`;
  }
  job.csv = null;
}

function operationOf(job: Job, object: ObjectDef, row: Record<string, string>, org: Org): SaveOperation | OrgError {
  const values = valuesOf(row);
  if (job.operation === 'upsert') return upsertOf(object.name, job.externalIdFieldName!, values, org);
  const { Id, ...rest } = values;
  try {
    if (job.operation === 'insert')
      return { kind: 'insert', object: object.name, values: resolveParents(org.records, object.name, values) };
    if (typeof Id !== 'string') return new OrgError(400, 'MISSING_ARGUMENT', 'Id not specified');
    if (job.operation === 'delete') return { kind: 'delete', object: object.name, id: Id };
    return { kind: 'update', object: object.name, id: Id, values: resolveParents(org.records, object.name, rest) };
  } catch (error) {
    if (error instanceof OrgError) return error;
    throw error;
  }
}

/** An empty cell leaves a field as it is, `#N/A` empties it, `Parent__r.Ext__c` names a parent by an external id. */
function valuesOf(row: Record<string, string>): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [column, cell] of Object.entries(row)) {
    if (cell === '') continue;
    const value = cell === '#N/A' ? null : cell;
    const [parent, field] = column.split('.');
    if (field === undefined) values[column] = value;
    else values[parent!] = { [field]: value };
  }
  return values;
}

function successRow(row: Record<string, string>, result: SaveResult | undefined) {
  return result?.success ? [{ sf__Id: result.id, sf__Created: String(result.created), ...row }] : [];
}

function failureRow(row: Record<string, string>, result: SaveResult | undefined) {
  if (result === undefined || result.success) return [];
  const errors = result.errors.map((e) => `${e.statusCode}:${e.message}:${e.fields.join(' ')}--`).join('');
  return [{ sf__Id: result.id ?? '', sf__Error: errors, ...row }];
}

function csvAnswer(job: Job, rows: Record<string, unknown>[]): Answer {
  const columns = rows[0] === undefined ? ['sf__Id', 'sf__Created', 'sf__Error'] : Object.keys(rows[0]);
  return { status: 200, text: csvOf(rows, columns, job), headers: { 'content-type': 'text/csv' } };
}

function csvOf(rows: Record<string, unknown>[], columns: string[], job: Job): string {
  return stringify(rows, {
    header: true,
    columns,
    delimiter: delimiters[job.delimiter],
    record_delimiter: lineEndings[job.lineEnding],
    quoted: true,
    cast: { boolean: (value) => String(value) },
  });
}

function ingestInfo(job: Job) {
  const failed = job.results.filter((result) => !result.success).length;
  return {
    id: job.id,
    operation: job.operation,
    object: job.object,
    createdById: job.session.userId,
    createdDate: wireInstant(new Date(job.createdAt).toISOString()),
    systemModstamp: wireInstant(new Date(job.createdAt).toISOString()),
    state: job.state,
    externalIdFieldName: job.externalIdFieldName,
    concurrencyMode: 'Parallel',
    contentType: 'CSV',
    apiVersion: Number(job.version),
    jobType: 'V2Ingest',
    contentUrl: `services/data/v${job.version}/jobs/ingest/${job.id}/batches`,
    lineEnding: job.lineEnding,
    columnDelimiter: job.delimiter,
    numberRecordsProcessed: job.results.length,
    numberRecordsFailed: failed,
    retries: 0,
    totalProcessingTime: 0,
    ...(job.errorMessage === null ? {} : { errorMessage: job.errorMessage }),
  };
}

function queryInfo(job: Job) {
  const { externalIdFieldName: _none, contentUrl: _url, ...info } = ingestInfo(job);
  return { ...info, jobType: 'V2Query', numberRecordsProcessed: job.found.length };
}

function queryResults(job: Job, call: Call): Answer {
  const offset = Number(call.query.get('locator') ?? 0);
  const size = Math.max(1, Number(call.query.get('maxRecords') ?? 50_000));
  const rows = job.found.slice(offset, offset + size);
  const end = offset + rows.length;
  return {
    status: 200,
    text: csvOf(rows, Object.keys(job.found[0] ?? { Id: null }), job),
    headers: {
      'content-type': 'text/csv',
      'sforce-locator': end < job.found.length ? String(end) : 'null',
      'sforce-numberofrecords': String(rows.length),
    },
  };
}

/** Parents side by side with their own path: `Account.Name`. Children cannot be asked for in bulk. */
function flat(record: Record<string, unknown>): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(record)) {
    if (name === 'attributes') continue;
    if (typeof value === 'object' && value !== null) {
      if ('records' in value)
        throw new OrgError(400, 'INVALIDJOB', 'Aggregate Relationships not supported in Bulk Query');
      for (const [path, inner] of Object.entries(flat(value as Record<string, unknown>)))
        row[`${name}.${path}`] = inner;
    } else row[name] = value;
  }
  return row;
}
