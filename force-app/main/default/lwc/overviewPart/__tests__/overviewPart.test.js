import { createElement } from 'lwc';
import OverviewPart from 'c/overviewPart';

function part(more = {}) {
  const element = createElement('c-overview-part', { is: OverviewPart });
  Object.assign(element, { heading: 'Figures', ...more });
  document.body.appendChild(element);
  return element;
}
const find = (element, id) => element.shadowRoot.querySelector(`[data-id="${id}"]`);

afterEach(() => {
  while (document.body.firstChild) document.body.removeChild(document.body.firstChild);
});

describe('a part of the overview', () => {
  it('has a heading and says what it is of', () => {
    const { shadowRoot } = part({ hint: 'Of the last 90 days.' });
    expect(shadowRoot.querySelector('h3').textContent).toBe('Figures');
    expect(shadowRoot.querySelector('.hint').textContent).toBe('Of the last 90 days.');
    expect(shadowRoot.querySelector('slot')).not.toBeNull();
  });

  it('says that it is reading, in words', () => {
    const { shadowRoot } = part({ isLoading: true });
    expect(shadowRoot.querySelector('c-unread').loading).toBe('c.Fairlead_Overview_Loading');
    expect(shadowRoot.querySelector('slot')).toBeNull();
  });

  it('says so where there is nothing to show', () => {
    const element = part({ empty: 'No protection ends soon.' });
    expect(find(element, 'empty').textContent).toBe('No protection ends soon.');
  });

  it('shows an error in place and offers to read again', () => {
    const element = part({ errors: [{ message: 'no' }], isLoading: true });
    const again = jest.fn();
    element.addEventListener('again', again);
    expect(element.shadowRoot.querySelector('c-unread').problem).toBe('c.Fairlead_Overview_Read_Error');
    element.shadowRoot.querySelector('c-unread').dispatchEvent(new CustomEvent('again'));
    expect(again).toHaveBeenCalledTimes(1);
  });

  it('names the way in to a user who may not see it', () => {
    const element = part({ errors: [{ extensions: { ErrorType: 'ValidationError' } }] });
    expect(element.shadowRoot.querySelector('c-unread').problem).toBe('c.Fairlead_Desk_No_Access');
  });
});
