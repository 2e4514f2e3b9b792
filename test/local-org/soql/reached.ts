/** Where a path in a query leads. */
import type { FieldDef, ObjectDef } from '../types.ts';

/** A place a path can lead to: the main object, a parent record, or a parent of one of several objects. */
export interface Place {
  object: ObjectDef;
  /** Alias of the table for all that any user who knows the record sees: its id and name. */
  alias: string;
  /** Alias of the same table joined only where the record is shared with the user. */
  shared: string;
  /** Relationship names from the main object, in their own spelling. */
  path: string[];
}

export interface PolymorphicPlace {
  reference: FieldDef;
  /** SQL of the reference that points to the record. */
  sql: string;
  path: string[];
}

/** A field reached by a path. */
export interface Reached {
  field: FieldDef;
  /** Name of the object, as errors give it. */
  entity: string;
  sql: string;
  /** From a parent, which may be missing. */
  fromParent: boolean;
  place: Place | PolymorphicPlace;
}

/** The name of the field that stands for the record, `Name` for most. */
export const nameFieldOf = (object: ObjectDef): string =>
  [...object.fields.values()].find((field) => field.nameField)?.name ?? 'Name';

const fieldNames = new WeakMap<ObjectDef, Map<string, FieldDef>>();

export function fieldNamed(object: ObjectDef, name: string): FieldDef | null {
  let names = fieldNames.get(object);
  if (!names || names.size !== object.fields.size) {
    names = new Map([...object.fields.values()].map((field) => [field.name.toLowerCase(), field]));
    fieldNames.set(object, names);
  }
  return names.get(name.toLowerCase()) ?? null;
}
