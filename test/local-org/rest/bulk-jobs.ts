/** Jobs of the Bulk API 2.0: what is known of each, and how the API shows it. */
import { recordId } from '../records/index.ts';
import { OrgError, type SaveResult, type Session } from '../types.ts';
import { notFound, type Call, type Org } from './call.ts';
import { wireInstant } from './wire.ts';

export const delimiters = { COMMA: ',', TAB: '\t', SEMICOLON: ';', PIPE: '|', CARET: '^', BACKQUOTE: '`' } as const;
export const lineEndings = { LF: '\n', CRLF: '\r\n' } as const;

export type Delimiter = keyof typeof delimiters;
export type LineEnding = keyof typeof lineEndings;

interface AnyJob {
  id: string;
  session: Session;
  state: 'Open' | 'UploadComplete' | 'InProgress' | 'JobComplete' | 'Failed' | 'Aborted';
  object: string;
  delimiter: Delimiter;
  lineEnding: LineEnding;
  version: string;
  createdAt: number;
  errorMessage: string | null;
}

export interface IngestJob extends AnyJob {
  kind: 'ingest';
  operation: 'insert' | 'update' | 'upsert' | 'delete';
  externalIdFieldName: string | null;
  /** What was uploaded; null before. */
  csv: string | null;
  columns: string[];
  rows: Record<string, string>[];
  /** What became of the rows so far, in their order. */
  results: SaveResult[];
}

export interface QueryJob extends AnyJob {
  kind: 'query';
  operation: 'query' | 'queryAll';
  columns: string[];
  rows: string[][];
}

export type BulkJob = IngestJob | QueryJob;

type Given<Job extends BulkJob> = Omit<Job, 'id' | 'session' | 'version' | 'createdAt' | 'errorMessage'>;

export class BulkJobs {
  readonly #jobs = new Map<string, BulkJob>();
  #next = 1;

  add<Job extends BulkJob>(call: Call, org: Org, given: Given<Job>): Job {
    const job = {
      id: recordId('750', this.#next++),
      session: call.session,
      version: call.version,
      createdAt: org.records.now(),
      errorMessage: null,
      ...given,
    } as Job;
    this.#jobs.set(job.id, job);
    return job;
  }

  /** Throws OrgError 404 for a job that is not there, of the other kind, or of somebody else. */
  find<Kind extends BulkJob['kind']>(kind: Kind, id: string, call: Call): Extract<BulkJob, { kind: Kind }> {
    const job = this.#jobs.get(id) ?? [...this.#jobs.values()].find((each) => each.id.startsWith(id));
    if (job === undefined || id.length < 15 || job.kind !== kind || job.session.userId !== call.session.userId) {
      throw notFound();
    }
    return job as Extract<BulkJob, { kind: Kind }>;
  }

  /** Only a job that has come to its end may be deleted, or one that is still open. */
  remove(job: BulkJob): void {
    if (job.state === 'UploadComplete' || job.state === 'InProgress') throw wrongState(`Deleting ${job.state} Job`);
    this.#jobs.delete(job.id);
  }

  all<Kind extends BulkJob['kind']>(kind: Kind): Extract<BulkJob, { kind: Kind }>[] {
    return [...this.#jobs.values()].filter((job): job is Extract<BulkJob, { kind: Kind }> => job.kind === kind);
  }

  /** Those that a user is shown: his own. */
  of<Kind extends BulkJob['kind']>(kind: Kind, { session }: Call): Extract<BulkJob, { kind: Kind }>[] {
    return this.all(kind).filter((job) => job.session.userId === session.userId);
  }

  /** Batches of 10,000 records that ingest jobs have taken. */
  batches(): number {
    return this.all('ingest').reduce((sum, job) => sum + Math.ceil(job.rows.length / 10_000), 0);
  }
}

export const wrongState = (what: string) => new OrgError(400, 'INVALIDJOBSTATE', `${what} not allowed`);

export const invalidJob = (what: string) => new OrgError(400, 'INVALIDJOB', `InvalidJob : ${what}`);

/** A name out of a list, or the usual one where none is given. */
export function oneOf<Name extends string>(value: unknown, names: readonly Name[], usual: Name): Name {
  const found = names.find((name) => name === (value ?? usual));
  if (found === undefined) throw invalidJob(`expected one of ${names.join(', ')}, got ${String(value)}`);
  return found;
}

/** A job as the API shows it: in short when it was created, with its counts later. */
export function jobInfo(job: BulkJob, { counts }: { counts: boolean }) {
  const instant = wireInstant(new Date(job.createdAt).toISOString());
  const isIngest = job.kind === 'ingest';
  return {
    id: job.id,
    operation: job.operation,
    object: job.object,
    createdById: job.session.userId,
    createdDate: instant,
    systemModstamp: instant,
    state: job.state,
    ...(isIngest && job.externalIdFieldName !== null ? { externalIdFieldName: job.externalIdFieldName } : {}),
    concurrencyMode: 'Parallel',
    contentType: 'CSV',
    apiVersion: Number(job.version),
    ...(isIngest ? { contentUrl: `services/data/v${job.version}/jobs/ingest/${job.id}/batches` } : {}),
    lineEnding: job.lineEnding,
    columnDelimiter: job.delimiter,
    ...(counts ? countsOf(job) : {}),
    ...(job.errorMessage === null ? {} : { errorMessage: job.errorMessage }),
  };
}

function countsOf(job: BulkJob) {
  const done = { retries: 0, totalProcessingTime: 0 };
  if (job.kind === 'query') return { jobType: 'V2Query', numberRecordsProcessed: job.rows.length, ...done };
  return {
    jobType: 'V2Ingest',
    numberRecordsProcessed: job.results.length,
    numberRecordsFailed: job.results.filter((result) => !result.success).length,
    ...done,
    apiActiveProcessingTime: 0,
    apexProcessingTime: 0,
  };
}
