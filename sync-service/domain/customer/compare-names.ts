/** What two names say of whether they mean one company: how their words agree, how they are spelled, their legal forms. */
import { align, type Alignment, type Pairing } from './align.ts';
import { isGroupWord, isSmallWord } from './common-words.ts';
import { spellingDistance } from './distance.ts';
import { wordBits, type Frequencies } from './frequencies.ts';
import { compareForms, isNearForm, type FormAgreement } from './legal-forms.ts';
import type { CompanyName, Word } from './names.ts';
import { fold } from './script.ts';

/** How the words agree, from the best down. */
export type WordAgreement =
  | 'same'
  | 'alias'
  | 'added group word'
  | 'added place'
  | 'added word'
  | 'other place'
  | 'other number'
  | 'other word'
  | 'different';
export type SpellingAgreement = 'equal' | 'sounds alike' | 'slip' | 'short slip' | 'slips' | 'initials' | 'none';

export interface NameComparison {
  words: WordAgreement;
  spelling: SpellingAgreement;
  forms: FormAgreement;
  /** Bits of the words they share: how unlikely two firms are to share them by chance. */
  sharedBits: number;
  /** What is in one name only, as typed: first the first name's. */
  left: readonly [string, string];
  /** Words that are spelled differently, as typed. */
  respelled: readonly (readonly [string, string])[];
}

/** So many bits must be shared before a place more on one side is a branch, not another firm of a common name. */
const TELLING_BITS = 12;
/** Letters below which another spelling is another word as likely as not. */
const SHORT = 5;

/** Compares two names. Symmetric, but for the order of what is told of each. */
export function compareNames(a: CompanyName, b: CompanyName, frequencies: Frequencies): NameComparison {
  // Pairing goes from left to right, so the two are put in one order whichever comes first.
  if (a.typed > b.typed) return mirrored(compareNames(b, a, frequencies));
  const main = comparePlain(a, b, frequencies);
  if (main.words === 'same' || (a.others.length === 0 && b.others.length === 0)) return main;
  const known = [a, ...a.others].flatMap((one) =>
    [b, ...b.others].map((other) => comparePlain(one, other, frequencies)),
  );
  const alias = known.slice(1).find(({ words, sharedBits }) => words === 'same' && sharedBits >= TELLING_BITS);
  return alias === undefined ? main : { ...alias, words: 'alias', forms: main.forms };
}

function mirrored(comparison: NameComparison): NameComparison {
  const { left, respelled } = comparison;
  return { ...comparison, left: [left[1], left[0]], respelled: respelled.map(([a, b]) => [b, a]) };
}

function comparePlain(a: CompanyName, b: CompanyName, frequencies: Frequencies): NameComparison {
  const forms = compareForms(a.forms, b.forms);
  if (a.joined === '' || b.joined === '') {
    return { words: 'different', spelling: 'none', forms, sharedBits: 0, left: [a.typed, b.typed], respelled: [] };
  }
  const joined = joinedAgreement(a, b);
  if (joined !== null) {
    const sharedBits = Math.max(bitsOf(a.words, frequencies), bitsOf(b.words, frequencies));
    const respelled = joined === 'equal' ? [] : [[a.typed, b.typed] as const];
    return { words: 'same', spelling: joined, forms, sharedBits, left: ['', ''], respelled };
  }
  const alignment = withoutFormSlips(align(a.words, b.words), a, b);
  const sharedBits = alignment.pairs.reduce(
    (sum, pair) => sum + (bitsOf(pair.a, frequencies) + bitsOf(pair.b, frequencies)) / 2,
    0,
  );
  const [leftA, leftB] = [alignment.leftA, alignment.leftB].map(withoutFirst) as [Word[], Word[]];
  const total = bitsOf([...a.words, ...b.words], frequencies) / 2;
  return {
    words: wordAgreement(leftA, leftB, sharedBits, total),
    spelling: spellingOf(alignment.pairs),
    forms,
    sharedBits,
    left: [leftA, leftB].map((words) => words.map(({ raw }) => raw).join(' ')) as [string, string],
    respelled: alignment.pairs
      .filter(({ spelling }) => spelling !== 'equal')
      .map((pair) => [pair.a, pair.b].map((words) => words.map(({ raw }) => raw).join(' ')) as [string, string]),
  };
}

export function bitsOf(words: readonly Word[], frequencies: Frequencies): number {
  return words.reduce((sum, word) => sum + wordBits(word, frequencies), 0);
}

/** Names that are one text but for blanks, word order or a slip; null where they are not. */
function joinedAgreement(a: CompanyName, b: CompanyName): SpellingAgreement | null {
  if (a.joined === b.joined || a.fingerprint === b.fingerprint) return 'equal';
  if (a.whole === b.whole || a.joined === b.whole || b.joined === a.whole) return 'equal';
  // A slip in a name of one word is judged by the word; here it is the blanks that differ too.
  if (a.words.length === b.words.length) return null;
  if (isAcronym(a, b) || isAcronym(b, a)) return 'initials';
  const length = Math.min(a.joined.length, b.joined.length);
  if (length < 8 || digits(a.joined) !== digits(b.joined)) return null;
  return spellingDistance(a.joined, b.joined, 1) <= 1 ? 'slip' : null;
}

/** "NOKC" and "Nordwind Oil Kontor Company": three words at least, and a legal form that has its letter too. */
function isAcronym({ words: [word, ...more] }: CompanyName, { words, typed }: CompanyName): boolean {
  if (more.length > 0 || words.length < 3 || word!.raw.length !== words.length + 1) return false;
  const all = fold(typed).split(/[^a-z0-9]+/);
  return word!.raw === all.map((one) => (isSmallWord(one) ? '' : one.charAt(0))).join('');
}

function digits(text: string): string {
  return text.replace(/\D/g, '');
}

/** "Harbour AkG": a short last word that is a letter away from a legal form, where the other name has one. */
function withoutFormSlips(alignment: Alignment, a: CompanyName, b: CompanyName): Alignment {
  const strip = (left: readonly Word[], own: CompanyName, other: CompanyName): readonly Word[] => {
    const last = own.words.at(-1);
    const slipped = own.forms.length === 0 && other.forms.length > 0 && own.words.length > 1;
    return slipped && left.length === 1 && left[0] === last && isNearForm(last!.raw) ? [] : left;
  };
  const { pairs, leftA, leftB } = alignment;
  if (leftA.length + leftB.length !== 1) return alignment;
  return { pairs, leftA: strip(leftA, a, b), leftB: strip(leftB, b, a) };
}

/** The first of a row is often not numbered: "Fund" is "Fund I". "First Solar" is no row's first, but another firm's name. */
function withoutFirst(left: readonly Word[]): Word[] {
  return left.filter(({ kind, text, raw }) => kind !== 'number' || text !== '1' || /^(?:first|1st)$/.test(raw));
}

function wordAgreement(
  leftA: readonly Word[],
  leftB: readonly Word[],
  sharedBits: number,
  totalBits: number,
): WordAgreement {
  const left = [...leftA, ...leftB];
  if (left.length === 0) return 'same';
  if (sharedBits === 0) return 'different';
  const oneSided = leftA.length === 0 || leftB.length === 0;
  if (left.some(({ kind }) => kind === 'number')) return sharedBits >= totalBits / 3 ? 'other number' : 'different';
  const places = left.every(({ kind }) => kind === 'place');
  if (!oneSided) {
    if (places) return 'other place';
    return sharedBits >= totalBits / 2 ? 'other word' : 'different';
  }
  if (sharedBits < TELLING_BITS) return sharedBits >= totalBits / 2 ? 'added word' : 'different';
  if (left.every(({ text }) => isGroupWord(text))) return 'added group word';
  if (left.every(({ kind, text }) => kind === 'place' || isGroupWord(text))) return 'added place';
  return sharedBits >= totalBits / 3 ? 'added word' : 'different';
}

function spellingOf(pairs: readonly Pairing[]): SpellingAgreement {
  if (pairs.length === 0) return 'none';
  if (pairs.some(({ spelling }) => spelling === 'initials')) return 'initials';
  const slips = pairs.filter(({ spelling }) => spelling === 'slip');
  if (slips.length > 1) return 'slips';
  const [slip] = slips;
  if (slip !== undefined) {
    return Math.min(...[...slip.a, ...slip.b].map(({ raw }) => raw.length)) < 7 ? 'short slip' : 'slip';
  }
  if (pairs.every(({ spelling }) => spelling === 'equal')) return 'equal';
  // "Lear" and "Leer": a name of four letters has no other part to be known by.
  const [only] = pairs;
  const isShort = pairs.length === 1 && [...only!.a, ...only!.b].some(({ raw }) => raw.length < SHORT);
  return isShort ? 'short slip' : 'sounds alike';
}
