/** Shares cases by rows of the org's own sharing, and tells the person concerned that he is asked. */
import { z } from 'zod';
import type { Id } from '../domain/deal.ts';
import type { CaseShare, WriteOutcome } from '../ports.ts';
import type { OrgConnection } from './connection.ts';
import { OrgRefusalError } from './errors.ts';
import { askedText, languageOf } from './notice-words.ts';
import { id, parseRows, text } from './parse.ts';
import { select } from './soql.ts';

const caseRow = z.object({
  Id: id,
  Case_Key__c: z.string(),
  Salesperson__c: id.nullable(),
  Salesperson__r: z.object({ LanguageLocaleKey: z.string(), IsActive: z.boolean() }).nullable(),
  Opportunity__r: z.object({ Name: text }),
});
type CaseRow = z.output<typeof caseRow>;

const results = z.array(
  z.object({
    success: z.boolean(),
    errors: z.array(z.object({ statusCode: z.string(), message: z.string() })).default([]),
  }),
);
const rowsACall = 200;

/**
 * Shares the cases that stand on record: with the person it names, if he is still there, and with channel managers. They may
 * then read it, and write what their permission sets let them write: his own account the one, the decision the others.
 * @param typeId type of the notification that asks him; null: nobody is told
 */
export async function shareCases(
  connection: OrgConnection,
  shares: readonly CaseShare[],
  typeId: Id | null,
  outcome: WriteOutcome,
): Promise<void> {
  const found = await select(
    connection,
    'SELECT Id, Case_Key__c, Salesperson__c, Salesperson__r.LanguageLocaleKey, Salesperson__r.IsActive, Opportunity__r.Name FROM Channel_Conflict__c WHERE Case_Key__c IN :ids',
    { ids: [...new Set(shares.map(({ caseKey }) => caseKey))] },
  );
  const { read } = parseRows(found, { object: 'Channel_Conflict__c', schema: caseRow });
  const cases = new Map(read.map((row) => [row.Case_Key__c, row]));
  const due = shares.flatMap((share) => {
    const row = cases.get(share.caseKey);
    return row !== undefined && isTheirs(share, row) ? { share, row } : [];
  });
  for (let start = 0; start < due.length; start += rowsACall) {
    const part = due.slice(start, start + rowsACall);
    const answers = await insertShares(connection, part);
    outcome.calls++;
    for (const [index, { share, row }] of part.entries()) {
      const failure = answers[index]?.success === true ? null : (answers[index]?.errors[0] ?? UNANSWERED);
      if (failure === null) {
        outcome.written++;
        if (share.tell && typeId !== null) await ask(connection, share.userId, row, typeId, outcome);
      } else {
        const { statusCode: code, message } = failure;
        outcome.failures.push({ on: share.on, object: 'Channel_Conflict__Share', code, message, retry: false });
      }
    }
  }
}

const UNANSWERED = { statusCode: 'UNKNOWN_EXCEPTION', message: 'the org gave no answer for this record' };

/** The case may have come to name another person since. */
function isTheirs({ as, userId }: CaseShare, { Salesperson__c: person, Salesperson__r: user }: CaseRow): boolean {
  return as === 'channel manager' || (person === userId && user?.IsActive === true);
}

async function insertShares(connection: OrgConnection, due: readonly { share: CaseShare; row: CaseRow }[]) {
  const { names } = connection;
  const records = due.map(({ share, row }) => ({
    attributes: { type: names.inOrg('Channel_Conflict__Share') },
    ParentId: row.Id,
    UserOrGroupId: share.userId,
    AccessLevel: 'Edit',
  }));
  const body = JSON.stringify({ allOrNone: false, records });
  // What was lost on the way is seen at the next look: the case is not shared yet.
  return results.parse(
    await connection.send('write', { method: 'POST', path: '/composite/sobjects', body, repeatable: false }),
  );
}

/** The notice leads to the opportunity, where the panel has the question. */
async function ask(
  connection: OrgConnection,
  userId: Id,
  row: CaseRow,
  typeId: Id,
  outcome: WriteOutcome,
): Promise<void> {
  const deal = row.Opportunity__r.Name ?? '';
  const input = {
    customNotifTypeId: typeId,
    recipientIds: [userId],
    targetId: row.Case_Key__c.split('-')[0],
    ...askedText(deal, languageOf(row.Salesperson__r?.LanguageLocaleKey ?? '')),
  };
  try {
    outcome.calls++;
    const path = '/actions/standard/customNotificationAction';
    await connection.send('write', {
      method: 'POST',
      path,
      body: JSON.stringify({ inputs: [input] }),
      repeatable: false,
    });
  } catch (error) {
    // Told or not, the question stands on his page.
    if (!(error instanceof OrgRefusalError)) throw error;
  }
}
