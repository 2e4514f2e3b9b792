/** History objects and which fields write to them. */
import type { FieldDef, ObjectDef, OrgSchema } from '../types.ts';
import { field, picklist, reference, system } from './field.ts';
import { standard } from './object.ts';
import { MetadataError } from './source.ts';

export type TrackedHistory = Record<string, readonly string[]>;

/** At most this many fields of an object can be tracked. */
const MOST_TRACKED_FIELDS = 20;
const standardHistory: Record<string, string> = {
  Account: 'AccountHistory',
  Contact: 'ContactHistory',
  Opportunity: 'OpportunityFieldHistory',
};

/** Adds `X__History` objects for custom objects with history, and marks the fields that the customer tracks. */
export function addHistory(schema: OrgSchema, withHistory: Set<string>, chosen: TrackedHistory): void {
  if (!schema.features.has('fieldHistory')) {
    for (const object of schema.objects.values()) for (const each of object.fields.values()) each.trackHistory = false;
    return;
  }
  for (const [name, fields] of Object.entries(chosen)) track(schema, name, fields);
  for (const object of [...schema.objects.values()]) {
    const tracked = [...object.fields.values()].filter((each) => each.trackHistory);
    if (tracked.length > MOST_TRACKED_FIELDS) {
      throw new MetadataError(
        `${object.name}: ${tracked.length} tracked fields; at most ${MOST_TRACKED_FIELDS} are allowed`,
      );
    }
    const on = withHistory.has(object.name) || object.name in chosen;
    if (object.custom && on) schema.objects.set(...customHistory(object));
    object.historyObject = on ? historyName(object) : null;
    if (!on) for (const each of tracked) each.trackHistory = false;
  }
}

function historyName(object: ObjectDef): string {
  if (object.custom) return object.name.replace(/__c$/, '__History');
  const name = standardHistory[object.name];
  if (!name) throw new MetadataError(`${object.name}: history of this object is not known to the stand-in org`);
  return name;
}

function track(schema: OrgSchema, name: string, fields: readonly string[]): void {
  const object = schema.objects.get(name);
  if (!object) throw new MetadataError(`tracked history: object ${name} does not exist in this org`);
  for (const fieldName of fields) {
    const tracked = object.fields.get(fieldName);
    if (!tracked || tracked.formula !== null) {
      throw new MetadataError(`tracked history: ${name}.${fieldName} does not exist or can't be tracked`);
    }
    tracked.trackHistory = true;
  }
}

function customHistory(object: ObjectDef): [string, ObjectDef] {
  const name = object.name.replace(/__c$/, '__History');
  const history = standard(
    name,
    '017',
    {
      label: `${object.label} History`,
      plural: `${object.label} History`,
      writes: 'none',
      audit: 'created',
      sharing: 'ControlledByParent',
      feature: 'fieldHistory',
      replicateable: false,
    },
    [
      reference('ParentId', object.name, 'Histories', system, { cascadeDelete: true }),
      picklist('Field', '', system, { label: 'Changed Field' }),
      picklist('DataType', '', system, { label: 'Datatype' }),
      field('OldValue', 'string', { length: 255 }, system),
      field('NewValue', 'string', { length: 255 }, system),
    ],
  );
  return [name, history];
}

/** History rows keep values of any type; what the type was stands in DataType. */
export const isAnyType = (object: ObjectDef, field: FieldDef): boolean =>
  object.keyPrefix === '017' && (field.name === 'OldValue' || field.name === 'NewValue');
