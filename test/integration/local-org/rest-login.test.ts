import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generateKeyPairSync } from 'node:crypto';
import jsforce from 'jsforce';
import { createUser, SALES } from '../../local-org/records/index.ts';
import { jwtBearer, restOrg, type RestOrg } from './rest-org.ts';

let org: RestOrg;
beforeAll(async () => {
  org = await restOrg({ sessionSeconds: 600 });
});
afterAll(() => org.close());

describe('login by a signed assertion', () => {
  it('lets jsforce in as the user of the assertion', async () => {
    const connection = new jsforce.Connection({ loginUrl: org.url, version: '65.0' });
    const user = await connection.authorize({ grant_type: jwtBearer, assertion: await org.assertion() });
    expect(user).toMatchObject({ id: org.integration.userId, organizationId: org.seeded.organizationId });
    expect(connection.instanceUrl).toBe(org.url);
    const identity = await connection.identity();
    expect(identity).toMatchObject({ username: 'integration@fairlead.example', active: true });
  });

  const refusal = async (assertion: string | Promise<string>) => {
    const { status, body } = await org.grant({ grant_type: jwtBearer, assertion: await assertion });
    return [status, body.error, body.error_description];
  };

  it('is refused with the key of somebody else', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const pem = String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
    expect(await refusal(org.assertion({}, pem))).toEqual([400, 'invalid_grant', 'invalid assertion']);
  });

  it('is refused for what is no assertion', async () => {
    expect(await refusal('nonsense')).toEqual([400, 'invalid_grant', 'invalid assertion']);
  });

  it('is refused to a client that is not registered', async () => {
    expect(await refusal(org.assertion({ iss: 'other' }))).toEqual([
      400,
      'invalid_client_id',
      'client identifier invalid',
    ]);
  });

  it('is refused for a user who has not been approved, and for nobody', async () => {
    const reason = [400, 'invalid_grant', "user hasn't approved this consumer"];
    expect(await refusal(org.assertion({ sub: 'admin@fairlead.example' }))).toEqual(reason);
    expect(await refusal(org.assertion({ sub: 'nobody@fairlead.example' }))).toEqual(reason);
  });

  it('is refused for another audience', async () => {
    const assertion = org.assertion({ aud: 'https://elsewhere.example' });
    expect(await refusal(assertion)).toEqual([400, 'invalid_grant', 'audience is invalid']);
    const known = await org.assertion({ aud: 'https://login.salesforce.com' });
    expect((await org.grant({ grant_type: jwtBearer, assertion: known })).status).toBe(200);
  });

  it('expires at its second', async () => {
    const now = org.clock.now / 1000;
    expect(await refusal(org.assertion({ exp: now }))).toEqual([400, 'invalid_grant', 'expired authorization code']);
    const assertion = await org.assertion({ exp: now + 1 });
    expect((await org.grant({ grant_type: jwtBearer, assertion })).status).toBe(200);
  });

  it('may live five minutes, not longer', async () => {
    const now = org.clock.now / 1000;
    const assertion = await org.assertion({ exp: now + 300 });
    expect((await org.grant({ grant_type: jwtBearer, assertion })).status).toBe(200);
    expect(await refusal(org.assertion({ exp: now + 301 }))).toEqual([400, 'invalid_grant', 'invalid assertion']);
  });
});

describe('login by client credentials', () => {
  const form = () => ({
    grant_type: 'client_credentials',
    client_id: org.app.clientId,
    client_secret: org.app.clientSecret,
  });

  it('lets jsforce in as the user that the app runs as', async () => {
    const connection = new jsforce.Connection({
      version: '65.0',
      oauth2: { loginUrl: org.url, clientId: org.app.clientId, clientSecret: org.app.clientSecret },
    });
    const user = await connection.authorize({ grant_type: 'client_credentials' });
    expect(user.id).toBe(org.integration.userId);
    const found = await connection.query<{ Id: string }>('SELECT Id FROM Organization');
    expect(found.records.map((row) => row.Id)).toEqual([org.seeded.organizationId]);
  });

  it('is refused with a wrong secret', async () => {
    const { status, body } = await org.grant({ ...form(), client_secret: 'wrong' });
    expect([status, body]).toEqual([400, { error: 'invalid_client', error_description: 'invalid client credentials' }]);
  });

  it('no other grant is known', async () => {
    const { status, body } = await org.grant({ ...form(), grant_type: 'password' });
    expect([status, body.error]).toEqual([400, 'unsupported_grant_type']);
  });
});

describe('a session', () => {
  const expired = [{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }];
  const limits = (token: string) =>
    fetch(`${org.url}/services/data/v65.0/limits`, { headers: { authorization: `Bearer ${token}` } });

  it('is refused without a token and with an unknown one', async () => {
    const response = await limits('unknown');
    expect([response.status, await response.json()]).toEqual([401, expired]);
    expect((await fetch(`${org.url}/services/data/v65.0/limits`)).status).toBe(401);
  });

  it('ends with its life', async () => {
    const start = org.clock.now;
    const token = org.sessions.open(org.seeded.adminId);
    org.clock.now = start + 599_999;
    expect((await limits(token)).status).toBe(200);
    org.clock.now = start + 600_000;
    expect((await limits(token)).status).toBe(401);
    org.clock.now = start;
  });

  it('is renewed once by jsforce where five calls find it ended', async () => {
    let renewals = 0;
    const connection = new jsforce.Connection({
      instanceUrl: org.url,
      accessToken: 'ended',
      version: '65.0',
      refreshFn: (_connection, callback) => {
        renewals++;
        callback(null, org.sessions.open(org.seeded.adminId));
      },
    });
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => connection.query<{ Name: string }>('SELECT Name FROM Organization')),
    );
    expect(answers.map((answer) => answer.records[0]?.Name)).toEqual(Array(5).fill('Fairlead Local Org'));
    expect(renewals).toBe(1);
  });

  it('is renewed with a refresh token', async () => {
    const refresh_token = org.sessions.refreshTokenFor(org.seeded.adminId, org.app.clientId);
    const form = { grant_type: 'refresh_token', client_id: org.app.clientId, refresh_token };
    const { status, body } = await org.grant(form);
    expect([status, (await limits(body.access_token)).status]).toEqual([200, 200]);
    const other = await org.grant({ ...form, refresh_token: 'other' });
    expect([other.status, other.body]).toEqual([
      400,
      { error: 'invalid_grant', error_description: 'expired access/refresh token' },
    ]);
  });

  it('ends when its token is revoked, which works once', async () => {
    const token = org.sessions.open(org.seeded.adminId);
    const revoke = () =>
      fetch(`${org.url}/services/oauth2/revoke`, { method: 'POST', body: new URLSearchParams({ token }) });
    expect((await revoke()).status).toBe(200);
    expect((await limits(token)).status).toBe(401);
    const again = await revoke();
    expect([again.status, ((await again.json()) as { error: string }).error]).toEqual([400, 'invalid_token']);
  });

  it('ends when its user is deactivated', async () => {
    const id = createUser(org.records, { username: 'leaver@fairlead.example', lastName: 'Leaver', profile: SALES });
    const token = org.sessions.open(id);
    expect((await limits(token)).status).toBe(200);
    await org.admin.sobject('User').update({ Id: id, IsActive: false });
    const describe = await fetch(`${org.url}/services/data/v65.0/sobjects`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect([describe.status, await describe.json()]).toEqual([401, expired]);
  });
});

describe('what the command line asks for', () => {
  const get = (path: string, token = org.admin.accessToken) =>
    fetch(org.url + path, { headers: { authorization: `Bearer ${token ?? ''}` } });

  it('is answered with two slashes in front', async () => {
    const response = await get('//services/oauth2/userinfo');
    expect(await response.json()).toMatchObject({
      user_id: org.seeded.adminId,
      organization_id: org.seeded.organizationId,
      preferred_username: 'admin@fairlead.example',
    });
  });

  it('refuses user information to strangers', async () => {
    const response = await get('/services/oauth2/userinfo', 'other');
    expect([response.status, await response.text()]).toEqual([403, 'Bad_OAuth_Token']);
  });

  it('knows the user at version 51.0', async () => {
    const response = await get(`//services/data/v51.0/sobjects/User/${org.seeded.adminId}`);
    expect(await response.json()).toMatchObject({ Username: 'admin@fairlead.example', LastName: 'Admin' });
  });

  it('has no scratch orgs, and says so', async () => {
    const soql = encodeURIComponent('SELECT Id FROM ScratchOrgInfo');
    const response = await get(`//services/data/v65.0/query?q=${soql}`);
    expect([response.status, ((await response.json()) as { errorCode: string }[])[0]?.errorCode]).toEqual([
      400,
      'INVALID_TYPE',
    ]);
  });

  it('offers versions from 60.0 to 65.0, besides the old one for users', async () => {
    const offered = (await (await get('/services/data')).json()) as { version: string; url: string }[];
    expect(offered.map((each) => each.version)).toEqual(['51.0', '60.0', '61.0', '62.0', '63.0', '64.0', '65.0']);
    expect(offered.at(-1)).toEqual({ label: 'API 65.0', url: '/services/data/v65.0', version: '65.0' });
    for (const version of ['59.0', '66.0', 'x']) {
      const response = await get(`/services/data/v${version}/limits`);
      expect([response.status, await response.json()]).toEqual([
        404,
        [{ errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' }],
      ]);
    }
  });
});
