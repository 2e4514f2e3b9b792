/**
 * Writes the JSON Schema of programme files, for editors that check and complete while one types.
 *
 *   node scripts/programme-schema.ts           writes it
 *   node scripts/programme-schema.ts --check   fails where the committed one is not what the code takes
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { z } from 'zod';
import { programmeSchema } from '../sync-service/domain/programme/schema.ts';

const root = join(import.meta.dirname, '..');
const file = join(root, 'docs/programme.schema.json');

const schema = z.toJSONSchema(programmeSchema, { io: 'input', unrepresentable: 'any' });
const text = await format(JSON.stringify({ ...schema, title: 'Partner programme' }), {
  ...(await resolveConfig(file)),
  filepath: file,
});

if (parseArgs({ options: { check: { type: 'boolean' } } }).values.check === true) {
  if (readFileSync(file, 'utf8') !== text) {
    console.error(`${relative(root, file)} is not what the code takes: run npm run schema and commit it`);
    process.exit(1);
  }
} else {
  writeFileSync(file, text);
  console.log(`${relative(root, file)}: ${text.length} characters`);
}
