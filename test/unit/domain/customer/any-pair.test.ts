import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sameCustomer, scoreCompanies, type Company } from '../../../../sync-service/domain/customer/index.ts';
import { Random } from '../../../market/random.ts';
import { madeUp, mistyped } from './made-up-companies.ts';

/** Half of the pairs one company, typed twice; what is known of each is left to chance. */
const pairs = fc
  .record({
    seed: fc.string(),
    numbers: fc.tuple(fc.nat(5000), fc.nat(5000)),
    one: fc.boolean(),
    keep: fc.tuple(...Array.from({ length: 8 }, () => fc.boolean())),
    parents: fc.constantFrom([null, null], ['p', 'p'], ['p', 'q'], ['p', null], ['b', null], [null, 'a'] as const),
  })
  .map(({ seed, numbers, one, keep, parents }): [Company, Company] => {
    const random = new Random(seed);
    const a = madeUp(numbers[0], random);
    const b = one ? { ...a, name: mistyped(a, random) } : madeUp(numbers[1], random);
    const partly = (company: Company, at: number, id: string, parentId: string | null): Company => ({
      ...{ id, parentId, name: company.name },
      website: keep[at]! ? company.website : null,
      country: keep[at + 1]! ? company.country : null,
      taxId: keep[at + 2]! ? company.taxId : null,
      phone: keep[at + 3]! ? company.phone! : null,
    });
    return [partly(a, 0, 'a', parents[0]), partly(b, 4, 'b', parents[1])];
  });
/** Text in any script, and what people type in place of a name. */
const anyName = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('', ' ', 'GmbH', '-', '株式会社', 'ООО', '&'),
);
const mirror = { parent: 'subsidiary', subsidiary: 'parent', sibling: 'sibling', alike: 'alike' } as const;

function expectMirrored(a: Company, b: Company): void {
  const [one, other] = [sameCustomer(a, b), sameCustomer(b, a)];
  expect(other.verdict).toBe(one.verdict);
  expect(other.probability).toBe(one.probability);
  expect(other.relation).toBe(one.relation === null ? null : mirror[one.relation]);
  const codes = (x: Company, y: Company) => scoreCompanies(x, y).reasons.map(({ code, bits }) => `${code} ${bits}`);
  expect(codes(b, a)).toEqual(codes(a, b));
}

describe('any two records', () => {
  it('are judged alike whichever comes first', () => {
    fc.assert(
      fc.property(pairs, ([a, b]) => expectMirrored(a, b)),
      { numRuns: 500 },
    );
  });
  it('are judged alike whichever comes first, whatever was typed for a name', () => {
    fc.assert(
      fc.property(anyName, anyName, (a, b) => {
        const known = { website: null, country: null, taxId: null };
        expectMirrored({ ...known, name: a }, { ...known, name: b });
      }),
      { numRuns: 500 },
    );
  });
  it('have a probability between 0 and 1 and a reason for it, in words', () => {
    fc.assert(
      fc.property(pairs, ([a, b]) => {
        const { probability, reasons } = sameCustomer(a, b);
        expect(probability).toBeGreaterThan(0);
        expect(probability).toBeLessThan(1);
        expect(reasons.length).toBeGreaterThan(0);
        for (const reason of reasons) expect(reason).not.toMatch(/^\w+: |undefined/);
      }),
      { numRuns: 500 },
    );
  });
});
