import { createElement } from 'lwc';
import { graphql } from 'lightning/graphql';
import OverviewEngagement from 'c/overviewEngagement';

jest.mock('lightning/graphql', () => {
  const { createTestWireAdapter } = jest.requireActual('@salesforce/wire-service-jest-util');
  return { gql: ([text]) => text, graphql: createTestWireAdapter() };
});
jest.mock('@salesforce/i18n/lang', () => ({ default: 'en-US' }), { virtual: true });
jest.mock('@salesforce/i18n/locale', () => ({ default: 'en-US' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Overview_Ratio', () => ({ default: '{0} of {1}' }), { virtual: true });

const group = (state, month, count) => ({
  node: {
    aggregate: {
      Engagement_State__c: { value: state },
      Engagement_Due__c: { calendarMonth: { value: month } },
      Id: { count: { value: count } }
    }
  }
});
const answer = (...edges) => ({ data: { uiapi: { aggregate: { Deal_Assessment__c: { edges } } } } });
const settled = () => new Promise((resolve) => setTimeout(resolve));

async function engagement(answered) {
  const element = createElement('c-overview-engagement', { is: OverviewEngagement });
  document.body.appendChild(element);
  await settled();
  graphql.emit(answered);
  await settled();
  return element;
}
const part = (element) => element.shadowRoot.querySelector('c-overview-part');
const columns = (element) => element.shadowRoot.querySelector('c-column-chart').columns;

beforeEach(() => jest.useFakeTimers({ doNotFake: ['setTimeout'], now: new Date('2026-02-25T10:00:00Z') }));
afterEach(() => {
  while (document.body.firstChild) document.body.removeChild(document.body.firstChild);
  jest.useRealTimers();
});

describe('engagement over time', () => {
  it('has a column for each of the last twelve months, over the turn of the year', async () => {
    const element = await engagement(answer(group('Engaged', 12, 3)));
    expect(graphql.getLastConfig().variables).toEqual({
      since: '2025-03-01T00:00:00.000Z',
      now: '2026-02-25T10:00:00.000Z'
    });
    expect(columns(element).map(({ month }) => month)).toEqual([
      ...['Mar 2025', 'Apr 2025', 'May 2025', 'Jun 2025', 'Jul 2025', 'Aug 2025', 'Sep 2025', 'Oct 2025', 'Nov 2025'],
      ...['Dec 2025', 'Jan 2026', 'Feb 2026']
    ]);
    expect(columns(element)[9]).toMatchObject({ shortMonth: 'Dec', share: 1, words: '100%', note: '3 of 3' });
  });

  it('counts late and overdue partners as not in time', async () => {
    const element = await engagement(
      answer(group('Engaged', 1, 5), group('Engaged Late', 1, 2), group('Overdue', 1, 1), group('Overdue', 2, 4))
    );
    expect(columns(element)[10]).toMatchObject({ share: 0.625, words: '63%', note: '5 of 8' });
    expect(columns(element)[11]).toMatchObject({ share: 0, words: '0%', note: '0 of 4' });
  });

  it('tells no share of a month in which nobody was due', async () => {
    const element = await engagement(answer(group('Engaged', 1, 5)));
    expect(columns(element)[0]).toMatchObject({ share: undefined, words: '–', note: '0 of 0' });
  });

  it('says so where nobody was due at all', async () => {
    const element = await engagement(answer());
    expect(part(element).empty).toBe('c.Fairlead_Overview_Engagement_Empty');
  });

  it('hands an error to its part', async () => {
    const element = await engagement({ errors: [{ message: 'no' }] });
    expect(part(element).errors).toEqual([{ message: 'no' }]);
    expect(part(element).isLoading).toBe(true);
  });

  it('is read anew when asked to', async () => {
    const element = await engagement(answer());
    jest.setSystemTime(new Date('2026-03-01T00:00:01Z'));
    element.refresh();
    await settled();
    expect(graphql.getLastConfig().variables.since).toBe('2025-04-01T00:00:00.000Z');
  });
});
