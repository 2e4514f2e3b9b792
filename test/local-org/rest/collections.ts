/** Up to 200 records in one call: create, update, upsert, delete, read. */
import { canonicalId, resolveParents } from '../records/index.ts';
import { OrgError, type SaveOperation, type SaveResult } from '../types.ts';
import { listOf, notAllowed, notFound, objectBody, type Answer, type Call, type Org } from './call.ts';
import { wireRecord } from './wire.ts';

const mostWritten = 200;
const mostRead = 2_000;

/** `/composite/sobjects/…` */
export function collections(call: Call, org: Org): Answer {
  const [, , object, externalIdField, ...rest] = call.path;
  if (rest.length > 0) throw notFound();
  if (call.method === 'DELETE' && object === undefined) return remove(call, org);
  if (object !== undefined && externalIdField === undefined) return read(object, call, org);
  if (call.method !== 'POST' && call.method !== 'PATCH') {
    throw notAllowed(call, object === undefined ? 'POST,PATCH,DELETE' : 'PATCH');
  }
  const body = objectBody(call);
  const rows = listOf(body['records'], 'records');
  tooMany(rows.length);
  const allOrNone = body['allOrNone'] === true;
  if (object !== undefined && externalIdField !== undefined) {
    if (call.method !== 'PATCH') throw notAllowed(call, 'PATCH');
    const name = org.records.objectFor(call.session, object).name;
    return saveAll(
      rows.map((row) => upsertOf(name, externalIdField, row, org)),
      allOrNone,
      call,
      org,
      true,
    );
  }
  switch (call.method) {
    case 'POST':
      return saveAll(
        rows.map((row) => prepared(row, call, org, insertOf)),
        allOrNone,
        call,
        org,
      );
    case 'PATCH':
      return saveAll(
        rows.map((row) => prepared(row, call, org, updateOf)),
        allOrNone,
        call,
        org,
      );
    default:
      throw notAllowed(call, 'POST,PATCH,DELETE');
  }
}

function tooMany(count: number, limit = mostWritten): void {
  if (count <= limit) return;
  const what = `record limit reached. cannot submit more than ${limit} records into this call`;
  throw new OrgError(400, 'EXCEEDED_ID_LIMIT', what);
}

/** An operation, or the error that keeps a record from becoming one. */
type Prepared = SaveOperation | OrgError;

function prepared(
  row: Record<string, unknown>,
  call: Call,
  org: Org,
  make: (object: string, row: Record<string, unknown>, org: Org) => SaveOperation,
): Prepared {
  const type = (row['attributes'] as { type?: unknown } | undefined)?.type;
  if (typeof type !== 'string') throw new OrgError(400, 'INVALID_TYPE', 'attributes.type is required on every record');
  return orError(() => make(org.records.objectFor(call.session, type).name, row, org));
}

function orError(make: () => SaveOperation): Prepared {
  try {
    return make();
  } catch (error) {
    if (error instanceof OrgError) return error;
    throw error;
  }
}

function insertOf(object: string, row: Record<string, unknown>, org: Org): SaveOperation {
  return { kind: 'insert', object, values: resolveParents(org.records, object, row) };
}

function updateOf(object: string, row: Record<string, unknown>, org: Org): SaveOperation {
  const { Id, id, ...fields } = row;
  const given = Id ?? id;
  if (typeof given !== 'string') throw new OrgError(400, 'MISSING_ARGUMENT', 'Id not specified in an update call');
  return { kind: 'update', object, id: given, values: resolveParents(org.records, object, fields) };
}

export function upsertOf(object: string, externalIdField: string, row: Record<string, unknown>, org: Org): Prepared {
  return orError(() => {
    const key =
      Object.keys(row).find((name) => name.toLowerCase() === externalIdField.toLowerCase()) ?? externalIdField;
    const { [key]: externalId, ...fields } = row;
    if (externalId === undefined || externalId === null || externalId === '') {
      // Without an id to update there is only one thing that can be meant.
      if (key.toLowerCase() === 'id') return insertOf(object, fields, org);
      throw new OrgError(400, 'MISSING_ARGUMENT', `${externalIdField} not specified`);
    }
    const values = resolveParents(org.records, object, fields);
    return { kind: 'upsert', object, externalIdField, externalId: String(externalId), values };
  });
}

function saveAll(operations: Prepared[], allOrNone: boolean, call: Call, org: Org, upsert = false): Answer {
  return {
    status: 200,
    body: savePrepared(operations, allOrNone, call, org).map((result) => wireResult(result, upsert)),
  };
}

/** Saves what can be saved; with `allOrNone` one record that could not even be read undoes the rest. */
export function savePrepared(
  operations: Prepared[],
  allOrNone: boolean,
  call: Pick<Call, 'session'>,
  org: Org,
): SaveResult[] {
  const broken = operations.some((operation) => operation instanceof OrgError);
  const ready = operations.filter((operation): operation is SaveOperation => !(operation instanceof OrgError));
  const saved =
    broken && allOrNone ? ready.map((): SaveResult => rolledBack) : org.save(call.session, ready, { allOrNone });
  let next = 0;
  return operations.map((operation) => {
    if (!(operation instanceof OrgError)) return saved[next++]!;
    const { errorCode, message, fields } = operation;
    return { success: false, id: null, errors: [{ statusCode: errorCode, message, fields }] };
  });
}

const rolledBack: SaveResult = {
  success: false,
  id: null,
  errors: [
    {
      statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK',
      message: 'Record rolled back because not all records were valid and the request was using AllOrNone header',
      fields: [],
    },
  ],
};

function wireResult(result: SaveResult, upsert: boolean) {
  if (!result.success)
    return { ...(result.id === null ? {} : { id: result.id }), success: false, errors: result.errors };
  return { id: result.id, success: true, errors: [], ...(upsert ? { created: result.created } : {}) };
}

function remove(call: Call, org: Org): Answer {
  const ids = (call.query.get('ids') ?? '').split(',').filter((id) => id !== '');
  tooMany(ids.length);
  const objects = [...org.records.schema.objects.values()];
  if (ids.length === 0) throw new OrgError(400, 'MISSING_ARGUMENT', 'ids is required');
  const operations = ids.map((id): Prepared => {
    const object = objects.find((each) => each.keyPrefix !== '' && id.startsWith(each.keyPrefix));
    return object === undefined
      ? new OrgError(400, 'MALFORMED_ID', `malformed id ${id}`)
      : { kind: 'delete', object: object.name, id };
  });
  return saveAll(operations, call.query.get('allOrNone') === 'true', call, org);
}

function read(name: string, call: Call, org: Org): Answer {
  const object = org.records.objectFor(call.session, name);
  const posted = call.method === 'POST' ? objectBody(call) : null;
  if (posted === null && call.method !== 'GET') throw notAllowed(call, 'HEAD,GET,POST');
  const list = (key: string) => (posted === null ? (call.query.get(key) ?? '').split(',') : (posted[key] as string[]));
  const [ids, fields] = [list('ids'), list('fields')];
  if (!Array.isArray(ids) || !Array.isArray(fields))
    throw new OrgError(400, 'JSON_PARSER_ERROR', 'ids and fields are lists');
  tooMany(ids.length, mostRead);
  const body = ids.map((given) => {
    const id = canonicalId(given);
    if (id === null) return null;
    try {
      return wireRecord(object, id, org.records.retrieve(call.session, object.name, id, fields), call.version);
    } catch (error) {
      if (error instanceof OrgError && error.status === 404) return null;
      throw error;
    }
  });
  return { status: 200, body };
}
