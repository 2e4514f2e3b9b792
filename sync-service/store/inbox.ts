/**
 * What came in and is not yet in the org: the place reached in each topic, dated events still to be written, and items
 * that could not be handled. Cursor, events and work of one batch are stored in one transaction.
 */
import type { DealEvent, Id } from '../domain/deal.ts';
import type { Instant } from '../domain/time.ts';
import type { DeadLetter, DeadLetters, Inbox } from '../ports.ts';
import type { Database } from './database.ts';
import type { BossJobs } from './jobs.ts';

export function openInbox(database: Database, jobs: BossJobs): Inbox {
  return {
    async accept({ events, work, cursors, at }) {
      await database.transaction(async (query, boss) => {
        if (events.length > 0) {
          await query(
            `INSERT INTO pending_event (key, event)
             SELECT e ->> 'key', e FROM jsonb_array_elements($1::jsonb) AS e ON CONFLICT (key) DO NOTHING`,
            [JSON.stringify(events)],
          );
        }
        for (const { topic, position } of cursors) {
          await query(
            `INSERT INTO intake_cursor (topic, position, at) VALUES ($1, $2, $3)
             ON CONFLICT (topic) DO UPDATE SET position = excluded.position, at = excluded.at`,
            [topic, position, new Date(at)],
          );
        }
        const deals = work.filter((item) => item.kind === 'deal').map((item) => item.id);
        if (deals.length > 0) {
          await query(
            `INSERT INTO changed_deal (id) SELECT DISTINCT unnest($1::text[])
             ON CONFLICT (id) DO UPDATE SET n = nextval('changed_deal_n_seq')`,
            [deals],
          );
        }
        await jobs.addWithin(boss, work);
      });
    },
    async changedAmong(ids) {
      const rows = await database.query<{ id: Id; n: string }>('SELECT id, n FROM changed_deal WHERE id = ANY($1)', [
        ids,
      ]);
      return new Map(rows.map((row) => [row.id, Number(row.n)]));
    },
    async carriedOver(changes) {
      // A newer change of the same deal has a higher number and stays.
      await database.query(
        `DELETE FROM changed_deal c USING unnest($1::text[], $2::bigint[]) AS seen (id, n)
         WHERE c.id = seen.id AND c.n <= seen.n`,
        [[...changes.keys()], [...changes.values()]],
      );
    },
    async lastSeen(records) {
      const rows = await database.query<{ record: Id; field: string; value: string | null }>(
        'SELECT record, field, value FROM last_seen WHERE record = ANY($1)',
        [records],
      );
      return new Map(rows.map(({ record, field, value }) => [`${record}.${field}`, value]));
    },
    async remember(values) {
      if (values.length === 0) return;
      await database.query(
        `INSERT INTO last_seen (record, field, value) SELECT * FROM unnest($1::text[], $2::text[], $3::text[])
         ON CONFLICT (record, field) DO UPDATE SET value = excluded.value
         WHERE last_seen.value IS DISTINCT FROM excluded.value`,
        [values.map((v) => v.record), values.map((v) => v.field), values.map((v) => v.value)],
      );
    },
    async cursor(topic) {
      const [row] = await database.query<{ position: string }>('SELECT position FROM intake_cursor WHERE topic = $1', [
        topic,
      ]);
      return row?.position ?? null;
    },
    async pendingEvents(limit) {
      const rows = await database.query<{ event: DealEvent }>('SELECT event FROM pending_event ORDER BY n LIMIT $1', [
        limit,
      ]);
      return rows.map((row) => row.event);
    },
    async settle(keys) {
      if (keys.length > 0) await database.query('DELETE FROM pending_event WHERE key = ANY($1)', [keys]);
    },
  };
}

export function openDeadLetters(database: Database, now: () => Instant): DeadLetters {
  return {
    async bury(item, reason) {
      await database.query(
        `INSERT INTO dead_letter (kind, id, reason, first_at, last_at, times) VALUES ($1, $2, $3, $4, $4, 1)
         ON CONFLICT (kind, id) DO UPDATE
         SET reason = excluded.reason, last_at = excluded.last_at, times = dead_letter.times + 1`,
        [item.kind, item.id, reason, new Date(now())],
      );
    },
    async forget(items) {
      if (items.length === 0) return;
      await database.query(
        'DELETE FROM dead_letter WHERE (kind, id) IN (SELECT * FROM unnest($1::text[], $2::text[]))',
        [items.map((item) => item.kind), items.map((item) => item.id)],
      );
    },
    async list() {
      const rows = await database.query<{
        kind: DeadLetter['item']['kind'];
        id: string;
        reason: string;
        first_at: Date;
        last_at: Date;
        times: number;
      }>('SELECT kind, id, reason, first_at, last_at, times FROM dead_letter ORDER BY last_at DESC LIMIT 1000');
      return rows.map((row) => ({
        item: { kind: row.kind, id: row.id },
        reason: row.reason,
        firstAt: row.first_at.getTime(),
        lastAt: row.last_at.getTime(),
        times: row.times,
      }));
    },
  };
}
