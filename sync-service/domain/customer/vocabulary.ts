/** The words that names on record are made of, and which of them a misspelt word may be. */
import { lettersApart, lettersOf, slipAllowed, spellingDistance } from './distance.ts';
import { grown, postingLists } from './posting-lists.ts';

export interface NearWord {
  word: number;
  distance: number;
}

export interface Vocabulary {
  /** The number of a word, given where it has none yet. */
  add(text: string): number;
  /** The number of a word that is known; or of a part of the text, where it is one. */
  numberOf(text: string, from?: number, until?: number): number | undefined;
  /** The number of two words written as one. */
  numberOfJoined(head: string, tail: string): number | undefined;
  textOf(word: number): string;
  /** Other words that this one may be a slip of, the nearest first; equal: by their letters. */
  near(text: string): NearWord[];
}

const SHORTEST = 4;
/** Letters of a word whose slips are looked up one by one. */
const LOOKED_AT = 16;
const AFFIX = 5;
const NEAR_AT_MOST = 12;
const REMEMBERED_AT_MOST = 4000;

/**
 * A word is kept under itself and under what is left of it without one letter; two words a slip apart share one of these
 * (Garbe's symmetric deletes). Words that share none are looked up by their first and last letters.
 * @param crowded where more words than this share these letters, they are not looked through; 0: none are
 */
export function vocabulary(crowded: number): Vocabulary {
  const texts: string[] = [];
  const numbers = numbersByHash(texts);
  let letters = new Int32Array(1 << 12);
  const deletes = hashedPairs();
  const affixes = postingLists();
  const affixNumbers = new Map<string, number>();
  /** Names share their commonest words, which are asked for over and over. Holds until a word is added. */
  const nearTo = new Map<string, NearWord[]>();

  function affixList(affix: string, make: boolean): number | undefined {
    const known = affixNumbers.get(affix);
    if (known !== undefined || !make) return known;
    affixNumbers.set(affix, affixNumbers.size);
    return affixNumbers.size - 1;
  }

  function add(text: string): number {
    const hash = hashOf(text, 0, text.length);
    const known = numbers.find(hash, text, 0, text.length);
    if (known !== undefined) return known;
    const word = texts.push(text) - 1;
    numbers.add(hash, word);
    nearTo.clear();
    if (word >= letters.length) letters = grown(letters, word + 1);
    letters[word] = lettersOf(text);
    if (bearsSlips(text)) {
      eachDelete(text, (hash) => deletes.add(hash, word));
      if (crowded > 0) for (const affix of affixesOf(text)) affixes.add(affixList(affix, true)!, word);
    }
    return word;
  }

  function near(text: string): NearWord[] {
    if (!bearsSlips(text)) return [];
    const known = nearTo.get(text);
    if (known !== undefined) return known;
    if (nearTo.size >= REMEMBERED_AT_MOST) nearTo.clear();
    const found = lookedUp(text);
    nearTo.set(text, found);
    return found;
  }

  function lookedUp(text: string): NearWord[] {
    const seen = new Set<number>();
    eachDelete(text, (hash) => deletes.each(hash, (word) => seen.add(word)));
    const close = verified(text, seen);
    if (close.length > 0 || crowded === 0 || numberOf(text) !== undefined) return close;
    for (const affix of affixesOf(text)) {
      const list = affixList(affix, false);
      if (list === undefined || affixes.lengthOf(list) > crowded) continue;
      const start = affixes.startOf(list);
      for (let i = start; i < start + affixes.lengthOf(list); i += 1) seen.add(affixes.values()[i]!);
    }
    return verified(text, seen);
  }

  function verified(text: string, words: Iterable<number>): NearWord[] {
    const allowed = slipAllowed(text.length) + 0.3;
    const close: NearWord[] = [];
    const own = lettersOf(text);
    const mostLetters = Math.floor(allowed * LETTERS_BY_SLIP);
    for (const word of words) {
      if (lettersApart(own, letters[word]!) > mostLetters) continue;
      const other = texts[word]!;
      if (other === text || Math.abs(other.length - text.length) > 2) continue;
      const distance = spellingDistance(text, other, allowed);
      if (distance <= allowed) close.push({ word, distance });
    }
    close.sort((a, b) => a.distance - b.distance || (texts[a.word]! < texts[b.word]! ? -1 : 1));
    return close.slice(0, NEAR_AT_MOST);
  }

  function numberOf(text: string, from = 0, until = text.length): number | undefined {
    return numbers.find(hashOf(text, from, until), text, from, until);
  }

  function numberOfJoined(head: string, tail: string): number | undefined {
    const hash = mixed(rolled(rolled(0, head, 0, head.length), tail, 0, tail.length));
    // Most pairs are no word, and need not be written as one to see it.
    return numbers.has(hash) ? numberOf(head + tail) : undefined;
  }

  return { add, near, numberOf, numberOfJoined, textOf: (word) => texts[word] ?? '' };
}

/** One letter for another costs 0.6 at least (`distance.ts`) and can change two of the letters that a word has. */
const LETTERS_BY_SLIP = 2 / 0.6;

function bearsSlips(text: string): boolean {
  return text.length >= SHORTEST && /^[a-z]+$/.test(text);
}

function affixesOf(text: string): string[] {
  return text.length < AFFIX + 3 ? [] : [`^${text.slice(0, AFFIX)}`, `${text.slice(-AFFIX)}$`];
}

const BASE = 0x01000193;
const heads = new Int32Array(LOOKED_AT + 1);

/** Calls with the hash of the word and of the word without each of its first letters. */
function eachDelete(text: string, call: (hash: number) => void): void {
  const length = text.length;
  const until = Math.min(length, LOOKED_AT);
  for (let i = 0; i < until; i += 1) heads[i + 1] = Math.imul(heads[i]!, BASE) + text.charCodeAt(i);
  // What follows the letter left out, and what the letters before it are worth then.
  let [tail, power] = [0, 1];
  for (let at = length - 1; at >= 0; at -= 1) {
    // Of two equal letters in a row, either leaves the same rest.
    if (at < until && (at === 0 || text.charCodeAt(at) !== text.charCodeAt(at - 1))) {
      call(mixed(Math.imul(heads[at]!, power) + tail));
    }
    tail = (Math.imul(text.charCodeAt(at), power) + tail) | 0;
    power = Math.imul(power, BASE);
  }
  call(mixed(tail));
}

function rolled(hash: number, text: string, from: number, until: number): number {
  let next = hash;
  for (let i = from; i < until; i += 1) next = Math.imul(next, BASE) + text.charCodeAt(i);
  return next;
}

function hashOf(text: string, from: number, until: number): number {
  return mixed(rolled(0, text, from, until));
}

function mixed(hash: number): number {
  const half = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return half ^ (half >>> 13);
}

/** Numbers of texts by their hashes, open addressing; only looking a text up by a part of another makes no text of it. */
function numbersByHash(texts: readonly string[]): {
  add(hash: number, number: number): void;
  has(hash: number): boolean;
  find(hash: number, text: string, from: number, until: number): number | undefined;
} {
  let slots = new Int32Array(1 << 12).fill(EMPTY);
  let hashes = new Int32Array(1 << 11);

  function place(number: number): void {
    let at = hashes[number]! & (slots.length - 1);
    while (slots[at] !== EMPTY) at = (at + 1) & (slots.length - 1);
    slots[at] = number;
  }

  return {
    add(hash, number) {
      if (number >= hashes.length) {
        hashes = grown(hashes, number + 1);
        if (hashes.length > slots.length / 2) {
          slots = new Int32Array(slots.length * 2).fill(EMPTY);
          for (let before = 0; before < number; before += 1) place(before);
        }
      }
      hashes[number] = hash;
      place(number);
    },
    has(hash) {
      for (let at = hash & (slots.length - 1); slots[at] !== EMPTY; at = (at + 1) & (slots.length - 1)) {
        if (hashes[slots[at]!] === hash) return true;
      }
      return false;
    },
    find(hash, text, from, until) {
      for (let at = hash & (slots.length - 1); slots[at] !== EMPTY; at = (at + 1) & (slots.length - 1)) {
        const number = slots[at]!;
        const known = texts[number]!;
        if (hashes[number] === hash && known.length === until - from && text.startsWith(known, from)) return number;
      }
      return undefined;
    },
  };
}

const EMPTY = -1;

/** Values by hash in typed arrays, open addressing; several values may have one hash. */
function hashedPairs(): {
  add(hash: number, value: number): void;
  each(hash: number, call: (value: number) => void): void;
} {
  let capacity = 1 << 12;
  let count = 0;
  let hashes = new Int32Array(capacity);
  let values = new Int32Array(capacity);
  /** Some bits of the hash of each place, 0 where it is empty: in a byte each they stay near at hand. */
  let marks = new Uint8Array(capacity);

  function place(hash: number, value: number): void {
    let at = hash & (capacity - 1);
    while (marks[at] !== 0) at = (at + 1) & (capacity - 1);
    hashes[at] = hash;
    values[at] = value;
    marks[at] = markOf(hash);
  }

  return {
    add(hash, value) {
      if (count > capacity * 0.7) {
        const [oldHashes, oldValues, oldMarks] = [hashes, values, marks];
        capacity *= 2;
        [hashes, values, marks] = [new Int32Array(capacity), new Int32Array(capacity), new Uint8Array(capacity)];
        for (let i = 0; i < oldMarks.length; i += 1) if (oldMarks[i] !== 0) place(oldHashes[i]!, oldValues[i]!);
      }
      place(hash, value);
      count += 1;
    },
    each(hash, call) {
      const mark = markOf(hash);
      for (let at = hash & (capacity - 1); marks[at] !== 0; at = (at + 1) & (capacity - 1)) {
        if (marks[at] === mark && hashes[at] === hash) call(values[at]!);
      }
    },
  };
}

function markOf(hash: number): number {
  return (hash >>> 24) | 1;
}
