import { countryInWords, countryOfWebsite, countryOptions, ownCountry, spellingsOf } from 'c/countries';

jest.mock('@salesforce/i18n/locale', () => ({ default: 'fr-BE' }), { virtual: true });
jest.mock('@salesforce/i18n/lang', () => ({ default: 'fr' }), { virtual: true });

it('countries stand by their names in the language of the user', () => {
  const options = countryOptions();
  expect(options).toHaveLength(249);
  expect(options[0]).toEqual({ value: 'AF', label: 'Afghanistan' });
  expect(options.findIndex(({ label }) => label === 'Égypte')).toBeLessThan(
    options.findIndex(({ label }) => label === 'Espagne')
  );
});

it('his own is that of his locale', () => {
  expect(ownCountry()).toBe('BE');
});

it('a country is named by its code, and left as it is where it is named already', () => {
  expect(countryInWords('de')).toBe('Allemagne');
  expect(countryInWords('Germany')).toBe('Germany');
  expect(countryInWords(null)).toBeNull();
});

it('an account may hold the code of a country or its name', () => {
  expect(spellingsOf('DE')).toEqual(['DE', 'Germany', 'Allemagne']);
  expect(spellingsOf('FR')).toEqual(['FR', 'France']);
});

it.each([
  ['acme.pl', 'PL'],
  ['https://www.Acme.CO.UK/about?x=.fr', 'GB'],
  ['acme.com', undefined],
  ['acme.io', undefined],
  ['acme.zz', undefined],
  ['acme.de:8080', 'DE'],
  ['de', undefined],
  [undefined, undefined]
])('the website %s is of %s', (address, code) => {
  expect(countryOfWebsite(address)).toBe(code);
});
