/** The rows of a parcel as what the rules judge: one set of facts for each group of customers in it. */
import type { DealEvent, Id, Mergers, Partner, Registration } from '../domain/deal.ts';
import { mergeEvents } from '../domain/merge-events.ts';
import type { IdleRules } from '../domain/protection/idle-claims.ts';
import type { GroupFacts } from '../domain/review-group.ts';
import type { Policy } from '../domain/rules.ts';
import type { Instant } from '../domain/time.ts';
import type { BulkMoments } from './bulk-changes.ts';
import { customerOf, mergedAccountOf, registrationOf } from './claim-rows.ts';
import { childrenOf, type Children } from './deal-parts.ts';
import { createdEvent, dealOf, partnerRowEvents } from './deal-rows.ts';
import type { Names } from './names-only.ts';
import type { Unknown } from './not-checked.ts';
import type { ParcelRow } from './read-parcels.ts';
import { rowsOf, type Row } from './row.ts';
import type { TableName } from './tables.ts';

/** What the rows of every parcel are read with. */
export interface Reading {
  partners: ReadonlyMap<Id, Partner>;
  policy: Policy;
  now: Instant;
  historyFrom: Instant | null;
  hasExemptions: boolean;
  /** Whether merged accounts could be known of. */
  tellsMergers: boolean;
  /** For histories that tell partners and owners by their names only. */
  names: { partners: Names; people: Names };
  /** Moments in which somebody changed many records of the export, as `momentOf` tells them. */
  bulk: ReadonlySet<string>;
  /** The org's names of the fields whose changes histories tell. */
  partnerField: string;
  namedAccountField: string;
  /** What the org's words for the states of a registration mean. */
  statuses: Readonly<Record<string, string>>;
  /** Currency of deals whose rows name none. */
  currency: string;
  unknown: Unknown;
  idleRules: IdleRules;
  /** Claims decided in this time are counted by partner. */
  decidedFrom: Instant;
  decidedUntil: Instant;
}

/** A group, with the opportunities on which nobody can tell who stood when. */
export type Group = GroupFacts & { unjudged: Id[] };

/**
 * The groups of a parcel that have a registration, each once, in order of their names; without those where it is not known
 * who stands on an opportunity.
 */
export function groupsOf(
  rows: ReadonlyMap<TableName, readonly ParcelRow[]>,
  reading: Reading,
  bulk: BulkMoments,
): Group[] {
  const of = (table: TableName): Row[] => rowsOf(table, rows.get(table) ?? []);
  const [opportunities, accounts, claims] = [of('Opportunity'), of('Account'), of('Deal_Registration__c')];
  const groups = Map.groupBy(claims, (row) => row.added(0));
  const dealsByGroup = Map.groupBy(opportunities, (row) => row.added(0));
  const accountsByGroup = Map.groupBy(accounts, (row) => row.added(0));
  const children = childrenOf(of, reading);
  const { partnersOn } = reading.unknown;
  if (partnersOn === 'all') return [];
  return [...groups.keys()].sort().flatMap((group) => {
    const dealRows = dealsByGroup.get(group) ?? [];
    if (partnersOn !== 'none' && dealRows.some((row) => children.partners.has(row.text('Id')))) return [];
    const accountRows = accountsByGroup.get(group) ?? [];
    const customers = accountRows.filter(isThere).map(customerOf);
    const registrations = (groups.get(group) ?? []).map((row) => registrationOf(row, reading));
    const deals = dealRows.map((row) => dealOf(row, children, reading));
    const ids = deals.map(({ id }) => id);
    return {
      ...{ deals, customers, registrations },
      partners: partnersIn(dealRows, registrations, children, reading),
      exemptions: ids.flatMap((id) => children.exemptions.get(id) ?? []),
      events: mergeEvents([
        [
          ...ids.flatMap((id) => children.changes.get(id) ?? []),
          ...customers.flatMap(({ id }) => children.ofAccounts.get(id) ?? []),
          ...dealRows.flatMap((row) => partnerRowEvents(row, children)),
        ],
        ids.flatMap((id) => children.states.get(id) ?? []),
        dealRows.map(createdEvent),
      ]).map((event) => (isBulk(event, bulk) ? { ...event, inBulk: true } : event)),
      historyFrom: reading.historyFrom,
      unjudged: ids.filter((id) => children.withStrangers.has(id)),
      ...(reading.hasExemptions ? {} : { exemptionsUnread: true }),
      ...(reading.tellsMergers ? { mergers: mergersIn(accountRows, ids, children) } : {}),
    };
  });
}

/** A merge deletes the account that lost; not every export says both. */
function isThere(row: Row): boolean {
  return !row.flag('IsDeleted') && row.maybe('MasterRecordId') === null;
}

function mergersIn(accountRows: readonly Row[], ids: readonly Id[], { moves }: Children): Mergers {
  return {
    accounts: accountRows.flatMap((row) => mergedAccountOf(row) ?? []),
    moves: ids.flatMap((id) => moves.get(id) ?? []),
  };
}

function isBulk({ kind, byId, at, record }: DealEvent, bulk: BulkMoments): boolean {
  const field = kind === 'Created' ? '' : record.field;
  return byId !== null && field !== null && bulk.has(byId, at, field);
}

/** The partners that the group has to do with: of its registrations, on its deals, in its quotes and before. */
function partnersIn(
  dealRows: readonly Row[],
  registrations: readonly Registration[],
  children: Children,
  { partners }: Reading,
): Partner[] {
  const ids = new Set(registrations.map(({ partnerId }) => partnerId));
  for (const row of dealRows) {
    const deal = row.text('Id');
    ids.add(row.text('Engaged_Partner__c'));
    for (const each of children.partners.get(deal) ?? []) ids.add(each.text('AccountToId'));
    for (const { accountId, chosenAccountId } of children.quotes.get(deal) ?? []) {
      for (const id of [accountId, chosenAccountId]) if (id !== null) ids.add(id);
    }
    for (const { partnerIds } of children.activities.get(deal) ?? []) for (const id of partnerIds) ids.add(id);
    for (const { partnerId } of children.changes.get(deal) ?? []) if (partnerId !== null) ids.add(partnerId);
  }
  return [...ids].flatMap((id) => partners.get(id) ?? []);
}
