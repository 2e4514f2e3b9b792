/** Tax and company numbers, compared as far as their form allows. Check digits are not verified here. */
import { editDistance } from './distance.ts';

/** Capitals and digits only; null for what can't be a number (too short, few digits, or all alike). */
export function identifier(typed: string | null): string | null {
  const plain = (typed ?? '').toUpperCase().replace(/[^A-Z0-9]/g, '');
  const digits = plain.replace(/[A-Z]/g, '');
  const meaningless = digits.length < 5 || /^(\d)\1*$/.test(digits) || '1234567890'.startsWith(digits);
  return meaningless ? null : plain;
}

/**
 * `equal`, `contradict` where two numbers of the same form differ by more than a slip of the pen, else `silent`:
 * numbers of different registers say nothing of each other.
 */
export function compareIdentifiers(a: string | null, b: string | null): 'equal' | 'contradict' | 'silent' {
  const [one, other] = [identifier(a), identifier(b)];
  if (one === null || other === null) return 'silent';
  // A VAT number is often typed without the country's letters before it.
  if (one === other || digitsOf(one) === digitsOf(other)) return 'equal';
  const sameForm = one.replace(/\d/g, '0') === other.replace(/\d/g, '0');
  return sameForm && editDistance(one, other, 1) > 1 ? 'contradict' : 'silent';
}

function digitsOf(plain: string): string {
  return plain.replace(/^[A-Z]{2}/, '');
}
