/** The examples and the page of the programme format, against the code. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { readProgramme } from '../../../sync-service/commands/programme.ts';
import { dealSchema, pricedDealOf } from '../../../sync-service/domain/margin/deal-file.ts';
import { waterfall } from '../../../sync-service/domain/margin/waterfall.ts';
import { ledgerColumns } from '../../../sync-service/domain/payout/ledger-rows.ts';
import { checkProgramme } from '../../../sync-service/domain/programme/check.ts';
import { programmeSchema } from '../../../sync-service/domain/programme/schema.ts';

const docs = join(import.meta.dirname, '../../../docs');
const page = readFileSync(join(docs, 'programme-format.md'), 'utf8');
const programme = readProgramme(join(docs, 'examples/small.yaml'));

/** Names of all fields, at every depth. */
function fieldsIn(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const own = 'properties' in schema ? Object.keys(schema.properties as object) : [];
  return [...own, ...Object.values(schema).flatMap(fieldsIn)];
}
const fieldsOf = (schema: z.ZodType) => [
  ...new Set(fieldsIn(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }))),
];
const named = new Set(page.match(/\b\w+\b/g));

describe('The page of the programme format', () => {
  it('names every field of a programme, of a deal and of a ledger', () => {
    const fields = [...fieldsOf(programmeSchema), ...fieldsOf(dealSchema), ...ledgerColumns];
    expect(fields.length).toBeGreaterThan(100);
    expect(fields.filter((field) => !named.has(field))).toEqual([]);
  });

  it('shows what its example prices to', () => {
    const file = dealSchema.parse(JSON.parse(readFileSync(join(docs, 'examples/deal.json'), 'utf8')));
    const { deal, on } = pricedDealOf(file, programme.currency, '2026-03-02');
    const { partnerPrice, total, lines, conditional } = waterfall(deal, programme, on);
    expect(checkProgramme(programme)).toEqual([]);
    // 100,000 less 20 %; 7 % of 80,000 cut at 25 % of list; sold at 90,000; 3 % of list for the new customer.
    expect(partnerPrice.toFixed(2)).toBe('75000.00');
    expect(total?.toFixed(2)).toBe('18000.00');
    const amounts = lines.flatMap(({ rule, amount }) => (rule === null ? [] : [`${rule} ${String(amount)}`]));
    expect(amounts).toEqual(['base@1 -20000', 'registration@1 -5000', 'new-customer@1 3000']);
    // 255,000 at 3.5 %, less 180,000 at 2 %.
    expect(conditional.map(({ rule, due }) => `${rule} ${due.toFixed(2)}`)).toEqual(['growth@1 5325.00']);
  });
});
