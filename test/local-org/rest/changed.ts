/** What changed in a span of time: `/sobjects/X/updated` and `/sobjects/X/deleted`. */
import { OrgError, type ObjectDef } from '../types.ts';
import type { Answer, Call, Org } from './call.ts';
import { wireInstant } from './wire.ts';

const minute = 60_000;
const retentionDays = 30;
const mostIds = 600_000;

function span(call: Call, org: Org): { start: number; end: number } {
  const [start, end] = ['start', 'end'].map((name) => {
    const value = call.query.get(name);
    const at = value === null ? Number.NaN : Date.parse(value.replace(' ', '+'));
    if (Number.isNaN(at)) throw new OrgError(400, 'INVALID_REPLICATION_DATE', `${name} is not a date: ${value}`);
    // Seconds are ignored, as the API documents.
    return Math.floor(at / minute) * minute;
  }) as [number, number];
  if (end <= start)
    throw new OrgError(400, 'INVALID_REPLICATION_DATE', 'endDate must be at least 1 minute after startDate');
  if (start < org.records.now() - retentionDays * 24 * 60 * minute) {
    const what = `startDate cannot be more than ${retentionDays} days ago`;
    throw new OrgError(400, 'INVALID_REPLICATION_DATE', what);
  }
  return { start, end };
}

function changedBetween(object: ObjectDef, call: Call, org: Org, isDeleted: boolean) {
  if (!object.replicateable) throw new OrgError(400, 'INVALID_TYPE', `Object ${object.name} is not replicable`);
  const { start, end } = span(call, org);
  const stamp = ['SystemModstamp', 'LastModifiedDate'].find((name) => object.fields.has(name)) ?? 'CreatedDate';
  const visible = org.records.visibleRows(call.session, object.name, 't');
  const rows = org.records.database
    .prepare(
      `SELECT t."Id" AS id, t."${stamp}" AS at FROM "${object.name}" t
       WHERE t."IsDeleted" = ? AND t."${stamp}" >= ? AND t."${stamp}" < ? AND ${visible} ORDER BY at`,
    )
    .all(Number(isDeleted), new Date(start).toISOString(), new Date(end).toISOString());
  if (rows.length > mostIds) throw new OrgError(400, 'EXCEEDED_ID_LIMIT', `more than ${mostIds} ids`);
  const covered = wireInstant(new Date(Math.min(end, Math.floor(org.records.now() / minute) * minute)).toISOString());
  return { rows, covered };
}

export function updated(object: ObjectDef, call: Call, org: Org): Answer {
  const { rows, covered } = changedBetween(object, call, org, false);
  return { status: 200, body: { ids: rows.map((row) => row['id']), latestDateCovered: covered } };
}

export function deleted(object: ObjectDef, call: Call, org: Org): Answer {
  const { rows, covered } = changedBetween(object, call, org, true);
  const earliest = wireInstant(new Date(org.records.now() - retentionDays * 24 * 60 * minute).toISOString());
  const deletedRecords = rows.map((row) => ({ id: row['id'], deletedDate: wireInstant(String(row['at'])) }));
  return { status: 200, body: { deletedRecords, earliestDateAvailable: earliest, latestDateCovered: covered } };
}
