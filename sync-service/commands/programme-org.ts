/** `fairlead programme import` and `export`: a programme between a file and the org. */
import { writeFileSync } from 'node:fs';
import pc from 'picocolors';
import { stringify } from 'yaml';
import { programmeToFile, type Plain } from '../domain/programme/to-file.ts';
import type { Programme } from '../domain/programme/schema.ts';
import type { OrgConnection } from '../salesforce/connection.ts';
import { differences, importProgramme, overwrites, type Difference } from '../salesforce/programme-import.ts';

/**
 * Shows what an import changes, and carries it out. Gives the exit code: 0, or 1 where rules in force would change.
 * @throws ImportRefusedError | ProgrammeTooLongError; nothing was written then
 */
export async function importFile(
  connection: OrgConnection,
  file: Programme,
  org: Programme,
  options: { today: string; dryRun: boolean; json: boolean },
): Promise<number> {
  const changes = differences(file, org);
  const problems = overwrites(changes, org, options.today);
  if (!options.json) printDifferences(changes, problems);
  const mayWrite = problems.length === 0 && !options.dryRun;
  const written = mayWrite ? await importProgramme(connection, file, org, options.today) : 0;
  if (options.json) console.log(JSON.stringify({ changes, problems, written }, null, 2));
  else if (problems.length > 0) console.log('\nNothing was written.');
  else console.log(options.dryRun ? '\nNothing was written: a dry run.' : `\n${written} records written.`);
  return problems.length > 0 ? 1 : 0;
}

function printDifferences(changes: readonly Difference[], problems: readonly string[]): void {
  if (changes.length === 0) console.log('The org has this programme already.');
  const signs = { added: pc.green('+'), changed: pc.yellow('~'), 'only in the org': pc.dim('=') };
  for (const { object, key, kind, fields } of changes) {
    console.log(
      `${signs[kind]} ${object} ${key}${kind === 'only in the org' ? pc.dim('  only in the org, stays') : ''}`,
    );
    const told = kind === 'changed' ? fields : fields.filter(({ to }) => to !== null && to !== false);
    for (const { field, from, to } of told) {
      console.log(
        kind === 'changed' ? `    ${field}: ${shown(from)} → ${shown(to)}` : pc.dim(`    ${field}: ${shown(to)}`),
      );
    }
  }
  for (const problem of problems) console.log(`${pc.red('✗')} ${problem}`);
}

function shown(value: unknown): string {
  return value === null ? 'empty' : String(value);
}

/** The org's programme as a file: YAML, or JSON where the name ends so. To standard output without a name. */
export function exportFile(programme: Programme, path: string | null): void {
  const content = readable(programmeToFile(programme));
  const text =
    path?.endsWith('.json') === true ? `${JSON.stringify(content, null, 2)}\n` : stringify(content, { lineWidth: 120 });
  if (path === null) process.stdout.write(text);
  else writeFileSync(path, text);
}

const rates = new Set(['rate', 'percent', 'percentOfList', 'laterClaims', 'plus']);

/** Rates as percentages, amounts as numbers where that loses nothing. */
function readable(value: Plain, name = '', within = ''): Plain {
  if (Array.isArray(value)) return value.map((item) => readable(item, name, within));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, readable(inner, key, name)]));
  }
  if (typeof value !== 'string' || !/^-?\d+(\.\d+)?$/.test(value)) return value;
  if (rates.has(name) && within !== 'exchangeRates') return `${percentText(value)}%`;
  return numeric.has(name) && String(Number(value)) === value ? Number(value) : value;
}

const numeric = new Set([
  ...['amount', 'from', 'above', 'to', 'below', 'perDeal', 'perPeriod', 'rate', 'factor'],
  ...['atLeast', 'atMost', 'minimumAmount'],
]);

/** A fraction times a hundred, digit by digit. */
function percentText(fraction: string): string {
  const [whole = '0', part = ''] = fraction.split('.');
  const digits = `${whole}${part.padEnd(2, '0').slice(0, 2)}`.replace(/^(-?)0+(?=\d)/, '$1');
  const rest = part.slice(2);
  return rest === '' ? digits : `${digits}.${rest}`;
}
