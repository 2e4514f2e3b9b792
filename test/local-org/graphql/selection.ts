/** What a query asks of a record, as the fields that SOQL selects. */
import { Kind, type FieldNode, type FragmentDefinitionNode, type SelectionSetNode } from 'graphql';
import type { ObjectDef, OrgSchema } from '../types.ts';
import { parentField } from '../schema/index.ts';
import { nameFieldOf } from '../soql/reached.ts';

export type Fragments = Record<string, FragmentDefinitionNode>;

/** The fields of selections, those of fragments included. What @skip leaves out is among them: it is read in vain. */
export function fieldsOf(selections: (SelectionSetNode | undefined)[], fragments: Fragments): FieldNode[] {
  return selections.flatMap((set) =>
    (set?.selections ?? []).flatMap((selection) => {
      switch (selection.kind) {
        case Kind.FIELD:
          return [selection];
        case Kind.INLINE_FRAGMENT:
          return fieldsOf([selection.selectionSet], fragments);
        case Kind.FRAGMENT_SPREAD:
          return fieldsOf([fragments[selection.name.value]?.selectionSet], fragments);
      }
    }),
  );
}

/** The selections below the fields of one name. */
export const below = (fields: readonly FieldNode[], name: string): (SelectionSetNode | undefined)[] =>
  fields.filter((field) => field.name.value === name).map((field) => field.selectionSet);

/** Paths from the queried object, each once. The id of every parent on the way is among them. */
export function pathsOf(
  schema: OrgSchema,
  object: ObjectDef,
  selections: (SelectionSetNode | undefined)[],
  fragments: Fragments,
  prefix = '',
): string[] {
  const paths = fieldsOf(selections, fragments).flatMap((field) => {
    const name = field.name.value;
    if (name === 'DisplayValue') return [`${prefix}${nameFieldOf(object)}`];
    if (object.fields.has(name)) return [`${prefix}${name}`];
    const parent = schema.objects.get(parentField(object, name)?.referenceTo[0] ?? '');
    if (!parent) return [];
    return pathsOf(schema, parent, [field.selectionSet], fragments, `${prefix}${name}.`);
  });
  return [...new Set([`${prefix}Id`, ...paths])];
}
