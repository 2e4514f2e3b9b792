/** Keys by which an index finds records that may be the same customer, without comparing all pairs. */
import { identifier } from './identifiers.ts';
import { companyName } from './names.ts';
import type { Company } from './score.ts';
import { webDomain } from './web-domain.ts';

/**
 * Two records of the same customer share at least one of these, so far as a domain, a number or part of the name
 * survived the typing: domain, numbers, the name's words sorted, joined, the first and the last letters of each telling
 * word. Companies of one hierarchy share the parent's id.
 */
export function blockingKeys(company: Company): string[] {
  const name = companyName(company.name);
  const telling = name.words.filter(({ kind }) => kind === 'telling');
  const keys = [
    key('d', webDomain(company.website)),
    key('t', identifier(company.taxId, company.country)?.company ?? null),
    key('n', identifier(company.companyNumber ?? null, company.country)?.company ?? null),
    key('f', name.fingerprint),
    key('j', name.joined),
    ...(telling.length > 0 ? telling : name.words).flatMap(({ text }) => wordKeys(text)),
    key('h', company.id ?? null),
    key('h', company.parentId ?? null),
  ];
  return [...new Set(keys.filter((text) => text !== null))];
}

function key(kind: string, text: string | null): string | null {
  return text === null || text === '' ? null : `${kind}:${text}`;
}

// A slip spoils the head or the tail of a word, rarely both; of a short word the consonants often survive.
function wordKeys(word: string): (string | null)[] {
  if (word.length < 4) return [];
  return [
    key('p', word.slice(0, 4)),
    key('e', word.slice(-4)),
    word.length < 8 ? key('c', word.slice(0, 1) + word.slice(1).replace(/[aeiouy]/g, '')) : null,
  ];
}
