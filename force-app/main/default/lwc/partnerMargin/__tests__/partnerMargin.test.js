import { createElement } from 'lwc';
import PartnerMargin from 'c/partnerMargin';
import { estimate, readTerms } from 'c/partnerTerms';
import { incentive, rules, termsNode } from '../../partnerTerms/__tests__/terms';

jest.mock('@salesforce/i18n/locale', () => ({ default: 'en-US' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Register_Rate_Of', () => ({ default: '{0} of {1}: {2}' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Register_Raise_Competency', () => ({ default: 'earn {0}' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Register_Raise_Earlier', () => ({ default: 'by {0}' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Margin_Not_Applied', () => ({ default: 'not applied: {0}' }), {
  virtual: true
});

const deal = { amount: 10_000, families: ['Security'], closesOn: '2098-06-30' };

function shown(more = {}, given = rules()) {
  const terms = readTerms(termsNode({ rules: given }));
  const element = createElement('c-partner-margin', { is: PartnerMargin });
  Object.assign(element, {
    incentives: terms.incentives,
    basis: 'as typed',
    margin: estimate(terms, { ...deal, ...more })
  });
  document.body.appendChild(element);
  return element;
}
const byId = (element, id) => element.shadowRoot.querySelector(`[data-id="${id}"]`);
const lines = (root) =>
  [...root.querySelectorAll('.line')].map((line) => [
    line.querySelector('.line__name').textContent,
    line.querySelector('lightning-formatted-number')?.value
  ]);

afterEach(() => {
  while (document.body.firstChild) document.body.removeChild(document.body.firstChild);
});

describe('the margin of a partner', () => {
  it('goes from list price to his price, each step with its rule’s reason', () => {
    const element = shown();
    expect(byId(element, 'margin').firstElementChild.value).toBe('1700.00');
    expect(byId(element, 'basis').textContent).toBe('as typed');
    expect(lines(element.shadowRoot.querySelector('ul'))).toEqual([
      ['c.Fairlead_Margin_List', '10000.00'],
      ['base of the guide', '-1000.00'],
      ['registration of the guide', '-700.00'],
      ['c.Fairlead_Register_Your_Price', '8300.00']
    ]);
    const whys = [...element.shadowRoot.querySelector('ul').querySelectorAll('.line__why')];
    expect(whys.map(({ textContent }) => textContent)).toEqual([
      '10% of €10,000.00: c.Fairlead_Why_Own_Rate',
      '7% of €10,000.00: c.Fairlead_Why_Own_Rate'
    ]);
  });

  it('is the whole margin once the price to the customer is known', () => {
    const element = shown({ customerPrice: 9_000 });
    expect(element.shadowRoot.querySelector('.slds-text-title').textContent).toBe('c.Fairlead_Register_Margin_Total');
    expect(byId(element, 'margin').firstElementChild.value).toBe('700.00');
    expect(lines(element.shadowRoot.querySelector('ul')).slice(-2)).toEqual([
      ['c.Fairlead_Register_Customer_Price', '9000.00'],
      ['c.Fairlead_Register_Front_Margin', '700.00']
    ]);
  });

  it('tells what would raise it, and what did not apply', () => {
    const element = shown();
    expect(lines(byId(element, 'raise'))).toEqual([['earn Security', '300.00']]);
    expect(byId(element, 'not-applied').querySelector('summary').textContent).toBe('not applied: 1');
    expect(lines(byId(element, 'not-applied'))).toEqual([['security of the guide', undefined]]);
  });

  it('names the day by which an earlier close is worth more', () => {
    const given = rules({ incentives: [incentive('summer', '0.1', { effectiveUntil: '2098-04-01' })] });
    expect(lines(byId(shown({}, given), 'raise'))).toEqual([['by Mar 31, 2098', '1000.00']]);
  });

  it('keeps apart what depends on a period that still runs', () => {
    const volume = incentive('volume', '0.02', { kind: 'rebate', base: 'period purchases', period: 'quarter' });
    const element = shown({}, rules({ incentives: [incentive('base', '0.1'), volume] }));
    expect(byId(element, 'margin').firstElementChild.value).toBe('1000.00');
    expect(byId(element, 'raise')).toBeNull();
  });
});
