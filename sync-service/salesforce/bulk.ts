/** Bulk API 2.0: many rows as one job. */
import { stringify } from 'csv-stringify/sync';
import { z } from 'zod';
import type { WriteRow, WriteStep } from '../ports.ts';
import type { OrgConnection } from './connection.ts';
import { OrgBusyError, OrgRefusalError } from './errors.ts';
import type { RowFailure } from './write.ts';

/** A job takes 150 MB as Base64, which is 112 MB of text. */
const largestCsv = 100_000_000;
const longestWaitMs = 60 * 60_000;

/** Writes rows as one job, or as few as their size allows. Failures in the order of the rows. */
export async function runBulkJob(
  connection: OrgConnection,
  step: WriteStep,
  rows: readonly WriteRow[],
): Promise<{ failures: RowFailure[]; calls: number }> {
  const flat = rows.map((row) => flatten(connection.names.record(row.fields)));
  const key = connection.names.inOrg(step.externalId ?? 'Id');
  const failures: RowFailure[] = [];
  let calls = 0;
  for (const part of parts(flat)) {
    const job = await runJob(connection, step, part);
    calls += job.calls;
    failures.push(...part.map((row) => job.failures.get(String(row[key])) ?? null));
  }
  return { failures, calls };
}

type FlatRow = Record<string, string>;

/** A record referred to by external id becomes a column such as `Partner__r.Key__c`; null says so in so many letters. */
function flatten(fields: Record<string, unknown>): FlatRow {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]): [string, string][] => {
      if (typeof value !== 'object' || value === null) return [[name, value === null ? '#N/A' : String(value)]];
      return Object.entries(value).map(([inner, reference]): [string, string] => [
        `${name}.${inner}`,
        String(reference),
      ]);
    }),
  );
}

function parts(rows: readonly FlatRow[]): FlatRow[][] {
  const result: FlatRow[][] = [[]];
  let size = 0;
  for (const row of rows) {
    const length = Object.values(row).reduce((sum, value) => sum + Buffer.byteLength(value) + 3, 0);
    if (size + length > largestCsv) {
      result.push([]);
      size = 0;
    }
    result.at(-1)?.push(row);
    size += length;
  }
  return result;
}

const created = z.object({ id: z.string() });
const state = z.object({ state: z.string(), errorMessage: z.string().nullish() });

async function runJob(
  connection: OrgConnection,
  step: WriteStep,
  rows: readonly FlatRow[],
): Promise<{ failures: Map<string, NonNullable<RowFailure>>; calls: number }> {
  const { names } = connection;
  const keyField = names.inOrg(step.externalId ?? 'Id');
  let calls = 0;
  const send = async (request: Parameters<OrgConnection['send']>[1]) => {
    calls++;
    return connection.send('bulk', request);
  };
  const { id } = created.parse(
    await send({
      method: 'POST',
      path: '/jobs/ingest',
      body: JSON.stringify({
        object: names.inOrg(step.object),
        operation: step.externalId === null ? 'update' : 'upsert',
        ...(step.externalId === null ? {} : { externalIdFieldName: keyField }),
        contentType: 'CSV',
        lineEnding: 'LF',
      }),
    }),
  );
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const csv = stringify([...rows], { header: true, columns, record_delimiter: 'unix' });
  await send({ method: 'PUT', path: `/jobs/ingest/${id}/batches`, body: csv, contentType: 'text/csv' });
  await send({
    method: 'PATCH',
    path: `/jobs/ingest/${id}`,
    body: JSON.stringify({ state: 'UploadComplete' }),
    repeatable: true,
  });
  await finished(id, send);
  const [failedRows, unprocessed] = [
    await send({ method: 'GET', path: `/jobs/ingest/${id}/failedResults` }),
    await send({ method: 'GET', path: `/jobs/ingest/${id}/unprocessedrecords` }),
  ].map((answer) => resultRows.parse(answer ?? []));
  return {
    failures: new Map([
      ...(failedRows ?? []).map((row): [string, NonNullable<RowFailure>] => [row[keyField] ?? '', failureOf(row)]),
      ...(unprocessed ?? []).map((row): [string, NonNullable<RowFailure>] => [row[keyField] ?? '', notProcessed]),
    ]),
    calls,
  };
}

/** An answer without rows may come as an empty text. */
const resultRows = z.union([
  z.array(z.record(z.string(), z.string())),
  z
    .string()
    .refine((text) => text.trim() === '' || !text.trim().includes('\n'))
    .transform((): Record<string, string>[] => []),
]);

const notProcessed = { code: 'UNKNOWN_EXCEPTION', message: 'the bulk job ended before this record' };

/** `UNABLE_TO_LOCK_ROW:unable to obtain exclusive access:Id --` */
function failureOf(row: Record<string, string>): NonNullable<RowFailure> {
  const [code = '', ...message] = (row['sf__Error'] ?? '').split(':');
  return { code: code === '' ? 'UNKNOWN_EXCEPTION' : code, message: message.join(':') };
}

async function finished(
  id: string,
  send: (request: Parameters<OrgConnection['send']>[1]) => Promise<unknown>,
): Promise<void> {
  const begun = Date.now();
  for (let pause = 100; ; pause = Math.min(pause * 2, 10_000)) {
    const job = state.parse(await send({ method: 'GET', path: `/jobs/ingest/${id}` }));
    if (job.state === 'JobComplete') return;
    if (job.state === 'Failed' || job.state === 'Aborted') {
      throw new OrgRefusalError(job.state.toUpperCase(), job.errorMessage ?? `bulk job ${id}`, { cause: job });
    }
    if (Date.now() - begun > longestWaitMs) throw new OrgBusyError(pause, { cause: `bulk job ${id} is not done` });
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
