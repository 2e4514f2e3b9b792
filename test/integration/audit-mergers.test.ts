/** An audit of accounts that were merged: what the losing record and the history of the opportunity tell. */
import { afterAll, describe, expect, it } from '@jest/globals';
import {
  anna,
  bert,
  brightwave,
  customer,
  handMade,
  id,
  line,
  lookupChange,
  nordwind,
  opportunity,
  type Files,
  type Row,
} from './hand-made-export.ts';

const { audited, clear } = handMade('audit-mergers-');
afterAll(clear);

const merged = id('001', 4);
const entered = lookupChange(1, 'Engaged_Partner__c', '2026-03-05 09:00:00', {
  names: ['', 'Brightwave Computing'],
  ids: ['', brightwave],
});

/** Beside Brightwave's deal Bert opened another, which stood under an account that was merged after the end. */
function told({ loser = {}, history = [] }: { loser?: Row | null; history?: Row[] }): Files {
  const files = nordwind({
    Opportunity: [
      opportunity(1, { Engaged_Partner__c: brightwave }),
      opportunity(2, { CreatedById: bert, CreatedDate: '2026-04-10 10:00:00' }),
    ],
    OpportunityLineItem: [line(1, 1), line(2, 2)],
    OpportunityFieldHistory: [...entered, ...history],
  });
  const lost = { Id: merged, Name: 'Kranich Immobilien AG', BillingCountry: 'Germany', IsDeleted: '1' };
  const after = { MasterRecordId: customer, CreatedDate: '2024-05-06 09:00:00', SystemModstamp: '2026-06-10 10:00:00' };
  return loser === null ? files : { ...files, Account: [...files['Account']!, { ...lost, ...after, ...loser }] };
}
const toNordwind = (field: string) =>
  lookupChange(2, field, '2026-06-10 10:00:00', {
    names: ['Kranich Immobilien AG', 'Nordwind Logistics GmbH'],
    ids: [merged, customer],
  });
const mergedIn = (findings: { innocentExplanations: { what: string; detail: string }[] }[]) =>
  findings.flatMap(({ innocentExplanations }) =>
    innocentExplanations.filter(({ what }) => what === 'accounts merged').map(({ detail }) => detail),
  );
const lacking = 'Account.MasterRecordId, with deleted accounts, or the history of Opportunity.AccountId';

describe('An audit of merged accounts', () => {
  it('holds nothing against who worked under an account that did not look like the customer', async () => {
    for (const field of ['Account', 'AccountId']) {
      const { findings, belowTheBar, notChecked } = await audited(told({ history: toNordwind(field) }));
      expect([findings, belowTheBar]).toEqual([[], []]);
      expect(notChecked.join()).not.toContain(lacking);
    }
  });

  it('knows a merged account by its master alone', async () => {
    const { findings } = await audited(told({ loser: { IsDeleted: '' }, history: toNordwind('Account') }));
    expect(findings).toEqual([]);
  });

  it('raises the case where that account looked like the customer', async () => {
    const { findings } = await audited(told({ loser: { Name: 'Nordwind Logistics' }, history: toNordwind('Account') }));
    expect(findings).toMatchObject([{ opportunityId: id('006', 2), pattern: 'shadow', salespersonId: bert }]);
    expect(mergedIn(findings)).toEqual([
      'at the time it stood under Nordwind Logistics, which looked like the registered customer too',
    ]);
  });

  it('keeps the case for review where no history tells under which account it stood', async () => {
    const { findings, belowTheBar } = await audited(told({}));
    expect(findings).toEqual([]);
    expect(mergedIn(belowTheBar)).toEqual([
      'Kranich Immobilien AG, which does not look like the registered customer, was merged with its account since; under which of them it stood is not on record',
    ]);
  });

  it('says that it did not look for merges where nothing could tell of them', async () => {
    const { findings, notChecked } = await audited(told({ loser: null }));
    expect(mergedIn(findings)).toEqual(['no such records were given, so it could not be looked for']);
    expect(notChecked.join()).toContain(lacking);
  });

  it('looks for them in a history of accounts, of whatever opportunity', async () => {
    const elsewhere = toNordwind('Account').map((row) => ({ ...row, OpportunityId: id('006', 9), CreatedById: anna }));
    const { findings } = await audited(told({ loser: null, history: elsewhere }));
    expect(mergedIn(findings)).toEqual(['no account merged with its own since is on record']);
  });
});
