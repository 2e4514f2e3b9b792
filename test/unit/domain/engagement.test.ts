import { describe, expect, it } from '@jest/globals';
import { assess } from '../../../sync-service/domain/assess.ts';
import type { DealFacts, Partner } from '../../../sync-service/domain/deal.ts';
import type { EngagementPolicy } from '../../../sync-service/domain/rules.ts';
import {
  asRow,
  at,
  brightwave,
  contact,
  corvus,
  customer,
  deal,
  engagementPolicy,
  entered,
  event,
  exemption,
  facts,
  left,
  moved,
  noProgramme,
  nordwind,
  onDeal,
  otherRep,
  partner,
  policy,
  registration,
  rep,
} from './story.ts';

const due = '2026-03-18 10:00';
const minuteBefore = '2026-03-18 09:59';

function review(more: Partial<DealFacts>, moment: string, rule: Partial<EngagementPolicy> = {}) {
  return assess(facts(more), noProgramme, policy(rule), at(moment));
}
const stateAt = (...args: Parameters<typeof review>) => review(...args).engagement.state;
const engagedAt = (when: string) => ({
  deal: deal({ partners: [onDeal(brightwave.id)] }),
  events: [entered(brightwave.id, when)],
});

describe('who must be engaged', () => {
  it('is the registered partner on a covered deal', () => {
    expect(review({}, '2026-03-05').engagement).toMatchObject({
      state: 'Pending',
      requiredOf: 'Registered Partner',
      partnerId: brightwave.id,
      dueAt: at(due),
    });
  });
  it('is nobody where no registration covers the deal', () => {
    expect(review({ registrations: [] }, '2026-03-05').engagement).toMatchObject({
      state: 'Not Required',
      requiredOf: 'Nobody',
    });
  });
  it('is a qualified partner where the policy makes the segment partner-led', () => {
    const led = { requiredOf: 'Qualified Partner' as const };
    expect(review({ registrations: [] }, '2026-03-05', led).engagement).toMatchObject({
      state: 'Pending',
      requiredOf: 'Qualified Partner',
      dueAt: at(due),
    });
    const gold = { ...corvus, level: 'gold' };
    const withGold = { ...engagedAt('2026-03-09'), deal: deal({ partners: [onDeal(corvus.id)] }), registrations: [] };
    const events = [entered(corvus.id, '2026-03-09')];
    expect(stateAt({ ...withGold, events, partners: [gold] }, '2026-03-10', led)).toBe('Engaged');
    expect(stateAt({ ...withGold, events, partners: [corvus] }, '2026-03-10', led)).toBe('Pending');
  });
  it('is nobody where no policy is in force', () => {
    expect(stateAt({}, '2026-03-05', { effectiveFrom: '2026-03-06' })).toBe('Not Required');
    expect(stateAt({}, '2026-03-06', { effectiveFrom: '2026-03-06' })).toBe('Pending');
  });
});

describe('the clock', () => {
  it('runs out at the due date, to the minute', () => {
    expect([stateAt({}, minuteBefore), stateAt({}, due)]).toEqual(['Pending', 'Overdue']);
  });
  it('starts at the approval where that is later than the opportunity', () => {
    const older = { deal: deal({ createdAt: at('2026-02-20 10:00') }) };
    // Ten business days from Tuesday 3 March, 09:00.
    expect(review(older, '2026-03-05').engagement.dueAt).toBe(at('2026-03-17 09:00'));
  });
  it('starts at go-live where that is later', () => {
    expect(review({}, '2026-03-20', { goLive: '2026-03-19' }).engagement.dueAt).toBe(at('2026-04-02'));
  });
  it('passes over the holidays of the org', () => {
    const calendar = { timeZone: 'UTC', holidays: new Set(['2026-03-10']) };
    const { engagement } = assess(facts(), noProgramme, policy({}, { calendar }), at('2026-03-05'));
    expect(engagement.dueAt).toBe(at('2026-03-19 10:00'));
  });
  it('runs out at the gate where the deal passes it earlier', () => {
    const passed = {
      deal: deal({ stage: 'Proposal' }),
      events: [moved('Qualification', 'Proposal', '2026-03-11 14:00')],
    };
    expect(review(passed, '2026-03-11 14:00').engagement).toMatchObject({
      state: 'Overdue',
      dueAt: at('2026-03-11 14:00'),
    });
  });
  it('does not run out at a gate that the deal has moved back from', () => {
    const events = [
      moved('Qualification', 'Proposal', '2026-03-11 14:00'),
      moved('Proposal', 'Qualification', '2026-03-12 14:00'),
    ];
    expect(review({ events }, '2026-03-13').engagement).toMatchObject({ state: 'Pending', dueAt: at(due) });
  });
  it('gives a deal that was past the gate when it started its ten days', () => {
    const early = {
      deal: deal({ stage: 'Proposal', createdAt: at('2026-02-20 10:00') }),
      events: [moved('Qualification', 'Proposal', '2026-03-02 14:00')],
    };
    const result = review(early, '2026-03-16');
    expect(result.engagement).toMatchObject({ state: 'Pending', dueAt: at('2026-03-17 09:00') });
    expect(result.gate.open).toBe(true);
  });
  it('gives a new owner five business days of his own', () => {
    const events = [event('Owner Changed', '2026-03-17 16:00', { from: rep, to: otherRep })];
    expect(review({ events }, '2026-03-18 12:00').engagement).toMatchObject({
      state: 'Pending',
      dueAt: at('2026-03-24 16:00'),
    });
    expect(stateAt({ events }, '2026-03-24 16:00')).toBe('Overdue');
  });
  it('takes no days away when the owner changes early', () => {
    const events = [event('Owner Changed', '2026-03-05 16:00', { from: rep, to: otherRep })];
    expect(review({ events }, '2026-03-06').engagement.dueAt).toBe(at(due));
  });
  it('does not let a new owner pass the gate in his days', () => {
    const events = [
      event('Owner Changed', '2026-03-17 16:00', { from: rep, to: otherRep }),
      moved('Qualification', 'Proposal', '2026-03-19 11:00'),
    ];
    expect(stateAt({ deal: deal({ stage: 'Proposal' }), events }, '2026-03-19 11:00')).toBe('Overdue');
  });
});

describe('engaged', () => {
  it('is in time up to the due date itself, and late a minute after it', () => {
    expect(stateAt(engagedAt(due), '2026-04-01')).toBe('Engaged');
    expect(stateAt(engagedAt('2026-03-18 10:01'), '2026-04-01')).toBe('Engaged Late');
  });
  it('is in time in the very save that passes the gate', () => {
    const same = '2026-03-11 14:00';
    const story = {
      deal: deal({ stage: 'Proposal', partners: [onDeal(brightwave.id)] }),
      events: [moved('Qualification', 'Proposal', same), entered(brightwave.id, same)],
    };
    expect(stateAt(story, '2026-03-12')).toBe('Engaged');
    const later = {
      ...story,
      events: [moved('Qualification', 'Proposal', same), entered(brightwave.id, '2026-03-11 14:01')],
    };
    expect(stateAt(later, '2026-03-12')).toBe('Engaged Late');
  });
  it('stays late when the owner changes afterwards', () => {
    const late = engagedAt('2026-03-20 10:00');
    const events = [...late.events, event('Owner Changed', '2026-03-23 09:00', { from: rep, to: otherRep })];
    expect(stateAt({ ...late, events }, '2026-03-24')).toBe('Engaged Late');
  });
  it('counts as one standing when he moves between the lookup and a partner row', () => {
    const story = {
      deal: deal({ partners: [onDeal(brightwave.id, 'Reseller')] }),
      events: [
        entered(brightwave.id, '2026-03-06 09:00'),
        entered(brightwave.id, '2026-03-19 09:00', { record: asRow }),
        left(brightwave.id, '2026-03-20 09:00'),
      ],
    };
    expect(review(story, '2026-04-01').engagement).toMatchObject({
      state: 'Engaged',
      enteredAt: at('2026-03-06 09:00'),
    });
  });
  it('is not called late where history does not show when he came', () => {
    const story = { deal: deal({ partners: [onDeal(brightwave.id)] }), historyFrom: null };
    expect(review(story, '2026-04-01').engagement).toMatchObject({ state: 'Engaged', enteredAt: null });
  });
  it('is confirmed by his own word or by a customer activity that he took part in, whichever is earlier', () => {
    const together = contact('2026-03-12 10:00', { partnerIds: [brightwave.id] });
    const planned = contact('2026-03-11 10:00', { partnerIds: [brightwave.id], completed: false });
    const story = (said: string | null) => ({
      ...engagedAt('2026-03-09'),
      deal: deal({ partners: [onDeal(brightwave.id)], activities: [together, planned] }),
      registrations: [registration({ partnerConfirmedAt: said === null ? null : at(said) })],
    });
    expect(review(story(null), '2026-04-01').engagement.confirmedAt).toBe(at('2026-03-12 10:00'));
    expect(review(story('2026-03-10 08:00'), '2026-04-01').engagement.confirmedAt).toBe(at('2026-03-10 08:00'));
  });
});

describe('another entity of the registered partner', () => {
  const austria = partner('001austria', 'Brightwave Computing Austria GmbH');
  const stands = (other: Partner) => ({
    deal: deal({ partners: [onDeal(other.id)] }),
    events: [entered(other.id, '2026-03-09')],
    partners: [brightwave, corvus, other],
  });
  it('engages him by standing on the deal, and opens the gate', () => {
    expect(review(stands(austria), '2026-03-20')).toMatchObject({
      engagement: { state: 'Engaged', partnerId: brightwave.id, enteredAt: at('2026-03-09') },
      gate: { open: true },
    });
    expect(stateAt(stands(corvus), '2026-03-20')).toBe('Overdue');
  });
  it('leaves him entered when one takes the place of the other', () => {
    const handedOver = {
      ...stands(austria),
      events: [
        entered(brightwave.id, '2026-03-09'),
        left(brightwave.id, '2026-04-01'),
        entered(austria.id, '2026-04-01'),
      ],
    };
    expect(stateAt(handedOver, '2026-04-02')).toBe('Engaged');
  });
  it('confirms the engagement by taking part in an activity', () => {
    const worked = (by: Partner) => ({
      ...stands(brightwave),
      deal: deal({
        partners: [onDeal(brightwave.id)],
        activities: [contact('2026-03-12 10:00', { partnerIds: [by.id] })],
      }),
      partners: [brightwave, corvus, austria],
    });
    expect(review(worked(austria), '2026-03-20').engagement.confirmedAt).toBe(at('2026-03-12 10:00'));
    expect(review(worked(corvus), '2026-03-20').engagement.confirmedAt).toBeNull();
  });
});

describe('exempt', () => {
  it('lasts from the grant to its end', () => {
    const exemptions = [exemption({ decidedAt: at('2026-03-06 09:00'), validUntil: at('2026-03-13 09:00') })];
    const states = ['2026-03-06 08:59', '2026-03-06 09:00', '2026-03-13 08:59', '2026-03-13 09:00'];
    expect(states.map((moment) => stateAt({ exemptions }, moment))).toEqual(['Pending', 'Exempt', 'Exempt', 'Pending']);
  });
  it('keeps anything from falling due until it ends', () => {
    const exemptions = [exemption({ validUntil: at('2026-03-25 09:00') })];
    expect(review({ exemptions }, '2026-03-24').engagement.state).toBe('Exempt');
    expect(stateAt({ exemptions }, '2026-03-25 09:00')).toBe('Overdue');
  });
  it('is not what was refused, or granted on another deal', () => {
    expect(stateAt({ exemptions: [exemption({ status: 'Refused' })] }, '2026-03-10')).toBe('Pending');
    expect(stateAt({ exemptions: [exemption({ dealId: '006other' })] }, '2026-03-10')).toBe('Pending');
  });
});

describe('the end of the duty', () => {
  it('comes with the end of protection', () => {
    expect(stateAt({}, '2026-06-01 08:59')).toBe('Overdue');
    expect(stateAt({}, '2026-06-01 09:00')).toBe('Not Required');
  });
  it('comes with losing the deal', () => {
    const lost = {
      deal: deal({ stage: 'Closed Lost' }),
      events: [moved('Qualification', 'Closed Lost', '2026-03-09')],
    };
    expect(stateAt(lost, '2026-03-30')).toBe('Not Required');
  });
  it('leaves a deal that was won without him overdue', () => {
    const won = {
      deal: deal({ stage: 'Closed Won' }),
      events: [moved('Qualification', 'Closed Won', '2026-03-12 10:00')],
    };
    expect(stateAt(won, '2026-07-01')).toBe('Overdue');
  });
});

describe('the gate', () => {
  const open = (...args: Parameters<typeof review>) => review(...args).gate.open;
  it('is shut until the registered partner is entered', () => {
    expect(open({}, '2026-03-05')).toBe(false);
    expect(open({}, '2026-04-01')).toBe(false);
    expect(open(engagedAt('2026-03-05 09:00'), '2026-03-05 09:00')).toBe(true);
  });
  it('blocks on a named deal or a sure match, and warns on a doubtful one', () => {
    const unsure = [{ ...nordwind, website: null, country: null, name: 'Nordwind Logistiks' }];
    const typed = { name: 'Nordwind Logistics', website: null, country: null, taxId: null };
    const claim = registration({ customerId: null, customer: typed });
    expect(open({ customers: unsure, registrations: [claim] }, '2026-03-05')).toBe(true);
    expect(open({ customers: unsure, registrations: [{ ...claim, dealId: '006deal' }] }, '2026-03-05')).toBe(false);
  });
  it('only warns in the first 30 days after go-live', () => {
    const goLive = '2026-03-01';
    expect(open({}, '2026-03-30 23:59', { goLive })).toBe(true);
    expect(open({}, '2026-03-31', { goLive })).toBe(false);
  });
  it('only warns where the policy says so', () => {
    expect(open({}, '2026-03-05', { mode: 'Warn' })).toBe(true);
  });
  it('opens when a request for exemption stays unanswered for one business day', () => {
    const asked = { status: 'Requested' as const, decidedAt: null, requestedAt: at('2026-03-06 15:00') };
    const exemptions = [exemption(asked)];
    expect(open({ exemptions }, '2026-03-09 14:59')).toBe(false);
    expect(open({ exemptions }, '2026-03-09 15:00')).toBe(true);
    expect(open({ exemptions: [exemption({ ...asked, status: 'Refused' })] }, '2026-03-09 15:00')).toBe(false);
  });
  it('opens when protection ends', () => {
    expect([open({}, '2026-06-01 08:59'), open({}, '2026-06-01 09:00')]).toEqual([false, true]);
  });
  it('of a deal with a higher gate of its own lets it through the lower stages', () => {
    const rules = policy(
      {},
      {
        policies: [
          { ...engagementPolicy, key: 'late', gateProbability: 80, countries: ['DE'] },
          { ...engagementPolicy, key: 'rest', priority: 2 },
        ],
      },
    );
    const gate = (stage: string) =>
      assess(
        facts({ deal: deal({ stage }), events: [moved('Prospecting', stage, '2026-03-05')] }),
        noProgramme,
        rules,
        at('2026-03-06'),
      ).gate.open;
    expect([gate('Qualification'), gate('Proposal')]).toEqual([true, false]);
  });
});

describe('the next review', () => {
  it('is the due date of what is pending, then the end of protection', () => {
    expect(review({}, '2026-03-05').nextReviewAt).toBe(at(due));
    expect(review({}, due).nextReviewAt).toBe(at('2026-06-01 09:00'));
    expect(review({}, '2026-06-01 09:00').nextReviewAt).toBeNull();
  });
  it('is the end of an exemption', () => {
    const exemptions = [exemption({ validUntil: at('2026-03-13 09:00') })];
    expect(review({ exemptions }, '2026-03-10').nextReviewAt).toBe(at('2026-03-13 09:00'));
  });
  it('is the day on which a policy comes into force', () => {
    expect(review({}, '2026-03-05', { effectiveFrom: '2026-03-09' }).nextReviewAt).toBe(at('2026-03-09'));
  });
});

it('a subsidiary has the duty of its parent', () => {
  const below = customer('001below', 'Polarstern Reederei', { parentId: nordwind.id });
  expect(stateAt({ deal: deal({ customerId: below.id }), customers: [nordwind, below] }, '2026-03-05')).toBe('Pending');
});
