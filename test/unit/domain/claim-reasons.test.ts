/** Reasons of a decision: kept as codes, read back in English, said in every language by the partner's pages. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { decisionInWords, decisionText } from '../../../sync-service/domain/protection/decision-text.ts';
import { claimReason, claimReasonCodes } from '../../../sync-service/domain/protection/reasons.ts';

const panel = readFileSync(
  join(import.meta.dirname, '../../../force-app/main/default/lwc/claimReasons/claimReasons.js'),
  'utf8',
);

describe('the reasons of a decision', () => {
  it('are codes with their figures, and English beside them', () => {
    expect(JSON.parse(decisionText([claimReason('tender', { published: '2026-02-01' })]))).toEqual({
      version: 1,
      reasons: [{ code: 'tender', args: { published: '2026-02-01' }, words: 'A tender was published on 2026-02-01.' }],
    });
  });

  it('are read back in English; what a person wrote stays as it is', () => {
    const reasons = [
      claimReason('named account', { since: null }),
      claimReason('product takes no part', { families: ['A', 'B'] }),
    ];
    expect(decisionInWords(decisionText(reasons))).toBe(
      'The customer was a named account.\nA, B: takes no part in deal registration.',
    );
    expect(decisionInWords('see mail')).toBe('see mail');
    expect(decisionInWords('{"version":2}')).toBe('{"version":2}');
    expect(decisionInWords(null)).toBeNull();
  });

  it('fit their field whatever is in them', () => {
    const families = Array.from({ length: 25 }, (_, n) => `Family ${n} of them`);
    const text = decisionText(Array.from({ length: 6 }, () => claimReason('product takes no part', { families })));
    expect(text.length).toBeLessThanOrEqual(4096);
    expect(decisionInWords(text)).toContain('Family 24 of them: takes no part');
  });

  it.each(claimReasonCodes)('%s is said on the partner’s pages', (code) => {
    expect(panel).toMatch(new RegExp(`(^|[\\s'])${code}'?(,|:|\\)|')`, 'm'));
  });
});
