/** `fairlead settle` on real files: in, out, and again. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { settle, type SettleOptions } from '../../../../sync-service/commands/settle.ts';
import { programmeSchema } from '../../../../sync-service/domain/programme/schema.ts';

/** Published in 2012: quarterly 5 % from 100,000, all or nothing; later 2 %, and 1, 3 or 5 % above 15, 30 or 45 % growth. */
const programme = programmeSchema.parse({
  name: 'Published rules',
  currency: 'GBP',
  incentives: [
    {
      ...{
        id: 'volume',
        name: 'Volume rebate',
        kind: 'rebate',
        base: 'period purchases',
        period: 'quarter',
        rate: '5%',
      },
      requires: { purchases: { from: 100_000 } },
      payableAfterDays: 30,
    },
    {
      ...{ id: 'growth', name: 'Growth rebate', kind: 'rebate', base: 'period purchases', period: 'quarter' },
      ...{ tiersBy: 'growth', rate: '2%' },
      tiers: [
        { above: '15%', to: '30%', rate: '3%' },
        { above: '30%', to: '45%', rate: '5%' },
        { above: '45%', rate: '7%' },
      ],
    },
  ],
});

const header =
  'type,partner,partner_name,date,recorded_on,incentive,period,cause,posted_at,deal,deal_name,amount,currency';
const buys = (partner: string, date: string, amount: string, recorded = '') =>
  `purchase,${partner},,${date},${recorded},,,,,,,${amount},GBP`;
const who = (partner: string, name: string) => `partner,${partner},${name},,,,,,,,,,`;
const ledger = [
  header,
  who('corvus', '"Corvus, Ltd"'),
  buys('corvus', '2026-05-10', '100000'),
  buys('corvus', '2026-08-10', '120000'),
  'accrual,corvus,,,,base@1,2026-Q3,won 1,2026-08-10T08:00:00Z,006A,Rollout Nord,75.50,GBP',
  buys('nordwind', '2026-05-10', '100000'),
  buys('nordwind', '2026-08-10', '115000'),
  buys('tiny', '2026-08-10', '10'),
];

let folder: string;
let printed: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fairlead-settle-'));
  printed = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

async function run(lines: readonly string[], options: Partial<SettleOptions> = {}, date = '2026-10-15') {
  const path = join(folder, 'ledger.csv');
  writeFileSync(path, lines.join('\n'));
  await settle(
    { programme: 'programme.yaml', ledger: path, period: '2026-Q3', out: join(folder, 'out'), ...options },
    { readProgramme: () => programme, now: () => Date.parse(`${date}T08:00:00Z`), print: (text) => printed.push(text) },
  );
  return readFileSync(join(folder, 'out', 'settlement.csv'), 'utf8')
    .trim()
    .split('\n');
}
const failure = async (lines: readonly string[]) =>
  run(lines).then(
    () => 'none',
    (error: Error) => error.message.replaceAll(join(folder, 'ledger.csv'), 'ledger.csv'),
  );
const json = () => JSON.parse(printed.at(-1) ?? '') as { postings: number; incentives: Record<string, unknown>[] };

describe('fairlead settle', () => {
  it('posts what the published rules say', async () => {
    await run(ledger, { json: true });
    // corvus: 5 % of 120,000, and 3 % for 20 % growth; nordwind: 5 % of 115,000, and 2 % for exactly 15 %;
    // tiny: below the threshold, and growth from nothing is none.
    expect(json()).toMatchObject({
      ...{ period: '2026-Q3', from: '2026-07-01', until: '2026-10-01', closesOn: '2026-12-30', closed: false },
      ...{ currency: 'GBP', partners: 3, lines: 7, postings: 4 },
      incentives: [
        { id: 'volume', partners: 2, base: '235000', worth: '11750', posted: '0', change: '11750' },
        { id: 'growth', partners: 2, base: '235000', worth: '5900', posted: '0', change: '5900' },
      ],
    });
  });
  it('changes nothing when what it posted stands in the ledger, and posts only the difference of a credit note', async () => {
    const [columns, ...posted] = await run(ledger);
    const names = header.split(',');
    const own = (columns ?? '').split(',');
    // The ledger in the columns of the settlement, each partner's lines together.
    const widened = ledger.slice(1).map((line) => {
      const cells = line.replace('"Corvus, Ltd"', 'Corvus Ltd').split(',');
      return own.map((column) => cells[names.indexOf(column)] ?? '').join(',');
    });
    const of = (partner: string, lines: string[]) => lines.filter((line) => line.split(',')[1] === partner);
    const all = ['corvus', 'nordwind', 'tiny'].flatMap((each) => [...of(each, widened), ...of(each, posted)]);
    expect(await run([columns ?? '', ...all], { json: true }, '2026-10-20')).toEqual([columns]);
    expect(json()).toMatchObject({
      postings: 0,
      incentives: [
        { posted: '11750', change: '0' },
        { posted: '5900', change: '0' },
      ],
    });

    const cells = buys('corvus', '2026-08-10', '-30000', '2026-10-19').split(',');
    const row = own.map((column) => cells[names.indexOf(column)] ?? '').join(',');
    await run([columns ?? '', row, ...all], { json: true }, '2026-10-20');
    // corvus has 90,000 left: no volume, and no growth beyond the 2 % that everyone has, 1,800 instead of 3,600.
    expect(json()).toMatchObject({ postings: 2, incentives: [{ change: '-6000' }, { change: '-1800' }] });
  });
  it('prints a table for people', async () => {
    await run(ledger);
    expect(printed[0]?.split('\n').slice(0, 6)).toEqual([
      '2026-Q3, 2026-07-01 until 2026-10-01: 3 partners, 7 lines, 4 postings, amounts in GBP',
      '',
      'Incentive               Partners       Base     Worth  Posted before  Posted now',
      'Volume rebate (volume)         2  235000.00  11750.00           0.00    11750.00',
      'Growth rebate (growth)         2  235000.00   5900.00           0.00     5900.00',
      '',
    ]);
    expect(printed[0]).toContain('Open for corrections until 2026-12-30.');
  });
  it('writes statements when asked to, in the language asked for', async () => {
    await run(ledger, { statements: true, language: 'de' });
    const statements = join(folder, 'out', 'statements');
    expect(readdirSync(statements).sort()).toEqual([...['corvus.csv', 'corvus.html', 'nordwind.csv', 'nordwind.html']]);
    const page = readFileSync(join(statements, 'corvus.html'), 'utf8');
    for (const text of ['Partnerabrechnung', 'Corvus, Ltd', 'Rollout Nord', 'Volume rebate', '6.000,00']) {
      expect(page).toContain(text);
    }
    expect(readFileSync(join(statements, 'corvus.csv'), 'utf8')).toContain('Endsaldo,,,,,,,,,,,,,9675.50,GBP');
  });
  it('writes no statements otherwise', async () => {
    await run(ledger);
    expect(readdirSync(join(folder, 'out'))).toEqual(['settlement.csv']);
  });
  it('keeps every partner apart in files, whatever his id', async () => {
    const ids = ['../up', '..\\up', 'a/b', 'a_b', 'A_B'];
    await run([header, ...ids.map((id) => buys(id, '2026-08-10', '100000'))], { statements: true });
    const pages = readdirSync(join(folder, 'out', 'statements')).filter((file) => file.endsWith('.html'));
    expect(new Set(pages.map((file) => file.toLowerCase())).size).toBe(5);
    expect(readdirSync(folder).sort()).toEqual(['ledger.csv', 'out']);
  });
});

describe('fairlead settle refuses', () => {
  it('a row that cannot be read, naming file, line, column and what was expected', async () => {
    const broken = ledger.with(3, buys('corvus', '2026-08-32', '120000'));
    expect(await failure(broken)).toBe(
      'ledger.csv, line 4, column date: expected a date such as 2026-08-31, found "2026-08-32"',
    );
    expect(readdirSync(join(folder, 'out'))).toEqual([]);
  });
  it('partners that are mixed', async () => {
    expect(await failure([...ledger, buys('corvus', '2026-08-10', '1')])).toBe(
      'ledger.csv, line 9: partner corvus comes again after partner tiny; expected all lines of a partner together: sort the ledger by partner',
    );
  });
  it('too few fields, unknown and missing columns, and no columns at all', async () => {
    expect(await failure([header, 'purchase,corvus'])).toBe('ledger.csv, line 2: expected 13 fields, found 2');
    expect(await failure(['type,partner,amuont,currency'])).toContain(
      'ledger.csv, line 1: column amuont: expected columns',
    );
    expect(await failure(['type,partner'])).toBe('ledger.csv, line 1: expected the columns amount, currency, too');
    expect(await failure([])).toBe('ledger.csv, line 1: expected the names of the columns, found nothing');
  });
  it('text that is no CSV, and a file that is not there', async () => {
    expect(await failure([header, 'purchase,"corvus'])).toContain('ledger.csv, line 2: expected CSV');
    const missing = settle(
      { programme: '', ledger: join(folder, 'none.csv'), period: '2026-Q3', out: folder },
      { readProgramme: () => programme, now: () => Date.parse('2026-10-15'), print: () => undefined },
    );
    await expect(missing).rejects.toThrow('none.csv cannot be read: ENOENT');
    expect(existsSync(join(folder, 'settlement.csv'))).toBe(false);
  });
  it('a period that is none or not over, and a language it does not speak', async () => {
    await expect(run(ledger, { period: 'Q3' })).rejects.toThrow('expected a period such as');
    await expect(run(ledger, {}, '2026-09-30')).rejects.toThrow('2026-Q3 can be settled from 2026-10-01');
    await expect(run(ledger, { statements: true, language: 'it' })).rejects.toThrow('expected one of the languages');
  });
});
