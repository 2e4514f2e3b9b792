/** Whole objects out of an org into CSV files by Bulk API 2.0. Reads and nothing else. */
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import type { OrgConnection } from './connection.ts';
import { OrgBusyError, OrgRefusalError, OrgUnreachableError } from './errors.ts';

export interface WantedObject {
  /** As the org names it. */
  object: string;
  /** As the org names them; those it does not have, or does not show, are left out. */
  fields: readonly string[];
}

export interface DownloadSettings {
  folder: string;
  /** Rows a page of a result; the org chooses where none is named. */
  pageRows?: number;
  /** An object is written, with so many rows. */
  written(object: string, rows: number): void;
  /** The org does not have an object, does not show it, or does not give it by this way, and says why. */
  refused(object: string, why: string): void;
}

/** Jobs at the same time; an org takes more, but they wait for one another. */
const simultaneous = 4;
const notShown = 'the org does not have it, or does not show it to this user';
const longestWaitMs = 4 * 60 * 60_000;
const attempts = 5;

const global = z.object({ sobjects: z.array(z.object({ name: z.string(), queryable: z.boolean() })) });
const described = z.object({ fields: z.array(z.object({ name: z.string() })) });
const created = z.object({ id: z.string() });
const state = z.object({ state: z.string(), errorMessage: z.string().nullish() });

/**
 * Writes `Object.csv` for each object that the org has; deleted rows of the recycle bin are among them, as a partner
 * row that was taken away tells who did it. What one object is refused for keeps no other from being written.
 * @throws OrgAuthError | OrgBusyError | OrgLimitError | OrgUnreachableError; some objects may have been written then
 */
export async function downloadObjects(
  connection: OrgConnection,
  wanted: readonly WantedObject[],
  settings: DownloadSettings,
): Promise<void> {
  const answer = global.parse(await connection.send('describe', { method: 'GET', path: '/sobjects' }));
  const there = new Map(answer.sobjects.map(({ name, queryable }) => [name.toLowerCase(), queryable ? name : null]));
  const waiting = [...wanted];
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const object = there.get(next.object.toLowerCase()) ?? null;
      if (object === null) {
        settings.refused(next.object, notShown);
        continue;
      }
      try {
        settings.written(object, await download(connection, object, next.fields, settings));
      } catch (error) {
        if (!(error instanceof OrgRefusalError)) throw error;
        settings.refused(object, error.message);
      }
    }
  };
  await Promise.all(Array.from({ length: simultaneous }, worker));
}

async function download(
  connection: OrgConnection,
  object: string,
  wanted: readonly string[],
  { folder, pageRows }: DownloadSettings,
): Promise<number> {
  const { fields } = described.parse(
    await connection.send('describe', { method: 'GET', path: `/sobjects/${object}/describe` }),
  );
  const lower = new Set(wanted.map((name) => name.toLowerCase()));
  const columns = fields.map(({ name }) => name).filter((name) => lower.has(name.toLowerCase()));
  if (columns.length === 0) throw new OrgRefusalError('INVALID_FIELD', notShown, { cause: object });
  const { id } = created.parse(
    await connection.send('bulk', {
      method: 'POST',
      path: '/jobs/query',
      body: JSON.stringify({ operation: 'queryAll', query: `SELECT ${columns.join(', ')} FROM ${object}` }),
    }),
  );
  await finished(connection, id);
  return pagesOf(connection, id, { path: join(folder, `${object}.csv`), pageRows });
}

async function finished(connection: OrgConnection, id: string): Promise<void> {
  const begun = Date.now();
  for (let pause = 100; ; pause = Math.min(pause * 2, 10_000)) {
    const job = state.parse(await connection.send('bulk', { method: 'GET', path: `/jobs/query/${id}` }));
    if (job.state === 'JobComplete') return;
    if (job.state === 'Failed' || job.state === 'Aborted') {
      throw new OrgRefusalError(job.state.toUpperCase(), job.errorMessage ?? `bulk job ${id}`, { cause: job });
    }
    if (Date.now() - begun > longestWaitMs) throw new OrgBusyError(pause, { cause: `bulk job ${id} is not done` });
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

/** Writes all pages of a result behind one another, with the header of the first; gives the number of rows. */
async function pagesOf(
  connection: OrgConnection,
  id: string,
  { path, pageRows }: { path: string; pageRows: number | undefined },
): Promise<number> {
  let rows = 0;
  let locator: string | null = null;
  do {
    const query = new URLSearchParams({
      ...(pageRows === undefined ? {} : { maxRecords: String(pageRows) }),
      ...(locator === null ? {} : { locator }),
    });
    const page = await openPage(connection, `/jobs/query/${id}/results?${query}`);
    const isFirst = locator === null;
    const body = Readable.fromWeb(page.body);
    const file = createWriteStream(path, { flags: isFirst ? 'w' : 'a' });
    await (isFirst ? pipeline(body, file) : pipeline(body, withoutHeader(), file));
    rows += page.rows;
    locator = page.next;
  } while (locator !== null);
  return rows;
}

interface Page {
  body: Parameters<typeof Readable.fromWeb>[0];
  rows: number;
  /** Where the next page begins; null after the last. */
  next: string | null;
}

/** A page is streamed past jsforce, which would hold all of it in memory and take it apart. */
async function openPage(connection: OrgConnection, path: string): Promise<Page> {
  let renew = false;
  for (let attempt = 1; ; attempt += 1) {
    const { accessToken, instanceUrl } = await connection.token({ renew });
    const url = `${instanceUrl}/services/data/v${connection.apiVersion}${path}`;
    const answer = await fetch(url, { headers: { authorization: `Bearer ${accessToken}`, accept: 'text/csv' } }).catch(
      (cause: unknown) => cause,
    );
    if (answer instanceof Response && answer.ok && answer.body !== null) {
      const next = answer.headers.get('sforce-locator');
      return {
        body: answer.body,
        rows: Number(answer.headers.get('sforce-numberofrecords') ?? 0),
        next: next === null || next === 'null' ? null : next,
      };
    }
    renew = answer instanceof Response && answer.status === 401;
    const passing = !(answer instanceof Response) || renew || answer.status === 429 || answer.status >= 500;
    if (!passing || attempt >= attempts) {
      if (!(answer instanceof Response)) throw new OrgUnreachableError(instanceUrl, { cause: answer });
      throw new OrgRefusalError(String(answer.status), (await answer.text()).slice(0, 300), { cause: path });
    }
    await new Promise((resolve) => setTimeout(resolve, renew ? 0 : 250 * 2 ** attempt));
  }
}

/** Lets everything through but the first line. Names of columns hold no line breaks. */
function withoutHeader(): Transform {
  let begun = false;
  return new Transform({
    transform(chunk: Buffer, _encoding, push) {
      if (begun) {
        push(null, chunk);
        return;
      }
      const end = chunk.indexOf(10);
      begun = end !== -1;
      push(null, begun ? chunk.subarray(end + 1) : undefined);
    },
  });
}
