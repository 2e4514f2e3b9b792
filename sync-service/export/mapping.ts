/** How an org's own names stand for the ones the audit knows. */
import { z } from 'zod';

const names = z.record(z.string(), z.string()).default({});

const object = z.strictObject({
  /** The object's name in this org, which is its file's name without the ending. */
  object: z.string().optional(),
  /** This org's field for each of ours. */
  fields: names,
  /** Of registrations: what this org's words for a status mean. */
  statuses: names,
});

/** By our name of the object. */
export const mappingSchema = z.record(z.string(), object);
export type Mapping = z.output<typeof mappingSchema>;

export const statuses = [
  'Draft',
  'Submitted',
  'Queued',
  'Approved',
  'Rejected',
  'Expired',
  'Lapsed',
  'Converted',
  'Withdrawn',
] as const;
export type Status = (typeof statuses)[number];

/** Words that vendors use for the states of a registration, most telling first. */
const words: readonly (readonly [RegExp, Status])[] = [
  [/withdr|cancel|retir|zurück/i, 'Withdrawn'],
  [/reject|denied|deny|declin|refus|abgelehnt|rechaz/i, 'Rejected'],
  [/expir|abgelaufen|caduc/i, 'Expired'],
  [/laps/i, 'Lapsed'],
  [/convert|closed.?won|^won$/i, 'Converted'],
  [/queue|wait.?list/i, 'Queued'],
  [/approv|accept|grant|active|genehmigt|aprob/i, 'Approved'],
  [/draft|^new$|entwurf|brouillon/i, 'Draft'],
  [/submit|pending|review|received|open/i, 'Submitted'],
];

/** What a status means; null for a word nobody knows. */
export function statusOf(typed: string, mapped: Readonly<Record<string, string>>): Status | null {
  const named = mapped[typed] ?? typed;
  return statuses.find((known) => known === named) ?? words.find(([pattern]) => pattern.test(named))?.[1] ?? null;
}
