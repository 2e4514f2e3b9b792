/** Several calls in one: composite with references, batch, and trees of records. */
import { resolveParents } from '../records/index.ts';
import { OrgError, type SaveOperation } from '../types.ts';
import {
  errorBody,
  listOf,
  notAllowed,
  notFound,
  objectBody,
  type Answer,
  type Call,
  type Org,
  type Route,
} from './call.ts';
import { RecordErrors } from './sobjects.ts';

/** `/composite`: up to 25 calls, each of which may use what earlier ones answered as `@{ref.path}`. */
export function composite(call: Call, org: Org, route: Route): Answer {
  if (call.method !== 'POST') throw notAllowed(call);
  const body = objectBody(call);
  const requests = listOf(body['compositeRequest'], 'compositeRequest');
  if (requests.length > 25) throw new OrgError(400, 'LIMIT_EXCEEDED', 'The maximum number of subrequests is 25');
  const allOrNone = body['allOrNone'] === true;
  const answers = new Map<string, unknown>();
  const responses: { body: unknown; httpHeaders: object; httpStatusCode: number; referenceId: string }[] = [];
  let failed = false;
  for (const request of requests) {
    const referenceId = String(request['referenceId'] ?? '');
    const skip: boolean = failed && allOrNone;
    const answer: Answer = skip ? halted() : attempt(() => route(subCall(call, request, answers), org));
    failed ||= answer.status >= 400;
    if (answer.status < 400) answers.set(referenceId, answer.body);
    responses.push({
      body: answer.body ?? null,
      httpHeaders: answer.headers ?? {},
      httpStatusCode: answer.status,
      referenceId,
    });
  }
  if (failed && allOrNone) {
    // Undoing what was saved would need one transaction around every call, which saves of their own do not allow.
    if (responses.some((response) => response.httpStatusCode < 400 && isWrite(requests, response.referenceId))) {
      throw new OrgError(
        501,
        'NOT_IMPLEMENTED',
        'composite with allOrNone that fails after a write is not supported by this stand-in org',
      );
    }
  }
  return { status: 200, body: { compositeResponse: responses } };
}

function isWrite(requests: Record<string, unknown>[], referenceId: string): boolean {
  return requests.some((request) => request['referenceId'] === referenceId && request['method'] !== 'GET');
}

const halted = (): Answer => ({
  status: 400,
  body: [
    {
      errorCode: 'PROCESSING_HALTED',
      message: 'The transaction was rolled back since another operation in the same transaction failed.',
    },
  ],
});

function attempt(work: () => Answer): Answer {
  try {
    return work();
  } catch (error) {
    if (error instanceof OrgError) return { status: error.status, body: errorBody(error) };
    if (error instanceof RecordErrors) return { status: error.status, body: error.body };
    throw error;
  }
}

function subCall(call: Call, request: Record<string, unknown>, answers: Map<string, unknown>): Call {
  const url = new URL(filled(String(request['url'] ?? ''), answers), 'http://org');
  const [, version, path] = /^\/services\/data\/v(\d+\.\d)\/(.+)$/.exec(url.pathname) ?? [];
  if (version === undefined || path === undefined) throw notFound();
  const body = request['body'] === undefined ? undefined : JSON.parse(filled(JSON.stringify(request['body']), answers));
  return {
    ...call,
    version,
    method: String(request['method'] ?? 'GET').toUpperCase(),
    path: path
      .split('/')
      .filter((part) => part !== '')
      .map(decodeURIComponent),
    query: url.searchParams,
    body,
    text: '',
  };
}

/** Puts in what earlier answers said: `@{ref.id}`, `@{ref.records[0].Id}`. */
function filled(text: string, answers: Map<string, unknown>): string {
  return text.replace(/@\{(\w+)((?:\.\w+|\[\d+\])*)\}/g, (whole, reference: string, path: string) => {
    if (!answers.has(reference))
      throw new OrgError(400, 'PROCESSING_HALTED', `Invalid reference specified. No value for ${whole} found`);
    let value: unknown = answers.get(reference);
    for (const step of path.match(/\w+/g) ?? []) value = (value as Record<string, unknown> | null)?.[step];
    if (value === undefined)
      throw new OrgError(
        400,
        'PROCESSING_HALTED',
        `Invalid reference specified. No value for ${whole} found in ${reference}`,
      );
    return String(value);
  });
}

/** `/composite/batch`: up to 25 calls that know nothing of each other. */
export function batch(call: Call, org: Org, route: Route): Answer {
  if (call.method !== 'POST') throw notAllowed(call);
  const requests = listOf(objectBody(call)['batchRequests'], 'batchRequests');
  if (requests.length > 25) throw new OrgError(400, 'LIMIT_EXCEEDED', 'The maximum number of subrequests is 25');
  const results = requests.map((request) => {
    const url = `/services/data/${String(request['url'] ?? '').replace(/^\/?(services\/data\/)?/, '')}`;
    const answer = attempt(() => route(subCall(call, { ...request, url, body: request['richInput'] }, new Map()), org));
    return { statusCode: answer.status, result: answer.body ?? null };
  });
  return { status: 200, body: { hasErrors: results.some((result) => result.statusCode >= 400), results } };
}

/** `/composite/tree/X`: parents with their children, all or none, up to 200 records. */
export function tree(call: Call, org: Org): Answer {
  if (call.method !== 'POST') throw notAllowed(call);
  const object = org.records.objectFor(call.session, call.path[2] ?? '');
  const roots = listOf(objectBody(call)['records'], 'records');
  if (
    roots.some((root) =>
      Object.values(root).some((value) => typeof value === 'object' && value !== null && 'records' in value),
    )
  ) {
    throw new OrgError(
      501,
      'NOT_IMPLEMENTED',
      'nested children in composite/tree are not supported by this stand-in org',
    );
  }
  if (roots.length > 200) throw new OrgError(400, 'LIMIT_EXCEEDED', 'The maximum number of records is 200');
  const operations = roots.map((root): SaveOperation => ({
    kind: 'insert',
    object: object.name,
    values: resolveParents(org.records, object.name, root),
  }));
  const results = org.save(call.session, operations, { allOrNone: true });
  const references = roots.map((root) =>
    String((root['attributes'] as { referenceId?: unknown } | undefined)?.referenceId ?? ''),
  );
  const failures = results.flatMap((result, i) =>
    result.success ? [] : [{ referenceId: references[i], errors: result.errors }],
  );
  if (failures.length > 0) {
    const own = failures.filter(({ errors }) =>
      errors.some((e) => e.statusCode !== 'ALL_OR_NONE_OPERATION_ROLLED_BACK'),
    );
    return { status: 400, body: { hasErrors: true, results: own } };
  }
  return {
    status: 201,
    body: { hasErrors: false, results: results.map((result, i) => ({ referenceId: references[i], id: result.id })) },
  };
}
