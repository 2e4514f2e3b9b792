import { createElement } from 'lwc';
import StandingCompetencies from 'c/standingCompetencies';
import { standing } from '../../partnerTerms/__tests__/terms';

jest.mock('@salesforce/label/c.Fairlead_Standing_People_Of', () => ({ default: '{0} of {1}' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Standing_On_Deals', () => ({ default: 'deals: {0}' }), { virtual: true });

const competency = (name, state, more = {}) => ({
  key: name,
  name,
  state,
  validUntil: null,
  people: { have: 0, needed: 0 },
  wouldAdd: [],
  ...more
});

function shown(...competencies) {
  const element = createElement('c-standing-competencies', { is: StandingCompetencies });
  element.standing = standing({ competencies });
  document.body.appendChild(element);
  return element;
}
const cards = (element) => [...element.shadowRoot.querySelectorAll('.competency')];

afterEach(() => {
  while (document.body.firstChild) document.body.removeChild(document.body.firstChild);
});

describe('competencies', () => {
  it('stand by what needs an eye first, missing ones by what they would add', () => {
    const adds = (amount) => ({ wouldAdd: [{ currency: 'EUR', amount, deals: 2 }] });
    const element = shown(
      competency('small', 'missing', adds('10.00')),
      competency('large', 'missing', adds('900.00')),
      competency('held', 'held'),
      competency('soon', 'expiring', { validUntil: '2026-04-01' })
    );
    expect(cards(element).map((card) => card.querySelector('strong').textContent)).toEqual([
      'soon',
      'held',
      'large',
      'small'
    ]);
  });

  it('tell in words how each stands, and its last day rather than the day after', () => {
    const [card] = cards(shown(competency('soon', 'expiring', { validUntil: '2026-04-01' })));
    expect(card.textContent).toContain('c.Fairlead_Standing_Expiring');
    expect(card.querySelector('lightning-formatted-date-time').value).toBe('2026-03-31');
    expect(card.querySelector('lightning-icon').iconName).toBe('utility:clock');
  });

  it('that are missing tell what they would add, and how many people are certified', () => {
    const wouldAdd = [
      { currency: 'EUR', amount: '300.00', deals: 2 },
      { currency: 'CHF', amount: '0.00', deals: 1 }
    ];
    const [card] = cards(shown(competency('x', 'in the making', { people: { have: 1, needed: 2 }, wouldAdd })));
    const worth = [...card.querySelectorAll('[data-id="worth"]')];
    expect(worth).toHaveLength(1);
    expect(worth[0].querySelector('lightning-formatted-number').value).toBe('300.00');
    expect(worth[0].textContent).toContain('deals: 2');
    expect(card.querySelector('[data-id="people"]').textContent).toBe('1 of 2');
  });

  it('that ended say when', () => {
    const [card] = cards(shown(competency('x', 'expired', { validUntil: '2026-01-01' })));
    expect(card.textContent).toContain('c.Fairlead_Standing_Expired');
    expect(card.querySelector('lightning-formatted-date-time').value).toBe('2025-12-31');
  });

  it('are none in a programme without them', () => {
    expect(shown().shadowRoot.querySelector('[data-id="empty"]').textContent).toBe(
      'c.Fairlead_Standing_No_Competencies'
    );
  });
});
