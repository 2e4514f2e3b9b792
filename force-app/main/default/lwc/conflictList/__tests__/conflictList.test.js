import { createElement } from 'lwc';
import ConflictList from 'c/conflictList';

const row = (id, more = {}) => ({
  id,
  customer: `Customer ${id}`,
  partner: 'Brightwave Computing',
  pattern: 'Shadow',
  status: 'Open',
  severity: 'High',
  severityValue: 'High',
  region: 'France',
  clock: { kind: 'later', words: 'Decide in 30 hours', icon: 'utility:clock' },
  amount: 120000,
  hasAmount: true,
  isNew: false,
  ...more
});
const settled = () => new Promise((resolve) => setTimeout(resolve));

function list(rows = [row('a'), row('b'), row('c')], openId) {
  const element = createElement('c-conflict-list', { is: ConflictList });
  Object.assign(element, { rows, openId });
  document.body.appendChild(element);
  return element;
}
const buttons = (element) => [...element.shadowRoot.querySelectorAll('button')];
const focused = (element) => element.shadowRoot.activeElement?.dataset.id;
const press = (element, key, more = {}) => {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more });
  element.shadowRoot.querySelector('ul').dispatchEvent(event);
  return event;
};

afterEach(() => {
  while (document.body.firstChild) document.body.removeChild(document.body.firstChild);
});

describe('list of cases', () => {
  it('tells of each who, what, how grave and how much time is left', () => {
    const [first] = buttons(list());
    const words = first.textContent;
    for (const told of [
      'Customer a',
      'Shadow',
      'Open',
      'Brightwave Computing',
      'France',
      'High',
      'Decide in 30 hours'
    ]) {
      expect(words).toContain(told);
    }
    expect(first.querySelector('lightning-formatted-number').value).toBe(120000);
    expect(first.querySelector('lightning-icon').iconName).toBe('utility:clock');
    expect(words).not.toContain('c.Fairlead_Desk_New');
  });

  it('leaves out an amount and a clock that are not there, and says what is new', () => {
    const [first] = buttons(list([row('a', { clock: null, hasAmount: false, isNew: true })]));
    expect(first.querySelector('lightning-icon')).toBeNull();
    expect(first.querySelector('lightning-formatted-number')).toBeNull();
    expect(first.textContent).toContain('c.Fairlead_Desk_New');
  });

  it('is one stop of the Tab key, and the arrows go through it', () => {
    const element = list();
    expect(buttons(element).map(({ tabIndex }) => tabIndex)).toEqual([0, -1, -1]);
    buttons(element)[0].focus();
    expect(press(element, 'ArrowDown').defaultPrevented).toBe(true);
    expect(focused(element)).toBe('b');
    expect(buttons(element).map(({ tabIndex }) => tabIndex)).toEqual([-1, 0, -1]);
    press(element, 'End');
    expect(focused(element)).toBe('c');
    press(element, 'ArrowDown');
    expect(focused(element)).toBe('c');
    press(element, 'ArrowUp');
    expect(focused(element)).toBe('b');
    press(element, 'Home');
    press(element, 'ArrowUp');
    expect(focused(element)).toBe('a');
  });

  it('leaves other keys to others', () => {
    const element = list();
    buttons(element)[0].focus();
    expect(press(element, 'x').defaultPrevented).toBe(false);
    expect(press(element, 'ArrowDown', { altKey: true }).defaultPrevented).toBe(false);
    expect(focused(element)).toBe('a');
  });

  it('opens a case, and says which one is open', () => {
    const element = list(undefined, 'b');
    const opened = [];
    element.addEventListener('open', ({ detail }) => opened.push(detail.id));
    expect(buttons(element).map((button) => button.getAttribute('aria-current'))).toEqual([null, 'true', null]);
    buttons(element)[2].click();
    expect(opened).toEqual(['c']);
  });

  it('keeps the focus on the same case when others come in before it', async () => {
    const element = list();
    buttons(element)[1].focus();
    element.rows = [row('new'), row('a'), row('b'), row('c')];
    await settled();
    expect(focused(element)).toBe('b');
    expect(buttons(element).map(({ tabIndex }) => tabIndex)).toEqual([-1, -1, 0, -1]);
  });

  it('hands the focus to the next case when the one that had it goes', async () => {
    const element = list();
    buttons(element)[1].focus();
    element.rows = [row('a'), row('c')];
    await settled();
    expect(focused(element)).toBe('c');
  });

  it('does not take the focus from elsewhere', async () => {
    const element = list();
    buttons(element)[1].focus();
    buttons(element)[1].blur();
    element.rows = [row('a'), row('c')];
    await settled();
    expect(focused(element)).toBeUndefined();
  });

  it('takes the focus when asked to, on a case or where it last was', () => {
    const element = list();
    element.focusOn('c');
    expect(focused(element)).toBe('c');
    buttons(element)[2].blur();
    element.focusOn();
    expect(focused(element)).toBe('c');
  });
});
