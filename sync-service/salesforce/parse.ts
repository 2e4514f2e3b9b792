/** Rows become domain types here, or are refused with the field and what was expected of it; never with a value. */
import { Decimal } from 'decimal.js';
import { z } from 'zod';
import type { Id, PartnerRole } from '../domain/deal.ts';

export const id = z.string().regex(/^[A-Za-z0-9]{15}([A-Za-z0-9]{3})?$/, 'expected a record id');
export const text = z.string().nullable();
export const flag = z.boolean();
export const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'expected a date');
export const instant = z
  .string()
  .transform((value) => Date.parse(value))
  .refine(Number.isFinite, 'expected a date and time');
/** A number as decimal text gives it: 0.1 stays 0.1. */
export const decimal = z.number().transform((value) => new Decimal(String(value)));
/** Values of a multi-select picklist or of a text, separated by semicolons. */
export const list = z
  .string()
  .nullable()
  .transform((value) =>
    (value ?? '')
      .split(';')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  );

const partnerRoles: readonly PartnerRole[] = [
  'Reseller',
  'Systems Integrator',
  'Service Provider',
  'Distributor',
  'OEM',
  'ISV',
  'Alliance',
];
export const partnerRole = z.enum(partnerRoles);
/** Roles that the vendor added to the picklist mean nothing to the rules and are passed over. */
export const roles = list.transform(
  (values) => values.filter((role) => partnerRole.safeParse(role).success) as PartnerRole[],
);

/** What a row of an object must be. */
export interface Shape<T> {
  object: string;
  schema: z.ZodType<T>;
}

/** A row that is not what it should be. */
export interface Misread {
  object: string;
  id: Id | null;
  reason: string;
}

/** Parses rows one by one. What can't be parsed is set apart. */
export function parseRows<T>(
  rows: readonly unknown[],
  { object, schema }: Shape<T>,
): { read: T[]; misread: (Misread & { row: unknown })[] } {
  const read: T[] = [];
  const misread: (Misread & { row: unknown })[] = [];
  for (const row of rows) {
    const parsed = schema.safeParse(row);
    if (parsed.success) read.push(parsed.data);
    else misread.push({ object, id: idOf(row), reason: reasonOf(object, idOf(row), parsed.error), row });
  }
  return { read, misread };
}

/** The field of a row as text, for rows that could not be parsed as a whole. */
export function rawText(row: unknown, field: string): string | null {
  const value = (row as Record<string, unknown> | null)?.[field];
  return typeof value === 'string' ? value : null;
}

function idOf(row: unknown): Id | null {
  return rawText(row, 'Id');
}

function reasonOf(object: string, rowId: Id | null, error: z.ZodError): string {
  const problems = error.issues.map((issue) => `${issue.path.join('.')}: ${expectation(issue)}`);
  return `${object}${rowId === null ? '' : ` ${rowId}`}: ${problems.join('; ')}`;
}

/** zod's own messages name what was expected; an unknown option's message lists the options. */
function expectation(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return `expected ${issue.expected}`;
  return issue.message.replace(/^Invalid \w+: /, '');
}
