/**
 * Ids of 15 characters differ by the case of their letters. Three more tell the case of five letters each, so that ids
 * of 18 differ without it. Tools write the one or the other, so all are brought to 18.
 */
import type { CsvRow } from './csv.ts';

const [short, full, stretch] = [15, 18, 5];
const marks = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** A short id in full; any other text as it is. */
export function fullId(text: string): string {
  if (!/^[0-9A-Za-z]{15}$/.test(text)) return text;
  const bytes = Buffer.from(text, 'latin1');
  return text + [0, stretch, 2 * stretch].map((from) => marks[markOf(bytes, from)]).join('');
}

/** Lengthens a column's id if it is a short one, without making text of it. */
export function lengthenId(row: CsvRow, column: number): void {
  const start = row.startOf(column);
  if (row.endOf(column) - start !== short) return;
  const to = row.moveTo(column, full);
  for (let i = 0; i < short; i += 1) row.bytes[to + i] = row.bytes[start + i]!;
  for (let i = 0; i < full - short; i += 1) {
    row.bytes[to + short + i] = marks.charCodeAt(markOf(row.bytes, start + i * stretch));
  }
}

/** Which of five characters are capital letters, the first in the lowest bit. */
function markOf(bytes: Uint8Array, from: number): number {
  let mark = 0;
  for (let i = 0; i < stretch; i += 1) {
    const code = bytes[from + i]!;
    if (code >= 65 && code <= 90) mark |= 1 << i;
  }
  return mark;
}
