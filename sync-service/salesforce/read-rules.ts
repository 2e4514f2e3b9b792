/** The vendor's policy and programme from their records. A rule that can't be read stops everything: a guess could cost a partner his deal. */
import { Decimal } from 'decimal.js';
import { z } from 'zod';
import { barsByPattern } from '../domain/conflict/bar.ts';
import { USUAL_KNOWLEDGE } from '../domain/customer/index.ts';
import { defaultSettings } from '../domain/policy.ts';
import type { EngagementPolicy, PolicySettings, Stage } from '../domain/rules.ts';
import type { CalendarDate, Instant } from '../domain/time.ts';
import type { Rules } from '../ports.ts';
import type { Capabilities } from './capabilities.ts';
import type { OrgConnection } from './connection.ts';
import { UnreadableRulesError } from './errors.ts';
import { daysAfter, holiday, holidayDates } from './holidays.ts';
import { date, flag, id, list, parseRows, text, type Shape } from './parse.ts';
import { readProgramme } from './programme-records.ts';
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
  const [policies, stages, organization, holidays] = await Promise.all([
    readPolicies(connection),
    readStages(connection),
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
      knowledge: USUAL_KNOWLEDGE,
    },
    programme: await readProgramme(connection, organization.currency ?? currency),
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
    raiseConfidenceByPattern: barsByPattern,
    decisionClockHours: days1,
    lateClearingDays: days,
    revivedWithinDays: days,
    undercutPoints: days1,
    undercutGraceDays: days,
    sameOfferBusinessDays: days,
    latePaperAgeDays: days,
    minimumRegistrationAmount: z.number().min(0).nullable(),
    ledgerFrom: date.nullable(),
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
  // Each pattern's bar is a setting of its own.
  const raiseConfidenceByPattern = Object.assign(
    {},
    ...inOrder.map((each) => each.terms.raiseConfidenceByPattern),
  ) as PolicySettings['raiseConfidenceByPattern'];
  const { minimumRegistrationAmount, ...given } = Object.assign({}, ...inOrder.map((each) => each.terms)) as z.output<
    typeof terms
  >;
  const minimum = minimumRegistrationAmount ?? null;
  return {
    ...defaultSettings,
    ...(given as Partial<PolicySettings>),
    raiseConfidenceByPattern,
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
