/** Parents that may be of several objects, such as a task's What: what they have in common, as the Name object has it. */
import type { FieldDef } from '../types.ts';
import type { Compilation } from './compilation.ts';
import { fieldNamed, nameFieldOf, type PolymorphicPlace, type Reached } from './reached.ts';

/** Fields of the Name object that this org knows besides Id, Name and Type. */
const shared = [
  'Alias',
  'Email',
  'FirstName',
  'IsActive',
  'LastName',
  'Phone',
  'ProfileId',
  'Title',
  'UserRoleId',
  'Username',
];

/** SQL of a case for each object that the reference may point to, told apart by the first three characters of the id. */
export function byTarget(
  compilation: Compilation,
  place: PolymorphicPlace,
  value: (target: NonNullable<ReturnType<Compilation['viewer']['object']>>) => string | null,
): string {
  const cases = place.reference.referenceTo.flatMap((name) => {
    const target = compilation.viewer.object(name);
    const sql = target && value(target);
    return target && sql ? [`WHEN '${target.keyPrefix}' THEN ${sql}`] : [];
  });
  return cases.length === 0 ? 'NULL' : `CASE substr(${place.sql}, 1, 3) ${cases.join(' ')} END`;
}

export function namedPart(
  compilation: Compilation,
  place: PolymorphicPlace,
  name: string,
  missing: () => Error,
): Reached {
  const reached = (field: FieldDef, sql: string): Reached => ({ field, entity: 'Name', sql, fromParent: true, place });
  const lower = name.toLowerCase();
  if (lower === 'id') return reached({ ...place.reference, name: 'Id', type: 'id' }, place.sql);
  if (lower === 'type')
    return reached(
      { ...place.reference, name: 'Type', type: 'string' },
      byTarget(compilation, place, (target) => `'${target.name}'`),
    );
  if (lower === 'name') {
    const sql = byTarget(compilation, place, (target) =>
      lookUp(compilation, target.name, nameFieldOf(target), place.sql, '1'),
    );
    return reached({ ...place.reference, name: 'Name', type: 'string' }, sql);
  }
  const known = shared.find((each) => each.toLowerCase() === lower);
  const fields = place.reference.referenceTo.flatMap((target) => {
    const object = compilation.viewer.object(target);
    const field = object && fieldNamed(object, name);
    return object && field && compilation.viewer.mayRead(object, field.name) ? [field] : [];
  });
  const [first] = fields;
  if (!known || !first) throw missing();
  const sql = byTarget(compilation, place, (target) => {
    const field = fieldNamed(target, known);
    if (!field || !compilation.viewer.mayRead(target, field.name)) return null;
    const alias = compilation.alias();
    return lookUp(compilation, target.name, field.name, place.sql, compilation.viewer.visible(target, alias), alias);
  });
  return reached(first, sql);
}

function lookUp(
  compilation: Compilation,
  table: string,
  field: string,
  id: string,
  visible: string,
  alias = compilation.alias(),
): string {
  return `(SELECT ${alias}."${field}" FROM "${table}" ${alias} WHERE ${alias}."Id" = ${id} AND ${visible})`;
}
