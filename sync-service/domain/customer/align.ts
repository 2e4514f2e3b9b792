/** Which words of two names are the same, misspelt, split, abbreviated or put into initials; and what is left over. */
import { slipAllowed, spellingDistance } from './distance.ts';
import type { Word } from './names.ts';
import { umlautless } from './script.ts';

export type Spelling = 'equal' | 'sounds alike' | 'slip' | 'abbreviated' | 'initials';

export interface Pairing {
  a: readonly Word[];
  b: readonly Word[];
  spelling: Spelling;
}

export interface Alignment {
  pairs: readonly Pairing[];
  leftA: readonly Word[];
  leftB: readonly Word[];
}

/** Pairs the words of two names; every word in one pair at most. */
export function align(a: readonly Word[], b: readonly Word[]): Alignment {
  const state = { a: [...a], b: [...b], pairs: [] as Pairing[] };
  pairEqual(state);
  if (state.a.length > 0 && state.b.length > 0) {
    pairJoined(state);
    pairMisspelt(state, wordDistance);
    if (isKnownBesides(state)) pairMisspelt(state, shortDistance);
    pairAbbreviated(state);
    pairInitials(state, 'a', 'b');
    pairInitials(state, 'b', 'a');
  }
  return { pairs: state.pairs, leftA: state.a, leftB: state.b };
}

interface State {
  a: Word[];
  b: Word[];
  pairs: Pairing[];
}

function pairEqual(state: State): void {
  state.a = state.a.filter((word) => {
    const at = state.b.findIndex((other) => other.text === word.text);
    if (at < 0) return true;
    state.pairs.push({ a: [word], b: state.b.splice(at, 1), spelling: 'equal' });
    return false;
  });
}

/** "Data Soft" and "Datasoft": neighbours that are one word on the other side, a slip forgiven. */
function pairJoined(state: State): void {
  for (const [many, one] of [
    ['a', 'b'],
    ['b', 'a'],
  ] as const) {
    for (let at = 0; at + 1 < state[many].length; at += 1) {
      const two = state[many].slice(at, at + 2);
      const joined = two.map(({ raw }) => raw).join('');
      const found = state[one].findIndex(
        ({ raw }) => spellingDistance(joined, raw, 0.7) <= (joined.length > 6 ? 0.7 : 0),
      );
      if (found < 0) continue;
      const other = state[one].splice(found, 1);
      const spelling = other[0]!.raw === joined ? 'equal' : 'sounds alike';
      state.pairs.push(many === 'a' ? { a: two, b: other, spelling } : { a: other, b: two, spelling });
      state[many].splice(at, 2);
      at -= 1;
    }
  }
}

/** Whether what agrees already says which firm it is: a word of its own or two of any kind. */
function isKnownBesides({ pairs }: State): boolean {
  return pairs.length > 1 || pairs.some(({ a }) => a.some(({ kind }) => kind === 'telling'));
}

function pairMisspelt(state: State, distanceOf: (a: Word, b: Word) => number | null): void {
  const near: { a: Word; b: Word; distance: number }[] = [];
  for (const a of state.a) {
    for (const b of state.b) {
      const distance = distanceOf(a, b);
      if (distance !== null) near.push({ a, b, distance });
    }
  }
  near.sort((x, y) => x.distance - y.distance);
  for (const { a, b, distance } of near) {
    if (!state.a.includes(a) || !state.b.includes(b)) continue;
    state.pairs.push({ a: [a], b: [b], spelling: spellingAt(distance) });
    state.a.splice(state.a.indexOf(a), 1);
    state.b.splice(state.b.indexOf(b), 1);
  }
}

function spellingAt(distance: number): Spelling {
  if (distance === 0) return 'equal';
  return distance <= 0.7 ? 'sounds alike' : 'slip';
}

/** How far two words are apart if they may be one word misspelt; null where they are two words. */
export function wordDistance(a: Word, b: Word): number | null {
  if (a.kind === 'number' || b.kind === 'number') return null;
  // Two words of trade or two places that are both spelled right are two words, however alike: textil, textile are one by now.
  if (a.kind === 'common' && b.kind === 'common') return null;
  if (a.kind === 'place' && b.kind === 'place') return null;
  if (a.consonantal !== b.consonantal) return consonantsAgree(a.raw, b.raw) ? 0.5 : null;
  const [x, y] = [a.raw, b.raw];
  if (a.possessive !== b.possessive && (a.possessive ? `${x}s` === y : x === `${y}s`)) return 0;
  const allowed = slipAllowed(Math.min(x.length, y.length));
  const [plainX, plainY] = [umlautless(x), umlautless(y)];
  if (plainX === plainY) return 0.3;
  if (Math.min(x.length, y.length) >= 5 && soundOf(plainX) === soundOf(plainY)) return 0.5;
  if (stemOf(x) !== null || stemOf(y) !== null) {
    const [one, other] = [stemOf(x) ?? x, stemOf(y) ?? y];
    if (one === other || (Math.min(one.length, other.length) >= 5 && spellingDistance(one, other, 1) <= 0.8))
      return 0.5;
  }
  if (allowed === 0 || /\d/.test(x + y)) return null;
  // The first letter is the one least often mistyped.
  const first = plainX[0] === plainY[0] ? 0 : 0.2;
  const distance = spellingDistance(plainX, plainY, allowed) + first;
  return distance <= allowed ? distance : null;
}

/**
 * Of words too short for `wordDistance`: a letter inside left out or neighbours behind the first swapped, which seldom make
 * another word.
 * Null for any other two.
 */
function shortDistance(a: Word, b: Word): number | null {
  if (![a, b].every(({ kind, consonantal }) => (kind === 'telling' || kind === 'common') && !consonantal)) return null;
  if (a.kind === 'common' && b.kind === 'common') return null;
  const [short, long] = a.raw.length <= b.raw.length ? [a.raw, b.raw] : [b.raw, a.raw];
  // A word of trade is meant when one is a letter away; two short names may be two firms' initials.
  if (short.length < (a.kind === b.kind ? 4 : 3) || long.length > 6) return null;
  if (short[0] !== long[0]) return null;
  let at = 1;
  while (short[at] === long[at]) at += 1;
  const isLeftOut = at < short.length && short.slice(at) === long.slice(at + 1);
  const isSwapped = short.length >= 4 && short[at] === long[at + 1] && short[at + 1] === long[at];
  return isLeftOut || (isSwapped && short.slice(at + 2) === long.slice(at + 2)) ? 1 : null;
}

/** Alike for spellings that transliterations vary in: Yandeks and Yandex, Yunipro and Unipro. */
function soundOf(word: string): string {
  return word
    .replace(/ks|cks/g, 'x')
    .replace(/ph/g, 'f')
    .replace(/c(?=[aou]|k)/g, 'k')
    .replace(/^y(?=u)/, '')
    .replace(/(.)\1/g, '$1');
}

/** Slavic adjectives made of a name: muromskiy of Murom. Null for other words. */
function stemOf(word: string): string | null {
  const stem = word.replace(/(?:ov|ev)?(?:sk|ck)(?:iy|ij|ii|i|y|yi|yy|aya|aia|oe|oye|ogo|oi|oy|a)$/, '');
  return stem !== word && stem.length >= 4 ? stem : null;
}

function consonantsAgree(a: string, b: string): boolean {
  const [one, other] = [a, b].map((word) =>
    word
      .replace(/^(al|el|l)(?=.{3})/, '')
      .replace(/sh/g, 's')
      .replace(/[cq]/g, 'k')
      .replace(/(.)\1/g, '$1'),
  ) as [string, string];
  const firm = (word: string): string => word.replace(/[aeiouywh]/g, '');
  // Hebrew writes o and u with the letter of v.
  const firmer = (word: string): string => firm(word).replace(/v/g, '');
  if (firmer(one).length >= 3 && firmer(one) === firmer(other)) return true;
  if (firm(one) !== firm(other)) return false;
  // A first letter that may be a vowel is a consonant where both have it: the w of Wasit.
  return firm(one).length >= 3 || (firm(one).length === 2 && one[0] === other[0] && /^[wyh]/.test(one));
}

/** "Ind. Robotics" and "Industrial Robotics": a word typed with a dot begins the other. */
function pairAbbreviated(state: State): void {
  const shortens = (short: Word, long: Word): boolean =>
    short.dotted && short.raw.length >= 2 && long.raw.length > short.raw.length && long.raw.startsWith(short.raw);
  const isInitial = (short: Word, long: Word): boolean =>
    short.raw.length === 1 && short.kind !== 'number' && long.raw.length > 2 && long.raw.startsWith(short.raw);
  state.a = state.a.filter((a) => {
    const at = state.b.findIndex((b) => shortens(a, b) || shortens(b, a) || isInitial(a, b) || isInitial(b, a));
    if (at < 0) return true;
    state.pairs.push({ a: [a], b: state.b.splice(at, 1), spelling: 'abbreviated' });
    return false;
  });
}

/** "PLA" and "People's Liberation Army": three words at least that begin with the letters, in order. */
function pairInitials(state: State, short: 'a' | 'b', long: 'a' | 'b'): void {
  for (const word of state[short]) {
    const letters = word.raw;
    if (word.kind === 'number' || letters.length < 3 || letters.length > 6) continue;
    const spelled = state[long].flatMap((other) => other.raw.split(' ').map((raw) => ({ raw, other })));
    const from = Array.from({ length: spelled.length - letters.length + 1 }, (_, at) => at).find((at) =>
      [...letters].every((letter, i) => spelled[at + i]!.raw.startsWith(letter)),
    );
    if (from === undefined) continue;
    const meant = [...new Set(spelled.slice(from, from + letters.length).map(({ other }) => other))];
    state.pairs.push(
      short === 'a' ? { a: [word], b: meant, spelling: 'initials' } : { a: meant, b: [word], spelling: 'initials' },
    );
    state[short] = state[short].filter((other) => other !== word);
    state[long] = state[long].filter((other) => !meant.includes(other));
    return;
  }
}
