import { createElement } from 'lwc';
import StandingLevels from 'c/standingLevels';
import { standing } from '../../partnerTerms/__tests__/terms';

jest.mock('@salesforce/i18n/lang', () => ({ default: 'en' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Standing_To_Reach', () => ({ default: 'To reach {0}' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Standing_To_Keep', () => ({ default: 'To keep {0}' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Standing_Reaches_More', () => ({ default: 'You reach {0}' }), {
  virtual: true
});
jest.mock('@salesforce/label/c.Fairlead_Standing_Level_Unknown', () => ({ default: '{0}, gone' }), { virtual: true });

const step = (measure, have, needed, more = {}) => ({
  measure,
  have,
  needed,
  missing: String(Math.max(0, needed - have)),
  done: Number(have) >= Number(needed),
  ...more
});
const path = (name, ...steps) => ({ name, done: steps.every(({ done }) => done), steps });
const level = (key, rank, { reached = false, onRecord = false, paths = [] } = {}) => ({
  key,
  name: key,
  rank,
  reached,
  onRecord,
  paths
});
const silver = { kind: 'known', key: 'silver', name: 'Silver', rank: 1 };

function shown(more) {
  const element = createElement('c-standing-levels', { is: StandingLevels });
  element.standing = standing(more);
  document.body.appendChild(element);
  return element;
}
const words = (element, selector) =>
  [...element.shadowRoot.querySelectorAll(selector)].map((each) => each.textContent.trim());
const byId = (element, id) => element.shadowRoot.querySelector(`[data-id="${id}"]`);

afterEach(() => {
  while (document.body.firstChild) document.body.removeChild(document.body.firstChild);
});

describe('the level of a partner', () => {
  it('stands with every path that leads up, and how far he is on each step', () => {
    const paths = [
      path('revenue', step('revenue', '1800.00', '3000.00')),
      path('training', step('people', 2, 2, { competency: 'security' }), step('competencies', 1, 2))
    ];
    const competencies = [{ key: 'security', name: 'Security' }];
    const element = shown({
      levels: [level('silver', 1, { onRecord: true }), level('gold', 2, { paths })],
      competencies
    });
    expect(byId(element, 'level').textContent).toBe('Silver');
    expect(words(element, 'h3')).toEqual(['To reach gold']);
    expect(words(element, '.step__line > span:first-child')).toEqual([
      'c.Fairlead_Standing_Revenue',
      'c.Fairlead_Standing_People: Security',
      'c.Fairlead_Standing_Competencies_Held'
    ]);
    expect([...element.shadowRoot.querySelectorAll('c-fill-bar')].map(({ share }) => share)).toEqual([0.6, 1, 0.5]);
    expect(element.shadowRoot.querySelector('.step lightning-formatted-number').formatStyle).toBe('currency');
  });

  it('names the families that a revenue is counted of', () => {
    const paths = [path('revenue', step('revenue', '0.00', '10.00', { families: ['Storage', 'Backup'] }))];
    const element = shown({ levels: [level('gold', 2, { paths })] });
    expect(words(element, '.step__line > span:first-child')).toEqual([
      'c.Fairlead_Standing_Revenue: Storage or Backup'
    ]);
  });

  it('is worth a call where the figures reach further', () => {
    const reached = { key: 'gold', name: 'Gold', rank: 2 };
    expect(byId(shown({ level: { reached, onRecord: silver } }), 'more').textContent).toContain('You reach Gold');
  });

  it('tells what it takes to keep it where its figures no longer hold', () => {
    const paths = [path('revenue', step('revenue', '10.00', '1000.00'))];
    expect(words(shown({ levels: [level('silver', 1, { onRecord: true, paths })] }), 'h3')).toEqual(['To keep silver']);
  });

  it('says where there is nothing above, none yet, one that is gone, and one that a person gives', () => {
    expect(byId(shown({ levels: [level('silver', 1, { reached: true, onRecord: true })] }), 'top')).not.toBeNull();
    const none = shown({ level: { reached: null, onRecord: { kind: 'none' } }, levels: [level('gold', 2)] });
    expect(byId(none, 'level').textContent).toBe('c.Fairlead_Standing_Level_None');
    expect(none.shadowRoot.textContent).toContain('c.Fairlead_Standing_Given');
    const gone = shown({ level: { reached: null, onRecord: { kind: 'unknown', key: 'platinum' } } });
    expect(byId(gone, 'level').textContent).toBe('platinum, gone');
  });
});
