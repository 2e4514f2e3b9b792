import { describe, expect, it } from '@jest/globals';
import { ConfigError, readConfig } from '../../../sync-service/config.ts';

const secret = {
  SALESFORCE_LOGIN_URL: 'https://vendor.my.salesforce.com',
  SALESFORCE_CLIENT_ID: '3MVG9',
  SALESFORCE_CLIENT_SECRET: 'a secret that must not be shown',
};

function problemsOf(env: Record<string, string>): string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('configuration', () => {
  it('takes client credentials and fills in the defaults', () => {
    const config = readConfig(secret);
    expect(config.login).toEqual({ kind: 'client credentials', clientSecret: 'a secret that must not be shown' });
    expect([config.SALESFORCE_API_VERSION, config.INTAKE, config.HTTP_PORT, config.BULK_FROM]).toEqual([
      '65.0',
      'pubsub',
      8080,
      2000,
    ]);
  });

  it('takes a key given in the environment itself for JWT bearer', () => {
    const { SALESFORCE_CLIENT_SECRET: _, ...rest } = secret;
    const key = '-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----';
    const config = readConfig({ ...rest, SALESFORCE_USERNAME: 'sync@vendor.example', SALESFORCE_PRIVATE_KEY: key });
    expect(config.login).toEqual({ kind: 'jwt', username: 'sync@vendor.example', privateKey: key });
  });

  it('names every wrong setting in one go, with its value and what was expected', () => {
    const problems = problemsOf({
      ...secret,
      SALESFORCE_LOGIN_URL: 'vendor',
      BATCH_SIZE: '201',
      SALESFORCE_ORG_ID: '00X000000000001',
      POLL_SECONDS: 'often',
    });
    expect(problems.map((line) => line.split(':')[0])).toEqual([
      'SALESFORCE_LOGIN_URL is "vendor"',
      'SALESFORCE_ORG_ID is "00X000000000001"',
      'POLL_SECONDS is "often"',
      'BATCH_SIZE is "201"',
    ]);
    expect(problems[1]).toContain('expected an organisation id');
  });

  it('accepts a batch of 200 and refuses one of 201', () => {
    expect(problemsOf({ ...secret, BATCH_SIZE: '200' })).toEqual([]);
    expect(problemsOf({ ...secret, BATCH_SIZE: '201' })).toHaveLength(1);
  });

  it('never repeats a secret in its message', () => {
    const [problem] = problemsOf({ ...secret, API_TOKEN: 'short' });
    expect(problem).toContain('API_TOKEN');
    expect(problem).not.toContain('short');
  });

  it('says which settings are missing, and treats an empty one as missing', () => {
    expect(problemsOf({ SALESFORCE_LOGIN_URL: ' ' })).toEqual([
      'SALESFORCE_LOGIN_URL is not set',
      'SALESFORCE_CLIENT_ID is not set',
      'no way to log in: set SALESFORCE_USERNAME and SALESFORCE_PRIVATE_KEY (JWT bearer), or SALESFORCE_CLIENT_SECRET',
    ]);
  });

  it('refuses two ways to log in at the same time', () => {
    expect(problemsOf({ ...secret, SALESFORCE_PRIVATE_KEY: 'key.pem' })[0]).toContain('both set');
  });

  it('names a key file that is not there', () => {
    const { SALESFORCE_CLIENT_SECRET: _, ...rest } = secret;
    expect(problemsOf({ ...rest, SALESFORCE_USERNAME: 'u', SALESFORCE_PRIVATE_KEY: '/no/such/key.pem' })).toEqual([
      'SALESFORCE_PRIVATE_KEY is neither a PEM key nor a readable file: /no/such/key.pem',
    ]);
  });
});
