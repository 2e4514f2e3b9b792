import { createElement } from 'lwc';
import ConflictComparison from 'c/conflictComparison';

jest.mock('@salesforce/i18n/lang', () => ({ default: 'en-US' }), { virtual: true });
jest.mock('@salesforce/i18n/locale', () => ({ default: 'en-US' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Desk_More', () => ({ default: '{0} more' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Desk_Less', () => ({ default: '{0} less' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Desk_Days_Later', () => ({ default: '{0} days later' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Desk_Days_Earlier', () => ({ default: '{0} days earlier' }), { virtual: true });

const field = (value, displayValue = null) => ({ value, displayValue });
const registration = (more = {}) => ({
  Id: 'a05000000000001AAA',
  Name: field('DR-000001'),
  Customer_Name__c: field('Sigbra Papier B.V.'),
  Customer__c: field('001000000000001AAA'),
  Customer_Country__c: field('NL'),
  Partner__r: { Id: '001000000000002AAA', Name: field('Brightwave Computing') },
  Product_Families__c: field('Storage;Network'),
  Amount__c: field(100000),
  Expected_Close_Date__c: field('2026-06-30'),
  Submitted_At__c: field('2026-02-09T13:53:00.000Z'),
  Status__c: field('Approved', 'Genehmigt'),
  ...more
});
const opportunity = (more = {}) => ({
  Id: '006000000000001AAA',
  Name: field('Sigbra – Storage'),
  Account: { Id: '001000000000001AAA', Name: field('Sigbra Papier'), BillingCountry: field('Netherlands') },
  Engaged_Partner__r: null,
  Amount: field(125000),
  CloseDate: field('2026-06-30'),
  CreatedDate: field('2026-02-10T13:33:00.000Z'),
  StageName: field('Negotiation', null),
  ...more
});

function comparison(given = {}) {
  const element = createElement('c-conflict-comparison', { is: ConflictComparison });
  Object.assign(element, { registration: registration(), opportunity: opportunity(), families: ['storage'], ...given });
  document.body.appendChild(element);
  return element.shadowRoot;
}
const row = (root, key) => root.querySelector(`tr[data-id="${key}"]`);
const told = (root, key) => row(root, key).querySelector('.sign')?.textContent;
const sign = (root, key) => row(root, key).querySelector('.sign lightning-icon')?.iconName;

afterEach(() => {
  while (document.body.firstChild) document.body.removeChild(document.body.firstChild);
});

describe('comparison of registration and opportunity', () => {
  it('says of every field whether it is alike, in words and by a sign', () => {
    const root = comparison();
    expect(['customer', 'country', 'partner', 'products', 'amount', 'close'].map((key) => told(root, key))).toEqual([
      'c.Fairlead_Desk_Same_Record',
      'c.Fairlead_Desk_Same',
      'c.Fairlead_Desk_Differs',
      'c.Fairlead_Desk_Partly',
      '25% more',
      'c.Fairlead_Desk_Same'
    ]);
    expect(['customer', 'partner', 'products'].map((key) => sign(root, key))).toEqual([
      'utility:check',
      'utility:close',
      'utility:dash'
    ]);
  });

  it('leaves it at telling what cannot be alike', () => {
    const root = comparison();
    expect(told(root, 'begun')).toBeUndefined();
    expect(told(root, 'state')).toBeUndefined();
    expect(row(root, 'state').textContent).toContain('Genehmigt');
    expect(row(root, 'state').textContent).toContain('Negotiation');
  });

  it('leads to both records', () => {
    const root = comparison({ registrationUrl: '/r/a05', opportunityUrl: '/r/006' });
    expect(root.querySelector('[data-id="registration"]').getAttribute('href')).toBe('/r/a05');
    expect(root.querySelector('[data-id="opportunity"]').getAttribute('href')).toBe('/r/006');
  });

  it.each([
    ['the same name, spelt alike', registration({ Customer__c: field(null) }), 'sigbra papier b.v.', 'Same'],
    ['another name', registration({ Customer__c: field(null) }), 'Sigbra Holding', 'Differs']
  ])('judges %s where no customer is linked', (_, given, name, expected) => {
    const account = { Id: '001000000000001AAA', Name: field(name), BillingCountry: field('NL') };
    const root = comparison({ registration: given, opportunity: opportunity({ Account: account }) });
    expect(told(root, 'customer')).toBe(`c.Fairlead_Desk_${expected}`);
  });

  it.each([
    ['amount', { Amount: field(99000) }, '1% less'],
    ['amount', { Amount: field(100000) }, 'c.Fairlead_Desk_Same'],
    ['amount', { Amount: field(null) }, 'c.Fairlead_Desk_One_Side'],
    ['close', { CloseDate: field('2026-07-01') }, 'c.Fairlead_Desk_Day_Later'],
    ['close', { CloseDate: field('2026-07-02') }, '2 days later'],
    ['close', { CloseDate: field('2026-06-29') }, 'c.Fairlead_Desk_Day_Earlier'],
    ['close', { CloseDate: field('2026-06-01') }, '29 days earlier'],
    ['country', { Account: { Id: '1', Name: field('x'), BillingCountry: field('Poland') } }, 'c.Fairlead_Desk_Differs'],
    ['country', { Account: { Id: '1', Name: field('x'), BillingCountry: field(null) } }, 'c.Fairlead_Desk_One_Side'],
    [
      'partner',
      { Engaged_Partner__r: { Id: '001000000000002AAA', Name: field('Brightwave Computing') } },
      'c.Fairlead_Desk_Same'
    ]
  ])('%s: %j is told as %s', (key, more, expected) => {
    expect(told(comparison({ opportunity: opportunity(more) }), key)).toBe(expected);
  });

  it.each([
    [['Network', 'Storage'], 'c.Fairlead_Desk_Same'],
    [['Security'], 'c.Fairlead_Desk_Differs'],
    [undefined, 'c.Fairlead_Desk_One_Side']
  ])('products %j are told as %s', (families, expected) => {
    expect(told(comparison({ families }), 'products')).toBe(expected);
  });

  it('says so where one of the records is gone', () => {
    const root = comparison({ opportunity: null });
    expect(root.querySelector('table')).toBeNull();
    expect(root.querySelector('[data-id="gone"]').textContent).toBe('c.Fairlead_Desk_Record_Gone');
  });
});
