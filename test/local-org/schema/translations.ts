/** What other languages call objects, fields and choices, from the files of the Translation Workbench. */
import { basename, dirname } from 'node:path';
import type { FieldDef, ObjectDef, OrgSchema, Translation } from '../types.ts';
import { ElementReader, type SourceFile } from './source.ts';

/**
 * Reads `objectTranslations/Opportunity-fr/…`. Rules and choices that do not exist are passed over: check:metadata names
 * them. Throws MetadataError for an object or field that does not exist.
 */
export function addTranslation(schema: OrgSchema, file: SourceFile): void {
  const xml = new ElementReader(file.path, file.root);
  const folder = basename(dirname(file.path));
  const [, name = '', language = ''] = /^(.+)-(\w+)$/.exec(folder) ?? [];
  const object = schema.objects.get(name);
  if (!object) throw xml.fail('name', `${folder} translates no object of this org`);
  const translation = translationTo(schema, language);
  if (file.kind === 'objectTranslation') readObject(translation, object, xml);
  else readField(translation, object, xml);
  xml.done();
}

function translationTo({ translations }: OrgSchema, language: string): Translation {
  const known = translations.get(language) ?? { objects: new Map(), fields: new Map(), rules: new Map() };
  translations.set(language, known);
  return known;
}

function readObject(translation: Translation, object: ObjectDef, xml: ElementReader): void {
  const cases = xml.list('caseValues').map((each) => ({ plural: each.flag('plural'), value: each.text('value') }));
  const label = cases.find(({ plural }) => !plural)?.value ?? null;
  const plural = cases.find((each) => each.plural)?.value ?? null;
  translation.objects.set(object, { label, plural });
  const named = [...object.fields.values()].find((field) => field.nameField);
  const nameLabel = xml.text('nameFieldLabel');
  if (named && nameLabel) translation.fields.set(named, { label: nameLabel, help: null, choices: new Map() });
  for (const each of xml.list('validationRules')) {
    const name = each.needed('name');
    const rule = object.validationRules.find((one) => one.name === name);
    if (rule) translation.rules.set(rule, each.needed('errorMessage'));
  }
  xml.skip('gender', 'startsWith', 'fields', 'layouts', 'quickActions', 'recordTypes', 'fieldSets', 'webLinks');
}

function readField(translation: Translation, object: ObjectDef, xml: ElementReader): void {
  const name = xml.needed('name');
  const field = object.fields.get(name);
  if (!field) throw xml.fail('name', `${object.name} has no field ${name}`);
  const choices = xml.list('picklistValues').flatMap((each) => choice(field, each));
  translation.fields.set(field, {
    label: xml.text('label'),
    help: xml.text('help'),
    choices: new Map(choices),
  });
  xml.skip('gender', 'startsWith', 'caseValues', 'relationshipLabel', 'lookupFilter');
}

/** A choice is named by its label in the language of the metadata. */
function choice(field: FieldDef, xml: ElementReader): [value: string, translation: string][] {
  const label = xml.needed('masterLabel');
  const entry = field.picklist.find((each) => each.label === label);
  return entry ? [[entry.value, xml.needed('translation')]] : [];
}
