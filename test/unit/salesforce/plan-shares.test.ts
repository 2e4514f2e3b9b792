import { describe, expect, it } from '@jest/globals';
import type { Finding } from '../../../sync-service/domain/assessment.ts';
import type { CaseStatus } from '../../../sync-service/domain/deal.ts';
import type { CaseWritten } from '../../../sync-service/salesforce/plan-cases.ts';
import { planShares } from '../../../sync-service/salesforce/plan-shares.ts';
import { assessment, claimId, dealId, finding, noon } from './conclusions.ts';

const rep = '005000000000001AAA';
const key = `${dealId}-${claimId}`;
const sure: Partial<Finding> = { personId: rep, confidence: 0.9 };
const terms = { decisionClockHours: 48, liveFrom: -Infinity, mayTell: true, mayShare: true, managers: [] };
const onRecord = (more: Partial<CaseWritten> = {}): CaseWritten => ({
  dealId,
  status: 'Open',
  hash: null,
  dueAt: null,
  openedToldAt: null,
  overdueToldAt: null,
  evidenceKeys: new Set(),
  sharedWith: new Set(),
  isOurs: true,
  isPersonGone: false,
  ...more,
});
const shares = (over: Partial<Finding> = {}, written?: CaseWritten, now = noon, more = {}) =>
  planShares(
    [{ ...assessment, findings: [{ ...finding, ...sure, ...over }] }],
    new Map(written === undefined ? [] : [[key, written]]),
    now,
    { ...terms, ...more },
  );
const asked = [{ on: dealId, caseKey: key, userId: rep, as: 'person concerned', tell: true }];

describe('a case is shared with the person it names', () => {
  it('when it opens, and later where it was not yet', () => {
    expect(shares()).toEqual(asked);
    expect(shares({}, onRecord())).toEqual(asked);
    expect(shares({}, onRecord({ status: 'Under Review' }))).toEqual(asked);
  });

  it('at high confidence, not below', () => {
    expect(shares({ confidence: 0.9 })).toEqual(asked);
    expect(shares({ confidence: 0.899 })).toEqual([]);
  });

  it('where it names anybody, and is raised at all', () => {
    expect(shares({ personId: null })).toEqual([]);
    expect(shares({ raised: false })).toEqual([]);
  });

  it('once, whoever else it was shared with', () => {
    expect(shares({}, onRecord({ sharedWith: new Set([rep]) }))).toEqual([]);
    expect(shares({}, onRecord({ sharedWith: new Set(['005000000000002AAA']) }))).toEqual(asked);
  });

  it.each<CaseStatus>(['Confirmed', 'Dismissed', 'Remedied'])('before it is decided, not once it is %s', (status) => {
    expect(shares({}, onRecord({ status }))).toEqual([]);
  });

  it('where the org shares single cases at all', () => {
    expect(shares({}, undefined, noon, { mayShare: false })).toEqual([]);
  });

  it('while he is a user of the org', () => {
    expect(shares({}, onRecord({ isPersonGone: true }))).toEqual([]);
  });
});

describe('a case is shared with every channel manager, who decides it', () => {
  const managers = ['005000000000008AAA', '005000000000009AAA'];
  const shared = (over: Partial<Finding> = {}, written?: CaseWritten) =>
    shares(over, written, noon, { managers }).map(({ userId, as, tell }) => [userId, as, tell]);
  const both = managers.map((id) => [id, 'channel manager', false]);

  it('beside the person it names, or without any', () => {
    expect(shared()).toEqual([[rep, 'person concerned', true], ...both]);
    expect(shared({ personId: null })).toEqual(both);
    expect(shared({ confidence: 0.5 })).toEqual(both);
  });

  it('once, and later with one who has come since', () => {
    expect(shared({ personId: null }, onRecord({ sharedWith: new Set([managers[0]!]) }))).toEqual([both[1]]);
    expect(shared({ personId: null }, onRecord({ sharedWith: new Set(managers) }))).toEqual([]);
  });

  it('once where he is the person it names', () => {
    expect(shared({ personId: managers[0]! })).toEqual([[managers[0], 'person concerned', true], both[1]]);
  });

  it('until it is decided, and while the service owns it', () => {
    expect(shared({ personId: null }, onRecord({ status: 'Confirmed' }))).toEqual([]);
    expect(shared({ personId: null }, onRecord({ isOurs: false }))).toEqual([]);
  });
});

describe('the person concerned is told', () => {
  const week = 7 * 86_400_000;
  it('of what is news: for a week after the last act', () => {
    expect(shares({}, undefined, noon + week - 1)).toMatchObject([{ tell: true }]);
    expect(shares({}, undefined, noon + week)).toMatchObject([{ tell: false }]);
  });

  it('where notices are on and the vendor has gone live', () => {
    expect(shares({}, undefined, noon, { mayTell: false })).toMatchObject([{ tell: false }]);
    expect(shares({}, undefined, noon, { liveFrom: noon + 1 })).toMatchObject([{ tell: false }]);
  });
});
