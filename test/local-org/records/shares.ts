/** Shares made by hand: what may be shared, and what becomes of it when a record goes to another owner. */
import { sharedObject, shareObject } from '../schema/index.ts';
import type { ObjectDef, Row } from '../types.ts';
import { refuse } from './failure.ts';
import { mayReach, type By, type Work } from './work.ts';

/** What the organisation-wide default gives to everybody, in the words of shares. */
const BY_DEFAULT = { Private: 'None', Read: 'Read', ReadWrite: 'Edit', ControlledByParent: 'None' } as const;

/** Completes and checks the row of a share object; of any other object nothing happens. */
export function checkShare(work: Work, object: ObjectDef, row: Row, prior: Row | null, by: By): void {
  const shared = sharedObject(object);
  if (shared === null) return;
  row['RowCause'] ??= 'Manual';
  row['LastModifiedDate'] = work.at;
  row['LastModifiedById'] = work.session.userId;
  if (by === 'org') return;
  if (row['RowCause'] !== 'Manual') {
    refuse('FIELD_INTEGRITY_EXCEPTION', `field integrity exception: RowCause (${row['RowCause']})`, ['RowCause']);
  }
  checkLevel(work.rows.object(shared), row);
  if (prior !== null) return;
  if (!mayShare(work, object, String(row['ParentId']))) {
    refuse('INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id', []);
  }
  if (isSharedAlready(work, object, row))
    throw new Error('sharing twice with one person is not known to the stand-in org');
}

function checkLevel(parent: ObjectDef, { AccessLevel: level }: Row): void {
  const given = BY_DEFAULT[parent.sharing];
  if (level !== 'All' && level !== given) return;
  const why = level === 'All' ? 'All' : `trivial share level ${level}, for organization with default level ${given}`;
  refuse('FIELD_INTEGRITY_EXCEPTION', `field integrity exception: AccessLevel (${why})`, ['AccessLevel']);
}

/** A record is shared by its owner, by those above him and by who may modify all; they alone see whom it is shared with. */
export function mayShare(work: Work, object: ObjectDef, parentId: string): boolean {
  return mayReach(work, work.rows.object(sharedObject(object) ?? ''), parentId, 'share');
}

function isSharedAlready(work: Work, object: ObjectDef, { ParentId: parent, UserOrGroupId: user }: Row): boolean {
  const same = '"ParentId" = ? AND "UserOrGroupId" = ? AND "IsDeleted" = 0';
  return work.rows.where(object.name, same, parent ?? null, user ?? null).length > 0;
}

/** Shares made by hand end with the ownership under which they were made. */
export function endShares(work: Work, object: ObjectDef, row: Row, before: Row): void {
  const shares = shareObject(work.rows.schema, object);
  if (shares === null || row['OwnerId'] === before['OwnerId']) return;
  for (const share of work.rows.where(shares, '"ParentId" = ? AND "IsDeleted" = 0', row['Id'] ?? null)) {
    work.rows.update(shares, String(share['Id']), { IsDeleted: true });
  }
}
