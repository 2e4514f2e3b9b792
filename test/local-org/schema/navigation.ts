/** Ways from one object to another, as SOQL, describe and formulas take them. */
import type { FieldDef, ObjectDef, OrgSchema } from '../types.ts';

export interface ChildRelationship {
  name: string | null;
  object: string;
  field: string;
  cascadeDelete: boolean;
  restrictedDelete: boolean;
}

/** Every field of any object that points to this one. */
export function childRelationships(schema: OrgSchema, parent: string): ChildRelationship[] {
  return [...schema.objects.values()].flatMap((object) =>
    [...object.fields.values()]
      .filter((field) => field.referenceTo.includes(parent))
      .map((field) => ({
        name: field.childRelationshipName,
        object: object.name,
        field: field.name,
        cascadeDelete: field.cascadeDelete,
        restrictedDelete: field.restrictedDelete,
      })),
  );
}

/** The reference field reached by a relationship name such as `Account` or `Partner__r`; case does not matter. */
export function parentField(object: ObjectDef, relationshipName: string): FieldDef | null {
  const wanted = relationshipName.toLowerCase();
  return [...object.fields.values()].find((field) => field.relationshipName?.toLowerCase() === wanted) ?? null;
}

/** Parts of a compound address field: `BillingAddress` → street, city and so on, by their keys in the compound value. */
export function addressParts(field: string): Record<string, string> {
  const prefix = field.replace(/Address$/, '');
  const parts = ['street', 'city', 'state', 'postalCode', 'country', 'latitude', 'longitude', 'geocodeAccuracy'];
  return Object.fromEntries(parts.map((part) => [part, prefix + part.charAt(0).toUpperCase() + part.slice(1)]));
}
