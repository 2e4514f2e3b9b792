import { setTimeout as pause } from 'node:timers/promises';

export interface Backoff {
  firstMs: number;
  longestMs: number;
}

/**
 * How long to wait after so many failures in a row: somewhere between half and the whole of a time that doubles, so that
 * many clients do not come back at the same instant.
 * @param random a number from 0 up to 1
 */
export function waitAfter(failures: number, { firstMs, longestMs }: Backoff, random: () => number): number {
  const whole = Math.min(longestMs, firstMs * 2 ** Math.max(0, failures - 1));
  return whole / 2 + (whole / 2) * random();
}

/** Waits, or less where the signal is given; never throws. */
export async function waitFor(milliseconds: number, signal: AbortSignal): Promise<void> {
  await pause(milliseconds, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}
