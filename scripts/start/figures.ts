/** What an org holds after a pass, asked from outside like anybody could. */
import type { InnocentExplanation } from '../../sync-service/domain/assessment.ts';
import { answerInWords } from '../../sync-service/domain/conflict/answers.ts';
import type { OrgConnection } from '../../sync-service/salesforce/connection.ts';
import { select } from '../../sync-service/salesforce/soql.ts';
import type { Found } from '../../test/market/score.ts';

export interface Figures {
  opportunities: number;
  registrations: number;
  /** Deals under a protection that is in force. */
  protected: number;
  /** Open deals on which a partner is yet to be engaged, in time or overdue. */
  engagementsDue: number;
  overdue: number;
  /** Cases that wait for a decision, by pattern. */
  conflicts: Record<string, number>;
  marginsWritten: number;
}

export async function readFigures(connection: OrgConnection, now: number): Promise<Figures> {
  const count = async (soql: string) => Number(((await select(connection, soql)) as { n: number }[])[0]?.n ?? 0);
  const instant = new Date(now).toISOString();
  const [opportunities, registrations, inForce, pending, overdue, marginsWritten] = await Promise.all([
    count('SELECT COUNT(Id) n FROM Opportunity'),
    count('SELECT COUNT(Id) n FROM Deal_Registration__c'),
    count(
      `SELECT COUNT(Id) n FROM Deal_Assessment__c WHERE Protected_From__c <= ${instant} AND Protected_Until__c > ${instant}`,
    ),
    count(
      "SELECT COUNT(Id) n FROM Deal_Assessment__c WHERE Engagement_State__c = 'Pending' AND Opportunity__r.IsClosed = false",
    ),
    count(
      "SELECT COUNT(Id) n FROM Deal_Assessment__c WHERE Engagement_State__c = 'Overdue' AND Opportunity__r.IsClosed = false",
    ),
    count('SELECT COUNT(Id) n FROM Deal_Assessment__c WHERE Partner_Margin__c != null'),
  ]);
  const conflicts: Record<string, number> = {};
  for (const { pattern } of await readFound(connection)) conflicts[pattern] = (conflicts[pattern] ?? 0) + 1;
  return {
    opportunities,
    registrations,
    protected: inForce,
    engagementsDue: pending + overdue,
    overdue,
    conflicts,
    marginsWritten,
  };
}

/** The cases that wait for a decision. */
export async function readFound(connection: OrgConnection): Promise<Found[]> {
  const rows = (await select(
    connection,
    "SELECT Opportunity__c, Registration__c, Pattern__c FROM Channel_Conflict__c WHERE Status__c IN ('Open', 'Under Review')",
  )) as Record<string, string>[];
  return rows.map((row) => ({
    opportunityId: row['Opportunity__c'] ?? '',
    registrationId: row['Registration__c'] ?? '',
    pattern: (row['Pattern__c'] ?? '').toLowerCase().replaceAll(' ', '-'),
  }));
}

export interface CaseInFull {
  name: string;
  pattern: string;
  confidence: number;
  severity: string;
  deal: string;
  dealId: string;
  partner: string;
  salesperson: string | null;
  amount: number | null;
  explanation: string;
  evidence: { at: string; what: string; from: string | null; to: string | null; by: string | null }[];
  innocent: { what: string; found: string; detail: string }[];
}

/** The case that weighs most, with its evidence; null where there is none. */
export async function readOneCase(connection: OrgConnection): Promise<CaseInFull | null> {
  const [row] = (await select(
    connection,
    "SELECT Id, Name, Pattern__c, Confidence__c, Severity__c, Opportunity__c, Opportunity__r.Name, Partner__r.Name, Salesperson__r.Name, Amount_At_Stake__c, Explanation__c, Innocent_Explanations__c FROM Channel_Conflict__c WHERE Status__c = 'Open' ORDER BY Confidence__c DESC, Amount_At_Stake__c DESC NULLS LAST LIMIT 1",
  )) as Record<string, unknown>[];
  if (row === undefined) return null;
  const evidence = (await select(
    connection,
    'SELECT What__c, From__c, To__c, By__r.Name, At__c FROM Conflict_Evidence__c WHERE Conflict__c IN :ids ORDER BY At__c, Sequence__c',
    { ids: [String(row['Id'])] },
  )) as Record<string, unknown>[];
  return {
    name: String(row['Name']),
    pattern: String(row['Pattern__c']),
    confidence: Number(row['Confidence__c']),
    severity: String(row['Severity__c']),
    deal: nameOf(row['Opportunity__r']) ?? '',
    dealId: String(row['Opportunity__c']),
    partner: nameOf(row['Partner__r']) ?? '',
    salesperson: nameOf(row['Salesperson__r']),
    amount: row['Amount_At_Stake__c'] as number | null,
    explanation: String(row['Explanation__c']),
    evidence: evidence.map((e) => ({
      at: String(e['At__c']).slice(0, 16).replace('T', ' '),
      what: String(e['What__c']),
      from: e['From__c'] as string | null,
      to: e['To__c'] as string | null,
      by: nameOf(e['By__r']),
    })),
    innocent: (JSON.parse(String(row['Innocent_Explanations__c'] ?? '[]')) as InnocentExplanation[]).map((each) => ({
      ...each,
      detail: answerInWords(each.detail),
    })),
  };
}

export interface Candidates {
  guarded: { id: string; name: string; ownerId: string; partner: string } | null;
  engaged: { id: string; name: string; ownerId: string; partner: string; rivalId: string; rival: string } | null;
}

/** Deals on which the gate and a replacement can be tried. */
export async function readCandidates(connection: OrgConnection, now: number): Promise<Candidates> {
  const instant = new Date(now).toISOString();
  const [guarded] = (await select(
    connection,
    'SELECT Opportunity__c, Opportunity__r.Name, Opportunity__r.OwnerId, Required_Partner__r.Name FROM Deal_Assessment__c WHERE Gate_Open__c = false AND Opportunity__r.IsClosed = false LIMIT 1',
  )) as Record<string, unknown>[];
  const engagedDeals = (await select(
    connection,
    `SELECT Opportunity__c, Opportunity__r.Name, Opportunity__r.OwnerId, Opportunity__r.Engaged_Partner__c, Required_Partner__c, Required_Partner__r.Name FROM Deal_Assessment__c WHERE Engagement_State__c = 'Engaged' AND Open_Conflicts__c = 0 AND Protected_Until__c > ${instant} AND Opportunity__r.IsClosed = false LIMIT 50`,
  )) as Record<string, unknown>[];
  const engaged = engagedDeals.find(
    (row) => (row['Opportunity__r'] as Record<string, unknown>)['Engaged_Partner__c'] === row['Required_Partner__c'],
  );
  const rivals = (await select(
    connection,
    "SELECT Id, Name FROM Account WHERE Partner_Roles__c INCLUDES ('Reseller') ORDER BY Name LIMIT 2",
  )) as { Id: string; Name: string }[];
  const rival = rivals.find(({ Id }) => Id !== engaged?.['Required_Partner__c']);
  const deal = (row: Record<string, unknown>) => ({
    id: String(row['Opportunity__c']),
    name: nameOf(row['Opportunity__r']) ?? '',
    ownerId: String((row['Opportunity__r'] as Record<string, unknown>)['OwnerId']),
    partner: nameOf(row['Required_Partner__r']) ?? '',
  });
  return {
    guarded: guarded === undefined ? null : deal(guarded),
    engaged:
      engaged === undefined || rival === undefined ? null : { ...deal(engaged), rivalId: rival.Id, rival: rival.Name },
  };
}

function nameOf(parent: unknown): string | null {
  return typeof parent === 'object' && parent !== null && 'Name' in parent ? String(parent.Name) : null;
}
