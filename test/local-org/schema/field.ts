/** Short ways to write field definitions; every default of a `FieldDef` is named here once. */
import type { FieldDef, FieldType } from '../types.ts';

export type FieldOptions = Partial<Omit<FieldDef, 'name' | 'type'>>;

/** Never granted field by field: who sees the object sees it. */
export const always = { permissionable: false };
export const required = { required: true, permissionable: false };
/** Set by the org alone. */
export const readOnly = { createable: false, updateable: false };
export const system = { ...readOnly, permissionable: false };
export const insertOnly = { updateable: false };

/** `LastModifiedDate` → `Last Modified Date`, `OwnerId` → `Owner ID`. */
function labelOf(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .replace(/ Id$/, ' ID');
}

export function field(name: string, type: FieldType, ...options: FieldOptions[]): FieldDef {
  return Object.assign(
    {
      name,
      type,
      label: labelOf(name),
      custom: false,
      length: 0,
      precision: 0,
      scale: 0,
      required: false,
      unique: false,
      externalId: false,
      createable: true,
      updateable: true,
      referenceTo: [],
      relationshipName: null,
      childRelationshipName: null,
      masterDetail: false,
      cascadeDelete: false,
      picklist: [],
      restricted: false,
      formula: null,
      blankAs: 'zero' as const,
      defaultValue: null,
      autoNumber: null,
      trackHistory: false,
      feature: null,
      permissionable: true,
      nameField: false,
      restrictedDelete: false,
      writeRequiresMasterRead: false,
      inlineHelpText: null,
    },
    ...options,
  );
}

export const text = (name: string, length: number, ...options: FieldOptions[]): FieldDef =>
  field(name, 'string', { length }, ...options);

export const nameText = (length: number, ...options: FieldOptions[]): FieldDef =>
  text('Name', length, required, { nameField: true }, ...options);

export const long = (name: string, length: number, ...options: FieldOptions[]): FieldDef =>
  field(name, 'textarea', { length }, ...options);

export const url = (name: string, ...options: FieldOptions[]): FieldDef =>
  field(name, 'url', { length: 255 }, ...options);

export const phone = (name: string, ...options: FieldOptions[]): FieldDef =>
  field(name, 'phone', { length: 40 }, ...options);

export const email = (name: string, length: number, ...options: FieldOptions[]): FieldDef =>
  field(name, 'email', { length }, ...options);

export const date = (name: string, ...options: FieldOptions[]): FieldDef => field(name, 'date', ...options);
export const datetime = (name: string, ...options: FieldOptions[]): FieldDef => field(name, 'datetime', ...options);

/** Checkboxes are never empty; false unless said otherwise. */
export const checkbox = (name: string, ...options: FieldOptions[]): FieldDef =>
  field(name, 'boolean', { defaultValue: 'false' }, ...options);

/** A number of `precision` digits, of which `scale` after the point. */
const number =
  (type: FieldType) =>
  (name: string, precision: number, scale: number, ...options: FieldOptions[]): FieldDef =>
    field(name, type, { precision, scale }, ...options);
export const currency = number('currency');
export const double = number('double');
export const percent = number('percent');
export const int = (name: string, ...options: FieldOptions[]): FieldDef =>
  field(name, 'int', { precision: 9 }, ...options);

/** Values separated by `;`. A `*` before a value makes it the default. */
export function picklist(name: string, values: string, ...options: FieldOptions[]): FieldDef {
  const entries = values
    .split(';')
    .map((entry) => entry.trim())
    .filter(Boolean)
    .map((entry) => ({ value: entry.replace(/^\*/, ''), default: entry.startsWith('*') }))
    .map((entry) => ({ ...entry, label: entry.value, active: true }));
  return field(name, 'picklist', { length: 255, picklist: entries }, ...options);
}

/** `AccountId` is reached as `Account`; the parent reaches the children by `children`. */
export function reference(
  name: string,
  to: string | string[],
  children: string | null,
  ...options: FieldOptions[]
): FieldDef {
  const referenceTo = [to].flat();
  const relationshipName = name.endsWith('Id') ? name.slice(0, -2) : null;
  return field(
    name,
    'reference',
    { length: 18, referenceTo, relationshipName, childRelationshipName: children },
    ...options,
  );
}

/** The parent goes and its children go with it, as with master-detail. */
export const owned = { cascadeDelete: true, ...required };

/** The parts of an address and the compound field over them, which is computed and never stored. */
export function address(prefix: string): FieldDef[] {
  return [
    long(`${prefix}Street`, 255),
    text(`${prefix}City`, 40),
    text(`${prefix}State`, 80),
    text(`${prefix}PostalCode`, 20),
    text(`${prefix}Country`, 80),
    double(`${prefix}Latitude`, 18, 15),
    double(`${prefix}Longitude`, 18, 15),
    picklist(
      `${prefix}GeocodeAccuracy`,
      'Address;NearAddress;Block;Street;ExtendedZip;Zip;Neighborhood;City;County;State;Unknown',
      { length: 40 },
    ),
    field(`${prefix}Address`, 'address', readOnly),
  ];
}
