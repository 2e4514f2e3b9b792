/** How fast, and in how much memory, the made-up vendor is written as a Salesforce data export. */
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Run } from '../../scripts/bench.ts';
import { generateMarket } from '../market/index.ts';
import { writeExport } from '../market/write-export.ts';

const opportunities = 50_000;

export const run: Run = async (print) => {
  const folder = mkdtempSync(join(tmpdir(), 'fairlead-bench-'));
  const started = performance.now();
  const market = generateMarket({ seed: 'export', opportunities, asOf: Date.parse('2026-11-23T00:00:00Z') });
  const rows = await writeExport(market, folder);
  const megabytes = readdirSync(folder).reduce((sum, file) => sum + statSync(join(folder, file)).size / 1e6, 0);
  print({
    figure: 'data export',
    opportunities,
    rows: Object.values(rows).reduce((sum, count) => sum + count, 0),
    megabytes: Math.round(megabytes),
    seconds: Math.round(performance.now() - started) / 1000,
    peakMemoryMb: Math.round(process.resourceUsage().maxRSS / 1024),
  });
  rmSync(folder, { recursive: true, force: true });
};
