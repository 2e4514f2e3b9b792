/** Record ids of 18 characters: key prefix, instance, counter in base 62, and a suffix that guards the case. */

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const SUFFIX = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
/** Two characters of the instance and one reserved. */
export const INSTANCE = '5g0';
const COUNTER_LENGTH = 9;

/** The three characters that make 15 into 18: one a block of five, a bit for each capital letter. */
export function checksum(id15: string): string {
  return [0, 5, 10]
    .map((start) => {
      const bits = [0, 1, 2, 3, 4].reduce((sum, position) => {
        const character = id15.charAt(start + position);
        return character >= 'A' && character <= 'Z' ? sum + (1 << position) : sum;
      }, 0);
      return SUFFIX.charAt(bits);
    })
    .join('');
}

/** The `counter`th record of a key prefix. Ids sort as their counters do. */
export function recordId(keyPrefix: string, counter: number): string {
  let rest = counter;
  let digits = '';
  while (rest > 0) {
    digits = DIGITS.charAt(rest % DIGITS.length) + digits;
    rest = Math.floor(rest / DIGITS.length);
  }
  const id15 = keyPrefix + INSTANCE + digits.padStart(COUNTER_LENGTH, '0');
  return id15 + checksum(id15);
}

/** The counter of one of our own ids, null for ids from elsewhere. */
export function counterOf(id: string): number | null {
  if (id.slice(3, 6) !== INSTANCE) return null;
  return [...id.slice(6, 15)].reduce((sum, character) => sum * DIGITS.length + DIGITS.indexOf(character), 0);
}

/**
 * An id in its 18-character form, null where it is none: 15 or 18 letters and digits, and with 18 the suffix must
 * fit, in any case, as Salesforce has it.
 */
export function canonicalId(id: string): string | null {
  if (!/^[0-9A-Za-z]{15}([0-9A-Za-z]{3})?$/.test(id)) return null;
  const id15 = id.slice(0, 15);
  const suffix = checksum(id15);
  if (id.length === 15) return id15 + suffix;
  return id.slice(15).toUpperCase() === suffix ? id15 + suffix : null;
}
