/**
 * Weights in the manner of Fellegi and Sunter: for each field and each way in which two records agree in it, how often
 * that is so among pairs of one customer (m) and among pairs of two that a candidate search brings together (u). The
 * evidence is log2(m / u) bits. Plain data, so that an org's own can be stored.
 */
import { z } from 'zod';

const chance = z.number().gt(0).lt(1);
const level = z.object({ m: chance, u: chance });

export const weightsSchema = z.object({
  version: z.literal(1),
  /** Share of the compared pairs that are one customer. */
  prior: chance,
  /** How many decided pairs the given chances count for when they are estimated anew. */
  strength: z.number().positive(),
  /** Bits added for each bit by which the shared words are rarer than `usualBits`; taken away where they are commoner. */
  rarity: z.object({
    usualBits: z.number().positive(),
    each: z.number().nonnegative(),
    most: z.number(),
    least: z.number(),
    /** As `least`, for names that are one letter by letter, legal form and all: "3M" is 3M, however short. */
    leastEqual: z.number().default(-2.7),
  }),
  fields: z.record(z.string(), z.record(z.string(), level)),
});

export type Weights = z.output<typeof weightsSchema>;

/** The weights before an org has decided anything, set by hand from how registers, CRM exports and typing differ. */
export const USUAL_WEIGHTS: Weights = {
  version: 1,
  prior: 1 / 17,
  strength: 200,
  rarity: { usualBits: 15, each: 1.1, most: 1, least: -9, leastEqual: -2.7 },
  fields: {
    words: {
      same: { m: 0.62, u: 0.0018 },
      alias: { m: 0.02, u: 0.0001 },
      'added group word': { m: 0.04, u: 0.0007 },
      'added place': { m: 0.08, u: 0.0015 },
      'added word': { m: 0.06, u: 0.015 },
      'other place': { m: 0.004, u: 0.015 },
      'other number': { m: 0.002, u: 0.02 },
      'other word': { m: 0.03, u: 0.06 },
      different: { m: 0.028, u: 0.887 },
    },
    spelling: {
      'sounds alike': { m: 0.09, u: 0.22 },
      slip: { m: 0.07, u: 0.21 },
      'short slip': { m: 0.02, u: 0.14 },
      slips: { m: 0.02, u: 0.11 },
      initials: { m: 0.02, u: 0.05 },
    },
    forms: {
      same: { m: 0.93, u: 0.8 },
      'other kind': { m: 0.004, u: 0.2 },
      // Within one country the form is oftener mistyped than borne by a second firm of the name.
      'other kind, same country': { m: 0.02, u: 0.2 },
      'other country': { m: 0.005, u: 0.2 },
    },
    number: {
      same: { m: 0.95, u: 0.00002 },
      slip: { m: 0.02, u: 0.004 },
      other: { m: 0.005, u: 0.45 },
      // Many a number is made up to fill the field.
      'other, one not valid': { m: 0.01, u: 0.45 },
      'other, both valid': { m: 0.003, u: 0.55 },
    },
    domain: {
      same: { m: 0.75, u: 0.0002 },
      'same mail': { m: 0.7, u: 0.0006 },
      'same label': { m: 0.08, u: 0.02 },
      'same label, other country': { m: 0.01, u: 0.028 },
      'spells the name': { m: 0.5, u: 0.12 },
      other: { m: 0.08, u: 0.97 },
    },
    phone: {
      same: { m: 0.5, u: 0.0005 },
      'same switchboard': { m: 0.15, u: 0.003 },
      other: { m: 0.35, u: 0.9 },
    },
    address: {
      'same street': { m: 0.35, u: 0.002 },
      'same postal code': { m: 0.2, u: 0.02 },
      'same city': { m: 0.25, u: 0.1 },
      'other city': { m: 0.2, u: 0.88 },
    },
    country: {
      same: { m: 0.95, u: 0.6 },
      other: { m: 0.09, u: 0.42 },
    },
    hierarchy: {
      'parent and child': { m: 0.02, u: 0.2 },
      siblings: { m: 0.02, u: 0.2 },
    },
  },
};

/** Ways of agreeing that can't speak against: whatever was decided, they are worth nothing at least. */
export const AGREEMENTS: Readonly<Record<string, readonly string[]>> = {
  words: ['same', 'alias', 'added group word', 'added place'],
  forms: ['same'],
  number: ['same', 'slip'],
  domain: ['same', 'same mail', 'same label', 'spells the name'],
  phone: ['same', 'same switchboard'],
  address: ['same street', 'same postal code', 'same city'],
  country: ['same'],
};

/** Bits that an agreement adds to, or takes from, the odds; 0 for what the weights do not know. */
export function bitsFor(weights: Weights, field: string, agreement: string): number {
  const known = weights.fields[field]?.[agreement];
  if (known === undefined) return 0;
  const bits = Math.log2(known.m / known.u);
  return AGREEMENTS[field]?.includes(agreement) === true ? Math.max(0, bits) : bits;
}
