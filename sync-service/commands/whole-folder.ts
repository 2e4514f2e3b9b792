/** Files that belong together, written all or none. */
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Makes the folder where it is not there, lets `fill` write into an empty one within it, and moves what stands there into
 * place when `fill` is done; files of these names are replaced. Where it throws, the folder is as it was before.
 * @throws what `fill` throws; what the file system throws where the folder cannot be made or written to, before `fill`
 */
export async function wholeFolder<T>(folder: string, fill: (waiting: string) => Promise<T>): Promise<T> {
  const made = mkdirSync(folder, { recursive: true });
  let waiting: string | null = null;
  try {
    waiting = mkdtempSync(join(folder, '.unfinished-'));
    const result = await fill(waiting);
    for (const name of readdirSync(waiting)) renameSync(join(waiting, name), join(folder, name));
    rmSync(waiting, { recursive: true });
    return result;
  } catch (error) {
    if (waiting !== null) rmSync(waiting, { recursive: true, force: true });
    if (made !== undefined) rmSync(made, { recursive: true, force: true });
    throw error;
  }
}
