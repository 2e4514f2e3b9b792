/** What a partner reads of the margin on his claim: made of his own rules, priced again by his browser to the same cent. */
import { describe, expect, it } from '@jest/globals';
import { Decimal } from 'decimal.js';
import { decideRegistration } from '../../../sync-service/domain/assess.ts';
import {
  priceDeal,
  readProgramme,
  type DealJson,
  type ProgrammeJson,
} from '../../../sync-service/domain/margin/in-browser.ts';
import { rulesFor } from '../../../sync-service/domain/programme/standing-rules.ts';
import { claimMarginFields } from '../../../sync-service/salesforce/written-values.ts';
import { programmeOf } from './programme-of.ts';
import { at, brightwave, corvus, deal, line, nordwind, policy, registration } from './story.ts';

const programme = programmeOf(
  [
    { id: 'base', kind: 'discount', combine: 'add', rate: '20%' },
    { id: 'registration', kind: 'discount', combine: 'add', rate: '7%', requires: { registration: true } },
    { id: 'stock', kind: 'bonus', amount: 500, requires: { roles: ['Distributor'] } },
  ],
  { commission: { rate: '5%' } },
);

const claim = registration({ dealId: '006deal', expectedCloseDate: '2026-06-15' });
const sold = line('Storage', {
  quantity: new Decimal(3),
  listPrice: new Decimal('33.35'),
  salesPrice: new Decimal(29),
});
const { margin, priced } = decideRegistration(
  {
    ...{ registration: claim, rivals: [], events: [], customers: [nordwind], partners: [brightwave, corvus] },
    deals: [deal({ lines: [sold] })],
  },
  policy(),
  programme,
  at('2026-03-10 09:00'),
);
const fields = claimMarginFields(margin, priced);
const written = JSON.parse(String(fields['Waterfall__c'])) as {
  decisions: { incentive: string }[];
  salesperson: unknown;
  priced: { deal: DealJson; on: string };
};

describe('the margin of a claim', () => {
  it('is what his browser makes of what was priced: 20 % and 7 % of 100.05', () => {
    const [his] = rulesFor(programme, brightwave.roles, '2026-03-10');
    const received = readProgramme(JSON.parse(JSON.stringify(his)) as ProgrammeJson);
    const again = priceDeal(received, written.priced.deal, written.priced.on);
    expect([fields['Partner_Margin__c'], again.partnerMargin]).toEqual([27.01, '27.01']);
  });

  it('names no rule that is not his, nor what the vendor pays his own people', () => {
    expect(written.decisions.map(({ incentive }) => incentive)).toEqual(['base@1', 'registration@1']);
    expect(written.salesperson).toBeNull();
    expect(written).not.toHaveProperty('atClose');
  });

  it('tells of the opportunity its list prices, and neither names, sales prices nor when the vendor expects to close', () => {
    expect(written.priced.deal).toEqual({
      currency: 'EUR',
      lines: [{ family: 'Storage', quantity: '3', listPrice: '33.35', termMonths: null }],
      customerPrice: null,
      partner: { level: null, roles: ['Reseller'], competencies: [] },
      role: 'Reseller',
      registered: true,
      newCustomer: true,
      circumstances: {
        registeredOn: '2026-03-03',
        closesOn: '2026-06-15',
        tender: false,
        customerCountry: 'DE',
      },
    });
  });
});
