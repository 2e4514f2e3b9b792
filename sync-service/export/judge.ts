/** Judges the groups of some parcels. */
import { Decimal } from 'decimal.js';
import type { Finding } from '../domain/assessment.ts';
import type { Deal, Id, Registration } from '../domain/deal.ts';
import { historyOf } from '../domain/history.ts';
import { reviewGroup } from '../domain/review-group.ts';
import { BulkMoments } from './bulk-changes.ts';
import { groupsOf, type Reading } from './group-facts.ts';
import type { Pieces } from './parcels.ts';
import { addGroup, noClaimWork, type ClaimWork } from './partner-findings.ts';
import { ParcelReader } from './read-parcels.ts';

/** A finding with what a reader needs to recognise it. */
export interface AuditFinding {
  finding: Finding;
  deal: Pick<Deal, 'name' | 'currency' | 'isClosed' | 'isWon' | 'stage'>;
  registration: Pick<Registration, 'name'>;
  partner: string | null;
  customer: string | null;
  country: string | null;
}

/** The same on its way between threads, which know no decimals. */
export type SentFinding = Omit<AuditFinding, 'finding'> & {
  finding: Omit<Finding, 'amountAtStake'> & { amountAtStake: string | null };
};

export function received({ finding, ...beside }: SentFinding): AuditFinding {
  const { amountAtStake } = finding;
  return {
    finding: { ...finding, amountAtStake: amountAtStake === null ? null : new Decimal(amountAtStake) },
    ...beside,
  };
}

export interface Parcels {
  folder: string;
  /** Numbers of the parcels. */
  numbers: readonly number[];
  /** Where they are. */
  parts: readonly Pieces[];
}

export interface Judged {
  claims: ClaimWork;
  /** Opportunities that were not judged, as their histories name partners of whom nobody knows who they are. */
  unjudged: Id[];
}

/**
 * @param judged gets what was found in a parcel when it is done, so that no thread keeps it all
 */
export function judgeParcels(
  { folder, numbers, parts }: Parcels,
  reading: Reading,
  judged: (findings: SentFinding[]) => void,
): Judged {
  const claims = noClaimWork();
  const unjudged: Id[] = [];
  const bulk = new BulkMoments(reading.bulk);
  const reader = new ParcelReader(folder, parts);
  for (const number of numbers) {
    const found: SentFinding[] = [];
    for (const group of groupsOf(reader.read(number), reading, bulk)) {
      unjudged.push(...group.unjudged);
      const history = historyOf(group.events, group.historyFrom);
      if (group.unjudged.length === 0) addGroup(claims, group, history, reading);
      const findings = reviewGroup(group, history, reading.policy, reading.now)
        .filter(({ dealId }) => !group.unjudged.includes(dealId))
        // It tells of contact in which nobody of the partner took part.
        .filter(({ pattern }) => pattern !== 'late-on-paper' || !reading.unknown.whoTookPart);
      if (findings.length === 0) continue;
      const deals = new Map(group.deals.map((deal) => [deal.id, deal]));
      const registrations = new Map(group.registrations.map((each) => [each.id, each]));
      const customers = new Map(group.customers.map((each) => [each.id, each]));
      for (const finding of findings) {
        const deal = deals.get(finding.dealId);
        const registration = registrations.get(finding.registrationId);
        if (deal === undefined || registration === undefined) continue;
        const customer = finding.customerId === null ? undefined : customers.get(finding.customerId);
        const { name, currency, isClosed, isWon, stage } = deal;
        found.push({
          finding: { ...finding, amountAtStake: finding.amountAtStake?.toFixed() ?? null },
          deal: { name, currency, isClosed, isWon, stage },
          registration: { name: registration.name },
          partner: reading.partners.get(finding.partnerId)?.name ?? null,
          customer: customer?.name ?? registration.customer.name,
          country: customer?.country ?? registration.customer.country,
        });
      }
    }
    judged(found);
  }
  reader.close();
  return { claims, unjudged };
}
