import { createElement } from 'lwc';
import { graphql } from 'lightning/graphql';
import { updateRecord } from 'lightning/uiRecordApi';
import EngagementPanel from 'c/engagementPanel';

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
    graphql.emitErrors([{ message: 'no' }]);
    await settled();
    expect(element.shadowRoot.querySelector('[role="alert"]').textContent).toContain('c.Fairlead_Read_Error');
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
