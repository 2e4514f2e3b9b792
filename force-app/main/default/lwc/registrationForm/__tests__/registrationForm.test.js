import { createElement } from 'lwc';
import { createRecord, updateRecord } from 'lightning/uiRecordApi';
import { getPicklistValues } from 'lightning/uiObjectInfoApi';
import RegistrationForm from 'c/registrationForm';
import { readTerms } from 'c/partnerTerms';
import { standing, termsNode } from '../../partnerTerms/__tests__/terms';

jest.mock('@salesforce/i18n/locale', () => ({ default: 'fr-FR' }), { virtual: true });
jest.mock('@salesforce/i18n/lang', () => ({ default: 'fr' }), { virtual: true });
jest.mock('@salesforce/i18n/timeZone', () => ({ default: 'Europe/Paris' }), { virtual: true });

const key = '11111111111111111111111111111111';
const now = new Date('2026-03-02T09:00:00Z');
const settled = async () => jest.advanceTimersByTimeAsync(0);
const refused = (message, fieldErrors = {}) => ({
  body: { message: 'No.', output: { errors: [{ message }], fieldErrors } }
});

function form(more = {}) {
  const element = createElement('c-registration-form', { is: RegistrationForm });
  Object.assign(element, { terms: readTerms(termsNode()), ...more });
  document.body.appendChild(element);
  return element;
}
const find = (element, selector) => element.shadowRoot.querySelector(selector);
const byId = (element, id) => find(element, `[data-id="${id}"]`);
const change = (element, name, value) =>
  find(element, `[data-name="${name}"]`).dispatchEvent(new CustomEvent('change', { detail: { value } }));
const name = (element, value) =>
  byId(element, 'customer').dispatchEvent(new CustomEvent('input', { detail: { value } }));

async function filled(more) {
  const element = form(more);
  await settled();
  name(element, ' Hammer AG ');
  change(element, 'website', 'hammer.example');
  change(element, 'families', ['Network', 'Security']);
  change(element, 'amount', '10000');
  change(element, 'closesOn', '2026-06-30');
  await settled();
  return element;
}

beforeEach(() => {
  jest.useFakeTimers({ now });
  jest.spyOn(crypto, 'getRandomValues').mockImplementation((bytes) => bytes.fill(17));
});
afterEach(() => {
  while (document.body.firstChild) document.body.removeChild(document.body.firstChild);
  jest.useRealTimers();
  jest.restoreAllMocks();
  createRecord.mockReset().mockResolvedValue({});
  updateRecord.mockReset().mockResolvedValue({});
});

describe('a new registration', () => {
  it('asks for customer, website, country, products, amount and close, and for nothing else', async () => {
    const element = form();
    await settled();
    const fields = [...element.shadowRoot.querySelectorAll('[data-field]')].map((each) => each.dataset.field);
    expect(fields).toEqual([
      'Customer_Website__c',
      'Customer_Country__c',
      'Product_Families__c',
      'Amount__c',
      'Expected_Close_Date__c'
    ]);
    expect(find(element, '[data-name="country"]').value).toBe('FR');
    expect(byId(element, 'margin-later')).not.toBeNull();
  });

  it('shows the margin while he types, and what his customer pays changes it in the browser only', async () => {
    const element = await filled();
    const margin = () => find(element, 'c-partner-margin').margin;
    expect(margin().partnerMargin).toBe('1700.00');
    byId(element, 'customer-price').dispatchEvent(new CustomEvent('change', { detail: { value: '9000' } }));
    await settled();
    expect(margin().total).toBe('700.00');
    byId(element, 'submit').click();
    await settled();
    expect(Object.values(createRecord.mock.calls[0][0].fields)).not.toContain(9000);
  });

  it('is sent by one press with what was typed last, which is the field’s once the focus has left it', async () => {
    const element = await filled();
    const press = new MouseEvent('mousedown', { bubbles: true, cancelable: true, composed: true });
    byId(element, 'submit').dispatchEvent(press);
    expect(press.defaultPrevented).toBe(true);
    byId(element, 'submit').focus = () =>
      find(element, '[data-name="closesOn"]').dispatchEvent(
        new CustomEvent('change', { detail: { value: '2026-07-31' } })
      );
    byId(element, 'submit').click();
    await settled();
    expect(createRecord.mock.calls[0][0].fields.Expected_Close_Date__c).toBe('2026-07-31');
  });

  it('is sent once, as submitted now, for his own account, under a key of its own', async () => {
    const element = await filled();
    const saved = jest.fn();
    element.addEventListener('saved', ({ detail }) => saved(detail));
    byId(element, 'submit').click();
    byId(element, 'submit').click();
    await settled();
    expect(createRecord.mock.calls).toEqual([
      [
        {
          apiName: 'Deal_Registration__c',
          fields: {
            Amount__c: 10000,
            Expected_Close_Date__c: '2026-06-30',
            Customer_Name__c: 'Hammer AG',
            Customer_Website__c: 'hammer.example',
            Customer_Country__c: 'FR',
            Customer_Tax_Id__c: null,
            Product_Families__c: 'Network;Security',
            Partner_Role__c: 'Reseller',
            Tender_Published_On__c: null,
            Status__c: 'Submitted',
            Submitted_At__c: '2026-03-02T09:00:00.000Z',
            Partner__c: '001000000000009AAA',
            Request_Key__c: key
          }
        }
      ]
    ]);
    expect(saved.mock.calls).toEqual([[{ key, isDraft: false }]]);
  });

  it('takes the focus as a whole, not in a field that would complain when left', async () => {
    const element = form();
    await settled();
    element.focus();
    expect(element.shadowRoot.activeElement.getAttribute('role')).toBe('group');
    expect(find(element, '[data-name="country"]').placeholder).toBe('c.Fairlead_Choose');
  });

  it('has the country that the website ends with, until he says another', async () => {
    const element = form();
    const country = () => find(element, '[data-name="country"]').value;
    const typed = async (field, value) => {
      change(element, field, value);
      await settled();
      return country();
    };
    expect(await typed('website', 'hammer.pl')).toBe('PL');
    // On its way to .design it ends with the letters of a country.
    expect(await typed('website', 'hammer.de')).toBe('DE');
    expect(await typed('website', 'hammer.design')).toBe('FR');
    expect(await typed('country', 'AT')).toBe('AT');
    expect(await typed('website', 'hammer.pl')).toBe('AT');
  });

  it('has the focus on why it was refused', async () => {
    createRecord.mockRejectedValueOnce(refused('It is locked.'));
    const element = await filled();
    byId(element, 'submit').click();
    await settled();
    expect(element.shadowRoot.activeElement).toBe(byId(element, 'problem'));
  });

  it('is kept as a draft without the rest', async () => {
    const element = form();
    await settled();
    name(element, 'Hammer');
    await settled();
    byId(element, 'draft').click();
    await settled();
    const { fields } = createRecord.mock.calls[0][0];
    expect(fields).toMatchObject({ Status__c: 'Draft', Customer_Name__c: 'Hammer', Amount__c: null });
    expect(fields).not.toHaveProperty('Submitted_At__c');
  });

  it('is not sent while a field is lacking, and the first such field is shown', async () => {
    const element = form();
    await settled();
    byId(element, 'submit').click();
    await settled();
    expect(createRecord).not.toHaveBeenCalled();
    expect(byId(element, 'problem').textContent).toContain('c.Fairlead_Register_Incomplete');
  });

  it('keeps what was typed when the org refuses, and says at the field and beside the button why', async () => {
    const element = await filled();
    const website = find(element, '[data-name="website"]');
    website.setCustomValidity = jest.fn();
    const fieldErrors = { Customer_Website__c: [{ message: 'Too long.' }] };
    createRecord.mockRejectedValue(refused('Not now.', fieldErrors));
    byId(element, 'submit').click();
    await settled();
    expect(byId(element, 'problem').textContent).toBe('Not now. Too long.');
    expect(website.setCustomValidity).toHaveBeenCalledWith('Too long.');
    expect(website.value).toBe('hammer.example');
    expect(byId(element, 'submit').disabled).toBe(false);
  });

  it('says that nothing is lost where the org was not reached, and is not there twice when it is sent again', async () => {
    const element = await filled();
    const saved = jest.fn();
    element.addEventListener('saved', saved);
    createRecord.mockRejectedValueOnce(new TypeError('Failed to fetch'));
    byId(element, 'submit').click();
    await settled();
    expect(byId(element, 'problem').textContent).toBe('c.Fairlead_Register_Save_Error');
    const there = { Request_Key__c: [{ errorCode: 'DUPLICATE_VALUE', message: 'duplicate value found' }] };
    createRecord.mockRejectedValueOnce(refused('No.', there));
    byId(element, 'submit').click();
    await settled();
    expect(createRecord.mock.calls.map(([{ fields }]) => fields.Request_Key__c)).toEqual([key, key]);
    expect(saved).toHaveBeenCalledTimes(1);
  });

  it('takes over what is known of a customer from his own earlier records', async () => {
    const suggestions = [{ id: 'a01', name: 'Nordwind', website: null, country: 'DE', taxId: 'DE1', note: '' }];
    const element = form({ suggestions });
    await settled();
    byId(element, 'customer').dispatchEvent(new CustomEvent('pick', { detail: { id: 'a01' } }));
    await settled();
    expect(byId(element, 'customer').value).toBe('Nordwind');
    expect(find(element, '[data-name="taxId"]').value).toBe('DE1');
    expect(find(element, '[data-name="country"]').value).toBe('DE');
  });

  it('asks for a tax number in place of a website, and for the day of a tender only where there is one', async () => {
    const element = form();
    await settled();
    byId(element, 'toggle-website').click();
    byId(element, 'has-tender').dispatchEvent(new CustomEvent('change', { detail: { checked: true } }));
    await settled();
    expect(find(element, '[data-name="website"]')).toBeNull();
    expect(find(element, '[data-name="taxId"]')).not.toBeNull();
    expect(find(element, '[data-name="tenderOn"]').required).toBe(true);
  });

  it('asks for the role where he has several, by the name his language has for it', async () => {
    const element = form({ terms: readTerms(termsNode({ standing: standing({ roles: ['Reseller', 'ISV'] }) })) });
    getPicklistValues.emit({ values: [{ value: 'Reseller', label: 'Revendeur' }] });
    await settled();
    expect(find(element, '[data-name="role"]').options).toEqual([
      { value: 'Reseller', label: 'Revendeur' },
      { value: 'ISV', label: 'ISV' }
    ]);
  });

  it('has products typed where the vendor names none, and no margin where the rules were too long', async () => {
    const element = form({ terms: readTerms(termsNode({ rules: null })) });
    await settled();
    const families = byId(element, 'families-text');
    families.dispatchEvent(new CustomEvent('change', { detail: { value: 'Storage; Network ;' } }));
    await settled();
    expect(families.value).toBe('Storage; Network');
    expect(byId(element, 'margin-unknown')).not.toBeNull();
  });
});

describe('one that stands already', () => {
  const registration = {
    id: 'a01000000000001AAA',
    status: 'Queued',
    customer: 'Hammer AG',
    website: 'hammer.example',
    country: 'FR',
    taxId: null,
    families: ['Network'],
    amount: 5000,
    closesOn: '2026-06-30',
    role: 'Reseller',
    tenderOn: null
  };
  const sent = () => updateRecord.mock.calls[0][0].fields;

  it('keeps its place when amount and date are corrected', async () => {
    const element = form({ registration });
    await settled();
    change(element, 'amount', '7000');
    await settled();
    byId(element, 'submit').click();
    await settled();
    expect(sent()).toEqual({ Id: registration.id, Amount__c: 7000, Expected_Close_Date__c: '2026-06-30' });
  });

  it('is submitted anew when it is for another customer', async () => {
    const element = form({ registration });
    await settled();
    expect(byId(element, 'hint').textContent).toBe('c.Fairlead_Register_Anew_Hint');
    name(element, 'Hammer SE');
    await settled();
    byId(element, 'submit').click();
    await settled();
    expect(sent()).toMatchObject({ Customer_Name__c: 'Hammer SE', Submitted_At__c: '2026-03-02T09:00:00.000Z' });
    expect(sent()).not.toHaveProperty('Status__c');
  });

  it('is submitted again after it was refused', async () => {
    const element = form({ registration: { ...registration, status: 'Rejected' } });
    await settled();
    byId(element, 'submit').click();
    await settled();
    expect(sent()).toMatchObject({ Status__c: 'Submitted', Submitted_At__c: '2026-03-02T09:00:00.000Z' });
  });

  it('offers only amount and date once it is decided', async () => {
    const element = form({ registration: { ...registration, status: 'Approved' } });
    await settled();
    expect(byId(element, 'customer')).toBeNull();
    expect(byId(element, 'hint').textContent).toBe('c.Fairlead_Register_Settled_Hint');
    change(element, 'closesOn', '2026-09-30');
    await settled();
    byId(element, 'submit').click();
    await settled();
    expect(sent()).toEqual({ Id: registration.id, Amount__c: 5000, Expected_Close_Date__c: '2026-09-30' });
  });

  it('is left as it was by cancelling', async () => {
    const element = form({ registration });
    const cancelled = jest.fn();
    element.addEventListener('cancel', cancelled);
    await settled();
    byId(element, 'cancel').click();
    expect(cancelled).toHaveBeenCalledTimes(1);
    expect(updateRecord).not.toHaveBeenCalled();
  });
});

describe('what is typed', () => {
  it.each([
    ['hammer.example', true],
    ['https://www.hammer.example/about?x=1', true],
    ['www.bäcker.de:8080', true],
    ['hammer', false],
    ['hammer gmbh.de', false],
    ['info@hammer.example', false],
    ['ftp://hammer.example', false],
    ['hammer..example', false]
  ])('%s is a website: %s', async (typed, isWebsite) => {
    const { pattern } = find(form(), '[data-name="website"]');
    expect(new RegExp(`^(?:${pattern})$`, 'v').test(typed)).toBe(isWebsite);
  });

  it('is held to what the amount’s field takes', async () => {
    const amount = find(form(), '[data-name="amount"]');
    expect([amount.min, amount.max]).toEqual(['0.01', 999999999999999]);
  });
});

describe('a correction of what ended elsewhere', () => {
  const registration = { id: 'a01', customer: 'Hammer', families: ['Network'], amount: 1, status: 'Approved' };

  it('is not saved over it, and says so', async () => {
    const stillStands = jest.fn().mockResolvedValue(false);
    const element = form({ registration: { ...registration, closesOn: '2026-06-30' }, stillStands });
    await settled();
    change(element, 'amount', '20000');
    byId(element, 'submit').click();
    await settled();
    expect(stillStands).toHaveBeenCalledTimes(1);
    expect(updateRecord).not.toHaveBeenCalled();
    element.isGone = true;
    await settled();
    expect(byId(element, 'gone').textContent).toBe('c.Fairlead_Register_Gone');
    expect(byId(element, 'submit')).toBeNull();
    expect(find(element, '[data-name="amount"]').value).toBe('20000');
  });
});
