import type { Registration } from '../deal.ts';
import type { Instant, Period } from '../time.ts';

/**
 * When a registration protects: from approval until its end, or its earlier withdrawal or lapse. A timely request for
 * more time protects until it is decided, which shows in a new end or another status. Null where it never protected.
 */
export function protectionWindow(registration: Registration): Period | null {
  const { protectedFrom: from, protectedUntil: until, extensionRequestedAt: asked, endedAt, status } = registration;
  if (from === null || until === null || status === 'Rejected' || status === 'Draft') return null;
  const waiting = status === 'Approved' && asked !== null && from <= asked && asked < until;
  const end = waiting ? Number.POSITIVE_INFINITY : until;
  const cut = endedAt !== null && (status === 'Withdrawn' || status === 'Lapsed') ? Math.min(end, endedAt) : end;
  return cut > from ? { from, until: cut } : null;
}

/** Acts that count as inside the window: once approved, what the vendor did since the submission counts too. */
export function actWindow(registration: Registration): Period | null {
  const window = protectionWindow(registration);
  if (window === null) return null;
  return { from: Math.min(registration.submittedAt ?? window.from, window.from), until: window.until };
}

/** Whether a claim is alive at an instant: it holds protection, or waits for a decision or for its turn. */
export function isAlive(registration: Registration, at: Instant): boolean {
  const window = protectionWindow(registration);
  if (registration.status === 'Submitted' || registration.status === 'Queued') return true;
  return registration.status === 'Approved' && window !== null && at < window.until;
}
