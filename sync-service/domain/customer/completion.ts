/** What a record shares with a question in all, also by words whose lists were too long to read. */
import type { IndexTerms } from './index-terms.ts';
import { umlautless } from './script.ts';
import type { PostingLists } from './posting-lists.ts';
import type { Ranked } from './top-candidates.ts';
import type { Vocabulary } from './vocabulary.ts';

/** What the rarest word is worth. */
export const MOST_BITS = 20;

export interface Way {
  /** Number of the term in the vocabulary. */
  term: number;
  /** What meeting it by this way is worth: 1 for the term itself, less for a slip. */
  likeness: number;
}

/** A word asked for, met by the term of a record. */
interface Meeting {
  /** Which of the words asked for, and the place of the term among its ways: the first one met counts. */
  way: number;
  rank: number;
  worth: number;
  isKey: boolean;
}

export interface Indexed {
  terms: Vocabulary;
  termsOf: PostingLists;
  /** What a term is worth by its rarity. */
  bitsOf(term: number): number;
  /** What a term is worth that one record has. */
  rarest: number;
}

/**
 * Gives the score of a record: what it shares, weighed by how much of both names that is.
 * @param ways the terms by which each word asked for may be met, the likeliest first
 */
export function completion(
  asked: IndexTerms,
  ways: readonly (readonly Way[])[],
  { terms, termsOf, bitsOf, rarest }: Indexed,
): (record: number) => Ranked {
  const meetings = new Map<number, Meeting[]>();
  for (const [way, list] of ways.entries()) {
    for (const [rank, { term, likeness }] of list.entries()) {
      const meeting = { way, rank, worth: bitsOf(term) * likeness, isKey: isKey(terms.textOf(term)) };
      const known = meetings.get(term);
      if (known === undefined) meetings.set(term, [meeting]);
      else known.push(meeting);
    }
  }
  const askedBits = asked.words.reduce((total, word) => {
    const term = terms.numberOf(word);
    return total + (term === undefined ? rarest * 0.7 : bitsOf(term));
  }, 0);
  const met: (Meeting | undefined)[] = [];
  return (record) => {
    met.length = 0;
    let ownBits = 0;
    const start = termsOf.startOf(record);
    const end = start + termsOf.lengthOf(record);
    for (let i = start; i < end; i += 1) {
      const term = termsOf.values()[i]!;
      if (isWord(terms.textOf(term))) ownBits += bitsOf(term);
      for (const meeting of meetings.get(term) ?? []) {
        const known = met[meeting.way];
        if (known === undefined || meeting.rank < known.rank) met[meeting.way] = meeting;
      }
    }
    let [score, keys] = [0, 0];
    for (const meeting of met) {
      if (meeting?.isKey === true) keys += meeting.worth;
      else score += meeting?.worth ?? 0;
    }
    const part = Math.min(1, score / Math.max(1, ownBits, askedBits));
    return { record, score: keys + score * (0.5 + 0.5 * part), part: keys > 0 ? 1 : part };
  };
}

function isKey(term: string): boolean {
  return term.charAt(1) === ':';
}

/** A word of the name, and not another spelling of one. */
function isWord(term: string): boolean {
  return !isKey(term) && term.charAt(0) !== '@' && umlautless(term) === term;
}
