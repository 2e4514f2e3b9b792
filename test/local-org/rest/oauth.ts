/** Who is calling: connected apps, grants, tokens and the sessions behind them. */
import { randomBytes } from 'node:crypto';
import { decodeJwt, importSPKI, jwtVerify } from 'jose';
import type { Records, Session } from '../types.ts';

export interface ConnectedApp {
  clientId: string;
  clientSecret: string;
  /** Public key (PEM, SPKI) that JWT assertions are checked with. */
  publicKey: string | null;
  /** User names that an administrator has approved for it. */
  approvedUsers: string[];
  /** On whose behalf client credentials run. */
  runAs: string | null;
}

interface Token extends Session {
  expiresAt: number;
}

/** An answer of the token endpoint, error or not. */
export interface OAuthAnswer {
  status: number;
  body: Record<string, unknown>;
}

const refuse = (error: string, description: string, status = 400): OAuthAnswer => ({
  status,
  body: { error, error_description: description },
});

/** An assertion may be for three minutes; clocks may differ by two more. */
const longestAssertionMs = 5 * 60_000;

export class Sessions {
  readonly #records: Records;
  readonly #apps: ConnectedApp[];
  readonly #organizationId: string;
  readonly #url: () => string;
  readonly #lifeSeconds: number;
  readonly #tokens = new Map<string, Token>();
  readonly #refresh = new Map<string, Session>();

  constructor(records: Records, apps: ConnectedApp[], organizationId: string, url: () => string, lifeSeconds = 7200) {
    this.#records = records;
    this.#apps = apps;
    this.#organizationId = organizationId;
    this.#url = url;
    this.#lifeSeconds = lifeSeconds;
  }

  /** The session behind a token; null for one that is unknown or has run out. */
  find(token: string | undefined): Session | null {
    const session = token === undefined ? undefined : this.#tokens.get(token);
    return session === undefined || session.expiresAt <= this.#records.now() ? null : session;
  }

  /** A session as by a login of that user, for people who try the org by hand. */
  open(userId: string, clientId = 'local'): string {
    return this.#issue({ userId, clientId });
  }

  /** Every token given out so far stops to work. */
  expireAll(): void {
    this.#tokens.clear();
  }

  async grant(form: URLSearchParams): Promise<OAuthAnswer> {
    switch (form.get('grant_type') ?? '') {
      case 'urn:ietf:params:oauth:grant-type:jwt-bearer':
        return this.#byAssertion(form.get('assertion') ?? '');
      case 'client_credentials':
        return this.#byClient(form);
      case 'refresh_token':
        return this.#byRefresh(form);
      default:
        return refuse('unsupported_grant_type', 'grant type not supported');
    }
  }

  async #byAssertion(assertion: string): Promise<OAuthAnswer> {
    let claims;
    try {
      claims = decodeJwt(assertion);
    } catch {
      return refuse('invalid_grant', 'invalid assertion');
    }
    const app = this.#apps.find(({ clientId }) => clientId === claims.iss);
    if (app === undefined) return refuse('invalid_client_id', 'client identifier invalid');
    if (app.publicKey === null) return refuse('invalid_grant', 'no certificate is registered with the app');
    const audience = [this.#url(), 'https://login.salesforce.com', 'https://test.salesforce.com'];
    try {
      const now = new Date(this.#records.now());
      await jwtVerify(assertion, await importSPKI(app.publicKey, 'RS256'), {
        algorithms: ['RS256'],
        audience,
        currentDate: now,
      });
    } catch (error) {
      const code = (error as { code?: string; claim?: string }).code;
      if (code === 'ERR_JWT_EXPIRED') return refuse('invalid_grant', 'expired authorization code');
      if ((error as { claim?: string }).claim === 'aud') return refuse('invalid_grant', 'audience is invalid');
      return refuse('invalid_grant', 'invalid assertion');
    }
    if (claims.exp === undefined || claims.exp * 1000 > this.#records.now() + longestAssertionMs) {
      return refuse('invalid_grant', 'invalid assertion');
    }
    const userId = this.#userNamed(String(claims.sub));
    if (userId === null || !app.approvedUsers.includes(String(claims.sub))) {
      return refuse('invalid_grant', "user hasn't approved this consumer");
    }
    return this.#answer({ userId, clientId: app.clientId });
  }

  #byClient(form: URLSearchParams): OAuthAnswer {
    const app = this.#app(form);
    if (app === null) return refuse('invalid_client', 'invalid client credentials', 400);
    const userId = app.runAs === null ? null : this.#userNamed(app.runAs);
    if (userId === null) return refuse('invalid_grant', 'no client credentials user enabled');
    return this.#answer({ userId, clientId: app.clientId });
  }

  #byRefresh(form: URLSearchParams): OAuthAnswer {
    const session = this.#refresh.get(form.get('refresh_token') ?? '');
    if (session === undefined || session.clientId !== form.get('client_id')) {
      return refuse('invalid_grant', 'expired access/refresh token');
    }
    return this.#answer(session);
  }

  /** A refresh token as a web login leaves it, for tests of the refresh grant. */
  refreshTokenFor(userId: string, clientId: string): string {
    const token = `5Aep${randomBytes(24).toString('base64url')}`;
    this.#refresh.set(token, { userId, clientId });
    return token;
  }

  revoke(token: string): OAuthAnswer {
    const known = this.#tokens.delete(token) || this.#refresh.delete(token);
    return known ? { status: 200, body: {} } : refuse('invalid_token', 'invalid token: ' + token);
  }

  #app(form: URLSearchParams): ConnectedApp | null {
    const found = this.#apps.find(({ clientId }) => clientId === form.get('client_id'));
    return found !== undefined && found.clientSecret === form.get('client_secret') ? found : null;
  }

  #userNamed(username: string): string | null {
    const row = this.#records.database
      .prepare('SELECT "Id" AS id FROM "User" WHERE "Username" = ? AND "IsActive" = 1')
      .get(username);
    return row === undefined ? null : String(row['id']);
  }

  #issue(session: Session): string {
    const token = `${this.#organizationId.slice(0, 15)}!AQ${randomBytes(40).toString('base64url')}`;
    this.#tokens.set(token, { ...session, expiresAt: this.#records.now() + this.#lifeSeconds * 1000 });
    return token;
  }

  #answer(session: Session): OAuthAnswer {
    const url = this.#url();
    const body = {
      access_token: this.#issue(session),
      scope: 'api',
      instance_url: url,
      id: `${url}/id/${this.#organizationId}/${session.userId}`,
      token_type: 'Bearer',
      issued_at: String(this.#records.now()),
    };
    return { status: 200, body };
  }

  /** What `/services/oauth2/userinfo` and `/id/…` say of a user. */
  userInfo(session: Session): Record<string, unknown> {
    const user = this.#records.database
      .prepare(
        'SELECT "Username" AS username, "Name" AS name, "Email" AS email, "TimeZoneSidKey" AS zone FROM "User" WHERE "Id" = ?',
      )
      .get(session.userId);
    const url = this.#url();
    return {
      sub: `${url}/id/${this.#organizationId}/${session.userId}`,
      user_id: session.userId,
      organization_id: this.#organizationId,
      preferred_username: user?.['username'] ?? null,
      username: user?.['username'] ?? null,
      name: user?.['name'] ?? null,
      display_name: user?.['name'] ?? null,
      email: user?.['email'] ?? null,
      zoneinfo: user?.['zone'] ?? null,
      active: true,
      user_type: 'STANDARD',
      urls: {
        rest: `${url}/services/data/v{version}/`,
        sobjects: `${url}/services/data/v{version}/sobjects/`,
        query: `${url}/services/data/v{version}/query/`,
      },
    };
  }
}
