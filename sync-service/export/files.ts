/** The files of an export: which there are, and reading one with every row that can't be read told and passed over. */
import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readCsv, type CsvReader, type CsvRow } from './csv.ts';
import type { Mapping } from './mapping.ts';
import { lengthenId } from './record-id.ts';
import { isPlainly, problemOf, tableNames, tables, type TableName } from './tables.ts';

/** An export that can't be audited at all. */
export class ExportError extends Error {
  override name = 'ExportError';
}

export interface ExportFiles {
  /** Whether there is a file of it that can be used. */
  has(table: TableName): boolean;
  /** Columns, by our names, that one of its files lacks. */
  lacks(table: TableName): readonly string[];
  /** Files that are there and can't be used. */
  readonly unusable: readonly UnusableFile[];
  /**
   * Reads a table's rows, columns in the order of `tables`, an absent one as empty. Rows that can't be read are told to
   * `misread` at the first reading of the table and passed over at each.
   */
  read(table: TableName, row: (row: CsvRow) => void): void;
  /** Bytes of its files. */
  size(table: TableName): number;
}

export interface UnusableFile {
  path: string;
  /** `, line 1: expected …` */
  problem: string;
}

export interface Watching {
  /** A row that can't be read: file, line, column where it is one column's fault, and what was expected. */
  misread(problem: string): void;
  /** What is read all the same though it is not as it should be: `, line 7: expected …`. */
  doubtful(path: string, problem: string): void;
  /** Bytes of the export read since the last time. */
  progress(bytes: number): void;
}

/** Without one of these there is nothing to audit. */
const indispensable: readonly TableName[] = ['Opportunity', 'Account', 'Deal_Registration__c'];

/**
 * Looks what there is. Large objects come in parts: `Task.csv`, `Task_1.csv`, `Task-2.csv`.
 * @param told tables whose rows that can't be read were told elsewhere
 * @throws ExportError where there is no folder, or one of the files that an audit needs is not there or can't be used
 */
export function openExport(
  folder: string,
  mapping: Mapping,
  watching: Watching,
  told: readonly TableName[] = [],
): ExportFiles {
  const found = listed(folder);
  const paths = new Map<TableName, string[]>();
  const lacking = new Map<TableName, Set<string>>();
  const unusable: UnusableFile[] = [];
  for (const table of tableNames) {
    const lacks = new Set<string>();
    const usable = partsOf(table, mapping, found).filter((path) => {
      const head = headOf(path, table, mapping);
      if ('problem' in head) unusable.push({ path, problem: head.problem });
      else for (const name of head.lacks) lacks.add(name);
      if ('problem' in head && indispensable.includes(table)) throw new ExportError(`${path}${head.problem}`);
      return 'lacks' in head;
    });
    paths.set(table, usable);
    lacking.set(table, lacks);
  }
  for (const table of indispensable) {
    if (paths.get(table)?.length === 0) {
      throw new ExportError(
        `${join(folder, `${mapping[table]?.object ?? table}.csv`)}: expected this file; without it there is nothing to audit` +
          (table === 'Deal_Registration__c' ? ' (an object of your own can be named by a mapping file)' : ''),
      );
    }
  }
  const silent = new Set(told);
  return {
    has: (table) => (paths.get(table)?.length ?? 0) > 0,
    lacks: (table) => [...(lacking.get(table) ?? [])],
    unusable,
    size: (table) => (paths.get(table) ?? []).reduce((sum, path) => sum + statSync(path).size, 0),
    read(table, row) {
      const tell = silent.has(table) ? null : watching;
      for (const path of paths.get(table) ?? [])
        readFile(path, table, mapping, { row, tell, progress: watching.progress });
      silent.add(table);
    },
  };
}

/** @throws ExportError where there is no such folder */
export function listed(folder: string): string[] {
  try {
    return readdirSync(folder)
      .sort()
      .map((name) => join(folder, name))
      .filter((path) => path.toLowerCase().endsWith('.csv') && statSync(path).isFile());
  } catch (cause) {
    throw new ExportError(`${folder}: expected a folder with the files of a data export`, { cause });
  }
}

/** The files of a table among some. */
export function partsOf(table: TableName, mapping: Mapping, paths: readonly string[]): string[] {
  const name = (mapping[table]?.object ?? table).toLowerCase();
  const isPart = new RegExp(`^${name.replace(/[^a-z0-9_]/g, '.')}([_-]?\\d+)?\\.csv$`);
  return paths.filter((path) => isPart.test(basename(path).toLowerCase()));
}

/** A table's columns by the names that the org has for them. */
function namesIn(table: TableName, mapping: Mapping): string[] {
  return tables[table].columns.map(({ name }) => mapping[table]?.fields[name] ?? name);
}

function placesOf(named: readonly string[], names: readonly string[]): number[] {
  const at = new Map(names.map((name, index) => [name.toLowerCase(), index]));
  return named.map((name) => at.get(name.toLowerCase()) ?? -1);
}

/** More than the names of the columns take. */
const headBytes = 64 * 1024;

/** Which columns a file lacks, or why it can't be used. */
function headOf(path: string, table: TableName, mapping: Mapping): { lacks: string[] } | { problem: string } {
  const { columns } = tables[table];
  let head: { lacks: string[] } | { problem: string } | null = null;
  const reader: CsvReader = {
    header(names) {
      const named = namesIn(table, mapping);
      const indexes = placesOf(named, names);
      const lacks = columns.filter((_, i) => indexes[i] === -1);
      const needed = named.filter((_, i) => indexes[i] === -1 && columns[i]!.needed);
      head = needed.length > 0 ? { problem: notThere(needed, names) } : { lacks: lacks.map(({ name }) => name) };
      return null;
    },
    row() {},
    malformed: (line, expected) => (head ??= { problem: `, line ${line}: ${expected}` }),
  };
  readCsv(path, reader, headBytes);
  return head ?? { problem: ', line 1: expected the names of the columns, found an empty file' };
}

function notThere(needed: readonly string[], names: readonly string[]): string {
  const all = names.join(',');
  if (/^\ufffd\ufffd|\0/.test(all)) {
    return ', line 1: expected UTF-8, found UTF-16; export it again as UTF-8, or convert it';
  }
  const found = `found ${JSON.stringify(all.length > 80 ? `${all.slice(0, 80)}…` : all)}`;
  if (/[;\t|]/.test(all)) return `, line 1: expected commas between the columns, ${found}`;
  return `, line 1: expected the column${needed.length > 1 ? 's' : ''} ${needed.join(', ')}, too; ${found}`;
}

function readFile(
  path: string,
  table: TableName,
  mapping: Mapping,
  to: { row(row: CsvRow): void; tell: Watching | null; progress(bytes: number): void },
): void {
  const { columns } = tables[table];
  const named = namesIn(table, mapping);
  const { tell } = to;
  let before = 0;
  let [foreign, firstForeign] = [0, 0];
  readCsv(path, {
    header: (names) => placesOf(named, names),
    row(row) {
      for (let i = 0; i < columns.length; i += 1) {
        const column = columns[i]!;
        if (!isPlainly(column, row.bytes, row.startOf(i), row.endOf(i))) {
          const problem = problemOf(column, row.text(i));
          if (problem !== null) {
            tell?.misread(`${path}, line ${row.line}, column ${named[i]}: ${problem}`);
            return;
          }
        }
        if (column.kind === 'id') lengthenId(row, i);
      }
      to.row(row);
    },
    malformed: (line, expected) => tell?.misread(`${path}, line ${line}: ${expected}`),
    notUtf8(line) {
      if (foreign === 0) firstForeign = line;
      foreign += 1;
    },
    progress(bytes) {
      to.progress(bytes - before);
      before = bytes;
    },
  });
  if (foreign === 0) return;
  const more = foreign === 1 ? '' : `, as in ${foreign - 1} more row${foreign === 2 ? '' : 's'}`;
  tell?.doubtful(
    path,
    `, line ${firstForeign}: expected UTF-8, found bytes that are none${more}; letters are lost there`,
  );
}
