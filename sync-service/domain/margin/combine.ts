/** Which incentives stand beside each other: replacing, the best of a group, excluding. */
import type { Incentive } from '../rules.ts';

/**
 * Who is taken out by whom through `replaces`. One that is itself replaced takes nobody out; where two replace each
 * other, the earlier in the order stays. `powerless` lists ids that came to nothing and so replace nothing.
 */
export function replacedBy(
  candidates: readonly Incentive[],
  powerless: ReadonlySet<string>,
): Map<Incentive, Incentive> {
  const stays = new Map<Incentive, boolean>();
  const removed = new Map<Incentive, Incentive>();
  const isAlive = (incentive: Incentive): boolean => {
    const known = stays.get(incentive);
    if (known !== undefined) return known;
    // Assumed to stay while the ones that replace it are judged: so the earlier wins in a circle.
    stays.set(incentive, true);
    const replacer = candidates.find(
      (other) =>
        other !== incentive && !powerless.has(other.id) && other.replaces.includes(incentive.id) && isAlive(other),
    );
    stays.set(incentive, replacer === undefined);
    if (replacer !== undefined) removed.set(incentive, replacer);
    return replacer === undefined;
  };
  for (const incentive of candidates) isAlive(incentive);
  return removed;
}

/** The first of those already applied that can't stand beside this one, whichever of the two says so. */
export function excludedBy(incentive: Incentive, applied: readonly Incentive[]): Incentive | null {
  return (
    applied.find((other) => other.excludes.includes(incentive.id) || incentive.excludes.includes(other.id)) ?? null
  );
}
