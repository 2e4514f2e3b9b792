/** What happened and when: the service's own events, and the org's histories. */
import { z } from 'zod';
import type { DealEvent, DealEventKind, EventSource, Id } from '../domain/deal.ts';
import { accountChange, dealChange, stateChanges, trackedOnDeals, type FieldChange } from '../domain/recorded.ts';
import { mergeEvents } from '../domain/merge-events.ts';
import type { Instant } from '../domain/time.ts';
import type { Capabilities } from './capabilities.ts';
import type { OrgConnection } from './connection.ts';
import { date, id, instant, parseRows, text } from './parse.ts';
import { select } from './soql.ts';

/** The histories of these deals, registrations and customers, oldest first, each change once. */
export async function readEvents(
  connection: OrgConnection,
  capabilities: Capabilities,
  of: { deals: readonly Id[]; registrations: readonly Id[]; customers: readonly Id[] },
): Promise<DealEvent[]> {
  const kept = Promise.all([
    select(connection, `${keptEvents} WHERE Opportunity__c IN :ids`, { ids: of.deals }),
    select(connection, `${keptEvents} WHERE Registration__c IN :ids`, { ids: of.registrations }),
    select(connection, `${keptEvents} WHERE Account__c IN :ids`, { ids: of.customers }),
  ]);
  const histories = Promise.all([
    readFieldHistory(connection, capabilities, of.deals),
    readAccountHistory(connection, capabilities, of.customers),
    readOpportunityHistory(connection, of.deals),
  ]);
  const own = parseRows((await kept).flat(), { object: 'Deal_Event__c', schema: keptEvent }).read.map(eventOf);
  return mergeEvents([own, ...(await histories)]);
}

const keptEvents =
  'SELECT Event_Key__c, Opportunity__c, Registration__c, Account__c, Kind__c, Partner__c, From__c, To__c, Occurred_At__c, Actor__c, Source__c FROM Deal_Event__c';

const kinds: readonly DealEventKind[] = [
  'Created',
  'Partner Entered',
  'Partner Left',
  'Stage Changed',
  'Amount Changed',
  'Close Date Changed',
  'Owner Changed',
  'Named Account Set',
  'Named Account Cleared',
  'Registration Status Changed',
];
const sources: readonly EventSource[] = ['Change Event', 'Field History', 'Opportunity History', 'Snapshot'];

const keptEvent = z.object({
  Event_Key__c: z.string(),
  Opportunity__c: id.nullable(),
  Registration__c: id.nullable(),
  Account__c: id.nullable(),
  Kind__c: z.enum(kinds),
  Partner__c: id.nullable(),
  From__c: text,
  To__c: text,
  Occurred_At__c: instant,
  Actor__c: id.nullable(),
  Source__c: z.enum(sources),
});

function eventOf(row: z.output<typeof keptEvent>): DealEvent {
  // The key begins with the record and the field that changed.
  const [recordId = '', field = ''] = row.Event_Key__c.split(':');
  return {
    onRecord: true,
    key: row.Event_Key__c,
    kind: row.Kind__c,
    dealId: row.Opportunity__c,
    registrationId: row.Registration__c,
    customerId: row.Account__c,
    partnerId: row.Partner__c,
    from: row.From__c,
    to: row.To__c,
    at: row.Occurred_At__c,
    byId: row.Actor__c,
    source: row.Source__c,
    record: { object: objectOf(recordId, row), id: recordId, field: field === '' ? null : field },
  };
}

function objectOf(recordId: Id, row: z.output<typeof keptEvent>): string {
  if (recordId === row.Opportunity__c) return 'Opportunity';
  if (recordId === row.Account__c) return 'Account';
  if (recordId === row.Registration__c) return 'Deal_Registration__c';
  // Of the rows that belong to a deal only partner rows leave events.
  return 'OpportunityPartner';
}

const historyValue = z.union([z.string(), z.number(), z.boolean()]).nullable();
export const fieldHistory = z.object({
  OpportunityId: id,
  Field: z.string(),
  DataType: text.optional(),
  OldValue: historyValue,
  NewValue: historyValue,
  CreatedDate: instant,
  CreatedById: id,
});
const accountHistory = z.object({
  AccountId: id,
  Field: z.string(),
  DataType: text.optional(),
  OldValue: historyValue,
  NewValue: historyValue,
  CreatedDate: instant,
  CreatedById: id,
});
const opportunityHistory = z.object({
  OpportunityId: id,
  StageName: z.string(),
  Amount: z.number().nullable(),
  CloseDate: date,
  CreatedDate: instant,
  CreatedById: id,
});

async function readFieldHistory(
  connection: OrgConnection,
  { has }: Capabilities,
  ids: readonly Id[],
): Promise<DealEvent[]> {
  if (!has('OpportunityFieldHistory')) return [];
  const partnerField = connection.names.inOrg('Engaged_Partner__c');
  const found = await select(
    connection,
    'SELECT OpportunityId, Field, DataType, OldValue, NewValue, CreatedDate, CreatedById FROM OpportunityFieldHistory WHERE OpportunityId IN :ids AND Field IN :fields ORDER BY CreatedDate, Id',
    { ids, lists: { fields: [...trackedOnDeals, partnerField] } },
  );
  const { read } = parseRows(found, { object: 'OpportunityFieldHistory', schema: fieldHistory });
  return read.flatMap((row) => dealChange(asChange(row.OpportunityId, row), partnerField, 'Engaged_Partner__c'));
}

export function asChange(recordId: Id, row: Omit<z.output<typeof fieldHistory>, 'OpportunityId'>): FieldChange {
  return {
    recordId,
    field: row.Field,
    dataType: row.DataType ?? null,
    from: asText(row.OldValue),
    to: asText(row.NewValue),
    at: row.CreatedDate,
    byId: row.CreatedById,
  };
}

function asText(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}

async function readAccountHistory(
  connection: OrgConnection,
  { has }: Capabilities,
  ids: readonly Id[],
): Promise<DealEvent[]> {
  if (!has('AccountHistory')) return [];
  const namedField = connection.names.inOrg('Named_Account__c');
  const found = await select(
    connection,
    'SELECT AccountId, Field, DataType, OldValue, NewValue, CreatedDate, CreatedById FROM AccountHistory WHERE AccountId IN :ids AND Field IN :fields ORDER BY CreatedDate, Id',
    { ids, lists: { fields: [namedField, 'Owner'] } },
  );
  const { read } = parseRows(found, { object: 'AccountHistory', schema: accountHistory });
  return read.flatMap((row) => accountChange(asChange(row.AccountId, row), namedField, 'Named_Account__c'));
}

async function readOpportunityHistory(connection: OrgConnection, ids: readonly Id[]): Promise<DealEvent[]> {
  const found = await select(
    connection,
    'SELECT OpportunityId, StageName, Amount, CloseDate, CreatedDate, CreatedById FROM OpportunityHistory WHERE OpportunityId IN :ids ORDER BY OpportunityId, CreatedDate, Id',
    { ids },
  );
  const { read } = parseRows(found, { object: 'OpportunityHistory', schema: opportunityHistory });
  return [...Map.groupBy(read, (row) => row.OpportunityId).values()].flatMap((rows) =>
    stateChanges(
      rows.map((row) => ({
        dealId: row.OpportunityId,
        stage: row.StageName,
        amount: asText(row.Amount),
        closeDate: row.CloseDate,
        at: row.CreatedDate,
        byId: row.CreatedById,
      })),
    ),
  );
}

/** From when on the org can say who did what: the oldest change that it or the service kept; null where there is none. */
export async function readHistoryFrom(connection: OrgConnection, { has }: Capabilities): Promise<Instant | null> {
  const [own, fields] = await Promise.all([
    select(connection, 'SELECT Occurred_At__c FROM Deal_Event__c ORDER BY Occurred_At__c LIMIT 1'),
    has('OpportunityFieldHistory')
      ? select(
          connection,
          'SELECT CreatedDate FROM OpportunityFieldHistory WHERE Field = :field ORDER BY CreatedDate LIMIT 1',
          { values: { field: connection.names.inOrg('Engaged_Partner__c') } },
        )
      : [],
  ]);
  const instants = [
    ...parseRows(own, { object: 'Deal_Event__c', schema: z.object({ Occurred_At__c: instant }) }).read.map(
      (row) => row.Occurred_At__c,
    ),
    ...parseRows(fields, { object: 'OpportunityFieldHistory', schema: z.object({ CreatedDate: instant }) }).read.map(
      (row) => row.CreatedDate,
    ),
  ];
  return instants.length === 0 ? null : Math.min(...instants);
}
