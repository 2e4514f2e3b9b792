import { expect, it } from '@jest/globals';
import { RecordCount } from '../../../sync-service/export/record-count.ts';

function countOf(ids: readonly string[]): number {
  const records = new RecordCount();
  for (const id of ids) {
    const bytes = Buffer.from(`"${id}"`);
    records.add(bytes, 1, bytes.length - 1);
  }
  return records.count;
}

it('counts a record once, in 15 characters or in 18', () => {
  expect(countOf([])).toBe(0);
  expect(countOf(['006Qy0000000001AAA', '006Qy0000000001AAA', '006Qy0000000001'])).toBe(1);
});

it('tells records apart by the case of a letter, by every character that numbers them, and by their instance', () => {
  const id = '006Qy00zzzzzzzz';
  const others = [7, 8, 9, 10, 11, 12, 13, 14].map((at) => `${id.slice(0, at)}Z${id.slice(at + 1)}`);
  expect(countOf([id, ...others])).toBe(9);
  expect(countOf(['006Qy0000000001', '006Qz0000000001'])).toBe(2);
});

it('counts many, the nought among them, also when they come again', () => {
  const ids = Array.from({ length: 100_000 }, (_, number) => `006Qy0${number.toString(36).padStart(9, '0')}`);
  expect(countOf([...ids, ...ids])).toBe(100_000);
});
