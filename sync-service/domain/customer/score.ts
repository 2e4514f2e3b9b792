/**
 * How probable it is that two records stand for one customer: the bits of every field in which they can be compared,
 * added to the prior odds, after Fellegi and Sunter (1969), with the adjustment for the frequency of the words shared.
 */
import { compareAddresses, comparePhones, phoneNumber } from './contact-points.ts';
import { countryCode, sameCountry } from './country.ts';
import { compareNames, type NameComparison } from './compare-names.ts';
import { NO_FREQUENCIES, type Frequencies } from './frequencies.ts';
import { compareIdentifiers, countryOfNumber, identifier, type NumberAgreement } from './identifiers.ts';
import { companyName, without, type CompanyName, type Word } from './names.ts';
import { reasonOf, type Reason } from './reasons.ts';
import { fold } from './script.ts';
import { compareDomains, countryOfDomain, domainLabel, webDomain } from './web-domain.ts';
import { bitsFor, USUAL_WEIGHTS, type Weights } from './weights.ts';
import type { Customer } from '../deal.ts';

/** What is known of a company: a record, or what a partner typed. */
export type Company = Pick<Customer, 'name' | 'website' | 'country' | 'taxId'> &
  Partial<Pick<Customer, 'id' | 'companyNumber' | 'parentId' | 'phone' | 'street' | 'postalCode' | 'city'>> & {
    /** Domains or addresses of its contacts' mail. */
    mail?: readonly string[];
  };

/** What scores are worked out with, beside the two records: handed in, because an org's own are learned. */
export interface Knowledge {
  weights: Weights;
  frequencies: Frequencies;
}

export const USUAL_KNOWLEDGE: Knowledge = { weights: USUAL_WEIGHTS, frequencies: NO_FREQUENCIES };

/** How two records agree in one field. */
export interface Agreement {
  field: string;
  agreement: string;
  args: readonly string[];
  /** Bits beside those of the weights: the frequency of what is shared. */
  adjustment: number;
}

export interface Score {
  /** Probability that the two are one customer, 0 to 1; exactly 0 or 1 never. */
  probability: number;
  /** All that was compared, the strongest first. */
  reasons: Reason[];
  agreements: Agreement[];
  name: NameComparison;
}

/** Scores two records. Symmetric, but for the order of arguments in the reasons. */
export function scoreCompanies(a: Company, b: Company, knowledge: Knowledge = USUAL_KNOWLEDGE): Score {
  const [one, other] = [nameAtHome(a), nameAtHome(b)];
  const name = compareNames(withoutTown(one, b, other), withoutTown(other, a, one), knowledge.frequencies);
  const agreements = [
    ...nameAgreements(name, a, b, knowledge.weights),
    ...numberAgreements(a, b),
    ...domainAgreements(a, b, knowledge.frequencies),
    ...contactAgreements(a, b),
    ...countryAgreements(a, b),
    ...hierarchyAgreements(a, b),
  ];
  const { probability, reasons } = weigh(agreements, knowledge.weights);
  return { probability, reasons, agreements, name };
}

/** Adds up what was found. */
export function weigh(agreements: readonly Agreement[], weights: Weights): Pick<Score, 'probability' | 'reasons'> {
  const reasons = agreements.map(({ field, agreement, args, adjustment }) =>
    reasonOf(field, agreement, args, bitsFor(weights, field, agreement) + adjustment),
  );
  const odds = agreements.reduce(
    (sum, { field, agreement, adjustment }) => sum + bitsFor(weights, field, agreement) + adjustment,
    Math.log2(weights.prior / (1 - weights.prior)),
  );
  reasons.sort((x, y) => Math.abs(y.bits) - Math.abs(x.bits) || (x.code < y.code ? -1 : 1));
  return { probability: 1 / (1 + 2 ** -odds), reasons };
}

function found(field: string, agreement: string, args: readonly string[] = [], adjustment = 0): Agreement {
  return { field, agreement, args, adjustment };
}

/** Where a company is: by its record, else by the letters of its tax number. */
function countryOf({ country, taxId }: Company): string | null {
  return countryCode(country) ?? countryOfNumber(taxId);
}

/** The name without the country the record is in: "Acme France" in France, or at acme.fr, is Acme. */
function nameAtHome(company: Company): CompanyName {
  const parted = companyName(company.name);
  if (!parted.words.some(({ kind }) => kind === 'place')) return parted;
  const code = countryOf(company) ?? countryOfDomain(webDomain(company.website));
  return code === null ? parted : without(parted, ({ kind, text }) => kind === 'place' && text === code);
}

/**
 * Without the town behind it, where that tells where the other one is, or stands in the name already: "Messe Falkenau,
 * Falkenau".
 */
function withoutTown(name: CompanyName, { city }: Company, other: CompanyName): CompanyName {
  const { words } = name;
  const raws = (some: readonly Word[]): string => some.map(({ raw }) => raw).join(' ');
  if (words.length > 2 && words.slice(0, -1).some(({ raw }) => raw === words.at(-1)!.raw)) return withoutLast(name, 1);
  const town = plainWords(city ?? '');
  const count = [1, 2, 3].find((last) => last < words.length && raws(words.slice(-last)) === town);
  const isOnOther = ` ${raws(other.words)} `.includes(` ${town} `);
  return count === undefined || isOnOther ? name : withoutLast(name, count);
}

function withoutLast(name: CompanyName, count: number): CompanyName {
  const last = new Set(name.words.slice(-count));
  return without(name, (word) => last.has(word));
}

function plainWords(text: string): string {
  return fold(text)
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}

/** Where names agree, it matters how rare they are. */
const ABOUT_ONE_NAME: ReadonlySet<string> = new Set(['same', 'alias', 'added group word', 'added place']);

function nameAgreements(name: NameComparison, a: Company, b: Company, { rarity }: Weights): Agreement[] {
  const { words, spelling, forms, sharedBits, left, respelled } = name;
  const agrees = ABOUT_ONE_NAME.has(words);
  const args = words === 'alias' ? [shortestFirst([a.name, b.name])[0]!] : argsOf(words, left);
  const agreements = [found('words', words, args)];
  const isOneText = companyName(a.name).whole === companyName(b.name).whole;
  const least = isOneText ? rarity.leastEqual : rarity.least;
  const adjustment = Math.max(least, Math.min(rarity.most, (sharedBits - rarity.usualBits) * rarity.each));
  if (agrees && adjustment !== 0) agreements.push(found('rarity', adjustment < 0 ? 'common' : 'rare', [], adjustment));
  // A slip in names that differ anyway says nothing more.
  if (agrees && spelling !== 'none' && spelling !== 'equal')
    agreements.push(found('spelling', spelling, spelling === 'initials' ? shortestFirst(respelled[0]) : respelled[0]));
  if (forms !== 'silent') {
    const atHome = forms === 'other kind' && sameCountry(a.country, b.country);
    agreements.push(found('forms', atHome ? 'other kind, same country' : forms));
  }
  return agreements;
}

function shortestFirst(texts: readonly string[] = []): string[] {
  return texts.toSorted((x, y) => x.length - y.length);
}

function argsOf(words: NameComparison['words'], left: readonly [string, string]): readonly string[] {
  const oneSided = words === 'added group word' || words === 'added place' || words === 'added word';
  return oneSided ? [left[0] === '' ? left[1] : left[0]] : left;
}

const NUMBER_ORDER: readonly NumberAgreement[] = [
  'same',
  'other, both valid',
  'other',
  'other, one not valid',
  'slip',
  'silent',
];

/** The most telling of what tax and company numbers say; one may be typed into the field of the other. */
function numberAgreements(a: Company, b: Company): Agreement[] {
  const numbersOf = ({ taxId, companyNumber, country }: Company) =>
    [taxId, companyNumber ?? null].map((typed) => identifier(typed, country));
  const [one, other] = [numbersOf(a), numbersOf(b)];
  const compared = one.flatMap((x, i) =>
    other.map((y, j) => ({ x, y, agreement: compareIdentifiers(x, y), alike: i === j })),
  );
  // Numbers of different fields contradict nothing.
  const telling = compared.filter(({ agreement, alike }) => alike || agreement === 'same');
  const agreement = NUMBER_ORDER.find((kind) => telling.some((pair) => pair.agreement === kind)) ?? 'silent';
  if (agreement === 'silent') return [];
  const { x, y } = telling.find((pair) => pair.agreement === agreement)!;
  return [found('number', agreement, agreement === 'same' ? [x!.company] : [x!.plain, y!.plain])];
}

/** One company in so many that share a domain. */
function sharedDomainBits(domain: string, { companies, domains }: Frequencies): number {
  const count = domains.get(domain) ?? 0;
  // Two or three records of one firm are doubles; from there on the domain is a group's or a provider's.
  return companies === 0 || count <= 4 ? 0 : -Math.min(9, Math.log2(count / 4) * 2);
}

function domainAgreements(a: Company, b: Company, frequencies: Frequencies): Agreement[] {
  const [one, other] = [webDomain(a.website), webDomain(b.website)];
  if (one !== null && one === other) return [found('domain', 'same', [one], sharedDomainBits(one, frequencies))];
  const mailOf = ({ mail }: Company) => (mail ?? []).map(webDomain).filter((domain) => domain !== null);
  const [all, others] = [
    [one, ...mailOf(a)].filter((domain) => domain !== null),
    [other, ...mailOf(b)].filter((domain) => domain !== null),
  ];
  const shared = all.filter((domain) => others.includes(domain)).toSorted()[0];
  if (shared !== undefined) return [found('domain', 'same mail', [shared], sharedDomainBits(shared, frequencies))];
  if (one !== null && other !== null) {
    return [found('domain', compareDomains(one, other), [one, other])];
  }
  const spells = (domain: string | null, name: string) =>
    domain !== null && domainLabel(domain).replace(/[^a-z0-9]/g, '') === companyName(name).joined;
  if (spells(one, b.name)) return [found('domain', 'spells the name', [one!])];
  return spells(other, a.name) ? [found('domain', 'spells the name', [other!])] : [];
}

function contactAgreements(a: Company, b: Company): Agreement[] {
  const phone = comparePhones(phoneNumber(a.phone, a.country), phoneNumber(b.phone, b.country));
  const address = compareAddresses(a, b);
  return [
    ...(phone === 'silent' ? [] : [found('phone', phone)]),
    ...(address === 'silent' ? [] : [found('address', address, [a.city ?? '', b.city ?? ''])]),
  ];
}

function countryAgreements(a: Company, b: Company): Agreement[] {
  const [one, other] = [countryOf(a), countryOf(b)];
  if (one === null || other === null) return [];
  return [one === other ? found('country', 'same') : found('country', 'other', [one, other])];
}

function hierarchyAgreements(a: Company, b: Company): Agreement[] {
  const [parentOfA, parentOfB] = [a.parentId ?? null, b.parentId ?? null];
  const child = (parentOfA !== null && parentOfA === b.id) || (parentOfB !== null && parentOfB === a.id);
  if (child) return [found('hierarchy', 'parent and child')];
  return parentOfA !== null && parentOfA === parentOfB ? [found('hierarchy', 'siblings')] : [];
}
