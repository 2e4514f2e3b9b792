/** A stand-in org over HTTP, with a clock to turn, for real clients and for plain calls. */
import jsforce from 'jsforce';
import { SignJWT } from 'jose';
import { createPrivateKey } from 'node:crypto';
import { startLocalOrg, type LocalOrg, type LocalOrgOptions } from '../../local-org/index.ts';
import type { Row } from '../../local-org/types.ts';

export const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

export interface RestOrg extends LocalOrg {
  clock: { now: number };
  /** A connection of the administrator. */
  admin: jsforce.Connection;
  /** A plain call below `/services/data/v65.0` as the administrator, or with another token. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>;
  /** A call of the token endpoint. */
  grant(form: Record<string, string>): Promise<Reply>;
  assertion(claims?: { iss?: string; sub?: string; aud?: string; exp?: number }, key?: string): Promise<string>;
  /** Saves as the administrator; gives back the id. */
  make(object: string, values: Row): string;
}

export interface Reply {
  status: number;
  headers: Headers;
  text: string;
  body: ReturnType<typeof JSON.parse>;
}

export async function restOrg(options: LocalOrgOptions = {}): Promise<RestOrg> {
  const clock = { now: Date.parse('2026-03-02T09:00:30Z') };
  // Long enough for tests that turn the clock by weeks.
  const sessionSeconds = 365 * 24 * 3600;
  const org = await startLocalOrg({ now: () => clock.now, sessionSeconds, ...options });
  const token = org.sessions.open(org.seeded.adminId);
  const reply = async (response: Response): Promise<Reply> => {
    const text = await response.text();
    const isJson = (response.headers.get('content-type') ?? '').includes('json');
    return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : undefined };
  };
  return {
    ...org,
    clock,
    admin: new jsforce.Connection({ instanceUrl: org.url, accessToken: token, version: '65.0' }),
    async call(method, path, body, headers = {}) {
      const init: RequestInit = {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      };
      if (body !== undefined) init.body = typeof body === 'string' ? body : JSON.stringify(body);
      return reply(await fetch(path.startsWith('//') ? org.url + path : `${org.url}/services/data/v65.0${path}`, init));
    },
    async grant(form) {
      return reply(
        await fetch(`${org.url}/services/oauth2/token`, { method: 'POST', body: new URLSearchParams(form) }),
      );
    },
    assertion: (claims = {}, key = org.app.privateKey) =>
      new SignJWT({})
        .setProtectedHeader({ alg: 'RS256' })
        .setIssuer(claims.iss ?? org.app.clientId)
        .setSubject(claims.sub ?? org.integration.username)
        .setAudience(claims.aud ?? org.url)
        .setExpirationTime(claims.exp ?? clock.now / 1000 + 180)
        .sign(createPrivateKey(key)),
    make(object, values) {
      const session = { userId: org.seeded.adminId, clientId: 'test' };
      const [saved] = org.records.save(session, [{ kind: 'insert', object, values }], { allOrNone: true });
      if (saved?.success !== true) throw new Error(JSON.stringify(saved));
      return saved.id;
    },
  };
}

export const opportunity = (name: string, more: Row = {}): Row => ({
  Name: name,
  StageName: 'Prospecting',
  CloseDate: '2026-06-30',
  ...more,
});
