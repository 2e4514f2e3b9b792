/** The GraphQL schema as one user has it: what he may not read is not in it. */
import {
  GraphQLBoolean,
  GraphQLID,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
  type GraphQLFieldConfig,
  type GraphQLFieldConfigArgumentMap,
  type GraphQLInputObjectType,
} from 'graphql';
import { nameFieldOf } from '../soql/reached.ts';
import { aggregateTypeOf } from './aggregate-types.ts';
import {
  aggregateConnection,
  type AggregateArgs,
  type AggregateConnection,
  type AggregatedField,
} from './aggregate.ts';
import { connection, type Connection, type ConnectionArgs } from './connection.ts';
import type { Context } from './context.ts';
import { filterType, orderType } from './filter.ts';
import { groupType } from './grouping.ts';
import type { VisibleObject } from './objects.ts';
import type { Node } from './paging.ts';
import { scalarOf, valueTypeOf } from './values.ts';
import type { FieldDef } from '../types.ts';

const text = { type: new GraphQLNonNull(GraphQLString) };
const flag = { type: new GraphQLNonNull(GraphQLBoolean) };
const count = { type: new GraphQLNonNull(GraphQLInt) };

const PageInfo = new GraphQLObjectType({
  name: 'PageInfo',
  fields: {
    hasNextPage: flag,
    hasPreviousPage: flag,
    startCursor: { type: GraphQLString },
    endCursor: { type: GraphQLString },
  },
});

type InputOf = (object: string) => GraphQLInputObjectType;

export function schemaOf(objects: Map<string, VisibleObject>): GraphQLSchema {
  const filterOf: InputOf = each((object) => filterType(object, filterOf));
  const orderOf: InputOf = each((object) => orderType(object, orderOf));
  const recordOf = each(recordType);
  const connectionOf = each(connectionType);
  const groupOf: InputOf = each((object) => groupType(object, groupOf));
  const RecordQuery = new GraphQLObjectType<Node, Context>({
    name: 'RecordQuery',
    fields: () => Object.fromEntries([...objects.values()].map((object) => [object.def.name, listOf(object, null)])),
  });
  const RecordQueryAggregate = new GraphQLObjectType<Node, Context>({
    name: 'RecordQueryAggregate',
    fields: () => Object.fromEntries([...objects.values()].map((object) => [object.def.name, aggregateOf(object)])),
  });
  const UIAPI = new GraphQLObjectType({
    name: 'UIAPI',
    fields: {
      query: { type: new GraphQLNonNull(RecordQuery), resolve: () => ({}) },
      aggregate: { type: new GraphQLNonNull(RecordQueryAggregate), resolve: () => ({}) },
    },
  });
  return new GraphQLSchema({
    query: new GraphQLObjectType({
      name: 'Query',
      fields: { uiapi: { type: new GraphQLNonNull(UIAPI), resolve: () => ({}) } },
    }),
  });

  /** One type for each object, made when it is first asked for. */
  function each<T>(make: (object: VisibleObject) => T): (name: string) => T {
    const made = new Map<string, T>();
    return (name) => {
      const known = made.get(name) ?? make(objects.get(name)!);
      made.set(name, known);
      return known;
    };
  }

  function listOf(
    { def }: VisibleObject,
    parentField: string | null,
  ): GraphQLFieldConfig<Node, Context, ConnectionArgs> {
    const args: GraphQLFieldConfigArgumentMap = {
      first: { type: GraphQLInt },
      after: { type: GraphQLString },
      upperBound: { type: GraphQLInt },
      where: { type: filterOf(def.name) },
      orderBy: { type: orderOf(def.name) },
    };
    return {
      type: connectionOf(def.name),
      args,
      resolve: (parent, given, context, info) =>
        connection(def, given, context, info, parentField === null ? [] : [`${parentField} = '${parent['Id']}'`]),
    };
  }

  function connectionType({ def }: VisibleObject) {
    const Edge = new GraphQLObjectType({
      name: `${def.name}Edge`,
      fields: () => ({ node: { type: recordOf(def.name) }, cursor: text }),
    });
    return new GraphQLObjectType<Connection, Context>({
      name: `${def.name}Connection`,
      fields: {
        edges: { type: new GraphQLList(Edge) },
        pageInfo: { type: new GraphQLNonNull(PageInfo) },
        totalCount: count,
        pageResultCount: count,
      },
    });
  }

  function aggregateOf({ def, fields }: VisibleObject): GraphQLFieldConfig<Node, Context, AggregateArgs> {
    const values = [def.fields.get('Id')!, ...fields].flatMap((field) => {
      const type = aggregateTypeOf(field);
      return type === null ? [] : [[field.name, { type, resolve: ofField(field) }] as const];
    });
    const Aggregate = new GraphQLObjectType<Node, Context>({
      name: `${def.name}Aggregate`,
      fields: { ApiName: { ...text, resolve: () => def.name }, ...Object.fromEntries(values) },
    });
    const Result = new GraphQLObjectType<Node, Context>({
      name: `${def.name}Result`,
      fields: { aggregate: { type: Aggregate, resolve: (node) => node } },
    });
    return {
      type: new GraphQLObjectType<AggregateConnection, Context>({
        name: `${def.name}AggregateConnection`,
        fields: {
          edges: {
            type: new GraphQLList(
              new GraphQLObjectType({
                name: `${def.name}AggregateEdge`,
                fields: { node: { type: Result }, cursor: text },
              }),
            ),
          },
          pageInfo: { type: new GraphQLNonNull(PageInfo) },
          totalCount: count,
        },
      }),
      args: {
        first: { type: GraphQLInt },
        after: { type: GraphQLString },
        where: { type: filterOf(def.name) },
        groupBy: { type: groupOf(def.name) },
        orderBy: { type: orderOf(def.name) },
      },
      resolve: (_, given, context, info) => aggregateConnection(def, given, context, info),
    };
  }

  function recordType({ def, fields, parents, children }: VisibleObject): GraphQLObjectType<Node, Context> {
    const values = fields.flatMap((field) => {
      const type = scalarOf(field);
      if (type === null) return [];
      const resolve = (record: Node) => ({ field, value: valueOf(record[field.name], field.type) });
      return [[field.name, { type: valueTypeOf(type), resolve }] as const];
    });
    return new GraphQLObjectType<Node, Context>({
      name: def.name,
      fields: () => ({
        Id: { type: new GraphQLNonNull(GraphQLID) },
        ApiName: { ...text, resolve: () => def.name },
        DisplayValue: { type: GraphQLString, resolve: (record) => record[nameFieldOf(def)] },
        ...Object.fromEntries(values),
        ...Object.fromEntries(parents.map(({ name, object }) => [name, { type: recordOf(object) }])),
        ...Object.fromEntries(children.map(({ name, object, field }) => [name, listOf(objects.get(object)!, field)])),
      }),
    });
  }
}

const ofField =
  (field: FieldDef) =>
  (group: Node): AggregatedField =>
    (group['aggregate'] as (field: FieldDef) => AggregatedField)(field);

/** Instants end in Z here, not in +0000 as in REST. */
const valueOf = (value: unknown, type: string): unknown =>
  type === 'datetime' && typeof value === 'string' ? value.replace(/\+0000$/, 'Z') : value;
