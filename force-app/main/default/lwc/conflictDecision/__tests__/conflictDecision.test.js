import { createElement } from 'lwc';
import { getObjectInfo, getPicklistValuesByRecordType } from 'lightning/uiObjectInfoApi';
import { updateRecord } from 'lightning/uiRecordApi';
import ConflictDecision from 'c/conflictDecision';

jest.mock('@salesforce/i18n/locale', () => ({ default: 'en-US' }), { virtual: true });
jest.mock('@salesforce/i18n/timeZone', () => ({ default: 'Europe/Paris' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Desk_Decided', () => ({ default: '{0}: {1}, {2}' }), { virtual: true });
jest.mock('@salesforce/user/Id', () => ({ default: '005000000000009AAA' }), { virtual: true });

const settled = () => new Promise((resolve) => setTimeout(resolve));

async function decision(status = 'Under Review', more = {}) {
  const element = createElement('c-conflict-decision', { is: ConflictDecision });
  Object.assign(element, { recordId: 'a08000000000001AAA', status, ...more });
  document.body.appendChild(element);
  getObjectInfo.emit({
    defaultRecordTypeId: '012000000000000AAA',
    fields: { Dismissed_Because__c: { label: 'Dismissed Because' } }
  });
  await settled();
  getPicklistValuesByRecordType.emit({
    picklistFieldValues: { Dismissed_Because__c: { values: [{ value: 'Tender', label: 'Tender' }] } }
  });
  await settled();
  return element;
}
const find = (element, id) => element.shadowRoot.querySelector(`[data-id="${id}"]`);
const input = (element, name) => element.shadowRoot.querySelector(`[data-input="${name}"]`);

async function choose(element, verdict) {
  input(element, 'verdict').value = verdict;
  input(element, 'verdict').dispatchEvent(new CustomEvent('change', { detail: { value: verdict } }));
  await settled();
}

/** Base components are stubs here; these are what they have to say of themselves. */
function judge(element, valid) {
  for (const one of element.shadowRoot.querySelectorAll('[data-input]')) {
    one.reportValidity = jest.fn().mockReturnValue(!(one.dataset.input in valid) || valid[one.dataset.input]);
    one.focus = jest.fn();
  }
}

beforeEach(() => jest.useFakeTimers({ doNotFake: ['setTimeout'], now: new Date('2026-11-25T10:00:00Z') }));
afterEach(() => {
  while (document.body.firstChild) document.body.removeChild(document.body.firstChild);
  jest.clearAllMocks();
  jest.useRealTimers();
});

describe('decision', () => {
  it('offers three verdicts in words, and explains the one that is chosen', async () => {
    const element = await decision();
    expect(input(element, 'verdict').options.map(({ value, label }) => [value, label])).toEqual([
      ['Confirmed', 'c.Fairlead_Desk_Confirm'],
      ['Dismissed', 'c.Fairlead_Desk_Dismiss'],
      ['Remedied', 'c.Fairlead_Desk_Remedy']
    ]);
    expect(find(element, 'words')).toBeNull();
    await choose(element, 'Confirmed');
    expect(find(element, 'words').textContent).toBe('c.Fairlead_Desk_Confirm_Words');
  });

  it.each(['Confirmed', 'Remedied'])('%s: is saved with its reason, by whom and when', async (verdict) => {
    const element = await decision();
    const decided = jest.fn();
    element.addEventListener('decide', decided);
    await choose(element, verdict);
    judge(element, {});
    input(element, 'reason').value = ' He was removed without a word. ';
    find(element, 'save').click();
    await settled();
    expect(updateRecord).toHaveBeenCalledWith({
      fields: {
        Id: 'a08000000000001AAA',
        Status__c: verdict,
        Decision_Reason__c: 'He was removed without a word.',
        Dismissed_Because__c: null,
        Decided_By__c: '005000000000009AAA',
        Decided_At__c: '2026-11-25T10:00:00.000Z'
      }
    });
    expect(decided).toHaveBeenCalledTimes(1);
    expect(find(element, 'done').textContent).toBe('c.Fairlead_Desk_Saved');
  });

  it('asks in one word why a case is dismissed', async () => {
    const element = await decision();
    expect(input(element, 'because')).toBeNull();
    await choose(element, 'Dismissed');
    expect(input(element, 'because').label).toBe('Dismissed Because');
    expect(input(element, 'because').options).toEqual([{ value: 'Tender', label: 'Tender' }]);
    judge(element, {});
    input(element, 'because').value = 'Tender';
    input(element, 'reason').value = 'It was put out to tender in May.';
    find(element, 'save').click();
    await settled();
    const { fields } = updateRecord.mock.calls[0][0];
    expect([fields.Status__c, fields.Dismissed_Because__c]).toEqual(['Dismissed', 'Tender']);
  });

  it('is not saved without what it needs; the first that lacks gets the focus', async () => {
    const element = await decision();
    await choose(element, 'Dismissed');
    judge(element, { because: false, reason: false });
    find(element, 'save').click();
    await settled();
    expect(updateRecord).not.toHaveBeenCalled();
    expect(input(element, 'reason').reportValidity).toHaveBeenCalledTimes(1);
    expect(input(element, 'because').focus).toHaveBeenCalledTimes(1);
    expect(input(element, 'reason').focus).not.toHaveBeenCalled();
  });

  it('takes blanks for no reason', async () => {
    const element = await decision();
    const reason = input(element, 'reason');
    expect(reason.required).toBe(true);
    reason.setCustomValidity = jest.fn();
    reason.value = '  ';
    reason.dispatchEvent(new CustomEvent('change'));
    expect(reason.setCustomValidity).toHaveBeenLastCalledWith('c.Fairlead_Desk_Reason_Missing');
    reason.value = 'It was put out to tender.';
    reason.dispatchEvent(new CustomEvent('change'));
    expect(reason.setCustomValidity).toHaveBeenLastCalledWith('');
  });

  it('takes a new case under review in one step', async () => {
    const element = await decision('Open');
    find(element, 'take').click();
    await settled();
    expect(updateRecord).toHaveBeenCalledWith({ fields: { Id: 'a08000000000001AAA', Status__c: 'Under Review' } });
    element.status = 'Under Review';
    await settled();
    expect(find(element, 'take')).toBeNull();
  });

  it('rests once decided, and is opened again only when asked to', async () => {
    const element = await decision('Dismissed');
    expect(find(element, 'save')).toBeNull();
    find(element, 'again').click();
    await settled();
    expect(find(element, 'save')).not.toBeNull();
    expect(find(element, 'take')).toBeNull();
  });

  const verdict = (at, more = {}) => ({ verdict: 'Confirmé', by: 'Ada Lind', at, reason: 'No tender.', ...more });

  it('tells what was decided, by whom, when and why', async () => {
    const element = await decision('Confirmed', { decision: verdict('2026-11-24T10:00:00.000Z') });
    expect(find(element, 'decided').textContent).toBe('Confirmé: Ada Lind, Nov 24, 2026');
    expect(find(element, 'decision-reason').textContent).toBe('No tender.');
    expect(find(element, 'meanwhile')).toBeNull();
  });

  it('keeps what was begun when somebody else decides, says so, and is saved again only knowingly', async () => {
    const element = await decision();
    await choose(element, 'Dismissed');
    input(element, 'reason').value = 'It was put out to tender.';
    Object.assign(element, { status: 'Confirmed', decision: verdict('2026-11-25T09:59:00.000Z') });
    await settled();
    expect(find(element, 'told').getAttribute('role')).toBe('status');
    expect(find(element, 'meanwhile').textContent).toBe('c.Fairlead_Desk_Decided_Meanwhile');
    expect(find(element, 'decided').textContent).toBe('Confirmé: Ada Lind, Nov 25, 2026');
    expect([input(element, 'verdict').value, input(element, 'reason').value]).toEqual([
      'Dismissed',
      'It was put out to tender.'
    ]);
    expect(find(element, 'save').label).toBe('c.Fairlead_Desk_Decide_Again');
    judge(element, {});
    input(element, 'because').value = 'Tender';
    find(element, 'save').click();
    await settled();
    expect(updateRecord).toHaveBeenCalledTimes(1);
  });

  it('is not saved over one that was made since the case was last read', async () => {
    const latest = { status: 'Confirmed', decision: verdict('2026-11-25T09:59:00.000Z') };
    const element = await decision('Under Review', { readLatest: async () => latest });
    await choose(element, 'Confirmed');
    judge(element, {});
    input(element, 'reason').value = 'He was removed.';
    find(element, 'save').click();
    await settled();
    expect(updateRecord).not.toHaveBeenCalled();
    Object.assign(element, latest);
    find(element, 'save').click();
    await settled();
    expect(updateRecord).toHaveBeenCalledTimes(1);
  });

  it('is saved where the case cannot be read again', async () => {
    const element = await decision('Under Review', { readLatest: () => Promise.reject(new Error('offline')) });
    await choose(element, 'Confirmed');
    judge(element, {});
    input(element, 'reason').value = 'He was removed.';
    find(element, 'save').click();
    await settled();
    expect(updateRecord).toHaveBeenCalledTimes(1);
  });

  it('hands the focus to what came of it, whether taken under review or decided', async () => {
    const element = await decision('Open');
    find(element, 'take').click();
    await settled();
    expect(element.shadowRoot.activeElement).toBe(find(element, 'done'));
    element.status = 'Under Review';
    await choose(element, 'Confirmed');
    judge(element, {});
    element.shadowRoot.activeElement.blur();
    input(element, 'reason').value = 'He was removed.';
    find(element, 'save').click();
    await settled();
    expect(element.shadowRoot.activeElement).toBe(find(element, 'done'));
    element.status = 'Confirmed';
    await settled();
    expect(element.shadowRoot.activeElement).toBe(find(element, 'done'));
  });

  it('says what the org says when it refuses, and stays usable', async () => {
    updateRecord.mockRejectedValueOnce({ body: { output: { errors: [{ message: 'The record is locked.' }] } } });
    const element = await decision();
    await choose(element, 'Confirmed');
    judge(element, {});
    input(element, 'reason').value = 'He was removed.';
    find(element, 'save').click();
    await settled();
    expect(find(element, 'problem').textContent).toBe('The record is locked.');
    expect(find(element, 'save').disabled).toBe(false);
    expect(input(element, 'verdict').value).toBe('Confirmed');
  });

  it('gives its own words where the refusal has none', async () => {
    updateRecord.mockRejectedValueOnce(new Error('offline'));
    const element = await decision('Open');
    find(element, 'take').click();
    await settled();
    expect(find(element, 'problem').textContent).toBe('c.Fairlead_Save_Error');
  });
});
