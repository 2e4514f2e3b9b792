/** The org's HTTP face: express in front, sessions, limits and faults on the way, one router behind. */
import express, { type NextFunction, type Request, type Response } from 'express';
import type { Faults } from '../faults.ts';
import { OrgError } from '../types.ts';
import { actions } from './actions.ts';
import { bulkIngest } from './bulk-ingest.ts';
import { bulkQuery } from './bulk-query.ts';
import { errorBody, notAllowed, notFound, notSupported, type Answer, type Call, type Org } from './call.ts';
import { collections } from './collections.ts';
import { batch, composite } from './composite.ts';
import { endpointOf } from './endpoints.ts';
import { graphql } from './graphql.ts';
import type { Sessions } from './oauth.ts';
import { query } from './query.ts';
import { RecordErrors, sobjects } from './sobjects.ts';
import { tree } from './tree.ts';
import { uiApi } from './ui-api.ts';
import { RecordFailure } from './ui-records.ts';

export const versions = ['51.0', '60.0', '61.0', '62.0', '63.0', '64.0', '65.0'];

/** Calls answered, by kind, for benchmarks and tests. */
export type CallCounts = Record<'query' | 'read' | 'write' | 'bulk', number>;

export interface HttpOptions {
  org: Org;
  sessions: Sessions;
  faults: Faults;
  counts: CallCounts;
  /** Whether `/__faults` shows the fault switch and sets it. */
  faultsOverHttp: boolean;
}

export function createApp(options: HttpOptions) {
  const { sessions, faults } = options;
  const app = express().disable('x-powered-by').disable('etag');
  app.set('query parser', 'simple');
  app.use((request, _response, next) => {
    // Some clients join an address that ends in a slash with a path that begins with one.
    const [path = '', ...query] = request.url.split('?');
    request.url = [path.replace(/\/{2,}/g, '/'), ...query].join('?');
    next();
  });
  app.use(express.text({ type: () => true, limit: '160mb' }));
  app.use((_request, _response, next) => {
    if (faults.slowMilliseconds === 0) next();
    else setTimeout(next, faults.slowMilliseconds);
  });
  app.post('/services/oauth2/token', async (request, response) => {
    const answer = await sessions.grant(new URLSearchParams(String(request.body ?? '')));
    response.status(answer.status).json(answer.body);
  });
  app.all('/services/oauth2/revoke', (request, response) => {
    const form = new URLSearchParams(typeof request.body === 'string' ? request.body : '');
    const given = form.get('token') ?? request.query['token'];
    const answer = sessions.revoke(typeof given === 'string' ? given : '');
    if (answer.status === 200) response.status(200).end();
    else response.status(answer.status).json(answer.body);
  });
  const whoAmI = (request: Request, response: Response) => {
    const session = sessions.find(tokenOf(request));
    if (session === null) return void response.status(403).send('Bad_OAuth_Token');
    response.json(sessions.userInfo(session));
  };
  app.get('/services/oauth2/userinfo', whoAmI);
  app.get('/id/:organization/:user', whoAmI);
  app.get('/services/data', (_request, response) => void response.json(versions.map(versionInfo)));
  app.use('/services/data/:version', (request, response) => {
    const answer = answerTo(request, options);
    if (faults.cutConnections > 0) {
      faults.cutConnections--;
      return void response.socket?.destroy();
    }
    const cut = faults.cutAnswers > 0;
    if (cut) faults.cutAnswers--;
    send(response, answer, options, cut);
  });
  if (options.faultsOverHttp) {
    app.all('/__faults', (request, response) => {
      try {
        if (request.method === 'POST') faults.set(json(String(request.body)));
        response.json(faults.state());
      } catch (error) {
        const what = error instanceof Error ? error.message : String(error);
        send(response, failure(new OrgError(400, 'INVALID_INPUT', what)), options);
      }
    });
  }
  app.use((_request, response) => send(response, failure(notFound()), options));
  app.use((error: unknown, _request: Request, response: Response, _next: NextFunction) =>
    send(response, failure(error), options),
  );
  return app;
}

const versionInfo = (version: string) => ({ label: `API ${version}`, url: `/services/data/v${version}`, version });

function tokenOf(request: Request): string | undefined {
  return /^(?:Bearer|OAuth)\s+(.+)$/i.exec(request.get('authorization') ?? '')?.[1];
}

function answerTo(request: Request, { org, sessions, faults, counts }: HttpOptions): Answer {
  try {
    const session = sessions.find(tokenOf(request));
    if (session === null) throw new OrgError(401, 'INVALID_SESSION_ID', 'Session expired or invalid');
    if (faults.unavailable > 0) {
      faults.unavailable--;
      throw new OrgError(503, 'SERVER_UNAVAILABLE', 'Server unavailable');
    }
    if (faults.requestLimit || org.usage.used >= org.usage.limit) {
      throw new OrgError(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.');
    }
    org.usage.used++;
    const call = callOf(request, { ...session, clientId: clientOf(request) ?? session.clientId });
    counts[kindOf(call)]++;
    return route(call, org);
  } catch (error) {
    return failure(error);
  }
}

/** The client's own name, which change events carry on. */
function clientOf(request: Request): string | undefined {
  return /client=([^,;\s]+)/.exec(request.get('sforce-call-options') ?? '')?.[1];
}

function callOf(request: Request, session: Call['session']): Call {
  const version = String(request.params['version']).replace(/^v/, '');
  if (!versions.includes(version)) throw notFound();
  const url = new URL(request.url, 'http://org');
  const text = typeof request.body === 'string' ? request.body : '';
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) if (typeof value === 'string') headers.set(name, value);
  const isJson = text !== '' && !/csv/.test(headers.get('content-type') ?? '');
  return {
    session,
    version,
    method: request.method,
    path: url.pathname
      .split('/')
      .filter((part) => part !== '')
      .map(decodeURIComponent),
    query: url.searchParams,
    body: isJson ? json(text) : undefined,
    text,
    headers,
  };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new OrgError(400, 'JSON_PARSER_ERROR', error instanceof Error ? error.message : 'not JSON');
  }
}

function kindOf(call: Call): keyof CallCounts {
  const [first, second, third, fourth] = call.path;
  if (first === 'query' || first === 'queryAll' || first === 'graphql') return 'query';
  if (first === 'jobs') return 'bulk';
  // Reading many records by id may be a POST, for the length of the list.
  if (first === 'composite' && second === 'sobjects' && third !== undefined && fourth === undefined) return 'read';
  return call.method === 'GET' || call.method === 'HEAD' ? 'read' : 'write';
}

/** Everything below `/services/data/vXX.0`. What it does not know, it refuses. */
export function route(call: Call, org: Org): Answer {
  const answer = dispatch(call, org);
  if (answer.status < 400 && endpointOf(call.method, call.path) === null) {
    throw new Error(`${call.method} /${call.path.join('/')} is answered and stands in no list of endpoints`);
  }
  return answer;
}

function dispatch(call: Call, org: Org): Answer {
  const [first, second] = call.path;
  switch (first) {
    case undefined:
      return { status: 200, body: resources(call) };
    case 'sobjects':
      return sobjects(call, org);
    case 'query':
    case 'queryAll':
      return query(call, org);
    case 'composite':
      if (second === undefined) return composite(call, org, route);
      if (second === 'sobjects') return collections(call, org);
      if (second === 'batch') return batch(call, org, route);
      if (second === 'tree') return tree(call, org);
      throw notSupported(`/composite/${second}`);
    case 'jobs':
      if (second === 'ingest') return bulkIngest(call, org);
      if (second === 'query') return bulkQuery(call, org);
      throw second === undefined ? notFound() : notSupported(`/jobs/${second}`);
    case 'graphql':
      return graphql(call, org);
    case 'ui-api':
      return uiApi(call, org);
    case 'limits':
      if (call.method !== 'GET' && call.method !== 'HEAD') throw notAllowed(call, 'HEAD,GET');
      return { status: 200, body: limits(org) };
    case 'actions':
      return actions(call, org);
    default:
      throw elsewhere.includes(first) ? notSupported(`/${first}`) : notFound();
  }
}

/** What real orgs have and this one lacks. */
const elsewhere = [
  'analytics',
  'apexrest',
  'appMenu',
  'async',
  'chatter',
  'compactLayouts',
  'connect',
  'dedupe',
  'event',
  'eventgrid',
  'knowledgeManagement',
  'metadata',
  'parameterizedSearch',
  'process',
  'quickActions',
  'recent',
  'search',
  'support',
  'tabs',
  'theme',
  'tooling',
  'wave',
];

function resources({ version }: Call) {
  const names = ['sobjects', 'query', 'queryAll', 'composite', 'limits', 'jobs', 'actions', 'graphql', 'ui-api'];
  return Object.fromEntries(names.map((name) => [name, `/services/data/v${version}/${name}`]));
}

function limits({ usage, bulk }: Org) {
  const most = { queries: 10_000, batches: 15_000 };
  // A batch of a job holds at most 10,000 records.
  return {
    DailyApiRequests: { Max: usage.limit, Remaining: Math.max(0, usage.limit - usage.used) },
    DailyBulkV2QueryJobs: { Max: most.queries, Remaining: most.queries - bulk.all('query').length },
    DailyBulkApiBatches: { Max: most.batches, Remaining: most.batches - bulk.batches() },
  };
}

function failure(error: unknown): Answer {
  if (error instanceof OrgError) return { status: error.status, body: errorBody(error) };
  if (error instanceof RecordErrors) return { status: error.status, body: error.body };
  if (error instanceof RecordFailure) return { status: 400, body: error.body };
  if (error instanceof URIError) return failure(notFound());
  if (typeof error === 'object' && error !== null && 'type' in error && error.type === 'entity.too.large') {
    return failure(new OrgError(413, 'REQUEST_ENTITY_TOO_LARGE', 'The request body is too large'));
  }
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { status: 500, body: [{ errorCode: 'UNKNOWN_EXCEPTION', message }] };
}

/** @param cut whether the connection breaks when half of the answer is out */
function send(response: Response, answer: Answer, { org, faults }: HttpOptions, cut = false): void {
  const { used, limit } = org.usage;
  const shown = faults.requestLimit ? limit : used;
  response.status(answer.status).set('sforce-limit-info', `api-usage=${shown}/${limit}`);
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.set(name, value);
  const isJson = answer.text === undefined && answer.body !== undefined;
  if (isJson) response.type('json');
  const text = isJson ? JSON.stringify(answer.body) : (answer.text ?? '');
  if (!cut) return void response.end(text);
  const bytes = Buffer.from(text);
  response.set('content-length', String(bytes.length + 1));
  response.write(bytes.subarray(0, Math.ceil(bytes.length / 2)), () => response.socket?.destroy());
}
