/** The committed bundle, as a browser loads it, against the engine of the service. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type * as Engine from '../../../sync-service/domain/margin/in-browser.ts';
import { raiseJson, waterfallJson } from '../../../sync-service/domain/margin/waterfall-json.ts';
import { waterfall } from '../../../sync-service/domain/margin/waterfall.ts';
import { whatWouldRaise } from '../../../sync-service/domain/margin/what-if.ts';
import { anyDeal, anyProgramme } from './any-programme.ts';

const bundle = join(import.meta.dirname, '../../../force-app/main/default/lwc/marginEngine/marginEngine.js');
const on = '2026-03-04';
const folder = mkdtempSync(join(tmpdir(), 'fairlead-engine-'));
let browser: typeof Engine;

beforeAll(async () => {
  // Only its name tells Node that it is a module.
  const copy = join(folder, 'marginEngine.mjs');
  copyFileSync(bundle, copy);
  browser = (await import(copy)) as typeof Engine;
});
afterAll(() => rmSync(folder, { recursive: true }));

it('agrees with the service on 10,000 random programmes and deals, byte by byte', () => {
  fc.assert(
    fc.property(anyProgramme, fc.array(anyDeal, { minLength: 5, maxLength: 5 }), (programme, deals) => {
      const sent = JSON.parse(JSON.stringify(programme)) as Engine.ProgrammeJson;
      const received = browser.readProgramme(sent);
      for (const deal of deals) {
        const theirs = browser.priceDeal(
          received,
          JSON.parse(JSON.stringify(deal)) as Engine.DealJson,
          on,
          '2026-04-15',
        );
        const raise = whatWouldRaise(deal, programme, '2026-04-15', on).map((each) => raiseJson(each, deal.currency));
        const ours = { ...waterfallJson(waterfall(deal, programme, on)), raise };
        expect(JSON.stringify(theirs)).toBe(JSON.stringify(ours));
      }
    }),
    { numRuns: 2_000 },
  );
});
