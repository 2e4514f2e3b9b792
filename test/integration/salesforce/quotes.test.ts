import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect } from '../../../sync-service/salesforce/connection.ts';
import { openOrg } from '../../../sync-service/salesforce/org.ts';
import { connectedOrg, plainIndex, settingsFor, type ConnectedOrg } from './org-fixture.ts';

let org: ConnectedOrg;
const ids: Record<string, string> = {};

beforeAll(async () => {
  org = await connectedOrg({ features: ['fieldHistory', 'quotes'] });
  const { make } = org;
  const customer = make('Account', { Name: 'Hammer AG' });
  const product = make('Product2', { Name: 'Array 9000', Family: 'Storage', IsActive: true });
  const book = org.local.seeded.standardPricebookId;
  const entry = make('PricebookEntry', { Pricebook2Id: book, Product2Id: product, UnitPrice: 100, IsActive: true });
  ids['deal'] = make('Opportunity', {
    Name: 'Own',
    AccountId: customer,
    StageName: 'Qualification',
    CloseDate: '2030-06-30',
    Pricebook2Id: book,
  });
  ids['quote'] = make('Quote', {
    Name: 'First offer',
    OpportunityId: ids['deal'],
    Pricebook2Id: book,
    Status: 'Presented',
  });
  make('QuoteLineItem', { QuoteId: ids['quote'], PricebookEntryId: entry, Quantity: 2, UnitPrice: 90, Discount: 10 });
});

afterAll(async () => org.local.close());

describe('quotes', () => {
  it('are read with their lines by the user that the permission sets make', async () => {
    const fact = (await org.org.dealFacts([ids['deal']!])).get(ids['deal']!);
    expect(fact).toMatchObject({ deal: { quotes: [{ id: ids['quote'], status: 'Presented' }] } });
    expect(fact).toMatchObject({ deal: { quotes: [{ lines: [{ family: 'Storage' }] }] } });
  });

  it('are done without where their permission set is not assigned, and nothing else stops', async () => {
    const { local } = org;
    const assigned = local.records.database
      .prepare(
        'SELECT "Id" AS id FROM "PermissionSetAssignment" WHERE "PermissionSetId" IN (SELECT "Id" FROM "PermissionSet" WHERE "Name" = ?)',
      )
      .get('Fairlead_Integration_Quotes');
    const admin = { userId: local.seeded.adminId, clientId: 'test' };
    const taken = { kind: 'delete', object: 'PermissionSetAssignment', id: String(assigned?.['id']) } as const;
    expect(local.records.save(admin, [taken], { allOrNone: true })).toMatchObject([{ success: true }]);
    const bare = await openOrg(await connect(settingsFor(local)), plainIndex(), { currency: 'EUR' });
    const fact = (await bare.dealFacts([ids['deal']!])).get(ids['deal']!);
    expect(fact).toMatchObject({ deal: { id: ids['deal'], quotes: [] } });
  });
});
