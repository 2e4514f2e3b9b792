/** Stored values as REST writes them. */
import { addressParts } from '../schema/index.ts';
import type { ObjectDef, Row, Value } from '../types.ts';

/** An instant as REST writes it: `2026-11-23T11:35:16.000+0000`. */
export function wireInstant(stored: string): string {
  return stored.replace(/Z$/, '+0000');
}

/** A stored row as REST shows it. The id is there whether it was asked for or not. */
export function wireRecord(object: ObjectDef, id: string, row: Row, version: string): Record<string, unknown> {
  const record: Record<string, unknown> = {
    attributes: {
      type: object.name,
      url: `/services/data/v${version}/sobjects/${object.name}/${id}`,
    },
    Id: id,
  };
  for (const [name, value] of Object.entries(row)) record[name] = wireValue(object, name, value);
  for (const field of object.fields.values()) {
    if (field.type !== 'address') continue;
    const parts = Object.entries(addressParts(field.name));
    if (!parts.some(([, part]) => part in row)) continue;
    const address = Object.fromEntries(parts.map(([key, part]) => [key, row[part] ?? null]));
    record[field.name] = Object.values(address).every((part) => part === null) ? null : address;
  }
  return record;
}

function wireValue(object: ObjectDef, name: string, value: Value): Value {
  return typeof value === 'string' && object.fields.get(name)?.type === 'datetime' ? wireInstant(value) : value;
}
