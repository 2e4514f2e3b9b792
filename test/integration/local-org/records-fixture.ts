/** A seeded org on the small fixture schema, with a clock that tests turn. */
import type {
  CommittedTransaction,
  Feature,
  OrgSchema,
  Row,
  SaveError,
  SaveOperation,
  SaveResult,
  SharingSet,
} from '../../local-org/types.ts';
import {
  createUser,
  openRecords,
  seedOrg,
  type NewUser,
  type OpenRecords,
  type SeededOrg,
} from '../../local-org/records/index.ts';
import { loadSchema, type SchemaOptions } from '../../local-org/schema/index.ts';

export interface FixtureOrg {
  records: OpenRecords;
  seeded: SeededOrg;
  schema: OrgSchema;
  committed: CommittedTransaction[];
  clock: { now: number };
  /** Saves one operation, all or none. */
  run(operation: SaveOperation, userId?: string): SaveResult;
  /** Saves and gives back the id; throws where the org refuses. */
  make(object: string, values: Row, userId?: string): string;
  change(object: string, id: string, values: Row, userId?: string): SaveResult;
  remove(object: string, id: string, userId?: string): SaveResult;
  read(object: string, id: string, ...fields: string[]): Row;
  /** Rows as the database holds them. */
  all(sql: string, ...values: (string | number)[]): Record<string, unknown>[];
  user(over?: Partial<NewUser>): string;
}

export function fixtureOrg(
  options: Partial<SchemaOptions> & { features?: Feature[]; file?: string } = {},
  sharingSets: SharingSet[] = [],
): FixtureOrg {
  const { file, ...schemaOptions } = options;
  const schema = loadSchema({
    forceApp: 'test/unit/local-org/fixture',
    packages: ['main'],
    features: [],
    ...schemaOptions,
  });
  const clock = { now: Date.parse('2026-03-02T09:00:00Z') };
  const records = openRecords({ schema, sharingSets, now: () => clock.now, ...(file === undefined ? {} : { file }) });
  const seeded = seedOrg(records);
  const committed: CommittedTransaction[] = [];
  records.onCommit((transaction) => committed.push(transaction));
  const session = (userId = seeded.adminId) => ({ userId, clientId: 'test' });
  let users = 0;
  const org: FixtureOrg = {
    records,
    seeded,
    schema,
    committed,
    clock,
    run: (operation, userId) => records.save(session(userId), [operation], { allOrNone: true })[0] as SaveResult,
    make(object, values, userId) {
      const result = org.run({ kind: 'insert', object, values }, userId);
      if (!result.success) throw new Error(JSON.stringify(result.errors));
      return result.id;
    },
    change: (object, id, values, userId) => org.run({ kind: 'update', object, id, values }, userId),
    remove: (object, id, userId) => org.run({ kind: 'delete', object, id }, userId),
    read: (object, id, ...fields) => records.retrieve(session(), object, id, fields),
    all: (sql, ...values) =>
      records.database
        .prepare(sql)
        .all(...values)
        .map((row) => ({ ...row })),
    user(over = {}) {
      users += 1;
      return createUser(records, {
        username: `user${users}@example.com`,
        lastName: `User ${users}`,
        profile: 'Standard User',
        ...over,
      });
    },
  };
  return org;
}

export const deal = (over: Row = {}): Row => ({
  Name: 'Deal',
  StageName: 'Qualification',
  CloseDate: '2026-06-30',
  ...over,
});

export const errorsOf = (result: SaveResult): SaveError[] => (result.success ? [] : result.errors);
/** `CODE: message [fields]` of the first error; `saved` where there is none. */
export function said(result: SaveResult): string {
  const [error] = errorsOf(result);
  return error ? `${error.statusCode}: ${error.message} [${error.fields.join(', ')}]` : 'saved';
}
