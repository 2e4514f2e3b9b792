/**
 * Whether two records stand for the same end customer, for companies of one group, or for different ones. A web domain or
 * a number outweighs names; a tax or company number that contradicts rules "same" out, unless it can't be right; a place
 * more in the name makes a company of the group, unless it is a town and both are at one web domain in one country; so
 * does an address in another town, where nothing but the name is shared.
 */
import { isTown } from './places.ts';
import { reasonOf, type Reason } from './reasons.ts';
import { scoreCompanies, USUAL_KNOWLEDGE, type Company, type Knowledge, type Score } from './score.ts';
import { countryOfDomain } from './web-domain.ts';

/** How one company of a group stands to the other. `alike` is known by name or domain only. */
export type GroupRelation = 'parent' | 'subsidiary' | 'sibling' | 'alike';

export interface CustomerVerdict {
  verdict: 'same' | 'group' | 'different';
  /** How sure the verdict is, 0 to 1. */
  probability: number;
  /** What `a` is to `b` within a group; null outside one. */
  relation: GroupRelation | null;
  /** In words, the strongest first. */
  reasons: string[];
  /** The same as codes with arguments. */
  told: readonly Reason[];
}

/** What the records themselves say outweighs all that is compared. */
const SURE_BITS = 30;

/** At and above this probability two records are taken for the same customer. */
export const SAME_FROM = 0.7;

/** Judges two records. Symmetric, save that `relation` is told from the side of `a`. */
export function sameCustomer(a: Company, b: Company, knowledge: Knowledge = USUAL_KNOWLEDGE): CustomerVerdict {
  if (a.id !== undefined && a.id === b.id) {
    return verdictOf('same', 1, null, [reasonOf('record', 'same', [], SURE_BITS)]);
  }
  const score = scoreCompanies(a, b, knowledge);
  const told = (code: string): boolean => score.reasons.some((reason) => reason.code === code);
  const probability = rounded(score.probability);
  const hierarchy = relationOf(a, b);
  const sameNumber = told('number: same');
  const otherNumber = told('number: other') || told('number: other, both valid');
  const branch = isBranch(score) && !isOffice(score, told);
  const elsewhere = branch || isElsewhere(told);
  const likelySame = probability >= SAME_FROM && !otherNumber && (!elsewhere || sameNumber);

  if (hierarchy !== null && !(likelySame && sameNumber)) {
    return verdictOf('group', 0.97, hierarchy, [reasonOf('group', hierarchy, [], SURE_BITS), ...score.reasons]);
  }
  if (likelySame && (!isAbroad(score, told) || sameNumber)) {
    return verdictOf('same', probability, null, score.reasons);
  }
  if (isRelated(score, told)) {
    return verdictOf('group', otherNumber || isElsewhere(told) ? 0.6 : 0.75, 'alike', score.reasons);
  }
  return verdictOf('different', 1 - Math.min(probability, 0.5), null, score.reasons);
}

function verdictOf(
  verdict: CustomerVerdict['verdict'],
  probability: number,
  relation: GroupRelation | null,
  told: readonly Reason[],
): CustomerVerdict {
  return { verdict, probability, relation, reasons: told.map(({ text }) => text), told };
}

function rounded(probability: number): number {
  return Math.round(Math.min(0.99, Math.max(0.01, probability)) * 1000) / 1000;
}

function isBranch({ name }: Score): boolean {
  return name.words === 'added place' || name.words === 'other place';
}

/** In another town, with nothing but the name in common: a branch, or another "Hotel Adler". */
function isElsewhere(told: (code: string) => boolean): boolean {
  const shared = ['number: same', 'domain: same', 'domain: same mail', 'phone: same', 'phone: same switchboard'];
  return told('address: other city') && !shared.some(told);
}

/** "Acme Lyon" at acme.fr, beside Acme there: the same firm's office in a town. */
function isOffice({ name, reasons }: Score, told: (code: string) => boolean): boolean {
  if (name.words !== 'added place' || told('country: other')) return false;
  const domain = reasons.find(({ code }) => code === 'domain: same')?.args[0];
  if (domain === undefined || !(told('country: same') || countryOfDomain(domain) !== null)) return false;
  const [one, other] = name.left;
  return isTown(one === '' ? other : one);
}

/** Countries known to differ; where they are not known, acme.de against acme.fr, or against acme.com. */
function isAbroad({ reasons }: Score, told: (code: string) => boolean): boolean {
  if (told('country: other')) return true;
  if (told('country: same')) return false;
  const label = reasons.find(({ code }) => code === 'domain: same label');
  const oneIsACountrys = label !== undefined && label.args.some((domain) => countryOfDomain(domain) !== null);
  return oneIsACountrys || told('domain: same label, other country');
}

/** So many bits of the name must be shared before the name alone makes two firms of one group. */
const GROUP_BITS = 12;

function isRelated({ name }: Score, told: (code: string) => boolean): boolean {
  if (told('domain: same') || told('domain: same mail')) return true;
  if (name.sharedBits < GROUP_BITS || name.spelling === 'short slip' || name.spelling === 'slips') return false;
  // Each with a site of its own under another name, they are two firms.
  if (told('domain: other') || isOfTwoTowns(name, told)) return false;
  return (
    isBranch({ name } as Score) || name.words === 'same' || name.words === 'alias' || name.words === 'added group word'
  );
}

/** "Garage du Lac Bern" and "Garage du Lac Basel", each at home in its town. */
function isOfTwoTowns({ words, left }: Score['name'], told: (code: string) => boolean): boolean {
  return words === 'other place' && told('address: other city') && left.every(isTown);
}

function relationOf(a: Company, b: Company): GroupRelation | null {
  const [parentOfA, parentOfB] = [a.parentId ?? null, b.parentId ?? null];
  if (parentOfA !== null && parentOfA === b.id) return 'subsidiary';
  if (parentOfB !== null && parentOfB === a.id) return 'parent';
  return parentOfA !== null && parentOfA === parentOfB ? 'sibling' : null;
}
