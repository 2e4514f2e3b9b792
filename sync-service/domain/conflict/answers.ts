/** What was looked for that would explain an act innocently, and what was found: codes with values (ADR 9). */
import type { InnocentExplanation } from '../assessment.ts';

/** The questions. Each code says in English what it asks. */
export const questions = [
  'an older opportunity already worked on',
  'another product',
  'another firm with a similar name',
  'another project',
  'another country',
  "an exemption, the partner's consent or the customer's letter",
  'registration withdrawn, lapsed or rejected',
  'a tender',
  "the incumbent's renewal",
  'accounts merged',
  'long after the end',
  'a data load or an administrator acting for someone',
  'the partner confirms earlier work',
  'the same offer to the partner',
  'the other partner holds an earlier registration',
  'a distributor, a subcontractor or his own other entity',
  'rejected for another reason',
  'a registration of its own',
  'a deal of another size or time',
  'parallel quotes of distributors',
  'a quote meant for the partner',
] as const;

export type Question = (typeof questions)[number];

export interface Answer {
  code: AnswerCode;
  args: Readonly<Record<string, string>>;
}

type Say = (args: Record<string, string>) => string;

/** Each answer in English. Placeholders carry the names of the arguments; dates are calendar dates. */
const words = {
  'opened after': () => 'opened after the registration was submitted',
  'older but covered': () => 'older, but the registration covers it',
  'older and worked': () => 'opened earlier, with customer contact of the vendor before the submission',
  'older and dormant': ({ date }) =>
    `opened earlier, and the vendor's last customer contact before the submission was on ${date}`,
  'older and not worked': () => 'opened earlier, without customer contact before the submission',
  'families in common': ({ families }) => `in common: ${families}`,
  'no families': () => 'named by the approval; no families to compare',
  'customer matches': ({ share }) => `the customer matches with ${Math.round(Number(share) * 100)} %`,
  'amount and date fit': () => 'amount and close date fit',
  'dates apart': ({ days }) => `close dates ${days} days apart`,
  'amounts apart': ({ factor }) => `amounts ${factor} times apart or more`,
  'dates and amounts apart': ({ days, factor }) =>
    `close dates ${days} days apart; amounts ${factor} times apart or more`,
  'no other country': () => 'no other country is on record',
  'other country approved': () => 'another country, but named by the approval',
  'other country': ({ buyer, registered }) => `${buyer} is not ${registered}`,
  'exemption in force': ({ exemption }) => `in force at the time: ${exemptionInWords(exemption)}`,
  'exemption afterwards': ({ exemption }) => `granted only afterwards: ${exemptionInWords(exemption)}`,
  'exemption unanswered': ({ exemption }) => `asked for and not answered: ${exemptionInWords(exemption)}`,
  'exemption over': () => 'refused or over at the time',
  'none on record': () => 'none is on record',
  'not looked at': () => 'no such records were given, so it could not be looked for',
  'ended afterwards': () => 'it ended only afterwards',
  'in force': () => 'in force at the time',
  published: ({ date }) => `published on ${date}; all bidders are treated alike`,
  'granted as a tender': () => 'an exemption was granted for it as a tender; all bidders are treated alike',
  'named a tender': () => 'by its name it is one, with another bidder on it; no publication is on record',
  'no renewal': () => 'not a renewal',
  'renewal approved': () => 'a renewal, but named by the approval',
  renewal: () => 'a renewal, which the approval does not name',
  'opportunity named': () => 'the approval names the opportunity itself',
  'none merged': () => 'no account merged with its own since is on record',
  'merged alike': ({ account }) =>
    `at the time it stood under ${account}, which looked like the registered customer too`,
  'merged since, alike': ({ account }) =>
    `${account} was merged with its account since, and looked like the registered customer too`,
  'merged account': ({ account, date }) =>
    `until ${date} it stood under ${account}, which did not look like the registered customer and was merged with it`,
  'merged, but young': ({ account, date }) =>
    `until ${date} it stood under ${account}, which was opened only after the registration came in`,
  'moved from account': ({ account, date }) =>
    `until ${date} it stood under ${account}; that the two were merged is not on record`,
  'perhaps merged': ({ account }) =>
    `${account}, which does not look like the registered customer, was merged with its account since; under which of them it stood is not on record`,
  'inside the window': ({ date }) => `done on ${date}, inside the window`,
  'same second': ({ records }) => `${records} records changed in the same second`,
  'bulk change': () => 'many records changed by the same person in the same second',
  'single change': () => 'a single change',
  'not confirmed': () => 'he has not confirmed any',
  confirmed: () => 'he confirmed it',
  'confirmed afterwards': ({ date }) => `he confirmed it only on ${date}`,
  'took part': ({ date }) => `he took part in a customer activity on ${date}`,
  'offered none': () => 'he was offered none',
  offered: ({ date }) => `offered on ${date}`,
  'offered late': ({ date }) => `offered only on ${date}`,
  'made out to nobody': () => 'whom it is made out to is not on record',
  'made out to another partner': () => 'it is made out to another partner',
  'made out to another account': () => 'it is made out to an account that is neither the customer nor a partner',
  'made out to the customer': () => 'it is made out to the customer',
  'no earlier registration': () => 'none covers this opportunity',
  'earlier registration': ({ registration }) => `${registration} was submitted earlier`,
  'another role': () => 'a partner in another role was entered as he left',
  'none entered': () => 'none was entered as he left',
  'no reason': () => 'no reason is on record',
  'reason given': ({ reason }) => `the reason given: ${reason}`,
  'no registration of its own': () => 'no approved registration covers it',
  'registration of its own': ({ registration }) => `${registration} was approved for it`,
  'amount and date near': () => 'amount and close date are near',
  'date and amount differ': ({ days, factor }) => `close dates ${days} days apart, amounts ${factor} times apart`,
  'no distributor alone': () => 'no distributor alone on it',
  'distributors only': () => 'only distributors stand on it',
} satisfies Record<string, Say>;

export type AnswerCode = keyof typeof words;

export const answerCodes = Object.keys(words) as AnswerCode[];

/** An answer in English. */
export function answerInWords({ code, args }: Answer): string {
  return (words[code] as Say)(args);
}

const none = {};

/** What was found of a question. */
export function found(
  what: Question,
  how: InnocentExplanation['found'],
  code: AnswerCode,
  args: Answer['args'] = none,
): InnocentExplanation {
  return { what, found: how, detail: { code, args } };
}

/** Why an exemption was asked for, as its picklist has it; further reasons of the vendor's own speak for themselves. */
const exemptions: Readonly<Record<string, string>> = {
  'Customer Letter': 'a letter of the customer naming another partner',
  'Partner Declined': 'the partner declined',
  'Partner Silent': 'the partner did not answer',
};

function exemptionInWords(code = ''): string {
  return exemptions[code] ?? code;
}
