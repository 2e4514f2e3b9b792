/** An audit of an older opportunity that the vendor was at work on: left to a person. */
import { afterAll, expect, it } from '@jest/globals';
import { anna, change, handMade, id, line, nordwind, opportunity, registration } from './hand-made-export.ts';

const { audited, clear } = handMade('audit-review-');
afterAll(clear);

const contacted = '2026-02-10 10:00:00';
const files = nordwind({
  Opportunity: [
    opportunity(1, { CreatedDate: '2025-11-05 10:00:00', StageName: 'Value Proposition', Probability: '50' }),
  ],
  OpportunityLineItem: [line(1, 1)],
  OpportunityFieldHistory: [
    change(1, 'StageName', '2026-03-20 10:00:00', ['Qualification', 'Value Proposition']),
    change(9, 'Amount', '2025-01-01 10:00:00', ['1', '2']),
  ],
  Deal_Registration__c: [registration(1, { Opportunity__c: '' })],
  Task: [
    {
      ...{
        Id: id('00T', 1),
        WhatId: id('006', 1),
        WhoId: '',
        OwnerId: anna,
        IsClosed: '1',
        ActivityDate: '2026-02-10',
      },
      ...{ CreatedDate: contacted, CompletedDateTime: contacted },
    },
  ],
});

it('is for review in findings.json and the report, and no finding', async () => {
  const { findings, belowTheBar, csv, page } = await audited(files, { namePersons: true, raiseConfidence: 0.1 });
  expect(findings).toEqual([]);
  expect(csv.trim().split('\n')).toHaveLength(1);
  expect(belowTheBar).toMatchObject([
    {
      opportunityId: id('006', 1),
      pattern: 'not-engaged',
      reviewOnly: true,
      salespersonId: null,
      explanation:
        'DR-1 may concern Deal 1, which is older and which its approval does not name; the vendor was at work on it before. On 2026-03-17 the registered partner was not on it. A person is to look at it.',
    },
  ]);
  expect(page).toContain('<h2>For review only</h2>');
  expect(page).toContain('DR-1 may concern Deal 1');
  expect((await audited({ ...files, Task: [] })).page).not.toContain('For review only');
});
