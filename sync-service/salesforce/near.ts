/** From what was read for a whole batch, what concerns one deal or claim. */
import type { Customer, Deal, DealEvent, Exemption, Id, Mergers, Partner, Registration } from '../domain/deal.ts';
import type { Company } from './read-companies.ts';

/** Everything read for a batch. */
export interface Batch {
  deals: ReadonlyMap<Id, Deal>;
  registrations: ReadonlyMap<Id, Registration>;
  companies: ReadonlyMap<Id, Company>;
  partners: ReadonlyMap<Id, Partner>;
  exemptions: readonly Exemption[];
  /** Oldest first. */
  events: readonly DealEvent[];
  mergers: Mergers;
}

export interface Near {
  deals: Deal[];
  registrations: Registration[];
  customers: Customer[];
  partners: Partner[];
  exemptions: Exemption[];
  events: DealEvent[];
  mergers: Mergers;
}

/** What lies around one customer, and around deals named besides. */
export type NearBy = (
  around: { accounts: ReadonlySet<Id>; registrations: ReadonlySet<Id> } | undefined,
  dealIds: readonly Id[],
) => Near;

export function nearBy(batch: Batch): NearBy {
  const dealsOf = Map.groupBy(batch.deals.values(), (deal) => deal.customerId);
  const claimsOfCustomer = Map.groupBy(batch.registrations.values(), (claim) => claim.customerId);
  const claimsOfDeal = Map.groupBy(batch.registrations.values(), (claim) => claim.dealId);
  const exemptionsOf = Map.groupBy(batch.exemptions, (exemption) => exemption.dealId);
  const eventsOf = {
    deal: Map.groupBy(batch.events, (event) => event.dealId),
    registration: Map.groupBy(batch.events, (event) => event.registrationId),
    customer: Map.groupBy(batch.events, (event) => event.customerId),
  };
  return (around, dealIds) => {
    const accounts = [...(around?.accounts ?? [])];
    const deals = new Set([...accounts.flatMap((id) => dealsOf.get(id) ?? []), ...found(dealIds, batch.deals)]);
    const registrations = new Set([
      ...accounts.flatMap((id) => claimsOfCustomer.get(id) ?? []),
      ...[...deals].flatMap((deal) => claimsOfDeal.get(deal.id) ?? []),
      ...found(around?.registrations ?? [], batch.registrations),
    ]);
    for (const deal of found(
      [...registrations].map((claim) => claim.dealId),
      batch.deals,
    ))
      deals.add(deal);
    const customers = customersOf(accounts, [...deals], [...registrations], batch.companies);
    const partnerIds = [
      ...[...registrations].map((claim) => claim.partnerId),
      ...[...deals].flatMap((deal) => deal.partners.map((partner) => partner.partnerId)),
      // Quotes are made out to customers as well, and customers take part in work.
      ...found(
        [...deals].flatMap((deal) => [
          ...deal.quotes.map(({ accountId }) => accountId),
          ...deal.activities.flatMap((work) => work.partnerIds),
        ]),
        batch.partners,
      ).flatMap(({ id, roles }) => (roles.length > 0 ? id : [])),
    ];
    const events = new Set([
      ...[...deals].flatMap((deal) => eventsOf.deal.get(deal.id) ?? []),
      ...[...registrations].flatMap((claim) => eventsOf.registration.get(claim.id) ?? []),
      ...customers.flatMap((customer) => eventsOf.customer.get(customer.id) ?? []),
    ]);
    return {
      deals: inOrder(deals),
      registrations: inOrder(registrations),
      customers,
      partners: inOrder(new Set(found(partnerIds, batch.partners))),
      exemptions: [...deals].flatMap((deal) => exemptionsOf.get(deal.id) ?? []),
      events: [...events].sort((a, b) => a.at - b.at),
      mergers: mergersNear(batch.mergers, customers, deals),
    };
  };
}

function mergersNear({ accounts, moves }: Mergers, customers: readonly Customer[], deals: ReadonlySet<Deal>): Mergers {
  const [customerIds, dealIds] = [customers, [...deals]].map((records) => new Set(records.map(({ id }) => id)));
  return {
    accounts: accounts.filter(({ into }) => customerIds?.has(into)),
    moves: moves.filter(({ dealId }) => dealIds?.has(dealId)),
  };
}

/** Partners' own accounts are left out, unless a deal or a claim has one for its customer. */
function customersOf(
  accounts: readonly Id[],
  deals: readonly Deal[],
  registrations: readonly Registration[],
  companies: ReadonlyMap<Id, Company>,
): Customer[] {
  const named = new Set([...deals, ...registrations].flatMap(({ customerId }) => customerId ?? []));
  const wanted = new Set([...accounts, ...named]);
  // The hierarchy above is needed to see who belongs to whom.
  for (const id of wanted) {
    const parent = companies.get(id)?.customer.parentId ?? null;
    if (parent !== null) wanted.add(parent);
  }
  const kept = [...wanted].flatMap((id) => {
    const company = companies.get(id);
    return company === undefined || (company.isPartner && !named.has(id)) ? [] : company.customer;
  });
  return inOrder(new Set(kept));
}

function found<T>(ids: Iterable<Id | null>, all: ReadonlyMap<Id, T>): T[] {
  return [...ids].flatMap((id) => (id === null ? [] : (all.get(id) ?? [])));
}

/** By id, so that the same records give the same facts whatever order they were read in. */
function inOrder<T extends { id: Id }>(items: ReadonlySet<T>): T[] {
  return [...items].sort((a, b) => (a.id < b.id ? -1 : 1));
}
