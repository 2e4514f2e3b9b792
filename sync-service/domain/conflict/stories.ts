/** What happened in a case, and why one is closed again: codes with values, one for each sentence (ADR 9). */
import { factInWords, type FactCode } from './facts.ts';

export interface Story {
  code: StoryCode;
  args: Readonly<Record<string, string>>;
}

export interface Remedy {
  code: RemedyCode;
  args: Readonly<Record<string, string>>;
}

type Say = (args: Record<string, string>) => string;

const contacts = (count: string | undefined) => `${count} customer ${count === '1' ? 'contact' : 'contacts'}`;
/** `act` is the code of a fact that has no values. */
const actInWords = (act: string | undefined) => factInWords({ code: act as FactCode, args: {} });

/** Each sentence in English. Placeholders carry the names of the arguments; dates are calendar dates. */
const stories = {
  'fell due': ({ registration, deal, date }) =>
    `${registration} protects ${deal}; its due date ${date} passed and the registered partner was not on it.`,
  'moved past the gate': ({ registration, deal, date }) =>
    `${registration} protects ${deal}; it was moved past the gate on ${date} and the registered partner was not on it.`,
  'for review': ({ registration, deal, date }) =>
    `${registration} may concern ${deal}, which is older and which its approval does not name; the vendor was at work on it before. On ${date} the registered partner was not on it. A person is to look at it.`,
  removed: ({ registration, deal, date }) =>
    `${registration} protects ${deal}; on ${date} the registered partner was removed.`,
  'put in his place': ({ registration, deal, date }) =>
    `${registration} protects ${deal}; on ${date} another partner was entered in his place.`,
  'opened beside': ({ registration, own, deal, date, why }) =>
    `${registration} protects ${own}; beside it ${deal} was opened without the registered partner on ${date} (${why}).`,
  'worked beside': ({ registration, own, deal, date, why }) =>
    `${registration} protects ${own}; beside it ${deal} was worked without the registered partner on ${date} (${why}).`,
  'undercut by another partner': ({ registration, own, date, points }) =>
    `${registration} protects ${own}; on ${date} another partner had a price ${points} points of list below his.`,
  'undercut past him': ({ registration, own, date, points }) =>
    `${registration} protects ${own}; on ${date} an offer past him was ${points} points of list below his price.`,
  'undercut beside': ({ registration, own, deal, date, points }) =>
    `${registration} protects ${own}; on ${date} ${deal} had a price ${points} points of list below his.`,
  'waited out': ({ registration, own, until, parked, act, revived }) =>
    `${registration} protected ${own} until ${until}; on ${parked} ${actInWords(act)}, and on ${revived} it went on without the registered partner.`,
  'waited out elsewhere': ({ registration, own, until, parked, act, revived, deal }) =>
    `${registration} protected ${own} until ${until}; on ${parked} ${actInWords(act)}, and on ${revived} ${deal} went on without the registered partner.`,
  'tagged and rejected': (args) => tagged(args, 'rejected'),
  'tagged and withdrawn': (args) => tagged(args, 'withdrawn'),
  'tagged and lapsed': (args) => tagged(args, 'lapsed'),
  'moved direct and rejected': (args) => movedDirect(args, 'rejected'),
  'moved direct and withdrawn': (args) => movedDirect(args, 'withdrawn'),
  'moved direct and lapsed': (args) => movedDirect(args, 'lapsed'),
  'late before closing': ({ registration, deal, due, entered, closed, contacts: count }) =>
    `${registration} protects ${deal}; the registered partner was due on ${due} and was entered on ${entered}, shortly before it was closed on ${closed}, after ${contacts(count)} without him.`,
  'late at the last stage': ({ registration, deal, due, entered, stage, contacts: count }) =>
    `${registration} protects ${deal}; the registered partner was due on ${due} and was entered on ${entered}, at the last stage before closing, ${stage}, after ${contacts(count)} without him.`,
} satisfies Record<string, Say>;

function tagged({ registration, submitted, tagged: on, ended, deal }: Record<string, string>, how: string): string {
  return (
    `${registration} came in on ${submitted}; on ${on} its customer was tagged as a named account, on ${ended} it was ` +
    `${how}, and ${deal} went on without the partner.`
  );
}

function movedDirect(
  { registration, submitted, tagged: on, ended, deal }: Record<string, string>,
  how: string,
): string {
  return (
    `${registration} came in on ${submitted}; on ${on} its customer was moved to another owner, on ${ended} it was ` +
    `${how} because the vendor serves him directly, and ${deal} went on without the partner.`
  );
}

/** Each reason for which a case is gone, in English. */
const remedies = {
  entered: ({ date }) => `the partner was entered on ${date}`,
  restored: () => 'the registered partner stands on the opportunity again',
  'same offer': () => 'the partner was offered the same',
} satisfies Record<string, Say>;

export type StoryCode = keyof typeof stories;
export type RemedyCode = keyof typeof remedies;

export const storyCodes = Object.keys(stories) as StoryCode[];
export const remedyCodes = Object.keys(remedies) as RemedyCode[];

/** The sentences in English. */
export function storyInWords(sentences: readonly Story[]): string {
  return sentences.map(({ code, args }) => (stories[code] as Say)(args)).join(' ');
}

/** A remedy in English. */
export function remedyInWords({ code, args }: Remedy): string {
  return (remedies[code] as Say)(args);
}
