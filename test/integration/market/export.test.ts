import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { generateMarket } from '../../market/index.ts';
import type { Row } from '../../market/tables.ts';
import { writeExport, type Written } from '../../market/write-export.ts';

const asOf = Date.parse('2026-03-02T12:00:00Z');
const parts = () => generateMarket({ seed: 'export', opportunities: 400, asOf, bypassShare: 0.5 });
const folder = mkdtempSync(join(tmpdir(), 'fairlead-market-'));
const read = (path: string) => parse(readFileSync(path), { columns: true }) as Record<string, string>[];
afterAll(() => rmSync(folder, { recursive: true }));

describe('An export', () => {
  let written: Written;
  const made = new Map<string, Row[]>();
  const cases: string[] = [];

  beforeAll(async () => {
    for (const part of parts()) {
      for (const [object, rows] of part.rows) made.set(object, [...(made.get(object) ?? []), ...rows]);
      cases.push(...part.truth.cases.map(({ opportunityId }) => opportunityId));
    }
    written = await writeExport(parts(), join(folder, 'service'));
    await writeExport(parts(), join(folder, 'loader'), { dialect: 'data loader' });
  });

  it('has a file for every object, with as many rows as it says', () => {
    const files = readdirSync(join(folder, 'service')).sort();
    expect(files).toEqual(
      Object.keys(written)
        .map((name) => `${name}.csv`)
        .sort(),
    );
    for (const [name, rows] of Object.entries(written)) {
      expect([name, read(join(folder, 'service', `${name}.csv`)).length]).toEqual([name, rows]);
    }
  });

  it('says the same as the rows it was made from', () => {
    const exported = read(join(folder, 'loader', 'Deal_Registration__c.csv'));
    const rows = made.get('Deal_Registration__c')!;
    expect(exported.length).toBe(rows.length);
    exported.forEach((line, index) => {
      for (const [field, value] of Object.entries(line))
        expect([field, value]).toEqual([field, String(rows[index]![field] ?? '')]);
    });
  });

  it('leaves out no field that the rows have', () => {
    const lost = new Set<string>();
    for (const [object, rows] of made) {
      if (object === 'PermissionSetAssignment' || object === 'Fairlead__c') continue;
      const header = Object.keys(read(join(folder, 'service', `${object}.csv`))[0]!);
      const unmodified = /History$/.test(object) ? ['LastModifiedDate', 'LastModifiedById', 'SystemModstamp'] : [];
      const setUp = object === 'User' ? ['LocaleSidKey', 'LanguageLocaleKey', 'EmailEncodingKey'] : [];
      for (const field of rows.flatMap(Object.keys)) {
        if (![...header, ...unmodified, ...setUp].includes(field)) lost.add(`${object}.${field}`);
      }
    }
    expect([...lost]).toEqual([]);
  });

  it('quotes every field and writes 1, 0 and GMT without a T, as the export service does', () => {
    const [header, first] = readFileSync(join(folder, 'service', 'Opportunity.csv'), 'utf8').split('\n');
    expect(header).toMatch(/^"Id","AccountId","Name","StageName",/);
    expect(first!.split('","').length).toBe(header!.split('","').length);
    const [row] = read(join(folder, 'service', 'Opportunity.csv'));
    expect(row!['CreatedDate']).toMatch(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/);
    expect(row!['CloseDate']).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(row!['IsDeleted']).toBe('0');
    expect(row!['HasOpportunityLineItem']).toBe('1');
  });

  it('writes true, false and ISO instants, as Data Loader does', () => {
    const [row] = read(join(folder, 'loader', 'Opportunity.csv'));
    expect(row!['CreatedDate']).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.000Z$/);
    expect(row!['IsDeleted']).toBe('false');
  });

  it('brings the truth beside the records', () => {
    const truth = read(join(folder, 'service', 'truth.csv'));
    expect(truth.map((row) => row['OpportunityId'])).toEqual(cases);
    expect(truth.length).toBeGreaterThan(20);
    const opportunities = new Set(read(join(folder, 'service', 'Opportunity.csv')).map((row) => row['Id']));
    expect(truth.filter((row) => !opportunities.has(row['OpportunityId']))).toEqual([]);
  });
});

describe('scripts/generate-market.ts', () => {
  const run = (...args: string[]) =>
    new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
      execFile(process.execPath, ['scripts/generate-market.ts', ...args], (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
      );
    });

  it('writes the files and says what it wrote where', async () => {
    const out = join(folder, 'script');
    const { code, stdout } = await run('--opportunities', '50', '--seed', 's', '--out', out);
    expect(code).toBe(0);
    expect(stdout).toMatch(/Opportunity\.csv +5\d\n/);
    expect(stdout).toContain(`written to ${out} in`);
    expect(read(join(out, 'Opportunity.csv')).length).toBeGreaterThanOrEqual(50);
  });

  it('names every wrong setting, writes nothing and exits with 2', async () => {
    const out = join(folder, 'nothing');
    const { code, stderr } = await run(
      '--opportunities',
      'many',
      '--out',
      out,
      '--bypass-share',
      '3',
      '--as-of',
      'today',
    );
    expect(code).toBe(2);
    expect(stderr).toContain('--opportunities must be a whole number from 1 to 10000000');
    expect(stderr).toContain('--seed is missing');
    expect(stderr).toContain('--bypass-share must be at most 1');
    expect(stderr).toContain('--as-of must be an instant such as 2026-01-31T00:00:00Z');
    expect(existsSync(out)).toBe(false);
  });

  it('exits with 2 on an option it does not know', async () => {
    const { code, stderr } = await run('--opportunity', '5');
    expect(code).toBe(2);
    expect(stderr).toContain("Unknown option '--opportunity'");
  });
});
