import { focusOn } from 'c/focus';

const component = { template: document.body };
function add(id) {
  const element = document.createElement('p');
  element.tabIndex = -1;
  element.dataset.id = id;
  document.body.appendChild(element);
  return element;
}
const focused = () => document.activeElement.dataset.id;

afterEach(() => {
  while (document.body.firstChild) document.body.removeChild(document.body.firstChild);
});

describe('handing the focus on', () => {
  it('goes to what is named', async () => {
    add('title');
    add('done');
    await focusOn(component, 'done', 'title');
    expect(focused()).toBe('done');
  });

  it('goes to what came with the change itself', async () => {
    Promise.resolve().then(() => add('done'));
    await focusOn(component, 'done');
    expect(focused()).toBe('done');
  });

  it('goes to what stands in where that is not there', async () => {
    add('title');
    await focusOn(component, 'done', 'title');
    expect(focused()).toBe('title');
  });

  it('stays where nothing of it is there', async () => {
    add('pressed').focus();
    await focusOn(component, 'done');
    expect(focused()).toBe('pressed');
  });
});
