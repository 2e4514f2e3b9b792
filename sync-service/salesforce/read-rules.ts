/** The vendor's policy and programme from their records. A rule that can't be read stops everything: a guess could cost a partner his deal. */
import { Decimal } from 'decimal.js';
import { z } from 'zod';
import { defaultSettings } from '../domain/policy.ts';
import { programmeSchema, type Programme } from '../domain/programme/schema.ts';
import type { EngagementPolicy, PolicySettings, Stage } from '../domain/rules.ts';
import type { CalendarDate, Instant } from '../domain/time.ts';
import type { Rules } from '../ports.ts';
import type { Capabilities } from './capabilities.ts';
import type { OrgConnection } from './connection.ts';
import { UnreadableRulesError } from './errors.ts';
import { daysAfter, holiday, holidayDates } from './holidays.ts';
import { date, decimal, flag, id, list, parseRows, partnerRole, text, type Shape } from './parse.ts';
import { select } from './soql.ts';

/** Holidays are laid out this many days to both sides: business days are counted within them. */
const calendarDays = 1100;

/**
 * Reads policy, programme, stages and calendar.
 * @param currency of an org without multi-currency
 * @throws UnreadableRulesError naming the record and field
 */
export async function readRules(
  connection: OrgConnection,
  capabilities: Capabilities,
  { currency, now }: { currency: string; now: Instant },
): Promise<Rules> {
  const [policies, stages, levels, incentives, organization, holidays] = await Promise.all([
    readPolicies(connection),
    readStages(connection),
    readLevels(connection),
    readIncentives(connection),
    readOrganization(connection, capabilities),
    capabilities.has('Holiday') ? readHolidays(connection) : [],
  ]);
  const today = new Date(now).toISOString().slice(0, 10);
  return {
    policy: {
      policies: policies.map(({ policy }) => policy),
      stages,
      calendar: {
        timeZone: organization.timeZone,
        holidays: holidayDates(holidays, daysAfter(today, -calendarDays), daysAfter(today, calendarDays)),
      },
      settings: settingsOf(policies, today),
    },
    programme: programmeOf({ currency: organization.currency ?? currency, levels, incentives }),
  };
}

function readAll<T>(rows: readonly unknown[], shape: Shape<T>): T[] {
  const { read, misread } = parseRows(rows, shape);
  if (misread.length > 0) throw new UnreadableRulesError(misread.map((row) => row.reason).join('; '));
  return read;
}

const days = z.number().int().min(0);
const days1 = z.number().min(0);
/** Further settings in a policy's terms, by the names of `PolicySettings`. */
const terms = z
  .strictObject({
    vendorAtWorkDays: days,
    replacedGraceDays: days,
    undoBusinessDays: days,
    closeDatesApartDays: days,
    amountsApartFactor: days1,
    extensionDays: days,
    exemptionAnswerBusinessDays: days,
    newOwnerBusinessDays: days,
    warnDaysAfterGoLive: days,
    gateMatch: z.number().min(0).max(1),
    raiseConfidence: z.number().min(0).max(1),
    decisionClockHours: days1,
    lateClearingDays: days,
    minimumRegistrationAmount: z.number().min(0).nullable(),
  })
  .partial();

const json = z.string().transform((content, context): unknown => {
  try {
    return JSON.parse(content);
  } catch {
    context.addIssue({ code: 'custom', message: 'expected JSON' });
    return z.NEVER;
  }
});

const policyRow = z.object({
  Id: id,
  Policy_Key__c: text,
  Priority__c: z.number().nullable(),
  Effective_From__c: date.nullable(),
  Effective_Until__c: date.nullable(),
  Countries__c: list,
  Segments__c: list,
  Product_Families__c: list,
  Required_Of__c: z.enum(['Registered Partner', 'Qualified Partner']),
  Gate_Probability__c: z.number().nullable(),
  Business_Days__c: z.number().nullable(),
  Protection_Days__c: z.number().nullable(),
  Mode__c: z.enum(['Block', 'Warn']),
  Name_Persons__c: flag,
  Go_Live__c: date.nullable(),
  Terms__c: json.pipe(terms).nullable(),
});

interface PolicyWithTerms {
  policy: EngagementPolicy;
  terms: z.output<typeof terms>;
}

async function readPolicies(connection: OrgConnection): Promise<PolicyWithTerms[]> {
  const rows = await select(
    connection,
    'SELECT Id, Policy_Key__c, Priority__c, Effective_From__c, Effective_Until__c, Countries__c, Segments__c, Product_Families__c, Required_Of__c, Gate_Probability__c, Business_Days__c, Protection_Days__c, Mode__c, Name_Persons__c, Go_Live__c, Terms__c FROM Engagement_Policy__c ORDER BY Priority__c, Policy_Key__c',
  );
  return readAll(rows, { object: 'Engagement_Policy__c', schema: policyRow }).map((row) => ({
    terms: row.Terms__c ?? {},
    policy: {
      key: row.Policy_Key__c ?? row.Id,
      priority: row.Priority__c ?? 9999,
      effectiveFrom: row.Effective_From__c,
      effectiveUntil: row.Effective_Until__c,
      countries: row.Countries__c,
      segments: row.Segments__c,
      productFamilies: row.Product_Families__c,
      requiredOf: row.Required_Of__c,
      gateProbability: row.Gate_Probability__c ?? 50,
      businessDays: row.Business_Days__c ?? 10,
      protectionDays: row.Protection_Days__c ?? 90,
      mode: row.Mode__c,
      namePersons: row.Name_Persons__c,
      goLive: row.Go_Live__c,
    },
  }));
}

/** Defaults, with what the policies in force say besides; the one of the higher priority has the last word. */
function settingsOf(policies: readonly PolicyWithTerms[], today: CalendarDate): PolicySettings {
  const inOrder = policies
    .filter(
      ({ policy: { effectiveFrom, effectiveUntil } }) =>
        (effectiveFrom ?? today) <= today && today < (effectiveUntil ?? '9999'),
    )
    .sort((a, b) => b.policy.priority - a.policy.priority);
  const { minimumRegistrationAmount, ...given } = Object.assign({}, ...inOrder.map((each) => each.terms)) as z.output<
    typeof terms
  >;
  const minimum = minimumRegistrationAmount ?? null;
  return {
    ...defaultSettings,
    ...(given as Partial<PolicySettings>),
    minimumRegistrationAmount:
      minimum === null ? defaultSettings.minimumRegistrationAmount : new Decimal(String(minimum)),
  };
}

const stageRow = z.object({
  ApiName: z.string(),
  DefaultProbability: z.number().nullable(),
  IsClosed: flag,
  IsWon: flag,
  SortOrder: z.number().nullable(),
});

async function readStages(connection: OrgConnection): Promise<Stage[]> {
  const rows = await select(
    connection,
    'SELECT ApiName, DefaultProbability, IsClosed, IsWon, SortOrder FROM OpportunityStage ORDER BY SortOrder',
  );
  return readAll(rows, { object: 'OpportunityStage', schema: stageRow }).map((row) => ({
    name: row.ApiName,
    probability: row.DefaultProbability ?? 0,
    isClosed: row.IsClosed,
    isWon: row.IsWon,
    order: row.SortOrder ?? 0,
  }));
}

const levelRow = z.object({
  Id: id,
  Name: z.string(),
  Level_Key__c: z.string(),
  Rank__c: z.number().nullable(),
  Effective_From__c: date.nullable(),
  Effective_Until__c: date.nullable(),
});

async function readLevels(connection: OrgConnection): Promise<object[]> {
  const rows = await select(
    connection,
    'SELECT Id, Name, Level_Key__c, Rank__c, Effective_From__c, Effective_Until__c FROM Program_Level__c ORDER BY Rank__c, Level_Key__c',
  );
  return readAll(rows, { object: 'Program_Level__c', schema: levelRow }).map((row) => ({
    key: row.Level_Key__c,
    name: row.Name,
    rank: row.Rank__c ?? 0,
    effectiveFrom: row.Effective_From__c,
    effectiveUntil: row.Effective_Until__c,
  }));
}

const incentiveRow = z.object({
  Id: id,
  Name: z.string(),
  Incentive_Id__c: z.string(),
  Version__c: z.number(),
  Sequence__c: z.number().nullable(),
  Kind__c: z.enum(['Discount', 'Rebate', 'Bonus']),
  Base__c: z.enum(['List', 'Partner Price', 'Customer Price', 'Quantity', 'Period Purchases', 'Period Growth']),
  Combine__c: z.enum(['Add', 'Compound', 'Best Of Group']),
  Group__c: text,
  Rate__c: decimal.nullable(),
  Amount__c: decimal.nullable(),
  Cap_Amount__c: decimal.nullable(),
  Replaces__c: list,
  Excludes__c: list,
  Requires_Registration__c: flag,
  Requires_New_Customer__c: flag,
  Levels__c: list,
  // A role passed over here would open the incentive to everybody.
  Roles__c: list.pipe(z.array(partnerRole)),
  Competencies__c: list,
  Product_Families__c: list,
  Min_Deal_Amount__c: decimal.nullable(),
  Min_Term_Months__c: z.number().nullable(),
  Effective_From__c: date.nullable(),
  Effective_Until__c: date.nullable(),
  Source__c: text,
});
const tierRow = z.object({
  Incentive__c: id,
  From__c: decimal.nullable(),
  Level__c: text,
  Rate__c: decimal.nullable(),
  Amount__c: decimal.nullable(),
});

async function readIncentives(connection: OrgConnection): Promise<object[]> {
  const [rows, tierRows] = await Promise.all([
    select(
      connection,
      'SELECT Id, Name, Incentive_Id__c, Version__c, Sequence__c, Kind__c, Base__c, Combine__c, Group__c, Rate__c, Amount__c, Cap_Amount__c, Replaces__c, Excludes__c, Requires_Registration__c, Requires_New_Customer__c, Levels__c, Roles__c, Competencies__c, Product_Families__c, Min_Deal_Amount__c, Min_Term_Months__c, Effective_From__c, Effective_Until__c, Source__c FROM Incentive__c ORDER BY Sequence__c, Incentive_Id__c, Version__c',
    ),
    select(
      connection,
      'SELECT Incentive__c, From__c, Level__c, Rate__c, Amount__c FROM Incentive_Tier__c ORDER BY Incentive__c, From__c, Tier_Key__c',
    ),
  ]);
  const tiers = Map.groupBy(
    readAll(tierRows, { object: 'Incentive_Tier__c', schema: tierRow }),
    (row) => row.Incentive__c,
  );
  return readAll(rows, { object: 'Incentive__c', schema: incentiveRow }).map((row) => ({
    id: row.Incentive_Id__c,
    version: row.Version__c,
    name: row.Name,
    sequence: row.Sequence__c ?? 0,
    kind: row.Kind__c.toLowerCase(),
    base: row.Base__c.toLowerCase(),
    combine: row.Combine__c === 'Compound' ? 'compound' : 'add',
    bestOf: row.Combine__c === 'Best Of Group' ? row.Group__c : null,
    rate: row.Rate__c?.toString() ?? null,
    amount: row.Amount__c?.toString() ?? null,
    cap: { perDeal: row.Cap_Amount__c?.toString() ?? null },
    replaces: row.Replaces__c,
    excludes: row.Excludes__c,
    requires: {
      registration: row.Requires_Registration__c,
      newCustomer: row.Requires_New_Customer__c,
      levels: row.Levels__c,
      roles: row.Roles__c,
      competencies: row.Competencies__c,
      families: row.Product_Families__c,
      dealSize: row.Min_Deal_Amount__c === null ? [] : [{ of: 'list', from: row.Min_Deal_Amount__c.toString() }],
      minTermMonths: row.Min_Term_Months__c,
    },
    effectiveFrom: row.Effective_From__c,
    effectiveUntil: row.Effective_Until__c,
    source: row.Source__c,
    tiers: (tiers.get(row.Id) ?? []).map((tier) => ({
      from: tier.From__c?.toString() ?? null,
      level: tier.Level__c,
      rate: tier.Rate__c?.toString() ?? null,
      amount: tier.Amount__c?.toString() ?? null,
    })),
  }));
}

function programmeOf(content: object): Programme {
  const parsed = programmeSchema.safeParse({ name: 'Programme', ...content });
  if (parsed.success) return parsed.data;
  throw new UnreadableRulesError(
    parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '),
  );
}

async function readHolidays(connection: OrgConnection): Promise<z.output<typeof holiday>[]> {
  const rows = await select(
    connection,
    'SELECT ActivityDate, IsAllDay, IsRecurrence, RecurrenceStartDate, RecurrenceEndDateOnly, RecurrenceType, RecurrenceInterval, RecurrenceDayOfWeekMask, RecurrenceDayOfMonth, RecurrenceInstance, RecurrenceMonthOfYear FROM Holiday',
  );
  return readAll(rows, { object: 'Holiday', schema: holiday });
}

async function readOrganization(
  connection: OrgConnection,
  { has }: Capabilities,
): Promise<{ timeZone: string; currency: string | null }> {
  const rows = await select(connection, 'SELECT Id, TimeZoneSidKey FROM Organization LIMIT 1');
  const schema = z.object({
    TimeZoneSidKey: z.string().refine(isTimeZone, 'expected a time zone such as Europe/Paris'),
  });
  const [organization] = readAll(rows, { object: 'Organization', schema });
  if (organization === undefined) throw new UnreadableRulesError('the organisation has no record');
  return {
    timeZone: organization.TimeZoneSidKey,
    currency: has('Opportunity.CurrencyIsoCode') ? await corporateCurrency(connection) : null,
  };
}

/** In an org with several currencies programmes are written in the corporate one. */
async function corporateCurrency(connection: OrgConnection): Promise<string | null> {
  const rows = await select(
    connection,
    // Exists only where several currencies are used, so it stands in no schema that is checked against.
    ['SELECT IsoCode', 'FROM CurrencyType', 'WHERE IsCorporate = true'].join(' '),
  );
  const schema = z.object({ IsoCode: z.string().length(3) });
  return readAll(rows, { object: 'CurrencyType', schema })[0]?.IsoCode ?? null;
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
