import type { Instant } from './time.ts';

/**
 * Key of a dated change. The same change read from a change event and from field history has the same key, so that it
 * is kept once.
 */
export function eventKey(recordId: string, field: string, at: Instant, to: string | null): string {
  return `${recordId}:${field}:${Math.floor(at / 1000)}:${to ?? ''}`.slice(0, 120);
}
