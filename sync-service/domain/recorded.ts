/**
 * What Salesforce keeps of the past, as dated events: field histories, the states of an opportunity, activities. The
 * same rows come by query from an org and as files of an export.
 */
import type { AccountMove, Activity, DealEvent, DealEventKind, EventSource, Id, Quote } from './deal.ts';
import { eventKey } from './events.ts';
import type { CalendarDate, Instant } from './time.ts';

/** One change of one field. */
export interface FieldChange {
  recordId: Id;
  /** By the name that history has for it. */
  field: string;
  /** `EntityId` where the values are ids; null where the history does not say. */
  dataType: string | null;
  from: string | null;
  to: string | null;
  at: Instant;
  byId: Id;
}

/** Fields by the names that history has for them, with what a change of one means. */
const trackedFields: Record<string, DealEventKind> = {
  StageName: 'Stage Changed',
  Amount: 'Amount Changed',
  CloseDate: 'Close Date Changed',
  Owner: 'Owner Changed',
};

/** Fields of an opportunity whose changes are of interest, beside the lookup to its partner. */
export const trackedOnDeals: readonly string[] = Object.keys(trackedFields);

/** What the change of an opportunity's field means. @param partnerField name of the lookup to the engaged partner */
export function dealChange(change: FieldChange, partnerField: string, recordedAs = partnerField): DealEvent[] {
  // A lookup's change comes as two rows, with names and with ids.
  if (change.field === partnerField) return isIdRow(change) ? partnerChange(change, recordedAs) : [];
  const kind = trackedFields[change.field];
  if (kind === undefined || (change.field === 'Owner' && !isIdRow(change))) return [];
  const field = change.field === 'Owner' ? 'OwnerId' : change.field;
  return [dealEvent(kind, field, change, 'Field History')];
}

const recordId = /^[A-Za-z0-9]{15}([A-Za-z0-9]{3})?$/;

/** Whether a change of a lookup tells ids; else it tells names. */
export function isIdRow({ dataType, from, to }: FieldChange): boolean {
  if (dataType !== null) return dataType === 'EntityId';
  return [from, to].every((value) => value === null || recordId.test(value));
}

/** A replacement is a departure and an entry. */
function partnerChange(change: FieldChange, field: string): DealEvent[] {
  const { recordId: dealId, from, to, at } = change;
  const told = (kind: DealEventKind, partnerId: Id) => ({
    ...dealEvent(kind, field, change, 'Field History'),
    partnerId,
  });
  // A departure is told from the entry that came with it by its key.
  const left = from === null ? [] : [{ ...told('Partner Left', from), key: eventKey(dealId, field, at, `-${from}`) }];
  return [...left, ...(to === null ? [] : [told('Partner Entered', to)])];
}

function dealEvent(
  kind: DealEventKind,
  field: string,
  { recordId: dealId, from, to, at, byId }: FieldChange,
  source: EventSource,
): DealEvent {
  return {
    key: eventKey(dealId, field, at, to),
    kind,
    dealId,
    registrationId: null,
    customerId: null,
    partnerId: null,
    ...{ from, to, at, byId, source },
    record: { object: 'Opportunity', id: dealId, field },
  };
}

/** The lookup to its account, by the names that histories have for it. */
export const accountFields: readonly string[] = ['Account', 'AccountId'];

/** From which accounts opportunities came. A lookup's change comes as two rows, with names and with ids. */
export function accountMoves(changes: readonly FieldChange[]): AccountMove[] {
  const ofAccount = changes.filter(({ field, from }) => accountFields.includes(field) && from !== null);
  const moments = Map.groupBy(ofAccount, ({ recordId: dealId, at }) => `${dealId}@${at}`);
  return [...moments.values()].flatMap((rows) => {
    const [first] = rows;
    const from = rows.find(isIdRow)?.from ?? null;
    const fromName = rows.find((row) => !isIdRow(row))?.from ?? null;
    return first === undefined ? [] : [{ dealId: first.recordId, from, fromName, at: first.at }];
  });
}

/** Changes of an account that are of interest. @param namedField the name that history has for the named-account flag */
export function accountChange(change: FieldChange, namedField: string, recordedAs = namedField): DealEvent[] {
  if (change.field === namedField) return [namedAccountChange(change, recordedAs)];
  if (change.field !== 'Owner' || !isIdRow(change)) return [];
  const { recordId: id, from, to, at, byId } = change;
  return [
    {
      key: eventKey(id, 'OwnerId', at, to),
      kind: 'Owner Changed',
      dealId: null,
      registrationId: null,
      customerId: id,
      partnerId: null,
      ...{ from, to, at, byId },
      source: 'Field History',
      record: { object: 'Account', id, field: 'OwnerId' },
    },
  ];
}

/** What the change of an account's named-account flag means. @param field its name on the record */
function namedAccountChange(change: FieldChange, field: string): DealEvent {
  const set = change.to === 'true';
  const { recordId: id, at, byId } = change;
  return {
    key: eventKey(id, field, at, String(set)),
    kind: set ? 'Named Account Set' : 'Named Account Cleared',
    dealId: null,
    registrationId: null,
    customerId: id,
    partnerId: null,
    from: String(!set),
    to: String(set),
    ...{ at, byId },
    source: 'Field History',
    record: { object: 'Account', id, field },
  };
}

/** A row of the opportunity's history: every org keeps one for each state, from the creation on. */
export interface DealState {
  dealId: Id;
  stage: string;
  amount: string | null;
  closeDate: string;
  at: Instant;
  byId: Id;
}

/** The changes between the states of one opportunity, which come oldest first. */
export function stateChanges(states: readonly DealState[]): DealEvent[] {
  const source = 'Opportunity History';
  return states.flatMap((state, index) => {
    const { dealId, at, byId } = state;
    const before = states[index - 1];
    const event = (kind: DealEventKind, field: string, from: string | null, to: string | null) =>
      dealEvent(kind, field, { recordId: dealId, field, dataType: null, from, to, at, byId }, source);
    if (before === undefined) {
      return [{ ...event('Created', 'StageName', null, state.stage), key: eventKey(dealId, '', at, 'created') }];
    }
    return [
      ...(before.stage === state.stage ? [] : [event('Stage Changed', 'StageName', before.stage, state.stage)]),
      ...(before.amount === state.amount ? [] : [event('Amount Changed', 'Amount', before.amount, state.amount)]),
      ...(before.closeDate === state.closeDate
        ? []
        : [event('Close Date Changed', 'CloseDate', before.closeDate, state.closeDate)]),
    ];
  });
}

/** A task or meeting as its record has it. */
export interface ActivityRow {
  id: Id;
  ownerId: Id | null;
  createdAt: Instant;
  activityDate: CalendarDate | null;
  /** Firms of the people who took part. */
  firms: Id[];
}

export function taskDone(row: ActivityRow & { completedAt: Instant | null; isClosed: boolean }): Activity {
  return {
    id: row.id,
    at: row.completedAt ?? (row.activityDate === null ? row.createdAt : middayOf(row.activityDate)),
    // A task written down beforehand was on record as done only when it was ticked off.
    recordedAt: Math.max(row.createdAt, row.completedAt ?? row.createdAt),
    completed: row.isClosed,
    byId: row.ownerId,
    partnerIds: row.firms,
  };
}

export function meetingHeld(
  row: ActivityRow & { startsAt: Instant | null; endsAt: Instant | null },
  now: Instant,
): Activity {
  const at = row.startsAt ?? (row.activityDate === null ? row.createdAt : middayOf(row.activityDate));
  return {
    id: row.id,
    at,
    recordedAt: row.createdAt,
    completed: (row.endsAt ?? at) <= now,
    byId: row.ownerId,
    partnerIds: row.firms,
  };
}

const middayOf = (day: CalendarDate): Instant => Date.parse(`${day}T12:00:00Z`);

/** A quote as its record has it. */
export interface QuoteRow extends Quote {
  /** `QuoteAccountId`, which people choose. */
  chosenAccountId: Id | null;
}

/**
 * The quotes of one opportunity, each with whom it is made out to: the account that somebody chose for it. `AccountId`
 * Salesforce derives from the opportunity, so it tells nothing, unless the org fills it otherwise: then not all quotes of
 * the opportunity have its own account.
 */
export function quotesOf(rows: readonly QuoteRow[], customerId: Id | null): Quote[] {
  const isTelling = rows.some(({ accountId }) => accountId !== null && accountId !== customerId);
  return rows.map(({ chosenAccountId, ...quote }) => ({
    ...quote,
    accountId: chosenAccountId ?? (isTelling ? quote.accountId : null),
  }));
}

/** Every org names its types of opportunity itself; a renewal is told by the word. */
export function isRenewal(type: string | null): boolean {
  return /renew|renouvel|verl[aä]nger|rinnov|renovaci/i.test(type ?? '');
}
