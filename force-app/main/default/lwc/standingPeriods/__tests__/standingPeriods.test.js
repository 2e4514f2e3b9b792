import { createElement } from 'lwc';
import StandingPeriods from 'c/standingPeriods';
import { standing } from '../../partnerTerms/__tests__/terms';

const period = (more = {}) => ({
  incentive: 'volume@1',
  name: 'Volume rebate',
  period: '2026-Q1',
  from: '2026-01-01',
  until: '2026-04-01',
  purchases: '1800.00',
  before: null,
  pays: '36.00',
  rate: '0.02',
  reason: { code: 'own rate', args: {} },
  target: null,
  next: null,
  leftOut: [],
  ...more
});

function shown(...periods) {
  const element = createElement('c-standing-periods', { is: StandingPeriods });
  element.standing = standing({ periods });
  document.body.appendChild(element);
  return element;
}
const byId = (element, id) => element.shadowRoot.querySelector(`[data-id="${id}"]`);
const figures = (root) => [...root.querySelectorAll('lightning-formatted-number')].map(({ value }) => value);

afterEach(() => {
  while (document.body.firstChild) document.body.removeChild(document.body.firstChild);
});

describe('running periods', () => {
  it('tell what was bought, what it pays and why, and the last day', () => {
    const element = shown(period());
    expect(figures(byId(element, 'purchases'))).toEqual(['1800.00']);
    expect(figures(byId(element, 'pays'))).toEqual(['36.00']);
    expect(element.shadowRoot.textContent).toContain('c.Fairlead_Why_Own_Rate');
    expect(element.shadowRoot.querySelector('lightning-formatted-date-time').value).toBe('2026-03-31');
    expect(byId(element, 'target')).toBeNull();
    expect(byId(element, 'next')).toBeNull();
  });

  it('tell how far the target is reached, and what is missing to the next edge', () => {
    const element = shown(
      period({
        target: { amount: '3000.00', achievement: '0.6' },
        next: { at: '3000.00', missing: '1200.00', pays: '90.00' }
      })
    );
    expect(figures(byId(element, 'target'))).toEqual(['3000.00', '0.6']);
    expect(element.shadowRoot.querySelector('c-fill-bar').share).toBe('0.6');
    expect(figures(byId(element, 'next'))).toEqual(['1200.00', '90.00']);
  });

  it('say that a target is not known, and do without a reason that was too long', () => {
    const element = shown(period({ target: { amount: null, achievement: null }, reason: undefined }));
    expect(element.shadowRoot.textContent).toContain('c.Fairlead_Standing_Target_Unknown');
    expect(element.shadowRoot.textContent).not.toContain('c.Fairlead_Why');
  });

  it('are none where no rebate hangs on one', () => {
    expect(byId(shown(), 'empty').textContent).toBe('c.Fairlead_Standing_No_Periods');
  });
});
