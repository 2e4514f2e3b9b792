/** Why an engagement or a gate stands as it does: a code with its values, said in the reader's language (ADR 9). */

export interface EngagementReason {
  code: EngagementReasonCode;
  args: Readonly<Record<string, string | number>>;
}

/** Of an engagement: what is asked, or why nothing is. */
const ofEngagement = [
  'no policy',
  'not covered',
  'lost',
  'not yet protected',
  'protection ended',
  'entered',
  'entered late',
  'exempt',
  'to be engaged',
  'overdue',
] as const;

/** Of a gate: why it is shut, or what keeps it open although the partner is not engaged. */
const ofGate = [
  'nothing required',
  'not waiting',
  'protection not in force',
  'policy warns',
  'uncertain match',
  'began past the gate',
  'not live yet',
  'first days',
  'request unanswered',
  'gate further on',
  'nobody named',
  'partner missing',
] as const;

export const engagementReasonCodes = [...ofEngagement, ...ofGate] as const;
export type EngagementReasonCode = (typeof engagementReasonCodes)[number];

const none = {};

/** @param args dates are calendar dates, by the policy's time zone */
export function because(code: EngagementReasonCode, args: EngagementReason['args'] = none): EngagementReason {
  return { code, args };
}

/** What makes it doubtful that a deal is the one that was registered. */
export type Doubt =
  { code: 'close dates apart'; args: { days: number } } | { code: 'amounts apart'; args: { factor: number } };

/** A doubt in English. */
export function doubtInWords(doubt: Doubt): string {
  return doubt.code === 'close dates apart'
    ? `close dates ${doubt.args.days} days apart`
    : `amounts ${doubt.args.factor} times apart or more`;
}

/** What a protection rests on, as its reader may know it. */
export interface Grounds {
  /** Number of the registration. */
  registration: string;
  /** The customer as the partner typed him. */
  customer: string;
  productFamilies: readonly string[];
  /** The approval names the opportunity. */
  linked: boolean;
  /** An extension asked for in time awaits its decision. */
  extensionPending: boolean;
  /** What speaks for and against this being the registered customer, the strongest first. */
  likeness: readonly { code: string; args: readonly string[]; speaks: 'for' | 'against' }[];
  doubts: readonly Doubt[];
}
