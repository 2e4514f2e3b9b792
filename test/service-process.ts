/** The sync service as its own process, as it runs in production, for tests and benchmarks that kill or measure it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { freePort } from './postgres.ts';

export const apiToken = 'a token for the tests';

export interface ServiceProcess {
  url: string;
  /** Waits until the service is ready and has no work left. */
  settled(): Promise<void>;
  /** What the service says of itself. */
  get(path: string): Promise<{ status: number; body: unknown }>;
  kill(signal: NodeJS.Signals): Promise<number | null>;
  /** Everything it printed. */
  output(): string;
}

const cli = join(import.meta.dirname, '../sync-service/cli.ts');

/** Starts `fairlead start` with these settings and nothing else of the environment. */
export async function startServiceProcess(settings: Record<string, string>): Promise<ServiceProcess> {
  const port = await freePort();
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', cli, 'start'], {
    env: { PATH: process.env['PATH'], HTTP_PORT: String(port), API_TOKEN: apiToken, LOG_LEVEL: 'warn', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (text: Buffer) => (output += text.toString()));
  child.stderr.on('data', (text: Buffer) => (output += text.toString()));
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    output: () => output,
    get: (path) => get(url + path),
    kill: (signal) => ended(child, signal),
    async settled() {
      let quiet = 0;
      const deadline = Date.now() + 120_000;
      while (quiet < 3) {
        if (child.exitCode !== null) throw new Error(`the service ended with ${child.exitCode}: ${output}`);
        if (Date.now() > deadline) throw new Error(`the service did not settle within two minutes: ${output}`);
        quiet = (await isQuiet(url)) ? quiet + 1 : 0;
        await new Promise((resolve) => setTimeout(resolve, 150));
      }
    },
  };
}

async function isQuiet(url: string): Promise<boolean> {
  try {
    const ready = await get(`${url}/ready`);
    const metrics = String((await get(`${url}/metrics`)).body);
    return (
      ready.status === 200 && /^fairlead_jobs 0$/m.test(metrics) && /^fairlead_reviews_total\{.*\} [1-9]/m.test(metrics)
    );
  } catch {
    return false;
  }
}

async function get(url: string): Promise<{ status: number; body: unknown }> {
  const response = await fetch(url, { headers: { authorization: `Bearer ${apiToken}` } });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  return { status: response.status, body: isJson ? JSON.parse(text) : text };
}

function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => {
    child.once('exit', (code) => resolve(code));
    child.kill(signal);
  });
}
