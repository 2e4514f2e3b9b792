/** Finding deals, claims and partners to look at: all of them, those whose time has come, those that a change touches. */
import { z } from 'zod';
import type { Id } from '../domain/deal.ts';
import type { Instant } from '../domain/time.ts';
import type { WorkItem } from '../ports.ts';
import type { OrgConnection } from './connection.ts';
import { daysAfter } from './holidays.ts';
import { id, instant, parseRows } from './parse.ts';
import { readCompaniesAfter } from './read-companies.ts';
import { readTypedCustomersAfter } from './read-registrations.ts';
import type { SimilarCompanies } from './similar.ts';
import { lastOf, select } from './soql.ts';

export interface Sweep {
  /** Ids of all deals in scope, a batch at a time: open, assessed, or closed within a year on a customer with a registration. */
  dealsInScope(now: Instant): AsyncIterable<Id[]>;
  /** Ids of all registrations, a batch at a time. */
  registrationsInScope(): AsyncIterable<Id[]>;
  /** Ids of all partners, a batch at a time. */
  partnersInScope(): AsyncIterable<Id[]>;
  /** What time alone has changed: deals by their next review, claims that wait or whose window has ended. */
  dueForReview(now: Instant): Promise<WorkItem[]>;
  /** Deals with a case that was not told: that it opened, or that its time for a decision is over. */
  casesToTell(now: Instant): Promise<WorkItem[]>;
  /** Deals of these accounts and of those directly below them. */
  dealsOfAccounts(ids: readonly Id[]): Promise<Id[]>;
  /** Deals of these lines, deleted lines too. */
  dealsOfLineItems(ids: readonly Id[]): Promise<Id[]>;
  /** Registrations that may change with these accounts, opportunities or registrations. */
  registrationsAround(ids: readonly Id[]): Promise<Id[]>;
  /** Puts every account and registration into the customer index, as after the store was lost. Gives their number. */
  rebuildCustomerIndex(progress?: (records: number) => void): Promise<number>;
}

const firstId = '000000000000000AAA';
/** What was found due is not handed out again for so long, unless its due date moved. */
const againAfterMs = 5 * 60_000;

export function sweepOf(connection: OrgConnection, similar: SimilarCompanies): Sweep {
  const handedOut = new Map<string, Instant>();

  /** Pages in order of ids: no cursor in the org that could run out, and a page costs the same at any depth. */
  async function* pages(soql: string, values: Record<string, { date: string }> = {}): AsyncGenerator<Id[]> {
    for (let last: Id | null = firstId; last !== null;) {
      const rows: unknown[] = await select(connection, soql, { values: { ...values, last } });
      const ids = idsOf(rows);
      if (ids.length > 0) yield ids;
      last = lastOf(rows);
    }
  }

  async function* dealsInScope(now: Instant): AsyncGenerator<Id[]> {
    const since = { date: daysAfter(new Date(now).toISOString().slice(0, 10), -365) };
    yield* pages('SELECT Id FROM Opportunity WHERE IsClosed = false AND Id > :last ORDER BY Id LIMIT 2000');
    yield* pages(
      'SELECT Id FROM Opportunity WHERE IsClosed = true AND Deal_Assessment__c != null AND Id > :last ORDER BY Id LIMIT 2000',
    );
    yield* pages(
      'SELECT Id FROM Opportunity WHERE IsClosed = true AND Deal_Assessment__c = null AND CloseDate >= :since AND AccountId IN (SELECT Customer__c FROM Deal_Registration__c) AND Id > :last ORDER BY Id LIMIT 2000',
      { since },
    );
  }

  async function dueForReview(now: Instant): Promise<WorkItem[]> {
    const [deals, ended, waiting] = await Promise.all([
      select(
        connection,
        'SELECT Opportunity_Id__c, Next_Review_At__c FROM Deal_Assessment__c WHERE Next_Review_At__c <= :now ORDER BY Next_Review_At__c LIMIT 2000',
        { values: { now: { instant: now } } },
      ),
      select(
        connection,
        "SELECT Id, Protected_Until__c FROM Deal_Registration__c WHERE Status__c = 'Approved' AND Protected_Until__c <= :now ORDER BY Protected_Until__c LIMIT 2000",
        { values: { now: { instant: now } } },
      ),
      select(
        connection,
        "SELECT Id, Submitted_At__c FROM Deal_Registration__c WHERE Status__c IN ('Submitted', 'Queued') AND Submitted_At__c <= :now ORDER BY Submitted_At__c LIMIT 2000",
        { values: { now: { instant: now } } },
      ),
    ]);
    const due = [
      ...parseRows(deals, { object: 'Deal_Assessment__c', schema: dueDeal }).read.map((row) => ({
        item: { kind: 'deal' as const, id: row.Opportunity_Id__c },
        at: row.Next_Review_At__c,
      })),
      ...parseRows(ended, { object: 'Deal_Registration__c', schema: endedClaim }).read.map((row) => ({
        item: { kind: 'registration' as const, id: row.Id },
        at: row.Protected_Until__c,
      })),
      ...parseRows(waiting, { object: 'Deal_Registration__c', schema: waitingClaim }).read.map((row) => ({
        item: { kind: 'registration' as const, id: row.Id },
        at: row.Submitted_At__c,
      })),
    ];
    return notHandedOut(due, now);
  }

  function notHandedOut(due: { item: WorkItem; at: Instant | null }[], now: Instant): WorkItem[] {
    for (const [key, at] of handedOut) if (at <= now - againAfterMs) handedOut.delete(key);
    return due.flatMap(({ item, at }) => {
      const key = `${item.id}:${at}`;
      if (handedOut.has(key)) return [];
      handedOut.set(key, now);
      return item;
    });
  }

  async function casesToTell(now: Instant): Promise<WorkItem[]> {
    const rows = await select(
      connection,
      "SELECT Opportunity__c, Decision_Due__c FROM Channel_Conflict__c WHERE Status__c IN ('Open', 'Under Review') AND Opportunity__c != null AND (Notified_At__c = null OR (Overdue_Notified_At__c = null AND Decision_Due__c <= :now)) ORDER BY Decision_Due__c LIMIT 2000",
      { values: { now: { instant: now } } },
    );
    const { read } = parseRows(rows, { object: 'Channel_Conflict__c', schema: untoldCase });
    const due = read.map((row) => ({
      item: { kind: 'deal' as const, id: row.Opportunity__c },
      at: row.Decision_Due__c,
    }));
    return notHandedOut(due, now);
  }

  return {
    dealsInScope,
    registrationsInScope: () => pages('SELECT Id FROM Deal_Registration__c WHERE Id > :last ORDER BY Id LIMIT 2000'),
    partnersInScope: () =>
      pages('SELECT Id FROM Account WHERE Partner_Roles__c != null AND Id > :last ORDER BY Id LIMIT 2000'),
    dueForReview,
    casesToTell,
    async dealsOfAccounts(ids) {
      const found = await Promise.all([
        select(connection, 'SELECT Id FROM Opportunity WHERE AccountId IN :ids', { ids }),
        select(connection, 'SELECT Id FROM Opportunity WHERE Account.ParentId IN :ids', { ids }),
      ]);
      return [...new Set(found.flatMap(idsOf))];
    },
    async dealsOfLineItems(ids) {
      const found = await select(connection, 'SELECT OpportunityId FROM OpportunityLineItem WHERE Id IN :ids', {
        ids,
        deleted: true,
      });
      const { read } = parseRows(found, { object: 'OpportunityLineItem', schema: z.object({ OpportunityId: id }) });
      return [...new Set(read.map((row) => row.OpportunityId))];
    },
    async registrationsAround(ids) {
      const named = await select(
        connection,
        'SELECT Customer__c FROM Deal_Registration__c WHERE Id IN :ids AND Customer__c != null',
        { ids },
      );
      const customers = parseRows(named, {
        object: 'Deal_Registration__c',
        schema: z.object({ Customer__c: id }),
      }).read;
      const found = await Promise.all([
        select(connection, 'SELECT Id FROM Deal_Registration__c WHERE Customer__c IN :ids', {
          ids: [...ids, ...customers.map((row) => row.Customer__c)],
        }),
        select(connection, 'SELECT Id FROM Deal_Registration__c WHERE Opportunity__c IN :ids', { ids }),
        select(connection, 'SELECT Id FROM Deal_Registration__c WHERE Id IN :ids', { ids }),
      ]);
      return [...new Set(found.flatMap(idsOf))];
    },
    async rebuildCustomerIndex(progress = () => undefined) {
      let records = 0;
      const page = async <T>(read: NextPage<T>, note: (found: Map<Id, T>) => Promise<void>) => {
        for (let last: Id | null = firstId; last !== null;) {
          const next: Awaited<ReturnType<NextPage<T>>> = await read(connection, last);
          await note(next.found);
          records += next.found.size;
          progress(records);
          last = next.last;
        }
      };
      await page(readCompaniesAfter, similar.note);
      await page(readTypedCustomersAfter, similar.noteTyped);
      return records;
    },
  };
}

type NextPage<T> = (connection: OrgConnection, last: Id) => Promise<{ found: Map<Id, T>; last: Id | null }>;

const dueDeal = z.object({ Opportunity_Id__c: id, Next_Review_At__c: instant });
const endedClaim = z.object({ Id: id, Protected_Until__c: instant });
const untoldCase = z.object({ Opportunity__c: id, Decision_Due__c: instant.nullable() });
const waitingClaim = z.object({ Id: id, Submitted_At__c: instant });

function idsOf(rows: readonly unknown[]): Id[] {
  return parseRows(rows, { object: 'record', schema: z.object({ Id: id }) }).read.map((row) => row.Id);
}
