/** Conclusions about one deal and one claim, to be varied by the tests of plans. */
import { Decimal } from 'decimal.js';
import { found } from '../../../sync-service/domain/conflict/answers.ts';
import { fact } from '../../../sync-service/domain/conflict/facts.ts';
import { because } from '../../../sync-service/domain/engagement/reasons.ts';
import { reason } from '../../../sync-service/domain/margin/reasons.ts';
import { claimReason } from '../../../sync-service/domain/protection/reasons.ts';
import type { Assessment, Finding, RegistrationAssessment } from '../../../sync-service/domain/assessment.ts';

export const noon = Date.UTC(2026, 2, 2, 12);
export const dealId = '006000000000001AAA';
export const claimId = 'a01000000000001AAA';

export const finding: Finding = {
  dealId,
  registrationId: claimId,
  partnerId: '001000000000009AAA',
  customerId: '001000000000001AAA',
  pattern: 'replaced',
  aspects: ['late-on-paper', 'not-engaged'],
  personId: null,
  confidence: 0.8,
  raised: true,
  reviewOnly: false,
  severity: 'High',
  amountAtStake: new Decimal('1000.505'),
  firstEvidenceAt: noon - 1,
  evidence: [
    {
      key: 'e1',
      what: fact('put in his place'),
      from: 'A',
      to: 'B',
      byId: '005000000000001AAA',
      at: noon,
      record: { object: 'Opportunity', id: dealId, field: 'Engaged_Partner__c' },
    },
  ],
  innocent: [found('a tender', 'no', 'none on record')],
  story: [
    { code: 'put in his place', args: { registration: 'DR-000001', deal: 'Sigbra – Storage', date: '2026-03-01' } },
  ],
  status: null,
};

export const assessment: Assessment = {
  dealId,
  inScope: true,
  protection: {
    registrationId: claimId,
    partnerId: '001000000000009AAA',
    from: noon - 500,
    until: noon + 86_400_000,
    active: true,
    match: 1,
    why: 'named',
    grounds: {
      registration: 'DR-000001',
      customer: 'Nordwind GmbH',
      productFamilies: ['Storage'],
      linked: true,
      extensionPending: false,
      likeness: [],
      doubts: [],
    },
  },
  engagement: {
    state: 'Pending',
    requiredOf: 'Registered Partner',
    partnerId: '001000000000009AAA',
    dueAt: noon + 3_600_000,
    enteredAt: null,
    confirmedAt: null,
    why: because('to be engaged'),
  },
  gate: { open: false, why: because('partner missing') },
  earnings: null,
  findings: [],
  remedied: [],
  margin: { kind: 'unknown', why: reason('no products') },
  nextReviewAt: noon + 1,
  ruleVersion: 'policy a; programme b',
};

export const claim: RegistrationAssessment = {
  registrationId: claimId,
  customer: { id: '001000000000001AAA', match: 0.99, why: 'same domain' },
  verdict: {
    kind: 'approved',
    from: noon - 1000,
    until: noon + 1000,
    dealId,
    reason: claimReason('earliest', { days: 90 }),
  },
  extensionUntil: null,
  margin: { kind: 'unknown', why: reason('no products') },
  priced: null,
  nextReviewAt: null,
};
