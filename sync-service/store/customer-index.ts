import type { Id } from '../domain/deal.ts';
import type { CustomerIndex } from '../ports.ts';
import type { Database } from './database.ts';

const tooCommon = 500;

/** Keeps the keys by which records of one customer find each other. Rebuilt from the org when the store is lost. */
export function openCustomerIndex(database: Database): CustomerIndex {
  return {
    async put(keysByRecord) {
      const pairs = flatten(keysByRecord);
      await database.transaction(async (query) => {
        await query('DELETE FROM customer_key WHERE record = ANY($1)', [[...keysByRecord.keys()]]);
        await query(
          `INSERT INTO customer_key (record, key) SELECT * FROM unnest($1::text[], $2::text[]) ON CONFLICT DO NOTHING`,
          [pairs.map(([record]) => record), pairs.map(([, key]) => key)],
        );
      });
    },
    async neighbours(keysByRecord) {
      const pairs = flatten(keysByRecord);
      const rows = await database.query<{ record: Id; neighbour: Id }>(
        `WITH asked AS (SELECT * FROM unnest($1::text[], $2::text[]) AS a (record, key)),
              telling AS (SELECT k.key FROM customer_key k WHERE k.key IN (SELECT key FROM asked)
                          GROUP BY k.key HAVING count(*) <= $3)
         SELECT DISTINCT a.record, k.record AS neighbour
         FROM asked a JOIN telling USING (key) JOIN customer_key k USING (key)
         WHERE k.record <> a.record`,
        [pairs.map(([record]) => record), pairs.map(([, key]) => key), tooCommon],
      );
      const found = new Map<Id, Id[]>([...keysByRecord.keys()].map((record) => [record, []]));
      for (const { record, neighbour } of rows) found.get(record)?.push(neighbour);
      return found;
    },
  };
}

function flatten(keysByRecord: ReadonlyMap<Id, readonly string[]>): [Id, string][] {
  return [...keysByRecord].flatMap(([record, keys]) => keys.map((key): [Id, string] => [record, key]));
}
