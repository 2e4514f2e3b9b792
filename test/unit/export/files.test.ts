import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openExport } from '../../../sync-service/export/files.ts';
import { at, type TableName } from '../../../sync-service/export/tables.ts';

const account = 'Id,Name\n0015g00000AbCdE,Hansa Werft\n';
const head = 'Id,Name,StageName,CloseDate,OwnerId,CreatedDate\n';
const registration = 'Id,Partner__c,Status__c,CreatedDate\n';

describe('The files of an export', () => {
  let folder = '';
  let told: string[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'files-'));
    told = [];
    write('Account', account);
    write('Opportunity', head);
    write('Deal_Registration__c', registration);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (name: string, content: string | Buffer) => writeFileSync(join(folder, `${name}.csv`), content);
  const opened = () => {
    const tell = (text: string) => told.push(text.replaceAll(`${folder}/`, ''));
    return openExport(
      folder,
      {},
      { misread: tell, doubtful: (path, problem) => tell(path + problem), progress: () => undefined },
    );
  };
  const valuesOf = (table: TableName, column: string): string[] => {
    const values: string[] = [];
    opened().read(table, (row) => values.push(row.text(at(table, column))));
    return values;
  };

  it('give ids of 18 characters where they hold 15', () => {
    expect(valuesOf('Account', 'Id')).toEqual(['0015g00000AbCdEAAV']);
  });

  it('tell a day that no calendar has, and pass its row over', () => {
    const row = (id: number, closes: string) =>
      `00600000000000${id},Deal,Open,${closes},005000000000001,2025-01-05 10:00:00\n`;
    write(
      'Opportunity',
      head + row(1, '2025-02-28') + row(2, '2025-02-30') + row(3, '2024-02-29') + row(4, '2025-04-31'),
    );
    expect(valuesOf('Opportunity', 'CloseDate')).toEqual(['2025-02-28', '2024-02-29']);
    expect(told).toEqual([
      'Opportunity.csv, line 3, column CloseDate: expected a date such as 2026-03-31, found "2025-02-30"',
      'Opportunity.csv, line 5, column CloseDate: expected a date such as 2026-03-31, found "2025-04-31"',
    ]);
  });

  it('are refused where one without which there is nothing to audit can’t be used', () => {
    write('Opportunity', '');
    expect(opened).toThrow('Opportunity.csv, line 1: expected the names of the columns, found an empty file');
    write('Opportunity', head.replaceAll(',', ';'));
    expect(opened).toThrow('Opportunity.csv, line 1: expected commas between the columns, found "Id;Name;StageName');
    write('Opportunity', 'Id,Name,StageName,OwnerId\n');
    expect(opened).toThrow(
      'Opportunity.csv, line 1: expected the columns CloseDate, CreatedDate, too; found "Id,Name,StageName,OwnerId"',
    );
    write('Opportunity', Buffer.from(`\ufeff${head}`, 'utf16le'));
    expect(opened).toThrow('Opportunity.csv, line 1: expected UTF-8, found UTF-16; export it again as UTF-8');
  });

  it('are read without another one that can’t be used, as if it were not there', () => {
    write('Task', '');
    write('Event', 'Id,WhatId\n');
    const files = opened();
    expect(files.has('Task')).toBe(false);
    expect(files.unusable.map(({ path, problem }) => path.slice(folder.length + 1) + problem)).toEqual([
      'Task.csv, line 1: expected the names of the columns, found an empty file',
      'Event.csv, line 1: expected the column CreatedDate, too; found "Id,WhatId"',
    ]);
  });

  it('tell once a file of bytes that are no UTF-8, and from which line on', () => {
    const rows = ['Düne', 'Möwe', 'Muschel', 'Krähe'].map((name, i) => `00000000000000${i},${name}\n`).join('');
    write('Account', Buffer.from(`Id,Name\n${rows}`, 'latin1'));
    expect(valuesOf('Account', 'Name')).toHaveLength(4);
    expect(told).toEqual([
      'Account.csv, line 2: expected UTF-8, found bytes that are none, as in 2 more rows; letters are lost there',
    ]);
    told = [];
    write('Account', `Id,Name\n${rows}`);
    expect(valuesOf('Account', 'Name')).toEqual(['Düne', 'Möwe', 'Muschel', 'Krähe']);
    expect(told).toEqual([]);
  });
});
