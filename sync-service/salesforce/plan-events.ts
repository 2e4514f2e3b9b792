import type { DealEvent } from '../domain/deal.ts';
import type { WritePlan } from '../ports.ts';
import { plan } from './plan-deals.ts';
import { cut, timestamp } from './written-values.ts';

/** Events to keep in the org. Written twice, they are there once: the key is the external id. */
export function planEvents(events: readonly DealEvent[]): WritePlan {
  // One call may not name a key twice.
  const byKey = new Map(events.map((event) => [event.key, event]));
  return plan([
    {
      object: 'Deal_Event__c',
      externalId: 'Event_Key__c',
      rows: [...byKey.values()].map((event) => ({
        on: event.dealId ?? event.registrationId ?? event.customerId ?? event.record.id,
        fields: {
          Event_Key__c: event.key,
          Opportunity__c: event.dealId,
          Registration__c: event.registrationId,
          Account__c: event.customerId,
          Kind__c: event.kind,
          Partner__c: event.partnerId,
          From__c: cut(event.from, 255),
          To__c: cut(event.to, 255),
          Occurred_At__c: timestamp(event.at),
          Actor__c: event.byId,
          Source__c: event.source,
        },
      })),
    },
  ]);
}
