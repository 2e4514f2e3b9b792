import { createElement } from 'lwc';
import { graphql } from 'lightning/graphql';
import { updateRecord } from 'lightning/uiRecordApi';
import RegistrationCard from 'c/registrationCard';
import { readTerms } from 'c/partnerTerms';
import { termsNode } from '../../partnerTerms/__tests__/terms';

jest.mock('@salesforce/i18n/locale', () => ({ default: 'en-US' }), { virtual: true });
jest.mock('@salesforce/i18n/timeZone', () => ({ default: 'Europe/Paris' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Register_Days_Left', () => ({ default: '{0} days' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Register_Is_Queued', () => ({ default: 'place {0}' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Deals_Engaged_Since', () => ({ default: 'since {0}' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Deals_Confirmed_On', () => ({ default: 'confirmed {0}' }), { virtual: true });

const now = '2026-03-02T09:00:00.000Z';
const approved = {
  id: 'a01000000000001AAA',
  customer: 'Hammer AG',
  families: ['Network'],
  amount: 10000,
  closesOn: '2099-06-30',
  status: 'Approved',
  statusLabel: 'Approved',
  protectedFrom: '2026-02-20T09:00:00Z',
  protectedUntil: '2026-03-12T09:00:00Z',
  margin: 1234.5,
  marginPercent: 12.35
};
const priced = {
  on: '2026-03-02',
  deal: {
    currency: 'EUR',
    lines: [{ family: 'Network', quantity: '1', listPrice: '10000', termMonths: null }],
    customerPrice: null,
    partner: { level: 'silver', roles: ['Reseller'], competencies: [] },
    role: null,
    registered: true,
    newCustomer: null,
    circumstances: { registeredOn: '2026-03-02', closesOn: '2099-06-30', tender: false, customerCountry: null }
  }
};
const detail = (waterfall) => ({
  uiapi: { query: { Deal_Registration__c: { edges: [{ node: { Id: 'a01', Waterfall__c: { value: waterfall } } }] } } }
});
const settled = async () => jest.advanceTimersByTimeAsync(0);

function card(more = {}, terms = readTerms(termsNode())) {
  const element = createElement('c-registration-card', { is: RegistrationCard });
  Object.assign(element, { terms, registration: { ...approved, ...more } });
  document.body.appendChild(element);
  return element;
}
const find = (element, selector) => element.shadowRoot.querySelector(selector);
const byId = (element, id) => find(element, `[data-id="${id}"]`);
async function opened(more, waterfall = JSON.stringify({ version: 2, priced })) {
  const element = card(more);
  find(element, '.toggle').click();
  await settled();
  graphql.emit(detail(waterfall));
  await settled();
  return element;
}

beforeEach(() => jest.useFakeTimers({ now: new Date(now) }));
afterEach(() => {
  while (document.body.firstChild) document.body.removeChild(document.body.firstChild);
  jest.useRealTimers();
  updateRecord.mockReset().mockResolvedValue({});
});

describe('a registration at a glance', () => {
  it('tells status, clock, engagement and margin', () => {
    const element = card();
    expect(byId(element, 'status').textContent).toContain('Approved');
    expect(byId(element, 'clock').textContent).toBe('10 days');
    expect(byId(element, 'engagement').textContent).toBe('c.Fairlead_Deals_Not_Engaged');
    expect(byId(element, 'margin').firstElementChild.value).toBe(1234.5);
    expect(byId(element, 'estimated')).toBeNull();
  });

  it('estimates the margin where the service has no deal to price yet, and says so', () => {
    const element = card({ status: 'Queued', statusLabel: 'Queued', queuePosition: 3, margin: null });
    expect(byId(element, 'clock').textContent).toBe('place 3');
    expect(byId(element, 'margin').firstElementChild.value).toBe('1700.00');
    expect(byId(element, 'estimated')).not.toBeNull();
  });

  it('shows no margin of what has ended, and none without amount or terms', () => {
    expect(byId(card({ status: 'Rejected' }), 'margin')).toBeNull();
    expect(byId(card({ margin: null, amount: null }), 'margin')).toBeNull();
    expect(byId(card({ margin: null }, { kind: 'none' }), 'margin')).toBeNull();
  });

  it('asks for the confirmation at once when the vendor has engaged him, and thanks for it', async () => {
    const element = card({ engagedAt: '2026-03-01T09:00:00Z' });
    const changed = jest.fn();
    element.addEventListener('changed', changed);
    expect(byId(element, 'engagement').textContent).toBe('since March 1, 2026');
    byId(element, 'confirm-now').click();
    byId(element, 'confirm-now').click();
    await settled();
    expect(updateRecord.mock.calls).toEqual([[{ fields: { Id: approved.id, Partner_Confirmed_At__c: now } }]]);
    expect(byId(element, 'done').textContent).toBe('c.Fairlead_Deals_Done_Confirmed');
    expect(changed).toHaveBeenCalledTimes(1);
    element.registration = { ...approved, engagedAt: '2026-03-01T09:00:00Z', confirmedAt: now };
    await settled();
    expect(byId(element, 'confirm-now')).toBeNull();
    expect(byId(element, 'confirmation').textContent).toBe('confirmed March 2, 2026');
  });
});

describe('a registration in full', () => {
  it('prices again what the service priced, with what would raise it', async () => {
    const element = await opened();
    const { margin, basis } = find(element, 'c-partner-margin');
    expect(margin.partnerMargin).toBe('1700.00');
    expect(basis).toBe('c.Fairlead_Deals_Basis_Record');
    expect(find(element, '.toggle').getAttribute('aria-expanded')).toBe('true');
  });

  it('estimates from his own figures where there is nothing else, even when the detail cannot be read', async () => {
    const element = await opened(
      { families: ['Network', 'Security'] },
      '{"version":2,"unknown":{"code":"no products"}}'
    );
    expect(find(element, 'c-partner-margin').basis).toBe('c.Fairlead_Register_Basis_Evenly');
    graphql.emitErrors([{ message: 'x' }]);
    await settled();
    expect(find(element, 'c-partner-margin')).not.toBeNull();
  });

  it('says why there is no margin', async () => {
    const element = await opened({ amount: null }, '{"version":2,"unknown":{"code":"no products","args":{}}}');
    expect(byId(element, 'why-no-margin').textContent).toBe('c.Fairlead_Why_No_Products');
    graphql.emit(detail(null));
    await settled();
    expect(byId(element, 'why-no-margin').textContent).toBe('c.Fairlead_Deals_Margin_Unknown');
  });

  it('says of what is sold what it left him, and not what would raise it', async () => {
    expect(find(await opened({ families: ['Security'] }, null), 'c-partner-margin').margin.raise).toHaveLength(1);
    const element = await opened({ status: 'Converted', families: ['Security'] }, null);
    expect(find(element, 'c-partner-margin').margin.raise).toEqual([]);
  });

  it('asks for an extension once he knows what it needs', async () => {
    const element = await opened();
    byId(element, 'extend').click();
    await settled();
    expect(byId(element, 'extend-sure').textContent).toBe('c.Fairlead_Deals_Extend_Sure');
    expect(element.shadowRoot.activeElement).toBe(byId(element, 'extend-sure'));
    byId(element, 'extend-no').click();
    await settled();
    expect(byId(element, 'extend-sure')).toBeNull();
    expect(updateRecord).not.toHaveBeenCalled();
    byId(element, 'extend').click();
    await settled();
    byId(element, 'extend-yes').click();
    await settled();
    expect(byId(element, 'extend-sure')).toBeNull();
    expect(updateRecord.mock.calls).toEqual([[{ fields: { Id: approved.id, Extension_Requested_At__c: now } }]]);
    expect(byId(element, 'done').textContent).toBe('c.Fairlead_Deals_Done_Extended');
  });

  it('has the focus on what came of it: saved, refused, corrected', async () => {
    const element = await opened();
    const { shadowRoot } = element;
    byId(element, 'confirm').click();
    await settled();
    expect(shadowRoot.activeElement).toBe(byId(element, 'done'));
    updateRecord.mockRejectedValueOnce(new Error('offline'));
    byId(element, 'confirm').click();
    await settled();
    expect(shadowRoot.activeElement).toBe(byId(element, 'problem'));
    byId(element, 'correct').click();
    await settled();
    expect(shadowRoot.activeElement).toBe(find(element, 'c-registration-form'));
    find(element, 'c-registration-form').dispatchEvent(new CustomEvent('saved', { detail: {} }));
    await settled();
    expect(shadowRoot.activeElement).toBe(byId(element, 'done'));
  });

  it('gives the focus back to the button that opened what is given up', async () => {
    const element = await opened();
    const focus = jest.spyOn(HTMLElement.prototype, 'focus');
    byId(element, 'correct').click();
    await settled();
    find(element, 'c-registration-form').dispatchEvent(new CustomEvent('cancel'));
    await settled();
    expect(focus.mock.contexts.at(-1)).toBe(byId(element, 'correct'));
    byId(element, 'withdraw').click();
    await settled();
    byId(element, 'keep').click();
    await settled();
    expect(focus.mock.contexts.at(-1)).toBe(byId(element, 'withdraw'));
    focus.mockRestore();
  });

  it('is withdrawn only after a second thought', async () => {
    const element = await opened();
    const withdrawn = jest.fn();
    element.addEventListener('withdrawn', (event) => withdrawn(event.detail));
    byId(element, 'withdraw').click();
    await settled();
    expect(updateRecord).not.toHaveBeenCalled();
    expect(element.shadowRoot.activeElement).toBe(byId(element, 'sure'));
    byId(element, 'keep').click();
    await settled();
    expect(byId(element, 'sure')).toBeNull();
    byId(element, 'withdraw').click();
    await settled();
    byId(element, 'withdraw-yes').click();
    await settled();
    expect(updateRecord.mock.calls).toEqual([
      [{ fields: { Id: approved.id, Status__c: 'Withdrawn', Ended_At__c: now } }]
    ]);
    expect(withdrawn.mock.calls).toEqual([[{ customer: 'Hammer AG' }]]);
  });

  it('is corrected in place', async () => {
    const element = await opened();
    byId(element, 'correct').click();
    await settled();
    const form = find(element, 'c-registration-form');
    expect(form.registration.id).toBe(approved.id);
    form.dispatchEvent(new CustomEvent('saved', { detail: {} }));
    await settled();
    expect(find(element, 'c-registration-form')).toBeNull();
    expect(byId(element, 'done').textContent).toBe('c.Fairlead_Deals_Done_Corrected');
  });

  it('says in place what the org refuses', async () => {
    const element = await opened();
    updateRecord.mockRejectedValue({ body: { output: { errors: [{ message: 'It has moved on.' }] } } });
    byId(element, 'extend').click();
    await settled();
    byId(element, 'extend-yes').click();
    await settled();
    expect(byId(element, 'problem').textContent).toBe('It has moved on.');
    expect(byId(element, 'done').textContent).toBe('');
  });
});

describe('a correction', () => {
  const reading = (status, refresh) => {
    const data = detail(null);
    data.uiapi.query.Deal_Registration__c.edges[0].node.Status__c = { value: status };
    graphql.emit(data, () => true, refresh);
  };
  async function correcting() {
    const element = await opened();
    const told = jest.fn();
    element.addEventListener('correcting', (event) => told(event.detail.id));
    byId(element, 'correct').click();
    await settled();
    return { element, told, form: find(element, 'c-registration-form') };
  }

  it('is told while it goes on, and when it is over', async () => {
    const { element, told, form } = await correcting();
    form.dispatchEvent(new CustomEvent('cancel'));
    expect(told.mock.calls).toEqual([[approved.id], [undefined]]);
    await settled();
    expect(find(element, 'c-registration-form')).toBeNull();
  });

  it.each([
    ['Approved', false],
    ['Withdrawn', true],
    ['Expired', true]
  ])('of a claim that has become %s may be saved or not', async (status, isGone) => {
    const { form } = await correcting();
    const refresh = jest.fn(async () => reading(status, refresh));
    reading('Approved', refresh);
    await settled();
    expect(form.isGone).toBe(false);
    expect(await form.stillStands()).toBe(!isGone);
    await settled();
    expect(form.isGone).toBe(isGone);
  });
});

describe('buttons of several cards', () => {
  it('are told apart by the customer', async () => {
    const element = await opened({ engagedAt: '2026-02-25T09:00:00Z' });
    expect(['confirm-now', 'extend', 'correct', 'withdraw'].map((id) => byId(element, id).ariaLabel)).toEqual([
      'c.Fairlead_Deals_Confirm: Hammer AG',
      'c.Fairlead_Deals_Extend: Hammer AG',
      'c.Fairlead_Deals_Correct: Hammer AG',
      'c.Fairlead_Deals_Withdraw: Hammer AG'
    ]);
  });
});
