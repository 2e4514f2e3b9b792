/** How rare words are among companies: a shared rare word says much, "Systems" little. */
import { commonBits } from './common-words.ts';
import { companyName, type Word } from './names.ts';

/** What is known of the spread of words and domains among the customers on record. Plain data; counts only. */
export interface Frequencies {
  companies: number;
  /** In how many companies' names a word stands, as `companyName` spells it. */
  words: ReadonlyMap<string, number>;
  /** How many companies have a web domain; one that many share says less. */
  domains: ReadonlyMap<string, number>;
}

export const NO_FREQUENCIES: Frequencies = { companies: 0, words: new Map(), domains: new Map() };

/** Bits of a word nobody has counted, by its length: short ones, acronyms mostly, are often borne by several firms. */
const BITS_BY_LENGTH = [0, 5, 8, 12.5, 13.5, 14.5];
const RAREST = 16;
const PLACE_BITS = 7;
/** As many companies must be known before their counts outweigh what is known of companies at large. */
const PRIOR_COMPANIES = 2_000;

/** Bits of surprise at meeting the word in a company's name. */
export function wordBits(word: Word, { companies, words }: Frequencies): number {
  const usual = usualBits(word);
  if (companies === 0) return usual;
  const expected = PRIOR_COMPANIES * 2 ** -usual;
  const seen = words.get(word.text) ?? 0;
  return Math.min(RAREST, -Math.log2((seen + expected) / (companies + PRIOR_COMPANIES)));
}

function usualBits({ kind, text }: Word): number {
  switch (kind) {
    case 'small':
      return 3;
    case 'number':
      return text.length > 2 ? 9 : 6;
    case 'place':
      return PLACE_BITS;
    case 'common':
      return commonBits(text) ?? 7;
    case 'telling':
      return BITS_BY_LENGTH[text.length] ?? 15;
  }
}

/** Counts words and domains over companies, given one after the other. */
export function countFrequencies(companies: Iterable<{ name: string; domain: string | null }>): Frequencies {
  const words = new Map<string, number>();
  const domains = new Map<string, number>();
  let count = 0;
  for (const { name, domain } of companies) {
    count += 1;
    for (const text of new Set(companyName(name).words.map((word) => word.text)))
      words.set(text, (words.get(text) ?? 0) + 1);
    if (domain !== null) domains.set(domain, (domains.get(domain) ?? 0) + 1);
  }
  return { companies: count, words, domains };
}
