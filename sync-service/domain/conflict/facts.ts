/** What evidence tells: a code with its figures, so that every reader has it in his language (ADR 9). */
export interface Fact {
  code: FactCode;
  args: Readonly<Record<string, string>>;
}

type Say = (args: Record<string, string>) => string;

/** Each code in English. Placeholders carry the names of the arguments; dates are calendar dates. */
const words = {
  approved: ({ registration }) => `${registration} approved`,
  submitted: ({ registration }) => `${registration} submitted`,
  rejected: ({ registration, reason }) => because(`${registration} was rejected`, reason),
  withdrawn: ({ registration, reason }) => because(`${registration} was withdrawn`, reason),
  lapsed: ({ registration, reason }) => because(`${registration} lapsed`, reason),
  'named account': () => 'the customer was tagged as a named account after the registration came in',
  'direct owner': () => 'the customer was moved to another owner after the registration came in',
  'opened without him': () => 'the opportunity was opened without the partner',
  'moved on without him': () => 'it was moved on without the partner',
  'won without him': () => 'it was won without the partner',
  'moved past the gate': ({ stage }) => `moved past the gate (${stage}) without the registered partner`,
  'fell due': () => 'due date passed without the registered partner',
  'entered before closing': ({ closed }) =>
    `the registered partner was entered only shortly before it was closed on ${closed}`,
  'entered at the last stage': ({ stage }) =>
    `the registered partner was entered only at the last stage before closing, ${stage}`,
  contact: () => 'customer contact without the partner',
  'contact before the submission': () => 'customer contact of the vendor before the registration came in',
  removed: () => 'the registered partner was removed',
  'put in his place': () => 'another partner was entered in his place',
  'own opportunity': () => "the partner's own opportunity",
  'second opportunity': () => 'a second opportunity was opened for the same customer and product',
  'second moved on': () => 'the second opportunity was moved on',
  'contact on the second': () => 'customer contact on the second opportunity without the partner',
  'lower price quoted': ({ points }) => `a price ${points} points below the partner's was quoted on a path without him`,
  'lower price entered': ({ points }) =>
    `a price ${points} points below the partner's was entered on a path without him`,
  'own price': () => "the partner's own price",
  pushed: () => 'its close date was pushed beyond the end of the protection',
  'closed as lost': () => 'it was closed as lost before the protection ended',
  'moved back': () => 'it was moved back before the protection ended',
  'taken up again': () => 'after the protection had ended it was taken up again',
  'opened after the end': () => 'after the protection had ended it was opened for the same customer and product',
  'reopened after the end': () => 'after the protection had ended it was reopened',
} satisfies Record<string, Say>;

function because(what: string, reason: string | undefined): string {
  return reason ? `${what}: ${reason}` : what;
}

export type FactCode = keyof typeof words;

export const factCodes = Object.keys(words) as FactCode[];

const none = {};

export function fact(code: FactCode, args: Fact['args'] = none): Fact {
  return { code, args };
}

/** A fact in English. */
export function factInWords({ code, args }: Fact): string {
  return (words[code] as Say)(args);
}
