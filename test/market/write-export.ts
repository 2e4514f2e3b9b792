/** Writes a generated vendor as the files of a Salesforce data export, and the truth beside them. */
import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { exportColumns } from './export-columns.ts';
import type { Part } from './index.ts';
import type { Row } from './tables.ts';
import type { Truth } from './truth.ts';

/**
 * The weekly export service writes `2026-01-05 10:00:00` (GMT) and `1`/`0`; Data Loader writes
 * `2026-01-05T10:00:00.000Z` and `true`/`false`. Both quote every field and leave what is empty empty.
 */
export type ExportDialect = 'export service' | 'data loader';

export interface ExportOptions {
  dialect?: ExportDialect;
  /** Told now and then how many opportunities are written. */
  onProgress?: (opportunities: number) => void;
}

/** Rows written, by file name without its ending. */
export type Written = Record<string, number>;

/** Objects that hold what an org sets up for itself: no export brings them. */
const notExported = new Set(['PermissionSetAssignment', 'Fairlead__c']);
const truthColumns = ['OpportunityId', 'RegistrationId', 'Pattern', 'Aspects', 'PersonId', 'Since'];
const protectionColumns = ['OpportunityId', 'RegistrationId'];
/** Rows of a file gathered before they are written. */
const BATCH = 2000;
/** Opportunities between two reports of progress. */
const REPORT = 50_000;

/**
 * Writes one file an object into the folder, which is made if it is missing; files of the same name are replaced.
 * Holds no more than a batch of rows for each file, however many come.
 */
export async function writeExport(
  parts: Iterable<Part>,
  folder: string,
  { dialect = 'export service', onProgress }: ExportOptions = {},
): Promise<Written> {
  mkdirSync(folder, { recursive: true });
  const files = new Map<string, CsvFile>();
  const open = (name: string, columns: readonly string[]) =>
    files.set(name, new CsvFile(join(folder, `${name}.csv`), columns, dialect)).get(name)!;
  for (const [object, columns] of Object.entries(exportColumns)) open(object, columns);
  open('truth', truthColumns);
  open('truth-protection', protectionColumns);
  let [opportunities, told] = [0, 0];
  for (const { rows, truth } of parts) {
    for (const [object, list] of exported(rows)) await fileOf(files, object).add(list);
    await addTruth(files, truth);
    opportunities += rows.get('Opportunity')?.length ?? 0;
    if (opportunities - told < REPORT) continue;
    told = opportunities;
    onProgress?.(opportunities);
  }
  for (const file of files.values()) await file.close();
  return Object.fromEntries([...files].map(([name, file]) => [name, file.rows]));
}

/** A partner on an opportunity stands in both files, under one id. */
function exported(rows: Part['rows']): [string, readonly Row[]][] {
  const tables: [string, readonly Row[]][] = [...rows].filter(([object]) => !notExported.has(object));
  const partners = rows.get('Partner');
  return partners === undefined ? tables : [...tables, ['OpportunityPartner', partners]];
}

function fileOf(files: ReadonlyMap<string, CsvFile>, object: string): CsvFile {
  const file = files.get(object);
  if (file === undefined) throw new Error(`no columns are known for the export of ${object}`);
  return file;
}

async function addTruth(files: ReadonlyMap<string, CsvFile>, { cases, protections }: Truth): Promise<void> {
  await fileOf(files, 'truth').add(
    cases.map(({ opportunityId, registrationId, pattern, aspects, personId, since }) => ({
      OpportunityId: opportunityId,
      RegistrationId: registrationId,
      Pattern: pattern,
      Aspects: aspects.join(';'),
      PersonId: personId,
      Since: new Date(since).toISOString(),
    })),
  );
  await fileOf(files, 'truth-protection').add(
    protections.map(({ opportunityId, registrationId }) => ({
      OpportunityId: opportunityId,
      RegistrationId: registrationId,
    })),
  );
}

class CsvFile {
  rows = 0;
  readonly #stream: WriteStream;
  readonly #columns: string[];
  readonly #dialect: ExportDialect;
  #waiting: Row[] = [];

  constructor(path: string, columns: readonly string[], dialect: ExportDialect) {
    this.#stream = createWriteStream(path);
    this.#columns = [...columns];
    this.#dialect = dialect;
    this.#stream.write(stringify([this.#columns], { quoted: true }));
  }

  async add(rows: readonly Row[]): Promise<void> {
    for (const row of rows) this.#waiting.push(row);
    this.rows += rows.length;
    if (this.#waiting.length >= BATCH) await this.#flush();
  }

  async close(): Promise<void> {
    await this.#flush();
    this.#stream.end();
    await finished(this.#stream);
  }

  async #flush(): Promise<void> {
    const service = this.#dialect === 'export service';
    const text = stringify(this.#waiting, {
      columns: this.#columns,
      quoted: true,
      quoted_empty: true,
      cast: {
        boolean: (value) => (service ? (value ? '1' : '0') : String(value)),
        string: (value) => (service && isInstant(value) ? `${value.slice(0, 10)} ${value.slice(11, 19)}` : value),
      },
    });
    this.#waiting = [];
    if (!this.#stream.write(text)) await once(this.#stream, 'drain');
  }
}

function isInstant(value: string): boolean {
  return value.length === 24 && value.endsWith('Z') && value[10] === 'T';
}
