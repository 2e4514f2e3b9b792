import { describe, expect, it } from '@jest/globals';
import { eventsOf } from '../../../sync-service/intake/history.ts';
import { at, change } from './change.ts';

const id = '0065g0000000001AAA';
const partner = '0015g0000000002AAA';
const rival = '0015g0000000003AAA';
/** 2026-11-23T10:00:00Z in seconds. */
const second = 1795428000;
const opportunityEvent = {
  dealId: id,
  registrationId: null,
  customerId: null,
  partnerId: null,
  from: null,
  at,
  byId: '0055g0000000007AAA',
  source: 'Change Event',
};

describe('the dated events of a change', () => {
  it('tell a change of stage with its new value', () => {
    expect(eventsOf(change({ fields: { StageName: 'Qualification', LastModifiedDate: at } }))).toEqual([
      {
        ...opportunityEvent,
        key: `${id}:StageName:${second}:Qualification`,
        kind: 'Stage Changed',
        to: 'Qualification',
        record: { object: 'Opportunity', id, field: 'StageName' },
      },
    ]);
  });

  it('tell amount, close date and owner as text', () => {
    const events = eventsOf(change({ fields: { Amount: 1200.5, CloseDate: '2027-01-31', OwnerId: '005B' } }));
    expect(events.map(({ kind, to }) => [kind, to])).toEqual([
      ['Amount Changed', '1200.5'],
      ['Close Date Changed', '2027-01-31'],
      ['Owner Changed', '005B'],
    ]);
  });

  it('tell an emptied amount with no new value', () => {
    expect(eventsOf(change({ fields: { Amount: null }, nulled: ['Amount'] }))).toMatchObject([
      { kind: 'Amount Changed', to: null, key: `${id}:Amount:${second}:` },
    ]);
  });

  it('tell the partner who entered', () => {
    expect(eventsOf(change({ fields: { Engaged_Partner__c: partner } }))).toMatchObject([
      {
        kind: 'Partner Entered',
        partnerId: partner,
        from: null,
        to: partner,
        key: `${id}:Engaged_Partner__c:${second}:${partner}`,
      },
    ]);
  });

  it('tell that a partner left without naming him, for the event does not', () => {
    expect(eventsOf(change({ fields: { Engaged_Partner__c: null } }))).toMatchObject([
      { kind: 'Partner Left', partnerId: null, from: null, to: null },
    ]);
  });

  it('tell a replacement as a departure and an entry where the former partner is known', () => {
    const events = eventsOf(change({ fields: { Engaged_Partner__c: rival } }), () => partner);
    expect(events).toMatchObject([
      {
        kind: 'Partner Left',
        partnerId: partner,
        from: partner,
        to: rival,
        key: `${id}:Engaged_Partner__c:${second}:-${partner}`,
      },
      {
        kind: 'Partner Entered',
        partnerId: rival,
        from: partner,
        to: rival,
        key: `${id}:Engaged_Partner__c:${second}:${rival}`,
      },
    ]);
  });

  it('tell the old value where the caller knows it', () => {
    const [event] = eventsOf(change({ fields: { StageName: 'Closed Won' } }), (_id, field) =>
      field === 'StageName' ? 'Qualification' : undefined,
    );
    expect(event).toMatchObject({ from: 'Qualification', to: 'Closed Won' });
  });

  it('tell a creation with its stage, and the partner who stood there from the start', () => {
    const fields = { StageName: 'Prospecting', Amount: 10, OwnerId: '005A', Engaged_Partner__c: partner };
    expect(eventsOf(change({ changeType: 'CREATE', fields }))).toMatchObject([
      { kind: 'Created', to: 'Prospecting', key: `${id}::${second}:created`, record: { field: null } },
      { kind: 'Partner Entered', partnerId: partner },
    ]);
  });

  it('tell the tag of a named account set and cleared, and nothing of a new account without it', () => {
    const account = (differs: object) => change({ entity: 'Account', recordIds: ['001A'], ...differs });
    expect(eventsOf(account({ fields: { Named_Account__c: true } }))).toMatchObject([
      {
        kind: 'Named Account Set',
        customerId: '001A',
        dealId: null,
        to: 'true',
        key: `001A:Named_Account__c:${second}:true`,
      },
    ]);
    expect(eventsOf(account({ fields: { Named_Account__c: false } }))).toMatchObject([
      { kind: 'Named Account Cleared', to: 'false' },
    ]);
    expect(eventsOf(account({ changeType: 'CREATE', fields: { Named_Account__c: false, OwnerId: '005A' } }))).toEqual(
      [],
    );
    expect(eventsOf(account({ changeType: 'CREATE', fields: { Named_Account__c: true } }))).toMatchObject([
      { kind: 'Named Account Set' },
    ]);
  });

  it('tell every status of a registration', () => {
    const registration = (differs: object) =>
      change({ entity: 'Deal_Registration__c', recordIds: ['a01A'], ...differs });
    expect(eventsOf(registration({ changeType: 'CREATE', fields: { Status__c: 'Submitted' } }))).toMatchObject([
      { kind: 'Registration Status Changed', registrationId: 'a01A', to: 'Submitted' },
    ]);
    expect(eventsOf(registration({ fields: { Status__c: 'Withdrawn' } }))).toMatchObject([{ to: 'Withdrawn' }]);
  });

  it('tell it of each record of one event', () => {
    const events = eventsOf(change({ recordIds: ['006A', '006B'], fields: { OwnerId: '005B' } }));
    expect(events.map(({ dealId, key }) => [dealId, key])).toEqual([
      ['006A', `006A:OwnerId:${second}:005B`],
      ['006B', `006B:OwnerId:${second}:005B`],
    ]);
  });

  it.each([
    ['a gap', { changeType: 'GAP_UPDATE' as const, fields: null }],
    ['a wildcard', { recordIds: 'all' as const }],
    ['a deletion', { changeType: 'DELETE' as const, fields: {} }],
    [
      'a polled record, whose values may be old',
      { changeType: 'MODIFIED' as const, fields: { StageName: 'Qualification' } },
    ],
    ['a field that nobody asks about', { fields: { NextStep: 'call' } }],
    ['another entity', { entity: 'Lead', fields: { OwnerId: '005A' } }],
  ])('are none for %s', (_what, differs) => {
    expect(eventsOf(change(differs))).toEqual([]);
  });

  it('have keys of at most 120 characters', () => {
    const [event] = eventsOf(change({ fields: { StageName: 'x'.repeat(200) } }));
    expect(event?.key).toHaveLength(120);
  });
});
