/**
 * An audit of a data export, as an admin starts it: the command in a process of its own, over a vendor of 100,000
 * opportunities with their history and over one ten times as large. Writing the larger takes several minutes and 5 GB.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Run } from '../../scripts/bench.ts';
import { generateMarket } from '../market/index.ts';
import { writeExport } from '../market/write-export.ts';

const sizes = [100_000, 1_000_000];

export const run: Run = async (print) => {
  const seconds: number[] = [];
  for (const opportunities of sizes) {
    const folder = mkdtempSync(join(tmpdir(), 'fairlead-bench-'));
    try {
      const data = join(folder, 'export');
      await writeExport(
        generateMarket({ seed: 'audit', opportunities, bypassShare: 0.05, asOf: Date.parse('2026-11-23T00:00:00Z') }),
        data,
      );
      const audited = await measured(['audit', '--export', data, '--out', join(folder, 'out'), '--json']);
      seconds.push(audited.seconds);
      print({ figure: 'audit of an export', opportunities, ...audited });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  const [small = 0, large = 0] = seconds;
  print({ figure: 'time for ten times the input', times: Math.round((large / small) * 10) / 10 });
};

/** Runs a command of ours; its memory is the most that the system ever held in memory for it. */
async function measured(args: string[]): Promise<{ seconds: number; megabytes: number }> {
  const started = performance.now();
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../sync-service/cli.ts'), ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  let kilobytes = 0;
  const watch = setInterval(() => (kilobytes = Math.max(kilobytes, highWater(child.pid!))), 100);
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('exit', resolve));
  clearInterval(watch);
  if (code !== 0) throw new Error(`the audit ended with ${String(code)}`);
  const seconds = (performance.now() - started) / 1000;
  return { seconds: Math.round(seconds * 10) / 10, megabytes: Math.round(kilobytes / 1000) };
}

/** In kB, as Linux keeps it; 0 when the process has just ended. */
function highWater(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
