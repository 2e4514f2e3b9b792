/** Closed deals, and those open beside them, as the forecast learns from them. */
import { z } from 'zod';
import type { Id } from '../domain/deal.ts';
import type { PastDeal } from '../domain/forecast/past-deals.ts';
import { addMonths, dateOf, type CalendarDate, type Instant } from '../domain/time.ts';
import type { Capabilities } from './capabilities.ts';
import type { OrgConnection } from './connection.ts';
import { countryCode } from '../domain/customer/country.ts';
import { date, flag, id, instant, parseRows, text } from './parse.ts';
import { lastOf, select } from './soql.ts';

/** Months looked back, the first of these that leaves no more deals than can be read in a few minutes. */
const monthsBack = [36, 24, 12, 6, 3] as const;
const most = 50_000;

const opportunity = z.object({
  Id: id,
  AccountId: id.nullable(),
  Account: z.object({ BillingCountry: text }).nullable(),
  OwnerId: id,
  CreatedDate: instant,
  IsClosed: flag,
  IsWon: flag,
  CloseDate: date,
  Engaged_Partner__c: id.nullable(),
  CurrencyIsoCode: z.string().length(3).optional(),
});

/** Statistics, not money: figures are read as they come. */
const figure = z.number().nullable();
const lineItem = z.object({
  OpportunityId: id,
  Product2: z.object({ Family: text }).nullable(),
  PricebookEntry: z.object({ UnitPrice: figure }).nullable(),
  Quantity: figure,
  ListPrice: figure,
  TotalPrice: figure,
});
const stageEntered = z.object({ OpportunityId: id, StageName: text, CreatedDate: instant });

export interface PastReading {
  /** In which list values are compared; deals in another currency have none. */
  currency: string;
  /** IANA name of the zone in which instants are days. */
  timeZone: string;
  now: Instant;
}

/** Deals closed within the last years, fewer where there are very many, and all deals still open. Rows that can't be read are left out. */
export async function readPastDeals(
  connection: OrgConnection,
  capabilities: Capabilities,
  reading: PastReading,
): Promise<PastDeal[]> {
  const since = await beginning(connection, dateOf(reading.now, reading.timeZone));
  const deals: PastDeal[] = [];
  for (let last: Id | null = '000000000000000AAA'; last !== null;) {
    const rows: unknown[] = await select(
      connection,
      'SELECT Id, AccountId, Account.BillingCountry, OwnerId, CreatedDate, IsClosed, IsWon, CloseDate, Engaged_Partner__c FROM Opportunity WHERE (IsClosed = false OR CloseDate >= :since) AND Id > :last ORDER BY Id LIMIT 2000',
      { values: { since: { date: since }, last }, also: capabilities.optional('Opportunity', 'CurrencyIsoCode') },
    );
    const { read } = parseRows(rows, { object: 'Opportunity', schema: opportunity });
    deals.push(...(await pastDeals(connection, read, reading)));
    last = lastOf(rows);
  }
  return deals;
}

async function beginning(connection: OrgConnection, today: CalendarDate): Promise<CalendarDate> {
  const days = monthsBack.map((months) => addMonths(today, -months));
  for (const day of days) {
    const rows = await select(
      connection,
      'SELECT COUNT(Id) deals FROM Opportunity WHERE IsClosed = true AND CloseDate >= :since',
      { values: { since: { date: day } } },
    );
    const { read } = parseRows(rows, { object: 'Opportunity', schema: z.object({ deals: z.number() }) });
    if ((read[0]?.deals ?? 0) <= most) return day;
  }
  return days.at(-1) ?? today;
}

async function pastDeals(
  connection: OrgConnection,
  rows: readonly z.output<typeof opportunity>[],
  { currency, timeZone, now }: PastReading,
): Promise<PastDeal[]> {
  const ids = rows.map((row) => row.Id);
  const [items, histories] = await Promise.all([
    select(
      connection,
      'SELECT OpportunityId, Product2.Family, PricebookEntry.UnitPrice, Quantity, ListPrice, TotalPrice FROM OpportunityLineItem WHERE OpportunityId IN :ids',
      { ids },
    ),
    select(
      connection,
      'SELECT OpportunityId, StageName, CreatedDate FROM OpportunityHistory WHERE OpportunityId IN :ids',
      { ids },
    ),
  ]);
  const lines = Map.groupBy(
    parseRows(items, { object: 'OpportunityLineItem', schema: lineItem }).read,
    (line) => line.OpportunityId,
  );
  const stages = Map.groupBy(
    parseRows(histories, { object: 'OpportunityHistory', schema: stageEntered }).read,
    (row) => row.OpportunityId,
  );
  const today = dateOf(now, timeZone);
  return rows.map((row) => {
    const openedOn = dateOf(row.CreatedDate, timeZone);
    const isPriced = (row.CurrencyIsoCode ?? currency) === currency;
    const { list, price, product } = valueOf(lines.get(row.Id) ?? []);
    return {
      id: row.Id,
      openedOn,
      closedOn: row.IsClosed ? within(row.CloseDate, openedOn, today) : null,
      won: row.IsWon,
      list: isPriced ? list : null,
      product,
      region: countryCode(row.Account?.BillingCountry ?? null),
      salesperson: row.OwnerId,
      partner: row.Engaged_Partner__c,
      customer: row.AccountId,
      stages: stagesOf(stages.get(row.Id) ?? [], timeZone),
      priceToList: row.IsWon && list !== null && list > 0 && price !== null ? price / list : null,
    };
  });
}

/** Close dates are typed: one before the deal was opened, or still to come, is that day or today. */
function within(day: CalendarDate, from: CalendarDate, until: CalendarDate): CalendarDate {
  if (day < from) return from;
  return day > until ? until : day;
}

/** Null where a line lacks what it takes. */
function valueOf(lines: readonly z.output<typeof lineItem>[]) {
  const valued = lines.map(({ Product2, PricebookEntry, Quantity, ListPrice, TotalPrice }) => {
    const unit = ListPrice ?? PricebookEntry?.UnitPrice ?? null;
    return {
      family: Product2?.Family ?? null,
      list: unit === null || Quantity === null ? null : unit * Quantity,
      price: TotalPrice,
    };
  });
  const sum = (values: readonly (number | null)[]) =>
    values.length === 0
      ? null
      : values.reduce((total, value) => (total === null || value === null ? null : total + value), 0);
  const largest = valued.toSorted(
    (a, b) => (b.list ?? 0) - (a.list ?? 0) || ((a.family ?? '') < (b.family ?? '') ? -1 : 1),
  )[0];
  return {
    list: sum(valued.map(({ list }) => list)),
    price: sum(valued.map(({ price }) => price)),
    product: largest?.family ?? null,
  };
}

function stagesOf(rows: readonly z.output<typeof stageEntered>[], timeZone: string): PastDeal['stages'] {
  return rows
    .toSorted((a, b) => a.CreatedDate - b.CreatedDate)
    .flatMap(({ StageName: stage, CreatedDate: at }) => (stage === null ? [] : { on: dateOf(at, timeZone), stage }));
}
