import { createElement } from 'lwc';
import { getObjectInfo, getPicklistValues } from 'lightning/uiObjectInfoApi';
import { createRecord } from 'lightning/uiRecordApi';
import ExemptionForm from 'c/exemptionForm';

const settled = () => new Promise((resolve) => setTimeout(resolve));

/** Fields of the form that are valid, or not. */
function standing(element, isValid = true) {
  for (const field of element.shadowRoot.querySelectorAll('[data-field]')) {
    field.reportValidity = jest.fn(() => isValid);
    field.focus = jest.fn();
  }
}

async function form() {
  const element = createElement('c-exemption-form', { is: ExemptionForm });
  element.recordId = '006000000000001AAA';
  document.body.appendChild(element);
  getObjectInfo.emit({ defaultRecordTypeId: '012000000000000AAA' });
  await settled();
  getPicklistValues.emit({ values: [{ label: 'Ausschreibung', value: 'Tender', validFor: [] }] });
  await settled();
  standing(element);
  return element;
}
const find = (element, id) => element.shadowRoot.querySelector(`[data-id="${id}"]`);
const say = (element, id, value) => find(element, id).dispatchEvent(new CustomEvent('change', { detail: { value } }));
const heard = (element, name) => {
  const listener = jest.fn();
  element.addEventListener(name, listener);
  return listener;
};

afterEach(() => {
  while (document.body.firstChild) document.body.removeChild(document.body.firstChild);
  jest.clearAllMocks();
});

describe('asking for an exemption', () => {
  it('offers the reasons in the words of the org', async () => {
    expect(find(await form(), 'code').options).toEqual([{ label: 'Ausschreibung', value: 'Tender' }]);
  });

  it('creates a request of this deal, and says so', async () => {
    const element = await form();
    const asked = heard(element, 'asked');
    say(element, 'code', 'Tender');
    say(element, 'text', 'Published on Monday.');
    find(element, 'send').click();
    await settled();
    expect(createRecord).toHaveBeenCalledWith({
      apiName: 'Exemption_Request__c',
      fields: { Opportunity__c: '006000000000001AAA', Reason_Code__c: 'Tender', Reason__c: 'Published on Monday.' }
    });
    expect(asked).toHaveBeenCalledTimes(1);
  });

  it('sends nothing that lacks a reason, and leads to it', async () => {
    const element = await form();
    standing(element, false);
    find(element, 'send').click();
    await settled();
    expect(createRecord).not.toHaveBeenCalled();
    expect(find(element, 'code').focus).toHaveBeenCalledTimes(1);
  });

  it('locks everything while it sends', async () => {
    let finish;
    createRecord.mockReturnValueOnce(new Promise((resolve) => (finish = resolve)));
    const element = await form();
    find(element, 'send').click();
    await settled();
    expect(['code', 'text', 'send', 'cancel'].map((id) => find(element, id).disabled)).toEqual([
      true,
      true,
      true,
      true
    ]);
    finish();
    await settled();
    expect(find(element, 'send').disabled).toBe(false);
  });

  it.each([
    ['what the org says', { body: { output: { errors: [{ message: 'Not now.' }] } } }, 'Not now.'],
    ['its own words where there are none', new Error('offline'), 'c.Fairlead_Exemption_Save_Error']
  ])('keeps the text when it is refused, with %s', async (_, error, told) => {
    createRecord.mockRejectedValueOnce(error);
    const element = await form();
    const asked = heard(element, 'asked');
    say(element, 'text', 'Published on Monday.');
    find(element, 'send').click();
    await settled();
    expect(find(element, 'problem').textContent).toBe(told);
    expect(find(element, 'problem').getAttribute('role')).toBe('alert');
    expect(find(element, 'text').value).toBe('Published on Monday.');
    expect(asked).not.toHaveBeenCalled();
  });

  it('begins at its first words, not in a field that would complain when left', async () => {
    const element = await form();
    expect(element.shadowRoot.activeElement).toBe(find(element, 'words'));
  });

  it('lets no field complain while a button is being pressed, so that one click is enough', async () => {
    const element = await form();
    const press = new MouseEvent('mousedown', { bubbles: true, cancelable: true, composed: true });
    find(element, 'cancel').dispatchEvent(press);
    expect(press.defaultPrevented).toBe(true);
  });

  it('gives the focus back to its button when it is refused', async () => {
    createRecord.mockRejectedValueOnce(new Error('offline'));
    const element = await form();
    find(element, 'send').focus = jest.fn();
    find(element, 'send').click();
    await settled();
    expect(find(element, 'send').focus).toHaveBeenCalledTimes(1);
  });

  it('can be given up', async () => {
    const element = await form();
    const cancel = heard(element, 'cancel');
    find(element, 'cancel').click();
    expect(cancel).toHaveBeenCalledTimes(1);
  });
});
