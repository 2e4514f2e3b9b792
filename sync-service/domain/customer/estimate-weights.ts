/** What decided pairs teach about the weights: how often fields agree in them, weighed against what was held before. */
import type { Agreement } from './score.ts';
import type { Weights } from './weights.ts';

/** A pair of records that somebody has decided. */
export interface DecidedPair {
  agreements: readonly Agreement[];
  same: boolean;
}

type Levels = Weights['fields'][string];

/**
 * Chances (m among pairs of one customer, u among the others) estimated anew: the given ones count for `strength` pairs
 * in which the field could be compared. A field silent in a pair counts for nothing, a level the weights don't know
 * neither. The order of the pairs doesn't matter; without any the weights stay as they are.
 */
export function estimateWeights(decided: readonly DecidedPair[], from: Weights): Weights {
  const counts = { same: countsOf(decided, true), other: countsOf(decided, false) };
  const fields = Object.entries(from.fields).map(([field, levels]): [string, Levels] => {
    const m = estimated(field, levels, 'm', counts.same, from.strength);
    const u = estimated(field, levels, 'u', counts.other, from.strength);
    return [field, Object.fromEntries(Object.keys(levels).map((level) => [level, { m: m[level]!, u: u[level]! }]))];
  });
  // The prior is kept: people decide the doubtful pairs, so the share of "same" among them is not that of all pairs.
  return { ...from, fields: Object.fromEntries(fields) };
}

function countsOf(decided: readonly DecidedPair[], same: boolean): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const pair of decided) {
    if (pair.same !== same) continue;
    for (const { field, agreement } of pair.agreements) {
      const key = keyOf(field, agreement);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return counts;
}

/** The mean of a Dirichlet distribution after what was counted. */
function estimated(
  field: string,
  levels: Levels,
  chance: 'm' | 'u',
  counts: ReadonlyMap<string, number>,
  strength: number,
): Record<string, number> {
  const names = Object.keys(levels);
  const countOf = (level: string) => counts.get(keyOf(field, level)) ?? 0;
  const all = names.reduce((sum, level) => sum + countOf(level), 0);
  // Levels that come to less than one leave the rest to silence, and that share is kept.
  const spoken = Math.min(
    1,
    names.reduce((sum, level) => sum + levels[level]![chance], 0),
  );
  return Object.fromEntries(
    names.map((level) => {
      const before = levels[level]![chance];
      return [level, all === 0 ? before : (strength * before + spoken * countOf(level)) / (strength + all)];
    }),
  );
}

function keyOf(field: string, agreement: string): string {
  return `${field}: ${agreement}`;
}
