/** What a condition compares or an order sorts by: a field, or a date function over one. */
import type { FieldDef } from '../types.ts';
import type { Compilation } from './compilation.ts';
import { dateFunctions } from './functions.ts';
import { kindOf, type Kind } from './literal.ts';
import { isAnyType } from '../schema/index.ts';
import type { Source } from './source.ts';
import { notSupported, type Clause } from './text.ts';

/** A function as the parser gives it, in whichever clause. */
export interface FunctionCall {
  rawValue?: string | undefined;
  functionName?: string | undefined;
  parameters?: (string | FunctionCall)[] | undefined;
}

export interface Operand {
  sql: string;
  kind: Kind;
  /** Name in errors. */
  name: string;
  /** Offset in the query for errors. */
  offset: number;
  field: FieldDef | null;
}

/** Text that equals, sorts and groups without regard to case. */
export const caseless = ({ sql, kind }: Operand): string => (kind === 'string' ? `${sql} COLLATE NOCASE` : sql);

/** Text areas that are long can't be filtered, sorted or grouped. */
const LONGEST_SHORT_TEXT = 255;
const isLong = (field: FieldDef): boolean => field.type === 'textarea' && field.length > LONGEST_SHORT_TEXT;
const isOpaque = (field: FieldDef): boolean =>
  isLong(field) || field.type === 'address' || field.type === 'encryptedstring';
/** Formulas and auto numbers. */
const isWorkedOut = (field: FieldDef): boolean => field.formula !== null || field.autoNumber !== null;
const neverGrouped = ['datetime', 'double', 'currency', 'percent', 'time', 'multipicklist'];

type Use = 'filtered' | 'sorted' | 'grouped' | 'aggregated';
const refused: Record<Use, (field: FieldDef) => boolean> = {
  filtered: isOpaque,
  sorted: (field) => isOpaque(field) || field.type === 'multipicklist',
  grouped: (field) => isOpaque(field) || isWorkedOut(field) || neverGrouped.includes(field.type),
  aggregated: isOpaque,
};

export const isFilterable = (field: FieldDef): boolean => !refused.filtered(field);
export const isGroupable = (field: FieldDef): boolean => !refused.grouped(field);
export const isSortable = (field: FieldDef): boolean => !refused.sorted(field);

/** A field by its path, fit for the use. Throws INVALID_FIELD "field 'X' can not be filtered in a query call" and the like. */
export function fieldOperand(
  compilation: Compilation,
  source: Source,
  path: string,
  clause: Clause,
  use: Use,
): Operand {
  const { field, sql, fromParent, place } = source.resolve(path, clause);
  const offset = compilation.text.offsetOf(path, clause);
  const isAny = 'object' in place && isAnyType(place.object, field);
  if (refused[use](field) || isAny) {
    throw compilation.text.invalidField(`field '${field.name}' can not be ${use} in a query call`, offset);
  }
  const kind = kindOf(field);
  // The checkbox of a missing parent is not checked.
  const canLack = kind === 'boolean' && (fromParent || field.formula !== null);
  return { sql: canLack ? `IFNULL(${sql}, 0)` : sql, kind, name: field.name, offset, field };
}

/** CALENDAR_YEAR(CloseDate), DAY_ONLY(convertTimezone(CreatedDate)) and the like; null for other functions. */
export function dateOperand(
  compilation: Compilation,
  source: Source,
  call: FunctionCall,
  clause: Clause,
): Operand | null {
  const part = call.functionName?.toUpperCase() ?? '';
  if (!dateFunctions.includes(part)) return null;
  const [inner] = call.parameters ?? [];
  const converted = typeof inner === 'object';
  if (converted && inner.functionName?.toLowerCase() !== 'converttimezone') throw notSupported(call.rawValue ?? part);
  const path = converted ? inner.parameters?.[0] : inner;
  if (typeof path !== 'string') throw notSupported(call.rawValue ?? part);
  const operand = fieldOperand(compilation, source, path, clause, 'filtered');
  const needsTime = converted || part === 'HOUR_IN_DAY' || part === 'DAY_ONLY';
  if (operand.kind !== 'dateTime' && (needsTime || operand.kind !== 'date')) {
    const message = `field '${operand.name}' does not support the function ${part}`;
    throw compilation.text.malformed(message, operand.offset);
  }
  const { zone, fiscalStart, namedByStart } = compilation.calendar;
  const zoneSql = converted ? compilation.bind(zone) : 'NULL';
  const fiscal = `${compilation.bind(fiscalStart)}, ${compilation.bind(Number(namedByStart))}`;
  return {
    ...operand,
    sql: `soql_date_part('${part}', ${operand.sql}, ${zoneSql}, ${fiscal})`,
    kind: part === 'DAY_ONLY' ? 'date' : 'int',
    field: null,
  };
}
