/** `fairlead forecast evaluate`, from folders as a CRM's export leaves them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { evaluateForecast, readHistory } from '../../../sync-service/commands/forecast.ts';
import { FileError } from '../../../sync-service/commands/read-file.ts';
import { played } from '../domain/forecast/past.ts';

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

const header = 'opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value';
const products = 'product,series,sales_price\nGTX Pro,GTX,4821\nMG Special,MG,55\n';
const teams = 'sales_agent,manager,regional_office\nAnna S.,Dustin,Central\n';

function folder(pipeline: string | null, own: Record<string, string> = {}): string {
  const path = mkdtempSync(join(tmpdir(), 'fairlead-forecast-'));
  folders.push(path);
  const files = { 'products.csv': products, 'sales_teams.csv': teams, ...own };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
  if (pipeline !== null) writeFileSync(join(path, 'sales_pipeline.csv'), `${header}\n${pipeline}`);
  return path;
}

function withoutFolder(problems: readonly string[], path: string): string[] {
  return problems.map((problem) => problem.replaceAll(`${path}/`, ''));
}

describe('A folder of deals', () => {
  it('is read with names as people type them', () => {
    const { deals } = readHistory(folder('A1,anna s.,GTXPro,Isdom,Won,2017-01-01,2017-03-01,2410.50\n'));
    expect(deals).toEqual([
      {
        id: 'A1',
        openedOn: '2017-01-01',
        closedOn: '2017-03-01',
        won: true,
        list: 4821,
        product: 'GTX Pro',
        region: 'Central',
        salesperson: 'anna s.',
        partner: null,
        customer: 'Isdom',
        stages: [],
        priceToList: 0.5,
      },
    ]);
  });

  it('counts deals nobody has begun, and products without a list price', () => {
    const { deals, notBegun, withoutPrice } = readHistory(
      folder('A1,Anna S.,GTX Pro,,Prospecting,,,\nA2,Anna S.,Mystery,Isdom,Won,2017-01-01,2017-03-01,50\n'),
    );
    expect(notBegun).toBe(1);
    expect([...withoutPrice]).toEqual([['Mystery', 1]]);
    expect(deals.map(({ id, priceToList }) => [id, priceToList])).toEqual([['A2', null]]);
  });

  it('tells each row that cannot be read, with its place, and goes on', () => {
    const path = folder(
      [
        'A1,Anna S.,GTX Pro,Isdom,Won,2017-01-01,,2410',
        'A2,Anna S.,GTX Pro,Isdom,Won,2017-03-02,2017-03-01,2410',
        'A3,Anna S.,GTX Pro,Isdom,Sold,2017-02-30,2017-03-01,much',
        'A4,Anna S.,GTX Pro',
        'A5,Anna S.,GTX Pro,Isdom,Lost,2017-01-01,2017-03-01,0',
      ].join('\n'),
    );
    const { deals, misread } = readHistory(path);
    expect(deals.map(({ id }) => id)).toEqual(['A5']);
    expect(withoutFolder(misread, path)).toEqual([
      'sales_pipeline.csv:2: close_date "": expected the date on which the deal was won',
      'sales_pipeline.csv:3: close_date "2017-03-01": expected no date before 2017-03-02',
      expect.stringMatching(/^sales_pipeline\.csv:4: deal_stage "Sold": .*Prospecting.*Won/),
      'sales_pipeline.csv:4: engage_date "2017-02-30": expected a date such as 2026-03-31, or nothing',
      'sales_pipeline.csv:4: close_value "much": expected an amount such as 1054 or 1054.50, or nothing',
      'sales_pipeline.csv:5: expected 8 fields, found 3',
    ]);
  });

  it('cannot do without a file, nor without a column', () => {
    const [missing, short] = [folder(null), folder('', { 'products.csv': 'product\nGTX Pro\n' })];
    const problem = (path: string) => {
      try {
        readHistory(path);
      } catch (error) {
        if (error instanceof FileError) return withoutFolder(error.problems, path)[0];
      }
      return null;
    };
    expect(problem(missing)).toMatch(/^sales_pipeline\.csv: expected a CSV file/);
    expect(problem(short)).toBe('products.csv:1: expected the columns sales_price, too; found product');
  });
});

describe('forecast evaluate', () => {
  const rows = played({
    seed: 'cli',
    deals: 3000,
    chance: ({ closedOn }) => (Number(closedOn.slice(5, 7)) % 3 === 0 ? 0.8 : 0.5),
  }).map(({ id, openedOn, closedOn, won, priceToList }) => ({
    openedOn,
    row: [
      id,
      'Anna S.',
      'GTX Pro',
      'Isdom',
      won ? 'Won' : 'Lost',
      openedOn,
      closedOn,
      4821 * (priceToList ?? 0),
    ].join(),
  }));
  const part = (keep: (openedOn: string) => boolean) =>
    folder(rows.flatMap(({ openedOn, row }) => (keep(openedOn) ? row : [])).join('\n'));
  const [train, test] = [part((on) => on < '2025-03-01'), part((on) => on >= '2025-03-01')];
  const run = (options: { train: string; test: string; json?: boolean }) => {
    const [printed, warned]: [string[], string[]] = [[], []];
    evaluateForecast(options, { print: (text) => printed.push(text), warn: (text) => warned.push(text) });
    return { printed: printed.join('\n'), warned };
  };

  it('prints every figure of the forecast and of the base rate as JSON', () => {
    const told = JSON.parse(run({ train, test, json: true }).printed) as Record<
      'model' | 'base',
      Record<string, number>
    >;
    const names = ['auc', 'brier', 'calibrationError', 'coverage', 'width'];
    expect(Object.keys(told.model)).toEqual(names);
    expect(Object.keys(told.base)).toEqual(names);
    expect(told.base['auc']).toBe(0.5);
    expect(told.model['auc']).toBeGreaterThan(0.5);
    expect(told.model['coverage']).toBeGreaterThan(0.75);
  });

  it('prints them side by side for people', () => {
    expect(run({ train, test }).printed).toMatch(/held by the 80 % price interval\s+0\.\d{4}\s+0\.\d{4}/);
  });

  it('owns up to too little history instead of guessing', () => {
    const few = folder(
      rows
        .slice(0, 60)
        .map(({ row }) => row)
        .join('\n'),
    );
    const told = JSON.parse(run({ train: few, test, json: true }).printed) as { model: Record<string, unknown> };
    expect(told.model['auc']).toBeNull();
    expect(told.model['basis']).toContainEqual({
      kind: 'too little history',
      of: 'closed deals',
      have: 60,
      needed: 100,
    });
  });

  it('refuses a test without later deals', () => {
    expect(() => run({ train, test: part((on) => on < '2024-06-01') })).toThrow(
      /expected deals closed after 2025-02-2\d/,
    );
  });
});
