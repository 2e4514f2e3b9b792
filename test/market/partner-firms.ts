/** The vendor's partners: resellers, integrators, service providers and the distributors behind them. */
import { dateOf, stamp } from './calendar.ts';
import { companiesThereAre, company } from './names.ts';
import type { Random } from './random.ts';
import type { Tables } from './tables.ts';

export interface PartnerFirm {
  id: string;
  name: string;
  roles: string[];
  level: string;
  /** Someone who works there. */
  contactId: string;
}

export function foundPartners(count: number, tables: Tables, random: Random, began: number): PartnerFirm[] {
  return Array.from({ length: count }, (_, index) => foundPartner(index, tables, random, began));
}

function foundPartner(index: number, tables: Tables, random: Random, began: number): PartnerFirm {
  const roles = rolesOf(index, random);
  // Partners are numbered from the far end, so that no customer is called as one of them.
  const { name, website, country, root, field } = company(companiesThereAre - 1 - index, random);
  const own = name.replace(` ${field} `, ' IT ');
  const level = random.weighted([
    [5, 'pioneer'],
    [3, 'scaler'],
    [2, 'master'],
  ] as const);
  const levelId = tables.rows.get('Program_Level__c')!.find((row) => row['Level_Key__c'] === level)!['Id']!;
  const id = tables.add('Account', {
    Name: own,
    Website: website,
    BillingCountry: country,
    Type: 'Channel Partner / Reseller',
    Partner_Roles__c: roles.join(';'),
    Partner_Level__c: levelId,
    Named_Account__c: false,
    CreatedDate: stamp(began),
  });
  const contactId = tables.add('Contact', {
    AccountId: id,
    FirstName: random.pick(['Iris', 'Omar', 'Lena', 'Marc']),
    LastName: root,
    Email: `contact@${website.replace('https://www.', '')}`,
  });
  for (const { Id } of tables.rows.get('Competency__c')!) {
    if (random.chance(0.6)) continue;
    tables.add('Partner_Competency__c', {
      Partner__c: id,
      Competency__c: Id!,
      Partner_Competency_Key__c: `${id}/${String(Id)}`,
      Valid_From__c: dateOf(began),
      Certified_People__c: random.whole(2, 9),
    });
  }
  return { id, name: own, roles, level, contactId };
}

function rolesOf(index: number, random: Random): string[] {
  if (index % 9 === 0) return ['Distributor'];
  if (random.chance(0.3)) return ['Reseller', 'Systems Integrator'];
  return [random.pick(['Reseller', 'Systems Integrator', 'Service Provider'])];
}
