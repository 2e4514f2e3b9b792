/** The product families that the vendor sells, for partners to choose from. */
import { z } from 'zod';
import type { OrgConnection } from './connection.ts';
import { parseRows } from './parse.ts';
import { select } from './soql.ts';

const familyRow = z.object({ Family: z.string() });

/** Families of active products, by name. */
export async function readFamilies(connection: OrgConnection): Promise<string[]> {
  const rows = await select(
    connection,
    'SELECT Family FROM Product2 WHERE IsActive = true AND Family != null GROUP BY Family ORDER BY Family',
  );
  return parseRows(rows, { object: 'Product2', schema: familyRow }).read.map(({ Family }) => Family);
}
