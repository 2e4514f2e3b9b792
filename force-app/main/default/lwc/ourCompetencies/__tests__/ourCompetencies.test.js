import { createElement } from 'lwc';
import { graphql } from 'lightning/graphql';
import OurCompetencies from 'c/ourCompetencies';

jest.mock('@salesforce/i18n/timeZone', () => ({ default: 'Europe/Paris' }), { virtual: true });

const settled = async () => jest.advanceTimersByTimeAsync(0);
const row = (Id, name, kind, { from = null, end = null, people = null, needs = 2 } = {}) => ({
  Id,
  Valid_From__c: { value: from },
  Valid_Until__c: { value: end },
  Certified_People__c: { value: people },
  Competency__r: {
    Name: { value: name },
    Kind__c: { value: kind },
    Description__c: { value: `About ${name}` },
    Definition__c: { value: JSON.stringify({ people: needs }) }
  }
});
const answer = (...nodes) => ({
  uiapi: { query: { Partner_Competency__c: { edges: nodes.map((node) => ({ node })) } } }
});

async function page(partnerId) {
  const element = createElement('c-our-competencies', { is: OurCompetencies });
  element.partnerId = partnerId;
  document.body.appendChild(element);
  await settled();
  return element;
}
const byId = (element, id) => element.shadowRoot.querySelector(`[data-id="${id}"]`);
const names = (element) =>
  [...element.shadowRoot.querySelectorAll('section')].map((section) => [
    section.querySelector('h3').textContent,
    ...[...section.querySelectorAll('strong')].map((name) => name.textContent)
  ]);

beforeEach(() => jest.useFakeTimers({ now: new Date('2026-03-02T09:00:00Z') }));
afterEach(() => {
  while (document.body.firstChild) document.body.removeChild(document.body.firstChild);
  jest.useRealTimers();
});

describe('our competencies', () => {
  it('says that it is reading', async () => {
    const spinner = (await page()).shadowRoot.querySelector('lightning-spinner');
    expect(spinner.alternativeText).toBe('c.Fairlead_Showcase_Loading');
  });

  it('shows business and technology apart, by name, with what each is and its last day', async () => {
    const element = await page();
    graphql.emit(
      answer(
        row('a03', 'Security', 'Technology'),
        row('a01', 'Cloud', 'Technology', { from: '2025-01-01', end: '2026-12-31' }),
        row('a02', 'Managed Services', 'Business')
      )
    );
    await settled();
    expect(names(element)).toEqual([
      ['c.Fairlead_Showcase_Business', 'Managed Services'],
      ['c.Fairlead_Showcase_Technology', 'Cloud', 'Security']
    ]);
    const cloud = element.shadowRoot.querySelectorAll('.competency')[1];
    expect(cloud.textContent).toContain('About Cloud');
    expect([...cloud.querySelectorAll('lightning-formatted-date-time')].map(({ value }) => value)).toEqual([
      '2025-01-01',
      '2026-12-30'
    ]);
  });

  it('shows what is in force today only, with people enough, and each once', async () => {
    const element = await page();
    graphql.emit(
      answer(
        row('a01', 'Over', 'Business', { end: '2026-03-02' }),
        row('a02', 'To come', 'Business', { from: '2026-03-03' }),
        row('a03', 'Too few', 'Business', { people: 1 }),
        row('a04', 'Enough', 'Business', { people: 2, end: '2026-03-03' }),
        row('a05', 'Enough', 'Business', { people: 2 })
      )
    );
    await settled();
    expect(names(element)).toEqual([['c.Fairlead_Showcase_Business', 'Enough']]);
    expect(element.shadowRoot.querySelector('lightning-formatted-date-time')).toBeNull();
  });

  it('asks for the firm that the page names, else for whatever is shared with the visitor', async () => {
    await page('001000000000009AAA');
    expect(graphql.getLastConfig().variables).toEqual({ where: { Partner__c: { eq: '001000000000009AAA' } } });
    await page();
    expect(graphql.getLastConfig().variables).toEqual({ where: {} });
  });

  it('says so where nothing is in force', async () => {
    const element = await page();
    graphql.emit(answer());
    await settled();
    expect(byId(element, 'empty').textContent).toBe('c.Fairlead_Showcase_Empty');
  });

  it('names the permission set to a member without it', async () => {
    const element = await page();
    graphql.emitErrors([{ message: 'x', extensions: { ErrorType: 'ValidationError' } }]);
    await settled();
    expect(byId(element, 'problem').textContent).toBe('c.Fairlead_Register_No_Access');
  });

  it('offers to read again where the org does not answer', async () => {
    const element = await page();
    const refresh = jest.fn().mockResolvedValue();
    graphql.emitErrors([{ message: 'x' }], undefined, refresh);
    await settled();
    expect(byId(element, 'problem').textContent).toBe('c.Fairlead_Showcase_Read_Error');
    element.shadowRoot.querySelector('lightning-button').click();
    expect(refresh).toHaveBeenCalledTimes(1);
  });
});
