import { describe, expect, it } from '@jest/globals';
import type { Assessment, Finding } from '../../../sync-service/domain/assessment.ts';
import type { CaseStatus } from '../../../sync-service/domain/deal.ts';
import type { CaseWritten } from '../../../sync-service/salesforce/plan-cases.ts';
import { planDeals } from '../../../sync-service/salesforce/plan-deals.ts';
import type { CaseTerms } from '../../../sync-service/salesforce/plan-notices.ts';
import { assessment, claimId, dealId, finding, noon } from './conclusions.ts';

const hour = 3_600_000;
const day = 24 * hour;
const caseKey = `${dealId}-${claimId}`;
const told: CaseTerms = { decisionClockHours: 48, liveFrom: -Infinity, mayTell: true, mayShare: true, managers: [] };
const flagged = (over: Partial<Finding> = {}): Assessment => ({ ...assessment, findings: [{ ...finding, ...over }] });

/** What a plan puts down on the case, and whom it tells of what. */
function planned(each: Assessment, written: Partial<CaseWritten> | null, at = noon, terms = told) {
  const onRecord: CaseWritten = {
    dealId,
    status: 'Open',
    hash: 'other',
    dueAt: noon + 48 * hour,
    openedToldAt: noon,
    overdueToldAt: null,
    evidenceKeys: new Set(),
    sharedWith: new Set(),
    isOurs: true,
    isPersonGone: false,
    ...written,
  };
  const cases = written === null ? new Map<string, CaseWritten>() : new Map([[caseKey, onRecord]]);
  const { steps, notices = [] } = planDeals(
    [each],
    { assessments: new Map(), cases, engaged: new Map(), ledger: new Map() },
    at,
    terms,
  );
  const rows = steps.find(({ object }) => object === 'Channel_Conflict__c')?.rows ?? [];
  const { Notified_At__c: opened, Overdue_Notified_At__c: overdue, Decision_Due__c: due } = { ...rows[0]?.fields };
  return { rows: rows.length, opened, overdue, due, notices };
}
const notice = (kind: 'opened' | 'overdue') => [{ on: dealId, caseKey, notice: kind }];

describe('a case that opens', () => {
  it('is told, and put down as told in the row that opens it', () => {
    expect(planned(flagged(), null)).toEqual({
      rows: 1,
      opened: '2026-03-02T12:00:00.000Z',
      overdue: undefined,
      due: '2026-03-04T12:00:00.000Z',
      notices: notice('opened'),
    });
  });

  it('is put down as told of all without a word where it is old, or the vendor is not live', () => {
    const silent = { opened: '2026-03-02T12:00:00.000Z', overdue: '2026-03-02T12:00:00.000Z', notices: [] };
    const evidence = finding.evidence.map((each) => ({ ...each, at: noon - 7 * day }));
    expect(planned(flagged({ evidence }), null)).toMatchObject(silent);
    expect(planned(flagged(), null, noon, { ...told, liveFrom: noon + 1 })).toMatchObject(silent);
  });

  it('stays untold where nobody may be told', () => {
    const nobody = { ...told, mayTell: false };
    expect(planned(flagged(), null, noon, nobody)).toMatchObject({
      opened: undefined,
      overdue: undefined,
      notices: [],
    });
  });

  it('again, after its cause was gone, has a new clock and is told again', () => {
    const again = planned(flagged({ status: 'Open' }), { status: 'Remedied', overdueToldAt: noon }, noon + 9 * day);
    // What shows it is nine days old here, so that it is put down without a word.
    expect(again).toMatchObject({ due: '2026-03-13T12:00:00.000Z', notices: [] });
    const evidence = finding.evidence.map((each) => ({ ...each, at: noon + 9 * day }));
    const fresh = planned(
      flagged({ status: 'Open', evidence }),
      { status: 'Remedied', overdueToldAt: noon },
      noon + 9 * day,
    );
    expect(fresh).toMatchObject({
      opened: '2026-03-11T12:00:00.000Z',
      overdue: null,
      due: '2026-03-13T12:00:00.000Z',
      notices: notice('opened'),
    });
  });

  it('that is not raised is nobody’s news', () => {
    expect(planned(flagged({ raised: false }), null)).toMatchObject({ rows: 0, notices: [] });
  });
});

describe('a case on record', () => {
  it('whose time is over is told once, whether it is still found or not', () => {
    const late = noon + 48 * hour;
    for (const each of [flagged(), assessment]) {
      expect(planned(each, {}, late - 1).notices).toEqual([]);
      expect(planned(each, {}, late)).toMatchObject({
        overdue: '2026-03-04T12:00:00.000Z',
        notices: notice('overdue'),
      });
      expect(planned(each, { overdueToldAt: late }, late + hour).notices).toEqual([]);
    }
  });

  it.each<CaseStatus>(['Confirmed', 'Dismissed', 'Remedied'])('that is %s is told no more', (status) => {
    expect(planned(assessment, { status, openedToldAt: null }, noon + 60 * hour)).toMatchObject({
      rows: 0,
      notices: [],
    });
  });

  it('that is remedied in the same plan is not told', () => {
    const remedied: Assessment = {
      ...assessment,
      remedied: [{ registrationId: claimId, reason: { code: 'restored', args: {} } }],
    };
    expect(planned(remedied, {}, noon + 48 * hour)).toMatchObject({ rows: 1, overdue: undefined, notices: [] });
  });

  it('of before there were notices is put down as told without a word', () => {
    const old = { openedToldAt: null, dueAt: noon - 30 * day };
    expect(planned(assessment, old)).toMatchObject({
      opened: '2026-03-02T12:00:00.000Z',
      overdue: '2026-03-02T12:00:00.000Z',
      notices: [],
    });
  });

  it('stays as it is where nobody may be told', () => {
    expect(planned(assessment, {}, noon + 48 * hour, { ...told, mayTell: false })).toMatchObject({
      rows: 0,
      notices: [],
    });
  });
});
