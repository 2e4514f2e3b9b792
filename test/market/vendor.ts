/** The vendor himself: people, partners, products, programme and policy. The same for every customer of his. */
import { Calendar, day, holidaysAround, stamp } from './calendar.ts';
import { foundPartners, type PartnerFirm } from './partner-firms.ts';
import { foundPeople, userRow, usualTeams, type Salesperson, type Team } from './people.ts';
import { foundPriceList, usualPriceList, type PriceList, type Product } from './price-list.ts';
import { foundPolicy, foundProgramme } from './programme.ts';
import { Random } from './random.ts';
import { salesforceId } from './ids.ts';
import { Tables, usualPrefix } from './tables.ts';

export type { PartnerFirm } from './partner-firms.ts';
export type { Salesperson } from './people.ts';
export type { Product } from './price-list.ts';

export interface Vendor {
  asOf: number;
  calendar: Calendar;
  salespeople: Salesperson[];
  channelManager: Salesperson;
  managerOf: (salesperson: Salesperson) => Salesperson;
  partners: PartnerFirm[];
  distributors: PartnerFirm[];
  products: Product[];
  families: string[];
  pricebookId: string;
  /** The name of a user or partner, by id. */
  nameOf: (id: string) => string;
  /** Tables for one more part of the same vendor. */
  newTables: () => Tables;
}

/** What an org has already. */
export interface MarketOrg {
  prefixFor: (object: string) => string;
  organizationId: string;
  adminId: string;
  pricebookId: string;
  profileIds: { sales: string; partner: string };
}

export interface VendorOptions {
  seed: string;
  asOf: number;
  opportunities: number;
  /** Made up where nobody says. */
  org?: MarketOrg;
  teams?: readonly Team[];
  priceList?: PriceList;
}

/** Founds the vendor; the tables hold what he has before any customer comes. */
export function foundVendor(options: VendorOptions): { vendor: Vendor; tables: Tables } {
  const { asOf, opportunities } = options;
  const random = new Random(`${options.seed}/vendor`);
  const began = asOf - 500 * day;
  const org = options.org ?? nobodysOrg;
  const numbers = new Map<string, number>();
  const newTables = () => new Tables(numbers, org.prefixFor, { byId: org.adminId, at: stamp(began) });
  const tables = newTables();
  if (options.org === undefined) foundOrg(tables, org);
  const holidays = holidaysAround(asOf);
  for (const date of holidays) tables.add('Holiday', { Name: `Holiday ${date}`, ActivityDate: date, IsAllDay: true });
  const teams = options.teams ?? usualTeams(between(16, opportunities / 60, 5000), random);
  const people = foundPeople(teams, tables, org.profileIds.sales);
  const list = options.priceList ?? usualPriceList;
  const products = foundPriceList(list, tables, began, org.pricebookId);
  foundProgramme(tables, began);
  foundPolicy(tables, began, org.organizationId);
  const firms = foundPartners(between(14, opportunities / 90, 4000), tables, random, began);
  const names = new Map([...people.salespeople, people.channelManager, ...firms].map(({ id, name }) => [id, name]));
  return {
    tables,
    vendor: {
      asOf,
      calendar: new Calendar(holidays),
      salespeople: people.salespeople,
      channelManager: people.channelManager,
      managerOf: ({ id }) => people.managers.get(id)!,
      partners: firms.filter(({ roles }) => !roles.includes('Distributor')),
      distributors: firms.filter(({ roles }) => roles.includes('Distributor')),
      products,
      families: list.map(([family]) => family),
      pricebookId: org.pricebookId,
      nameOf: (id) => names.get(id)!,
      newTables,
    },
  };
}

function between(least: number, wanted: number, most: number): number {
  return Math.min(most, Math.max(least, Math.round(wanted)));
}

const nobodysOrg: MarketOrg = {
  prefixFor: usualPrefix,
  organizationId: salesforceId('00D', 1),
  adminId: salesforceId('005', 1),
  pricebookId: salesforceId('01s', 1),
  profileIds: { sales: salesforceId('00e', 2), partner: salesforceId('00e', 4) },
};

/** The few records that every org has from its first day. */
function foundOrg(tables: Tables, { organizationId, adminId, pricebookId, profileIds }: MarketOrg): void {
  tables.add('Organization', { Id: organizationId, Name: 'Made-up Vendor', TimeZoneSidKey: 'UTC' });
  const admin = tables.add('Profile', { Id: salesforceId('00e', 1), Name: 'System Administrator' });
  tables.add('Profile', { Id: profileIds.sales, Name: 'Standard User' });
  tables.add('Profile', { Id: profileIds.partner, Name: 'Partner Community User' });
  tables.add('User', { ...userRow(adminId, 'Ada Admin'), ProfileId: admin, Title: 'Administrator' });
  tables.add('Pricebook2', { Id: pricebookId, Name: 'Standard Price Book', IsStandard: true, IsActive: true });
}
