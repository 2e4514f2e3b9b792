/** Types of values under Salesforce's names, which variables must be declared with: Picklist, Currency, DateTime and so on. */
import {
  GraphQLBoolean,
  GraphQLError,
  GraphQLID,
  GraphQLInt,
  GraphQLObjectType,
  GraphQLScalarType,
  GraphQLString,
  type GraphQLFieldConfig,
} from 'graphql';
import { OrgError, type FieldDef } from '../types.ts';
import type { Context } from './context.ts';

/** A field's value, on its way to `{ value displayValue }`. */
export interface FieldValue {
  field: FieldDef;
  value: unknown;
  /** Set where it is not known how a real org shows the value: what a refusal names. */
  notShown?: string;
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?(Z|[+-]\d{2}:?\d{2})$/;

const scalar = (name: string, fits: (value: unknown) => boolean): GraphQLScalarType =>
  new GraphQLScalarType({
    name,
    parseValue(value) {
      if (!fits(value)) throw new GraphQLError(`${JSON.stringify(value)} is not a valid ${name}`);
      return value;
    },
  });
const isText = (value: unknown): boolean => typeof value === 'string';
const isNumber = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value);
const matches = (pattern: RegExp) => (value: unknown) => typeof value === 'string' && pattern.test(value);

const text = (name: string) => scalar(name, isText);
const number = (name: string) => scalar(name, isNumber);
const TextArea = text('TextArea');
const LongTextArea = text('LongTextArea');
const Latitude = number('Latitude');
const Longitude = number('Longitude');
/** Counts, which may pass what fits 32 bits. */
export const Long = number('Long');

export const byType = {
  id: GraphQLID,
  reference: GraphQLID,
  string: GraphQLString,
  email: text('Email'),
  phone: text('PhoneNumber'),
  url: text('Url'),
  picklist: text('Picklist'),
  multipicklist: text('MultiPicklist'),
  encryptedstring: text('EncryptedString'),
  boolean: GraphQLBoolean,
  int: GraphQLInt,
  double: number('Double'),
  currency: number('Currency'),
  percent: number('Percent'),
  date: scalar('Date', matches(/^\d{4}-\d{2}-\d{2}$/)),
  datetime: scalar('DateTime', matches(INSTANT)),
  time: scalar('Time', matches(/^\d{2}:\d{2}:\d{2}(\.\d{1,3})?Z?$/)),
};

/** The type of a field's value; null for compound fields, which have none. */
export function scalarOf(field: FieldDef): GraphQLScalarType | null {
  if (field.type === 'address') return null;
  if (field.type === 'textarea') return field.length > 255 ? LongTextArea : TextArea;
  if (field.type === 'double' && field.name.endsWith('Latitude')) return Latitude;
  if (field.type === 'double' && field.name.endsWith('Longitude')) return Longitude;
  return byType[field.type];
}

const valueTypes = new Map<GraphQLScalarType, GraphQLObjectType>();

const labelled: GraphQLFieldConfig<FieldValue, Context> = {
  type: GraphQLString,
  resolve: ({ field, value }, _, { display }) => display(field, value),
};

/** A refusal inside an answer: what a real org says here is not known. */
export const notKnown = (what: string): OrgError =>
  new OrgError(501, 'NOT_IMPLEMENTED', `GraphQL: ${what} is not supported by this stand-in org`);

/** `PicklistValue` for `Picklist`. */
export function valueTypeOf(type: GraphQLScalarType): GraphQLObjectType {
  const known = valueTypes.get(type);
  if (known) return known;
  const made = new GraphQLObjectType<FieldValue, Context>({
    name: `${type.name}Value`,
    fields: {
      value: { type, resolve: ({ value }) => value },
      displayValue: {
        type: GraphQLString,
        resolve: ({ field, value, notShown }, _, { display }) => {
          if (notShown !== undefined) throw notKnown(notShown);
          return display(field, value);
        },
      },
      ...(type.name.endsWith('Picklist') ? { label: labelled } : {}),
    },
  });
  valueTypes.set(type, made);
  return made;
}
