/** Files that belong together. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { wholeFolder } from '../../../sync-service/commands/whole-folder.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'whole-folder-'));
});
afterEach(() => rmSync(root, { recursive: true }));

describe('a folder written whole', () => {
  it('is made, with the folders above it, and holds what was written and nothing else', async () => {
    const folder = join(root, 'audits/2026');
    const result = await wholeFolder(folder, async (waiting) => {
      writeFileSync(join(waiting, 'findings.csv'), 'new');
      writeFileSync(join(waiting, 'report.html'), 'page');
      return 2;
    });
    expect(result).toBe(2);
    expect(readdirSync(folder).toSorted()).toEqual(['findings.csv', 'report.html']);
    expect(readFileSync(join(folder, 'findings.csv'), 'utf8')).toBe('new');
  });

  it('replaces the files of those names and leaves others alone', async () => {
    writeFileSync(join(root, 'findings.csv'), 'old');
    writeFileSync(join(root, 'notes.txt'), 'mine');
    await wholeFolder(root, async (waiting) => writeFileSync(join(waiting, 'findings.csv'), 'new'));
    expect(readFileSync(join(root, 'findings.csv'), 'utf8')).toBe('new');
    expect(readFileSync(join(root, 'notes.txt'), 'utf8')).toBe('mine');
  });

  it('is as before where writing fails half-way', async () => {
    writeFileSync(join(root, 'findings.csv'), 'old');
    const failing = wholeFolder(root, async (waiting) => {
      writeFileSync(join(waiting, 'findings.csv'), 'new');
      throw new Error('no space left');
    });
    await expect(failing).rejects.toThrow('no space left');
    expect(readdirSync(root)).toEqual(['findings.csv']);
    expect(readFileSync(join(root, 'findings.csv'), 'utf8')).toBe('old');
  });

  it('is taken away again, with the folders made for it, where nothing came of it', async () => {
    mkdirSync(join(root, 'audits'));
    await expect(
      wholeFolder(join(root, 'audits/2026/q3'), async () => Promise.reject(new Error('no'))),
    ).rejects.toThrow('no');
    expect(existsSync(join(root, 'audits'))).toBe(true);
    expect(existsSync(join(root, 'audits/2026'))).toBe(false);
  });

  it('is refused before anything is done where a file stands in its place', async () => {
    writeFileSync(join(root, 'audit'), '');
    let begun = false;
    const refused = wholeFolder(join(root, 'audit'), async () => {
      begun = true;
    });
    await expect(refused).rejects.toThrow('EEXIST');
    expect(begun).toBe(false);
  });
});
