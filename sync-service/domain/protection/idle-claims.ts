/** Partners' games: claims that nobody works on and that only lock others out, and partners who register everything. */
import type { Customer, Deal, DealEvent, Id, Registration } from '../deal.ts';
import type { History } from '../history.ts';
import { familiesOf, shareFamily } from '../product-family.ts';
import type { Policy } from '../rules.ts';
import { addDays, contains, dateOf, type Instant, type Period } from '../time.ts';
import { bySubmission, isRival } from './claims.ts';
import { windowOf } from './window.ts';

export interface IdleRules {
  /** Days of protection without work of the partner's from which on a claim that holds up another is idle. */
  idleClaimDays: number;
  /** Decided claims from which on a partner's habit is judged. */
  manyClaims: number;
  /** Below this part of claims with work, in percent, he registers everything. */
  workedPercent: number;
}

export const usualIdleRules: IdleRules = { idleClaimDays: 45, manyClaims: 20, workedPercent: 5 };

/** What is known of customers who belong together, as far as it tells of work on claims. */
export interface ClaimFacts {
  registrations: readonly Registration[];
  deals: readonly Deal[];
  customers: ReadonlyMap<Id, Customer>;
  events: readonly DealEvent[];
}

/** A claim of another partner that the idle one held up. */
export interface LockedOut {
  registration: Registration;
  how: 'queued' | 'rejected';
}

export interface IdleClaim {
  registration: Registration;
  /** Without work: half-open. */
  idle: Period;
  lockedOut: LockedOut[];
}

/**
 * Claims that protected for some days on end, up to `now`, without any recorded work of their partner, while another
 * partner's claim for the same customer and a common family waited behind them or was rejected for them. Whether work
 * would have been on record is the caller's to say, see `couldBeSeen`.
 */
export function idleClaims(
  known: ClaimFacts,
  { idleClaimDays }: IdleRules,
  { history, policy, now }: { history: History; policy: Policy; now: Instant },
): IdleClaim[] {
  return known.registrations.toSorted(bySubmission).flatMap((registration): IdleClaim[] => {
    const window = windowOf(registration, history, policy);
    if (window === null || registration.status === 'Converted') return [];
    const { from, until } = window.protected;
    const work = workOn(registration, known, window.protected, policy.calendar.timeZone);
    if (work.onDeal) return [];
    const rivals = known.registrations.filter(
      (rival) =>
        rival.partnerId !== registration.partnerId && isRival(registration, rival, known.customers, policy.knowledge),
    );
    if (rivals.length === 0) return [];
    const moments = work.at.filter((at) => at > from && at < until && at <= now).sort((a, b) => a - b);
    const edges = [from, ...moments, Math.min(until, now)];
    for (const [index, since] of edges.entries()) {
      const idle = { from: since, until: edges[index + 1] ?? since };
      if (idle.until < addDays(since, idleClaimDays)) continue;
      const lockedOut = rivals.flatMap((rival) => heldUp(rival, registration, { idle, inside: window.inside, now }));
      if (lockedOut.length > 0) return [{ registration, idle, lockedOut }];
    }
    return [];
  });
}

/** Only where work of partners is on record at all by the beginning of the idle time does its lack say something. */
export function couldBeSeen({ idle }: Pick<IdleClaim, 'idle'>, workKnownFrom: Instant | null): boolean {
  return workKnownFrom !== null && workKnownFrom <= idle.from;
}

/** The first completed contact that people of any partner took part in: from then on such work is on record. */
export function firstPartnerWork(deals: readonly Deal[]): Instant | null {
  let first: Instant | null = null;
  for (const { activities } of deals) {
    for (const { completed, partnerIds, at } of activities) {
      if (completed && partnerIds.length > 0 && (first === null || at < first)) first = at;
    }
  }
  return first;
}

/** How another's claim was held up in the idle time; what no record ties to the idle claim is none. */
function heldUp(
  rival: Registration,
  holder: Registration,
  { idle, inside, now }: { idle: Period; inside: Period; now: Instant },
): LockedOut[] {
  const { submittedAt, decidedAt, status, decisionReason } = rival;
  if (submittedAt === null || !contains(inside, submittedAt) || submittedAt >= idle.until) return [];
  if (status === 'Queued') return now > idle.from ? [{ registration: rival, how: 'queued' }] : [];
  const decided = rival.protectedFrom ?? decidedAt;
  if (decided === null || decided < idle.from) return [];
  if (rival.protectedFrom !== null) {
    // Approved only once the holder had ended: until then it waited.
    return decided >= inside.until ? [{ registration: rival, how: 'queued' }] : [];
  }
  // People copy ids in 15 characters, too.
  const named = [holder.name, holder.id.slice(0, 15)].some((each) => decisionReason?.includes(each) === true);
  return status === 'Rejected' && named ? [{ registration: rival, how: 'rejected' }] : [];
}

/** Whether anything was ever done about a claim: by its partner, or by tying it to an opportunity. */
export function wasWorked(registration: Registration, known: ClaimFacts, timeZone: string): boolean {
  if (registration.status === 'Converted' || registration.dealId !== null) return true;
  const since = { from: registration.submittedAt ?? -Infinity, until: Infinity };
  const { onDeal, at } = workOn(registration, known, since, timeZone);
  return onDeal || at.some((one) => one >= since.from);
}

/**
 * The partner's work for these customers. That he stands, or stood, on an opportunity that was open then counts as work
 * without a date: what he did there need not be on record.
 */
function workOn(
  { partnerId, productFamilies, dealId, partnerConfirmedAt, extensionRequestedAt }: Registration,
  { deals, events }: ClaimFacts,
  period: Period,
  timeZone: string,
): { onDeal: boolean; at: Instant[] } {
  const firstDay = Number.isFinite(period.from) ? dateOf(period.from, timeZone) : '';
  const open = deals.filter((deal) => {
    const families = familiesOf(deal);
    const isNear = deal.id === dealId || families.length === 0 || shareFamily(families, productFamilies);
    return isNear && deal.createdAt < period.until && !(deal.isClosed && deal.closeDate < firstDay);
  });
  const ids = new Set(open.map(({ id }) => id));
  const stood = events.some(
    (event) => event.kind.startsWith('Partner ') && event.partnerId === partnerId && ids.has(event.dealId ?? ''),
  );
  const at = deals.flatMap(({ activities, quotes }) => [
    ...activities.filter((each) => each.completed && each.partnerIds.includes(partnerId)).map((each) => each.at),
    ...quotes.filter(({ accountId }) => accountId === partnerId).map(({ issuedAt }) => issuedAt),
  ]);
  return {
    onDeal: stood || open.some(({ partners }) => partners.some((each) => each.partnerId === partnerId)),
    at: [...at, ...[partnerConfirmedAt, extensionRequestedAt].filter((each) => each !== null)],
  };
}

/** A partner's decided claims, counted. */
export interface ClaimCount {
  decided: number;
  worked: number;
  /** The first of those without work, by their decision. */
  unworked: { id: Id; decidedAt: Instant }[];
}

/** Claims kept as examples: counts need no more, however many a partner files. */
const mostExamples = 20;

export function addCounts(a: ClaimCount, b: ClaimCount): ClaimCount {
  const unworked = [...a.unworked, ...b.unworked]
    .sort((one, other) => one.decidedAt - other.decidedAt || (one.id < other.id ? -1 : 1))
    .slice(0, mostExamples);
  return { decided: a.decided + b.decided, worked: a.worked + b.worked, unworked };
}

/** Counts claims by partner that were decided in the period. */
export function countClaims(known: ClaimFacts, period: Period, timeZone: string): Map<Id, ClaimCount> {
  const counts = new Map<Id, ClaimCount>();
  for (const registration of known.registrations) {
    const { id, partnerId, decidedAt } = registration;
    if (decidedAt === null || !contains(period, decidedAt)) continue;
    const isWorked = wasWorked(registration, known, timeZone);
    const one: ClaimCount = isWorked
      ? { decided: 1, worked: 1, unworked: [] }
      : { decided: 1, worked: 0, unworked: [{ id, decidedAt }] };
    const before = counts.get(partnerId);
    counts.set(partnerId, before === undefined ? one : addCounts(before, one));
  }
  return counts;
}

/** Many claims, and next to none of them ever worked. */
export function registersEverything(
  { decided, worked }: ClaimCount,
  { manyClaims, workedPercent }: IdleRules,
): boolean {
  return decided >= manyClaims && worked * 100 < workedPercent * decided;
}
