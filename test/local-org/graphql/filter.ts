/** `where` and `orderBy`: their types for each object, and the SOQL that they stand for. */
import {
  GraphQLBoolean,
  GraphQLEnumType,
  GraphQLInputObjectType,
  GraphQLInt,
  GraphQLList,
  type GraphQLInputType,
  type GraphQLScalarType,
} from 'graphql';
import { parentField } from '../schema/index.ts';
import { isFilterable, isSortable } from '../soql/operand.ts';
import { OrgError, type FieldDef, type ObjectDef, type OrgSchema } from '../types.ts';
import type { VisibleObject } from './objects.ts';
import { scalarOf } from './values.ts';

export type Filter = Record<string, unknown>;

const comparisons: Record<string, string> = {
  eq: '=',
  ne: '!=',
  gt: '>',
  gte: '>=',
  lt: '<',
  lte: '<=',
  like: 'LIKE',
  in: 'IN',
  nin: 'NOT IN',
  includes: 'INCLUDES',
  excludes: 'EXCLUDES',
};
const lists = ['in', 'nin', 'includes', 'excludes'];
const plain = ['eq', 'ne'];
const ordered = [...plain, 'gt', 'gte', 'lt', 'lte', 'in', 'nin'];

const spans = ['DAYS', 'WEEKS', 'MONTHS', 'QUARTERS', 'YEARS', 'FISCAL_QUARTERS', 'FISCAL_YEARS'];
const units = ['WEEK', 'MONTH', 'QUARTER', 'YEAR', 'FISCAL_QUARTER', 'FISCAL_YEAR'];
const literals = [
  ...['YESTERDAY', 'TODAY', 'TOMORROW', 'LAST_90_DAYS', 'NEXT_90_DAYS'],
  ...['LAST', 'THIS', 'NEXT'].flatMap((which) => units.map((unit) => `${which}_${unit}`)),
];
const DateLiteral = new GraphQLEnumType({
  name: 'DateLiteral',
  values: Object.fromEntries(literals.map((name) => [name, {}])),
});
const DateRange = new GraphQLInputObjectType({
  name: 'DateRange',
  fields: Object.fromEntries(
    ['last', 'next'].flatMap((which) =>
      spans.map((span) => [`${which}_n_${span.toLowerCase()}`, { type: GraphQLInt }] as const),
    ),
  ),
});

const operatorTypes = new Map<GraphQLScalarType, GraphQLInputObjectType>();

/** `PicklistOperators` for `Picklist`. */
function operatorsOf(type: GraphQLScalarType): GraphQLInputObjectType {
  const known = operatorTypes.get(type);
  if (known) return known;
  const name = { ID: 'Id', Int: 'Integer' }[type.name] ?? type.name;
  const value: GraphQLInputType = ['Date', 'DateTime'].includes(type.name)
    ? new GraphQLInputObjectType({
        name: `${type.name}Input`,
        fields: { value: { type }, literal: { type: DateLiteral }, range: { type: DateRange } },
      })
    : type;
  const made = new GraphQLInputObjectType({
    name: `${name}Operators`,
    fields: Object.fromEntries(
      operatorsFor(type).map((each) => [each, { type: lists.includes(each) ? new GraphQLList(value) : value }]),
    ),
  });
  operatorTypes.set(type, made);
  return made;
}

function operatorsFor(type: GraphQLScalarType): string[] {
  if (type === GraphQLBoolean) return plain;
  if (type.name === 'MultiPicklist') return [...plain, 'includes', 'excludes'];
  const isText = ['String', 'Picklist', 'Email', 'PhoneNumber', 'Url', 'TextArea'].includes(type.name);
  return isText ? [...ordered, 'like'] : ordered;
}

const ResultOrder = new GraphQLEnumType({ name: 'ResultOrder', values: { ASC: {}, DESC: {} } });
const NullOrder = new GraphQLEnumType({ name: 'NullOrder', values: { FIRST: {}, LAST: {} } });
const OrderByClause = new GraphQLInputObjectType({
  name: 'OrderByClause',
  fields: { order: { type: ResultOrder }, nulls: { type: NullOrder } },
});

/** @param filterOf gives the type of a parent's filter */
export function filterType(
  { def, fields, parents }: VisibleObject,
  filterOf: (object: string) => GraphQLInputObjectType,
): GraphQLInputObjectType {
  const own = (field: FieldDef) => {
    const type = scalarOf(field);
    return type !== null && isFilterable(field) ? [[field.name, { type: operatorsOf(type) }] as const] : [];
  };
  const type: GraphQLInputObjectType = new GraphQLInputObjectType({
    name: `${def.name}_Filter`,
    fields: () => ({
      and: { type: new GraphQLList(type) },
      or: { type: new GraphQLList(type) },
      not: { type },
      Id: { type: operatorsOf(scalarOf(def.fields.get('Id')!)!) },
      ...Object.fromEntries(fields.flatMap(own)),
      ...Object.fromEntries(parents.map(({ name, object }) => [name, { type: filterOf(object) }])),
    }),
  });
  return type;
}

export function orderType(
  { def, fields, parents }: VisibleObject,
  orderOf: (object: string) => GraphQLInputObjectType,
): GraphQLInputObjectType {
  const sortable = ['Id', ...fields.filter(isSortable).map((field) => field.name)];
  return new GraphQLInputObjectType({
    name: `${def.name}_OrderBy`,
    fields: () => ({
      ...Object.fromEntries(sortable.map((name) => [name, { type: OrderByClause }])),
      ...Object.fromEntries(parents.map(({ name, object }) => [name, { type: orderOf(object) }])),
    }),
  });
}

/** The conditions of a filter, all of which must hold; fields by their path from the queried object. */
export function conditionsOf(schema: OrgSchema, object: ObjectDef, filter: Filter, path = ''): string[] {
  return Object.entries(filter).flatMap(([key, given]) => {
    if (given === null || given === undefined) return [];
    const inner = (each: unknown) => conditionsOf(schema, object, each as Filter, path);
    if (key === 'and') return (given as Filter[]).flatMap(inner);
    if (key === 'or')
      return joined(
        (given as Filter[]).flatMap((each) => joined(inner(each), 'AND')),
        'OR',
      );
    if (key === 'not') return joined(inner(given), 'AND').map((condition) => `(NOT ${condition})`);
    const field = object.fields.get(key);
    if (field) return comparisonsOf(field, `${path}${key}`, given as Filter);
    return conditionsOf(schema, parentOf(schema, object, key), given as Filter, `${path}${key}.`);
  });
}

/** One condition in brackets; none of none. */
const joined = (conditions: string[], operator: 'AND' | 'OR'): string[] =>
  conditions.length === 0 ? [] : [`(${conditions.join(` ${operator} `)})`];

const comparisonsOf = (field: FieldDef, path: string, operators: Filter): string[] =>
  Object.entries(operators).map(([operator, value]) => {
    const written = lists.includes(operator)
      ? `(${[value].flat().map((each) => literalOf(field, each))})`
      : literalOf(field, value);
    return `${path} ${comparisons[operator]} ${written}`;
  });

function literalOf(field: FieldDef, value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (field.type === 'date' || field.type === 'datetime') return momentOf(value as Filter);
  if (typeof value === 'string') return quoted(value);
  // SOQL has no exponents.
  if (typeof value === 'number') return String(value).includes('e') ? value.toFixed(field.scale) : String(value);
  return String(value);
}

/** `{ value }`, `{ literal }` or `{ range }`: one of them. */
function momentOf(given: Filter): string {
  const [[kind, value] = [], ...more] = Object.entries(given);
  if (kind === undefined || more.length > 0) {
    throw new OrgError(400, 'INVALID_INPUT', 'A date is given by one of value, literal and range');
  }
  if (value === null || value === undefined) return 'null';
  if (kind !== 'range') return String(value);
  const [[span, count] = [], ...others] = Object.entries(value);
  if (span === undefined || others.length > 0) throw new OrgError(400, 'INVALID_INPUT', 'A range has one span');
  return `${span.toUpperCase()}:${String(count)}`;
}

const quoted = (value: string): string =>
  `'${value.replace(/[\\']/g, '\\$&').replace(/\n/g, '\\n').replace(/\r/g, '\\r')}'`;

/** ORDER BY terms in the order in which they were written. */
export function orderOf(schema: OrgSchema, object: ObjectDef, orderBy: Filter, path = ''): string[] {
  return Object.entries(orderBy).flatMap(([name, given]) => {
    if (given === null || given === undefined) return [];
    const clause = given as Filter;
    if (object.fields.has(name)) {
      return [`${path}${name} ${clause['order'] ?? 'ASC'} NULLS ${clause['nulls'] ?? 'FIRST'}`];
    }
    return orderOf(schema, parentOf(schema, object, name), clause, `${path}${name}.`);
  });
}

function parentOf(schema: OrgSchema, object: ObjectDef, name: string): ObjectDef {
  const parent = schema.objects.get(parentField(object, name)?.referenceTo[0] ?? '');
  if (!parent) throw new TypeError(`${object.name} has no ${name}`);
  return parent;
}
