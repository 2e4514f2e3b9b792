/** Brings a generated vendor into the stand-in org, leaving out what this org does not have. */
import { PARTNER, SALES, type SeededOrg } from '../local-org/records/index.ts';
import type { FieldDef, Records, Row as OrgRow } from '../local-org/types.ts';
import type { MarketOrg, Part, Truth } from './index.ts';
import type { Row } from './tables.ts';
import { noTruth } from './truth.ts';

/** What the market must know of an org before it is made. */
export function marketOrg(records: Records, seeded: SeededOrg): MarketOrg {
  return {
    // Objects that this org lacks get ids all the same; their rows are left out.
    prefixFor: (object) => records.schema.objects.get(object)?.keyPrefix ?? '999',
    organizationId: seeded.organizationId,
    adminId: seeded.adminId,
    pricebookId: seeded.standardPricebookId,
    profileIds: { sales: seeded.profiles[SALES]!, partner: seeded.profiles[PARTNER]! },
  };
}

export interface Filled {
  truth: Truth;
  /** Rows brought in, by object. */
  rows: Record<string, number>;
}

/** Rows held back before they are restored together: large loads stay small in memory, small ones take one go. */
const BATCH = 200_000;

/** Restores all parts, each whole or not at all; gives back the truth about them. */
export function fillOrg(parts: Iterable<Part>, records: Records, seeded: SeededOrg): Filled {
  const filled: Filled = { truth: noTruth(), rows: {} };
  let [tables, held] = [new Map<string, OrgRow[]>(), 0];
  const restore = () => {
    records.restore(tables);
    [tables, held] = [new Map<string, OrgRow[]>(), 0];
  };
  for (const { rows, truth } of parts) {
    filled.truth.cases.push(...truth.cases);
    filled.truth.protections.push(...truth.protections);
    filled.truth.engagements.push(...truth.engagements);
    for (const [object, list] of rows) {
      const fields = records.schema.objects.get(object)?.fields;
      if (fields === undefined) continue;
      const kept = list.map((row) => fitting(object, row, fields, seeded));
      const waiting = tables.get(object);
      if (waiting === undefined) tables.set(object, kept);
      else for (const row of kept) waiting.push(row);
      filled.rows[object] = (filled.rows[object] ?? 0) + kept.length;
      held += kept.length;
    }
    if (held >= BATCH) restore();
  }
  restore();
  return filled;
}

function fitting(object: string, row: Row, fields: ReadonlyMap<string, FieldDef>, seeded: SeededOrg): OrgRow {
  const stored = (name: string) => fields.get(name)?.formula === null;
  const kept: OrgRow = Object.fromEntries(
    Object.entries(row).filter(([name, value]) => value !== null && stored(name)),
  );
  if (object === 'PermissionSetAssignment') {
    const name = String(row['PermissionSetId']);
    const id = seeded.permissionSets[name];
    if (id === undefined) throw new Error(`the org has no permission set ${name}; deploy force-app/main first`);
    kept['PermissionSetId'] = id;
  }
  return kept;
}
