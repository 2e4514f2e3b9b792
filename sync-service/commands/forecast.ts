/** `fairlead forecast evaluate`: the forecast learned from one folder of closed deals and tried on another. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { evaluate, type Evaluation, type Scores } from '../domain/forecast/evaluate.ts';
import { isTooLittle } from '../domain/forecast/model.ts';
import type { PastDeal } from '../domain/forecast/past-deals.ts';
import { FileError } from './read-file.ts';

export interface EvaluateOptions {
  /** Folders with sales_pipeline.csv, products.csv and, where there are any, sales_teams.csv. */
  train: string;
  test: string;
  /** Month in which the fiscal year begins, 1 to 12. */
  fiscalYearStart?: number;
  json?: boolean;
}

/** Deals of a folder, and what could not be used of it. */
export interface History {
  deals: PastDeal[];
  /** Deals without an engage date: nobody has begun them. */
  notBegun: number;
  /** Deals whose product has no list price, by the name of the product. */
  withoutPrice: Map<string, number>;
  /** Rows that can't be read, each with file, line, column and what was expected. */
  misread: string[];
}

/**
 * Prints how the forecast and a base-rate predictor did.
 * @throws FileError where a file or a column is missing, or where nothing can be told
 */
export function evaluateForecast(
  { train, test, fiscalYearStart = 1, json = false }: EvaluateOptions,
  { print, warn }: { print(text: string): void; warn(text: string): void },
): void {
  const [learned, tried] = [readHistory(train), readHistory(test)];
  for (const line of [...learned.misread, ...tried.misread]) warn(line);
  if (!learned.deals.some(({ closedOn }) => closedOn !== null)) {
    throw new FileError([`${train}: expected closed deals to learn from, found none`]);
  }
  const result = evaluate(learned.deals, tried.deals, fiscalYearStart);
  if (result.deals === 0) {
    throw new FileError([
      `${test}: expected deals closed after ${result.from}, when the last deal of the training data was opened; found none`,
    ]);
  }
  print(
    json ? JSON.stringify(evaluationJson(result, learned, tried), null, 2) : evaluationText(result, learned, tried),
  );
}

function evaluationJson({ model, scores, ...told }: Evaluation, learned: History, tried: History) {
  return {
    version: model.version,
    train: { deals: learned.deals.length, closed: model.closed, until: model.asOf, ...leftOut(learned) },
    test: { ...told, ...leftOut(tried) },
    model: scoresJson(scores.model),
    base: scoresJson(scores.base),
  };
}

function scoresJson({ chances, intervals }: Scores) {
  const little = [chances, intervals].filter(isTooLittle);
  return {
    ...(isTooLittle(chances) ? { auc: null, brier: null, calibrationError: null } : figures(chances)),
    ...(isTooLittle(intervals) ? { coverage: null, width: null } : figures(intervals)),
    ...(little.length > 0 ? { basis: little } : {}),
  };
}

/** Four decimals; null where a figure can't be told, as without a single lost deal. */
function figures(scores: object): Record<string, number | null> {
  return Object.fromEntries(
    Object.entries(scores).map(([name, value]) => [
      name,
      Number.isFinite(value) ? Math.round(Number(value) * 10_000) / 10_000 : null,
    ]),
  );
}

function leftOut({ notBegun, withoutPrice, misread }: History) {
  return { notBegun, withoutListPrice: Object.fromEntries(withoutPrice), misread: misread.length };
}

function evaluationText(result: Evaluation, learned: History, tried: History): string {
  const { model, scores } = result;
  const [own, base] = [scoresJson(scores.model), scoresJson(scores.base)] as Record<string, unknown>[];
  const row = (label: string, name: string, aim: string) =>
    `  ${label.padEnd(34)}${cell(own?.[name])}${cell(base?.[name])}   ${aim}`;
  const without = [...learned.withoutPrice, ...tried.withoutPrice].map(([product, deals]) => `${product} (${deals})`);
  return [
    `Learned from ${model.closed} closed deals until ${model.asOf}, tried on ${result.deals} that closed after ${result.from}`,
    `(${result.looks} looks; ${result.won} won with a known price; ${result.open} open, ${result.tooEarly} closed too early).`,
    '',
    `  ${''.padEnd(34)}${'forecast'.padStart(10)}${'base rate'.padStart(10)}`,
    row('won ranked above lost (AUC)', 'auc', 'higher is better, 0.5 is chance'),
    row('squared error (Brier)', 'brier', 'lower is better'),
    row('calibration error', 'calibrationError', 'lower is better'),
    row('held by the 80 % price interval', 'coverage', '0.8 is meant'),
    row('width of the interval, of list', 'width', 'lower is better'),
    ...(without.length > 0 ? ['', `No list price, so no price at close: ${without.join(', ')}`] : []),
    ...[scores.model.chances, scores.model.intervals]
      .filter(isTooLittle)
      .map(({ of, have, needed }) => `Too little history: ${have} ${of} where ${needed} are needed.`),
  ].join('\n');
}

function cell(value: unknown): string {
  return (typeof value === 'number' ? value.toFixed(4) : '-').padStart(10);
}

const optionalDate = z
  .string()
  .refine(
    (typed) => typed === '' || z.iso.date().safeParse(typed).success,
    'expected a date such as 2026-03-31, or nothing',
  )
  .transform((typed) => (typed === '' ? null : typed));
const amount = z
  .string()
  .regex(/^\d*(\.\d+)?$/, 'expected an amount such as 1054 or 1054.50, or nothing')
  .transform((typed) => (typed === '' ? null : Number(typed)));
const name = z.string().min(1, 'expected a name');
const optionalName = z
  .string()
  .optional()
  .transform((typed) => (typed === undefined || typed === '' ? null : typed));

const pipelineRow = z
  .object({
    opportunity_id: name,
    sales_agent: optionalName,
    product: optionalName,
    account: optionalName,
    deal_stage: z.enum(['Prospecting', 'Engaging', 'Won', 'Lost']),
    engage_date: optionalDate,
    close_date: optionalDate,
    close_value: amount,
  })
  .superRefine(({ deal_stage: stage, engage_date: opened, close_date: closed }, { addIssue }) => {
    const ended = stage === 'Won' || stage === 'Lost';
    const issue = (path: string, message: string) => addIssue({ code: 'custom', path: [path], message });
    if (ended && closed === null) issue('close_date', `expected the date on which the deal was ${stage.toLowerCase()}`);
    if (ended && opened === null) issue('engage_date', 'expected a date, as the deal is closed');
    if (opened !== null && closed !== null && closed < opened) issue('close_date', `expected no date before ${opened}`);
  });
const productRow = z.object({ product: name, sales_price: amount });
const teamRow = z.object({ sales_agent: name, regional_office: optionalName });

/**
 * Reads a folder. Names are compared without blanks, signs and capitals, as people type them: `GTXPro` is `GTX Pro`.
 * @throws FileError where a file or a column is missing
 */
export function readHistory(folder: string): History {
  const misread: string[] = [];
  const rows = <Schema extends z.ZodType>(file: string, schema: Schema, columns: string[]) =>
    readRows(join(folder, file), schema, columns, misread);
  const products = new Map(
    rows('products.csv', productRow, ['product', 'sales_price']).map(({ product, sales_price: price }) => [
      nameKey(product),
      { product, price },
    ]),
  );
  const regions = existsSync(join(folder, 'sales_teams.csv'))
    ? new Map(
        rows('sales_teams.csv', teamRow, ['sales_agent', 'regional_office']).map(
          ({ sales_agent: agent, regional_office: region }) => [nameKey(agent), region],
        ),
      )
    : new Map<string, string | null>();
  const withoutPrice = new Map<string, number>();
  let notBegun = 0;
  const deals = rows('sales_pipeline.csv', pipelineRow, Object.keys(pipelineRow.shape)).flatMap((row): PastDeal[] => {
    if (row.engage_date === null) {
      notBegun += 1;
      return [];
    }
    const known = products.get(nameKey(row.product ?? ''));
    const list = known?.price ?? null;
    if (list === null || list === 0) {
      const missing = row.product ?? 'no product';
      withoutPrice.set(missing, (withoutPrice.get(missing) ?? 0) + 1);
    }
    const won = row.deal_stage === 'Won';
    return [
      {
        id: row.opportunity_id,
        openedOn: row.engage_date,
        closedOn: won || row.deal_stage === 'Lost' ? row.close_date : null,
        won,
        list,
        product: known?.product ?? row.product,
        region: regions.get(nameKey(row.sales_agent ?? '')) ?? null,
        salesperson: row.sales_agent,
        partner: null,
        customer: row.account,
        stages: [],
        priceToList: won && list !== null && list > 0 && row.close_value !== null ? row.close_value / list : null,
      },
    ];
  });
  return { deals, notBegun, withoutPrice, misread };
}

function nameKey(typed: string): string {
  return typed.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

function readRows<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
  columns: readonly string[],
  misread: string[],
): z.output<Schema>[] {
  const [header, ...lines] = recordsOf(path);
  const names = header?.record.map((column) => column.trim()) ?? [];
  const missing = columns.filter((column) => !names.includes(column));
  if (missing.length > 0) {
    throw new FileError([`${path}:1: expected the columns ${missing.join(', ')}, too; found ${names.join(', ')}`]);
  }
  return lines.flatMap(({ record, line }) => {
    if (record.length !== names.length) {
      misread.push(`${path}:${line}: expected ${names.length} fields, found ${record.length}`);
      return [];
    }
    const parsed = schema.safeParse(Object.fromEntries(record.map((value, i) => [names[i], value.trim()])));
    if (parsed.success) return parsed.data;
    misread.push(
      ...parsed.error.issues.map(({ path: at, message }) => {
        const column = String(at[0]);
        return `${path}:${line}: ${column} "${record[names.indexOf(column)]}": ${message}`;
      }),
    );
    return [];
  });
}

function recordsOf(path: string): { record: string[]; line: number }[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new FileError([`${path}: expected a CSV file, and it cannot be read (${(cause as Error).message})`]);
  }
  const read = parse(text, { bom: true, info: true, relax_column_count: true, skip_empty_lines: true });
  return (read as unknown as { record: string[]; info: { lines: number } }[]).map(({ record, info }) => ({
    record,
    line: info.lines,
  }));
}
