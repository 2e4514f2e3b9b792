/** Whether the names that a mapping file gives are there in the export. */
import { readCsv } from '../export/csv.ts';
import { listed, partsOf } from '../export/files.ts';
import type { Mapping } from '../export/mapping.ts';
import { tableNames } from '../export/tables.ts';
import { FileError, nearest } from './read-file.ts';

/** @throws FileError naming every object without a file, and every column that its file lacks */
export function checkMapping(folder: string, mapping: Mapping): void {
  const mapped = tableNames.filter((table) => mapping[table] !== undefined);
  if (mapped.length === 0) return;
  const found = listed(folder);
  const problems = mapped.flatMap((table) => {
    const { object = table, fields = {} } = mapping[table] ?? {};
    const paths = partsOf(table, mapping, found);
    if (paths.length === 0) return [`${folder}: expected the file ${object}.csv, which the mapping names for ${table}`];
    return paths.flatMap((path) => {
      const names = columnsOf(path);
      const known = new Set(names.map((name) => name.toLowerCase()));
      return Object.entries(fields)
        .filter(([, theirs]) => !known.has(theirs.toLowerCase()))
        .map(([ours, theirs]) => {
          const meant = nearest(theirs, names);
          const hint = meant === null ? '' : `; did you mean ${meant}?`;
          return `${path}, line 1: expected the column ${theirs}, which the mapping names for ${ours}${hint}`;
        });
    });
  });
  if (problems.length > 0) throw new FileError(problems);
}

function columnsOf(path: string): readonly string[] {
  let columns: readonly string[] = [];
  const ignore = () => undefined;
  readCsv(path, {
    header(names) {
      columns = names;
      return null;
    },
    row: ignore,
    malformed: ignore,
  });
  return columns;
}
