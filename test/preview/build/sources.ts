/** What the preview shows, as it lies in force-app: components, labels in each language, custom permissions. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { XMLParser } from 'fast-xml-parser';

export const project = join(import.meta.dirname, '../../..');
export const forceApp = join(project, 'force-app');
const main = join(forceApp, 'main/default');
const lwc = join(main, 'lwc');

/** Languages that force-app speaks; the first is that of the labels themselves. */
export const languages = ['en', 'fr', 'de', 'es'] as const;
export type Language = (typeof languages)[number];

const parser = new XMLParser({ parseTagValue: false, isArray: (name) => name === 'labels' || name === 'customLabels' });

/** Components and modules of force-app: their names, and the file of each. */
export function components(): Map<string, string> {
  const names = readdirSync(lwc, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return new Map(names.map(({ name }) => [name, join(lwc, name, `${name}.js`)]));
}

/** Custom labels by name, in that language; what has no translation is in the original, as in an org. */
export function labels(language: Language): Record<string, string> {
  const { CustomLabels } = parser.parse(readFileSync(join(main, 'labels/CustomLabels.labels-meta.xml'), 'utf8')) as {
    CustomLabels: { labels: { fullName: string; value: string }[] };
  };
  const originals = Object.fromEntries(CustomLabels.labels.map(({ fullName, value }) => [fullName, value]));
  const file = join(forceApp, `i18n/default/translations/${language}.translation-meta.xml`);
  if (!existsSync(file)) return originals;
  const { Translations } = parser.parse(readFileSync(file, 'utf8')) as {
    Translations: { customLabels: { name: string; label: string }[] };
  };
  return { ...originals, ...Object.fromEntries(Translations.customLabels.map(({ name, label }) => [name, label])) };
}

export function customPermissions(): string[] {
  return readdirSync(join(main, 'customPermissions')).map((file) => basename(file, '.customPermission-meta.xml'));
}
