import { createElement } from 'lwc';
import { graphql } from 'lightning/graphql';
import OverviewEnding from 'c/overviewEnding';

jest.mock('lightning/graphql', () => {
  const { createTestWireAdapter } = jest.requireActual('@salesforce/wire-service-jest-util');
  return { gql: ([text]) => text, graphql: createTestWireAdapter() };
});
jest.mock('@salesforce/i18n/lang', () => ({ default: 'en-US' }), { virtual: true });
jest.mock('@salesforce/i18n/timeZone', () => ({ default: 'Europe/Paris' }), { virtual: true });
jest.mock('@salesforce/i18n/locale', () => ({ default: 'en-US' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Desk_More_Entries', () => ({ default: 'Show {0} more' }), { virtual: true });

const value = (given) => ({ value: given });
const claim = (id, until, more = {}) => ({
  node: {
    Id: id,
    Name: value('DR-000001'),
    Customer_Name__c: value(`Customer ${id}`),
    Partner__r: { Name: value('Brightwave Computing') },
    Amount__c: value(51834),
    Protected_Until__c: value(until),
    Extension_Requested_At__c: value(null),
    ...more
  }
});
const answer = (...edges) => ({ data: { uiapi: { query: { Deal_Registration__c: { edges } } } } });
const settled = () => new Promise((resolve) => setTimeout(resolve));

async function ending(answered) {
  const element = createElement('c-overview-ending', { is: OverviewEnding });
  document.body.appendChild(element);
  await settled();
  graphql.emit(answered);
  await settled();
  return element.shadowRoot;
}
const part = (root) => root.querySelector('c-overview-part');
const span = (root, days) => root.querySelector(`div[data-span="${days}"]`);
const claims = (root, days) => span(root, days).querySelector('c-overview-deals').deals;
const customers = (root, days) => claims(root, days).map(({ name }) => name);

beforeEach(() => jest.useFakeTimers({ doNotFake: ['setTimeout'], now: new Date('2026-11-25T10:00:00Z') }));
afterEach(() => {
  while (document.body.firstChild) document.body.removeChild(document.body.firstChild);
  jest.useRealTimers();
});

describe('protections that end', () => {
  it('stand in 7, 14 and 30 days, each in one of them', async () => {
    const root = await ending(
      answer(
        claim('a', '2026-11-25T10:00:00.000Z'),
        claim('b', '2026-12-02T09:59:59.000Z'),
        claim('c', '2026-12-02T10:00:00.000Z'),
        claim('d', '2026-12-09T09:59:59.000Z'),
        claim('e', '2026-12-09T10:00:00.000Z')
      )
    );
    expect(graphql.getLastConfig().variables).toEqual({
      now: '2026-11-25T10:00:00.000Z',
      until: '2026-12-25T10:00:00.000Z'
    });
    expect(['7', '14', '30'].map((days) => customers(root, days))).toEqual([
      ['Customer a', 'Customer b'],
      ['Customer c', 'Customer d'],
      ['Customer e']
    ]);
    expect([...root.querySelectorAll('.count')].map(({ textContent }) => textContent)).toEqual(['2', '2', '1']);
  });

  it('lead to the registration, and tell until when and whether an extension is asked for', async () => {
    const root = await ending(
      answer(claim('a', '2026-11-29T11:00:00.000Z', { Extension_Requested_At__c: value('2026-11-20T10:00:00.000Z') }))
    );
    expect(claims(root, '7')).toEqual([
      {
        id: 'a',
        url: 'https://www.example.com',
        name: 'Customer a',
        partner: 'Brightwave Computing',
        amount: 51834,
        standing: 'Nov 29, 2026 · in 4 days',
        note: 'c.Fairlead_Overview_Extension',
        icon: 'utility:date_input'
      }
    ]);
    expect(span(root, '14').textContent).toContain('c.Fairlead_Overview_Ending_None');
  });

  it('say nothing of an extension that was answered', async () => {
    const asked = { Extension_Requested_At__c: value('2026-11-20T10:00:00.000Z') };
    const answered = { ...asked, Extension_Decided_At__c: value('2026-11-21T10:00:00.000Z') };
    const root = await ending(answer(claim('a', '2026-11-29T11:00:00.000Z', answered)));
    expect(claims(root, '7')[0].note).toBeUndefined();
  });

  it('show five of a span until asked for all', async () => {
    const many = Array.from({ length: 8 }, (_, index) => claim(String(index), '2026-11-27T10:00:00.000Z'));
    const root = await ending(answer(...many));
    expect(customers(root, '7')).toHaveLength(5);
    const more = span(root, '7').querySelector('lightning-button');
    expect(more.label).toBe('Show 3 more');
    more.click();
    await settled();
    expect(customers(root, '7')).toHaveLength(8);
    expect(span(root, '7').querySelector('lightning-button')).toBeNull();
  });

  it('say so where none ends', async () => {
    expect(part(await ending(answer())).empty).toBe('c.Fairlead_Overview_Ending_Empty');
  });

  it('hand an error to their part', async () => {
    expect(part(await ending({ errors: [{ message: 'no' }] })).errors).toEqual([{ message: 'no' }]);
  });
});
