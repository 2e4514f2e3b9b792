/** Opportunities with their lines, partners and activities. */
import { Decimal } from 'decimal.js';
import { z } from 'zod';
import type { Activity, Deal, DealLine, Exemption, Id, PartnerOnDeal } from '../domain/deal.ts';
import { isRenewal, meetingHeld, quotesOf, taskDone, type ActivityRow, type QuoteRow } from '../domain/recorded.ts';
import type { Stage } from '../domain/rules.ts';
import type { CalendarDate, Instant } from '../domain/time.ts';
import type { Capabilities } from './capabilities.ts';
import type { OrgConnection } from './connection.ts';
import { date, decimal, flag, id, instant, parseRows, rawText, text, type Misread } from './parse.ts';
import { select } from './soql.ts';

const dealFields =
  'SELECT Id, Name, AccountId, OwnerId, CreatedById, CreatedDate, Type, StageName, IsClosed, IsWon, CloseDate, Amount, Engaged_Partner__c FROM Opportunity';

const opportunity = z.object({
  Id: id,
  Name: z.string(),
  AccountId: id.nullable(),
  OwnerId: id,
  CreatedById: id,
  CreatedDate: instant,
  Type: text,
  StageName: z.string(),
  IsClosed: flag,
  IsWon: flag,
  CloseDate: date,
  Amount: decimal.nullable(),
  Engaged_Partner__c: id.nullable(),
  CurrencyIsoCode: z.string().length(3).optional(),
});
type OpportunityRow = z.output<typeof opportunity>;

const lineItem = z.object({
  Id: id,
  OpportunityId: id,
  Product2Id: id.nullable(),
  Product2: z.object({ Name: text, Family: text }).nullable(),
  PricebookEntry: z.object({ UnitPrice: decimal.nullable() }).nullable(),
  Quantity: decimal,
  ListPrice: decimal.nullable(),
  UnitPrice: decimal.nullable(),
  Discount: decimal.nullable(),
});

const opportunityPartner = z.object({ Id: id, OpportunityId: id, AccountToId: id, Role: text });

const task = z.object({
  Id: id,
  WhatId: id,
  WhoId: id.nullable(),
  OwnerId: id.nullable(),
  CreatedDate: instant,
  ActivityDate: date.nullable(),
  CompletedDateTime: instant.nullable(),
  IsClosed: flag,
});

const meeting = z.object({
  Id: id,
  WhatId: id,
  WhoId: id.nullable(),
  OwnerId: id.nullable(),
  CreatedDate: instant,
  ActivityDate: date.nullable(),
  StartDateTime: instant.nullable(),
  EndDateTime: instant.nullable(),
});

const exemption = z.object({
  Id: id,
  Opportunity__c: id,
  Reason_Code__c: text,
  Status__c: z.enum(['Requested', 'Granted', 'Refused']),
  CreatedDate: instant,
  CreatedById: id,
  Decided_At__c: instant.nullable(),
  Valid_Until__c: instant.nullable(),
});

/** Opportunities as rows, parsed, before their children are read. */
export interface DealRows {
  rows: OpportunityRow[];
  misread: Misread[];
}

export async function readDealRows(
  connection: OrgConnection,
  { optional }: Capabilities,
  ids: Iterable<Id>,
): Promise<DealRows> {
  const found = await select(connection, `${dealFields} WHERE Id IN :ids`, {
    ids,
    also: optional('Opportunity', 'CurrencyIsoCode'),
  });
  const { read, misread } = parseRows(found, { object: 'Opportunity', schema: opportunity });
  return { rows: read, misread };
}

/** Opportunities of these customers that are open or end on or after a day. */
export async function readDealRowsOf(
  connection: OrgConnection,
  { optional }: Capabilities,
  accountIds: Iterable<Id>,
  since: CalendarDate,
): Promise<DealRows> {
  const found = await select(
    connection,
    `${dealFields} WHERE AccountId IN :ids AND (IsClosed = false OR CloseDate >= :since)`,
    { ids: accountIds, values: { since: { date: since } }, also: optional('Opportunity', 'CurrencyIsoCode') },
  );
  const { read, misread } = parseRows(found, { object: 'Opportunity', schema: opportunity });
  return { rows: read, misread };
}

export interface DealReading {
  stages: readonly Stage[];
  /** Of an org without multi-currency. */
  currency: string;
  now: Instant;
}

/** Whole deals from their rows; a deal one of whose rows can't be parsed is among the misread, under its own id. */
export async function completeDeals(
  connection: OrgConnection,
  capabilities: Capabilities,
  rows: readonly OpportunityRow[],
  reading: DealReading,
): Promise<{ deals: Map<Id, Deal>; misread: Map<Id, string> }> {
  const ids = rows.map((row) => row.Id);
  const [lines, partners, activities, quotes] = await Promise.all([
    readLines(connection, ids),
    readPartners(connection, capabilities, ids),
    readActivities(connection, ids, reading.now),
    readQuotes(connection, capabilities, ids),
  ]);
  const misread = new Map([...lines.misread, ...partners.misread, ...activities.misread, ...quotes.misread]);
  const deals = new Map<Id, Deal>();
  for (const row of rows) {
    const stage = reading.stages.find((known) => known.name === row.StageName);
    if (stage === undefined) misread.set(row.Id, `Opportunity ${row.Id}: StageName: expected one of the org's stages`);
    else if (!misread.has(row.Id)) {
      deals.set(row.Id, {
        ...dealOf(row, stage, reading.currency),
        lines: lines.byDeal.get(row.Id) ?? [],
        partners: [...lookupPartner(row), ...(partners.byDeal.get(row.Id) ?? [])],
        activities: activities.byDeal.get(row.Id) ?? [],
        quotes: quotesOf(quotes.byDeal.get(row.Id) ?? [], row.AccountId),
      });
    }
  }
  return { deals, misread };
}

function dealOf(
  row: OpportunityRow,
  stage: Stage,
  currency: string,
): Omit<Deal, 'lines' | 'partners' | 'activities' | 'quotes'> {
  return {
    id: row.Id,
    name: row.Name,
    customerId: row.AccountId,
    ownerId: row.OwnerId,
    createdById: row.CreatedById,
    createdAt: row.CreatedDate,
    type: row.Type,
    isRenewal: isRenewal(row.Type),
    stage: row.StageName,
    stageProbability: stage.probability,
    isClosed: row.IsClosed,
    isWon: row.IsWon,
    closeDate: row.CloseDate,
    amount: row.Amount,
    currency: row.CurrencyIsoCode ?? currency,
  };
}

function lookupPartner(row: OpportunityRow): PartnerOnDeal[] {
  return row.Engaged_Partner__c === null ? [] : [{ partnerId: row.Engaged_Partner__c, role: null, via: 'lookup' }];
}

interface ByDeal<T> {
  byDeal: Map<Id, T[]>;
  misread: Map<Id, string>;
}

function byDeal<T>(items: readonly T[], dealOfItem: (item: T) => Id): Map<Id, T[]> {
  return Map.groupBy(items, dealOfItem);
}

function misreadBy(field: string, misread: readonly (Misread & { row: unknown })[]): Map<Id, string> {
  return new Map(misread.map(({ row, reason }): [Id, string] => [rawText(row, field) ?? '', reason]));
}

async function readLines(connection: OrgConnection, ids: readonly Id[]): Promise<ByDeal<DealLine>> {
  const found = await select(
    connection,
    'SELECT Id, OpportunityId, Product2Id, Product2.Name, Product2.Family, PricebookEntry.UnitPrice, Quantity, ListPrice, UnitPrice, Discount FROM OpportunityLineItem WHERE OpportunityId IN :ids ORDER BY Id',
    { ids },
  );
  const { read, misread } = parseRows(found, { object: 'OpportunityLineItem', schema: lineItem });
  const lines = byDeal(read, (row) => row.OpportunityId);
  return {
    byDeal: new Map([...lines].map(([deal, rows]) => [deal, rows.map(lineOf)])),
    misread: misreadBy('OpportunityId', misread),
  };
}

function lineOf(row: z.output<typeof lineItem>): DealLine {
  return {
    id: row.Id,
    productId: row.Product2Id,
    product: row.Product2?.Name ?? '',
    family: row.Product2?.Family ?? null,
    quantity: row.Quantity,
    listPrice: row.ListPrice ?? row.PricebookEntry?.UnitPrice ?? null,
    // The sales price of a line does not contain the line's own discount.
    salesPrice: discounted(row.UnitPrice, row.Discount),
    termMonths: null,
  };
}

function discounted(price: Decimal | null, percent: Decimal | null): Decimal | null {
  return price === null || percent === null ? price : price.times(new Decimal(100).minus(percent)).div(100);
}

async function readPartners(
  connection: OrgConnection,
  { has }: Capabilities,
  ids: readonly Id[],
): Promise<ByDeal<PartnerOnDeal>> {
  if (!has('OpportunityPartner')) return { byDeal: new Map(), misread: new Map() };
  const found = await select(
    connection,
    'SELECT Id, OpportunityId, AccountToId, Role FROM OpportunityPartner WHERE OpportunityId IN :ids ORDER BY Id',
    { ids },
  );
  const { read, misread } = parseRows(found, { object: 'OpportunityPartner', schema: opportunityPartner });
  const rows = byDeal(read, (row) => row.OpportunityId);
  const partnerOf = (row: z.output<typeof opportunityPartner>): PartnerOnDeal => ({
    partnerId: row.AccountToId,
    role: row.Role,
    via: 'partner row',
  });
  return {
    byDeal: new Map([...rows].map(([deal, partners]) => [deal, partners.map(partnerOf)])),
    misread: misreadBy('OpportunityId', misread),
  };
}

const quote = z.object({
  Id: id,
  OpportunityId: id,
  AccountId: id.nullable(),
  QuoteAccountId: id.nullable().optional(),
  CurrencyIsoCode: text.optional(),
  Status: text,
  CreatedDate: instant,
  CreatedById: id.nullable(),
  Discount: decimal.nullable(),
  TotalPrice: decimal.nullable(),
});
const quoteLine = z.object({
  QuoteId: id,
  Product2Id: id.nullable(),
  Product2: z.object({ Family: text }).nullable(),
  Quantity: decimal,
  ListPrice: decimal.nullable(),
  UnitPrice: decimal.nullable(),
  Discount: decimal.nullable(),
});

const quoteColumns = ['Status', 'Discount', 'TotalPrice'];
const quoteLineColumns = ['QuoteId', 'ListPrice', 'UnitPrice', 'Discount'];

/** Quotes with their lines; none where the org does without quotes or the service may not see all of their prices. */
async function readQuotes(
  connection: OrgConnection,
  { optional }: Capabilities,
  ids: readonly Id[],
): Promise<ByDeal<QuoteRow>> {
  const seen = optional('Quote', ...quoteColumns).length + optional('QuoteLineItem', ...quoteLineColumns).length;
  if (seen < quoteColumns.length + quoteLineColumns.length) return { byDeal: new Map(), misread: new Map() };
  const found = await select(
    connection,
    'SELECT Id, OpportunityId, AccountId, Status, CreatedDate, CreatedById, Discount, TotalPrice FROM Quote WHERE OpportunityId IN :ids ORDER BY CreatedDate, Id',
    { ids, also: optional('Quote', 'QuoteAccountId', 'CurrencyIsoCode') },
  );
  const { read, misread } = parseRows(found, { object: 'Quote', schema: quote });
  const items = await select(
    connection,
    'SELECT QuoteId, Product2Id, Product2.Family, Quantity, ListPrice, UnitPrice, Discount FROM QuoteLineItem WHERE QuoteId IN :ids ORDER BY Id',
    { ids: read.map((row) => row.Id) },
  );
  const lines = Map.groupBy(
    parseRows(items, { object: 'QuoteLineItem', schema: quoteLine }).read,
    (row) => row.QuoteId,
  );
  const quotes = byDeal(read, (row) => row.OpportunityId);
  return {
    byDeal: new Map(
      [...quotes].map(([deal, rows]) => [deal, rows.map((row) => quoteOf(row, lines.get(row.Id) ?? []))]),
    ),
    misread: misreadBy('OpportunityId', misread),
  };
}

function quoteOf(row: z.output<typeof quote>, lines: readonly z.output<typeof quoteLine>[]): QuoteRow {
  return {
    id: row.Id,
    status: row.Status,
    issuedAt: row.CreatedDate,
    byId: row.CreatedById,
    accountId: row.AccountId,
    chosenAccountId: row.QuoteAccountId ?? null,
    currency: row.CurrencyIsoCode ?? null,
    discount: row.Discount,
    total: row.TotalPrice,
    lines: lines.map((line) => ({
      productId: line.Product2Id,
      family: line.Product2?.Family ?? null,
      quantity: line.Quantity,
      listPrice: line.ListPrice,
      price: discounted(line.UnitPrice, line.Discount),
    })),
  };
}

async function readActivities(connection: OrgConnection, ids: readonly Id[], now: Instant): Promise<ByDeal<Activity>> {
  const [tasks, meetings] = await Promise.all([
    select(
      connection,
      'SELECT Id, WhatId, WhoId, OwnerId, CreatedDate, ActivityDate, CompletedDateTime, IsClosed FROM Task WHERE WhatId IN :ids',
      { ids },
    ),
    select(
      connection,
      'SELECT Id, WhatId, WhoId, OwnerId, CreatedDate, ActivityDate, StartDateTime, EndDateTime FROM Event WHERE WhatId IN :ids',
      { ids },
    ),
  ]);
  const [taskRows, meetingRows] = [
    parseRows(tasks, { object: 'Task', schema: task }),
    parseRows(meetings, { object: 'Event', schema: meeting }),
  ];
  const firms = await firmsOf(connection, [...taskRows.read, ...meetingRows.read]);
  const activities = [
    ...taskRows.read.map((row) => ({ deal: row.WhatId, activity: taskActivity(row, firms) })),
    ...meetingRows.read.map((row) => ({ deal: row.WhatId, activity: meetingActivity(row, firms, now) })),
  ].sort((a, b) => a.activity.at - b.activity.at || (a.activity.id < b.activity.id ? -1 : 1));
  const grouped = byDeal(activities, ({ deal }) => deal);
  return {
    byDeal: new Map([...grouped].map(([deal, items]) => [deal, items.map(({ activity }) => activity)])),
    misread: new Map([...misreadBy('WhatId', taskRows.misread), ...misreadBy('WhatId', meetingRows.misread)]),
  };
}

/** Firms of the people who took part, by contact. */
async function firmsOf(connection: OrgConnection, rows: readonly { WhoId: Id | null }[]): Promise<Map<Id, Id>> {
  // A person may be a lead as well; only contacts belong to a firm.
  const ids = rows.flatMap(({ WhoId }) => (WhoId?.startsWith('003') ? WhoId : []));
  const found = await select(connection, 'SELECT Id, AccountId FROM Contact WHERE Id IN :ids', { ids });
  const { read } = parseRows(found, { object: 'Contact', schema: z.object({ Id: id, AccountId: id.nullable() }) });
  return new Map(read.flatMap((row): [Id, Id][] => (row.AccountId === null ? [] : [[row.Id, row.AccountId]])));
}

type TaskRow = z.output<typeof task>;
type MeetingRow = z.output<typeof meeting>;

function activityRow(row: TaskRow | MeetingRow, firms: ReadonlyMap<Id, Id>): ActivityRow {
  return {
    id: row.Id,
    ownerId: row.OwnerId,
    createdAt: row.CreatedDate,
    activityDate: row.ActivityDate,
    firms: firmIds(row.WhoId, firms),
  };
}

function taskActivity(row: TaskRow, firms: ReadonlyMap<Id, Id>): Activity {
  return taskDone({ ...activityRow(row, firms), completedAt: row.CompletedDateTime, isClosed: row.IsClosed });
}

function meetingActivity(row: MeetingRow, firms: ReadonlyMap<Id, Id>, now: Instant): Activity {
  return meetingHeld({ ...activityRow(row, firms), startsAt: row.StartDateTime, endsAt: row.EndDateTime }, now);
}

function firmIds(contactId: Id | null, firms: ReadonlyMap<Id, Id>): Id[] {
  const firm = contactId === null ? undefined : firms.get(contactId);
  return firm === undefined ? [] : [firm];
}

/** Exemptions asked for on these deals. A row that can't be parsed is passed over: it can't exempt anybody. */
export async function readExemptions(connection: OrgConnection, ids: Iterable<Id>): Promise<Exemption[]> {
  const found = await select(
    connection,
    'SELECT Id, Opportunity__c, Reason_Code__c, Status__c, CreatedDate, CreatedById, Decided_At__c, Valid_Until__c FROM Exemption_Request__c WHERE Opportunity__c IN :ids ORDER BY CreatedDate, Id',
    { ids },
  );
  return parseRows(found, { object: 'Exemption_Request__c', schema: exemption }).read.map((row) => ({
    id: row.Id,
    dealId: row.Opportunity__c,
    reasonCode: row.Reason_Code__c ?? 'Other',
    status: row.Status__c,
    requestedAt: row.CreatedDate,
    requestedById: row.CreatedById,
    decidedAt: row.Decided_At__c,
    validUntil: row.Valid_Until__c,
  }));
}
