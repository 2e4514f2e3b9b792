import { createElement } from 'lwc';
import { graphql } from 'lightning/graphql';
import { notifyRecordUpdateAvailable, updateRecord } from 'lightning/uiRecordApi';
import EngagementPanel from 'c/engagementPanel';

jest.mock('@salesforce/i18n/lang', () => ({ default: 'en' }), { virtual: true });
jest.mock('@salesforce/i18n/locale', () => ({ default: 'en-GB' }), { virtual: true });
jest.mock('@salesforce/i18n/timeZone', () => ({ default: 'Europe/Paris' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Engagement_Due', () => ({ default: 'Due {0}' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Engagement_Was_Due', () => ({ default: 'Was due {0}' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Engagement_As_Of', () => ({ default: 'Assessed {0}' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Engagement_Engage', () => ({ default: 'Engage {0}' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Engagement_Saved', () => ({ default: '{0} is entered' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Engagement_Gate_Shut', () => ({ default: 'shut until {0}' }), {
  virtual: true
});
jest.mock('@salesforce/label/c.Fairlead_Engagement_Gate_First_Days', () => ({ default: '{days}, from {until}' }), {
  virtual: true
});
jest.mock('@salesforce/label/c.Fairlead_Engagement_Why_Ended', () => ({ default: 'ended on {until}' }), {
  virtual: true
});
jest.mock('@salesforce/label/c.Fairlead_Engagement_Other_Version', () => ({ default: 'version {0}' }), {
  virtual: true
});
jest.mock('@salesforce/label/c.Fairlead_Engagement_Next_Pending', () => ({ default: '{0}: call' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Engagement_Next_Engaged', () => ({ default: '{0}: plan' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Engagement_Next_Left', () => ({ default: '{0} left on {1}' }), {
  virtual: true
});
jest.mock('@salesforce/label/c.Fairlead_Engagement_Was_Entered', () => ({ default: 'from {0} until {1}' }), {
  virtual: true
});
jest.mock('@salesforce/label/c.Fairlead_Engagement_Was_Entered_Until', () => ({ default: 'until {0}' }), {
  virtual: true
});
jest.mock('@salesforce/label/c.Fairlead_Exemption_Answer', () => ({ default: 'answer: {0}' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Exemption_Requested', () => ({ default: 'asked {0}: {1}' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Exemption_Granted', () => ({ default: 'granted {0}: {1}' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Exemption_Granted_Until', () => ({ default: 'granted {0}: {1}, until {2}' }), {
  virtual: true
});
jest.mock('@salesforce/label/c.Fairlead_Exemption_Over', () => ({ default: 'over {2}' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Exemption_Refused', () => ({ default: 'refused {0}: {1}' }), { virtual: true });

const now = Date.parse('2026-11-25T10:00:00.000Z');
const explanation = (more = {}) =>
  JSON.stringify({
    version: 2,
    protection: {
      registration: 'DR-000001',
      customer: 'Nordwind',
      productFamilies: ['Storage'],
      linked: true,
      extensionPending: false,
      match: 1,
      likeness: [],
      doubts: []
    },
    engagement: { code: 'to be engaged', args: {} },
    gate: { code: 'partner missing', args: {} },
    ...more
  });
const node = (more = {}) => ({
  Id: 'a0A000000000001AAA',
  Engagement_State__c: { value: 'Pending', displayValue: 'Pending' },
  Required_Partner__c: { value: '001000000000001AAA' },
  Required_Partner__r: { Name: { value: 'Brightwave Computing' } },
  Engagement_Due__c: { value: '2026-12-04T10:00:00.000Z' },
  Partner_Entered_At__c: { value: null },
  Partner_Confirmed_At__c: { value: null },
  Protected_Until__c: { value: '2027-02-01T09:00:00.000Z' },
  Gate_Open__c: { value: false },
  Open_Conflicts__c: { value: 0 },
  Explanation__c: { value: explanation() },
  Assessed_At__c: { value: '2026-11-25T09:55:00.000Z' },
  ...more
});
const state = (value) => ({ Engagement_State__c: { value, displayValue: null } });
const request = (more = {}) => ({
  Id: 'a0B000000000001AAA',
  CreatedDate: { value: '2026-11-24T10:00:00.000Z' },
  Status__c: { value: 'Requested', displayValue: 'Requested' },
  Reason_Code__c: { value: 'Tender', displayValue: 'A tender' },
  Decided_At__c: { value: null },
  Valid_Until__c: { value: null },
  ...more
});
const answer = (nodes, requests = []) => ({
  uiapi: {
    query: {
      Deal_Assessment__c: { edges: nodes.map((each) => ({ node: each })) },
      Exemption_Request__c: { edges: requests.map((each) => ({ node: each })) }
    }
  }
});
const refresh = jest.fn();
/** The panel's own wire; the flags in it ask by another variable. */
const ofPanel = ({ variables }) => variables !== undefined && 'recordId' in variables;
const emit = (...given) => graphql.emit(answer(...given), ofPanel, refresh);
const settled = () => jest.advanceTimersByTimeAsync(0);

function panel() {
  const element = createElement('c-engagement-panel', { is: EngagementPanel });
  element.recordId = '006000000000001AAA';
  document.body.appendChild(element);
  return element;
}
async function panelWith(assessment, requests) {
  const element = panel();
  await settled();
  emit([assessment], requests);
  await settled();
  return element;
}
const find = (element, id) => element.shadowRoot.querySelector(`[data-id="${id}"]`);
const words = (element, id) => find(element, id)?.textContent ?? null;

beforeEach(() => {
  jest.useFakeTimers({ now });
  refresh.mockReset().mockResolvedValue();
});
afterEach(() => {
  while (document.body.firstChild) document.body.removeChild(document.body.firstChild);
  jest.clearAllMocks();
  jest.useRealTimers();
});

describe('engagement panel: how it stands', () => {
  it('says that it is reading, in words', () => {
    expect(panel().shadowRoot.querySelector('c-unread').loading).toBe('c.Fairlead_Engagement_Loading');
  });

  it('names the partner, the time left and the date, and the next step', async () => {
    const element = await panelWith(node());
    expect(words(element, 'state')).toBe('Pending');
    expect(words(element, 'next')).toBe('Brightwave Computing: call');
    expect(words(element, 'time-left')).toBe('Due in 9 days');
    expect(find(element, 'due').querySelector('lightning-formatted-date-time').value).toBe('2026-12-04T10:00:00.000Z');
    expect(words(element, 'as-of')).toBe('Assessed 5 minutes ago');
  });

  it.each([
    [{ from: '2026-10-01', until: '2026-11-20' }, 'from 1 Oct 2026 until 20 Nov 2026'],
    [{ until: '2026-11-20' }, 'until 20 Nov 2026']
  ])('tells of a partner who was taken off that he was there, as far as is known: %o', async (args, told) => {
    const engagement = { code: 'overdue', args };
    const element = await panelWith(
      node({ ...state('Overdue'), Explanation__c: { value: explanation({ engagement }) } })
    );
    expect(words(element, 'next')).toBe('Brightwave Computing left on 20 Nov 2026');
    expect(words(element, 'entered')).toBe(told);
  });

  it('does not say that nothing covers a deal, above an open question about it', async () => {
    const engagement = { code: 'not covered', args: {} };
    const more = { ...state('Not Required'), Explanation__c: { value: explanation({ engagement, protection: null }) } };
    expect(words(await panelWith(node(more)), 'why')).toBe('c.Fairlead_Engagement_Why_Not_Covered');
    const asked = await panelWith(node({ ...more, Open_Conflicts__c: { value: 1 } }));
    expect(words(asked, 'why')).toBe('c.Fairlead_Engagement_Why_Not_Covered_Asked');
  });

  it('says how long ago it was due', async () => {
    const element = await panelWith(
      node({ ...state('Overdue'), Engagement_Due__c: { value: '2026-11-22T09:00:00Z' } })
    );
    expect(words(element, 'time-left')).toBe('Was due 3 days ago');
  });

  it.each([
    ['Overdue', 'c.Fairlead_Engagement_Next_Overdue', true],
    ['Engaged', 'Brightwave Computing: plan', false],
    ['Engaged Late', 'Brightwave Computing: plan', false],
    ['Exempt', 'c.Fairlead_Engagement_Next_Exempt', false],
    ['Not Required', 'c.Fairlead_Engagement_Next_Nobody', false]
  ])('%s: tells the next step, and offers to engage and to ask only where it is due', async (value, next, offers) => {
    const element = await panelWith(node(state(value)));
    expect(words(element, 'state')).toBe(value);
    expect(words(element, 'next')).toBe(next);
    expect([find(element, 'engage') !== null, find(element, 'ask') !== null]).toEqual([offers, offers]);
    expect(find(element, 'due') !== null).toBe(offers);
  });

  it('says why nobody has to be engaged', async () => {
    const engagement = { code: 'protection ended', args: { until: '2026-06-01' } };
    const element = await panelWith(
      node({ ...state('Not Required'), Explanation__c: { value: explanation({ protection: null, engagement }) } })
    );
    expect(words(element, 'why')).toBe('ended on 1 Jun 2026');
    expect(element.shadowRoot.querySelector('c-engagement-grounds')).toBeNull();
  });

  it('says that any partner will do where none is named', async () => {
    const element = await panelWith(node({ Required_Partner__c: { value: null }, Required_Partner__r: null }));
    expect(words(element, 'next')).toBe('c.Fairlead_Engagement_Next_Any');
    expect(find(element, 'engage')).toBeNull();
    expect(find(element, 'entered')).toBeNull();
  });

  it('hands the grounds on, and the number of open cases', async () => {
    const element = await panelWith(node({ Open_Conflicts__c: { value: 2 } }));
    const grounds = element.shadowRoot.querySelector('c-engagement-grounds');
    expect(grounds.grounds.registration).toBe('DR-000001');
    expect(grounds.protectedUntil).toBe('2027-02-01T09:00:00.000Z');
    expect(element.shadowRoot.querySelector('c-deal-flags').openOnDeal).toBe(2);
  });

  it('says so where the deal has not been looked at yet', async () => {
    const element = panel();
    await settled();
    emit([]);
    await settled();
    expect(element.shadowRoot.querySelector('p[role="status"]').textContent).toBe('c.Fairlead_Engagement_Empty');
  });

  it.each([
    ['of another version', '{"version":3}', 'version 3'],
    ['of the first version, which had none', '{"engagement":"the partner is missing"}', 'version 1'],
    ['cut off', '{"version":2,"eng', null]
  ])('shows what it can where the reasons are %s', async (_, text, told) => {
    const element = await panelWith(node({ Explanation__c: { value: text } }));
    expect(words(element, 'state')).toBe('Pending');
    expect(words(element, 'other-version')).toBe(told);
  });
});

describe('engagement panel: the gate', () => {
  it('that is shut says until when and whom', async () => {
    expect(words(await panelWith(node()), 'gate')).toBe('shut until Brightwave Computing');
  });

  it('that only warns is a banner with the day from which on it shuts', async () => {
    const gate = { code: 'first days', args: { days: 30, until: '2026-12-01' } };
    const element = await panelWith(
      node({ Gate_Open__c: { value: true }, Explanation__c: { value: explanation({ gate }) } })
    );
    expect(words(element, 'gate')).toBe('30, from 1 Dec 2026');
    expect(find(element, 'gate').firstElementChild.iconName).toBe('utility:unlock');
  });

  it.each([
    ['policy warns', 'Policy_Warns'],
    ['uncertain match', 'Uncertain_Match'],
    ['began past the gate', 'Began_Past'],
    ['not live yet', 'Not_Live'],
    ['request unanswered', 'Unanswered'],
    ['gate further on', 'Further_On'],
    ['nobody named', 'Nobody_Named']
  ])('that is open says why: %s', async (code, label) => {
    const text = explanation({ gate: { code, args: {} } });
    const element = await panelWith(node({ Gate_Open__c: { value: true }, Explanation__c: { value: text } }));
    expect(words(element, 'gate')).toBe(`c.Fairlead_Engagement_Gate_${label}`);
  });

  it('is not spoken of where nothing waits for it, nor where it is open for a reason that is not known', async () => {
    const unknown = explanation({ gate: { code: 'toString', args: {} } });
    const element = await panelWith(node({ Gate_Open__c: { value: true }, Explanation__c: { value: unknown } }));
    expect(find(element, 'gate')).toBeNull();
    expect(find(await panelWith(node(state('Engaged'))), 'gate')).toBeNull();
  });
});

describe('engagement panel: proof', () => {
  const signs = (element) =>
    ['entered', 'confirmed'].map((id) => [
      find(element, id).querySelector('lightning-icon').iconName,
      find(element, id).textContent
    ]);
  const missing = 'utility:routing_offline';

  it('names both steps before the first is done', async () => {
    expect(signs(await panelWith(node()))).toEqual([
      [missing, 'c.Fairlead_Engagement_Not_Entered'],
      [missing, 'c.Fairlead_Engagement_Not_Confirmed']
    ]);
  });

  it('dates what is done', async () => {
    const at = { value: '2026-11-20T08:00:00.000Z' };
    const element = await panelWith(node({ ...state('Engaged'), Partner_Entered_At__c: at }));
    expect(signs(element)).toEqual([
      ['utility:success', 'c.Fairlead_Engagement_Entered'],
      [missing, 'c.Fairlead_Engagement_Not_Confirmed']
    ]);
    expect(find(element, 'entered').querySelector('lightning-formatted-date-time').value).toBe(at.value);
    emit([node({ ...state('Engaged'), Partner_Entered_At__c: at, Partner_Confirmed_At__c: at })]);
    await settled();
    expect(signs(element)[1]).toEqual(['utility:success', 'c.Fairlead_Engagement_Confirmed']);
  });

  it('is not asked for where nobody has to be engaged', async () => {
    expect(find(await panelWith(node(state('Not Required'))), 'entered')).toBeNull();
  });
});

describe('engagement panel: engaging', () => {
  it('enters the partner in one step', async () => {
    const element = await panelWith(node());
    expect(find(element, 'engage').label).toBe('Engage Brightwave Computing');
    find(element, 'engage').click();
    await settled();
    expect(updateRecord).toHaveBeenCalledWith({
      fields: { Id: '006000000000001AAA', Engaged_Partner__c: '001000000000001AAA' }
    });
  });

  it('says that the partner is entered, and looks for the verdict until it has come', async () => {
    const element = await panelWith(node());
    find(element, 'engage').click();
    await settled();
    expect(find(element, 'result').getAttribute('role')).toBe('status');
    expect(words(element, 'saved')).toBe('Brightwave Computing is entered');
    expect([find(element, 'engage'), find(element, 'ask')]).toEqual([null, null]);
    await jest.advanceTimersByTimeAsync(2_000);
    expect(refresh).toHaveBeenCalledTimes(1);
    expect(notifyRecordUpdateAvailable).not.toHaveBeenCalled();
    refresh.mockImplementation(async () =>
      emit([node({ ...state('Engaged'), Assessed_At__c: { value: '2026-11-25T10:00:03.000Z' } })])
    );
    await jest.advanceTimersByTimeAsync(3_000);
    expect(find(element, 'saved')).toBeNull();
    expect(words(element, 'state')).toBe('Engaged');
    expect(notifyRecordUpdateAvailable).toHaveBeenCalledWith([{ recordId: '006000000000001AAA' }]);
  });

  it('has the focus on what came of it, also when the verdict follows', async () => {
    const element = await panelWith(node());
    find(element, 'engage').click();
    await settled();
    expect(element.shadowRoot.activeElement).toBe(find(element, 'result'));
    emit([node({ ...state('Engaged'), Assessed_At__c: { value: '2026-11-25T10:00:03.000Z' } })]);
    await settled();
    expect(element.shadowRoot.activeElement).toBe(find(element, 'result'));
  });

  it('offers the button again where the new verdict still waits for the partner', async () => {
    const element = await panelWith(node());
    find(element, 'engage').click();
    await settled();
    emit([node({ Assessed_At__c: { value: '2026-11-25T10:00:03.000Z' } })]);
    await settled();
    expect(find(element, 'saved')).toBeNull();
    expect(find(element, 'engage')).not.toBeNull();
  });

  it('offers the button again on the next deal in the same panel', async () => {
    const element = await panelWith(node());
    find(element, 'engage').click();
    await settled();
    element.recordId = '006000000000002AAA';
    emit([node()]);
    await settled();
    expect(find(element, 'saved')).toBeNull();
    expect(find(element, 'engage')).not.toBeNull();
  });

  it('locks the button while it saves', async () => {
    let finish;
    updateRecord.mockReturnValueOnce(new Promise((resolve) => (finish = resolve)));
    const element = await panelWith(node());
    find(element, 'engage').click();
    await settled();
    expect(find(element, 'engage').disabled).toBe(true);
    finish();
    await settled();
    expect(find(element, 'saved')).not.toBeNull();
  });

  it.each([
    [
      'says what the org says',
      { body: { output: { errors: [{ message: 'The record is locked.' }] } } },
      'The record is locked.'
    ],
    ['gives its own words where there are none', new Error('offline'), 'c.Fairlead_Engagement_Save_Error']
  ])('%s when it is refused, and stays usable', async (_, error, told) => {
    updateRecord.mockRejectedValueOnce(error);
    const element = await panelWith(node());
    find(element, 'engage').click();
    await settled();
    expect(words(element, 'save-problem')).toBe(told);
    expect(find(element, 'save-problem').getAttribute('role')).toBe('alert');
    expect(find(element, 'engage').disabled).toBe(false);
  });
});

describe('engagement panel: an exemption', () => {
  const form = (element) => element.shadowRoot.querySelector('c-exemption-form');

  it('is asked for in a form that opens in place', async () => {
    const element = await panelWith(node());
    expect(find(element, 'ask').label).toBe('c.Fairlead_Exemption_Ask');
    find(element, 'ask').click();
    await settled();
    expect(form(element).recordId).toBe('006000000000001AAA');
    expect(find(element, 'ask')).toBeNull();
    form(element).dispatchEvent(new CustomEvent('cancel'));
    await settled();
    expect(form(element)).toBeNull();
    expect(find(element, 'ask')).not.toBeNull();
  });

  it('that was given up leaves the focus on the button that asks', async () => {
    const focus = jest.spyOn(HTMLElement.prototype, 'focus');
    const element = await panelWith(node());
    find(element, 'ask').click();
    await settled();
    form(element).dispatchEvent(new CustomEvent('cancel'));
    await settled();
    expect(focus.mock.contexts.at(-1)).toBe(find(element, 'ask'));
    focus.mockRestore();
  });

  it('that was asked for has the focus', async () => {
    const element = await panelWith(node());
    refresh.mockImplementation(async () => emit([node()], [request()]));
    find(element, 'ask').click();
    await settled();
    form(element).dispatchEvent(new CustomEvent('asked'));
    await settled();
    expect(element.shadowRoot.activeElement).toBe(find(element, 'request'));
  });

  it('that waits for an answer is no more told once the partner is engaged', async () => {
    const element = await panelWith(node(state('Engaged')), [request()]);
    expect(find(element, 'request')).toBeNull();
  });

  it('that was asked for is read at once', async () => {
    const element = await panelWith(node());
    find(element, 'ask').click();
    await settled();
    form(element).dispatchEvent(new CustomEvent('asked'));
    await settled();
    expect(form(element)).toBeNull();
    expect(refresh).toHaveBeenCalledTimes(1);
  });

  const decided = { Decided_At__c: { value: '2026-11-25T08:00:00.000Z' } };
  it.each([
    ['not answered', {}, 'asked 24 Nov 2026: A tender', null],
    ['refused', { Status__c: { value: 'Refused' }, ...decided }, 'refused 25 Nov 2026: A tender', 'Ask_Again'],
    ['granted', { Status__c: { value: 'Granted' }, ...decided }, 'granted 25 Nov 2026: A tender', 'Ask_Again'],
    [
      'granted for a time',
      { Status__c: { value: 'Granted' }, ...decided, Valid_Until__c: { value: '2026-12-31T23:30:00.000Z' } },
      'granted 25 Nov 2026: A tender, until 1 Jan 2027',
      'Ask_Again'
    ],
    [
      'over',
      { Status__c: { value: 'Granted' }, ...decided, Valid_Until__c: { value: '2026-11-25T10:00:00.000Z' } },
      'over 25 Nov 2026',
      'Ask_Again'
    ]
  ])('that is %s is told, and may be asked for again or not', async (_, more, told, label) => {
    const element = await panelWith(node(), [request(more)]);
    expect(words(element, 'request')).toBe(`c.Fairlead_Exemption_Title${told}`);
    expect(find(element, 'ask')?.label ?? null).toBe(label && `c.Fairlead_Exemption_${label}`);
  });

  it('is told with the words of who answered it, where there are any', async () => {
    const refused = { Status__c: { value: 'Refused' }, ...decided };
    const element = await panelWith(node(), [
      request({ ...refused, Decision_Reason__c: { value: 'Call him first.' } })
    ]);
    expect(words(element, 'answer')).toBe('answer: Call him first.');
    expect(find(await panelWith(node(), [request(refused)]), 'answer')).toBeNull();
  });
});

describe('engagement panel: reading', () => {
  it('shows an error in place when the org does not answer, and reads again', async () => {
    const element = panel();
    await settled();
    graphql.emitErrors([{ message: 'no', extensions: { ErrorType: 'DataFetchingException' } }], ofPanel, refresh);
    await settled();
    const unread = element.shadowRoot.querySelector('c-unread');
    expect(unread.problem).toBe('c.Fairlead_Read_Error');
    unread.dispatchEvent(new CustomEvent('again'));
    expect(refresh).toHaveBeenCalledTimes(1);
    emit([node()]);
    await settled();
    expect(element.shadowRoot.querySelector('c-unread')).toBeNull();
    expect(words(element, 'state')).toBe('Pending');
  });

  it('names the way in to a user for whom the assessment does not exist', async () => {
    const element = panel();
    await settled();
    graphql.emitErrors([{ message: "Field 'Deal_Assessment__c' …", extensions: { ErrorType: 'ValidationError' } }]);
    await settled();
    expect(element.shadowRoot.querySelector('c-unread').problem).toBe('c.Fairlead_No_Access');
  });

  it('keeps what it shows where looking again fails, and ends looking when it leaves the page', async () => {
    refresh.mockRejectedValue(new Error('offline'));
    const element = await panelWith(node());
    await jest.advanceTimersByTimeAsync(2_000);
    expect(refresh).toHaveBeenCalledTimes(1);
    expect(words(element, 'state')).toBe('Pending');
    document.body.removeChild(element);
    await jest.advanceTimersByTimeAsync(600_000);
    expect(refresh).toHaveBeenCalledTimes(1);
  });
});
