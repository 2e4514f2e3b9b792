/** `/ui-api/records`: one record read, created, changed or deleted as a page of Lightning does it. */
import { displayFor } from '../graphql/display.ts';
import { isServed } from '../graphql/objects.ts';
import { wordsFor } from '../language.ts';
import { canonicalId } from '../records/index.ts';
import { parentField } from '../schema/index.ts';
import { nameFieldOf } from '../soql/reached.ts';
import { OrgError, type ObjectDef, type Row, type SaveError, type SaveOperation } from '../types.ts';
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
import { eTagOf, uiObject } from './ui-object-info.ts';

/** Why a record was not saved, in the shape that Lightning's error panels read. */
export class RecordFailure extends Error {
  readonly body: object;
  /** @param labelOf gives a field's label in the words of who saves */
  constructor(action: 'create' | 'update' | 'delete', errors: SaveError[], labelOf: (field: string) => string) {
    const message = `An error occurred while trying to ${action} the record. Please try again.`;
    super(message);
    const fieldErrors: Record<string, object[]> = {};
    const general: object[] = [];
    for (const { statusCode, message, fields } of errors) {
      const error = { constituentField: null, duplicateRecordError: null, errorCode: statusCode, message };
      for (const field of fields) {
        (fieldErrors[field] ??= []).push({ ...error, field, fieldLabel: labelOf(field) });
      }
      if (fields.length === 0) general.push({ ...error, field: null, fieldLabel: null });
    }
    this.body = {
      enhancedErrorType: 'RecordError',
      message,
      output: { errors: general, fieldErrors },
      statusCode: 400,
    };
  }
}

export function createRecord(call: Call, org: Org): Answer {
  const { apiName, fields } = bodyOf(call, ['apiName', 'fields']);
  if (typeof apiName !== 'string') throw new OrgError(400, 'MISSING_ARGUMENT', 'apiName is required');
  const object = uiObject(apiName, call, org);
  const id = save(object, 'create', { kind: 'insert', object: object.name, values: fields }, call, org);
  return { status: 201, body: read(object, id, Object.keys(fields), [], call, org) };
}

export function record(given: string, call: Call, org: Org): Answer {
  const id = canonicalId(given);
  const object = id === null ? undefined : objectOf(id, org);
  if (id === null || !object) {
    throw new OrgError(400, 'INVALID_ID_FIELD', `The id ${given} is none of an object in UI API`);
  }
  uiObject(object.name, call, org);
  switch (call.method) {
    case 'GET':
      return { status: 200, body: readAsked(object, id, call, org) };
    case 'PATCH': {
      if (call.headers.has('if-unmodified-since') || call.headers.has('if-modified-since')) {
        throw notSupported('a header that makes an update depend on the last change');
      }
      const { fields } = bodyOf(call, ['apiName', 'fields']);
      checkAccess(object, id, call, org);
      save(object, 'update', { kind: 'update', object: object.name, id, values: fields }, call, org);
      return { status: 200, body: read(object, id, Object.keys(fields), [], call, org) };
    }
    case 'DELETE':
      checkAccess(object, id, call, org);
      save(object, 'delete', { kind: 'delete', object: object.name, id }, call, org);
      return { status: 204 };
    default:
      throw notAllowed(call, 'DELETE,GET,PATCH');
  }
}

const objectOf = (id: string, org: Org): ObjectDef | undefined =>
  [...org.records.schema.objects.values()].find(
    (object) => object.keyPrefix !== '' && id.startsWith(object.keyPrefix) && isServed(object),
  );

function bodyOf(call: Call, known: string[]): { apiName: unknown; fields: Row } {
  const body = objectBody(call);
  const unknown = Object.keys(body).find((name) => !known.includes(name));
  if (unknown !== undefined) throw notSupported(`${unknown} in the body of a record`);
  const { apiName, fields } = body;
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) {
    throw new OrgError(400, 'JSON_PARSER_ERROR', 'fields must be a map of values by field');
  }
  const nested = Object.entries(fields).find(([, value]) => typeof value === 'object' && value !== null);
  if (nested) throw new OrgError(400, 'JSON_PARSER_ERROR', `The value of ${nested[0]} must be a plain one`);
  return { apiName, fields: fields as Row };
}

function save(
  object: ObjectDef,
  action: 'create' | 'update' | 'delete',
  operation: SaveOperation,
  call: Call,
  org: Org,
): string {
  const [saved] = org.save(call.session, [operation], { allOrNone: false });
  if (saved?.success === true) return saved.id;
  const words = wordsFor(org.records, call.session.userId);
  throw new RecordFailure(action, saved?.errors ?? [], (name) => {
    const field = object.fields.get(name);
    return field ? words.label(field) : name;
  });
}

/** Throws 404 for a record that is not there and 403 for one that is not shared. */
function checkAccess(object: ObjectDef, id: string, call: Call, org: Org): void {
  const [shown] = query(`SELECT Id FROM ${object.name} WHERE Id = '${id}'`, call, org);
  if (shown) return;
  const live = object.fields.has('IsDeleted') ? ' AND "IsDeleted" = 0' : '';
  const exists = org.records.database.prepare(`SELECT 1 FROM "${object.name}" WHERE "Id" = ?${live}`).get(id);
  if (exists === undefined) throw notFound();
  const what = "You don't have access to this record. Ask your administrator for help or to request access.";
  throw new OrgError(403, 'INSUFFICIENT_ACCESS', what);
}

const query = (soql: string, { session, version }: Call, org: Org) =>
  org.runQuery(org.records, session, soql, { all: false, apiVersion: version }).records;

function readAsked(object: ObjectDef, id: string, call: Call, org: Org) {
  for (const name of call.query.keys()) {
    if (name !== 'fields' && name !== 'optionalFields') throw notSupported(`the parameter ${name} of a record`);
  }
  const paths = (name: string) =>
    (call.query.get(name) ?? '')
      .split(',')
      .map((path) => path.trim())
      .filter(Boolean)
      .map((path) => withoutObject(path, object));
  const [fields, optional] = [paths('fields'), paths('optionalFields')];
  if (fields.length + optional.length === 0) {
    throw new OrgError(400, 'MISSING_ARGUMENT', 'One of fields, optionalFields and layoutTypes is required');
  }
  checkAccess(object, id, call, org);
  return read(object, id, fields, optional, call, org);
}

/** `Opportunity.Account.Name` → `Account.Name` */
function withoutObject(path: string, object: ObjectDef): string {
  const [first, ...rest] = path.split('.');
  if (first === object.name && rest.length > 0) return rest.join('.');
  throw new OrgError(400, 'INVALID_FIELD', `${path} must begin with ${object.name}`);
}

/** A record in the shape of the User Interface API. Optional fields that may not be read are left out. */
function read(object: ObjectDef, id: string, fields: string[], optional: string[], call: Call, org: Org) {
  const asked = [...fields, ...optional.filter((path) => readable(object, path, call, org))];
  const paths = new Set(asked.flatMap((path) => withAudit(object, path, org)));
  for (const path of auditOf(object)) paths.add(path);
  const soql = `SELECT ${[...paths].join(', ')} FROM ${object.name} WHERE Id = '${id}'`;
  const [found] = query(soql, call, org);
  // A record may pass out of sight by the very change that was asked for.
  return found ? representation(object, found, asked, call, org) : null;
}

function readable(object: ObjectDef, path: string, call: Call, org: Org): boolean {
  const [first = '', ...rest] = path.split('.');
  const field = rest.length === 0 ? fieldNamed(object, first) : parentField(object, first);
  if (!field || !org.records.mayRead(call.session, object.name, field.name)) return false;
  return rest.length === 0 || readable(parentOf(object, first, org), rest.join('.'), call, org);
}

function parentOf(object: ObjectDef, relationship: string, org: Org): ObjectDef {
  const targets = parentField(object, relationship)?.referenceTo ?? [];
  if (targets.length > 1) throw notSupported(`${object.name}.${relationship}, which may be of several objects,`);
  const parent = org.records.schema.objects.get(targets[0] ?? '');
  if (!parent) throw new OrgError(400, 'INVALID_FIELD', `${object.name} has no relationship ${relationship}`);
  return parent;
}

const audit = ['Id', 'LastModifiedById', 'LastModifiedDate', 'SystemModstamp'];
const auditOf = (object: ObjectDef): string[] => audit.filter((name) => object.fields.has(name));

/** The path, and what the record of each parent on the way shows of itself. */
function withAudit(object: ObjectDef, path: string, org: Org): string[] {
  const [first = '', ...rest] = path.split('.');
  if (rest.length === 0) return [fieldNamed(object, first)?.name ?? first];
  const parent = parentOf(object, first, org);
  const inner = [...withAudit(parent, rest.join('.'), org), ...auditOf(parent), nameFieldOf(parent)];
  return [...new Set(inner)].map((each) => `${parentField(object, first)!.relationshipName}.${each}`);
}

function representation(
  object: ObjectDef,
  found: Record<string, unknown>,
  asked: string[],
  call: Call,
  org: Org,
): Record<string, unknown> {
  const display = displayFor(org.records, call.session);
  const parents = Map.groupBy(
    asked.filter((path) => path.includes('.')),
    (path) => parentField(object, path.split('.')[0]!)!.relationshipName!,
  );
  const own = asked.flatMap((path) => (path.includes('.') ? [] : (fieldNamed(object, path) ?? [])));
  const fields: [string, object][] = own.map((field) => {
    const value = instant(found[field.name]) ?? null;
    return [field.name, { displayValue: display(field, value), value }];
  });
  for (const [name, paths] of parents) {
    const parent = parentOf(object, name, org);
    const record = found[name] as Record<string, unknown> | null;
    const inner = [...new Set([...paths.map((path) => path.split('.').slice(1).join('.')), 'Id', nameFieldOf(parent)])];
    const value = record && representation(parent, record, inner, call, org);
    fields.push([name, { displayValue: record?.[nameFieldOf(parent)] ?? null, value }]);
  }
  const body = {
    apiName: object.name,
    childRelationships: {},
    fields: Object.fromEntries(fields.sort(([left], [right]) => (left < right ? -1 : 1))),
    id: found['Id'],
    lastModifiedById: found['LastModifiedById'] ?? null,
    lastModifiedDate: instant(found['LastModifiedDate']) ?? null,
    recordTypeId: null,
    recordTypeInfo: null,
    systemModstamp: instant(found['SystemModstamp']) ?? null,
    weakEtag: Date.parse(String(found['SystemModstamp'] ?? 0)) || 0,
  };
  return { ...body, eTag: eTagOf(body) };
}

/** Instants end in Z here, not in +0000 as in REST. */
const instant = (value: unknown): unknown =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T.*\+0000$/.test(value) ? value.replace('+0000', 'Z') : value;
