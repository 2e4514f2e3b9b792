import { answerInWords, questionInWords } from 'c/conflictAnswers';

jest.mock('@salesforce/i18n/locale', () => ({ default: 'fr-FR' }), { virtual: true });
jest.mock('@salesforce/i18n/lang', () => ({ default: 'fr' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Desk_Ask_Tender', () => ({ default: 'Un appel d’offres' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Desk_Answer_Published', () => ({ default: 'Publié le {date}' }), {
  virtual: true
});
jest.mock(
  '@salesforce/label/c.Fairlead_Desk_Answer_Exemption_In_Force',
  () => ({ default: 'En vigueur : {exemption}' }),
  { virtual: true }
);
jest.mock('@salesforce/label/c.Fairlead_Desk_Answer_Ex_Silent', () => ({ default: 'sans réponse' }), { virtual: true });

describe('what was looked for', () => {
  it('is asked and answered in the language of the user', () => {
    expect(questionInWords('a tender')).toBe('Un appel d’offres');
    expect(answerInWords({ code: 'published', args: { date: '2026-05-04' } })).toBe('Publié le 4 mai 2026');
    expect(answerInWords({ code: 'not looked at', args: {} })).toBe('c.Fairlead_Desk_Answer_Not_Looked_At');
  });

  it("names an exemption by its reason, also one of the vendor's own", () => {
    const inForce = (exemption) => answerInWords({ code: 'exemption in force', args: { exemption } });
    expect(inForce('Partner Silent')).toBe('En vigueur : sans réponse');
    expect(inForce('Board Decision')).toBe('En vigueur : Board Decision');
  });

  it('is told as it was written where its code is not known here', () => {
    expect(questionInWords('an act of God')).toBe('an act of God');
    expect(answerInWords('none is on record')).toBe('none is on record');
    expect(answerInWords({ code: 'toString', args: {} })).toBeUndefined();
    expect(answerInWords(undefined)).toBeUndefined();
  });
});
