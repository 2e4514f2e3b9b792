/** Inserts and updates of one record, by a user or in consequence of another write. */
import type { ObjectDef, Row } from '../types.ts';
import { objectAccess } from './access.ts';
import { checkRow, readValues } from './checks.ts';
import { refuse } from './failure.ts';
import { writeHistory } from './history.ts';
import { deleteRecord } from './delete.ts';
import { checkShare, endShares } from './shares.ts';
import { automations, type Writer } from './standard/index.ts';
import { storedFields } from './tables.ts';
import { changedFields, mayReach, type By, type Work } from './work.ts';

/** Writes of the org itself within the same transaction. */
export const orgWriter = (work: Work): Writer => ({
  insert: (object, values) => insertRecord(work, object, values, 'org'),
  update: (object, id, values) => updateRecord(work, object, id, values, 'org'),
  remove: (object, id) => deleteRecord(work, object, id, 'org'),
});

function objectOf(work: Work, name: string): ObjectDef {
  const object = work.rows.schema.objects.get(name);
  if (!object || !objectAccess(work.user, object).read) {
    return refuse('INVALID_TYPE', `sObject type '${name}' is not supported.`);
  }
  return object;
}

/** Gives back the id. Throws SaveFailure. */
export function insertRecord(work: Work, name: string, values: Row, by: By): string {
  const object = by === 'org' ? work.rows.object(name) : objectOf(work, name);
  if (by === 'user' && !objectAccess(work.user, object).create) {
    refuse('CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', `entity type cannot be inserted: ${object.label}`);
  }
  const given = by === 'org' ? values : readValues(work, object, values, 'insert');
  const row = newRow(work, object, given);
  automations[name]?.before?.(work, row, null, given, by);
  checkShare(work, object, row, null, by);
  checkRow(work, object, row, null);
  work.rows.insert(name, row);
  const id = String(row['Id']);
  if (by === 'user' && object.sharing === 'ControlledByParent' && !mayReach(work, object, id, 'edit')) {
    // Who may only read the master may not add to it.
    refuse('INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY', 'insufficient access rights on cross-reference id');
  }
  work.changes.push({ kind: 'CREATE', object: name, id, before: null, after: row, changed: filled(row) });
  writeHistory(work, object, row, null);
  automations[name]?.after?.(work, row, null, orgWriter(work));
  return id;
}

const filled = (row: Row): string[] => Object.keys(row).filter((name) => row[name] !== null);

function newRow(work: Work, object: ObjectDef, given: Row): Row {
  const empty: Row = {};
  for (const field of storedFields(object)) empty[field.name] = field.type === 'boolean' ? false : null;
  const audit: Row = {
    CreatedDate: work.at,
    CreatedById: work.session.userId,
    LastModifiedDate: work.at,
    LastModifiedById: work.session.userId,
  };
  const start: Row = { ...empty, ...work.formulas.defaults(object, work.user) };
  for (const [name, value] of Object.entries({ OwnerId: work.session.userId, ...audit, ...given })) {
    if (name in empty && !(value === null && name === 'OwnerId')) start[name] = value;
  }
  if ('SystemModstamp' in empty) start['SystemModstamp'] = work.at;
  if (object.customSetting) start['SetupOwnerId'] ??= work.rows.where('Organization', '1 LIMIT 1')[0]?.['Id'] ?? null;
  start['Id'] = given['Id'] ?? work.rows.nextId(object);
  for (const field of object.fields.values()) {
    if (field.autoNumber !== null) start[field.name] = work.rows.nextAutoNumber(object, field);
    // A custom record that was given no name is named by its id.
    else if (field.nameField && object.custom && start[field.name] === null) start[field.name] = start['Id'];
  }
  return start;
}

/** @param upsert whether the values came with an upsert, in which a master that stays the same may be named again */
export function updateRecord(work: Work, name: string, id: string, values: Row, by: By, upsert = false): void {
  const object = by === 'org' ? work.rows.object(name) : objectOf(work, name);
  const found = work.rows.get(name, id);
  if (!found) refuse('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', ['Id']);
  if (found['IsDeleted'] === true) refuse('ENTITY_IS_DELETED', 'entity is deleted');
  const before = { ...found };
  if (by === 'user') checkMayUpdate(work, object, id);
  const sent = upsert ? withoutSameMaster(object, values, before) : values;
  const given = by === 'org' ? values : readValues(work, object, sent, 'update');
  const row: Row = { ...before, ...given };
  automations[name]?.before?.(work, row, before, given, by);
  checkShare(work, object, row, before, by);
  checkRow(work, object, row, before);
  const stamps: Row = { LastModifiedDate: work.at, LastModifiedById: work.session.userId, SystemModstamp: work.at };
  for (const [stamp, value] of Object.entries(stamps)) if (stamp in before) row[stamp] = value;
  const changed = changedFields(before, row);
  if (changed.length > 0)
    work.rows.update(name, id, Object.fromEntries(changed.map((each) => [each, row[each] ?? null])));
  work.changes.push({ kind: 'UPDATE', object: name, id, before, after: row, changed });
  writeHistory(work, object, row, before);
  endShares(work, object, row, before);
  automations[name]?.after?.(work, row, before, orgWriter(work));
}

function checkMayUpdate(work: Work, object: ObjectDef, id: string): void {
  if (!objectAccess(work.user, object).edit) {
    refuse('CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', `entity type cannot be updated: ${object.label}`);
  }
  if (!mayReach(work, object, id, 'edit')) {
    refuse('INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id');
  }
}

function withoutSameMaster(object: ObjectDef, values: Row, before: Row): Row {
  const kept = Object.entries(values).filter(([name, value]) => {
    const field = object.fields.get(name);
    const sameMaster =
      field?.masterDetail && typeof value === 'string' && value.slice(0, 15) === String(before[name]).slice(0, 15);
    return !sameMaster;
  });
  return Object.fromEntries(kept);
}
