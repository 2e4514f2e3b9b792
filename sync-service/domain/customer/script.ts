/** Any script in plain Latin letters, lower case. */
import anyAscii from 'any-ascii';
import { EASTERN_WORDS } from './common-words.ts';
import { EASTERN_FORMS, LETTERED_FORMS } from './legal-forms.ts';

const ASCII = /^[\0-\x7f]*$/;
const EASTERN = /[\p{Script=Han}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\u3231\u321c]/u;
const LETTERED = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Armenian}\p{Script=Georgian}\p{Script=Cyrillic}]/u;
const MARKS = /[\u02bb-\u02be\u2018-\u201b`´]/g;

/**
 * The text in Latin letters with its capitals; what separates words stays. Chinese, Japanese and Korean are written
 * without blanks, so their legal forms and commonest words of trade are first parted off. Chinese readings are taken for
 * all Han characters, so a Japanese name in kanji meets its like in kanji only.
 */
export function latin(text: string): string {
  const marked = text.replace(MARKS, "'");
  if (ASCII.test(marked)) return marked;
  let composed = marked.normalize('NFKC').replace(/[\u2018\u2019]/g, "'");
  if (EASTERN.test(composed)) {
    // A small tsu doubles what follows it.
    composed = composed.replace(/[っッ]/gu, '');
    for (const [pattern, word] of [...EASTERN_FORMS, ...EASTERN_WORDS]) composed = composed.replace(pattern, word);
    // The readings come in capitals one by one, and are one word.
    return composed.replace(
      /[\p{Script=Han}\p{Script=Katakana}\p{Script=Hiragana}\p{Script=Hangul}\p{Script=Thai}ー]+/gu,
      (run) => capital(anyAscii(run).toLowerCase()),
    );
  }
  if (LETTERED.test(composed)) {
    for (const [pattern, form] of LETTERED_FORMS) composed = composed.replace(pattern, form);
  }
  return composed
    .replace(/[«»“”„‟〈〉「」]/g, ' " ')
    .replace(/[\u2010-\u2015]/g, '-')
    .replace(/ου/giu, 'u')
    .replace(/\p{L}[\p{L}\p{M}'’]*/gu, (word) => (ASCII.test(word) ? word : anyAscii(word).replace(/[`']/g, '')));
}

/**
 * Whether vowels are not written, or are not those of the same word in Latin letters (パナソニック is read panasonikku), so that
 * words are compared by their consonants.
 */
export function variesInVowels(text: string): boolean {
  return /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Katakana}\p{Script=Hangul}]/u.test(text);
}

/** Lower case, without accents, in Latin letters. */
export function fold(text: string): string {
  return latin(text).toLowerCase();
}

/** "Müller" is typed Muller and Mueller: both become muller. */
export function umlautless(word: string): string {
  return word.includes('e', 2) ? word.replace(/(?<=[^aeiouq])([aou])e(?=[^aeiou])/g, '$1') : word;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
