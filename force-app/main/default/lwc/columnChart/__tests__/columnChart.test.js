import { createElement } from 'lwc';
import ColumnChart from 'c/columnChart';

const settled = () => new Promise((resolve) => setTimeout(resolve));

function chart() {
  const element = createElement('c-column-chart', { is: ColumnChart });
  Object.assign(element, {
    caption: 'Engaged in time',
    headings: ['Month', 'In time', 'Deals'],
    columns: [
      { key: '1', month: 'Oct 2026', shortMonth: 'Oct', share: 0.25, words: '25%', note: '1 of 4' },
      { key: '2', month: 'Nov 2026', shortMonth: 'Nov', share: undefined, words: '–', note: '0 of 0' }
    ]
  });
  document.body.appendChild(element);
  return element.shadowRoot;
}

afterEach(() => {
  while (document.body.firstChild) document.body.removeChild(document.body.firstChild);
});

describe('column chart', () => {
  it('draws a column as high as its share, and none where there is no value', () => {
    const root = chart();
    const [first, second] = root.querySelectorAll('li');
    const bar = first.querySelector('.bar');
    expect([bar.getAttribute('y'), bar.getAttribute('height')]).toEqual(['75', '25']);
    expect(second.querySelector('.bar')).toBeNull();
  });

  it('tells every column to who does not see it', () => {
    const root = chart();
    expect(root.querySelector('ol').getAttribute('aria-label')).toBe('Engaged in time');
    expect([...root.querySelectorAll('svg')].every((svg) => svg.getAttribute('aria-hidden') === 'true')).toBe(true);
    const [first] = root.querySelectorAll('li');
    expect(first.querySelector('.value').textContent).toBe('25%');
    expect(first.querySelector('.slds-assistive-text').textContent).toBe('Oct 2026');
  });

  it('has a table behind it, and comes back', async () => {
    const root = chart();
    const toggle = root.querySelector('lightning-button');
    expect(toggle.label).toBe('c.Fairlead_Margin_Show_Table');
    toggle.click();
    await settled();
    expect([...root.querySelectorAll('thead th')].map(({ textContent }) => textContent)).toEqual([
      'Month',
      'In time',
      'Deals'
    ]);
    expect([...root.querySelectorAll('tbody tr')].map(({ textContent }) => textContent)).toEqual([
      'Oct 202625%1 of 4',
      'Nov 2026–0 of 0'
    ]);
    expect(root.querySelector('caption').textContent).toBe('Engaged in time');
    toggle.click();
    await settled();
    expect(root.querySelector('table')).toBeNull();
  });
});
