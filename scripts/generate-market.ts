/**
 * Writes a made-up vendor as the files of a Salesforce data export, with the truth about every deal beside them.
 * Usage: npm run market -- --opportunities N --seed TEXT --out DIR [--as-of 2026-01-31T00:00:00Z]
 *        [--bypass-share 0.05] [--dialect "export service"|"data loader"]
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { generateMarket } from '../test/market/index.ts';
import { writeExport } from '../test/market/write-export.ts';

const needed = (what: string) => ({
  error: ({ input }: { input?: unknown }) => (input === undefined ? 'is missing' : what),
});
const settings = z.strictObject({
  opportunities: z.coerce
    .number(needed('must be a whole number from 1 to 10000000'))
    .int('must be a whole number')
    .min(1, 'must be at least 1')
    .max(10_000_000, 'must be at most 10000000'),
  seed: z.string('is missing').min(1, 'must not be empty'),
  out: z.string('is missing').min(1, 'must not be empty'),
  'as-of': z.iso
    .datetime({ offset: true, error: 'must be an instant such as 2026-01-31T00:00:00Z' })
    .default('2026-01-31T00:00:00Z'),
  'bypass-share': z.coerce
    .number('must be a number from 0 to 1')
    .min(0, 'must be at least 0')
    .max(1, 'must be at most 1')
    .default(0.05),
  dialect: z
    .enum(['export service', 'data loader'], 'must be "export service" or "data loader"')
    .default('export service'),
});

function readArguments(): z.output<typeof settings> {
  const text = { type: 'string' } as const;
  const options = {
    opportunities: text,
    seed: text,
    out: text,
    'as-of': text,
    'bypass-share': text,
    dialect: text,
  };
  try {
    const parsed = settings.safeParse({ ...parseArgs({ options }).values });
    if (parsed.success) return parsed.data;
    throw new Error(parsed.error.issues.map(({ path, message }) => `--${path.join('.')} ${message}`).join('\n  '));
  } catch (error) {
    console.error(`generate-market: nothing was written:\n  ${error instanceof Error ? error.message : String(error)}`);
    process.exit(2);
  }
}

const { opportunities, seed, out, dialect, ...further } = readArguments();
const began = performance.now();
const market = generateMarket({
  seed,
  opportunities,
  asOf: Date.parse(further['as-of']),
  bypassShare: further['bypass-share'],
});
const written = await writeExport(market, out, {
  dialect,
  onProgress: (count) => console.error(`generate-market: ${count} of ${opportunities} opportunities`),
});
for (const [file, rows] of Object.entries(written)) console.log(`${`${file}.csv`.padEnd(32)}${rows}`);
const seconds = ((performance.now() - began) / 1000).toFixed(1);
console.log(
  `written to ${resolve(out)} in ${seconds} s, at most ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`,
);
