import { describe, expect, it } from '@jest/globals';
import type { DealEvent } from '../../../sync-service/domain/deal.ts';
import { mergeEvents } from '../../../sync-service/domain/merge-events.ts';

const noon = Date.UTC(2026, 2, 2, 12);
const staged = (to: string, at: number, key = `${to}${at}`): DealEvent => ({
  key,
  kind: 'Stage Changed',
  dealId: 'D',
  registrationId: null,
  customerId: null,
  partnerId: null,
  from: 'Qualification',
  to,
  at,
  byId: 'U',
  source: 'Field History',
  record: { object: 'Opportunity', id: 'D', field: 'StageName' },
});
const partner = (kind: 'Partner Entered' | 'Partner Left', partnerId: string, at: number): DealEvent => ({
  ...staged(partnerId, at, `${kind}${partnerId}${at}`),
  kind,
  partnerId,
});

describe('laying histories over each other', () => {
  it('keeps a change that two of them have once, as the first has it', () => {
    const fromEvent = { ...staged('Proposal', noon + 9_000), source: 'Change Event' as const };
    expect(mergeEvents([[fromEvent], [staged('Proposal', noon)]])).toEqual([fromEvent]);
  });

  it('takes changes ten seconds apart for one and eleven seconds apart for two', () => {
    expect(mergeEvents([[staged('Proposal', noon)], [staged('Proposal', noon + 10_000)]])).toHaveLength(1);
    expect(mergeEvents([[staged('Proposal', noon)], [staged('Proposal', noon + 10_001)]])).toHaveLength(2);
  });

  it('keeps a change there and back and there again, however fast', () => {
    const history = [staged('A', noon), staged('B', noon + 1000), staged('A', noon + 2000)];
    expect(mergeEvents([history, [staged('A', noon), staged('B', noon + 1000), staged('A', noon + 2000)]])).toEqual(
      history,
    );
  });

  it('keeps the second of two equal changes when the other history has only the first', () => {
    const [first, second] = [staged('A', noon), staged('A', noon + 2000)];
    expect(mergeEvents([[first], [staged('A', noon, 'h1'), second]])).toEqual([first, second]);
  });

  it('knows a partner by who he is, whatever record he stands on', () => {
    const row = {
      ...partner('Partner Left', 'P', noon),
      record: { object: 'OpportunityPartner', id: 'R', field: null },
    };
    expect(mergeEvents([[row], [partner('Partner Left', 'P', noon)]])).toEqual([row]);
    expect(mergeEvents([[row], [partner('Partner Left', 'Q', noon)]])).toHaveLength(2);
  });

  it('takes 1000 and 1000.0 for one amount', () => {
    const amount = (to: string): DealEvent => ({ ...staged(to, noon), kind: 'Amount Changed' });
    expect(mergeEvents([[amount('1000')], [amount('1000.0')]])).toHaveLength(1);
    expect(mergeEvents([[amount('1000')], [amount('1000.5')]])).toHaveLength(2);
  });

  it('puts the oldest first, and a departure before the entry of the same instant', () => {
    const [left, entered, early] = [
      partner('Partner Left', 'P', noon),
      partner('Partner Entered', 'Q', noon),
      staged('A', noon - 1),
    ];
    expect(mergeEvents([[entered, left], [early]])).toEqual([early, left, entered]);
  });
});
