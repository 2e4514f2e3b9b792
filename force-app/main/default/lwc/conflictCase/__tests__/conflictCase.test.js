import { createElement } from 'lwc';
import { graphql } from 'lightning/graphql';
import ConflictCase from 'c/conflictCase';
import { CASE, EVENTS, FAMILIES } from '../queries';

jest.mock('lightning/graphql', () => {
  const { createTestWireAdapter } = jest.requireActual('@salesforce/wire-service-jest-util');
  return { gql: ([text]) => text, graphql: createTestWireAdapter() };
});
jest.mock('@salesforce/i18n/lang', () => ({ default: 'en-US' }), { virtual: true });
jest.mock('@salesforce/i18n/locale', () => ({ default: 'en-US' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Desk_Clock_Due', () => ({ default: 'Decide {0}' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Desk_Confidence_Words', () => ({ default: '{0} ({1})' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Desk_History_Decided', () => ({ default: 'Decided: {0}' }), { virtual: true });

const field = (value, displayValue = null) => ({ value, displayValue });
const evidence = (more = {}) => ({
  Id: 'a09000000000001AAA',
  What__c: field('the registered partner was removed'),
  Fact__c: field(null),
  From__c: field('Brightwave Computing'),
  To__c: field(null),
  At__c: field('2026-11-20T09:00:00.000Z'),
  By__r: { Name: field('Ada Lind') },
  Record_Id__c: field('006000000000001AAA'),
  Object__c: field('Opportunity'),
  Field__c: field(null),
  ...more
});
const node = (more = {}) => ({
  Id: 'a08000000000001AAA',
  Name: field('CC-000007'),
  Pattern__c: field('Replaced', 'Remplacé'),
  Aspects__c: field(null),
  Status__c: field('Open', 'Ouvert'),
  Severity__c: field('Critical', 'Critique'),
  Confidence__c: field(0.924),
  Confidence_Band__c: field('High', 'Élevée'),
  Amount_At_Stake__c: field(125000),
  First_Evidence_At__c: field('2026-11-20T09:00:00.000Z'),
  Detected_At__c: field('2026-11-25T08:00:00.000Z'),
  Decision_Due__c: field('2026-11-27T08:00:00.000Z'),
  Decided_At__c: field(null),
  Decided_By__r: null,
  Decision_Reason__c: field(null),
  Dismissed_Because__c: field(null),
  Explanation__c: field('DR-000001 protects Sigbra; on 2026-11-20 the registered partner was removed.'),
  Innocent_Explanations__c: field(
    JSON.stringify([
      { what: 'a tender', found: 'no', detail: 'none is on record' },
      { what: 'another project', found: 'doubtful', detail: 'amounts 5 times apart' }
    ])
  ),
  Salesperson_Statement__c: field('The customer asked for it.'),
  Partner_Statement__c: field(null),
  LastModifiedDate: field('2026-11-25T09:00:00.000Z'),
  Salesperson__r: { Name: field('Ada Lind') },
  Partner__r: { Id: '001000000000002AAA', Name: field('Brightwave Computing') },
  Customer__r: { Id: '001000000000001AAA', Name: field('Sigbra Papier B.V.') },
  Opportunity__r: { Id: '006000000000001AAA', Name: field('Sigbra – Storage') },
  Registration__r: { Id: 'a05000000000001AAA', Name: field('DR-000001') },
  Conflict_Evidence__r: { edges: [{ node: evidence() }] },
  ...more
});
const answer = (...nodes) => ({
  uiapi: { query: { Channel_Conflict__c: { edges: nodes.map((each) => ({ node: each })) } } }
});
const settled = () => new Promise((resolve) => setTimeout(resolve));
/** Answers a question as soon as it has been asked. */
async function tell(query, answered) {
  await settled();
  graphql.emit(answered, ({ query: asked }) => asked === query);
  await settled();
}
const emit = (data, more = {}) => tell(CASE, { data, ...more });

function open(more = {}) {
  const element = createElement('c-conflict-case', { is: ConflictCase });
  Object.assign(element, { recordId: 'a08000000000001AAA', ...more });
  document.body.appendChild(element);
  return element;
}
const find = (element, id) => element.shadowRoot.querySelector(`[data-id="${id}"]`);

beforeEach(() => jest.useFakeTimers({ doNotFake: ['setTimeout'], now: new Date('2026-11-25T10:00:00Z') }));
afterEach(() => {
  while (document.body.firstChild) document.body.removeChild(document.body.firstChild);
  jest.useRealTimers();
});

describe('a case', () => {
  it('says that it is reading, in words', () => {
    const spinner = open().shadowRoot.querySelector('[role="status"] lightning-spinner');
    expect(spinner.alternativeText).toBe('c.Fairlead_Desk_Case_Loading');
  });

  it('tells whom it is about, how grave, how sure and how much time is left', async () => {
    const element = open();
    await emit(answer(node()));
    expect(find(element, 'heading').textContent).toBe('Sigbra Papier B.V.');
    expect(find(element, 'pattern').textContent).toBe('Remplacé');
    expect([...element.shadowRoot.querySelectorAll('.badge')].map(({ textContent }) => textContent)).toEqual([
      'Critique',
      'Ouvert'
    ]);
    expect(find(element, 'clock').textContent).toBe('Decide in 46 hours');
    expect(find(element, 'clock').querySelector('lightning-icon').iconName).toBe('utility:clock');
    expect(find(element, 'partner').textContent).toBe('Brightwave Computing');
    expect(find(element, 'salesperson').textContent).toBe('Ada Lind');
    expect(find(element, 'stake').firstElementChild.value).toBe(125000);
    expect(find(element, 'confidence').textContent).toBe('Élevée (92%)');
    expect(find(element, 'aspects')).toBeNull();
  });

  it('names nobody where the policy names nobody', async () => {
    const element = open();
    await emit(
      answer(node({ Salesperson__r: null, Aspects__c: field('Shadow;Undercut', 'Affaire parallèle;Prix cassé') }))
    );
    expect(find(element, 'salesperson').textContent).toBe('c.Fairlead_Desk_Nobody_Named');
    expect(find(element, 'aspects').textContent).toBe('Affaire parallèle, Prix cassé');
  });

  it('shows the evidence in order, each leading to its record where that has a page', async () => {
    const element = open();
    const rows = [
      evidence(),
      evidence({ Id: 'b', Object__c: field('OpportunityPartner'), Record_Id__c: field('00I000000000001AAA') })
    ];
    await emit(answer(node({ Conflict_Evidence__r: { edges: rows.map((each) => ({ node: each })) } })));
    const [first, second] = find(element, 'evidence').items;
    expect(first).toMatchObject({
      at: '2026-11-20T09:00:00.000Z',
      words: 'the registered partner was removed',
      from: 'Brightwave Computing',
      by: 'Ada Lind',
      record: 'c.Fairlead_Desk_Show_Opportunity',
      url: 'https://www.example.com'
    });
    expect(second.url).toBeUndefined();
  });

  it('says so where no evidence is on record', async () => {
    const element = open();
    await emit(answer(node({ Conflict_Evidence__r: { edges: [] } })));
    expect(find(element, 'no-evidence').textContent).toBe('c.Fairlead_Desk_Evidence_None');
  });

  it('shows what was looked for that would excuse it, first what may', async () => {
    const element = open();
    await emit(answer(node()));
    const found = [...find(element, 'innocent').querySelectorAll('li')];
    expect(found.map((each) => each.querySelector('strong').textContent)).toEqual([
      'c.Fairlead_Desk_Ask_Project',
      'c.Fairlead_Desk_Ask_Tender'
    ]);
    expect(found.map((each) => each.querySelector('.found').textContent)).toEqual([
      'c.Fairlead_Desk_Innocent_Doubtful',
      'c.Fairlead_Desk_Innocent_No'
    ]);
    expect(found.map((each) => each.querySelector('lightning-icon').iconName)).toEqual([
      'utility:question_mark',
      'utility:dash'
    ]);
  });

  it('says so where it cannot read what was looked for', async () => {
    const element = open();
    await emit(answer(node({ Innocent_Explanations__c: field('[{"what":"cut o') })));
    expect(find(element, 'unreadable').textContent).toBe('c.Fairlead_Desk_Innocent_Unreadable');
  });

  it('hands both records and what is sold to the comparison', async () => {
    const element = open();
    await emit(answer(node()));
    const lines = ['Storage', 'Storage', 'Network', null].map((family) => ({
      node: { Product2: family && { Family: field(family) } }
    }));
    await tell(FAMILIES, { data: { uiapi: { query: { OpportunityLineItem: { edges: lines } } } } });
    const comparison = element.shadowRoot.querySelector('c-conflict-comparison');
    expect(comparison.families).toEqual(['Storage', 'Network']);
    expect(comparison.registration.Name.value).toBe('DR-000001');
    expect(comparison.opportunityUrl).toBe('https://www.example.com');
  });

  it('keeps the comparison where the products may not be seen', async () => {
    const element = open();
    await emit(answer(node()));
    await tell(FAMILIES, { errors: [{ extensions: { ErrorType: 'ValidationError' } }] });
    expect(element.shadowRoot.querySelector('c-conflict-comparison').families).toBeUndefined();
    expect(find(element, 'problem')).toBeNull();
  });

  it('tells the history of case and deal, the latest first, and names no owner in it', async () => {
    const element = open();
    await emit(answer(node()));
    const event = (Id, kind, at, more = {}) => ({
      node: { Id, Kind__c: field(kind), Occurred_At__c: field(at), From__c: field(null), To__c: field(null), ...more }
    });
    const edges = [
      event('1', 'Owner Changed', '2026-11-22T09:00:00.000Z', { From__c: field('005a'), To__c: field('005b') }),
      event('2', 'Partner Left', '2026-11-20T09:00:01.000Z', { Partner__r: { Name: field('Brightwave Computing') } }),
      event('3', 'Close Date Changed', '2026-11-19T09:00:00.000Z', {
        From__c: field('2026-12-01'),
        To__c: field('2027-01-31')
      }),
      event('4', 'Amount Changed', '2026-11-18T09:00:00.000Z', { From__c: field('1000'), To__c: field('125000') })
    ];
    await tell(EVENTS, { data: { uiapi: { query: { Deal_Event__c: { edges } } } } });
    expect(find(element, 'history').items.map(({ words, from, to: now }) => [words, from, now])).toEqual([
      ['c.Fairlead_Desk_History_Due', undefined, undefined],
      ['c.Fairlead_Desk_History_Detected', undefined, undefined],
      ['Owner Changed', undefined, undefined],
      ['Partner Left', 'Brightwave Computing', undefined],
      ['c.Fairlead_Desk_History_First', undefined, undefined],
      ['Close Date Changed', 'Dec 1, 2026', 'Jan 31, 2027'],
      ['Amount Changed', '1,000', '125,000']
    ]);
  });

  it.each([
    [
      'decided by a person',
      {
        Status__c: field('Dismissed', 'Classé'),
        Decided_At__c: field('2026-11-25T09:30:00.000Z'),
        Decided_By__r: { Name: field('Noor Halden') },
        Dismissed_Because__c: field('Tender', 'Appel d’offres'),
        Decision_Reason__c: field('Published in May.')
      },
      { words: 'Decided: Classé', by: 'Noor Halden', note: 'Appel d’offres\nPublished in May.' }
    ],
    [
      'closed by the service',
      { Status__c: field('Remedied'), Decision_Reason__c: field('the partner was entered on 2026-11-25') },
      { words: 'c.Fairlead_Desk_History_Closed_Itself', note: 'the partner was entered on 2026-11-25' }
    ],
    [
      'opened again by the service',
      { Decision_Due__c: field(null), Decision_Reason__c: field('the partner was entered on 2026-11-25') },
      { words: 'c.Fairlead_Desk_History_Reopened', note: 'the partner was entered on 2026-11-25' }
    ]
  ])('%s: says so at the head of its history', async (_, more, expected) => {
    const element = open();
    await emit(answer(node(more)));
    expect(find(element, 'history').items[0]).toMatchObject(expected);
  });

  it('has no clock once it is decided', async () => {
    const element = open();
    await emit(answer(node({ Status__c: field('Confirmed') })));
    expect(find(element, 'clock')).toBeNull();
    expect(element.shadowRoot.querySelector('c-conflict-decision').status).toBe('Confirmed');
  });

  it('goes to the decision in one step', async () => {
    const element = open();
    await emit(answer(node()));
    find(element, 'jump').click();
    expect(element.shadowRoot.activeElement.textContent).toBe('c.Fairlead_Desk_Decision');
  });

  it('reads again and tells its page when it is decided', async () => {
    const element = open();
    const refresh = jest.fn().mockResolvedValue();
    const decided = jest.fn();
    element.addEventListener('decide', decided);
    await emit(answer(node()), { refresh });
    element.shadowRoot.querySelector('c-conflict-decision').dispatchEvent(new CustomEvent('decide'));
    await settled();
    expect(decided).toHaveBeenCalledTimes(1);
    expect(refresh).toHaveBeenCalledTimes(1);
  });

  it('begins anew with another case', async () => {
    const element = open();
    await emit(answer(node()));
    element.recordId = 'a08000000000002AAA';
    await settled();
    expect(element.shadowRoot.querySelector('lightning-spinner')).not.toBeNull();
    expect(find(element, 'heading')).toBeNull();
  });

  const decided = {
    Status__c: field('Confirmed', 'Confirmé'),
    Decided_At__c: field('2026-11-25T09:59:00.000Z'),
    Decided_By__r: { Name: field('Ada Lind') },
    Decision_Reason__c: field('No tender.')
  };

  it('that is decided elsewhere hands the decision on, and says that it has changed', async () => {
    const element = open();
    const changed = jest.fn();
    element.addEventListener('changed', changed);
    await emit(answer(node()));
    expect(element.shadowRoot.querySelector('c-conflict-decision').decision).toBeUndefined();
    expect(changed).not.toHaveBeenCalled();
    await emit(answer(node(decided)));
    expect(changed).toHaveBeenCalledTimes(1);
    expect(element.shadowRoot.querySelector('c-conflict-decision').decision).toEqual({
      verdict: 'Confirmé',
      by: 'Ada Lind',
      at: '2026-11-25T09:59:00.000Z',
      reason: 'No tender.'
    });
  });

  it('gives its latest state to who is about to decide', async () => {
    const element = open();
    const refresh = jest.fn(() => emit(answer(node(decided))));
    await emit(answer(node()), { refresh });
    const latest = await element.shadowRoot.querySelector('c-conflict-decision').readLatest();
    expect([latest.status, latest.decision.by]).toEqual(['Confirmed', 'Ada Lind']);
  });

  it('stays on screen when a later look fails, with what is being written in it', async () => {
    const element = open();
    await emit(answer(node()));
    const box = element.shadowRoot.querySelector('c-conflict-decision');
    await tell(CASE, { errors: [{ message: 'no' }] });
    expect(element.shadowRoot.querySelector('c-conflict-decision')).toBe(box);
  });

  it('takes the focus as soon as there is a heading', async () => {
    const element = open();
    element.focus();
    await emit(answer(node()));
    expect(element.shadowRoot.activeElement.textContent).toBe('Sigbra Papier B.V.');
  });

  it('goes back to the list, by its button and by Escape, where there is one', async () => {
    const element = open({ canGoBack: true });
    const back = jest.fn();
    element.addEventListener('back', back);
    await emit(answer(node()));
    find(element, 'back').click();
    find(element, 'heading').dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    expect(back).toHaveBeenCalledTimes(2);
    expect(find(element, 'open').getAttribute('href')).toBe('https://www.example.com');
  });

  it('has no way back on a page of its own', async () => {
    const element = open();
    const back = jest.fn();
    element.addEventListener('back', back);
    await emit(answer(node()));
    find(element, 'heading').dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    expect(back).not.toHaveBeenCalled();
    expect(find(element, 'back')).toBeNull();
  });

  it('says so where the case is gone', async () => {
    const element = open();
    await emit(answer());
    expect(find(element, 'heading').textContent).toBe('c.Fairlead_Desk_Case_Gone');
  });

  it('shows an error in place when the org does not answer, and reads again when asked to', async () => {
    const element = open();
    const refresh = jest.fn().mockResolvedValue();
    await tell(CASE, { errors: [{ message: 'no' }], refresh });
    expect(element.shadowRoot.querySelector('[role="alert"]').textContent).toBe('c.Fairlead_Desk_Read_Error');
    find(element, 'again').click();
    await settled();
    expect(refresh).toHaveBeenCalledTimes(1);
  });

  it('names the way in to a user for whom cases do not exist', async () => {
    const element = open();
    await tell(CASE, { errors: [{ message: 'no', extensions: { ErrorType: 'ValidationError' } }] });
    expect(find(element, 'problem').textContent).toBe('c.Fairlead_Desk_No_Access');
  });
});
