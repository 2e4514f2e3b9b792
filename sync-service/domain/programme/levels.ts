/** Programme levels and competencies at a date. */
import type { Partner } from '../deal.ts';
import type { Level, Programme } from './schema.ts';
import { inForce, type CalendarDate } from '../time.ts';

/** The level of this key as it holds on a date; null for no key, an unknown one, or one not in force. */
export function levelInForce(key: string | null, programme: Programme, on: CalendarDate): Level | null {
  const holds = (level: Level): boolean => level.key === key && inForce(level, on);
  return programme.levels.find(holds) ?? null;
}

/** Keys of the competencies that the partner holds on a date. */
export function competenciesInForce(partner: Pick<Partner, 'competencies'>, on: CalendarDate): ReadonlySet<string> {
  return new Set(
    partner.competencies
      .filter((held) => inForce({ effectiveFrom: held.validFrom, effectiveUntil: held.validUntil }, on))
      .map((held) => held.key),
  );
}
