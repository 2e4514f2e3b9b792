/** Runs save operations in one transaction and tells listeners what it changed. */
import { randomUUID } from 'node:crypto';
import type { CommittedTransaction, SaveError, SaveOperation, SaveResult } from '../types.ts';
import { deleteRecord, undeleteRecord } from './delete.ts';
import { refuse, saveError, SaveFailure } from './failure.ts';
import { findField } from './formula/references.ts';
import { canonicalId } from './ids.ts';
import { quoted } from './tables.ts';
import { checkValue } from './values.ts';
import { changedFields, type Change, type Work } from './work.ts';
import { insertRecord, updateRecord } from './write.ts';

const rolledBack: SaveError = saveError(
  'ALL_OR_NONE_OPERATION_ROLLED_BACK',
  'Record rolled back because not all records were valid and the request was using AllOrNone header',
);

/** Results in the order of the operations, and what was committed; null where nothing was. */
export function runTransaction(
  work: Work,
  operations: SaveOperation[],
  allOrNone: boolean,
): { results: SaveResult[]; committed: CommittedTransaction | null } {
  const { database } = work.rows;
  const { begin, commit, rollback } = database.isTransaction ? withinAnother : onItsOwn;
  database.exec(begin);
  try {
    const results = operations.map((operation) => runOne(work, operation));
    if (allOrNone && results.some((result) => !result.success)) {
      database.exec(rollback);
      work.rows.forget();
      return { results: results.map(undone), committed: null };
    }
    database.exec(commit);
    return { results, committed: transactionOf(work) };
  } catch (error) {
    database.exec(rollback);
    work.rows.forget();
    throw error;
  }
}

const onItsOwn = { begin: 'BEGIN IMMEDIATE', commit: 'COMMIT', rollback: 'ROLLBACK' };
const withinAnother = { begin: 'SAVEPOINT save', commit: 'RELEASE save', rollback: 'ROLLBACK TO save; RELEASE save' };

const undone = (result: SaveResult): SaveResult =>
  result.success ? { success: false, id: result.created ? null : result.id, errors: [rolledBack] } : result;

function runOne(work: Work, operation: SaveOperation): SaveResult {
  const { database } = work.rows;
  const changesBefore = work.changes.length;
  database.exec('SAVEPOINT one');
  try {
    const result = carryOut(work, operation);
    database.exec('RELEASE one');
    return result;
  } catch (error) {
    if (!(error instanceof SaveFailure)) throw error;
    database.exec('ROLLBACK TO one; RELEASE one');
    work.rows.forget();
    work.changes.length = changesBefore;
    return { success: false, id: 'id' in operation ? operation.id : null, errors: error.errors };
  }
}

function carryOut(work: Work, operation: SaveOperation): SaveResult {
  const { kind, object } = operation;
  if (!work.rows.schema.objects.has(object)) refuse('INVALID_TYPE', `sObject type '${object}' is not supported.`);
  switch (kind) {
    case 'insert':
      return { success: true, id: insertRecord(work, object, operation.values, 'user'), created: true };
    case 'upsert':
      return upsert(work, operation);
    case 'update':
    case 'delete':
    case 'undelete': {
      const id = canonicalId(operation.id) ?? refuse('MALFORMED_ID', `malformed id ${operation.id}`, ['Id']);
      if (kind === 'update') updateRecord(work, object, id, operation.values, 'user');
      if (kind === 'delete') deleteRecord(work, object, id, 'user');
      if (kind === 'undelete') undeleteRecord(work, object, id, 'user');
      return { success: true, id, created: false };
    }
  }
}

function upsert(work: Work, operation: Extract<SaveOperation, { kind: 'upsert' }>): SaveResult {
  const { object: name, externalId, values } = operation;
  const object = work.rows.object(name);
  const field = findField(object, operation.externalIdField);
  if (!field || !(field.externalId || field.name === 'Id')) {
    const what = `Field name provided, ${operation.externalIdField} does not match an External ID, Salesforce Id, or indexed field for ${name}`;
    return refuse('INVALID_FIELD', what);
  }
  if (field.name === 'Id' && externalId === '') {
    return { success: true, id: insertRecord(work, name, values, 'user'), created: true };
  }
  if (externalId === '') refuse('MISSING_ARGUMENT', `${field.name} not specified`);
  const checked = checkValue(field, externalId);
  if ('error' in checked) throw new SaveFailure([checked.error]);
  const live = object.fields.has('IsDeleted') ? ' AND "IsDeleted" = 0' : '';
  const ids = work.rows
    .statement(`SELECT "Id" AS id FROM ${quoted(name)} WHERE ${quoted(field.name)} = ?${live} ORDER BY "Id"`)
    .all(checked.value as string)
    .map((row) => String(row['id']));
  const [id, second] = ids;
  if (second !== undefined) {
    refuse(
      'DUPLICATE_EXTERNAL_ID',
      `${field.name}: more than one record found for external id field: [${ids.join(', ')}]`,
    );
  }
  if (id !== undefined) {
    updateRecord(work, name, id, values, 'user', true);
    return { success: true, id, created: false };
  }
  if (field.name === 'Id') refuse('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', ['Id']);
  const created = insertRecord(work, name, { ...values, [field.name]: externalId }, 'user');
  return { success: true, id: created, created: true };
}

function transactionOf(work: Work): CommittedTransaction | null {
  if (work.changes.length === 0) return null;
  const { userId, clientId } = work.session;
  return { key: randomUUID(), at: Date.parse(work.at), userId, clientId, changes: merged(work.changes) };
}

/** A record that was written several times changed once: from what it was first to what it is now. */
function merged(changes: Change[]): Change[] {
  const result: Change[] = [];
  const last = new Map<string, number>();
  for (const change of changes) {
    const index = last.get(change.id + change.object);
    const earlier = index === undefined ? undefined : result[index];
    if (
      index !== undefined &&
      earlier &&
      change.kind === 'UPDATE' &&
      (earlier.kind === 'CREATE' || earlier.kind === 'UPDATE')
    ) {
      const after = { ...earlier.after, ...change.after };
      const changed =
        earlier.kind === 'CREATE'
          ? Object.keys(after).filter((name) => after[name] !== null)
          : changedFields(earlier.before ?? {}, after);
      result[index] = { ...earlier, after, changed };
    } else {
      last.set(change.id + change.object, result.push(change) - 1);
    }
  }
  return result;
}
