import { describe, expect, it } from '@jest/globals';
import type { Change } from '../../../sync-service/intake/intake.ts';
import { watchedEntities, workFor } from '../../../sync-service/intake/work.ts';
import { at, change } from './change.ts';

const nothing = { items: [], resolve: [], reconcile: [] };
const deal = (id: string) => ({ ...nothing, items: [{ kind: 'deal', id }] });
const lookUp = (entity: string, ids: string[], deleted = false) => ({
  ...nothing,
  resolve: [{ entity, ids, deleted }],
});
const line = (differs: Partial<Change>) =>
  change({ entity: 'OpportunityLineItem', recordIds: ['00k5g0000000001AAA'], ...differs });

describe('what a change makes worth another look', () => {
  it('is the opportunity itself, each one of the event', () => {
    expect(workFor(change({ recordIds: ['006A', '006B'] }))).toEqual({
      ...nothing,
      items: [
        { kind: 'deal', id: '006A' },
        { kind: 'deal', id: '006B' },
      ],
    });
  });

  it('is the registration itself', () => {
    expect(workFor(change({ entity: 'Deal_Registration__c', recordIds: ['a01A'] }))).toEqual({
      ...nothing,
      items: [{ kind: 'registration', id: 'a01A' }],
    });
  });

  it('is the opportunity that a new line names', () => {
    expect(workFor(line({ changeType: 'CREATE', fields: { OpportunityId: '006A', Quantity: 2 } }))).toEqual(
      deal('006A'),
    );
  });

  it('is to be looked up for a changed line, whose event does not name the opportunity', () => {
    expect(workFor(line({ fields: { Quantity: 3 } }))).toEqual(lookUp('OpportunityLineItem', ['00k5g0000000001AAA']));
  });

  it('is to be looked up among the deleted ones for a deleted line', () => {
    expect(workFor(line({ changeType: 'DELETE' }))).toEqual(
      lookUp('OpportunityLineItem', ['00k5g0000000001AAA'], true),
    );
    expect(workFor(line({ changeType: 'GAP_DELETE', fields: null }))).toEqual(
      lookUp('OpportunityLineItem', ['00k5g0000000001AAA'], true),
    );
  });

  it.each(['Name', 'ParentId', 'OwnerId', 'Named_Account__c', 'Partner_Level__c', 'BillingCountry'])(
    'is the deals of an account whose %s changed',
    (field) => {
      expect(workFor(change({ entity: 'Account', recordIds: ['001A'], fields: { [field]: null } }))).toEqual(
        lookUp('Account', ['001A']),
      );
    },
  );

  it('is nothing for an account whose number of employees changed, or that is new', () => {
    expect(workFor(change({ entity: 'Account', fields: { NumberOfEmployees: 12, LastModifiedDate: at } }))).toEqual(
      nothing,
    );
    expect(workFor(change({ entity: 'Account', changeType: 'CREATE', fields: { Name: 'Acme' } }))).toEqual(nothing);
  });

  it('is the deals of an account whose change came without its fields', () => {
    const gap = change({ entity: 'Account', recordIds: ['001A'], changeType: 'GAP_UPDATE', fields: null });
    expect(workFor(gap)).toEqual(lookUp('Account', ['001A']));
    const polled = change({ entity: 'Account', recordIds: ['001A'], changeType: 'MODIFIED', fields: {} });
    expect(workFor(polled)).toEqual(lookUp('Account', ['001A']));
  });

  it('is the entity read again from the commit on where the event stands for any number of records', () => {
    const wildcard = change({ recordIds: 'all', changeType: 'UPDATE' });
    const overflow = change({ recordIds: 'all', changeType: 'GAP_OVERFLOW', fields: null });
    for (const each of [wildcard, overflow]) {
      expect(workFor(each)).toEqual({ ...nothing, reconcile: [{ entity: 'Opportunity', since: at }] });
    }
  });

  it('follows a task to the opportunity or the account that it is about, and to nothing else', () => {
    const task = (fields: Record<string, unknown>) =>
      change({ entity: 'Task', recordIds: ['00TA'], changeType: 'MODIFIED', fields });
    expect(workFor(task({ WhatId: '006A' }))).toEqual(deal('006A'));
    expect(workFor(task({ WhatId: '001A' }))).toEqual(lookUp('Account', ['001A']));
    expect(workFor(task({ WhatId: '01tA' }))).toEqual(nothing);
    expect(workFor(task({ WhatId: null }))).toEqual(nothing);
    expect(workFor(change({ entity: 'Task', recordIds: ['00TA'], fields: { Status: 'Completed' } }))).toEqual(
      lookUp('Task', ['00TA']),
    );
  });

  it.each(['Exemption_Request__c', 'Channel_Conflict__c'])('is the opportunity that a %s stands on', (entity) => {
    expect(workFor(change({ entity, changeType: 'MODIFIED', fields: { Opportunity__c: '006A' } }))).toEqual(
      deal('006A'),
    );
  });

  it('is nothing for an entity that bears on no deal', () => {
    expect(workFor(change({ entity: 'Lead' }))).toEqual(nothing);
  });

  it('is nothing for what this service wrote itself, and something for a client with a similar name', () => {
    const by = (client: string) =>
      change({ recordIds: ['006A'], origin: `com/salesforce/api/rest/65.0;client=${client}` });
    expect(workFor(by('fairlead'), 'fairlead')).toEqual(nothing);
    expect(workFor(by('fairlead-loader'), 'fairlead')).toEqual(deal('006A'));
    expect(workFor(by('fairlead'))).toEqual(deal('006A'));
  });
});

describe('the watched entities', () => {
  it.each(watchedEntities)('give work for a %s without fields', (entity) => {
    const { items, resolve } = workFor(change({ entity, changeType: 'GAP_UPDATE', fields: null }));
    expect(items.length + resolve.length).toBe(1);
  });
});
