/**
 * Bundles the margin engine into the Lightning module marginEngine.
 *
 *   node scripts/bundle-engine.ts           writes the bundle
 *   node scripts/bundle-engine.ts --check   fails where the committed bundle is not what its source gives
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..');
const source = 'sync-service/domain/margin/in-browser.ts';
const bundle = join(root, 'force-app/main/default/lwc/marginEngine/marginEngine.js');
/** What the platform takes as one file. */
const longest = 131_072;

const { outputFiles } = await build({
  absWorkingDir: root,
  entryPoints: [source],
  bundle: true,
  write: false,
  format: 'esm',
  // Below private methods, which the platform's compiler does not take everywhere.
  target: 'es2020',
  minify: true,
  legalComments: 'inline',
  banner: { js: `// Bundled from ${source} by \`npm run bundle\`. Do not edit.` },
});
const [output] = outputFiles;
if (output === undefined) throw new Error(`${source} gave no bundle`);
if (output.text.length > longest)
  throw new Error(`the bundle has ${output.text.length} characters, more than ${longest}`);

if (parseArgs({ options: { check: { type: 'boolean' } } }).values.check === true) {
  if (readFileSync(bundle, 'utf8') !== output.text) {
    console.error(`${relative(root, bundle)} is not what ${source} gives: run npm run bundle and commit it`);
    process.exit(1);
  }
} else {
  writeFileSync(bundle, output.text);
  console.log(`${relative(root, bundle)}: ${output.text.length} characters`);
}
