import { createElement } from 'lwc';
import { graphql } from 'lightning/graphql';
import StandingRebates from 'c/standingRebates';
import { standing } from '../../partnerTerms/__tests__/terms';

const settled = () => new Promise((resolve) => setTimeout(resolve));
const entry = (Id, more = {}) => ({
  Id,
  Rule_Version__c: { value: 'volume@1' },
  Period__c: { value: '2026-Q1' },
  Kind__c: { value: 'Accrual', displayValue: 'Provision' },
  Amount__c: { value: 36 },
  Currency__c: { value: 'EUR' },
  Posted_At__c: { value: '2026-03-02T09:00:00.000Z' },
  Payable_From__c: { value: null },
  Explanation__c: { value: '{"code":"accrual","args":{}}' },
  ...more
});
const answer = (entries, pageInfo = { hasNextPage: false, endCursor: null }) => ({
  uiapi: { query: { Rebate_Entry__c: { edges: entries.map((node) => ({ node })), pageInfo } } }
});

async function shown(rebates = [{ currency: 'EUR', provisional: '10.00', payable: '36.00', paid: '5.00' }]) {
  const element = createElement('c-standing-rebates', { is: StandingRebates });
  element.standing = standing({ rebates });
  element.incentives = new Map([['volume@1', 'Volume rebate']]);
  document.body.appendChild(element);
  await settled();
  return element;
}
const byId = (element, id) => element.shadowRoot.querySelector(`[data-id="${id}"]`);
const rows = (element) => [...element.shadowRoot.querySelectorAll('tbody tr')];

afterEach(() => {
  while (document.body.firstChild) document.body.removeChild(document.body.firstChild);
});

describe('rebates', () => {
  it('are accrued, payable and paid, by currency', async () => {
    const element = await shown();
    const figure = (id) => byId(element, id).firstElementChild.value;
    expect([figure('accrued'), figure('payable'), figure('paid')]).toEqual(['10.00', '36.00', '5.00']);
  });

  it('come with the lines of the statement, by the name of the incentive and the kind in his language', async () => {
    const element = await shown();
    graphql.emit(answer([entry('a01'), entry('a02', { Payable_From__c: { value: '2026-04-30' } })]));
    await settled();
    const [first, second] = rows(element);
    expect(first.textContent).toContain('Volume rebate');
    expect(first.textContent).toContain('Provision');
    expect(first.textContent).toContain('c.Fairlead_Standing_Not_Yet_Due');
    expect(second.querySelectorAll('lightning-formatted-date-time')[1].value).toBe('2026-04-30');
  });

  it('tell a reason of the engine in words and a person’s note as it stands', async () => {
    const element = await shown();
    graphql.emit(
      answer([
        entry('a01', { Explanation__c: { value: '{"code":"no growth","args":{}}' } }),
        entry('a02', { Explanation__c: { value: '{"code":"note","args":{"text":"Wire of 3 April"}}' } }),
        entry('a03', { Explanation__c: { value: 'By hand' }, Rule_Version__c: { value: 'gone@4' } }),
        entry('a04', { Explanation__c: { value: null }, Currency__c: { value: null } })
      ])
    );
    await settled();
    const words = rows(element).map((row) => row.querySelector('th').textContent.trim());
    expect(words[0]).toContain('c.Fairlead_Why_No_Growth');
    expect(words[1]).toContain('Wire of 3 April');
    expect(words[2]).toBe('gone@42026-Q1By hand');
    expect(words[3]).toBe('Volume rebate2026-Q1');
  });

  it('name the customer of the deal, where there is one', async () => {
    const element = await shown();
    graphql.emit(answer([entry('a01', { Customer__c: { value: 'Nordwind' } }), entry('a02')]));
    await settled();
    const [ofDeal, ofPeriod] = rows(element).map((row) => row.querySelector('th').textContent);
    expect(ofDeal).toContain('Nordwind · 2026-Q1');
    expect(ofPeriod).toContain('Volume rebate2026-Q1');
  });

  it('turn pages by the server', async () => {
    const element = await shown();
    graphql.emit(answer([entry('a01')], { hasNextPage: true, endCursor: 'c1' }));
    await settled();
    byId(element, 'next').click();
    await settled();
    expect(graphql.getLastConfig().variables).toEqual({ first: 20, after: 'c1' });
    byId(element, 'previous').click();
    await settled();
    expect(graphql.getLastConfig().variables).toEqual({ first: 20, after: null });
  });

  it('say what is not there, what may not be seen and what could not be read', async () => {
    const element = await shown();
    graphql.emit(answer([]));
    await settled();
    expect(byId(element, 'empty').textContent).toBe('c.Fairlead_Standing_No_Entries');
    graphql.emitErrors([{ message: 'x', extensions: { ErrorType: 'ValidationError' } }]);
    await settled();
    expect(element.shadowRoot.querySelector('c-unread').problem).toBe('c.Fairlead_Register_No_Access');
    const refresh = jest.fn().mockResolvedValue();
    graphql.emitErrors([{ message: 'x' }], undefined, refresh);
    await settled();
    expect(element.shadowRoot.querySelector('c-unread').problem).toBe('c.Fairlead_Standing_Read_Error');
    element.shadowRoot.querySelector('c-unread').dispatchEvent(new CustomEvent('again'));
    expect(refresh).toHaveBeenCalledTimes(1);
  });
});
