/** Everything the decisions need, for many deals or claims in a bounded number of queries. */
import type { Deal, DealFacts, Id, Registration, RegistrationFacts } from '../domain/deal.ts';
import type { Instant } from '../domain/time.ts';
import type { Rules, Unreadable } from '../ports.ts';
import type { Capabilities } from './capabilities.ts';
import type { OrgConnection } from './connection.ts';
import { daysAfter } from './holidays.ts';
import { completeDeals, readDealRows, readDealRowsOf, readExemptions, type DealRows } from './read-deals.ts';
import { readCompanies, readPartners, type Company } from './read-companies.ts';
import { readEvents } from './read-history.ts';
import { readMergers } from './read-mergers.ts';
import {
  readCases,
  readRegistrations,
  readRegistrationsOfCustomers,
  readRegistrationsOfDeals,
  type Claims,
} from './read-registrations.ts';
import type { SimilarCompanies } from './similar.ts';
import { nearBy, type NearBy } from './near.ts';
import { lookAround, type Centre, type Surroundings } from './surroundings.ts';

/** Closed opportunities that ended longer ago have no bearing on any window. */
const pastDays = 730;

export interface FactsReading {
  connection: OrgConnection;
  capabilities: Capabilities;
  similar: SimilarCompanies;
  rules: Rules;
  historyFrom: Instant | null;
  now: Instant;
}

/** Facts of these deals. One that no longer exists is missing; one that can't be parsed is named with the reason. */
export async function readDealFacts(
  ids: readonly Id[],
  reading: FactsReading,
): Promise<Map<Id, DealFacts | Unreadable>> {
  const { connection, capabilities, similar } = reading;
  const own = await readDealRows(connection, capabilities, ids);
  const accountIds = own.rows.flatMap((row) => row.AccountId ?? []);
  const centres = new Map(accountIds.map((id): [Id, Centre] => [id, { accountId: id, typed: null }]));
  const surroundings = await lookAround(connection, similar, centres);
  const ownIds = own.rows.map((row) => row.Id);
  const [known, cases] = await Promise.all([readKnown(reading, surroundings, own, []), readCases(connection, ownIds)]);

  const facts = new Map<Id, DealFacts | Unreadable>();
  for (const { id, reason } of own.misread) if (id !== null) facts.set(id, { kind: 'unreadable', id, reason });
  for (const { Id: id, AccountId } of own.rows) {
    const deal = known.deals.get(id);
    if (deal === undefined) {
      facts.set(id, { kind: 'unreadable', id, reason: known.misread.get(id) ?? 'expected a readable opportunity' });
      continue;
    }
    const near = known.near(AccountId === null ? undefined : surroundings.around.get(AccountId), [id]);
    facts.set(id, {
      deal,
      relatedDeals: near.deals.filter((other) => other.id !== id),
      registrations: near.registrations,
      customers: near.customers,
      partners: near.partners,
      exemptions: near.exemptions,
      events: near.events,
      mergers: near.mergers,
      cases: cases.filter((each) => each.dealId === id),
      historyFrom: reading.historyFrom,
    });
  }
  return facts;
}

/** Facts of these claims, likewise. */
export async function readRegistrationFacts(
  ids: readonly Id[],
  reading: FactsReading,
): Promise<Map<Id, RegistrationFacts | Unreadable>> {
  const { connection, similar } = reading;
  const own = await readRegistrations(connection, ids);
  await similar.noteTyped(new Map(own.registrations.map(({ id, customer }) => [id, customer])));
  const centres = new Map(
    own.registrations.map(({ id, customerId, customer }): [Id, Centre] => [
      id,
      { accountId: customerId, typed: customer },
    ]),
  );
  const surroundings = await lookAround(connection, similar, centres);
  const known = await readKnown(reading, surroundings, { rows: [], misread: [] }, own.registrations);

  const facts = new Map<Id, RegistrationFacts | Unreadable>();
  for (const { id, reason } of own.misread) if (id !== null) facts.set(id, { kind: 'unreadable', id, reason });
  for (const registration of own.registrations) {
    const dealIds = registration.dealId === null ? [] : [registration.dealId];
    const { accounts = new Set<Id>(), registrations = [] } = surroundings.around.get(registration.id) ?? {};
    // It stands for itself where nothing else on record does: its partner and its history are needed in any case.
    const near = known.near({ accounts, registrations: new Set([...registrations, registration.id]) }, dealIds);
    facts.set(registration.id, {
      registration,
      rivals: near.registrations.filter((rival) => rival.id !== registration.id),
      deals: near.deals,
      customers: near.customers,
      partners: near.partners,
      events: near.events,
    });
  }
  return facts;
}

interface Known {
  deals: Map<Id, Deal>;
  misread: Map<Id, string>;
  near: NearBy;
}

/** Reads all deals and claims around, with their histories, once for the whole batch. */
async function readKnown(
  reading: FactsReading,
  { companies, around }: Surroundings,
  own: DealRows,
  ownClaims: readonly Registration[],
): Promise<Known> {
  const { connection, capabilities, rules, now } = reading;
  const accounts = [...new Set([...around.values()].flatMap((near) => [...near.accounts]))];
  const claimIds = [...around.values()].flatMap((near) => [...near.registrations]);
  const since = daysAfter(new Date(now).toISOString().slice(0, 10), -pastDays);
  const [related, byCustomer, bySimilarity, byDeal] = await Promise.all([
    readDealRowsOf(connection, capabilities, accounts, since),
    readRegistrationsOfCustomers(connection, accounts),
    readRegistrations(connection, claimIds),
    readRegistrationsOfDeals(connection, [
      ...own.rows.map((row) => row.Id),
      ...ownClaims.flatMap((claim) => claim.dealId ?? []),
    ]),
  ]);
  const rows = new Map([...related.rows, ...own.rows].map((row) => [row.Id, row]));
  const registrations = byId([...ownClaims, ...merge(byCustomer, bySimilarity, byDeal)]);
  const named = [...registrations.values()].flatMap(({ dealId }) =>
    dealId === null || rows.has(dealId) ? [] : dealId,
  );
  const [furtherRows, furtherClaims] = await Promise.all([
    readDealRows(connection, capabilities, named),
    readRegistrationsOfDeals(
      connection,
      related.rows.map((row) => row.Id),
    ),
  ]);
  for (const row of furtherRows.rows) rows.set(row.Id, row);
  for (const claim of furtherClaims.registrations) registrations.set(claim.id, claim);
  await addCompanies(reading, companies, [
    ...[...rows.values()].map((row) => row.AccountId),
    ...[...registrations.values()].map((claim) => claim.customerId),
  ]);

  const dealIds = [...rows.keys()];
  const [{ deals, misread }, exemptions, events, mergers] = await Promise.all([
    completeDeals(connection, capabilities, [...rows.values()], {
      stages: rules.policy.stages,
      currency: rules.programme.currency,
      now,
    }),
    readExemptions(connection, dealIds),
    readEvents(connection, capabilities, {
      deals: dealIds,
      registrations: [...registrations.keys()],
      customers: [...companies.keys()],
    }),
    readMergers(connection, capabilities, { deals: dealIds, customers: companies.keys() }),
  ]);
  const partnerIds = [
    ...[...registrations.values()].map((claim) => claim.partnerId),
    ...[...deals.values()].flatMap((deal) => deal.partners.map((partner) => partner.partnerId)),
    ...[...deals.values()].flatMap((deal) => deal.quotes.flatMap(({ accountId }) => accountId ?? [])),
    ...[...deals.values()].flatMap((deal) => deal.activities.flatMap((work) => work.partnerIds)),
  ];
  const partners = await readPartners(connection, partnerIds);
  return { deals, misread, near: nearBy({ deals, registrations, companies, partners, exemptions, events, mergers }) };
}

function merge(...found: Claims[]): Registration[] {
  return found.flatMap((claims) => claims.registrations);
}

function byId<T extends { id: Id }>(items: readonly T[]): Map<Id, T> {
  return new Map(items.map((item) => [item.id, item]));
}

/** Deals and claims may name customers that nobody looked around. */
async function addCompanies(
  { connection, similar }: FactsReading,
  companies: Map<Id, Company>,
  named: readonly (Id | null)[],
): Promise<void> {
  const found = await readCompanies(
    connection,
    named.flatMap((id) => (id === null || companies.has(id) ? [] : id)),
  );
  for (const [id, company] of found) companies.set(id, company);
  await similar.note(found);
}
