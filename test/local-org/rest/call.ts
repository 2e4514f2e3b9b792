/** A call to the org and its answer, whether it came over HTTP or inside a composite request. */
import {
  OrgError,
  type FieldDef,
  type ObjectDef,
  type RunQuery,
  type SaveOperation,
  type SaveResult,
  type Session,
} from '../types.ts';
import type { OpenRecords } from '../records/index.ts';
import type { SentNotification } from './actions.ts';
import type { BulkJobs } from './bulk-jobs.ts';
import type { Locators } from './query.ts';

export interface Call {
  session: Session;
  /** Such as `65.0`. */
  version: string;
  method: string;
  /** What follows `/services/data/vXX.0/`, decoded. */
  path: string[];
  query: URLSearchParams;
  /** Parsed JSON; undefined where none was sent. */
  body: unknown;
  /** The body as it came, for what is not JSON. */
  text: string;
  headers: Headers;
}

export interface Answer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
  /** A body that is not JSON. */
  text?: string;
}

/** What the routes work on. */
export interface Org {
  records: OpenRecords;
  runQuery: RunQuery;
  organizationId: string;
  url: () => string;
  /** Saves with the org's rules; the fault switch stands in between. */
  save(session: Session, operations: SaveOperation[], options: { allOrNone: boolean }): SaveResult[];
  usage: { used: number; limit: number };
  locators: Locators;
  bulk: BulkJobs;
  /** Custom notifications that were sent. */
  notifications: SentNotification[];
}

export type Route = (call: Call, org: Org) => Answer;

export const notFound = () => new OrgError(404, 'NOT_FOUND', 'The requested resource does not exist');

/** @param allowed the methods that the resource knows, such as `HEAD,GET,POST` */
export const notAllowed = (call: Call, allowed: string) =>
  new OrgError(405, 'METHOD_NOT_ALLOWED', `HTTP Method '${call.method}' not allowed. Allowed are ${allowed}`);

/** What a real org answers and this one does not: better a loud refusal than an answer that is made up. */
export const notSupported = (what: string) =>
  new OrgError(501, 'NOT_IMPLEMENTED', `${what} is not supported by this stand-in org`);

/** Field names are not sensitive to case. */
export function fieldNamed(object: ObjectDef, name: string): FieldDef | undefined {
  const wanted = name.toLowerCase();
  return object.fields.get(name) ?? [...object.fields.values()].find((field) => field.name.toLowerCase() === wanted);
}

/** The body as an object. Throws as Salesforce does for a body that is none. */
export function objectBody(call: Call): Record<string, unknown> {
  if (typeof call.body !== 'object' || call.body === null || Array.isArray(call.body)) {
    throw new OrgError(
      400,
      'JSON_PARSER_ERROR',
      'The HTTP entity body is required, but this request has no entity body.',
    );
  }
  return call.body as Record<string, unknown>;
}

/** A list of objects. Throws where it is something else. */
export function listOf(value: unknown, name: string): Record<string, unknown>[] {
  if (!Array.isArray(value) || value.some((each) => typeof each !== 'object' || each === null)) {
    throw new OrgError(400, 'JSON_PARSER_ERROR', `expected an array of objects in ${name}`);
  }
  return value as Record<string, unknown>[];
}

/** The body of an error answer. */
export function errorBody(error: OrgError) {
  const fields = error.fields.length > 0 ? { fields: error.fields } : {};
  return [{ message: error.message, errorCode: error.errorCode, ...fields }];
}
