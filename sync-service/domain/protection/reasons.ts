/**
 * Why a claim stands as it does: a code with its figures, so that its partner reads it in his own language. Nothing in it
 * names another partner, another claim or a record of the vendor's.
 */
export type ClaimReasonValue = string | number | readonly string[] | null;

export interface ClaimReason {
  code: ClaimReasonCode;
  args: Readonly<Record<string, ClaimReasonValue>>;
}

type Say = (args: Record<string, string>) => string;

/** Each code in English. Placeholders carry the names of the arguments. */
const words = {
  earliest: ({ days }) => `The earliest eligible claim on this customer and product; protected for ${days} days.`,
  'behind a claim in force': () => 'An earlier claim on the same customer and product is in force.',
  'behind a claim not yet decided': () => 'An earlier claim on the same customer and product awaits its decision.',
  'one of them is your own': () => 'One of the earlier claims is your own.',
  'won by an earlier claim': () => 'The deal was won through an earlier registration.',
  'protection ended': ({ date }) => `Protection ended on ${date}.`,
  'no partner on record': () => 'The account is not a partner on record.',
  'no level': ({ date }) => `The partner held no level of the programme in force on ${date}.`,
  role: ({ role }) => `The partner does not take part in the programme as ${role}.`,
  'no amount': ({ minimum }) => `No amount is given; registrations start at ${minimum}.`,
  'amount too small': ({ amount, minimum }) => `The amount ${amount} is too small; registrations start at ${minimum}.`,
  'no product': () => 'No product family is named.',
  'product takes no part': ({ families }) => `${families}: takes no part in deal registration.`,
  'named account': ({ since }) => `The customer was a named account${since === '' ? '' : ` since ${since}`}.`,
  tender: ({ published }) => `A tender was published on ${published}.`,
  'vendor at work': ({ contact }) => `The vendor was already at work: customer contact on ${contact}.`,
} satisfies Record<string, Say>;

export type ClaimReasonCode = keyof typeof words;

export const claimReasonCodes = Object.keys(words) as ClaimReasonCode[];

const none = {};

export function claimReason(code: ClaimReasonCode, args: ClaimReason['args'] = none): ClaimReason {
  return { code, args };
}

/** A reason in English. */
export function claimInWords({ code, args }: ClaimReason): string {
  const texts = Object.fromEntries(Object.entries(args).map(([name, value]) => [name, textOf(value)]));
  return (words[code] as Say)(texts);
}

function textOf(value: ClaimReasonValue): string {
  if (value === null) return '';
  return typeof value === 'object' ? value.join(', ') : String(value);
}
