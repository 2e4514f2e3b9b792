/**
 * Beside the partner's opportunity a second one for the same customer or group and a common family is opened inside the
 * window, without him.
 */
import type { Deal } from '../deal.ts';
import { bestMatch } from '../protection/coverage.ts';
import { contains, meet } from '../time.ts';
import { checked, claimEvidence, commonExplanations, unlessExcused, type Question, type Sighting } from './pattern.ts';

export function shadow(question: Question): Sighting | null {
  const { deal, registration, coverage, window, context } = question;
  if (coverage !== null || !contains(window, deal.createdAt)) return null;
  const main = partnersDeal(question);
  if (main === null || main.id === deal.id || !meet(context.openDuring(main), window)) return null;
  const families = context.commonFamilies(registration, deal);
  if (families === null || families.length === 0) return null;
  const match = context.sameEndCustomer(registration, deal);
  if (match.verdict === 'different') return null;
  return unlessExcused({
    pattern: 'shadow',
    at: deal.createdAt,
    personId: deal.createdById,
    evidence: [
      claimEvidence(registration, window),
      {
        key: `${deal.id}:created`,
        what: `a second opportunity was opened: ${match.reasons.join(', ')}; ${families.join(', ')} in common`,
        from: null,
        to: deal.stage,
        byId: deal.createdById,
        at: deal.createdAt,
        record: { object: 'Opportunity', id: deal.id, field: null },
      },
    ],
    innocent: [...commonExplanations(question, deal.createdAt), ...lookedFor(question)],
    clarity: match.verdict === 'same' ? 0.9 : 0.75,
    what: 'beside the registered deal a second opportunity for the same customer was opened without the partner',
  });
}

/** The opportunity the claim is for: the linked one, else the single best match. */
function partnersDeal({ registration, context }: Question): Deal | null {
  if (registration.dealId !== null) return context.known.deals.find((deal) => deal.id === registration.dealId) ?? null;
  return bestMatch(registration, context)?.deal ?? null;
}

function lookedFor({ deal, registration, context }: Question) {
  const country = context.customer(deal.customerId)?.country?.trim().toUpperCase() ?? '';
  const typed = registration.customer.country?.trim().toUpperCase() ?? '';
  const elsewhere = country !== '' && typed !== '' && country !== typed;
  const tender = registration.tenderPublishedOn !== null;
  return [
    context.stands(deal, registration.partnerId)
      ? checked('partner is on it', 'sufficient', 'the registered partner stands on this opportunity too')
      : checked('partner is on it', 'no', 'he does not stand on it'),
    elsewhere
      ? checked('another country', 'sufficient', `the claim is for ${typed}, this deal is in ${country}`)
      : checked('another country', 'no', 'the same country, or none given'),
    tender
      ? checked('tender', 'sufficient', 'a tender is open to every bidder')
      : checked('tender', 'no', 'no tender on record'),
    deal.isClosed && !deal.isWon
      ? checked('given up', 'doubtful', 'the second opportunity was closed as lost')
      : checked('given up', 'no', 'the second opportunity goes on'),
  ];
}
