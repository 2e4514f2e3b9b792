/** Names of companies and people that nobody bears, in the spelling habits of several countries. */
import type { Random } from './random.ts';

const syllables = (
  'bra vel tor kan lis mor den sul fen gar hol jin kev lum nar pel quo ras sem tal ulm vor wex yar zin dor mak nev ost pir ' +
  'rul sig tem urs vik wol bex cad dun'
).split(' ');
/** Trades, as companies of a country put them into their names. */
const fields: Record<string, string[]> = {
  FR: ['Logistique', 'Assurances', 'Énergie', 'Textiles', 'Optique', 'Papeterie', 'Chimie', 'Transports'],
  DE: ['Logistik', 'Versicherung', 'Energie', 'Textil', 'Optik', 'Papier', 'Chemie', 'Maschinenbau'],
  ES: ['Logística', 'Seguros', 'Energía', 'Alimentos', 'Óptica', 'Papel', 'Química', 'Transportes'],
  IT: ['Logistica', 'Assicurazioni', 'Energia', 'Alimentari', 'Ottica', 'Cartiere', 'Chimica', 'Trasporti'],
  GB: ['Logistics', 'Robotics', 'Insurance', 'Foods', 'Aerospace', 'Shipping', 'Telecom', 'Waterworks'],
  NL: ['Logistiek', 'Verzekeringen', 'Energie', 'Voeding', 'Optiek', 'Papier', 'Chemie', 'Scheepvaart'],
  PL: ['Logistyka', 'Energia', 'Optyka', 'Papier', 'Chemia', 'Transport', 'Maszyny', 'Apteki'],
  SE: ['Logistik', 'Energi', 'Optik', 'Papper', 'Kemi', 'Sjöfart', 'Maskin', 'Apotek'],
};
const forms: Record<string, string[]> = {
  FR: ['SA', 'SAS', 'SARL'],
  DE: ['GmbH', 'AG', 'GmbH & Co. KG'],
  ES: ['S.A.', 'S.L.'],
  IT: ['S.p.A.', 'S.r.l.'],
  GB: ['Ltd', 'plc'],
  NL: ['B.V.', 'N.V.'],
  PL: ['Sp. z o.o.', 'S.A.'],
  SE: ['AB'],
};
const topDomains: Record<string, string> = {
  FR: 'fr',
  DE: 'de',
  ES: 'es',
  IT: 'it',
  GB: 'co.uk',
  NL: 'nl',
  PL: 'pl',
  SE: 'se',
};
const accents: Record<string, Record<string, string>> = {
  FR: { e: 'é' },
  DE: { u: 'ü', o: 'ö' },
  ES: { o: 'ó', a: 'á' },
  PL: { o: 'ó' },
  SE: { a: 'å', o: 'ö' },
};
const firstNames =
  'Alba Bruno Clara David Elena Farid Greta Hugo Ines Jonas Kira Louis Mara Nils Olga Paul Rosa Samir Tilda Yann'.split(
    ' ',
  );

const countries = Object.keys(forms);
/** How many companies there are names for. */
export const companiesThereAre = syllables.length ** 4;

export interface CompanyName {
  root: string;
  field: string;
  country: string;
  /** As on record. */
  name: string;
  website: string;
  taxId: string;
}

/**
 * The company of that number. Two numbers differ in at least two syllables of the root, because the last one is worked
 * out from the others, so that no two companies are called alike by accident.
 */
export function company(number: number, random: Random): CompanyName {
  const n = syllables.length;
  const parts = [
    number % n,
    Math.floor(number / n) % n,
    Math.floor(number / n / n) % n,
    Math.floor(number / n / n / n) % n,
  ];
  const used = number < n * n * n ? parts.slice(0, 3) : parts;
  const check = (used[0]! * 3 + used[1]! * 5 + used[2]! * 7 + (used[3] ?? 0) * 11 + 1) % n;
  const plain = [...used, check].map((index) => syllables[index]!).join('');
  const country = random.pick(countries);
  const field = random.pick(fields[country]!);
  const root = capital(random.chance(0.2) ? accented(plain, country) : plain);
  return {
    root,
    field,
    country,
    name: `${root} ${field} ${random.pick(forms[country]!)}`,
    website: `https://www.${plain}.${topDomains[country]}`,
    taxId: `${country}${String(100_000_000 + ((number * 7919) % 900_000_000))}`,
  };
}

function accented(plain: string, country: string): string {
  return Object.entries(accents[country] ?? {}).reduce((name, [from, to]) => name.replace(from, to), plain);
}

function capital(word: string): string {
  return word[0]!.toUpperCase() + word.slice(1);
}

/** The same company as somebody in a hurry writes it: other legal form, accents lost, capitals, a slip of the pen. */
export function respelled({ root, field, country }: CompanyName, random: Random): string {
  const plain = root.normalize('NFKD').replace(/\p{M}/gu, '');
  switch (random.whole(0, 3)) {
    case 0:
      return `${plain} ${field}`;
    case 1:
      return `${plain.toUpperCase()} ${field.toUpperCase()}`;
    case 2:
      return `${slip(plain, random)} ${field} ${random.pick(forms[country]!)}`;
    default:
      return `${field} ${plain} ${random.pick(forms[country]!)}`;
  }
}

/** Two neighbouring letters in the wrong order, neither the first nor the last; short words are left alone. */
export function slip(word: string, random: Random): string {
  if (word.length < 7) return word;
  const at = random.whole(3, word.length - 3);
  return word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2);
}

export function person(random: Random): { first: string; last: string } {
  const last = capital(random.pick(syllables) + random.pick(syllables));
  return { first: random.pick(firstNames), last };
}
