/** What `fairlead match` prints for pairs of companies in a file. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { matchPairs } from '../../../sync-service/commands/match.ts';
import { FileError } from '../../../sync-service/commands/read-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'match-'));
afterAll(() => rmSync(folder, { recursive: true }));

function matched(content: string) {
  const path = join(folder, 'pairs.csv');
  writeFileSync(path, content);
  const [printed, warned]: [string[], string[]] = [[], []];
  matchPairs(path, { print: (line) => printed.push(line), warn: (line) => warned.push(line.replace(folder, '')) });
  return { rows: parse(printed.join('\n'), { columns: true }) as Record<string, string>[], warned };
}

describe('match', () => {
  it('says of each pair, in order, whether it is one customer, how surely and why', () => {
    const { rows } = matched(
      'name1,name2\n"Nordwind Logistik, GmbH",NORDWIND LOGISTIK\nDeutsche Bank,Deutsche Post\nГазпром ПАО,Gazprom PJSC\n',
    );
    expect(rows.map(({ name1, match }) => [name1, match])).toEqual([
      ['Nordwind Logistik, GmbH', 'true'],
      ['Deutsche Bank', 'false'],
      ['Газпром ПАО', 'true'],
    ]);
    for (const { score, match, reasons } of rows) {
      expect(Number(score) >= 0.7).toBe(match === 'true');
      expect(reasons).not.toBe('');
    }
  });

  it('takes what else is known of either: a place in the name counts where countries are known', () => {
    const names = 'Faberlic,Faberlic Europe';
    expect(matched(`name1,name2\n${names}\n`).rows[0]?.['match']).toBe('true');
    const known = matched(`name1,name2,country1,country2\n${names},RU,PL\n`);
    expect(known.rows[0]?.['match']).toBe('false');
    const sites =
      'name1,name2,website1,Website_2,tax id 1\nAcme,ACM Industries,https://www.acme.example.com,acme.com,\n';
    expect(matched(sites).rows[0]?.['reasons']).toMatch('domain');
  });

  it('tells a row without a name by its place and goes on', () => {
    const { rows, warned } = matched('name1,name2\nA,\n"Nordwind","Nordwind"\n');
    expect(warned).toEqual(['/pairs.csv, line 2, column name2: expected a name, found nothing']);
    expect(rows).toHaveLength(1);
  });

  it('asks for its columns and its file', () => {
    expect(() => matched('name1,other\nA,B\n')).toThrow(FileError);
    expect(() => matched('name1,other\nA,B\n')).toThrow('line 1: expected the column name2; found name1, other');
    expect(() => matched('')).toThrow('line 1: expected the columns name1 and name2, found an empty file');
    const io = { print: () => undefined, warn: () => undefined };
    expect(() => matchPairs(join(folder, 'none.csv'), io)).toThrow('expected a file that can be read (ENOENT)');
  });

  it('tells a column that is nearly one of its own', () => {
    const { rows, warned } = matched('name1,name2,countri1,Remark\nNordwind,Nordwind,DE,\n');
    expect(warned).toEqual(['/pairs.csv, line 1: the column countri1 is passed over; did you mean country1?']);
    expect(rows).toHaveLength(1);
  });

  it('learns weights from the column same, and scores by them', () => {
    const [pairs, out] = [join(folder, 'decided.csv'), join(folder, 'weights.json')];
    writeFileSync(pairs, 'name1,name2,same\nNordwind,Nordwind,true\nNordwind,Corvus,maybe\n');
    const warned: string[] = [];
    const printed: string[] = [];
    const io = { print: (line: string) => printed.push(line), warn: (line: string) => warned.push(line) };
    matchPairs(pairs, io, { weightsOut: out });
    expect(warned).toEqual([`${pairs}, line 3, column same: expected true or false, found maybe`]);
    const learned = JSON.parse(readFileSync(out, 'utf8')) as { fields: { words: { same: { m: number } } } };
    expect(learned.fields.words.same.m).toBeGreaterThan(0.62);
    matchPairs(pairs, io, { weights: out });
    expect(printed).toHaveLength(6);
    writeFileSync(out, '{ "version": 2 }');
    expect(() => matchPairs(pairs, io, { weights: out })).toThrow(FileError);
  });

  it('asks for the column same where it shall learn', () => {
    const io = { print: () => undefined, warn: () => undefined };
    const path = join(folder, 'undecided.csv');
    writeFileSync(path, 'name1,name2\nA,B\n');
    expect(() => matchPairs(path, io, { weightsOut: join(folder, 'w.json') })).toThrow('expected the column same');
  });
});
