import { createElement } from 'lwc';
import { graphql } from 'lightning/graphql';
import OverviewFigures from 'c/overviewFigures';
import { median } from '../median';
import { DECIDED, FIGURES } from '../queries';

jest.mock('lightning/graphql', () => {
  const { createTestWireAdapter } = jest.requireActual('@salesforce/wire-service-jest-util');
  return { gql: ([text]) => text, graphql: createTestWireAdapter() };
});
jest.mock('@salesforce/i18n/locale', () => ({ default: 'en-US' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Overview_Deals', () => ({ default: 'Deals: {0}' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Overview_On_Time_Of', () => ({ default: '{0} of {1}' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Overview_Decision_Of', () => ({ default: 'Cases: {0}' }), { virtual: true });

const now = Date.parse('2026-11-25T10:00:00Z');
const value = (given) => ({ value: given });
const money = (count, sum) => ({
  edges: [{ node: { aggregate: { Id: { count: value(count) }, Amount: { sum: value(sum) } } } }]
});
const due = (counts) => ({
  edges: Object.entries(counts).map(([state, count]) => ({
    node: { aggregate: { Engagement_State__c: value(state), Id: { count: value(count) } } }
  }))
});
const answer = (more = {}) => ({
  uiapi: {
    aggregate: {
      protected: money(83, 9746708),
      unpartnered: money(1, 59375),
      due: due({ Engaged: 75, 'Engaged Late': 2, Overdue: 1 }),
      ...more
    }
  }
});
const decided = (...hours) => ({
  uiapi: {
    query: {
      Channel_Conflict__c: {
        edges: hours.map((each, index) => ({
          node: {
            Id: String(index),
            Detected_At__c: value(new Date(now - 30 * 86_400_000).toISOString()),
            Decided_At__c: value(new Date(now - 30 * 86_400_000 + each * 3_600_000).toISOString())
          }
        }))
      }
    }
  }
});
const settled = () => new Promise((resolve) => setTimeout(resolve));
let asked;
async function tell(query, answered) {
  await settled();
  graphql.emit(answered, (config) => {
    if (config.query === query) asked = config.variables;
    return config.query === query;
  });
  await settled();
}

function figures() {
  const element = createElement('c-overview-figures', { is: OverviewFigures });
  document.body.appendChild(element);
  return element;
}
const find = (element, id) => element.shadowRoot.querySelector(`[data-id="${id}"]`);
const part = (element) => element.shadowRoot.querySelector('c-overview-part');
const words = (element, id) => find(element, id).querySelector('.words').textContent;

beforeEach(() => jest.useFakeTimers({ doNotFake: ['setTimeout'], now }));
afterEach(() => {
  while (document.body.firstChild) document.body.removeChild(document.body.firstChild);
  jest.useRealTimers();
});

describe('figures of the overview', () => {
  it('tell what is protected, and what lacks its partner, in money and in deals', async () => {
    const element = figures();
    expect(part(element).isLoading).toBe(true);
    await tell(FIGURES, { data: answer() });
    expect(part(element).isLoading).toBe(false);
    expect(find(element, 'protected').querySelector('lightning-formatted-number').value).toBe(9746708);
    expect(words(element, 'protected')).toBe('Deals: 83');
    expect(find(element, 'unpartnered').querySelector('lightning-formatted-number').value).toBe(59375);
    expect(words(element, 'unpartnered')).toBe('Deals: 1');
  });

  it('tell the share engaged in time of those whose time is over, in 90 days', async () => {
    const element = figures();
    await tell(FIGURES, { data: answer() });
    expect(asked).toEqual({ now: '2026-11-25T10:00:00.000Z', since: '2026-08-27T10:00:00.000Z' });
    expect(find(element, 'engagement').querySelector('lightning-formatted-number').value).toBeCloseTo(75 / 78);
    expect(words(element, 'engagement')).toBe('75 of 78');
  });

  it('tell no share of nothing, and no money where there is none', async () => {
    const element = figures();
    await tell(FIGURES, { data: answer({ due: due({}), protected: money(0, null) }) });
    expect(find(element, 'engagement').textContent).toContain('c.Fairlead_Overview_None_Yet');
    expect(find(element, 'protected').querySelector('lightning-formatted-number').value).toBe(0);
  });

  it.each([
    [[0.2], '12 minutes', 'Cases: 1'],
    [[0.001], '1 minute', 'Cases: 1'],
    [[1], '1 hour', 'Cases: 1'],
    [[10], '10 hours', 'Cases: 1'],
    [[1, 47, 20], '20 hours', 'Cases: 3'],
    [[40, 55.9], '48 hours', 'Cases: 2'],
    [[48], '2 days', 'Cases: 1'],
    [[60, 12, 240], '2.5 days', 'Cases: 3']
  ])('decided after %j hours: %s', async (hours, expected, of) => {
    const element = figures();
    await tell(FIGURES, { data: answer() });
    await tell(DECIDED, { data: decided(...hours) });
    expect(find(element, 'decision').querySelector('.value').textContent).toBe(expected);
    expect(words(element, 'decision')).toBe(of);
  });

  it('say that nothing was decided lately', async () => {
    const element = figures();
    await tell(FIGURES, { data: answer() });
    await tell(DECIDED, { data: decided() });
    expect(find(element, 'decision').textContent).toContain('c.Fairlead_Overview_None_Yet');
  });

  it('hand an error to their part, and read again when asked to', async () => {
    const element = figures();
    const refresh = jest.fn().mockResolvedValue();
    await tell(FIGURES, { errors: [{ message: 'no' }], refresh });
    expect(part(element).errors).toEqual([{ message: 'no' }]);
    part(element).dispatchEvent(new CustomEvent('again'));
    expect(refresh).toHaveBeenCalledTimes(1);
    await tell(FIGURES, { data: answer() });
    expect(part(element).errors).toBeUndefined();
  });

  it('are read as of now when asked to', async () => {
    const element = figures();
    await tell(FIGURES, { data: answer() });
    jest.setSystemTime(now + 300_000);
    element.refresh();
    await tell(FIGURES, { data: answer() });
    expect(asked.now).toBe('2026-11-25T10:05:00.000Z');
  });
});

it('the median is the value in the middle, or the mean of two', () => {
  expect(median([])).toBeUndefined();
  expect(median([3])).toBe(3);
  expect(median([9, 1, 2])).toBe(2);
  expect(median([4, 1, 3, 2])).toBe(2.5);
});
