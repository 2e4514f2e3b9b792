/** An audit of a history as reports export it: of a lookup's change only the row with the names. */
import { afterAll, describe, expect, it } from '@jest/globals';
import {
  anna,
  bert,
  brightwave,
  change,
  corvus,
  handMade,
  id,
  line,
  nordwind,
  opportunity,
  type Files,
  type Row,
} from './hand-made-export.ts';

const { audited, clear } = handMade('audit-names-');
afterAll(clear);

const begun = change(9, 'Amount', '2025-01-01 10:00:00', ['1', '2']);
const partner = (when: string, from: string, to: string, more: Row = {}) =>
  change(1, 'Engaged_Partner__c', when, [from, to], more);
const entered = partner('2026-03-05 10:00:00', '', 'Brightwave Computing');

function told(history: Row[], more: Files = {}, deal: Row = {}): Files {
  return nordwind({
    Opportunity: [opportunity(1, deal)],
    OpportunityLineItem: [line(1, 1)],
    OpportunityFieldHistory: [begun, ...history],
    ...more,
  });
}
const withOther = (name: string) => ({
  Account: [...nordwind()['Account']!, { Id: id('001', 7), Name: name, Partner_Roles__c: 'Reseller' }],
});

describe('An audit of a history of names', () => {
  it('finds who put another partner in the registered one’s place, with and without a column of types', async () => {
    const swapped = partner('2026-04-02 10:00:00', 'Brightwave Computing', 'CORVUS Datentechnik ', {
      CreatedById: bert,
    });
    for (const history of [[entered, swapped], [entered, swapped].map(({ DataType: _, ...row }) => row)]) {
      const { findings } = await audited(told(history, {}, { Engaged_Partner__c: corvus }));
      expect(findings).toMatchObject([{ pattern: 'replaced', salespersonId: bert }]);
    }
  });

  it('holds nothing against who entered him in time and took him off after the end', async () => {
    const { findings, belowTheBar } = await audited(
      told([entered, partner('2026-08-20 10:00:00', 'Brightwave Computing', '')]),
    );
    expect([findings, belowTheBar]).toEqual([[], []]);
  });

  it.each([
    ['no partner has', partner('2026-03-05 10:00:00', '', 'Brightwave GmbH (formerly)'), {}],
    ['several have', entered, withOther('Brightwave Computing')],
  ])('does not judge an opportunity whose partner has a name that %s, and says so', async (_, row, more) => {
    const { findings, belowTheBar, notChecked } = await audited(told([row], more));
    expect([findings, belowTheBar]).toEqual([[], []]);
    expect(notChecked.join('\n')).toContain(`or several: ${id('006', 1)}`);
    const { findings: known } = await audited(told([]));
    expect(known).toMatchObject([{ pattern: 'not-engaged' }]);
  });

  it('goes by the ids where they are there as well', async () => {
    const withId = partner('2026-03-05 10:00:00', '', brightwave, { DataType: 'EntityId' });
    const { findings, notChecked } = await audited(told([entered, withId], withOther('Brightwave Computing')));
    expect(findings).toEqual([]);
    expect(notChecked.join('\n')).not.toContain('or several');
  });

  it('names the owner of the day, and nobody where his name stands for nobody or for several', async () => {
    // Due on 18 March, 10:00; Bert is the owner from 1 May on.
    const since = (name: string) => change(1, 'Owner', '2026-05-01 10:00:00', [name, 'Bert Brandt']);
    const ownedBy = async (name: string, more: Files = {}) => {
      const { findings } = await audited(told([since(name)], more, { OwnerId: bert }));
      return findings.map(({ pattern, salespersonId }) => [pattern, salespersonId]);
    };
    expect(await ownedBy('Anna Aalto')).toEqual([['not-engaged', anna]]);
    expect(await ownedBy('Somebody Else')).toEqual([['not-engaged', null]]);
    const twice = { User: [...nordwind()['User']!, { Id: id('005', 3), Name: 'Anna Aalto' }] };
    expect(await ownedBy('Anna Aalto', twice)).toEqual([['not-engaged', null]]);
  });
});
