/**
 * Edits that turn one word into another: insert, delete, replace, swap neighbours (Damerau's optimal string alignment).
 * Stops counting above `most` and gives `most + 1`.
 */
export function editDistance(a: string, b: string, most: number): number {
  if (a === b) return 0;
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let best = Math.min(change, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) best = Math.min(best, (beforeLast[j - 2] ?? 0) + 1);
      row.push(best);
    }
    if (Math.min(...row) > most) return most + 1;
    beforeLast = last;
    last = row;
  }
  return Math.min(last[b.length] ?? 0, most + 1);
}

/** How alike two words are, 0 to 1: a slip is forgiven in a word of five letters, a second one from nine on. */
export function wordLikeness(a: string, b: string): number {
  if (a === b) return 1;
  const length = Math.min(a.length, b.length);
  // A digit that differs is another branch, model or year, not a slip.
  if (length < 5 || /\d/.test(a) || /\d/.test(b)) return 0;
  const most = length >= 9 ? 2 : 1;
  const edits = editDistance(a, b, most);
  if (edits > most) return 0;
  return edits === 1 ? 0.93 : 0.9;
}
