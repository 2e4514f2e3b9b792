import { createElement } from 'lwc';
import { graphql } from 'lightning/graphql';
import RegisterDeal from 'c/registerDeal';
import { termsNode } from '../../partnerTerms/__tests__/terms';

const key = '11111111-1111-4111-8111-111111111111';
const isVerdict = ({ variables }) => variables !== undefined;
const isTerms = (config) => !isVerdict(config);
const settled = async () => jest.advanceTimersByTimeAsync(0);
const nodes = (...each) => ({ edges: each.map((node) => ({ node })) });
const terms = (programme = [termsNode()], registrations = []) => ({
  uiapi: { query: { Partner_Programme__c: nodes(...programme), Deal_Registration__c: nodes(...registrations) } }
});
const customer = (Id, name, website = null, country = null) => ({
  Id,
  Customer_Name__c: { value: name },
  Customer_Website__c: { value: website },
  Customer_Country__c: { value: country },
  Customer_Tax_Id__c: { value: null }
});
const verdict = (status, more = {}) => ({
  uiapi: {
    query: {
      Deal_Registration__c: nodes({
        ...customer('a01', 'Hammer'),
        Name: { value: 'DR-000001' },
        Status__c: { value: status, displayValue: status },
        ...more
      })
    }
  }
});

function page() {
  const element = createElement('c-register-deal', { is: RegisterDeal });
  document.body.appendChild(element);
  return element;
}
const find = (element, selector) => element.shadowRoot.querySelector(selector);
const byId = (element, id) => find(element, `[data-id="${id}"]`);
const form = (element) => find(element, 'c-registration-form');

async function sent(isDraft = false) {
  const element = page();
  graphql.emit(terms(), isTerms);
  await settled();
  form(element).dispatchEvent(new CustomEvent('saved', { detail: { key, isDraft } }));
  await settled();
  return element;
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => {
  while (document.body.firstChild) document.body.removeChild(document.body.firstChild);
  jest.useRealTimers();
});

describe('before a deal is registered', () => {
  it('says that it is reading', () => {
    expect(find(page(), 'c-unread').loading).toBe('c.Fairlead_Register_Loading');
  });

  it('the form has the terms and suggests customers of his own, each once, as entered last', async () => {
    const element = page();
    const earlier = [
      customer('a02', 'Hammer', 'hammer.example', 'FR'),
      customer('a01', 'HAMMER'),
      customer('a03', 'Vogt')
    ];
    graphql.emit(terms([termsNode()], earlier), isTerms);
    await settled();
    expect(form(element).terms.partnerId).toBe('001000000000009AAA');
    expect(form(element).suggestions.map(({ id, name, note }) => [id, name, note])).toEqual([
      ['a02', 'Hammer', 'hammer.example · France'],
      ['a03', 'Vogt', '']
    ]);
  });

  it('says so where his firm is not in the programme yet', async () => {
    const element = page();
    graphql.emit(terms([]), isTerms);
    await settled();
    expect(byId(element, 'no-programme').textContent).toBe('c.Fairlead_Register_No_Programme');
  });

  it('names the permission set to somebody without it, and offers to read again where the org does not answer', async () => {
    const element = page();
    graphql.emitErrors([{ message: 'x', extensions: { ErrorType: 'ValidationError' } }], isTerms);
    await settled();
    expect(find(element, 'c-unread').problem).toBe('c.Fairlead_Register_No_Access');
    const refresh = jest.fn().mockResolvedValue();
    graphql.emitErrors([{ message: 'x' }], isTerms, refresh);
    await settled();
    expect(find(element, 'c-unread').problem).toBe('c.Fairlead_Register_Read_Error');
    find(element, 'c-unread').dispatchEvent(new CustomEvent('again'));
    expect(refresh).toHaveBeenCalledTimes(1);
  });
});

describe('after a deal is registered', () => {
  it('looks for the verdict by the key that was sent, soon and then less often, until it stands', async () => {
    const element = await sent();
    expect(graphql.getLastConfig().variables).toEqual({ where: { Request_Key__c: { eq: key } }, first: 1 });
    const refresh = jest.fn().mockResolvedValue();
    graphql.emit(verdict('Submitted'), isVerdict, refresh);
    await settled();
    expect(byId(element, 'verdict').textContent).toContain('c.Fairlead_Register_Checking');
    await jest.advanceTimersByTimeAsync(1_000);
    expect(refresh).toHaveBeenCalledTimes(1);
    const figures = { Product_Families__c: { value: 'Network' }, Amount__c: { value: 10000 } };
    graphql.emit(verdict('Approved', figures), isVerdict, refresh);
    await settled();
    expect(find(element, 'c-registration-verdict').registration.status).toBe('Approved');
    expect(find(element, 'c-partner-margin').margin.partnerMargin).toBe('1700.00');
    await jest.advanceTimersByTimeAsync(60_000);
    expect(refresh).toHaveBeenCalledTimes(1);
  });

  it('tells him that he need not wait where it takes longer', async () => {
    const element = await sent();
    graphql.emit(verdict('Submitted'), isVerdict, jest.fn().mockResolvedValue());
    await jest.advanceTimersByTimeAsync(20_000);
    expect(byId(element, 'slow')).toBeNull();
    await jest.advanceTimersByTimeAsync(20_000);
    expect(byId(element, 'slow').textContent).toBe('c.Fairlead_Register_Slow');
  });

  it('one that is refused can be corrected, and is looked for again by the same key', async () => {
    const element = await sent();
    graphql.emit(verdict('Rejected'), isVerdict);
    await settled();
    expect(find(element, 'c-partner-margin')).toBeNull();
    byId(element, 'correct').click();
    await settled();
    expect(form(element).registration.id).toBe('a01');
    form(element).dispatchEvent(new CustomEvent('saved', { detail: { key: 'another', isDraft: false } }));
    await settled();
    expect(graphql.getLastConfig().variables).toEqual({ where: { Request_Key__c: { eq: key } }, first: 1 });
    expect(byId(element, 'verdict').textContent).toContain('c.Fairlead_Register_Checking');
  });

  it('the focus is where the verdict will stand, and stays there when it does', async () => {
    const element = await sent();
    expect(element.shadowRoot.activeElement).toBe(byId(element, 'verdict'));
    graphql.emit(verdict('Approved'), isVerdict);
    await settled();
    expect(element.shadowRoot.activeElement).toBe(byId(element, 'verdict'));
    byId(element, 'another').click();
    await settled();
    expect(element.shadowRoot.activeElement).toBe(form(element));
  });

  it('a draft waits for no verdict', async () => {
    const element = await sent(true);
    expect(byId(element, 'verdict').textContent).toContain('c.Fairlead_Register_Draft_Saved');
  });

  it('another one begins with an empty form', async () => {
    const element = await sent();
    graphql.emit(verdict('Approved'), isVerdict);
    await settled();
    byId(element, 'another').click();
    await settled();
    expect(form(element).registration).toBeUndefined();
  });

  it('nothing looks on once the page is left', async () => {
    const element = await sent();
    const refresh = jest.fn().mockResolvedValue();
    graphql.emit(verdict('Submitted'), isVerdict, refresh);
    document.body.removeChild(element);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(refresh).not.toHaveBeenCalled();
  });
});
