/** What became of accounts: those merged into others, and opportunities that came from one to another. */
import type { Id, Mergers } from '../domain/deal.ts';
import { accountFields, accountMoves } from '../domain/recorded.ts';
import type { Capabilities } from './capabilities.ts';
import type { OrgConnection } from './connection.ts';
import { id, instant, parseRows } from './parse.ts';
import { account, companyFields, companyOf } from './read-companies.ts';
import { asChange, fieldHistory } from './read-history.ts';
import { select } from './soql.ts';

const merged = account.extend({ MasterRecordId: id, CreatedDate: instant, SystemModstamp: instant });

/**
 * Accounts that were merged into these, as long as the recycle bin holds them, and moves of these opportunities, as far as
 * the org keeps a history of their account: a merge need not leave one.
 */
export async function readMergers(
  connection: OrgConnection,
  { has }: Capabilities,
  { customers, deals }: { customers: Iterable<Id>; deals: Iterable<Id> },
): Promise<Mergers> {
  const [accounts, changes] = await Promise.all([
    select(connection, `${companyFields} WHERE MasterRecordId IN :ids`, {
      ids: customers,
      also: ['MasterRecordId', 'CreatedDate', 'SystemModstamp'],
      deleted: true,
    }),
    has('OpportunityFieldHistory')
      ? select(
          connection,
          'SELECT OpportunityId, Field, DataType, OldValue, NewValue, CreatedDate, CreatedById FROM OpportunityFieldHistory WHERE OpportunityId IN :ids AND Field IN :fields ORDER BY CreatedDate, Id',
          { ids: deals, lists: { fields: accountFields } },
        )
      : [],
  ]);
  const { read } = parseRows(accounts, { object: 'Account', schema: merged });
  const moves = parseRows(changes, { object: 'OpportunityFieldHistory', schema: fieldHistory }).read;
  return {
    accounts: read.map((row) => ({
      company: companyOf(row).customer,
      into: row.MasterRecordId,
      createdAt: row.CreatedDate,
      // A merge deletes the account, which is its last change.
      mergedAt: row.SystemModstamp,
    })),
    moves: accountMoves(moves.map((row) => asChange(row.OpportunityId, row))),
  };
}
