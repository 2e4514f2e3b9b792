/** Cases that people have decided, for what they teach. */
import { z } from 'zod';
import type { DecidedCase } from '../domain/conflict/learned-bars.ts';
import type { OrgConnection } from './connection.ts';
import { parseRows } from './parse.ts';
import { patternLabel } from './read-registrations.ts';
import { select } from './soql.ts';

const decidedRow = z.object({
  Pattern__c: patternLabel,
  Status__c: z.enum(['Confirmed', 'Dismissed']),
  Confidence__c: z.number(),
});

/** A case without a confidence, or of a pattern that isn't known, teaches nothing and is passed over. */
export async function readDecidedCases(connection: OrgConnection): Promise<DecidedCase[]> {
  const rows = await select(
    connection,
    "SELECT Id, Pattern__c, Status__c, Confidence__c FROM Channel_Conflict__c WHERE Status__c IN ('Confirmed', 'Dismissed') AND Confidence__c != null",
  );
  return parseRows(rows, { object: 'Channel_Conflict__c', schema: decidedRow }).read.map((row) => ({
    pattern: row.Pattern__c,
    confidence: row.Confidence__c,
    outcome: row.Status__c === 'Confirmed' ? 'confirmed' : 'dismissed',
  }));
}
