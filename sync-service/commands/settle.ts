/** `fairlead settle`: a period settled for every partner of a ledger file, which streams through. */
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { isNativeError } from 'node:util/types';
import { CsvError, parse, type Info } from 'csv-parse';
import { stringify } from 'csv-stringify';
import { stringify as stringifyAll } from 'csv-stringify/sync';
import type { Decimal } from 'decimal.js';
import { periodWorth } from '../domain/margin/period-worth.ts';
import { termsOn } from '../domain/margin/terms.ts';
import { fingerprint } from '../domain/payout/ledger.ts';
import { entryRow, ledgerColumns, LedgerRowError, rowReader, type LedgerColumn } from '../domain/payout/ledger-rows.ts';
import { PartnersMixedError, settleAll, type LedgerLine, type SettledLedger } from '../domain/payout/settle-all.ts';
import { settling, type Settling } from '../domain/payout/settle.ts';
import { statementPage } from '../domain/payout/statement-page.ts';
import { plainMoney, scriptOf, statementRows, type Script } from '../domain/payout/statement-text.ts';
import { statementOf } from '../domain/payout/statement.ts';
import { addTo, summaryJson, summaryLines, summaryOf, type Summary } from '../domain/payout/summary.ts';
import type { Programme } from '../domain/programme/schema.ts';
import type { Instant } from '../domain/time.ts';

export interface SettleOptions {
  /** Path of the programme file. */
  programme: string;
  /** Path of the ledger, a CSV with the columns of `ledgerColumns` in any order. */
  ledger: string;
  /** Such as 2026-Q3. */
  period: string;
  /** Folder for settlement.csv and statements/; here where it is left out. */
  out?: string;
  /** Of the statements, such as `de` or `de-CH`; English where it is left out. */
  language?: string;
  /** Writes a statement for each partner, as CSV and as a page. */
  statements?: boolean;
  /** Prints the summary as JSON. */
  json?: boolean;
}

export interface SettleParts {
  readProgramme(path: string): Programme | Promise<Programme>;
  now(): Instant;
  print(text: string): void;
}

/** A ledger that cannot be read; the message names file, line, column and what was expected. */
export class LedgerFileError extends Error {
  override name = 'LedgerFileError';
}

/**
 * Settles a period and writes what is to be appended to the ledger into settlement.csv, in the ledger's own columns.
 * Only a ledger that was read to its end leaves a settlement.csv.
 * @throws LedgerFileError, or RangeError for a period or language that it cannot take
 */
export async function settle(options: SettleOptions, parts: SettleParts): Promise<void> {
  const { period, ledger, out = '.', language = 'en', statements = false, json = false } = options;
  const programme = await parts.readProgramme(options.programme);
  const ready: Settling = settling(programme, period, parts.now(), (incentive, facts) =>
    periodWorth(incentive, facts, termsOn(programme, ready.today, programme.currency)),
  );
  const summary = summaryOf(ready);
  const write = statements ? await statementWriter(join(out, 'statements'), ready, language) : null;
  await mkdir(out, { recursive: true });
  const path = join(out, 'settlement.csv');
  const rows = stringify({ header: true, columns: [...ledgerColumns] });
  const written = finished(rows.pipe(createWriteStream(`${path}.part`)));
  // A failure of the reading is told first.
  written.catch(() => undefined);
  try {
    const lines = readLedger(ledger, programme, summary);
    for await (const settled of settleAll(lines, ready, { keepEntries: statements })) {
      for (const entry of settled.postings) if (!rows.write(entryRow(entry))) await once(rows, 'drain');
      addTo(summary, settled);
      await write?.(settled);
    }
    rows.end();
    await written;
  } catch (error) {
    rows.destroy();
    await rm(`${path}.part`, { force: true });
    throw error instanceof PartnersMixedError
      ? new LedgerFileError(`${ledger}, ${error.message}`, { cause: error })
      : error;
  }
  await rename(`${path}.part`, path);
  const money = (amount: Decimal) => plainMoney(amount, programme.currency);
  parts.print(
    json
      ? JSON.stringify({ ...summaryJson(summary), file: path }, null, 2)
      : [...summaryLines(summary, money), '', `To be appended to the ledger: ${path}`].join('\n'),
  );
}

/** The lines of a ledger file as they are read. */
async function* readLedger(path: string, programme: Programme, summary: Summary): AsyncGenerator<LedgerLine> {
  const source = createReadStream(path);
  const parser = source.pipe(parse({ bom: true, info: true, relax_column_count: true, skip_empty_lines: true }));
  source.on('error', (error) => parser.destroy(error));
  const read = rowReader(programme.currency, programme.fiscalYearStart);
  let header: ReadonlyMap<string, number> | null = null;
  let line = 1;
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: Info }>) {
      line = info.lines;
      if (header === null) {
        header = headerOf(record);
        continue;
      }
      if (record.length !== header.size) throw new Error(`expected ${header.size} fields, found ${record.length}`);
      summary.lines += 1;
      const index = header;
      yield read((column) => record[index.get(column) ?? -1] ?? '', line);
    }
    if (header === null) throw new Error('expected the names of the columns, found nothing');
  } catch (error) {
    throw inFile(error, path, line);
  } finally {
    source.destroy();
  }
}

const needed: readonly LedgerColumn[] = ['type', 'partner', 'amount', 'currency'];

/** Which column stands where. */
function headerOf(names: readonly string[]): ReadonlyMap<string, number> {
  const header = new Map(names.map((name, i) => [name.trim(), i]));
  const unknown = [...header.keys()].filter((name) => !(ledgerColumns as readonly string[]).includes(name));
  const missing = needed.filter((name) => !header.has(name));
  if (unknown.length > 0) {
    throw new Error(`column ${unknown.join(', ')}: expected columns among ${ledgerColumns.join(', ')}`);
  }
  if (missing.length > 0) throw new Error(`expected the columns ${missing.join(', ')}, too`);
  if (header.size < names.length) throw new Error('expected each column once');
  return header;
}

function inFile(error: unknown, path: string, line: number): unknown {
  if (error instanceof LedgerRowError) {
    return new LedgerFileError(`${path}, line ${line}, column ${error.column}: ${error.message}`, { cause: error });
  }
  if (error instanceof CsvError) {
    const at = typeof error['lines'] === 'number' ? error['lines'] : line;
    return new LedgerFileError(`${path}, line ${at}: expected CSV, ${error.message}`, { cause: error });
  }
  if (!isNativeError(error)) return error;
  const where = 'code' in error ? `${path} cannot be read` : `${path}, line ${line}`;
  return new LedgerFileError(`${where}: ${error.message}`, { cause: error });
}

/** Writes the statements of one partner, one for each currency, as CSV and as a page. */
async function statementWriter(
  folder: string,
  { programme, windows, today }: Settling,
  language: string,
): Promise<(settled: SettledLedger) => Promise<void>> {
  const scripts = new Map<string, Script>([[programme.currency, scriptOf(language, programme.currency)]]);
  const names = new Set<string>();
  await mkdir(folder, { recursive: true });
  return async ({ partner, entries, dealNames }) => {
    for (const currency of new Set(entries.map((entry) => entry.currency))) {
      const script = scripts.get(currency) ?? scriptOf(language, currency);
      scripts.set(currency, script);
      const question = { programme, partner, period: windows.period, currency, issuedOn: today, dealNames };
      const statement = statementOf(question, entries);
      const suffix = currency === programme.currency ? '' : `-${currency}`;
      const path = join(folder, fileName(`${partner.partnerId}${suffix}`, names));
      await writeFile(`${path}.csv`, stringifyAll(statementRows(statement, script)));
      await writeFile(`${path}.html`, statementPage(statement, script));
    }
  };
}

/** A name that every file system takes and that no other partner has, whatever the partner's id contains. */
function fileName(id: string, taken: Set<string>): string {
  const plain = id.replace(/[^A-Za-z0-9_-]/g, '_').slice(0, 80);
  const name = plain === id && !taken.has(id.toLowerCase()) ? plain : `${plain}-${fingerprint(id).slice(0, 12)}`;
  taken.add(name.toLowerCase());
  return name;
}
