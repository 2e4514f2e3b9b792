/** Product families: what makes two claims, or a claim and an opportunity, about the same thing. */
import type { Deal } from './deal.ts';

/** Families are compared as people type them: case and blanks at the ends say nothing. */
export function shareFamily(a: readonly string[], b: readonly string[]): boolean {
  return commonFamilies(a, b).length > 0;
}

export function commonFamilies(a: readonly string[], b: readonly string[]): string[] {
  const known = new Set(b.map(familyKey));
  return a.filter((family) => known.has(familyKey(family)));
}

export function familyKey(family: string): string {
  return family.trim().toLowerCase();
}

/** The product families on an opportunity, each once. */
export function familiesOf(deal: Deal): string[] {
  return [...new Set(deal.lines.flatMap((line) => line.family ?? []))];
}
