/**
 * Edits that turn one word into another: insert, delete, replace, swap neighbours (Damerau's optimal string alignment).
 * Stops counting above `most` and gives `most + 1`.
 */
export function editDistance(a: string, b: string, most: number): number {
  const distance = weighedDistance(
    a,
    b,
    most,
    () => 1,
    () => 1,
  );
  return distance > most ? most + 1 : distance;
}

/**
 * How far two spellings are apart, where a slip that sounds alike counts half: a vowel for another, c for k, s for z, a
 * letter doubled, neighbours swapped. Above `most` it is anything above.
 */
export function spellingDistance(a: string, b: string, most: number): number {
  return weighedDistance(a, b, most, replaceCost, addCost);
}

const rows: Float64Array[] = [new Float64Array(64), new Float64Array(64), new Float64Array(64)];

function weighedDistance(
  a: string,
  b: string,
  most: number,
  replacing: (x: string, y: string) => number,
  adding: (letter: string, before: string, after: string) => number,
): number {
  if (a === b) return 0;
  // A letter more or less costs half at least.
  if (Math.abs(a.length - b.length) * 0.5 > most) return most + 1;
  if (b.length >= rows[0]!.length) for (let i = 0; i < 3; i += 1) rows[i] = new Float64Array(b.length * 2);
  let [beforeLast, last, row] = rows as [Float64Array, Float64Array, Float64Array];
  last[0] = 0;
  for (let j = 1; j <= b.length; j += 1) last[j] = last[j - 1]! + adding(b[j - 1]!, b[j - 2] ?? '', b[j] ?? '');
  for (let i = 1; i <= a.length; i += 1) {
    const letter = a[i - 1]!;
    const dropped = adding(letter, a[i - 2] ?? '', a[i] ?? '');
    row[0] = last[0]! + dropped;
    let least = row[0]!;
    for (let j = 1; j <= b.length; j += 1) {
      const other = b[j - 1]!;
      const change = last[j - 1]! + (letter === other ? 0 : replacing(letter, other));
      let best = Math.min(change, last[j]! + dropped, row[j - 1]! + adding(other, b[j - 2] ?? '', b[j] ?? ''));
      if (i > 1 && j > 1 && letter === b[j - 2] && a[i - 2] === other) {
        best = Math.min(best, beforeLast[j - 2]! + replacing('swap', 'swap'));
      }
      row[j] = best;
      if (best < least) least = best;
    }
    if (least > most) return most + 1;
    [beforeLast, last, row] = [last, row, beforeLast];
  }
  return last[b.length]!;
}

const ALIKE = new Set(
  ['ck', 'sz', 'iy', 'vw', 'fv', 'gj', 'ij', 'jy', 'cs', 'bp', 'dt', 'gk', 'kq', 'mn', 'cz', '0o', '1l', '1i'].flatMap(
    (pair) => [pair, pair[1]! + pair[0]!],
  ),
);
const VOWELS = 'aeiouy';

function replaceCost(x: string, y: string): number {
  if (x === 'swap') return 0.7;
  if (VOWELS.includes(x) && VOWELS.includes(y)) return 0.6;
  return ALIKE.has(x + y) ? 0.6 : 1;
}

function addCost(letter: string, before: string, after: string): number {
  if (letter === before || letter === after) return 0.5;
  // Letters that transliterations add or leave out.
  return letter === 'h' || letter === 'e' || letter === 'y' || letter === 's' ? 0.8 : 1;
}

/** A bit for each letter that a word has. */
export function lettersOf(text: string): number {
  let letters = 0;
  for (let i = 0; i < text.length; i += 1) letters |= 1 << (text.charCodeAt(i) & 31);
  return letters;
}

/** How many letters only one of two words has: two at most for each edit between them. */
export function lettersApart(a: number, b: number): number {
  const apart = a ^ b;
  let bits = apart - ((apart >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Furthest that two words may be apart and still be one word misspelt; 0 where even one slip makes another word. */
export function slipAllowed(length: number): number {
  if (length < 4) return 0;
  if (length === 4) return 0.6;
  if (length < 7) return 0.8;
  if (length < 9) return 1;
  return length < 12 ? 1.5 : 2;
}
