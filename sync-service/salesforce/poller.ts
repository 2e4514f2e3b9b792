/** Asking the org what was modified or deleted in a span of time, and which deals a record belongs to. */
import { z } from 'zod';
import type { Id } from '../domain/deal.ts';
import type { Instant } from '../domain/time.ts';
import type { OrgConnection } from './connection.ts';
import { id, instant, parseRows } from './parse.ts';
import { select } from './soql.ts';

/** One query for each object: when and by whom, and the fields that say which deal it is about. */
const modified: Record<string, string> = {
  Opportunity:
    'SELECT Id, SystemModstamp, LastModifiedById FROM Opportunity WHERE SystemModstamp >= :from AND SystemModstamp < :until ORDER BY SystemModstamp, Id',
  OpportunityLineItem:
    'SELECT Id, SystemModstamp, LastModifiedById, OpportunityId FROM OpportunityLineItem WHERE SystemModstamp >= :from AND SystemModstamp < :until ORDER BY SystemModstamp, Id',
  Account:
    'SELECT Id, SystemModstamp, LastModifiedById FROM Account WHERE SystemModstamp >= :from AND SystemModstamp < :until ORDER BY SystemModstamp, Id',
  Partner:
    'SELECT Id, SystemModstamp, LastModifiedById, OpportunityId FROM Partner WHERE SystemModstamp >= :from AND SystemModstamp < :until ORDER BY SystemModstamp, Id',
  Task: 'SELECT Id, SystemModstamp, LastModifiedById, WhatId FROM Task WHERE SystemModstamp >= :from AND SystemModstamp < :until ORDER BY SystemModstamp, Id',
  Event:
    'SELECT Id, SystemModstamp, LastModifiedById, WhatId FROM Event WHERE SystemModstamp >= :from AND SystemModstamp < :until ORDER BY SystemModstamp, Id',
  Quote:
    'SELECT Id, SystemModstamp, LastModifiedById, OpportunityId FROM Quote WHERE SystemModstamp >= :from AND SystemModstamp < :until ORDER BY SystemModstamp, Id',
  Deal_Registration__c:
    'SELECT Id, SystemModstamp, LastModifiedById FROM Deal_Registration__c WHERE SystemModstamp >= :from AND SystemModstamp < :until ORDER BY SystemModstamp, Id',
  Exemption_Request__c:
    'SELECT Id, SystemModstamp, LastModifiedById, Opportunity__c FROM Exemption_Request__c WHERE SystemModstamp >= :from AND SystemModstamp < :until ORDER BY SystemModstamp, Id',
  Channel_Conflict__c:
    'SELECT Id, SystemModstamp, LastModifiedById, Opportunity__c FROM Channel_Conflict__c WHERE SystemModstamp >= :from AND SystemModstamp < :until ORDER BY SystemModstamp, Id',
  Partner_Competency__c:
    'SELECT Id, SystemModstamp, LastModifiedById, Partner__c FROM Partner_Competency__c WHERE SystemModstamp >= :from AND SystemModstamp < :until ORDER BY SystemModstamp, Id',
  Rebate_Entry__c:
    'SELECT Id, SystemModstamp, LastModifiedById, Partner__c FROM Rebate_Entry__c WHERE SystemModstamp >= :from AND SystemModstamp < :until ORDER BY SystemModstamp, Id',
};

/** Records that lead to a deal by a lookup of their own. */
const dealOf: Record<string, string> = {
  OpportunityLineItem: 'SELECT OpportunityId FROM OpportunityLineItem WHERE Id IN :ids',
  Partner: 'SELECT OpportunityId FROM Partner WHERE Id IN :ids',
  Quote: 'SELECT OpportunityId FROM Quote WHERE Id IN :ids',
  Task: 'SELECT WhatId FROM Task WHERE Id IN :ids',
  Event: 'SELECT WhatId FROM Event WHERE Id IN :ids',
  Exemption_Request__c: 'SELECT Opportunity__c FROM Exemption_Request__c WHERE Id IN :ids',
  Channel_Conflict__c: 'SELECT Opportunity__c FROM Channel_Conflict__c WHERE Id IN :ids',
};

/** Records that lead to a partner. */
const partnerOf: Record<string, string> = {
  Partner_Competency__c: 'SELECT Partner__c FROM Partner_Competency__c WHERE Id IN :ids',
  Rebate_Entry__c: 'SELECT Partner__c FROM Rebate_Entry__c WHERE Id IN :ids',
};

const polled = z.looseObject({ Id: id, SystemModstamp: instant, LastModifiedById: id.nullable() });
const opportunity = /^006/;
const account = /^001/;

export interface Polled {
  id: Id;
  at: Instant;
  by: Id | null;
  fields: Record<string, unknown>;
}

export interface OrgPoller {
  modified(entity: string, from: Instant, until: Instant): AsyncIterable<Polled[]>;
  deleted(entity: string, from: Instant, until: Instant): AsyncIterable<{ id: Id; at: Instant }[]>;
  /** The deals that these records are about; of deleted records too where asked. */
  dealsOf(entity: string, ids: readonly Id[], deleted: boolean): Promise<Id[]>;
  /** The partners whose these records are. */
  partnersOf(entity: string, ids: readonly Id[], deleted: boolean): Promise<Id[]>;
}

export function pollerOf(connection: OrgConnection): OrgPoller {
  async function lookups(soql: string | undefined, of: RegExp, ids: readonly Id[], deleted: boolean): Promise<Id[]> {
    if (soql === undefined) return [];
    const rows = await select(connection, soql, { ids, deleted });
    const found = rows.flatMap((row) => Object.values(row as object));
    return [...new Set(found.filter((value): value is Id => typeof value === 'string' && of.test(value)))];
  }

  return {
    async *modified(entity, from, until) {
      const soql = modified[entity];
      if (soql === undefined) throw new Error(`${entity} is not polled`);
      const rows = await select(connection, soql, { values: { from: { instant: from }, until: { instant: until } } });
      const { read } = parseRows(rows, { object: entity, schema: polled });
      yield read.map(({ Id, SystemModstamp, LastModifiedById, ...fields }) => ({
        id: Id,
        at: SystemModstamp,
        by: LastModifiedById,
        fields,
      }));
    },
    async *deleted(entity, from, until) {
      const span = new URLSearchParams({ start: new Date(from).toISOString(), end: new Date(until).toISOString() });
      const path = `/sobjects/${connection.names.inOrg(entity)}/deleted/?${span.toString()}`;
      const answer = deletions.parse(await connection.send('other', { method: 'GET', path }));
      yield answer.deletedRecords.map((record) => ({ id: record.id, at: record.deletedDate }));
    },
    dealsOf: (entity, ids, deleted) => lookups(dealOf[entity], opportunity, ids, deleted),
    partnersOf: (entity, ids, deleted) => lookups(partnerOf[entity], account, ids, deleted),
  };
}

const deletions = z.object({ deletedRecords: z.array(z.object({ id, deletedDate: instant })) });
