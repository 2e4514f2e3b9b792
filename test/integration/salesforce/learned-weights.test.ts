/** Decided cases teach which records are one customer, and only those whose decision says so. */
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { USUAL_KNOWLEDGE } from '../../../sync-service/domain/customer/index.ts';
import { hour } from '../../../sync-service/domain/time.ts';
import { connectedOrg, type ConnectedOrg } from './org-fixture.ts';

let now = Date.parse('2026-03-02T09:00:00Z');
let org: ConnectedOrg;
let partner: string;
beforeEach(async () => {
  org = await connectedOrg({ now: () => now });
  partner = org.make('Account', { Name: 'Bright IT', Partner_Roles__c: 'Reseller' });
});
afterEach(async () => {
  await org.local.close();
});

/** Cases in which the partner's customer and the buyer differ by a letter, decided so. */
function decidedCases(count: number, decision: Record<string, string>): void {
  for (let i = 0; i < count; i += 1) {
    const buyer = org.make('Account', { Name: 'Nordwinb Logistik', BillingCountry: 'Norway' });
    const deal = org.make('Opportunity', {
      Name: 'Storage',
      AccountId: buyer,
      StageName: 'Qualification',
      CloseDate: '2026-12-01',
    });
    const registration = org.make('Deal_Registration__c', {
      Partner__c: partner,
      Customer_Name__c: 'Nordwind Logistik',
      Customer_Country__c: 'NO',
      Status__c: 'Approved',
    });
    org.make('Channel_Conflict__c', {
      Case_Key__c: `${deal}-${registration}`,
      Opportunity__c: deal,
      Registration__c: registration,
      Pattern__c: 'Shadow',
      Confidence__c: 0.6,
      ...decision,
    });
  }
}

const chances = async (field: string, level: string) =>
  (await org.org.rules()).policy.knowledge.weights.fields[field]![level]!;

it('fifty cases dismissed as another customer make a letter apart count for less, forty-nine do not', async () => {
  const usual = USUAL_KNOWLEDGE.weights.fields['spelling']!['slip']!;
  decidedCases(49, { Status__c: 'Dismissed', Dismissed_Because__c: 'Another Customer' });
  expect(await chances('spelling', 'slip')).toEqual(usual);
  expect((await org.org.weights()).why).toBe('the usual weights: 49 decided pairs of the 50 that are needed');

  decidedCases(1, { Status__c: 'Dismissed', Dismissed_Because__c: 'Another Customer' });
  now += 2 * hour;
  const { m, u } = await chances('spelling', 'slip');
  expect(m).toBe(usual.m);
  expect(u).toBeGreaterThan(usual.u);
  expect((await org.org.weights()).why).toBe('learned from 50 decided pairs, 0 of them one customer');
});

it('learns nothing of customers from a case that waits or was dismissed for another reason', async () => {
  decidedCases(30, { Status__c: 'Dismissed', Dismissed_Because__c: 'Tender' });
  decidedCases(30, { Status__c: 'Dismissed' });
  decidedCases(30, { Status__c: 'Open' });
  decidedCases(30, { Status__c: 'Remedied' });
  expect((await org.org.weights()).pairs).toBe(0);
});
