/** The sharing set of force-app, as it holds for two partners of different firms. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createUser, PARTNER } from '../../local-org/records/index.ts';
import { restOrg, type RestOrg } from './rest-org.ts';

let org: RestOrg;
let partners: { account: string; user: string }[];
beforeAll(async () => {
  org = await restOrg({ features: ['experience'] });
  partners = ['Norden', 'Lumen'].map((name) => {
    const account = org.make('Account', { Name: name, Partner_Roles__c: 'Reseller' });
    const contactId = org.make('Contact', { LastName: name, AccountId: account });
    const who = { username: `${name}@partner.example`, lastName: name, contactId };
    return {
      account,
      user: createUser(org.records, { ...who, profile: PARTNER, permissionSets: ['Fairlead_Partner'] }),
    };
  });
});
afterAll(() => org.close());

const seen = (object: string, user: string) => {
  const condition = org.records.visibleRows({ userId: user, clientId: 'test' }, object, 't');
  const rows = org.records.database
    .prepare(`SELECT "Partner__c" AS partner FROM "${object}" t WHERE ${condition}`)
    .all();
  return rows.map((row) => row['partner']);
};

it.each([
  ['Deal_Registration__c', () => ({ Customer_Name__c: 'Customer' })],
  ['Partner_Programme__c', () => ({})],
  ['Rebate_Entry__c', (n: number) => ({ Entry_Key__c: `${n}` })],
])('lets each see %s of his own firm, and nobody else', (object, values) => {
  for (const [n, { account }] of partners.entries()) org.make(object, { Partner__c: account, ...values(n) });
  for (const { account, user } of partners) expect(seen(object, user)).toEqual([account]);
});

it('lets him correct his registration, and his programme not', async () => {
  const [norden] = partners;
  const as = { authorization: `Bearer ${org.sessions.open(norden!.user)}` };
  const change = async (object: string, fields: object) => {
    const id = org.make(object, {
      Partner__c: norden!.account,
      ...(object.startsWith('Deal') && { Customer_Name__c: 'C' }),
    });
    return (await org.call('PATCH', `/ui-api/records/${id}`, { fields }, as)).status;
  };
  expect(await change('Deal_Registration__c', { Customer_Name__c: 'Customer & Sons' })).toBe(200);
  expect(await change('Partner_Programme__c', { Partner__c: norden!.account })).toBe(400);
});
