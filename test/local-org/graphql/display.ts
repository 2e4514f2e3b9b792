/** Values as a user reads them: labels of picklists in his language, dates and numbers in his locale and time zone. */
import { wordsFor } from '../language.ts';
import { labelOf } from '../soql/shape.ts';
import type { FieldDef, Records, Session } from '../types.ts';

const DAY = { year: 'numeric', month: 'numeric', day: 'numeric' } as const;

/** Gives null where a value has no other form than its own: text, ids and checkboxes. */
export function displayFor(records: Records, session: Session): (field: FieldDef, value: unknown) => string | null {
  const user = records.database
    .prepare('SELECT "LocaleSidKey" AS locale, "TimeZoneSidKey" AS zone FROM "User" WHERE "Id" = ?')
    .get(session.userId);
  const locale = localeOf(String(user?.['locale']));
  const timeZone = String(user?.['zone']);
  const words = wordsFor(records, session.userId);
  const number = (value: number, field: FieldDef, options: Intl.NumberFormatOptions = {}) =>
    numberFormat(locale, { ...decimals(field), ...options }).format(value);
  return (field, value) => {
    if (value === null || value === undefined) return null;
    switch (field.type) {
      case 'picklist':
      case 'multipicklist':
        return labelOf(words.choices(field), String(value));
      case 'date':
        return dateFormat(locale, { ...DAY, timeZone: 'UTC' }).format(new Date(String(value)));
      case 'datetime': {
        const options = { ...DAY, hour: 'numeric', minute: '2-digit', timeZone } as const;
        // Node puts a narrow space before AM and PM, Salesforce a plain one.
        return dateFormat(locale, options)
          .format(new Date(String(value)))
          .replace(/\u202f/g, ' ');
      }
      case 'currency':
        return number(Number(value), field, { style: 'currency', currency: records.currency });
      case 'percent':
        return number(Number(value) / 100, field, { style: 'percent' });
      case 'int':
      case 'double':
        return number(Number(value), field);
      case 'id':
      case 'reference':
      case 'string':
      case 'textarea':
      case 'email':
      case 'phone':
      case 'url':
      case 'boolean':
      case 'time':
      case 'address':
      case 'encryptedstring':
        return null;
    }
  };
}

const decimals = ({ scale }: FieldDef): Intl.NumberFormatOptions => ({
  minimumFractionDigits: scale,
  maximumFractionDigits: scale,
});

/** A formatter takes longer to make than to use a hundred times. */
function kept<Options, Format>(make: (locale: string, options: Options) => Format) {
  const made = new Map<string, Format>();
  return (locale: string, options: Options): Format => {
    const key = locale + JSON.stringify(options);
    const known = made.get(key) ?? make(locale, options);
    made.set(key, known);
    return known;
  };
}
const numberFormat = kept((locale, options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options));
const dateFormat = kept((locale, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options));

/** `fr-FR` for `fr_FR` and `fr_FR_EURO`. */
function localeOf(key: string): string {
  const [language = 'en', country] = key.split('_');
  return country === undefined ? language : `${language}-${country}`;
}
