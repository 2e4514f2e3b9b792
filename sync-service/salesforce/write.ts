/** Carries a plan out: collections of up to 200 records a call, or one bulk job where a step is large. */
import { z } from 'zod';
import type { WriteOutcome, WritePlan, WriteRow, WriteStep } from '../ports.ts';
import { runBulkJob } from './bulk.ts';
import type { OrgConnection } from './connection.ts';

export interface WriteSettings {
  /** From how many rows on a step goes as a bulk job. */
  bulkFrom: number;
  /** First pause before rows that found their record locked are sent again, milliseconds; it doubles each time. */
  firstPauseMs?: number;
}

/** What became of one row; null for success. */
export type RowFailure = { code: string; message: string } | null;

const rowsACall = 200;
const tries = 4;

/**
 * Writes step by step. A row that fails is reported and the rest goes on; rows that met a lock are sent again.
 * @throws WrongOrgError before anything is written; OrgUnreachableError, OrgAuthError, OrgBusyError, OrgLimitError where
 * a whole call fails for good: what was written stays, and the next plan holds what is left
 */
export async function carryOut(
  connection: OrgConnection,
  plan: WritePlan,
  settings: WriteSettings,
): Promise<WriteOutcome> {
  const outcome: WriteOutcome = { written: 0, calls: 0, failures: [] };
  if (plan.steps.length > 0) connection.assertMayWrite();
  for (const step of plan.steps) await carryOutStep(connection, step, settings, outcome);
  return outcome;
}

async function carryOutStep(
  connection: OrgConnection,
  step: WriteStep,
  { bulkFrom, firstPauseMs = 200 }: WriteSettings,
  outcome: WriteOutcome,
): Promise<void> {
  let rows = step.rows;
  let failed: { row: WriteRow; failure: NonNullable<RowFailure> }[] = [];
  for (let attempt = 1; rows.length > 0; attempt++) {
    const results =
      rows.length >= bulkFrom
        ? await runBulkJob(connection, step, rows)
        : await sendCollections(connection, step, rows);
    outcome.calls += results.calls;
    outcome.written += results.failures.filter((failure) => failure === null).length;
    const now = rows.flatMap((row, index) => {
      const failure = results.failures[index] ?? null;
      return failure === null ? [] : { row, failure };
    });
    const again = attempt < tries ? now.filter(({ failure }) => passing.has(failure.code)) : [];
    failed = [...failed, ...now.filter((each) => !again.includes(each))];
    rows = again.map(({ row }) => row);
    if (rows.length > 0) await new Promise((resolve) => setTimeout(resolve, firstPauseMs * 2 ** (attempt - 1)));
  }
  for (const { row, failure } of failed) {
    outcome.failures.push({ on: row.on, object: step.object, ...failure, retry: mayWorkLater(step, failure.code) });
  }
}

/** Codes of what passes by itself. */
const passing = new Set([
  'UNABLE_TO_LOCK_ROW',
  'SERVER_UNAVAILABLE',
  'REQUEST_RUNNING_TOO_LONG',
  'TXN_SECURITY_METERING_ERROR',
  'UNKNOWN_EXCEPTION',
]);
/** Codes of an upsert that another writer, or a lost answer, was ahead of: a new plan sees the record. */
const overtaken = new Set(['DUPLICATE_VALUE', 'INVALID_FIELD_FOR_INSERT_UPDATE']);

function mayWorkLater({ externalId }: WriteStep, code: string): boolean {
  return passing.has(code) || (externalId !== null && overtaken.has(code));
}

const results = z.array(
  z.object({
    success: z.boolean(),
    errors: z.array(z.object({ statusCode: z.string(), message: z.string() })).default([]),
  }),
);

async function sendCollections(
  connection: OrgConnection,
  step: WriteStep,
  rows: readonly WriteRow[],
): Promise<{ failures: RowFailure[]; calls: number }> {
  const { names } = connection;
  const object = names.inOrg(step.object);
  const path =
    step.externalId === null ? '/composite/sobjects' : `/composite/sobjects/${object}/${names.inOrg(step.externalId)}`;
  const failures: RowFailure[] = [];
  let calls = 0;
  // One after the other: parallel calls would fight for the locks of parents that chunks have in common.
  for (let start = 0; start < rows.length; start += rowsACall) {
    const part = rows.slice(start, start + rowsACall);
    const records = part.map((row) => ({ attributes: { type: object }, ...names.record(row.fields) }));
    const answer = await connection.send('write', {
      method: 'PATCH',
      path,
      body: JSON.stringify({ allOrNone: false, records }),
      // An update sets what is so already, an upsert finds what it made.
      repeatable: true,
    });
    calls++;
    const parsed = results.parse(answer);
    failures.push(...part.map((_, index) => failureOf(parsed[index])));
  }
  return { failures, calls };
}

function failureOf(result: z.output<typeof results>[number] | undefined): RowFailure {
  if (result === undefined) return { code: 'UNKNOWN_EXCEPTION', message: 'the org gave no answer for this record' };
  if (result.success) return null;
  const [first] = result.errors;
  return { code: first?.statusCode ?? 'UNKNOWN_EXCEPTION', message: first?.message ?? 'no reason given' };
}
