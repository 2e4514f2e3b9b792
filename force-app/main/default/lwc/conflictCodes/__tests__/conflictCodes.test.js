import { coded, filled } from 'c/conflictCodes';

jest.mock('@salesforce/i18n/locale', () => ({ default: 'de-DE' }), { virtual: true });
jest.mock('@salesforce/i18n/lang', () => ({ default: 'de' }), { virtual: true });

describe('codes of a case', () => {
  it('are filled in as the user writes dates, numbers, shares and countries', () => {
    expect(filled('am {date}', { date: '2026-03-31' })).toBe('am 31.03.2026');
    expect(filled('{points} Punkte', { points: '3.5' })).toBe('3,5 Punkte');
    expect(filled('zu {share}', { share: '0.954' })).toBe('zu 95\u00a0%');
    expect(filled('{buyer}, nicht {registered}', { buyer: 'FR', registered: 'Belgien' })).toBe(
      'Frankreich, nicht Belgien'
    );
  });

  it('leave names as they are, whatever signs are in them, and nothing where a value is missing', () => {
    expect(filled('{deal}{why}', { deal: "Gold $& {why} $'" })).toBe("Gold $& {why} $'");
  });

  it.each([
    ['of another version', '{"version":2,"code":"removed"}'],
    ['cut off', '{"version":1,"co'],
    ['missing', null],
    ['empty', 'null']
  ])('that are %s are not read', (_, text) => {
    expect(coded(text)).toBeUndefined();
  });

  it('are read as they were written', () => {
    expect(coded('{"version":1,"code":"removed","args":{}}')).toEqual({ version: 1, code: 'removed', args: {} });
  });
});
