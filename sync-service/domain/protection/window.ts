/** From when to when a registration protects its partner. */
import type { Customer, Registration } from '../deal.ts';
import type { History } from '../history.ts';
import type { Policy } from '../rules.ts';
import { DEFAULT_PROTECTION_DAYS, policyFor, type PolicyScope } from '../policy.ts';
import { addDays, contains, dateOf, day, type Instant, type Period } from '../time.ts';

export interface ProtectionWindow {
  /** From approval to the end, however it came. */
  protected: Period;
  /** From submission on: what the vendor did between submission and approval counts as done inside. */
  inside: Period;
  /** The end rests on an extension asked for in time and not yet decided. */
  extensionPending: boolean;
}

/** What a policy is chosen by for a registration; of a customer on record more is known than was typed. */
export function scopeOf(registration: Registration, customer: Customer | null): PolicyScope {
  return {
    country: customer?.country ?? registration.customer.country,
    segment: customer?.segment ?? null,
    productFamilies: registration.productFamilies,
  };
}

/** Days of protection that the policy gives on a date. */
export function protectionDays(scope: PolicyScope, policy: Policy, at: Instant): number {
  const rule = policyFor(scope, policy, dateOf(at, policy.calendar.timeZone));
  return rule?.protectionDays ?? DEFAULT_PROTECTION_DAYS;
}

/** The window of a registration that was approved; null for one that never was, or whose end can't be dated. */
export function windowOf(registration: Registration, history: History, policy: Policy): ProtectionWindow | null {
  const { protectedFrom: from, protectedUntil: until, status } = registration;
  if (from === null || until === null) return null;
  if (status === 'Draft' || status === 'Submitted' || status === 'Queued') return null;
  const request = requestOf(registration, { from, until }, policy);
  const extensionPending = status === 'Approved' && request === 'pending';
  const longest = addDays(until, policy.settings.extensionDays);
  const answeredAt = request === 'answered' ? Math.min(registration.extensionDecidedAt ?? until, longest) : until;
  const end = endOf(registration, history, extensionPending ? longest : Math.max(until, answeredAt));
  if (end === null || end <= from) return null;
  return {
    protected: { from, until: end },
    inside: { from: Math.min(from, registration.submittedAt ?? from), until: end },
    extensionPending,
  };
}

/** Whether it protects at this moment. */
export function protectsAt(registration: Registration, window: ProtectionWindow, at: Instant): boolean {
  return registration.status === 'Approved' && contains(window.protected, at);
}

function endOf(registration: Registration, history: History, until: Instant): Instant | null {
  switch (registration.status) {
    case 'Approved':
    case 'Expired':
      return until;
    case 'Lapsed':
    case 'Converted':
    case 'Withdrawn':
    case 'Rejected': {
      const ended = registration.endedAt ?? endEvent(registration, history) ?? laterDecision(registration);
      return ended === null ? null : Math.min(until, ended);
    }
    case 'Draft':
    case 'Submitted':
    case 'Queued':
      return null;
  }
}

function endEvent(registration: Registration, history: History): Instant | null {
  const events = history.ofRegistration(registration.id);
  const end = events.findLast(
    (event) => event.kind === 'Registration Status Changed' && event.to === registration.status,
  );
  return end?.at ?? null;
}

/** A rejection after the approval is dated by its decision. */
function laterDecision({ decidedAt, protectedFrom }: Registration): Instant | null {
  return decidedAt !== null && protectedFrom !== null && decidedAt > protectedFrom ? decidedAt : null;
}

/**
 * A request made inside the window protects until it is answered, at most for the extension it asks for: a grant could
 * not give more. Answered means an answer after the request, or an end already moved; there is one extension only.
 */
function requestOf(registration: Registration, window: Period, policy: Policy): 'none' | 'pending' | 'answered' {
  const { extensionRequestedAt: asked, extensionDecidedAt: answered } = registration;
  if (asked === null || !contains(window, asked)) return 'none';
  if (answered !== null && answered >= asked) return 'answered';
  const longest = Math.max(DEFAULT_PROTECTION_DAYS, ...policy.policies.map((rule) => rule.protectionDays));
  return (window.until - window.from) / day < longest + 1 ? 'pending' : 'none';
}
