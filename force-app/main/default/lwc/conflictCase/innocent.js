import { answerInWords, questionInWords } from 'c/conflictAnswers';
import notFound from '@salesforce/label/c.Fairlead_Desk_Innocent_No';
import doubtful from '@salesforce/label/c.Fairlead_Desk_Innocent_Doubtful';
import sufficient from '@salesforce/label/c.Fairlead_Desk_Innocent_Sufficient';

const FOUND = {
  sufficient: { words: sufficient, icon: 'utility:check', rank: 0 },
  doubtful: { words: doubtful, icon: 'utility:question_mark', rank: 1 },
  no: { words: notFound, icon: 'utility:dash', rank: 2 }
};

/**
 * What was looked for that would excuse it, what speaks for him first.
 * @returns {{ key: string, what: string, detail: string, words: string, icon: string, isDoubt: boolean }[] | null} null
 *   where it cannot be read
 */
export function readInnocent(text) {
  let read;
  try {
    read = JSON.parse(text ?? '[]');
  } catch {
    return null;
  }
  if (!Array.isArray(read)) return null;
  return read
    .map(({ what, found, detail }, index) => ({
      key: String(index),
      what: questionInWords(what),
      detail: answerInWords(detail),
      isDoubt: found !== 'no',
      ...(FOUND[found] ?? FOUND.doubtful)
    }))
    .sort((a, b) => a.rank - b.rank);
}
