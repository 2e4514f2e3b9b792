/** A believable vendor over a year, and the truth about every deal. The same seed makes the same vendor. */
import { Random } from './random.ts';
import { Scene } from './scene.ts';
import { gameStories, honestStories, unregistered } from './stories/catalogue.ts';
import type { Row } from './tables.ts';
import { noTruth, type Truth } from './truth.ts';
import { foundVendor, type MarketOrg, type Vendor } from './vendor.ts';

export type { MarketOrg } from './vendor.ts';
export type { Truth, TruthCase, TruthEngagement, TruthProtection } from './truth.ts';

export interface MarketOptions {
  seed: string;
  /** At least so many; the last customer may bring one or two more. */
  opportunities: number;
  /** The vendor's today, in milliseconds since 1970: nothing happens at or after it. */
  asOf: number;
  /** Share of registered deals on which somebody goes around the partner. Default 0.05. */
  bypassShare?: number;
  /** Share of customers about whom a partner has registered something. Default 0.45. */
  registeredShare?: number;
  /** What an org has already; made up where nobody says. */
  org?: MarketOrg;
}

/** One part of the vendor: himself first, then one customer after the other. */
export interface Part {
  rows: Map<string, Row[]>;
  truth: Truth;
  /** Name of the story that was played; null for the vendor himself and for customers without a claim. */
  story: string | null;
}

/** Plays the vendor part by part, so that a million opportunities need no more memory than a thousand. */
export function* generateMarket(options: MarketOptions): Generator<Part> {
  const { vendor, tables } = foundVendor(options);
  yield { rows: tables.rows, truth: noTruth(), story: null };
  let opened = 0;
  for (let number = 1; opened < options.opportunities; number++) {
    const part = playCustomer(number, vendor, options);
    opened += part.rows.get('Opportunity')?.length ?? 0;
    yield part;
  }
}

function playCustomer(number: number, vendor: Vendor, options: MarketOptions): Part {
  const random = new Random(`${options.seed}/customer/${number}`);
  const truth = noTruth();
  const tables = vendor.newTables();
  const scene = new Scene(vendor, tables, random, truth, number);
  if (!random.chance(options.registeredShare ?? 0.45)) {
    for (let deals = random.whole(1, 4); deals > 0; deals--) unregistered(scene);
    return { rows: tables.rows, truth, story: null };
  }
  const bypassed = random.chance(options.bypassShare ?? 0.05);
  const [story, play] = random.weighted(
    (bypassed ? gameStories : honestStories).map(([weight, ...named]) => [weight, named] as const),
  );
  play(scene);
  return { rows: tables.rows, truth, story };
}
