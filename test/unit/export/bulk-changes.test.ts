import { describe, expect, it } from '@jest/globals';
import { BulkChanges, momentOf } from '../../../sync-service/export/bulk-changes.ts';
import type { CsvRow } from '../../../sync-service/export/csv.ts';

const [emil, anna] = ['005Qy0000000001AAA', '005Qy0000000002AAA'];
const opportunity = (number: number) => `006Qy000000${String(number).padStart(4, '0')}AAA`;
const second = Date.parse('2026-03-11T02:00:00Z');

type Change = [record: number, byId: string, at: number, field: string];

/** A row of three columns: record, person, time. */
function rowOf([record, byId, at]: Change): CsvRow {
  const values = [opportunity(record), byId, new Date(at).toISOString()];
  const starts = values.map((_, column) => values.slice(0, column).join(',').length + Math.min(column, 1));
  return {
    line: 2,
    bytes: Buffer.from(values.join(',')),
    startOf: (column) => starts[column]!,
    endOf: (column) => starts[column]! + values[column]!.length,
    hasQuotes: () => false,
    text: (column) => values[column]!,
    moveTo: () => {
      throw new Error('no value of it is moved');
    },
  };
}

function changesOf(rows: readonly Change[]): string[] {
  const changes = new BulkChanges({ record: 0, by: 1, created: 2 });
  for (const row of rows) changes.see(rowOf(row), row[3]);
  return changes.found();
}
const records = (count: number, byId = emil, at = second, field = 'StageName') =>
  Array.from({ length: count }, (_, i): Change => [i, byId, at, field]);
const load = momentOf(emil, second, 'StageName');

describe('Changes of many records at once', () => {
  it('are ten by one person in one second, not nine', () => {
    expect(changesOf(records(9))).toEqual([]);
    expect(changesOf(records(10))).toEqual([load]);
  });
  it('are of one second: its last thousandth, not the one after it', () => {
    expect(changesOf([...records(9), [9, emil, second + 999, 'StageName']])).toEqual([load]);
    expect(changesOf([...records(9), [9, emil, second + 1000, 'StageName']])).toEqual([]);
  });
  it('are none where one record comes often, or by different people and in different fields', () => {
    const others = [...records(9, anna), ...records(9, emil, second, '')];
    expect(changesOf([...records(9), ...records(9), ...others])).toEqual([]);
  });
  it('are found among many moments', () => {
    const single = Array.from({ length: 20_000 }, (_, i): Change => [
      i % 10,
      i % 2 === 0 ? emil : anna,
      second + (i + 1) * 1000,
      'StageName',
    ]);
    expect(changesOf([...single, ...records(10)])).toEqual([load]);
  });
});
