import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { audienceOf, tokenRequest } from '../../../sync-service/salesforce/login.ts';
import { startLocalOrg } from '../../local-org/index.ts';
import { restOrg, type RestOrg } from './rest-org.ts';

let org: RestOrg;
beforeAll(async () => {
  org = await restOrg({ features: ['quotes'] });
});
afterAll(() => org.close());

const found = async (from: RestOrg, object: string) => {
  const reply = await from.call('GET', `/query?q=${encodeURIComponent(`SELECT COUNT() FROM ${object}`)}`);
  return reply.status === 200 ? 'found' : String(reply.body[0].errorCode);
};

describe('starting an org', () => {
  it('stands beside another one', async () => {
    const other = await restOrg();
    expect(other.url).not.toBe(org.url);
    const token = org.sessions.open(org.seeded.adminId);
    const reply = await other.call('GET', '/limits', undefined, { authorization: `Bearer ${token}` });
    expect(reply.status).toBe(401);
    await other.close();
  });

  it('fails where the port is taken', async () => {
    const port = Number(new URL(org.url).port);
    await expect(startLocalOrg({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('has what its features bring, and nothing else', async () => {
    const plain = await restOrg({ features: [] });
    expect([await found(org, 'Quote'), await found(plain, 'Quote')]).toEqual(['found', 'INVALID_TYPE']);
    const tracked = await restOrg({ features: ['fieldHistory'] });
    expect([await found(tracked, 'OpportunityFieldHistory'), await found(plain, 'OpportunityFieldHistory')]).toEqual([
      'found',
      'INVALID_TYPE',
    ]);
    await Promise.all([plain.close(), tracked.close()]);
  });

  it('keeps its records in a file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'local-org-'));
    const file = join(folder, 'org.sqlite');
    const first = await restOrg({ file });
    const id = first.make('Account', { Name: 'Stays' });
    const integration = first.integration.userId;
    await first.close();
    const second = await restOrg({ file });
    expect((await second.call('GET', `/sobjects/Account/${id}`)).body.Name).toBe('Stays');
    expect(second.integration.userId).toBe(integration);
    await second.close();
    rmSync(folder, { recursive: true });
  });

  it('tells the service how to log in, in both ways', async () => {
    const jwt = org.environment('jwt');
    expect(audienceOf(jwt['SALESFORCE_LOGIN_URL'] ?? '')).toBe(org.url);
    org.clock.now = Date.now();
    const app = { clientId: jwt['SALESFORCE_CLIENT_ID'] ?? '', loginUrl: jwt['SALESFORCE_LOGIN_URL'] ?? '' };
    const byKey = await tokenRequest(
      {
        kind: 'jwt',
        username: jwt['SALESFORCE_USERNAME'] ?? '',
        privateKey: jwt['SALESFORCE_PRIVATE_KEY'] ?? '',
      },
      app,
    );
    expect((await org.grant(byKey)).status).toBe(200);
    const secret = org.environment('client credentials');
    const bySecret = await org.grant({
      grant_type: 'client_credentials',
      client_id: secret['SALESFORCE_CLIENT_ID'] ?? '',
      client_secret: secret['SALESFORCE_CLIENT_SECRET'] ?? '',
    });
    expect(bySecret.body.id).toBe(`${org.url}/id/${org.seeded.organizationId}/${org.integration.userId}`);
  });
});
