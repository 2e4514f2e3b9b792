/** The dated events that a change stands for, for the service's own history. */
import type { DealEvent, DealEventKind, Id } from '../domain/deal.ts';
import { eventKey } from '../domain/events.ts';
import type { Change } from './intake.ts';

/** What a field held before, where the caller knows it; undefined where not. */
export type Before = (recordId: Id, field: string) => string | null | undefined;

type Subject = Pick<DealEvent, 'dealId' | 'registrationId' | 'customerId'>;

interface Watched {
  subject(id: Id): Subject;
  /** Fields whose change is an event, and which. */
  fields: Record<string, (value: unknown) => DealEventKind>;
}

const always = (kind: DealEventKind) => () => kind;
const nobody: Subject = { dealId: null, registrationId: null, customerId: null };

const watched: Record<string, Watched> = {
  Opportunity: {
    subject: (dealId) => ({ ...nobody, dealId }),
    fields: {
      Engaged_Partner__c: (value) => (value === null ? 'Partner Left' : 'Partner Entered'),
      StageName: always('Stage Changed'),
      Amount: always('Amount Changed'),
      CloseDate: always('Close Date Changed'),
      OwnerId: always('Owner Changed'),
    },
  },
  Account: {
    subject: (customerId) => ({ ...nobody, customerId }),
    fields: {
      Named_Account__c: (value) => (value === true ? 'Named Account Set' : 'Named Account Cleared'),
      OwnerId: always('Owner Changed'),
    },
  },
  Deal_Registration__c: {
    subject: (registrationId) => ({ ...nobody, registrationId }),
    fields: { Status__c: always('Registration Status Changed') },
  },
};
/** Of a new record only these are worth an event; its other values are where it began, not changes. */
const toldAtCreation: Record<string, (value: unknown) => boolean> = {
  Engaged_Partner__c: (value) => typeof value === 'string',
  Named_Account__c: (value) => value === true,
  Status__c: (value) => typeof value === 'string',
};

/**
 * The events of a change, one for each record and field that matters. A change event does not carry the old value:
 * `from` is null unless the caller knows it, and a partner who was replaced is named only then.
 */
export function eventsOf(change: Change, before: Before = () => undefined): DealEvent[] {
  const entity = watched[change.entity];
  const { changeType, fields, recordIds } = change;
  if (entity === undefined || fields === null || recordIds === 'all') return [];
  if (changeType !== 'CREATE' && changeType !== 'UPDATE') return [];
  const told = Object.entries(fields).filter(
    ([name, value]) => name in entity.fields && (changeType === 'UPDATE' || (toldAtCreation[name]?.(value) ?? false)),
  );
  return recordIds.flatMap((id) => {
    const event = eventMaker(change, id, entity.subject(id));
    const created = changeType === 'CREATE' && change.entity === 'Opportunity' ? [creation(event, fields)] : [];
    const changes = told.flatMap(([field, value]): DealEvent[] => {
      const kind = entity.fields[field]?.(value);
      if (kind === undefined) return [];
      const from = changeType === 'CREATE' ? null : (before(id, field) ?? null);
      return field === 'Engaged_Partner__c'
        ? partnerEvents(event, asText(value), from)
        : [event(kind, { field, from, to: asText(value) })];
    });
    return [...created, ...changes];
  });
}

interface Detail {
  field: string;
  from: string | null;
  to: string | null;
  partnerId?: Id | null;
  /** What stands for the new value in the key. */
  keyed?: string;
}
type EventMaker = (kind: DealEventKind, detail: Detail) => DealEvent;

function eventMaker({ entity, at, by }: Change, id: Id, subject: Subject): EventMaker {
  return (kind, { field, from, to, partnerId = null, keyed }) => ({
    key: eventKey(id, field, at, keyed ?? to),
    kind,
    ...subject,
    partnerId,
    from,
    to,
    at,
    byId: by,
    source: 'Change Event',
    record: { object: entity, id, field: field === '' ? null : field },
  });
}

function creation(event: EventMaker, fields: Record<string, unknown>): DealEvent {
  return event('Created', { field: '', from: null, to: asText(fields['StageName']), keyed: 'created' });
}

/** A replacement is a departure and an entry, told apart by their keys. */
function partnerEvents(event: EventMaker, entered: Id | null, left: Id | null): DealEvent[] {
  const field = 'Engaged_Partner__c';
  const change = { field, from: left, to: entered };
  const entry = entered === null ? [] : [event('Partner Entered', { ...change, partnerId: entered })];
  if (left !== null) return [event('Partner Left', { ...change, partnerId: left, keyed: `-${left}` }), ...entry];
  // Somebody left, and who is for the org's own history to say.
  return entered === null ? [event('Partner Left', { ...change, keyed: '-' })] : entry;
}

function asText(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}
