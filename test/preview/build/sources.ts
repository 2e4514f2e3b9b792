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

const many = ['labels', 'customLabels', 'customTabs'];
const parser = new XMLParser({ parseTagValue: false, isArray: (name) => many.includes(name) });

interface Translations {
  customLabels: { name: string; label: string }[];
  customTabs?: { name: string; label: string }[];
}

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
  const translated = translations(language)?.customLabels.map(({ name, label }) => [name, label] as const);
  return { ...originals, ...Object.fromEntries(translated ?? []) };
}

/** What a tab is called in that language; null where it is not translated. */
export function tabLabel(tab: string, language: Language): string | null {
  return translations(language)?.customTabs?.find(({ name }) => name === tab)?.label ?? null;
}

function translations(language: Language): Translations | null {
  const file = join(forceApp, `i18n/default/translations/${language}.translation-meta.xml`);
  if (!existsSync(file)) return null;
  return (parser.parse(readFileSync(file, 'utf8')) as { Translations: Translations }).Translations;
}

export function customPermissions(): string[] {
  return readdirSync(join(main, 'customPermissions')).map((file) => basename(file, '.customPermission-meta.xml'));
}
