/**
 * Share objects: rows that give somebody access to one record of a private object. Real orgs hold a row for each owner and
 * sharing rule besides; this one keeps those made by hand, and says so when others are asked for.
 */
import type { ObjectDef, OrgSchema } from '../types.ts';
import { datetime, picklist, reference, required, system } from './field.ts';
import { standard } from './object.ts';

/** All share objects of custom objects have this prefix. */
const SHARE_PREFIX = '02c';

/** Adds `X__Share` for each custom object that not everybody may change. */
export function addShares(schema: OrgSchema): void {
  for (const object of [...schema.objects.values()]) {
    const isClosed = object.sharing === 'Private' || object.sharing === 'Read';
    if (object.custom && !object.customSetting && isClosed) schema.objects.set(...shareOf(object));
  }
}

/** Name of the object whose records a share object shares; null for any other object. */
export function sharedObject({ name }: ObjectDef): string | null {
  return name.endsWith('__Share') ? name.replace(/__Share$/, '__c') : null;
}

/** Name of the object that holds the shares of this one's records; null where it has none. */
export function shareObject(schema: OrgSchema, object: ObjectDef): string | null {
  const name = object.name.replace(/__c$/, '__Share');
  return name !== object.name && schema.objects.has(name) ? name : null;
}

function shareOf(object: ObjectDef): [string, ObjectDef] {
  const name = object.name.replace(/__c$/, '__Share');
  const fixed = { ...required, updateable: false };
  const share = standard(name, SHARE_PREFIX, { label: `${object.label} Share`, audit: 'none', replicateable: false }, [
    reference('ParentId', object.name, 'Shares', fixed, { cascadeDelete: true }),
    reference('UserOrGroupId', 'User', null, fixed),
    picklist('AccessLevel', 'Read;Edit;All', required, { restricted: true }),
    picklist('RowCause', 'Owner;Manual;Rule', { updateable: false, permissionable: false, restricted: true }),
    datetime('LastModifiedDate', system),
    reference('LastModifiedById', 'User', null, system),
  ]);
  return [name, share];
}
