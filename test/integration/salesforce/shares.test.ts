/** The person whom a case names reads it and writes his own account, and nobody else of his kind does. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Assessment } from '../../../sync-service/domain/assessment.ts';
import { createUser, SALES } from '../../local-org/records/index.ts';
import type { Row } from '../../local-org/types.ts';
import { assessment, finding } from '../../unit/salesforce/conclusions.ts';
import { connectedOrg, type ConnectedOrg } from './org-fixture.ts';

const noon = Date.parse('2026-03-02T12:00:00Z');
let org: ConnectedOrg;
let claire: string;
let dieter: string;
let flagged: Assessment;

beforeEach(async () => {
  org = await connectedOrg({ now: () => noon });
  [claire, dieter] = [salesperson('Claire', 'fr'), salesperson('Dieter', 'de')];
  const dealId = org.make('Opportunity', {
    Name: 'Nordwind',
    StageName: 'Qualification',
    CloseDate: '2030-01-01',
    OwnerId: claire,
  });
  const partnerId = org.make('Account', { Name: 'Bright IT', Partner_Roles__c: 'Reseller' });
  const registrationId = org.make('Deal_Registration__c', { Partner__c: partnerId, Customer_Name__c: 'Hammer' });
  const evidence = finding.evidence.map((each) => ({ ...each, byId: claire, record: { ...each.record, id: dealId } }));
  const found = { ...finding, dealId, registrationId, partnerId, customerId: null, evidence };
  flagged = {
    ...assessment,
    dealId,
    protection: null,
    engagement: { ...assessment.engagement, partnerId: null },
    findings: [{ ...found, personId: claire, confidence: 0.95 }],
    nextReviewAt: null,
  };
});
afterEach(async () => {
  await org.local.close();
});

function salesperson(name: string, language: string): string {
  return createUser(org.local.records, {
    username: `${name}@fairlead.example`,
    lastName: name,
    profile: SALES,
    permissionSets: ['Fairlead_Salesperson'],
    language,
  });
}
function manager(): string {
  return createUser(org.local.records, {
    username: 'manager@fairlead.example',
    lastName: 'Manager',
    profile: SALES,
    permissionSets: ['Fairlead_Channel_Manager'],
  });
}
const look = async () => {
  org.org.forgetRules();
  return org.org.planDeals([flagged], noon);
};
const write = async () => org.org.write(await look());
const sees = (userId: string) => {
  const session = { userId, clientId: 'test' };
  const condition = org.local.records.visibleRows(session, 'Channel_Conflict__c', 't');
  return org.local.records.database.prepare(`SELECT 1 FROM "Channel_Conflict__c" t WHERE ${condition}`).all().length;
};
const change = (values: Row, userId: string) => {
  const [id] = org.column('Channel_Conflict__c', 'Id');
  const operation = { kind: 'update', object: 'Channel_Conflict__c', id: String(id), values } as const;
  const [result] = org.local.records.save({ userId, clientId: 'test' }, [operation], { allOrNone: true });
  return result?.success === true ? 'saved' : result?.errors[0]?.statusCode;
};

describe('a case that names a person', () => {
  it('is read by that person and not by a colleague', async () => {
    expect(await write()).toMatchObject({ failures: [] });
    expect([sees(claire), sees(dieter)]).toEqual([1, 0]);
    expect(org.column('Channel_Conflict__Share', 'UserOrGroupId')).toEqual([claire]);
  });

  it('takes his own account of it, and nothing else from him', async () => {
    await write();
    expect(change({ Salesperson_Statement__c: 'The customer asked for it.' }, claire)).toBe('saved');
    expect(change({ Status__c: 'Dismissed' }, claire)).toBe('INVALID_FIELD_FOR_INSERT_UPDATE');
    expect(change({ Salesperson_Statement__c: 'I know better.' }, dieter)).toBe('INSUFFICIENT_ACCESS_OR_READONLY');
  });

  it('is shared once: the next look finds nothing to do', async () => {
    await write();
    expect(await look()).toEqual({ steps: [] });
  });

  it('is shared again after it went to another owner and back, for that ends what was shared', async () => {
    await write();
    const [id] = org.column('Channel_Conflict__c', 'Id');
    org.change('Channel_Conflict__c', String(id), { OwnerId: org.local.seeded.adminId });
    org.change('Channel_Conflict__c', String(id), { OwnerId: org.local.integration.userId });
    expect(sees(claire)).toBe(0);
    expect(await write()).toMatchObject({ failures: [] });
    expect(sees(claire)).toBe(1);
  });

  it('that belongs to another owner cannot be shared, which is said', async () => {
    await write();
    const [id] = org.column('Channel_Conflict__c', 'Id');
    org.change('Channel_Conflict__c', String(id), { OwnerId: org.local.seeded.adminId });
    expect(await write()).toMatchObject({
      failures: [{ on: flagged.dealId, object: 'Channel_Conflict__Share', code: 'INSUFFICIENT_ACCESS_OR_READONLY' }],
    });
  });

  it('is not shared with one who has left', async () => {
    org.change('User', claire, { IsActive: false });
    expect(await write()).toMatchObject({ failures: [] });
    expect(org.column('Channel_Conflict__Share', 'Id')).toEqual([]);
    expect(await look()).toEqual({ steps: [] });
  });

  it('is decided by a channel manager, and so is one that names nobody', async () => {
    const noor = manager();
    const [named] = flagged.findings;
    flagged = { ...flagged, findings: [{ ...named!, personId: null }] };
    expect(await write()).toMatchObject({ failures: [] });
    expect(sees(claire)).toBe(0);
    expect(change({ Status__c: 'Confirmed', Decision_Reason__c: 'He was passed over.' }, noor)).toBe('saved');
    expect((await look()).shares).toBeUndefined();
  });

  it('asks the person in his own language, and leads to the deal', async () => {
    manager();
    await write();
    const toClaire = org.local.notifications.filter(({ recipientIds }) => recipientIds.includes(claire));
    expect(toClaire.map(({ title, targetId }) => [title, targetId])).toEqual([
      ['Votre avis sur Nordwind', flagged.dealId],
    ]);
  });
});
