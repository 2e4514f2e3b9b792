/** The facts of one deal, indexed once, with the questions that protection, engagement and conflicts all ask. */
import { sameCustomer, matchTyped, controls, type CustomerMatch } from './customer/index.ts';
import type { Customer, Deal, DealEvent, Exemption, Id, Partner, Registration } from './deal.ts';
import { familiesOf, isBehindGate, policyFor, scopeOf } from './policy.ts';
import type { EngagementPolicy, Policy } from './rules.ts';
import { startOfDay, type Instant, type Period } from './time.ts';

/** What questions are answered from: deals, claims, companies and what happened to them. */
export interface Known {
  deals: Deal[];
  registrations: Registration[];
  customers: Customer[];
  partners: Partner[];
  exemptions: Exemption[];
  events: DealEvent[];
}

export class Context {
  readonly known: Known;
  readonly policy: Policy;
  readonly now: Instant;
  readonly #customers: Map<Id, Customer>;
  readonly #partners: Map<Id, Partner>;
  readonly #events = new Map<Id, DealEvent[]>();
  readonly #resolved = new Map<Id, { customer: Customer | null; match: CustomerMatch }>();
  /** Instants at which time alone may change an answer that was given. */
  readonly edges: Instant[] = [];

  constructor(known: Known, policy: Policy, now: Instant) {
    this.known = known;
    this.policy = policy;
    this.now = now;
    this.#customers = new Map(known.customers.map((customer) => [customer.id, customer]));
    this.#partners = new Map(known.partners.map((partner) => [partner.id, partner]));
    for (const event of [...known.events].sort((a, b) => a.at - b.at)) {
      if (event.dealId === null || event.at > now) continue;
      const list = this.#events.get(event.dealId);
      if (list === undefined) this.#events.set(event.dealId, [event]);
      else list.push(event);
    }
  }

  customer(id: Id | null): Customer | null {
    return id === null ? null : (this.#customers.get(id) ?? null);
  }

  partner(id: Id): Partner | null {
    return this.#partners.get(id) ?? null;
  }

  /** Events of one deal, oldest first, of one kind or all. */
  events(dealId: Id, ...kinds: DealEvent['kind'][]): DealEvent[] {
    const all = this.#events.get(dealId) ?? [];
    return kinds.length === 0 ? all : all.filter((event) => kinds.includes(event.kind));
  }

  policyFor(deal: Deal, at: Instant): EngagementPolicy | null {
    return policyFor(scopeOf(deal, this.customer(deal.customerId)), this.policy, at);
  }

  /** Notes an instant after now at which an answer changes. */
  edge(at: Instant | null): void {
    if (at !== null && at > this.now) this.edges.push(at);
  }

  /** Whether a registration's customer is the deal's: the same, one it controls, or another. */
  sameEndCustomer(registration: Registration, deal: Deal): CustomerMatch {
    const customer = this.customer(deal.customerId);
    if (customer === null) return { verdict: 'different', probability: 0, reasons: ['the deal has no account'] };
    const resolved = this.#resolve(registration);
    if (resolved.customer === null) {
      return resolved.match.verdict === 'different' ? resolved.match : this.#typedAgainst(registration, customer);
    }
    const match = sameCustomer(resolved.customer, customer, this.#customers);
    const probability = Math.min(match.probability, resolved.match.probability);
    if (match.verdict !== 'group') return { ...match, probability };
    return { ...match, probability };
  }

  /** Whether the deal's customer is the registered one or a company it controls; a parent or sibling is not covered. */
  isRegisteredOrBelow(registration: Registration, deal: Deal): boolean {
    const match = this.sameEndCustomer(registration, deal);
    if (match.verdict !== 'group') return match.verdict === 'same';
    const customer = this.customer(deal.customerId);
    const registered = this.#resolve(registration).customer;
    return customer !== null && registered !== null && controls(registered.id, customer, this.#customers);
  }

  #typedAgainst(registration: Registration, customer: Customer): CustomerMatch {
    return (
      matchTyped(registration.customer, [customer])?.match ?? {
        verdict: 'different',
        probability: 0,
        reasons: ['the customer as typed is not this account'],
      }
    );
  }

  #resolve(registration: Registration): { customer: Customer | null; match: CustomerMatch } {
    const known = this.#resolved.get(registration.id);
    if (known !== undefined) return known;
    const onRecord = this.customer(registration.customerId);
    const certain: CustomerMatch = { verdict: 'same', probability: 1, reasons: ['recognised account'] };
    const typed = onRecord === null ? matchTyped(registration.customer, this.known.customers) : null;
    const resolved =
      onRecord !== null
        ? { customer: onRecord, match: certain }
        : typed !== null
          ? { customer: typed.customer, match: typed.match }
          : { customer: null, match: { ...certain, probability: 0.9, reasons: ['not recognised'] } };
    this.#resolved.set(registration.id, resolved);
    return resolved;
  }

  /** From creation until it was closed; open ends run on for ever. A lost or won deal without a dated event ends on its close date. */
  openDuring(deal: Deal): Period {
    if (!deal.isClosed) return { from: deal.createdAt, until: Number.POSITIVE_INFINITY };
    return { from: deal.createdAt, until: this.closedAt(deal) ?? deal.createdAt };
  }

  /** When a closed deal was closed: its last move into a closed stage, else the end of its close date; null while open. */
  closedAt(deal: Deal): Instant | null {
    if (!deal.isClosed) return null;
    const moves = this.events(deal.id, 'Stage Changed').filter((event) => event.to === deal.stage);
    return moves.at(-1)?.at ?? startOfDay(deal.closeDate, this.policy.calendar.timeZone) + 86_400_000;
  }

  /** Moves of a deal from a stage before the gate to one behind it. */
  gateCrossings(deal: Deal, gateProbability: number): DealEvent[] {
    return this.events(deal.id, 'Stage Changed', 'Created').filter(
      (event) =>
        event.to !== null &&
        isBehindGate(event.to, gateProbability, this.policy) &&
        (event.from === null ? event.kind === 'Created' : !isBehindGate(event.from, gateProbability, this.policy)),
    );
  }

  /** Whether a partner stood on a deal at an instant, by the record as it is now and by what happened since. */
  stoodAt(deal: Deal, partnerId: Id, at: Instant): boolean {
    let stands = this.stands(deal, partnerId);
    for (const event of this.events(deal.id, 'Partner Entered', 'Partner Left').toReversed()) {
      if (event.at <= at) break;
      if (event.partnerId === partnerId) stands = event.kind === 'Partner Left';
    }
    return stands;
  }

  stands(deal: Deal, partnerId: Id): boolean {
    return deal.partners.some((partner) => partner.partnerId === partnerId);
  }

  /** The exemption in force for a deal at an instant, if any. */
  exemptionAt(dealId: Id, at: Instant): Exemption | null {
    return (
      this.known.exemptions.find(
        (e) =>
          e.dealId === dealId &&
          e.status === 'Granted' &&
          e.decidedAt !== null &&
          e.decidedAt <= at &&
          (e.validUntil === null || at < e.validUntil),
      ) ?? null
    );
  }

  /** Product families both have in common; null where one of them names none. */
  commonFamilies(registration: Registration, deal: Deal): string[] | null {
    const families = familiesOf(deal);
    if (families.length === 0 || registration.productFamilies.length === 0) return null;
    return families.filter((family) => registration.productFamilies.includes(family));
  }
}
