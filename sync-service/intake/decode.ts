/** Change events out of their Avro form. */
import avro from 'avsc';
import { fieldsOfBitmaps, type SchemaField } from './bitmap.ts';
import type { Change, ChangeType } from './intake.ts';
import { exactLong } from './long.ts';

/** An event's schema, ready to decode with. */
export interface EventSchema {
  type: avro.Type;
  fields: SchemaField[];
  /** Names of the fields that hold a day, which come as the milliseconds of its midnight in UTC. */
  dates: Set<string>;
}

/** Reads a schema as GetSchema gives it. @throws where it is no schema of a record */
export function readSchema(schemaJson: string): EventSchema {
  const schema = JSON.parse(schemaJson) as { fields: { name: string; doc?: string }[] };
  const type = avro.Type.forSchema(schema as avro.Schema, { registry: { long: exactLong }, wrapUnions: 'auto' });
  if (!isRecord(type)) throw new Error('the schema of an event is not that of a record');
  // The kind of a field is told by its description only: `Data:DateOnly:00N…` and `Data:DateTime` are both longs.
  const dates = schema.fields.filter(({ doc }) => doc?.split(':')[1] === 'DateOnly').map(({ name }) => name);
  const fields = type.fields.map((field) => ({ name: field.name, parts: partsOf(field.type) }));
  return { type, fields, dates: new Set(dates) };
}

/** Names of the parts of a compound field, through the union that makes it optional. */
function partsOf(type: avro.Type): string[] {
  const choices = 'types' in type ? (type as avro.types.UnwrappedUnionType).types : [type];
  return choices.filter(isRecord).flatMap((record) => record.fields.map(({ name }) => name));
}

const isRecord = (type: avro.Type): type is avro.types.RecordType => type.typeName === 'record';

interface Header {
  entityName: string;
  recordIds: string[];
  changeType: ChangeType;
  changeOrigin: string;
  transactionKey: string;
  sequenceNumber: number;
  commitTimestamp: number | bigint;
  commitUser: string;
  nulledFields: string[];
  diffFields: string[];
  changedFields: string[];
}

/**
 * Decodes one event.
 * @param named gives a name as the source has it, without the org's namespace
 * @throws where payload and schema do not belong together
 */
export function decodeChange(schema: EventSchema, payload: Buffer, named: (name: string) => string): Change {
  const { ChangeEventHeader, ...values } = schema.type.fromBuffer(payload) as {
    ChangeEventHeader: Header;
    [field: string]: unknown;
  };
  const header = ChangeEventHeader;
  const flat = flatten(values, schema.dates);
  const names = (bitmaps: string[]) =>
    fieldsOfBitmaps(schema.fields, bitmaps).flatMap((name) => partsIfEmptied(name, schema.fields, flat));
  const diffed = new Set(names(header.diffFields));
  const changed = header.changeType === 'UPDATE' ? names(header.changedFields) : present(flat);
  const shown = changed.filter((name) => !diffed.has(name));
  const nulled = names(header.nulledFields);
  return {
    entity: named(header.entityName),
    recordIds: recordIds(header),
    changeType: header.changeType,
    fields: header.changeType.startsWith('GAP_')
      ? null
      : Object.fromEntries([...shown, ...nulled].map((name) => [named(apiName(name)), flat.get(name) ?? null])),
    nulled: nulled.map((name) => named(apiName(name))),
    unsent: [...diffed].map((name) => named(apiName(name))),
    at: Number(header.commitTimestamp),
    by: header.commitUser === '' ? null : header.commitUser,
    origin: header.changeOrigin,
    transactionKey: header.transactionKey,
    sequence: header.sequenceNumber,
  };
}

/** `006*` stands for every record of the object, the empty id of an overflow for records that are not named. */
function recordIds({ recordIds: ids, changeType }: Header): string[] | 'all' {
  return changeType === 'GAP_OVERFLOW' || ids.some((id) => id.endsWith('*')) ? 'all' : ids;
}

/** Values by field name, those of compound fields by `BillingAddress.City`. */
function flatten(values: Record<string, unknown>, dates: ReadonlySet<string>): Map<string, unknown> {
  const flat = new Map<string, unknown>();
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === 'object' && value !== null) {
      for (const [part, inner] of Object.entries(value)) flat.set(`${name}.${part}`, inner);
    } else {
      flat.set(name, dates.has(name) && value !== null ? new Date(Number(value)).toISOString().slice(0, 10) : value);
    }
  }
  return flat;
}

/** A compound field that was emptied as a whole stands for its parts. */
function partsIfEmptied(name: string, fields: readonly SchemaField[], flat: ReadonlyMap<string, unknown>): string[] {
  const parts = fields.find((field) => field.name === name)?.parts ?? [];
  if (parts.length === 0 || (flat.get(name) ?? null) !== null) return [name];
  return parts.map((part) => `${name}.${part}`);
}

const present = (flat: ReadonlyMap<string, unknown>): string[] =>
  [...flat].filter(([, value]) => value !== null).map(([name]) => name);

/** `BillingAddress.City` → `BillingCity`, `Name.LastName` → `LastName`, `Place__c.Latitude` → `Place__Latitude__s`. */
function apiName(name: string): string {
  const [compound = '', part] = name.split('.');
  if (part === undefined) return name;
  if (compound.endsWith('Address')) return compound.slice(0, -'Address'.length) + part;
  return compound.endsWith('__c') ? `${compound.slice(0, -1)}${part}__s` : part;
}
