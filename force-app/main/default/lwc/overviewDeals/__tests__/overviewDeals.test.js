import { createElement } from 'lwc';
import OverviewDeals from 'c/overviewDeals';

function list(...deals) {
  const element = createElement('c-overview-deals', { is: OverviewDeals });
  element.deals = deals;
  document.body.appendChild(element);
  return [...element.shadowRoot.querySelectorAll('.deal')];
}
const deal = { id: '1', url: '/006', name: 'Sigbra', amount: 59375, partner: 'Brightwave', standing: 'Proposal' };

afterEach(() => {
  while (document.body.firstChild) document.body.removeChild(document.body.firstChild);
});

describe('deals of the overview', () => {
  it('lead to the record, with amount, partner, how it stands and a note', () => {
    const [first] = list({ ...deal, note: 'Extension asked for', icon: 'utility:date_input' });
    expect(first.querySelector('a').getAttribute('href')).toBe('/006');
    expect(first.querySelector('a').textContent).toBe('Sigbra');
    expect(first.querySelector('lightning-formatted-number').value).toBe(59375);
    expect(first.querySelector('.line.weak').textContent).toBe('BrightwaveProposal');
    expect(first.querySelector('.note').textContent).toContain('Extension asked for');
    expect(first.querySelector('lightning-icon').iconName).toBe('utility:date_input');
  });

  it('do without an amount and without a note; an amount of nothing is one', () => {
    const [without, nothing] = list({ ...deal, amount: null }, { ...deal, id: '2', amount: 0 });
    expect(without.querySelector('lightning-formatted-number')).toBeNull();
    expect(without.querySelector('.note')).toBeNull();
    expect(nothing.querySelector('lightning-formatted-number').value).toBe(0);
  });
});
