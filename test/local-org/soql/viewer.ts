/** What a query may see: the org through a session's eyes, or the bare schema when a query is only checked. */
import { wordsFor } from '../language.ts';
import type { FieldDef, ObjectDef, OrgSchema, Records, Session } from '../types.ts';
import { OrgError } from '../types.ts';

export interface Viewer {
  readonly schema: OrgSchema;
  /** The object in its own spelling, null where it does not exist, is not queryable or may not be read. */
  object(name: string): ObjectDef | null;
  mayRead(object: ObjectDef, field: string): boolean;
  /** The choices of a picklist, labelled in the language of who asks. */
  choices(field: FieldDef): FieldDef['picklist'];
  /** SQL condition on the alias for the rows that may be seen, `1` where all. */
  visible(object: ObjectDef, alias: string): string;
}

const properNames = new WeakMap<OrgSchema, Map<string, ObjectDef>>();

/** Object names are found without regard to case. */
function objectNamed(schema: OrgSchema, name: string): ObjectDef | null {
  let names = properNames.get(schema);
  if (!names || names.size !== schema.objects.size) {
    names = new Map([...schema.objects.values()].map((object) => [object.name.toLowerCase(), object]));
    properNames.set(schema, names);
  }
  return names.get(name.toLowerCase()) ?? null;
}

export function sessionViewer(records: Records, session: Session): Viewer {
  const visible = new Map<string, string>();
  return {
    schema: records.schema,
    object(name) {
      const object = objectNamed(records.schema, name);
      if (!object?.queryable) return null;
      try {
        records.objectFor(session, object.name);
        return object;
      } catch (error) {
        if (error instanceof OrgError && error.status === 404) return null;
        throw error;
      }
    },
    mayRead: (object, field) => records.mayRead(session, object.name, field),
    choices: (field) => wordsFor(records, session.userId).choices(field),
    visible(object, alias) {
      const key = `${object.name} ${alias}`;
      const known = visible.get(key) ?? records.visibleRows(session, object.name, alias);
      visible.set(key, known);
      return known;
    },
  };
}

export const schemaViewer = (schema: OrgSchema): Viewer => ({
  schema,
  object(name) {
    const object = objectNamed(schema, name);
    return object?.queryable ? object : null;
  },
  mayRead: () => true,
  choices: (field) => field.picklist,
  visible: () => '1',
});
