import { describe, expect, it } from '@jest/globals';
import type { Assessment, Finding } from '../../../sync-service/domain/assessment.ts';
import type { CaseStatus } from '../../../sync-service/domain/deal.ts';
import { because } from '../../../sync-service/domain/engagement/reasons.ts';
import type { WritePlan } from '../../../sync-service/ports.ts';
import type { CaseWritten } from '../../../sync-service/salesforce/plan-cases.ts';
import { planDeals, type DealsOnRecord } from '../../../sync-service/salesforce/plan-deals.ts';
import type { CaseTerms } from '../../../sync-service/salesforce/plan-notices.ts';
import { assessment, claimId, dealId, finding, noon } from './conclusions.ts';

const assessmentId = 'a02000000000001AAA';
const caseKey = `${dealId}-${claimId}`;
const nothing: DealsOnRecord = { assessments: new Map(), cases: new Map(), engaged: new Map(), ledger: new Map() };
const terms: CaseTerms = { decisionClockHours: 48, liveFrom: -Infinity, mayTell: false, mayShare: true, managers: [] };
const plan = (each: Assessment, onRecord = nothing, at = noon) => planDeals([each], onRecord, at, terms);
const fieldsOf = (written: WritePlan, object: string) =>
  written.steps.find((step) => step.object === object)?.rows.map((row) => row.fields) ?? [];

/** The records as a plan leaves them. */
function carriedOut(written: WritePlan, status: CaseStatus = 'Open'): DealsOnRecord {
  const [row] = fieldsOf(written, 'Deal_Assessment__c');
  const cases = fieldsOf(written, 'Channel_Conflict__c').map((fields): [string, CaseWritten] => [
    String(fields['Case_Key__c']),
    {
      dealId,
      status,
      hash: String(fields['Finding_Hash__c']),
      dueAt: Date.parse(String(fields['Decision_Due__c'])),
      openedToldAt: null,
      overdueToldAt: null,
      evidenceKeys: new Set(fieldsOf(written, 'Conflict_Evidence__c').map((item) => String(item['Evidence_Key__c']))),
      sharedWith: new Set(),
      isOurs: true,
      isPersonGone: false,
    },
  ]);
  return {
    assessments: new Map([[dealId, { id: assessmentId, hash: String(row?.['Assessment_Hash__c']), linked: true }]]),
    cases: new Map(cases),
    engaged: new Map(),
    ledger: new Map(),
  };
}
const flagged = (over: Partial<Finding> = {}): Assessment => ({ ...assessment, findings: [{ ...finding, ...over }] });

describe('an assessment', () => {
  it('is written with every conclusion, and the deal is linked to it', () => {
    const written = plan(assessment);
    expect(written.steps.map(({ object, externalId, rows }) => [object, externalId, rows.length])).toEqual([
      ['Deal_Assessment__c', 'Opportunity_Id__c', 1],
      ['Opportunity', null, 1],
    ]);
    const [fields] = fieldsOf(written, 'Deal_Assessment__c');
    expect(fields).toEqual({
      Opportunity_Id__c: dealId,
      Opportunity__c: dealId,
      Engagement_State__c: 'Pending',
      Required_Of__c: 'Registered Partner',
      Required_Partner__c: '001000000000009AAA',
      Registration__c: claimId,
      Engagement_Due__c: '2026-03-02T13:00:00.000Z',
      Partner_Entered_At__c: null,
      Partner_Confirmed_At__c: null,
      // Records keep whole seconds: a window begins within its second, a review is not due before its instant.
      Protected_From__c: '2026-03-02T11:59:59.000Z',
      Protected_Until__c: '2026-03-03T12:00:00.000Z',
      Gate_Open__c: false,
      Partner_Margin__c: null,
      Partner_Margin_Low__c: null,
      Partner_Margin_High__c: null,
      Partner_Margin_Percent__c: null,
      Vendor_Net__c: null,
      Waterfall__c: '{"version":2,"unknown":{"code":"no products","args":{}}}',
      Explanation__c: JSON.stringify({
        version: 2,
        protection: {
          registration: 'DR-000001',
          customer: 'Nordwind GmbH',
          productFamilies: ['Storage'],
          linked: true,
          extensionPending: false,
          likeness: [],
          doubts: [],
          match: 1,
        },
        engagement: { code: 'to be engaged', args: {} },
        gate: { code: 'partner missing', args: {} },
      }),
      Open_Conflicts__c: 0,
      Next_Review_At__c: '2026-03-02T12:00:01.000Z',
      Rule_Version__c: 'policy a; programme b',
      Assessment_Hash__c: expect.stringMatching(/^[0-9a-f]{64}$/),
      Assessed_At__c: '2026-03-02T12:00:00.000Z',
    });
    expect(fieldsOf(written, 'Opportunity')).toEqual([
      { Id: dealId, Deal_Assessment__r: { Opportunity_Id__c: dealId } },
    ]);
  });

  it('that says the same is not written again, whenever it was reached', () => {
    expect(plan(assessment, carriedOut(plan(assessment)), noon + 86_400_000).steps).toEqual([]);
  });

  it('that says something else is written without its deal, which never changes', () => {
    const changed: Assessment = { ...assessment, gate: { open: true, why: because('not waiting') } };
    const [fields] = fieldsOf(plan(changed, carriedOut(plan(assessment))), 'Deal_Assessment__c');
    expect(fields).toMatchObject({ Opportunity_Id__c: dealId, Gate_Open__c: true });
    expect(fields).not.toHaveProperty('Opportunity__c');
  });

  it('of a deal out of scope is not begun, but one that was begun is kept current', () => {
    const outside: Assessment = { ...assessment, inScope: false };
    expect(plan(outside).steps).toEqual([]);
    const stale = carriedOut(plan({ ...assessment, protection: null }));
    expect(fieldsOf(plan(outside, stale), 'Deal_Assessment__c')).toHaveLength(1);
  });

  it('on record without a link from the deal is linked by its id and not written again', () => {
    const { assessments, ...others } = carriedOut(plan(assessment));
    const unlinked = { ...others, assessments: new Map([[dealId, { ...assessments.get(dealId)!, linked: false }]]) };
    expect(plan(assessment, unlinked).steps).toEqual([
      {
        object: 'Opportunity',
        externalId: null,
        rows: [{ on: dealId, fields: { Id: dealId, Deal_Assessment__c: assessmentId } }],
      },
    ]);
  });
});

describe('a finding', () => {
  it('that is not raised leaves no case', () => {
    const written = plan(flagged({ raised: false }));
    expect(written.steps.map((step) => step.object)).toEqual(['Deal_Assessment__c', 'Opportunity']);
    expect(fieldsOf(written, 'Deal_Assessment__c')[0]).toMatchObject({ Open_Conflicts__c: 0 });
  });

  it('that is raised opens a case with its evidence, decided within the clock', () => {
    const written = plan(flagged());
    expect(fieldsOf(written, 'Deal_Assessment__c')[0]).toMatchObject({ Open_Conflicts__c: 1 });
    const [fields] = fieldsOf(written, 'Channel_Conflict__c');
    expect(fields).toEqual({
      Case_Key__c: caseKey,
      Detected_At__c: '2026-03-02T12:00:00.000Z',
      Decision_Due__c: '2026-03-04T12:00:00.000Z',
      Opportunity__c: dealId,
      Registration__c: claimId,
      Partner__c: '001000000000009AAA',
      Customer__c: '001000000000001AAA',
      Salesperson__c: null,
      Pattern__c: 'Replaced',
      Aspects__c: 'Late On Paper;Not Engaged',
      Confidence__c: 0.8,
      Confidence_Band__c: 'Medium',
      Severity__c: 'High',
      Amount_At_Stake__c: 1000.51,
      First_Evidence_At__c: '2026-03-02T11:59:59.000Z',
      Explanation__c: 'DR-000001 protects Sigbra – Storage; on 2026-03-01 another partner was entered in his place.',
      Story__c: JSON.stringify({
        version: 1,
        told: [
          {
            code: 'put in his place',
            args: { registration: 'DR-000001', deal: 'Sigbra – Storage', date: '2026-03-01' },
          },
        ],
      }),
      Innocent_Explanations__c: '[{"what":"a tender","found":"no","detail":{"code":"none on record","args":{}}}]',
      Finding_Hash__c: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(fieldsOf(written, 'Conflict_Evidence__c')).toEqual([
      {
        Evidence_Key__c: `${caseKey}:e1`,
        Conflict__r: { Case_Key__c: caseKey },
        Sequence__c: 1,
        What__c: 'another partner was entered in his place',
        Fact__c: '{"version":1,"code":"put in his place","args":{}}',
        From__c: 'A',
        To__c: 'B',
        By__c: '005000000000001AAA',
        At__c: '2026-03-02T12:00:00.000Z',
        Record_Id__c: dealId,
        Object__c: 'Opportunity',
        Field__c: 'Engaged_Partner__c',
      },
    ]);
  });

  it.each([
    [0.699, 'Low'],
    [0.7, 'Medium'],
    [0.899, 'Medium'],
    [0.9, 'High'],
  ])('of confidence %d is %s', (confidence, band) => {
    expect(fieldsOf(plan(flagged({ confidence })), 'Channel_Conflict__c')[0]).toMatchObject({
      Confidence_Band__c: band,
    });
  });

  it('that stays the same is written once', () => {
    expect(plan(flagged(), carriedOut(plan(flagged())), noon + 1000).steps).toEqual([]);
  });

  it('whose evidence was lost on the way is completed', () => {
    const { cases, ...others } = carriedOut(plan(flagged()));
    const torn = {
      ...others,
      cases: new Map([[caseKey, { ...cases.get(caseKey)!, evidenceKeys: new Set<string>() }]]),
    };
    const written = plan(flagged(), torn);
    expect(written.steps.map((step) => step.object)).toEqual(['Conflict_Evidence__c']);
    expect(fieldsOf(written, 'Conflict_Evidence__c')[0]).toHaveProperty('Conflict__r');
  });

  it('that changed is written with its evidence; when it was detected and is due stays', () => {
    const written = plan(flagged({ confidence: 0.95 }), carriedOut(plan(flagged())), noon + 1000);
    const [fields] = fieldsOf(written, 'Channel_Conflict__c');
    expect(fields).toMatchObject({ Confidence__c: 0.95, Confidence_Band__c: 'High' });
    expect(fields).not.toHaveProperty('Detected_At__c');
    expect(fields).not.toHaveProperty('Decision_Due__c');
    expect(fields).not.toHaveProperty('Status__c');
    const [evidence] = fieldsOf(written, 'Conflict_Evidence__c');
    expect(evidence).not.toHaveProperty('Conflict__r');
  });

  it.each<[CaseStatus, number]>([
    ['Open', 1],
    ['Under Review', 1],
    ['Confirmed', 0],
    ['Dismissed', 0],
    ['Remedied', 0],
  ])('whose case is %s counts as %d open, and its status is left to people', (status, open) => {
    const before = carriedOut(plan(flagged()), status);
    const written = plan(flagged({ confidence: 0.95 }), before);
    expect(fieldsOf(written, 'Channel_Conflict__c')[0]).not.toHaveProperty('Status__c');
    const stale = { ...before, assessments: new Map([[dealId, { id: assessmentId, hash: 'old', linked: true }]]) };
    expect(fieldsOf(plan(flagged(), stale), 'Deal_Assessment__c')[0]).toMatchObject({ Open_Conflicts__c: open });
  });

  it('with a status of its own sets it, but never over a decision', () => {
    const reopened = flagged({ status: 'Open' });
    expect(fieldsOf(plan(reopened, carriedOut(plan(flagged()), 'Remedied')), 'Channel_Conflict__c')[0]).toMatchObject({
      Status__c: 'Open',
    });
    for (const decided of ['Confirmed', 'Dismissed'] as const) {
      expect(plan(reopened, carriedOut(plan(flagged()), decided)).steps.map((step) => step.object)).not.toContain(
        'Channel_Conflict__c',
      );
    }
  });

  it('with a key too long for its field has one of at most 120 characters, and another for other evidence', () => {
    const long = 'x'.repeat(200);
    const evidence = [long, `${long}y`].map((key) => ({ ...finding.evidence[0]!, key }));
    const keys = fieldsOf(plan(flagged({ evidence })), 'Conflict_Evidence__c').map((fields) =>
      String(fields['Evidence_Key__c']),
    );
    expect(new Set(keys).size).toBe(2);
    for (const key of keys) expect(key.length).toBeLessThanOrEqual(120);
  });
});

describe('a remedy', () => {
  const remedied: Assessment = {
    ...assessment,
    remedied: [{ registrationId: claimId, reason: { code: 'restored', args: {} } }],
  };

  it.each<CaseStatus>(['Open', 'Under Review'])('closes a case that is %s and says why', (status) => {
    const written = plan(remedied, carriedOut(plan(flagged()), status));
    expect(fieldsOf(written, 'Channel_Conflict__c')).toEqual([
      {
        Case_Key__c: caseKey,
        Status__c: 'Remedied',
        Decision_Reason__c: 'the registered partner stands on the opportunity again',
        Remedy__c: '{"version":1,"code":"restored","args":{}}',
      },
    ]);
    expect(fieldsOf(written, 'Deal_Assessment__c')[0]).toMatchObject({ Open_Conflicts__c: 0 });
  });

  it.each<CaseStatus>(['Confirmed', 'Dismissed', 'Remedied'])('leaves a case that is %s alone', (status) => {
    expect(fieldsOf(plan(remedied, carriedOut(plan(flagged()), status)), 'Channel_Conflict__c')).toEqual([]);
  });
});

describe('what the partner learns of it', () => {
  const entered: Assessment = { ...assessment, engagement: { ...assessment.engagement, enteredAt: noon + 500 } };
  const told = (each: Assessment, before: string | null) =>
    fieldsOf(plan(each, { ...nothing, engaged: new Map([[claimId, before]]) }), 'Deal_Registration__c');

  it('is since when he stands on the deal, on his own claim', () => {
    expect(told(entered, null)).toEqual([{ Id: claimId, Engaged_At__c: '2026-03-02T12:00:00.000Z' }]);
    expect(told(entered, '2026-03-02T12:00:00.000Z')).toEqual([]);
  });

  it('is taken back by the deal that his approval names, not by one that may be another', () => {
    const protection = { ...assessment.protection!, match: 0.99 };
    expect(told(assessment, '2026-03-02T12:00:00.000Z')).toEqual([{ Id: claimId, Engaged_At__c: null }]);
    expect(told({ ...assessment, protection }, '2026-03-02T12:00:00.000Z')).toEqual([]);
  });

  it('is nothing where no claim covers the deal', () => {
    expect(told({ ...entered, protection: null }, null)).toEqual([]);
  });
});

it('rows of many deals are sorted by deal', () => {
  const ids = ['006000000000003AAA', '006000000000001AAA', '006000000000002AAA'];
  const written = planDeals(
    ids.map((id) => ({ ...assessment, dealId: id })),
    nothing,
    noon,
    terms,
  );
  expect(written.steps[0]?.rows.map((row) => row.on)).toEqual(ids.toSorted());
});
