import type { TruthCase } from './truth.ts';

export interface Found {
  opportunityId: string;
  registrationId: string;
  pattern: string;
}

export interface PatternScore {
  planted: number;
  found: number;
  correct: number;
  /** Of what was found, how much was planted; 1 where nothing was found. */
  precision: number;
  /** Of what was planted, how much was found; 1 where nothing was planted. */
  recall: number;
}

/** Compares what was found with what was played: a case is right when deal, registration and pattern are. */
export function scoreAgainstTruth(found: readonly Found[], truth: readonly TruthCase[]) {
  const patterns = [...new Set([...found, ...truth].map(({ pattern }) => pattern))].sort();
  const byPattern = Object.fromEntries(
    patterns.map((pattern) => [
      pattern,
      score(
        found.filter((f) => f.pattern === pattern),
        truth.filter((t) => t.pattern === pattern),
      ),
    ]),
  );
  return { byPattern, ...score(found, truth) };
}

function score(found: readonly Found[], truth: readonly TruthCase[]): PatternScore {
  const key = (each: Found | TruthCase) => `${each.opportunityId}/${each.registrationId}/${each.pattern}`;
  const planted = new Set(truth.map(key));
  const correct = found.filter((each) => planted.has(key(each))).length;
  return {
    planted: truth.length,
    found: found.length,
    correct,
    precision: found.length === 0 ? 1 : correct / found.length,
    recall: truth.length === 0 ? 1 : correct / truth.length,
  };
}
