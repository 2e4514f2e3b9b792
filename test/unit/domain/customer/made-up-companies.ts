/** Companies that nobody runs, in the many ways of naming one, and the same as people mistype them. */
import type { Company } from '../../../../sync-service/domain/customer/index.ts';
import { company as invented } from '../../../market/names.ts';
import type { Random } from '../../../market/random.ts';

export interface MadeUp extends Company {
  /** What of the name tells it from others, as a rule its first word. */
  root: string;
  /** The name without its legal form. */
  core: string;
  form: string;
  country: string;
}

const surnames = (
  'Aalto Ackermann Albrecht Anders Arnaud Baldwin Barbier Bauer Becker Benoit Berg Bianchi Blanchard Bosman Brandt Brunner Caruso Castillo Chevalier ' +
  'Conti Dahl Delgado Dubois Eriksen Esposito Falk Ferrari Fischer Fontaine Garnier Gruber Hansen Hartmann Herrera Hoffmann Holm Huber Iversen Jansen ' +
  'Keller Kowalski Kramer Laurent Lehmann Lindgren Lombardi Maier Marchetti Mercier Moreau Navarro Nieminen Novak Nowak Olsen Ortega Paulsen Petit ' +
  'Quist Rasmussen Richter Rinaldi Romero Sandberg Santoro Schneider Schubert Silva Sorensen Thomas Ulrich Vasquez Vogel Wagner Weber Winkler Zimmermann'
).split(' ');
const trades = (
  'Logistics Consulting Software Energy Systems Foods Trading Technologies Construction Engineering Media Insurance Pharma Robotics Textiles Optics Chemicals ' +
  'Transport Networks Security Design Aviation Shipping Instruments Electronics Plastics Ceramics Tools Paper Glass Timber Seeds Dairy Packaging Interiors'
).split(' ');
const adjectives =
  'International Global United National First General Advanced Applied Central European Northern Royal Modern'.split(
    ' ',
  );
const nouns =
  'Bank Trust Services Solutions Holding Institute Foundation Partners Industries Supply Networks Capital Research Development'.split(
    ' ',
  );
const cities: Record<string, string[]> = {
  DE: ['Hamburg', 'Leipzig', 'Stuttgart'],
  FR: ['Lyon', 'Nantes', 'Toulouse'],
  GB: ['Leeds', 'Bristol', 'Glasgow'],
  IT: ['Milano', 'Torino', 'Bologna'],
  ES: ['Madrid', 'Sevilla', 'Bilbao'],
  NL: ['Rotterdam', 'Utrecht', 'Eindhoven'],
  US: ['Boston', 'Denver', 'Dallas'],
  PL: ['Gdansk', 'Poznan', 'Wroclaw'],
};
const countryNames: Record<string, string> = {
  ...{
    DE: 'Deutschland',
    FR: 'France',
    GB: 'UK',
    IT: 'Italia',
    ES: 'España',
    NL: 'Nederland',
    US: 'USA',
    PL: 'Polska',
  },
};
/** Ways of writing one form. */
const forms: Record<string, string[][]> = {
  DE: [
    ['GmbH', 'G.m.b.H.', 'Gesellschaft mit beschränkter Haftung'],
    ['AG', 'A.G.', 'Aktiengesellschaft'],
    ['GmbH & Co. KG', 'GmbH & Co KG'],
  ],
  FR: [
    ['SAS', 'S.A.S.'],
    ['SA', 'S.A.', 'Société Anonyme'],
    ['SARL', 'S.A.R.L.'],
  ],
  GB: [
    ['Ltd', 'Limited', 'Ltd.'],
    ['plc', 'PLC'],
  ],
  IT: [
    ['S.p.A.', 'SpA', 'Spa'],
    ['S.r.l.', 'Srl', 'SRL'],
  ],
  ES: [
    ['S.L.', 'SL'],
    ['S.A.', 'SA'],
  ],
  NL: [
    ['B.V.', 'BV'],
    ['N.V.', 'NV'],
  ],
  US: [
    ['Inc.', 'Inc', 'Incorporated'],
    ['LLC', 'L.L.C.'],
    ['Corp.', 'Corporation'],
  ],
  PL: [
    ['Sp. z o.o.', 'Sp z oo'],
    ['S.A.', 'SA'],
  ],
};
const countries = Object.keys(forms);
const dialling: Record<string, string> = {
  DE: '49',
  FR: '33',
  GB: '44',
  IT: '39',
  ES: '34',
  NL: '31',
  US: '1',
  PL: '48',
};
const topDomains: Record<string, string> = {
  DE: 'de',
  FR: 'fr',
  GB: 'co.uk',
  IT: 'it',
  ES: 'es',
  NL: 'nl',
  US: 'com',
  PL: 'pl',
};

/** The company of that number: the same numbers and seed give the same company. */
export function madeUp(number: number, random: Random): MadeUp {
  const country = random.pick(countries);
  const { root } = invented(number, random);
  const trade = random.pick(trades);
  const [core, telling] = random.weighted<[string, string]>([
    [40, [`${root} ${trade}`, root]],
    [12, [root, root]],
    [12, [`${random.pick(surnames)} ${root} ${trade}`, root]],
    [10, [`${random.pick(surnames)} & ${random.pick(surnames)} ${trade}`, '']],
    [8, [`${random.pick(adjectives)} ${root} ${random.pick(nouns)}`, root]],
    [8, [`${acronym(random)} ${trade}`, '']],
    [6, [`${random.pick(surnames)} ${trade} ${random.pick(cities[country]!)}`, '']],
    [4, [`${random.pick(adjectives)} ${trade} ${random.pick(nouns)} ${random.whole(2, 99)}`, '']],
  ]);
  const form = random.pick(random.pick(forms[country]!));
  const label = core
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9]/g, '');
  return {
    ...{ root: telling, core, form, country, name: `${core} ${form}` },
    website: `https://www.${label}.${topDomains[country]}`,
    taxId: taxNumber(country, number),
    phone: `+${dialling[country]} ${country === 'US' ? '212' : '30'} ${String(2_000_000 + ((number * 7919) % 7_999_999))}`,
    city: random.pick(cities[country]!),
  };
}

function acronym(random: Random): string {
  return Array.from({ length: random.whole(3, 4) }, () => random.pick([...'ABCDEFGHIKLMNOPRSTVWXZ'])).join('');
}

/** A SIREN with its check digit for France; elsewhere numbers of the form, whose check digits mostly do not hold. */
function taxNumber(country: string, number: number): string {
  const body = String(10_000_000 + ((number * 104_729) % 89_999_999));
  if (country !== 'FR') return `${country}${body}${number % 10}`;
  const sum = [...body].reduce((total, digit, at) => {
    const value = Number(digit) * (at % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return `${body}${(10 - (sum % 10)) % 10}`;
}

/** The name as somebody else types it: at least one thing is different. */
export function mistyped(company: MadeUp, random: Random): string {
  const { core, form, country, root } = company;
  const otherForm = random.pick(forms[country]!.find((ways) => ways.includes(form)) ?? [form]);
  const withForm = (name: string): string =>
    random.weighted([
      [5, name],
      [5, `${name} ${otherForm}`],
    ]);
  return random.weighted<() => string>([
    [20, () => core],
    [10, () => `${core} ${otherForm}`],
    [
      25,
      () =>
        withForm(
          core
            .split(' ')
            .map((word) => (word === longestOf(core) ? typo(word, random) : word))
            .join(' '),
        ),
    ],
    [10, () => withForm(core.split(' ').toReversed().join(' '))],
    [10, () => withForm(abbreviated(core))],
    [10, () => withForm(`${core} ${random.chance(0.5) ? countryNames[country]! : random.pick(cities[country]!)}`)],
    [5, () => withForm(core).toUpperCase()],
    [5, () => withForm(core).normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()],
    [5, () => (root === '' ? core : withForm(core.replace(`${root} `, root)))],
  ])();
}

function longestOf(text: string): string {
  return text.split(' ').reduce((longest, word) => (word.length > longest.length ? word : longest), '');
}

/** One slip of the fingers, not in the first letter; words of less than five letters are left alone. */
export function typo(word: string, random: Random): string {
  if (word.length < 5) return word;
  const at = random.whole(1, word.length - 2);
  const [before, after] = [word.slice(0, at), word.slice(at + 1)];
  return random.weighted<() => string>([
    [3, () => before + after],
    [3, () => `${before}${word[at]}${word[at]}${after}`],
    [3, () => `${before}${after[0]}${word[at]}${after.slice(1)}`],
    [3, () => `${before}${random.pick([...'aeioubcdfglmnprst'])}${after}`],
  ])();
}

const short: Record<string, string> = {
  ...{
    International: "Int'l",
    Technologies: 'Tech',
    Systems: 'Sys.',
    Services: 'Svcs',
    National: 'Natl',
    Engineering: 'Eng.',
    Industries: 'Ind.',
  },
  ...{
    Construction: 'Constr.',
    Development: 'Dev',
    Partners: 'Partner',
    Holding: 'Holdings',
    Electronics: 'Electronic',
    Logistics: 'Logistik',
  },
  ...{ '&': 'and' },
};

function abbreviated(core: string): string {
  return core
    .split(' ')
    .map((word) => short[word] ?? word)
    .join(' ');
}
