import { describe, expect, it } from '@jest/globals';
import { gatedStages, isStagePastGate, policyFor } from '../../../sync-service/domain/policy.ts';
import { engagementPolicy as base, policy } from './story.ts';

const anywhere = { country: 'DE', segment: null, productFamilies: ['Storage'] };
const withPolicies = (...rules: Partial<typeof base>[]) =>
  policy({}, { policies: rules.map((rule) => ({ ...base, ...rule })) });

describe('the policy that holds', () => {
  it('is the one with the lowest priority number that fits', () => {
    const known = withPolicies({ key: 'world', priority: 9 }, { key: 'dach', priority: 2, countries: ['DE', 'AT'] });
    expect(policyFor(anywhere, known, '2026-03-04')?.key).toBe('dach');
    expect(policyFor({ ...anywhere, country: 'FR' }, known, '2026-03-04')?.key).toBe('world');
  });
  it('takes a country as people type it', () => {
    const known = withPolicies({ key: 'dach', countries: ['DE'] });
    expect(policyFor({ ...anywhere, country: 'Deutschland' }, known, '2026-03-04')?.key).toBe('dach');
    expect(policyFor({ ...anywhere, country: null }, known, '2026-03-04')).toBeNull();
  });
  it('holds from its first day up to, not including, its last', () => {
    const known = withPolicies({ effectiveFrom: '2026-03-04', effectiveUntil: '2026-03-06' });
    const days = ['2026-03-03', '2026-03-04', '2026-03-05', '2026-03-06'];
    expect(days.map((day) => policyFor(anywhere, known, day)?.key ?? null)).toEqual([null, 'emea', 'emea', null]);
  });
  it('for a segment or a family fits only where that is known', () => {
    const known = withPolicies(
      { key: 'smb', segments: ['SMB'] },
      { key: 'storage', priority: 2, productFamilies: ['storage '] },
    );
    expect(policyFor({ ...anywhere, segment: 'SMB' }, known, '2026-03-04')?.key).toBe('smb');
    expect(policyFor(anywhere, known, '2026-03-04')?.key).toBe('storage');
    expect(policyFor({ ...anywhere, productFamilies: [] }, known, '2026-03-04')).toBeNull();
  });
});

describe('the gate', () => {
  it('holds the stages from its probability on, and never closed lost', () => {
    expect(gatedStages(policy({ gateProbability: 50 }))).toEqual(['Proposal', 'Negotiation', 'Closed Won']);
    expect(gatedStages(policy({ gateProbability: 51 }))).toEqual(['Negotiation', 'Closed Won']);
    expect(gatedStages(policy({ gateProbability: 0 }))).not.toContain('Closed Lost');
  });
  it('begins at the lowest gate of the policies that block', () => {
    expect(gatedStages(withPolicies({ gateProbability: 80 }, { key: 'b', gateProbability: 50 }))).toHaveLength(3);
    expect(gatedStages(withPolicies({ gateProbability: 80 }, { key: 'b', gateProbability: 50, mode: 'Warn' }))).toEqual(
      ['Negotiation', 'Closed Won'],
    );
  });
  it('says nothing of a stage that the org no longer has', () => {
    expect(isStagePastGate('Proposal', 50, policy())).toBe(true);
    expect(isStagePastGate('Qualification', 50, policy())).toBe(false);
    expect(isStagePastGate('Verbal', 50, policy())).toBeNull();
  });
});
