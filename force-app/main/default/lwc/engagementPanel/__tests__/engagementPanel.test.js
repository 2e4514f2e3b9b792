import { createElement } from 'lwc';
import { graphql } from 'lightning/graphql';
import { updateRecord } from 'lightning/uiRecordApi';
import EngagementPanel from 'c/engagementPanel';

jest.mock('@salesforce/label/c.Fairlead_Conflicts_Open', () => ({ default: '{0} open' }), { virtual: true });

const node = (more = {}) => ({
  Id: 'a0A000000000001AAA',
  Engagement_State__c: { value: 'Pending', displayValue: 'Pending' },
  Required_Partner__c: { value: '001000000000001AAA' },
  Required_Partner__r: { Name: { value: 'Brightwave Computing' } },
  Engagement_Due__c: { value: '2026-12-04T10:00:00.000Z' },
  Protected_Until__c: { value: '2027-02-01T09:00:00.000Z' },
  Gate_Open__c: { value: false },
  Open_Conflicts__c: { value: 0 },
  Explanation__c: { value: '{"engagement":"registration DR-000001 covers this deal"}' },
  ...more
});
const answer = (...nodes) => ({
  uiapi: { query: { Deal_Assessment__c: { edges: nodes.map((each) => ({ node: each })) } } }
});
const settled = () => new Promise((resolve) => setTimeout(resolve));

function panel() {
  const element = createElement('c-engagement-panel', { is: EngagementPanel });
  element.recordId = '006000000000001AAA';
  document.body.appendChild(element);
  return element;
}
const find = (element, id) => element.shadowRoot.querySelector(`[data-id="${id}"]`);
const button = (element) => element.shadowRoot.querySelector('lightning-button');

afterEach(() => {
  while (document.body.firstChild) document.body.removeChild(document.body.firstChild);
  jest.clearAllMocks();
});

describe('engagement panel', () => {
  it('says that it is reading, in words', () => {
    const status = panel().shadowRoot.querySelector('[role="status"] lightning-spinner');
    expect(status.alternativeText).toBe('c.Fairlead_Loading');
  });

  it('names the partner, the due date, the reason and the next step while there is time', async () => {
    const element = panel();
    graphql.emit(answer(node()));
    await settled();
    expect(find(element, 'state').textContent).toBe('Pending');
    expect(find(element, 'next').textContent).toBe('c.Fairlead_Next_Pending');
    expect(find(element, 'partner').textContent).toBe('Brightwave Computing');
    expect(find(element, 'due').firstElementChild.value).toBe('2026-12-04T10:00:00.000Z');
    expect(find(element, 'why').textContent).toBe('registration DR-000001 covers this deal');
    expect(find(element, 'gate').textContent).toContain('c.Fairlead_Gate_Shut');
    expect(find(element, 'conflicts')).toBeNull();
  });

  it.each([
    ['Overdue', 'c.Fairlead_Next_Overdue', true],
    ['Engaged', 'c.Fairlead_Next_Engaged', false],
    ['Engaged Late', 'c.Fairlead_Next_Engaged', false],
    ['Exempt', 'c.Fairlead_Next_Exempt', false],
    ['Not Required', 'c.Fairlead_Next_Not_Required', false]
  ])('%s: tells the next step, and offers to engage only where it is due', async (state, next, offers) => {
    const element = panel();
    graphql.emit(answer(node({ Engagement_State__c: { value: state, displayValue: null } })));
    await settled();
    expect(find(element, 'next').textContent).toBe(next);
    expect(button(element) !== null).toBe(offers);
    expect(find(element, 'exemption') !== null).toBe(offers);
  });

  it('offers no button where any partner will do', async () => {
    const element = panel();
    graphql.emit(answer(node({ Required_Partner__c: { value: null }, Required_Partner__r: null })));
    await settled();
    expect(button(element)).toBeNull();
  });

  it('says so where the deal has not been looked at yet', async () => {
    const element = panel();
    graphql.emit(answer());
    await settled();
    expect(element.shadowRoot.querySelector('p[role="status"]').textContent).toBe('c.Fairlead_Engagement_Empty');
  });

  it('shows an error in place when the org does not answer', async () => {
    const element = panel();
    const refresh = jest.fn().mockResolvedValue();
    graphql.emitErrors([{ message: 'no', extensions: { ErrorType: 'DataFetchingException' } }], undefined, refresh);
    await settled();
    const alert = element.shadowRoot.querySelector('[role="alert"]');
    expect(alert.textContent).toBe('c.Fairlead_Read_Error');
    expect(alert.querySelector('lightning-icon').iconName).toBe('utility:error');
    expect(button(element).label).toBe('c.Fairlead_Read_Again');
    button(element).click();
    expect(refresh).toHaveBeenCalledTimes(1);
  });

  it('comes back once the org answers again', async () => {
    const element = panel();
    graphql.emitErrors([{ message: 'no' }]);
    await settled();
    graphql.emit(answer(node()));
    await settled();
    expect(element.shadowRoot.querySelector('[role="alert"]')).toBeNull();
    expect(find(element, 'state').textContent).toBe('Pending');
  });

  it('names the way in to a user for whom the assessment does not exist', async () => {
    const element = panel();
    graphql.emitErrors([
      {
        message: "Field 'Deal_Assessment__c' in type 'RecordQuery' is undefined",
        extensions: { ErrorType: 'ValidationError' }
      }
    ]);
    await settled();
    expect(element.shadowRoot.querySelector('[role="alert"]').textContent).toBe('c.Fairlead_No_Access');
  });

  it('counts the open questions, and says nothing where there are none', async () => {
    const element = panel();
    graphql.emit(answer(node({ Open_Conflicts__c: { value: 2 } })));
    await settled();
    expect(find(element, 'conflicts').textContent).toBe('2 open');
    graphql.emit(answer(node({ Open_Conflicts__c: { value: 0 } })));
    await settled();
    expect(find(element, 'conflicts')).toBeNull();
  });

  it('says in words whether the gate is open, beside the sign', async () => {
    const element = panel();
    graphql.emit(answer(node({ Gate_Open__c: { value: true } })));
    await settled();
    expect(find(element, 'gate').textContent).toBe('c.Fairlead_Gate_Open');
    expect(find(element, 'gate').firstElementChild.iconName).toBe('utility:unlock');
    graphql.emit(answer(node({ Gate_Open__c: { value: false } })));
    await settled();
    expect(find(element, 'gate').textContent).toBe('c.Fairlead_Gate_Shut');
    expect(find(element, 'gate').firstElementChild.iconName).toBe('utility:lock');
  });

  it('leaves out a reason that it cannot read', async () => {
    const element = panel();
    graphql.emit(answer(node({ Explanation__c: { value: '{"engagement":"cut o' } })));
    await settled();
    expect(find(element, 'why')).toBeNull();
    expect(find(element, 'partner').textContent).toBe('Brightwave Computing');
  });

  it('engages the partner in one step and reads again', async () => {
    const element = panel();
    const refresh = jest.fn().mockResolvedValue();
    graphql.emit(answer(node()), undefined, refresh);
    await settled();
    expect(button(element).label).toBe('c.Fairlead_Engage');
    button(element).click();
    await settled();
    expect(updateRecord).toHaveBeenCalledWith({
      fields: { Id: '006000000000001AAA', Engaged_Partner__c: '001000000000001AAA' }
    });
    expect(refresh).toHaveBeenCalledTimes(1);
  });

  it('says that the partner is entered until the new state has come, and offers to look again', async () => {
    const element = panel();
    const refresh = jest.fn().mockResolvedValue();
    graphql.emit(answer(node()), undefined, refresh);
    await settled();
    button(element).click();
    await settled();
    expect(find(element, 'saved').getAttribute('role')).toBe('status');
    expect(find(element, 'saved').textContent).toBe('c.Fairlead_Engage_Saved');
    expect(button(element).label).toBe('c.Fairlead_Read_Again');
    button(element).click();
    expect(refresh).toHaveBeenCalledTimes(2);
    graphql.emit(answer(node({ Engagement_State__c: { value: 'Engaged', displayValue: 'Engaged' } })));
    await settled();
    expect(find(element, 'saved')).toBeNull();
    expect(find(element, 'state').textContent).toBe('Engaged');
  });

  it('offers the button again on the next deal in the same panel', async () => {
    const element = panel();
    graphql.emit(answer(node()));
    await settled();
    button(element).click();
    await settled();
    element.recordId = '006000000000002AAA';
    graphql.emit(answer(node()));
    await settled();
    expect(find(element, 'saved')).toBeNull();
    expect(button(element).label).toBe('c.Fairlead_Engage');
  });

  it('does not call a saved partner refused when reading again fails', async () => {
    const element = panel();
    graphql.emit(answer(node()), undefined, jest.fn().mockRejectedValue(new Error('offline')));
    await settled();
    button(element).click();
    await settled();
    expect(find(element, 'save-problem')).toBeNull();
    expect(find(element, 'problem').textContent).toBe('c.Fairlead_Read_Error');
  });

  it('locks the button while it saves', async () => {
    let finish;
    updateRecord.mockReturnValueOnce(new Promise((resolve) => (finish = resolve)));
    const element = panel();
    graphql.emit(answer(node()));
    await settled();
    button(element).click();
    await settled();
    expect(button(element).disabled).toBe(true);
    finish();
    await settled();
    expect(find(element, 'saved')).not.toBeNull();
  });

  it('gives its own words where the refusal has none', async () => {
    updateRecord.mockRejectedValueOnce(new Error('offline'));
    const element = panel();
    graphql.emit(answer(node()));
    await settled();
    button(element).click();
    await settled();
    expect(find(element, 'save-problem').textContent).toBe('c.Fairlead_Save_Error');
    expect(find(element, 'save-problem').getAttribute('role')).toBe('alert');
  });

  it('says what the org says when it refuses, and stays usable', async () => {
    updateRecord.mockRejectedValueOnce({ body: { output: { errors: [{ message: 'The record is locked.' }] } } });
    const element = panel();
    graphql.emit(answer(node()));
    await settled();
    button(element).click();
    await settled();
    expect(find(element, 'save-problem').textContent).toBe('The record is locked.');
    expect(button(element).disabled).toBe(false);
  });
});
