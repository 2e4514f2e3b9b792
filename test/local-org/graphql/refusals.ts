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
  UIAPI: ['objectInfos', 'relatedListByName', 'relatedListsByName', 'layouts', 'currentUser'],
};
const lackingOfValues = ['format'];
const lackingOfAggregates = ['format', 'grouping'];
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
    (lacking[type] ?? objects.get(type)?.lacking ?? lackingOf(type)).includes(name.value);
  visit(
    document,
    visitWithTypeInfo(types, {
      OperationDefinition: ({ operation }) => (operation === 'query' ? undefined : refuse(`a ${operation}`)),
      Directive: ({ name }) => (directives.includes(name.value) ? refuse(`@${name.value}`) : undefined),
      Argument({ name }) {
        if (name.value === 'scope') return refuse('the argument scope');
        const isOfAggregate = name.value === 'upperBound' && !types.getArgument();
        return isOfAggregate ? refuse('the argument upperBound of an aggregate') : undefined;
      },
      ObjectField({ name }) {
        if (['inq', 'ninq', 'DISTANCE'].includes(name.value)) return refuse(`the operator ${name.value}`);
        const isOfOrder = getNamedType(types.getParentInputType())?.name === 'OrderByClause';
        return isOfOrder && name.value === 'function' ? refuse('a function in orderBy') : undefined;
      },
      Field(field) {
        const type = types.getParentType()?.name;
        if (type === undefined || types.getFieldDef()) return undefined;
        return isLacking(type, field) ? refuse(`${type}.${field.name.value}`) : undefined;
      },
    }),
  );
  return found;
}

const lackingOf = (type: string): string[] => {
  if (type.endsWith('Value')) return lackingOfValues;
  return type.endsWith('Aggregate') ? lackingOfAggregates : [];
};

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
