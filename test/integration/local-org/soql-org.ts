/** A small org with Fairlead's own schema, to put queries to. */
import { loadSchema, type SchemaOptions } from '../../local-org/schema/index.ts';
import { createUser, openRecords, seedOrg, type OpenRecords } from '../../local-org/records/index.ts';
import { openQuery, runQuery } from '../../local-org/soql/index.ts';
import { OrgError, type Row } from '../../local-org/types.ts';

export type Answer = Record<string, unknown>;

export interface QueryOrg {
  records: OpenRecords;
  adminId: string;
  clock: { now: number };
  /** Saves a record as the administrator and gives its id. */
  make(object: string, values: Row): string;
  user(name: string, over?: { timeZone?: string; permissionSets?: string[] }): string;
  /** Records of a query, as the administrator unless a user is named. */
  query(soql: string, userId?: string): Answer[];
  /** One column of the answer. */
  column(soql: string, userId?: string): unknown[];
  total(soql: string): number;
  queryAll(soql: string): Answer[];
  stream(soql: string): Generator<Answer>;
  /** `CODE: last line of the message`; the number of records where the query is answered. */
  said(soql: string, userId?: string): string;
  /** The whole message of an error. */
  message(soql: string): string;
}

/** `over`: what differs from an org with field history and the usual sharing. */
export function queryOrg(over: Partial<SchemaOptions> = {}): QueryOrg {
  const schema = loadSchema({ forceApp: 'force-app', packages: ['main'], features: ['fieldHistory'], ...over });
  const clock = { now: Date.parse('2026-03-04T09:30:00Z') };
  const records = openRecords({ schema, now: () => clock.now });
  const { adminId } = seedOrg(records, { timeZone: 'UTC' });
  const session = (userId = adminId) => ({ userId, clientId: 'test' });
  const options = { all: false, apiVersion: '65.0' };
  const run = (soql: string, userId?: string) => runQuery(records, session(userId), soql, options);
  const failure = (soql: string, userId?: string): OrgError | number => {
    try {
      return run(soql, userId).totalSize;
    } catch (error) {
      if (error instanceof OrgError) return error;
      throw error;
    }
  };
  const org: QueryOrg = {
    records,
    adminId,
    clock,
    make(object, values) {
      const [result] = records.save(session(), [{ kind: 'insert', object, values }], { allOrNone: true });
      if (!result?.success) throw new Error(JSON.stringify(result));
      return result.id;
    },
    user: (name, over = {}) =>
      createUser(records, {
        username: `${name.toLowerCase()}@example.com`,
        lastName: name,
        profile: 'Standard User',
        ...over,
      }),
    query: (soql, userId) => run(soql, userId).records,
    column: (soql, userId) =>
      run(soql, userId).records.map((record) => Object.entries(record).find(([key]) => key !== 'attributes')?.[1]),
    total: (soql) => run(soql).totalSize,
    queryAll: (soql) => runQuery(records, session(), soql, { ...options, all: true }).records,
    stream: (soql) => openQuery(records, session(), soql, options).records(),
    said(soql, userId) {
      const result = failure(soql, userId);
      return result instanceof OrgError ? `${result.errorCode}: ${result.message.split('\n').at(-1)}` : `${result}`;
    },
    message(soql) {
      const result = failure(soql);
      return result instanceof OrgError ? result.message : '';
    },
  };
  return org;
}

export const opportunity = (over: Row): Row => ({ StageName: 'Qualification', CloseDate: '2026-06-30', ...over });
