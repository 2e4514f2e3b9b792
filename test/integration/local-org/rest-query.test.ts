import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { opportunity, restOrg, type RestOrg } from './rest-org.ts';

let org: RestOrg;
beforeAll(async () => {
  org = await restOrg();
  const rows = Array.from({ length: 4_500 }, (_, i) => ({ Name: `Q ${String(i).padStart(4, '0')}` }));
  org.records.restore([['Account', rows]]);
});
afterAll(() => org.close());

const ask = (soql: string, headers: Record<string, string> = {}, verb = 'query') =>
  org.call('GET', `/${verb}?q=${encodeURIComponent(soql)}`, undefined, headers);

describe('query', () => {
  it('gives 2,000 records a page, and jsforce fetches on by itself', async () => {
    const before = org.counts.query;
    const found: string[] = [];
    const query = org.admin
      .query<{ Name: string }>('SELECT Name FROM Account ORDER BY Name')
      .on('record', (record) => found.push(record.Name));
    await query.run({ autoFetch: true, maxFetch: 10_000 });
    expect(found).toEqual(Array.from({ length: 4_500 }, (_, i) => `Q ${String(i).padStart(4, '0')}`));
    expect(org.counts.query - before).toBe(3);
  });

  it('tells how many there are and where to go on', async () => {
    const first = await ask('SELECT Name FROM Account ORDER BY Name');
    expect(first.body).toMatchObject({ totalSize: 4_500, done: false });
    expect(first.body.records).toHaveLength(2_000);
    expect(first.body.records[0]).toEqual({
      attributes: { type: 'Account', url: expect.stringMatching(/^\/services\/data\/v65\.0\/sobjects\/Account\/001/) },
      Name: 'Q 0000',
    });
    expect(first.body.nextRecordsUrl).toMatch(/^\/services\/data\/v65\.0\/query\/01g\w+-2000$/);
    const last = await org.call(
      'GET',
      first.body.nextRecordsUrl.replace('/services/data/v65.0', '').replace('2000', '4000'),
    );
    expect(last.body).toMatchObject({ totalSize: 4_500, done: true });
    expect(last.body.records).toHaveLength(500);
    expect(last.body).not.toHaveProperty('nextRecordsUrl');
  });

  it.each([
    [199, 200],
    [200, 200],
    [1_999, 1_999],
    [2_001, 2_000],
  ])('asked for pages of %i gives pages of %i', async (asked, given) => {
    const { body } = await ask('SELECT Id FROM Account', { 'Sforce-Query-Options': `batchSize=${asked}` });
    expect(body.records).toHaveLength(given);
  });

  it('keeps the ten newest open results of a user', async () => {
    const urls: string[] = [];
    for (let i = 0; i < 11; i++) {
      const { body } = await ask('SELECT Id FROM Account');
      urls.push(body.nextRecordsUrl.replace('/services/data/v65.0', ''));
    }
    const oldest = await org.call('GET', urls[0]!);
    expect([oldest.status, oldest.body]).toEqual([
      400,
      [{ errorCode: 'INVALID_QUERY_LOCATOR', message: 'invalid query locator' }],
    ]);
    expect((await org.call('GET', urls[1]!)).status).toBe(200);
  });

  it('refuses a locator of nobody, of somebody else, and past the end', async () => {
    const { body } = await ask('SELECT Id FROM Account');
    const url = body.nextRecordsUrl.replace('/services/data/v65.0', '');
    const other = { authorization: `Bearer ${org.sessions.open(org.integration.userId)}` };
    expect((await org.call('GET', '/query/01gnothing-2000')).body[0].errorCode).toBe('INVALID_QUERY_LOCATOR');
    expect((await org.call('GET', url, undefined, other)).body[0].errorCode).toBe('INVALID_QUERY_LOCATOR');
    expect((await org.call('GET', url.replace('-2000', '-4500'))).body[0].errorCode).toBe('INVALID_QUERY_LOCATOR');
  });

  it('shows deleted records to queryAll only', async () => {
    const id = org.make('Contact', { LastName: 'Gone' });
    await org.admin.sobject('Contact').destroy(id);
    const soql = "SELECT Id, IsDeleted FROM Contact WHERE LastName = 'Gone'";
    expect((await ask(soql)).body).toEqual({ totalSize: 0, done: true, records: [] });
    const all = await ask(soql, {}, 'queryAll');
    expect(all.body).toMatchObject({ totalSize: 1, done: true, records: [{ Id: id, IsDeleted: true }] });
  });

  it('refuses what is not SOQL, and what it would have to make up', async () => {
    const malformed = await ask('SELECT FROM');
    expect([malformed.status, malformed.body[0].errorCode]).toEqual([400, 'MALFORMED_QUERY']);
    expect((await org.call('GET', '/query')).body[0].errorCode).toBe('MALFORMED_QUERY');
    expect((await org.call('GET', '/query?explain=SELECT+Id+FROM+Account')).status).toBe(501);
    const unknown = await ask('SELECT Nonsense FROM Account');
    expect([unknown.status, unknown.body[0].errorCode]).toEqual([400, 'INVALID_FIELD']);
  });

  it('gives parents and children within their record', async () => {
    const account = org.make('Account', { Name: 'Parent' });
    org.make('Opportunity', opportunity('Child', { AccountId: account }));
    const { body } = await ask(
      "SELECT Name, (SELECT Name, Account.Name FROM Opportunities) FROM Account WHERE Name = 'Parent'",
    );
    expect(body.records[0]).toMatchObject({
      Name: 'Parent',
      Opportunities: { totalSize: 1, done: true, records: [{ Name: 'Child', Account: { Name: 'Parent' } }] },
    });
  });
});

describe('limits', () => {
  it('come with every answer of data', async () => {
    const first = await org.call('GET', '/limits');
    const used = Number(/^api-usage=(\d+)\/1000000$/.exec(first.headers.get('sforce-limit-info') ?? '')?.[1]);
    expect(first.body.DailyApiRequests).toEqual({ Max: 1_000_000, Remaining: 1_000_000 - used });
    const error = await org.call('GET', '/nonsense');
    expect(error.headers.get('sforce-limit-info')).toBe(`api-usage=${used + 1}/1000000`);
    await org.admin.query('SELECT Id FROM Organization');
    expect(org.admin.limitInfo).toEqual({ apiUsage: { used: used + 2, limit: 1_000_000 } });
  });

  it('are enforced from the call after the last one allowed', async () => {
    const small = await restOrg({ requestLimit: 2 });
    expect((await small.call('GET', '/limits')).status).toBe(200);
    expect((await small.call('GET', '/limits')).status).toBe(200);
    const third = await small.call('GET', '/limits');
    expect([third.status, third.body, third.headers.get('sforce-limit-info')]).toEqual([
      403,
      [{ errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'TotalRequests Limit exceeded.' }],
      'api-usage=2/2',
    ]);
    await small.close();
  });
});
