/** `fairlead settle`: a period settled for every partner of a ledger file, which streams through. */
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { CsvError, parse, type Info } from 'csv-parse';
import { stringify } from 'csv-stringify';
import { stringify as stringifyAll } from 'csv-stringify/sync';
import type { Decimal } from 'decimal.js';
import { periodWorth } from '../domain/margin/period-worth.ts';
import { termsOn } from '../domain/margin/terms.ts';
import { entryRow, ledgerColumns, LedgerRowError, rowReader } from '../domain/payout/ledger-rows.ts';
import type { LedgerColumn } from '../domain/payout/ledger-rows.ts';
import { PartnersMixedError, settleAll, type LedgerLine, type SettledLedger } from '../domain/payout/settle-all.ts';
import { settling, type Settling } from '../domain/payout/settle.ts';
import { statementPage } from '../domain/payout/statement-page.ts';
import { plainMoney, scriptOf, statementRows, type Script } from '../domain/payout/statement-text.ts';
import { statementOf } from '../domain/payout/statement.ts';
import { ZERO } from '../domain/money.ts';
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
  const at = parts.now();
  const ready: Settling = settling(programme, period, at, (incentive, facts) =>
    periodWorth(incentive, facts, termsOn(programme, ready.today, programme.currency)),
  );
  const scripts = scriptsFor(language);
  scripts(programme.currency);
  await mkdir(statements ? join(out, 'statements') : out, { recursive: true });
  const path = join(out, 'settlement.csv');
  const summary = summaryOf(ready);
  const rows = stringify({ header: true, columns: [...ledgerColumns] });
  const written = finished(rows.pipe(createWriteStream(`${path}.part`)));
  written.catch(() => undefined);
  const lines = readLedger(ledger, programme, () => (summary.lines += 1));
  for await (const settled of settleAll(lines, ready, { keepEntries: statements })) {
    for (const entry of settled.postings) if (!rows.write(entryRow(entry))) await once(rows, 'drain');
    addTo(summary, settled);
    if (statements) await writeStatements(join(out, 'statements'), settled, ready, scripts);
  }
  rows.end();
  await written;
  await rename(`${path}.part`, path);
  parts.print(json ? JSON.stringify(asJson(summary, path), null, 2) : asTable(summary, path));
}

/** The lines of a ledger file as they are read. */
async function* readLedger(path: string, programme: Programme, count: () => void): AsyncGenerator<LedgerLine> {
  const source = createReadStream(path);
  const parser = source.pipe(parse({ bom: true, info: true, relax_column_count: true, skip_empty_lines: true }));
  source.on('error', (error) => parser.destroy(error));
  const read = rowReader(programme.currency, programme.fiscalYearStart);
  let header: Header | null = null;
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: Info }>) {
      if (header === null) {
        header = headerOf(record, path);
        continue;
      }
      count();
      const { width, index } = header;
      if (record.length !== width) {
        throw new LedgerFileError(`${path}, line ${info.lines}: expected ${width} fields, found ${record.length}`);
      }
      yield read((column) => record[index.get(column) ?? width] ?? '', info.lines);
    }
  } catch (error) {
    throw inFile(error, path, parser.info.lines);
  } finally {
    source.destroy();
  }
  if (header === null) throw new LedgerFileError(`${path}, line 1: expected the names of the columns, found nothing`);
}
