/** A place in a topic as text: the replay id, which is bytes and no number, and up to when everything had been seen. */
import type { Instant } from '../domain/time.ts';

export interface Place {
  replayId: Buffer;
  /** Null where it is not known. */
  at: Instant | null;
}

export function positionOf({ replayId, at }: Place): string {
  const bytes = replayId.toString('base64');
  return at === null ? bytes : `${bytes}@${new Date(at).toISOString()}`;
}

/** Reads a position back; null for text that is none. */
export function placeOf(position: string): Place | null {
  const [, bytes, instant] = /^([A-Za-z0-9+/]+={0,2})(?:@(.+))?$/.exec(position) ?? [];
  if (bytes === undefined) return null;
  const at = instant === undefined ? null : Date.parse(instant);
  return { replayId: Buffer.from(bytes, 'base64'), at: at === null || Number.isNaN(at) ? null : at };
}
