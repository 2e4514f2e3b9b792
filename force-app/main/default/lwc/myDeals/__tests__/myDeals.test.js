import { createElement } from 'lwc';
import { graphql } from 'lightning/graphql';
import MyDeals from 'c/myDeals';
import { termsNode } from '../../partnerTerms/__tests__/terms';

jest.mock('@salesforce/label/c.Fairlead_Deals_Is_Withdrawn', () => ({ default: '{0} is withdrawn' }), {
  virtual: true
});

const isDeals = ({ variables }) => variables !== undefined;
const settled = async () => jest.advanceTimersByTimeAsync(0);
const node = (Id, status = 'Approved') => ({
  Id,
  Customer_Name__c: { value: `Customer ${Id}` },
  Status__c: { value: status, displayValue: status }
});
const answer = (nodes, pageInfo = { hasNextPage: false, endCursor: null }) => ({
  uiapi: { query: { Deal_Registration__c: { edges: nodes.map((each) => ({ node: each })), pageInfo } } }
});

async function page() {
  const element = createElement('c-my-deals', { is: MyDeals });
  document.body.appendChild(element);
  await settled();
  return element;
}
const find = (element, selector) => element.shadowRoot.querySelector(selector);
const byId = (element, id) => find(element, `[data-id="${id}"]`);
const cards = (element) => [...element.shadowRoot.querySelectorAll('c-registration-card')];
const asked = () => graphql.getLastConfig().variables;

beforeEach(() => jest.useFakeTimers());
afterEach(() => {
  while (document.body.firstChild) document.body.removeChild(document.body.firstChild);
  jest.useRealTimers();
});

describe('my deals', () => {
  it('says that it is reading', async () => {
    expect(find(await page(), 'c-unread').loading).toBe('c.Fairlead_Deals_Loading');
  });

  it('lists what is open first, each with the terms', async () => {
    const element = await page();
    expect(asked()).toEqual({
      where: { Status__c: { in: ['Draft', 'Submitted', 'Queued', 'Approved'] }, Customer_Name__c: { like: '%%' } },
      first: 20,
      after: null
    });
    graphql.emit(answer([node('a01'), node('a02')]), isDeals);
    graphql.emit(
      { uiapi: { query: { Partner_Programme__c: { edges: [{ node: termsNode() }] } } } },
      (c) => !isDeals(c)
    );
    await settled();
    expect(cards(element).map(({ registration }) => registration.id)).toEqual(['a01', 'a02']);
    expect(cards(element)[0].terms.kind).toBe('terms');
  });

  it('keeps the one that is being corrected until its form is closed, though it left the list', async () => {
    const element = await page();
    graphql.emit(answer([node('a01'), node('a02')]), isDeals);
    await settled();
    const [, corrected] = cards(element);
    const correct = (id) => corrected.dispatchEvent(new CustomEvent('correcting', { detail: { id } }));
    correct('a02');
    graphql.emit(answer([node('a01')]), isDeals);
    await settled();
    expect(cards(element)).toContain(corrected);
    expect(corrected.registration).toMatchObject({ id: 'a02', isMissing: true });
    correct(undefined);
    await settled();
    expect(cards(element).map(({ registration }) => registration.id)).toEqual(['a01']);
  });

  it('turns to what has ended and finds a customer by what he types, taken literally', async () => {
    const element = await page();
    byId(element, 'choice').dispatchEvent(new CustomEvent('change', { detail: { value: 'ended' } }));
    byId(element, 'search').dispatchEvent(new CustomEvent('change', { detail: { value: ' 100%_ ' } }));
    await settled();
    expect(asked()).toMatchObject({
      where: {
        Status__c: { in: ['Rejected', 'Expired', 'Lapsed', 'Converted', 'Withdrawn'] },
        Customer_Name__c: { like: '%100\\%\\_%' }
      }
    });
  });

  it('says what is not there, by what was looked for', async () => {
    const element = await page();
    graphql.emit(answer([]), isDeals);
    await settled();
    expect(byId(element, 'empty').textContent).toBe('c.Fairlead_Deals_Empty_Open');
    byId(element, 'choice').dispatchEvent(new CustomEvent('change', { detail: { value: 'ended' } }));
    await settled();
    expect(byId(element, 'empty').textContent).toBe('c.Fairlead_Deals_Empty_Ended');
    byId(element, 'search').dispatchEvent(new CustomEvent('change', { detail: { value: 'x' } }));
    await settled();
    expect(byId(element, 'empty').textContent).toBe('c.Fairlead_Deals_Empty_Search');
  });

  it('turns pages by the server', async () => {
    const element = await page();
    graphql.emit(answer([node('a01')], { hasNextPage: true, endCursor: 'c1' }), isDeals);
    await settled();
    expect(byId(element, 'previous').disabled).toBe(true);
    byId(element, 'next').click();
    await settled();
    expect(asked().after).toBe('c1');
    graphql.emit(answer([node('a02')]), isDeals);
    await settled();
    expect(byId(element, 'next').disabled).toBe(true);
    byId(element, 'previous').click();
    await settled();
    expect(asked().after).toBeNull();
  });

  it('says that one is withdrawn once its card is gone, with the focus on it', async () => {
    const element = await page();
    graphql.emit(answer([node('a1')]), isDeals);
    await settled();
    cards(element)[0].dispatchEvent(new CustomEvent('withdrawn', { detail: { customer: 'Customer a1' } }));
    graphql.emit(answer([]), isDeals);
    await settled();
    expect(byId(element, 'done').textContent).toBe('Customer a1 is withdrawn');
    expect(element.shadowRoot.activeElement).toBe(byId(element, 'done'));
  });

  it('looks by itself whether something changed, and at once after he changed something', async () => {
    const element = await page();
    const refresh = jest.fn().mockResolvedValue();
    graphql.emit(answer([node('a01')]), isDeals);
    await settled();
    graphql.emit(answer([node('a01')]), isDeals, refresh);
    await jest.advanceTimersByTimeAsync(5_000);
    expect(refresh).toHaveBeenCalledTimes(1);
    cards(element)[0].dispatchEvent(new CustomEvent('changed'));
    await settled();
    expect(refresh).toHaveBeenCalledTimes(2);
    document.body.removeChild(element);
    await jest.advanceTimersByTimeAsync(120_000);
    expect(refresh).toHaveBeenCalledTimes(2);
  });

  it('names the permission set to somebody without it, and offers to read again where the org does not answer', async () => {
    const element = await page();
    graphql.emitErrors([{ message: 'x', extensions: { ErrorType: 'ValidationError' } }], isDeals);
    await settled();
    expect(find(element, 'c-unread').problem).toBe('c.Fairlead_Register_No_Access');
    const refresh = jest.fn().mockResolvedValue();
    graphql.emitErrors([{ message: 'x' }], isDeals, refresh);
    await settled();
    expect(find(element, 'c-unread').problem).toBe('c.Fairlead_Deals_Read_Error');
    find(element, 'c-unread').dispatchEvent(new CustomEvent('again'));
    expect(refresh).toHaveBeenCalledTimes(1);
  });
});
