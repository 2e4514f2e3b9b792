/** The modules that only the platform has: `@salesforce/…`, filled in when the page runs, and `lightning/…` of ours. */
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Plugin } from 'rollup';

const platformFolder = join(import.meta.dirname, '../platform');
const virtual = '\0platform:';

/** Platform modules that the preview stands in for, by name, and the file of each. */
export const platformModules: ReadonlyMap<string, string> = new Map(
  readdirSync(platformFolder)
    .map((file) => basename(file, '.js'))
    .filter((name) => name !== 'org' && name !== 'wire')
    .map((name) => [`lightning/${name}`, join(platformFolder, `${name}.js`)]),
);

/** Names that imports from `@salesforce/…` may have, as far as they can be known when building. */
export interface Known {
  labels: ReadonlySet<string>;
  customPermissions: readonly string[];
}

/** Modules of the platform that this serves. Base components bring others with them, such as their own labels. */
const served =
  /^@salesforce\/(label\/c\.|(schema|customPermission|user|client|community)\/|i18n\/(?!calendarData|common\.))/;

/** Throws for a label or permission that force-app does not have. */
export function platformImports(known: Known): Plugin {
  return {
    name: 'platform-imports',
    resolveId: (id) => (served.test(id) ? virtual + id : null),
    load(id) {
      if (!id.startsWith(virtual)) return null;
      const [, kind = '', name = ''] = /^@salesforce\/(\w+)\/(.+)$/.exec(id.slice(virtual.length)) ?? [];
      return sourceOf(kind, name, known);
    },
  };
}

function sourceOf(kind: string, name: string, known: Known): string {
  const text = JSON.stringify(name);
  switch (kind) {
    case 'label': {
      const label = name.replace(/^c\./, '');
      if (!known.labels.has(label)) throw new Error(`there is no label ${label} in force-app`);
      return `export default preview.labels[${JSON.stringify(label)}];`;
    }
    case 'schema': {
      const [objectApiName, ...field] = name.split('.');
      const value = field.length === 0 ? { objectApiName } : { fieldApiName: field.join('.'), objectApiName };
      return `export default ${JSON.stringify(value)};`;
    }
    case 'customPermission':
      if (!known.customPermissions.includes(name))
        throw new Error(`there is no custom permission ${name} in force-app`);
      return `export default preview.customPermissions.includes(${text}) || undefined;`;
    case 'user':
      return `export default preview.user[${text}];`;
    case 'i18n':
      return `export default preview.i18n[${text}];`;
    case 'client':
      return `export default window.matchMedia('(max-width: 47.99rem)').matches ? 'Small' : 'Large';`;
    case 'community':
      return `export default preview.community?.[${text}];`;
    default:
      throw new Error(`the preview does not provide @salesforce/${kind}/${name}`);
  }
}

/** Platform modules are one for all, components and base components, so they are imported by name. */
export function platformByName(): Plugin {
  return {
    name: 'platform-by-name',
    resolveId: (id, importer) => (importer !== undefined && platformModules.has(id) ? { id, external: true } : null),
  };
}
