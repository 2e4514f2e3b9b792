/** How far a partner is on every path to every level. */
import { Decimal } from 'decimal.js';
import { ZERO } from '../money.ts';
import { inForce, type CalendarDate } from '../time.ts';
import { levelInForce } from './levels.ts';
import type { Level, LevelStep, Programme } from './schema.ts';

/** What the steps of paths ask for, over the twelve months or on the day. */
export interface Measures {
  revenue(families: readonly string[]): Decimal;
  /** Certified in this competency; null: in any. */
  people(competency: string | null): number;
  competencies: number;
  customers: number;
}

export interface StepProgress {
  measure: LevelStep['measure'];
  families: readonly string[];
  competency: string | null;
  /** Of revenue in the programme's currency, else a number. */
  have: Decimal;
  needed: Decimal;
  /** Zero where it is done. */
  missing: Decimal;
  done: boolean;
}

export interface PathProgress {
  name: string;
  done: boolean;
  steps: readonly StepProgress[];
}

export type LevelName = Pick<Level, 'key' | 'name' | 'rank'>;

export interface LevelStanding extends LevelName {
  /** Whether any of its paths is done. */
  reached: boolean;
  onRecord: boolean;
  /** Nearest first; none for a level that a person gives. */
  paths: readonly PathProgress[];
}

/** The level that a person gave him; one that the programme does not have in force opens nothing. */
export type LevelOnRecord = ({ kind: 'known' } & LevelName) | { kind: 'unknown'; key: string } | { kind: 'none' };

export interface LevelsStanding {
  /** The highest level that he reaches by the figures; of equal rank the one on record, else the earlier key. */
  reached: LevelName | null;
  onRecord: LevelOnRecord;
  /** The one reached, the one on record and all from the lower of them up; all where none is reached. Lowest first. */
  levels: readonly LevelStanding[];
}

/** @param key the level on record */
export function levelsStanding(
  key: string | null,
  measures: Measures,
  programme: Programme,
  on: CalendarDate,
): LevelsStanding {
  const recorded = levelInForce(key, programme, on);
  const all = programme.levels
    .filter((level) => inForce(level, on))
    .map((level): LevelStanding => {
      const paths = nearestFirst(level.paths.map((path) => progress(path, measures)));
      const { key: ofLevel, name, rank } = level;
      return { key: ofLevel, name, rank, reached: paths.some(({ done }) => done), onRecord: level === recorded, paths };
    })
    .sort((a, b) => a.rank - b.rank || Number(b.onRecord) - Number(a.onRecord) || (a.key < b.key ? -1 : 1));
  const top = all.filter(({ reached }) => reached);
  const reached = top.find(({ rank }) => rank === top.at(-1)?.rank) ?? null;
  const from = reached === null ? -1 : Math.min(reached.rank, recorded?.rank ?? reached.rank);
  return {
    reached: reached === null ? null : nameOf(reached),
    onRecord: key === null ? { kind: 'none' } : onRecord(key, recorded),
    levels: all.filter(({ rank }) => rank >= from),
  };
}

function onRecord(key: string, level: Level | null): LevelOnRecord {
  return level === null ? { kind: 'unknown', key } : { kind: 'known', ...nameOf(level) };
}

function nameOf({ key, name, rank }: LevelName): LevelName {
  return { key, name, rank };
}

function progress({ name, steps }: Level['paths'][number], measures: Measures): PathProgress {
  const done = steps.map((step) => stepProgress(step, measures));
  return { name, done: done.every((step) => step.done), steps: done };
}

function stepProgress(step: LevelStep, measures: Measures): StepProgress {
  const { measure, families, competency, from: needed } = step;
  const have = measured(step, measures);
  const missing = Decimal.max(ZERO, needed.minus(have));
  return { measure, families, competency, have, needed, missing, done: missing.isZero() };
}

function measured({ measure, families, competency }: LevelStep, measures: Measures): Decimal {
  switch (measure) {
    case 'revenue':
      return measures.revenue(families);
    case 'people':
      return new Decimal(measures.people(competency));
    case 'competencies':
      return new Decimal(measures.competencies);
    case 'customers':
      return new Decimal(measures.customers);
  }
}

/** The nearest is the one whose steps are fulfilled most on average; equally near, the programme's order holds. */
function nearestFirst(paths: readonly PathProgress[]): PathProgress[] {
  const shares = new Map(paths.map((path) => [path, fulfilled(path)]));
  return paths.toSorted(
    (a, b) => Number(b.done) - Number(a.done) || (shares.get(b) ?? ZERO).cmp(shares.get(a) ?? ZERO),
  );
}

function fulfilled({ steps }: PathProgress): Decimal {
  const shares = steps.map(({ have, needed, done }) => (done ? new Decimal(1) : Decimal.max(ZERO, have.div(needed))));
  return Decimal.sum(...shares).div(shares.length);
}
