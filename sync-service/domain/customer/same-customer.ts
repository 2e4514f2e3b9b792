/**
 * Whether two records stand for the same end customer. Each thing they share or contradict each other in adds or takes
 * away weight; the sum is read as a probability. A web domain or a number outweighs names; a common word or a country
 * says little; a tax or company number that contradicts rules "same" out.
 */
import { compareIdentifiers } from './identifiers.ts';
import { isCountryName, otherCountry, sameCountry } from './country.ts';
import { companyName, isCommon, nameOf, weightOf, type CompanyName } from './names.ts';
import { wordLikeness, editDistance } from './distance.ts';
import { webDomain } from './web-domain.ts';
import type { Customer } from '../deal.ts';

/** What is known of a company: a record, or what a partner typed. */
export type Company = Pick<Customer, 'name' | 'website' | 'country' | 'taxId'> &
  Partial<Pick<Customer, 'id' | 'companyNumber' | 'parentId'>>;

/** How one company of a group stands to the other. `alike` is known by name or domain only. */
export type GroupRelation = 'parent' | 'subsidiary' | 'sibling' | 'alike';

export interface CustomerVerdict {
  verdict: 'same' | 'group' | 'different';
  /** How sure the verdict is, 0 to 1. */
  probability: number;
  /** What `a` is to `b` within a group; null outside one. */
  relation: GroupRelation | null;
  reasons: string[];
}

// Weights in natural logarithms of the odds; issue by issue they may be re-estimated, their order is the rule's.
const NUMBER_EQUAL = 7;
const NUMBER_CONTRADICTS = -5;
const DOMAIN_EQUAL = 6;
const DOMAIN_DIFFERS = -2.5;
const COUNTRY_EQUAL = 0.5;
const COUNTRY_DIFFERS = -1.5;
/** At and above this probability two records are taken for the same customer. */
const SAME_FROM = 0.7;

/** Judges two records. Symmetric, save that `relation` is told from the side of `a`. */
export function sameCustomer(a: Company, b: Company): CustomerVerdict {
  if (a.id !== undefined && a.id === b.id) {
    return { verdict: 'same', probability: 1, relation: null, reasons: ['the same record'] };
  }
  const numbers = numberEvidence(a, b);
  const name = nameEvidence(a, b);
  const domain = domainEvidence(a.website, b.website);
  const country = countryEvidence(a.country, b.country);
  const evidence = [numbers, domain, name, country];
  const reasons = evidence.map((item) => item.reason).filter((reason) => reason !== null);
  const probability = probabilityOf(evidence.reduce((total, item) => total + item.weight, 0));
  const hierarchy = relationOf(a, b);
  const likelySame = probability >= SAME_FROM && numbers.weight >= 0 && !name.branch;

  if (hierarchy !== null && !(likelySame && numbers.weight > 0)) {
    return {
      verdict: 'group',
      probability: 0.97,
      relation: hierarchy,
      reasons: [`${hierarchy} by the record's parent`, ...reasons],
    };
  }
  if (likelySame && (country.weight >= 0 || numbers.weight > 0))
    return { verdict: 'same', probability, relation: null, reasons };
  const related = domain.weight > 0 || name.weight >= 2 || name.branch;
  if (related && (probability >= 0.5 || name.branch || domain.weight > 0)) {
    return { verdict: 'group', probability: numbers.weight < 0 ? 0.6 : 0.75, relation: 'alike', reasons };
  }
  return { verdict: 'different', probability: 1 - Math.min(probability, 0.5), relation: null, reasons };
}

interface Weighed {
  weight: number;
  reason: string | null;
}

function probabilityOf(logOdds: number): number {
  const probability = 1 / (1 + Math.exp(-logOdds));
  return Math.round(Math.min(0.99, Math.max(0.01, probability)) * 1000) / 1000;
}

function numberEvidence(a: Company, b: Company): Weighed {
  const tax = compareIdentifiers(a.taxId, b.taxId);
  const register = compareIdentifiers(a.companyNumber ?? null, b.companyNumber ?? null);
  if (tax === 'equal') return { weight: NUMBER_EQUAL, reason: 'the same tax number' };
  if (register === 'equal') return { weight: NUMBER_EQUAL, reason: 'the same company number' };
  if (tax === 'contradict') return { weight: NUMBER_CONTRADICTS, reason: 'different tax numbers' };
  if (register === 'contradict') return { weight: NUMBER_CONTRADICTS, reason: 'different company numbers' };
  return { weight: 0, reason: null };
}

function domainEvidence(a: string | null, b: string | null): Weighed {
  const [one, other] = [webDomain(a), webDomain(b)];
  if (one === null || other === null) return { weight: 0, reason: null };
  if (one === other) return { weight: DOMAIN_EQUAL, reason: `the same web domain ${one}` };
  return { weight: DOMAIN_DIFFERS, reason: `different web domains (${one}, ${other})` };
}

function countryEvidence(a: string | null, b: string | null): Weighed {
  if (sameCountry(a, b)) return { weight: COUNTRY_EQUAL, reason: 'the same country' };
  if (otherCountry(a, b)) return { weight: COUNTRY_DIFFERS, reason: `different countries (${a}, ${b})` };
  return { weight: 0, reason: null };
}

function relationOf(a: Company, b: Company): GroupRelation | null {
  const [parentOfA, parentOfB] = [a.parentId ?? null, b.parentId ?? null];
  if (parentOfA !== null && parentOfA === b.id) return 'subsidiary';
  if (parentOfB !== null && parentOfB === a.id) return 'parent';
  return parentOfA !== null && parentOfA === parentOfB ? 'sibling' : null;
}

// A name is parted once a text, not once a comparison.
const parted = new Map<string, CompanyName>();
const PARTED_AT_MOST = 20_000;

/** As `companyName`, remembered. */
export function partedName(typed: string): CompanyName {
  const known = parted.get(typed);
  if (known !== undefined) return known;
  if (parted.size >= PARTED_AT_MOST) parted.clear();
  const name = companyName(typed);
  parted.set(typed, name);
  return name;
}

function nameEvidence(a: Company, b: Company): Weighed & { branch: boolean } {
  const [one, other] = [namedAt(a), namedAt(b)];
  const likeness = nameLikeness(one, other);
  if (likeness < 1 && differsByCountry(one, other)) {
    return { weight: 2, reason: 'the same name but for a country', branch: true };
  }
  const weighed = (weight: number, reason: string): Weighed & { branch: boolean } => ({
    weight,
    reason,
    branch: false,
  });
  if (likeness === 1) {
    const telling = one.words.some((word) => !isCommon(word));
    return telling ? weighed(3, 'the same name') : weighed(0, 'the same name of common words');
  }
  if (likeness >= 0.9) return weighed(2, 'nearly the same name');
  if (likeness >= 0.8) return weighed(0.8, 'similar names');
  return weighed(likeness >= 0.6 ? -1.5 : -4, 'different names');
}

/** The name without the country the record is in: "Acme France" in France is Acme. */
function namedAt(company: Company): CompanyName {
  const name = partedName(company.name);
  const isOwn = (word: string): boolean => isCountryName(word) && sameCountry(word, company.country);
  return name.words.some(isOwn) && !name.words.every(isOwn) ? nameOf(name.words.filter((word) => !isOwn(word))) : name;
}

function differsByCountry(a: CompanyName, b: CompanyName): boolean {
  const [one, other] = [a, b].map((name) => nameOf(name.words.filter((word) => !isCountryName(word))).fingerprint);
  return one !== '' && one === other && a.fingerprint !== b.fingerprint;
}

/** How alike two names are, 0 to 1: shared words by their weight, slips forgiven, order and blanks ignored. */
export function nameLikeness(a: CompanyName, b: CompanyName): number {
  if (a.joined === '' || b.joined === '') return 0;
  if (a.fingerprint === b.fingerprint || a.joined === b.joined) return 1;
  const left = [...b.words];
  let shared = 0;
  for (const word of a.words) {
    const scores = left.map((other) => wordLikeness(word, other));
    const best = Math.max(0, ...scores);
    if (best === 0) continue;
    const [other = word] = left.splice(scores.indexOf(best), 1);
    shared += best * (weightOf(word) + weightOf(other));
  }
  const all = [...a.words, ...b.words].reduce((total, word) => total + weightOf(word), 0);
  return Math.max(shared / all, joinedLikeness(a.joined, b.joined));
}

function joinedLikeness(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  if (length < 8 || a.replace(/\D/g, '') !== b.replace(/\D/g, '')) return 0;
  return editDistance(a, b, 1) <= 1 ? 0.93 : 0;
}
