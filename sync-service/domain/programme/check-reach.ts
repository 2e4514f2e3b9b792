/** Incentives nobody can reach: tried on a deal that has what they ask for, at every level, size and day. */
import { Decimal } from 'decimal.js';
import type { IncentiveDecision } from '../assessment.ts';
import { inWords } from '../margin/reasons.ts';
import { waterfall } from '../margin/waterfall.ts';
import { inForce } from '../time.ts';
import type { ProgrammeFinding } from './check.ts';
import { daysOf, dealFor, edgesOf, sized } from './check-trials.ts';
import type { Incentive, Programme } from './schema.ts';

export function unreachable(programme: Programme): ProgrammeFinding[] {
  return programme.incentives.flatMap((incentive, i): ProgrammeFinding[] => {
    const path = ['incentives', i];
    const days = daysOf(programme).filter((day) => inForce(incentive, day));
    if (days.length === 0) return [];
    const refusals = refusalsOf(incentive, programme, days);
    const last = refusals?.at(-1);
    if (refusals === null || last === undefined) return [];
    const beaten = refusals.find((each) => each.outcome === 'beaten');
    const said = beaten ?? last;
    const by = said.outcome === 'beaten' ? `always beaten by ${said.by}` : inWords(said.why);
    return [{ kind: 'unreachable', severity: 'error', path, message: `nobody can reach ${incentive.id}: ${by}` }];
  });
}

/** What stood against it on every trial; null where one trial had it. */
function refusalsOf(incentive: Incentive, programme: Programme, days: readonly string[]): IncentiveDecision[] | null {
  const name = `${incentive.id}@${incentive.version}`;
  const refusals: IncentiveDecision[] = [];
  for (const day of days) {
    const known = programme.levels.filter((level) => inForce(level, day)).map(({ key }) => key);
    for (const level of [...known, null]) {
      const deal = dealFor(incentive, programme, level, day);
      for (const { list, quantity } of sizesFor(incentive, programme)) {
        const { decisions } = waterfall(sized(deal, list, quantity), programme, day);
        const decision = decisions.find((each) => each.incentive === name);
        if (decision === undefined) continue;
        if (isReached(decision)) return null;
        refusals.push(decision);
      }
    }
  }
  return refusals;
}

/** What hangs on a period not known here could be reached. */
function isReached(decision: IncentiveDecision): boolean {
  if (decision.outcome === 'not eligible') return decision.why.code === 'period unknown';
  if (decision.outcome === 'capped') return !decision.amount.isZero();
  return decision.outcome !== 'beaten';
}

/** On and around every edge of its own, and a size far above and below all of them. */
function sizesFor(incentive: Incentive, programme: Programme): { list: Decimal; quantity: Decimal }[] {
  const { amounts, quantities } = edgesOf({ ...programme, incentives: [incentive] });
  const cent = new Decimal('0.01');
  const lists = [
    new Decimal(100),
    ...amounts.flatMap((edge) => [edge.minus(cent), edge, edge.plus(cent), edge.times(2)]),
  ];
  const most = Decimal.max(1, ...amounts).times(3);
  const counts = [new Decimal(1), ...quantities.flatMap((edge) => [edge.minus(1), edge, edge.plus(1)])];
  return [...lists, most, new Decimal(100_000)]
    .filter((list) => list.gt(0))
    .flatMap((list) => counts.filter((quantity) => quantity.gt(0)).map((quantity) => ({ list, quantity })));
}
