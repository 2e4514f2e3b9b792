/** What must hold before a record is written, in the order in which Salesforce looks. */
import type { FieldDef, ObjectDef, Row, SaveError, Value } from '../types.ts';
import { mayEditField, mayReadField } from './access.ts';
import { onField, refuse, saveError, SaveFailure } from './failure.ts';
import { findField } from './formula/references.ts';
import { isStored, quoted } from './tables.ts';
import { checkValue, picklistError } from './values.ts';
import { mayReach, type Work } from './work.ts';

type Moment = 'insert' | 'update';

/** Audit fields that a load may set on insert, given the permission. */
const auditFields = ['CreatedDate', 'CreatedById', 'LastModifiedDate', 'LastModifiedById'];

/** Finds the fields, refuses those that can't be written, and brings values into the form of the records. */
export function readValues(work: Work, object: ObjectDef, values: Row, moment: Moment): Row {
  const errors: SaveError[] = [];
  const notWritable: string[] = [];
  const result: Row = {};
  for (const [name, value] of Object.entries(values)) {
    if (name === 'Id' && moment === 'update') continue;
    if (name === 'Id') refuse('INVALID_FIELD_FOR_INSERT_UPDATE', 'cannot specify Id in an insert call', ['Id']);
    const field = findField(object, name);
    if (!field || !mayReadField(work.user, object, field)) {
      throw new SaveFailure([saveError('INVALID_FIELD', `No such column '${name}' on sobject of type ${object.name}`)]);
    }
    if (!isWritable(work, object, field, moment)) {
      notWritable.push(field.name);
      continue;
    }
    const checked = checkValue(field, value);
    if ('error' in checked) errors.push(checked.error);
    else result[field.name] = checked.value;
  }
  if (notWritable.length > 0) errors.unshift(notWritableError(notWritable));
  if (errors.length > 0) throw new SaveFailure(errors);
  return result;
}

export const notWritableError = (fields: string[]): SaveError =>
  saveError(
    'INVALID_FIELD_FOR_INSERT_UPDATE',
    `Unable to create/update fields: ${fields.join(', ')}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`,
    fields,
  );

function isWritable(work: Work, object: ObjectDef, field: FieldDef, moment: Moment): boolean {
  if (!isStored(field)) return false;
  if (moment === 'insert' && auditFields.includes(field.name))
    return work.user.userPermissions.has('CreateAuditFields');
  const possible = moment === 'insert' ? field.createable : field.updateable;
  return possible && mayEditField(work.user, object, field);
}

/** Throws all that is wrong with the row as it is about to be written. */
export function checkRow(work: Work, object: ObjectDef, row: Row, before: Row | null): void {
  const fields = [...object.fields.values()].filter(isStored);
  const missing = fields.filter((field) => field.required && (row[field.name] ?? null) === null);
  if (missing.length > 0) {
    const names = missing.map((field) => field.name);
    throw new SaveFailure([
      saveError('REQUIRED_FIELD_MISSING', `Required fields are missing: [${names.join(', ')}]`, names),
    ]);
  }
  const changed = fields.filter((field) => (row[field.name] ?? null) !== (before?.[field.name] ?? null));
  const errors = changed.flatMap((field) => {
    const value = row[field.name] ?? null;
    if (value === null) return [];
    const wrong = field.type === 'reference' ? referenceError(work, field, String(value)) : picklistError(field, value);
    return wrong ?? uniqueError(work, object, field, value, String(row['Id'])) ?? [];
  });
  if (errors.length > 0) throw new SaveFailure(errors);
  const violations = work.formulas.violations(object, row, before, work.user);
  if (violations.length > 0) throw new SaveFailure(violations);
}

/** The objects whose rows anybody may point to. Users are pointed to by who may see them. */
const openTargets = ['Profile', 'UserRole', 'Organization', 'PermissionSet', 'CustomPermission'];

function referenceError(work: Work, field: FieldDef, id: string): SaveError | null {
  const targets = field.referenceTo.map((name) => work.rows.object(name));
  const target = targets.find((object) => object.keyPrefix === id.slice(0, 3));
  if (!target) return onField('FIELD_INTEGRITY_EXCEPTION', field, `id value of incorrect type: ${id}`);
  const row = work.rows.get(target.name, id);
  if (!row) return saveError('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', [field.name]);
  if (row['IsDeleted'] === true) return saveError('ENTITY_IS_DELETED', 'entity is deleted', [field.name]);
  if (openTargets.includes(target.name) || mayReach(work, target, id, 'read')) return null;
  return saveError(
    'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY',
    `insufficient access rights on cross-reference id: ${id}`,
    [field.name],
  );
}

function uniqueError(work: Work, object: ObjectDef, field: FieldDef, value: Value, id: string): SaveError | null {
  if (!field.unique) return null;
  const live = object.fields.has('IsDeleted') ? ' AND "IsDeleted" = 0' : '';
  const sql = `SELECT "Id" AS id FROM ${quoted(object.name)} WHERE ${quoted(field.name)} = ? AND "Id" <> ?${live} LIMIT 1`;
  const other = work.rows.statement(sql).get(value as string, id)?.['id'];
  if (other === undefined) return null;
  const holder = String(other).slice(0, 15);
  return saveError(
    'DUPLICATE_VALUE',
    `duplicate value found: ${field.name} duplicates value on record with id: ${holder}`,
    [field.name],
  );
}
