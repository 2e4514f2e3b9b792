/** An audit of an export with cases that people have decided: it learns what the service learns. */
import { afterAll, describe, expect, it } from '@jest/globals';
import {
  brightwave,
  customer,
  handMade,
  id,
  line,
  nordwind,
  opportunity,
  registration,
  type Files,
  type Row,
} from './hand-made-export.ts';

const { audited, clear } = handMade('audit-decided-');
afterAll(clear);

/** Cases of other deals and registrations, all alike. */
const cases = (from: number, count: number, more: Row): Row[] =>
  Array.from({ length: count }, (_, index) => ({
    Id: id('a03', from + index),
    Opportunity__c: id('006', 1000 + index),
    Registration__c: id('a01', 1000 + index),
    Pattern__c: 'Not Engaged',
    ...more,
  }));
const dismissed = (count: number) => cases(1, count, { Status__c: 'Dismissed', Confidence__c: '0.85' });
const confirmed = (count: number) => cases(100, count, { Status__c: 'Confirmed', Confidence__c: '0.95' });

/** One deal on which the partner's due date passed: 0.85. */
const told = (more: Files): Files =>
  nordwind({
    Opportunity: [opportunity(1, {})],
    OpportunityLineItem: [line(1, 1)],
    OpportunityFieldHistory: [
      {
        ...{ OpportunityId: id('006', 9), Field: 'Amount', DataType: 'Currency', OldValue: '1', NewValue: '2' },
        ...{ CreatedDate: '2025-01-01 10:00:00', CreatedById: id('005', 1) },
      },
    ],
    ...more,
  });

describe('An audit that has decided cases', () => {
  it('raises a pattern only from where on people confirm it, from twenty decisions on', async () => {
    const enough = await audited(told({ Channel_Conflict__c: [...dismissed(10), ...confirmed(10)] }));
    expect(enough.findings).toEqual([]);
    expect(enough.belowTheBar).toMatchObject([{ pattern: 'not-engaged', confidence: 0.85 }]);
    const why =
      'not-engaged is raised from 0.9 on: from 0.95 on, 10 of 10 were confirmed; of all from 0.5 on, 10 of 20 were confirmed; 0.9 is the highest that is learned';
    expect(enough.learned).toContain(why);
    expect(enough.page).toContain('What decided cases taught');
    expect(enough.printed).toContain(why);
    const few = await audited(told({ Channel_Conflict__c: [...dismissed(10), ...confirmed(9)] }));
    expect(few.findings).toMatchObject([{ pattern: 'not-engaged' }]);
  });

  it('learns nothing from cases that wait, are deleted, or closed themselves, and keeps a bar that the policy names', async () => {
    const waiting = ['Open', 'Under Review', 'Remedied'].flatMap((Status__c, index) =>
      cases(index * 20, 20, { Status__c, Confidence__c: '0.85' }),
    );
    const deleted = dismissed(30).map((row) => ({ ...row, Id: row['Id']!.replace('a03', 'a04'), IsDeleted: '1' }));
    const nothing = await audited(told({ Channel_Conflict__c: [...waiting, ...deleted] }));
    expect(nothing.findings).toMatchObject([{ pattern: 'not-engaged' }]);
    expect(nothing.learned).toEqual([]);
    const own = { raiseConfidenceByPattern: { 'not-engaged': 0.6 } };
    const named = await audited(told({ Channel_Conflict__c: [...dismissed(10), ...confirmed(10)] }), own);
    expect(named.findings).toMatchObject([{ pattern: 'not-engaged' }]);
  });

  it('learns from fifty decided pairs which customers are one', async () => {
    const pairs = (count: number, of: Row): Files => {
      const numbers = Array.from({ length: count }, (_, index) => 1000 + index);
      const own = told({});
      return {
        ...own,
        Account: [...own['Account']!, { Id: id('001', 8), Name: 'Nordwinb Logistics GmbH', BillingCountry: 'Germany' }],
        Opportunity: [
          ...own['Opportunity']!,
          ...numbers.map((number) => opportunity(number, { AccountId: id('001', 8), Engaged_Partner__c: brightwave })),
        ],
        Deal_Registration__c: [
          registration(1, {}),
          ...numbers.map((number) =>
            registration(number, { Status__c: 'Rejected', Opportunity__c: '', Customer__c: customer }),
          ),
        ],
        Channel_Conflict__c: cases(1, count, of),
      };
    };
    const other = { Status__c: 'Dismissed', Dismissed_Because__c: 'Another Customer' };
    expect((await audited(pairs(50, other))).learned).toEqual([
      'customers are told apart by learned from 50 decided pairs, 0 of them one customer',
    ]);
    expect((await audited(pairs(49, other))).learned).toEqual([
      'customers are told apart by the usual weights: 49 decided pairs of the 50 that are needed',
    ]);
    expect((await audited(pairs(50, { Status__c: 'Dismissed', Dismissed_Because__c: 'Tender' }))).learned).toEqual([]);
  });
});
