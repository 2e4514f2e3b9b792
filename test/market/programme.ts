/** The vendor's partner programme and his policy of engagement. */
import { dateOf } from './calendar.ts';
import type { Tables } from './tables.ts';

export const levels = ['pioneer', 'scaler', 'master'];

const competencies = [
  {
    ...{ name: 'Cloud', Kind__c: 'Technology', people: 2 },
    Description__c: 'Moves workloads to the cloud and runs them there, with backup that has been restored.',
  },
  {
    ...{ name: 'Security', Kind__c: 'Technology', people: 2 },
    Description__c: 'Plans, installs and audits gateways and access, and answers when something happens.',
  },
  {
    ...{ name: 'Managed Services', Kind__c: 'Business', people: 4 },
    Description__c: 'Runs customers’ systems around the clock, with a service desk and agreed response times.',
  },
];

/** Each level is reached by what was sold or by what was learned. */
function pathsTo(index: number) {
  const training = [
    { measure: 'people', from: 3 * (index + 1) },
    { measure: 'competencies', from: index + 1 },
  ];
  return [
    { name: 'Revenue', steps: [{ measure: 'revenue', from: 100_000 * 5 ** index }] },
    { name: 'Training', steps: training },
  ];
}

/** One programme in the manner of published ones: discount by level, registration on top, rebates behind. */
export function foundProgramme(tables: Tables, began: number): void {
  const terms = { commission: { rate: '4%' } };
  tables.add('Programme_Terms__c', {
    Name: 'Partner programme',
    Programme_Key__c: 'partner',
    Definition__c: JSON.stringify(terms),
  });
  levels.forEach((key, index) =>
    tables.add('Program_Level__c', {
      Name: key[0]!.toUpperCase() + key.slice(1),
      Level_Key__c: key,
      Rank__c: index + 1,
      Effective_From__c: dateOf(began),
      Definition__c: JSON.stringify({ paths: pathsTo(index) }),
    }),
  );
  for (const { name, people, ...row } of competencies) {
    const key = name.toLowerCase().replaceAll(' ', '-');
    tables.add('Competency__c', {
      Name: name,
      Competency_Key__c: key,
      ...row,
      Definition__c: JSON.stringify({ people }),
    });
  }
  const incentive = (row: Record<string, string | number | boolean>, tiers: [string | number, number][] = []) => {
    const id = `${String(row['Incentive_Id__c'])}@1`;
    const parent = tables.add('Incentive__c', {
      Incentive_Key__c: id,
      Version__c: 1,
      Effective_From__c: dateOf(began),
      Requires_Registration__c: false,
      Requires_New_Customer__c: false,
      ...row,
    });
    for (const [edge, rate] of tiers)
      tables.add('Incentive_Tier__c', {
        Incentive__c: parent,
        Tier_Key__c: `${id}/${edge}`,
        ...(typeof edge === 'string' ? { Level__c: edge } : { From__c: edge }),
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
  incentive(
    {
      Name: 'Quarterly volume rebate',
      Incentive_Id__c: 'volume',
      Sequence__c: 60,
      Kind__c: 'Rebate',
      Base__c: 'Period Purchases',
      Combine__c: 'Add',
      Definition__c: JSON.stringify({ period: 'quarter' }),
    },
    [
      [100_000, 0.01],
      [400_000, 0.015],
    ],
  );
  incentive(
    {
      Name: 'Growth target',
      Incentive_Id__c: 'target',
      Sequence__c: 61,
      Kind__c: 'Rebate',
      Base__c: 'Period Purchases',
      Combine__c: 'Add',
      Definition__c: JSON.stringify({
        ...{ period: 'quarter', tiersBy: 'achievement' },
        target: { meanOfQuarters: 4, plus: '10%', atLeast: 50_000 },
      }),
    },
    [
      [1, 0.01],
      [1.25, 0.02],
    ],
  );
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
