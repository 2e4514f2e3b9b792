/** Tax and company numbers: which register they are of, whether their check digits hold, and whether two agree. */
import { entityValidators } from 'stdnum';
import { countryCode } from './country.ts';
import { editDistance } from './distance.ts';

export interface Identifier {
  /** Capitals and digits only, without the country's letters. */
  plain: string;
  /** The number of the company itself, for numbers that contain it: the SIREN in a SIRET or a French VAT number. */
  company: string;
  /** Country by its letters, else the record's; null where neither tells. */
  country: string | null;
  /** Whether the check digits of one of the country's registers hold; null where none is known for it. */
  readonly valid: boolean | null;
}

const REMEMBERED_AT_MOST = 4000;
const remembered = new Map<string, Identifier | null>();

/** Parts a number; null for what can't be one (too short, few digits, all alike, counted up). */
export function identifier(typed: string | null, recordCountry: string | null = null): Identifier | null {
  if (typed === null || typed === '') return null;
  const key = `${recordCountry ?? ''}|${typed}`;
  const known = remembered.get(key);
  if (known !== undefined) return known;
  if (remembered.size >= REMEMBERED_AT_MOST) remembered.clear();
  const parted = partIdentifier(typed, countryCode(recordCountry));
  remembered.set(key, parted);
  return parted;
}

function partIdentifier(typed: string, recordCountry: string | null): Identifier | null {
  const all = typed
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .replace(/^(CHE\d{9})(MWST|TVA|IVA|VAT)$/, '$1');
  const digits = all.replace(/[A-Z]/g, '');
  if (digits.length < 5 || /^(\d)\1*$/.test(digits) || '1234567890'.startsWith(digits)) return null;
  const letters = /^(CHE|[A-Z]{2})(?=[A-Z]?\d)/.exec(all)?.[1] ?? null;
  const told = letters === null ? null : letters === 'CHE' ? 'CH' : letters === 'EL' ? 'GR' : letters;
  const prefixed = told !== null && (told in entityValidators || told === recordCountry);
  const country = prefixed ? told : recordCountry;
  const plain = prefixed ? all.slice(letters!.length) : all;
  let valid: boolean | null | undefined;
  return {
    plain,
    company: companyPart(plain, country),
    country,
    // Most numbers are only looked up; the check is costly.
    get valid() {
      if (valid === undefined) valid = isValid(plain, country);
      return valid;
    },
  };
}

function companyPart(plain: string, country: string | null): string {
  if (country !== 'FR') return plain;
  if (/^\d{14}$/.test(plain)) return plain.slice(0, 9);
  return /^[A-Z0-9]{2}\d{9}$/.test(plain) ? plain.slice(2) : plain;
}

function isValid(plain: string, country: string | null): boolean | null {
  const validators = entityValidators[country ?? ''] ?? [];
  if (validators.length === 0) return null;
  // The library says no by making an error, and an error's trace costs more than the check.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return validators.some((validator) => validator.validate(plain).isValid);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** The country that the letters before a tax number name; null where it has none, or is too short to be one. */
export function countryOfNumber(typed: string | null): string | null {
  const number = identifier(typed);
  return number !== null && number.plain.replace(/\D/g, '').length >= 7 ? number.country : null;
}

export type NumberAgreement = 'same' | 'slip' | 'silent' | 'other, one not valid' | 'other' | 'other, both valid';

/**
 * Whether two numbers are one. Two valid numbers of one country and form are two companies even where one digit differs; a
 * number whose check digits do not hold speaks against less; numbers of different registers say nothing of each other.
 */
export function compareIdentifiers(a: Identifier | null, b: Identifier | null): NumberAgreement {
  if (a === null || b === null) return 'silent';
  const sameLand = a.country === null || b.country === null || a.country === b.country;
  if (a.company === b.company && (sameLand || a.company.length >= 9)) return 'same';
  if (!sameLand || formOf(a.company) !== formOf(b.company)) return 'silent';
  if (a.valid === true && b.valid === true) return 'other, both valid';
  if (editDistance(a.company, b.company, 1) <= 1) return 'slip';
  return a.valid === false || b.valid === false ? 'other, one not valid' : 'other';
}

function formOf(plain: string): string {
  return plain.replace(/\d/g, '0').replace(/[A-Z]/g, 'A');
}
