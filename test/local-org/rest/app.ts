/** The org's HTTP face: express in front, sessions, limits and faults on the way, one router behind. */
import express, { type Request, type Response } from 'express';
import type { Faults } from '../faults.ts';
import { OrgError } from '../types.ts';
import { errorBody, notFound, type Answer, type Call, type Org } from './call.ts';
import { collections } from './collections.ts';
import { batch, composite, tree } from './composite.ts';
import type { Sessions } from './oauth.ts';
import { query } from './query.ts';
import { RecordErrors, sobjects } from './sobjects.ts';

export const versions = ['51.0', '60.0', '61.0', '62.0', '63.0', '64.0', '65.0'];

/** Calls answered, by kind, for benchmarks and tests. */
export type CallCounts = Record<'query' | 'read' | 'write' | 'bulk', number>;

export interface HttpOptions {
  org: Org;
  sessions: Sessions;
  faults: Faults;
  counts: CallCounts;
}

export function createApp({ org, sessions, faults, counts }: HttpOptions) {
  const app = express().disable('x-powered-by').disable('etag');
  app.set('query parser', 'simple');
  app.use((request, _response, next) => {
    request.url = request.url.replace(/^\/{2,}/, '/');
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
  app.post('/services/oauth2/revoke', (request, response) => {
    sessions.revoke(new URLSearchParams(String(request.body ?? '')).get('token') ?? '');
    response.status(200).end();
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
    const answer = answerTo(request, { org, sessions, faults, counts });
    if (faults.cutConnections > 0) {
      faults.cutConnections--;
      return void response.socket?.destroy();
    }
    send(response, answer, org);
  });
  app.use((_request, response) => send(response, failure(notFound()), org));
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
  const [first] = call.path;
  if (first === 'query' || first === 'queryAll') return 'query';
  if (first === 'jobs') return 'bulk';
  return call.method === 'GET' || call.method === 'HEAD' ? 'read' : 'write';
}

/** Everything below `/services/data/vXX.0`. What it does not know, it refuses. */
export function route(call: Call, org: Org): Answer {
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
      throw refused(`composite/${second}`);
    case 'jobs':
      if (second === 'ingest') return org.bulk.ingest(call, org);
      if (second === 'query') return org.bulk.query(call, org);
      throw refused(`jobs/${second ?? ''}`);
    case 'limits':
      return { status: 200, body: limits(org) };
    default:
      throw [
        'search',
        'analytics',
        'tooling',
        'metadata',
        'actions',
        'ui-api',
        'graphql',
        'connect',
        'process',
      ].includes(first)
        ? refused(first)
        : notFound();
  }
}

const refused = (what: string) =>
  new OrgError(501, 'NOT_IMPLEMENTED', `/${what} is not supported by this stand-in org`);

function resources({ version }: Call) {
  const names = ['sobjects', 'query', 'queryAll', 'composite', 'limits', 'jobs'];
  return Object.fromEntries(names.map((name) => [name, `/services/data/v${version}/${name}`]));
}

function limits({ usage }: Org) {
  return {
    DailyApiRequests: { Max: usage.limit, Remaining: Math.max(0, usage.limit - usage.used) },
    DailyBulkV2QueryJobs: { Max: 10_000, Remaining: 10_000 },
    DailyBulkApiBatches: { Max: 15_000, Remaining: 15_000 },
  };
}

function failure(error: unknown): Answer {
  if (error instanceof OrgError) return { status: error.status, body: errorBody(error) };
  if (error instanceof RecordErrors) return { status: error.status, body: error.body };
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { status: 500, body: [{ errorCode: 'UNKNOWN_EXCEPTION', message }] };
}

function send(response: Response, answer: Answer, { usage }: Org): void {
  response.status(answer.status).set('sforce-limit-info', `api-usage=${usage.used}/${usage.limit}`);
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.set(name, value);
  if (answer.text !== undefined) response.send(answer.text);
  else if (answer.body === undefined) response.end();
  else response.json(answer.body);
}
