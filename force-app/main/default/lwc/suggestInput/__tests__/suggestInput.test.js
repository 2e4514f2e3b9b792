import { createElement } from 'lwc';
import SuggestInput from 'c/suggestInput';

const suggestions = [
  { id: '1', name: 'Hammer AG', note: 'hammer.example · Germany' },
  { id: '2', name: 'Nordwind', note: '' },
  { id: '3', name: 'Hammermühle', note: '' }
];

function field(more = {}) {
  const element = createElement('c-suggest-input', { is: SuggestInput });
  Object.assign(element, { label: 'Customer', missing: 'Enter the name.', suggestions, ...more });
  element.addEventListener('input', ({ detail }) => {
    element.value = detail.value;
  });
  document.body.appendChild(element);
  return element;
}
const input = (element) => element.shadowRoot.querySelector('input');
const options = (element) =>
  [...element.shadowRoot.querySelectorAll('[role="option"]')].map((each) => each.querySelector('.name').textContent);
const type = async (element, text) => {
  input(element).value = text;
  input(element).dispatchEvent(new CustomEvent('input', { bubbles: true }));
  await Promise.resolve();
};
const press = async (element, key) => {
  input(element).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
  await Promise.resolve();
};

afterEach(() => {
  while (document.body.firstChild) document.body.removeChild(document.body.firstChild);
});

describe('a field that suggests', () => {
  it('offers what was entered before and holds what is typed', async () => {
    const element = field();
    await type(element, 'hamm');
    expect(options(element)).toEqual(['Hammer AG', 'Hammermühle']);
    expect(input(element).getAttribute('aria-expanded')).toBe('true');
  });

  it('offers nothing more once it is typed in full', async () => {
    const element = field();
    await type(element, 'Nordwind');
    expect(options(element)).toEqual([]);
    expect(input(element).getAttribute('aria-expanded')).toBe('false');
  });

  it('is worked by the keyboard alone', async () => {
    const element = field();
    const picked = jest.fn();
    element.addEventListener('pick', ({ detail }) => picked(detail.id));
    await type(element, 'hamm');
    await press(element, 'ArrowDown');
    await press(element, 'ArrowDown');
    expect(input(element).getAttribute('aria-activedescendant')).toContain('option-1');
    await press(element, 'Enter');
    expect(picked).toHaveBeenCalledWith('3');
    expect(input(element).getAttribute('aria-expanded')).toBe('false');
  });

  it('closes its list by Escape and goes round from the first to the last', async () => {
    const element = field();
    await type(element, 'hamm');
    await press(element, 'ArrowUp');
    expect(input(element).getAttribute('aria-activedescendant')).toContain('option-1');
    await press(element, 'Escape');
    expect(input(element).getAttribute('aria-expanded')).toBe('false');
  });

  it('takes a suggestion by the mouse before it loses the focus', async () => {
    const element = field();
    const picked = jest.fn();
    element.addEventListener('pick', ({ detail }) => picked(detail.id));
    await type(element, 'nord');
    element.shadowRoot
      .querySelector('[role="option"]')
      .dispatchEvent(new CustomEvent('mousedown', { cancelable: true }));
    expect(picked).toHaveBeenCalledWith('2');
  });

  it('says that it is needed, at the field, until something is typed', async () => {
    const element = field();
    expect(element.reportValidity()).toBe(false);
    await Promise.resolve();
    expect(element.shadowRoot.querySelector('.slds-form-element__help').textContent).toBe('Enter the name.');
    await type(element, 'x');
    expect(element.shadowRoot.querySelector('.slds-form-element__help')).toBeNull();
    expect(element.reportValidity()).toBe(true);
  });
});
