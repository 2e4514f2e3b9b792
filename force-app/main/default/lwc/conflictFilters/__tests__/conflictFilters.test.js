import { createElement } from 'lwc';
import { getObjectInfo, getPicklistValuesByRecordType } from 'lightning/uiObjectInfoApi';
import ConflictFilters, { AT_FIRST } from 'c/conflictFilters';

jest.mock('@salesforce/i18n/lang', () => ({ default: 'fr' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Desk_Filters_Set', () => ({ default: 'Filters ({0})' }), { virtual: true });

const info = {
  defaultRecordTypeId: '012000000000000AAA',
  fields: {
    Pattern__c: { label: 'Schéma' },
    Severity__c: { label: 'Gravité' },
    Status__c: { label: 'Statut' }
  }
};
const picklists = {
  picklistFieldValues: {
    Pattern__c: { values: [{ value: 'Shadow', label: 'Affaire parallèle' }] },
    Severity__c: { values: [{ value: 'Critical', label: 'Critique' }] },
    Status__c: { values: [{ value: 'Open', label: 'Ouvert' }] }
  }
};
const settled = () => new Promise((resolve) => setTimeout(resolve));

async function filters(chosen = AT_FIRST, regions = []) {
  const element = createElement('c-conflict-filters', { is: ConflictFilters });
  Object.assign(element, { chosen, regions });
  document.body.appendChild(element);
  getObjectInfo.emit(info);
  await settled();
  getPicklistValuesByRecordType.emit(picklists);
  await settled();
  return element;
}
const field = (element, name) => element.shadowRoot.querySelector(`[data-name="${name}"]`);
const optionsOf = (element, name) => field(element, name).options.map(({ value, label }) => [value, label]);

afterEach(() => {
  while (document.body.firstChild) document.body.removeChild(document.body.firstChild);
});

describe('filters of the desk', () => {
  it('are named and filled in the language of the user', async () => {
    const element = await filters();
    expect(field(element, 'pattern').label).toBe('Schéma');
    expect(optionsOf(element, 'pattern')).toEqual([
      ['all', 'c.Fairlead_Desk_All'],
      ['Shadow', 'Affaire parallèle']
    ]);
    expect(optionsOf(element, 'severity')[1]).toEqual(['Critical', 'Critique']);
    expect(optionsOf(element, 'status')).toEqual([
      ['to-decide', 'c.Fairlead_Desk_To_Decide'],
      ['all', 'c.Fairlead_Desk_All'],
      ['Open', 'Ouvert']
    ]);
  });

  it('lists countries by their name, and last what has none', async () => {
    const element = await filters(AT_FIRST, ['FR', null, 'DE']);
    expect(optionsOf(element, 'region')).toEqual([
      ['all', 'c.Fairlead_Desk_All'],
      ['DE', 'Allemagne'],
      ['FR', 'France'],
      ['none', 'c.Fairlead_Desk_Region_None']
    ]);
  });

  it('can be used before the names have come', async () => {
    const element = createElement('c-conflict-filters', { is: ConflictFilters });
    document.body.appendChild(element);
    expect(field(element, 'status').options).toHaveLength(2);
    expect(field(element, 'clock').options).toHaveLength(4);
  });

  it('tell all that is chosen when one of them changes', async () => {
    const element = await filters();
    const chosen = jest.fn();
    element.addEventListener('choose', ({ detail }) => chosen(detail));
    field(element, 'pattern').dispatchEvent(new CustomEvent('change', { detail: { value: 'Shadow' } }));
    expect(chosen).toHaveBeenCalledWith({ ...AT_FIRST, pattern: 'Shadow' });
  });

  it('offer to begin anew once something is set, the order aside', async () => {
    const plain = await filters({ ...AT_FIRST, sort: 'newest' });
    expect(plain.shadowRoot.querySelector('lightning-button')).toBeNull();
    const element = await filters({ ...AT_FIRST, sort: 'newest', clock: 'over', region: 'FR' });
    const chosen = jest.fn();
    element.addEventListener('choose', ({ detail }) => chosen(detail));
    element.shadowRoot.querySelector('lightning-button').click();
    expect(chosen).toHaveBeenCalledWith({ ...AT_FIRST, sort: 'newest' });
  });

  it('fold away behind a button that says how many are set', async () => {
    const element = await filters({ ...AT_FIRST, clock: 'over', region: 'FR' });
    const toggle = element.shadowRoot.querySelector('.toggle');
    expect(toggle.textContent).toContain('Filters (2)');
    expect(toggle.getAttribute('aria-expanded')).toBe('false');
    toggle.click();
    await settled();
    expect(toggle.getAttribute('aria-expanded')).toBe('true');
    expect(element.shadowRoot.querySelector('.fields_open')).not.toBeNull();
  });
});
