/** Countries as people type them. */
import { fold } from './names.ts';

const NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    AT: 'austria österreich',
    AU: 'australia',
    BE: 'belgium belgique belgië',
    BR: 'brazil brasil',
    CA: 'canada',
    CH: 'switzerland schweiz suisse svizzera',
    CZ: 'czechia',
    DE: 'germany deutschland allemagne',
    DK: 'denmark danmark',
    ES: 'spain españa espagne',
    FI: 'finland suomi',
    FR: 'france frankreich',
    GB: 'uk england scotland britain',
    IE: 'ireland',
    IN: 'india',
    IT: 'italy italia italien',
    JP: 'japan',
    LU: 'luxembourg luxemburg',
    MX: 'mexico méxico',
    NL: 'netherlands nederland holland',
    NO: 'norway norge',
    PL: 'poland polska',
    PT: 'portugal',
    SE: 'sweden sverige',
    SG: 'singapore',
    US: 'usa',
  }).flatMap(([code, names]) => names.split(' ').map((name): [string, string] => [fold(name), code])),
);

const LONG_NAMES: ReadonlyMap<string, string> = new Map([
  ['united kingdom', 'GB'],
  ['great britain', 'GB'],
  ['united states', 'US'],
  ['united states of america', 'US'],
  ['south africa', 'ZA'],
  ['czech republic', 'CZ'],
]);

/** ISO 3166-1 alpha-2 where the country is known by that name, else what was typed in capitals; null for nothing. */
export function countryCode(typed: string | null): string | null {
  const name = fold(typed?.trim() ?? '');
  if (name === '') return null;
  if (name === 'uk') return 'GB';
  return LONG_NAMES.get(name) ?? NAMES.get(name) ?? name.toUpperCase();
}

export function sameCountry(a: string | null, b: string | null): boolean {
  const code = countryCode(a);
  return code !== null && code === countryCode(b);
}

/** Both known, and not the same. */
export function otherCountry(a: string | null, b: string | null): boolean {
  const [one, other] = [countryCode(a), countryCode(b)];
  return one !== null && other !== null && one !== other;
}

/** Whether a word of a name is a country's: "Acme France" is Acme's French company, not another firm. */
export function isCountryName(word: string): boolean {
  return NAMES.has(word);
}
