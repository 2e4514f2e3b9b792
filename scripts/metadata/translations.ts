/** Whether every language says everything: labels with their placeholders, objects with all fields, values and rules. */
import { children, lineOf, text, type Element, type Finding, type MetadataFile } from './files.ts';
import type { Names } from './references.ts';

/** Findings of a file of labels, of a language or of a translated object; none of any other. */
export function checkTranslations(file: MetadataFile, names: Names, findings: Finding[]): void {
  const report = (needle: string, what: string) => findings.push({ where: lineOf(file, needle), what });
  switch (file.type) {
    case 'CustomLabels':
      return checkOrder('labels', 'fullName', file, report);
    case 'Translations':
      checkOrder('customLabels', 'name', file, report);
      checkLabels(file, names, report);
      return checkObjects(file, names, report);
    case 'CustomFieldTranslation':
      return checkField(file, names, report);
    case 'CustomObjectTranslation':
      return checkObject(file, names, report);
    default:
      return;
  }
}

type Report = (needle: string, what: string) => void;

/** Labels stand by name, so that one is found, and two people's new ones do not meet at the end of the file. */
function checkOrder(tag: string, key: string, file: MetadataFile, report: Report): void {
  const keys = children(file.root, tag).map((label) => text(label, key));
  for (const [i, name] of keys.entries()) {
    const before = keys[i - 1];
    if (before !== undefined && before >= name) report(`>${name}<`, `label ${name} belongs before ${before}`);
  }
}

/** A language has every label, with the placeholders of the original. */
function checkLabels(file: MetadataFile, { labels }: Names, report: Report): void {
  const translated = new Map(
    children(file.root, 'customLabels').map((label) => [text(label, 'name'), text(label, 'label')]),
  );
  for (const [name, words] of translated) {
    const original = labels.get(name);
    if (original === undefined) report(`>${name}<`, `label ${name} does not exist`);
    else if (placeholders(original) !== placeholders(words))
      report(
        `>${name}<`,
        `label ${name} has the placeholders ${placeholders(words) || 'none'}, not ${placeholders(original) || 'none'}`,
      );
  }
  for (const name of labels.keys()) {
    if (!translated.has(name)) report('<Translations', `label ${name} is not translated`);
  }
}

function placeholders(words: string): string {
  return [...new Set(words.match(/\{\w+\}/g))].sort().join(' ');
}

/** What one language says of an object, every language says. */
function checkObjects({ name: language }: MetadataFile, { files }: Names, report: Report): void {
  const translated = files.filter((file) => file.type === 'CustomObjectTranslation').map((file) => placeOf(file));
  const own = new Set(translated.filter((place) => place.language === language).map(({ object }) => object));
  for (const object of new Set(translated.map((place) => place.object))) {
    if (!own.has(object)) report('<Translations', `object ${object} is not translated`);
  }
}

/** The object and language of a translation, by its folder: `Account-fr`. */
function placeOf({ path }: MetadataFile): { object: string; language: string } {
  const [, object = '', language = ''] = /objectTranslations\/([^/]+)-([a-z]{2}(?:_[A-Z]{2})?)\//.exec(path) ?? [];
  return { object, language };
}

function checkField(file: MetadataFile, names: Names, report: Report): void {
  const { object } = placeOf(file);
  const name = text(file.root, 'name');
  const def = names.schema.objects.get(object)?.fields.get(name);
  if (def === undefined) return report(`>${name}<`, `field ${object}.${name} does not exist`);
  const translated = children(file.root, 'picklistValues').map((value) => text(value, 'masterLabel'));
  const original = def.picklist.map(({ label }) => label);
  for (const value of translated) {
    if (!original.includes(value)) report(`>${value}<`, `${object}.${name} has no value ${value}`);
  }
  // A formula shows the values of the field it reads.
  for (const value of def.formula === null ? original : []) {
    if (!translated.includes(value)) report('<CustomFieldTranslation', `the value ${value} is not translated`);
  }
  const source = names.files.find(
    (each) => each.type === 'CustomField' && each.object === object && each.name === name,
  );
  for (const [element, of] of [
    ['help', 'inlineHelpText'],
    ['label', 'label'],
    ['relationshipLabel', 'relationshipLabel'],
  ] as const) {
    if (isLost(file.root, element, source?.root ?? {}, of))
      report('<CustomFieldTranslation', `${element} is not translated`);
  }
}

function isLost(translation: Element, element: string, source: Element, of: string): boolean {
  return text(source, of) !== '' && text(translation, element) === '';
}

/** Of an object with a translation every field and every rule has one. */
function checkObject(file: MetadataFile, { schema, files }: Names, report: Report): void {
  const place = placeOf(file);
  const { object, language } = place;
  const def = schema.objects.get(object);
  if (def === undefined) return report('<CustomObjectTranslation', `object ${object} does not exist`);
  const fields = new Set(
    files
      .filter((each) => each.type === 'CustomFieldTranslation')
      .filter((each) => placeOf(each).object === object && placeOf(each).language === language)
      .map((each) => text(each.root, 'name')),
  );
  for (const field of files.filter((each) => each.type === 'CustomField' && each.object === object)) {
    if (!fields.has(field.name)) report('<CustomObjectTranslation', `field ${object}.${field.name} is not translated`);
  }
  const rules = new Set(children(file.root, 'validationRules').map((rule) => text(rule, 'name')));
  for (const name of rules) {
    if (!def.validationRules.some((each) => each.name === name)) report(`>${name}<`, `${object} has no rule ${name}`);
  }
  for (const { name } of def.validationRules) {
    if (!rules.has(name)) report('<CustomObjectTranslation', `the rule ${name} is not translated`);
  }
}
