import LANG from '@salesforce/i18n/lang';
import LOCALE from '@salesforce/i18n/locale';

/** ISO 3166-1 alpha-2. */
const CODES =
  'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC ' +
  'CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD ' +
  'GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH ' +
  'KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW ' +
  'MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC ' +
  'SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY ' +
  'UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW';

/** The country of the user's own locale; undefined where it names none. */
export function ownCountry() {
  return new Intl.Locale(LOCALE).region;
}

/** Endings of countries that are sold to anyone. */
const SOLD_TO_ALL = ['AI', 'CC', 'CO', 'IO', 'ME', 'TV'];

/** The country that an address ends with: PL of `https://www.acme.pl/x`; undefined for .com and the like. */
export function countryOfWebsite(address) {
  const host = (address ?? '')
    .trim()
    .replace(/^https?:\/\//i, '')
    .split(/[/?#:]/)[0];
  const ending = /\.([a-z]{2})$/i.exec(host)?.[1].toUpperCase();
  const code = ending === 'UK' ? 'GB' : ending;
  return CODES.split(' ').includes(code) && !SOLD_TO_ALL.includes(code) ? code : undefined;
}

/** Every country as an option, by its name in the language of the user. */
export function countryOptions() {
  const names = new Intl.DisplayNames(LANG, { type: 'region' });
  const { compare } = new Intl.Collator(LANG);
  return CODES.split(' ')
    .map((value) => ({ value, label: names.of(value) }))
    .sort((a, b) => compare(a.label, b.label));
}

/** How a country may stand on record: its code, and its name in English and in the language of the user. */
export function spellingsOf(code) {
  const names = ['en', LANG].map((lang) => new Intl.DisplayNames(lang, { type: 'region' }).of(code.toUpperCase()));
  return [...new Set([code, ...names])];
}

/** A country by its code; where it is on record in words already, as it stands there. */
export function countryInWords(country) {
  if (!/^[A-Za-z]{2}$/.test(country ?? '')) return country;
  return new Intl.DisplayNames(LANG, { type: 'region' }).of(country.toUpperCase());
}
