import { describe, expect, it } from '@jest/globals';
import { BulkChanges, momentOf } from '../../../sync-service/export/bulk-changes.ts';

const [emil, anna] = ['005Qy0000000001AAA', '005Qy0000000002AAA'];
const opportunity = (number: number) => `006Qy000000${String(number).padStart(4, '0')}AAA`;
const second = Date.parse('2026-03-11T02:00:00Z');
const load = momentOf(emil, second, 'StageName');

function changesOf(rows: readonly [record: number, moment: string][]): string[] {
  const changes = new BulkChanges();
  for (const [record, moment] of rows) changes.add(opportunity(record), moment);
  return changes.found();
}
const records = (count: number, moment: string) =>
  Array.from({ length: count }, (_, i): [number, string] => [i, moment]);

describe('Changes of many records at once', () => {
  it('are ten by one person in one second, not nine', () => {
    expect(changesOf(records(9, load))).toEqual([]);
    expect(changesOf(records(10, load))).toEqual([load]);
  });
  it('are of one second: its last thousandth, not the one after it', () => {
    expect(momentOf(emil, second + 999, 'StageName')).toBe(load);
    expect(momentOf(emil, second + 1000, 'StageName')).not.toBe(load);
  });
  it('are none where one record comes often, or by different people and in different fields', () => {
    const others = [...records(9, momentOf(anna, second, 'StageName')), ...records(9, momentOf(emil, second, ''))];
    expect(changesOf([...records(9, load), ...records(9, load), ...others])).toEqual([]);
  });
  it('are found among many moments', () => {
    const single = Array.from({ length: 20_000 }, (_, i): [number, string] => [
      i % 10,
      momentOf(i % 2 === 0 ? emil : anna, second + i * 1000, 'StageName'),
    ]);
    expect(changesOf([...single, ...records(10, load)])).toEqual([load]);
  });
});
