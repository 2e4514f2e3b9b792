/** Random lives of deals: the ledger always ends at the last target, and no replay changes it. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Decimal } from 'decimal.js';
import { postings, type EarnedLine } from '../../../../sync-service/domain/payout/accrue.ts';
import { becomePayable } from '../../../../sync-service/domain/payout/payable.ts';
import { incentiveIdOf, type LedgerEntry } from '../../../../sync-service/domain/payout/ledger.ts';
import { earns, on } from './entries.ts';

const line = fc.record({
  lineId: fc.constantFrom('line-1', 'line-2', null),
  incentive: fc.constantFrom('base-rebate', 'growth'),
  version: fc.integer({ min: 1, max: 3 }),
  cents: fc.integer({ min: 0, max: 500_000 }),
});

type Step = { target: EarnedLine[]; cause: string; at: number; invoiced: Decimal | null };

/** Won, credited, reopened, won again: each step has what the deal earns from then on, and perhaps an invoice. */
const life = (partnerId: string): fc.Arbitrary<Step[]> =>
  fc
    .array(
      fc.record({
        lines: fc.array(line, { maxLength: 4 }),
        invoiced: fc.option(fc.integer({ min: 0, max: 100 }), { nil: null, freq: 3 }),
        hours: fc.integer({ min: 1, max: 2000 }),
      }),
      { maxLength: 8 },
    )
    .map((steps) => {
      let at = on('2026-01-01');
      return steps.map(({ lines, invoiced, hours }, i) => ({
        target: lines.map(({ cents, ...each }) =>
          earns(new Decimal(cents).div(100).toFixed(2), { ...each, partnerId }),
        ),
        cause: `transition ${i}`,
        at: (at += hours * 3_600_000),
        invoiced: invoiced === null ? null : new Decimal(invoiced).div(100),
      }));
    });

function play(steps: readonly Step[], ledger: LedgerEntry[]): LedgerEntry[] {
  return steps.reduce((posted, { target, cause, at, invoiced }) => {
    const after = [...posted, ...postings(target, posted, cause, at)];
    if (invoiced === null) return after;
    const delivered = { dealId: 'deal-1', lineId: null, part: invoiced, on: '2026-06-01', document: `inv ${cause}` };
    return [...after, ...becomePayable(after, delivered, () => 0, at)];
  }, ledger);
}

function byAccount(amounts: { lineId: string | null; incentive: string; amount: Decimal }[]): Record<string, string> {
  const groups = Object.entries(Object.groupBy(amounts, ({ lineId, incentive }) => `${lineId} ${incentive}`));
  const sums = groups.map(
    ([account, all]) => [account, Decimal.sum(0, ...(all ?? []).map((each) => each.amount))] as const,
  );
  return Object.fromEntries(
    sums
      .filter(([, amount]) => !amount.isZero())
      .map(([account, amount]) => [account, amount.toFixed(2)] as const)
      .sort(),
  );
}

describe('random lives of deals', () => {
  it('end at what the last target says, account by account', () => {
    fc.assert(
      fc.property(life('corvus'), (steps) => {
        const ledger = play(steps, []);
        const standing = byAccount(ledger.map((entry) => ({ ...entry, incentive: incentiveIdOf(entry) })));
        expect(standing).toEqual(byAccount(steps.at(-1)?.target ?? []));
      }),
      { numRuns: 500 },
    );
  });
  it('append nothing when the whole, or any part from the beginning, is played again', () => {
    fc.assert(
      fc.property(life('corvus'), fc.nat(8), (steps, length) => {
        const ledger = play(steps, []);
        expect(play(steps.slice(0, length), ledger)).toEqual(ledger);
        expect(play(steps, ledger)).toEqual(ledger);
      }),
      { numRuns: 500 },
    );
  });
  it('give every entry a key of its own of at most 255 characters, and never take back more than was given', () => {
    fc.assert(
      fc.property(life('corvus'), (steps) => {
        const ledger = play(steps, []);
        expect(new Set(ledger.map(({ key }) => key)).size).toBe(ledger.length);
        expect(ledger.every(({ key }) => key.length <= 255)).toBe(true);
        for (const { key, amount } of ledger.filter(({ reverses }) => reverses === null)) {
          const back = ledger.filter(({ reverses }) => reverses === key).map((entry) => entry.amount);
          expect(Decimal.sum(amount, ...back).gte(0)).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });
  it('are the same in any order of reading and of partners', () => {
    fc.assert(
      fc.property(life('corvus'), life('nordwind'), fc.boolean(), (ours, theirs, reverse) => {
        const ledger = [...play(ours.slice(0, -1), []), ...play(theirs.slice(0, -1), [])];
        const target = [...(ours.at(-1)?.target ?? []), ...(theirs.at(-1)?.target ?? [])];
        const now = on('2027-12-31');
        const turned = reverse ? ledger.toReversed() : [...ledger.slice(3), ...ledger.slice(0, 3)];
        const together = postings(target, ledger, 'now', now);
        expect(postings(target.toReversed(), turned, 'now', now)).toEqual(together);
        const alone = ['corvus', 'nordwind'].flatMap((partner) =>
          postings(
            target.filter(({ partnerId }) => partnerId === partner),
            ledger.filter(({ partnerId }) => partnerId === partner),
            'now',
            now,
          ),
        );
        expect(together).toEqual(alone);
      }),
      { numRuns: 300 },
    );
  });
});
