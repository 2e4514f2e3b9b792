import { createElement } from 'lwc';
import ConflictTimeline from 'c/conflictTimeline';

jest.mock('@salesforce/label/c.Fairlead_Desk_From_To', () => ({ default: 'from {0} to {1}' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Desk_Only_To', () => ({ default: 'to {0}' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Desk_More_Entries', () => ({ default: 'Show {0} more' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Desk_By', () => ({ default: 'by {0}' }), { virtual: true });

function timeline(...items) {
  const element = createElement('c-conflict-timeline', { is: ConflictTimeline });
  Object.assign(element, { label: 'What happened', items });
  document.body.appendChild(element);
  return element.shadowRoot;
}

afterEach(() => {
  while (document.body.firstChild) document.body.removeChild(document.body.firstChild);
});

describe('timeline', () => {
  it('tells what happened, when, from what to what, by whom, and leads to the record', () => {
    const root = timeline({
      key: 'a',
      at: '2026-11-02T09:00:00.000Z',
      words: 'moved past the gate',
      from: 'Qualification',
      to: 'Negotiation $&',
      by: 'Ada Lind',
      url: '/lightning/r/006',
      record: 'Show the opportunity'
    });
    expect(root.querySelector('ol').getAttribute('aria-label')).toBe('What happened');
    expect(root.querySelector('lightning-formatted-date-time').value).toBe('2026-11-02T09:00:00.000Z');
    expect(root.querySelector('.words').textContent).toBe('moved past the gate');
    expect(root.querySelector('.change').textContent).toBe('from Qualification to Negotiation $&');
    expect(root.querySelector('.when').textContent).toContain('by Ada Lind');
    expect(root.querySelector('a').getAttribute('href')).toBe('/lightning/r/006');
    expect(root.querySelector('a').textContent).toBe('Show the opportunity');
  });

  it.each([
    [null, 'Closed', 'to Closed'],
    ['Closed', null, 'Closed'],
    [null, null, undefined]
  ])('from %s to %s is told as %s', (from, to, words) => {
    expect(timeline({ key: 'a', words: 'x', from, to }).querySelector('.change')?.textContent).toBe(words);
  });

  it('names nobody and leads nowhere where nothing is known', () => {
    const root = timeline({ key: 'a', words: 'due date passed', note: 'The partner came back.' });
    expect(root.querySelector('a')).toBeNull();
    expect(root.querySelector('.when').textContent.trim()).toBe('');
    expect(root.querySelector('.note').textContent).toBe('The partner came back.');
  });

  it('shows twelve of a longer list until asked for the others, and then goes to the first of these', async () => {
    const items = Array.from({ length: 15 }, (_, index) => ({ key: String(index), words: `step ${index}` }));
    const root = timeline(...items);
    expect(root.querySelectorAll('li')).toHaveLength(12);
    const button = root.querySelector('lightning-button');
    expect(button.label).toBe('Show 3 more');
    button.click();
    await new Promise((resolve) => setTimeout(resolve));
    expect(root.querySelectorAll('li')).toHaveLength(15);
    expect(root.activeElement.textContent).toContain('step 12');
    expect(root.querySelector('lightning-button')).toBeNull();
  });
});
