/** The histories that an org keeps of an opportunity or account: a row a change, and a snapshot a step. */
import { stages } from './stages.ts';
import type { Tables, Value } from './tables.ts';

/** A field that changed. Lookups hold ids here; history shows them by name as well. */
export interface Change {
  at: string;
  byId: string;
  field: 'StageName' | 'Amount' | 'CloseDate' | 'OwnerId' | 'Engaged_Partner__c' | 'Named_Account__c';
  from: Value;
  to: Value;
}

const dataTypes: Record<Change['field'], string> = {
  StageName: 'DynamicEnum',
  Amount: 'Currency',
  CloseDate: 'DateOnly',
  OwnerId: 'EntityId',
  Engaged_Partner__c: 'EntityId',
  Named_Account__c: 'Boolean',
};

/** Adds the rows of one change; a lookup leaves two, one with the names and one with the ids. */
export function addFieldHistory(
  tables: Tables,
  record: { object: 'Opportunity' | 'Account'; id: string },
  { at, byId, field, from, to }: Change,
  nameOf: (id: string) => string,
): void {
  const [table, parent] =
    record.object === 'Opportunity' ? ['OpportunityFieldHistory', 'OpportunityId'] : ['AccountHistory', 'AccountId'];
  const DataType = dataTypes[field];
  // Standard lookups go by the name of the relationship.
  const row = { [parent]: record.id, Field: field === 'OwnerId' ? 'Owner' : field, CreatedDate: at, CreatedById: byId };
  if (DataType === 'EntityId') {
    const named = (id: Value) => (id === null ? null : nameOf(String(id)));
    tables.add(table, { ...row, DataType: 'Text', OldValue: named(from), NewValue: named(to) });
  }
  tables.add(table, { ...row, DataType, OldValue: from, NewValue: to });
}

/** What OpportunityHistory keeps at creation and whenever stage, amount or close date change. */
export interface Snapshot {
  stage: string;
  amount: number | null;
  closeDate: string;
}

export function addSnapshot(
  tables: Tables,
  opportunityId: string,
  now: Snapshot,
  before: Snapshot | null,
  by: { at: string; byId: string },
): void {
  const { probability, forecast } = stages[now.stage]!;
  tables.add('OpportunityHistory', {
    OpportunityId: opportunityId,
    StageName: now.stage,
    Amount: now.amount,
    ExpectedRevenue: now.amount === null ? null : Math.round(now.amount * probability) / 100,
    CloseDate: now.closeDate,
    Probability: probability,
    ForecastCategory: forecast,
    PrevAmount: before?.amount ?? null,
    PrevCloseDate: before?.closeDate ?? null,
    CreatedDate: by.at,
    CreatedById: by.byId,
  });
}
