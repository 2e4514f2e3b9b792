/** Deletes with all that hangs on a record, and brings it back from the recycle bin. */
import type { ObjectDef, Row } from '../types.ts';
import { childRelationships, type ChildRelationship } from '../schema/index.ts';
import { objectAccess } from './access.ts';
import { refuse } from './failure.ts';
import { automations } from './standard/index.ts';
import { quoted } from './tables.ts';
import { mayReach, type By, type Work } from './work.ts';
import { orgWriter } from './write.ts';

const softDeleted = (object: ObjectDef): boolean => object.fields.has('IsDeleted');

/** Throws SaveFailure. Of what is deleted already, the org itself takes no notice. */
export function deleteRecord(work: Work, name: string, id: string, by: By): void {
  const object = work.rows.object(name);
  const found = work.rows.get(name, id);
  if (by === 'org' && (!found || found['IsDeleted'] === true)) return;
  if (!found) refuse('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
  if (found['IsDeleted'] === true) refuse('ENTITY_IS_DELETED', 'entity is deleted');
  if (by === 'user') checkMayDelete(work, object, id);
  const before = { ...found };
  const children = childRelationships(work.rows.schema, name);
  refuseRestricted(work, object, id, children);
  const stamps = { LastModifiedDate: work.at, LastModifiedById: work.session.userId, SystemModstamp: work.at };
  if (softDeleted(object)) {
    const known = Object.fromEntries(Object.entries(stamps).filter(([stamp]) => stamp in before));
    work.rows.update(name, id, { IsDeleted: true, ...known });
  } else {
    work.rows.remove(name, id);
  }
  work.changes.push({ kind: 'DELETE', object: name, id, before, after: null, changed: [] });
  for (const child of children) releaseChildren(work, child, id);
  automations[name]?.after?.(work, null, before, orgWriter(work));
}

function checkMayDelete(work: Work, object: ObjectDef, id: string): void {
  if (!objectAccess(work.user, object).delete) {
    refuse('INSUFFICIENT_ACCESS_OR_READONLY', `entity type cannot be deleted: ${object.label}`);
  }
  if (!mayReach(work, object, id, 'edit')) {
    refuse('INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id');
  }
}

const liveChildren = (work: Work, child: ChildRelationship, id: string): Row[] => {
  const live = softDeleted(work.rows.object(child.object)) ? ' AND "IsDeleted" = 0' : '';
  return work.rows.where(child.object, `${quoted(child.field)} = ?${live}`, id);
};

function refuseRestricted(work: Work, object: ObjectDef, id: string, children: ChildRelationship[]): void {
  for (const child of children.filter((each) => each.restrictedDelete)) {
    const rows = liveChildren(work, child, id);
    if (rows.length === 0) continue;
    const names = rows.map((row) => String(row['Name'] ?? row['Id'])).join(', ');
    const { pluralLabel } = work.rows.object(child.object);
    refuse(
      'DELETE_FAILED',
      `Your attempt to delete ${String(work.rows.get(object.name, id)?.['Name'] ?? id)} could not be completed because it is associated with the following ${pluralLabel}.: ${names}`,
    );
  }
}

/** Children that belong to the record go with it; of others the lookup is cleared. */
function releaseChildren(work: Work, child: ChildRelationship, id: string): void {
  const object = work.rows.object(child.object);
  const field = object.fields.get(child.field);
  if (!field || field.restrictedDelete) return;
  for (const row of liveChildren(work, child, id)) {
    const childId = String(row['Id']);
    if (child.cascadeDelete) deleteRecord(work, child.object, childId, 'org');
    else if (!field.required) clearLookup(work, child, row);
  }
}

/** No rules run and nobody is named as the one who changed it. */
function clearLookup(work: Work, child: ChildRelationship, row: Row): void {
  const values: Row = { [child.field]: null };
  if ('SystemModstamp' in row) values['SystemModstamp'] = work.at;
  const id = String(row['Id']);
  work.rows.update(child.object, id, values);
  const after = { ...row, ...values };
  work.changes.push({ kind: 'UPDATE', object: child.object, id, before: row, after, changed: Object.keys(values) });
}

/** Brings back a record and the children that went with it. Throws SaveFailure. */
export function undeleteRecord(work: Work, name: string, id: string, by: By): void {
  const object = work.rows.object(name);
  const found = work.rows.get(name, id);
  if (!found) refuse('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
  if (found['IsDeleted'] !== true) refuse('UNDELETE_FAILED', 'entity is not in the recycle bin');
  if (by === 'user') checkMayDelete(work, object, id);
  const deletedAt = found['SystemModstamp'] ?? null;
  const before = { ...found };
  const stamps: Row = { IsDeleted: false };
  for (const stamp of ['LastModifiedDate', 'SystemModstamp']) if (stamp in before) stamps[stamp] = work.at;
  const after: Row = { ...before, ...stamps };
  work.rows.update(name, id, stamps);
  work.changes.push({ kind: 'UNDELETE', object: name, id, before, after, changed: Object.keys(stamps) });
  for (const child of childRelationships(work.rows.schema, name).filter((each) => each.cascadeDelete)) {
    restoreChildren(work, child, id, deletedAt);
  }
  automations[name]?.after?.(work, after, before, orgWriter(work));
}

function restoreChildren(work: Work, child: ChildRelationship, id: string, deletedAt: Row[string]): void {
  const object = work.rows.object(child.object);
  if (!softDeleted(object)) return;
  const deleted = `${quoted(child.field)} = ? AND "IsDeleted" = 1`;
  // Rows of history carry no stamp: they are deleted only with their parent.
  const rows = object.fields.has('SystemModstamp')
    ? work.rows.where(child.object, `${deleted} AND "SystemModstamp" = ?`, id, deletedAt ?? null)
    : work.rows.where(child.object, deleted, id);
  for (const row of rows) {
    undeleteRecord(work, child.object, String(row['Id']), 'org');
  }
}
