/** What decided cases teach about the bar: a pattern of which people dismiss the weak findings is raised from higher on. */
import { conflictPatterns, type ConflictPattern } from '../deal.ts';
import type { Policy } from '../rules.ts';
import { barFor, type Bars } from './bar.ts';

/** A case that somebody has decided, by its main pattern and the confidence on record. */
export interface DecidedCase {
  pattern: ConflictPattern;
  confidence: number;
  outcome: 'confirmed' | 'dismissed';
}

export interface LearnedBar {
  pattern: ConflictPattern;
  bar: number;
  /** Decisions that it was learned from: those at or above the policy's bar. */
  decisions: number;
  why: string;
}

export interface Learning {
  /** Share of the decided cases at or above a bar that people have to have confirmed. */
  target: number;
  /** Decisions of a pattern below which nothing is learned of it. */
  enough: number;
  /** A learned bar is never higher: what is surer is always shown to people, so a pattern is never switched off. */
  highest: number;
}

export const usualLearning: Learning = { target: 0.8, enough: 20, highest: 0.9 };

/** Confidence is told in thousandths. */
const STEP = 1000;

/**
 * The bar of every pattern: the lowest one, never below the policy's, of which the decisions at or above it reach the
 * target. Where none does, even the surest findings are dismissed too often, and the bar stands just above all that was
 * decided: nothing that was tried is worth anybody's time, and what is surer has not been tried. A pattern with a bar
 * of its own in the policy keeps that. The order of the decisions doesn't matter.
 */
export function learnedBars(
  decided: readonly DecidedCase[],
  policy: Bars,
  learning: Learning = usualLearning,
): LearnedBar[] {
  return conflictPatterns.map((pattern) => {
    const own = policy.raiseConfidenceByPattern[pattern];
    if (own !== undefined) return { pattern, bar: own, decisions: 0, why: 'the policy names a bar for this pattern' };
    const bar = barFor(pattern, policy);
    // Decisions below the policy's bar say nothing of what is raised today.
    const cases = decided.filter((each) => each.pattern === pattern && each.confidence >= bar);
    return { pattern, decisions: cases.length, ...learned(cases, bar, learning) };
  });
}

/** The same policy with the bars that were learned, where they differ from its own. */
export function withBars(policy: Policy, bars: readonly LearnedBar[]): Policy {
  const { settings } = policy;
  const moved = bars.filter(({ pattern, bar }) => bar !== barFor(pattern, settings));
  const raiseConfidenceByPattern = {
    ...settings.raiseConfidenceByPattern,
    ...Object.fromEntries(moved.map(({ pattern, bar }) => [pattern, bar])),
  };
  return { ...policy, settings: { ...settings, raiseConfidenceByPattern } };
}

function learned(
  cases: readonly DecidedCase[],
  policyBar: number,
  { target, enough, highest }: Learning,
): Pick<LearnedBar, 'bar' | 'why'> {
  if (cases.length < enough) {
    return { bar: policyBar, why: `the policy's bar: ${cases.length} decided of the ${enough} that are needed` };
  }
  // Between two confidences that occur the share is the same, so only those that occur are tried.
  const tried = [...new Set([policyBar, ...cases.map(({ confidence }) => confidence)])].sort((a, b) => a - b);
  const reached = tried.find((bar) => share(from(bar, cases)) >= target);
  const wanted = reached ?? (Math.round(Math.max(...tried) * STEP) + 1) / STEP;
  const bar = Math.max(policyBar, Math.min(wanted, highest));
  const all = `of all from ${policyBar} on, ${confirmedOf(cases)} were confirmed`;
  if (bar === policyBar) return { bar, why: `the policy's bar: ${all}` };
  const found =
    reached === undefined
      ? `from no confidence on were ${percent(target)} confirmed`
      : `from ${reached} on, ${confirmedOf(from(reached, cases))} were confirmed`;
  return { bar, why: `${found}; ${all}${bar < wanted ? `; ${highest} is the highest that is learned` : ''}` };
}

function from(bar: number, cases: readonly DecidedCase[]): DecidedCase[] {
  return cases.filter(({ confidence }) => confidence >= bar);
}

function share(cases: readonly DecidedCase[]): number {
  return confirmed(cases) / cases.length;
}

function confirmed(cases: readonly DecidedCase[]): number {
  return cases.filter(({ outcome }) => outcome === 'confirmed').length;
}

function confirmedOf(cases: readonly DecidedCase[]): string {
  return `${confirmed(cases)} of ${cases.length}`;
}

function percent(part: number): string {
  return `${Math.round(part * 100)} %`;
}
