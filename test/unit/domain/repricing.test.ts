/** A decision of the past, priced again by its date after the programme went on, is the same to the byte. */
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { waterfallJson } from '../../../sync-service/domain/margin/waterfall-json.ts';
import { waterfall } from '../../../sync-service/domain/margin/waterfall.ts';
import { programmeSchema, type Programme } from '../../../sync-service/domain/programme/schema.ts';
import { programmeToFile } from '../../../sync-service/domain/programme/to-file.ts';
import { anyDeal, anyProgramme } from './any-programme.ts';
import { incentive, percent, pricedDeal, programmeOf } from './programme-of.ts';

const decidedOn = fc.constantFrom('2026-01-15', '2026-02-01', '2026-03-04', '2026-03-05', '2026-05-20');

/** What happens later: new versions, some said to have held before; new rules, dated rates, limits; rules that end. */
function goneOn(programme: Programme, seed: number): Programme {
  const file = programmeToFile(programme) as Record<string, unknown>;
  const rules = file['incentives'] as Record<string, unknown>[];
  const later = rules.map((rule, i) => ({
    ...rule,
    version: Number(rule['version'] ?? 1) + 1,
    sequence: ((seed + i) % 4) + 1,
    ...(i % 2 === 0 ? { effectiveFrom: '2026-07-01', effectiveUntil: null } : { publishedOn: '2026-07-01' }),
  }));
  const added = [
    { id: 'new', kind: 'discount', combine: 'add', rate: '50%', effectiveFrom: '2026-06-15' },
    { id: 'told-late', kind: 'bonus', amount: 999, effectiveFrom: '2026-01-01', publishedOn: '2026-06-15' },
  ];
  const ended = rules.map((rule) => ({ ...rule, effectiveUntil: rule['effectiveUntil'] ?? '2026-07-01' }));
  return programmeSchema.parse({
    ...file,
    incentives: [...added, ...later, ...ended],
    limits: [
      ...((file['limits'] ?? []) as object[]),
      { id: 'later', incentives: ['new'], percentOfList: '1%', effectiveFrom: '2026-06-01' },
    ],
    exchangeRates: [
      { from: 'EUR', to: 'JPY', on: '2026-06-01', rate: '170' },
      ...((file['exchangeRates'] ?? []) as object[]),
    ],
  });
}

/** What a decision says of the rules there were. */
const bytes = (programme: Programme, deal: Parameters<typeof waterfall>[0], on: string, known: ReadonlySet<string>) => {
  const { decisions, ...result } = waterfallJson(waterfall(deal, programme, on));
  return JSON.stringify({ ...result, decisions: decisions.filter(({ incentive: name }) => known.has(name)) });
};

it('1,000 decisions', () => {
  fc.assert(
    fc.property(anyProgramme, anyDeal, decidedOn, fc.nat(9), (programme, deal, on, seed) => {
      const known = new Set(programme.incentives.map(({ id, version }) => `${id}@${version}`));
      const then = bytes(programme, deal, on, known);
      expect(bytes(goneOn(programme, seed), deal, on, known)).toBe(then);
    }),
    { numRuns: 1_000 },
  );
});

it('and what was made known since can be asked for too', () => {
  const late = incentive('late', { kind: 'bonus', amount: 70, publishedOn: '2026-06-01' });
  const programme = programmeOf([percent('level', 10), late]);
  const on = '2026-03-04';
  expect(waterfall(pricedDeal(), programme, on).backMargin.toString()).toBe('0');
  expect(waterfall(pricedDeal(), programme, on, '2026-05-31').backMargin.toString()).toBe('0');
  expect(waterfall(pricedDeal(), programme, on, '2026-06-01').backMargin.toString()).toBe('70');
});
