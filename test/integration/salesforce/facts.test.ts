import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DealFacts, RegistrationFacts } from '../../../sync-service/domain/deal.ts';
import { connectedOrg, type ConnectedOrg } from './org-fixture.ts';

const start = Date.parse('2026-03-02T09:00:00Z');
let now = start;
let org: ConnectedOrg;
const ids: Record<string, string> = {};

beforeAll(async () => {
  org = await connectedOrg({ now: () => now });
  const { make, change } = org;
  const level = make('Program_Level__c', { Name: 'Gold', Level_Key__c: 'gold', Rank__c: 2 });
  const skill = make('Competency__c', { Name: 'Storage', Competency_Key__c: 'storage' });
  ids['partner'] = make('Account', { Name: 'Bright IT', Partner_Roles__c: 'Reseller;ISV', Partner_Level__c: level });
  ids['rival'] = make('Account', { Name: 'Grey Systems', Partner_Roles__c: 'Reseller' });
  make('Partner_Competency__c', {
    Partner_Competency_Key__c: 'k',
    Partner__c: ids['partner'],
    Competency__c: skill,
    Valid_From__c: '2026-01-01',
  });
  ids['contact'] = make('Contact', { LastName: 'Roux', AccountId: ids['partner'] });
  ids['parent'] = make('Account', { Name: 'Hammer Holding', BillingCountry: 'Germany' });
  ids['customer'] = make('Account', {
    Name: 'Hammer & Söhne GmbH',
    BillingCountry: 'Deutschland',
    Website: 'https://www.hammer.example',
    ParentId: ids['parent'],
    Type: 'Customer - Direct',
  });
  ids['sister'] = make('Account', { Name: 'Nagel AG', ParentId: ids['parent'] });
  ids['double'] = make('Account', { Name: 'Hammer und Soehne', Website: 'hammer.example' });
  ids['stranger'] = make('Account', { Name: 'Quite Another Company', Website: 'other.example' });
  const product = make('Product2', { Name: 'Array 9000', Family: 'Storage', IsActive: true });
  const book = org.local.seeded.standardPricebookId;
  const entry = make('PricebookEntry', { Pricebook2Id: book, Product2Id: product, UnitPrice: 100, IsActive: true });
  const deal = (name: string, AccountId: string) =>
    make('Opportunity', { Name: name, AccountId, StageName: 'Qualification', CloseDate: '2026-06-30' });
  ids['deal'] = deal('Own', ids['customer']);
  ids['sisterDeal'] = deal('Sister', ids['sister']);
  ids['doubleDeal'] = deal('Double', ids['double']);
  ids['strangerDeal'] = deal('Stranger', ids['stranger']);
  ids['oldDeal'] = make('Opportunity', {
    Name: 'Long ago',
    AccountId: ids['customer'],
    StageName: 'Closed Lost',
    CloseDate: '2024-03-01',
  });
  ids['orphan'] = make('Opportunity', { Name: 'No account', StageName: 'Qualification', CloseDate: '2026-06-30' });
  change('Opportunity', ids['deal'], { Pricebook2Id: book });
  ids['line'] = make('OpportunityLineItem', {
    OpportunityId: ids['deal'],
    PricebookEntryId: entry,
    Quantity: 3,
    UnitPrice: 90,
    Discount: 10,
  });
  ids['typed'] = make('Deal_Registration__c', {
    Partner__c: ids['partner'],
    Partner_Role__c: 'Reseller',
    Customer_Name__c: 'Hammer & Soehne',
    Customer_Website__c: 'https://hammer.example',
    Customer_Country__c: 'DE',
    Product_Families__c: 'Storage; Servers',
    Amount__c: 250.5,
    Status__c: 'Submitted',
    Submitted_At__c: '2026-03-02T08:00:00.000Z',
  });
  ids['named'] = make('Deal_Registration__c', {
    Partner__c: ids['rival'],
    Customer_Name__c: 'unreadable scrawl',
    Opportunity__c: ids['deal'],
    Status__c: 'Draft',
  });
  now += 60_000;
  change('Opportunity', ids['deal'], { Engaged_Partner__c: ids['rival'] });
  now += 60_000;
  change('Opportunity', ids['deal'], { Engaged_Partner__c: ids['partner'], StageName: 'Needs Analysis' });
  now += 60_000;
  change('Account', ids['customer'], { Named_Account__c: true, OwnerId: org.local.integration.userId });
  make('Partner', { OpportunityId: ids['deal'], AccountToId: ids['rival'], Role: 'Consultant' });
  ids['call'] = make('Task', {
    WhatId: ids['deal'],
    WhoId: ids['contact'],
    Subject: 'Call',
    Status: 'Completed',
    ActivityDate: '2026-03-01',
  });
  ids['meeting'] = make('Event', {
    WhatId: ids['deal'],
    Subject: 'Demo',
    StartDateTime: '2026-03-02T10:00:00.000Z',
    EndDateTime: '2026-03-02T11:00:00.000Z',
    DurationInMinutes: 60,
  });
  make('Exemption_Request__c', { Opportunity__c: ids['deal'], Reason_Code__c: 'Tender', Status__c: 'Requested' });
  await org.org.rebuildCustomerIndex();
});
afterAll(async () => {
  await org?.local.close();
});

const id = (name: string) => ids[name] ?? '';
async function factsOf(name: string): Promise<DealFacts> {
  const facts = (await org.org.dealFacts([id(name)])).get(id(name));
  if (facts === undefined || 'kind' in facts) throw new Error(JSON.stringify(facts));
  return facts;
}

describe('a deal', () => {
  it('is read with its stage, lines, partners and activities', async () => {
    const { deal } = await factsOf('deal');
    expect(deal).toMatchObject({
      name: 'Own',
      customerId: id('customer'),
      stage: 'Needs Analysis',
      stageProbability: 20,
      isClosed: false,
      closeDate: '2026-06-30',
      currency: 'EUR',
      createdAt: start,
    });
    expect(deal.lines).toHaveLength(1);
    const [line] = deal.lines;
    expect([line?.product, line?.family, line?.quantity.toString()]).toEqual(['Array 9000', 'Storage', '3']);
    // The line's own discount of 10 % comes off the sales price of 90.
    expect([line?.listPrice?.toString(), line?.salesPrice?.toString()]).toEqual(['100', '81']);
    expect(deal.partners).toEqual([
      { partnerId: id('partner'), role: null, via: 'lookup' },
      { partnerId: id('rival'), role: 'Consultant', via: 'partner row' },
    ]);
  });

  it('counts a finished call as contact with the firm of who took part, a meeting only once it is over', async () => {
    const before = (await factsOf('deal')).deal.activities;
    expect(before.find((each) => each.id === id('call'))).toMatchObject({
      completed: true,
      partnerIds: [id('partner')],
    });
    expect(before.find((each) => each.id === id('meeting'))).toMatchObject({ completed: false, partnerIds: [] });
    const earlier = now;
    now = Date.parse('2026-03-02T11:00:00Z');
    const after = (await factsOf('deal')).deal.activities;
    now = earlier;
    expect(after.find((each) => each.id === id('meeting'))).toMatchObject({ completed: true });
  });

  it('has the deals of the group and of doubles beside it, not those of strangers or of long ago', async () => {
    const { relatedDeals } = await factsOf('deal');
    expect(relatedDeals.map((deal) => deal.id)).toEqual([id('sisterDeal'), id('doubleDeal')].toSorted());
    const orphan = await factsOf('orphan');
    expect(orphan.relatedDeals).toEqual([]);
    expect(orphan.customers).toEqual([]);
  });

  it('has the claims that name it and those whose typed customer is like its own', async () => {
    const { registrations } = await factsOf('deal');
    expect(registrations.map((claim) => claim.id)).toEqual([id('typed'), id('named')].toSorted());
    const typed = registrations.find((claim) => claim.id === id('typed'));
    expect(typed).toMatchObject({
      partnerId: id('partner'),
      partnerRole: 'Reseller',
      customer: { name: 'Hammer & Soehne', country: 'DE', taxId: null },
      customerId: null,
      productFamilies: ['Storage', 'Servers'],
      status: 'Submitted',
      submittedAt: start - 3_600_000,
    });
    expect(typed?.amount?.toString()).toBe('250.5');
    expect((await factsOf('strangerDeal')).registrations).toEqual([]);
  });

  it('has the companies around it without partners, and the partners with level and competencies', async () => {
    const { customers, partners } = await factsOf('deal');
    expect(customers.map((each) => each.id)).toEqual(
      [id('parent'), id('customer'), id('sister'), id('double')].toSorted(),
    );
    expect(customers.find((each) => each.id === id('customer'))).toMatchObject({
      country: 'DE',
      segment: 'Customer - Direct',
      parentId: id('parent'),
      namedAccount: true,
    });
    expect(partners.find((each) => each.id === id('partner'))).toEqual({
      id: id('partner'),
      name: 'Bright IT',
      website: null,
      parentId: null,
      level: 'gold',
      roles: ['Reseller', 'ISV'],
      competencies: [{ key: 'storage', validFrom: '2026-01-01', validUntil: null }],
    });
  });

  it('has its history once, from whichever history tells it', async () => {
    const { events, exemptions, historyFrom } = await factsOf('deal');
    const of = events.filter((event) => event.dealId === id('deal') || event.customerId === id('customer'));
    expect(
      of.map(({ kind, partnerId, to, at, byId }) => [
        kind,
        partnerId ?? to,
        at - start,
        byId === org.local.seeded.adminId,
      ]),
    ).toEqual([
      ['Created', 'Qualification', 0, true],
      ['Amount Changed', '243', 0, true],
      ['Partner Entered', id('rival'), 60_000, true],
      ['Partner Left', id('rival'), 120_000, true],
      ['Partner Entered', id('partner'), 120_000, true],
      ['Stage Changed', 'Needs Analysis', 120_000, true],
      ['Named Account Set', 'true', 180_000, true],
      ['Owner Changed', org.local.integration.userId, 180_000, true],
    ]);
    expect(exemptions).toMatchObject([{ dealId: id('deal'), reasonCode: 'Tender', status: 'Requested' }]);
    expect(historyFrom).toBe(start + 60_000);
  });

  it('that is no more is missing, and one that can’t be read says why while the rest goes on', async () => {
    const broken = org.make('Opportunity', { Name: 'Broken', StageName: 'Qualification', CloseDate: '2026-06-30' });
    org.local.records.database.exec(`UPDATE "Opportunity" SET "StageName" = 'Feeling good' WHERE "Id" = '${broken}'`);
    const facts = await org.org.dealFacts([id('deal'), broken, '006000000000999AAA']);
    expect([...facts.keys()].toSorted()).toEqual([id('deal'), broken].toSorted());
    expect(facts.get(broken)).toEqual({
      kind: 'unreadable',
      id: broken,
      reason: `Opportunity ${broken}: StageName: expected one of the org's stages`,
    });
    expect(facts.get(id('deal'))).toHaveProperty('deal');
  });
});

it('a claim has its rivals, the deals and the companies that may be meant', async () => {
  const facts = (await org.org.registrationFacts([id('typed')])).get(id('typed')) as RegistrationFacts;
  expect(facts.registration.id).toBe(id('typed'));
  expect(facts.rivals.map((claim) => claim.id)).toEqual([id('named')]);
  expect(facts.customers.map((each) => each.id)).toEqual(expect.arrayContaining([id('customer'), id('double')]));
  expect(facts.customers.map((each) => each.id)).not.toContain(id('stranger'));
  expect(facts.deals.map((deal) => deal.id)).toEqual(expect.arrayContaining([id('deal'), id('doubleDeal')]));
  expect(facts.partners.map((each) => each.id).toSorted()).toEqual([id('partner'), id('rival')].toSorted());
});

it('a claim on a customer whom nobody knows has its own partner and its own history', async () => {
  const partner = org.make('Account', { Name: 'Lone IT', Partner_Roles__c: 'Reseller' });
  const claim = org.make('Deal_Registration__c', { Partner__c: partner, Customer_Name__c: 'Unheard Of Mills' });
  org.make('Deal_Event__c', {
    ...{ Event_Key__c: 'unheard', Registration__c: claim, Kind__c: 'Registration Status Changed' },
    ...{ Occurred_At__c: new Date(start).toISOString(), Source__c: 'Snapshot' },
  });
  const facts = (await org.org.registrationFacts([claim])).get(claim) as RegistrationFacts;
  expect(facts.partners.map(({ id: each }) => each)).toEqual([partner]);
  expect(facts.events.map(({ key }) => key)).toEqual(['unheard']);
  expect([facts.rivals, facts.deals, facts.customers]).toEqual([[], [], []]);
});

it('two hundred deals take hardly more queries than one', async () => {
  const many = Array.from({ length: 200 }, (_, n) =>
    org.make('Opportunity', {
      Name: `Deal ${n}`,
      AccountId: id('stranger'),
      StageName: 'Qualification',
      CloseDate: '2026-06-30',
    }),
  );
  const before = org.connection.calls().query;
  const facts = await org.org.dealFacts(many);
  expect(facts.size).toBe(200);
  expect(org.connection.calls().query - before).toBeLessThanOrEqual(30);
});

describe('sweeps', () => {
  it('find deals in scope, of accounts, of lines and claims around', async () => {
    const all = await Array.fromAsync(org.org.dealsInScope(now));
    expect(all.flat()).toContain(id('deal'));
    expect(all.flat()).not.toContain(id('oldDeal'));
    expect(new Set(all.flat()).size).toBe(all.flat().length);
    expect((await org.org.dealsOfAccounts([id('parent')])).toSorted()).toEqual(
      [id('deal'), id('oldDeal'), id('sisterDeal')].toSorted(),
    );
    expect(await org.org.dealsOfLineItems([id('line')])).toEqual([id('deal')]);
    expect((await org.org.registrationsAround([id('deal')])).toSorted()).toEqual([id('named')]);
  });

  it('hand out what is due once, and a claim whose window ended not before its end', async () => {
    org.change('Deal_Registration__c', id('named'), {
      Status__c: 'Approved',
      Protected_Until__c: '2026-03-02T12:00:00.000Z',
    });
    const end = Date.parse('2026-03-02T12:00:00Z');
    const ids = async (at: number) => (await org.org.dueForReview(at)).map((item) => item.id);
    expect(await ids(end - 1000)).toEqual([id('typed')]);
    expect(await ids(end)).toEqual([id('named')]);
    expect(await ids(end + 1000)).toEqual([]);
    expect((await ids(end + 600_000)).toSorted()).toEqual([id('typed'), id('named')].toSorted());
  });
});
