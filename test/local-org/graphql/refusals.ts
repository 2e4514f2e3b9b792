/** What a real org's GraphQL has and this one lacks is refused; and a request may ask for ten lists at most. */
import {
  BREAK,
  GraphQLError,
  getNamedType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
} from 'graphql';
import type { VisibleObject } from './objects.ts';

const MOST_LISTS = 10;

const lacking: Record<string, string[]> = {
  Query: ['setup'],
  UIAPI: ['aggregate', 'objectInfos', 'relatedListByName', 'relatedListsByName', 'layouts', 'currentUser'],
};
const lackingOfValues = ['format', 'label'];
const directives = ['optional', 'category', 'defer', 'stream'];

/** What the query uses that this org does not know though a real one does; null where there is nothing of it. */
export function unsupported(
  schema: GraphQLSchema,
  document: DocumentNode,
  objects: Map<string, VisibleObject>,
): string | null {
  const types = new TypeInfo(schema);
  let found: string | null = null;
  const refuse = (what: string) => {
    found = what;
    return BREAK;
  };
  const isLacking = (type: string, { name }: FieldNode): boolean =>
    (lacking[type] ?? objects.get(type)?.lacking ?? (type.endsWith('Value') ? lackingOfValues : [])).includes(
      name.value,
    );
  visit(
    document,
    visitWithTypeInfo(types, {
      OperationDefinition: ({ operation }) => (operation === 'query' ? undefined : refuse(`a ${operation}`)),
      Directive: ({ name }) => (directives.includes(name.value) ? refuse(`@${name.value}`) : undefined),
      Argument: ({ name }) => (name.value === 'scope' ? refuse('the argument scope') : undefined),
      ObjectField: ({ name }) =>
        ['inq', 'ninq', 'DISTANCE'].includes(name.value) ? refuse(`the operator ${name.value}`) : undefined,
      Field(field) {
        const type = types.getParentType()?.name;
        if (type === undefined || types.getFieldDef()) return undefined;
        return isLacking(type, field) ? refuse(`${type}.${field.name.value}`) : undefined;
      },
    }),
  );
  return found;
}

/** Lists of records in the document, those of children included. A list in a fragment counts once. */
export function tooManyLists(schema: GraphQLSchema, document: DocumentNode): GraphQLError | null {
  const types = new TypeInfo(schema);
  let lists = 0;
  visit(
    document,
    visitWithTypeInfo(types, {
      Field() {
        if (getNamedType(types.getType())?.name.endsWith('Connection')) lists++;
      },
    }),
  );
  if (lists <= MOST_LISTS) return null;
  return new GraphQLError(`A query can have at most ${MOST_LISTS} subqueries, and has ${lists}`, {
    extensions: { ErrorType: 'ExecutionAborted' },
  });
}
