import { likenessInWords } from 'c/customerReasons';

jest.mock('@salesforce/label/c.Fairlead_Engagement_Match_Slip', () => ({ default: '„{0}“ statt „{1}“' }), {
  virtual: true
});

describe('what speaks for or against one customer', () => {
  it('is told in the language of the user, with what was compared', () => {
    expect(likenessInWords({ code: 'spelling: slip', args: ['Nordwnd', 'Nord$&wind'] })).toBe(
      '„Nordwnd“ statt „Nord$&wind“'
    );
    expect(likenessInWords({ code: 'phone: same' })).toBe('c.Fairlead_Engagement_Match_Phone_Same');
  });

  it('leaves out what is not compared', () => {
    expect(likenessInWords({ code: 'spelling: slip', args: ['7'] })).toBe('„7“ statt „“');
  });

  it('says nothing of a code that is not known', () => {
    expect(likenessInWords({ code: 'toString' })).toBeUndefined();
  });
});
