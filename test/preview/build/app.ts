/** The quick stage: force-app's components, the shell around them and the platform modules, a second at each change. */
import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { rollup, type Plugin } from 'rollup';
import { lwc } from './lwc.ts';
import { platformByName, platformImports, platformModules } from './platform-modules.ts';
import { components, customPermissions, forceApp, labels } from './sources.ts';

const here = join(import.meta.dirname, '..');
const shell = join(here, 'shell');
const registry = 'preview/registry';

export interface App {
  /** Code by path below `/assets/app/KEY/`. */
  files: Map<string, string>;
  /** Paths of what is imported by name: the platform modules. */
  imports: Record<string, string>;
  /** What it imports of `lwc` and the base components, for the vendor stage. */
  vendor: string[];
}

/** Changes when a file changes that the app is built from. */
export function fingerprint(): string {
  const hash = createHash('sha256');
  for (const folder of [join(forceApp, 'main/default/lwc'), join(here, 'platform'), shell]) {
    for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
      if (!entry.isFile() || entry.parentPath.includes('__tests__')) continue;
      const path = join(entry.parentPath, entry.name);
      hash.update(`${path}:${statSync(path).mtimeMs}\n`);
    }
  }
  return hash.digest('hex').slice(0, 12);
}

/** Throws, naming component and module, where something can't be compiled or is not provided. */
export async function buildApp(): Promise<App> {
  const vendor = new Set(['lwc', '@lwc/synthetic-shadow']);
  const bundle = await rollup({
    input: { main: join(shell, 'main.js'), ...Object.fromEntries(platformModules) },
    preserveEntrySignatures: 'allow-extension',
    plugins: [
      platformImports({ labels: new Set(Object.keys(labels('en'))), customPermissions: customPermissions() }),
      ownModules(),
      platformByName(),
      lwc({
        rootDir: shell,
        defaultModules: [],
        exclude: [join(here, 'platform/**'), join(shell, 'main.js')],
        enableDynamicComponents: true,
        enableLwcOn: true,
      }),
      fromVendor(vendor),
    ],
    onwarn(warning) {
      throw new Error(warning.message);
    },
  });
  const { output } = await bundle.generate({
    format: 'es',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name].js',
  });
  await bundle.close();
  const files = new Map(output.flatMap((file) => (file.type === 'chunk' ? [[file.fileName, file.code]] : [])));
  const imports = Object.fromEntries([...platformModules.keys()].map((name) => [name, `${name}.js`]));
  return { files, imports, vendor: [...vendor].sort() };
}

/** `c/…` from force-app, and a list of all of them by which the shell finds a component by its name. */
function ownModules(): Plugin {
  const own = components();
  return {
    name: 'own-modules',
    resolveId(id) {
      if (id === registry) return `\0${registry}`;
      const file = id.startsWith('c/') ? own.get(id.slice(2)) : undefined;
      return file === undefined ? null : `${file}?specifier=${id}`;
    },
    load(id) {
      if (id !== `\0${registry}`) return null;
      const entries = [...own.keys()].map((name) => `${JSON.stringify(name)}: () => import('c/${name}')`);
      return `export default {${entries.join(', ')}};`;
    },
  };
}

/** What is left over by name is the vendor's. */
function fromVendor(found: Set<string>): Plugin {
  return {
    name: 'from-vendor',
    resolveId(id) {
      if (!/^(lwc|@lwc\/synthetic-shadow|lightning\/\w+)$/.test(id)) return null;
      found.add(id);
      return { id, external: true };
    },
  };
}
