import LOCALE from '@salesforce/i18n/locale';
import { countryInWords } from 'c/countries';
import { dateInWords } from 'c/dates';

/** The version of the JSON that is understood. */
const VERSION = 1;

const DATES = ['closed', 'date', 'due', 'ended', 'entered', 'parked', 'revived', 'submitted', 'tagged', 'until'];
const NUMBERS = ['contacts', 'days', 'factor', 'points', 'records'];
const COUNTRIES = ['buyer', 'registered'];

/** What the service wrote as JSON with a version; nothing where it is missing, cut off or of another version. */
export function coded(text) {
  try {
    const read = JSON.parse(text);
    return read?.version === VERSION ? read : undefined;
  } catch {
    return undefined;
  }
}

/** Words with each placeholder filled by the argument of its name, as the user writes dates, numbers and countries. */
export function filled(words, args = {}) {
  return words.replace(/\{(\w+)\}/g, (_, name) => valueInWords(name, args[name]));
}

function valueInWords(name, value) {
  if (value === null || value === undefined) return '';
  if (DATES.includes(name)) return dateInWords(value);
  if (NUMBERS.includes(name)) return new Intl.NumberFormat(LOCALE).format(Number(value));
  if (COUNTRIES.includes(name)) return countryInWords(value);
  if (name === 'share') return new Intl.NumberFormat(LOCALE, { style: 'percent' }).format(Number(value));
  return value;
}
