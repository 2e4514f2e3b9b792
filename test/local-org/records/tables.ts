/** Layout of the database: a table an object, a column a stored field. */
import type { DatabaseSync } from 'node:sqlite';
import { isAnyType } from '../schema/index.ts';
import type { FieldDef, ObjectDef, OrgSchema } from '../types.ts';

/** Formula fields and compound addresses are computed whenever they are asked for. */
export const isStored = (field: FieldDef): boolean => field.formula === null && field.type !== 'address';

export const storedFields = (object: ObjectDef): FieldDef[] => [...object.fields.values()].filter(isStored);

export const quoted = (name: string): string => `"${name}"`;

function columnType(object: ObjectDef, field: FieldDef): string {
  if (isAnyType(object, field)) return '';
  switch (field.type) {
    case 'id':
      return 'TEXT PRIMARY KEY';
    case 'boolean':
      return 'INTEGER NOT NULL DEFAULT 0';
    case 'int':
    case 'double':
    case 'currency':
    case 'percent':
      return 'REAL';
    case 'reference':
    case 'date':
    case 'datetime':
    case 'time':
      return 'TEXT';
    case 'string':
    case 'textarea':
    case 'email':
    case 'phone':
    case 'url':
    case 'picklist':
    case 'multipicklist':
    case 'encryptedstring':
      // Text compares without regard to case, as in SOQL and in unique fields.
      return 'TEXT COLLATE NOCASE';
    case 'address':
      throw new Error(`${object.name}.${field.name}: an address is not stored`);
  }
}

const isIndexed = (field: FieldDef): boolean =>
  field.externalId ||
  field.unique ||
  field.name === 'SystemModstamp' ||
  (field.type === 'reference' && field.name !== 'CreatedById' && field.name !== 'LastModifiedById');

/** Creates tables and indexes where they are missing. A column that a kept file lacks is added, empty. */
export function createTables(database: DatabaseSync, schema: OrgSchema): void {
  for (const object of schema.objects.values()) {
    const columns = storedFields(object).map((field) => `${quoted(field.name)} ${columnType(object, field)}`);
    const table = quoted(object.name);
    database.exec(`CREATE TABLE IF NOT EXISTS ${table} (${columns.join(', ')})`);
    const present = new Set(
      database
        .prepare(`SELECT name FROM pragma_table_info(?)`)
        .all(object.name)
        .map((row) => row['name']),
    );
    for (const field of storedFields(object)) {
      if (!present.has(field.name)) {
        database.exec(`ALTER TABLE ${table} ADD COLUMN ${quoted(field.name)} ${columnType(object, field)}`);
      }
      if (!isIndexed(field)) continue;
      database.exec(
        `CREATE INDEX IF NOT EXISTS ${quoted(`${object.name}.${field.name}`)} ON ${table} (${quoted(field.name)})`,
      );
    }
  }
}
