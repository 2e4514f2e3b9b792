import { decisionInWords } from 'c/claimReasons';

jest.mock('@salesforce/i18n/locale', () => ({ default: 'fr-FR' }), { virtual: true });
jest.mock('@salesforce/i18n/lang', () => ({ default: 'fr' }), { virtual: true });
jest.mock('@salesforce/label/c.Fairlead_Register_Why_Tender', () => ({ default: 'publié le {published}' }), {
  virtual: true
});
jest.mock('@salesforce/label/c.Fairlead_Register_Why_Amount_Too_Small', () => ({ default: '{amount} < {minimum}' }), {
  virtual: true
});
jest.mock('@salesforce/label/c.Fairlead_Register_Why_Product_Takes_No_Part', () => ({ default: '{families} exclus' }), {
  virtual: true
});
jest.mock('@salesforce/label/c.Fairlead_Register_Why_Not_In_Words', () => ({ default: 'autre ({code})' }), {
  virtual: true
});

const written = (...reasons) => JSON.stringify({ version: 1, reasons });

describe('the reasons of a decision', () => {
  it('are said with dates, amounts and lists as the reader writes them', () => {
    const text = written(
      { code: 'tender', args: { published: '2026-02-01' } },
      { code: 'amount too small', args: { amount: '5000', minimum: '10000.5' } },
      { code: 'product takes no part', args: { families: ['A', 'B'] } }
    );
    expect(decisionInWords(text).map((words) => words.replace(/\s/g, ' '))).toEqual([
      'publié le 1 févr. 2026',
      '5 000 < 10 000,5',
      'A et B exclus'
    ]);
  });

  it('tell a named account with or without the day', () => {
    expect(decisionInWords(written({ code: 'named account', args: { since: null } }))).toEqual([
      'c.Fairlead_Register_Why_Named_Account'
    ]);
    expect(decisionInWords(written({ code: 'named account', args: { since: '2026-01-02' } }))).toEqual([
      'c.Fairlead_Register_Why_Named_Account_Since'
    ]);
  });

  it('are what a person wrote, line by line, where a person decided', () => {
    expect(decisionInWords('See my mail.\r\n\r\nRegards')).toEqual(['See my mail.', 'Regards']);
  });

  it('admit what they have no words for', () => {
    expect(decisionInWords(written({ code: 'new one', args: {} }))).toEqual(['autre (new one)']);
    expect(decisionInWords('{"version":')).toEqual(['autre (?)']);
    expect(decisionInWords(null)).toEqual([]);
  });
});
