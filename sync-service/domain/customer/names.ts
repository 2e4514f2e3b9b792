/** Company names brought to a form in which two spellings of one name are equal. */

const legalForms = new Set(
  (
    'ag aktiengesellschaft gmbh mbh kg kgaa ohg ug se sa sas sasu sarl eurl snc srl spa sl slu bv nv cv oy oyj ab as asa ' +
    'aps plc ltd limited llc llp lp inc incorporated corp corporation co company pty kk gk sro doo kft zrt zoo ooo oao pao ' +
    'jsc pte pvt bhd tbk ltda eireli holding group groupe gruppe'
  ).split(' '),
);
const fillers = new Set([
  'and',
  'und',
  'et',
  'y',
  'e',
  'the',
  'of',
  'de',
  'du',
  'des',
  'la',
  'le',
  'les',
  'der',
  'die',
]);
const shortForms: Record<string, string> = {
  intl: 'international',
  tech: 'technologies',
  technology: 'technologies',
  mfg: 'manufacturing',
  bros: 'brothers',
  sys: 'systems',
  system: 'systems',
  svcs: 'services',
  service: 'services',
  solution: 'solutions',
  assoc: 'associates',
  univ: 'university',
};
const letters: Record<string, string> = { ß: 'ss', ø: 'o', æ: 'ae', œ: 'oe', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' };

/** Words that tell companies apart, in order of writing; without legal forms unless nothing else is left. */
export function nameTokens(name: string): string[] {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[ßøæœłđðþı]/g, (letter) => letters[letter] ?? letter)
    .replace(/&|\+/g, ' ')
    // S.A. and s.a.r.l. are one word each, as are initials such as I.B.M.
    .replace(/\b(\p{L})\.(?=\p{L}\b)/gu, '$1')
    .replace(/['’`]/g, '');
  const words = plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '' && !fillers.has(word));
  const telling = words.map((word) => shortForms[word] ?? word).filter((word) => !legalForms.has(word));
  return telling.length > 0 ? telling : words;
}

/** Similarity of two words from 0 to 1 after Jaro and Winkler (Winkler 1990, prefix weight 0.1 up to four letters). */
export function jaroWinkler(a: string, b: string): number {
  if (a === b) return 1;
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1);
  const taken = new Array<boolean>(b.length).fill(false);
  const matchesOfA: string[] = [];
  for (let i = 0; i < a.length; i++) {
    for (let j = Math.max(0, i - reach); j <= Math.min(b.length - 1, i + reach); j++) {
      if (taken[j] || a[i] !== b[j]) continue;
      taken[j] = true;
      matchesOfA.push(a[i]!);
      break;
    }
  }
  const m = matchesOfA.length;
  if (m === 0) return 0;
  const matchesOfB = [...b].filter((_, j) => taken[j]);
  const transposed = matchesOfA.filter((letter, i) => letter !== matchesOfB[i]).length / 2;
  const jaro = (m / a.length + m / b.length + (m - transposed) / m) / 3;
  let prefix = 0;
  while (prefix < 4 && prefix < a.length && a[prefix] === b[prefix]) prefix++;
  return jaro + prefix * 0.1 * (1 - jaro);
}
