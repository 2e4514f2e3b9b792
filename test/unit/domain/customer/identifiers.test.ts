import { describe, expect, it } from '@jest/globals';
import { compareIdentifiers, identifier } from '../../../../sync-service/domain/customer/identifiers.ts';
import { sameCustomer } from '../../../../sync-service/domain/customer/index.ts';
import { known, verdictOf } from './known.ts';

// 732 829 320 and 552 100 554 are SIRENs whose check digits hold; in 732 829 321 it does not.
describe('a number', () => {
  it.each([
    ['a SIREN', '732 829 320', 'FR', true],
    ['a SIREN with another last digit', '732 829 321', 'FR', false],
    ['a SIRET', '732 829 320 00074', 'FR', true],
    ['a French VAT number', 'FR 44 732829320', null, true],
    ['a French VAT number with another key', 'FR 45 732829320', null, false],
    ['a German VAT number', 'DE136695976', null, true],
    ['a German VAT number with two digits swapped', 'DE136695967', null, false],
    ['a number of no known country', '55210', null, null],
  ])('%s: whether its check digits hold', (_, typed, country, valid) =>
    expect(identifier(typed, country)?.valid).toBe(valid),
  );

  it.each(['', '-', 'n/a', '0000000000', '12345678', 'none', 'X1'])('is not "%s"', (typed) =>
    expect(identifier(typed, 'DE')).toBeNull(),
  );
});

describe('two numbers', () => {
  const compared = (a: string, b: string, country: string | null = null) =>
    compareIdentifiers(identifier(a, country), identifier(b, country));

  it.each([
    ['a VAT number and the SIREN in it', 'FR44732829320', '732 829 320', 'same'],
    ['a SIRET and the SIREN in it', '73282932000074', '732829320', 'same'],
    ['two establishments of one company', '73282932000074', '73282932000082', 'same'],
    ['dots, blanks and letters of the country', 'FR 44.732.829.320', '44732829320', 'same'],
    ['two valid ones', '732829320', '552100554', 'other, both valid'],
    ['one in which a digit was mistyped', '732829320', '732829321', 'slip'],
    ['one that can not be right', '732829320', '552100555', 'other, one not valid'],
    ['numbers of two registers', '732829320', 'HRB 55210', 'silent'],
  ])('%s', (_, a, b, agreement) => {
    expect(compared(a, b, 'FR')).toBe(agreement);
    expect(compared(b, a, 'FR')).toBe(agreement);
  });
  it('of two countries say nothing of each other', () => {
    expect(compared('FR44732829320', 'DE136695976')).toBe('silent');
  });
});

describe('a company number', () => {
  const french = { country: 'FR' };
  it('that is the same outweighs different names', () => {
    const a = known('Nordwind Logistique', { ...french, taxId: 'FR44732829320' });
    const b = known('NWL Holding', { ...french, companyNumber: '732 829 320' });
    expect(sameCustomer(a, b)).toMatchObject({ verdict: 'same', relation: null });
    expect(sameCustomer(a, b).reasons[0]).toBe('the same number 732829320');
  });
  it('outweighs a place more in the name', () => {
    const a = known('Nordwind Lyon', { ...french, taxId: '732829320' });
    expect(verdictOf(a, known('Nordwind', { ...french, taxId: 'FR44732829320' }))).toBe('same');
  });
  it('valid and different from another valid one contradicts the same name and the same web domain', () => {
    const website = 'nordwind.example';
    const a = known('Nordwind', { ...french, website, taxId: '732829320' });
    const b = known('Nordwind', { ...french, website, taxId: '552100554' });
    expect(verdictOf(a, b)).toBe('group');
    expect(sameCustomer(a, b).reasons).toContain('different numbers, both valid');
  });
  it('that can not be right speaks against less: a shared web domain outweighs it, a name alone does not', () => {
    const [valid, invalid] = [
      { ...french, taxId: '732829320' },
      { ...french, taxId: '552100555' },
    ];
    const website = 'nordwind.example';
    expect(verdictOf(known('Nordwind', { ...valid, website }), known('Nordwind', { ...invalid, website }))).toBe(
      'same',
    );
    expect(verdictOf(known('Nordwind', valid), known('Nordwind', invalid))).not.toBe('same');
  });
  it('of another country makes a company of the group where no country is known else', () => {
    const [a, b] = [known('Nordwind', { taxId: 'FR44732829320' }), known('Nordwind', { taxId: 'DE136695976' })];
    expect(verdictOf(a, b)).toBe('group');
    expect(sameCustomer(a, b).reasons).toContain('different countries (FR, DE)');
  });
  it('of another country does not outweigh the country on record', () => {
    const a = known('Nordwind', { country: 'DE', taxId: 'FR44732829320' });
    expect(verdictOf(a, known('Nordwind', { country: 'DE', taxId: 'DE136695976' }))).toBe('same');
  });
});
