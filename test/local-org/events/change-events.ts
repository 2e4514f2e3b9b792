/** What one transaction says on the event bus. */
import type { types } from 'avsc';
import type { CommittedTransaction, Row, Value } from '../types.ts';
import { bitmapsOf } from './bitmap.ts';
import type { EventLayout, FieldPlace } from './avro-schema.ts';

export type GapType = 'GAP_CREATE' | 'GAP_UPDATE' | 'GAP_DELETE' | 'GAP_UNDELETE' | 'GAP_OVERFLOW';

/** One event before it is encoded for a subscriber, who gets only the fields he may read. */
export interface ChangeEvent {
  entity: string;
  recordIds: string[];
  changeType: 'CREATE' | 'UPDATE' | 'DELETE' | 'UNDELETE' | GapType;
  origin: string;
  transactionKey: string;
  sequence: number;
  at: number;
  commitNumber: bigint;
  userId: string;
  /** The fields with a value, by API name. */
  values: Map<string, Value>;
  /** Of an update: the fields that changed, those that were emptied included. */
  changed: string[];
}

export interface Commit extends Omit<CommittedTransaction, 'clientId'> {
  origin: string;
  commitNumber: bigint;
}

/** The id that an overflow event bears instead of the records it does not name. */
export const emptyId = '000000000000000AAA';

/**
 * The events of a transaction in order. Records of one entity that changed in the same way share one event. A creation,
 * deletion or restoration counts as one change, an update as one for each field; beyond the threshold there is one
 * overflow event for each entity.
 * @param layouts of the entities whose changes are published
 */
export function eventsOfCommit(
  commit: Commit,
  layouts: ReadonlyMap<string, EventLayout>,
  overflowAfter: number,
): ChangeEvent[] {
  const events = new Map<string, ChangeEvent>();
  const overflowed = new Set<string>();
  let count = 0;
  for (const change of commit.changes) {
    const layout = layouts.get(change.object);
    if (layout === undefined) continue;
    const changed = change.kind === 'UPDATE' ? change.changed.filter((name) => layout.places.has(name)) : [];
    // Nothing that an event could tell: only derived values moved.
    if (change.kind === 'UPDATE' && changed.length === 0) continue;
    count += change.kind === 'UPDATE' ? changed.length : 1;
    if (count > overflowAfter) {
      overflowed.add(change.object);
      continue;
    }
    const values = valuesOf(change.kind, change.after, layout, changed);
    // New records differ in some value, so only what can be the same is compared.
    const key =
      change.kind === 'CREATE' || change.kind === 'UNDELETE'
        ? change.id
        : JSON.stringify([change.object, change.kind, changed, [...values]]);
    const same = events.get(key);
    if (same !== undefined) same.recordIds.push(change.id);
    else events.set(key, event(commit, change.object, change.kind, [change.id], { values, changed }));
  }
  const overflow = [...overflowed].map((entity) => event(commit, entity, 'GAP_OVERFLOW', [emptyId]));
  return [...events.values(), ...overflow].map((each, index) => ({ ...each, sequence: index + 1 }));
}

/** An event without fields. Its number is always 1. */
export function event(
  { origin, key, at, commitNumber, userId }: Omit<Commit, 'changes'>,
  entity: string,
  changeType: ChangeEvent['changeType'],
  recordIds: string[],
  { values, changed }: Pick<ChangeEvent, 'values' | 'changed'> = { values: new Map(), changed: [] },
): ChangeEvent {
  const head = { entity, recordIds, changeType, origin, transactionKey: key, sequence: 1, at, commitNumber, userId };
  return { ...head, values, changed };
}

function valuesOf(kind: string, after: Row | null, layout: EventLayout, changed: string[]): Map<string, Value> {
  if (kind === 'DELETE' || after === null) return new Map();
  const names = kind === 'UPDATE' ? changed : [...layout.places.keys()];
  const filled = names
    .map((name): [string, Value] => [name, after[name] ?? null])
    .filter(([, value]) => value !== null);
  return new Map(filled);
}

/**
 * The event in Avro's binary form.
 * @param hidden fields that the subscriber may not read: he is not told of them at all
 */
export function encodeEvent(event: ChangeEvent, layout: EventLayout, hidden: ReadonlySet<string>): Buffer {
  const changed = event.changed.filter((name) => !hidden.has(name));
  const nulled = changed.filter((name) => !event.values.has(name));
  const record: Record<string, unknown> = Object.fromEntries(layout.fieldNames.map((name) => [name, null]));
  record['ChangeEventHeader'] = {
    entityName: event.entity,
    recordIds: event.recordIds,
    changeType: event.changeType,
    changeOrigin: event.origin,
    transactionKey: event.transactionKey,
    sequenceNumber: event.sequence,
    commitTimestamp: event.at,
    commitNumber: event.commitNumber,
    commitUser: event.userId,
    nulledFields: bitmapsOf(layout, nulled),
    diffFields: [],
    changedFields: bitmapsOf(layout, changed),
  };
  for (const [name, value] of event.values) {
    const place = layout.places.get(name);
    if (place !== undefined && !hidden.has(name)) putValue(record, layout, place, value);
  }
  return layout.type.toBuffer(record);
}

function putValue(record: Record<string, unknown>, layout: EventLayout, place: FieldPlace, value: Value): void {
  const { name, partName, type } = place;
  const encoded = typeof value === 'string' && isTemporal(type) ? milliseconds(value, type) : value;
  if (partName === null) {
    record[name] = encoded;
    return;
  }
  record[name] ??= emptyParts(layout, place.position);
  (record[name] as Record<string, unknown>)[partName] = encoded;
}

const isTemporal = (type: string): boolean => type === 'date' || type === 'datetime' || type === 'time';

/** A day is its midnight in UTC, a time of day counts from midnight. */
function milliseconds(value: string, type: string): number {
  return type === 'time' ? Date.parse(`1970-01-01T${value.replace(/Z?$/, 'Z')}`) : Date.parse(value);
}

function emptyParts(layout: EventLayout, position: number): Record<string, unknown> {
  const field = (layout.type as types.RecordType).fields[position];
  const union = field?.type as types.UnwrappedUnionType;
  const compound = union.types.find((type): type is types.RecordType => type.typeName === 'record');
  return Object.fromEntries((compound?.fields ?? []).map(({ name }) => [name, null]));
}
