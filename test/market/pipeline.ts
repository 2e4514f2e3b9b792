/** A vendor whose deals come from a real-shaped pipeline, with partners, registrations and double games laid over it. */
import { day } from './calendar.ts';
import type { Part } from './index.ts';
import { playGroup } from './pipeline/overlay.ts';
import { readPipeline, type Pipeline, type PipelineDeal } from './pipeline/read.ts';
import type { Team } from './people.ts';
import type { PriceList } from './price-list.ts';
import { Random } from './random.ts';
import { noTruth } from './truth.ts';
import { foundVendor, type MarketOrg } from './vendor.ts';

export interface PipelineOptions {
  seed: string;
  /** The vendor's today, in milliseconds since 1970. The last deal of the file is engaged in the week before it. */
  asOf: number;
  /** Share of registered deals on which somebody goes around the partner. Default 0.05. */
  bypassShare?: number;
  org?: MarketOrg;
}

export interface PipelineMarket {
  parts: Iterable<Part>;
  /** Opportunities in the file. */
  read: number;
  /** How many rows could not be used, or not in full, by reason. */
  unusable: Record<string, number>;
}

/**
 * Reads the folder (accounts, products, sales_teams and sales_pipeline as CSV) at once and plays it part by part. All
 * dates are moved by the same number of weeks; what then lies after today has not happened, so deals that the file
 * closes later are still open.
 */
export function marketFromPipeline(folder: string, options: PipelineOptions): PipelineMarket {
  const pipeline = readPipeline(folder);
  return { parts: play(pipeline, options), read: pipeline.read, unusable: pipeline.unusable };
}

function* play(pipeline: Pipeline, options: PipelineOptions): Generator<Part> {
  const deals = moved(pipeline.deals, options.asOf);
  const { vendor, tables } = foundVendor({
    ...options,
    opportunities: deals.length,
    teams: teamsOf(pipeline),
    priceList: priceListOf(pipeline),
  });
  yield { rows: tables.rows, truth: noTruth(), story: null };
  const roots = pipeline.accounts.map(({ name, parent }) => parent ?? name);
  for (const root of new Set([...roots, null])) {
    const accounts =
      root === null ? [] : pipeline.accounts.filter(({ name, parent }) => name === root || parent === root);
    const names = new Set(root === null ? [null] : accounts.map(({ name }) => name));
    const own = deals.filter(({ account }) => names.has(account));
    const random = new Random(`${options.seed}/pipeline/${root ?? 'no account'}`);
    yield playGroup({ accounts, deals: own }, vendor, random, options.bypassShare ?? 0.05);
  }
}

/** Whole weeks, so that a Monday stays a Monday. */
function moved(deals: readonly PipelineDeal[], asOf: number): PipelineDeal[] {
  const last = deals.reduce((latest, { engagedOn }) => Math.max(latest, engagedOn), 0);
  const weeks = Math.floor((asOf - day - last) / (7 * day));
  const move = (on: number) => on + weeks * 7 * day;
  return deals.map((deal) => ({
    ...deal,
    engagedOn: move(deal.engagedOn),
    closedOn: deal.closedOn === null ? null : move(deal.closedOn),
  }));
}

function teamsOf({ agents }: Pipeline): Team[] {
  return [...new Set(agents.map(({ manager }) => manager))].map((manager) => {
    const own = agents.filter((agent) => agent.manager === manager);
    return { region: `${own[0]!.region} ${manager}`, manager, members: own.map(({ name }) => name) };
  });
}

function priceListOf({ products }: Pipeline): PriceList {
  return [...new Set(products.map(({ series }) => series))].map((series) => {
    const own = products.filter((product) => product.series === series);
    return [series, own.map(({ name, price }) => [name, price] as const)] as const;
  });
}
