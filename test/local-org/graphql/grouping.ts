/** `groupBy`: its types for each object, and the SOQL that it stands for. */
import { GraphQLBoolean, GraphQLEnumType, GraphQLInputObjectType } from 'graphql';
import { parentField } from '../schema/index.ts';
import { dateFunctions } from '../soql/functions.ts';
import { isGroupable } from '../soql/operand.ts';
import { OrgError, type FieldDef, type ObjectDef, type OrgSchema } from '../types.ts';
import type { Filter } from './filter.ts';
import type { VisibleObject } from './objects.ts';

export interface Group {
  /** Path from the queried object. */
  path: string;
  sql: string;
  /** What of the field the group shows: its `value`, or a part of an instant such as `calendarMonth`. */
  shows: string;
}

const GroupByClause = new GraphQLInputObjectType({
  name: 'GroupByClause',
  fields: { group: { type: GraphQLBoolean } },
});
const GroupByDateFunction = new GraphQLInputObjectType({
  name: 'GroupByDateFunction',
  fields: {
    function: {
      type: new GraphQLEnumType({
        name: 'GroupByFunction',
        values: Object.fromEntries(dateFunctions.map((name) => [name, {}])),
      }),
    },
  },
});
const GroupByType = new GraphQLEnumType({ name: 'GroupByType', values: { GROUP_BY: {}, ROLLUP: {}, CUBE: {} } });

/** `calendarMonth` for `CALENDAR_MONTH`. */
export const partName = (call: string): string =>
  call.toLowerCase().replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

/** Instants are grouped by a part of them, everything else by its value. */
export function groupType(
  { def, fields, parents }: VisibleObject,
  groupOf: (object: string) => GraphQLInputObjectType,
): GraphQLInputObjectType {
  const own = (field: FieldDef) => {
    if (field.type === 'datetime') return [[field.name, { type: GroupByDateFunction }] as const];
    return isGroupable(field) ? [[field.name, { type: GroupByClause }] as const] : [];
  };
  return new GraphQLInputObjectType({
    name: `${def.name}_GroupBy`,
    fields: () => ({
      Id: { type: GroupByClause },
      ...Object.fromEntries(fields.flatMap(own)),
      ...Object.fromEntries(parents.map(({ name, object }) => [name, { type: groupOf(object) }])),
      type: { type: GroupByType },
    }),
  });
}

/** Throws for subtotals, which this org does not work out. */
export function groupsOf(schema: OrgSchema, object: ObjectDef, groupBy: Filter, path = ''): Group[] {
  return Object.entries(groupBy).flatMap(([name, given]) => {
    if (given === null || given === undefined) return [];
    if (name === 'type') {
      if (given === 'GROUP_BY') return [];
      throw new OrgError(501, 'NOT_IMPLEMENTED', `groupBy of the type ${given} is not supported by this stand-in org`);
    }
    const clause = given as { group?: boolean; function?: string };
    if (object.fields.has(name)) return groupBySql(`${path}${name}`, clause);
    const parent = schema.objects.get(parentField(object, name)?.referenceTo[0] ?? '');
    return parent ? groupsOf(schema, parent, given as Filter, `${path}${name}.`) : [];
  });
}

function groupBySql(path: string, clause: { group?: boolean; function?: string }): Group[] {
  if (clause.group === true) return [{ path, sql: path, shows: 'value' }];
  if (clause.function === undefined) return [];
  return [{ path, sql: `${clause.function}(${path})`, shows: partName(clause.function) }];
}
