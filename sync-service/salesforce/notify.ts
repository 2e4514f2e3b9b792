/** Tells channel managers of cases, by the org's own notifications. */
import { z } from 'zod';
import type { Id } from '../domain/deal.ts';
import type { CaseNotice, WriteOutcome, WritePlan } from '../ports.ts';
import type { Capabilities } from './capabilities.ts';
import type { OrgConnection } from './connection.ts';
import { OrgRefusalError } from './errors.ts';
import { languageOf, noticeText } from './notice-words.ts';
import { id, parseRows, text } from './parse.ts';
import { toldFields } from './plan-notices.ts';
import { select } from './soql.ts';
import { carryOut, type WriteSettings } from './write.ts';

/** Who is told, and as what. */
export interface Audience {
  /** Id of the type of notification; null where it is not deployed. */
  typeId: Id | null;
  /** Users who hold the permission set of channel managers, by language. */
  recipients: ReadonlyMap<string, readonly Id[]>;
}

const notificationType = 'Fairlead_Conflict';
const permissionSet = 'Fairlead_Channel_Manager';
const mostRecipients = 500;

const typeRow = z.object({ Id: id });
const holderRow = z.object({ AssigneeId: id, Assignee: z.object({ LanguageLocaleKey: z.string() }) });

export async function readAudience(connection: OrgConnection, capabilities: Capabilities): Promise<Audience> {
  if (!capabilities.has('CustomNotificationType')) return { typeId: null, recipients: new Map() };
  const [types, holders] = await Promise.all([
    select(connection, 'SELECT Id FROM CustomNotificationType WHERE DeveloperName = :name', {
      values: { name: notificationType },
    }),
    select(
      connection,
      'SELECT AssigneeId, Assignee.LanguageLocaleKey FROM PermissionSetAssignment WHERE PermissionSet.Name = :name AND Assignee.IsActive = true ORDER BY AssigneeId',
      { values: { name: permissionSet } },
    ),
  ]);
  const [type] = parseRows(types, { object: 'CustomNotificationType', schema: typeRow }).read;
  const { read } = parseRows(holders, { object: 'PermissionSetAssignment', schema: holderRow });
  const byLanguage = Map.groupBy(read, ({ Assignee }) => languageOf(Assignee.LanguageLocaleKey));
  const recipients = [...byLanguage].map(([language, rows]): [string, Id[]] => [
    language,
    [...new Set(rows.map((row) => row.AssigneeId))],
  ]);
  return { typeId: type?.Id ?? null, recipients: new Map(recipients) };
}

/** Whether there is anybody who could be told. */
export const canBeTold = ({ typeId, recipients }: Audience): boolean => typeId !== null && recipients.size > 0;

const caseRow = z.object({
  Id: id,
  Case_Key__c: z.string(),
  Name: z.string(),
  Opportunity__r: z.object({ Name: text }).nullable(),
  Partner__r: z.object({ Name: text }).nullable(),
});

/**
 * Sends the notices of a plan whose cases have been written. What the org refuses is taken off the record again, so
 * that the next look at the deal tells it.
 * @throws as carryOut does
 */
export async function sendNotices(
  connection: OrgConnection,
  { notices = [] }: WritePlan,
  audience: Audience,
  { decisionClockHours, ...settings }: WriteSettings & { decisionClockHours: number },
  outcome: WriteOutcome,
): Promise<void> {
  const unwritten = new Set(outcome.failures.flatMap(({ object, on }) => (object === 'Channel_Conflict__c' ? on : [])));
  const due = notices.filter(({ on }) => !unwritten.has(on));
  if (due.length === 0) return;
  connection.assertMayWrite();
  const found = await select(
    connection,
    'SELECT Id, Case_Key__c, Name, Opportunity__r.Name, Partner__r.Name FROM Channel_Conflict__c WHERE Case_Key__c IN :ids',
    { ids: due.map(({ caseKey }) => caseKey) },
  );
  const { read } = parseRows(found, { object: 'Channel_Conflict__c', schema: caseRow });
  const cases = new Map(read.map((row) => [row.Case_Key__c, row]));
  for (const notice of due) {
    const row = cases.get(notice.caseKey);
    if (row === undefined) continue;
    const told = {
      name: row.Name,
      deal: row.Opportunity__r?.Name ?? '',
      partner: row.Partner__r?.Name ?? '',
      hours: decisionClockHours,
    };
    const inputs = [...audience.recipients].flatMap(([language, recipients]) =>
      pieces(recipients, mostRecipients).map((recipientIds) => ({
        customNotifTypeId: audience.typeId,
        recipientIds,
        targetId: row.Id,
        ...noticeText(notice.notice, told, language),
      })),
    );
    await sendOne(connection, notice, inputs, settings, outcome);
  }
}

async function sendOne(
  connection: OrgConnection,
  { on, caseKey, notice }: CaseNotice,
  inputs: object[],
  settings: WriteSettings,
  outcome: WriteOutcome,
): Promise<void> {
  try {
    outcome.calls++;
    const path = '/actions/standard/customNotificationAction';
    // Sent once: without an answer it may have gone out.
    await connection.send('write', { method: 'POST', path, body: JSON.stringify({ inputs }), repeatable: false });
  } catch (error) {
    if (!(error instanceof OrgRefusalError)) throw error;
    const rows = [{ on, fields: { Case_Key__c: caseKey, [toldFields[notice]]: null } }];
    const undo = { object: 'Channel_Conflict__c', externalId: 'Case_Key__c', rows };
    const undone = await carryOut(connection, { steps: [undo] }, settings);
    outcome.calls += undone.calls;
    outcome.failures.push({ on, object: 'Notification', code: error.code, message: error.message, retry: false });
  }
}

function pieces(ids: readonly Id[], length: number): Id[][] {
  return Array.from({ length: Math.ceil(ids.length / length) }, (_, index) =>
    ids.slice(index * length, (index + 1) * length),
  );
}
