/** Numbers in names: "Forty-Four" and "44th" are 44, "XIV" is 14; names that differ in one are other firms. */

const WORDS = new Map<string, number>();
for (const [list, from] of [
  [
    'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen',
    0,
  ],
  ['first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth', 1],
  ['zwei drei vier funf sechs sieben acht neun zehn', 2],
  ['deux trois quatre cinq', 2],
  ['dos tres cuatro cinco', 2],
] as const) {
  for (const [at, word] of list.split(' ').entries()) WORDS.set(word, from + at);
}
const TENS = new Map(
  'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ').map((word, at) => [word, (at + 2) * 10]),
);
TENS.set('fourty', 40);
const POWERS = new Map([
  ['hundred', 100],
  ['thousand', 1000],
]);

const ROMAN = /^(?=[IVX]{2})X{0,3}(?:IX|IV|V?I{0,3})$/;
const LETTERS: Readonly<Record<string, number>> = { I: 1, V: 5, X: 10 };

/** The value of a word that is a number by itself, as typed (capitals tell Roman numerals); null for any other. */
export function numberOf(typed: string, plain: string): number | null {
  const digits = /^(\d{1,9})(?:st|nd|rd|th|er|eme|e|º|ª)?$/.exec(plain);
  if (digits !== null) return Number(digits[1]);
  return WORDS.get(plain) ?? TENS.get(plain) ?? POWERS.get(plain) ?? (ROMAN.test(typed) ? roman(typed) : null);
}

/** The value of "I", "V" or "X" standing last, where a single letter counts; null for any other. */
export function lastNumeral(typed: string): number | null {
  return typed.length === 1 ? (LETTERS[typed] ?? null) : null;
}

interface Numeral {
  raw: string;
  value: number;
}

/**
 * The number that two words make: forty and four, seven and hundred, seven hundred and thirty. Null where they are two
 * numbers; digits stand for themselves.
 */
export function goesOn(first: Numeral, second: Numeral): number | null {
  const power = POWERS.get(second.raw);
  if (power !== undefined) return first.value < power && !/\d/.test(first.raw) ? first.value * power : null;
  const last = first.raw.slice(first.raw.lastIndexOf(' ') + 1);
  const below = TENS.has(last) ? 10 : (POWERS.get(last) ?? 0);
  return second.value > 0 && second.value < below ? first.value + second.value : null;
}

function roman(typed: string): number {
  return [...typed].reduce((sum, letter, at) => {
    const value = LETTERS[letter] ?? 0;
    return sum + (value < (LETTERS[typed[at + 1] ?? ''] ?? 0) ? -value : value);
  }, 0);
}
