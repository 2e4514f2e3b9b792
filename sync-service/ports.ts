/**
 * What the pipeline needs from outside. Each port has one implementation folder; `main.ts` wires them.
 */
import type { Assessment, RegistrationAssessment } from './domain/assessment.ts';
import type { Notice } from './domain/conflict/notices.ts';
import type { DealEvent, DealFacts, Id, RegistrationFacts } from './domain/deal.ts';
import type { ForecastModel } from './domain/forecast/model.ts';
import type { PastDeal } from './domain/forecast/past-deals.ts';
import type { Programme } from './domain/programme/schema.ts';
import type { Policy } from './domain/rules.ts';
import type { Instant } from './domain/time.ts';

/** What is looked at again: one opportunity, one registration or one partner. */
export interface WorkItem {
  kind: 'deal' | 'registration' | 'partner';
  id: Id;
}

/** A record that can't be read as what it should be. The reason goes to the dead letters, never the record's content. */
export interface Unreadable {
  kind: 'unreadable';
  id: Id;
  reason: string;
}

export interface Rules {
  policy: Policy;
  programme: Programme;
}

/** The vendor's org, in the words of the domain. */
export interface Org {
  rules(): Promise<Rules>;
  /** Facts of many deals in few calls. A deal that no longer exists is missing from the map. */
  dealFacts(ids: readonly Id[]): Promise<Map<Id, DealFacts | Unreadable>>;
  registrationFacts(ids: readonly Id[]): Promise<Map<Id, RegistrationFacts | Unreadable>>;
  /** What the forecast learns from. */
  pastDeals(): Promise<PastDeal[]>;
  /** Differences between what was concluded and what the records say; empty where they agree. */
  planDeals(assessments: readonly Assessment[], now: Instant): Promise<WritePlan>;
  planRegistrations(assessments: readonly RegistrationAssessment[], now: Instant): Promise<WritePlan>;
  /** What the records of these partners lack: their standing, and what periods that ended owe them. */
  planPartners(ids: readonly Id[], now: Instant): Promise<WritePlan>;
  planEvents(events: readonly DealEvent[]): WritePlan;
  /** Carries a plan out. Failures come back by record; nothing is thrown for one record's sake. */
  write(plan: WritePlan): Promise<WriteOutcome>;
}

/** What will be written, as a value: tests assert it, then run it. Steps are carried out in order. */
export interface WritePlan {
  steps: WriteStep[];
  /** What people are told once the steps are done. The steps put it on record. */
  notices?: CaseNotice[];
  /** Cases that are shared with those who are to write in them, once the steps are done. */
  shares?: CaseShare[];
}

/** A case that the person it names is to read and to comment, or a channel manager to decide. */
export interface CaseShare {
  /** The deal of the case. */
  on: Id;
  caseKey: string;
  userId: Id;
  as: 'person concerned' | 'channel manager';
  /** Whether he is told; an old case just lies on his page. */
  tell: boolean;
}

/** What channel managers are told of one case. */
export interface CaseNotice {
  /** The deal of the case. */
  on: Id;
  caseKey: string;
  notice: Notice;
}

export interface WriteStep {
  object: string;
  /** The external id by which rows are upserted; null for an update by `Id`. */
  externalId: string | null;
  rows: WriteRow[];
}

export interface WriteRow {
  /** The deal, registration or partner on whose behalf this row is written. */
  on: Id;
  fields: Record<string, unknown>;
}

export interface WriteOutcome {
  written: number;
  calls: number;
  failures: { on: Id; object: string; code: string; message: string; retry: boolean }[];
}

export interface Clock {
  now(): Instant;
}

/** Work waiting to be done. One item is never in two hands at once; adding a waiting item again does nothing. */
export interface Jobs {
  add(items: readonly WorkItem[]): Promise<void>;
  /** Runs the handler over batches until stopped. */
  work(handler: (items: WorkItem[]) => Promise<JobOutcome[]>): Promise<void>;
  /** How many items wait or run. */
  depth(): Promise<number>;
  stop(): Promise<void>;
}

export type JobOutcome = { item: WorkItem; kind: 'done' } | { item: WorkItem; kind: 'retry' | 'dead'; reason: string };

/** What intake brought in and the org does not hold yet. */
export interface Inbox {
  /** Stores events, work and the place reached as one; after it resolves the batch may be acknowledged. */
  accept(batch: {
    events: readonly DealEvent[];
    work: readonly WorkItem[];
    cursors: readonly { topic: string; position: string }[];
    at: Instant;
  }): Promise<void>;
  /**
   * Which of these deals were changed by people and not yet carried over to the customer's other deals, each with the
   * number of its latest change.
   */
  changedAmong(ids: readonly Id[]): Promise<Map<Id, number>>;
  /** The other deals have been added to the work; changes newer than these numbers are kept. */
  carriedOver(changes: ReadonlyMap<Id, number>): Promise<void>;
  /**
   * What fields of these records held when they were last looked at, by `record.field`: a change event tells only what
   * a field became.
   */
  lastSeen(records: readonly Id[]): Promise<Map<string, string | null>>;
  remember(values: readonly { record: Id; field: string; value: string | null }[]): Promise<void>;
  /** The place reached in a topic, null where it was never read. */
  cursor(topic: string): Promise<string | null>;
  /** Events not yet written to the org, oldest first. */
  pendingEvents(limit: number): Promise<DealEvent[]>;
  settle(keys: readonly string[]): Promise<void>;
}

export interface DeadLetter {
  item: WorkItem;
  reason: string;
  firstAt: Instant;
  lastAt: Instant;
  times: number;
}

/** Items that can't be handled as they are; a later review that works takes them off again. */
export interface DeadLetters {
  bury(item: WorkItem, reason: string): Promise<void>;
  forget(items: readonly WorkItem[]): Promise<void>;
  list(): Promise<DeadLetter[]>;
}

/** Forecast models, as they were learned. */
export interface Forecasts {
  /** The newest and when it was learned; null before the first. */
  latest(): Promise<{ model: ForecastModel; at: Instant } | null>;
  keep(model: ForecastModel, at: Instant): Promise<void>;
}

/** Finds records that may stand for the same customer, accounts and registrations alike, without comparing all pairs. */
export interface CustomerIndex {
  /** Replaces the keys of these records. */
  put(keysByRecord: ReadonlyMap<Id, readonly string[]>): Promise<void>;
  /** For each record, the others that share a key with it. A key shared by more than 500 records says nothing and is passed over. */
  neighbours(keysByRecord: ReadonlyMap<Id, readonly string[]>): Promise<Map<Id, Id[]>>;
}

/** What one batch came to, for logs and metrics. */
export interface Reviewed {
  outcomes: JobOutcome[];
  written: WriteOutcome;
  milliseconds: number;
}
