/** The vendor's partner programme and his policy of engagement. */
import { dateOf } from './calendar.ts';
import type { Tables } from './tables.ts';

export const levels = ['pioneer', 'scaler', 'master'];

/** One programme in the manner of published ones: discount by level, registration on top, rebates behind. */
export function foundProgramme(tables: Tables, began: number): void {
  levels.forEach((key, index) =>
    tables.add('Program_Level__c', {
      Name: key[0]!.toUpperCase() + key.slice(1),
      Level_Key__c: key,
      Rank__c: index + 1,
      Effective_From__c: dateOf(began),
      Definition__c: JSON.stringify({
        paths: [{ name: 'revenue', steps: [{ measure: 'revenue', from: 100_000 * 5 ** index }] }],
      }),
    }),
  );
  for (const [key, kind] of [
    ['cloud', 'Technology'],
    ['security', 'Technology'],
    ['managed-services', 'Business'],
  ] as const) {
    tables.add('Competency__c', { Name: key, Competency_Key__c: key, Kind__c: kind });
  }
  const incentive = (row: Record<string, string | number | boolean>, tiers: [string, number][] = []) => {
    const id = `${String(row['Incentive_Id__c'])}@1`;
    const parent = tables.add('Incentive__c', {
      Incentive_Key__c: id,
      Version__c: 1,
      Effective_From__c: dateOf(began),
      Requires_Registration__c: false,
      Requires_New_Customer__c: false,
      ...row,
    });
    for (const [level, rate] of tiers)
      tables.add('Incentive_Tier__c', {
        Incentive__c: parent,
        Tier_Key__c: `${id}/${level}`,
        Level__c: level,
        Rate__c: rate,
      });
  };
  incentive(
    {
      Name: 'Level discount',
      Incentive_Id__c: 'level-discount',
      Sequence__c: 10,
      Kind__c: 'Discount',
      Base__c: 'List',
      Combine__c: 'Add',
    },
    [
      ['pioneer', 0.12],
      ['scaler', 0.18],
      ['master', 0.24],
    ],
  );
  incentive({
    Name: 'Registration discount',
    Incentive_Id__c: 'registration',
    Sequence__c: 20,
    Kind__c: 'Discount',
    Base__c: 'List',
    Combine__c: 'Add',
    Rate__c: 0.07,
    Requires_Registration__c: true,
    Min_Deal_Amount__c: 10_000,
  });
  incentive(
    {
      Name: 'Performance rebate',
      Incentive_Id__c: 'performance',
      Sequence__c: 30,
      Kind__c: 'Rebate',
      Base__c: 'Partner Price',
      Combine__c: 'Add',
    },
    [
      ['scaler', 0.02],
      ['master', 0.04],
    ],
  );
  incentive({
    Name: 'Security specialisation',
    Incentive_Id__c: 'security-special',
    Sequence__c: 40,
    Kind__c: 'Rebate',
    Base__c: 'Partner Price',
    Combine__c: 'Best Of Group',
    Group__c: 'specialisation',
    Rate__c: 0.03,
    Competencies__c: 'security',
    Product_Families__c: 'Security',
    Cap_Amount__c: 25_000,
  });
  incentive({
    Name: 'Cloud specialisation',
    Incentive_Id__c: 'cloud-special',
    Sequence__c: 41,
    Kind__c: 'Rebate',
    Base__c: 'Partner Price',
    Combine__c: 'Best Of Group',
    Group__c: 'specialisation',
    Rate__c: 0.02,
    Competencies__c: 'cloud',
  });
  incentive({
    Name: 'Large deal bonus',
    Incentive_Id__c: 'large-deal',
    Sequence__c: 50,
    Kind__c: 'Bonus',
    Base__c: 'List',
    Combine__c: 'Add',
    Amount__c: 2_500,
    Min_Deal_Amount__c: 100_000,
  });
}

export function foundPolicy(tables: Tables, began: number, organizationId: string): void {
  tables.add('Engagement_Policy__c', {
    Name: 'Registered deals',
    Policy_Key__c: 'registered',
    Priority__c: 10,
    Required_Of__c: 'Registered Partner',
    Gate_Probability__c: 50,
    Business_Days__c: 10,
    Protection_Days__c: 90,
    Mode__c: 'Block',
    Name_Persons__c: true,
    Effective_From__c: dateOf(began),
    Go_Live__c: dateOf(began),
  });
  tables.add('Fairlead__c', { SetupOwnerId: organizationId, Gate_Active__c: true, Gate_At_Insert__c: false });
}
