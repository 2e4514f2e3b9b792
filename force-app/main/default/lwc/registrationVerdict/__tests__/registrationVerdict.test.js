import { createElement } from 'lwc';
import RegistrationVerdict from 'c/registrationVerdict';

jest.mock('@salesforce/i18n/locale', () => ({ default: 'en-US' }), { virtual: true });
jest.mock('@salesforce/i18n/timeZone', () => ({ default: 'Europe/Paris' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Register_Is_Approved', () => ({ default: 'until {0}' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Register_Is_Queued', () => ({ default: 'place {0}' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Register_Days_Left', () => ({ default: '{0} days' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Register_Extension_Granted', () => ({ default: 'granted {0}' }), {
  virtual: true
});
jest.mock('@salesforce/label/c.Fairlead_Register_Extension_Refused', () => ({ default: 'refused {0}' }), {
  virtual: true
});
jest.mock('@salesforce/label/c.Fairlead_Register_Extension_Asked', () => ({ default: 'asked {0}' }), { virtual: true });

const approved = {
  status: 'Approved',
  protectedFrom: '2026-02-20T09:00:00Z',
  protectedUntil: '2026-03-12T09:00:00Z',
  reason: '{"version":1,"reasons":[{"code":"earliest","args":{"days":90}}]}'
};

function verdict(registration) {
  const element = createElement('c-registration-verdict', { is: RegistrationVerdict });
  element.registration = registration;
  document.body.appendChild(element);
  return element;
}
const words = (element, id) => element.shadowRoot.querySelector(`[data-id="${id}"]`)?.textContent;

beforeEach(() => jest.useFakeTimers({ now: new Date('2026-03-02T09:00:00Z') }));
afterEach(() => {
  while (document.body.firstChild) document.body.removeChild(document.body.firstChild);
  jest.useRealTimers();
});

describe('a verdict', () => {
  it('of approval tells until when, how long still, and why', () => {
    const element = verdict(approved);
    expect(words(element, 'heading')).toBe('until March 12, 2026');
    expect(words(element, 'clock')).toBe('10 days');
    expect(words(element, 'reasons')).toBe('c.Fairlead_Register_Why_Earliest');
    expect(element.shadowRoot.querySelector('c-fill-bar').share).toBe(0.5);
  });

  it.each([
    ['Granted', 'Approved', 'granted March 5, 2026'],
    ['Refused', 'Approved', 'refused March 5, 2026'],
    ['Refused', 'Expired', 'refused March 5, 2026'],
    ['Refused', 'Converted', undefined]
  ])('tells an extension that was %s on a claim that is %s, and why', (extensionDecision, status, told) => {
    const element = verdict({
      ...approved,
      status,
      extensionRequestedAt: '2026-03-01T09:00:00Z',
      extensionDecision,
      extensionDecidedAt: '2026-03-05T09:00:00Z',
      extensionReason: 'Two meetings in May.'
    });
    expect(words(element, 'extension')).toBe(told);
    expect(words(element, 'extension-reason')).toBe(told && 'Two meetings in May.');
  });

  it('tells of the last day, and of an extension that was asked for', () => {
    const element = verdict({
      ...approved,
      protectedUntil: '2026-03-03T08:00:00Z',
      extensionRequestedAt: '2026-03-01T09:00:00Z'
    });
    expect(words(element, 'clock')).toBe('c.Fairlead_Register_Last_Day');
    expect(words(element, 'extension')).toBe('asked March 1, 2026');
  });

  it('of a queue tells the place in it', () => {
    const element = verdict({ status: 'Queued', queuePosition: 2, reason: null });
    expect(words(element, 'heading')).toBe('place 2');
    expect(words(element, 'clock')).toBeUndefined();
    expect(words(element, 'reasons')).toBeUndefined();
  });

  it('keeps silent on why it was approved once it is withdrawn', () => {
    expect(words(verdict({ ...approved, status: 'Withdrawn' }), 'reasons')).toBeUndefined();
    expect(words(verdict({ ...approved, status: 'Expired' }), 'reasons')).toBe('c.Fairlead_Register_Why_Earliest');
  });

  it.each(['Draft', 'Submitted', 'Rejected', 'Expired', 'Lapsed', 'Converted', 'Withdrawn'])(
    '%s has a heading, what it means, and an icon',
    (status) => {
      const element = verdict({ ...approved, status });
      expect(words(element, 'heading')).toBe(`c.Fairlead_Register_Is_${status}`);
      expect(words(element, 'words')).toBe(`c.Fairlead_Register_Is_${status}_Words`);
      expect(element.shadowRoot.querySelector('lightning-icon').iconName).toMatch(/^utility:/);
      expect(words(element, 'clock')).toBeUndefined();
    }
  );
});
