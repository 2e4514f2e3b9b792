import { createElement } from 'lwc';
import { graphql } from 'lightning/graphql';
import MyStanding from 'c/myStanding';
import { standing, termsNode } from '../../partnerTerms/__tests__/terms';

jest.mock('@salesforce/label/c.Fairlead_Standing_Unpriced', () => ({ default: '{0} unpriced' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Standing_Left_Out', () => ({ default: '{0} in {1}' }), { virtual: true });

const settled = () => new Promise((resolve) => setTimeout(resolve));
const isProgramme = ({ variables }) => variables === undefined;
const answer = (...nodes) => ({
  uiapi: { query: { Partner_Programme__c: { edges: nodes.map((node) => ({ node })) } } }
});

function page() {
  const element = createElement('c-my-standing', { is: MyStanding });
  document.body.appendChild(element);
  return element;
}
const find = (element, selector) => element.shadowRoot.querySelector(selector);
const byId = (element, id) => find(element, `[data-id="${id}"]`);

afterEach(() => {
  while (document.body.firstChild) document.body.removeChild(document.body.firstChild);
});

describe('my standing', () => {
  it('says that it is reading', () => {
    expect(find(page(), 'c-unread').loading).toBe('c.Fairlead_Standing_Loading');
  });

  it('shows level, competencies, periods and rebates of one record', async () => {
    const element = page();
    graphql.emit(answer(termsNode()), isProgramme);
    await settled();
    for (const part of ['levels', 'competencies', 'periods', 'rebates'])
      expect(find(element, `c-standing-${part}`).standing.level.onRecord.name).toBe('Silver');
    expect(find(element, 'c-standing-rebates').incentives.get('base@1')).toBe('base of the guide');
    expect(byId(element, 'notes')).toBeNull();
  });

  it('tells what does not count, and why', async () => {
    const element = page();
    const given = standing({ unpriced: 2, leftOut: [{ currency: 'CHF', amount: '10.00', deals: 1 }] });
    graphql.emit(answer(termsNode({ standing: given })), isProgramme);
    await settled();
    expect([...byId(element, 'notes').children].map((note) => note.textContent)).toEqual(['2 unpriced', '1 in CHF']);
  });

  it('says so where the firm has no record, or one of another make', async () => {
    const element = page();
    graphql.emit(answer(), isProgramme);
    await settled();
    expect(byId(element, 'no-programme').textContent).toBe('c.Fairlead_Register_No_Programme');
    graphql.emit(answer(termsNode({ standing: { version: 9 } })), isProgramme);
    await settled();
    expect(byId(element, 'no-programme').textContent).toBe('c.Fairlead_Standing_Read_Error');
  });

  it('names the permission set to somebody without it, and offers to read again where the org does not answer', async () => {
    const element = page();
    graphql.emitErrors([{ message: 'x', extensions: { ErrorType: 'ValidationError' } }], isProgramme);
    await settled();
    expect(find(element, 'c-unread').problem).toBe('c.Fairlead_Register_No_Access');
    const refresh = jest.fn().mockRejectedValue(new Error('no'));
    graphql.emitErrors([{ message: 'x' }], isProgramme, refresh);
    await settled();
    expect(find(element, 'c-unread').problem).toBe('c.Fairlead_Standing_Read_Error');
    find(element, 'c-unread').dispatchEvent(new CustomEvent('again'));
    expect(refresh).toHaveBeenCalledTimes(1);
  });
});
