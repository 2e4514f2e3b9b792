/** Brings a generated vendor into the stand-in org, leaving out what this org does not have. */
import { PARTNER, SALES, type SeededOrg } from '../local-org/records/index.ts';
import type { Records, Row as OrgRow } from '../local-org/types.ts';
import type { MarketOrg, Part, Truth } from './index.ts';
import type { Row } from './tables.ts';

/** What the market must know of an org before it is made. */
export function marketOrg(records: Records, seeded: SeededOrg): MarketOrg {
  return {
    prefixFor: (object) => records.schema.objects.get(object)?.keyPrefix ?? '999',
    organizationId: seeded.organizationId,
    pricebookId: seeded.standardPricebookId,
    profileIds: { sales: seeded.profiles[SALES]!, partner: seeded.profiles[PARTNER]! },
  };
}

export interface Filled {
  truth: Truth;
  /** Rows brought in, by object. */
  rows: Record<string, number>;
}

/** Restores all parts in one go; gives back the truth about them. */
export function fillOrg(parts: Iterable<Part>, records: Records, seeded: SeededOrg): Filled {
  const truth: Truth = { cases: [], protections: [] };
  const tables = new Map<string, OrgRow[]>();
  for (const part of parts) {
    truth.cases.push(...part.truth.cases);
    truth.protections.push(...part.truth.protections);
    for (const [object, rows] of part.rows) {
      const fields = records.schema.objects.get(object)?.fields;
      if (fields === undefined) continue;
      const kept = rows.map((row) => fitting(object, row, fields, seeded));
      const list = tables.get(object);
      if (list === undefined) tables.set(object, kept);
      else for (const row of kept) list.push(row);
    }
  }
  records.restore(tables);
  return { truth, rows: Object.fromEntries([...tables].map(([object, rows]) => [object, rows.length])) };
}

function fitting(object: string, row: Row, fields: ReadonlyMap<string, unknown>, seeded: SeededOrg): OrgRow {
  const known = Object.entries(row).filter(([field, value]) => fields.has(field) && value !== null);
  const kept: OrgRow = Object.fromEntries(known);
  if (object === 'PermissionSetAssignment')
    kept['PermissionSetId'] = seeded.permissionSets[String(row['PermissionSetId'])] ?? null;
  return kept;
}
