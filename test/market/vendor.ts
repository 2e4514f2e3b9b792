/** The vendor himself: people, partners, products, programme and policy. The same for every cluster of customers. */
import { dateOf, day, holidaysAround, stamp, Calendar } from './calendar.ts';
import { company, person } from './names.ts';
import { Random } from './random.ts';
import type { Tables } from './tables.ts';

export interface Salesperson {
  id: string;
  name: string;
}

export interface PartnerFirm {
  id: string;
  name: string;
  roles: string[];
  level: string;
  contactId: string;
}

export interface Product {
  id: string;
  entryId: string;
  name: string;
  family: string;
  price: number;
}

export interface Vendor {
  asOf: number;
  calendar: Calendar;
  salespeople: Salesperson[];
  channelManager: Salesperson;
  partners: PartnerFirm[];
  distributors: PartnerFirm[];
  products: Product[];
  families: string[];
  pricebookId: string;
}

export interface VendorOptions {
  seed: string;
  asOf: number;
  opportunities: number;
  /** Ids that an org has already. */
  profileIds: { sales: string; partner: string };
  pricebookId: string;
  organizationId: string;
}

const families: [string, [string, number][]][] = [
  [
    'Storage',
    [
      ['Vault 100', 18_000],
      ['Vault 500', 64_000],
    ],
  ],
  [
    'Network',
    [
      ['Strand Switch', 4_200],
      ['Strand Core', 31_000],
    ],
  ],
  [
    'Security',
    [
      ['Ward Gateway', 9_500],
      ['Ward Cloud', 14_000],
    ],
  ],
  [
    'Compute',
    [
      ['Forge Node', 12_500],
      ['Forge Rack', 88_000],
    ],
  ],
  [
    'Backup',
    [
      ['Keep Server', 6_800],
      ['Keep Cloud', 11_200],
    ],
  ],
  [
    'Services',
    [
      ['Care Plus', 5_400],
      ['Launch', 22_000],
    ],
  ],
];
export const levels = ['pioneer', 'scaler', 'master'];

/** Fills the tables with what the vendor has before any customer comes. */
export function foundVendor(options: VendorOptions, tables: Tables): Vendor {
  const random = new Random(`${options.seed}/vendor`);
  const asOf = options.asOf;
  const began = asOf - 500 * day;
  const holidays = holidaysAround(asOf);
  for (const date of holidays) tables.add('Holiday', { Name: `Holiday ${date}`, ActivityDate: date, IsAllDay: true });
  const { salespeople, channelManager } = people(options, tables, random, began);
  const products = priceList(options, tables, began);
  programme(tables, began);
  policy(options, tables, began);
  const firms = partnerFirms(options, tables, random, began);
  return {
    asOf,
    calendar: new Calendar(holidays),
    salespeople,
    channelManager,
    partners: firms.filter(({ roles }) => !roles.includes('Distributor')),
    distributors: firms.filter(({ roles }) => roles.includes('Distributor')),
    products,
    families: families.map(([family]) => family),
    pricebookId: options.pricebookId,
  };
}

function people(options: VendorOptions, tables: Tables, random: Random, began: number) {
  const user = (role: string, permissionSet: string, title: string): Salesperson => {
    const { first, last } = person(random);
    const id = tables.id('User');
    const number = id.slice(10, 15).replace(/^0+/, '');
    tables.add('User', {
      Id: id,
      Username: `${first}.${last}.${number}@vendor.example`.toLowerCase(),
      FirstName: first,
      LastName: last,
      Email: `${first}.${last}@vendor.example`.toLowerCase(),
      Alias: `${first[0]}${last}`.toLowerCase().slice(0, 8),
      Title: title,
      IsActive: true,
      UserType: 'Standard',
      ProfileId: options.profileIds.sales,
      UserRoleId: role,
      TimeZoneSidKey: 'UTC',
      LocaleSidKey: 'en_US',
      LanguageLocaleKey: 'en_US',
      EmailEncodingKey: 'UTF-8',
      CreatedDate: stamp(began),
    });
    tables.add('PermissionSetAssignment', { AssigneeId: id, PermissionSetId: permissionSet, IsActive: true });
    return { id, name: `${first} ${last}` };
  };
  const role = (name: string, parent: string | null) =>
    tables.add('UserRole', { Name: name, DeveloperName: name.replace(/\W+/g, '_'), ParentRoleId: parent });
  const head = role('Head of Sales', null);
  const channel = role('Channel', null);
  const channelManager = user(channel, 'Fairlead_Channel_Manager', 'Channel Manager');
  const count = Math.min(400, Math.max(12, Math.round(options.opportunities / 60)));
  const salespeople: Salesperson[] = [];
  for (let i = 0; i < count; i++) {
    if (i % 8 === 0) salespeople.push(user(role(`Region ${i / 8 + 1}`, head), 'Fairlead_Salesperson', 'Sales Manager'));
    else salespeople.push(user(role(`Territory ${i}`, head), 'Fairlead_Salesperson', 'Account Executive'));
  }
  return { salespeople, channelManager };
}

function priceList(options: VendorOptions, tables: Tables, began: number): Product[] {
  return families.flatMap(([family, products]) =>
    products.map(([name, price]) => {
      const id = tables.add('Product2', {
        Name: name,
        ProductCode: name.replace(' ', '-').toUpperCase(),
        Family: family,
        IsActive: true,
        CreatedDate: stamp(began),
      });
      const entryId = tables.add('PricebookEntry', {
        Pricebook2Id: options.pricebookId,
        Product2Id: id,
        UnitPrice: price,
        IsActive: true,
        UseStandardPrice: false,
      });
      return { id, entryId, name, family, price };
    }),
  );
}

/** One programme in the manner of published ones: discount by level, registration on top, rebates behind. */
function programme(tables: Tables, began: number): void {
  levels.forEach((key, index) =>
    tables.add('Program_Level__c', {
      Name: key[0]!.toUpperCase() + key.slice(1),
      Level_Key__c: key,
      Rank__c: index + 1,
      Effective_From__c: dateOf(began),
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

function policy(options: VendorOptions, tables: Tables, began: number): void {
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
  tables.add('Fairlead__c', { SetupOwnerId: options.organizationId, Gate_Active__c: true, Gate_At_Insert__c: false });
}

function partnerFirms(options: VendorOptions, tables: Tables, random: Random, began: number): PartnerFirm[] {
  const count = Math.min(600, Math.max(14, Math.round(options.opportunities / 90)));
  const levelIds = new Map(
    tables.rows.get('Program_Level__c')!.map((row) => [String(row['Level_Key__c']), String(row['Id'])]),
  );
  const competencies = tables.rows.get('Competency__c')!.map((row) => String(row['Id']));
  return Array.from({ length: count }, (_, i) => {
    const roles =
      i % 9 === 0
        ? ['Distributor']
        : random.chance(0.3)
          ? ['Reseller', 'Systems Integrator']
          : [random.pick(['Reseller', 'Systems Integrator', 'Service Provider'])];
    // Partners are numbered from the far end, so that no customer shares a name with one.
    const { name, website, country, root } = company(63_999 - i, random);
    const own = name.replace(/ \S+ /, ' IT ');
    const level = random.weighted([
      [5, 'pioneer'],
      [3, 'scaler'],
      [2, 'master'],
    ] as const);
    const id = tables.add('Account', {
      Name: own,
      Website: website,
      BillingCountry: country,
      Type: 'Channel Partner / Reseller',
      Partner_Roles__c: roles.join(';'),
      Partner_Level__c: levelIds.get(level)!,
      Named_Account__c: false,
      CreatedDate: stamp(began),
      OwnerId: null,
    });
    const contactId = tables.add('Contact', {
      AccountId: id,
      FirstName: random.pick(['Iris', 'Omar', 'Lena', 'Marc']),
      LastName: root,
      Email: `contact@${website.replace('https://www.', '')}`,
    });
    for (const competency of competencies) {
      if (random.chance(0.4))
        tables.add('Partner_Competency__c', {
          Partner__c: id,
          Competency__c: competency,
          Partner_Competency_Key__c: `${id}/${competency}`,
          Valid_From__c: dateOf(began),
          Certified_People__c: random.whole(2, 9),
        });
    }
    return { id, name: own, roles, level, contactId };
  });
}
