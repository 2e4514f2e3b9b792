import { createElement } from 'lwc';
import { graphql } from 'lightning/graphql';
import { poll } from 'c/polling';
import RequestDesk from 'c/requestDesk';

jest.mock('lightning/graphql', () => {
  const { createTestWireAdapter } = jest.requireActual('@salesforce/wire-service-jest-util');
  return { gql: ([text]) => text, graphql: createTestWireAdapter() };
});
jest.mock('c/polling', () => ({ poll: jest.fn() }));
jest.mock('@salesforce/i18n/lang', () => ({ default: 'en-US' }), { virtual: true });
jest.mock('@salesforce/i18n/locale', () => ({ default: 'en-US' }), { virtual: true });
jest.mock('@salesforce/i18n/timeZone', () => ({ default: 'Europe/Paris' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Request_Count', () => ({ default: '{0} wait' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Request_Exemption', () => ({ default: 'without {0}' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Request_Asked', () => ({ default: '{0}, {1}' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Request_Protected', () => ({ default: '{0} to {1}' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Request_Engaged', () => ({ default: 'engaged {0}' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Request_Answer_To', () => ({ default: 'Answer: {0}' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Desk_More_Entries', () => ({ default: '{0} more' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Request_Saved', () => ({ default: '{0} can read it' }), { virtual: true });

const value = (given, displayValue = null) => ({ value: given, displayValue });
const exemption = (more = {}) => ({
  Id: 'a0E000000000001AAA',
  CreatedDate: value('2026-11-24T10:00:00.000Z'),
  CreatedBy: { Name: value('Ada Lind') },
  Reason_Code__c: value('Tender', 'Appel d’offres'),
  Reason__c: value('Published on Monday.'),
  Opportunity__r: {
    Id: '006000000000001AAA',
    Name: value('Sigbra – Storage'),
    Amount: value(59375),
    Deal_Assessment__r: { Required_Partner__r: { Name: value('Brightwave Computing') } }
  },
  ...more
});
const extension = (more = {}) => ({
  Id: 'a0R000000000001AAA',
  Customer_Name__c: value('Nordwind Logistics'),
  Partner__r: { Name: value('Lumen Systems') },
  Amount__c: value(60000),
  Extension_Requested_At__c: value('2026-11-22T10:00:00.000Z'),
  Protected_From__c: value('2026-09-01T09:00:00.000Z'),
  Protected_Until__c: value('2026-11-30T09:00:00.000Z'),
  Engaged_At__c: value(null),
  ...more
});
const answer = (exemptions, extensions, count = exemptions.length + extensions.length) => {
  const of = (nodes, totalCount) => ({ totalCount, edges: nodes.map((node) => ({ node })) });
  return {
    uiapi: {
      query: {
        Exemption_Request__c: of(exemptions, count - extensions.length),
        Deal_Registration__c: of(extensions, extensions.length)
      }
    }
  };
};
const settled = () => new Promise((resolve) => setTimeout(resolve));
const polling = { hurry: jest.fn(), stop: jest.fn() };

async function desk(data, refresh = jest.fn()) {
  const element = createElement('c-request-desk', { is: RequestDesk });
  document.body.appendChild(element);
  await settled();
  if (data) graphql.emit({ data, refresh });
  await settled();
  return element;
}
const find = (element, id) => element.shadowRoot.querySelector(`[data-id="${id}"]`);
const row = (element, kind) => element.shadowRoot.querySelector(`[data-kind="${kind}"]`);
const words = (place, id) => place.querySelector(`[data-id="${id}"]`)?.textContent;
const form = (element) => element.shadowRoot.querySelector('c-request-answer');
const open = async (element, id) => {
  find(element, id).click();
  await settled();
};

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['setTimeout'], now: new Date('2026-11-25T10:00:00Z') });
  poll.mockReturnValue(polling);
});
afterEach(() => {
  while (document.body.firstChild) document.body.removeChild(document.body.firstChild);
  jest.clearAllMocks();
  jest.useRealTimers();
});

describe('requests that wait', () => {
  it('are told with who asked, for which deal, why and since when, the oldest first', async () => {
    const element = await desk(answer([exemption()], [extension()], 61));
    expect(element.shadowRoot.querySelector('lightning-card').title).toBe('61 wait');
    const kinds = [...element.shadowRoot.querySelectorAll('.request')].map(({ dataset }) => dataset.kind);
    expect(kinds).toEqual(['extension', 'exemption']);
    const asked = row(element, 'exemption');
    expect(asked.querySelector('a').textContent).toBe('Sigbra – Storage');
    expect(asked.querySelector('a').getAttribute('href')).toBe('https://www.example.com');
    expect(words(asked, 'what')).toBe('without Brightwave Computing');
    expect(words(asked, 'asked')).toBe('Ada Lind, 24 hours ago');
    expect(words(asked, 'reason')).toBe('Appel d’offres');
    expect(words(asked, 'words')).toBe('Published on Monday.');
  });

  it('tell of an extension what is protected, and whether the partner is on the deal', async () => {
    const element = await desk(answer([], [extension()]));
    const asked = row(element, 'extension');
    expect(words(asked, 'asked')).toBe('Lumen Systems, 3 days ago');
    expect(words(asked, 'facts')).toBe('Sep 1, 2026 to Nov 30, 2026 · c.Fairlead_Request_Not_Engaged');
    const engaged = await desk(answer([], [extension({ Engaged_At__c: value('2026-09-05T09:00:00.000Z') })]));
    expect(words(row(engaged, 'extension'), 'facts')).toContain('engaged Sep 5, 2026');
  });

  it('do without a certain partner and an amount', async () => {
    const bare = { Id: '006000000000001AAA', Name: value('Sigbra'), Amount: value(null), Deal_Assessment__r: null };
    const element = await desk(answer([exemption({ Opportunity__r: bare })], []));
    const asked = row(element, 'exemption');
    expect(words(asked, 'what')).toBe('c.Fairlead_Request_Exemption_Any');
    expect(asked.querySelector('lightning-formatted-number')).toBeNull();
  });

  it('show five until asked for all', async () => {
    const many = Array.from({ length: 8 }, (_, index) => exemption({ Id: `a0E${index}` }));
    const element = await desk(answer(many, []));
    const shown = () => element.shadowRoot.querySelectorAll('.request').length;
    expect([shown(), find(element, 'more').label]).toEqual([5, '3 more']);
    find(element, 'more').click();
    await settled();
    expect([shown(), find(element, 'more')]).toEqual([8, null]);
  });

  it('each have a button that names the deal', async () => {
    const element = await desk(answer([exemption()], [extension()]));
    const names = [...element.shadowRoot.querySelectorAll('lightning-button')].map(({ ariaLabel }) => ariaLabel);
    expect(names).toEqual(['Answer: Nordwind Logistics', 'Answer: Sigbra – Storage']);
  });
});

describe('answering', () => {
  it('opens in place, for one request at a time', async () => {
    const element = await desk(answer([exemption()], [extension()]));
    await open(element, 'a0E000000000001AAA');
    expect(form(element).request).toMatchObject({ id: 'a0E000000000001AAA', kind: 'exemption', isGone: false });
    await open(element, 'a0R000000000001AAA');
    expect(element.shadowRoot.querySelectorAll('c-request-answer')).toHaveLength(1);
    expect(form(element).request.kind).toBe('extension');
    form(element).dispatchEvent(new CustomEvent('cancel'));
    await settled();
    expect(form(element)).toBeNull();
  });

  it('says so when it is done, and reads again', async () => {
    const refresh = jest.fn(() => graphql.emit({ data: answer([], []), refresh }));
    const element = await desk(answer([exemption()], []), refresh);
    await open(element, 'a0E000000000001AAA');
    form(element).dispatchEvent(new CustomEvent('answered'));
    await settled();
    expect(words(element.shadowRoot, 'done')).toBe('Ada Lind can read it');
    expect(words(element.shadowRoot, 'empty')).toBe('c.Fairlead_Request_Empty');
    expect(polling.hurry).toHaveBeenCalledTimes(1);
  });

  it('keeps what is being written when somebody else answers meanwhile', async () => {
    const refresh = jest.fn(() => graphql.emit({ data: answer([], [extension()]), refresh }));
    const element = await desk(answer([exemption()], [extension()]), refresh);
    await open(element, 'a0E000000000001AAA');
    const before = form(element);
    expect(await before.stillWaits()).toBe(false);
    await settled();
    expect(form(element)).toBe(before);
    expect(before.request.isGone).toBe(true);
    before.dispatchEvent(new CustomEvent('cancel'));
    await settled();
    expect(row(element, 'exemption')).toBeNull();
  });
});

describe('reading', () => {
  it('shows that it reads, and that nothing waits', async () => {
    const element = await desk();
    expect(element.shadowRoot.querySelector('c-unread').loading).toBe('c.Fairlead_Request_Loading');
    graphql.emit({ data: answer([], []) });
    await settled();
    expect(words(element.shadowRoot, 'empty')).toBe('c.Fairlead_Request_Empty');
    expect(element.shadowRoot.querySelector('lightning-card').title).toBe('c.Fairlead_Request_Title');
  });

  it.each([
    ['DataFetchingException', 'c.Fairlead_Request_Read_Error'],
    ['ValidationError', 'c.Fairlead_Desk_No_Access']
  ])('shows %s as an error or as missing access', async (ErrorType, told) => {
    const element = await desk();
    graphql.emit({ errors: [{ message: 'no', extensions: { ErrorType } }] });
    await settled();
    expect(element.shadowRoot.querySelector('c-unread').problem).toBe(told);
  });

  it('looks again by itself, tells whether anything changed, and stops with the page', async () => {
    const refresh = jest.fn();
    const element = await desk(answer([exemption()], []), refresh);
    const [look] = poll.mock.calls[0];
    expect(await look()).toBe(false);
    refresh.mockImplementation(() => graphql.emit({ data: answer([], []), refresh }));
    expect(await look()).toBe(true);
    element.remove();
    expect(polling.stop).toHaveBeenCalledTimes(1);
  });

  it('shows an error of reading again', async () => {
    const refresh = jest.fn().mockRejectedValue(new Error('offline'));
    const element = await desk(answer([exemption()], []), refresh);
    await open(element, 'a0E000000000001AAA');
    form(element).dispatchEvent(new CustomEvent('answered'));
    await settled();
    expect(element.shadowRoot.querySelector('c-unread').problem).toBe('c.Fairlead_Request_Read_Error');
  });
});
