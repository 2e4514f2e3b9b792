/**
 * Runs the benchmarks, all or those named, one after the other. Each prints one JSON line a figure.
 * Usage: npm run bench [-- name …]
 */
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';

/** A benchmark module's one export: measures, and prints its figures. */
export type Run = (print: (figure: Record<string, string | number>) => void) => Promise<void>;

const folder = join(import.meta.dirname, '../test/benchmark');
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.ts'))
  .map((file) => basename(file, '.ts'))
  .sort();
const { positionals } = parseArgs({ allowPositionals: true });
const unknown = positionals.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`bench: no benchmark named ${unknown.join(', ')}; there are ${names.join(', ')}`);
  process.exit(2);
}
for (const name of positionals.length > 0 ? positionals : names) {
  const { run } = (await import(join(folder, `${name}.ts`))) as { run: Run };
  await run((figure) => console.log(JSON.stringify({ benchmark: name, ...figure })));
}
