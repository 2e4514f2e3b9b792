/** `fairlead audit --org`: the files of an export, read from the org itself. */
import { mkdirSync, readdirSync } from 'node:fs';
import { tableNames, tables } from '../export/tables.ts';
import type { Mapping } from '../export/mapping.ts';
import type { OrgConnection } from '../salesforce/connection.ts';
import { downloadObjects, type WantedObject } from '../salesforce/download.ts';
import type { Terminal } from './audit.ts';
import { FileError } from './read-file.ts';

/**
 * Reads every object that an audit knows into a folder, by the names of the mapping, else by our own. Writes nothing to
 * the org. Gives the mapping that fits the files: names of a packaged installation carry its namespace.
 * @throws FileError where the folder holds files already
 */
export async function exportFromOrg(
  connection: OrgConnection,
  folder: string,
  mapping: Mapping,
  { warn, progress }: Terminal,
): Promise<Mapping> {
  mkdirSync(folder, { recursive: true });
  if (readdirSync(folder).length > 0) throw new FileError([`${folder}: expected an empty folder to keep the files in`]);
  const inOrg = mappingInOrg(mapping, connection.names.inOrg);
  const wanted = Object.entries(inOrg).map(([, { object = '', fields }]): WantedObject => {
    return { object, fields: Object.values(fields) };
  });
  let done = 0;
  const tell = (object: string, rows: string) => {
    done += 1;
    progress?.(`  reading the org: ${done} of ${wanted.length} objects (${object}: ${rows})`);
  };
  await downloadObjects(connection, wanted, {
    folder,
    written: (object, rows) => tell(object, `${rows.toLocaleString('en-US')} rows`),
    refused(object, why) {
      tell(object, 'not read');
      warn(`${object}: not read, ${why}`);
    },
  });
  return inOrg;
}

/** Every object but Partner, whose rows of opportunities OpportunityPartner holds as well, with the org's names. */
function mappingInOrg(mapping: Mapping, inOrg: (name: string) => string): Mapping {
  const names = tableNames.filter((name) => name !== 'Partner');
  return Object.fromEntries(
    names.map((name) => {
      const given = mapping[name];
      const fields = Object.fromEntries(
        tables[name].columns.map((column) => [column.name, given?.fields[column.name] ?? inOrg(column.name)]),
      );
      return [name, { object: given?.object ?? inOrg(name), fields, statuses: given?.statuses ?? {} }];
    }),
  );
}
