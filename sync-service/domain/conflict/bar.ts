/** The bar: the confidence from which on a finding is raised. One for all patterns, and others for some. */
import { z } from 'zod';
import { conflictPatterns, type ConflictPattern } from '../deal.ts';
import type { PolicySettings } from '../rules.ts';

export type Bars = Pick<PolicySettings, 'raiseConfidence' | 'raiseConfidenceByPattern'>;

export function barFor(pattern: ConflictPattern, bars: Bars): number {
  return bars.raiseConfidenceByPattern[pattern] ?? bars.raiseConfidence;
}

/** Bars of some patterns, as policies write them. */
export const barsByPattern = z.partialRecord(z.enum(conflictPatterns), z.number().min(0).max(1), {
  error: ({ code }) => (code === 'invalid_type' ? undefined : `expected one of ${conflictPatterns.join(', ')}`),
});
