/** The rows of a parcel as what the rules judge: one set of facts for each group of customers in it. */
import { Decimal } from 'decimal.js';
import type {
  Activity,
  Customer,
  Deal,
  DealEvent,
  DealLine,
  Exemption,
  Id,
  Partner,
  PartnerOnDeal,
  PartnerRole,
  Quote,
  Registration,
} from '../domain/deal.ts';
import { countryCode } from '../domain/customer/country.ts';
import { mergeEvents } from '../domain/merge-events.ts';
import { decisionInWords } from '../domain/protection/decision-text.ts';
import type { IdleRules } from '../domain/protection/idle-claims.ts';
import { protectionDays } from '../domain/protection/window.ts';
import { dealChange, isRenewal, meetingHeld, namedAccountChange, stateChanges, taskDone } from '../domain/recorded.ts';
import type { GroupFacts } from '../domain/review-group.ts';
import type { Policy } from '../domain/rules.ts';
import { addDays, type Instant } from '../domain/time.ts';
import { momentOf } from './bulk-changes.ts';
import { statusOf } from './mapping.ts';
import type { Unknown } from './not-checked.ts';
import type { ParcelRow } from './parcels.ts';
import { fullId } from './record-id.ts';
import { flagOf, instantIn, tables, type TableName } from './tables.ts';

/** What the rows of every parcel are read with. */
export interface Reading {
  partners: ReadonlyMap<Id, Partner>;
  policy: Policy;
  now: Instant;
  historyFrom: Instant | null;
  hasExemptions: boolean;
  /** Moments in which somebody changed many records of the export, as `momentOf` tells them. */
  bulk: ReadonlySet<string>;
  /** The org's name of the lookup to the engaged partner. */
  partnerField: string;
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

/** One row, read by the names of its columns. */
class Row {
  readonly #row: ParcelRow;
  readonly #indexes: ReadonlyMap<string, number>;

  constructor(row: ParcelRow, indexes: ReadonlyMap<string, number>) {
    this.#row = row;
    this.#indexes = indexes;
  }

  text(name: string): string {
    return this.#row.text(this.#indexes.get(name)!);
  }
  maybe(name: string): string | null {
    return this.text(name) || null;
  }
  number(name: string): Decimal | null {
    const value = this.text(name);
    return value === '' ? null : new Decimal(value);
  }
  instant(name: string): Instant | null {
    const start = this.#row.startOf(this.#indexes.get(name)!);
    const length = this.#row.lengthOf(start);
    return length === 0 ? null : instantIn(this.#row.bytes, start, start + length);
  }
  /** An instant that the table requires. */
  at(name: string): Instant {
    return this.instant(name) ?? Number.NaN;
  }
  day(name: string): string | null {
    return this.maybe(name)?.slice(0, 10) ?? null;
  }
  flag(name: string): boolean {
    return flagOf(this.text(name));
  }
  list(name: string): string[] {
    return this.text(name)
      .split(';')
      .map((each) => each.trim())
      .filter((each) => each !== '');
  }
  /** What was put behind the table's own columns. */
  added(index: number): string {
    return this.#row.text(this.#indexes.size + index);
  }
}

function indexesOf(table: TableName): ReadonlyMap<string, number> {
  return new Map(tables[table].columns.map(({ name }, index) => [name, index]));
}

/**
 * The groups of a parcel that have a registration, each once, in order of their names; without those where it is not known
 * who stands on an opportunity.
 */
export function groupsOf(rows: ReadonlyMap<TableName, readonly ParcelRow[]>, reading: Reading): GroupFacts[] {
  const of = (table: TableName): Row[] => {
    const indexes = indexesOf(table);
    const all = (rows.get(table) ?? []).map((row) => new Row(row, indexes));
    return indexes.has('Id') ? once(all) : all;
  };
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
    const customers = (accountsByGroup.get(group) ?? []).filter((row) => !row.flag('IsDeleted')).map(customerOf);
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
          ...customers.flatMap(({ id }) => children.tags.get(id) ?? []),
          ...dealRows.flatMap((row) => partnerRowEvents(row, children)),
        ],
        ids.flatMap((id) => children.states.get(id) ?? []),
        dealRows.map(createdEvent),
      ]).map((event) => (isBulk(event, reading) ? { ...event, inBulk: true } : event)),
      historyFrom: reading.historyFrom,
      ...(reading.hasExemptions ? {} : { exemptionsUnread: true }),
    };
  });
}

/** Parts of an export may overlap; of a record that comes again the first row counts. */
function once(rows: readonly Row[]): Row[] {
  const seen = new Set<Id>();
  return rows.filter((row) => {
    const id = row.text('Id');
    if (seen.has(id)) return false;
    seen.add(id);
    return true;
  });
}

function isBulk({ kind, byId, at, record }: DealEvent, { bulk }: Reading): boolean {
  const field = kind === 'Created' ? '' : record.field;
  return byId !== null && field !== null && bulk.has(momentOf(byId, at, field));
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
    for (const { accountId } of children.quotes.get(deal) ?? []) if (accountId !== null) ids.add(accountId);
    for (const { partnerIds } of children.activities.get(deal) ?? []) for (const id of partnerIds) ids.add(id);
    for (const { partnerId } of children.changes.get(deal) ?? []) if (partnerId !== null) ids.add(partnerId);
  }
  return [...ids].flatMap((id) => partners.get(id) ?? []);
}

interface Children {
  lines: Map<Id, DealLine[]>;
  partners: Map<Id, Row[]>;
  activities: Map<Id, Activity[]>;
  quotes: Map<Id, Quote[]>;
  exemptions: Map<Id, Exemption[]>;
  changes: Map<Id, DealEvent[]>;
  states: Map<Id, DealEvent[]>;
  tags: Map<Id, DealEvent[]>;
}

function childrenOf(of: (table: TableName) => Row[], reading: Reading): Children {
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
    changes: mapped(
      Map.groupBy(inTime(of('OpportunityFieldHistory')), (row) => row.text('OpportunityId')),
      (group) =>
        group.flatMap((row) => dealChange(dealChangeOf(row, partnerField), partnerField, 'Engaged_Partner__c')),
    ),
    states: mapped(
      Map.groupBy(inTime(of('OpportunityHistory')), (row) => row.text('OpportunityId')),
      (group) => stateChanges(group.map(stateOf)),
    ),
    tags: mapped(
      Map.groupBy(inTime(of('AccountHistory')), (row) => row.text('AccountId')),
      (group) => group.map((row) => namedAccountChange(tagOf(row), 'Named_Account__c')),
    ),
  };
}

function mapped<T, U>(groups: Map<Id, T[]>, change: (group: T[]) => U[]): Map<Id, U[]> {
  return new Map([...groups].map(([id, group]) => [id, change(group)]));
}

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
function dealChangeOf(row: Row, partnerField: string) {
  const change = changeOf(row, 'OpportunityId');
  if (change.field !== partnerField && change.field !== 'Owner') return change;
  const [from, to] = [change.from, change.to].map((value) => (value === null ? null : fullId(value)));
  return { ...change, from: from ?? null, to: to ?? null };
}

/** A checkbox is 1 or true, as the tool that exported it writes it. */
function tagOf(row: Row) {
  const change = changeOf(row, 'AccountId');
  return { ...change, from: String(flagOf(change.from ?? '')), to: String(flagOf(change.to ?? '')) };
}

function stateOf(row: Row) {
  return {
    dealId: row.text('OpportunityId'),
    stage: row.text('StageName'),
    amount: row.maybe('Amount'),
    closeDate: row.day('CloseDate') ?? '',
    ...{ at: row.at('CreatedDate'), byId: row.text('CreatedById') },
  };
}

/** The record itself says when it was created, and by whom. */
function createdEvent(row: Row): DealEvent {
  const dealId = row.text('Id');
  return {
    key: `${dealId}:created`,
    kind: 'Created',
    dealId,
    ...{ registrationId: null, customerId: null, partnerId: null, from: null, to: null },
    ...{ at: row.at('CreatedDate'), byId: row.maybe('CreatedById') ?? row.text('OwnerId') },
    source: 'Opportunity History',
    record: { object: 'Opportunity', id: dealId, field: null },
  };
}

function dealOf(row: Row, children: Children, { policy, currency }: Reading): Deal {
  const id = row.text('Id');
  const stage = policy.stages.find(({ name }) => name === row.text('StageName'));
  const engaged = row.maybe('Engaged_Partner__c');
  return {
    id,
    name: row.text('Name'),
    customerId: row.maybe('AccountId'),
    ownerId: row.text('OwnerId'),
    createdById: row.maybe('CreatedById') ?? row.text('OwnerId'),
    createdAt: row.at('CreatedDate'),
    type: row.maybe('Type'),
    isRenewal: isRenewal(row.maybe('Type')),
    stage: row.text('StageName'),
    stageProbability: stage?.probability ?? 0,
    isClosed: stage?.isClosed ?? row.flag('IsClosed'),
    isWon: stage?.isWon ?? row.flag('IsWon'),
    closeDate: row.day('CloseDate') ?? '',
    amount: row.number('Amount'),
    currency: row.maybe('CurrencyIsoCode') ?? currency,
    lines: children.lines.get(id) ?? [],
    partners: [
      ...(engaged === null ? [] : [{ partnerId: engaged, role: null, via: 'lookup' as const }]),
      ...standingRows(row, children).map((each): PartnerOnDeal => ({
        partnerId: each.text('AccountToId'),
        role: each.maybe('Role'),
        via: 'partner row',
      })),
    ],
    activities: children.activities.get(id) ?? [],
    quotes: children.quotes.get(id) ?? [],
  };
}

/** Rows of an opportunity's partners; each has a mirror that names the customer, which is none. */
function partnerRows(row: Row, { partners }: Children): Row[] {
  const customer = row.text('AccountId');
  return (partners.get(row.text('Id')) ?? []).filter(
    (each) => each.text('AccountToId') !== '' && each.text('AccountToId') !== customer,
  );
}

function standingRows(row: Row, children: Children): Row[] {
  return partnerRows(row, children).filter((each) => !each.flag('IsDeleted'));
}

/** A row of a partner tells when he was entered; a deleted one that is still in the bin also when he left. */
function partnerRowEvents(deal: Row, children: Children): DealEvent[] {
  const dealId = deal.text('Id');
  return partnerRows(deal, children).flatMap((row) => {
    const [id, partnerId, entered] = [row.text('Id'), row.text('AccountToId'), row.instant('CreatedDate')];
    const event = (kind: 'Partner Entered' | 'Partner Left', at: Instant, byId: Id | null): DealEvent => ({
      key: `${id}:${kind}`,
      ...{ kind, dealId, partnerId, at, byId },
      ...{ registrationId: null, customerId: null },
      ...{ from: kind === 'Partner Left' ? partnerId : null, to: kind === 'Partner Left' ? null : partnerId },
      source: 'Field History',
      record: { object: 'OpportunityPartner', id, field: null },
    });
    const left = row.flag('IsDeleted') ? row.instant('SystemModstamp') : null;
    return [
      ...(entered === null ? [] : [event('Partner Entered', entered, row.maybe('CreatedById'))]),
      ...(left === null ? [] : [event('Partner Left', left, row.maybe('LastModifiedById'))]),
    ];
  });
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

function quoteOf(row: Row, lines: readonly Row[]): Quote {
  return {
    id: row.text('Id'),
    status: row.maybe('Status'),
    issuedAt: row.at('CreatedDate'),
    byId: row.maybe('CreatedById') ?? row.maybe('OwnerId'),
    accountId: row.maybe('AccountId'),
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

function customerOf(row: Row): Customer {
  return {
    id: row.text('Id'),
    name: row.text('Name'),
    website: row.maybe('Website'),
    country: countryCode(row.maybe('BillingCountry')),
    taxId: row.maybe('Tax_Id__c'),
    companyNumber: row.maybe('Company_Number__c'),
    parentId: row.maybe('ParentId'),
    phone: row.maybe('Phone'),
    street: row.maybe('BillingStreet'),
    postalCode: row.maybe('BillingPostalCode'),
    city: row.maybe('BillingCity'),
    segment: row.maybe('Type'),
    namedAccount: row.flag('Named_Account__c'),
    ownerId: row.maybe('OwnerId'),
  };
}

const partnerRoles: readonly string[] = [
  'Reseller',
  'Systems Integrator',
  'Service Provider',
  'Distributor',
  'OEM',
  'ISV',
  'Alliance',
];

/**
 * A claim. An org's own object rarely has every date: protection then begins with the decision, else the submission, and
 * lasts as long as the policy says.
 */
function registrationOf(row: Row, { policy, statuses }: Reading): Registration {
  const role = row.text('Partner_Role__c');
  const status = statusOf(row.text('Status__c'), statuses) ?? 'Submitted';
  const submittedAt = row.instant('Submitted_At__c') ?? row.at('CreatedDate');
  const decidedAt = row.instant('Decided_At__c');
  const customer = {
    name: row.text('Customer_Name__c'),
    website: row.maybe('Customer_Website__c'),
    country: countryCode(row.maybe('Customer_Country__c')),
    taxId: row.maybe('Customer_Tax_Id__c'),
  };
  const productFamilies = row.list('Product_Families__c');
  const wasApproved = status === 'Approved' || status === 'Expired' || status === 'Converted' || status === 'Lapsed';
  const from = row.instant('Protected_From__c') ?? (wasApproved ? (decidedAt ?? submittedAt) : null);
  const scope = { country: customer.country, segment: null, productFamilies };
  const until = from === null ? null : addDays(from, protectionDays(scope, policy, from));
  return {
    id: row.text('Id'),
    name: row.maybe('Name') ?? row.text('Id'),
    partnerId: row.text('Partner__c'),
    partnerRole: partnerRoles.includes(role) ? (role as PartnerRole) : null,
    customer,
    customerId: row.maybe('Customer__c'),
    productFamilies,
    amount: row.number('Amount__c'),
    expectedCloseDate: row.day('Expected_Close_Date__c'),
    tenderPublishedOn: row.day('Tender_Published_On__c'),
    ...{ status, submittedAt, decidedAt },
    decisionReason: decisionInWords(row.maybe('Decision_Reason__c')),
    protectedFrom: from,
    protectedUntil: row.instant('Protected_Until__c') ?? until,
    queuePosition: null,
    extensionRequestedAt: row.instant('Extension_Requested_At__c'),
    endedAt: row.instant('Ended_At__c'),
    dealId: row.maybe('Opportunity__c'),
    partnerConfirmedAt: row.instant('Partner_Confirmed_At__c'),
  };
}
