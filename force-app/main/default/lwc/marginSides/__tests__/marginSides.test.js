import { createElement } from 'lwc';
import MarginSides from 'c/marginSides';

async function shown(sides, currency = 'EUR') {
  const element = createElement('c-margin-sides', { is: MarginSides });
  Object.assign(element, { sides, currency });
  document.body.appendChild(element);
  await Promise.resolve();
  return element;
}
const amounts = (element, id) =>
  [...element.shadowRoot.querySelectorAll(`[data-id="${id}"] lightning-formatted-number`)].map(
    ({ value, currencyCode }) => [value, currencyCode]
  );

afterEach(() => {
  while (document.body.firstChild) document.body.removeChild(document.body.firstChild);
});

describe('through the partner and direct, side by side', () => {
  const sides = { vendorNet: 66700, quotaCredit: 70000, commissionable: 95000, commission: 4750 };

  it("stand the vendor's net, the quota and the commission, in the deal's currency", async () => {
    const element = await shown(sides, 'CHF');
    expect(amounts(element, 'net')).toEqual([
      [66700, 'CHF'],
      [95000, 'CHF']
    ]);
    expect(amounts(element, 'quota')).toEqual([
      [70000, 'CHF'],
      [95000, 'CHF']
    ]);
  });

  it('the commission is the same, and says on what it is paid', async () => {
    const element = await shown(sides);
    expect(amounts(element, 'commission').map(([value]) => value)).toEqual([4750, 4750]);
    expect(element.shadowRoot.querySelector('[data-id="words"]').textContent).toBe('c.Fairlead_Margin_Sides_Words');
  });

  it('is a table with a name and heads for its rows and columns', async () => {
    const { shadowRoot } = await shown(sides);
    expect(shadowRoot.querySelector('caption').textContent).toBe('c.Fairlead_Margin_Sides');
    expect([...shadowRoot.querySelectorAll('th')].map((head) => head.getAttribute('scope'))).toEqual([
      'col',
      'col',
      'row',
      'row',
      'row'
    ]);
  });
});
