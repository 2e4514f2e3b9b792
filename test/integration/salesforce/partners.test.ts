/** A partner in a stand-in org: what is read of him, what is kept on his record, and that a second look writes nothing. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { importProgramme } from '../../../sync-service/salesforce/programme-import.ts';
import { readProgramme } from '../../../sync-service/salesforce/programme-records.ts';
import { programmeOf } from '../../unit/domain/programme-of.ts';
import { connectedOrg, type ConnectedOrg } from './org-fixture.ts';

let now = Date.parse('2026-05-04T09:00:00Z');
let org: ConnectedOrg;
const ids: Record<string, string> = {};

const programme = programmeOf(
  [
    {
      ...{ id: 'volume', kind: 'rebate', base: 'period purchases', period: 'quarter' },
      tiers: [{ from: 1000, rate: '2%' }],
    },
  ],
  {
    levels: [
      { key: 'silver', rank: 1 },
      { key: 'gold', rank: 2, paths: [{ name: 'revenue', steps: [{ measure: 'revenue', from: 3000 }] }] },
    ],
  },
);

beforeAll(async () => {
  org = await connectedOrg({ now: () => now });
  const { make, change } = org;
  await importProgramme(org.connection, programme, await readProgramme(org.connection, 'EUR'), '2026-05-04');
  make('Engagement_Policy__c', { Name: 'EMEA', Policy_Key__c: 'emea', Priority__c: 1, Go_Live__c: '2026-01-01' });
  ids['partner'] = make('Account', { Name: 'Bright IT', Partner_Roles__c: 'Reseller' });
  ids['customer'] = make('Account', { Name: 'Hammer AG', BillingCountry: 'Germany' });
  const product = make('Product2', { Name: 'Array 9000', Family: 'Storage', IsActive: true });
  const book = org.local.seeded.standardPricebookId;
  const price = make('PricebookEntry', { Pricebook2Id: book, Product2Id: product, UnitPrice: 1000, IsActive: true });
  ids['deal'] = make('Opportunity', {
    ...{ Name: 'Own', AccountId: ids['customer'], StageName: 'Qualification', CloseDate: '2026-05-29' },
    ...{ Engaged_Partner__c: ids['partner'], Pricebook2Id: book },
  });
  make('OpportunityLineItem', { OpportunityId: ids['deal'], PricebookEntryId: price, Quantity: 2, UnitPrice: 900 });
  change('Opportunity', ids['deal'], { StageName: 'Proposal/Price Quote' });
});
afterAll(async () => org.local.close());

const id = (name: string) => ids[name] ?? '';
const look = async (...names: string[]) => {
  const plan = await org.org.planPartners(names.map(id), now);
  const { failures } = await org.org.write(plan);
  expect(failures).toEqual([]);
  return plan.steps.flatMap(({ object, rows }) => rows.map(() => object));
};
interface Kept {
  levels: { key: string; paths: { steps: { have: string; missing: string }[] }[] }[];
  rebates: { provisional: string; payable: string }[];
}
const kept = () => JSON.parse(String(org.column('Partner_Programme__c', 'Standing__c')[0])) as Kept;

describe('The record of a partner', () => {
  it('comes into being at the first look, and the second writes nothing', async () => {
    expect(await look('partner')).toEqual(['Partner_Programme__c']);
    expect(org.column('Partner_Programme__c', 'Partner__c')).toEqual([id('partner')]);
    expect(await look('partner')).toEqual([]);
  });

  it('holds the rules, by which the margin can be worked out', () => {
    const [rules] = org.column('Partner_Programme__c', 'Programme__c');
    expect(JSON.parse(String(rules))).toMatchObject({
      name: 'Test',
      incentives: [{ id: 'volume', period: 'quarter' }],
    });
  });

  it('is not made for an account that is no partner', async () => {
    expect(await look('customer')).toEqual([]);
  });

  it('moves as a deal closes: two arrays at 900 are 1,800 of the 3,000 for gold', async () => {
    expect(kept().levels[1]?.paths[0]?.steps[0]).toMatchObject({ have: '0.00', missing: '3000.00' });
    org.change('Opportunity', id('deal'), { StageName: 'Closed Won' });
    expect(await look('partner')).toEqual(['Partner_Programme__c']);
    expect(kept().levels[1]?.paths[0]?.steps[0]).toMatchObject({ have: '1800.00', missing: '1200.00' });
  });

  it('has the quarter settled once it is over, in the same look, and once only', async () => {
    now = Date.parse('2026-06-30T20:00:00Z');
    expect(await look('partner')).not.toContain('Rebate_Entry__c');
    now = Date.parse('2026-07-01T06:00:00Z');
    expect(await look('partner')).toEqual(['Partner_Programme__c', 'Rebate_Entry__c']);
    // 2 % of 1,800, for the quarter in which the deal was won.
    expect(org.column('Rebate_Entry__c', 'Amount__c')).toEqual([36]);
    expect(org.column('Rebate_Entry__c', 'Period__c')).toEqual(['2026-Q2']);
    expect(kept().rebates).toMatchObject([{ payable: '36.00' }]);
    expect(await look('partner')).toEqual([]);
  });
});

describe('Past deals', () => {
  it('are read as the forecast learns from them', async () => {
    expect(await org.org.pastDeals()).toEqual([
      {
        id: id('deal'),
        openedOn: '2026-05-04',
        closedOn: '2026-05-29',
        won: true,
        list: 2000,
        product: 'Storage',
        region: 'DE',
        salesperson: org.local.seeded.adminId,
        partner: id('partner'),
        customer: id('customer'),
        stages: [
          { on: '2026-05-04', stage: 'Qualification' },
          { on: '2026-05-04', stage: 'Qualification' },
          { on: '2026-05-04', stage: 'Proposal/Price Quote' },
          { on: '2026-05-04', stage: 'Closed Won' },
        ],
        priceToList: 0.9,
      },
    ]);
  });
});
