/** The reasons of a decision as a registration's record keeps them: codes for whom they concern, English for reports. */
import { z } from 'zod';
import { claimInWords, claimReasonCodes, type ClaimReason } from './reasons.ts';

const fieldLength = 4096;

/** JSON of codes with their figures and English; without the English where both would not fit. */
export function decisionText(reasons: readonly ClaimReason[]): string {
  const whole = JSON.stringify({
    version: 1,
    reasons: reasons.map((reason) => ({ ...reason, words: claimInWords(reason) })),
  });
  return whole.length <= fieldLength ? whole : JSON.stringify({ version: 1, reasons });
}

const written = z.object({
  version: z.literal(1),
  reasons: z.array(
    z.object({
      code: z.enum(claimReasonCodes as [ClaimReason['code'], ...ClaimReason['code'][]]),
      args: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string()), z.null()])),
    }),
  ),
});

/** What a record says in English: the reasons of ours, else what a person wrote. */
export function decisionInWords(text: string | null): string | null {
  if (text === null || !text.startsWith('{')) return text;
  try {
    return written.parse(JSON.parse(text)).reasons.map(claimInWords).join('\n');
  } catch {
    return text;
  }
}
