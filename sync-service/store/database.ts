/**
 * One small face for two databases: PGlite embedded in this process, or PostgreSQL by its URL.
 * Nothing kept here is precious: a lost store costs a backfill.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { fromPglite, type ConstructorOptions, type Db } from 'pg-boss';

export type Row = Record<string, unknown>;

/** Runs one statement with `$1` parameters. */
export type Query = <T extends Row = Row>(sql: string, parameters?: unknown[]) => Promise<T[]>;

export interface Database {
  kind: 'embedded' | 'postgres';
  query: Query;
  /** All or nothing. The second argument lets pg-boss take part in the same transaction. */
  transaction<T>(work: (query: Query, boss: Db) => Promise<T>): Promise<T>;
  /** How pg-boss reaches the same database. */
  bossOptions(): ConstructorOptions;
  close(): Promise<void>;
}

/** Another process has the embedded store open. */
export class StoreInUseError extends Error {
  constructor(folder: string, options?: ErrorOptions) {
    super(
      `The embedded store in ${folder} is open in another process. Stop that one, choose another DATA_DIR, or set ` +
        'DATABASE_URL to a PostgreSQL that several services can share.',
      options,
    );
    this.name = 'StoreInUseError';
  }
}

/** The database of DATABASE_URL can't be reached or opened. */
export class StoreUnreachableError extends Error {
  constructor(options: ErrorOptions) {
    super('The PostgreSQL named by DATABASE_URL does not answer. Check the URL and that the server is up.', options);
    this.name = 'StoreUnreachableError';
  }
}

/**
 * Opens the store and brings its tables up to date.
 * @param settings `url` of a PostgreSQL, or the `folder` that holds the embedded one
 * @throws StoreInUseError, StoreUnreachableError
 */
export async function openDatabase(settings: { url: string | null; folder: string }): Promise<Database> {
  const database = settings.url === null ? await openEmbedded(settings.folder) : await openPostgres(settings.url);
  for (const statement of tables) await database.query(statement);
  return database;
}

async function openEmbedded(folder: string): Promise<Database> {
  const release = lockFolder(folder);
  const lite = await PGlite.create({ dataDir: join(folder, 'store') });
  return {
    kind: 'embedded',
    query: async (sql, parameters) => (await lite.query(sql, parameters)).rows as never,
    transaction: (work) =>
      lite.transaction((tx) =>
        work(async (sql, parameters) => (await tx.query(sql, parameters)).rows as never, {
          executeSql: (sql, values) => tx.query(sql, values),
        }),
      ),
    bossOptions: () => ({ db: fromPglite(lite), backend: 'pglite' }),
    async close() {
      await lite.close();
      release();
    },
  };
}

/** PGlite has no lock of its own; SQLite's file lock goes away with the process, even after SIGKILL. */
function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  const lock = new DatabaseSync(join(folder, 'lock.sqlite'));
  try {
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (cause) {
    lock.close();
    throw new StoreInUseError(folder, { cause });
  }
  return () => lock.close();
}

async function openPostgres(url: string): Promise<Database> {
  const pool = new pg.Pool({ connectionString: url, max: 8, application_name: 'fairlead' });
  // An idle connection that breaks is replaced by the pool; unheard, its error would end the process.
  pool.on('error', () => undefined);
  try {
    await pool.query('SELECT 1');
  } catch (cause) {
    await pool.end();
    throw new StoreUnreachableError({ cause });
  }
  return {
    kind: 'postgres',
    query: async (sql, parameters) => (await pool.query(sql, parameters)).rows as never,
    async transaction(work) {
      const client = await pool.connect();
      try {
        await client.query('BEGIN');
        const result = await work(async (sql, parameters) => (await client.query(sql, parameters)).rows as never, {
          executeSql: (sql, values) => client.query(sql, values),
        });
        await client.query('COMMIT');
        return result;
      } catch (error) {
        await client.query('ROLLBACK');
        throw error;
      } finally {
        client.release();
      }
    },
    bossOptions: () => ({ connectionString: url, max: 6 }),
    close: () => pool.end(),
  };
}

const tables = [
  `CREATE TABLE IF NOT EXISTS intake_cursor (topic text PRIMARY KEY, position text NOT NULL, at timestamptz NOT NULL)`,
  `CREATE TABLE IF NOT EXISTS pending_event (key text PRIMARY KEY, event jsonb NOT NULL, n bigserial)`,
  `CREATE TABLE IF NOT EXISTS last_seen (record text NOT NULL, field text NOT NULL, value text, PRIMARY KEY (record, field))`,
  `CREATE TABLE IF NOT EXISTS changed_deal (id text PRIMARY KEY, n bigserial)`,
  `CREATE TABLE IF NOT EXISTS customer_key (record text NOT NULL, key text NOT NULL, PRIMARY KEY (record, key))`,
  `CREATE INDEX IF NOT EXISTS customer_key_key ON customer_key (key)`,
  `CREATE TABLE IF NOT EXISTS dead_letter (kind text NOT NULL, id text NOT NULL, reason text NOT NULL,
     first_at timestamptz NOT NULL, last_at timestamptz NOT NULL, times int NOT NULL, PRIMARY KEY (kind, id))`,
  `CREATE TABLE IF NOT EXISTS forecast_model (version text PRIMARY KEY, model jsonb NOT NULL, at timestamptz NOT NULL)`,
];
