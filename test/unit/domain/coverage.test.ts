import { describe, expect, it } from '@jest/globals';
import { Decimal } from 'decimal.js';
import { assess } from '../../../sync-service/domain/assess.ts';
import type { Deal, DealFacts, Registration } from '../../../sync-service/domain/deal.ts';
import {
  at,
  brightwave,
  contact,
  corvus,
  customer,
  deal,
  event,
  facts,
  line,
  moved,
  noProgramme,
  nordwind,
  onDeal,
  policy,
  registration,
} from './story.ts';

const protectionOf = (more: Partial<DealFacts>, moment = '2026-03-10 12:00') =>
  assess(facts(more), noProgramme, policy(), at(moment)).protection;
const isCovered = (opportunity: Partial<Deal>, claim: Partial<Registration> = {}, more: Partial<DealFacts> = {}) =>
  protectionOf({ deal: deal(opportunity), registrations: [registration(claim)], ...more }) !== null;

describe('what a registration covers', () => {
  it('is the opportunity of the same customer with a common product family', () => {
    expect(protectionOf({})).toMatchObject({ registrationId: 'a01reg', active: true, partnerId: brightwave.id });
    expect(isCovered({ lines: [line('Servers')] })).toBe(false);
    expect(isCovered({ lines: [line('Servers'), line('storage ')] })).toBe(true);
    expect(isCovered({ lines: [] })).toBe(false);
    expect(isCovered({ customerId: null })).toBe(false);
  });
  it('is the opportunity that the approval names, whatever its customer, and then no other', () => {
    expect(protectionOf({ registrations: [registration({ dealId: '006deal' })] })?.match).toBe(1);
    expect(isCovered({ lines: [], customerId: null }, { dealId: '006deal' })).toBe(true);
    expect(isCovered({}, { dealId: '006another' })).toBe(false);
  });
  it('takes in subsidiaries of the registered customer, not its parent or sisters', () => {
    const aurora = customer('001aurora', 'Aurora Beteiligungen');
    const group = { ...nordwind, parentId: aurora.id };
    const below = customer('001below', 'Polarstern Reederei', { parentId: nordwind.id });
    const deeper = customer('001deeper', 'Kaiwerk Emden', { parentId: below.id });
    const sister = customer('001sister', 'Südflug Cargo', { parentId: aurora.id });
    const customers = [aurora, group, below, deeper, sister];
    const covered = (customerId: string) => isCovered({ customerId }, {}, { customers });
    expect([below.id, deeper.id, aurora.id, sister.id].map(covered)).toEqual([true, true, false, false]);
  });
  it('leaves out renewals and other countries unless named', () => {
    expect(isCovered({ isRenewal: true })).toBe(false);
    expect(isCovered({ isRenewal: true }, { dealId: '006deal' })).toBe(true);
    const customers = [nordwind, customer('001fr', 'Nordwind Logistics', { parentId: nordwind.id, country: 'FR' })];
    expect(isCovered({ customerId: '001fr' }, {}, { customers })).toBe(false);
    expect(isCovered({ customerId: '001fr' }, { dealId: '006deal' }, { customers })).toBe(true);
  });
  it('was open at some moment from the submission on', () => {
    const lost = { stage: 'Closed Lost', createdAt: at('2026-02-01') };
    const closing = (when: string) => ({ events: [moved('Qualification', 'Closed Lost', when)] });
    expect(isCovered(lost, {}, closing('2026-03-02 09:00'))).toBe(false);
    expect(isCovered(lost, {}, closing('2026-03-02 09:01'))).toBe(true);
  });
  it('was opened before protection ended', () => {
    const opened = (when: string) => protectionOf({ deal: deal({ createdAt: at(when) }) }, '2026-06-02') !== null;
    expect([opened('2026-06-01 08:59'), opened('2026-06-01 09:00')]).toEqual([true, false]);
  });
  it('is an older one only where the vendor was not at work on it in the 60 days before, or it is named', () => {
    // Sixty days before the submission of 2 March, 09:00, is 1 January, 09:00.
    const older = (contacted: string) => ({ createdAt: at('2025-10-01'), activities: [contact(contacted)] });
    expect(isCovered(older('2026-01-01 08:59'))).toBe(true);
    expect(isCovered(older('2026-01-01 09:00'))).toBe(false);
    expect(isCovered(older('2026-01-01 09:00'), { dealId: '006deal' })).toBe(true);
  });
  it('is nothing for a claim that was rejected, or still waits', () => {
    const none = { protectedFrom: null, protectedUntil: null };
    expect(isCovered({}, { status: 'Rejected', ...none })).toBe(false);
    expect(isCovered({}, { status: 'Queued', ...none })).toBe(false);
    expect(isCovered({}, { status: 'Submitted', ...none })).toBe(false);
  });
});

describe('one deal, never a customer', () => {
  const second = deal({ id: '006second', createdAt: at('2026-03-06') });
  it('is the earlier of two that fit alike', () => {
    expect(protectionOf({ relatedDeals: [second] })).not.toBeNull();
    expect(protectionOf({ deal: second, relatedDeals: [deal()] })).toBeNull();
  });
  it('is the one that the partner stands on', () => {
    const his = { ...second, partners: [onDeal(brightwave.id)] };
    expect(protectionOf({ relatedDeals: [his] })).toBeNull();
    expect(protectionOf({ deal: his, relatedDeals: [deal()] })).not.toBeNull();
  });
  it('is one still open rather than one given up', () => {
    const lost = deal({ stage: 'Closed Lost' });
    const events = [moved('Qualification', 'Closed Lost', '2026-03-05')];
    expect(protectionOf({ deal: second, relatedDeals: [lost], events })).not.toBeNull();
  });
  it('is one whose size and time fit rather than one far off', () => {
    const large = { ...second, amount: new Decimal(240_000) };
    expect(protectionOf({ deal: large, relatedDeals: [deal()] })).toBeNull();
  });
});

describe('doubtful coverage', () => {
  const match = (opportunity: Partial<Deal>, more: Partial<DealFacts> = {}) =>
    protectionOf({ deal: deal(opportunity), ...more })?.match ?? 0;
  it('is an amount four times the claimed one, not a cent less', () => {
    expect(match({ amount: new Decimal('239999.99') })).toBeGreaterThanOrEqual(0.95);
    expect(match({ amount: new Decimal('240000') })).toBeLessThan(0.95);
    expect(match({ amount: new Decimal('15000') })).toBeLessThan(0.95);
  });
  it('is a close date 180 days off, not 179', () => {
    // 29 May plus 180 days is 25 November.
    expect(match({ closeDate: '2026-11-24' })).toBeGreaterThanOrEqual(0.95);
    expect(match({ closeDate: '2026-11-25' })).toBeLessThan(0.95);
  });
  it('is not made by a later change: that keeps protection', () => {
    const events = [event('Amount Changed', '2026-03-09 10:00', { from: '60000', to: '400000' })];
    expect(match({ amount: new Decimal(400_000) }, { events })).toBeGreaterThanOrEqual(0.95);
    expect(match({ amount: new Decimal(400_000) })).toBeLessThan(0.95);
  });
});

describe('the time of protection', () => {
  it('runs from approval to its end, half-open', () => {
    const active = (when: string) => protectionOf({}, when)?.active;
    expect(['2026-03-03 08:59', '2026-03-03 09:00', '2026-06-01 08:59', '2026-06-01 09:00'].map(active)).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
  it('is not ended by losing the opportunity', () => {
    const lost = deal({ stage: 'Closed Lost' });
    expect(protectionOf({ deal: lost, events: [moved('Qualification', 'Closed Lost', '2026-03-08')] })?.active).toBe(
      true,
    );
  });
  it('ends when the claim is withdrawn', () => {
    const withdrawn = registration({ status: 'Withdrawn', endedAt: at('2026-03-09 09:00') });
    expect(protectionOf({ registrations: [withdrawn] })).toMatchObject({
      until: at('2026-03-09 09:00'),
      active: false,
    });
  });
  it('goes to the claim in force where an earlier one is over', () => {
    const over = registration({ id: 'a01over', partnerId: corvus.id, status: 'Lapsed', endedAt: at('2026-03-05') });
    const next = registration({ protectedFrom: at('2026-03-06'), protectedUntil: at('2026-06-04') });
    expect(protectionOf({ registrations: [over, next] })?.registrationId).toBe('a01reg');
  });
});
