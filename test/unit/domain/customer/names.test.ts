import { describe, expect, it } from '@jest/globals';
import { countFrequencies } from '../../../../sync-service/domain/customer/frequencies.ts';
import { sameCustomer, scoreCompanies, USUAL_KNOWLEDGE } from '../../../../sync-service/domain/customer/index.ts';
import { known, verdictOf, verdictOfNames } from './known.ts';

describe('a legal form', () => {
  it.each([
    ['left out', 'Nordwind GmbH', 'Nordwind', 'DE'],
    ['spelled out', 'Nordwind GmbH', 'Nordwind Gesellschaft mit beschränkter Haftung', 'DE'],
    ['with dots', 'Nordwind GmbH & Co. KG', 'Nordwind G.m.b.H. & Co KG', 'DE'],
    ['in English', 'Harrowgate Ltd', 'Harrowgate Limited', 'GB'],
    ['before the name', 'SARL Clairfontaine', 'Clairfontaine S.à r.l.', 'FR'],
    ['in Japanese, before the name', '株式会社日立製作所', '日立製作所', 'JP'],
    ['in Japanese, put together', '日立製作所㈱', '株式会社日立製作所', 'JP'],
    ['in Russian', 'ООО Ромашка', 'Ромашка', 'RU'],
    ['in Russian, spelled out', 'Общество с ограниченной ответственностью «Ромашка»', 'ООО "Ромашка"', 'RU'],
    ['in Latin letters', 'OOO Romashka', 'ООО «Ромашка»', 'RU'],
  ])('%s is no other customer', (_, a, b, country) => expect(verdictOfNames(a, b, country)).toBe('same'));

  it('of another law makes a company of the group, not the same', () => {
    const german = known('Nordwind GmbH', { country: 'DE' });
    expect(verdictOf(german, known('Nordwind SAS', { country: 'FR' }))).toBe('group');
  });
  it('is no name: two firms that share only the form are different', () => {
    expect(verdictOfNames('Nordwind Gesellschaft mbH', 'Hartmann Gesellschaft mbH')).toBe('different');
  });
});

describe('a name is the same', () => {
  it.each([
    ['with its words turned round', 'Nordwind Logistics', 'Logistics Nordwind'],
    ['with its town put first', 'Hamburg Nordwind Logistics', 'Nordwind Logistics Hamburg'],
    ['with a word shortened', "Nordwind Int'l Shipping", 'Nordwind International Shipping'],
    ['with a word of trade shortened', 'Nordwind Mfg', 'Nordwind Manufacturing'],
    ['with a word begun and a dot', 'Nordwind Präz. Technik', 'Nordwind Präzision Technik'],
    ['in another script', 'Газпром', 'Gazprom'],
    ['in another script, with its form', 'ПАО «Роснефть»', 'Rosneft PJSC'],
    ['without umlauts', 'Köhlbrand Möbel', 'Koehlbrand Moebel'],
    ['without accents', 'Électricité Bréval', 'ELECTRICITE BREVAL'],
    ['with its number spelled out', 'Studio 7', 'Studio Seven'],
    ['with its number in French', '3 Suisses', 'Trois Suisses'],
    ['with its number in Roman numerals', 'Nordwind Fonds 14', 'Nordwind Fonds XIV'],
    ['with a letter left out', 'Kettenbach Maschinen', 'Kettnbach Maschinen'],
    ['with a letter doubled', 'Kettenbach Maschinen', 'Kettenbbach Maschinen'],
    ['with neighbours swapped', 'Kettenbach Maschinen', 'Kettenabch Maschinen'],
    ['with one letter for another', 'Kettenbach Maschinen', 'Kettembach Maschinen'],
    ['with its trade in another language', 'Nordwind Logistik', 'Nordwind Logistics'],
    ['with "and" for "&"', 'Falk & Winkler', 'Falk and Winkler'],
    ['with blanks about the "&" of its initials', 'H&M', 'H & M Ltd'],
    ['however short', '3M', '3M'],
    ['made of two numbers', '7-Eleven', '7 ELEVEN'],
    ['made of a trade and two letters', 'AB Systems Ltd', 'AB Systems Ltd'],
    ['with "St." for a saint', 'St. Gobain', 'Saint Gobain'],
    ['with "Mt." for a mount', 'Mt. Brevik Hospital', 'Mount Brevik Hospital'],
    ['with what it is allowed to do behind its form', 'Kettenbach AG Wirtschaftsprüfungsgesellschaft', 'Kettenbach AG'],
    ['in a spelling that transliterations vary in', 'Яндекс', 'Yandex'],
    ['in katakana', 'パナソニック株式会社', 'Panasonic'],
    ['in hangul', '삼성', 'Samsung'],
    ['in Chinese, with its trade in pinyin', '小米科技', 'Xiaomi Keji'],
  ])('%s', (_, a, b) => expect(verdictOfNames(a, b)).toBe('same'));
});

describe('a town behind the name', () => {
  const arnhem = known('Arnhem Transport N.V.', { country: 'NL', city: 'Arnhem' });
  it('that the other one is in is no part of it', () => {
    expect(verdictOf(known('Arnhem Transport, Arnhem'), arnhem)).toBe('same');
    expect(verdictOf(known('Kettenbach Werke Hagen'), known('Kettenbach Werke', { city: 'Hagen' }))).toBe('same');
  });
  it('that is in the name already is no part of it', () => {
    expect(verdictOf(known('Messe Hagen GmbH, Hagen'), known('Messe Hagen GmbH'))).toBe('same');
  });
  it('is one where the other one is in another town', () => {
    expect(verdictOf(known('Kettenbach Werke Hagen'), known('Kettenbach Werke', { city: 'Soest' }))).not.toBe('same');
  });
});

describe('a name is another', () => {
  it.each([
    ['with another trade', 'General Motors', 'General Electric'],
    ['with another word of its own', 'Crédit Lyonnais', 'Crédit Agricole'],
    ['with another number', '3 Suisses', '4 Suisses'],
    ['with another number spelled out', 'Studio Seven', 'Studio Eleven'],
    ['with another numeral', 'Nordwind Fonds II', 'Nordwind Fonds III'],
    ['with other initials', 'ABC Maschinen', 'ACB Maschinen'],
    ['of four letters with another first one', 'Haus Technik', 'Maus Technik'],
    ['of common words turned round', 'Global Systems', 'Global Solutions'],
    ['that begins with "First"', 'Brevik Bank', 'First Brevik Bank'],
    ['of four letters with another vowel', 'Lear', 'Leer'],
    ['in katakana', 'パナソニック', 'Pioneer'],
  ])('%s', (_, a, b) => expect(verdictOfNames(a, b)).toBe('different'));
});

describe('a place in a name', () => {
  it.each([
    ['two regions', 'Toyota Motor Europe', 'Toyota Motor North America'],
    ['two countries', 'Nordwind France', 'Nordwind Deutschland'],
    ['two towns', 'Nordwind Lyon', 'Nordwind Nantes'],
  ])('against another makes two companies of the group: %s', (_, a, b) =>
    expect(verdictOf(known(a), known(b))).toBe('group'),
  );

  it('is not told by two languages', () => {
    expect(verdictOf(known('Nordwind Deutschland'), known('Nordwind Germany'))).toBe('same');
    expect(verdictOf(known('Nordwind München'), known('Nordwind Munich'))).toBe('same');
  });
  it('swapped for another is not outweighed by a shared web domain', () => {
    const [a, b] = ['Toyota Motor Europe', 'Toyota Motor North America'];
    const website = 'toyota.example';
    expect(verdictOf(known(a, { website }), known(b, { website }))).toBe('group');
  });
  it('that is the country of its web address or its tax number adds nothing', () => {
    const plain = known('Nordwind', { website: 'nordwind.fr' });
    expect(verdictOf(known('Nordwind France', { website: 'www.nordwind.fr' }), plain)).toBe('same');
    const numbered = known('Nordwind', { taxId: 'FR44732829320' });
    expect(verdictOf(known('Nordwind France', { taxId: 'FR 44 732829320' }), numbered)).toBe('same');
  });

  describe('that is a town, at one web domain', () => {
    const website = 'nordwind.example';
    const office = known('Nordwind Lyon', { website, country: 'FR' });
    it('is an office of the customer in that country', () => {
      expect(verdictOf(office, known('Nordwind SAS', { website, country: 'FR' }))).toBe('same');
      const [a, b] = [
        known('Nordwind Lyon', { website: 'nordwind.fr' }),
        known('Nordwind', { website: 'nordwind.fr' }),
      ];
      expect(verdictOf(a, b)).toBe('same');
    });
    it('is a company of the group in another country, or where no country is known', () => {
      expect(verdictOf(office, known('Nordwind AG', { website, country: 'DE' }))).toBe('group');
      expect(verdictOf(known('Nordwind Lyon', { website }), known('Nordwind', { website }))).toBe('group');
    });
    it('is a company of the group beside another town, and without the domain', () => {
      expect(verdictOf(office, known('Nordwind Nantes', { website, country: 'FR' }))).toBe('group');
      expect(verdictOf(office, known('Nordwind', { country: 'FR' }))).toBe('group');
    });
    it('is no region of several countries', () => {
      const europe = known('Nordwind Europe', { website, country: 'FR' });
      expect(verdictOf(europe, known('Nordwind', { website, country: 'FR' }))).toBe('group');
    });
  });
});

describe('a word', () => {
  const bitsOfSharing = (a: string, b: string, knowledge = USUAL_KNOWLEDGE) =>
    scoreCompanies(known(a), known(b), knowledge).name.sharedBits;

  it('that is rare says more than Systems', () => {
    expect(bitsOfSharing('Nordwind Air', 'Nordwind Rail')).toBeGreaterThan(
      bitsOfSharing('Systems Air', 'Systems Rail'),
    );
  });
  it('says less the more customers on record bear it', () => {
    const names = Array.from({ length: 10_000 }, (_, at) => (at % 10 === 0 ? `Nordwind ${at}` : `Firm${at}`));
    const frequencies = countFrequencies(names.map((name) => ({ name, domain: null })));
    const knowledge = { ...USUAL_KNOWLEDGE, frequencies };
    const [a, b] = [known('Nordwind'), known('Nordwind GmbH')];
    expect(scoreCompanies(a, b, knowledge).probability).toBeLessThan(scoreCompanies(a, b).probability / 2);
    expect(sameCustomer(a, b, knowledge).reasons).toContain('of common words');
  });
  it('that many bear makes no customer of its own, a rare one does', () => {
    expect(verdictOf(known('Systems'), known('Systems GmbH'))).toBe('different');
    expect(verdictOf(known('Nordwind'), known('Nordwind GmbH'))).toBe('same');
  });
});
