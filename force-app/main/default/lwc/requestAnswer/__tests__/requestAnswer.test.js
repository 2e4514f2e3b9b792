import { createElement } from 'lwc';
import { updateRecord } from 'lightning/uiRecordApi';
import RequestAnswer from 'c/requestAnswer';

jest.mock('@salesforce/i18n/timeZone', () => ({ default: 'Europe/Paris' }), { virtual: true });
jest.mock('@salesforce/user/Id', () => ({ default: '005000000000009AAA' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Request_Reason_Help', () => ({ default: '{0} reads it' }), { virtual: true });

const exemption = { kind: 'exemption', id: 'a0E000000000001AAA', who: 'Ada Lind', answerTo: 'Answer: Sigbra' };
const extension = {
  ...{ kind: 'extension', id: 'a0R000000000001AAA', who: 'Lumen Systems', answerTo: 'Answer: Nordwind' },
  until: '2026-11-30T09:00:00.000Z',
  offered: '2027-01-14T09:00:00.000Z'
};
const settled = () => new Promise((resolve) => setTimeout(resolve));

async function form(request, stillWaits = async () => true) {
  const element = createElement('c-request-answer', { is: RequestAnswer });
  Object.assign(element, { request, stillWaits });
  document.body.appendChild(element);
  await settled();
  return element;
}
const find = (element, id) => element.shadowRoot.querySelector(`[data-id="${id}"]`);
const input = (element, name) => element.shadowRoot.querySelector(`[data-input="${name}"]`);

async function choose(element, verdict) {
  input(element, 'verdict').dispatchEvent(new CustomEvent('change', { detail: { value: verdict } }));
  await settled();
}
/** Base components are stubs here; these are what they have to say of themselves. */
async function save(element, typed, lacking = []) {
  for (const each of element.shadowRoot.querySelectorAll('[data-input]')) {
    each.value = typed[each.dataset.input] ?? each.value;
    each.reportValidity = jest.fn().mockReturnValue(!lacking.includes(each.dataset.input));
    each.focus = jest.fn();
  }
  find(element, 'save').click();
  await settled();
}
const fields = () => updateRecord.mock.calls[0][0].fields;

beforeEach(() => jest.useFakeTimers({ doNotFake: ['setTimeout'], now: new Date('2026-11-25T10:00:00Z') }));
afterEach(() => {
  while (document.body.firstChild) document.body.removeChild(document.body.firstChild);
  jest.clearAllMocks();
  jest.useRealTimers();
});

describe('an exemption', () => {
  it('is granted for the whole deal, with the reason, by whom and when', async () => {
    const element = await form(exemption);
    const answered = jest.fn();
    element.addEventListener('answered', answered);
    await choose(element, 'Granted');
    await save(element, { reason: ' The notice came first. ' });
    expect(fields()).toEqual({
      Id: 'a0E000000000001AAA',
      Status__c: 'Granted',
      Decided_By__c: '005000000000009AAA',
      Decided_At__c: '2026-11-25T10:00:00.000Z',
      Decision_Reason__c: 'The notice came first.',
      Valid_Until__c: null
    });
    expect(answered).toHaveBeenCalledTimes(1);
  });

  it('is granted through a day, the whole of it', async () => {
    const element = await form(exemption);
    await choose(element, 'Granted');
    expect(input(element, 'through').min).toBe('2026-11-25');
    await save(element, { reason: 'Until the tender is decided.', through: '2026-12-31' });
    expect(fields().Valid_Until__c).toBe('2026-12-31T23:00:00.000Z');
  });

  it('is refused without asking for a date', async () => {
    const element = await form(exemption);
    await choose(element, 'Refused');
    expect(input(element, 'through')).toBeNull();
    await save(element, { reason: 'Call him first.' });
    expect([fields().Status__c, fields().Valid_Until__c]).toEqual(['Refused', null]);
  });
});

describe('an extension', () => {
  it('is granted for as long as the policy extends, to the hour at which it ends now', async () => {
    const element = await form(extension);
    await choose(element, 'Granted');
    const { value, min, max } = input(element, 'until');
    expect([value, min, max]).toEqual(['2027-01-14', '2026-12-01', '2027-01-14']);
    await save(element, { reason: 'Two meetings.' });
    expect(fields()).toEqual({
      Id: 'a0R000000000001AAA',
      Extension_Decision__c: 'Granted',
      Extension_Decided_By__c: '005000000000009AAA',
      Extension_Decided_At__c: '2026-11-25T10:00:00.000Z',
      Extension_Reason__c: 'Two meetings.',
      Protected_Until__c: '2027-01-14T09:00:00.000Z'
    });
  });

  it('leaves the date to who answers while the service has not said how long', async () => {
    const element = await form({ ...extension, offered: undefined });
    await choose(element, 'Granted');
    const { value, max } = input(element, 'until');
    expect([value, max]).toEqual([undefined, undefined]);
  });

  it('is granted for another time, not for one that is past', async () => {
    const element = await form({ ...extension, until: '2026-11-20T09:00:00.000Z' });
    await choose(element, 'Granted');
    expect(input(element, 'until').min).toBe('2026-11-25');
    await save(element, { reason: 'Two meetings.', until: '2026-12-05' });
    expect(fields().Protected_Until__c).toBe('2026-12-05T09:00:00.000Z');
  });

  it('that is refused leaves the end where it is', async () => {
    const element = await form(extension);
    await choose(element, 'Refused');
    await save(element, { reason: 'No work to be seen.' });
    expect(fields()).not.toHaveProperty('Protected_Until__c');
    expect(fields().Extension_Decision__c).toBe('Refused');
  });
});

describe('an answer', () => {
  it('is saved with the date that was typed last, which is the field’s once the focus has left it', async () => {
    const element = await form(exemption);
    await choose(element, 'Granted');
    find(element, 'save').focus = () => (input(element, 'through').value = '2026-12-31');
    await save(element, { reason: 'Until the tender is decided.' });
    expect(fields().Valid_Until__c).toBe('2026-12-31T23:00:00.000Z');
  });

  it('is not saved without what it needs; the first that lacks gets the focus', async () => {
    const element = await form(exemption);
    await save(element, {}, ['verdict', 'reason']);
    expect(updateRecord).not.toHaveBeenCalled();
    expect(input(element, 'verdict').focus).toHaveBeenCalledTimes(1);
    expect(input(element, 'reason').reportValidity).toHaveBeenCalledTimes(1);
  });

  it('takes blanks for no reason, and says who reads it', async () => {
    const element = await form(exemption);
    const reason = input(element, 'reason');
    expect(reason.fieldLevelHelp).toBe('Ada Lind reads it');
    reason.setCustomValidity = jest.fn();
    reason.value = '  ';
    reason.dispatchEvent(new CustomEvent('change'));
    expect(reason.setCustomValidity).toHaveBeenLastCalledWith('c.Fairlead_Request_Reason_Missing');
  });

  it('is not saved over that of somebody else', async () => {
    const element = await form(exemption, async () => false);
    await choose(element, 'Refused');
    await save(element, { reason: 'Call him first.' });
    expect(updateRecord).not.toHaveBeenCalled();
    element.request = { ...exemption, isGone: true };
    await settled();
    expect(find(element, 'gone').textContent).toBe('c.Fairlead_Request_Gone');
    expect(find(element, 'save')).toBeNull();
    expect(input(element, 'reason').value).toBe('Call him first.');
    expect(find(element, 'cancel').label).toBe('c.Fairlead_Request_Close');
  });

  it.each([
    ['what the org says', { body: { message: 'Not yours.' } }, 'Not yours.'],
    ['that it was not saved', new Error('offline'), 'c.Fairlead_Save_Error']
  ])('that fails tells %s, and stays', async (_, error, told) => {
    updateRecord.mockRejectedValueOnce(error);
    const element = await form(exemption);
    await choose(element, 'Refused');
    await save(element, { reason: 'Call him first.' });
    expect(find(element, 'problem').textContent).toBe(told);
    expect(find(element, 'save').disabled).toBe(false);
  });

  it('is given up by a button', async () => {
    const element = await form(exemption);
    const cancelled = jest.fn();
    element.addEventListener('cancel', cancelled);
    find(element, 'cancel').click();
    expect(cancelled).toHaveBeenCalledTimes(1);
  });
});
