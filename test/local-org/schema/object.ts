/** Short way to write an object definition, with the system fields that every object has. */
import type { Feature, FieldDef, ObjectDef } from '../types.ts';
import { checkbox, datetime, field, reference, system } from './field.ts';

export interface ObjectOptions {
  label?: string;
  plural?: string;
  sharing?: ObjectDef['sharing'];
  /** Whether records have an owner; default no. */
  owner?: boolean;
  /** `none`: no way to write through the API; `create-delete`: rows are never changed. */
  writes?: 'all' | 'none' | 'create-delete' | 'create-update';
  /** Which audit fields exist: all of them, creation only, or just SystemModstamp. */
  audit?: 'full' | 'created' | 'modstamp' | 'none';
  /** Whether deleted rows stay in the recycle bin. */
  softDelete?: boolean;
  replicateable?: boolean;
  feature?: Feature;
  custom?: boolean;
  customSetting?: boolean;
  /** Object that may own it besides users. */
  ownerTo?: string[];
}

export const idField = (): FieldDef => field('Id', 'id', system, { length: 18, label: 'Record ID' });

function auditFields(audit: ObjectOptions['audit']): FieldDef[] {
  const created = [datetime('CreatedDate', system), reference('CreatedById', 'User', null, system)];
  const modified = [
    datetime('LastModifiedDate', system),
    reference('LastModifiedById', 'User', null, system),
    datetime('SystemModstamp', system),
  ];
  switch (audit) {
    case 'none':
      return [];
    case 'modstamp':
      return [datetime('SystemModstamp', system)];
    case 'created':
      return created;
    case 'full':
    case undefined:
      return [...created, ...modified];
  }
}

export function standard(name: string, keyPrefix: string, options: ObjectOptions, fields: FieldDef[]): ObjectDef {
  const label = options.label ?? name.replace(/([a-z0-9])([A-Z])/g, '$1 $2');
  const softDelete = options.softDelete ?? true;
  const writes = options.writes ?? 'all';
  const owner = options.owner ? [reference('OwnerId', 'User', null, { permissionable: false, label: 'Owner ID' })] : [];
  const all = [
    idField(),
    ...(softDelete ? [checkbox('IsDeleted', system, { label: 'Deleted' })] : []),
    ...fields,
    ...owner,
    ...auditFields(options.audit),
  ];
  return {
    name,
    label,
    pluralLabel: options.plural ?? `${label}s`,
    keyPrefix,
    custom: options.custom ?? false,
    customSetting: options.customSetting ?? false,
    fields: new Map(all.map((each) => [each.name, each])),
    validationRules: [],
    sharing: options.sharing ?? 'ReadWrite',
    createable: writes !== 'none',
    updateable: writes === 'all' || writes === 'create-update',
    deletable: writes === 'all' || writes === 'create-delete',
    queryable: true,
    replicateable: options.replicateable ?? softDelete,
    historyObject: null,
    feature: options.feature ?? null,
  };
}
