/** Countries as people type them, as ISO 3166-1 alpha-2 codes. */

const languages = ['en', 'fr', 'de', 'es', 'it', 'nl'];
const furtherNames: Record<string, string> = {
  usa: 'US',
  'united states of america': 'US',
  uk: 'GB',
  'great britain': 'GB',
  england: 'GB',
  holland: 'NL',
  'the netherlands': 'NL',
  'czech republic': 'CZ',
};

let codesByName: Map<string, string> | null = null;

/** The code of a country by its code or its name in a usual language; as typed where it is none. */
export function isoCountry(typed: string | null): string | null {
  const plain = typed?.trim() ?? '';
  if (plain === '') return null;
  codesByName ??= namesOfCountries();
  return codesByName.get(plain.toLowerCase()) ?? plain;
}

function namesOfCountries(): Map<string, string> {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  // A withdrawn code (DD, CS, …) still has a name; its canonical form is the code that followed it.
  const codes = letters
    .flatMap((first) => letters.map((second) => first + second))
    .filter((code) => Intl.getCanonicalLocales(`und-${code}`)[0] === `und-${code}`);
  const found = new Map<string, string>();
  for (const language of languages) {
    const names = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
    for (const code of codes) {
      const name = names.of(code)?.toLowerCase();
      if (name !== undefined && !found.has(name)) found.set(name, code);
    }
  }
  for (const code of [...found.values()]) found.set(code.toLowerCase(), code);
  for (const [name, code] of Object.entries(furtherNames)) found.set(name, code);
  return found;
}
