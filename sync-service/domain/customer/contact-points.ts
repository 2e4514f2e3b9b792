/** Phone numbers and addresses, as they speak for or against one company. */
import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/min';
import { countryCode } from './country.ts';
import { spellingDistance } from './distance.ts';
import { fold } from './script.ts';

export type PhoneAgreement = 'same' | 'same switchboard' | 'other' | 'silent';

/** Digits with the country's code; null for what is no possible number. `country` is that of the record. */
export function phoneNumber(typed: string | null | undefined, country: string | null): string | null {
  if (typed == null || typed.trim() === '') return null;
  const code = countryCode(country);
  const parsed = parsePhoneNumberFromString(typed, code?.length === 2 ? (code as CountryCode) : {});
  return parsed?.isPossible() === true ? parsed.number.slice(1) : null;
}

/** Numbers that differ in the last three digits only are extensions of one switchboard. */
export function comparePhones(a: string | null, b: string | null): PhoneAgreement {
  if (a === null || b === null) return 'silent';
  if (a === b) return 'same';
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  const trunk = short.slice(0, -3);
  return trunk.length >= 7 && long.length - short.length <= 3 && long.startsWith(trunk) ? 'same switchboard' : 'other';
}

export interface Address {
  street?: string | null | undefined;
  postalCode?: string | null | undefined;
  city?: string | null | undefined;
}

export type AddressAgreement = 'same street' | 'same postal code' | 'same city' | 'other city' | 'silent';

/** Compares as far down as both tell. */
export function compareAddresses(a: Address, b: Address): AddressAgreement {
  const [cityA, cityB] = [plain(a.city), plain(b.city)];
  const [codeA, codeB] = [plain(a.postalCode), plain(b.postalCode)];
  const sameCode = codeA !== '' && codeA === codeB;
  const sameCity = cityA !== '' && cityB !== '' && (cityA === cityB || spellingDistance(cityA, cityB, 0.8) <= 0.8);
  if ((sameCode || sameCity) && sameStreet(plain(a.street), plain(b.street))) return 'same street';
  if (sameCode && codeA.length >= 4) return 'same postal code';
  if (sameCity) return 'same city';
  return cityA !== '' && cityB !== '' ? 'other city' : 'silent';
}

function sameStreet(a: string, b: string): boolean {
  return a !== '' && a.replace(/\D/g, '') === b.replace(/\D/g, '') && spellingDistance(a, b, 2) <= 2;
}

function plain(text: string | null | undefined): string {
  return fold(text ?? '')
    .replace(/strasse|str\b/g, 'str')
    .replace(/[^a-z0-9]/g, '');
}
