/** A believable vendor over a year, and the truth about every deal. The same seed makes the same vendor. */
import { Random } from './random.ts';
import { Scene, type Truth } from './scene.ts';
import { Tables, usualPrefix, type Row } from './tables.ts';
import { salesforceId } from './ids.ts';
import * as games from './stories/games.ts';
import * as honest from './stories/honest.ts';
import { foundVendor, type Vendor } from './vendor.ts';

export type { Truth, TruthCase, TruthProtection } from './scene.ts';

export interface MarketOptions {
  seed: string;
  opportunities: number;
  /** The vendor's today: nothing happens at or after it. */
  asOf: number;
  /** Share of registered deals on which somebody goes around the partner. Default 0.05. */
  bypassShare?: number;
  /** Share of customers about whom a partner has registered something. Default 0.45. */
  registeredShare?: number;
  /** What an org has already; made up where nobody says. */
  org?: MarketOrg;
}

export interface MarketOrg {
  prefixFor: (object: string) => string;
  organizationId: string;
  pricebookId: string;
  profileIds: { sales: string; partner: string };
}

/** One part of the vendor: himself first, then one customer after the other. */
export interface Part {
  rows: Map<string, Row[]>;
  truth: Truth;
}

const honestStories = [
  [20, honest.engagedInTime],
  [8, honest.engagedByRow],
  [5, honest.engagedAtTheLastMoment],
  [4, honest.engagedLate],
  [4, honest.exempted],
  [5, honest.otherFamily],
  [4, honest.similarName],
  [4, honest.vendorAtWork],
  [3, honest.withdrawn],
  [3, honest.swapUndone],
  [3, honest.distributorBeside],
  [4, honest.renewal],
  [4, honest.afterTheWindow],
  [3, honest.otherCountry],
  [4, honest.queued],
  [6, honest.stillInTime],
  [4, honest.undecided],
  [4, honest.lostEarly],
] as const;

const gameStories = [
  [5, games.pastTheGate],
  [4, games.fellDue],
  [4, games.otherPartnerInstead],
  [3, games.takenOff],
  [3, games.secondDeal],
  [3, games.secondDealRespelled],
  [2, games.secondDealBelow],
] as const;

/** Plays the vendor part by part, so that a million opportunities need no more memory than a thousand. */
export function* generateMarket(options: MarketOptions): Generator<Part> {
  const org = options.org ?? nobodysOrg;
  const numbers = new Map<string, number>();
  const own = new Tables(numbers, org.prefixFor);
  const vendor = foundVendor({ ...options, ...org }, own);
  yield { rows: own.rows, truth: { cases: [], protections: [] } };
  let opened = 0;
  for (let number = 1; opened < options.opportunities; number++) {
    const part = playCustomer(number, vendor, options, new Tables(numbers, org.prefixFor));
    const deals = part.rows.get('Opportunity')?.length ?? 0;
    opened += deals;
    yield part;
  }
}

function playCustomer(number: number, vendor: Vendor, options: MarketOptions, tables: Tables): Part {
  const random = new Random(`${options.seed}/customer/${number}`);
  const truth: Truth = { cases: [], protections: [] };
  const scene = new Scene(vendor, tables, random, truth, number);
  if (random.chance(options.registeredShare ?? 0.45)) {
    const bypassed = random.chance(options.bypassShare ?? 0.05);
    random.weighted<honest.Story>(bypassed ? gameStories : honestStories)(scene);
  } else {
    for (let deals = random.whole(1, 4); deals > 0; deals--) honest.unregistered(scene);
  }
  return { rows: tables.rows, truth };
}

const nobodysOrg: MarketOrg = {
  prefixFor: usualPrefix,
  organizationId: salesforceId('00D', 1),
  pricebookId: salesforceId('01s', 1),
  profileIds: { sales: salesforceId('00e', 2), partner: salesforceId('00e', 4) },
};
