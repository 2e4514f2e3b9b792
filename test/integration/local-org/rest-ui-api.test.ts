import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createUser, SALES } from '../../local-org/records/index.ts';
import { opportunity, restOrg, type RestOrg } from './rest-org.ts';

let org: RestOrg;
let seller: string;
let customer: string;
let deal: string;

beforeAll(async () => {
  org = await restOrg({ timeZone: 'Europe/Paris' });
  seller = createUser(org.records, {
    username: 'seller@fairlead.example',
    lastName: 'Seller',
    profile: SALES,
    permissionSets: ['Fairlead_Salesperson'],
  });
  customer = org.make('Account', { Name: 'Étoile', Industry: 'Energy', OwnerId: seller });
  deal = org.make('Opportunity', opportunity('Deal', { AccountId: customer, OwnerId: seller, Amount: 1500 }));
});
afterAll(() => org.close());

const as = (userId: string) => ({ authorization: `Bearer ${org.sessions.open(userId)}` });
const call = (method: string, path: string, body?: unknown, user = seller) =>
  org.call(method, `/ui-api${path}`, body, as(user));

describe('a record', () => {
  it('is read by its fields, those of parents within their record', async () => {
    const fields = 'Opportunity.Name,Opportunity.Amount,Opportunity.Account.Industry';
    const { status, body } = await call('GET', `/records/${deal}?fields=${fields}`);
    const audit = {
      childRelationships: {},
      eTag: expect.stringMatching(/^[0-9a-f]{32}$/),
      lastModifiedById: org.seeded.adminId,
      lastModifiedDate: '2026-03-02T09:00:30.000Z',
      recordTypeId: null,
      recordTypeInfo: null,
      systemModstamp: '2026-03-02T09:00:30.000Z',
      weakEtag: Date.parse('2026-03-02T09:00:30Z'),
    };
    expect([status, body]).toEqual([
      200,
      {
        ...audit,
        apiName: 'Opportunity',
        id: deal,
        fields: {
          Account: {
            displayValue: 'Étoile',
            value: {
              ...audit,
              apiName: 'Account',
              id: customer,
              fields: {
                Id: { displayValue: null, value: customer },
                Industry: { displayValue: 'Energy', value: 'Energy' },
                Name: { displayValue: null, value: 'Étoile' },
              },
            },
          },
          Amount: { displayValue: '$1,500.00', value: 1500 },
          Name: { displayValue: null, value: 'Deal' },
        },
      },
    ]);
  });

  it('lacks an optional field that the user may not read, and is refused with a needed one', async () => {
    const plain = createUser(org.records, { username: 'p@fairlead.example', lastName: 'P', profile: SALES });
    const own = org.make('Opportunity', opportunity('Of P', { OwnerId: plain }));
    const hidden = 'Opportunity.Engaged_Partner__c,Opportunity.Engaged_Partner__r.Name';
    const read = (query: string) => call('GET', `/records/${own}?${query}`, undefined, plain);
    const optional = await read(`fields=Opportunity.Name&optionalFields=${hidden}`);
    expect([optional.status, Object.keys(optional.body.fields)]).toEqual([200, ['Name']]);
    const needed = await read(`fields=${hidden}`);
    expect([needed.status, needed.body[0].errorCode]).toEqual([400, 'INVALID_FIELD']);
  });

  it('that is not shared is refused, one that is not there is not found', async () => {
    const foreign = org.make('Opportunity', opportunity('Foreign'));
    const reply = await call('GET', `/records/${foreign}?fields=Opportunity.Name`);
    expect([reply.status, reply.body[0].errorCode]).toEqual([403, 'INSUFFICIENT_ACCESS']);
    const missing = await call('GET', '/records/006000000000001AAA?fields=Opportunity.Name');
    expect([missing.status, missing.body[0].errorCode]).toEqual([404, 'NOT_FOUND']);
    expect((await call('GET', '/records/nonsense?fields=Opportunity.Name')).status).toBe(400);
    expect((await call('GET', `/records/${deal}`)).body[0].errorCode).toBe('MISSING_ARGUMENT');
  });

  it('is created, changed and deleted', async () => {
    const created = await call('POST', '/records', {
      apiName: 'Opportunity',
      fields: { Name: 'New', StageName: 'Prospecting', CloseDate: '2026-06-30' },
    });
    expect([created.status, created.body]).toMatchObject([
      201,
      { apiName: 'Opportunity', fields: { CloseDate: { displayValue: '6/30/2026', value: '2026-06-30' } } },
    ]);
    const path = `/records/${created.body.id}`;
    const changed = await call('PATCH', path, { fields: { Name: 'Newer' } });
    expect([changed.status, changed.body.id, changed.body.fields]).toEqual([
      200,
      created.body.id,
      { Name: { displayValue: null, value: 'Newer' } },
    ]);
    expect(await call('DELETE', path)).toMatchObject({ status: 204, text: '' });
    expect((await call('DELETE', path)).status).toBe(404);
  });

  it('that breaks a validation rule is refused as error panels expect it', async () => {
    const partner = org.make('Account', { Name: 'Partner', Partner_Roles__c: 'Reseller' });
    org.make('Fairlead__c', {
      SetupOwnerId: org.seeded.organizationId,
      Gate_Active__c: true,
      Gated_Stages__c: ';Qualification;',
    });
    const assessment = org.make('Deal_Assessment__c', {
      Opportunity__c: deal,
      Opportunity_Id__c: deal,
      Gate_Open__c: false,
      Required_Partner__c: partner,
    });
    const admin = { userId: org.seeded.adminId, clientId: 'test' };
    const values = { Deal_Assessment__c: assessment };
    org.records.save(admin, [{ kind: 'update', object: 'Opportunity', id: deal, values }], { allOrNone: true });
    const refused = await call('PATCH', `/records/${deal}`, { fields: { StageName: 'Qualification' } });
    expect([refused.status, refused.body]).toEqual([
      400,
      {
        enhancedErrorType: 'RecordError',
        message: 'An error occurred while trying to update the record. Please try again.',
        output: {
          errors: [],
          fieldErrors: {
            StageName: [
              {
                constituentField: null,
                duplicateRecordError: null,
                errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
                field: 'StageName',
                fieldLabel: 'Stage',
                message: expect.stringMatching(/^A partner must be engaged before this deal moves on\./),
              },
            ],
          },
        },
        statusCode: 400,
      },
    ]);
    const engaged = { fields: { StageName: 'Qualification', Engaged_Partner__c: partner } };
    expect((await call('PATCH', `/records/${deal}`, engaged)).status).toBe(200);
  });

  it('without what it needs is refused field by field', async () => {
    const reply = await call('POST', '/records', { apiName: 'Opportunity', fields: { Name: 'Half' } });
    expect([reply.status, reply.body.message, Object.keys(reply.body.output.fieldErrors).sort()]).toEqual([
      400,
      'An error occurred while trying to create the record. Please try again.',
      ['CloseDate', 'StageName'],
    ]);
  });
});

describe('object info', () => {
  it('shows what the user may see and do', async () => {
    const { body } = await call('GET', '/object-info/Deal_Assessment__c');
    expect(body).toMatchObject({
      apiName: 'Deal_Assessment__c',
      createable: false,
      custom: true,
      defaultRecordTypeId: '012000000000000AAA',
      nameFields: ['Name'],
      updateable: false,
      fields: {
        Engagement_State__c: { apiName: 'Engagement_State__c', dataType: 'Picklist', updateable: false },
        Opportunity__c: {
          dataType: 'Reference',
          reference: true,
          referenceToInfos: [{ apiName: 'Opportunity', nameFields: ['Name'] }],
          relationshipName: 'Opportunity__r',
        },
      },
    });
    expect(body.fields).not.toHaveProperty('Registration__c');
    expect((await call('GET', '/object-info/Rebate_Entry__c')).status).toBe(404);
    expect((await call('GET', '/object-info/Partner', undefined, org.seeded.adminId)).body[0].errorCode).toBe(
      'INVALID_TYPE',
    );
  });

  it('gives the values of a picklist, and of all picklists of an object', async () => {
    const path = '/object-info/Deal_Assessment__c/picklist-values/012000000000000AAA';
    const { body } = await call('GET', `${path}/Engagement_State__c`);
    expect(body).toMatchObject({ controllerValues: {}, url: `/services/data/v65.0/ui-api${path}/Engagement_State__c` });
    expect(body.values[2]).toEqual({ attributes: null, label: 'Pending', validFor: [], value: 'Pending' });
    const all = await call('GET', path);
    expect(all.body.picklistFieldValues.Engagement_State__c.values).toEqual(body.values);
    expect((await call('GET', `${path}/Name`)).body[0].errorCode).toBe('INVALID_FIELD');
  });
});

describe('what this org lacks', () => {
  it.each([
    ['GET', '/layout/Account'],
    ['GET', '/records/batch/001000000000001AAA'],
    ['GET', '/object-info/Account/picklist-values/012000000000001AAA/Industry'],
  ])('%s %s is refused loudly', async (method, path) => {
    const reply = await call(method, path);
    expect([reply.status, reply.body[0].errorCode]).toEqual([501, 'NOT_IMPLEMENTED']);
  });

  it('layouts, nested values and updates that depend on the last change neither', async () => {
    expect((await call('GET', `/records/${deal}?layoutTypes=Full`)).status).toBe(501);
    expect((await call('POST', '/records', { apiName: 'Account', fields: {}, useDefaultRule: true })).status).toBe(501);
    const header = { ...as(seller), 'if-unmodified-since': 'Mon, 02 Mar 2026 09:00:00 GMT' };
    expect((await org.call('PATCH', `/ui-api/records/${deal}`, { fields: {} }, header)).status).toBe(501);
  });
});
