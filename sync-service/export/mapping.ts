/** How an org's own names stand for the ones the audit knows. */
import { z } from 'zod';
import { tableNames, tables, type TableName } from './tables.ts';

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

/** By our name of the object. */
export type Mapping = Readonly<
  Record<
    string,
    {
      /** The object's name in this org, which is its file's name without the ending. */
      object?: string | undefined;
      /** This org's field for each of ours. */
      fields: Readonly<Record<string, string>>;
      /** Of registrations: what this org's words for a status mean. */
      statuses: Readonly<Record<string, string>>;
    }
  >
>;

const objectSchema = (table: TableName) =>
  z.strictObject({
    object: z.string().optional(),
    fields: z
      .strictObject(Object.fromEntries(tables[table].columns.map(({ name }) => [name, z.string().optional()])))
      .default({}),
    statuses: z.record(z.string(), z.enum(statuses)).default({}),
  });

/** Knows the names on our side, and the states that an org's words may mean. */
export const mappingSchema = z.strictObject(
  Object.fromEntries(tableNames.map((table) => [table, objectSchema(table).optional()])),
) as unknown as z.ZodType<Mapping>;

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
