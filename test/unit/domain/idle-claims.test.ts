/** Brightwave's claim protects from 3 March, 09:00, to 1 June; Corvus filed one for the same deal on 10 March. */
import { describe, expect, it } from '@jest/globals';
import type { Deal, DealEvent, Registration } from '../../../sync-service/domain/deal.ts';
import { historyOf } from '../../../sync-service/domain/history.ts';
import {
  couldBeSeen,
  countClaims,
  firstPartnerWork,
  idleClaims,
  registersEverything,
  usualIdleRules,
} from '../../../sync-service/domain/protection/idle-claims.ts';
import {
  at,
  brightwave,
  contact,
  corvus,
  deal,
  entered,
  nordwind,
  onDeal,
  policy,
  registration,
  submitted,
} from './story.ts';

const rival = (more: Partial<Registration> = {}) =>
  submitted('2026-03-10', { id: 'a01rival', name: 'DR-000002', partnerId: corvus.id, status: 'Queued', ...more });
const work = (when: string) => contact(when, { partnerIds: [brightwave.id] });

interface Known {
  claim?: Partial<Registration>;
  rivals?: Registration[];
  deals?: Deal[];
  events?: DealEvent[];
  now?: string;
}

function idle({ claim = {}, rivals = [rival()], deals = [], events = [], now = '2026-05-30' }: Known) {
  const known = {
    registrations: [registration(claim), ...rivals],
    ...{ deals, events },
    customers: new Map([[nordwind.id, nordwind]]),
  };
  return idleClaims(known, usualIdleRules, {
    history: historyOf(events, at('2026-01-01')),
    policy: policy(),
    now: at(now),
  });
}
const since = (known: Known) => idle(known).map(({ idle: { from } }) => new Date(from).toISOString().slice(0, 16));

describe('a claim without work', () => {
  it('is idle after 45 days of protection that held up another partner, not a minute before', () => {
    expect(since({ now: '2026-04-17 09:00' })).toEqual(['2026-03-03T09:00']);
    expect(since({ now: '2026-04-17 08:59' })).toEqual([]);
  });

  it('is none where the partner took part in a contact in time, and one from the last contact on where he stopped', () => {
    const at45 = [deal({ activities: [work('2026-04-17 08:59')] })];
    expect(since({ deals: at45, now: '2026-05-30' })).toEqual([]);
    const stopped = [deal({ activities: [work('2026-03-20 10:00')] })];
    expect(since({ deals: stopped, now: '2026-05-04 10:00' })).toEqual(['2026-03-20T10:00']);
    expect(since({ deals: stopped, now: '2026-05-04 09:59' })).toEqual([]);
  });

  it('is idle beside contacts of the vendor alone, planned ones and those of another partner', () => {
    const activities = [
      contact('2026-04-01'),
      { ...work('2026-04-02'), completed: false },
      contact('2026-04-03', { partnerIds: [corvus.id] }),
    ];
    expect(since({ deals: [deal({ activities })] })).toEqual(['2026-03-03T09:00']);
  });

  it('is none where he stands or stood on an open opportunity for it, or the claim was converted', () => {
    expect(since({ deals: [deal({ partners: [onDeal(brightwave.id)] })] })).toEqual([]);
    expect(since({ deals: [deal()], events: [entered(brightwave.id, '2026-03-05')] })).toEqual([]);
    expect(since({ claim: { status: 'Converted', endedAt: at('2026-05-20') } })).toEqual([]);
    const before = deal({ partners: [onDeal(brightwave.id)], stage: 'Closed Lost', createdAt: at('2025-01-01') });
    const closed = (closeDate: string) => ({ ...before, isClosed: true, closeDate });
    expect(since({ deals: [closed('2026-03-03')] })).toEqual([]);
    expect(since({ deals: [closed('2026-03-02')] })).toEqual(['2026-03-03T09:00']);
  });

  it('counts his confirmation and his request for an extension as work', () => {
    expect(since({ claim: { partnerConfirmedAt: at('2026-04-10') }, now: '2026-05-24' })).toEqual([]);
    expect(since({ claim: { partnerConfirmedAt: at('2026-04-10') }, now: '2026-05-25' })).toEqual(['2026-04-10T00:00']);
    expect(since({ claim: { extensionRequestedAt: at('2026-04-10') }, now: '2026-05-24' })).toEqual([]);
  });

  it('ends with the protection: what lapsed after 45 days is idle, after 44 it is not', () => {
    const lapsed = (when: string) => ({ status: 'Lapsed' as const, endedAt: at(when) });
    expect(since({ claim: lapsed('2026-04-17 09:00') })).toEqual(['2026-03-03T09:00']);
    expect(since({ claim: lapsed('2026-04-16 09:00') })).toEqual([]);
  });
});

describe('whom it held up', () => {
  const others = (more: Partial<Registration>) =>
    idle({ rivals: [rival(more)] }).flatMap(({ lockedOut }) => lockedOut.map(({ how }) => how));

  it('is another partner, for the same customer and a common family', () => {
    expect(others({})).toEqual(['queued']);
    expect(others({ partnerId: brightwave.id })).toEqual([]);
    expect(others({ productFamilies: ['Networking'] })).toEqual([]);
    expect(idle({ rivals: [] })).toEqual([]);
  });

  it('is a claim rejected in words that name it, not one rejected for anything else', () => {
    const rejected = { status: 'Rejected' as const, decidedAt: at('2026-03-12') };
    expect(others({ ...rejected, decisionReason: 'DR-000001 protects the customer' })).toEqual(['rejected']);
    expect(others({ ...rejected, decisionReason: 'below the minimum' })).toEqual([]);
    expect(others(rejected)).toEqual([]);
  });

  it('is a claim that was submitted before the protection ended, and approved only when it had', () => {
    const approved = (from: string) => ({
      status: 'Approved' as const,
      protectedFrom: at(from),
      protectedUntil: at('2026-12-01'),
    });
    const ended = { status: 'Lapsed' as const, endedAt: at('2026-05-01') };
    const how = (from: string) => idle({ claim: ended, rivals: [rival(approved(from))] }).length;
    expect([how('2026-05-01'), how('2026-04-30')]).toEqual([1, 0]);
    expect(idle({ claim: ended, rivals: [rival({ submittedAt: at('2026-05-01') })] })).toEqual([]);
  });
});

describe('what may be said of lacking work', () => {
  it('is nothing before work of partners is on record', () => {
    const from = { idle: { from: at('2026-03-03'), until: at('2026-06-01') } };
    expect(couldBeSeen(from, at('2026-03-03'))).toBe(true);
    expect(couldBeSeen(from, at('2026-03-03 00:01'))).toBe(false);
    expect(couldBeSeen(from, null)).toBe(false);
  });

  it('rests on the first completed contact with people of any partner', () => {
    const activities = [contact('2026-01-01'), { ...work('2026-01-02'), completed: false }, work('2026-01-04')];
    expect(firstPartnerWork([deal({ activities })])).toBe(at('2026-01-04'));
    expect(firstPartnerWork([deal({ activities: [contact('2026-01-01')] })])).toBeNull();
  });
});

describe('a partner who registers everything', () => {
  const count = (decided: number, worked: number) => ({ decided, worked, unworked: [] });

  it('has 20 decided claims, of which fewer than 5 % were ever worked', () => {
    expect(registersEverything(count(20, 0), usualIdleRules)).toBe(true);
    expect(registersEverything(count(19, 0), usualIdleRules)).toBe(false);
    expect(registersEverything(count(20, 1), usualIdleRules)).toBe(false);
    expect(registersEverything(count(21, 1), usualIdleRules)).toBe(true);
  });

  it('is counted by what was decided in the time, and what was linked, converted or worked', () => {
    const known = (claim: Partial<Registration>, deals: Deal[] = []) => ({
      ...{ registrations: [registration(claim)], deals, events: [], customers: new Map() },
    });
    const period = { from: at('2026-03-03 09:00'), until: at('2026-04-01') };
    const counted = (claim: Partial<Registration>, deals?: Deal[]) => {
      const found = countClaims(known(claim, deals), period, 'UTC').get(brightwave.id);
      return found === undefined ? null : [found.decided, found.worked];
    };
    expect(counted({})).toEqual([1, 0]);
    expect(counted({ decidedAt: at('2026-03-03 08:59') })).toBeNull();
    expect(counted({ decidedAt: at('2026-04-01') })).toBeNull();
    expect(counted({ decidedAt: null })).toBeNull();
    expect(counted({ dealId: '006deal' })).toEqual([1, 1]);
    expect(counted({ status: 'Converted' })).toEqual([1, 1]);
    expect(counted({}, [deal({ activities: [work('2026-05-01')] })])).toEqual([1, 1]);
    expect(counted({}, [deal({ activities: [work('2026-03-01')] })])).toEqual([1, 0]);
  });
});
