import { describe, expect, it } from '@jest/globals';
import { BulkChanges, momentOf } from '../../../sync-service/export/bulk-changes.ts';

const [emil, anna] = ['005Qy0000000001AAA', '005Qy0000000002AAA'];
const opportunity = (number: number) => `006Qy000000${String(number).padStart(4, '0')}AAA`;
const second = Date.parse('2026-03-11T02:00:00Z');

function changesOf(rows: readonly [record: number, byId: string, at: number][]): string[] {
  const changes = new BulkChanges();
  for (const [record, byId, at] of rows) changes.add(opportunity(record), byId, at);
  return changes.found();
}

describe('Changes of several records at once', () => {
  it('are three by one person in one second, not two', () => {
    expect(
      changesOf([
        [1, emil, second],
        [2, emil, second + 999],
      ]),
    ).toEqual([]);
    expect(
      changesOf([
        [1, emil, second],
        [2, emil, second + 500],
        [3, emil, second + 999],
      ]),
    ).toEqual([momentOf(emil, second)]);
  });
  it('are none where several fields of one record changed, in different seconds, or by different people', () => {
    expect(
      changesOf([
        [1, emil, second],
        [1, emil, second],
        [1, emil, second],
        [2, emil, second],
        [3, emil, second + 1000],
        [4, anna, second],
      ]),
    ).toEqual([]);
  });
  it('are found among many moments', () => {
    const rows = Array.from({ length: 20_000 }, (_, i): [number, string, number] => [
      i % 10,
      i % 2 === 0 ? emil : anna,
      second + i * 1000,
    ]);
    const load = Array.from({ length: 3 }, (_, i): [number, string, number] => [20 + i, emil, second + 4000]);
    expect(changesOf([...rows, ...load])).toEqual([momentOf(emil, second + 4000)]);
  });
});
