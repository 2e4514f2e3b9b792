/** Partners' games in an audit: what each parcel tells of them, put together. */
import type { Id } from '../domain/deal.ts';
import type { History } from '../domain/history.ts';
import {
  addCounts,
  countClaims,
  couldBeSeen,
  firstPartnerWork,
  idleClaims,
  registersEverything,
  type ClaimCount,
  type ClaimFacts,
  type IdleClaim,
} from '../domain/protection/idle-claims.ts';
import type { GroupFacts } from '../domain/review-group.ts';
import { addCalendarDays, addDays, dateOf, startOf, type CalendarDate, type Instant } from '../domain/time.ts';
import type { Reading } from './group-facts.ts';

export interface PartnerFinding {
  kind: 'idle-claim' | 'registers-everything';
  registrationIds: Id[];
  partnerId: Id;
  partner: string | null;
  since: Instant;
  explanation: string;
  evidence: { at: Instant; what: string; object: string; id: Id }[];
}

/** An idle claim on its way between threads: amounts, which threads can't pass on, stay behind. */
interface SeenIdle {
  idle: IdleClaim['idle'];
  finding: PartnerFinding;
}

/** What a share of the parcels tells. */
export interface ClaimWork {
  idle: SeenIdle[];
  counts: Map<Id, ClaimCount>;
  /** The first recorded work of any partner. */
  workKnownFrom: Instant | null;
}

export function noClaimWork(): ClaimWork {
  return { idle: [], counts: new Map(), workKnownFrom: null };
}

/** Adds what a group tells. */
export function addGroup(work: ClaimWork, group: GroupFacts, history: History, reading: Reading): void {
  const { policy, now, idleRules } = reading;
  const known: ClaimFacts = { ...group, customers: new Map(group.customers.map((each) => [each.id, each])) };
  const idle = idleClaims(known, idleRules, { history, policy, now }).map((each) => seen(each, reading));
  // A claim decided lately may still be worked.
  const settled = addDays(now, -idleRules.idleClaimDays);
  const period = { from: reading.decidedFrom, until: Math.min(settled, reading.decidedUntil) };
  const counts = countClaims(known, period, policy.calendar.timeZone);
  merge(work, { idle, counts, workKnownFrom: firstPartnerWork(group.deals) });
}

export function merge(into: ClaimWork, more: ClaimWork): void {
  for (const each of more.idle) into.idle.push(each);
  for (const [partner, count] of more.counts) {
    const before = into.counts.get(partner);
    into.counts.set(partner, before === undefined ? count : addCounts(before, count));
  }
  const firsts = [into.workKnownFrom, more.workKnownFrom].filter((at) => at !== null);
  into.workKnownFrom = firsts.length === 0 ? null : Math.min(...firsts);
}

function seen({ registration, idle, lockedOut }: IdleClaim, { partners, policy }: Reading): SeenIdle {
  const { timeZone } = policy.calendar;
  const partner = partners.get(registration.partnerId)?.name ?? null;
  const days = Math.floor((idle.until - idle.from) / 86_400_000);
  const others = lockedOut.map(({ registration: other, how }) => {
    const name = partners.get(other.partnerId)?.name ?? other.partnerId;
    return `${name} (${other.name}, ${how === 'queued' ? 'queued behind it' : 'rejected for it'})`;
  });
  const record = (id: Id) => ({ object: 'Deal_Registration__c', id });
  return {
    idle,
    finding: {
      kind: 'idle-claim',
      registrationIds: [registration.id],
      ...{ partnerId: registration.partnerId, partner, since: idle.from },
      explanation: `${registration.name} of ${partner ?? registration.partnerId} protected ${registration.customer.name} for ${days} days, from ${dateOf(idle.from, timeZone)} on, without any work of his on record on an opportunity of this customer, and held up ${others.join(', ')}.`,
      evidence: [
        { at: idle.from, what: 'Protected, with no work on record from here on', ...record(registration.id) },
        ...lockedOut.map(({ registration: other, how }) => ({
          at: other.submittedAt ?? idle.from,
          what: how === 'queued' ? 'Claim of another partner, queued' : 'Claim of another partner, rejected',
          ...record(other.id),
        })),
      ],
    },
  };
}

export interface PartnersTold {
  findings: PartnerFinding[];
  /** In words, for lack of recorded work. */
  notChecked: string[];
}

/** The findings of the days asked for, oldest first. */
export function partnersTold(
  { idle, counts, workKnownFrom }: ClaimWork,
  { idleRules, partners, policy }: Reading,
  { from, until }: { from: Instant; until: Instant },
): PartnersTold {
  const { timeZone } = policy.calendar;
  const asked = idle.filter(({ finding: { since } }) => since >= from && since < until);
  const seenIdle = asked.filter((each) => couldBeSeen(each, workKnownFrom));
  const blind = asked.filter((each) => !couldBeSeen(each, workKnownFrom));
  const many = [...counts].filter(([, count]) => registersEverything(count, idleRules));
  const habits = workKnownFrom === null ? [] : many.map(([partnerId, count]) => habit(partnerId, count, partners));
  const why =
    workKnownFrom === null
      ? 'no activity that people of a partner took part in is on record'
      : `work of partners is on record from ${dateOf(workKnownFrom, timeZone)} on only`;
  const ids = blind.map(({ finding }) => finding.registrationIds[0] ?? '').sort();
  const more = ids.length > 10 ? ` and ${ids.length - 10} more` : '';
  return {
    findings: [...seenIdle.map(({ finding }) => finding), ...habits].sort(
      (a, b) => a.since - b.since || ((a.registrationIds[0] ?? '') < (b.registrationIds[0] ?? '') ? -1 : 1),
    ),
    notChecked: [
      ...(ids.length > 0
        ? [`claims without work could not be checked (${why}): ${ids.slice(0, 10).join(', ')}${more}`]
        : []),
      ...(workKnownFrom === null && many.length > 0
        ? [`partners who register everything could not be checked: ${why}`]
        : []),
    ],
  };
}

function habit(partnerId: Id, { decided, worked, unworked }: ClaimCount, partners: Reading['partners']) {
  const partner = partners.get(partnerId)?.name ?? null;
  const finding: PartnerFinding = {
    kind: 'registers-everything',
    registrationIds: unworked.map(({ id }) => id),
    ...{ partnerId, partner, since: unworked[0]?.decidedAt ?? 0 },
    explanation: `${partner ?? partnerId} had ${decided} registrations decided; for ${worked} of them any work or an opportunity is on record.`,
    evidence: unworked.map(({ id, decidedAt }) => ({
      at: decidedAt,
      what: 'No work and no opportunity on record',
      object: 'Deal_Registration__c',
      id,
    })),
  };
  return finding;
}

/** The audited days as instants: `to` is the last day that counts. */
export function instantsOf(from: CalendarDate | null, to: CalendarDate | null, timeZone: string) {
  return {
    from: from === null ? -Infinity : startOf(from, timeZone),
    until: to === null ? Infinity : startOf(addCalendarDays(to, 1), timeZone),
  };
}
