/** What decided cases teach about the bar, and what it changes: new cases, never those on record. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { assess } from '../../../sync-service/domain/assess.ts';
import { barFor } from '../../../sync-service/domain/conflict/bar.ts';
import {
  learnedBars,
  withBars,
  type DecidedCase,
  type LearnedBar,
} from '../../../sync-service/domain/conflict/learned-bars.ts';
import { conflictPatterns, type CaseOnRecord } from '../../../sync-service/domain/deal.ts';
import { defaultSettings } from '../../../sync-service/domain/policy.ts';
import type { PolicySettings } from '../../../sync-service/domain/rules.ts';
import { at, deal, facts, moved, noProgramme, policy } from './story.ts';

const shadows = (confirmed: number, dismissed: number, confidence: number): DecidedCase[] => [
  ...Array.from({ length: confirmed }, () => ({ pattern: 'shadow', confidence, outcome: 'confirmed' }) as const),
  ...Array.from({ length: dismissed }, () => ({ pattern: 'shadow', confidence, outcome: 'dismissed' }) as const),
];
const ofPattern = (pattern: LearnedBar['pattern'], decided: DecidedCase[], settings: Partial<PolicySettings> = {}) =>
  learnedBars(decided, { ...defaultSettings, ...settings }).find((each) => each.pattern === pattern)!;
const learned = (decided: DecidedCase[], settings: Partial<PolicySettings> = {}) =>
  ofPattern('shadow', decided, settings);

describe('the bar of a pattern', () => {
  it('is the policy’s with 19 decisions, and learned from 20', () => {
    expect(learned(shadows(0, 19, 0.6))).toEqual({
      pattern: 'shadow',
      bar: 0.5,
      decisions: 19,
      why: "the policy's bar: 19 decided of the 20 that are needed",
    });
    expect(learned(shadows(0, 20, 0.6))).toEqual({
      pattern: 'shadow',
      bar: 0.601,
      decisions: 20,
      why: 'from no confidence on were 80 % confirmed; of all from 0.5 on, 0 of 20 were confirmed',
    });
  });

  it('is the policy’s where four of five decisions confirmed, and higher where one fewer did', () => {
    expect(learned(shadows(16, 4, 0.6))).toMatchObject({
      bar: 0.5,
      why: "the policy's bar: of all from 0.5 on, 16 of 20 were confirmed",
    });
    expect(learned(shadows(15, 5, 0.6))).toMatchObject({ bar: 0.601 });
  });

  it('is the lowest confidence from which on four of five were confirmed', () => {
    const sure = [...shadows(6, 2, 0.7), ...shadows(2, 0, 0.8)];
    expect(learned([...shadows(0, 10, 0.55), ...sure])).toEqual({
      pattern: 'shadow',
      bar: 0.7,
      decisions: 20,
      why: 'from 0.7 on, 8 of 10 were confirmed; of all from 0.5 on, 8 of 20 were confirmed',
    });
    const lessSure = [...shadows(5, 3, 0.7), ...shadows(2, 0, 0.8)];
    expect(learned([...shadows(0, 10, 0.55), ...lessSure])).toMatchObject({ bar: 0.8 });
  });

  it('stands just above all that was decided where no confidence reaches four of five', () => {
    expect(learned([...shadows(0, 10, 0.57), ...shadows(3, 7, 0.699)])).toMatchObject({ bar: 0.7 });
  });

  it('is learned up to 0.9, so that the surest are always raised', () => {
    expect(learned(shadows(0, 20, 0.899))).toMatchObject({
      bar: 0.9,
      why: 'from no confidence on were 80 % confirmed; of all from 0.5 on, 0 of 20 were confirmed',
    });
    const capped = 'of all from 0.5 on, 0 of 20 were confirmed; 0.9 is the highest that is learned';
    expect(learned(shadows(0, 20, 0.9))).toMatchObject({
      bar: 0.9,
      why: `from no confidence on were 80 % confirmed; ${capped}`,
    });
    expect(learned(shadows(0, 20, 1))).toMatchObject({ bar: 0.9 });
    expect(learned([...shadows(0, 20, 0.6), ...shadows(5, 0, 0.95)])).toMatchObject({
      bar: 0.9,
      why: 'from 0.95 on, 5 of 5 were confirmed; of all from 0.5 on, 5 of 25 were confirmed; 0.9 is the highest that is learned',
    });
  });

  it('is never below the policy’s, though that be above 0.9, and counts no decision below it', () => {
    expect(learned(shadows(40, 0, 0.6), { raiseConfidence: 0.6 })).toMatchObject({ bar: 0.6, decisions: 40 });
    expect(learned(shadows(40, 0, 0.6), { raiseConfidence: 0.601 })).toMatchObject({ bar: 0.601, decisions: 0 });
    expect(learned(shadows(0, 20, 0.96), { raiseConfidence: 0.95 })).toMatchObject({ bar: 0.95, decisions: 20 });
    // Those below would have told that one in two is confirmed.
    const mixed = [...shadows(0, 20, 0.6), ...shadows(20, 0, 0.8)];
    expect(learned(mixed, { raiseConfidence: 0.7 })).toMatchObject({ bar: 0.7, decisions: 20 });
    expect(learned(mixed)).toMatchObject({ bar: 0.8, decisions: 40 });
  });

  it('comes down again as sure findings are confirmed', () => {
    const dismissed = shadows(0, 20, 0.6);
    expect(learned([...dismissed, ...shadows(79, 0, 0.8)])).toMatchObject({ bar: 0.8 });
    expect(learned([...dismissed, ...shadows(80, 0, 0.8)])).toMatchObject({ bar: 0.5 });
  });

  it('is learned of each pattern by itself', () => {
    const decided = shadows(0, 20, 0.6);
    expect(ofPattern('replaced', decided)).toMatchObject({ bar: 0.5, decisions: 0 });
    expect(learnedBars(decided, defaultSettings).map(({ pattern }) => pattern)).toEqual([...conflictPatterns]);
  });

  it('is what the policy names for it, whatever was decided', () => {
    expect(learned(shadows(0, 20, 0.6), { raiseConfidenceByPattern: { shadow: 0.55 } })).toEqual({
      pattern: 'shadow',
      bar: 0.55,
      decisions: 0,
      why: 'the policy names a bar for this pattern',
    });
  });

  it('doesn’t depend on the order of the decisions', () => {
    const decision = fc.record({
      pattern: fc.constantFrom('shadow' as const, 'replaced' as const),
      confidence: fc.integer({ min: 400, max: 1000 }).map((thousandths) => thousandths / 1000),
      outcome: fc.constantFrom('confirmed' as const, 'dismissed' as const),
    });
    const shuffled = fc
      .array(decision, { minLength: 20, maxLength: 80 })
      .chain((decided) =>
        fc.tuple(
          fc.constant(decided),
          fc.shuffledSubarray(decided, { minLength: decided.length, maxLength: decided.length }),
        ),
      );
    fc.assert(
      fc.property(shuffled, ([decided, other]) => {
        const bars = learnedBars(decided, defaultSettings);
        expect(learnedBars(other, defaultSettings)).toEqual(bars);
        expect(bars.every(({ bar }) => bar >= 0.5 && bar <= 0.9)).toBe(true);
      }),
    );
  });
});

describe('a policy with learned bars', () => {
  it('has them for the patterns whose bar moved, beside those it names itself', () => {
    const own = policy({}, { settings: { ...defaultSettings, raiseConfidenceByPattern: { undercut: 0.4 } } });
    const { settings } = withBars(own, learnedBars(shadows(0, 20, 0.6), own.settings));
    expect(settings.raiseConfidenceByPattern).toEqual({ undercut: 0.4, shadow: 0.601 });
    expect([barFor('shadow', settings), barFor('undercut', settings), barFor('replaced', settings)]).toEqual([
      0.601, 0.4, 0.5,
    ]);
  });
});

describe('a finding', () => {
  // Its due date passed: 0.85.
  const found = (bars: Partial<PolicySettings>, cases: CaseOnRecord[] = []) =>
    assess(facts({ cases }), noProgramme, policy({}, { settings: { ...defaultSettings, ...bars } }), at('2026-06-20'))
      .findings[0];
  const above = { raiseConfidenceByPattern: { 'not-engaged': 0.851 } };
  const onRecord = (status: CaseOnRecord['status'], more: Partial<CaseOnRecord> = {}): CaseOnRecord => ({
    id: 'a03case',
    dealId: '006deal',
    registrationId: 'a01reg',
    pattern: 'not-engaged',
    status,
    ...more,
  });

  it('is raised at the bar of its pattern, not a thousandth below', () => {
    expect(found({ raiseConfidenceByPattern: { 'not-engaged': 0.85 } })).toMatchObject({
      confidence: 0.85,
      raised: true,
    });
    expect(found(above)).toMatchObject({ confidence: 0.85, raised: false, status: null });
  });

  it('goes by the bar of its main pattern, in place of the one for all', () => {
    expect(found({ raiseConfidenceByPattern: { shadow: 0.851 } })).toMatchObject({ raised: true });
    expect(found({ raiseConfidence: 0.9, raiseConfidenceByPattern: { 'not-engaged': 0.85 } })).toMatchObject({
      raised: true,
    });
  });

  it.each(['Open', 'Under Review', 'Confirmed', 'Dismissed'] as const)(
    'below the bar stays raised where its case is %s, and its status a person’s',
    (status) => {
      expect(found(above, [onRecord(status)])).toMatchObject({ raised: true, status: null });
      expect(found({ raiseConfidence: 0.9 }, [onRecord(status)])).toMatchObject({ raised: true, status: null });
    },
  );

  it('below the bar reopens no case that closed itself; at the bar it does', () => {
    expect(found(above, [onRecord('Remedied')])).toMatchObject({ raised: false, status: null });
    expect(found({}, [onRecord('Remedied')])).toMatchObject({ raised: true, status: 'Open' });
  });

  it('is not raised for the case of another registration', () => {
    expect(found(above, [onRecord('Open', { registrationId: 'a01other' })])).toMatchObject({ raised: false });
  });

  it('above the learned bar is raised, being the surer act', () => {
    const settings = { ...defaultSettings, ...above };
    const past = facts({
      deal: deal({ stage: 'Proposal' }),
      events: [moved('Qualification', 'Proposal', '2026-03-11 14:00')],
    });
    const [finding] = assess(past, noProgramme, policy({}, { settings }), at('2026-06-20')).findings;
    expect(finding).toMatchObject({ pattern: 'not-engaged', confidence: 0.95, raised: true });
  });
});
