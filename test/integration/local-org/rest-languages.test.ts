import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createUser, SALES } from '../../local-org/records/index.ts';
import { askerOf } from './graphql-asker.ts';
import { opportunity, restOrg, type RestOrg } from './rest-org.ts';

let org: RestOrg;
let claire: string;
let emily: string;
let registration: string;

beforeAll(async () => {
  org = await restOrg({ features: ['changeEvents', 'fieldHistory', 'translations'] });
  const user = (username: string, language: string, locale: string) =>
    createUser(org.records, {
      username,
      lastName: username,
      profile: SALES,
      permissionSets: ['Fairlead_Salesperson', 'Fairlead_Channel_Manager'],
      language,
      locale,
    });
  claire = user('claire@fairlead.example', 'fr', 'fr_FR');
  emily = user('emily@fairlead.example', 'en_US', 'en_GB');
  const partner = org.make('Account', { Name: 'Norden Partner' });
  registration = org.make('Deal_Registration__c', {
    Partner__c: partner,
    Customer_Name__c: 'Étoile',
    Status__c: 'Approved',
    Amount__c: 1_234.5,
    Expected_Close_Date__c: '2026-03-20',
    OwnerId: claire,
  });
});
afterAll(() => org.close());

const as = (user: string) => ({ authorization: `Bearer ${org.sessions.open(user)}` });

describe('a user reads', () => {
  it('choices, amounts and days in his own language and locale', async () => {
    const { ask } = askerOf(() => org);
    const read = async (user: string) =>
      (
        await ask(
          `Deal_Registration__c { edges { node { Status__c { value displayValue label } Amount__c { displayValue }
           Expected_Close_Date__c { displayValue } } } }`,
          { as: user },
        )
      ).Deal_Registration__c.edges[0].node;
    expect(await read(claire)).toEqual({
      Status__c: { value: 'Approved', displayValue: 'Approuvé', label: 'Approuvé' },
      Amount__c: { displayValue: '1\u202f234,50\u00a0$US' },
      Expected_Close_Date__c: { displayValue: '20/03/2026' },
    });
    expect(await read(emily)).toEqual({
      Status__c: { value: 'Approved', displayValue: 'Approved', label: 'Approved' },
      Amount__c: { displayValue: 'US$1,234.50' },
      Expected_Close_Date__c: { displayValue: '20/03/2026' },
    });
  });

  it('a group of records under the name of its choice', async () => {
    const { Deal_Registration__c: list } = await askerOf(() => org).aggregate(
      'Deal_Registration__c(groupBy: { Status__c: { group: true } }) { edges { node { aggregate { Status__c { value label } } } } }',
      { as: claire },
    );
    expect(list.edges[0].node.aggregate.Status__c).toEqual({ value: 'Approved', label: 'Approuvé' });
  });

  it('a record, its object and its choices through the User Interface API', async () => {
    const record = `/ui-api/records/${registration}?fields=Deal_Registration__c.Status__c`;
    expect((await org.call('GET', record, undefined, as(claire))).body.fields.Status__c.displayValue).toBe('Approuvé');
    const { body: info } = await org.call('GET', '/ui-api/object-info/Deal_Registration__c', undefined, as(claire));
    expect([info.label, info.fields.Status__c.label]).toEqual(['Enregistrement d’affaire', 'Statut']);
    const values = '/ui-api/object-info/Deal_Registration__c/picklist-values/012000000000000AAA/Status__c';
    const { body: choices } = await org.call('GET', values, undefined, as(claire));
    expect(choices.values[0]).toMatchObject({ value: 'Draft', label: 'Brouillon' });
    expect((await org.call('GET', values, undefined, as(emily))).body.values[0]).toMatchObject({ label: 'Draft' });
  });

  it('a describe and toLabel()', async () => {
    const { body } = await org.call('GET', '/sobjects/Deal_Registration__c/describe', undefined, as(claire));
    const status = body.fields.find((field: { name: string }) => field.name === 'Status__c');
    expect([body.label, status.label, status.picklistValues[0].label]).toEqual([
      'Enregistrement d’affaire',
      'Statut',
      'Brouillon',
    ]);
    const query = async (user: string, soql: string) =>
      (await org.call('GET', `/query?q=${encodeURIComponent(soql)}`, undefined, as(user))).body.records;
    const labelled = 'SELECT toLabel(Status__c) FROM Deal_Registration__c';
    expect(await query(claire, labelled)).toMatchObject([{ Status__c: 'Approuvé' }]);
    expect(await query(emily, labelled)).toMatchObject([{ Status__c: 'Approved' }]);
    expect(await query(claire, `${labelled} WHERE toLabel(Status__c) = 'Approuvé'`)).toHaveLength(1);
  });

  it('why the gate is shut', async () => {
    const deal = org.make('Opportunity', opportunity('Deal', { OwnerId: claire }));
    org.make('Deal_Assessment__c', { Opportunity__c: deal, Opportunity_Id__c: deal, Gate_Open__c: false });
    const assessment = org.records.database.prepare('SELECT "Id" AS id FROM "Deal_Assessment__c"').get()?.['id'];
    org.records.restore([
      [
        'Fairlead__c',
        [{ SetupOwnerId: org.seeded.organizationId, Gate_Active__c: true, Gated_Stages__c: ';Negotiation/Review;' }],
      ],
    ]);
    await org.admin.sobject('Opportunity').update({ Id: deal, Deal_Assessment__c: String(assessment) });
    const { status, body } = await org.call(
      'PATCH',
      `/ui-api/records/${deal}`,
      { fields: { StageName: 'Negotiation/Review' } },
      as(claire),
    );
    expect(status).toBe(400);
    expect(JSON.stringify(body.output)).toContain('Un partenaire doit être engagé avant que cette affaire n’avance.');
  });
});
