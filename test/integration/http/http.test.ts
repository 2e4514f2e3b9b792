import { afterEach, describe, expect, it } from '@jest/globals';
import { Counter, Registry } from 'prom-client';
import { startHttp, type HttpSources } from '../../../sync-service/http/server.ts';

const token = 'a token of sixteen';
const deal = '006000000000001AAA';
let stop: () => Promise<void> = async () => undefined;
afterEach(() => stop());

async function serve(sources: Partial<HttpSources> = {}, apiToken: string | null = token) {
  const server = await startHttp(
    { host: '127.0.0.1', port: 0, apiToken },
    {
      notReady: () => [],
      metrics: new Registry(),
      explain: async () => null,
      deadLetters: async () => [],
      onError: () => undefined,
      ...sources,
    },
  );
  stop = server.stop;
  return async (path: string, bearer: string | null = token) => {
    const headers: Record<string, string> = bearer === null ? {} : { authorization: `Bearer ${bearer}` };
    const response = await fetch(`http://127.0.0.1:${server.port}${path}`, { headers });
    return { status: response.status, body: await response.text() };
  };
}

describe('http', () => {
  it('is alive as soon as it listens, and ready only when nothing is missing', async () => {
    const missing = ['the org does not answer'];
    const get = await serve({ notReady: () => missing });
    expect(await get('/live', null)).toEqual({ status: 200, body: '{"live":true}' });
    expect(await get('/ready', null)).toEqual({
      status: 503,
      body: '{"ready":false,"missing":["the org does not answer"]}',
    });
    missing.length = 0;
    expect((await get('/ready', null)).status).toBe(200);
  });

  it('prints metrics as Prometheus reads them', async () => {
    const metrics = new Registry();
    new Counter({ name: 'fairlead_reviews_total', help: 'Reviews', registers: [metrics] }).inc(3);
    const get = await serve({ metrics });
    expect((await get('/metrics', null)).body).toContain('fairlead_reviews_total 3');
  });

  it('explains a deal only to who has the token', async () => {
    const get = await serve({ explain: async (id) => ({ id }) });
    expect((await get(`/deals/${deal}`, null)).status).toBe(401);
    expect((await get(`/deals/${deal}`, 'a token of sixteeN')).status).toBe(401);
    expect(await get(`/deals/${deal}`)).toEqual({ status: 200, body: `{"id":"${deal}"}` });
  });

  it('keeps deals closed where no token is set', async () => {
    const get = await serve({ explain: async (id) => ({ id }) }, null);
    expect((await get(`/deals/${deal}`, '')).status).toBe(403);
  });

  it('says what it expected of an id, and when a deal or a page does not exist', async () => {
    const get = await serve();
    expect((await get('/deals/001000000000001AAA')).status).toBe(400);
    expect((await get(`/deals/${deal}`)).status).toBe(404);
    expect((await get('/nothing')).status).toBe(404);
  });

  it('answers 503 with the reason when the org cannot be asked', async () => {
    const errors: unknown[] = [];
    const get = await serve({
      explain: () => Promise.reject(new Error('the org does not answer')),
      onError: (error) => errors.push(error),
    });
    expect(await get(`/deals/${deal}`)).toEqual({ status: 503, body: '{"error":"the org does not answer"}' });
    expect(errors).toHaveLength(1);
  });
});
