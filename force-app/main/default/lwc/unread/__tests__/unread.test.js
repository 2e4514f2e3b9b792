import { createElement } from 'lwc';
import Unread from 'c/unread';

function shown(properties) {
  const element = createElement('c-unread', { is: Unread });
  Object.assign(element, { loading: 'Reading the deals', ...properties });
  document.body.appendChild(element);
  return element;
}
const find = (element, selector) => element.shadowRoot.querySelector(selector);

afterEach(() => {
  while (document.body.firstChild) document.body.removeChild(document.body.firstChild);
});

describe('what is not read', () => {
  it('is said to be on its way', () => {
    const element = shown();
    expect(find(element, '[role="status"] lightning-spinner').alternativeText).toBe('Reading the deals');
    expect(find(element, '[role="alert"]')).toBeNull();
  });

  it('says why it could not be read and offers to read again', () => {
    const element = shown({ problem: 'The deals could not be read.' });
    const again = jest.fn();
    element.addEventListener('again', again);
    expect(find(element, '[role="alert"]').textContent).toBe('The deals could not be read.');
    expect(find(element, 'lightning-spinner')).toBeNull();
    const button = find(element, 'lightning-button');
    expect(button.label).toBe('c.Fairlead_Read_Again');
    button.click();
    expect(again).toHaveBeenCalledTimes(1);
  });
});
