/** Single records: create, read, update, delete, upsert by external id. */
import { wordsFor } from '../language.ts';
import { canonicalId, resolveParents } from '../records/index.ts';
import { OrgError, type FieldDef, type ObjectDef, type SaveResult } from '../types.ts';
import {
  fieldNamed,
  notAllowed,
  notFound,
  notSupported,
  objectBody,
  type Answer,
  type Call,
  type Org,
} from './call.ts';
import { deleted, updated } from './changed.ts';
import { describeGlobal, describeObject, objectInfo } from './describe.ts';
import { wireRecord } from './wire.ts';

/** `/sobjects/…` */
export function sobjects(call: Call, org: Org): Answer {
  const [, name, second, third, ...rest] = call.path;
  if (rest.length > 0) throw notFound();
  if (name === undefined) return only('GET', call, () => ({ status: 200, body: describeGlobal(call, org) }));
  const object = org.records.objectFor(call.session, name);
  if (second === undefined) return wholeObject(object, call, org);
  if (third !== undefined && (isIdOf(object, second) || resources.includes(second))) {
    throw notSupported(`/sobjects/${object.name}/${resources.includes(second) ? second : 'ID'}/${third}`);
  }
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

/** Resources of an object that have parts in a real org. */
const resources = ['describe', 'listviews', 'quickActions', 'userpassword', 'relevantItems'];

function isIdOf(object: ObjectDef, given: string): boolean {
  return object.keyPrefix !== '' && given.startsWith(object.keyPrefix) && canonicalId(given) !== null;
}

function only(method: string, call: Call, answer: () => Answer): Answer {
  if (call.method !== method && !(method === 'GET' && call.method === 'HEAD')) throw notAllowed(call, 'HEAD,GET');
  return answer();
}

function wholeObject(object: ObjectDef, call: Call, org: Org): Answer {
  if (call.method === 'GET' || call.method === 'HEAD') {
    const words = wordsFor(org.records, call.session.userId);
    return { status: 200, body: { objectDescribe: objectInfo(object, call, org, words), recentItems: [] } };
  }
  if (call.method !== 'POST') throw notAllowed(call, 'HEAD,GET,POST');
  const values = resolveParents(org.records, object.name, objectBody(call));
  const [result] = org.save(call.session, [{ kind: 'insert', object: object.name, values }], { allOrNone: false });
  return created(object, succeeded(result!), call);
}

const created = (object: ObjectDef, { id }: { id: string }, { version }: Call, more = {}): Answer => ({
  status: 201,
  headers: { location: `/services/data/v${version}/sobjects/${object.name}/${id}` },
  body: { id, success: true, errors: [], ...more },
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
      code === 'ENTITY_IS_DELETED' || code === 'NOT_FOUND'
        ? 404
        : code === 'INSUFFICIENT_ACCESS_OR_READONLY'
          ? 403
          : 400;
  }
}

function byId(object: ObjectDef, given: string, call: Call, org: Org): Answer {
  const id = canonicalId(given);
  if (id === null || !id.startsWith(object.keyPrefix)) throw noExternalId(given);
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
        body: wireRecord(object, id, org.records.retrieve(call.session, object.name, id, fields), call.version),
      };
    }
    case 'PATCH': {
      checkExists(object, id, org);
      const values = resolveParents(org.records, object.name, objectBody(call));
      succeeded(
        org.save(call.session, [{ kind: 'update', object: object.name, id, values }], { allOrNone: false })[0]!,
      );
      return { status: 204 };
    }
    case 'DELETE':
      checkExists(object, id, org);
      succeeded(org.save(call.session, [{ kind: 'delete', object: object.name, id }], { allOrNone: false })[0]!);
      return { status: 204 };
    default:
      throw notAllowed(call, 'HEAD,GET,PATCH,DELETE');
  }
}

function checkExists(object: ObjectDef, id: string, org: Org): void {
  const found = org.records.database.prepare(`SELECT 1 FROM "${object.name}" WHERE "Id" = ?`).get(id);
  if (found === undefined) throw notFound();
}

const noExternalId = (name: string) =>
  new OrgError(404, 'NOT_FOUND', `Provided external ID field does not exist or is not accessible: ${name}`);

function byExternalId(object: ObjectDef, fieldName: string, value: string, call: Call, org: Org): Answer {
  const field = fieldNamed(object, fieldName);
  const usable = field?.externalId === true || field?.type === 'id';
  if (field === undefined || !usable || !org.records.mayRead(call.session, object.name, field.name)) {
    throw noExternalId(fieldName);
  }
  const live = object.fields.has('IsDeleted') ? ' AND t."IsDeleted" = 0' : '';
  const visible = org.records.visibleRows(call.session, object.name, 't');
  const found = org.records.database
    .prepare(
      `SELECT t."Id" AS id FROM "${object.name}" t WHERE t."${field.name}" = ?${live} AND ${visible} ORDER BY t."Id" LIMIT 100`,
    )
    .all(value);
  if (found.length > 1) {
    const body = found.map((row) => `/services/data/v${call.version}/sobjects/${object.name}/${String(row['id'])}`);
    return { status: 300, body };
  }
  if (call.method === 'PATCH') return upsert(object, field, value, call, org);
  if (found[0] === undefined) throw notFound();
  return byId(object, String(found[0]['id']), call, org);
}

function upsert(object: ObjectDef, field: FieldDef, externalId: string, call: Call, org: Org): Answer {
  const body = objectBody(call);
  if (Object.keys(body).some((name) => name.toLowerCase() === field.name.toLowerCase())) {
    const what = `The ${field.name} field should not be specified in the sobject data.`;
    throw new OrgError(400, 'INVALID_FIELD', what);
  }
  const values = resolveParents(org.records, object.name, body);
  const externalIdField = field.name;
  const [saved] = org.save(
    call.session,
    [{ kind: 'upsert', object: object.name, externalIdField, externalId, values }],
    { allOrNone: false },
  );
  const result = succeeded(saved!);
  if (result.created) return created(object, result, call, { created: true });
  return { status: 200, body: { id: result.id, success: true, errors: [], created: false } };
}
