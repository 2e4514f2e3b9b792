/** What the service's own records say, so that only differences are written. */
import { z } from 'zod';
import type { Id } from '../domain/deal.ts';
import type { Instant } from '../domain/time.ts';
import type { OrgConnection } from './connection.ts';
import { id, instant, parseRows, text } from './parse.ts';
import { readLedger } from './ledger-records.ts';
import type { CaseWritten } from './plan-cases.ts';
import type { DealsOnRecord } from './plan-deals.ts';
import type { ClaimsOnRecord } from './plan-registrations.ts';
import { select } from './soql.ts';
import { timestamp, type Fields } from './written-values.ts';

const assessmentRow = z.object({
  Id: id,
  Opportunity_Id__c: z.string(),
  Assessment_Hash__c: text,
  Opportunity__r: z.object({ Deal_Assessment__c: id.nullable() }),
});
const caseRow = z.object({
  Case_Key__c: z.string(),
  Opportunity__c: id,
  Status__c: z.enum(['Open', 'Under Review', 'Confirmed', 'Dismissed', 'Remedied']),
  Finding_Hash__c: text,
  Decision_Due__c: instant.nullable(),
  Notified_At__c: instant.nullable(),
  Overdue_Notified_At__c: instant.nullable(),
  OwnerId: id,
  Salesperson__r: z.object({ IsActive: z.boolean() }).nullable(),
  Conflict_Evidence__r: z.object({ records: z.array(z.object({ Evidence_Key__c: z.string() })) }).nullable(),
  Shares: z.object({ records: z.array(z.object({ UserOrGroupId: id })) }).nullish(),
});

/** Shares made by hand; the rest the org keeps by itself. */
const SHARES = "(SELECT UserOrGroupId FROM Shares WHERE RowCause = 'Manual')";

interface DealsAsked {
  dealIds: readonly Id[];
  earning: readonly Id[];
  claims: readonly Id[];
  shared: boolean;
}

const timestampText = instant.nullable().transform((at) => timestamp(at));
const engagedRow = z.object({ Id: id, Engaged_At__c: timestampText });

/**
 * @param earning deals whose entries in the ledger are compared with what they earn
 * @param claims those that cover the deals
 * @param shared whether the org keeps with whom cases are shared
 */
export async function readDealsOnRecord(
  connection: OrgConnection,
  { dealIds, earning, claims, shared }: DealsAsked,
): Promise<DealsOnRecord> {
  const [ledger, assessments, cases, covering] = await Promise.all([
    readLedger(connection, { deals: earning }),
    select(
      connection,
      'SELECT Id, Opportunity_Id__c, Assessment_Hash__c, Opportunity__r.Deal_Assessment__c FROM Deal_Assessment__c WHERE Opportunity_Id__c IN :ids',
      { ids: dealIds },
    ),
    select(
      connection,
      'SELECT Case_Key__c, Opportunity__c, Status__c, Finding_Hash__c, Decision_Due__c, Notified_At__c, Overdue_Notified_At__c, OwnerId, Salesperson__r.IsActive, (SELECT Evidence_Key__c FROM Conflict_Evidence__r) FROM Channel_Conflict__c WHERE Opportunity__c IN :ids',
      { ids: dealIds, also: shared ? [SHARES] : [] },
    ),
    select(connection, 'SELECT Id, Engaged_At__c FROM Deal_Registration__c WHERE Id IN :ids', { ids: claims }),
  ]);
  const { read } = parseRows(assessments, { object: 'Deal_Assessment__c', schema: assessmentRow });
  const engaged = parseRows(covering, { object: 'Deal_Registration__c', schema: engagedRow }).read;
  return {
    engaged: new Map(engaged.map((row) => [row.Id, row.Engaged_At__c])),
    ledger: Map.groupBy(ledger, ({ dealId }) => dealId ?? ''),
    assessments: new Map(
      read.map((row) => [
        row.Opportunity_Id__c,
        { id: row.Id, hash: row.Assessment_Hash__c, linked: row.Opportunity__r.Deal_Assessment__c === row.Id },
      ]),
    ),
    cases: new Map(
      parseRows(cases, { object: 'Channel_Conflict__c', schema: caseRow }).read.map((row): [string, CaseWritten] => [
        row.Case_Key__c,
        {
          dealId: row.Opportunity__c,
          status: row.Status__c,
          hash: row.Finding_Hash__c,
          dueAt: row.Decision_Due__c,
          openedToldAt: row.Notified_At__c,
          overdueToldAt: row.Overdue_Notified_At__c,
          evidenceKeys: new Set((row.Conflict_Evidence__r?.records ?? []).map((item) => item.Evidence_Key__c)),
          sharedWith: new Set((row.Shares?.records ?? []).map((share) => share.UserOrGroupId)),
          isOurs: row.OwnerId === connection.userId,
          isPersonGone: row.Salesperson__r?.IsActive === false,
        },
      ]),
    ),
  };
}

const claimRow = z.object({
  Id: id,
  Status__c: text,
  Decided_At__c: timestampText,
  Decision_Reason__c: text,
  Protected_From__c: timestampText,
  Protected_Until__c: timestampText,
  Queue_Position__c: z.number().nullable(),
  Extension_Until__c: timestampText,
  Ended_At__c: timestampText,
  Opportunity__c: text,
  Customer__c: text,
  Partner_Margin__c: z.number().nullable(),
  Partner_Margin_Low__c: z.number().nullable(),
  Partner_Margin_High__c: z.number().nullable(),
  Partner_Margin_Percent__c: z.number().nullable(),
  Waterfall__c: text,
});
const customerRow = z.object({
  Id: id,
  Active_Registration__c: id.nullable(),
  Active_Registration__r: z.object({ Status__c: text, Protected_Until__c: instant.nullable() }).nullable(),
});

/** @param customerIds customers concerned besides those on the claims' own records */
export async function readClaimsOnRecord(
  connection: OrgConnection,
  registrationIds: readonly Id[],
  customerIds: readonly Id[],
  now: Instant,
): Promise<ClaimsOnRecord> {
  const found = await select(
    connection,
    'SELECT Id, Status__c, Decided_At__c, Decision_Reason__c, Protected_From__c, Protected_Until__c, Queue_Position__c, Extension_Until__c, Ended_At__c, Opportunity__c, Customer__c, Partner_Margin__c, Partner_Margin_Low__c, Partner_Margin_High__c, Partner_Margin_Percent__c, Waterfall__c FROM Deal_Registration__c WHERE Id IN :ids',
    { ids: registrationIds },
  );
  const claims = parseRows(found, { object: 'Deal_Registration__c', schema: claimRow }).read;
  const accounts = await select(
    connection,
    'SELECT Id, Active_Registration__c, Active_Registration__r.Status__c, Active_Registration__r.Protected_Until__c FROM Account WHERE Id IN :ids',
    { ids: [...customerIds, ...claims.flatMap((claim) => claim.Customer__c ?? [])] },
  );
  return {
    registrations: new Map(claims.map(({ Id: claimId, ...fields }): [Id, Fields] => [claimId, fields])),
    customers: new Map(
      parseRows(accounts, { object: 'Account', schema: customerRow }).read.map((row) => [
        row.Id,
        {
          activeRegistration: row.Active_Registration__c,
          inForce:
            row.Active_Registration__r?.Status__c === 'Approved' &&
            now < (row.Active_Registration__r.Protected_Until__c ?? -Infinity),
        },
      ]),
    ),
  };
}

const settingRow = z.object({ Id: id, Gated_Stages__c: text, Notices_Off__c: z.boolean() });

/** The org's own row of the settings: what the gate reads, and the switch of the notices; null where it has none. */
export async function readSetting(
  connection: OrgConnection,
): Promise<{ id: Id; stages: string | null; noticesOff: boolean } | null> {
  const rows = await select(
    connection,
    'SELECT Id, Gated_Stages__c, Notices_Off__c FROM Fairlead__c WHERE SetupOwnerId = :organization',
    {
      values: { organization: connection.organizationId },
    },
  );
  const [row] = parseRows(rows, { object: 'Fairlead__c', schema: settingRow }).read;
  return row === undefined ? null : { id: row.Id, stages: row.Gated_Stages__c, noticesOff: row.Notices_Off__c };
}
