/** Files that people write by hand: every mistake is told at once, with its place, and nothing is done by halves. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { readDeal, readProgramme } from '../../../sync-service/commands/programme.ts';
import { FileError } from '../../../sync-service/commands/read-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'fairlead-files-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function problems(read: () => unknown): string[] {
  try {
    read();
  } catch (error) {
    if (error instanceof FileError) return error.problems.map((line) => line.replace(`${folder}/`, ''));
    throw error;
  }
  throw new Error('it was read');
}

const small = file('small.yaml', 'name: Small\ncurrency: EUR\nlevels: [{ key: gold, rank: 1 }]\n');

describe('a programme file', () => {
  it('tells every mistake at once: line and column, what stands there, what was expected', () => {
    const torn = file(
      'torn.yaml',
      `name: Torn
currency: euro
levels:
  - { key: gold, rank: one }
incentives:
  - id: a
    kind: discount
    rate: 7
    requirs: { registration: true }
  - id: b
    kind: rebte
    tiers:
      - { level: platin, from: 100, below: 50, rate: 5%, amount: 3 }
  - id: a
    kind: bonus
    amount: -5
    effective_from: 2026-02-30
`,
    );
    expect(problems(() => readProgramme(torn))).toEqual([
      'torn.yaml:2:1  currency is "euro": expected an ISO 4217 code such as EUR',
      'torn.yaml:4:18  levels[0].rank is "one": expected a number',
      'torn.yaml:6:5  incentives[0].combine is missing: expected add or compound, here or as `discounts` of the programme: it is not guessed',
      'torn.yaml:8:5  incentives[0].rate is 7: expected a percentage such as 7%, or a fraction from 0 to 1 such as 0.07',
      'torn.yaml:9:5  incentives[0].requirs: no such field; did you mean requires?',
      'torn.yaml:11:5  incentives[1].kind is "rebte": expected one of discount, rebate, bonus',
      'torn.yaml:13:9  incentives[1].tiers[0]: expected either a rate or an amount',
      'torn.yaml:13:11  incentives[1].tiers[0].level is "platin": expected the name of a level of this programme (gold)',
      'torn.yaml:13:37  incentives[1].tiers[0].below is 50: expected more than its lower edge, 100',
      'torn.yaml:14:5  incentives[2].id is "a": expected another name: this one stands above already',
      'torn.yaml:16:5  incentives[2].amount is -5: expected an amount of zero or more',
      'torn.yaml:17:5  incentives[2].effectiveFrom is "2026-02-30": expected a date that exists',
    ]);
  });
  it('that is no YAML, empty, a list, or not there is told as what it is', () => {
    expect(problems(() => readProgramme(file('open.yaml', 'name: x\ncurrency: [EUR\n')))[0]).toMatch(
      /^open\.yaml:3:1 /,
    );
    expect(problems(() => readProgramme(file('empty.yaml', '')))).toEqual(['empty.yaml: the file is empty']);
    expect(problems(() => readProgramme(file('list.json', '[1]')))).toEqual([
      'list.json:1:1  the file: expected fields with names',
    ]);
    expect(problems(() => readProgramme(join(folder, 'none.yaml')))).toEqual(['none.yaml: there is no such file']);
  });
  it('may be JSON, and its names may be written with dashes, underlines or blanks', () => {
    const names = file('names.json', '{"name":"N","currency":"EUR","fiscal-year_start":2,"exchange rates":[]}');
    expect(readProgramme(names)).toMatchObject({ fiscalYearStart: 2, exchangeRates: [] });
  });
  it('keeps amounts of more digits than a double holds', () => {
    const long = `${readText}incentives: [{ id: a, kind: bonus, amount: 12345678901234567.89 }]\n`;
    expect(readProgramme(file('long.yaml', long)).incentives[0]?.amount?.toString()).toBe('12345678901234567.89');
  });
});

const readText = 'name: Long\ncurrency: EUR\n';

describe('a deal file', () => {
  it('tells its mistakes the same way, and knows the levels of the programme', () => {
    const torn = file('deal.json', '{"lines":[{"list price":"12,50"}],"partner":{"level":"gld"},"customer_prise":1}');
    expect(problems(() => readDeal(torn, readProgramme(small)))).toEqual([
      'deal.json:1:12  lines[0].listPrice is "12,50": expected a number such as 1200.50, or a percentage such as 7%',
      'deal.json:1:61  customerPrise: no such field; did you mean customerPrice?',
    ]);
    const unknown = file('level.json', '{"lines":[],"partner":{"level":"gld"}}');
    expect(problems(() => readDeal(unknown, readProgramme(small)))).toEqual([
      'level.json:1:24  partner.level is "gld": expected a level of the programme (gold)',
    ]);
  });
  it('takes the words of the trade: term, closes on, purchases by family as they are called', () => {
    const deal = file(
      'words.yaml',
      'closes on: 2026-04-01\nlines: [{ list price: 10, term: 36 }]\npartner: { purchases: { amount: 5, by family: { HPE DX: 3 } } }\n',
    );
    const read = readDeal(deal, readProgramme(small));
    expect(read).toMatchObject({ closeDate: '2026-04-01', lines: [{ termMonths: 36 }] });
    expect(Object.keys(read.partner.purchases?.byFamily ?? {})).toEqual(['HPE DX']);
  });
});

describe('the commands', () => {
  const run = async (...args: string[]) =>
    new Promise<{ code: number; out: string; err: string }>((resolve) => {
      const cli = join(import.meta.dirname, '../../../sync-service/cli.ts');
      execFile(process.execPath, [cli, 'programme', ...args], (error, out, err) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
      );
    });
  const published = (name: string) => join(import.meta.dirname, `../../programmes/${name}.yaml`);

  it('check exits with 1 where something is found, 0 where nothing is, 2 for what is no programme', async () => {
    const found = await run('check', published('netapp-2016'), '--json');
    expect(found.code).toBe(1);
    const { findings } = JSON.parse(found.out) as { findings: { kind: string; line: number; path: string }[] };
    expect(findings).toContainEqual(expect.objectContaining({ kind: 'gap', line: 13, path: 'incentives[0].tiers[3]' }));
    expect((await run('check', published('cisco-2015'))).code).toBe(0);
    expect(await run('check', join(folder, 'none.yaml'))).toMatchObject({ code: 2, out: '' });
  });
  it('price prints one JSON object whose lines add up, with every decision', async () => {
    const deal = file('netapp.json', '{"lines":[{"listPrice":300000}],"customerPrice":310000,"customer":{"new":true}}');
    const { code, out } = await run('price', published('netapp-2016'), '--deal', deal, '--json');
    expect(code).toBe(0);
    // 310,000 less 300,000, and 22,000 by size.
    expect(JSON.parse(out)).toMatchObject({
      programme: 'NetApp 2016',
      list: '300000.00',
      frontMargin: '10000.00',
      backMargin: '22000.00',
      total: '32000.00',
      totalPercent: '10.32',
      decisions: [{ incentive: 'net-new@1', outcome: 'applied', amount: '22000.00' }],
    });
  });
});
