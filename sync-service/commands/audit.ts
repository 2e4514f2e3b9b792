/** `fairlead audit`: what an export tells of partners gone around, as files that can be sent on. */
import { closeSync, openSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { auditPolicySchema, type AuditPolicy } from '../export/audit-policy.ts';
import { audit, threadsFor, type Audit } from '../export/audit.ts';
import { ExportError } from '../export/files.ts';
import { passes } from '../export/gather.ts';
import { mappingSchema, type Mapping } from '../export/mapping.ts';
import { aboutAudit, evidenceCsv, findingsCsv, findingsJson } from './audit-files.ts';
import { auditPage } from './audit-page.ts';
import { FileError, parseFile, readFile } from './read-file.ts';
import { wholeFolder } from './whole-folder.ts';

export interface AuditCommand {
  out?: string;
  policy?: string;
  map?: string;
  from?: string;
  to?: string;
  json?: boolean;
}

export interface Terminal {
  print(text: string): void;
  /** A line beside the result. */
  warn(text: string): void;
  /** Draws how far it is over what was drawn before; null where nobody watches. */
  progress: ((text: string) => void) | null;
}

const usualFolder = 'fairlead-audit';

/** What an audit is told, read and checked before anything is begun. */
export interface AuditSettings {
  policy: AuditPolicy;
  mapping: Mapping;
  from: string | null;
  to: string | null;
  out: string;
  json: boolean;
}

/** @throws FileError where policy, mapping or a date can't be read */
export function auditSettings(options: AuditCommand): AuditSettings {
  const [from, to] = [dayOf(options.from, '--from'), dayOf(options.to, '--to')];
  if (from !== null && to !== null && from > to) {
    throw new FileError([`--from: expected a date no later than --to, which is ${to}; found ${from}`]);
  }
  return {
    ...{ from, to },
    policy:
      options.policy === undefined
        ? {}
        : parseFile(readFile(options.policy, { verbatim: ['raiseConfidenceByPattern'] }), auditPolicySchema),
    mapping: options.map === undefined ? {} : parseFile(readFile(options.map, { verbatim: 'all' }), mappingSchema),
    out: options.out ?? usualFolder,
    json: options.json === true,
  };
}

/**
 * Audits a folder and writes what was found: all files, or none.
 * @throws FileError where there is nothing to audit, and where `out` can't be written to, before anything is read
 */
export async function auditFolder(
  folder: string,
  settings: AuditSettings,
  { print, warn, progress }: Terminal,
): Promise<void> {
  const { policy, mapping, from, to, out } = settings;
  const result = await run(async () => {
    const threads = threadsFor(folder, mapping);
    const bar = progressBar(folder, passes(threads), progress);
    return wholeFolder(out, async (waiting) => {
      const found = await audit(
        { folder, mapping, policy, from, to, threads },
        {
          misread: warn,
          doubtful: (path, problem) => warn(`${path}${problem}`),
          progress: bar.read,
          judged: bar.judged,
        },
      );
      writeFileSync(join(waiting, 'findings.csv'), findingsCsv(found));
      writeFileSync(join(waiting, 'evidence.csv'), evidenceCsv(found));
      writeInPieces(join(waiting, 'findings.json'), findingsJson(found));
      writeFileSync(join(waiting, 'report.html'), auditPage(found));
      return found;
    });
  });
  print(settings.json ? JSON.stringify(summaryJson(result, out), null, 2) : summary(result, out));
}

function writeInPieces(path: string, pieces: Iterable<string>): void {
  const file = openSync(path, 'w');
  try {
    let waiting = '';
    for (const piece of pieces) {
      waiting += piece;
      if (waiting.length < 1_000_000) continue;
      writeFileSync(file, waiting);
      waiting = '';
    }
    writeFileSync(file, waiting);
  } finally {
    closeSync(file);
  }
}

async function run<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof ExportError) throw new FileError([error.message]);
    const { code, path } = error as NodeJS.ErrnoException;
    if (code === undefined || path === undefined) throw error;
    throw new FileError([`${path}: cannot be used (${code})`]);
  }
}

function dayOf(typed: string | undefined, option: string): string | null {
  if (typed === undefined) return null;
  const isDay =
    /^\d{4}-\d{2}-\d{2}$/.test(typed) && new Date(`${typed}T00:00:00Z`).toJSON()?.startsWith(typed) === true;
  if (!isDay) throw new FileError([`${option}: expected a date such as 2026-03-31, found ${JSON.stringify(typed)}`]);
  return typed;
}

/** Reading is most of the work; the rest is judging. */
const readingPart = 0.8;

function progressBar(folder: string, times: Readonly<Record<string, number>>, draw: Terminal['progress']) {
  const total = draw === null ? 1 : Math.max(1, bytesToRead(folder, times));
  let [read, shown] = [0, -1];
  const show = (part: number, what: string) => {
    const percent = Math.min(100, Math.floor(part * 100));
    if (draw === null || percent === shown) return;
    shown = percent;
    const filled = Math.round(percent / 4);
    draw(`  ${'█'.repeat(filled)}${'░'.repeat(25 - filled)} ${String(percent).padStart(3)} %  ${what}`);
  };
  return {
    read(bytes: number) {
      read += bytes;
      show(Math.min(1, read / total) * readingPart, 'reading');
    },
    judged: (part: number) => show(readingPart + part * (1 - readingPart), 'judging'),
  };
}

function bytesToRead(folder: string, times: Readonly<Record<string, number>>): number {
  try {
    return readdirSync(folder).reduce((sum, name) => {
      const table = name.replace(/([_-]?\d+)?\.csv$/i, '');
      return sum + statSync(join(folder, name)).size * (times[table] ?? 0);
    }, 0);
  } catch {
    // The audit itself says what is wrong with the folder.
    return 1;
  }
}

function patternsOf({ raised }: Audit): [string, number][] {
  const counts = new Map<string, number>();
  for (const { finding } of raised) counts.set(finding.pattern, (counts.get(finding.pattern) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

function summaryJson(result: Audit, out: string) {
  const { asOf, historyFrom, counts, learned, notChecked } = aboutAudit(result);
  return { out, asOf, historyFrom, counts, patterns: Object.fromEntries(patternsOf(result)), learned, notChecked };
}

function summary(result: Audit, out: string): string {
  const { counts, raised, below, learned, notChecked, misread, now } = result;
  const { opportunities, registrations, audited } = counts;
  return [
    `${number(opportunities)} opportunities and ${number(registrations)} registrations as of ${new Date(now).toISOString().slice(0, 10)};`,
    `${number(audited)} opportunities of customers with a registration were judged.`,
    '',
    raised.length === 0 ? 'No findings.' : counted(raised.length, 'finding'),
    ...patternsOf(result).map(([pattern, count]) => `  ${pattern.padEnd(16)}${number(count).padStart(8)}`),
    ...(below.length > 0
      ? [`  ${'below the bar'.padEnd(16)}${number(below.length).padStart(8)}  in findings.json only`]
      : []),
    ...(misread > 0
      ? ['', `${counted(misread, 'row')} could not be read, as named above; the audit goes without.`]
      : []),
    ...(learned.length > 0 ? ['', 'Learned from decided cases:', ...learned.map((line) => `  ${line}`)] : []),
    ...(notChecked.length > 0 ? ['', 'Not checked, for lack of data:', ...notChecked.map((line) => `  ${line}`)] : []),
    '',
    `Written to ${out}: findings.csv, evidence.csv, findings.json, report.html`,
  ].join('\n');
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}

function counted(count: number, noun: string): string {
  return `${number(count)} ${noun}${count === 1 ? '' : 's'}`;
}
