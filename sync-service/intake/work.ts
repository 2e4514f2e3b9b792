/** Which deals, registrations and partners a change makes worth another look. */
import type { Id } from '../domain/deal.ts';
import type { Instant } from '../domain/time.ts';
import type { WorkItem } from '../ports.ts';
import type { Change } from './intake.ts';

export interface Work {
  items: WorkItem[];
  /** Records whose deals the event does not name: to be looked up. */
  resolve: Lookup[];
  /** Entities to read from the records since an instant, because the event does not say which of them changed. */
  reconcile: { entity: string; since: Instant }[];
}

export interface Lookup {
  entity: string;
  ids: Id[];
  /** The records are gone: they are to be found among the deleted ones. */
  deleted: boolean;
}

/** Fields of an account that bear on its deals: who it is, whose it is, and what it is as a partner. */
const tellingAccountFields = [
  'Name',
  'ParentId',
  'Website',
  'Type',
  'OwnerId',
  'Phone',
  'BillingStreet',
  'BillingPostalCode',
  'BillingCity',
  'BillingCountry',
  'BillingCountryCode',
  'MasterRecordId',
  'Named_Account__c',
  'Tax_Id__c',
  'Company_Number__c',
  'Partner_Level__c',
  'Partner_Roles__c',
];

const nothing: Pick<Work, 'items' | 'resolve'> = { items: [], resolve: [] };

type Road = (change: Change, ids: Id[]) => Pick<Work, 'items' | 'resolve'>;

const roads: Record<string, Road> = {
  Opportunity: (_change, ids) => ({ items: ids.map((id) => ({ kind: 'deal', id })), resolve: [] }),
  Deal_Registration__c: (_change, ids) => ({ items: ids.map((id) => ({ kind: 'registration', id })), resolve: [] }),
  Account: (change, ids) => (concernsDeals(change) ? lookUp(change, ids) : nothing),
  OpportunityLineItem: through('OpportunityId'),
  Quote: through('OpportunityId'),
  Partner: through('OpportunityId'),
  Exemption_Request__c: through('Opportunity__c'),
  Channel_Conflict__c: through('Opportunity__c'),
  Partner_Competency__c: ofPartner,
  Rebate_Entry__c: ofPartner,
  Task: activity,
  Event: activity,
};

/** Entities from which work may come. */
export const watchedEntities: readonly string[] = Object.keys(roads);

/**
 * What has to be looked at again because of a change. Entities that bear on no deal give nothing.
 * @param ownClient the client name that this service's own calls bear: what it wrote itself it has looked at already
 */
export function workFor(change: Change, ownClient: string | null = null): Work {
  const road = roads[change.entity];
  if (road === undefined || isFrom(change, ownClient)) return { ...nothing, reconcile: [] };
  if (change.recordIds === 'all') return { ...nothing, reconcile: [{ entity: change.entity, since: change.at }] };
  return { ...road(change, change.recordIds), reconcile: [] };
}

/** Whether a change was made by this client, by the name it gives in its calls. */
export function isFrom({ origin }: Change, client: string | null): boolean {
  return client !== null && origin.split(';').includes(`client=${client}`);
}

/** By a lookup on the record. An update names it only where it changed, so mostly it has to be read. */
function through(field: string): Road {
  return (change, ids) => {
    const dealId = change.fields?.[field];
    if (typeof dealId !== 'string') return lookUp(change, ids);
    // A record that was moved leaves one deal and joins another, and the event knows the new one only.
    return { items: [{ kind: 'deal', id: dealId }], resolve: [] };
  };
}

function ofPartner(change: Change, ids: Id[]): Pick<Work, 'items' | 'resolve'> {
  const id = change.fields?.['Partner__c'];
  return typeof id === 'string' ? { items: [{ kind: 'partner', id }], resolve: [] } : lookUp(change, ids);
}

function activity(change: Change, ids: Id[]): Pick<Work, 'items' | 'resolve'> {
  const about = change.fields?.['WhatId'];
  if (about === null && change.changeType === 'MODIFIED') return nothing;
  if (typeof about !== 'string') return lookUp(change, ids);
  if (about.startsWith('006')) return { items: [{ kind: 'deal', id: about }], resolve: [] };
  return about.startsWith('001')
    ? { items: [], resolve: [{ entity: 'Account', ids: [about], deleted: false }] }
    : nothing;
}

function lookUp({ entity, changeType }: Change, ids: Id[]): Pick<Work, 'items' | 'resolve'> {
  return { items: [], resolve: [{ entity, ids, deleted: changeType === 'DELETE' || changeType === 'GAP_DELETE' }] };
}

/** An account that is new has no deals yet, and most changes of an account say nothing about them. */
function concernsDeals({ changeType, fields, unsent }: Change): boolean {
  if (changeType === 'CREATE') return false;
  if (changeType !== 'UPDATE' || fields === null) return true;
  return tellingAccountFields.some((name) => name in fields || unsent.includes(name));
}
