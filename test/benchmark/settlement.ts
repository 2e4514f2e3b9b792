/** A whole ledger settled in one go: how fast, and that memory does not grow with the ledger. */
import { execFile } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { promisify } from 'node:util';
import type { Run } from '../../scripts/bench.ts';
import { settle } from '../../sync-service/commands/settle.ts';
import { ledgerColumns, type LedgerColumn } from '../../sync-service/domain/payout/ledger-rows.ts';
import { programmeSchema } from '../../sync-service/domain/programme/schema.ts';

const partners = 5000;

/** Bands of purchases, growth, and a target with an accelerator: everything that a period can settle by. */
const programme = {
  name: 'Benchmark',
  currency: 'EUR',
  incentives: [
    {
      ...{ id: 'volume', kind: 'rebate', base: 'period purchases', period: 'quarter', bands: 'slice' },
      tiers: [
        { from: 50_000, below: 200_000, rate: '2%' },
        { from: 200_000, rate: '4%' },
      ],
    },
    {
      ...{ id: 'growth', kind: 'rebate', base: 'period purchases', period: 'quarter', tiersBy: 'growth' },
      tiers: [
        { above: '15%', to: '30%', rate: '1%' },
        { above: '30%', rate: '3%' },
      ],
    },
    {
      ...{ id: 'target', kind: 'bonus', base: 'period purchases', period: 'quarter', tiersBy: 'achievement' },
      target: { meanOfQuarters: 2, plus: '10%' },
      accelerators: [{ families: 'Cloud', factor: 2 }],
      tiers: [{ from: '100%', rate: '1%' }],
    },
  ],
};

export const run: Run = async (print) => {
  const folder = mkdtempSync(join(tmpdir(), 'fairlead-bench-'));
  for (const lines of [200_000, 1_000_000]) {
    const ledger = join(folder, `${lines}.csv`);
    const bytes = await writeLedger(ledger, lines);
    // A process of its own, so that the memory is that of settling alone.
    const { stdout } = await promisify(execFile)(process.execPath, [import.meta.filename, ledger, folder]);
    const { seconds, peakMemoryMb, postings } = JSON.parse(stdout) as Record<
      'seconds' | 'peakMemoryMb' | 'postings',
      number
    >;
    print({
      figure: 'settlement of a ledger',
      ...{ lines, partners, megabytes: Math.round(bytes / 1e6), postings, seconds },
      linesPerSecond: Math.round(lines / seconds),
      peakMemoryMb,
    });
  }
  rmSync(folder, { recursive: true, force: true });
};

if (import.meta.main) {
  const [, , ledger = '', out = ''] = process.argv;
  const started = performance.now();
  let postings = 0;
  await settle(
    { programme: '', ledger, period: '2026-Q3', out, json: true },
    {
      readProgramme: () => programmeSchema.parse(programme),
      now: () => Date.parse('2026-10-15T08:00:00Z'),
      print: (text) => ({ postings } = JSON.parse(text) as { postings: number }),
    },
  );
  const seconds = Math.round(performance.now() - started) / 1000;
  console.log(JSON.stringify({ seconds, postings, peakMemoryMb: Math.round(process.resourceUsage().maxRSS / 1024) }));
}

/** Six purchases to four deal entries, over three quarters. Gives the bytes written. */
async function writeLedger(path: string, lines: number): Promise<number> {
  const file = createWriteStream(path);
  file.write(`${ledgerColumns.join(',')}\n`);
  const each = lines / partners;
  for (let p = 0; p < partners; p += 1) {
    const partner = `001${String(p).padStart(15, '0')}`;
    const rows = Array.from({ length: each }, (_, i) => row(partner, p, i));
    if (!file.write(rows.join(''))) await once(file, 'drain');
  }
  file.end();
  await finished(file);
  return file.bytesWritten;
}

const families = ['Storage', 'Compute', 'Cloud', 'Services'];

function row(partner: string, p: number, i: number): string {
  if (i === 0) return cells({ type: 'partner', partner, partner_name: `Partner ${p}`, level: 'gold' });
  const figure = (p * 7919 + i * 104_729) % 9973;
  const money = { amount: `${figure}.${String(figure % 100).padStart(2, '0')}`, currency: 'EUR' };
  const month = String(1 + (figure % 9)).padStart(2, '0');
  const date = `2026-${month}-${String(1 + (i % 28)).padStart(2, '0')}`;
  const deal = `006${p}-${i}`;
  if (i % 10 < 6) return cells({ type: 'purchase', partner, date, family: families[i % 4] ?? '', deal, ...money });
  return cells({
    ...{ type: 'accrual', partner, deal, deal_name: `Deal ${i} of partner ${p}`, line: '1', cause: `won ${i}` },
    ...{ incentive: 'base@1', period: `2026-Q${Math.ceil(Number(month) / 3)}`, posted_at: `${date}T08:00:00Z` },
    ...{ base: money.amount, rate: '0.05', key: `${partner}|${deal}|1|base@1|accrual|won ${i}`, ...money },
  });
}

function cells(row: Partial<Record<LedgerColumn, string>>): string {
  return `${ledgerColumns.map((column) => row[column] ?? '').join(',')}\n`;
}
