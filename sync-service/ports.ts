/**
 * What the pipeline needs from outside. Each port has one implementation folder; `main.ts` wires them.
 */
import type { Assessment, RegistrationAssessment } from './domain/assessment.ts';
import type { DealEvent, DealFacts, Id, RegistrationFacts } from './domain/deal.ts';
import type { Policy, Programme } from './domain/rules.ts';
import type { Instant } from './domain/time.ts';

/** What is looked at again: one opportunity or one registration. */
export interface WorkItem {
  kind: 'deal' | 'registration';
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
  /** Differences between what was concluded and what the records say; empty where they agree. */
  planDeals(assessments: readonly Assessment[], now: Instant): Promise<WritePlan>;
  planRegistrations(assessments: readonly RegistrationAssessment[], now: Instant): Promise<WritePlan>;
  planEvents(events: readonly DealEvent[]): WritePlan;
  /** Carries a plan out. Failures come back by record; nothing is thrown for one record's sake. */
  write(plan: WritePlan): Promise<WriteOutcome>;
}

/** What will be written, as a value: tests assert it, then run it. Steps are carried out in order. */
export interface WritePlan {
  steps: WriteStep[];
}

export interface WriteStep {
  object: string;
  /** The external id by which rows are upserted; null for an update by `Id`. */
  externalId: string | null;
  rows: WriteRow[];
}

export interface WriteRow {
  /** The deal or registration on whose behalf this row is written. */
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
