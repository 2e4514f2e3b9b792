/** Parents named by an external id instead of an id: `{Opportunity__r: {Key__c: 'x'}}`. */
import { parentField } from '../schema/index.ts';
import { OrgError, type Records, type Row, type Value } from '../types.ts';
import { findField } from './formula/references.ts';

export type Nested = { [name: string]: unknown };

const isValue = (value: unknown): value is Value =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value);

/**
 * Replaces each nested parent by its id, so that what is left can be saved. Throws OrgError 400 with Salesforce's
 * words where the relationship, the external id field or the parent does not exist, or more than one parent fits.
 */
export function resolveParents(records: Records, objectName: string, values: Nested): Row {
  const object = records.schema.objects.get(objectName);
  if (!object) throw new OrgError(404, 'NOT_FOUND', 'The requested resource does not exist');
  const row: Row = {};
  for (const [name, value] of Object.entries(values)) {
    if (name === 'attributes') continue;
    if (isValue(value)) {
      row[name] = value;
      continue;
    }
    const reference = parentField(object, name);
    if (!reference || typeof value !== 'object') {
      throw new OrgError(400, 'INVALID_FIELD', `No such column '${name}' on sobject of type ${objectName}`, [name]);
    }
    row[reference.name] = parentId(records, reference.referenceTo, value as Nested, name);
  }
  return row;
}

function parentId(records: Records, targets: string[], nested: Nested, relationship: string): string {
  const given = Object.entries(nested).filter(([name]) => name !== 'attributes');
  const [key, value] = given[0] ?? ['', null];
  if (given.length !== 1 || !isValue(value)) {
    throw new OrgError(
      400,
      'INVALID_FIELD',
      `More than 1 field provided in an external foreign key reference in entity: ${relationship}`,
    );
  }
  const target = targets.map((name) => records.schema.objects.get(name)).find((each) => each && findField(each, key));
  const field = target && findField(target, key);
  if (!target || !field?.externalId) {
    throw new OrgError(
      400,
      'INVALID_FIELD',
      `Foreign key external ID: ${key} is not an external id field of ${targets.join(', ')}`,
      [key],
    );
  }
  const live = target.fields.has('IsDeleted') ? ' AND "IsDeleted" = 0' : '';
  const found = records.database
    .prepare(`SELECT "Id" AS id FROM "${target.name}" WHERE "${field.name}" = ?${live} LIMIT 2`)
    .all(typeof value === 'boolean' ? Number(value) : value);
  const id = found[0]?.['id'];
  if (found.length > 1) {
    throw new OrgError(
      400,
      'DUPLICATE_EXTERNAL_ID',
      `Foreign key external ID: ${String(value)} found more than once for field ${field.name} in entity ${target.name}`,
    );
  }
  if (id === undefined) {
    throw new OrgError(
      400,
      'INVALID_FIELD',
      `Foreign key external ID: ${String(value)} not found for field ${field.name} in entity ${target.name}`,
    );
  }
  return String(id);
}
