/** Why an engagement, a gate and a protection stand as they do: codes with values, for the panels to put into words. */
import { describe, expect, it } from '@jest/globals';
import { assess } from '../../../sync-service/domain/assess.ts';
import type { DealFacts } from '../../../sync-service/domain/deal.ts';
import type { EngagementPolicy } from '../../../sync-service/domain/rules.ts';
import {
  at,
  brightwave,
  deal,
  entered,
  exemption,
  facts,
  left,
  moved,
  noProgramme,
  nordwind,
  onDeal,
  policy,
  registration,
} from './story.ts';

function review(more: Partial<DealFacts> = {}, moment = '2026-03-05', rule: Partial<EngagementPolicy> = {}) {
  return assess(facts(more), noProgramme, policy(rule), at(moment));
}
const engaged = (when: string) => ({
  deal: deal({ partners: [onDeal(brightwave.id)] }),
  events: [entered(brightwave.id, when)],
});
const lost = { deal: deal({ stage: 'Closed Lost' }), events: [moved('Qualification', 'Closed Lost', '2026-03-09')] };
const asked = { status: 'Requested' as const, decidedAt: null, requestedAt: at('2026-03-06 15:00') };

describe('an engagement', () => {
  it.each([
    ['is asked for', {}, '2026-03-05', 'to be engaged', {}],
    ['is overdue', {}, '2026-03-19', 'overdue', {}],
    [
      'is asked for again of who took the partner off',
      { events: [entered(brightwave.id, '2026-03-05 09:00'), left(brightwave.id, '2026-03-12 09:00')] },
      '2026-03-13',
      'to be engaged',
      { from: '2026-03-05', until: '2026-03-12' },
    ],
    [
      'is overdue since the partner was taken off, who was there before history began',
      { events: [left(brightwave.id, '2026-03-12 09:00')] },
      '2026-03-19',
      'overdue',
      { until: '2026-03-12' },
    ],
    ['came in time', engaged('2026-03-05 09:00'), '2026-03-06', 'entered', {}],
    ['came late', engaged('2026-03-20 09:00'), '2026-03-21', 'entered late', {}],
    [
      'is excused, for a reason',
      { exemptions: [exemption({})] },
      '2026-03-10',
      'exempt',
      { reason: 'Partner Declined' },
    ],
    ['is not asked for without a registration', { registrations: [] }, '2026-03-05', 'not covered', {}],
    ['is not asked for of a lost deal', lost, '2026-03-30', 'lost', {}],
    ['was asked for until the protection ended', {}, '2026-06-02', 'protection ended', { until: '2026-06-01' }],
  ])('%s', (_, story, moment, code, args) => {
    expect(review(story, moment).engagement.why).toEqual({ code, args });
  });

  it('is not asked for where no policy is in force', () => {
    expect(review({}, '2026-03-05', { effectiveUntil: '2026-01-01' }).engagement.why.code).toBe('no policy');
  });
});

describe('a gate', () => {
  const why = (...args: Parameters<typeof review>) => review(...args).gate.why;
  it('is shut while the partner is missing', () => {
    expect(why()).toEqual({ code: 'partner missing', args: {} });
  });
  it('that only warns says until when', () => {
    expect(why({}, '2026-03-05', { mode: 'Warn' })).toEqual({ code: 'policy warns', args: {} });
    expect(why({}, '2026-03-05', { goLive: '2026-03-01' })).toEqual({
      code: 'first days',
      args: { days: 30, until: '2026-03-31' },
    });
  });
  it('that stands open says what opened it', () => {
    expect(why({ exemptions: [exemption(asked)] }, '2026-03-09 15:00').code).toBe('request unanswered');
    expect(why(engaged('2026-03-05 09:00'), '2026-03-06').code).toBe('not waiting');
    expect(why({ registrations: [] }).code).toBe('nothing required');
    expect(why({ registrations: [] }, '2026-03-05', { requiredOf: 'Qualified Partner' }).code).toBe('nobody named');
  });
});

describe('a protection', () => {
  const groundsOf = (more: Partial<DealFacts>) => review(more).protection?.grounds;
  it('rests on the registration, its customer and products, and on what tells that it is he', () => {
    expect(groundsOf({})).toEqual({
      registration: 'DR-000001',
      customer: 'Nordwind Logistics',
      productFamilies: ['Storage'],
      linked: false,
      extensionPending: false,
      likeness: [{ code: 'record: same', args: [], speaks: 'for' }],
      doubts: [],
    });
  });
  it('that the approval names rests on nothing else', () => {
    const grounds = groundsOf({ registrations: [registration({ dealId: '006deal' })] });
    expect(grounds).toMatchObject({ linked: true, likeness: [] });
  });
  it('tells what speaks for and against, the strongest first', () => {
    const typed = { name: 'Nordwind Logistiks', website: 'nordwind.example', country: null, taxId: null };
    const known = [{ ...nordwind, website: 'nordwind.example' }];
    const likeness = groundsOf({
      customers: known,
      registrations: [registration({ customerId: null, customer: typed })],
    })?.likeness;
    expect(likeness?.map(({ code, speaks }) => [code, speaks])).toEqual([
      ['domain: same', 'for'],
      ['words: same', 'for'],
      ['spelling: sounds alike', 'against'],
      ['rarity: rare', 'for'],
    ]);
  });
  it('says what makes it doubtful', () => {
    expect(groundsOf({ deal: deal({ closeDate: '2027-06-30' }) })?.doubts).toEqual([
      { code: 'close dates apart', args: { days: 397 } },
    ]);
  });
});
