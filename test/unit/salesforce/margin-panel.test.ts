/** What the service writes of a margin is what the panel reads: for any programme and deal its bars add up. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { reason } from '../../../sync-service/domain/margin/reasons.ts';
import { waterfall } from '../../../sync-service/domain/margin/waterfall.ts';
import { marginFields } from '../../../sync-service/salesforce/written-values.ts';
import { anyDeal, anyProgramme } from '../domain/any-programme.ts';

interface Bar {
  kind: string;
  from: number;
  to: number;
  x: number;
  width: number;
}
type Read = (text: unknown) => { kind: string; bars: Bar[]; why?: unknown };

// The panel's module is no CommonJS, which is what its folder says for the sake of Jest's Lightning stubs.
const source = readFileSync(
  join(import.meta.dirname, '../../../force-app/main/default/lwc/marginPanel/waterfall.js'),
  'utf8',
);
const { readWaterfall } = (await import(`data:text/javascript,${encodeURIComponent(source)}`)) as {
  readWaterfall: Read;
};

describe('the margin panel', () => {
  it('reads every waterfall as the service writes it, each bar beginning where the one before it ends', () => {
    let bars = 0;
    fc.assert(
      fc.property(anyProgramme, anyDeal, (programme, deal) => {
        const result = waterfall({ ...deal, customerPrice: null }, programme, '2026-03-04');
        const read = readWaterfall(marginFields({ kind: 'predicted', waterfall: result, atClose: null }).Waterfall__c);
        expect(read.kind).toBe('margin');
        expect(read.bars[0]?.kind).toBe('list');
        expect(read.bars.at(-1)?.to).toBeCloseTo(result.vendorNet.toNumber(), 2);
        for (const { x, width } of read.bars) {
          expect(x).toBeGreaterThanOrEqual(0);
          expect(x + width).toBeLessThanOrEqual(100 + 1e-9);
        }
        bars += read.bars.length;
      }),
      { numRuns: 300 },
    );
    expect(bars).toBeGreaterThan(900);
  });

  it('reads why there is no margin', () => {
    const why = reason('no list price', { products: 'NW-1' });
    expect(readWaterfall(marginFields({ kind: 'unknown', why }).Waterfall__c)).toEqual({ kind: 'no margin', why });
  });
});
