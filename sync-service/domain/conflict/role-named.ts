/** The roles of partners by the words that orgs have for them on an opportunity. */
import type { PartnerRole } from '../deal.ts';

const words: readonly [RegExp, PartnerRole][] = [
  [/distribut/i, 'Distributor'],
  [/integrat/i, 'Systems Integrator'],
  [/service.?provider|managed.?service|\bMSP\b/i, 'Service Provider'],
  [/resell|\bVAR\b|dealer/i, 'Reseller'],
  [/\bOEM\b/i, 'OEM'],
  [/\bISV\b/i, 'ISV'],
  [/alliance/i, 'Alliance'],
];

/** The role that a partner row names, as the org words it: `VAR/Reseller` is a reseller. Null where it names none of ours. */
export function roleNamed(role: string): PartnerRole | null {
  return words.find(([word]) => word.test(role))?.[1] ?? null;
}
