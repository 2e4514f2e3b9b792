import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Row } from '../../local-org/types.ts';
import { deal, fixtureOrg, said, type FixtureOrg } from './records-fixture.ts';

let org: FixtureOrg;
beforeEach(() => {
  org = fixtureOrg({
    features: ['fieldHistory', 'quotes'],
    trackedHistory: { Opportunity: ['StageName', 'AccountId', 'Description'] },
  });
});

describe('the stage of an opportunity', () => {
  it('brings probability, forecast category and whether it is closed or won', () => {
    const id = org.make('Opportunity', deal({ StageName: 'Proposal/Price Quote', Amount: 200 }));
    const fields = ['Probability', 'ForecastCategory', 'ForecastCategoryName', 'IsClosed', 'IsWon', 'ExpectedRevenue'];
    expect(org.read('Opportunity', id, ...fields)).toEqual({
      Probability: 75,
      ForecastCategory: 'Pipeline',
      ForecastCategoryName: 'Pipeline',
      IsClosed: false,
      IsWon: false,
      ExpectedRevenue: 150,
    });
    org.change('Opportunity', id, { StageName: 'Closed Won' });
    expect(org.read('Opportunity', id, ...fields)).toEqual({
      Probability: 100,
      ForecastCategory: 'Closed',
      ForecastCategoryName: 'Closed',
      IsClosed: true,
      IsWon: true,
      ExpectedRevenue: 200,
    });
    org.change('Opportunity', id, { StageName: 'Closed Lost' });
    expect(org.read('Opportunity', id, 'Probability', 'ForecastCategory', 'IsClosed', 'IsWon')).toEqual({
      Probability: 0,
      ForecastCategory: 'Omitted',
      IsClosed: true,
      IsWon: false,
    });
  });

  it('gives way to what is said in the same save', () => {
    const id = org.make('Opportunity', deal({ Probability: 33, ForecastCategoryName: 'Commit' }));
    expect(org.read('Opportunity', id, 'Probability', 'ForecastCategory')).toEqual({
      Probability: 33,
      ForecastCategory: 'Forecast',
    });
    org.change('Opportunity', id, { StageName: 'Negotiation/Review' });
    expect(org.read('Opportunity', id, 'Probability')).toEqual({ Probability: 90 });
  });

  it('leaves a typed probability alone as long as it stays', () => {
    const id = org.make('Opportunity', deal({ Probability: 33 }));
    org.change('Opportunity', id, { NextStep: 'call', StageName: 'Qualification' });
    expect(org.read('Opportunity', id, 'Probability')).toEqual({ Probability: 33 });
  });

  it('has a date of its last change, none at the beginning', () => {
    const id = org.make('Opportunity', deal());
    expect(org.read('Opportunity', id, 'LastStageChangeDate')).toEqual({ LastStageChangeDate: null });
    org.clock.now += 60_000;
    org.change('Opportunity', id, { StageName: 'Prospecting' });
    org.clock.now += 60_000;
    org.change('Opportunity', id, { NextStep: 'x' });
    expect(org.read('Opportunity', id, 'LastStageChangeDate')).toEqual({
      LastStageChangeDate: '2026-03-02T09:01:00.000Z',
    });
  });
});

describe('the close date', () => {
  it('gives the fiscal period, and pushes count by month', () => {
    const id = org.make('Opportunity', deal({ CloseDate: '2026-03-31' }));
    expect(org.read('Opportunity', id, 'Fiscal', 'FiscalQuarter', 'PushCount')).toEqual({
      Fiscal: '2026 1',
      FiscalQuarter: 1,
      PushCount: 0,
    });
    org.change('Opportunity', id, { CloseDate: '2026-04-01' });
    org.change('Opportunity', id, { CloseDate: '2026-04-30' });
    org.change('Opportunity', id, { CloseDate: '2026-02-01' });
    expect(org.read('Opportunity', id, 'Fiscal', 'PushCount')).toEqual({ Fiscal: '2026 1', PushCount: 1 });
  });
});

describe('stage history', () => {
  const rows = (id: string) =>
    org.all(
      'SELECT "StageName", "Amount", "Probability", "PrevAmount" FROM "OpportunityHistory" WHERE "OpportunityId" = ? ORDER BY "Id"',
      id,
    );

  it('has a row for the creation and one for each change of stage, amount, close date or probability', () => {
    const id = org.make('Opportunity', deal({ Amount: 10 }));
    org.change('Opportunity', id, { NextStep: 'not in history' });
    org.change('Opportunity', id, { Amount: 20 });
    org.change('Opportunity', id, { StageName: 'Prospecting' });
    org.change('Opportunity', id, { Probability: 15 });
    org.change('Opportunity', id, { CloseDate: '2026-07-01' });
    expect(rows(id)).toEqual([
      { StageName: 'Qualification', Amount: 10, Probability: 10, PrevAmount: null },
      { StageName: 'Qualification', Amount: 20, Probability: 10, PrevAmount: 10 },
      { StageName: 'Prospecting', Amount: 20, Probability: 10, PrevAmount: 20 },
      { StageName: 'Prospecting', Amount: 20, Probability: 15, PrevAmount: 20 },
      { StageName: 'Prospecting', Amount: 20, Probability: 15, PrevAmount: 20 },
    ]);
  });
});

describe('field history', () => {
  const rows = (id: string) =>
    org.all(
      'SELECT "Field", "DataType", "OldValue", "NewValue" FROM "OpportunityFieldHistory" WHERE "OpportunityId" = ? ORDER BY "Id"',
      id,
    );

  it('has a row for the creation, one for a value, two for a lookup, and none for fields not tracked', () => {
    const [one, two] = [org.make('Account', { Name: 'One' }), org.make('Account', { Name: 'Two' })];
    const id = org.make('Opportunity', deal({ AccountId: one }));
    org.change('Opportunity', id, { StageName: 'Prospecting', NextStep: 'not tracked' });
    org.change('Opportunity', id, { AccountId: two });
    expect(rows(id)).toEqual([
      { Field: 'created', DataType: 'Text', OldValue: null, NewValue: null },
      { Field: 'StageName', DataType: 'DynamicEnum', OldValue: 'Qualification', NewValue: 'Prospecting' },
      { Field: 'Account', DataType: 'Text', OldValue: 'One', NewValue: 'Two' },
      { Field: 'Account', DataType: 'EntityId', OldValue: one, NewValue: two },
    ]);
  });

  it('says of a long text only that it changed', () => {
    const id = org.make('Opportunity', deal());
    org.change('Opportunity', id, { Description: 'long' });
    expect(rows(id).at(-1)).toEqual({ Field: 'Description', DataType: 'Text', OldValue: null, NewValue: null });
  });

  it('of custom objects names the field itself', () => {
    const partner = org.make('Account', { Name: 'P' });
    const id = org.make('Claim__c', { Customer__c: 'X' });
    org.change('Claim__c', id, { Partner__c: partner, Customer__c: 'Y' });
    expect(org.all('SELECT "Field", "NewValue" FROM "Claim__History" WHERE "ParentId" = ? ORDER BY "Id"', id)).toEqual([
      { Field: 'created', NewValue: null },
      { Field: 'Partner__c', NewValue: 'P' },
      { Field: 'Partner__c', NewValue: partner },
    ]);
  });

  it('is not written where the org lacks the feature', () => {
    const bare = fixtureOrg();
    const id = bare.make('Claim__c', { Customer__c: 'X' });
    expect(said(bare.change('Claim__c', id, { Status__c: 'Draft' }))).toBe('saved');
    expect(bare.schema.objects.has('Claim__History')).toBe(false);
  });
});

describe('lines of an opportunity', () => {
  let opportunity: string;
  let entry: string;
  beforeEach(() => {
    opportunity = org.make('Opportunity', deal({ Amount: 5 }));
    const product = org.make('Product2', { Name: 'Switch', ProductCode: 'S-1', IsActive: true });
    entry = org.make('PricebookEntry', {
      Product2Id: product,
      Pricebook2Id: org.seeded.standardPricebookId,
      UnitPrice: 50,
    });
  });
  const line = (over: Row = {}) =>
    org.make('OpportunityLineItem', {
      OpportunityId: opportunity,
      PricebookEntryId: entry,
      Quantity: 3,
      UnitPrice: 40,
      ...over,
    });

  it('take product, code and list price from the price book entry and give it the price book', () => {
    const id = line();
    expect(org.read('OpportunityLineItem', id, 'Name', 'ProductCode', 'ListPrice', 'TotalPrice')).toEqual({
      Name: 'Deal Switch',
      ProductCode: 'S-1',
      ListPrice: 50,
      TotalPrice: 120,
    });
    expect(org.read('Opportunity', opportunity, 'Pricebook2Id')).toEqual({
      Pricebook2Id: org.seeded.standardPricebookId,
    });
  });

  it('sum up to its amount, less their discount', () => {
    line();
    line({ Quantity: 1, UnitPrice: 100, Discount: 12.5 });
    expect(
      org.read(
        'Opportunity',
        opportunity,
        'Amount',
        'TotalOpportunityQuantity',
        'HasOpportunityLineItem',
        'ExpectedRevenue',
      ),
    ).toEqual({
      Amount: 207.5,
      TotalOpportunityQuantity: 4,
      HasOpportunityLineItem: true,
      ExpectedRevenue: 20.75,
    });
  });

  it('take their price from a total that comes alone', () => {
    const id = line({ UnitPrice: null, TotalPrice: 30 });
    expect(org.read('OpportunityLineItem', id, 'UnitPrice', 'TotalPrice')).toEqual({ UnitPrice: 10, TotalPrice: 30 });
  });

  it('need a price', () => {
    const values = { OpportunityId: opportunity, PricebookEntryId: entry, Quantity: 3 };
    expect(said(org.run({ kind: 'insert', object: 'OpportunityLineItem', values }))).toBe(
      'REQUIRED_FIELD_MISSING: Required fields are missing: [UnitPrice] [UnitPrice]',
    );
  });

  it('own the amount: what a user sends for it is passed over without an error', () => {
    line();
    expect(said(org.change('Opportunity', opportunity, { Amount: 999, NextStep: 'kept' }))).toBe('saved');
    expect(org.read('Opportunity', opportunity, 'Amount', 'NextStep')).toEqual({ Amount: 120, NextStep: 'kept' });
  });

  it('leave the amount as it was when the last of them goes', () => {
    const id = line();
    org.change('OpportunityLineItem', id, { Quantity: 2 });
    expect(org.read('Opportunity', opportunity, 'Amount')).toEqual({ Amount: 80 });
    org.remove('OpportunityLineItem', id);
    expect(org.read('Opportunity', opportunity, 'Amount', 'HasOpportunityLineItem')).toEqual({
      Amount: 80,
      HasOpportunityLineItem: false,
    });
  });

  it('change the opportunity in the same transaction', () => {
    line();
    expect(org.committed.at(-1)?.changes.map(({ kind, object }) => `${kind} ${object}`)).toEqual([
      'CREATE OpportunityLineItem',
      'UPDATE Opportunity',
    ]);
  });

  it('must come from its price book', () => {
    line();
    const other = org.make('Pricebook2', { Name: 'Other', IsActive: true });
    const product = String(org.all('SELECT "Product2Id" FROM "PricebookEntry"')[0]?.['Product2Id']);
    const foreign = org.make('PricebookEntry', { Product2Id: product, Pricebook2Id: other, UnitPrice: 1 });
    const values = { OpportunityId: opportunity, PricebookEntryId: foreign, Quantity: 1, UnitPrice: 1 };
    expect(said(org.run({ kind: 'insert', object: 'OpportunityLineItem', values }))).toMatch(
      /^FIELD_INTEGRITY_EXCEPTION/,
    );
  });

  it('of a quote sum up to the quote, not to the opportunity', () => {
    const quote = org.make('Quote', { Name: 'Q', OpportunityId: opportunity });
    org.make('QuoteLineItem', { QuoteId: quote, PricebookEntryId: entry, Quantity: 2, UnitPrice: 50, Discount: 10 });
    expect(
      org.read('Quote', quote, 'Subtotal', 'TotalPrice', 'GrandTotal', 'Discount', 'LineItemCount', 'QuoteNumber'),
    ).toEqual({
      Subtotal: 100,
      TotalPrice: 90,
      GrandTotal: 90,
      Discount: 10,
      LineItemCount: 1,
      QuoteNumber: '00000001',
    });
    expect(org.read('Opportunity', opportunity, 'Amount')).toEqual({ Amount: 5 });
  });
});

describe('a custom price', () => {
  it('needs a standard price first', () => {
    const product = org.make('Product2', { Name: 'P' });
    const other = org.make('Pricebook2', { Name: 'Other' });
    const values = { Product2Id: product, Pricebook2Id: other, UnitPrice: 1 };
    expect(said(org.run({ kind: 'insert', object: 'PricebookEntry', values }))).toBe(
      'STANDARD_PRICE_NOT_DEFINED: Before creating a custom price, create a standard price. []',
    );
  });
});

describe('partners of an opportunity', () => {
  let customer: string;
  let opportunity: string;
  let acme: string;
  let bolt: string;
  beforeEach(() => {
    [customer, acme, bolt] = ['Customer', 'Acme', 'Bolt'].map((Name) => org.make('Account', { Name })) as [
      string,
      string,
      string,
    ];
    opportunity = org.make('Opportunity', deal({ AccountId: customer }));
  });
  const partners = () =>
    org.all(
      'SELECT "AccountFromId", "AccountToId", "OpportunityId", "IsPrimary" FROM "Partner" WHERE "IsDeleted" = 0 ORDER BY "Id"',
    );
  const onDeal = () =>
    org.all('SELECT "AccountToId", "IsPrimary" FROM "OpportunityPartner" WHERE "IsDeleted" = 0 ORDER BY "Id"');

  it('have a Partner, its reverse and an OpportunityPartner of the same id', () => {
    const id = org.make('Partner', {
      OpportunityId: opportunity,
      AccountToId: acme,
      Role: 'Distributor',
      IsPrimary: true,
    });
    expect(partners()).toEqual([
      { AccountFromId: customer, AccountToId: acme, OpportunityId: opportunity, IsPrimary: 1 },
      { AccountFromId: acme, AccountToId: customer, OpportunityId: opportunity, IsPrimary: 0 },
    ]);
    expect(org.read('OpportunityPartner', id, 'AccountToId', 'Role', 'IsPrimary')).toEqual({
      AccountToId: acme,
      Role: 'Distributor',
      IsPrimary: true,
    });
  });

  it('come out the same when made as OpportunityPartner', () => {
    const id = org.make('OpportunityPartner', { OpportunityId: opportunity, AccountToId: acme, IsPrimary: true });
    expect(partners().map((row) => row['AccountToId'])).toEqual([acme, customer]);
    const reverse = org.read('Partner', id, 'ReversePartnerId')['ReversePartnerId'];
    expect(org.read('OpportunityPartner', id, 'ReversePartnerId')).toEqual({ ReversePartnerId: reverse });
    expect(org.read('Partner', String(reverse), 'ReversePartnerId')).toEqual({ ReversePartnerId: id });
  });

  it('lose the primary flag to a new primary, not to another', () => {
    org.make('OpportunityPartner', { OpportunityId: opportunity, AccountToId: acme, IsPrimary: true });
    org.make('OpportunityPartner', { OpportunityId: opportunity, AccountToId: bolt, IsPrimary: false });
    expect(onDeal()).toEqual([
      { AccountToId: acme, IsPrimary: 1 },
      { AccountToId: bolt, IsPrimary: 0 },
    ]);
    org.make('Partner', { OpportunityId: opportunity, AccountToId: bolt, IsPrimary: true });
    expect(onDeal()).toEqual([
      { AccountToId: acme, IsPrimary: 0 },
      { AccountToId: bolt, IsPrimary: 0 },
      { AccountToId: bolt, IsPrimary: 1 },
    ]);
  });

  it.each(['Partner', 'OpportunityPartner'])('go with all their rows when the %s is deleted', (object) => {
    const id = org.make('Partner', { OpportunityId: opportunity, AccountToId: acme });
    expect(said(org.remove(object, id))).toBe('saved');
    expect([partners(), onDeal()]).toEqual([[], []]);
  });

  it('need an opportunity or an account they come from, not both', () => {
    const refused = /^FIELD_INTEGRITY_EXCEPTION: Specify either OpportunityId or AccountFromId/;
    const insert = (values: Row) => said(org.run({ kind: 'insert', object: 'Partner', values }));
    expect(insert({ AccountToId: acme })).toMatch(refused);
    expect(insert({ AccountToId: acme, AccountFromId: customer, OpportunityId: opportunity })).toMatch(refused);
    expect(insert({ AccountToId: acme, AccountFromId: customer })).toBe('saved');
    expect(onDeal()).toEqual([]);
  });

  it('stand on an opportunity without a customer too', () => {
    const alone = org.make('Opportunity', deal());
    org.make('Partner', { OpportunityId: alone, AccountToId: acme });
    expect([partners().length, onDeal().length]).toEqual([1, 1]);
  });
});

describe('activities', () => {
  it('of an opportunity carry its account', () => {
    const account = org.make('Account', { Name: 'A' });
    const opportunity = org.make('Opportunity', deal({ AccountId: account }));
    const id = org.make('Task', { Subject: 'Call', WhatId: opportunity });
    expect(org.read('Task', id, 'AccountId', 'Status', 'IsClosed')).toEqual({
      AccountId: account,
      Status: 'Not Started',
      IsClosed: false,
    });
  });

  it('are closed by their status, at that moment', () => {
    const id = org.make('Task', { Subject: 'Call' });
    org.clock.now += 1000;
    org.change('Task', id, { Status: 'Completed' });
    org.clock.now += 1000;
    org.change('Task', id, { Subject: 'Called' });
    expect(org.read('Task', id, 'IsClosed', 'CompletedDateTime')).toEqual({
      IsClosed: true,
      CompletedDateTime: '2026-03-02T09:00:01.000Z',
    });
  });

  it('with a time end after their duration', () => {
    const id = org.make('Event', { Subject: 'Visit', ActivityDateTime: '2026-03-02T10:00:00Z', DurationInMinutes: 90 });
    expect(org.read('Event', id, 'EndDateTime', 'ActivityDate')).toEqual({
      EndDateTime: '2026-03-02T11:30:00.000Z',
      ActivityDate: '2026-03-02',
    });
    expect(
      said(
        org.run({
          kind: 'insert',
          object: 'Event',
          values: { Subject: 'V', ActivityDateTime: '2026-03-02T10:00:00Z' },
        }),
      ),
    ).toBe('REQUIRED_FIELD_MISSING: Required fields are missing: [DurationInMinutes] [DurationInMinutes]');
  });
});

it('a contact is named by first and last name', () => {
  expect(org.read('Contact', org.make('Contact', { FirstName: 'Ida', LastName: 'Loup' }), 'Name')).toEqual({
    Name: 'Ida Loup',
  });
  expect(org.read('Contact', org.make('Contact', { LastName: 'Loup' }), 'Name')).toEqual({ Name: 'Loup' });
});
