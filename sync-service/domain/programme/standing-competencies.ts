/** Competencies of a partner: what he holds, until when, and what is on its way. */
import type { Decimal } from 'decimal.js';
import type { Partner } from '../deal.ts';
import { whatWouldRaise } from '../margin/what-if.ts';
import { ZERO } from '../money.ts';
import { daysBetween, inForce, type CalendarDate } from '../time.ts';
import type { Competency, Programme } from './schema.ts';
import type { CompetencyOnRecord, PartnerFacts } from './standing-facts.ts';

/**
 * held · expiring: held, but for no more than 90 days · in the making: fewer certified people than it takes ·
 * expired: held once · missing: none of these.
 */
export type CompetencyState = 'held' | 'expiring' | 'in the making' | 'expired' | 'missing';

export interface CompetencyStanding {
  key: string;
  name: string;
  state: CompetencyState;
  /** The first day on which it holds no more; null for no end, and where it never held. */
  validUntil: CalendarDate | null;
  /** Certified people in force; `have` is null where the record says only that he holds it. */
  people: { have: number | null; needed: number };
  /** What it would add to his open deals that lack it on their closing day. */
  wouldAdd: readonly WouldAdd[];
}

export interface WouldAdd {
  currency: string;
  amount: Decimal;
  deals: number;
}

const expiringDays = 90;

/** Every competency of the programme, in its order. Others on record count for nothing. */
export function competencyStandings(facts: PartnerFacts, programme: Programme, on: CalendarDate): CompetencyStanding[] {
  const added = addedByCompetencies(facts, programme, on);
  return programme.competencies.map((competency) => {
    const rows = facts.competencies.filter(({ key }) => key === competency.key);
    const { key, name } = competency;
    return { key, name, ...stateOf(competency, rows, on), wouldAdd: added.get(key) ?? [] };
  });
}

export function isHeld({ state }: CompetencyStanding): boolean {
  return state === 'held' || state === 'expiring';
}

/** Rows by which a competency is held: with people enough, or with no number of people at all. */
export function rowsThatHold(facts: PartnerFacts, programme: Programme): CompetencyOnRecord[] {
  const needed = new Map(programme.competencies.map(({ key, people }) => [key, people]));
  return facts.competencies.filter((row) => {
    const people = needed.get(row.key);
    return people !== undefined && holds(row, people);
  });
}

function holds({ people }: CompetencyOnRecord, needed: number): boolean {
  return people === null || people >= needed;
}

type State = Pick<CompetencyStanding, 'state' | 'validUntil' | 'people'>;

function stateOf({ people: needed }: Competency, rows: readonly CompetencyOnRecord[], on: CalendarDate): State {
  const now = rows.filter((row) => inForce({ effectiveFrom: row.validFrom, effectiveUntil: row.validUntil }, on));
  const enough = rows.filter((row) => holds(row, needed));
  const people = { have: certified(now), needed };
  if (now.some((row) => enough.includes(row))) {
    const validUntil = heldUntil(enough, on);
    const isExpiring = validUntil !== null && daysBetween(on, validUntil) <= expiringDays;
    return { state: isExpiring ? 'expiring' : 'held', validUntil, people };
  }
  if ((people.have ?? 0) > 0) return { state: 'in the making', validUntil: latest(now), people };
  const ended = enough.filter(({ validUntil }) => validUntil !== null && validUntil <= on);
  return { state: ended.length > 0 ? 'expired' : 'missing', validUntil: latest(ended), people };
}

/** Rows of one competency that overlap are it renewed: the same people stand in both and are counted once. */
function certified(inForceNow: readonly CompetencyOnRecord[]): number | null {
  const counts = inForceNow.flatMap(({ people }) => people ?? []);
  return counts.length === 0 && inForceNow.length > 0 ? null : Math.max(0, ...counts);
}

/** The end of what is in force, and of what takes over before it ends. */
function heldUntil(rows: readonly CompetencyOnRecord[], on: CalendarDate): CalendarDate | null {
  let until = on;
  for (const row of rows.toSorted((a, b) => ((a.validFrom ?? '') < (b.validFrom ?? '') ? -1 : 1))) {
    if ((row.validFrom ?? '') > until) continue;
    if (row.validUntil === null) return null;
    if (row.validUntil > until) until = row.validUntil;
  }
  return until;
}

function latest(rows: readonly CompetencyOnRecord[]): CalendarDate | null {
  return rows.some(({ validUntil }) => validUntil === null)
    ? null
    : (rows
        .flatMap(({ validUntil }) => validUntil ?? [])
        .sort()
        .at(-1) ?? null);
}

/** The engine run again on every open deal, with one competency more; summed by currency. */
function addedByCompetencies(facts: PartnerFacts, programme: Programme, on: CalendarDate): Map<string, WouldAdd[]> {
  const { level, roles } = facts.partner;
  const partner: Pick<Partner, 'level' | 'roles' | 'competencies'> = {
    ...{ level, roles },
    competencies: rowsThatHold(facts, programme),
  };
  const sums = new Map<string, Map<string, WouldAdd>>();
  for (const { deal, closesOn } of facts.open) {
    const closing = closesOn > on ? closesOn : on;
    for (const { change, amount } of whatWouldRaise({ ...deal, partner }, programme, closing, on)) {
      if (change.kind !== 'competency') continue;
      const byCurrency = sums.get(change.competency) ?? new Map<string, WouldAdd>();
      const before = byCurrency.get(deal.currency) ?? { currency: deal.currency, amount: ZERO, deals: 0 };
      byCurrency.set(deal.currency, { ...before, amount: before.amount.plus(amount), deals: before.deals + 1 });
      sums.set(change.competency, byCurrency);
    }
  }
  return new Map(
    [...sums].map(([key, byCurrency]) => [
      key,
      [...byCurrency.values()].sort((a, b) => (a.currency < b.currency ? -1 : 1)),
    ]),
  );
}
