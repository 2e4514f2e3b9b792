/** What every pattern shares: what it is asked, what it answers, and how sure it is. */
import type { Evidence, InnocentExplanation } from '../assessment.ts';
import type { Context } from '../context.ts';
import type { ConflictPattern, Deal, DealEvent, Id, Registration } from '../deal.ts';
import type { Coverage } from '../protection/coverage.ts';
import type { EngagementPolicy } from '../rules.ts';
import type { Instant, Period } from '../time.ts';

/** One deal against one registration that protected something at some time. */
export interface Question {
  deal: Deal;
  registration: Registration;
  /** How the registration covers this deal; null where it covers another, or none. */
  coverage: Coverage | null;
  /** In which acts count. */
  window: Period;
  policy: EngagementPolicy | null;
  context: Context;
}

/** One way around the partner that the records show. */
export interface Sighting {
  pattern: ConflictPattern;
  at: Instant;
  /** Who did the thing, by the record of it. */
  personId: Id | null;
  evidence: Evidence[];
  innocent: InnocentExplanation[];
  /** How clear the act is, 0 to 1, before the customer match and the doubts. */
  clarity: number;
  what: string;
}

/** Looks for one pattern; null where the records do not show it. */
export type Pattern = (question: Question) => Sighting | null;

/** A sighting, unless something that excuses it was found; what is only doubtful lowers the confidence. */
export function unlessExcused(sighting: Sighting): Sighting | null {
  return sighting.innocent.some((explanation) => explanation.found === 'sufficient') ? null : sighting;
}

export function evidenceOf(event: DealEvent, what: string): Evidence {
  return { key: event.key, what, from: event.from, to: event.to, byId: event.byId, at: event.at, record: event.record };
}

/** The claim itself opens every case: since when it protects, by its own record. */
export function claimEvidence(registration: Registration, window: Period): Evidence {
  return {
    key: `${registration.id}:claim`,
    what: `registration ${registration.name} was submitted`,
    from: null,
    to: registration.status,
    byId: null,
    at: registration.submittedAt ?? window.from,
    record: { object: 'Deal_Registration', id: registration.id, field: 'Submitted At' },
  };
}

export function checked(what: string, found: InnocentExplanation['found'], detail: string): InnocentExplanation {
  return { what, found, detail };
}

/** Innocent explanations that every pattern looks for at the instant of the act. */
export function commonExplanations(
  { deal, registration, context, coverage }: Question,
  at: Instant,
): InnocentExplanation[] {
  const exemption = context.exemptionAt(deal.id, at);
  const { status, endedAt } = registration;
  const over = (status === 'Withdrawn' || status === 'Lapsed') && endedAt !== null && endedAt <= at;
  return [
    exemption === null
      ? checked('exemption', 'no', 'none was in force')
      : checked('exemption', 'sufficient', `${exemption.reasonCode} was granted before`),
    over
      ? checked('registration over', 'sufficient', `the registration was ${status.toLowerCase()} before`)
      : checked('registration over', 'no', 'the registration held'),
    deal.isRenewal
      ? checked('renewal', 'sufficient', 'the deal renews what the customer has')
      : checked('renewal', 'no', 'new business'),
    ...(coverage?.doubts ?? []).map((doubt) => checked('another deal', 'doubtful', doubt)),
  ];
}
