import { createElement } from 'lwc';
import { updateRecord } from 'lightning/uiRecordApi';
import DealFlag from 'c/dealFlag';

jest.mock('@salesforce/i18n/lang', () => ({ default: 'en' }), { virtual: true });
jest.mock('@salesforce/i18n/locale', () => ({ default: 'en-GB' }), { virtual: true });
jest.mock('@salesforce/i18n/timeZone', () => ({ default: 'Europe/Paris' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Flag_Decided', () => ({ default: 'decided on {0}' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Flag_Decision_Due', () => ({ default: 'expected {0}' }), { virtual: true });

const now = Date.parse('2026-11-25T10:00:00.000Z');
const fact = (id, code, at) => ({
  node: {
    Id: id,
    At__c: { value: at },
    What__c: { value: 'in English' },
    Fact__c: { value: JSON.stringify({ version: 1, code, args: {} }) },
    From__c: { value: code === 'removed' ? 'Corvus' : null },
    To__c: { value: code === 'approved' ? 'Approved' : null }
  }
});
const flag = (more = {}) => ({
  Id: 'a0C000000000001AAA',
  Pattern__c: { value: 'Replaced', displayValue: 'Remplacé' },
  Status__c: { value: 'Open', displayValue: 'Ouvert' },
  Decision_Due__c: { value: '2026-11-27T09:00:00.000Z' },
  Salesperson_Statement__c: { value: null },
  Conflict_Evidence__r: {
    edges: [fact('1', 'approved', '2026-11-01T09:00:00.000Z'), fact('2', 'removed', '2026-11-20T09:00:00.000Z')]
  },
  ...more
});
const settled = () => jest.advanceTimersByTimeAsync(0);

async function shown(more) {
  const element = createElement('c-deal-flag', { is: DealFlag });
  element.flag = flag(more);
  document.body.appendChild(element);
  await settled();
  return element;
}
const find = (element, id) => element.shadowRoot.querySelector(`[data-id="${id}"]`);
const say = async (element, value) => {
  find(element, 'statement').dispatchEvent(new CustomEvent('change', { detail: { value } }));
  await settled();
};

beforeEach(() => jest.useFakeTimers({ now }));
afterEach(() => {
  while (document.body.firstChild) document.body.removeChild(document.body.firstChild);
  jest.clearAllMocks();
  jest.useRealTimers();
});

describe('a question about a deal', () => {
  it('names its pattern, where it stands and when a decision is expected', async () => {
    const element = await shown();
    expect(find(element, 'pattern').textContent).toBe('Remplacé');
    expect(find(element, 'status').textContent).toBe('Ouvert');
    expect(find(element, 'decision').textContent).toBe('expected in 47 hours');
    expect(element.shadowRoot.querySelector('section').getAttribute('aria-label')).toBe('Remplacé');
  });

  it('names the partner whose registration it is about, where the org does', async () => {
    expect(find(await shown(), 'partner')).toBeNull();
    const element = await shown({ Partner__r: { Name: { value: 'Brightwave' } } });
    expect(find(element, 'partner').textContent).toBe('c.Fairlead_Flag_PartnerBrightwave');
  });

  it('that is decided says when and why, in the words of who decided', async () => {
    const element = await shown({
      Status__c: { value: 'Dismissed', displayValue: 'Écarté' },
      Decided_At__c: { value: '2026-11-24T23:30:00.000Z' },
      Dismissed_Because__c: { value: 'Tender', displayValue: 'Appel d’offres' },
      Decision_Reason__c: { value: 'It was published in May.' }
    });
    expect(find(element, 'outcome').textContent).toBe('decided on 25 Nov 2026');
    expect(find(element, 'reason').textContent).toBe('Appel d’offres\nIt was published in May.');
  });

  it('that closed by itself says why, and no day', async () => {
    const element = await shown({
      Status__c: { value: 'Remedied', displayValue: null },
      Remedy__c: { value: '{"version":1,"code":"restored","args":{}}' },
      Decision_Reason__c: { value: 'In English.' }
    });
    expect(find(element, 'outcome').textContent).toBe('c.Fairlead_Desk_History_Closed_Itself');
    expect(find(element, 'reason').textContent).toBe('c.Fairlead_Desk_Closed_Restored');
  });

  it('that is open tells nothing of an earlier decision', async () => {
    const element = await shown({ Decision_Reason__c: { value: 'Closed in spring.' } });
    expect(find(element, 'outcome')).toBeNull();
  });

  it('does not promise a day that is over', async () => {
    const element = await shown({ Decision_Due__c: { value: '2026-11-25T09:59:59.000Z' } });
    expect(find(element, 'decision').textContent).toBe('c.Fairlead_Flag_Decision_Awaited');
  });

  it('tells what is on record in the language of the user, dated', async () => {
    const facts = [...find(await shown(), 'facts').children];
    expect(facts.map((each) => each.textContent)).toEqual([
      'c.Fairlead_Flag_Fact_Approved',
      'c.Fairlead_Flag_Fact_RemovedCorvus'
    ]);
    expect(facts[1].querySelector('lightning-formatted-date-time').value).toBe('2026-11-20T09:00:00.000Z');
  });

  it.each([
    ['Named Account', 'Named_Account'],
    ['Waiting Out', 'Waiting_Out'],
    ['Undercut', 'Undercut'],
    ['Shadow', 'Shadow'],
    ['Replaced', 'Replaced'],
    ['Late On Paper', 'Late_On_Paper'],
    ['Not Engaged', 'Not_Engaged']
  ])('%s: asks for what would help', async (value, label) => {
    const element = await shown({ Pattern__c: { value, displayValue: null } });
    expect(find(element, 'question').textContent).toBe(`c.Fairlead_Flag_Ask_${label}`);
  });
});

describe("the salesperson's own account", () => {
  it('is saved on the case', async () => {
    const element = await shown();
    expect(find(element, 'save').disabled).toBe(true);
    await say(element, 'The customer asked for it.');
    expect(find(element, 'save').disabled).toBe(false);
    find(element, 'save').click();
    await settled();
    expect(updateRecord).toHaveBeenCalledWith({
      fields: { Id: 'a0C000000000001AAA', Salesperson_Statement__c: 'The customer asked for it.' }
    });
    expect(find(element, 'saved').textContent).toBe('c.Fairlead_Flag_Statement_Saved');
  });

  it('has the focus on what came of saving it', async () => {
    const element = await shown();
    await say(element, 'The customer asked for it.');
    find(element, 'save').click();
    await settled();
    expect(element.shadowRoot.activeElement).toBe(find(element, 'result'));
  });

  it('is not missed where the case was settled without it', async () => {
    expect(find(await shown({ Status__c: { value: 'Remedied', displayValue: null } }), 'none')).toBeNull();
    expect(find(await shown({ Status__c: { value: 'Confirmed', displayValue: null } }), 'none')).not.toBeNull();
  });

  it('can be changed until the decision, and is not saved unchanged or empty', async () => {
    const element = await shown({ Salesperson_Statement__c: { value: 'Before.' } });
    expect(find(element, 'statement').value).toBe('Before.');
    expect(find(element, 'save').disabled).toBe(true);
    await say(element, '  ');
    expect(find(element, 'save').disabled).toBe(true);
    await say(element, 'After.');
    expect(find(element, 'save').disabled).toBe(false);
  });

  it('is not lost when the case is read again while he writes', async () => {
    const element = await shown();
    await say(element, 'Half a sen');
    element.flag = flag();
    await settled();
    expect(find(element, 'statement').value).toBe('Half a sen');
  });

  it.each([
    ['what the org says', { body: { message: 'The record is locked.' } }, 'The record is locked.'],
    ['its own words where there are none', new Error('offline'), 'c.Fairlead_Flag_Statement_Save_Error']
  ])('stays where it cannot be saved, with %s', async (_, error, told) => {
    updateRecord.mockRejectedValueOnce(error);
    const element = await shown();
    await say(element, 'The customer asked for it.');
    find(element, 'save').click();
    await settled();
    expect(find(element, 'problem').textContent).toBe(told);
    expect(find(element, 'statement').value).toBe('The customer asked for it.');
    expect(find(element, 'saved')).toBeNull();
  });

  it('is read only once the case is decided', async () => {
    const decided = { Status__c: { value: 'Dismissed', displayValue: 'Dismissed' } };
    const element = await shown({ ...decided, Salesperson_Statement__c: { value: 'Before.' } });
    expect([find(element, 'statement'), find(element, 'question'), find(element, 'decision')]).toEqual([
      null,
      null,
      null
    ]);
    expect(find(element, 'given').textContent).toBe('Before.');
    expect(find(await shown(decided), 'none').textContent).toBe('c.Fairlead_Flag_Statement_None');
  });
});
