/** Objects, fields and choices in the words of a user's language; what is not translated keeps the words it has. */
import type { FieldDef, ObjectDef, OrgSchema, Records, Translation, ValidationRule } from './types.ts';

export interface Words {
  object(object: ObjectDef): { label: string; plural: string };
  label(field: FieldDef): string;
  help(field: FieldDef): string | null;
  choices(field: FieldDef): FieldDef['picklist'];
  message(rule: ValidationRule): string;
}

const wordsOf = new WeakMap<Translation, Words>();

/** Reads the user's language afresh each time. */
export function wordsFor({ schema, database }: Pick<Records, 'schema' | 'database'>, userId: string): Words {
  if (schema.translations.size === 0) return asWritten;
  const user = database.prepare('SELECT "LanguageLocaleKey" AS language FROM "User" WHERE "Id" = ?').get(userId);
  const translation = translationFor(schema, String(user?.['language']));
  if (!translation) return asWritten;
  const words = wordsOf.get(translation) ?? translated(translation);
  wordsOf.set(translation, words);
  return words;
}

/** `fr_CA` is read in `fr` where there is nothing closer. */
const translationFor = ({ translations }: OrgSchema, language: string): Translation | undefined =>
  translations.get(language) ?? translations.get(language.split('_')[0] ?? '');

const asWritten: Words = {
  object: ({ label, pluralLabel }) => ({ label, plural: pluralLabel }),
  label: (field) => field.label,
  help: (field) => field.inlineHelpText,
  choices: (field) => field.picklist,
  message: (rule) => rule.message,
};

function translated({ objects, fields, rules }: Translation): Words {
  const choices = new Map<FieldDef, FieldDef['picklist']>();
  return {
    object(object) {
      const found = objects.get(object);
      return { label: found?.label ?? object.label, plural: found?.plural ?? object.pluralLabel };
    },
    label: (field) => fields.get(field)?.label ?? field.label,
    help: (field) => fields.get(field)?.help ?? field.inlineHelpText,
    choices(field) {
      const words = fields.get(field)?.choices;
      if (!words) return field.picklist;
      const known =
        choices.get(field) ??
        field.picklist.map((entry) => ({ ...entry, label: words.get(entry.value) ?? entry.label }));
      choices.set(field, known);
      return known;
    },
    message: (rule) => rules.get(rule) ?? rule.message,
  };
}
