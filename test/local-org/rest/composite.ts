/** Several calls in one: composite with references, and batch. */
import { OrgError } from '../types.ts';
import {
  errorBody,
  listOf,
  notAllowed,
  notFound,
  notSupported,
  objectBody,
  type Answer,
  type Call,
  type Org,
  type Route,
} from './call.ts';
import { RecordErrors } from './sobjects.ts';

interface SubResponse {
  body: unknown;
  httpHeaders: object;
  httpStatusCode: number;
  referenceId: string;
}

/** `/composite`: up to 25 calls, each of which may use what earlier ones answered as `@{ref.path}`. */
export function composite(call: Call, org: Org, route: Route): Answer {
  if (call.method !== 'POST') throw notAllowed(call, 'POST');
  const body = objectBody(call);
  const requests = listOf(body['compositeRequest'], 'compositeRequest');
  tooMany(requests);
  checkReferenceIds(requests);
  const allOrNone = body['allOrNone'] === true;
  if (!allOrNone)
    return { status: 200, body: { compositeResponse: runAll(call, requests, org, route, false).responses } };
  const compositeResponse = org.records.together(() => {
    const { responses, failed } = runAll(call, requests, org, route, true);
    return { keep: !failed, result: failed ? responses.map(rolledBack) : responses };
  });
  return { status: 200, body: { compositeResponse } };
}

function tooMany(requests: readonly unknown[]): void {
  if (requests.length === 0) throw new OrgError(400, 'INVALID_INPUT', 'At least one subrequest is required');
  if (requests.length > 25) throw new OrgError(400, 'LIMIT_EXCEEDED', 'The maximum number of subrequests is 25');
}

function checkReferenceIds(requests: readonly Record<string, unknown>[]): void {
  const seen = new Set<unknown>();
  for (const { referenceId } of requests) {
    if (typeof referenceId !== 'string' || !/^[A-Za-z0-9]\w*$/.test(referenceId)) {
      throw new OrgError(400, 'INVALID_INPUT', `Invalid value for referenceId: ${String(referenceId)}`);
    }
    if (seen.has(referenceId)) {
      throw new OrgError(400, 'INVALID_INPUT', `Duplicate reference id in the composite request: ${referenceId}`);
    }
    seen.add(referenceId);
  }
}

function runAll(call: Call, requests: Record<string, unknown>[], org: Org, route: Route, allOrNone: boolean) {
  const answers = new Map<string, unknown>();
  const responses: SubResponse[] = [];
  let failed = false;
  for (const request of requests) {
    const answer: Answer =
      failed && allOrNone ? halted : attempt(() => route(subCall(call, request, answers, allOrNone), org));
    const referenceId = String(request['referenceId']);
    // Inside all-or-none one refused record of a collection fails the whole.
    const isRefused = answer.status >= 400 || (allOrNone && hasRefusedRecord(answer.body));
    failed ||= isRefused;
    if (answer.status < 400) answers.set(referenceId, answer.body);
    responses.push({
      body: answer.body ?? null,
      httpHeaders: answer.headers ?? {},
      httpStatusCode: answer.status,
      referenceId,
    });
  }
  return { responses, failed };
}

const hasRefusedRecord = (body: unknown): boolean =>
  Array.isArray(body) && body.some((each: unknown) => (each as { success?: unknown } | null)?.success === false);

const halted: Answer = {
  status: 400,
  body: [
    {
      errorCode: 'PROCESSING_HALTED',
      message: 'The transaction was rolled back since another operation in the same transaction failed.',
    },
  ],
};

/** What succeeded before the failure is undone, and says so; the failure itself keeps its own error. */
const rolledBack = (response: SubResponse): SubResponse =>
  response.httpStatusCode >= 400 || hasRefusedRecord(response.body)
    ? response
    : { ...response, body: halted.body, httpHeaders: {}, httpStatusCode: halted.status };

function attempt(work: () => Answer): Answer {
  try {
    return work();
  } catch (error) {
    if (error instanceof OrgError) return { status: error.status, body: errorBody(error) };
    if (error instanceof RecordErrors) return { status: error.status, body: error.body };
    throw error;
  }
}

function subCall(
  call: Call,
  request: Record<string, unknown>,
  answers: Map<string, unknown>,
  allOrNone: boolean,
): Call {
  const url = new URL(filled(String(request['url'] ?? ''), answers), 'http://org');
  const [, version, rest] = /^\/services\/data\/v(\d+\.\d)\/(.+)$/.exec(url.pathname) ?? [];
  if (version === undefined || rest === undefined) throw notFound();
  const path = rest
    .split('/')
    .filter((part) => part !== '')
    .map(decodeURIComponent);
  if (path[0] === 'jobs' || (path[0] === 'composite' && path[1] !== 'sobjects')) {
    throw notSupported(`${path.join('/')} within a composite or batch request`);
  }
  const given = request['body'];
  const body = given === undefined ? undefined : filledIn(given, answers);
  // All-or-none of the whole overrides what a collection in it asks for.
  if (allOrNone && path[0] === 'composite') url.searchParams.set('allOrNone', 'true');
  const overridden = allOrNone && path[0] === 'composite' && typeof body === 'object' && body !== null;
  return {
    ...call,
    version,
    method: String(request['method'] ?? 'GET').toUpperCase(),
    path,
    query: url.searchParams,
    body: overridden ? { ...body, allOrNone: true } : body,
    text: '',
    headers: new Headers(),
  };
}

function filledIn(value: unknown, answers: Map<string, unknown>): unknown {
  if (typeof value === 'string') return filled(value, answers);
  if (Array.isArray(value)) return value.map((each) => filledIn(each, answers));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, filledIn(each, answers)]));
}

/** Puts in what earlier answers said: `@{ref.id}`, `@{ref.records[0].Id}`. */
function filled(text: string, answers: Map<string, unknown>): string {
  return text.replace(/@\{(\w+)((?:\.\w+|\[\d+\])*)\}/g, (whole, reference: string, path: string) => {
    let value = answers.get(reference);
    for (const step of path.match(/\w+/g) ?? []) value = (value as Record<string, unknown> | null | undefined)?.[step];
    if (value === undefined) {
      const where = answers.has(reference) ? ` in ${reference}` : '';
      throw new OrgError(400, 'PROCESSING_HALTED', `Invalid reference specified. No value for ${whole} found${where}`);
    }
    return String(value);
  });
}

/** `/composite/batch`: up to 25 calls that know nothing of each other. */
export function batch(call: Call, org: Org, route: Route): Answer {
  if (call.method !== 'POST') throw notAllowed(call, 'POST');
  const body = objectBody(call);
  const requests = listOf(body['batchRequests'], 'batchRequests');
  tooMany(requests);
  let halt = false;
  const results = requests.map((request) => {
    if (halt) return { statusCode: 412, result: [batchHalted] };
    const url = `/services/data/${String(request['url'] ?? '').replace(/^\/?(services\/data\/)?/, '')}`;
    const asked = { ...request, url, body: request['richInput'] };
    const answer = attempt(() => route(subCall(call, asked, new Map(), false), org));
    halt = answer.status >= 400 && body['haltOnError'] === true;
    return { statusCode: answer.status, result: answer.body ?? null };
  });
  return { status: 200, body: { hasErrors: results.some((result) => result.statusCode >= 400), results } };
}

const batchHalted = {
  errorCode: 'BATCH_PROCESSING_HALTED',
  message: 'Batch processing halted per request',
};
