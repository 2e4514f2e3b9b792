/** What happened and when: the service's own events, and the org's histories. */
import { z } from 'zod';
import type { DealEvent, DealEventKind, EventSource, Id } from '../domain/deal.ts';
import { eventKey } from '../domain/events.ts';
import type { Instant } from '../domain/time.ts';
import type { Capabilities } from './capabilities.ts';
import type { OrgConnection } from './connection.ts';
import { mergeEvents } from './merge-events.ts';
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
    readNamedAccountHistory(connection, capabilities, of.customers),
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
const fieldHistory = z.object({
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

/** Fields by the names that history has for them, with what a change of one means. */
const trackedFields: Record<string, DealEventKind> = {
  StageName: 'Stage Changed',
  Amount: 'Amount Changed',
  CloseDate: 'Close Date Changed',
  Owner: 'Owner Changed',
};

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
    { ids, lists: { fields: [...Object.keys(trackedFields), partnerField] } },
  );
  const { read } = parseRows(found, { object: 'OpportunityFieldHistory', schema: fieldHistory });
  return read.flatMap((row) => {
    if (row.Field !== partnerField) return changeOf(row);
    // A lookup's change comes as two rows, with names and with ids.
    return isIdRow(row) ? partnerChange(row) : [];
  });
}

type FieldChange = z.output<typeof fieldHistory>;

function isIdRow({ DataType, OldValue, NewValue }: FieldChange): boolean {
  if (DataType !== undefined && DataType !== null) return DataType === 'EntityId';
  return [OldValue, NewValue].every((value) => value === null || id.safeParse(value).success);
}

function changeOf(row: FieldChange): DealEvent[] {
  const kind = trackedFields[row.Field];
  if (kind === undefined || (row.Field === 'Owner' && !isIdRow(row))) return [];
  const field = row.Field === 'Owner' ? 'OwnerId' : row.Field;
  return [dealEvent(kind, row.OpportunityId, field, row, { source: 'Field History' })];
}

/** A replacement is a departure and an entry. */
function partnerChange(row: FieldChange): DealEvent[] {
  const [before, after] = [asText(row.OldValue), asText(row.NewValue)];
  const change = (kind: DealEventKind, partnerId: Id) =>
    dealEvent(kind, row.OpportunityId, 'Engaged_Partner__c', row, { source: 'Field History', partnerId });
  const left = before === null ? [] : [{ ...change('Partner Left', before), key: departureKey(row, before) }];
  return [...left, ...(after === null ? [] : [change('Partner Entered', after)])];
}

/** A departure is told from the entry that came with it by its key. */
function departureKey(row: FieldChange, partnerId: Id): string {
  return eventKey(row.OpportunityId, 'Engaged_Partner__c', row.CreatedDate, `-${partnerId}`);
}

function dealEvent(
  kind: DealEventKind,
  dealId: Id,
  field: string,
  change: { OldValue: unknown; NewValue: unknown; CreatedDate: Instant; CreatedById: Id },
  { source, partnerId = null }: { source: EventSource; partnerId?: Id | null },
): DealEvent {
  const to = asText(change.NewValue);
  return {
    key: eventKey(dealId, field, change.CreatedDate, to),
    kind,
    dealId,
    registrationId: null,
    customerId: null,
    partnerId,
    from: asText(change.OldValue),
    to,
    at: change.CreatedDate,
    byId: change.CreatedById,
    source,
    record: { object: 'Opportunity', id: dealId, field },
  };
}

function asText(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}

async function readNamedAccountHistory(
  connection: OrgConnection,
  { has }: Capabilities,
  ids: readonly Id[],
): Promise<DealEvent[]> {
  if (!has('AccountHistory')) return [];
  const found = await select(
    connection,
    'SELECT AccountId, Field, OldValue, NewValue, CreatedDate, CreatedById FROM AccountHistory WHERE AccountId IN :ids AND Field IN :fields ORDER BY CreatedDate, Id',
    { ids, lists: { fields: [connection.names.inOrg('Named_Account__c')] } },
  );
  return parseRows(found, { object: 'AccountHistory', schema: accountHistory }).read.map((row): DealEvent => {
    const set = String(row.NewValue) === 'true';
    return {
      key: eventKey(row.AccountId, 'Named_Account__c', row.CreatedDate, String(set)),
      kind: set ? 'Named Account Set' : 'Named Account Cleared',
      dealId: null,
      registrationId: null,
      customerId: row.AccountId,
      partnerId: null,
      from: String(!set),
      to: String(set),
      at: row.CreatedDate,
      byId: row.CreatedById,
      source: 'Field History',
      record: { object: 'Account', id: row.AccountId, field: 'Named_Account__c' },
    };
  });
}

/** Every org keeps stage, amount and close date of a deal from its creation on, one row for each state. */
async function readOpportunityHistory(connection: OrgConnection, ids: readonly Id[]): Promise<DealEvent[]> {
  const found = await select(
    connection,
    'SELECT OpportunityId, StageName, Amount, CloseDate, CreatedDate, CreatedById FROM OpportunityHistory WHERE OpportunityId IN :ids ORDER BY OpportunityId, CreatedDate, Id',
    { ids },
  );
  const { read } = parseRows(found, { object: 'OpportunityHistory', schema: opportunityHistory });
  return [...Map.groupBy(read, (row) => row.OpportunityId).values()].flatMap(statesToEvents);
}

function statesToEvents(states: z.output<typeof opportunityHistory>[]): DealEvent[] {
  const source = 'Opportunity History';
  return states.flatMap((state, index) => {
    const before = states[index - 1];
    const event = (kind: DealEventKind, field: string, from: unknown, to: unknown) =>
      dealEvent(kind, state.OpportunityId, field, { ...state, OldValue: from, NewValue: to }, { source });
    if (before === undefined) {
      const created = event('Created', 'StageName', null, state.StageName);
      return [{ ...created, key: eventKey(state.OpportunityId, '', state.CreatedDate, 'created') }];
    }
    return [
      ...(before.StageName === state.StageName
        ? []
        : [event('Stage Changed', 'StageName', before.StageName, state.StageName)]),
      ...(before.Amount === state.Amount ? [] : [event('Amount Changed', 'Amount', before.Amount, state.Amount)]),
      ...(before.CloseDate === state.CloseDate
        ? []
        : [event('Close Date Changed', 'CloseDate', before.CloseDate, state.CloseDate)]),
    ];
  });
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
