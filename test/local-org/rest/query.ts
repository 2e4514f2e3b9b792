/** SOQL over REST, page by page. */
import { randomBytes } from 'node:crypto';
import { OrgError, type QueryPage } from '../types.ts';
import { notAllowed, notSupported, type Answer, type Call, type Org } from './call.ts';

/** Results that wait to be fetched on. Like an org, it keeps the ten newest of a user. */
export class Locators {
  readonly #open = new Map<string, { userId: string; page: QueryPage; size: number }>();

  keep(userId: string, page: QueryPage, size: number): string {
    const locator = `01g${randomBytes(9).toString('base64url').replace(/[-_]/g, 'x')}`;
    this.#open.set(locator, { userId, page, size });
    const own = [...this.#open].filter(([, each]) => each.userId === userId);
    for (const [old] of own.slice(0, Math.max(0, own.length - 10))) this.#open.delete(old);
    return locator;
  }

  find(locator: string, userId: string) {
    const found = this.#open.get(locator);
    if (found === undefined || found.userId !== userId) {
      throw new OrgError(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
    }
    return found;
  }
}

/** `/query`, `/queryAll` and `/query/LOCATOR-OFFSET` */
export function query(call: Call, org: Org): Answer {
  if (call.method !== 'GET') throw notAllowed(call, 'HEAD,GET');
  const [verb, more] = call.path;
  if (more !== undefined) {
    const [, locator = '', offset = ''] = /^(.+)-(\d+)$/.exec(more) ?? [];
    const { page, size } = org.locators.find(locator, call.session.userId);
    if (Number(offset) >= page.records.length) {
      throw new OrgError(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
    }
    return answer(page, locator, Number(offset), size, call);
  }
  if (call.query.has('explain')) throw notSupported('query?explain');
  const soql = call.query.get('q');
  if (soql === null) throw new OrgError(400, 'MALFORMED_QUERY', 'The query parameter q is required');
  const page = org.runQuery(org.records, call.session, soql, { all: verb === 'queryAll', apiVersion: call.version });
  const size = batchSize(call);
  const locator = page.records.length > size ? org.locators.keep(call.session.userId, page, size) : null;
  return answer(page, locator, 0, size, call);
}

function batchSize(call: Call): number {
  const [, asked] = /batchSize=(\d+)/.exec(call.headers.get('sforce-query-options') ?? '') ?? [];
  return Math.min(2000, Math.max(200, Number(asked ?? 2000)));
}

function answer(page: QueryPage, locator: string | null, offset: number, size: number, call: Call): Answer {
  const records = page.records.slice(offset, offset + size);
  const end = offset + records.length;
  const done = end >= page.records.length;
  const next = done ? {} : { nextRecordsUrl: `/services/data/v${call.version}/query/${locator}-${end}` };
  return { status: 200, body: { totalSize: page.totalSize, done, ...next, records } };
}
