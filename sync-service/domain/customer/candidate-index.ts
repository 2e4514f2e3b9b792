/**
 * Finds the customers on record that may be the one asked for, among millions, in memory: lists of records by word,
 * domain and number, rare ones first, misspelt words by the vocabulary. What it finds is then scored by `scoreCompanies`.
 */
import { completion, MOST_BITS, type Way } from './completion.ts';
import { indexTerms, type IndexTerms } from './index-terms.ts';
import { grown, postingLists } from './posting-lists.ts';
import type { Company } from './score.ts';
import { best } from './top-candidates.ts';
import { vocabulary } from './vocabulary.ts';

export interface Candidate {
  id: string;
  /** Bits shared, rarer and more complete the higher; only good for comparing candidates of one search. */
  score: number;
  /** The part of both names, by the rarity of their words, that they share, 0 to 1; 1 where they share a key. */
  part: number;
}

export interface CandidateIndex {
  readonly size: number;
  /** Takes a company in, in the place of the one of that id. */
  put(id: string, company: Company): void;
  remove(id: string): void;
  /** The likeliest records, the best first; equal ones by id. The order in which records came in plays no part. */
  search(company: Company, most?: number): Candidate[];
}

/** How far a search goes. */
export interface Effort {
  /** Records looked at for one search: lists are read whole, rarest first, while they keep within this. */
  read: number;
  /** The first list is read even where it is longer, up to this. */
  readFirst: number;
  /** Words with the same beginning or end that are tried for a slip; where there are more, none is. */
  tried: number;
}

/** For one question, asked by a person or for one record. */
const THOROUGH: Effort = { read: 24_000, readFirst: 80_000, tried: 2000 };
/** For many questions, most of which have no answer. */
export const QUICK: Effort = { read: 600, readFirst: 2000, tried: 0 };
/** Records ranked for each one asked for. */
const RANKED_FOR_ONE = 5;
const SLIP = 0.8;
const JOINED = 0.9;
const INITIALS = 0.6;

export function candidateIndex(effort: Effort = THOROUGH): CandidateIndex {
  const terms = vocabulary(effort.tried);
  const recordsOf = postingLists();
  const termsOf = postingLists();
  const ids: string[] = [];
  const numbers = new Map<string, number>();
  const vacant: number[] = [];
  let shared = new Float32Array(1 << 10);
  let counted = new Int32Array(1 << 10);
  let touched = new Int32Array(1 << 10);
  let hashes = new Int32Array(1 << 10);
  let round = 0;

  function put(id: string, company: Company): void {
    remove(id);
    const record = vacant.pop() ?? ids.length;
    ids[record] = id;
    numbers.set(id, record);
    if (record >= shared.length) {
      const room = grown(touched, record + 1);
      [touched, counted, shared] = [room, grown(counted, room.length), new Float32Array(room.length)];
      hashes = grown(hashes, room.length);
    }
    hashes[record] = hashOf(id);
    const { words, typed, initials, keys } = indexTerms(company);
    for (const text of [...words, ...typed.values(), ...keys, ...(initials === null ? [] : [initials])]) {
      const term = terms.add(text);
      recordsOf.add(term, record);
      termsOf.add(record, term);
    }
  }

  function remove(id: string): void {
    const record = numbers.get(id);
    if (record === undefined) return;
    numbers.delete(id);
    const own = listed(record);
    for (const term of own) {
      recordsOf.remove(term, record);
      termsOf.remove(record, term);
    }
    vacant.push(record);
  }

  function listed(record: number): number[] {
    const start = termsOf.startOf(record);
    return [...termsOf.values().subarray(start, start + termsOf.lengthOf(record))];
  }

  function bitsOf(term: number): number {
    return bitsOfOneIn(recordsOf.lengthOf(term));
  }

  function bitsOfOneIn(records: number): number {
    return Math.min(MOST_BITS, Math.log2((numbers.size + 1) / Math.max(1, records)));
  }

  /** The terms by which each word asked for may be found; words that nobody has are left out. */
  function waysTo(asked: IndexTerms): Way[][] {
    const way = (term: number | undefined, likeness: number): Way[] =>
      term === undefined || recordsOf.lengthOf(term) === 0 ? [] : [{ term, likeness }];
    const exact = (text: string, likeness = 1): Way[] => way(terms.numberOf(text), likeness);
    const near = (text: string): Way[] =>
      terms.near(text).map(({ word: term, distance }) => ({ term, likeness: SLIP - distance * 0.1 }));
    const words = asked.words.map((word, at) => [
      ...exact(word),
      ...near(word),
      ...(asked.typed.has(word) ? near(asked.typed.get(word)!) : []),
      ...way(terms.numberOfJoined(word, asked.words[at + 1] ?? ''), JOINED),
      ...way(terms.numberOfJoined('@', word), INITIALS),
    ]);
    const splits = asked.words
      .filter((word) => exact(word).length === 0)
      .flatMap((word) => splitWays(word, (from, until) => way(terms.numberOf(word, from, until), JOINED)));
    const initials = asked.initials === null ? [] : [exact(asked.initials.slice(1), INITIALS)];
    return [...words, ...splits, ...initials, ...asked.keys.map((key) => exact(key))].filter(
      ({ length }) => length > 0,
    );
  }

  function search(company: Company, most = 10): Candidate[] {
    const asked = indexTerms(company);
    const ways = waysTo(asked)
      .map((way) => ({ way, bits: bitsOf(way[0]!.term) * way[0]!.likeness, cost: costOf(way) }))
      .sort((a, b) => b.bits - a.bits || a.cost - b.cost);
    let found = 0;
    let read = 0;
    let rest = ways.reduce((sum, { bits }) => sum + bits, 0);
    let shares = 0;
    for (const { way, bits, cost } of ways) {
      if (read + cost <= (read === 0 ? effort.readFirst : effort.read)) {
        read += cost;
        // Where records share more than the words to come are worth together, no other is taken in.
        found = count(way, found, found === 0 || shares < rest);
        shares = Math.max(shares, bits);
      }
      rest -= bits;
    }
    const ties = { lengthOf: termsOf.lengthOf, hashes, ids };
    const words = ways.map(({ way }) => way);
    const complete = completion(asked, words, { terms, termsOf, bitsOf, rarest: bitsOfOneIn(1) });
    const ranked = best(touched.subarray(0, found), shared, ties, most * RANKED_FOR_ONE, complete);
    for (let i = 0; i < found; i += 1) shared[touched[i]!] = 0;
    return ranked.slice(0, most).map(({ record, score, part }) => ({ id: ids[record]!, score, part }));
  }

  function costOf(ways: readonly Way[]): number {
    return ways.reduce((sum, { term }) => sum + recordsOf.lengthOf(term), 0);
  }

  /** Adds what one word asked for is worth to every record that has it, once, by the best way; or only to those found. */
  function count(ways: readonly Way[], found: number, takesIn: boolean): number {
    round += 1;
    const pool = recordsOf.values();
    // Only by several ways can a record be met twice.
    const isOnlyWay = ways.length === 1;
    for (const { term, likeness } of ways) {
      const worth = bitsOf(term) * likeness;
      const start = recordsOf.startOf(term);
      const end = start + recordsOf.lengthOf(term);
      for (let i = start; i < end; i += 1) {
        const record = pool[i]!;
        if (!isOnlyWay) {
          if (counted[record] === round) continue;
          counted[record] = round;
        }
        const before = shared[record]!;
        if (before === 0) {
          if (!takesIn) continue;
          touched[found++] = record;
        }
        shared[record] = before + worth;
      }
    }
    return found;
  }

  return {
    get size() {
      return numbers.size;
    },
    put,
    remove,
    search,
  };
}

function hashOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i += 1) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  return hash;
}

/** "nordwindlogistics" as two words that are known. */
function splitWays(word: string, part: (from: number, until: number) => Way[]): Way[][] {
  for (let at = word.length - 2; at >= 3; at -= 1) {
    const head = part(0, at);
    const tail = head.length > 0 ? part(at, word.length) : [];
    if (tail.length > 0) return [head, tail];
  }
  return [];
}
