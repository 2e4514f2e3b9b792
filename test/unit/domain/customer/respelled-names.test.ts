import { describe, expect, it } from '@jest/globals';
import { verdictOfNames } from './known.ts';

describe('a legal form in the words of its own country', () => {
  it.each([
    ['Croatian', 'Brezovac d.d.', 'Brezovac dioničko društvo'],
    ['Serbian, before the name', 'Brezovac d.o.o.', 'Društvo sa ograničenom odgovornošću Brezovac'],
    ['Slovene', 'Brezovac d.o.o.', 'Brezovac družba z omejeno odgovornostjo'],
    ['Hungarian', 'Kelenvár Zrt.', 'Kelenvár Zártkörűen Működő Részvénytársaság'],
    ['Lithuanian', 'UAB Vilkmergė', 'Uždaroji akcinė bendrovė Vilkmergė'],
    ['Latvian', 'SIA Dzintarlauks', 'Sabiedrība ar ierobežotu atbildību Dzintarlauks'],
    ['Albanian', 'Dritaro Sh.p.k.', 'Dritaro SHPK'],
    ['Swedish, before the name', 'Aktiebolaget Björnhult', 'Björnhult AB'],
    ['Mexican', 'Tecaltzin SAB de CV', 'Tecaltzin, Sociedad Anónima Bursátil de Capital Variable'],
    ['South African', 'Kloofnek (Pty) Ltd', 'Kloofnek Proprietary Ltd'],
    ['of a free zone', 'Maraya Trading FZE', 'Maraya Trading Free Zone Establishment'],
    ['Hebrew', 'Galmor Ltd', 'Galmor בע"מ'],
    ['Arabic', 'Galmor LLC', 'Galmor ذ.م.م'],
    ['Armenian', 'Galmor LLC', 'Galmor ՍՊԸ'],
    ['Georgian', 'Galmor LLC', 'შპს Galmor'],
    ['Thai, on both sides of the name', 'Galmor Foods', 'บริษัท Galmor Foods จำกัด'],
    ['Chinese, in pinyin', '昆岭技术有限公司', 'Kunling Jishu Youxian Gongsi'],
  ])('is no other customer: %s', (_, a, b) => expect(verdictOfNames(a, b)).toBe('same'));
});

describe('a slip', () => {
  it.each([
    ['in a word of trade, letters swapped', 'Kettenbach Sytsems', 'Kettenbach Systems'],
    ['in a word of trade that the other name has in another language', 'Kettenbach Texitl', 'Kettenbach Textile'],
    ['in a word of trade, a letter left out', 'Kettenbach Instrumnts', 'Kettenbach Instruments'],
    ['in a short word of trade', 'Kettenbach Bnak', 'Kettenbach Bank'],
    ['in a short word of trade, a letter left out', 'Kettenbach Bnk', 'Kettenbach Bank'],
    ['in a short word beside a telling one, letters swapped', 'Kettenbach Dairy', 'Kettenbach Dariy'],
    ['in a short word beside a telling one, a letter left out', 'Kettenbach Torsk', 'Kettenbach Trsk'],
  ])('is forgiven %s', (_, a, b) => expect(verdictOfNames(a, b)).toBe('same'));

  it.each([
    ['in a short name alone', 'Torsk', 'Tosk'],
    ['at the end of a short word', 'Kettenbach Star', 'Kettenbach Stark'],
    ['at the start of a short word', 'Kettenbach Lake', 'Kettenbach Flake'],
    ['in initials', 'Kettenbach SDI', 'Kettenbach SID'],
    ['in initials that a word of trade is near', 'Kettenbach GSA', 'Kettenbach Gas'],
  ])('is another name %s', (_, a, b) => expect(verdictOfNames(a, b)).toBe('different'));
});

describe('a name written otherwise is the same', () => {
  it.each([
    ["with the s of its 's", "Orme's Ltd", 'Ormes Ltd'],
    ["without its 's", "Orme's Ltd", 'Orme Ltd'],
    ['with "and" between initials', 'K&V Ltd', 'K and V Ltd'],
    ['with hundreds spelled out', 'Two Hundred and Six Orchards', '206 Orchards'],
    ['with thousands spelled out', 'Fifty-Five Thousand Orchards', '55000 Orchards'],
    ['by its initials with that of its legal form', 'KNOC', 'Kettenbach Nordic Oil Company'],
    ['with a first letter that is a vowel elsewhere', 'Brevik Bank واسط', 'Brevik Bank Wasit'],
    ['with the Hebrew letter of u', 'שטרנמון', 'Sternmon'],
    ['with a word shortened to consonants', 'Kettenbach Bldg Supply', 'Kettenbach Building Supplies'],
  ])('%s', (_, a, b) => expect(verdictOfNames(a, b)).toBe('same'));

  it.each([
    ['of another hundred', 'Two Hundred Orchards', 'Three Hundred Orchards'],
    ['of other initials', 'KNGC', 'Kettenbach Nordic Oil Company'],
    ['of another province', 'Hebei Kunling', 'Hubei Kunling'],
  ])('and not the one %s', (_, a, b) => expect(verdictOfNames(a, b)).not.toBe('same'));
});
