import { createElement } from 'lwc';
import { graphql } from 'lightning/graphql';
import OverviewPerson from 'c/overviewPerson';
import { NAMES, OWNERS } from '../queries';

jest.mock('lightning/graphql', () => {
  const { createTestWireAdapter } = jest.requireActual('@salesforce/wire-service-jest-util');
  return { gql: ([text]) => text, graphql: createTestWireAdapter() };
});
jest.mock('@salesforce/i18n/locale', () => ({ default: 'en-US' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Overview_Person_Told', () => ({ default: '{0} of {1} ({2})' }), {
  virtual: true
});

const groups = (counts) => ({
  edges: Object.entries(counts).map(([owner, count]) => ({
    node: { aggregate: { OwnerId: { value: owner }, Id: { count: { value: count } } } }
  }))
});
const answer = (all, inTime, { naming = 1, silent = 0 } = {}) => ({
  data: {
    uiapi: {
      query: { naming: { totalCount: naming }, silent: { totalCount: silent } },
      aggregate: { all: groups(all), inTime: groups(inTime) }
    }
  }
});
const names = (...users) => ({
  data: {
    uiapi: { query: { User: { edges: users.map(([Id, name]) => ({ node: { Id, Name: { value: name } } })) } } }
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

function person() {
  const element = createElement('c-overview-person', { is: OverviewPerson });
  document.body.appendChild(element);
  return element.shadowRoot;
}
const part = (root) => root.querySelector('c-overview-part');

afterEach(() => {
  while (document.body.firstChild) document.body.removeChild(document.body.firstChild);
});

describe('figures about one person', () => {
  it('are told only of who has twenty deals or more, by name and never in order of the figures', async () => {
    const root = person();
    await tell(OWNERS, answer({ a: 40, b: 19, c: 20 }, { a: 31, c: 20 }));
    await tell(NAMES, names(['c', 'Ada Lind'], ['a', 'Olga Nowak']));
    expect(asked).toEqual({ ids: ['a', 'c'] });
    const choice = root.querySelector('lightning-combobox');
    expect(choice.options.map(({ label }) => label)).toEqual(['Ada Lind', 'Olga Nowak']);
    expect(root.querySelector('[data-id="told"]').textContent).toBe('');
    choice.dispatchEvent(new CustomEvent('change', { detail: { value: 'a' } }));
    await settled();
    expect(root.querySelector('[data-id="told"]').textContent).toBe('31 of 40 (78%)');
  });

  it('tell of who was never in time as well', async () => {
    const root = person();
    await tell(OWNERS, answer({ a: 20 }, {}));
    await tell(NAMES, names(['a', 'Ada Lind']));
    root.querySelector('lightning-combobox').dispatchEvent(new CustomEvent('change', { detail: { value: 'a' } }));
    await settled();
    expect(root.querySelector('[data-id="told"]').textContent).toBe('0 of 20 (0%)');
  });

  it.each([
    ['no policy names persons', { naming: 0, silent: 2 }],
    ['one of the policies names none', { naming: 1, silent: 1 }]
  ])('are not there where %s', async (_, policies) => {
    const root = person();
    await tell(OWNERS, answer({ a: 40 }, { a: 31 }, policies));
    expect(part(root).empty).toBe('c.Fairlead_Overview_Person_Off');
    expect(part(root).isLoading).toBe(false);
  });

  it('are not there where nobody has deals enough', async () => {
    const root = person();
    await tell(OWNERS, answer({ a: 19 }, { a: 19 }));
    expect(part(root).empty).toBe('c.Fairlead_Overview_Person_Too_Few');
  });

  it('hand an error to their part', async () => {
    const root = person();
    await tell(OWNERS, { errors: [{ message: 'no' }] });
    expect(part(root).errors).toEqual([{ message: 'no' }]);
  });
});
