import { describe, expect, it } from '@jest/globals';
import { Decimal } from 'decimal.js';
import { decideRegistration } from '../../../sync-service/domain/assess.ts';
import type { Deal, Registration, RegistrationFacts } from '../../../sync-service/domain/deal.ts';
import { defaultSettings } from '../../../sync-service/domain/policy.ts';
import type { Programme } from '../../../sync-service/domain/programme/schema.ts';
import {
  at,
  brightwave,
  contact,
  corvus,
  customer,
  deal,
  entered,
  event,
  left,
  line,
  moved,
  noProgramme,
  nordwind,
  onDeal,
  partner,
  policy,
  registration,
  submitted,
} from './story.ts';

const now = at('2026-03-03 09:00');

function decide(
  more: Partial<RegistrationFacts> = {},
  moment = now,
  rules = policy(),
  programme: Programme = noProgramme,
) {
  const facts: RegistrationFacts = {
    registration: submitted('2026-03-02 09:00'),
    rivals: [],
    deals: [],
    customers: [nordwind],
    partners: [brightwave, corvus],
    events: [],
    ...more,
  };
  return decideRegistration(facts, rules, programme, moment);
}

const failedTests = (...args: Parameters<typeof decide>) => {
  const { verdict } = decide(...args);
  return verdict.kind === 'rejected' ? verdict.reasons.map((reason) => [reason.test, reason.recordId]) : [];
};

/** An opportunity older than the claim, with one customer contact of the vendor's. */
const worked = (when: string, more: Partial<Deal> = {}) =>
  deal({ createdAt: at('2025-10-01'), activities: [contact(when)], ...more });

describe('a claim that nothing stands against', () => {
  it('is approved, and protects for 90 days from the approval', () => {
    const { verdict, customer: resolved } = decide();
    expect(verdict).toMatchObject({ kind: 'approved', from: now, until: at('2026-06-01 09:00'), dealId: null });
    expect(resolved).toMatchObject({ id: nordwind.id });
  });
  it('protects for as many days as the policy says', () => {
    expect(decide({}, now, policy({ protectionDays: 30 })).verdict).toMatchObject({ until: at('2026-04-02 09:00') });
  });
  it('is approved for a customer whom no record stands for yet', () => {
    expect(decide({ customers: [] })).toMatchObject({ customer: null, verdict: { kind: 'approved' } });
  });
  it('names the only open opportunity that it can be, and none of two', () => {
    const one = deal();
    expect(decide({ deals: [one] }).verdict).toMatchObject({ dealId: one.id });
    expect(decide({ deals: [one, deal({ id: '006second' })] }).verdict).toMatchObject({ dealId: null });
    expect(decide({ deals: [deal({ partners: [onDeal(corvus.id)] })] }).verdict).toMatchObject({ dealId: null });
  });
  it('names no opportunity of four times the amount, or that closes half a year apart', () => {
    const token = submitted('2026-03-02 09:00', { amount: new Decimal(15_000), expectedCloseDate: '2026-05-29' });
    const asked = (more: Partial<Deal>) => decide({ registration: token, deals: [deal(more)] }).verdict;
    expect(asked({ amount: new Decimal(60_000) })).toMatchObject({ kind: 'approved', dealId: null });
    expect(asked({ amount: new Decimal(59_999) })).toMatchObject({ dealId: deal().id });
    expect(asked({ amount: null })).toMatchObject({ dealId: deal().id });
    const [near, far] = ['2026-11-24', '2026-11-25'];
    expect(asked({ amount: new Decimal(15_000), closeDate: near })).toMatchObject({ dealId: deal().id });
    expect(asked({ amount: new Decimal(15_000), closeDate: far })).toMatchObject({ dealId: null });
  });
});

describe('eligibility at the moment of submission', () => {
  it('asks for a level in force, where the programme has levels', () => {
    const gold = { key: 'gold', name: 'Gold', rank: 1, paths: [], effectiveFrom: '2026-03-02', effectiveUntil: null };
    const programme = { ...noProgramme, levels: [gold] };
    const partners = [{ ...brightwave, level: 'gold' }];
    expect(failedTests({ partners }, now, policy(), programme)).toEqual([]);
    expect(failedTests({}, now, policy(), programme)).toEqual([['partner', brightwave.id]]);
    const from3rd = { ...noProgramme, levels: [{ ...gold, effectiveFrom: '2026-03-03' }] };
    expect(failedTests({ partners }, now, policy(), from3rd)).toEqual([['partner', brightwave.id]]);
  });
  it('asks for a role that the partner has', () => {
    const partners = [partner(brightwave.id, 'Brightwave', { roles: ['Distributor'] })];
    expect(failedTests({ partners })).toEqual([['partner', brightwave.id]]);
  });
  it('takes an amount that reaches the minimum, not one a cent below', () => {
    const rules = policy({}, { settings: { ...defaultSettings, minimumRegistrationAmount: new Decimal(25_000) } });
    const asking = (amount: string) => ({
      registration: submitted('2026-03-02 09:00', { amount: new Decimal(amount) }),
    });
    expect(failedTests(asking('25000'), now, rules)).toEqual([]);
    expect(failedTests(asking('24999.99'), now, rules)).toEqual([['amount', 'a01reg']]);
  });
  it('takes a product that a policy covers', () => {
    expect(failedTests({}, now, policy({ productFamilies: ['Servers'] }))).toEqual([['product', 'a01reg']]);
    expect(failedTests({}, now, policy({ productFamilies: ['Servers', 'storage'] }))).toEqual([]);
  });
  it('minds a named account tagged a minute before the submission, not one tagged after it', () => {
    const tagged = (when: string) => ({
      customers: [{ ...nordwind, namedAccount: true }],
      events: [event('Named Account Set', when, { dealId: null, customerId: nordwind.id })],
    });
    expect(failedTests(tagged('2026-03-02 08:59'))).toEqual([['named account', nordwind.id]]);
    expect(failedTests(tagged('2026-03-02 09:01'))).toEqual([]);
  });
  it('minds a tag cleared after the submission', () => {
    const events = [event('Named Account Cleared', '2026-03-02 12:00', { dealId: null, customerId: nordwind.id })];
    expect(failedTests({ events })).toEqual([['named account', nordwind.id]]);
  });
  it('minds a tender published on the day before, not on the day of submission', () => {
    const published = (on: string) => ({ registration: submitted('2026-03-02 09:00', { tenderPublishedOn: on }) });
    expect(failedTests(published('2026-03-01'))).toEqual([['tender', 'a01reg']]);
    expect(failedTests(published('2026-03-02'))).toEqual([]);
  });
  it('minds vendor contact 60 days before the submission, not a minute earlier', () => {
    // Sixty days before 2 March, 09:00, is 1 January, 09:00.
    expect(failedTests({ deals: [worked('2026-01-01 09:00')] })).toEqual([['vendor at work', '006deal']]);
    expect(failedTests({ deals: [worked('2026-01-01 08:59')] })).toEqual([]);
  });
  it('does not take contact that was planned, or written down after the submission', () => {
    const planned = contact('2026-02-20 10:00', { completed: false });
    const writtenLater = contact('2026-02-20 10:00', { recordedAt: at('2026-03-02 09:01') });
    expect(failedTests({ deals: [worked('', { activities: [planned, writtenLater] })] })).toEqual([]);
  });
  it('does not hold against him what he had a part in, or an opportunity that he stands on', () => {
    const together = contact('2026-02-20 10:00', { partnerIds: [brightwave.id] });
    expect(failedTests({ deals: [worked('', { activities: [together] })] })).toEqual([]);
    expect(failedTests({ deals: [worked('2026-02-20 10:00', { partners: [onDeal(brightwave.id)] })] })).toEqual([]);
    const stood = [entered(brightwave.id, '2026-02-01 09:00'), left(brightwave.id, '2026-03-05 09:00')];
    expect(failedTests({ deals: [worked('2026-02-20 10:00')], events: stood })).toEqual([]);
  });
  it('does not mind work for another product, another customer, or on a deal closed by then', () => {
    const contacted = '2026-02-20 10:00';
    expect(failedTests({ deals: [worked(contacted, { lines: [line('Servers')] })] })).toEqual([]);
    const vogt = customer('001vogt', 'Vogt Maschinenbau', { country: 'DE' });
    expect(failedTests({ deals: [worked(contacted, { customerId: vogt.id })], customers: [nordwind, vogt] })).toEqual(
      [],
    );
    const lost = worked(contacted, { stage: 'Closed Lost', isClosed: true, stageProbability: 0 });
    expect(failedTests({ deals: [lost], events: [moved('Qualification', 'Closed Lost', '2026-03-02 08:59')] })).toEqual(
      [],
    );
    expect(failedTests({ deals: [lost], events: [moved('Qualification', 'Closed Lost', '2026-03-02 09:01')] })).toEqual(
      [['vendor at work', '006deal']],
    );
  });
  it('does not mind work on a customer whose name is only similar', () => {
    const similar = { ...nordwind, name: 'Nordwind Logistics Systems', website: null };
    const typed = { name: 'Nordwind Logistics', website: null, country: 'DE', taxId: null };
    const claim = submitted('2026-03-02 09:00', { customer: typed });
    const deals = [worked('2026-02-20 10:00')];
    expect(failedTests({ registration: claim, customers: [similar], deals })).toEqual([]);
    expect(failedTests({ registration: claim, deals })).toEqual([['vendor at work', '006deal']]);
  });
  it('lists every test that fails', () => {
    const registrationOf = submitted('2026-03-02 09:00', { tenderPublishedOn: '2026-02-01', productFamilies: [] });
    expect(failedTests({ registration: registrationOf }).map(([test]) => test)).toEqual(['product', 'tender']);
  });
});

describe('the order of claims', () => {
  const rival = (more: Partial<Registration> = {}) => registration({ id: 'a01rival', partnerId: corvus.id, ...more });

  it('queues behind a claim in force, until the moment its protection ends', () => {
    const rivals = [rival({ protectedUntil: at('2026-03-20 09:00') })];
    expect(decide({ rivals }, at('2026-03-20 08:59'))).toMatchObject({
      verdict: { kind: 'queued', behind: 'a01rival', position: 1 },
      nextReviewAt: at('2026-03-20 09:00'),
    });
    expect(decide({ rivals }, at('2026-03-20 09:00')).verdict.kind).toBe('approved');
  });
  it('puts the earliest submission first, and at the same instant the lower id', () => {
    const waiting = (when: string, id = 'a01rival') => submitted(when, { id, partnerId: corvus.id });
    expect(decide({ rivals: [waiting('2026-03-02 08:59')] }).verdict).toMatchObject({
      kind: 'queued',
      behind: 'a01rival',
    });
    expect(decide({ rivals: [waiting('2026-03-02 09:01')] }).verdict.kind).toBe('approved');
    expect(decide({ rivals: [waiting('2026-03-02 09:00', 'a01aaa')] }).verdict.kind).toBe('queued');
    expect(decide({ rivals: [waiting('2026-03-02 09:00', 'a01zzz')] }).verdict.kind).toBe('approved');
  });
  it('counts every claim ahead', () => {
    const rivals = [
      rival(),
      submitted('2026-03-02 08:00', { id: 'a01second', partnerId: corvus.id, status: 'Queued' }),
    ];
    expect(decide({ rivals }).verdict).toMatchObject({ kind: 'queued', behind: 'a01rival', position: 2 });
  });
  it('passes over an earlier claim that is not eligible', () => {
    const rivals = [
      submitted('2026-03-02 08:00', { id: 'a01rival', partnerId: corvus.id, tenderPublishedOn: '2026-02-01' }),
    ];
    expect(decide({ rivals }).verdict.kind).toBe('approved');
  });
  it('does not let a new registration of the old holder outrank a claim filed in the gap', () => {
    const ended = rival({ status: 'Expired', protectedUntil: at('2026-03-01 09:00') });
    const again = submitted('2026-03-02 10:00', { id: 'a01again', partnerId: corvus.id });
    expect(decide({ rivals: [ended, again] }).verdict.kind).toBe('approved');
    expect(decide({ registration: again, rivals: [ended, submitted('2026-03-02 09:00')] }).verdict).toMatchObject({
      kind: 'queued',
      behind: 'a01reg',
    });
  });
  it('tests a queued claim on the facts of its own submission', () => {
    const queued = submitted('2026-03-02 09:00', { status: 'Queued' });
    const deals = [worked('2026-03-10 10:00')];
    const rivals = [rival({ status: 'Withdrawn', endedAt: at('2026-03-20 09:00') })];
    expect(decide({ registration: queued, deals, rivals }, at('2026-03-20 09:00')).verdict.kind).toBe('approved');
  });
  it('ends for a claim that waited while the deal was won', () => {
    const won = rival({ status: 'Converted', endedAt: at('2026-03-20 09:00') });
    const queued = submitted('2026-03-10 09:00', { status: 'Queued' });
    expect(decide({ registration: queued, rivals: [won] }, at('2026-03-20 10:00')).verdict).toMatchObject({
      kind: 'rejected',
      reasons: [{ test: 'earlier claim', recordId: 'a01rival' }],
    });
    const afterwards = submitted('2026-03-21 09:00');
    expect(decide({ registration: afterwards, rivals: [won] }, at('2026-03-21 10:00')).verdict.kind).toBe('approved');
  });
  it('knows no rival in another product, another customer or another named deal', () => {
    expect(decide({ rivals: [rival({ productFamilies: ['Servers'] })] }).verdict.kind).toBe('approved');
    const vogt = customer('001vogt', 'Vogt Maschinenbau');
    expect(decide({ rivals: [rival({ customerId: vogt.id })], customers: [nordwind, vogt] }).verdict.kind).toBe(
      'approved',
    );
    const named = submitted('2026-03-02 09:00', { dealId: '006mine' });
    expect(decide({ registration: named, rivals: [rival({ dealId: '006his' })] }).verdict.kind).toBe('approved');
  });
  it('tells a partner neither the name nor the dates of the claim before his', () => {
    const { verdict } = decide({ rivals: [rival({ name: 'DR-000777' })] });
    expect(verdict.kind === 'queued' && verdict.reasons).toEqual([{ code: 'behind a claim in force', args: {} }]);
  });
});

describe('protection', () => {
  const end = '2026-06-01 09:00';
  it('expires at its end, not a minute before', () => {
    expect(decide({ registration: registration() }, at('2026-06-01 08:59'))).toMatchObject({
      verdict: { kind: 'none' },
      nextReviewAt: at(end),
    });
    expect(decide({ registration: registration() }, at(end)).verdict).toMatchObject({ kind: 'expired', at: at(end) });
  });
  it('goes on while an extension asked for in time is undecided', () => {
    const asked = (when: string, answered: string | null = null) =>
      registration({
        extensionRequestedAt: at(when),
        extensionDecidedAt: answered === null ? null : at(answered),
      });
    expect(decide({ registration: asked('2026-06-01 08:59') }, at('2026-06-20')).verdict.kind).toBe('none');
    expect(decide({ registration: asked('2026-06-01 09:00') }, at('2026-06-20')).verdict.kind).toBe('expired');
    expect(decide({ registration: asked('2026-05-20', '2026-05-25') }, at('2026-06-20')).verdict.kind).toBe('expired');
  });
  it('ends with the answer where that came after the end, and not before', () => {
    const refused = (answered: string) =>
      registration({ extensionRequestedAt: at('2026-05-20'), extensionDecidedAt: at(answered) });
    expect(decide({ registration: refused('2026-05-21') }, at('2026-06-01 08:59')).verdict.kind).toBe('none');
    expect(decide({ registration: refused('2026-06-10') }, at('2026-06-20')).verdict).toMatchObject({
      kind: 'expired',
      at: at('2026-06-10'),
    });
    expect(decide({ registration: refused('2026-10-01') }, at('2026-10-02')).verdict).toMatchObject({
      kind: 'expired',
      at: at('2026-08-30 09:00'),
    });
  });
  it('goes on undecided at most for the ninety days asked for', () => {
    const asked = registration({ extensionRequestedAt: at('2026-05-20') });
    expect(decide({ registration: asked }, at('2026-08-30 08:59')).verdict.kind).toBe('none');
    expect(decide({ registration: asked }, at('2026-08-30 09:00')).verdict).toMatchObject({ kind: 'expired' });
  });
  it('is told with how long it goes on at most, while the request waits', () => {
    const until = (changed: Parameters<typeof registration>[0], when: string) =>
      decide({ registration: registration(changed) }, at(when)).extensionUntil;
    const asked = { extensionRequestedAt: at('2026-05-20') };
    expect(until(asked, '2026-05-21')).toBe(at('2026-08-30 09:00'));
    expect(until(asked, '2026-06-20')).toBe(at('2026-08-30 09:00'));
    expect(until(asked, '2026-08-30 09:00')).toBeNull();
    expect(until({}, '2026-05-21')).toBeNull();
    expect(until({ ...asked, extensionDecidedAt: at('2026-05-25') }, '2026-05-26')).toBeNull();
  });
  it('is extended once only', () => {
    const extended = registration({
      protectedUntil: at('2026-08-30 09:00'),
      extensionRequestedAt: at('2026-05-20'),
    });
    expect(decide({ registration: extended }, at('2026-08-30 09:00')).verdict.kind).toBe('expired');
  });
  it('runs from the decision where a person approved without dates', () => {
    const byHand = registration({ protectedFrom: null, protectedUntil: null, decidedAt: at('2026-03-05 12:00') });
    expect(decide({ registration: byHand }, at('2026-03-06')).verdict).toMatchObject({
      kind: 'approved',
      from: at('2026-03-05 12:00'),
      until: at('2026-06-03 12:00'),
    });
  });
  it.each(['Draft', 'Rejected', 'Expired', 'Lapsed', 'Converted', 'Withdrawn'] as const)(
    'of a claim that is %s is not decided again',
    (status) => {
      expect(decide({ registration: registration({ status }) }, at('2026-07-01')).verdict.kind).toBe('none');
    },
  );
});
