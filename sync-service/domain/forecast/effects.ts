/** Regressions on named circumstances: each has one effect, and a penalty draws it to nothing unless deals bear it out. */
import { CholeskyDecomposition, Matrix } from 'ml-matrix';

/** Effects by circumstance, such as `region: West`, and the common level. */
export interface Effects {
  intercept: number;
  of: Readonly<Record<string, number>>;
}

export interface Observation {
  circumstances: readonly string[];
  outcome: number;
  weight: number;
}

/** How strongly an effect is drawn to nothing, as if so many deals without it had been seen; by circumstance. */
export type Penalty = (circumstance: string) => number;

/** A circumstance seen less often has no effect. */
const seldom = 20;

/** The linear predictor: log odds of a logistic regression, the outcome itself of a linear one. */
export function predicted({ intercept, of }: Effects, circumstances: readonly string[]): number {
  return circumstances.reduce((sum, name) => sum + (of[name] ?? 0), intercept);
}

export function chance(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}

/** Logistic regression with a ridge penalty, by Newton's method; outcomes are 0 or 1. */
export function logisticEffects(observations: readonly Observation[], penalty: Penalty): Effects {
  const design = designOf(observations, penalty);
  let at = new Float64Array(design.names.length + 1);
  for (let round = 0; round < 50; round += 1) {
    const step = newton(design, at, (linear, outcome) => {
      const p = chance(linear);
      return { residual: outcome - p, curvature: p * (1 - p) };
    });
    at = at.map((value, i) => value + (step[i] ?? 0));
    if (step.every((change) => Math.abs(change) < 1e-9)) break;
  }
  return effects(design, at);
}

/** Linear regression with a ridge penalty: one step of the same method from nothing. */
export function linearEffects(observations: readonly Observation[], penalty: Penalty): Effects {
  const design = designOf(observations, penalty);
  const start = new Float64Array(design.names.length + 1);
  return effects(
    design,
    newton(design, start, (linear, outcome) => ({ residual: outcome - linear, curvature: 1 })),
  );
}

interface Design {
  names: readonly string[];
  rows: readonly { columns: readonly number[]; outcome: number; weight: number }[];
  penalties: readonly number[];
}

function designOf(observations: readonly Observation[], penalty: Penalty): Design {
  const seen = new Map<string, number>();
  for (const { circumstances, weight } of observations) {
    for (const name of circumstances) seen.set(name, (seen.get(name) ?? 0) + weight);
  }
  // Sorted, so that the same deals in any order give the same effects.
  const names = [...seen].flatMap(([name, count]) => (count >= seldom && penalty(name) < Infinity ? name : [])).sort();
  const column = new Map(names.map((name, i) => [name, i + 1]));
  const rows = new Map<string, { columns: readonly number[]; outcome: number; weight: number }>();
  for (const { circumstances, outcome, weight } of observations) {
    const columns = [0, ...circumstances.flatMap((name) => column.get(name) ?? [])];
    const alike = `${columns.join()}|${outcome}`;
    rows.set(alike, { columns, outcome, weight: weight + (rows.get(alike)?.weight ?? 0) });
  }
  return { names, rows: [...rows.values()], penalties: [0, ...names.map(penalty)] };
}

type Slope = (linear: number, outcome: number) => { residual: number; curvature: number };

/** The step towards the penalised optimum: (X'WX + P) step = X'r - P·at. Rows name their few columns only. */
function newton({ rows, penalties }: Design, at: Float64Array, slope: Slope): Float64Array {
  const size = penalties.length;
  const curvatures = penalties.map(() => new Float64Array(size));
  const gradient = new Float64Array(size);
  for (const { columns, outcome, weight } of rows) {
    const linear = columns.reduce((sum, j) => sum + (at[j] ?? 0), 0);
    const { residual, curvature } = slope(linear, outcome);
    for (const j of columns) {
      gradient[j] = (gradient[j] ?? 0) + weight * residual;
      const row = curvatures[j] ?? gradient;
      for (const k of columns) row[k] = (row[k] ?? 0) + weight * curvature;
    }
  }
  penalties.forEach((penalty, j) => {
    gradient[j] = (gradient[j] ?? 0) - penalty * (at[j] ?? 0);
    const row = curvatures[j] ?? gradient;
    // Where every deal ended alike the curvature vanishes; a trace of it keeps the step finite.
    row[j] = (row[j] ?? 0) + penalty + 1e-9;
  });
  const solution = new CholeskyDecomposition(new Matrix(curvatures)).solve(Matrix.columnVector(gradient));
  return Float64Array.from(solution.to1DArray());
}

function effects({ names }: Design, at: Float64Array): Effects {
  return {
    intercept: at[0] ?? 0,
    of: Object.fromEntries(names.map((name, i) => [name, at[i + 1] ?? 0])),
  };
}
