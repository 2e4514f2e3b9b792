import { createElement } from 'lwc';
import { updateRecord } from 'lightning/uiRecordApi';
import ConflictStatements from 'c/conflictStatements';

const settled = () => new Promise((resolve) => setTimeout(resolve));

function statements(more = {}) {
  const element = createElement('c-conflict-statements', { is: ConflictStatements });
  Object.assign(element, { recordId: 'a08000000000001AAA', ...more });
  document.body.appendChild(element);
  return element;
}
const find = (element, id) => element.shadowRoot.querySelector(`[data-id="${id}"]`);

afterEach(() => {
  while (document.body.firstChild) document.body.removeChild(document.body.firstChild);
  jest.clearAllMocks();
});

describe('statements', () => {
  it('stand side by side', () => {
    const element = statements({ salesperson: 'The customer asked for it.', partner: 'Nobody called us.' });
    expect(find(element, 'salesperson').querySelector('blockquote').textContent).toBe('The customer asked for it.');
    expect(find(element, 'partner').querySelector('blockquote').textContent).toBe('Nobody called us.');
    expect(find(element, 'note').label).toBe('c.Fairlead_Desk_Note_Change');
  });

  it('say so where nobody has said anything', () => {
    const element = statements();
    expect(find(element, 'salesperson').textContent).toContain('c.Fairlead_Desk_No_Statement');
    expect(find(element, 'partner').textContent).toContain('c.Fairlead_Desk_No_Statement');
    expect(find(element, 'note').label).toBe('c.Fairlead_Desk_Note');
  });

  it("note what the partner says, and never the salesperson's own words", async () => {
    const element = statements();
    const saved = jest.fn();
    element.addEventListener('save', saved);
    find(element, 'note').click();
    await settled();
    expect(element.shadowRoot.querySelectorAll('lightning-textarea')).toHaveLength(1);
    element.shadowRoot.querySelector('lightning-textarea').value = '  Nobody called us. ';
    find(element, 'save').click();
    await settled();
    expect(updateRecord).toHaveBeenCalledWith({
      fields: { Id: 'a08000000000001AAA', Partner_Statement__c: 'Nobody called us.' }
    });
    expect(saved).toHaveBeenCalledTimes(1);
    expect(element.shadowRoot.querySelector('lightning-textarea')).toBeNull();
  });

  it('take a note back', async () => {
    const element = statements({ partner: 'Nobody called us.' });
    find(element, 'note').click();
    await settled();
    expect(element.shadowRoot.querySelector('lightning-textarea').value).toBe('Nobody called us.');
    element.shadowRoot.querySelector('lightning-textarea').value = ' ';
    find(element, 'save').click();
    await settled();
    expect(updateRecord.mock.calls[0][0].fields.Partner_Statement__c).toBeNull();
  });

  it('leave all as it was when cancelled', async () => {
    const element = statements({ partner: 'Nobody called us.' });
    find(element, 'note').click();
    await settled();
    find(element, 'cancel').click();
    await settled();
    expect(updateRecord).not.toHaveBeenCalled();
    expect(find(element, 'partner').querySelector('blockquote').textContent).toBe('Nobody called us.');
  });

  it('keep the words when the org refuses them', async () => {
    updateRecord.mockRejectedValueOnce({ body: { message: 'The record is locked.' } });
    const element = statements();
    find(element, 'note').click();
    await settled();
    element.shadowRoot.querySelector('lightning-textarea').value = 'Nobody called us.';
    find(element, 'save').click();
    await settled();
    expect(find(element, 'problem').textContent).toBe('The record is locked.');
    expect(find(element, 'problem').getAttribute('role')).toBe('alert');
    expect(element.shadowRoot.querySelector('lightning-textarea')).not.toBeNull();
  });
});
