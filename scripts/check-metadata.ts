/**
 * Checks force-app without an org: structure against Salesforce's own types, platform limits, every reference, every
 * formula, every translation, the service's SOQL and the components' imports and GraphQL. One line a finding; exit code
 * 1 if there is any.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openRecords } from '../test/local-org/records/index.ts';
import { loadSchema, type Package } from '../test/local-org/schema/index.ts';
import type { Feature } from '../test/local-org/types.ts';
import { checkComponents, checkQueries } from './metadata/code.ts';
import { readMetadata, type Finding } from './metadata/files.ts';
import { checkLimits } from './metadata/limits.ts';
import { checkPages } from './metadata/pages.ts';
import { checkReferences, namesOf } from './metadata/references.ts';
import { checkStructure } from './metadata/structure.ts';
import { checkTranslations } from './metadata/translations.ts';

const project = join(import.meta.dirname, '..');
const forceApp = join(project, 'force-app');
const packages = (['main', 'i18n', 'cdc', 'quotes', 'experience'] satisfies Package[]).filter((name) =>
  existsSync(join(forceApp, name)),
);
const features: Feature[] = ['changeEvents', 'fieldHistory', 'quotes', 'translations', 'experience', 'prm'];

const findings: Finding[] = [];
const files = readMetadata(forceApp, findings);
for (const file of files) {
  checkStructure(file, findings);
  checkLimits(file, findings);
}
let queries = 0;
try {
  const schema = loadSchema({
    forceApp,
    packages,
    features,
    trackedHistory: { Opportunity: ['StageName'], Account: ['OwnerId'] },
  });
  const names = namesOf(schema, files);
  for (const file of files) {
    checkReferences(file, names, findings);
    checkPages(file, names, findings);
    checkTranslations(file, names, findings);
  }
  checkComponents(forceApp, names, findings);
  queries = checkQueries(join(project, 'sync-service/salesforce'), schema, findings);
  // Opening the records compiles every formula and rule against the types of the fields it names.
  openRecords({ schema, now: Date.now }).close();
} catch (error) {
  findings.push({ where: 'force-app', what: error instanceof Error ? error.message : String(error) });
}
for (const { where, what } of findings) console.error(`${where}  ${what}`);
if (findings.length > 0) {
  console.error(`check:metadata: ${findings.length} finding${findings.length === 1 ? '' : 's'}`);
  process.exitCode = 1;
} else {
  console.log(`check:metadata: ${files.length} files, ${queries} queries, nothing to find`);
}
