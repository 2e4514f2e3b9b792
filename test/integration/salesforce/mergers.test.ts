import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { connectedOrg, type ConnectedOrg } from './org-fixture.ts';

const start = Date.parse('2026-03-02T09:00:00Z');
let now = start;
let org: ConnectedOrg;
const ids: Record<string, string> = {};

beforeAll(async () => {
  org = await connectedOrg({ now: () => now, trackedHistory: { Opportunity: ['AccountId'] } });
  const { make, change, local } = org;
  ids['loser'] = make('Account', { Name: 'Kranich Immobilien', BillingCountry: 'Germany' });
  ids['customer'] = make('Account', { Name: 'Hammer AG' });
  const deal = { Name: 'Moved', StageName: 'Qualification', CloseDate: '2026-06-30' };
  ids['deal'] = make('Opportunity', { ...deal, AccountId: ids['loser'] });
  ids['stranger'] = make('Opportunity', { ...deal, AccountId: make('Account', { Name: 'Quite Another' }) });
  now += 60_000;
  change('Opportunity', ids['deal'], { AccountId: ids['customer'] });
  // The stand-in merges nothing: the record is left as a merge leaves it.
  const merged = 'UPDATE "Account" SET "IsDeleted" = 1, "MasterRecordId" = ? WHERE "Id" = ?';
  local.records.database.prepare(merged).run(ids['customer'], ids['loser']);
});
afterAll(async () => org?.local.close());

const mergersOf = async (name: string) => {
  const facts = (await org.org.dealFacts([ids[name]!])).get(ids[name]!);
  return facts !== undefined && 'mergers' in facts ? facts.mergers : null;
};

it('tells accounts that were merged into the customer, from the recycle bin, and from where opportunities came', async () => {
  expect(await mergersOf('deal')).toMatchObject({
    accounts: [
      {
        company: { id: ids['loser'], name: 'Kranich Immobilien', country: 'DE' },
        into: ids['customer'],
        createdAt: start,
      },
    ],
    moves: [{ dealId: ids['deal'], from: ids['loser'], fromName: 'Kranich Immobilien', at: start + 60_000 }],
  });
  expect(await mergersOf('stranger')).toEqual({ accounts: [], moves: [] });
});
