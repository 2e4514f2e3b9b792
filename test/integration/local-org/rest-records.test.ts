import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createUser, SALES } from '../../local-org/records/index.ts';
import jsforce from 'jsforce';
import { opportunity, restOrg, type RestOrg } from './rest-org.ts';

let org: RestOrg;
beforeAll(async () => {
  org = await restOrg();
});
afterAll(() => org.close());

const missing = [{ message: 'The requested resource does not exist', errorCode: 'NOT_FOUND' }];

describe('one record', () => {
  it('is created, read, changed and deleted by jsforce', async () => {
    const accounts = org.admin.sobject('Account');
    const created = await accounts.create({ Name: 'Norden AG', BillingCity: 'Bern', NumberOfEmployees: 12 });
    expect(created).toEqual({ id: expect.stringMatching(/^001\w{15}$/), success: true, errors: [] });
    const id = String(created.id);
    expect(await accounts.update({ Id: id, Name: 'Norden SA' })).toMatchObject({ id, success: true });
    expect(await accounts.retrieve(id)).toMatchObject({
      attributes: { type: 'Account', url: `/services/data/v65.0/sobjects/Account/${id}` },
      Id: id,
      Name: 'Norden SA',
      NumberOfEmployees: 12,
      BillingAddress: { city: 'Bern', street: null },
      IsDeleted: false,
      CreatedDate: '2026-03-02T09:00:30.000+0000',
    });
    expect(await accounts.destroy(id)).toMatchObject({ id, success: true });
    await expect(accounts.retrieve(id)).rejects.toMatchObject({ errorCode: 'ENTITY_IS_DELETED' });
  });

  it('is answered with 201 and its place, 204, 204', async () => {
    const created = await org.call('POST', '/sobjects/Account', { Name: 'A' });
    const path = `/sobjects/Account/${created.body.id}`;
    expect([created.status, created.headers.get('location')]).toEqual([201, `/services/data/v65.0${path}`]);
    expect(await org.call('PATCH', path, { Name: 'B' })).toMatchObject({ status: 204, text: '' });
    expect(await org.call('DELETE', path)).toMatchObject({ status: 204, text: '' });
    const gone = await org.call('DELETE', path);
    expect([gone.status, gone.body]).toEqual([
      404,
      [{ message: 'entity is deleted', errorCode: 'ENTITY_IS_DELETED', fields: [] }],
    ]);
  });

  it('is read with the fields that are asked for', async () => {
    const id = org.make('Account', { Name: 'Only', BillingCity: 'Basel' });
    const { body } = await org.call('GET', `/sobjects/Account/${id.slice(0, 15)}?fields=Name,BillingAddress`);
    const url = `/services/data/v65.0/sobjects/Account/${id}`;
    expect(body).toMatchObject({ attributes: { url }, Id: id, Name: 'Only', BillingAddress: { city: 'Basel' } });
    expect(body).not.toHaveProperty('Industry');
    const wrong = await org.call('GET', `/sobjects/Account/${id}?fields=Name,Nonsense`);
    expect([wrong.status, wrong.body[0].errorCode]).toEqual([400, 'INVALID_FIELD']);
  });

  it('that does not exist is not found', async () => {
    for (const method of ['GET', 'PATCH', 'DELETE']) {
      const reply = await org.call(method, '/sobjects/Account/001000000000001AAA', method === 'PATCH' ? {} : undefined);
      expect([method, reply.status, reply.body]).toEqual([method, 404, missing]);
    }
    const malformed = await org.call('GET', '/sobjects/Account/nonsense');
    expect([malformed.status, malformed.body]).toEqual([
      404,
      [
        {
          errorCode: 'NOT_FOUND',
          message: 'Provided external ID field does not exist or is not accessible: nonsense',
        },
      ],
    ]);
  });

  it('is refused with code, message and fields', async () => {
    const lacking = await org.call('POST', '/sobjects/Account', {});
    expect([lacking.status, lacking.body]).toEqual([
      400,
      [
        {
          message: 'Required fields are missing: [Name]',
          errorCode: 'REQUIRED_FIELD_MISSING',
          fields: ['Name'],
        },
      ],
    ]);
    const unknown = await org.call('POST', '/sobjects/Account', { Name: 'A', Nonsense: 1 });
    expect([unknown.status, unknown.body[0]]).toMatchObject([
      400,
      { message: "No such column 'Nonsense' on sobject of type Account", errorCode: 'INVALID_FIELD' },
    ]);
    const broken = await org.call('POST', '/sobjects/Account', '{"Name":');
    expect([broken.status, broken.body[0].errorCode]).toEqual([400, 'JSON_PARSER_ERROR']);
  });

  it('of somebody else is read-only to whom may only see it', async () => {
    const userId = createUser(org.records, { username: 's@fairlead.example', lastName: 'Seller', profile: SALES });
    const token = org.sessions.open(userId);
    const id = org.make('Account', { Name: 'Of the administrator' });
    const reply = await org.call('GET', `/sobjects/Account/${id}`, undefined, { authorization: `Bearer ${token}` });
    expect([reply.status, reply.body.Name]).toEqual([200, 'Of the administrator']);
    const write = await org.call('PATCH', `/sobjects/Account/${id}`, {}, { authorization: `Bearer ${token}` });
    expect([write.status, write.body]).toEqual([
      403,
      [
        {
          message: 'insufficient access rights on object id',
          errorCode: 'INSUFFICIENT_ACCESS_OR_READONLY',
          fields: [],
        },
      ],
    ]);
  });
});

describe('by external id', () => {
  const path = (key: string) => `/sobjects/Deal_Event__c/Event_Key__c/${key}`;

  it('a record is made, then changed, then read', async () => {
    const made = await org.call('PATCH', path('e-1'), { Kind__c: 'Created' });
    expect([made.status, made.body]).toEqual([201, { id: made.body.id, success: true, errors: [], created: true }]);
    const changed = await org.call('PATCH', path('e-1'), { Kind__c: 'Partner Left' });
    expect([changed.status, changed.body]).toEqual([
      200,
      { id: made.body.id, success: true, errors: [], created: false },
    ]);
    const read = await org.call('GET', path('e-1'));
    expect(read.body).toMatchObject({ Id: made.body.id, Event_Key__c: 'e-1', Kind__c: 'Partner Left' });
    expect((await org.call('DELETE', path('e-1'))).status).toBe(204);
    expect(await org.call('GET', path('e-1'))).toMatchObject({ status: 404, body: missing });
  });

  it('jsforce upserts one record and tells whether it was new', async () => {
    const events = org.admin.sobject('Deal_Event__c');
    const one = await events.upsert({ Event_Key__c: 'e-2', Kind__c: 'Created' }, 'Event_Key__c');
    expect(one).toMatchObject({ success: true, created: true });
    const two = await events.upsert({ Event_Key__c: 'e-2', Kind__c: 'Created' }, 'Event_Key__c');
    expect(two).toMatchObject({ id: one.id, success: true, created: false });
  });

  it('the key may not be named again in the body', async () => {
    const reply = await org.call('PATCH', path('e-3'), { Event_Key__c: 'e-3' });
    expect([reply.status, reply.body]).toEqual([
      400,
      [
        {
          message: 'The Event_Key__c field should not be specified in the sobject data.',
          errorCode: 'INVALID_FIELD',
        },
      ],
    ]);
  });

  it('a field that is none is not found', async () => {
    const reply = await org.call('PATCH', '/sobjects/Deal_Event__c/Kind__c/x', {});
    expect([reply.status, reply.body[0].message]).toEqual([
      404,
      'Provided external ID field does not exist or is not accessible: Kind__c',
    ]);
  });

  it('a parent is named by his key, and refused where there is none', async () => {
    const id = org.make('Opportunity', opportunity('Parent'));
    org.make('Deal_Assessment__c', { Opportunity__c: id, Opportunity_Id__c: id });
    const child = { Case_Key__c: 'c-1', Opportunity__c: id, Registration__r: { Nonsense__c: 'x' } };
    const refused = await org.call('POST', '/sobjects/Channel_Conflict__c', child);
    expect([refused.status, refused.body[0].errorCode]).toEqual([400, 'INVALID_FIELD']);
    const evidence = (key: string) => ({ Evidence_Key__c: `ev-${key}`, Conflict__r: { Case_Key__c: key } });
    expect((await org.call('POST', '/sobjects/Channel_Conflict__c', { Case_Key__c: 'c-1' })).status).toBe(201);
    expect((await org.call('POST', '/sobjects/Conflict_Evidence__c', evidence('c-1'))).status).toBe(201);
    const orphan = await org.call('POST', '/sobjects/Conflict_Evidence__c', evidence('c-2'));
    expect([orphan.status, orphan.body]).toEqual([
      400,
      [
        {
          message: 'Foreign key external ID: c-2 not found for field Case_Key__c in entity Channel_Conflict__c',
          errorCode: 'INVALID_FIELD',
        },
      ],
    ]);
  });
});

describe('updated and deleted', () => {
  const minute = 60_000;

  it('name the records of a span of whole minutes', async () => {
    const begin = Date.parse('2026-03-05T10:00:00Z');
    org.clock.now = begin - 1;
    org.make('Contact', { LastName: 'Before' });
    org.clock.now = begin;
    const first = org.make('Contact', { LastName: 'First' });
    org.clock.now = begin + minute - 1;
    const second = org.make('Contact', { LastName: 'Second' });
    org.clock.now = begin + minute;
    org.make('Contact', { LastName: 'After' });
    const contacts = org.admin.sobject('Contact');
    // Seconds are ignored at both ends.
    const found = await contacts.updated(new Date(begin + 59_000), new Date(begin + minute + 59_000));
    expect(found).toEqual({ ids: [first, second], latestDateCovered: '2026-03-05T10:01:00.000+0000' });
  });

  it('cover no more than there has been', async () => {
    org.clock.now = Date.parse('2026-03-06T10:00:40Z');
    const end = new Date('2026-03-06T12:00:00Z');
    const found = await org.admin.sobject('Contact').updated(new Date('2026-03-06T09:00:00Z'), end);
    expect(found.latestDateCovered).toBe('2026-03-06T10:00:00.000+0000');
  });

  it('tell when what was deleted', async () => {
    org.clock.now = Date.parse('2026-03-07T08:00:00Z');
    const id = org.make('Contact', { LastName: 'Leaver' });
    org.clock.now = Date.parse('2026-03-07T08:05:10Z');
    await org.admin.sobject('Contact').destroy(id);
    org.clock.now = Date.parse('2026-03-07T08:10:00Z');
    const span = [new Date('2026-03-07T08:05:00Z'), new Date('2026-03-07T08:06:00Z')] as const;
    expect(await org.admin.sobject('Contact').deleted(...span)).toEqual({
      deletedRecords: [{ id, deletedDate: '2026-03-07T08:05:10.000+0000' }],
      earliestDateAvailable: '2026-02-05T08:10:00.000+0000',
      latestDateCovered: '2026-03-07T08:06:00.000+0000',
    });
    expect((await org.admin.sobject('Contact').updated(...span)).ids).toEqual([]);
  });

  it('refuse a span that is older than 30 days, empty or no span at all', async () => {
    org.clock.now = Date.parse('2026-04-01T00:00:00Z');
    const ask = (start: string, end: string) => org.call('GET', `/sobjects/Account/updated/?start=${start}&end=${end}`);
    expect((await ask('2026-03-02T00:00:00Z', '2026-03-02T00:01:00Z')).status).toBe(200);
    for (const [start, end] of [
      ['2026-03-01T23:59:00Z', '2026-03-02T00:01:00Z'],
      ['2026-03-31T00:00:00Z', '2026-03-31T00:00:59Z'],
      ['2026-03-31T00:00:00Z', 'tomorrow'],
    ] as const) {
      const reply = await ask(start, end);
      expect([start, reply.status, reply.body[0].errorCode]).toEqual([start, 400, 'INVALID_REPLICATION_DATE']);
    }
  });
});

describe('describe', () => {
  it('lists the objects a user may see', async () => {
    const names = (await org.admin.describeGlobal()).sobjects.map((each) => each.name);
    expect(names).toEqual(expect.arrayContaining(['Account', 'Opportunity', 'Deal_Registration__c']));
    expect(names).not.toContain('Quote');
    const userId = createUser(org.records, { username: 'd@fairlead.example', lastName: 'D', profile: SALES });
    const accessToken = org.sessions.open(userId);
    const seller = new jsforce.Connection({ instanceUrl: org.url, accessToken, version: '65.0' });
    const seen = (await seller.describeGlobal()).sobjects.map((each) => each.name);
    expect(seen).toContain('Opportunity');
    expect(seen).not.toContain('Channel_Conflict__c');
    await expect(seller.describe('Channel_Conflict__c')).rejects.toMatchObject({ errorCode: 'NOT_FOUND' });
  });

  it('tells types, keys, formulas, parents and children as a real org does', async () => {
    const found = await org.admin.describe('Deal_Assessment__c');
    const field = (name: string) => found.fields.find((each) => each.name === name);
    expect(field('Opportunity_Id__c')).toMatchObject({
      type: 'string',
      soapType: 'xsd:string',
      length: 18,
      byteLength: 54,
      custom: true,
      externalId: true,
      idLookup: true,
      unique: true,
      createable: true,
    });
    expect(field('Opportunity__c')).toMatchObject({
      type: 'reference',
      soapType: 'tns:ID',
      referenceTo: ['Opportunity'],
      relationshipName: 'Opportunity__r',
      nillable: false,
      updateable: false,
    });
    expect(field('Name')).toMatchObject({ autoNumber: true, nameField: true, createable: false, updateable: false });
    expect(field('Partner_Margin__c')).toMatchObject({ type: 'currency', precision: 18, scale: 2 });
    expect(field('Gate_Open__c')).toMatchObject({ type: 'boolean', defaultValue: true, nillable: false });
    expect(field('Engagement_State__c')?.picklistValues?.map((each) => each.value)).toEqual([
      'Not Required',
      'Exempt',
      'Pending',
      'Engaged',
      'Engaged Late',
      'Overdue',
    ]);
    const account = await org.admin.describe('Account');
    expect(account.childRelationships).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ childSObject: 'Opportunity', field: 'AccountId', relationshipName: 'Opportunities' }),
      ]),
    );
    expect(account).toMatchObject({ keyPrefix: '001', queryable: true, replicateable: true, custom: false });
  });

  it('shows the formula of a formula field, which nobody may write', async () => {
    const found = await org.admin.describe('Opportunity');
    const formulas = found.fields.filter((each) => each.calculated);
    expect(formulas.length).toBeGreaterThan(0);
    for (const each of formulas) {
      expect(each).toMatchObject({ createable: false, updateable: false, calculatedFormula: expect.any(String) });
    }
  });
});

describe('what there is not', () => {
  it('is not found, or refused by method', async () => {
    expect(await org.call('GET', '/nonsense')).toMatchObject({ status: 404, body: missing });
    expect(await org.call('GET', '/sobjects/Nonsense__c')).toMatchObject({ status: 404, body: missing });
    const wrong = await org.call('PATCH', '/sobjects/Account', {});
    expect([wrong.status, wrong.body]).toEqual([
      405,
      [{ errorCode: 'METHOD_NOT_ALLOWED', message: "HTTP Method 'PATCH' not allowed. Allowed are HEAD,GET,POST" }],
    ]);
  });

  it.each([
    '/tooling/query?q=SELECT+Id+FROM+ApexClass',
    '/search?q=FIND',
    '/composite/graph',
    '/ui-api/layout/Account',
  ])('%s is refused loudly', async (path) => {
    const reply = await org.call('GET', path);
    expect([reply.status, reply.body[0].errorCode]).toEqual([501, 'NOT_IMPLEMENTED']);
  });
});
