/** The files of an export: which there are, and reading one with every row that can't be read told and passed over. */
import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readCsv, type CsvRow } from './csv.ts';
import type { Mapping } from './mapping.ts';
import { lengthenId } from './record-id.ts';
import { isPlainly, problemOf, tableNames, tables, type TableName } from './tables.ts';

/** An export that can't be audited at all. */
export class ExportError extends Error {
  override name = 'ExportError';
}

export interface ExportFiles {
  has(table: TableName): boolean;
  /** Columns that its files lack. */
  lacks(table: TableName): readonly string[];
  /**
   * Reads a table's rows, columns in the order of `tables`, an absent one as empty. Rows that can't be read are told to
   * `misread` at the first reading of the table and passed over at each.
   */
  read(table: TableName, row: (row: CsvRow) => void): void;
  /** Bytes of its files. */
  size(table: TableName): number;
}

export interface Watching {
  /** A row that can't be read: file, line, column where it is one column's fault, and what was expected. */
  misread(problem: string): void;
  /** Bytes of the export read since the last time. */
  progress(bytes: number): void;
}

/**
 * Looks what there is. Large objects come in parts: `Task.csv`, `Task_1.csv`, `Task-2.csv`.
 * @param told tables whose rows that can't be read were told elsewhere
 * @throws ExportError where there is no folder, or none of the files that an audit needs
 */
export function openExport(
  folder: string,
  mapping: Mapping,
  watching: Watching,
  told: readonly TableName[] = [],
): ExportFiles {
  const found = listed(folder);
  const paths = new Map(
    tableNames.map((table): [TableName, string[]] => {
      const name = (mapping[table]?.object ?? table).toLowerCase();
      const isPart = new RegExp(`^${name.replace(/[^a-z0-9_]/g, '.')}([_-]?\\d+)?\\.csv$`);
      return [table, found.filter((path) => isPart.test(basename(path).toLowerCase()))];
    }),
  );
  for (const table of ['Opportunity', 'Account', 'Deal_Registration__c'] as const) {
    if (paths.get(table)?.length === 0) {
      throw new ExportError(
        `${join(folder, `${mapping[table]?.object ?? table}.csv`)}: expected this file; without it there is nothing to audit` +
          (table === 'Deal_Registration__c' ? ' (an object of your own can be named by a mapping file)' : ''),
      );
    }
  }
  const silent = new Set(told);
  const lacking = new Map<TableName, readonly string[]>();
  return {
    has: (table) => (paths.get(table)?.length ?? 0) > 0,
    lacks: (table) => lacking.get(table) ?? [],
    size: (table) => (paths.get(table) ?? []).reduce((sum, path) => sum + statSync(path).size, 0),
    read(table, row) {
      const tell = silent.has(table) ? () => {} : watching.misread;
      for (const path of paths.get(table) ?? []) {
        lacking.set(table, readFile(path, table, mapping, { row, misread: tell, progress: watching.progress }));
      }
      silent.add(table);
    },
  };
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder)
      .sort()
      .map((name) => join(folder, name))
      .filter((path) => path.toLowerCase().endsWith('.csv') && statSync(path).isFile());
  } catch (cause) {
    throw new ExportError(`${folder}: expected a folder with the files of a data export`, { cause });
  }
}

function readFile(
  path: string,
  table: TableName,
  mapping: Mapping,
  to: { row(row: CsvRow): void; misread(problem: string): void; progress(bytes: number): void },
): string[] {
  const { columns } = tables[table];
  const fields = mapping[table]?.fields ?? {};
  const named = columns.map(({ name }) => fields[name] ?? name);
  let lacking: string[] = [];
  let before = 0;
  readCsv(path, {
    header(names) {
      const at = new Map(names.map((name, index) => [name.toLowerCase(), index]));
      const indexes = named.map((name) => at.get(name.toLowerCase()) ?? -1);
      lacking = named.filter((_, i) => indexes[i] === -1);
      const needed = named.filter((_, i) => indexes[i] === -1 && columns[i]?.required === true);
      if (needed.length > 0) {
        throw new ExportError(
          `${path}, line 1: expected the column${needed.length > 1 ? 's' : ''} ${needed.join(', ')}, too`,
        );
      }
      return indexes;
    },
    row(row) {
      for (let i = 0; i < columns.length; i += 1) {
        const column = columns[i]!;
        if (!isPlainly(column, row.bytes, row.startOf(i), row.endOf(i))) {
          const problem = problemOf(column, row.text(i));
          if (problem !== null) {
            to.misread(`${path}, line ${row.line}, column ${named[i]}: ${problem}`);
            return;
          }
        }
        if (column.kind === 'id') lengthenId(row, i);
      }
      to.row(row);
    },
    malformed: (line, expected) => to.misread(`${path}, line ${line}: ${expected}`),
    progress(bytes) {
      to.progress(bytes - before);
      before = bytes;
    },
  });
  return lacking;
}
