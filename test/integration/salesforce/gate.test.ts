import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openOrg } from '../../../sync-service/salesforce/org.ts';
import { connectedOrg, plainIndex, type ConnectedOrg } from './org-fixture.ts';

let org: ConnectedOrg;
beforeEach(async () => {
  org = await connectedOrg();
});
afterEach(async () => {
  await org.local.close();
});

const policy = (probability: number, mode: 'Block' | 'Warn' = 'Block') =>
  org.make('Engagement_Policy__c', {
    Name: 'Everywhere',
    Policy_Key__c: `p${probability}${mode}`,
    Required_Of__c: 'Registered Partner',
    Gate_Probability__c: probability,
    Mode__c: mode,
  });
const setting = () => org.make('Fairlead__c', { SetupOwnerId: org.local.seeded.organizationId, Gate_Active__c: true });
const reopened = async () => openOrg(org.connection, plainIndex(), { currency: 'EUR' });

describe('the stages behind the gate', () => {
  it('are kept in the org’s setting as the policy and the org’s stages have them', async () => {
    policy(90);
    setting();
    const service = await reopened();
    const plan = await service.planDeals([], Date.now());
    expect(plan.steps.map(({ object, rows }) => [object, rows.length])).toEqual([['Fairlead__c', 1]]);
    expect(await service.write(plan)).toMatchObject({ written: 1, calls: 1, failures: [] });
    expect(org.column('Fairlead__c', 'Gated_Stages__c')).toEqual([';Negotiation/Review;Closed Won;']);
    expect(await service.planDeals([], Date.now())).toEqual({ steps: [] });
    expect(await service.gate()).toEqual({
      wanted: ';Negotiation/Review;Closed Won;',
      onRecord: ';Negotiation/Review;Closed Won;',
      writable: true,
      fits: true,
    });
  });

  it('follow a policy that changed once the rules are read again', async () => {
    const id = policy(90);
    setting();
    const service = await reopened();
    await service.write(await service.planDeals([], Date.now()));
    org.change('Engagement_Policy__c', id, { Gate_Probability__c: 100 });
    expect(await service.planDeals([], Date.now())).toEqual({ steps: [] });
    service.forgetRules();
    await service.write(await service.planDeals([], Date.now()));
    expect(org.column('Fairlead__c', 'Gated_Stages__c')).toEqual([';Closed Won;']);
  });

  it('are left alone where nobody has set the gate up', async () => {
    policy(90);
    expect(await org.org.planDeals([], Date.now())).toEqual({ steps: [] });
    expect(await org.org.gate()).toMatchObject({ wanted: ';Negotiation/Review;Closed Won;', onRecord: null });
  });
});

describe('rules', () => {
  it('that can’t be read are named with record and field, and stop everything', async () => {
    const id = policy(50);
    org.local.records.database.exec(`UPDATE "Engagement_Policy__c" SET "Terms__c" = '{"gateMatch": 7}'`);
    org.org.forgetRules();
    const reading = org.org.rules();
    await expect(reading).rejects.toThrow(`Engagement_Policy__c ${id}: Terms__c.gateMatch`);
    await expect(org.org.dealFacts([])).rejects.toMatchObject({ name: 'UnreadableRulesError' });
  });

  it('are read with terms over defaults, tiers by incentive and the org’s calendar', async () => {
    policy(50);
    org.local.records.database.exec(
      `UPDATE "Engagement_Policy__c" SET "Terms__c" = '{"gateMatch": 0.9, "minimumRegistrationAmount": 5000}'`,
    );
    for (const [rank, level] of ['silver', 'gold'].entries()) {
      org.make('Program_Level__c', { Name: level, Level_Key__c: level, Rank__c: rank });
    }
    const incentive = org.make('Incentive__c', {
      Name: 'Registration discount',
      Incentive_Key__c: 'reg@1',
      Incentive_Id__c: 'reg',
      Version__c: 1,
      Sequence__c: 10,
      Kind__c: 'Discount',
      Base__c: 'List',
      Combine__c: 'Add',
      Rate__c: 0.05,
      Levels__c: 'gold;silver',
      Roles__c: 'Reseller',
      Requires_Registration__c: true,
      Effective_From__c: '2026-01-01',
    });
    for (const [from, rate] of [
      [1000, 0.07],
      [0, 0.05],
    ] as const) {
      org.make('Incentive_Tier__c', { Incentive__c: incentive, Tier_Key__c: `t${from}`, From__c: from, Rate__c: rate });
    }
    org.make('Holiday', { Name: 'Works outing', ActivityDate: '2026-07-01', IsAllDay: true });
    org.org.forgetRules();
    const { policy: rules, programme } = await org.org.rules();
    expect(rules.settings).toMatchObject({ gateMatch: 0.9, vendorAtWorkDays: 60 });
    expect(rules.settings.minimumRegistrationAmount?.toString()).toBe('5000');
    expect(rules.calendar.timeZone).toBe('Europe/Paris');
    expect([...rules.calendar.holidays]).toEqual(['2026-07-01']);
    expect(rules.stages.find((stage) => stage.name === 'Closed Lost')).toEqual({
      name: 'Closed Lost',
      probability: 0,
      isClosed: true,
      isWon: false,
      order: 10,
    });
    const [read] = programme.incentives;
    expect(read).toMatchObject({
      id: 'reg',
      version: 1,
      requires: { levels: ['gold', 'silver'], roles: ['Reseller'], registration: true },
    });
    expect(read?.rate?.toString()).toBe('0.05');
    expect(read?.tiers.map((tier) => [tier.from?.toString(), tier.rate?.toString()])).toEqual([
      ['0', '0.05'],
      ['1000', '0.07'],
    ]);
  });
});
