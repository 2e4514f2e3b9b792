/** Do two records mean the same end customer? Probability with its reasons in words. */
import type { Customer, Id, Registration } from '../deal.ts';
import { ownDomain, plainNumber } from './identifiers.ts';
import { jaroWinkler, nameTokens } from './names.ts';

/** What is known of a company, on record or as a partner typed it. */
export interface CompanyDescription {
  name: string;
  website: string | null;
  country: string | null;
  taxId: string | null;
  companyNumber: string | null;
}

export interface CustomerMatch {
  verdict: 'same' | 'group' | 'different';
  /** That both are the same company, 0 to 1; for a group, that both belong to it. */
  probability: number;
  reasons: string[];
}

/** Evidence adds up as the logarithm of odds; the weights are judgements to be re-estimated from decided cases. */
const weight = {
  prior: -1,
  sameNumber: 7,
  otherNumber: -6,
  sameDomain: 4.5,
  otherDomain: -1.2,
  sameName: 4,
  sameSingleWord: 3,
  spelling: 3.2,
  oneNameLonger: 0.8,
  otherName: -5,
  sameCountry: 0.5,
  otherCountry: -2.5,
};
const sameFrom = 0.8;

/** Compares two descriptions by everything both carry. What one of them lacks says nothing. */
export function sameCompany(a: CompanyDescription, b: CompanyDescription): CustomerMatch {
  const reasons: string[] = [];
  let odds = weight.prior;
  const say = (points: number, reason: string) => {
    odds += points;
    reasons.push(reason);
  };
  compareNumbers(a, b, say);
  const [domainA, domainB] = [ownDomain(a.website), ownDomain(b.website)];
  if (domainA !== null && domainB !== null) {
    if (domainA === domainB) say(weight.sameDomain, `same web domain ${domainA}`);
    else say(weight.otherDomain, `web domains differ: ${domainA}, ${domainB}`);
  }
  compareNames(a.name, b.name, say);
  const [countryA, countryB] = [a.country?.trim().toUpperCase(), b.country?.trim().toUpperCase()];
  if (countryA && countryB) {
    if (countryA === countryB) say(weight.sameCountry, `same country ${countryA}`);
    else say(weight.otherCountry, `countries differ: ${countryA}, ${countryB}`);
  }
  const probability = 1 / (1 + Math.exp(-odds));
  return { verdict: probability >= sameFrom ? 'same' : 'different', probability, reasons };
}

type Say = (points: number, reason: string) => void;

function compareNumbers(a: CompanyDescription, b: CompanyDescription, say: Say): void {
  for (const [what, key] of [
    ['tax number', 'taxId'],
    ['company number', 'companyNumber'],
  ] as const) {
    const [x, y] = [plainNumber(a[key]), plainNumber(b[key])];
    if (x === null || y === null) continue;
    if (x === y) say(weight.sameNumber, `same ${what}`);
    else say(weight.otherNumber, `${what}s differ`);
  }
}

function compareNames(a: string, b: string, say: Say): void {
  const [x, y] = [nameTokens(a), nameTokens(b)];
  const leftOfY = [...y];
  const leftOfX = x.filter((word) => !take(leftOfY, (other) => other === word));
  const respelled = leftOfX.filter((word) => take(leftOfY, (other) => similar(word, other)));
  const onlyX = leftOfX.filter((word) => !respelled.includes(word));
  const shared = x.length - onlyX.length;
  if (onlyX.length === 0 && leftOfY.length === 0) {
    if (respelled.length > 0) say(weight.spelling, 'names alike but for spelling');
    else say(x.length === 1 ? weight.sameSingleWord : weight.sameName, 'same name');
  } else if (x.join('') === y.join('')) say(weight.sameName, 'same name, written together');
  else if (shared > 0 && (onlyX.length === 0 || leftOfY.length === 0)) {
    say(weight.oneNameLonger, `one name has further words: ${[...onlyX, ...leftOfY].join(' ')}`);
  } else say(weight.otherName, `names differ: ${onlyX.join(' ')}, ${leftOfY.join(' ')}`);
}

function take(words: string[], fits: (word: string) => boolean): boolean {
  const at = words.findIndex(fits);
  if (at >= 0) words.splice(at, 1);
  return at >= 0;
}

/** A slip of the pen, not another word: long enough, nearly equal, and no digit changed. */
function similar(a: string, b: string): boolean {
  if (/\d/.test(a) || /\d/.test(b)) return false;
  return Math.min(a.length, b.length) >= 4 && Math.abs(a.length - b.length) <= 2 && jaroWinkler(a, b) >= 0.93;
}

/**
 * Compares two customers on record: one and the same, then the hierarchy, then what their records say.
 * @param byId all customers at hand, to climb the hierarchy
 */
export function sameCustomer(a: Customer, b: Customer, byId: ReadonlyMap<Id, Customer>): CustomerMatch {
  if (a.id === b.id) return { verdict: 'same', probability: 1, reasons: ['same account'] };
  const match = sameCompany(a, b);
  if (match.verdict === 'same') return match;
  const top = topOf(a, byId);
  if (top !== topOf(b, byId)) return match;
  return { verdict: 'group', probability: 0.9, reasons: ['same group of companies by the account hierarchy'] };
}

/** Whether one company stands above another in the account hierarchy. */
export function controls(above: Id, below: Customer, byId: ReadonlyMap<Id, Customer>): boolean {
  const seen = new Set<Id>();
  for (let id = below.parentId; id !== null && !seen.has(id); id = byId.get(id)?.parentId ?? null) {
    if (id === above) return true;
    seen.add(id);
  }
  return false;
}

function topOf(customer: Customer, byId: ReadonlyMap<Id, Customer>): Id {
  const seen = new Set<Id>([customer.id]);
  let top = customer.id;
  for (let id = customer.parentId; id !== null && !seen.has(id); id = byId.get(id)?.parentId ?? null) {
    seen.add(id);
    top = id;
  }
  return top;
}

/** The record that a partner's typing stands for: the likeliest, where it is sure enough and no other is as likely. */
export function matchTyped(
  typed: Registration['customer'],
  customers: readonly Customer[],
): { customer: Customer; match: CustomerMatch } | null {
  const scored = customers
    .map((customer) => ({ customer, match: sameCompany({ ...typed, companyNumber: null }, customer) }))
    .filter(({ match }) => match.verdict === 'same')
    .sort((a, b) => b.match.probability - a.match.probability || (a.customer.id < b.customer.id ? -1 : 1));
  return scored[0] ?? null;
}

/** Keys of which two records of the same company share at least one, so that candidates are found without all pairs. */
export function blockingKeys(company: CompanyDescription): string[] {
  const tokens = nameTokens(company.name);
  const domain = ownDomain(company.website);
  const numbers = [plainNumber(company.taxId), plainNumber(company.companyNumber)];
  const longest = [...tokens].sort((a, b) => b.length - a.length || (a < b ? -1 : 1)).slice(0, 2);
  return [
    ...new Set([
      ...(domain === null ? [] : [`domain:${domain}`]),
      ...numbers.flatMap((number) => (number === null ? [] : [`number:${number}`])),
      `name:${[...tokens].sort().join(' ')}`,
      `joined:${tokens.join('')}`,
      ...longest.filter((word) => word.length >= 4).map((word) => `start:${word.slice(0, 4)}`),
      ...longest
        .filter((word) => word.length >= 5)
        .map((word) => `sound:${word[0]}${word.slice(1).replace(/[aeiouy]/g, '')}`),
    ]),
  ];
}
