/** Which incentives stand beside each other: replacing line by line, excluding. */
import type { Term } from './terms.ts';

/** Lines, by place, that an incentive loses to another that stands "instead of" it. */
export type Losses = ReadonlyMap<Term, { by: Term; lines: ReadonlySet<number> }[]>;

/**
 * Who takes which lines from whom through `replaces`. One that is itself replaced takes nothing on those lines; where
 * two replace each other, the earlier in the order stays. `powerless` came to nothing and so replace nothing.
 * @param open in the programme's order
 */
export function replacements(
  open: readonly Term[],
  linesOf: (term: Term) => readonly number[],
  powerless: ReadonlySet<Term>,
): Losses {
  const losses = new Map<Term, { by: Term; lines: Set<number> }[]>();
  const replacers = open.filter((term) => term.incentive.replaces.length > 0 && !powerless.has(term));
  if (replacers.length === 0) return losses;
  const lines = new Set(replacers.flatMap((term) => [...linesOf(term)]));
  for (const line of lines) {
    for (const [loser, by] of replacedOn(line, open, replacers, linesOf)) {
      const lost = losses.get(loser) ?? [];
      losses.set(loser, lost);
      const known = lost.find((one) => one.by === by);
      if (known === undefined) lost.push({ by, lines: new Set([line]) });
      else known.lines.add(line);
    }
  }
  return losses;
}

function replacedOn(
  line: number,
  open: readonly Term[],
  replacers: readonly Term[],
  linesOf: (term: Term) => readonly number[],
): Map<Term, Term> {
  const here = replacers.filter((term) => linesOf(term).includes(line));
  const stays = new Map<Term, boolean>();
  const removed = new Map<Term, Term>();
  const isAlive = (term: Term): boolean => {
    const known = stays.get(term);
    if (known !== undefined) return known;
    // Assumed to stay while those that replace it are judged: so the earlier wins in a circle.
    stays.set(term, true);
    const by = here.find(
      (other) => other !== term && other.incentive.replaces.includes(term.incentive.id) && isAlive(other),
    );
    stays.set(term, by === undefined);
    if (by !== undefined) removed.set(term, by);
    return by === undefined;
  };
  for (const term of open) isAlive(term);
  return removed;
}

/** The first of those already applied that can't stand beside this one, whichever of the two says so. */
export function excludedBy({ incentive }: Term, applied: readonly Term[]): Term | null {
  return (
    applied.find(
      ({ incentive: other }) => other.excludes.includes(incentive.id) || incentive.excludes.includes(other.id),
    ) ?? null
  );
}
