/** Countries as people type them. */
import { countryNamed } from './places.ts';

const known = new Map<string, string | null>();

/** ISO 3166-1 alpha-2 where the country is known by that name, else what was typed in capitals; null for nothing. */
export function countryCode(typed: string | null): string | null {
  const name = typed?.trim() ?? '';
  if (name === '') return null;
  const found = known.get(name);
  if (found !== undefined) return found;
  const plain = name.toUpperCase();
  const code = /^[A-Z]{2}$/.test(plain) && plain !== 'UK' ? plain : (countryNamed(name) ?? plain);
  if (known.size < 10_000) known.set(name, code);
  return code;
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
