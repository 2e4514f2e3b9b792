/** Values and records in the shape that REST answers have. */
import type { FieldDef } from '../types.ts';
import type { Kind } from './literal.ts';

export type Cell = string | number | null;
export type QueryRecord = Record<string, unknown>;
/** Makes something of the columns of a row. */
export type Reader = (row: readonly Cell[]) => unknown;

/** `2026-11-23T11:35:16.000+0000`, as REST writes instants. */
const restInstant = (instant: string): string => instant.replace(/Z$/, '+0000');

export function restValue(kind: Kind, value: Cell): string | number | boolean | null {
  if (kind === 'boolean') return value === 1;
  return kind === 'dateTime' && typeof value === 'string' ? restInstant(value) : value;
}

/** The label of a picklist's value; of a multi-select list, each label. */
export function labelOf(choices: FieldDef['picklist'], value: Cell): string | null {
  if (value === null) return null;
  const labels = new Map(choices.map((entry) => [entry.value.toLowerCase(), entry.label]));
  return String(value)
    .split(';')
    .map((each) => labels.get(each.toLowerCase()) ?? each)
    .join(';');
}

export function anyValue(dataType: Cell, value: Cell): string | number | boolean | null {
  if (value !== null && dataType === 'Boolean') return value === 1;
  return dataType === 'DateTime' ? restValue('dateTime', value) : value;
}

/** A compound address: its parts in alphabetical order, null where all are empty. */
export function addressOf(parts: [name: string, value: Cell][]): Record<string, Cell> | null {
  if (parts.every(([, value]) => value === null)) return null;
  return Object.fromEntries(parts.toSorted(([left], [right]) => (left < right ? -1 : 1)));
}
