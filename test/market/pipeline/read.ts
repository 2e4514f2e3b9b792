/** Reads a sales pipeline as a vendor's own files give it, dirt and all. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';

const date = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .transform((text) => Date.parse(text));

const opportunity = z.object({
  opportunity_id: z.string().min(1),
  sales_agent: z.string(),
  product: z.string(),
  account: z.string(),
  deal_stage: z.enum(['Prospecting', 'Engaging', 'Won', 'Lost']),
  engage_date: z.union([date, z.literal('').transform(() => null)]),
  close_date: z.union([date, z.literal('').transform(() => null)]),
  close_value: z.union([z.literal('').transform(() => null), z.coerce.number()]),
});
const account = z.object({ account: z.string().min(1), office_location: z.string(), subsidiary_of: z.string() });
const product = z.object({ product: z.string().min(1), series: z.string().min(1), sales_price: z.coerce.number() });
const agent = z.object({ sales_agent: z.string().min(1), manager: z.string(), regional_office: z.string() });

export interface PipelineDeal {
  id: string;
  agent: string;
  /** As the price list spells it. */
  product: string;
  series: string;
  listPrice: number;
  /** Null where the row names none. */
  account: string | null;
  stage: 'Prospecting' | 'Engaging' | 'Won' | 'Lost';
  /** Midnight UTC. */
  engagedOn: number;
  closedOn: number | null;
  closeValue: number | null;
}

export interface Pipeline {
  deals: PipelineDeal[];
  accounts: { name: string; country: string; parent: string | null }[];
  products: { name: string; series: string; price: number }[];
  agents: { name: string; manager: string; region: string }[];
  /** Rows in the file of opportunities. */
  read: number;
  /** How many rows could not be used, or not in full, by reason. */
  unusable: Record<string, number>;
}

/** Throws where a file is missing or has no such columns. */
export function readPipeline(folder: string): Pipeline {
  const products = rows(folder, 'products.csv', product).map(({ product, series, sales_price }) => ({
    name: product,
    series,
    price: sales_price,
  }));
  const accounts = rows(folder, 'accounts.csv', account).map(({ account, office_location, subsidiary_of }) => ({
    name: account,
    country: office_location,
    parent: subsidiary_of === '' ? null : subsidiary_of,
  }));
  const agents = rows(folder, 'sales_teams.csv', agent).map(({ sales_agent, manager, regional_office }) => ({
    name: sales_agent,
    manager,
    region: regional_office,
  }));
  const table = records(folder, 'sales_pipeline.csv');
  const pipeline: Pipeline = { deals: [], accounts, products, agents, read: table.length, unusable: {} };
  const seen = new Set<string>();
  for (const row of table) {
    const deal = usable(row, pipeline, seen);
    if (deal !== null) pipeline.deals.push(deal);
  }
  return pipeline;
}

function records(folder: string, file: string): Record<string, string>[] {
  return parse(readFileSync(join(folder, file)), { columns: true, bom: true, trim: true });
}

function rows<T extends z.ZodType>(folder: string, file: string, schema: T): z.output<T>[] {
  return records(folder, file).map((row, index) => {
    const parsed = schema.safeParse(row);
    if (parsed.success) return parsed.data;
    throw new Error(`${join(folder, file)}, row ${index + 2}: ${z.prettifyError(parsed.error)}`);
  });
}

/** The row as a deal; null, and counted, where it can't be one. */
function usable(row: Record<string, string>, pipeline: Pipeline, seen: Set<string>): PipelineDeal | null {
  const refuse = (reason: string): null => {
    pipeline.unusable[reason] = (pipeline.unusable[reason] ?? 0) + 1;
    return null;
  };
  const parsed = opportunity.safeParse(row);
  if (!parsed.success) return refuse(`${String(parsed.error.issues[0]?.path[0] ?? 'row')} can't be read`);
  const { opportunity_id, sales_agent, deal_stage, engage_date, close_date, close_value } = parsed.data;
  const sold = pipeline.products.find(({ name }) => spelling(name) === spelling(parsed.data.product));
  if (seen.has(opportunity_id)) return refuse('opportunity_id twice');
  seen.add(opportunity_id);
  if (sold === undefined) return refuse('unknown product');
  if (!pipeline.agents.some(({ name }) => name === sales_agent)) return refuse('unknown sales agent');
  if (engage_date === null) return refuse('no engage date');
  const closed = deal_stage === 'Won' || deal_stage === 'Lost';
  if (closed && close_date === null) return refuse('closed without a close date');
  if (close_date !== null && close_date < engage_date) return refuse('closed before it was engaged');
  const known = pipeline.accounts.some(({ name }) => name === parsed.data.account);
  if (!known)
    refuse(parsed.data.account === '' ? 'no account: loaded without one' : 'unknown account: loaded without one');
  return {
    id: opportunity_id,
    agent: sales_agent,
    product: sold.name,
    series: sold.series,
    listPrice: sold.price,
    account: known ? parsed.data.account : null,
    stage: deal_stage,
    engagedOn: engage_date,
    closedOn: closed ? close_date : null,
    closeValue: close_value,
  };
}

/** `GTXPro` is `GTX Pro`. */
function spelling(product: string): string {
  return product.replace(/\s+/g, '').toLowerCase();
}
