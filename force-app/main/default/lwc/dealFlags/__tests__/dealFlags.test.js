import { createElement } from 'lwc';
import { graphql } from 'lightning/graphql';
import DealFlags from 'c/dealFlags';

jest.mock('@salesforce/label/c.Fairlead_Flag_Count', () => ({ default: '{0} open' }), { virtual: true });

const flag = (id, status = 'Open') => ({
  Id: id,
  Name: { value: 'CC-000001' },
  Pattern__c: { value: 'Replaced', displayValue: 'Replaced' },
  Status__c: { value: status, displayValue: status },
  Decision_Due__c: { value: null },
  Salesperson_Statement__c: { value: null },
  Conflict_Evidence__r: { edges: [] }
});
const answer = (...flags) => ({
  uiapi: { query: { Channel_Conflict__c: { edges: flags.map((node) => ({ node })) } } }
});

async function shown(emit, openOnDeal = 0) {
  const element = createElement('c-deal-flags', { is: DealFlags });
  element.recordId = '006000000000001AAA';
  element.openOnDeal = openOnDeal;
  document.body.appendChild(element);
  emit();
  await Promise.resolve();
  return element;
}
const find = (element, id) => element.shadowRoot.querySelector(`[data-id="${id}"]`);
const flags = (element) => [...element.shadowRoot.querySelectorAll('c-deal-flag')];

afterEach(() => {
  while (document.body.firstChild) document.body.removeChild(document.body.firstChild);
});

describe('questions about a deal', () => {
  it('show nothing where there are none', async () => {
    const element = await shown(() => graphql.emit(answer()));
    expect(element.shadowRoot.childElementCount).toBe(0);
  });

  it('show each case that was shared, and say first that a person decides', async () => {
    const element = await shown(() => graphql.emit(answer(flag('a001'), flag('a002', 'Under Review'))), 2);
    expect(flags(element).map((each) => each.flag.Id)).toEqual(['a001', 'a002']);
    expect(find(element, 'intro').textContent).toBe('c.Fairlead_Flag_Intro');
    expect(find(element, 'others')).toBeNull();
  });

  it('count those that were not shared', async () => {
    const element = await shown(() => graphql.emit(answer(flag('a001'))), 3);
    expect(find(element, 'others').textContent).toBe('2 open');
  });

  it('keep a case that is decided in sight, without asking anything', async () => {
    const element = await shown(() => graphql.emit(answer(flag('a001', 'Dismissed'))));
    expect(flags(element)).toHaveLength(1);
    expect(find(element, 'intro')).toBeNull();
    expect(element.shadowRoot.querySelector('h3').textContent).toBe('c.Fairlead_Flag_Title_Decided');
  });

  it('count them to a user for whom cases do not exist', async () => {
    const element = await shown(
      () => graphql.emitErrors([{ message: 'no', extensions: { ErrorType: 'ValidationError' } }]),
      1
    );
    expect(find(element, 'others').textContent).toBe('1 open');
    expect(find(element, 'problem')).toBeNull();
  });

  it('say so where they cannot be read', async () => {
    const element = await shown(() =>
      graphql.emitErrors([{ message: 'no', extensions: { ErrorType: 'DataFetchingException' } }])
    );
    expect(find(element, 'problem').textContent).toBe('c.Fairlead_Flag_Read_Error');
    expect(find(element, 'problem').getAttribute('role')).toBe('alert');
  });

  it('are read again when their page says so', async () => {
    const refresh = jest.fn().mockResolvedValue();
    const element = await shown(() => graphql.emit(answer(), undefined, refresh));
    await element.refresh();
    expect(refresh).toHaveBeenCalledTimes(1);
  });
});
