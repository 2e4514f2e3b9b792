import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { restOrg, type RestOrg } from './rest-org.ts';

let org: RestOrg;
beforeEach(async () => {
  org = await restOrg({ faultsOverHttp: true });
});
afterEach(() => org.close());

const count = () => Number(org.records.database.prepare('SELECT COUNT(*) AS n FROM "Account"').get()?.['n']);

describe('the fault switch', () => {
  it('ends every session', async () => {
    org.faults.expireSessions();
    expect((await org.call('GET', '/limits')).body).toEqual([
      { message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' },
    ]);
  });

  it('is unavailable for so many calls', async () => {
    org.faults.unavailable = 2;
    const statuses = [];
    for (let i = 0; i < 3; i++) statuses.push((await org.call('GET', '/limits')).status);
    expect(statuses).toEqual([503, 503, 200]);
  });

  it('uses up the day’s calls until they are given back', async () => {
    org.faults.requestLimit = true;
    const refused = await org.call('GET', '/limits');
    expect([refused.status, refused.body[0].errorCode]).toEqual([403, 'REQUEST_LIMIT_EXCEEDED']);
    expect(refused.headers.get('sforce-limit-info')).toBe('api-usage=1000000/1000000');
    org.faults.requestLimit = false;
    expect((await org.call('GET', '/limits')).status).toBe(200);
  });

  it('answers slowly', async () => {
    org.faults.slowMilliseconds = 80;
    const begin = performance.now();
    await org.call('GET', '/limits');
    expect(performance.now() - begin).toBeGreaterThan(75);
  });

  it('cuts the connection when the work is done', async () => {
    org.faults.cutConnections = 1;
    await expect(org.call('POST', '/sobjects/Account', { Name: 'Saved' })).rejects.toThrow('fetch failed');
    expect(count()).toBe(1);
    expect((await org.call('GET', '/limits')).status).toBe(200);
  });

  it('cuts the connection in the middle of an answer', async () => {
    org.faults.cutAnswers = 1;
    await expect(org.call('GET', '/sobjects')).rejects.toThrow('terminated');
    expect((await org.call('GET', '/sobjects')).status).toBe(200);
  });
});

describe('locked rows', () => {
  const locked = {
    statusCode: 'UNABLE_TO_LOCK_ROW',
    message: 'unable to obtain exclusive access to this record',
    fields: [],
  };
  const accounts = (...names: string[]) => names.map((Name) => ({ attributes: { type: 'Account' }, Name }));

  it('refuse the next so many writes and let the rest pass', async () => {
    org.faults.lockNext = 1;
    const { body } = await org.call('POST', '/composite/sobjects', { records: accounts('A', 'B') });
    expect(body).toEqual([
      { success: false, errors: [locked] },
      { id: expect.any(String), success: true, errors: [] },
    ]);
    expect(count()).toBe(1);
  });

  it('with all or none undo the rest', async () => {
    org.faults.lockNext = 1;
    const { body } = await org.call('POST', '/composite/sobjects', { allOrNone: true, records: accounts('A', 'B') });
    expect(body.map((each: { errors: { statusCode: string }[] }) => each.errors[0]?.statusCode)).toEqual([
      'UNABLE_TO_LOCK_ROW',
      'ALL_OR_NONE_OPERATION_ROLLED_BACK',
    ]);
    expect(count()).toBe(0);
  });

  it('are found by id and by external id, until they are let go', async () => {
    const id = org.make('Deal_Event__c', { Event_Key__c: 'held', Kind__c: 'Created' });
    org.faults.locked.add(id);
    const byId = await org.call('PATCH', `/sobjects/Deal_Event__c/${id}`, { From__c: 'x' });
    expect([byId.status, byId.body[0].errorCode]).toEqual([400, 'UNABLE_TO_LOCK_ROW']);
    const records = [
      { attributes: { type: 'Deal_Event__c' }, Event_Key__c: 'held', From__c: 'x' },
      { attributes: { type: 'Deal_Event__c' }, Event_Key__c: 'free', From__c: 'x' },
    ];
    const upsert = () => org.call('PATCH', '/composite/sobjects/Deal_Event__c/Event_Key__c', { records });
    expect((await upsert()).body).toMatchObject([
      { id, success: false, errors: [locked] },
      { success: true, created: true },
    ]);
    org.faults.locked.delete(id);
    expect((await upsert()).body).toMatchObject([
      { id, success: true, created: false },
      { success: true, created: false },
    ]);
  });
});

describe('the fault switch over HTTP', () => {
  const set = (url: string, change: object) =>
    fetch(`${url}/__faults`, { method: 'POST', body: JSON.stringify(change) });

  it('is set and shown', async () => {
    const response = await set(org.url, { unavailable: 1, locked: ['001000000000001AAA'] });
    expect(await response.json()).toEqual({
      unavailable: 1,
      requestLimit: false,
      slowMilliseconds: 0,
      cutConnections: 0,
      cutAnswers: 0,
      lockNext: 0,
      locked: ['001000000000001AAA'],
    });
    expect((await org.call('GET', '/limits')).status).toBe(503);
    await set(org.url, { expireSessions: true });
    expect((await org.call('GET', '/limits')).status).toBe(401);
  });

  it('refuses what it does not know, and changes nothing', async () => {
    expect((await set(org.url, { unavailable: 1, unknown: true })).status).toBe(400);
    expect(org.faults.unavailable).toBe(0);
  });

  it('is not there unless it was asked for', async () => {
    const plain = await restOrg();
    expect((await set(plain.url, { unavailable: 1 })).status).toBe(404);
    await plain.close();
  });
});
