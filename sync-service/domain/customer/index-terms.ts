/** Under which terms a company is kept in the index, and looked for. */
import { isSmallWord } from './common-words.ts';
import { phoneNumber } from './contact-points.ts';
import { identifier } from './identifiers.ts';
import { partName, type CompanyName } from './names.ts';
import type { Company } from './score.ts';
import { umlautless } from './script.ts';
import { webDomain } from './web-domain.ts';

export interface IndexTerms {
  /** Words of the name, each once, in the order typed. */
  words: readonly string[];
  /** Those of them that were typed otherwise, by the word: "verhoeven" of verhoven. */
  typed: ReadonlyMap<string, string>;
  /** Initials of a name of three words or more: `@pla`. */
  initials: string | null;
  /** Domain, numbers, phone: `d:acme.com`. */
  keys: readonly string[];
}

export function indexTerms(company: Company): IndexTerms {
  const name = partName(company.name);
  const words = new Set<string>();
  const typed = new Map<string, string>();
  for (const one of [name, ...name.others]) {
    for (const { text } of one.words) {
      const word = umlautless(text);
      words.add(word);
      if (word !== text) typed.set(word, text);
    }
  }
  const mail = (company.mail ?? []).map(webDomain);
  const domains = [webDomain(company.website), ...mail].map((domain) => keyOf('d', domain));
  const numbers = [company.taxId, company.companyNumber ?? null].map((typed) =>
    keyOf('t', identifier(typed, company.country)?.company ?? null),
  );
  const phone = keyOf('p', phoneNumber(company.phone, company.country));
  const keys = [...new Set([...domains, ...numbers, phone].filter((key) => key !== null))];
  return { words: [...words], typed, initials: initialsOf(name), keys };
}

function keyOf(kind: string, value: string | null): string | null {
  return value === null ? null : `${kind}:${value}`;
}

function initialsOf({ words }: CompanyName): string | null {
  const letters = words
    .filter(({ kind }) => kind !== 'number')
    .flatMap(({ raw }) => raw.split(' '))
    .filter((word) => !isSmallWord(word))
    .map((word) => word[0]);
  return letters.length < 3 || letters.length > 6 ? null : `@${letters.join('')}`;
}
