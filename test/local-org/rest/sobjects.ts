/** Single records: create, read, update, delete, upsert by external id, and what changed in a span of time. */
import { addressParts } from '../schema/index.ts';
import { canonicalId, resolveParents } from '../records/index.ts';
import { OrgError, type ObjectDef, type Row, type SaveResult, type Value } from '../types.ts';
import { notAllowed, notFound, objectBody, wireInstant, type Answer, type Call, type Org } from './call.ts';
import { describeGlobal, describeObject, objectInfo } from './describe.ts';

/** `/sobjects/…` */
export function sobjects(call: Call, org: Org): Answer {
  const [, name, second, third, ...rest] = call.path;
  if (rest.length > 0) throw notFound();
  if (name === undefined) return only('GET', call, () => ({ status: 200, body: describeGlobal(call, org) }));
  const object = org.records.objectFor(call.session, name);
  if (second === undefined) return wholeObject(object, call, org);
  if (third !== undefined) return byExternalId(object, second, third, call, org);
  switch (second) {
    case 'describe':
      return only('GET', call, () => ({ status: 200, body: describeObject(object, call, org) }));
    case 'updated':
      return only('GET', call, () => updated(object, call, org));
    case 'deleted':
      return only('GET', call, () => deleted(object, call, org));
    default:
      return byId(object, second, call, org);
  }
}

function only(method: string, call: Call, answer: () => Answer): Answer {
  if (call.method !== method && !(method === 'GET' && call.method === 'HEAD')) throw notAllowed(call);
  return answer();
}

function wholeObject(object: ObjectDef, call: Call, org: Org): Answer {
  if (call.method === 'GET') {
    return { status: 200, body: { objectDescribe: objectInfo(object, call, org), recentItems: [] } };
  }
  if (call.method !== 'POST') throw notAllowed(call);
  const values = resolveParents(org.records, object.name, objectBody(call));
  const [result] = org.save(call.session, [{ kind: 'insert', object: object.name, values }], { allOrNone: false });
  return created(succeeded(result!));
}

const created = (result: { id: string }): Answer => ({
  status: 201,
  body: { id: result.id, success: true, errors: [] },
});

/** The result of one record, or the error in its place. */
function succeeded(result: SaveResult) {
  if (result.success) return result;
  const [first] = result.errors;
  throw new RecordErrors(
    result.errors.map((e) => ({ message: e.message, errorCode: e.statusCode, fields: e.fields })),
    first!.statusCode,
  );
}

/** Several errors of one record, answered together. */
export class RecordErrors extends Error {
  readonly status: number;
  readonly body: { message: string; errorCode: string; fields: string[] }[];
  constructor(body: { message: string; errorCode: string; fields: string[] }[], code: string) {
    super(body[0]?.message ?? code);
    this.body = body;
    this.status =
      code === 'ENTITY_IS_DELETED' || code === 'NOT_FOUND' ? 404 : code.startsWith('INSUFFICIENT_ACCESS') ? 403 : 400;
  }
}

function byId(object: ObjectDef, given: string, call: Call, org: Org): Answer {
  const id = canonicalId(given);
  if (id === null || (!id.startsWith(object.keyPrefix) && object.keyPrefix !== '')) throw notFound();
  switch (call.method) {
    case 'GET':
    case 'HEAD': {
      const fields =
        call.query
          .get('fields')
          ?.split(',')
          .map((field) => field.trim()) ?? null;
      return {
        status: 200,
        body: wireRecord(object, org.records.retrieve(call.session, object.name, id, fields), call.version),
      };
    }
    case 'PATCH': {
      const values = resolveParents(org.records, object.name, objectBody(call));
      succeeded(
        org.save(call.session, [{ kind: 'update', object: object.name, id, values }], { allOrNone: false })[0]!,
      );
      return { status: 204 };
    }
    case 'DELETE':
      succeeded(org.save(call.session, [{ kind: 'delete', object: object.name, id }], { allOrNone: false })[0]!);
      return { status: 204 };
    default:
      throw notAllowed(call);
  }
}

function byExternalId(object: ObjectDef, fieldName: string, value: string, call: Call, org: Org): Answer {
  const field = [...object.fields.values()].find((f) => f.name.toLowerCase() === fieldName.toLowerCase());
  if (field === undefined || !(field.externalId || field.type === 'id')) {
    throw new OrgError(
      404,
      'NOT_FOUND',
      'Provided external ID field does not exist or is not accessible: ' + fieldName,
    );
  }
  if (call.method === 'PATCH') {
    const values = resolveParents(org.records, object.name, objectBody(call));
    const result = succeeded(
      org.save(
        call.session,
        [{ kind: 'upsert', object: object.name, externalIdField: field.name, externalId: value, values }],
        { allOrNone: false },
      )[0]!,
    );
    const body = { id: result.id, success: true, errors: [], created: result.created };
    return { status: result.created ? 201 : 200, body };
  }
  const live = object.fields.has('IsDeleted') ? ' AND "IsDeleted" = 0' : '';
  const found = org.records.database
    .prepare(`SELECT "Id" AS id FROM "${object.name}" WHERE "${field.name}" = ?${live} LIMIT 2`)
    .all(value);
  if (found.length === 0) throw notFound();
  if (found.length > 1) {
    const body = found.map((row) => `/services/data/v${call.version}/sobjects/${object.name}/${String(row['id'])}`);
    return { status: 300, body };
  }
  return byId(object, String(found[0]!['id']), call, org);
}

/** A stored row as REST shows it. */
export function wireRecord(object: ObjectDef, row: Row, version: string): Record<string, unknown> {
  const record: Record<string, unknown> = {
    attributes: {
      type: object.name,
      url: `/services/data/v${version}/sobjects/${object.name}/${String(row['Id'] ?? '')}`,
    },
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

const minute = 60_000;
const retentionDays = 30;

function span(call: Call, org: Org): { start: number; end: number } {
  const [start, end] = ['start', 'end'].map((name) => {
    const value = call.query.get(name);
    const at = value === null ? Number.NaN : Date.parse(value.replace(' ', '+'));
    if (Number.isNaN(at)) throw new OrgError(400, 'INVALID_FIELD', `${name} is required, in ISO 8601`);
    // Seconds are ignored, as the API documents.
    return Math.floor(at / minute) * minute;
  }) as [number, number];
  if (end <= start) throw new OrgError(400, 'INVALID_REPLICATION_DATE', 'startDate must be before endDate');
  if (start < org.records.now() - retentionDays * 24 * 60 * minute) {
    throw new OrgError(
      400,
      'INVALID_REPLICATION_DATE',
      `startDate before org replication enabled date or more than ${retentionDays} days ago`,
    );
  }
  return { start, end };
}

function changedBetween(object: ObjectDef, call: Call, org: Org, isDeleted: boolean) {
  if (!object.replicateable) throw new OrgError(400, 'INVALID_TYPE', `Object ${object.name} is not replicable`);
  const { start, end } = span(call, org);
  const stamp = object.fields.has('SystemModstamp') ? 'SystemModstamp' : 'CreatedDate';
  const visible = isDeleted ? '1' : org.records.visibleRows(call.session, object.name, 't');
  const rows = org.records.database
    .prepare(
      `SELECT t."Id" AS id, t."${stamp}" AS at FROM "${object.name}" t
       WHERE t."IsDeleted" = ? AND t."${stamp}" >= ? AND t."${stamp}" < ? AND ${visible} ORDER BY at`,
    )
    .all(Number(isDeleted), new Date(start).toISOString(), new Date(end).toISOString());
  const covered = wireInstant(new Date(Math.min(end, Math.floor(org.records.now() / minute) * minute)).toISOString());
  return { rows, covered };
}

function updated(object: ObjectDef, call: Call, org: Org): Answer {
  const { rows, covered } = changedBetween(object, call, org, false);
  return { status: 200, body: { ids: rows.map((row) => row['id']), latestDateCovered: covered } };
}

function deleted(object: ObjectDef, call: Call, org: Org): Answer {
  const { rows, covered } = changedBetween(object, call, org, true);
  const earliest = wireInstant(new Date(org.records.now() - retentionDays * 24 * 60 * minute).toISOString());
  const deletedRecords = rows.map((row) => ({ id: row['id'], deletedDate: wireInstant(String(row['at'])) }));
  return { status: 200, body: { deletedRecords, earliestDateAvailable: earliest, latestDateCovered: covered } };
}
