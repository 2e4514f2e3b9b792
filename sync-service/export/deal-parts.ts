/** What hangs on the opportunities of a parcel: lines, partners, activities, quotes, exemptions and histories. */
import { Decimal } from 'decimal.js';
import type { AccountMove, Activity, DealEvent, DealLine, Exemption, Id } from '../domain/deal.ts';
import {
  accountChange,
  accountMoves,
  dealChange,
  meetingHeld,
  stateChanges,
  taskDone,
  type FieldChange,
  type QuoteRow,
} from '../domain/recorded.ts';
import type { Instant } from '../domain/time.ts';
import { accountChangeOf, dealChangeOf, stateOf } from './change-rows.ts';
import type { Reading } from './group-facts.ts';
import { withIds } from './names-only.ts';
import type { Row } from './row.ts';
import type { TableName } from './tables.ts';

export interface Children {
  lines: Map<Id, DealLine[]>;
  partners: Map<Id, Row[]>;
  activities: Map<Id, Activity[]>;
  quotes: Map<Id, QuoteRow[]>;
  exemptions: Map<Id, Exemption[]>;
  changes: Map<Id, DealEvent[]>;
  /** Opportunities whose history names a partner of whom nobody knows who he is. */
  withStrangers: Set<Id>;
  /** From which accounts they came. */
  moves: Map<Id, AccountMove[]>;
  states: Map<Id, DealEvent[]>;
  /** Of accounts: named-account tags and owners. */
  ofAccounts: Map<Id, DealEvent[]>;
}

export function childrenOf(of: (table: TableName) => Row[], reading: Reading): Children {
  const { partnerField, now } = reading;
  const kept = (table: TableName) => of(table).filter((row) => !row.flag('IsDeleted'));
  const byDeal = <T>(rows: readonly Row[], column: string, read: (row: Row) => T) =>
    mapped(
      Map.groupBy(rows, (row) => row.text(column)),
      (group) => group.map(read),
    );
  const inTime = (rows: readonly Row[]) =>
    rows
      .map((row) => ({ row, at: row.at('CreatedDate') }))
      .sort((a, b) => a.at - b.at)
      .map(({ row }) => row);
  const quoteLines = Map.groupBy(kept('QuoteLineItem'), (row) => row.text('QuoteId'));
  const changes = new Map<Id, FieldChange[]>();
  const withStrangers = new Set<Id>();
  for (const [deal, rows] of Map.groupBy(inTime(of('OpportunityFieldHistory')), (row) => row.text('OpportunityId'))) {
    const told = rows.map((row) => dealChangeOf(row, partnerField));
    const { changes: known, namesStranger } = withIds(told, { partnerField, ...reading.names });
    changes.set(deal, known);
    if (namesStranger) withStrangers.add(deal);
  }
  return {
    lines: byDeal(kept('OpportunityLineItem'), 'OpportunityId', lineOf),
    partners: Map.groupBy([...of('OpportunityPartner'), ...of('Partner')], (row) => row.text('OpportunityId')),
    activities: mapped(
      Map.groupBy(
        [
          ...kept('Task').map((row) => ({ deal: row.text('WhatId'), activity: taskOf(row) })),
          ...kept('Event').map((row) => ({ deal: row.text('WhatId'), activity: meetingOf(row, now) })),
        ],
        ({ deal }) => deal,
      ),
      (group) => group.map(({ activity }) => activity).sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1)),
    ),
    quotes: byDeal(inTime(kept('Quote')), 'OpportunityId', (row) => quoteOf(row, quoteLines.get(row.text('Id')) ?? [])),
    exemptions: byDeal(kept('Exemption_Request__c'), 'Opportunity__c', exemptionOf),
    changes: mapped(changes, (group) =>
      group.flatMap((change) => dealChange(change, partnerField, 'Engaged_Partner__c')),
    ),
    withStrangers,
    moves: mapped(changes, accountMoves),
    states: mapped(
      Map.groupBy(inTime(of('OpportunityHistory')), (row) => row.text('OpportunityId')),
      (group) => stateChanges(group.map(stateOf)),
    ),
    ofAccounts: mapped(
      Map.groupBy(inTime(of('AccountHistory')), (row) => row.text('AccountId')),
      (group) =>
        withIds(group.map(accountChangeOf), { partnerField, ...reading.names }).changes.flatMap((change) =>
          accountChange(change, reading.namedAccountField, 'Named_Account__c'),
        ),
    ),
  };
}

function mapped<T, U>(groups: Map<Id, T[]>, change: (group: T[]) => U[]): Map<Id, U[]> {
  return new Map([...groups].map(([id, group]) => [id, change(group)]));
}

function lineOf(row: Row): DealLine {
  const quantity = row.number('Quantity') ?? new Decimal(1);
  const total = row.number('TotalPrice');
  const each = total === null || quantity.isZero() ? null : total.div(quantity);
  return {
    id: row.text('Id'),
    productId: row.maybe('Product2Id'),
    product: row.added(0),
    family: row.added(1) || null,
    quantity,
    listPrice: row.number('ListPrice'),
    salesPrice: discounted(row) ?? each,
    termMonths: null,
  };
}

function discounted(row: Row): Decimal | null {
  const [price, percent] = [row.number('UnitPrice'), row.number('Discount')];
  return price === null || percent === null ? price : price.times(new Decimal(100).minus(percent)).div(100);
}

function quoteOf(row: Row, lines: readonly Row[]): QuoteRow {
  return {
    id: row.text('Id'),
    status: row.maybe('Status'),
    issuedAt: row.at('CreatedDate'),
    byId: row.maybe('CreatedById') ?? row.maybe('OwnerId'),
    accountId: row.maybe('AccountId'),
    chosenAccountId: row.maybe('QuoteAccountId'),
    currency: row.maybe('CurrencyIsoCode'),
    discount: row.number('Discount'),
    total: row.number('TotalPrice'),
    lines: lines.map((line) => ({
      productId: line.maybe('Product2Id'),
      family: line.added(1) || null,
      quantity: line.number('Quantity') ?? new Decimal(1),
      listPrice: line.number('ListPrice'),
      price: discounted(line),
    })),
  };
}

/** The sorter has put the firm of the person in the place of the person. */
function activityOf(row: Row) {
  return {
    id: row.text('Id'),
    ownerId: row.maybe('OwnerId'),
    createdAt: row.at('CreatedDate'),
    activityDate: row.day('ActivityDate'),
    firms: row.text('WhoId') === '' ? [] : [row.text('WhoId')],
  };
}

function taskOf(row: Row): Activity {
  const isClosed =
    row.maybe('IsClosed') === null ? /complet|done|erledigt/i.test(row.text('Status')) : row.flag('IsClosed');
  return taskDone({ ...activityOf(row), completedAt: row.instant('CompletedDateTime'), isClosed });
}

function meetingOf(row: Row, now: Instant): Activity {
  return meetingHeld(
    { ...activityOf(row), startsAt: row.instant('StartDateTime'), endsAt: row.instant('EndDateTime') },
    now,
  );
}

function exemptionOf(row: Row): Exemption {
  const status = row.text('Status__c');
  return {
    id: row.text('Id'),
    dealId: row.text('Opportunity__c'),
    reasonCode: row.maybe('Reason_Code__c') ?? 'Other',
    status: status === 'Granted' || status === 'Refused' ? status : 'Requested',
    requestedAt: row.at('CreatedDate'),
    requestedById: row.text('CreatedById'),
    decidedAt: row.instant('Decided_At__c'),
    validUntil: row.instant('Valid_Until__c'),
  };
}
