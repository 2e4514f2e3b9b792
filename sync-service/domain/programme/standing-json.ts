/** A standing as plain JSON, for records, browsers and the command line. */
import type { Decimal } from 'decimal.js';
import { inWords, type Reason } from '../margin/reasons.ts';
import { minorUnits, ZERO } from '../money.ts';
import type { Standing } from './standing.ts';
import type { CompetencyStanding } from './standing-competencies.ts';
import type { LevelStanding, StepProgress } from './standing-levels.ts';
import type { PeriodStanding } from './standing-periods.ts';

/**
 * What JSON writes of a standing: amounts as text with all decimals of their currency, counts as numbers, fractions as
 * text. It says nothing of the moment it was made in, so that equal standings are equal text.
 */
export function standingJson(standing: Standing) {
  const { reached, onRecord, currency, roles } = standing;
  return {
    version: 1,
    currency,
    roles: [...roles],
    level: { reached, onRecord },
    levels: standing.levels.map((level) => levelJson(level, currency)),
    competencies: standing.competencies.map(competencyJson),
    periods: standing.periods.map((period) => periodJson(period, currency)),
    rebates: standing.rebates.map((each) => ({
      currency: each.currency,
      provisional: money(each.provisional, each.currency),
      payable: money(each.payable, each.currency),
      paid: money(each.paid, each.currency),
    })),
    leftOut: standing.leftOut.map(sumJson),
    unpriced: standing.unpriced,
    unreadable: standing.unreadable,
  };
}

export type StandingJson = ReturnType<typeof standingJson>;

function money(amount: Decimal, currency: string): string {
  return amount.toFixed(minorUnits(currency));
}

function sumJson({ currency, amount, deals }: { currency: string; amount: Decimal; deals: number }) {
  return { currency, amount: money(amount, currency), deals };
}

function levelJson({ key, name, rank, reached, onRecord, paths }: LevelStanding, currency: string) {
  return {
    ...{ key, name, rank, reached, onRecord },
    paths: paths.map((path) => ({
      name: path.name,
      done: path.done,
      steps: path.steps.map((step) => stepJson(step, currency)),
    })),
  };
}

function stepJson({ measure, families, competency, have, needed, missing, done }: StepProgress, currency: string) {
  const figure = (value: Decimal) => (measure === 'revenue' ? money(value, currency) : value.toNumber());
  return {
    measure,
    ...(families.length === 0 ? {} : { families: [...families] }),
    ...(competency === null ? {} : { competency }),
    ...{ have: figure(have), needed: figure(needed), missing: figure(missing), done },
  };
}

function competencyJson({ key, name, state, validUntil, people, wouldAdd }: CompetencyStanding) {
  return { key, name, state, validUntil, people: { ...people }, wouldAdd: wouldAdd.map(sumJson) };
}

function periodJson({ incentive, name, period, worth, target, next, ...more }: PeriodStanding, currency: string) {
  const maybe = (amount: Decimal | null) => (amount === null ? null : money(amount, currency));
  return {
    ...{ incentive, name, period: period.label, from: period.from, until: period.until },
    purchases: money(more.purchases, currency),
    before: maybe(more.before),
    pays: money(worth.kind === 'worth' ? worth.amount : ZERO, currency),
    rate: worth.kind === 'worth' ? (worth.rate?.toString() ?? null) : null,
    ...saying(worth.why),
    target:
      target === null
        ? null
        : { amount: maybe(target.amount), achievement: target.achievement?.toDecimalPlaces(4).toString() ?? null },
    next:
      next === null
        ? null
        : {
            at: money(next.at, currency),
            missing: money(next.missing, currency),
            pays: money(next.pays, currency),
          },
    leftOut: more.leftOut.map(sumJson),
  };
}

function saying(why: Reason) {
  const args = Object.entries(why.args).map(([name, value]) => [name, plain(value)]);
  return { why: inWords(why), reason: { code: why.code, args: Object.fromEntries(args) as Record<string, Plain> } };
}

type Plain = string | number | string[] | null;

function plain(value: Reason['args'][string]): Plain {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value;
  return 'toFixed' in value ? value.toString() : [...value];
}
