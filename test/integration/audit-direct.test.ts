/** An audit of a customer who was moved to a direct owner after the registration came in. */
import { afterAll, expect, it } from '@jest/globals';
import {
  anna,
  bert,
  change,
  customer,
  handMade,
  id,
  line,
  nordwind,
  opportunity,
  registration,
} from './hand-made-export.ts';
import type { Row } from './hand-made-export.ts';

const { audited, clear } = handMade('audit-direct-');
afterAll(clear);

const carla = id('005', 3);
const moved = (account: string, names: [string, string], ids: [string, string], when = '2026-03-02 15:00:00'): Row[] =>
  [names, ids].map(([OldValue, NewValue], index) => ({
    ...{ AccountId: account, Field: 'Owner', DataType: index === 0 ? 'Text' : 'EntityId', OldValue, NewValue },
    ...{ CreatedDate: when, CreatedById: bert },
  }));
const direct = moved(customer, ['Carla Conti', 'Anna Aalto'], [carla, anna]);
const files = nordwind({
  User: [
    { Id: anna, Name: 'Anna Aalto' },
    { Id: bert, Name: 'Bert Brandt' },
    { Id: carla, Name: 'Carla Conti' },
  ],
  Opportunity: [opportunity(1, { StageName: 'Value Proposition', Probability: '50' })],
  OpportunityLineItem: [line(1, 1)],
  OpportunityFieldHistory: [
    change(1, 'StageName', '2026-03-20 10:00:00', ['Qualification', 'Value Proposition']),
    change(9, 'Amount', '2025-01-01 10:00:00', ['1', '2']),
  ],
  OpportunityHistory: [
    { OpportunityId: id('006', 1), StageName: 'Qualification', Probability: '20' },
    { OpportunityId: id('006', 1), StageName: 'Value Proposition', Probability: '50' },
  ].map((row, index) => ({
    ...row,
    ...{ Amount: '60000', CloseDate: '2026-08-30', CreatedById: anna },
    CreatedDate: ['2026-03-04 10:00:00', '2026-03-20 10:00:00'][index] ?? '',
  })),
  Deal_Registration__c: [
    registration(1, {
      ...{ Opportunity__c: '', Protected_From__c: '', Protected_Until__c: '' },
      ...{ Status__c: 'Rejected', Decision_Reason__c: 'Now owned by direct sales' },
    }),
  ],
  AccountHistory: direct,
});

it('names who moved him, and shows how the opportunity went on', async () => {
  const { findings } = await audited(files);
  expect(findings).toMatchObject([
    {
      opportunityId: id('006', 1),
      pattern: 'named-account',
      salespersonId: bert,
      explanation:
        'DR-1 came in on 2026-03-02; on 2026-03-02 its customer was moved to another owner, on 2026-03-03 it was rejected because the vendor serves him directly, and Deal 1 went on without the partner.',
    },
  ]);
  expect(findings[0]?.evidence.map(({ what, from, to }) => [what, from, to])).toEqual([
    ['DR-1 submitted', null, 'Submitted'],
    ['the customer was moved to another owner after the registration came in', null, null],
    ['DR-1 was rejected: Now owned by direct sales', null, 'Rejected'],
    ['the opportunity was opened without the partner', null, 'Deal 1'],
    ['it was moved on without the partner', 'Qualification', 'Value Proposition'],
  ]);
});

it('is found where the history tells owners by their names only', async () => {
  const named = direct.slice(0, 1).map(({ DataType: _, ...row }) => row);
  expect((await audited({ ...files, AccountHistory: named })).findings).toMatchObject([{ salespersonId: bert }]);
});

it('is for review, without a name, where ten customers were moved in one second', async () => {
  const others = (count: number) =>
    Array.from({ length: count }, (_, n) => moved(id('001', 100 + n), ['Carla Conti', 'Anna Aalto'], [carla, anna]));
  const load = (count: number) => audited({ ...files, AccountHistory: [...direct, ...others(count).flat()] });
  expect((await load(8)).findings).toHaveLength(1);
  expect(await load(9)).toMatchObject({
    findings: [],
    belowTheBar: [{ pattern: 'named-account', salespersonId: null }],
  });
});
