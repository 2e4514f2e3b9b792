import { createElement } from 'lwc';
import { graphql } from 'lightning/graphql';
import OverviewPatterns from 'c/overviewPatterns';

jest.mock('lightning/graphql', () => {
  const { createTestWireAdapter } = jest.requireActual('@salesforce/wire-service-jest-util');
  return { gql: ([text]) => text, graphql: createTestWireAdapter() };
});
jest.mock('@salesforce/i18n/lang', () => ({ default: 'en-US' }), { virtual: true });
jest.mock('@salesforce/i18n/locale', () => ({ default: 'en-US' }), { virtual: true });

const group = (pattern, label, month, count) => ({
  node: {
    aggregate: {
      Pattern__c: { value: pattern, label },
      First_Evidence_At__c: { calendarMonth: { value: month } },
      Id: { count: { value: count } }
    }
  }
});
const answer = (...edges) => ({ data: { uiapi: { aggregate: { Channel_Conflict__c: { edges } } } } });
const some = answer(
  group('Undercut', 'Prix cassé', 11, 1),
  group('Shadow', 'Affaire parallèle', 10, 4),
  group('Shadow', 'Affaire parallèle', 11, 2)
);
const settled = () => new Promise((resolve) => setTimeout(resolve));

async function patterns(answered) {
  const element = createElement('c-overview-patterns', { is: OverviewPatterns });
  document.body.appendChild(element);
  await settled();
  graphql.emit(answered);
  await settled();
  return element.shadowRoot;
}
const part = (root) => root.querySelector('c-overview-part');

beforeEach(() => jest.useFakeTimers({ doNotFake: ['setTimeout'], now: new Date('2026-11-25T10:00:00Z') }));
afterEach(() => {
  while (document.body.firstChild) document.body.removeChild(document.body.firstChild);
  jest.useRealTimers();
});

describe('conflicts by pattern and month', () => {
  it('has a row for each pattern in the language of the user, the most frequent first', async () => {
    const root = await patterns(some);
    expect(graphql.getLastConfig().variables).toEqual({ since: '2025-12-01T00:00:00.000Z' });
    expect([...root.querySelectorAll('.name')].map(({ textContent }) => textContent)).toEqual([
      'Affaire parallèle',
      'Prix cassé'
    ]);
    expect([...root.querySelectorAll('.total')].map(({ textContent }) => textContent)).toEqual(['6', '1']);
  });

  it('draws all to the same scale, and keeps a line for a month without any', async () => {
    const root = await patterns(some);
    const heights = [...root.querySelectorAll('svg')].map((svg) =>
      [...svg.querySelectorAll('rect')].map((rect) => rect.getAttribute('height'))
    );
    expect(heights.map((each) => each.slice(9))).toEqual([
      ['1', '40', '20'],
      ['1', '1', '10']
    ]);
    expect(heights[0]).toHaveLength(12);
    expect(root.querySelector('.axis').textContent).toBe('Dec 2025Nov 2026');
  });

  it('has a table behind it with every month', async () => {
    const root = await patterns(some);
    root.querySelector('lightning-button').click();
    await settled();
    const rows = [...root.querySelectorAll('tbody tr')].map((row) =>
      [...row.children].map(({ textContent }) => textContent)
    );
    expect(rows[0]).toEqual(['Affaire parallèle', ...Array(10).fill('0'), '4', '2', '6']);
    expect(root.querySelectorAll('thead th')).toHaveLength(14);
  });

  it('says so where there is none', async () => {
    expect(part(await patterns(answer())).empty).toBe('c.Fairlead_Overview_Patterns_Empty');
  });

  it('hands an error to its part', async () => {
    const root = await patterns({ errors: [{ message: 'no' }] });
    expect(part(root).errors).toEqual([{ message: 'no' }]);
  });
});
