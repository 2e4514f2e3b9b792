/** Company names, parted into the words that tell one firm from another and what says little. */
import { commonPair, commonWord, isSmallWord, misspeltCommonWord } from './common-words.ts';
import { partForms, type LegalForm } from './legal-forms.ts';
import { goesOn, lastNumeral, numberOf } from './numerals.ts';
import { placeAt } from './places.ts';
import { variesInVowels, latin } from './script.ts';

export type WordKind = 'telling' | 'common' | 'place' | 'number' | 'small';

export interface Word {
  /** In the spelling compared in: abbreviations spelled out, trade words and places in one language, numbers in digits. */
  text: string;
  kind: WordKind;
  /** As typed, in lower-case Latin letters. */
  raw: string;
  /** Typed with a dot after it: "Ind." */
  dotted: boolean;
  /** Typed with an 's that is left out: "Harrow's". */
  possessive: boolean;
  /** Written in a script whose vowels say little: compared by consonants. */
  consonantal: boolean;
}

export interface CompanyName {
  typed: string;
  /** Without articles and legal forms, in the order typed; never empty unless nothing was typed. */
  words: readonly Word[];
  forms: readonly LegalForm[];
  /** The same words joined, for names that differ by a blank. */
  joined: string;
  /** As `joined`, with the legal forms: "SiemensAG" typed in small letters. */
  whole: string;
  /** The same words sorted: equal for names that differ in word order. */
  fingerprint: string;
  /** Names that the text gives beside the first: after "aka" or a slash, in brackets. */
  others: readonly CompanyName[];
}

interface Token {
  raw: string;
  typed: string;
  dotted: boolean;
  possessive: boolean;
  consonantal: boolean;
}

const ALSO = /\s(?:a\.?k\.?a\.?|f\.?k\.?a\.?|formerly|previously|d\.?b\.?a\.?|t\/a|trading as|doing business as)\s/i;

// A name is parted once a text, not once a comparison.
const parted = new Map<string, CompanyName>();
/** Enough for the records compared with one another; a parted name takes a kilobyte and more. */
const PARTED_AT_MOST = 4000;

/** As `partName`, remembered. */
export function companyName(typed: string): CompanyName {
  const known = parted.get(typed);
  if (known !== undefined) return known;
  if (parted.size >= PARTED_AT_MOST) parted.clear();
  const name = partName(typed);
  parted.set(typed, name);
  return name;
}

/** Parts a company name: "L'Été & Fils, S.A.R.L." becomes lete, sons. */
export function partName(typed: string): CompanyName {
  const [main = '', ...also] = typed.split(ALSO);
  if (also.length === 0 && !typed.includes('/') && !typed.includes('(')) return plainName(typed);
  const slashed = main.split(/(?<=\p{L}{3})\s*\/\s*(?=\p{L}{3})/u);
  const bracketed = [...main.matchAll(/\(([^()]{2,})\)/g)].map(([, inside]) => inside ?? '');
  const [first = '', ...others] = [...slashed, ...also, ...bracketed];
  const name = plainName(slashed.length > 1 ? main : also.length > 0 ? first : main);
  if (slashed.length + also.length + bracketed.length === 1) return { ...name, typed };
  const named = [...(slashed.length > 1 ? [first] : []), ...others].map(plainName).filter(isName);
  // A place in brackets says which company of a group it is; a name in brackets is another name of the same.
  const isAlias = bracketed.some((inside) => isName(plainName(inside)));
  const alternatives = isAlias ? [...named, plainName(main.replace(/\([^()]*\)/g, ' '))] : named;
  return { ...name, typed, others: alternatives.filter(({ joined }) => joined !== '' && joined !== name.joined) };
}

/** Whether what stands in brackets or after a slash names a firm: it has a word of its own. */
function isName(name: CompanyName): boolean {
  return name.words.some(({ kind }) => kind === 'telling');
}

function plainName(typed: string): CompanyName {
  const tokens = tokensOf(typed);
  const { core, forms } = partForms(tokens.map(({ raw }) => raw));
  const kept = core.length > 0 ? core.map((at) => tokens[at]!) : tokens;
  const words = wordsOf(kept);
  const told = words.some(({ kind }) => kind !== 'small') ? words.filter(({ kind }) => kind !== 'small') : words;
  return nameOf(typed, told, forms, tokens.map(({ raw }) => raw).join(''));
}

/** A name of these words. */
function nameOf(typed: string, words: readonly Word[], forms: readonly LegalForm[], whole: string): CompanyName {
  const texts = words.map(({ text }) => text);
  return {
    typed,
    words,
    forms,
    joined: texts.join(''),
    whole,
    fingerprint: texts.toSorted().join(' '),
    others: [],
  };
}

/** The name without those of its words. */
export function without(name: CompanyName, unwanted: (word: Word) => boolean): CompanyName {
  const words = name.words.filter((word) => !unwanted(word));
  if (words.length === 0 || words.length === name.words.length) return name;
  return { ...nameOf(name.typed, words, name.forms, name.whole), others: name.others };
}

/** Most names are of these letters and signs only, and need none of the care that the others do. */
const PLAIN = /^[A-Za-z0-9 ,.()/-]*$/;

/** "AT and T": one letter or two on each side, as about "&". */
const INITIALS_AND = / (?:and|AND) (?<=(?<![A-Za-z])[A-Za-z]{1,2} \w+ )(?!Co\b)(?=[A-Za-z]{1,2}(?![A-Za-z]))/;

function tokensOf(typed: string): Token[] {
  const plain = PLAIN.test(typed) && !INITIALS_AND.test(typed);
  const consonantal = !plain && variesInVowels(typed);
  const text = (plain ? typed : signsRead(latin(typed)))
    // "SiemensAG", "NordwindGmbH": the form begins with a capital after a small letter.
    .replace(/(\p{Ll})(AG|SA|SE|AB|BV|NV|KG|GmbH|Inc|LLC|Ltd|PLC|SpA|SAS)(?![\p{L}\p{N}])/gu, '$1 $2');
  const tokens: Token[] = [];
  for (const match of text.matchAll(plain ? PLAIN_WORD : ANY_WORD)) {
    const word = plain ? match[1]! : match[1]!.replace(/[^a-zA-Z0-9&]/g, '');
    if (word === '') continue;
    tokens.push({
      raw: word.toLowerCase(),
      typed: word,
      dotted: match[2] === '.',
      possessive: match[2] === POSSESSIVE,
      consonantal,
    });
  }
  return joinLetters(tokens.filter(({ raw }, at) => !(CONNECTORS.has(raw) && at > 0)));
}

const PLAIN_WORD = /([A-Za-z0-9]+)(\.?)/g;
const ANY_WORD = /([\p{L}\p{M}\p{N}]+(?:&[\p{L}\p{M}\p{N}]{1,2}(?![\p{L}\p{M}\p{N}]))?)([.*]?)/gu;
/** Put for an 's that is left out. */
const POSSESSIVE = '*';

function signsRead(text: string): string {
  return (
    text
      .replace(/\*/g, ' ')
      .replace(/(\p{L})['’]s(?![\p{L}\p{N}])/gu, `$1${POSSESSIVE}`)
      .replace(INITIALS_AND, '&')
      .replace(/['’`´]/g, '')
      .replace(/%/g, ' percent')
      // "H & M" and "AT&T" are one word each, "SE & Co. KG" is a form.
      .replace(/(?<![\p{L}\p{N}])(\p{L}{1,2})\s*&\s*(?!Co\b)(\p{L}{1,2})(?![\p{L}\p{N}])/giu, '$1&$2')
  );
}

const CONNECTORS = new Set(['and', 'und', 'et', 'og', 'och']);

/** "s a r l" is sarl, "h m" is hm; a letter alone stays. */
function joinLetters(tokens: readonly Token[]): Token[] {
  const joined: Token[] = [];
  let run: Token[] = [];
  const close = (): void => {
    const [first] = run;
    if (first !== undefined) {
      joined.push({
        ...first,
        raw: run.map(({ raw }) => raw).join(''),
        typed: run.map((token) => token.typed).join(''),
      });
    }
    run = [];
  };
  for (const token of tokens) {
    if (/^[a-z]$/.test(token.raw)) {
      run.push(token);
      continue;
    }
    close();
    joined.push(token);
  }
  close();
  return joined;
}

function wordsOf(tokens: readonly Token[]): Word[] {
  const raws = tokens.map(({ raw }) => raw);
  const words: Word[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at]!;
    const { raw, dotted, possessive, consonantal } = token;
    const place = placeAt(raws, at);
    const pair = commonPair(raw, raws[at + 1] ?? '');
    if (place !== null) {
      words.push({
        text: place.place,
        kind: 'place',
        raw: raws.slice(at, at + place.count).join(' '),
        dotted,
        possessive,
        consonantal,
      });
      at += place.count - 1;
    } else if (pair !== null) {
      words.push({ text: pair, kind: 'common', raw: `${raw} ${raws[at + 1]}`, dotted, possessive, consonantal });
      at += 1;
    } else words.push(wordOf(token, at === tokens.length - 1 && at > 0));
  }
  return joinNumbers(words);
}

function wordOf({ raw, typed, dotted, possessive, consonantal }: Token, last: boolean): Word {
  const number = (last ? lastNumeral(typed) : null) ?? numberOf(typed, raw);
  if (number !== null) return { text: String(number), kind: 'number', raw, dotted, possessive, consonantal };
  const common = commonWord(raw) ?? misspeltCommonWord(raw);
  if (common !== null) return { text: common, kind: 'common', raw, dotted, possessive, consonantal };
  return { text: raw, kind: isSmallWord(raw) ? 'small' : 'telling', raw, dotted, possessive, consonantal };
}

function numeralOf({ raw, text }: Word): { raw: string; value: number } {
  return { raw, value: Number(text) };
}

function joinNumbers(words: readonly Word[]): Word[] {
  const joined: Word[] = [];
  for (const word of words) {
    const before = joined.at(-1);
    const whole =
      before?.kind === 'number' && word.kind === 'number' ? goesOn(numeralOf(before), numeralOf(word)) : null;
    if (whole !== null) {
      joined[joined.length - 1] = { ...before!, raw: `${before!.raw} ${word.raw}`, text: String(whole) };
    } else joined.push(word);
  }
  return joined;
}
