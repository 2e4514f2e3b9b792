import { createElement } from 'lwc';
import EngagementGrounds from 'c/engagementGrounds';

jest.mock('@salesforce/i18n/lang', () => ({ default: 'de' }), { virtual: true });
jest.mock('@salesforce/i18n/locale', () => ({ default: 'de-DE' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Engagement_Certainty', () => ({ default: 'zu {0} sicher' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Engagement_Match_Domain_Same', () => ({ default: 'Domain {0}' }), {
  virtual: true
});
jest.mock('@salesforce/label/c.Fairlead_Engagement_Doubt_Amounts', () => ({ default: '{factor}-fach' }), {
  virtual: true
});

const grounds = (more = {}) => ({
  registration: 'DR-000007',
  customer: 'Nordwind Logistik',
  productFamilies: ['Storage', 'Server'],
  linked: false,
  extensionPending: false,
  match: 0.975,
  likeness: [
    { code: 'domain: same', args: ['nordwind.example'], speaks: 'for' },
    { code: 'phone: other', args: [], speaks: 'against' },
    { code: 'zodiac: same', args: [], speaks: 'for' }
  ],
  doubts: [{ code: 'amounts apart', args: { factor: 4 } }],
  ...more
});

async function shown(more) {
  const element = createElement('c-engagement-grounds', { is: EngagementGrounds });
  element.grounds = grounds(more);
  element.protectedUntil = '2027-02-01T09:00:00.000Z';
  document.body.appendChild(element);
  await Promise.resolve();
  return element;
}
const find = (element, id) => element.shadowRoot.querySelector(`[data-id="${id}"]`);
const items = (element, id) => [...(find(element, id)?.children ?? [])].map((item) => item.textContent);

afterEach(() => {
  while (document.body.firstChild) document.body.removeChild(document.body.firstChild);
});

describe('grounds of an engagement', () => {
  it('are the registration, how long it protects, its customer as typed, and its products', async () => {
    const element = await shown();
    expect(['registration', 'customer', 'products'].map((id) => find(element, id).textContent)).toEqual([
      'DR-000007',
      'Nordwind Logistik',
      'Storage, Server'
    ]);
    expect(find(element, 'protected-until').firstElementChild.value).toBe('2027-02-01T09:00:00.000Z');
    expect(find(element, 'extension')).toBeNull();
  });

  it('tell how sure the match is, what speaks for it and what against; a reason that is not known is left out', async () => {
    const element = await shown();
    expect(find(element, 'certainty').textContent).toBe('zu 98\u00a0% sicher');
    expect(items(element, 'for')).toEqual(['Domain nordwind.example']);
    expect(items(element, 'against')).toEqual(['c.Fairlead_Engagement_Match_Phone_Other', '4-fach']);
    expect(find(element, 'linked')).toBeNull();
  });

  it('are the approval alone where it names the deal', async () => {
    const element = await shown({ linked: true, likeness: [], doubts: [] });
    expect(find(element, 'linked').textContent).toBe('c.Fairlead_Engagement_Linked');
    expect(['certainty', 'for', 'against'].map((id) => find(element, id))).toEqual([null, null, null]);
  });

  it('say that an extension awaits its decision', async () => {
    expect(find(await shown({ extensionPending: true }), 'extension').textContent).toBe(
      'c.Fairlead_Engagement_Extension_Pending'
    );
  });
});
