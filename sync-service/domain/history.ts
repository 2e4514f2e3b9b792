/** What the dated events say of a deal at a moment. What they do not show is null, never guessed. */
import type { Customer, Deal, DealEvent, DealEventKind, Id } from './deal.ts';
import type { EngagementPolicy, Policy } from './rules.ts';
import { isPastGate, isStagePastGate } from './policy.ts';
import { startOf, type Instant, day } from './time.ts';

export interface History {
  /** From when on a change would have left an event; null where none is kept. */
  knownFrom: Instant | null;
  ofDeal(id: Id): readonly DealEvent[];
  ofCustomer(id: Id): readonly DealEvent[];
  ofRegistration(id: Id): readonly DealEvent[];
}

/** Puts events in order: by instant, what ends before what begins, then by key. */
export function historyOf(events: readonly DealEvent[], knownFrom: Instant | null): History {
  const sorted = events.toSorted(
    (a, b) => a.at - b.at || rank(a) - rank(b) || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0),
  );
  const [deals, customers, registrations] = [index(), index(), index()];
  for (const event of withPriorValues(sorted)) {
    put(deals, event.dealId, event);
    put(customers, event.customerId, event);
    put(registrations, event.registrationId, event);
  }
  return {
    knownFrom,
    ofDeal: (id) => deals.get(id) ?? [],
    ofCustomer: (id) => customers.get(id) ?? [],
    ofRegistration: (id) => registrations.get(id) ?? [],
  };
}

/** A change event carries the new value only; the old one is what the change before it left. */
function withPriorValues(events: readonly DealEvent[]): DealEvent[] {
  const values = new Map<string, string | null>();
  return events.map((event) => {
    const kind = event.kind === 'Created' ? 'Stage Changed' : event.kind;
    const what = `${event.dealId ?? event.record.id}:${kind}`;
    const prior = values.get(what);
    values.set(what, event.to);
    const fills = event.from === null && prior !== undefined && CHANGES.has(event.kind);
    return fills ? { ...event, from: prior } : event;
  });
}

const CHANGES: ReadonlySet<DealEventKind> = new Set([
  'Stage Changed',
  'Owner Changed',
  'Amount Changed',
  'Close Date Changed',
]);

function rank(event: DealEvent): number {
  return event.kind === 'Partner Left' ? 0 : 1;
}

function index(): Map<Id, DealEvent[]> {
  return new Map();
}

function put(events: Map<Id, DealEvent[]>, id: Id | null, event: DealEvent): void {
  if (id === null) return;
  const known = events.get(id);
  if (known === undefined) events.set(id, [event]);
  else known.push(event);
}

/** Whether nothing that happened at or after this instant can have gone unseen. */
export function isKnownSince(history: History, at: Instant): boolean {
  return history.knownFrom !== null && history.knownFrom <= at;
}

/**
 * A field's value at an instant, read back from the changes; the present value where none is known to have followed.
 */
export function valueAt(
  events: readonly DealEvent[],
  kind: DealEventKind,
  at: Instant,
  present: string | null,
): string | null {
  const changes = events.filter((event) => event.kind === kind);
  const before = changes.findLast((event) => event.at <= at);
  if (before !== undefined) return before.to;
  const [after] = changes;
  return after === undefined ? present : after.from;
}

/**
 * When a closed opportunity was closed: by its last change of stage, else the end of its close date, which Salesforce
 * sets on closing. Null while it is open.
 */
export function closedAt(
  deal: Deal,
  history: History,
  policy: Policy,
): { at: Instant; event: DealEvent | null } | null {
  if (!deal.isClosed) return null;
  const closed = new Set(policy.stages.filter((stage) => stage.isClosed).map((stage) => stage.name));
  const stages = history.ofDeal(deal.id).filter((event) => event.kind === 'Stage Changed');
  const event = stages.findLast(
    (change) => change.to !== null && closed.has(change.to) && !closed.has(change.from ?? ''),
  );
  if (event !== undefined) return { at: event.at, event };
  return { at: Math.max(deal.createdAt, startOf(deal.closeDate, policy.calendar.timeZone) + day), event: null };
}

/** How the opportunity stands to its gate. */
export interface GatePassing {
  /** The start of the present stretch past the gate; null where it can't be dated. */
  at: Instant | null;
  /** The change that passed it; null where the opportunity began past it. */
  event: DealEvent | null;
}

/** When the opportunity passed its gate and stayed past it; null where it is not past it now. */
export function gatePassing(deal: Deal, rule: EngagementPolicy, history: History, policy: Policy): GatePassing | null {
  const gate = rule.gateProbability;
  const now = { probability: deal.stageProbability, isClosed: deal.isClosed, isWon: deal.isWon };
  if (!isPastGate(now, gate)) return null;
  const events = history.ofDeal(deal.id);
  const crossing = events.findLast(
    (event) =>
      event.kind === 'Stage Changed' && event.from !== null && isStagePastGate(event.from, gate, policy) === false,
  );
  if (crossing !== undefined) {
    const passed = crossing.to !== null && isStagePastGate(crossing.to, gate, policy) === true;
    return passed ? { at: crossing.at, event: crossing } : { at: null, event: null };
  }
  const created = events.find((event) => event.kind === 'Created');
  if (created?.to != null) {
    const began = isStagePastGate(created.to, gate, policy) === true;
    return began ? { at: created.at, event: created } : { at: null, event: null };
  }
  // No change of stage since a creation that would have been seen: it began there.
  const unchanged = !events.some((event) => event.kind === 'Stage Changed');
  return { at: unchanged && isKnownSince(history, deal.createdAt) ? deal.createdAt : null, event: null };
}

/** The owner at an instant by the recorded changes; null where history does not reach back. */
export function ownerAt(deal: Deal, at: Instant, history: History): Id | null {
  const events = history.ofDeal(deal.id);
  const changed = events.some((event) => event.kind === 'Owner Changed' && event.at <= at);
  return changed || isKnownSince(history, at) ? valueAt(events, 'Owner Changed', at, deal.ownerId) : null;
}

/** Whether the customer bore the named-account tag at an instant; dated by the recording of the tag, never as typed. */
export function wasNamedAccount(
  customer: Customer,
  at: Instant,
  history: History,
): { tagged: boolean; event: DealEvent | null } {
  const tags = history
    .ofCustomer(customer.id)
    .filter((event) => event.kind === 'Named Account Set' || event.kind === 'Named Account Cleared');
  const before = tags.findLast((event) => event.at < at);
  if (before !== undefined) return { tagged: before.kind === 'Named Account Set', event: before };
  const [after] = tags;
  return { tagged: after === undefined ? customer.namedAccount : after.kind === 'Named Account Cleared', event: null };
}
