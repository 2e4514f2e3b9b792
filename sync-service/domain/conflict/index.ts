/** The ways around a partner. One case for each deal and registration: a main pattern and further aspects. */
import type { Evidence, Finding } from '../assessment.ts';
import type { Context } from '../context.ts';
import type { ConflictPattern, Deal, Registration } from '../deal.ts';
import { coverageOf } from '../protection/coverage.ts';
import { actWindow } from '../protection/window.ts';
import { notEngaged } from './not-engaged.ts';
import type { Pattern, Question, Sighting } from './pattern.ts';
import { replaced } from './replaced.ts';
import { shadow } from './shadow.ts';

/** In the order in which one of them is the main pattern of a case. */
const patterns: Pattern[] = [shadow, replaced, notEngaged];

/** Every case that the facts show on this deal. */
export function findConflicts(deal: Deal, context: Context): Finding[] {
  return context.known.registrations.flatMap((registration) => {
    const window = actWindow(registration);
    if (window === null) return [];
    const question: Question = {
      deal,
      registration,
      window,
      coverage: coverageOf(deal, registration, context),
      policy: context.policyFor(deal, deal.createdAt) ?? context.policyFor(deal, context.now),
      context,
    };
    const sightings = patterns.flatMap((pattern) => pattern(question) ?? []);
    return sightings.length === 0 ? [] : [finding(question, sightings)];
  });
}

function finding(question: Question, sightings: Sighting[]): Finding {
  const { deal, registration, context, policy } = question;
  const main = sightings[0]!;
  const confidence = confidenceOf(question, main);
  const evidence = inOrder(sightings.flatMap((sighting) => sighting.evidence));
  const partner = context.partner(registration.partnerId)?.name ?? registration.partnerId;
  return {
    dealId: deal.id,
    registrationId: registration.id,
    partnerId: registration.partnerId,
    customerId: deal.customerId,
    pattern: main.pattern,
    aspects: sightings.slice(1).map((sighting) => sighting.pattern),
    personId: policy?.namePersons === true ? main.personId : null,
    confidence,
    raised: confidence >= context.policy.settings.raiseConfidence,
    severity: severityOf(deal, registration, main.pattern),
    amountAtStake: deal.amount ?? registration.amount,
    firstEvidenceAt: Math.min(...sightings.map((sighting) => sighting.at)),
    evidence,
    innocent: main.innocent,
    explanation: `${registration.name} of ${partner}: ${sightings.map((sighting) => sighting.what).join('; ')}.`,
    status: null,
  };
}

/** Customer match, times how clear the act is, times what speaks against it. */
function confidenceOf({ deal, registration, coverage, context }: Question, sighting: Sighting): number {
  const match = coverage?.match ?? context.sameEndCustomer(registration, deal).probability;
  const doubtful = sighting.innocent.filter((explanation) => explanation.found === 'doubtful').length;
  // Doubts about the deal itself have lowered the match already.
  const counted = coverage === null ? doubtful : doubtful - coverage.doubts.length;
  return Math.round(match * sighting.clarity * 0.8 ** Math.max(0, counted) * 1000) / 1000;
}

function severityOf(deal: Deal, registration: Registration, pattern: ConflictPattern): Finding['severity'] {
  const amount = deal.amount ?? registration.amount;
  const size = amount === null ? 1 : amount.gte(250_000) ? 3 : amount.gte(50_000) ? 2 : amount.gte(10_000) ? 1 : 0;
  const active = pattern === 'not-engaged' ? 0 : 1;
  return (['Low', 'Medium', 'High', 'Critical'] as const)[Math.min(3, size + active)]!;
}

/** Oldest first, each fact once. */
function inOrder(evidence: Evidence[]): Evidence[] {
  const byKey = new Map(evidence.map((item) => [item.key, item]));
  return [...byKey.values()].sort((a, b) => a.at - b.at || (a.key < b.key ? -1 : 1));
}

/** Cases on record whose cause is gone: what would raise them no longer holds, and the reason is one that clears it. */
export function remedied(
  deal: Deal,
  findings: Finding[],
  context: Context,
  onRecord: { registrationId: string; pattern: ConflictPattern; status: string }[],
) {
  return onRecord.flatMap(({ registrationId, pattern, status }) => {
    if (status !== 'Open' && status !== 'Under Review') return [];
    if (findings.some((f) => f.registrationId === registrationId && f.raised)) return [];
    const registration = context.known.registrations.find((r) => r.id === registrationId);
    if (registration === undefined) return [];
    const reason = remedyOf(pattern, deal, registration, context);
    return reason === null ? [] : [{ registrationId, reason }];
  });
}

/** Only some causes can be undone by the records alone; every other case is closed by a person. */
function remedyOf(pattern: ConflictPattern, deal: Deal, registration: Registration, context: Context): string | null {
  switch (pattern) {
    case 'not-engaged':
      if (context.stands(deal, registration.partnerId)) return 'the partner was entered with time to work on the deal';
      return context.exemptionAt(deal.id, context.now) === null ? null : 'an exemption was granted';
    case 'replaced':
      return context.stands(deal, registration.partnerId) ? 'the partner was restored' : null;
    case 'shadow':
    case 'undercut':
    case 'waiting-out':
    case 'named-account':
    case 'late-on-paper':
      return null;
  }
}
