import { fork, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { openBusOrg, opportunity, until, type BusOrg } from '../events/bus-org.ts';

jest.setTimeout(60_000);

describe('a reader that is killed', () => {
  let org: BusOrg;
  let folder: string;
  let child: ChildProcess | undefined;

  beforeEach(async () => {
    org = await openBusOrg({ keepaliveSeconds: 0.1 });
    folder = mkdtempSync(join(tmpdir(), 'fairlead-kill-'));
  });
  afterEach(async () => {
    child?.kill('SIGKILL');
    await org.close();
    rmSync(folder, { recursive: true });
  });

  it('has every change exactly once in the end, in order, whenever it was killed', async () => {
    const file = join(folder, 'kept.jsonl');
    writeFileSync(file, '');
    const kept = () => {
      const lines = readFileSync(file, 'utf8').trim().split('\n').filter(Boolean);
      return lines.flatMap((line) => (JSON.parse(line) as { names: string[] }).names);
    };
    const start = async () => {
      const script = join(import.meta.dirname, 'reader-process.ts');
      const streams = org.bus.counts.streams;
      child = fork(script, [org.bus.endpoint, org.seeded.organizationId, file], { execArgv: [] });
      await until(() => org.bus.counts.streams > streams);
    };
    const expected: string[] = [];
    const change = (count: number) => {
      for (let n = 0; n < count; n++) {
        const name = `Deal ${expected.length}`;
        expected.push(name);
        org.insert('Opportunity', [opportunity(name)]);
      }
    };

    await start();
    // The first place must be known before anything may count as missed.
    await until(() => readFileSync(file, 'utf8') !== '');
    for (let kills = 0; kills < 4; kills++) {
      for (let burst = 0; burst < 5; burst++) {
        change(30);
        await pause(Math.random() * 20);
      }
      child?.kill('SIGKILL');
      change(20);
      await start();
    }
    await until(() => kept().length >= expected.length);
    expect(expected).toHaveLength(680);
    expect(kept()).toEqual(expected);
  });
});
