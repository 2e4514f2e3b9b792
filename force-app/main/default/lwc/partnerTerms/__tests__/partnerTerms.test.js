import { estimate, readTerms, reprice, today } from 'c/partnerTerms';
import { incentive, rules, standing, termsNode } from './terms';

jest.mock('@salesforce/i18n/timeZone', () => ({ default: 'Europe/Paris' }), { virtual: true });
jest.mock('@salesforce/i18n/currency', () => ({ default: 'CHF' }), { virtual: true });

const deal = { amount: 10_000, families: ['Network'], role: 'Reseller', closesOn: '2099-01-31', country: 'FR' };
const amounts = ({ lines }) =>
  lines.filter(({ kind }) => kind === 'discount' || kind === 'rebate').map(({ rule, amount }) => [rule, amount]);

describe('the terms of a partner', () => {
  it('are his account, his standing, what he may register and the rules', () => {
    expect(readTerms(termsNode())).toMatchObject({
      kind: 'terms',
      partnerId: '001000000000009AAA',
      families: ['Network', 'Security'],
      currency: 'EUR',
      standing: { roles: ['Reseller'] }
    });
  });

  it('are none without a record, and told as unreadable where they are of another make', () => {
    expect(readTerms(undefined)).toEqual({ kind: 'none' });
    expect(readTerms(termsNode({ standing: { version: 2 } }))).toEqual({ kind: 'unreadable' });
    expect(readTerms({ ...termsNode(), Standing__c: { value: '{' } })).toEqual({ kind: 'unreadable' });
  });

  it('are in the user’s currency where the programme knows exchange rates', () => {
    const exchangeRates = [{ from: 'EUR', to: 'CHF', on: '2020-01-01', rate: '0.95' }];
    expect(readTerms(termsNode({ rules: rules({ exchangeRates }) })).currency).toBe('CHF');
  });

  it('have no rules where these were too long for the record', () => {
    const terms = readTerms(termsNode({ rules: null }));
    expect(terms).toMatchObject({ kind: 'terms', programme: null, families: [] });
    expect(estimate(terms, deal)).toBeNull();
  });
});

describe('an estimate', () => {
  const terms = readTerms(termsNode());

  it('is worked out as a registered deal by the service’s own engine: 10 % and 7 % of 10,000', () => {
    const margin = estimate(terms, deal);
    expect(amounts(margin)).toEqual([
      ['base@1', '-1000.00'],
      ['registration@1', '-700.00']
    ]);
    expect(margin).toMatchObject({ partnerMargin: '1700.00', partnerPrice: '8300.00', total: null });
  });

  it('tells the whole margin once he says what his customer pays', () => {
    expect(estimate(terms, { ...deal, customerPrice: 9_000 })).toMatchObject({ total: '700.00', totalPercent: '7.78' });
  });

  it('parts the amount equally among products, to the cent', () => {
    const three = estimate(terms, { ...deal, amount: 100, families: ['A', 'B', 'C'] });
    expect(three.list).toBe('100.00');
  });

  it('counts a competency that is held, and says what one that is not would add', () => {
    const families = ['Security'];
    expect(estimate(terms, { ...deal, families }).raise).toMatchObject([
      { kind: 'competency', name: 'Security', amount: '300.00' }
    ]);
    const competencies = [{ key: 'security', name: 'Security', state: 'expiring', validUntil: '2099-12-31' }];
    const holder = readTerms(termsNode({ standing: standing({ competencies }) }));
    expect(amounts(estimate(holder, { ...deal, families }))).toContainEqual(['security@1', '300.00']);
  });

  it('knows of a tender what he ticked', () => {
    const given = rules({ incentives: [incentive('clean', '0.05', { requires: { noTender: true } })] });
    const strict = readTerms(termsNode({ rules: given }));
    expect(estimate(strict, deal).partnerMargin).toBe('500.00');
    expect(estimate(strict, { ...deal, hasTender: true }).partnerMargin).toBe('0.00');
  });

  it.each([
    ['amount', { amount: 0 }],
    ['product', { families: [] }]
  ])('is none without %s', (_, lacking) => {
    expect(estimate(terms, { ...deal, ...lacking })).toBeNull();
  });
});

describe('a deal that the service priced', () => {
  it('is priced again on the same terms', () => {
    const priced = {
      on: '2026-03-02',
      deal: {
        currency: 'EUR',
        lines: [{ family: 'Network', quantity: '2', listPrice: '500', termMonths: null }],
        customerPrice: null,
        partner: { level: 'silver', roles: ['Reseller'], competencies: [] },
        role: null,
        registered: false,
        newCustomer: null,
        circumstances: { registeredOn: null, closesOn: '2026-04-30', tender: false, customerCountry: 'FR' }
      }
    };
    const margin = reprice(readTerms(termsNode()), priced, '2026-04-30');
    expect(margin).toMatchObject({ list: '1000.00', partnerMargin: '100.00' });
    expect(margin.raise).toMatchObject([{ kind: 'registration', amount: '70.00' }]);
  });
});

it('today is the day where the user is', () => {
  expect(today(Date.parse('2026-03-01T23:30:00Z'))).toBe('2026-03-02');
});
