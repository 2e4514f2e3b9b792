/**
 * How changes come in: one interface, whichever way they come. A change says what to look at again, never what to do;
 * the same change may come twice.
 */
import type { Id } from '../domain/deal.ts';
import type { Instant } from '../domain/time.ts';

export interface Intake {
  /** Every topic in which it may have a place: what `from` is to be made of. */
  topics(): string[];
  /**
   * Begins to bring in changes and resolves; they keep coming until `stop`.
   * @param sink takes one batch at a time; when it resolves, the batch and its cursor are safe. When it rejects, the
   *   batch comes again.
   * @param from the places reached, as the sink was given them; null on the very first start
   * @throws IntakeRefusedError where the org will never let these changes be read as things are
   */
  start(sink: Sink, from: Cursor | null): Promise<void>;
  /** After it resolves the sink is not called any more. */
  stop(): Promise<void>;
  status(): IntakeStatus;
}

export type Sink = (batch: ChangeBatch) => Promise<void>;

/** The place reached in each topic. What a position holds is the business of the intake that made it. */
export type Cursor = readonly { topic: string; position: string }[];

export interface ChangeBatch {
  changes: Change[];
  /** What may have been missed and must be read from the records themselves. */
  gaps: Gap[];
  /** The places reached with this batch; topics not named stay where they are. */
  cursor: Cursor;
}

export type ChangeType =
  | 'CREATE'
  | 'UPDATE'
  | 'DELETE'
  | 'UNDELETE'
  | 'GAP_CREATE'
  | 'GAP_UPDATE'
  | 'GAP_DELETE'
  | 'GAP_UNDELETE'
  | 'GAP_OVERFLOW'
  /** Found by polling to have been created or modified; which fields changed is not known. */
  | 'MODIFIED';

export interface Change {
  entity: string;
  /** The records that changed in the same way; `'all'` where the event stands for any number of records of the entity. */
  recordIds: Id[] | 'all';
  changeType: ChangeType;
  /**
   * By API name: the changed fields of an update, all fields that have a value of a new or restored record, what was
   * read of a polled one. Null where the event carries none. Dates are `YYYY-MM-DD`, instants milliseconds.
   */
  fields: Record<string, unknown> | null;
  /** Names of the fields that were emptied; they are in `fields` as null. */
  nulled: string[];
  /** Names of changed fields whose new value was not sent. */
  unsent: string[];
  /** The commit; for a polled record its last modification. */
  at: Instant;
  by: Id | null;
  /** Which API and client made the change, such as `com/salesforce/api/rest/65.0;client=fairlead`; empty for people. */
  origin: string;
  transactionKey: string;
  /** Place within the transaction, from 1. */
  sequence: number;
}

export interface Gap {
  kind: 'gap';
  /** The entities that may be behind; null for all that this intake brings. */
  entities: string[] | null;
  /** From when on changes may be missing; null where nothing is known to have been seen. */
  since: Instant | null;
  reason: string;
}

export interface IntakeStatus {
  topics: TopicStatus[];
}

export interface TopicStatus {
  topic: string;
  state: 'stopped' | 'connecting' | 'running' | 'waiting';
  /** When the org last gave a sign of life. */
  lastSeenAt: Instant | null;
  /** Commit of the newest change that is safe. */
  lastChangeAt: Instant | null;
  changes: number;
  /** Requests made: streams opened, or API calls. */
  calls: number;
  /** Failures since the last success, and the last one in words. */
  failures: number;
  lastError: string | null;
}

/** The org will not let these changes be read as it is set up now; trying again does not help. */
export class IntakeRefusedError extends Error {
  readonly topic: string;
  constructor(topic: string, remedy: string, options: { cause: unknown }) {
    super(`The org does not let ${topic} be read: ${remedy}`, options);
    this.name = 'IntakeRefusedError';
    this.topic = topic;
  }
}
