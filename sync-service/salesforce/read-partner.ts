/** Partners with everything their standing is made from: deals won and open, claims, competencies, the ledger. */
import { z } from 'zod';
import type { Id, Registration } from '../domain/deal.ts';
import type { CompetencyOnRecord, OpenDeal, PartnerFacts, WonDeal } from '../domain/programme/standing-facts.ts';
import { addMonths, dateOf, type CalendarDate, type Instant } from '../domain/time.ts';
import type { Rules } from '../ports.ts';
import type { Capabilities } from './capabilities.ts';
import type { OrgConnection } from './connection.ts';
import { readLedger } from './ledger-records.ts';
import { date, decimal, flag, id, instant, parseRows, rawText, text } from './parse.ts';
import { readPartners as readAccounts } from './read-companies.ts';
import { readRegistrationsOfDeals } from './read-registrations.ts';
import { select } from './soql.ts';

/** Months looked back on: the running fiscal year, the one before, and a quarter at their edge. */
const monthsBack = 27;

const opportunity = z.object({
  Id: id,
  AccountId: id.nullable(),
  IsWon: flag,
  CloseDate: date,
  Amount: decimal.nullable(),
  CurrencyIsoCode: z.string().length(3).optional(),
});
type OpportunityRow = z.output<typeof opportunity>;

const lineItem = z.object({
  OpportunityId: id,
  Product2: z.object({ Family: text }).nullable(),
  PricebookEntry: z.object({ UnitPrice: decimal.nullable() }).nullable(),
  Quantity: decimal,
  ListPrice: decimal.nullable(),
  TotalPrice: decimal.nullable(),
});
type LineRow = z.output<typeof lineItem>;

const competency = z.object({
  Partner__c: id,
  Competency__r: z.object({ Competency_Key__c: text }).nullable(),
  Certified_People__c: z.number().nullable(),
  Valid_From__c: date.nullable(),
  Valid_Until__c: date.nullable(),
});

const stageEntered = z.object({ OpportunityId: id, StageName: text, CreatedDate: instant });

/**
 * Facts of these partners; an account that does not exist or is no partner is missing from the map. Deals that can't be read are counted
 * and left out.
 * @throws UnreadableRulesError where an entry of the ledger can't be read
 */
export async function readPartners(
  connection: OrgConnection,
  capabilities: Capabilities,
  ids: Iterable<Id>,
  { programme, policy }: Rules,
  now: Instant,
): Promise<Map<Id, PartnerFacts>> {
  const found = await readAccounts(connection, ids);
  // An account without a role is nobody's partner, however its level field reads.
  const accounts = new Map([...found].filter(([, { roles }]) => roles.length > 0));
  const wanted = [...accounts.keys()];
  const { timeZone } = policy.calendar;
  const wonFrom = addMonths(dateOf(now, timeZone), -monthsBack);
  const [deals, competencies, ledger] = await Promise.all([
    readDealsOf(connection, capabilities, wanted, wonFrom),
    readCompetencies(connection, wanted),
    readLedger(connection, { partners: wanted }),
  ]);
  const closedStages = new Set(policy.stages.filter(({ isClosed }) => isClosed).map(({ name }) => name));
  const details = await readDetails(connection, deals.rows, closedStages);
  const entries = Map.groupBy(ledger, ({ partnerId }) => partnerId);
  const reading: Reading = { details, currency: programme.currency, timeZone };
  return new Map(
    [...accounts].map(([partnerId, partner]): [Id, PartnerFacts] => {
      const his = [...(deals.of.get(partnerId) ?? [])];
      return [
        partnerId,
        {
          partner,
          ...dealsOf(partnerId, his, deals, reading),
          competencies: competencies.get(partnerId) ?? [],
          ledger: entries.get(partnerId) ?? [],
          wonFrom,
          // No record says yet when a partner accepted his target.
          acceptedOn: null,
        },
      ];
    }),
  );
}

interface DealsOfPartners {
  rows: ReadonlyMap<Id, OpportunityRow>;
  /** Deals by partner, readable or not. */
  of: ReadonlyMap<Id, ReadonlySet<Id>>;
}

const live = '(IsClosed = false OR (IsWon = true AND CloseDate >= :since))';
const dealFields = 'SELECT Id, AccountId, IsWon, CloseDate, Amount, Engaged_Partner__c FROM Opportunity';

/** Deals on which the partners stand, by the lookup or by a partner row, that are open or were won since a day. */
async function readDealsOf(
  connection: OrgConnection,
  { has, optional }: Capabilities,
  partners: readonly Id[],
  since: CalendarDate,
): Promise<DealsOfPartners> {
  const also = optional('Opportunity', 'CurrencyIsoCode');
  const values = { since: { date: since } };
  const [byLookup, partnerRows] = await Promise.all([
    select(connection, `${dealFields} WHERE Engaged_Partner__c IN :ids AND ${live}`, { ids: partners, values, also }),
    has('OpportunityPartner')
      ? select(
          connection,
          'SELECT OpportunityId, AccountToId FROM OpportunityPartner WHERE AccountToId IN :ids AND (Opportunity.IsClosed = false OR (Opportunity.IsWon = true AND Opportunity.CloseDate >= :since))',
          { ids: partners, values },
        )
      : [],
  ]);
  const pairs = [
    ...byLookup.map((row) => [rawText(row, 'Engaged_Partner__c') ?? '', rawText(row, 'Id') ?? ''] as const),
    ...partnerRows.map((row) => [rawText(row, 'AccountToId') ?? '', rawText(row, 'OpportunityId') ?? ''] as const),
  ];
  const known = new Set(byLookup.map((row) => rawText(row, 'Id')));
  const byRow = await select(connection, `${dealFields} WHERE Id IN :ids`, {
    ids: pairs.flatMap(([, deal]) => (known.has(deal) ? [] : deal)),
    also,
  });
  const { read } = parseRows([...byLookup, ...byRow], { object: 'Opportunity', schema: opportunity });
  return {
    rows: new Map(read.map((row) => [row.Id, row])),
    of: new Map(
      [...Map.groupBy(pairs, ([partner]) => partner)].map(([partner, of]) => [
        partner,
        new Set(of.map(([, deal]) => deal)),
      ]),
    ),
  };
}

interface Details {
  lines: ReadonlyMap<Id, readonly LineRow[]>;
  /** Deals with a line that can't be read. */
  misread: ReadonlySet<Id>;
  claims: ReadonlyMap<Id | null, readonly Registration[]>;
  /** Customers from whom something was won, ever. */
  buyers: ReadonlySet<Id>;
  /** When a deal that is won was closed, as far as its history says so. */
  closedAt: ReadonlyMap<Id, Instant>;
}

async function readDetails(
  connection: OrgConnection,
  deals: ReadonlyMap<Id, OpportunityRow>,
  closedStages: ReadonlySet<string>,
): Promise<Details> {
  const ids = [...deals.keys()];
  const prospects = [...deals.values()].flatMap(({ IsWon, AccountId }) => (IsWon ? [] : (AccountId ?? [])));
  const [items, { registrations }, buyers, stages] = await Promise.all([
    select(
      connection,
      'SELECT Id, OpportunityId, Product2.Family, PricebookEntry.UnitPrice, Quantity, ListPrice, TotalPrice FROM OpportunityLineItem WHERE OpportunityId IN :ids ORDER BY Id',
      { ids },
    ),
    readRegistrationsOfDeals(connection, ids),
    select(
      connection,
      'SELECT AccountId FROM Opportunity WHERE AccountId IN :ids AND IsWon = true GROUP BY AccountId',
      { ids: prospects },
    ),
    select(
      connection,
      'SELECT OpportunityId, StageName, CreatedDate FROM OpportunityHistory WHERE OpportunityId IN :ids ORDER BY OpportunityId, CreatedDate, Id',
      { ids: [...deals.values()].flatMap(({ Id, IsWon }) => (IsWon ? Id : [])) },
    ),
  ]);
  const { read, misread } = parseRows(items, { object: 'OpportunityLineItem', schema: lineItem });
  return {
    lines: Map.groupBy(read, (row) => row.OpportunityId),
    misread: new Set(misread.map(({ row }) => rawText(row, 'OpportunityId') ?? '')),
    claims: Map.groupBy(registrations, ({ dealId }) => dealId),
    buyers: new Set(buyers.map((row) => rawText(row, 'AccountId') ?? '')),
    closedAt: closings(parseRows(stages, { object: 'OpportunityHistory', schema: stageEntered }).read, closedStages),
  };
}

/** The last change from an open stage to a closed one. */
function closings(
  states: readonly z.output<typeof stageEntered>[],
  closedStages: ReadonlySet<string>,
): Map<Id, Instant> {
  const isClosed = (stage: string | null | undefined) => closedStages.has(stage ?? '');
  return new Map(
    [...Map.groupBy(states, (state) => state.OpportunityId)].flatMap(([deal, of]): [Id, Instant][] => {
      const closing = of.findLast(
        ({ StageName: stage }, i) => i > 0 && isClosed(stage) && !isClosed(of[i - 1]?.StageName),
      );
      return closing === undefined ? [] : [[deal, closing.CreatedDate]];
    }),
  );
}

interface Reading {
  details: Details;
  /** Of an org without multi-currency. */
  currency: string;
  timeZone: string;
}

function dealsOf(
  partnerId: Id,
  his: readonly Id[],
  { rows }: DealsOfPartners,
  reading: Reading,
): Pick<PartnerFacts, 'won' | 'open' | 'unpriced' | 'unreadable'> {
  const { misread } = reading.details;
  const readable = his.flatMap((dealId) => (misread.has(dealId) ? [] : (rows.get(dealId) ?? [])));
  const running = readable.filter((row) => !row.IsWon);
  const open = running.flatMap((row) => openDeal(row, partnerId, reading) ?? []);
  return {
    won: readable.filter((row) => row.IsWon).map((row) => wonDeal(row, partnerId, reading)),
    open,
    unpriced: running.length - open.length,
    unreadable: his.length - readable.length,
  };
}

function wonDeal(row: OpportunityRow, partnerId: Id, { details, currency, timeZone }: Reading): WonDeal {
  const lines = details.lines.get(row.Id) ?? [];
  const closedAt = details.closedAt.get(row.Id);
  // As the ledger dates it: by the change of stage, whatever the close date was typed to be.
  const wonOn = closedAt === undefined ? row.CloseDate : dateOf(closedAt, timeZone);
  return {
    id: row.Id,
    customerId: row.AccountId,
    currency: row.CurrencyIsoCode ?? currency,
    wonOn,
    registered: claimsOf(row.Id, partnerId, details).some((claim) => covers(claim, wonOn, timeZone)),
    // No record of the org says that a deal has a price of its own.
    specialPrice: false,
    lines:
      lines.length === 0
        ? row.Amount === null
          ? []
          : [{ family: null, amount: row.Amount }]
        : lines.flatMap((line) =>
            line.TotalPrice === null ? [] : { family: line.Product2?.Family ?? null, amount: line.TotalPrice },
          ),
  };
}

function claimsOf(dealId: Id, partnerId: Id, { claims }: Details): readonly Registration[] {
  return (claims.get(dealId) ?? []).filter((claim) => claim.partnerId === partnerId);
}

/** Approved, and in force on the day on which the deal was won. */
function covers(claim: Registration, wonOn: CalendarDate, timeZone: string): boolean {
  const { status, protectedFrom, protectedUntil } = claim;
  if (protectedFrom === null || status === 'Rejected' || status === 'Withdrawn') return false;
  const from = dateOf(protectedFrom, timeZone);
  return from <= wonOn && (protectedUntil === null || wonOn <= dateOf(protectedUntil, timeZone));
}

/** Null where it has no products, or one without a list price. */
function openDeal(row: OpportunityRow, partnerId: Id, { details, currency, timeZone }: Reading): OpenDeal | null {
  const lines = (details.lines.get(row.Id) ?? []).map((line) => ({
    family: line.Product2?.Family ?? null,
    quantity: line.Quantity,
    listPrice: line.ListPrice ?? line.PricebookEntry?.UnitPrice ?? null,
    termMonths: null,
  }));
  const priced = lines.flatMap((line) => (line.listPrice === null ? [] : { ...line, listPrice: line.listPrice }));
  if (lines.length === 0 || priced.length < lines.length) return null;
  const claim = claimsOf(row.Id, partnerId, details).find(({ status }) => status === 'Approved');
  const registeredAt = claim?.protectedFrom ?? claim?.submittedAt ?? null;
  return {
    id: row.Id,
    closesOn: row.CloseDate,
    deal: {
      currency: row.CurrencyIsoCode ?? currency,
      lines: priced,
      // The resale price is the partner's own affair.
      customerPrice: null,
      role: claim?.partnerRole ?? null,
      registered: claim !== undefined,
      newCustomer: row.AccountId === null ? null : !details.buyers.has(row.AccountId),
      circumstances: {
        closesOn: row.CloseDate,
        registeredOn: registeredAt === null ? null : dateOf(registeredAt, timeZone),
      },
    },
  };
}

async function readCompetencies(
  connection: OrgConnection,
  partners: readonly Id[],
): Promise<Map<Id, CompetencyOnRecord[]>> {
  const rows = await select(
    connection,
    'SELECT Partner__c, Competency__r.Competency_Key__c, Certified_People__c, Valid_From__c, Valid_Until__c FROM Partner_Competency__c WHERE Partner__c IN :ids ORDER BY Id',
    { ids: partners },
  );
  const { read } = parseRows(rows, { object: 'Partner_Competency__c', schema: competency });
  return new Map(
    [...Map.groupBy(read, (row) => row.Partner__c)].map(([partner, of]) => [
      partner,
      of.flatMap((row): CompetencyOnRecord[] => {
        const key = row.Competency__r?.Competency_Key__c ?? null;
        if (key === null) return [];
        return [{ key, people: row.Certified_People__c, validFrom: row.Valid_From__c, validUntil: row.Valid_Until__c }];
      }),
    ]),
  );
}
