/** Two ways into the org for a machine: a signed assertion (JWT bearer) or the app's own secret (client credentials). */
import { createPrivateKey } from 'node:crypto';
import { SignJWT } from 'jose';

export type Login =
  { kind: 'jwt'; username: string; privateKey: string } | { kind: 'client credentials'; clientSecret: string };

const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
/** Salesforce takes an assertion for three minutes at most (OAuth 2.0 JWT bearer flow). */
const assertionLife = '3m';

/** What the token endpoint is asked with. A fresh assertion is signed at every call. */
export async function tokenRequest(
  login: Login,
  app: { clientId: string; loginUrl: string },
): Promise<{ grant_type: string } & Record<string, string>> {
  if (login.kind === 'client credentials') return { grant_type: 'client_credentials' };
  const assertion = await new SignJWT({})
    .setProtectedHeader({ alg: 'RS256' })
    .setIssuer(app.clientId)
    .setSubject(login.username)
    .setAudience(audienceOf(app.loginUrl))
    .setExpirationTime(assertionLife)
    .sign(createPrivateKey(login.privateKey));
  return { grant_type: jwtBearer, assertion };
}

/** Whom the assertion is for: the login servers of production or sandboxes; any other server by its own address. */
export function audienceOf(loginUrl: string): string {
  const { hostname, origin } = new URL(loginUrl);
  if (!hostname.endsWith('.salesforce.com')) return origin;
  const sandbox = hostname === 'test.salesforce.com' || hostname.includes('.sandbox.') || hostname.includes('--');
  return sandbox ? 'https://test.salesforce.com' : 'https://login.salesforce.com';
}
