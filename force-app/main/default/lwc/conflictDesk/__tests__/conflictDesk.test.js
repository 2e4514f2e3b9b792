import { createElement } from 'lwc';
import { graphql } from 'lightning/graphql';
import { AT_FIRST } from 'c/conflictFilters';
import { poll } from 'c/polling';
import ConflictDesk from 'c/conflictDesk';
import { LIST, PULSE, REGIONS } from '../queries';

jest.mock('lightning/graphql', () => {
  const { createTestWireAdapter } = jest.requireActual('@salesforce/wire-service-jest-util');
  return { gql: ([text]) => text, graphql: createTestWireAdapter() };
});
jest.mock('c/polling', () => ({ poll: jest.fn() }));
jest.mock('@salesforce/i18n/lang', () => ({ default: 'en-US' }), { virtual: true });
jest.mock('@salesforce/i18n/locale', () => ({ default: 'en-US' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Desk_Range', () => ({ default: '{0} to {1} of {2}' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Desk_New_Many', () => ({ default: '{0} new cases' }), { virtual: true });

const field = (value, displayValue = null) => ({ value, displayValue });
const node = (number) => ({
  Id: `a08${String(number).padStart(12, '0')}AAA`,
  Name: field(`CC-${number}`),
  Pattern__c: field('Shadow', 'Affaire parallèle'),
  Severity__c: field('High'),
  Status__c: field('Open'),
  Decision_Due__c: field('2026-11-26T16:00:00.000Z'),
  Amount_At_Stake__c: field(1000 * number),
  Partner__r: { Name: field('Brightwave Computing') },
  Customer__r: { Name: field(`Customer ${number}`), BillingCountry: field('Germany') },
  Registration__r: { Customer_Name__c: field('Customer'), Customer_Country__c: field('DE') }
});
const nodes = (from, to) => Array.from({ length: to - from + 1 }, (_, index) => node(from + index));
const list = (given, totalCount = given.length, endCursor = 'end') => ({
  uiapi: {
    query: {
      Channel_Conflict__c: {
        totalCount,
        pageInfo: { endCursor, hasNextPage: totalCount > given.length },
        edges: given.map((each) => ({ node: each }))
      }
    }
  }
});
const pulse = (created, { total = created.length, over = 0, soon = 0, changed = '2026-11-25T09:00:00Z' } = {}) => ({
  uiapi: {
    query: {
      toDecide: {
        totalCount: total,
        edges: created.map(([Id, at]) => ({ node: { Id, CreatedDate: field(at) } }))
      },
      over: { totalCount: over },
      soon: { totalCount: soon },
      changed: { edges: [{ node: { Id: 'a08', SystemModstamp: field(changed) } }] }
    }
  }
});
const settled = () => new Promise((resolve) => setTimeout(resolve));

/** What was asked last with one query. */
let asked;
async function tell(query, answered) {
  await settled();
  graphql.emit(answered, (config) => {
    if (config.query === query) asked = config.variables;
    return config.query === query;
  });
  await settled();
}

function open() {
  const element = createElement('c-conflict-desk', { is: ConflictDesk });
  document.body.appendChild(element);
  return element;
}
const find = (element, id) => element.shadowRoot.querySelector(`[data-id="${id}"]`);
const rows = (element) => element.shadowRoot.querySelector('c-conflict-list').rows;
const customers = (element) => rows(element).map(({ customer }) => customer);
const choose = (element, more) =>
  element.shadowRoot
    .querySelector('c-conflict-filters')
    .dispatchEvent(new CustomEvent('choose', { detail: { ...AT_FIRST, ...more } }));
const look = () => poll.mock.calls[0][0]();
const polling = { hurry: jest.fn(), stop: jest.fn() };

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['setTimeout'], now: new Date('2026-11-25T10:00:00Z') });
  poll.mockReturnValue(polling);
});
afterEach(() => {
  while (document.body.firstChild) document.body.removeChild(document.body.firstChild);
  jest.clearAllMocks();
  jest.useRealTimers();
});

describe('conflict desk', () => {
  it('says that it is reading, in words', () => {
    expect(open().shadowRoot.querySelector('c-unread').loading).toBe('c.Fairlead_Desk_Loading');
  });

  it('asks first for what waits for a decision, the most urgent first, 200 at a time', async () => {
    open();
    await tell(LIST, { data: list(nodes(1, 2)) });
    expect(asked).toEqual({
      where: { and: [{ Status__c: { in: ['Open', 'Under Review'] } }] },
      orderBy: { Decision_Due__c: { order: 'ASC', nulls: 'LAST' }, Id: { order: 'ASC' } },
      after: null
    });
    expect(LIST).toContain('first: 200');
    expect(LIST).toContain('upperBound: 50000');
  });

  it('shows each case with its clock, its country by name and its pattern in the language of the user', async () => {
    const element = open();
    await tell(LIST, { data: list([node(7)]) });
    expect(rows(element)).toEqual([
      {
        id: 'a08000000000007AAA',
        customer: 'Customer 7',
        partner: 'Brightwave Computing',
        pattern: 'Affaire parallèle',
        status: 'Open',
        severity: 'High',
        severityValue: 'High',
        region: 'Germany',
        clock: { kind: 'later', words: 'c.Fairlead_Desk_Clock_Due', icon: 'utility:clock' },
        amount: 7000,
        hasAmount: true,
        isNew: false
      }
    ]);
    expect(find(element, 'range').textContent).toBe('1 to 1 of 1');
  });

  it.each([
    [{ pattern: 'Shadow' }, { Pattern__c: { eq: 'Shadow' } }],
    [{ severity: 'Critical' }, { Severity__c: { eq: 'Critical' } }],
    [{ clock: 'over' }, { Decision_Due__c: { lt: { value: '2026-11-25T10:00:00.000Z' } } }],
    [
      { region: 'DE' },
      {
        or: [
          { Registration__r: { Customer_Country__c: { eq: 'DE' } } },
          {
            and: [
              { Registration__r: { Customer_Country__c: { eq: null } } },
              { Customer__r: { BillingCountry: { in: ['DE', 'Germany'] } } }
            ]
          }
        ]
      }
    ]
  ])('filters by %j', async (chosen, condition) => {
    const element = open();
    await tell(LIST, { data: list(nodes(1, 2)) });
    choose(element, chosen);
    await tell(LIST, { data: list([node(2)]) });
    expect(asked.where.and.slice(1)).toEqual([condition]);
    expect(customers(element)).toEqual(['Customer 2']);
  });

  it('finds decided cases too, and those without a country', async () => {
    const element = open();
    await tell(LIST, { data: list(nodes(1, 2)) });
    choose(element, { status: 'Dismissed', region: 'none' });
    await tell(LIST, { data: list([]) });
    expect(asked.where.and).toEqual([
      { Status__c: { eq: 'Dismissed' } },
      { Registration__r: { Customer_Country__c: { eq: null } } },
      { Customer__r: { BillingCountry: { eq: null } } }
    ]);
    choose(element, { status: 'all', sort: 'amount' });
    await tell(LIST, { data: list([]) });
    expect(asked.where.and).toEqual([]);
    expect(Object.keys(asked.orderBy)).toEqual(['Amount_At_Stake__c', 'Id']);
  });

  it('turns pages of 50, and asks the org again only after each 200', async () => {
    const element = open();
    await tell(LIST, { data: list(nodes(1, 200), 10000, 'cursor-200') });
    expect(find(element, 'range').textContent).toBe('1 to 50 of 10,000');
    expect(find(element, 'previous').getAttribute('aria-disabled')).toBe('true');
    for (let page = 0; page < 3; page++) find(element, 'next').click();
    await settled();
    expect(find(element, 'range').textContent).toBe('151 to 200 of 10,000');
    expect(customers(element)[0]).toBe('Customer 151');
    find(element, 'next').click();
    await settled();
    // Until they have come, the former stay.
    expect(find(element, 'range').textContent).toBe('151 to 200 of 10,000');
    expect(element.shadowRoot.querySelector('.pane_list').getAttribute('aria-busy')).toBe('true');
    await tell(LIST, { data: list(nodes(201, 400), 10000, 'cursor-400') });
    expect(asked.after).toBe('cursor-200');
    expect(find(element, 'range').textContent).toBe('201 to 250 of 10,000');
    expect(customers(element)[0]).toBe('Customer 201');
    find(element, 'previous').click();
    await tell(LIST, { data: list(nodes(1, 200), 10000, 'cursor-200') });
    expect(asked.after).toBeNull();
    expect(customers(element)[0]).toBe('Customer 151');
  });

  it('stays on the last page when asked for another', async () => {
    const element = open();
    await tell(LIST, { data: list(nodes(1, 60)) });
    find(element, 'next').click();
    find(element, 'next').click();
    await settled();
    expect(find(element, 'range').textContent).toBe('51 to 60 of 60');
    expect(find(element, 'next').getAttribute('aria-disabled')).toBe('true');
  });

  it('goes to the start when the page it was on has emptied', async () => {
    const element = open();
    await tell(LIST, { data: list(nodes(1, 51)) });
    find(element, 'next').click();
    await tell(LIST, { data: list(nodes(1, 50)) });
    expect(find(element, 'range').textContent).toBe('1 to 50 of 50');
  });

  it('counts what waits, and each count is a filter', async () => {
    const element = open();
    await tell(LIST, { data: list(nodes(1, 2)) });
    await tell(PULSE, { data: pulse([], { total: 1234, over: 3, soon: 5 }) });
    const tiles = [...element.shadowRoot.querySelectorAll('.tile')];
    expect(tiles.map((tile) => tile.querySelector('.tile__count').textContent)).toEqual(['1,234', '3', '5']);
    expect(tiles.map((tile) => tile.getAttribute('aria-pressed'))).toEqual(['true', 'false', 'false']);
    tiles[1].click();
    await tell(LIST, { data: list([]) });
    expect(asked.where.and[1]).toEqual({ Decision_Due__c: { lt: { value: '2026-11-25T10:00:00.000Z' } } });
    expect(tiles.map((tile) => tile.getAttribute('aria-pressed'))).toEqual(['false', 'true', 'false']);
  });

  it('hands the countries on record to the filters', async () => {
    const element = open();
    const groups = ['FR', null].map((value) => ({ node: { aggregate: { Customer_Country__c: { value } } } }));
    await tell(REGIONS, { data: { uiapi: { aggregate: { Deal_Registration__c: { edges: groups } } } } });
    expect(element.shadowRoot.querySelector('c-conflict-filters').regions).toEqual(['FR', null]);
  });

  describe('when something changes', () => {
    const first = [['a08000000000001AAA', '2026-11-25T08:00:00.000Z']];
    const later = [
      ['a08000000000003AAA', '2026-11-25T09:59:30.000Z'],
      ['a08000000000002AAA', '2026-11-25T09:59:00.000Z'],
      ...first
    ];
    async function working() {
      const element = open();
      const refreshList = jest.fn().mockResolvedValue();
      await tell(LIST, { data: list([node(1)]), refresh: refreshList });
      await tell(PULSE, { data: pulse(first), refresh: jest.fn().mockResolvedValue() });
      return { element, refreshList };
    }

    it('reads the list again, tells politely how many are new and marks them', async () => {
      const { element, refreshList } = await working();
      expect(find(element, 'news').textContent).toBe('');
      expect(refreshList).not.toHaveBeenCalled();
      await tell(PULSE, { data: pulse(later, { changed: '2026-11-25T09:59:30Z' }) });
      expect(refreshList).toHaveBeenCalledTimes(1);
      await tell(LIST, { data: list(nodes(1, 3)) });
      expect(find(element, 'news').getAttribute('role')).toBe('status');
      expect(find(element, 'news').textContent).toBe('2 new cases');
      expect(rows(element).map(({ isNew }) => isNew)).toEqual([false, true, true]);
      expect(element.shadowRoot.activeElement).toBeNull();
    });

    it('shows the newest on request, with the focus on the first of them', async () => {
      const { element } = await working();
      await tell(PULSE, { data: pulse(later, { changed: '2026-11-25T09:59:30Z' }) });
      find(element, 'newest').click();
      await tell(LIST, { data: list([node(3), node(2), node(1)]) });
      expect(Object.keys(asked.orderBy)).toEqual(['CreatedDate', 'Id']);
      expect(find(element, 'news').textContent).toBe('');
      const inside = element.shadowRoot.querySelector('c-conflict-list').shadowRoot;
      expect(inside.activeElement.dataset.id).toBe('a08000000000003AAA');
    });

    it('says one new case in the singular', async () => {
      const { element } = await working();
      await tell(PULSE, { data: pulse(later.slice(1), { changed: '2026-11-25T09:59:00Z' }) });
      expect(find(element, 'news').textContent).toBe('c.Fairlead_Desk_New_One');
    });

    it('tells whether a look has found anything', async () => {
      const element = open();
      let next = pulse(first);
      const refresh = () => tell(PULSE, { data: next, refresh });
      await tell(PULSE, { data: next, refresh });
      expect(await look()).toBe(false);
      next = pulse(later, { changed: '2026-11-25T09:59:30Z' });
      expect(await look()).toBe(true);
      expect(find(element, 'news').textContent).toBe('2 new cases');
    });

    it('asks as of another moment once a minute, for time alone makes cases late', async () => {
      open();
      await tell(PULSE, { data: pulse(first), refresh: jest.fn().mockResolvedValue() });
      expect(asked.over.and[1].Decision_Due__c.lt.value).toBe('2026-11-25T10:00:00.000Z');
      jest.setSystemTime(new Date('2026-11-25T10:01:00Z'));
      await look();
      await tell(PULSE, { data: pulse(first) });
      expect(asked.over.and[1].Decision_Due__c.lt.value).toBe('2026-11-25T10:01:00.000Z');
    });

    it('stops looking when it leaves the page', () => {
      const element = open();
      element.remove();
      expect(polling.stop).toHaveBeenCalledTimes(1);
    });
  });

  describe('with a case', () => {
    async function opened() {
      const element = open();
      await tell(LIST, { data: list(nodes(1, 3)) });
      const inside = element.shadowRoot.querySelector('c-conflict-list');
      inside.dispatchEvent(new CustomEvent('open', { detail: { id: 'a08000000000002AAA' } }));
      await settled();
      return { element, inside, opened: element.shadowRoot.querySelector('c-conflict-case') };
    }

    it('invites to choose one, and shows the one that is chosen', async () => {
      const element = open();
      await tell(LIST, { data: list(nodes(1, 3)) });
      expect(element.shadowRoot.querySelector('.empty_case').textContent).toContain('c.Fairlead_Desk_Choose');
      const { opened: chosen, inside } = await opened();
      expect(chosen.recordId).toBe('a08000000000002AAA');
      expect(chosen.canGoBack).toBe(true);
      expect(inside.openId).toBe('a08000000000002AAA');
    });

    it('comes back to the row it was opened from', async () => {
      const { element, opened: chosen, inside } = await opened();
      chosen.dispatchEvent(new CustomEvent('back'));
      await settled();
      expect(element.shadowRoot.querySelector('c-conflict-case')).toBeNull();
      expect(inside.shadowRoot.activeElement.dataset.id).toBe('a08000000000002AAA');
    });

    it('looks again soon after a decision', async () => {
      const { opened: chosen } = await opened();
      chosen.dispatchEvent(new CustomEvent('decide'));
      expect(polling.hurry).toHaveBeenCalledTimes(1);
    });
  });

  it('says that nothing waits, and does not call that an error', async () => {
    const element = open();
    await tell(LIST, { data: list([]) });
    expect(find(element, 'empty').textContent).toContain('c.Fairlead_Desk_Nothing');
    expect(find(element, 'reset')).toBeNull();
  });

  it('offers to begin anew where nothing fits the filters', async () => {
    const element = open();
    await tell(LIST, { data: list([node(1)]) });
    choose(element, { severity: 'Critical' });
    await tell(LIST, { data: list([]) });
    expect(find(element, 'empty').textContent).toContain('c.Fairlead_Desk_Nothing_Fits');
    find(element, 'reset').click();
    await tell(LIST, { data: list([node(1)]) });
    expect(asked.where.and).toHaveLength(1);
    expect(customers(element)).toEqual(['Customer 1']);
  });

  it('does not wait for an answer when nothing else is asked', async () => {
    const element = open();
    await tell(LIST, { data: list([node(1)]) });
    choose(element, {});
    await settled();
    expect(element.shadowRoot.querySelector('.pane_list').getAttribute('aria-busy')).toBe('false');
  });

  it('shows an error in place when the org does not answer, and reads again when asked to', async () => {
    const element = open();
    const refresh = jest.fn().mockResolvedValue();
    await tell(LIST, { errors: [{ message: 'no' }], refresh });
    const unread = element.shadowRoot.querySelector('c-unread');
    expect(unread.problem).toBe('c.Fairlead_Desk_Read_Error');
    unread.dispatchEvent(new CustomEvent('again'));
    expect(refresh).toHaveBeenCalledTimes(1);
    await tell(LIST, { data: list([node(1)]) });
    expect(customers(element)).toEqual(['Customer 1']);
  });

  it('names the way in to a user for whom cases do not exist', async () => {
    const element = open();
    await tell(LIST, { errors: [{ message: 'no', extensions: { ErrorType: 'ValidationError' } }] });
    expect(element.shadowRoot.querySelector('c-unread').problem).toBe('c.Fairlead_Desk_No_Access');
  });
});
