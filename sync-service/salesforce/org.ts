/** The vendor's Salesforce org behind the pipeline's port. */
import { learnedBars, withBars, type LearnedBar } from '../domain/conflict/learned-bars.ts';
import { learnedWeights, type Knowledge, type LearnedWeights } from '../domain/customer/index.ts';
import { liveFrom } from '../domain/conflict/notices.ts';
import { gatedStages } from '../domain/policy.ts';
import type { Instant } from '../domain/time.ts';
import type { CustomerIndex, Org, Rules, WriteStep } from '../ports.ts';
import { readCapabilities, type Capabilities } from './capabilities.ts';
import type { OrgConnection } from './connection.ts';
import { readDealFacts, readRegistrationFacts, type FactsReading } from './facts.ts';
import { canBeTold, readAudience, sendNotices, type Audience } from './notify.ts';
import { planDeals } from './plan-deals.ts';
import { reviewPartners } from './plan-partners.ts';
import { planEvents } from './plan-events.ts';
import { planRegistrations } from './plan-registrations.ts';
import { readHistoryFrom } from './read-history.ts';
import { readDecidedCases, readDecidedCustomers } from './read-decided-cases.ts';
import { readFamilies } from './read-families.ts';
import { readClaimsOnRecord, readDealsOnRecord, readSetting } from './read-on-record.ts';
import { readPastDeals } from './read-past-deals.ts';
import { readRules } from './read-rules.ts';
import { similarCompanies } from './similar.ts';
import { shareCases } from './share-cases.ts';
import { sweepOf, type Sweep } from './sweep.ts';
import { isSame } from './written-values.ts';
import { carryOut } from './write.ts';

export interface OrgSettings {
  /** Currency of an org without multi-currency, ISO 4217. */
  currency: string;
  /** From how many rows of one object on a write goes as one bulk job. */
  bulkFrom?: number;
  clock?: () => Instant;
}

/** How the stages in the gate's setting stand to the policy. */
export interface GateState {
  /** By the policy, as the setting takes them: `;Stage;Stage;`. */
  wanted: string;
  /** In the org's own setting; null where nobody has set the gate up. */
  onRecord: string | null;
  /** Whether the service may keep the setting in step: custom settings are written by those who may customise the application. */
  writable: boolean;
  /** Whether the stages fit the setting's 255 characters. */
  fits: boolean;
}

export interface SalesforceOrg extends Org, Sweep {
  readonly connection: OrgConnection;
  readonly capabilities: Capabilities;
  /** Reads the rules anew at the next call. */
  forgetRules(): void;
  gate(): Promise<GateState>;
  /** Who is told of cases, and whether an admin has switched the notices off. */
  notices(): Promise<Audience & { off: boolean }>;
  /** From which confidence on findings are raised, by pattern, and what taught it. */
  bars(): Promise<LearnedBar[]>;
  /** What tells one customer from another, and what taught it. */
  weights(): Promise<LearnedWeights>;
}

const rulesLifeMs = 60_000;
const historyLifeMs = 60 * 60_000;
const audienceLifeMs = 10 * 60_000;
/** One decision moves a bar little, and reading them all costs a call for every 2,000. */
const decisionsLifeMs = 60 * 60_000;
const settingLength = 255;

/**
 * Looks at what the org has and makes it the pipeline's.
 * @throws MissingMetadataError where our own objects or fields are not deployed
 */
export async function openOrg(
  connection: OrgConnection,
  index: CustomerIndex,
  { currency, bulkFrom = 2000, clock = Date.now }: OrgSettings,
): Promise<SalesforceOrg> {
  const capabilities = await readCapabilities(connection);
  const knowledge = async (): Promise<Knowledge> => (await rules()).policy.knowledge;
  const similar = similarCompanies(connection, index, { knowledge, clock });
  const decided = remembered(decisionsLifeMs, clock, async () =>
    Promise.all([readDecidedCases(connection), readDecidedCustomers(connection)]),
  );
  const learned = remembered(rulesLifeMs, clock, async () => {
    const [read, [decisions, customers]] = await Promise.all([
      readRules(connection, capabilities, { currency, now: clock() }),
      decided.get(),
    ]);
    const bars = learnedBars(decisions, read.policy.settings);
    const weights = learnedWeights(customers);
    const policy = { ...withBars(read.policy, bars), knowledge: weights.knowledge };
    return { rules: { ...read, policy }, bars, weights };
  });
  const rules = async (): Promise<Rules> => (await learned.get()).rules;
  const historyFrom = remembered(historyLifeMs, clock, async () => readHistoryFrom(connection, capabilities));
  const ownSetting = remembered(rulesLifeMs, clock, async () =>
    capabilities.has('Fairlead__c.Gated_Stages__c') ? readSetting(connection) : null,
  );
  const audience = remembered(audienceLifeMs, clock, async () => readAudience(connection, capabilities));
  const sweep = sweepOf(connection, similar);

  // Where an admin has opened cases to everybody there is nothing to share.
  const mayShare = capabilities.has('Channel_Conflict__Share');

  async function mayTell(): Promise<boolean> {
    const [setting, people] = await Promise.all([ownSetting.get(), audience.get()]);
    return setting?.noticesOff !== true && canBeTold(people);
  }

  const families = remembered(rulesLifeMs, clock, async () => readFamilies(connection));

  async function reading(): Promise<FactsReading> {
    const [current, since] = await Promise.all([rules(), historyFrom.get()]);
    return { connection, capabilities, similar, rules: current, historyFrom: since, now: clock() };
  }

  async function gateStep({ policy }: Rules): Promise<WriteStep[]> {
    const setting = await ownSetting.get();
    const stages = settingOf(gatedStages(policy));
    const fits = stages.length <= settingLength;
    if (setting === null || isSame(setting.stages, stages) || !fits || !capabilities.mayWrite('Fairlead__c')) return [];
    ownSetting.forget();
    const fields = { Id: setting.id, Gated_Stages__c: stages };
    return [{ object: 'Fairlead__c', externalId: null, rows: [{ on: setting.id, fields }] }];
  }

  return {
    connection,
    capabilities,
    rules,
    forgetRules: () => learned.forget(),
    dealFacts: async (ids) => readDealFacts(ids, await reading()),
    registrationFacts: async (ids) => readRegistrationFacts(ids, await reading()),
    async planDeals(assessments, now) {
      const current = await rules();
      const [onRecord, gate, tell] = await Promise.all([
        readDealsOnRecord(connection, {
          dealIds: assessments.map((each) => each.dealId),
          earning: assessments.filter((each) => each.earnings !== null).map((each) => each.dealId),
          claims: assessments.flatMap((each) => each.protection?.registrationId ?? []),
          shared: mayShare,
        }),
        gateStep(current),
        mayTell(),
      ]);
      const { policy } = current;
      const { decisionClockHours } = policy.settings;
      const managers = [...(await audience.get()).recipients.values()].flat();
      const terms = { decisionClockHours, liveFrom: liveFrom(policy), mayTell: tell, mayShare, managers };
      const plan = planDeals(assessments, onRecord, now, terms);
      return { ...plan, steps: [...gate, ...plan.steps] };
    },
    async planRegistrations(assessments, now) {
      const customers = assessments.flatMap((each) => each.customer?.id ?? []);
      const ids = assessments.map((each) => each.registrationId);
      return planRegistrations(assessments, await readClaimsOnRecord(connection, ids, customers, now), now);
    },
    async planPartners(ids, now) {
      const current = await rules();
      return reviewPartners(connection, capabilities, ids, { ...current, families: await families.get() }, now);
    },
    async pastDeals() {
      const { policy } = await rules();
      const { timeZone } = policy.calendar;
      return readPastDeals(connection, capabilities, { currency, timeZone, now: clock() });
    },
    planEvents,
    async write(plan) {
      const outcome = await carryOut(connection, plan, { bulkFrom });
      if (plan.shares !== undefined) {
        const { typeId } = await audience.get();
        await shareCases(connection, plan.shares, typeId, outcome);
      }
      if (plan.notices === undefined) return outcome;
      const { decisionClockHours } = (await rules()).policy.settings;
      await sendNotices(connection, plan, await audience.get(), { bulkFrom, decisionClockHours }, outcome);
      return outcome;
    },
    async gate() {
      const [{ policy }, setting] = await Promise.all([rules(), ownSetting.get()]);
      const wanted = settingOf(gatedStages(policy));
      return {
        wanted,
        onRecord: setting?.stages ?? null,
        writable: capabilities.mayWrite('Fairlead__c'),
        fits: wanted.length <= settingLength,
      };
    },
    bars: async () => (await learned.get()).bars,
    weights: async () => (await learned.get()).weights,
    async notices() {
      const [setting, people] = await Promise.all([ownSetting.get(), audience.get()]);
      return { ...people, off: setting?.noticesOff === true };
    },
    ...sweep,
    // Where nobody is told, a case whose time is over is nothing to look at.
    dueForReview: async (now) => [
      ...(await sweep.dueForReview(now)),
      ...((await mayTell()) ? await sweep.casesToTell(now) : []),
    ],
  };
}

/** Stages with a separator on both sides of each, so that one that is part of another's name is not found in it. */
function settingOf(stages: readonly string[]): string {
  return stages.length === 0 ? '' : `;${stages.join(';')};`;
}

/** Keeps what was read for a while. Readers at the same time share one reading; a failed one is not kept. */
function remembered<T>(lifeMs: number, clock: () => Instant, read: () => Promise<T>) {
  let kept: { value: Promise<T>; at: Instant } | null = null;
  return {
    async get(): Promise<T> {
      if (kept !== null && clock() - kept.at < lifeMs) return kept.value;
      const value = read();
      kept = { value, at: clock() };
      value.catch(() => {
        kept = null;
      });
      return value;
    },
    forget(): void {
      kept = null;
    },
  };
}
