/** The policy by which an export is audited: a file's, else that of the org's own records, else the usual one. */
import { Decimal } from 'decimal.js';
import { z } from 'zod';
import { barsByPattern } from '../domain/conflict/bar.ts';
import { USUAL_KNOWLEDGE } from '../domain/customer/index.ts';
import { defaultSettings } from '../domain/policy.ts';
import { usualIdleRules, type IdleRules } from '../domain/protection/idle-claims.ts';
import type { EngagementPolicy, Policy, Stage } from '../domain/rules.ts';
import { at, flagOf } from './tables.ts';
import type { ExportFiles } from './files.ts';

const date = z.iso.date('expected a date such as 2026-03-31');
const whole = z.number().int('expected a whole number').min(0, 'expected zero or more');
const names = z.array(z.string()).default([]);

const rule = z.strictObject({
  key: z.string(),
  priority: whole.default(100),
  effectiveFrom: date.nullable().default(null),
  effectiveUntil: date.nullable().default(null),
  countries: names,
  segments: names,
  productFamilies: names,
  requiredOf: z.enum(['Registered Partner', 'Qualified Partner']).default('Registered Partner'),
  gateProbability: z.number().min(0).max(100).default(50),
  businessDays: whole.default(10),
  protectionDays: whole.default(90),
  namePersons: z.boolean().default(false),
  goLive: date.nullable().default(null),
});

/** What a policy file may say. Everything may be left out. */
export const auditPolicySchema = z.strictObject({
  /** Whether findings name the person who did it: everywhere, nowhere, or in these countries. */
  namePersons: z.union([z.boolean(), z.array(z.string())]).optional(),
  timeZone: z.string().optional(),
  currency: z.string().length(3).optional(),
  holidays: z.array(date).optional(),
  policies: z.array(rule).optional(),
  /** The org's stages, where its deals don't tell them. */
  stages: z
    .array(
      z.strictObject({
        name: z.string(),
        probability: z.number().min(0).max(100),
        isClosed: z.boolean().default(false),
        isWon: z.boolean().default(false),
      }),
    )
    .optional(),
  /** The bar, in confidence, from which on a finding is raised. */
  raiseConfidence: z.number().min(0).max(1).optional(),
  /** Other bars, by main pattern. */
  raiseConfidenceByPattern: barsByPattern.optional(),
  vendorAtWorkDays: whole.optional(),
  replacedGraceDays: whole.optional(),
  undoBusinessDays: whole.optional(),
  closeDatesApartDays: whole.optional(),
  amountsApartFactor: z.number().min(1).optional(),
  extensionDays: whole.optional(),
  newOwnerBusinessDays: whole.optional(),
  lateClearingDays: whole.optional(),
  revivedWithinDays: whole.optional(),
  undercutPoints: z.number().min(0).optional(),
  undercutGraceDays: whole.optional(),
  sameOfferBusinessDays: whole.optional(),
  latePaperAgeDays: whole.optional(),
  /** Partners' games: see `IdleRules`. */
  idleClaimDays: whole.optional(),
  manyClaims: whole.optional(),
  workedPercent: z.number().min(0).max(100).optional(),
});
export type AuditPolicy = z.output<typeof auditPolicySchema>;

const usualRule: EngagementPolicy = { ...rule.parse({ key: 'usual' }), mode: 'Warn' };

/** What makes a claim idle, and when a partner registers everything. */
export function idleRulesOf({ idleClaimDays, manyClaims, workedPercent }: AuditPolicy): IdleRules {
  return { ...usualIdleRules, ...stripped({ idleClaimDays, manyClaims, workedPercent }) };
}

/** Puts the policy together. @param stages as the export's deals tell them */
export function policyOf(
  files: ExportFiles,
  given: AuditPolicy,
  { stages, timeZone }: { stages: readonly Stage[]; timeZone: string | null },
): Policy {
  const { idleClaimDays: _d, manyClaims: _m, workedPercent: _w, ...ofDeals } = given;
  const { namePersons, timeZone: zone, holidays, policies, stages: named, currency: _c, ...settings } = ofDeals;
  const own = policies?.map((each): EngagementPolicy => ({ ...each, mode: 'Warn' })) ?? recordedRules(files);
  const rules = own.length > 0 ? own : [usualRule];
  const known = new Map(stages.map((stage) => [stage.name, stage]));
  for (const stage of named ?? []) known.set(stage.name, { ...stage, order: 0 });
  return {
    policies: rules.flatMap((each) => withNames(each, namePersons)),
    calendar: { timeZone: zone ?? timeZone ?? 'UTC', holidays: new Set(holidays ?? recordedHolidays(files)) },
    stages: [...known.values()].map((stage, index) => ({ ...stage, order: index + 1 })),
    settings: { ...defaultSettings, ...stripped(settings) },
    knowledge: USUAL_KNOWLEDGE,
  };
}

/** For some countries only: the same rule for them, before it, with names. */
function withNames(each: EngagementPolicy, namePersons: AuditPolicy['namePersons']): EngagementPolicy[] {
  if (namePersons === undefined) return [each];
  if (typeof namePersons === 'boolean') return [{ ...each, namePersons }];
  const countries =
    each.countries.length === 0 ? namePersons : each.countries.filter((one) => namePersons.includes(one));
  const nameless = { ...each, namePersons: false };
  if (countries.length === 0) return [nameless];
  // A country's own rule stands a little before the one for all.
  return [
    { ...each, key: `${each.key}, named`, priority: each.priority - 0.5, countries, namePersons: true },
    nameless,
  ];
}

function stripped<T extends object>(settings: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

function recordedRules(files: ExportFiles): EngagementPolicy[] {
  const rules: EngagementPolicy[] = [];
  files.read('Engagement_Policy__c', (row) => {
    const text = (name: string) => row.text(at('Engagement_Policy__c', name));
    const number = (name: string, usual: number) => (text(name) === '' ? usual : new Decimal(text(name)).toNumber());
    const list = (name: string) =>
      text(name)
        .split(';')
        .map((each) => each.trim())
        .filter((each) => each !== '');
    rules.push({
      key: text('Policy_Key__c') || text('Id'),
      priority: number('Priority__c', 9999),
      effectiveFrom: text('Effective_From__c').slice(0, 10) || null,
      effectiveUntil: text('Effective_Until__c').slice(0, 10) || null,
      countries: list('Countries__c'),
      segments: list('Segments__c'),
      productFamilies: list('Product_Families__c'),
      requiredOf: text('Required_Of__c') === 'Qualified Partner' ? 'Qualified Partner' : 'Registered Partner',
      gateProbability: number('Gate_Probability__c', usualRule.gateProbability),
      businessDays: number('Business_Days__c', usualRule.businessDays),
      protectionDays: number('Protection_Days__c', usualRule.protectionDays),
      mode: 'Warn',
      namePersons: flagOf(text('Name_Persons__c')),
      goLive: text('Go_Live__c').slice(0, 10) || null,
    });
  });
  return rules;
}

/** Single days; the recurring ones of an org come with a rule that a policy file spells out. */
function recordedHolidays(files: ExportFiles): string[] {
  const days: string[] = [];
  files.read('Holiday', (row) => {
    const on = row.text(at('Holiday', 'ActivityDate')).slice(0, 10);
    if (on !== '' && !flagOf(row.text(at('Holiday', 'IsRecurrence')))) days.push(on);
  });
  return days;
}
