/** Rows of histories, as what the domain makes events of. */
import { accountFields, type FieldChange } from '../domain/recorded.ts';
import { fullId } from './record-id.ts';
import type { Row } from './row.ts';
import { flagOf } from './tables.ts';

function changeOf(row: Row, column: string) {
  return {
    recordId: row.text(column),
    field: row.text('Field'),
    dataType: row.maybe('DataType'),
    ...{ from: row.maybe('OldValue'), to: row.maybe('NewValue') },
    ...{ at: row.at('CreatedDate'), byId: row.text('CreatedById') },
  };
}

/** Histories tell the ids of lookups as the tool that exported them writes ids. */
export function dealChangeOf(row: Row, partnerField: string) {
  const change = changeOf(row, 'OpportunityId');
  const isLookup = change.field === partnerField || change.field === 'Owner' || accountFields.includes(change.field);
  return isLookup ? withFullIds(change) : change;
}

function withFullIds(change: FieldChange): FieldChange {
  const [from, to] = [change.from, change.to].map((value) => (value === null ? null : fullId(value)));
  return { ...change, from: from ?? null, to: to ?? null };
}

/** Of accounts the owner and a checkbox are told, which is 1 or true, as the tool that exported it writes it. */
export function accountChangeOf(row: Row) {
  const change = changeOf(row, 'AccountId');
  if (change.field === 'Owner') return withFullIds(change);
  return { ...change, from: String(flagOf(change.from ?? '')), to: String(flagOf(change.to ?? '')) };
}

export function stateOf(row: Row) {
  return {
    dealId: row.text('OpportunityId'),
    stage: row.text('StageName'),
    amount: row.maybe('Amount'),
    closeDate: row.day('CloseDate') ?? '',
    ...{ at: row.at('CreatedDate'), byId: row.text('CreatedById') },
  };
}
