import jsforce from 'jsforce';
import type { HttpRequest } from 'jsforce/lib/types/common.js';
import {
  isOrgError,
  loginError,
  orgError,
  OrgAuthError,
  OrgBusyError,
  OrgUnreachableError,
  WrongOrgError,
} from './errors.ts';
import { tokenRequest, type Login } from './login.ts';
import { namesFor, type Names } from './names.ts';

export interface ConnectionSettings {
  /** https://login.salesforce.com, a sandbox's login or the org's own domain. */
  loginUrl: string;
  /** Consumer key of the external client app. */
  clientId: string;
  login: Login;
  /** Such as `65.0`. */
  apiVersion?: string;
  /** Namespace of the installed package, empty for a deploy from source. */
  namespace?: string;
  /** The only organisation that is written to; null where none was named. */
  organizationId?: string | null;
  /** First pause before a call is sent again, milliseconds; it doubles each time. */
  firstPauseMs?: number;
  /** How often a call that may be repeated is sent in all. */
  attempts?: number;
  /** After how many milliseconds a call without an answer counts as lost. */
  timeoutMs?: number;
}

export type CallKind = 'login' | 'query' | 'describe' | 'write' | 'bulk' | 'other';

/** A session with the org. Every call goes through `send`, is counted, repeated where it may be, and fails by class. */
export interface OrgConnection {
  readonly names: Names;
  readonly organizationId: string;
  /** Such as `65.0`. */
  readonly apiVersion: string;
  /** The user it is logged in as. */
  readonly userId: string;
  /** Sends a request; a path that begins with `/` is below `/services/data/vNN.0`. Null for an answer without content. */
  send(kind: CallKind, request: OrgRequest): Promise<unknown>;
  /** What the Pub/Sub API is opened with. `renew` asks for a new session first. */
  token(options?: { renew?: boolean }): Promise<{ accessToken: string; instanceUrl: string; tenantId: string }>;
  /** Calls of the last 24 hours as the org counted them at the last answer, null before the first. */
  usage(): { used: number; limit: number } | null;
  /** Calls made so far. */
  calls(): Readonly<Record<CallKind, number>>;
  /** @throws WrongOrgError where the org is not the one the service belongs to */
  assertMayWrite(): void;
}

export interface OrgRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  path: string;
  body?: string;
  contentType?: string;
  /** Whether sending it twice does no harm, so that it may be repeated. GET always may. */
  repeatable?: boolean;
}

const simultaneous = 8;
const longestPauseMs = 30_000;
/** Renewals within ten seconds before the org's 401 is believed: a session it will not accept would renew for ever. */
const renewalsInARow = 5;

/**
 * Logs in and keeps the session alive.
 * @throws OrgUnreachableError | OrgAuthError | OrgBusyError
 */
export async function connect(settings: ConnectionSettings): Promise<OrgConnection> {
  const { loginUrl, clientId, login, firstPauseMs = 250, attempts = 5, timeoutMs = 120_000 } = settings;
  const calls: Record<CallKind, number> = { login: 0, query: 0, describe: 0, write: 0, bulk: 0, other: 0 };
  let loginFailure: unknown = null;
  let renewals: number[] = [];

  async function logIn(connection: jsforce.Connection): Promise<string> {
    calls.login++;
    try {
      await connection.authorize(await tokenRequest(login, { clientId, loginUrl }));
      loginFailure = null;
      return connection.accessToken ?? '';
    } catch (error) {
      loginFailure = loginError(error, loginUrl, firstPauseMs);
      throw loginFailure;
    }
  }

  const connection = new jsforce.Connection({
    loginUrl,
    version: settings.apiVersion ?? '65.0',
    callOptions: { client: 'fairlead' },
    oauth2: {
      loginUrl,
      clientId,
      ...(login.kind === 'client credentials' ? { clientSecret: login.clientSecret } : {}),
    },
    refreshFn: (session, callback) => {
      renewals = [...renewals.filter((at) => at > Date.now() - 10_000), Date.now()];
      if (renewals.length > renewalsInARow) {
        loginFailure = new OrgAuthError('it takes back every session it gives', { cause: null });
        callback(loginFailure as Error);
        return;
      }
      logIn(session).then(
        (accessToken) => callback(null, accessToken),
        (error: Error) => callback(error),
      );
    },
  });
  await logIn(connection);

  const turn = turns(simultaneous);
  const usage = () => connection.limitInfo.apiUsage ?? null;
  const classify = (error: unknown, retryAfterMs: number) =>
    orgError(error, {
      url: connection.instanceUrl,
      usage: usage(),
      retryAfterMs,
      loginFailure: isOrgError(loginFailure) ? loginFailure : null,
    });

  async function send(kind: CallKind, request: OrgRequest): Promise<unknown> {
    const repeatable = request.method === 'GET' || request.repeatable === true;
    for (let attempt = 1; ; attempt++) {
      calls[kind]++;
      const pause = Math.min(firstPauseMs * 2 ** (attempt - 1), longestPauseMs);
      try {
        return await turn(async () =>
          // Repeating is done here alone; jsforce would repeat only what does not change anything.
          connection.request<unknown>(httpRequest(request), { timeout: timeoutMs, retry: { maxRetries: 0 } } as object),
        );
      } catch (error) {
        const failure = classify(error, pause);
        const passing = failure instanceof OrgBusyError || failure instanceof OrgUnreachableError;
        if (!passing || !repeatable || attempt >= attempts) throw failure;
        // Half of the pause is left to chance, so that those who were refused together do not come back together.
        await new Promise((resolve) => setTimeout(resolve, pause * (0.5 + Math.random() / 2)));
      }
    }
  }

  const organizationId = connection.userInfo?.organizationId ?? '';
  const pinned = settings.organizationId ?? null;
  return {
    names: namesFor(settings.namespace ?? ''),
    organizationId,
    apiVersion: connection.version,
    userId: connection.userInfo?.id ?? '',
    send,
    async token({ renew = false } = {}) {
      if (renew) await logIn(connection);
      return {
        accessToken: connection.accessToken ?? '',
        instanceUrl: connection.instanceUrl,
        tenantId: organizationId,
      };
    },
    usage,
    calls: () => ({ ...calls }),
    assertMayWrite() {
      // 15 and 18 characters name the same organisation.
      if (pinned !== null && pinned.slice(0, 15) !== organizationId.slice(0, 15)) {
        throw new WrongOrgError(organizationId, pinned);
      }
    },
  };
}

function httpRequest({ method, path, body, contentType = 'application/json' }: OrgRequest): HttpRequest {
  if (body === undefined) return { method, url: path };
  return { method, url: path, body, headers: { 'content-type': contentType } };
}

/** Lets so many run at the same time; the others wait for their turn. */
function turns(places: number): <T>(run: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (run) => {
    if (running >= places) await new Promise<void>((go) => waiting.push(go));
    else running++;
    try {
      return await run();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running--;
      else next();
    }
  };
}
