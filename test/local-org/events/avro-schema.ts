/** The Avro schema of an entity's change events, made from the org's schema as Salesforce makes it. */
import { createHash } from 'node:crypto';
import avro from 'avsc';
import { exactLong } from '../../../sync-service/intake/long.ts';
import type { FieldDef, FieldType, ObjectDef } from '../types.ts';
import { addressParts } from '../schema/index.ts';

/** Where a field is in the event: its position in the record, and in the compound field it is part of. */
export interface FieldPlace {
  position: number;
  part: number | null;
  /** Name in the event, and of the part. */
  name: string;
  partName: string | null;
  type: FieldType;
}

export interface EventLayout {
  entity: string;
  /** Fingerprint of the schema: another schema, another id. */
  schemaId: string;
  schemaJson: string;
  type: avro.Type;
  /** By API name of the field, such as `StageName` or `BillingCity`. */
  places: Map<string, FieldPlace>;
  /** Names of the record's fields in the event, the header first. */
  fieldNames: string[];
}

const changeTypes = [
  'CREATE',
  'UPDATE',
  'DELETE',
  'UNDELETE',
  'GAP_CREATE',
  'GAP_UPDATE',
  'GAP_DELETE',
  'GAP_UNDELETE',
  'GAP_OVERFLOW',
  'SNAPSHOT',
];
const strings = { type: 'array', items: 'string' };
const header = {
  name: 'ChangeEventHeader',
  type: {
    type: 'record',
    name: 'ChangeEventHeader',
    fields: [
      { name: 'entityName', type: 'string' },
      { name: 'recordIds', type: strings },
      { name: 'changeType', type: { type: 'enum', name: 'ChangeType', symbols: changeTypes } },
      { name: 'changeOrigin', type: 'string' },
      { name: 'transactionKey', type: 'string' },
      { name: 'sequenceNumber', type: 'int' },
      { name: 'commitTimestamp', type: 'long' },
      { name: 'commitNumber', type: 'long' },
      { name: 'commitUser', type: 'string' },
      { name: 'nulledFields', type: strings },
      { name: 'diffFields', type: strings },
      { name: 'changedFields', type: strings },
    ],
  },
};

/** Avro type and what the description calls it. Days and instants are both milliseconds; only the description differs. */
const types: Record<Exclude<FieldType, 'id' | 'address'>, [avroType: string, called: string]> = {
  string: ['string', 'Data:Text'],
  textarea: ['string', 'Data:MultiLineText'],
  email: ['string', 'Data:Email'],
  phone: ['string', 'Data:Phone'],
  url: ['string', 'Data:Url'],
  picklist: ['string', 'Data:DynamicEnum'],
  multipicklist: ['string', 'Data:MultiEnum'],
  boolean: ['boolean', 'Data:Boolean'],
  int: ['int', 'Data:Integer'],
  double: ['double', 'Data:Double'],
  currency: ['double', 'Data:Currency'],
  percent: ['double', 'Data:Percent'],
  date: ['long', 'Data:DateOnly'],
  datetime: ['long', 'Data:DateTime'],
  time: ['long', 'Data:TimeOnly'],
  reference: ['string', 'ForeignKey:EntityId'],
  encryptedstring: ['string', 'Data:EncryptedText'],
};

/**
 * Fields whose value is not on the record or is derived from another one: events do not have them. `SystemModstamp` and
 * `IsDeleted` are left out by name in Salesforce's documentation.
 */
const leftOut = new Set([
  'Id',
  'IsDeleted',
  'SystemModstamp',
  'MasterRecordId',
  'LastActivityDate',
  'LastViewedDate',
  'LastReferencedDate',
  'HasOpenActivity',
  'HasOverdueTask',
  'Fiscal',
  'FiscalQuarter',
  'FiscalYear',
]);
const personNameParts = ['Salutation', 'FirstName', 'LastName'];

/** The layout of an object's change events. */
export function eventLayout(object: ObjectDef): EventLayout {
  const places = new Map<string, FieldPlace>();
  const fields: object[] = [header];
  const inCompound = compoundParts(object);
  for (const field of object.fields.values()) {
    if (inCompound.has(field.name)) continue;
    if (field.type === 'address') {
      fields.push({ name: field.name, type: ['null', addressType(places)], doc: 'Data:Address', default: null });
      for (const [index, part] of addressFields.entries()) {
        placePart(object, places, { position: fields.length - 1, name: field.name, index, part });
      }
    } else if (field.name === 'Name' && object.fields.has('LastName')) {
      fields.push({ name: 'Name', type: ['null', personName('PersonName')], doc: 'Data:PersonName', default: null });
      for (const [index, part] of personNameParts.entries()) {
        places.set(part, { position: fields.length - 1, part: index, name: 'Name', partName: part, type: 'string' });
      }
    } else if (isSent(field)) {
      fields.push(simpleField(object, field));
      places.set(field.name, {
        position: fields.length - 1,
        part: null,
        name: field.name,
        partName: null,
        type: field.type,
      });
    }
  }
  return layoutOf(object, fields, places);
}

function layoutOf(object: ObjectDef, fields: object[], places: Map<string, FieldPlace>): EventLayout {
  const schema = { type: 'record', name: eventName(object.name), namespace: 'com.sforce.eventbus', fields };
  const schemaJson = JSON.stringify(schema);
  return {
    entity: object.name,
    schemaId: createHash('md5').update(schemaJson).digest('base64url'),
    schemaJson,
    type: avro.Type.forSchema(schema as avro.Schema, { registry: { long: exactLong } }),
    places,
    fieldNames: fields.map((field) => (field as { name: string }).name),
  };
}

/** `Opportunity` → `OpportunityChangeEvent`, `Deal__c` → `Deal__ChangeEvent`. */
export function eventName(entity: string): string {
  return entity.endsWith('__c') ? `${entity.slice(0, -1)}ChangeEvent` : `${entity}ChangeEvent`;
}

const isSent = (field: FieldDef): boolean =>
  !leftOut.has(field.name) && field.formula === null && field.type !== 'id' && field.type !== 'address';

/** Fields that are shown within a compound one only. */
function compoundParts(object: ObjectDef): Set<string> {
  const addresses = [...object.fields.values()].filter(({ type }) => type === 'address');
  const parts = addresses.flatMap(({ name }) => Object.values(addressParts(name)));
  return new Set(object.fields.has('LastName') ? [...parts, ...personNameParts] : parts);
}

/** Parts of an address in the order of the event; those that no org of ours has stay empty. */
const addressFields = [
  'Street',
  'City',
  'State',
  'PostalCode',
  'Country',
  'StateCode',
  'CountryCode',
  'Latitude',
  'Longitude',
  'Xyz',
  'GeocodeAccuracy',
];

/** Avro names a record's type once; a second address refers to it. */
function addressType(places: ReadonlyMap<string, FieldPlace>): unknown {
  if ([...places.values()].some(({ partName }) => partName === 'Street')) return 'Address';
  const parts = addressFields.map((name) => {
    const type = name === 'Latitude' || name === 'Longitude' ? 'double' : 'string';
    return { name, type: ['null', type], default: null };
  });
  return { type: 'record', name: 'Address', fields: parts };
}

const personName = (name: string): unknown => ({
  type: 'record',
  name,
  fields: personNameParts.map((part) => ({ name: part, type: ['null', 'string'], default: null })),
});

function placePart(
  object: ObjectDef,
  places: Map<string, FieldPlace>,
  { position, name, index, part }: { position: number; name: string; index: number; part: string },
): void {
  const field = object.fields.get(name.replace(/Address$/, '') + part);
  if (field) places.set(field.name, { position, part: index, name, partName: part, type: field.type });
}

function simpleField(object: ObjectDef, field: FieldDef): object {
  const [avroType, called] = types[field.type as keyof typeof types];
  const doc = field.name === 'CreatedDate' ? 'CreatedDate:DateTime' : field.custom ? `${called}:00N` : called;
  // An account may be a person, whose name has parts.
  const personal = object.name === 'Account' && field.name === 'Name' ? [personName('Switchable_PersonName')] : [];
  const named = personal.length > 0 ? 'Data:Switchable_PersonName' : doc;
  return { name: field.name, type: ['null', avroType, ...personal], doc: named, default: null };
}
