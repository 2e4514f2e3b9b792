/** The covered opportunity is past the gate or the due date, inside the window, and no partner was entered. */
import type { DealEvent } from '../deal.ts';
import { dueAt } from '../engagement/index.ts';
import { contains, day } from '../time.ts';
import {
  checked,
  claimEvidence,
  commonExplanations,
  evidenceOf,
  unlessExcused,
  type Question,
  type Sighting,
} from './pattern.ts';

export function notEngaged(question: Question): Sighting | null {
  const { deal, registration, coverage, policy, context } = question;
  if (coverage === null) return null;
  const due = dueAt(deal, coverage, policy, context);
  const closed = context.closedAt(deal);
  context.edge(due);
  if (due > context.now || !contains(coverage.window, due) || (closed !== null && closed < due)) return null;
  // Another partner in his place is another pattern.
  if (deal.partners.some(({ partnerId }) => partnerId !== registration.partnerId)) return null;
  if (context.stoodAt(deal, registration.partnerId, due)) return null;
  const crossing = context.gateCrossings(deal, policy?.gateProbability ?? 50).find((event) => event.at === due);
  if (crossing === undefined && deal.isClosed && !deal.isWon && lostSoon(question, due)) return null;
  return unlessExcused({
    pattern: 'not-engaged',
    at: due,
    personId: crossing === undefined ? ownerAt(question, due) : crossing.byId,
    evidence: [claimEvidence(registration, coverage.window), act(question, due, crossing)],
    innocent: [...commonExplanations(question, due), enteredLater(question, due)],
    clarity: crossing === undefined ? 0.85 : 0.95,
    what:
      crossing === undefined
        ? 'the due date passed and no partner was entered'
        : `the deal was moved to ${crossing.to} and no partner was entered`,
  });
}

function act({ deal, registration }: Question, due: number, crossing: DealEvent | undefined) {
  if (crossing !== undefined) return evidenceOf(crossing, 'the deal passed the gate without the registered partner');
  return {
    key: `${deal.id}:${registration.id}:due`,
    what: 'engagement fell due and no partner stood on the deal',
    from: null,
    to: null,
    byId: null,
    at: due,
    record: { object: 'Opportunity', id: deal.id, field: 'Engaged Partner' },
  };
}

/** A deal lost within days of the due date harmed nobody. */
function lostSoon({ deal, context }: Question, due: number): boolean {
  const closed = context.closedAt(deal);
  return closed !== null && closed - due < context.policy.settings.lateClearingDays * day;
}

/** Entering him clears the case when it leaves him time to work: at least a week before closing. */
function enteredLater({ deal, registration, context }: Question, due: number) {
  const entry = context
    .events(deal.id, 'Partner Entered')
    .find((event) => event.partnerId === registration.partnerId && event.at > due);
  const stands = context.stands(deal, registration.partnerId);
  const days = context.policy.settings.lateClearingDays;
  const closed = context.closedAt(deal);
  if (!stands) return checked('engaged after all', 'no', 'the partner does not stand on the deal');
  if (entry === undefined)
    return checked('engaged after all', 'sufficient', 'the partner stands on the deal; since when is not recorded');
  if (closed === null || closed - entry.at >= days * day) {
    return checked('engaged after all', 'sufficient', `the partner was entered at least ${days} days before closing`);
  }
  return checked('engaged after all', 'doubtful', `the partner was entered less than ${days} days before closing`);
}

function ownerAt({ deal, context }: Question, at: number): string {
  const later = context.events(deal.id, 'Owner Changed').find((event) => event.at > at);
  return later?.from ?? deal.ownerId;
}
