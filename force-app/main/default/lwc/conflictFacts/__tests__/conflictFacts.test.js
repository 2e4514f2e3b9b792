import { changeInWords, factInWords } from 'c/conflictFacts';

jest.mock('@salesforce/i18n/locale', () => ({ default: 'de-DE' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Flag_Fact_Moved_Past_Gate', () => ({ default: 'hinter das Tor ({stage})' }), {
  virtual: true
});
jest.mock('@salesforce/label/c.Fairlead_Flag_Fact_Entered_Before_Closing', () => ({ default: 'vor dem {closed}' }), {
  virtual: true
});
jest.mock('@salesforce/label/c.Fairlead_Flag_Fact_Lower_Price_Quoted', () => ({ default: '{points} Punkte' }), {
  virtual: true
});
jest.mock('@salesforce/label/c.Fairlead_Flag_Fact_Rejected', () => ({ default: '{registration} abgelehnt' }), {
  virtual: true
});
jest.mock('@salesforce/label/c.Fairlead_Flag_Fact_Reason', () => ({ default: '{fact}: {reason}' }), { virtual: true });

const told = (code, args = {}) => factInWords(JSON.stringify({ version: 1, code, args }), 'in English');

describe('a fact', () => {
  it('is told in the language of the user, with its values', () => {
    expect(told('moved past the gate', { stage: 'Negotiation' })).toBe('hinter das Tor (Negotiation)');
    expect(told('entered before closing', { closed: '2026-03-31' })).toBe('vor dem 31.03.2026');
    expect(told('lower price quoted', { points: '3.5' })).toBe('3,5 Punkte');
    expect(told('removed')).toBe('c.Fairlead_Flag_Fact_Removed');
  });

  it('is followed by the reason that somebody gave, whatever signs are in it', () => {
    const args = { registration: 'DR-000007', reason: 'named account $& {fact}' };
    expect(told('rejected', args)).toBe('DR-000007 abgelehnt: named account $& {fact}');
    expect(told('rejected', { ...args, reason: '' })).toBe('DR-000007 abgelehnt');
  });

  it.each([
    ['of a code that is not known', '{"version":1,"code":"toString","args":{}}'],
    ['of another version', '{"version":2,"code":"removed","args":{}}'],
    ['cut off', '{"version":1,"co'],
    ['that is missing', null]
  ])('%s is told as the service wrote it', (_, text) => {
    expect(factInWords(text, 'the partner was removed')).toBe('the partner was removed');
  });
});

describe('a change', () => {
  const change = (code, from, to) => changeInWords(JSON.stringify({ version: 1, code, args: {} }), from, to);

  it('is told by what was before and after', () => {
    expect(change('removed', 'Brightwave', null)).toBe('Brightwave');
    expect(change('put in his place', 'Brightwave', 'Corvus')).toBe('Brightwave → Corvus');
    expect(change('pushed', '2026-03-31', '2026-09-30')).toBe('31.03.2026 → 30.09.2026');
  });

  it('is not told twice, nor where there is none', () => {
    expect(change('moved past the gate', 'Qualification', 'Proposal')).toBeUndefined();
    expect(change('contact', null, null)).toBeUndefined();
  });
});
