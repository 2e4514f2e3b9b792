import { beforeAll, describe, expect, it } from '@jest/globals';
import { fillOrg, marketOrg, type Filled } from '../../market/fill-org.ts';
import { generateMarket } from '../../market/index.ts';
import { openRecords, seedOrg, type OpenRecords, type SeededOrg } from '../../local-org/records/index.ts';
import { loadSchema } from '../../local-org/schema/index.ts';
import type { Feature } from '../../local-org/types.ts';

const asOf = Date.parse('2026-03-02T12:00:00Z');

function filledOrg(features: Feature[]): { records: OpenRecords; seeded: SeededOrg; filled: Filled } {
  const schema = loadSchema({ forceApp: 'force-app', packages: ['main'], features });
  const records = openRecords({ schema, sharingSets: [], now: () => asOf });
  const seeded = seedOrg(records);
  const parts = generateMarket({ seed: 'org', opportunities: 300, asOf, org: marketOrg(records, seeded) });
  return { records, seeded, filled: fillOrg(parts, records, seeded) };
}

describe('A market brought into the stand-in org', () => {
  let org: ReturnType<typeof filledOrg>;
  const count = (sql: string, ...values: string[]): number =>
    Number(org.records.database.prepare(`SELECT count(*) AS n ${sql}`).get(...values)!['n']);

  beforeAll(() => {
    org = filledOrg(['fieldHistory']);
  });

  it('is there row for row', () => {
    expect(org.filled.rows['Opportunity']).toBeGreaterThanOrEqual(300);
    for (const [object, rows] of Object.entries(org.filled.rows)) {
      // The administrator and the setting of the org itself were there before.
      const before = object === 'User' ? 1 : 0;
      expect([object, count(`FROM "${object}"`)]).toEqual([object, rows + before]);
    }
  });

  it('has no reference that leads nowhere', () => {
    const dangling: string[] = [];
    for (const object of org.records.schema.objects.values()) {
      for (const field of object.fields.values()) {
        if (field.type !== 'reference' || field.formula !== null || !(object.name in org.filled.rows)) continue;
        const targets = field.referenceTo.map((target) => `SELECT "Id" FROM "${target}"`).join(' UNION ALL ');
        const lost = count(
          `FROM "${object.name}" WHERE "${field.name}" IS NOT NULL AND "${field.name}" NOT IN (${targets})`,
        );
        if (lost > 0) dangling.push(`${object.name}.${field.name}: ${lost}`);
      }
    }
    expect(dangling).toEqual([]);
  });

  it('holds every record of the truth', () => {
    const { truth } = org.filled;
    expect(truth.protections.length).toBeGreaterThan(20);
    for (const { opportunityId, registrationId } of [...truth.cases, ...truth.protections]) {
      expect(count('FROM "Opportunity" WHERE "Id" = ?', opportunityId)).toBe(1);
      expect(count('FROM "Deal_Registration__c" WHERE "Id" = ?', registrationId)).toBe(1);
    }
  });

  it('gives every salesperson the permission set of salespeople, and the channel manager his own', () => {
    const holders = (set: string) =>
      count('FROM "PermissionSetAssignment" WHERE "PermissionSetId" = ?', org.seeded.permissionSets[set]!);
    expect(holders('Fairlead_Salesperson')).toBe(
      count(`FROM "User" WHERE "Title" IN ('Account Executive', 'Sales Manager')`),
    );
    expect(holders('Fairlead_Channel_Manager')).toBe(1);
  });

  it('shows partner rows as partners of the opportunity', () => {
    expect(count('FROM "OpportunityPartner"')).toBe(org.filled.rows['Partner']);
  });
});

describe('An org without field history', () => {
  it('takes the market without it', () => {
    const { filled, records } = filledOrg([]);
    expect(records.schema.objects.has('OpportunityFieldHistory')).toBe(false);
    expect(filled.rows['OpportunityFieldHistory']).toBeUndefined();
    expect(filled.rows['OpportunityHistory']).toBeGreaterThan(600);
  });
});
