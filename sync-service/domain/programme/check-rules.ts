/** What can be seen by reading the rules alone: contradictions, caps that never bind, versions, levels. */
import { Decimal } from 'decimal.js';
import { upperEdge } from '../margin/bands.ts';
import { sum, ZERO } from '../money.ts';
import type { ProgrammeFinding } from './check.ts';
import type { Path } from './problems.ts';
import type { Incentive, Level, Programme } from './schema.ts';

export function ruleFindings(programme: Programme): ProgrammeFinding[] {
  return [
    ...programme.incentives.flatMap((incentive, i) => [
      ...contradictions(incentive, i, programme.incentives),
      ...idleCaps(incentive, i),
    ]),
    ...idleLimits(programme),
    ...versionGaps(programme),
    ...levelFindings(programme),
  ];
}

function contradictions(incentive: Incentive, i: number, all: readonly Incentive[]): ProgrammeFinding[] {
  const { id, replaces, excludes, bestOf } = incentive;
  const found: ProgrammeFinding[] = [];
  const say = (message: string, field: string, place: number) =>
    found.push({ kind: 'contradiction', severity: 'error', path: ['incentives', i, field, place], message });
  for (const [place, other] of replaces.entries()) {
    if (other === id) say(`${id} replaces itself`, 'replaces', place);
    else if (reachesBack(other, id, all)) {
      say(`${id} and ${other} replace each other: only the earlier in the order stays`, 'replaces', place);
    }
    if (excludes.includes(other))
      say(`${id} both replaces and excludes ${other}: one of them says nothing`, 'replaces', place);
  }
  for (const [place, other] of excludes.entries()) {
    if (other === id) say(`${id} excludes itself`, 'excludes', place);
    const theirs = all.find((each) => each.id === other);
    if (bestOf !== null && theirs?.bestOf === bestOf && other !== id) {
      say(`${id} and ${other} are in one group, where only one applies: the exclusion says nothing`, 'excludes', place);
    }
  }
  return found;
}

/** Whether a chain of "instead of" leads from one incentive back to another. */
function reachesBack(from: string, to: string, all: readonly Incentive[]): boolean {
  const seen = new Set<string>();
  const next = [from];
  for (let id = next.pop(); id !== undefined; id = next.pop()) {
    if (id === to) return true;
    if (seen.has(id)) continue;
    seen.add(id);
    next.push(...all.filter((each) => each.id === id).flatMap((each) => each.replaces));
  }
  return false;
}

function idleCaps(incentive: Incentive, i: number): ProgrammeFinding[] {
  const { cap } = incentive;
  const found: ProgrammeFinding[] = [];
  const say = (field: string, message: string) =>
    found.push({ kind: 'idle cap', severity: 'warning', path: ['incentives', i, 'cap', field], message });
  const rates = ratesOf(incentive);
  const amounts = amountsOf(incentive);
  const perUnit = incentive.base === 'quantity';
  if (
    cap.percent !== null &&
    amounts.length === 0 &&
    incentive.bands === 'whole' &&
    rates.every((rate) => rate.lte(cap.percent ?? ZERO))
  ) {
    say('percent', `never binds: no rate is above ${percent(cap.percent)}`);
  }
  if (cap.perDeal === null) return found;
  if (rates.length === 0 && !perUnit && amounts.every((amount) => amount.lte(cap.perDeal ?? ZERO))) {
    say('perDeal', `never binds: it pays ${Decimal.max(ZERO, ...amounts).toString()} at most`);
  }
  const most = largestBase(incentive);
  if (amounts.length === 0 && most !== null && rates.every((rate) => most.times(rate).lte(cap.perDeal ?? ZERO))) {
    say(
      'perDeal',
      `never binds: at most ${percent(Decimal.max(ZERO, ...rates))} of ${most.toString()} is ${most.times(Decimal.max(ZERO, ...rates)).toString()}`,
    );
  }
  return found;
}

function ratesOf({ rate, tiers }: Incentive): Decimal[] {
  return [rate, ...tiers.map((tier) => tier.rate)].filter((one) => one !== null);
}

function amountsOf({ amount, tiers }: Incentive): Decimal[] {
  return [amount, ...tiers.map((tier) => tier.amount)].filter((one) => one !== null);
}

/** The most that the base can come to; null where nothing says so. */
function largestBase({ base, requires }: Incentive): Decimal | null {
  if (base !== 'list' && base !== 'partner price') return null;
  const edges = requires.dealSize.filter(({ of }) => of === 'list' || of === base).map(upperEdge);
  const known = edges.filter((edge) => edge !== null);
  return known.length === 0 ? null : Decimal.min(...known);
}

function percent(rate: Decimal): string {
  return `${rate.times(100).toString()} %`;
}

function idleLimits({ limits, incentives }: Programme): ProgrammeFinding[] {
  return limits.flatMap((limit, i): ProgrammeFinding[] => {
    if (limit.percentOfList === null) return [];
    const members = limit.incentives.map((id) => incentives.filter((each) => each.id === id));
    if (members.some((versions) => versions.some((each) => amountsOf(each).length > 0 || each.base === 'quantity')))
      return [];
    const most = sum(members.map((versions) => Decimal.max(ZERO, ...versions.flatMap(ratesOf))));
    if (most.gt(limit.percentOfList)) return [];
    const message = `never binds: its incentives come to ${percent(most)} together at most`;
    return [{ kind: 'idle cap', severity: 'warning', path: ['limits', i, 'percentOfList'], message }];
  });
}

function versionGaps({ incentives }: Programme): ProgrammeFinding[] {
  const byId = Map.groupBy(
    incentives.map((incentive, i) => ({ incentive, i })),
    ({ incentive }) => incentive.id,
  );
  return [...byId].flatMap(([id, versions]) => {
    const inOrder = versions.toSorted((a, b) =>
      compare(a.incentive.effectiveFrom ?? '', b.incentive.effectiveFrom ?? ''),
    );
    return inOrder.slice(1).flatMap(({ incentive, i }, n): ProgrammeFinding[] => {
      const ends = inOrder.slice(0, n + 1).map((each) => each.incentive.effectiveUntil ?? '9999');
      const covered = ends.sort(compare).at(-1) ?? '';
      if (incentive.effectiveFrom === null || incentive.effectiveFrom <= covered) return [];
      const message = `between ${covered} and ${incentive.effectiveFrom} no version of ${id} is in force`;
      return [{ kind: 'versions', severity: 'warning', path: ['incentives', i, 'effectiveFrom'], message }];
    });
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function levelFindings({ levels }: Programme): ProgrammeFinding[] {
  return levels.flatMap((level, i) => {
    const found: ProgrammeFinding[] = [];
    const say = (field: string, message: string, more: Path = []) =>
      found.push({ kind: 'levels', severity: 'error', path: ['levels', i, field, ...more], message });
    const others = levels.slice(0, i).filter((other) => meet(level, other));
    if (others.some(({ key }) => key === level.key)) say('key', `${level.key} stands twice at the same time`);
    const equal = others.find(({ rank, key }) => rank === level.rank && key !== level.key);
    if (equal !== undefined) say('rank', `${equal.key} has the rank ${level.rank} too: which of them is the higher?`);
    for (const lower of levels.filter((other) => other.rank < level.rank && meet(level, other))) {
      if (level.paths.length === 0 || lower.paths.length === 0) continue;
      if (!level.paths.some((path) => lower.paths.every((other) => isEasier(path, other)))) continue;
      say('paths', `it is as easy to reach as ${lower.key} below it`);
    }
    return found;
  });
}

function meet(a: Level, b: Level): boolean {
  return (
    (a.effectiveFrom ?? '') < (b.effectiveUntil ?? '9999') && (b.effectiveFrom ?? '') < (a.effectiveUntil ?? '9999')
  );
}

type LevelPath = Level['paths'][number];

/** Whoever does what the second path asks has done all that the first asks. */
function isEasier(path: LevelPath, than: LevelPath): boolean {
  return path.steps.every((step) =>
    than.steps.some(
      (other) =>
        other.measure === step.measure &&
        other.competency === step.competency &&
        other.families.join() === step.families.join() &&
        other.from.gte(step.from),
    ),
  );
}
