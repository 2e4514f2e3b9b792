/** Values as a user reads them: labels of picklists, dates and numbers in his locale and time zone. */
import { labelOf } from '../soql/shape.ts';
import type { FieldDef, Records, Session } from '../types.ts';

/** Currency of the org, which has a single one. */
const CURRENCY = 'USD';

/** Gives null where a value has no other form than its own: text, ids and checkboxes. */
export function displayFor(records: Records, session: Session): (field: FieldDef, value: unknown) => string | null {
  const user = records.database
    .prepare('SELECT "LocaleSidKey" AS locale, "TimeZoneSidKey" AS zone FROM "User" WHERE "Id" = ?')
    .get(session.userId);
  const locale = localeOf(String(user?.['locale']));
  const timeZone = String(user?.['zone']);
  const day = { year: 'numeric', month: 'numeric', day: 'numeric' } as const;
  const number = (value: number, field: FieldDef, options: Intl.NumberFormatOptions = {}) =>
    new Intl.NumberFormat(locale, { ...decimals(field), ...options }).format(value);
  return (field, value) => {
    if (value === null || value === undefined) return null;
    switch (field.type) {
      case 'picklist':
      case 'multipicklist':
        return labelOf(field, String(value));
      case 'date':
        return new Intl.DateTimeFormat(locale, { ...day, timeZone: 'UTC' }).format(new Date(String(value)));
      case 'datetime': {
        const options = { ...day, hour: 'numeric', minute: '2-digit', timeZone } as const;
        // Node puts a narrow space before AM and PM, Salesforce a plain one.
        return new Intl.DateTimeFormat(locale, options).format(new Date(String(value))).replace(/\u202f/g, ' ');
      }
      case 'currency':
        return number(Number(value), field, { style: 'currency', currency: CURRENCY });
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

/** `fr-FR` for `fr_FR` and `fr_FR_EURO`. */
function localeOf(key: string): string {
  const [language = 'en', country] = key.split('_');
  return country === undefined ? language : `${language}-${country}`;
}
