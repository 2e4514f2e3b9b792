/** Moves a programme from a file into the org: differences first, then everything in one transaction or nothing. */
import { z } from 'zod';
import type { Programme } from '../domain/programme/schema.ts';
import type { CalendarDate } from '../domain/time.ts';
import type { OrgConnection } from './connection.ts';
import { recordsOf, type ProgrammeStep } from './programme-records.ts';
import { isSame, type Fields } from './written-values.ts';

export interface Difference {
  object: ProgrammeStep['object'];
  /** External id of the record. */
  key: string;
  kind: 'added' | 'changed' | 'only in the org';
  fields: { field: string; from: unknown; to: unknown }[];
}

/** What would change what was agreed. Nothing was written. */
export class AgreedTermsError extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'AgreedTermsError';
    this.problems = problems;
  }
}

/** The org refused the programme as a whole. Nothing was written. */
export class ImportRefusedError extends Error {
  override name = 'ImportRefusedError';
}

/** What an import would do, record by record, field by field. Records that only the org has stay as they are. */
export function differences(file: Programme, org: Programme): Difference[] {
  const before = recordsOf(org);
  return recordsOf(file).flatMap((step, i) => {
    const known = new Map((before[i]?.rows ?? []).map((row) => [String(row[step.externalId]), row]));
    const wanted = new Set(step.rows.map((row) => String(row[step.externalId])));
    return [
      ...step.rows.flatMap((row) => differenceOf(step, row, known.get(String(row[step.externalId])))),
      ...[...known.keys()]
        .filter((key) => !wanted.has(key))
        .map((key): Difference => ({ object: step.object, key, kind: 'only in the org', fields: [] })),
    ];
  });
}

function differenceOf({ object, externalId }: ProgrammeStep, row: Fields, before: Fields | undefined): Difference[] {
  const key = String(row[externalId]);
  const fields = Object.entries(row)
    .filter(([name, value]) => name !== externalId && !name.endsWith('__r') && !isSame(before?.[name] ?? null, value))
    .map(([field, to]) => ({ field, from: before?.[field] ?? null, to }));
  if (before === undefined) return [{ object, key, kind: 'added', fields }];
  return fields.length === 0 ? [] : [{ object, key, kind: 'changed', fields }];
}

/** Fields that may change while a rule is in force: they say nothing of what it pays. */
const words = new Set(['Name', 'Source__c']);

/**
 * What of the differences would overwrite rules that were in force before today: their past deals could not be priced
 * as they were.
 */
export function overwrites(changes: readonly Difference[], org: Programme, today: CalendarDate): string[] {
  const begun = new Set(
    org.incentives
      .filter(({ effectiveFrom }) => effectiveFrom === null || effectiveFrom <= today)
      .map(({ id, version }) => `${id}@${version}`),
  );
  return changes.flatMap((change) => {
    const rule = change.key.split('/')[0] ?? '';
    if (change.object === 'Incentive_Tier__c') {
      if (!begun.has(rule)) return change.kind === 'only in the org' ? [tierGone(change.key)] : [];
      return [`${rule} is in force and its tiers would change (${change.key}): ${newVersion(rule)}`];
    }
    if (change.kind !== 'changed') return [];
    if (change.object === 'Incentive__c' && begun.has(rule)) {
      const told = change.fields.filter(({ field, to }) => !words.has(field) && !isEnding(field, to, today));
      if (told.length === 0) return [];
      return [
        `${rule} is in force and would change (${told.map(({ field }) => field).join(', ')}): ${newVersion(rule)}`,
      ];
    }
    const money = change.fields.filter(({ field }) => field === 'Currency__c' || field === 'Rounding__c');
    if (change.object !== 'Programme_Terms__c' || begun.size === 0 || money.length === 0) return [];
    return [`the programme's ${money.map(({ field }) => field).join(' and ')} would change: begin another programme`];
  });
}

/** A rule is ended by the day of its end, as long as that day is still to come. */
function isEnding(field: string, to: unknown, today: CalendarDate): boolean {
  return field === 'Effective_Until__c' && typeof to === 'string' && to > today;
}

function newVersion(rule: string): string {
  const [id, version] = rule.split('@');
  return `give ${String(id)} the version ${Number(version) + 1} with its own dates`;
}

function tierGone(key: string): string {
  return `${key} stands in the org and not in the file: delete it there, or make another version of its incentive`;
}

const rowsACall = 200;
/** Of the calls within one request, five may be collections. */
const callsARequest = 5;

/**
 * Writes what differs, all of it or nothing.
 * @returns how many records were written
 * @throws AgreedTermsError | ImportRefusedError, and what the connection throws; nothing was written then
 */
export async function importProgramme(
  connection: OrgConnection,
  file: Programme,
  org: Programme,
  today: CalendarDate,
): Promise<number> {
  const changes = differences(file, org);
  const problems = overwrites(changes, org, today);
  if (problems.length > 0) throw new AgreedTermsError(problems);
  const touched = new Set(
    changes.filter(({ kind }) => kind !== 'only in the org').map(({ object, key }) => `${object} ${key}`),
  );
  const parts = recordsOf(file).flatMap(({ object, externalId, rows }) => {
    const written = rows.filter((row) => touched.has(`${object} ${String(row[externalId])}`));
    return chunks(written).map((part) => ({ object, externalId, rows: part }));
  });
  if (parts.length === 0) return 0;
  connection.assertMayWrite();
  if (parts.length > callsARequest) {
    throw new ImportRefusedError(
      `${touched.size} records do not fit into one transaction of ${rowsACall * callsARequest}: import the programme in parts`,
    );
  }
  await send(connection, parts);
  return touched.size;
}

function chunks(rows: readonly Fields[]): Fields[][] {
  const count = Math.ceil(rows.length / rowsACall);
  return Array.from({ length: count }, (_, i) => rows.slice(i * rowsACall, (i + 1) * rowsACall));
}

const answers = z.object({
  compositeResponse: z.array(z.object({ httpStatusCode: z.number(), body: z.unknown() })),
});
const rowResults = z.array(
  z.looseObject({
    success: z.boolean().optional(),
    errors: z.array(z.looseObject({ message: z.string(), statusCode: z.string().optional() })).optional(),
    message: z.string().optional(),
    errorCode: z.string().optional(),
  }),
);

async function send(connection: OrgConnection, parts: readonly ProgrammeStep[]): Promise<void> {
  const { names, apiVersion } = connection;
  const body = {
    allOrNone: true,
    compositeRequest: parts.map(({ object, externalId, rows }, i) => ({
      method: 'PATCH',
      url: `/services/data/v${apiVersion}/composite/sobjects/${names.inOrg(object)}/${names.inOrg(externalId)}`,
      referenceId: `part${i}`,
      body: {
        allOrNone: true,
        records: rows.map((row) => ({ attributes: { type: names.inOrg(object) }, ...names.record(row) })),
      },
    })),
  };
  const answer = answers.parse(
    await connection.send('write', { method: 'POST', path: '/composite', body: JSON.stringify(body) }),
  );
  const refusals = answer.compositeResponse.flatMap(({ httpStatusCode, body: result }, i) =>
    refusalsOf(httpStatusCode, result, parts[i]),
  );
  if (refusals.length > 0) throw new ImportRefusedError(refusals.join('\n'));
}

/** What only failed because another did is not named. */
function refusalsOf(status: number, body: unknown, part: ProgrammeStep | undefined): string[] {
  const parsed = rowResults.safeParse(body);
  if (!parsed.success) return status < 300 ? [] : [`${part?.object ?? 'the org'} answered ${status}`];
  const own = parsed.data.flatMap((result, i) => {
    const error =
      result.errors?.[0] ??
      (result.message === undefined ? undefined : { message: result.message, statusCode: result.errorCode });
    if (error === undefined || /PROCESSING_HALTED|ALL_OR_NONE/.test(error.statusCode ?? '')) return [];
    const key = part === undefined ? '' : String(part.rows[i]?.[part.externalId] ?? '');
    return [`${part?.object ?? ''} ${key}: ${error.message}`.trim()];
  });
  return own;
}
