/** The slow stage: LWC and the base components, built once for a set of versions and kept on disk. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { transform } from 'esbuild';
import { rollup, type Plugin } from 'rollup';
import { lwc } from './lwc.ts';
import { platformByName, platformImports } from './platform-modules.ts';
import { project } from './sources.ts';

/** Base components that the preview has another of. */
const own = join(import.meta.dirname, '../base');
const packages = ['@lwc/engine-dom', '@lwc/synthetic-shadow', '@lwc/rollup-plugin', 'lightning-base-components'];
const baseComponents = 'lightning-base-components';

export interface Vendor {
  /** Changes with versions and contents; part of the addresses. */
  key: string;
  /** Folder of the files served below `/assets/vendor/KEY/`. */
  folder: string;
  /** Addresses by the names that are imported. */
  imports: Record<string, string>;
}

/** @param names modules that are imported by name. Throws for one that does not exist. */
export async function buildVendor(names: readonly string[]): Promise<Vendor> {
  const exposed = exposedNames();
  const missing = names.filter((name) => name.startsWith('lightning/') && !exposed.has(name));
  if (missing.length > 0)
    throw new Error(`neither a base component nor provided by the preview: ${missing.join(', ')}`);
  const key = keyOf(names);
  const folder = join(project, '.fairlead/preview', key);
  const imports = Object.fromEntries(names.map((name) => [name, `/assets/vendor/${key}/${fileOf(name)}.js`]));
  if (!existsSync(folder)) await build(names, folder);
  return { key, folder, imports };
}

const packageFile = (name: string) => join(project, 'node_modules', name, 'package.json');
const packageJson = (name: string) => JSON.parse(readFileSync(packageFile(name), 'utf8')) as Record<string, unknown>;
const fileOf = (name: string) => name.replace(/[@/]/g, '_');

function exposedNames(): Set<string> {
  return new Set((packageJson(baseComponents)['lwc'] as { expose: string[] }).expose);
}

/** Besides the versions, what this folder's own sources say of how to build. */
function keyOf(names: readonly string[]): string {
  const hash = createHash('sha256');
  for (const name of packages) hash.update(`${name}@${String(packageJson(name)['version'])}\n`);
  for (const file of ['vendor.ts', 'platform-modules.ts']) hash.update(readFileSync(join(import.meta.dirname, file)));
  for (const file of readdirSync(own, { withFileTypes: true, recursive: true })) {
    if (file.isFile()) hash.update(readFileSync(join(file.parentPath, file.name)));
  }
  return hash.update(names.join()).digest('hex').slice(0, 12);
}

async function build(names: readonly string[], folder: string): Promise<void> {
  const started = `${folder}.${process.pid}`;
  const bundle = await rollup({
    input: Object.fromEntries(names.map((name) => [fileOf(name), name])),
    preserveEntrySignatures: 'allow-extension',
    plugins: [
      entries(),
      platformByName(),
      platformImports({ labels: new Set(), customPermissions: [] }),
      lwc({
        rootDir: own,
        modules: [{ dir: own }, { npm: baseComponents }],
        include: [`**/node_modules/${baseComponents}/**`, `${own}/**`, '**/*.css'],
        enableSyntheticElementInternals: true,
        enableDynamicComponents: true,
        enableLwcOn: true,
      }),
      constants(),
      minified(),
    ],
    onwarn: () => {},
  });
  await bundle.write({
    dir: started,
    format: 'es',
    chunkFileNames: 'chunks/[name].js',
    manualChunks: (id) => (id.includes('synthetic-shadow') ? null : 'vendor'),
  });
  await bundle.close();
  // Another process may have been quicker.
  if (existsSync(folder)) rmSync(started, { recursive: true });
  else renameSync(started, folder);
}

/** What is built starts at names; LWC itself is two packages. */
function entries(): Plugin {
  const packageOf: Record<string, string> = {
    lwc: '@lwc/engine-dom',
    '@lwc/synthetic-shadow': '@lwc/synthetic-shadow',
  };
  return {
    name: 'entries',
    async resolveId(id, importer) {
      if (importer !== undefined && id !== 'lwc') return null;
      const name = packageOf[id];
      if (name !== undefined) return join(project, 'node_modules', name, 'dist/index.js');
      return this.resolve(id, join(own, 'entries.js'), { skipSelf: true });
    },
  };
}

function constants(): Plugin {
  return {
    name: 'constants',
    transform: (code) => ({
      code: code.replaceAll('process.env.NODE_ENV', '"production"').replaceAll('import.meta.env.SSR', 'false'),
      map: null,
    }),
  };
}

function minified(): Plugin {
  return {
    name: 'minified',
    renderChunk: async (code) => ({ code: (await transform(code, { minify: true })).code, map: null }),
  };
}
