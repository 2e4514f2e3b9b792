/** What a partner may read, and do to his own claims: submit, correct, withdraw. Verdicts, places and moments are not his to set. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createUser } from '../../local-org/records/seed.ts';
import { runQuery } from '../../local-org/soql/index.ts';
import type { Row } from '../../local-org/types.ts';
import { connectedOrg, type ConnectedOrg } from './org-fixture.ts';

const now = Date.parse('2026-05-04T09:00:00Z');
const minute = 60_000;
const at = (offset: number) => new Date(now + offset).toISOString();
let org: ConnectedOrg;
let partner = '';
let session = { userId: '', clientId: 'portal' };
let claim = '';

beforeAll(async () => {
  org = await connectedOrg({ now: () => now, features: ['changeEvents', 'fieldHistory', 'experience'] });
  partner = org.make('Account', { Name: 'Bright IT', Partner_Roles__c: 'Reseller' });
  const contactId = org.make('Contact', { LastName: 'Bright', AccountId: partner });
  const userId = createUser(org.local.records, {
    ...{ username: 'bright@partner.example', lastName: 'Bright', profile: 'Partner Community User', contactId },
    permissionSets: ['Fairlead_Partner'],
  });
  session = { userId, clientId: 'portal' };
});
afterAll(async () => org.local.close());

const save = (write: Parameters<typeof org.local.records.save>[1][number]) => {
  const [result] = org.local.records.save(session, [write], { allOrNone: true });
  if (result?.success === true) return 'saved';
  return result?.errors[0]?.message.split(' ').slice(0, 3).join(' ');
};
const visible = (object: string) => {
  const condition = org.local.records.visibleRows(session, object, 't');
  return org.local.records.database.prepare(`SELECT 1 FROM "${object}" t WHERE ${condition}`).all().length;
};
const change = (values: Row) => save({ kind: 'update', object: 'Deal_Registration__c', id: claim, values });
const create = (values: Row) =>
  save({
    kind: 'insert',
    object: 'Deal_Registration__c',
    values: { Partner__c: partner, Customer_Name__c: 'Hammer', Product_Families__c: 'Storage', ...values },
  });
const standing = (status: string, more: Row = {}) => {
  claim = org.make('Deal_Registration__c', {
    ...{ Partner__c: partner, Customer_Name__c: 'Hammer', Product_Families__c: 'Storage', Status__c: status },
    ...{ Submitted_At__c: at(-86_400_000), ...more },
  });
};

/** How the messages begin. */
const movedOn = 'This registration has';
const clock = 'The moment sent';
const settled = 'The customer and';

describe('what a partner reads', () => {
  it('is what competencies there are, by a sharing rule, and no other rule of the programme', () => {
    org.make('Competency__c', { Name: 'Security', Competency_Key__c: 'security', Kind__c: 'Technology' });
    org.make('Program_Level__c', { Name: 'Gold', Level_Key__c: 'gold' });
    expect([visible('Competency__c'), visible('Program_Level__c')]).toEqual([1, 0]);
  });
});

describe('the statement of a partner', () => {
  it('names the end customer of a deal, of which he reads neither account nor opportunity', () => {
    const AccountId = org.make('Account', { Name: 'Hammer AG' });
    const deal = { Name: 'Hammer – inside note', StageName: 'Closed Won', CloseDate: '2026-05-01', AccountId };
    org.make('Rebate_Entry__c', {
      Entry_Key__c: 'k',
      Partner__c: partner,
      Opportunity__c: org.make('Opportunity', deal),
    });
    const read = (field: string) =>
      runQuery(org.local.records, session, `SELECT ${field} FROM Rebate_Entry__c`, { all: false, apiVersion: '65.0' });
    expect(read('Customer__c').records).toMatchObject([{ Customer__c: 'Hammer AG' }]);
    expect(() => read('Opportunity__r.Name')).toThrow(/Opportunity__r/);
  });
});

describe('a new claim', () => {
  it('is drafted or submitted, never decided by its partner', () => {
    expect(create({ Status__c: 'Draft' })).toBe('saved');
    expect(create({ Status__c: 'Submitted', Submitted_At__c: at(0) })).toBe('saved');
    for (const status of ['Approved', 'Queued', 'Converted', 'Withdrawn'])
      expect(create({ Status__c: status, Submitted_At__c: at(0) })).toBe(movedOn);
  });

  it('is submitted when it is sent, a quarter of an hour for the clock of his device', () => {
    expect(create({ Status__c: 'Submitted', Submitted_At__c: at(-15 * minute) })).toBe('saved');
    expect(create({ Status__c: 'Submitted', Submitted_At__c: at(-15 * minute - 1000) })).toBe(clock);
    expect(create({ Status__c: 'Submitted', Submitted_At__c: at(16 * minute) })).toBe(clock);
    expect(create({ Status__c: 'Submitted' })).toBe(clock);
  });
});

describe('a claim that stands', () => {
  beforeEach(() => standing('Approved', { Protected_From__c: at(-3600_000), Protected_Until__c: at(86_400_000) }));

  it('keeps its customer and products once it is decided; amount and close are corrected', () => {
    expect(change({ Customer_Name__c: 'Vogt' })).toBe(settled);
    expect(change({ Product_Families__c: 'Network', Submitted_At__c: at(0) })).toBe(settled);
    expect(change({ Amount__c: 70_000, Expected_Close_Date__c: '2026-09-01' })).toBe('saved');
  });

  it('is withdrawn, extended and confirmed now, not in the past', () => {
    expect(change({ Extension_Requested_At__c: at(0), Partner_Confirmed_At__c: at(0) })).toBe('saved');
    expect(change({ Partner_Confirmed_At__c: at(-86_400_000) })).toBe(clock);
    expect(change({ Status__c: 'Withdrawn', Ended_At__c: at(0) })).toBe('saved');
    expect(change({ Status__c: 'Submitted', Submitted_At__c: at(0) })).toBe(movedOn);
  });

  it('has a verdict that its partner reads and does not write', () => {
    expect(change({ Protected_Until__c: at(9 * 86_400_000) })).not.toBe('saved');
    expect(change({ Engaged_At__c: at(0) })).not.toBe('saved');
  });
});

describe('a claim that waits or was refused', () => {
  it('is corrected by submitting it anew, so that no place is kept for another customer', () => {
    standing('Queued');
    expect(change({ Customer_Name__c: 'Vogt' })).toBe(settled);
    expect(change({ Customer_Name__c: 'Vogt', Submitted_At__c: at(0) })).toBe('saved');
    standing('Rejected');
    expect(change({ Customer_Tax_Id__c: '123', Status__c: 'Submitted', Submitted_At__c: at(0) })).toBe('saved');
    standing('Rejected');
    expect(change({ Status__c: 'Approved' })).toBe(movedOn);
  });
});
