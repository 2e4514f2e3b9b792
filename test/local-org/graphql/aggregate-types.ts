/** Types of what a query can ask of a group: `CurrencyAggregate`, `DateAggregate` and so on. */
import { GraphQLInt, GraphQLObjectType, GraphQLString, type GraphQLFieldConfigMap } from 'graphql';
import { dateFunctions } from '../soql/functions.ts';
import type { FieldDef } from '../types.ts';
import type { AggregatedField } from './aggregate.ts';
import type { Context } from './context.ts';
import { partName } from './grouping.ts';
import { byType, Long, notKnown, scalarOf, valueTypeOf, type FieldValue } from './values.ts';

type Fields = GraphQLFieldConfigMap<AggregatedField, Context>;

const numbers = ['Int', 'Double', 'Currency', 'Percent'];
const texts = [
  'String',
  'ID',
  'Email',
  'PhoneNumber',
  'Url',
  'Picklist',
  'TextArea',
  'LongTextArea',
  'Date',
  'DateTime',
];

/** The type for a field; null where the org sums up nothing of such fields. */
export function aggregateTypeOf(field: FieldDef): GraphQLObjectType | null {
  const scalar = scalarOf(field);
  if (scalar === null || ![...numbers, ...texts, 'Boolean'].includes(scalar.name)) return null;
  const name = `${{ LongTextArea: 'TextArea', DateTime: 'Date' }[scalar.name] ?? scalar.name}Aggregate`;
  const known = types.get(name) ?? new GraphQLObjectType({ name, fields: fieldsFor(field) });
  types.set(name, known);
  return known;
}
const types = new Map<string, GraphQLObjectType>();

function fieldsFor(field: FieldDef): Fields {
  const scalar = scalarOf(field)!;
  const isDate = scalar.name === 'Date' || scalar.name === 'DateTime';
  const own = isDate ? byType.date : scalar;
  const ownValue = valueTypeOf(own);
  const values: Fields = {
    value: { type: own, resolve: ({ found }) => found('value') },
    displayValue: {
      type: GraphQLString,
      resolve: ({ field, found }, _, { display }) => display(field, found('value')),
    },
  };
  if (scalar.name === 'Boolean') return values;
  const extremes: Fields = Object.fromEntries(
    ['max', 'min'].map((call) => [call, { type: ownValue, resolve: extreme(call) }]),
  );
  const counts: Fields = Object.fromEntries(
    ['count', 'countDistinct'].map((call) => [call, { type: valueTypeOf(Long), resolve: counted(call) }]),
  );
  if (scalar.name === 'Picklist') {
    values['label'] = {
      type: GraphQLString,
      resolve: ({ field, found }, _, { display }) => display(field, found('value')),
    };
  }
  return {
    ...values,
    ...counts,
    ...extremes,
    ...(numbers.includes(scalar.name) ? sums(scalar.name === 'Int' ? valueTypeOf(Long) : ownValue) : {}),
    ...(isDate ? dateParts() : {}),
  };
}

const counted =
  (call: string) =>
  ({ field, found }: AggregatedField): FieldValue => ({
    field: { ...field, type: 'int', scale: 0 },
    value: found(call),
  });

/** Whether the org gives an instant whole or its day alone is not known, so neither is given. */
const extreme =
  (call: string) =>
  ({ object, field, found }: AggregatedField): FieldValue => {
    if (field.type === 'datetime') throw notKnown(`${object.name}.${field.name}.${call}`);
    return { field, value: found(call) };
  };

const sums = (sum: GraphQLObjectType): Fields => ({
  sum: { type: sum, resolve: ({ field, found }): FieldValue => ({ field, value: found('sum') }) },
  // To how many decimals an org shows an average is not known.
  avg: {
    type: valueTypeOf(byType.double),
    resolve: ({ field, found }): FieldValue => ({
      field,
      value: found('avg'),
      notShown: `${field.name}.avg.displayValue`,
    }),
  },
});

const DatePart = new GraphQLObjectType({
  name: 'DateFunctionAggregation',
  fields: { value: { type: GraphQLInt, resolve: (part: unknown) => part } },
});
const Day = new GraphQLObjectType({
  name: 'DateOnlyAggregation',
  fields: { value: { type: byType.date, resolve: (part: unknown) => part } },
});

const dateParts = (): Fields =>
  Object.fromEntries(
    dateFunctions.map((call) => [
      partName(call),
      { type: call === 'DAY_ONLY' ? Day : DatePart, resolve: ({ found }: AggregatedField) => found(partName(call)) },
    ]),
  );
