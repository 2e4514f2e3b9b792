import { createElement } from 'lwc';
import { graphql } from 'lightning/graphql';
import OverviewUnpartnered from 'c/overviewUnpartnered';

jest.mock('lightning/graphql', () => {
  const { createTestWireAdapter } = jest.requireActual('@salesforce/wire-service-jest-util');
  return { gql: ([text]) => text, graphql: createTestWireAdapter() };
});
jest.mock('@salesforce/i18n/lang', () => ({ default: 'en-US' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Desk_Clock_Over', () => ({ default: 'Was due {0}' }), { virtual: true });

const value = (given, displayValue = null) => ({ value: given, displayValue });
const deal = (more = {}) => ({
  Id: '006000000000001AAA',
  Name: value('Sigbra – Storage'),
  Amount: value(59375),
  StageName: value('Proposal', 'Proposition'),
  Deal_Assessment__r: {
    Engagement_Due__c: value('2026-11-12T10:00:00.000Z'),
    Required_Partner__r: { Name: value('Brightwave Computing') }
  },
  ...more
});
const answer = (...nodes) => ({
  data: { uiapi: { query: { Opportunity: { edges: nodes.map((node) => ({ node })) } } } }
});
const settled = () => new Promise((resolve) => setTimeout(resolve));

async function unpartnered(answered) {
  const element = createElement('c-overview-unpartnered', { is: OverviewUnpartnered });
  document.body.appendChild(element);
  await settled();
  graphql.emit(answered);
  await settled();
  return element;
}
const deals = (element) => element.shadowRoot.querySelector('c-overview-deals').deals;
const part = (element) => element.shadowRoot.querySelector('c-overview-part');

beforeEach(() => jest.useFakeTimers({ doNotFake: ['setTimeout'], now: new Date('2026-11-25T10:00:00Z') }));
afterEach(() => {
  while (document.body.firstChild) document.body.removeChild(document.body.firstChild);
  jest.useRealTimers();
});

describe('deals without their partner', () => {
  it('lead to the deal, and tell whom it needs and since when', async () => {
    expect(deals(await unpartnered(answer(deal())))).toEqual([
      {
        id: '006000000000001AAA',
        url: 'https://www.example.com',
        name: 'Sigbra – Storage',
        partner: 'Brightwave Computing',
        standing: 'Proposition',
        note: 'Was due 13 days ago',
        amount: 59375
      }
    ]);
  });

  it('do without an amount and without a certain partner', async () => {
    const bare = { Engagement_Due__c: value(null), Required_Partner__r: null };
    const [first] = deals(await unpartnered(answer(deal({ Amount: value(null), Deal_Assessment__r: bare }))));
    expect(first).toMatchObject({ amount: null, partner: 'c.Fairlead_Overview_Any_Partner', note: undefined });
  });

  it('say so where there is none', async () => {
    expect(part(await unpartnered(answer())).empty).toBe('c.Fairlead_Overview_Without_Partner_Empty');
  });

  it('hand an error to their part, also one of reading again', async () => {
    const refresh = jest.fn().mockRejectedValue(new Error('offline'));
    const element = await unpartnered({ ...answer(deal()), refresh });
    await element.refresh();
    await settled();
    expect(part(element).errors).toHaveLength(1);
  });
});
